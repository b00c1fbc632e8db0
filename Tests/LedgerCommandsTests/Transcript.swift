import Foundation

/// Commands run one after another on one ledger, and what people saw.
struct Scenario: Sendable, CustomStringConvertible {
    /// A command line without `ledger`, or a preparation of the ground.
    enum Step: Sendable {
        case run(String, input: String = "")
        /// The same, but recorded only where it fails: the ground on which the scenario stands.
        case ground(String)
        /// Sets up what no command can: a damaged file, a clock that was ahead. The text says what was done.
        case prepare(String, @Sendable (_ directory: String) throws -> Void)
        /// What a file says by now.
        case show(String)
    }

    let name: String
    let steps: [Step]

    init(_ name: String, _ steps: [Step]) {
        self.name = name
        self.steps = steps
    }

    var description: String { name }

    /// Every command line, told or not, with its input.
    var lines: [(line: String, input: String)] {
        steps.compactMap { step in
            switch step {
            case .run(let line, let input): (line, input)
            case .ground(let line): (line, "")
            case .prepare, .show: nil
            }
        }
    }

    /// What was typed, what standard output said, what standard error said (each line after `! `), and the exit code.
    func transcript(language: String) throws -> String {
        try Tool.inDirectory { directory in
            var text = ""
            for step in steps {
                switch step {
                case .prepare(let what, let body):
                    text += "# \(what)\n"
                    try body(directory)
                case .run(let line, let input):
                    text += try told(line, input, try Tool.run(Tool.words(line), input: input, in: directory, language: language))
                case .ground(let line):
                    let result = try Tool.run(Tool.words(line), in: directory, language: language)
                    if result.code != 0 { text += try told(line, "", result) }
                case .show(let file):
                    let content = try String(contentsOfFile: directory + "/" + file, encoding: .utf8)
                    text += "# \(file)\n\(content.replacingOccurrences(of: "\r\n", with: "\n").replacingOccurrences(of: "\u{feff}", with: "<BOM>"))\n"
                }
            }
            return Normal.form(text, directory: directory)
        }
    }

    private func told(_ line: String, _ input: String, _ result: Tool.Result) throws -> String {
        var text = "$ ledger \(line)\n"
        for line in input.split(separator: "\n") { text += "< \(line)\n" }
        text += result.output
        for line in result.words.split(separator: "\n", omittingEmptySubsequences: false).dropLast() { text += "! \(line)\n" }
        return text + "exit \(result.code)\n\n"
    }
}

/// A transcript without what differs from run to run. Widths are kept, so that tables stay aligned.
enum Normal {
    static func form(_ text: String, directory: String) -> String {
        var text = text.replacingOccurrences(of: directory, with: "DIR")
        let replacements = [
            (#"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{9}"#, "YYYY-MM-DDThh:mm:ss.nnnnnnnnn"),
            (#"\bledger-[0-9a-f]{8}-\d{8}T\d{6}Z"#, "ledger-ID-TIME"), (#"\b(bytes|milliseconds)=\d+"#, "$1=N"), (#""milliseconds" : \d+"#, "\"milliseconds\" : N"),
            (#"(空き容量|free space): \d+ B"#, "$1: N B"), (#"LMDB [0-9.]+: \([^)]*\)"#, "LMDB VERSION"),
            (#"20[2-9]\d-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}"#, "YYYY-MM-DDThh:mm:ss"),
            (#"\+[0-9a-f]{8}\+[A-Za-z0-9+/]{43,44}=*"#, "+KEYID+KEY"), (#"(— \S+ )[A-Za-z0-9+/=]{80,}"#, "$1SIGNATURE"), (#"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}="#, "BASE64"),
            (#"(鍵|key) [0-9a-f]{8}\b"#, "$1 KEYID"), (#"log-[0-9a-f]{8}\."#, "log-KEYID."),
            (#"\b[0-9a-f]{64}\b"#, "HASH"), (#"\b[0-9a-f]{32}\b"#, "ID"), (#"\b(log|views) \d+ B"#, "$1 N B"), (#"views N B, [^\n]+"#, "views N B, FS"),
            // How late an entry is depends on the day of the test.
            (#"\d+ 日後"#, "NNNN 日後"), (#"\d+ days later"#, "NNNN days later"), (#"(最長|up to) \d+"#, "$1 NNNN"),
        ]
        for (pattern, replacement) in replacements {
            text = text.replacingOccurrences(of: pattern, with: replacement, options: .regularExpression)
        }
        return text.replacingOccurrences(of: today, with: "TODAY.....")
    }

    /// At the ledgers' offset.
    private static var today: String {
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withFullDate]
        return formatter.string(from: Date(timeIntervalSinceNow: 9 * 3_600))
    }
}

/// The texts under Golden. `LEDGER_RECORD_GOLDEN=1` writes them anew; read the difference before you commit it.
enum Golden {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden")
    static let isRecording = ProcessInfo.processInfo.environment["LEDGER_RECORD_GOLDEN"] == "1"

    static func file(_ name: String, _ language: String) -> URL { folder.appendingPathComponent("\(name).\(language).txt") }

    /// The recorded text; recording makes the actual one the recorded one.
    static func expected(_ name: String, _ language: String, actual: String) throws -> String {
        if isRecording { try Data(actual.utf8).write(to: file(name, language)) }
        return try String(contentsOf: file(name, language), encoding: .utf8)
    }

    /// The first lines that differ, so that a failure can be read.
    static func difference(_ expected: String, _ actual: String) -> String {
        let a = expected.split(separator: "\n", omittingEmptySubsequences: false)
        let b = actual.split(separator: "\n", omittingEmptySubsequences: false)
        guard let i = (0..<max(a.count, b.count)).first(where: { ($0 < a.count ? a[$0] : nil) != ($0 < b.count ? b[$0] : nil) }) else { return "" }
        return "line \(i + 1)\n  recorded: \(i < a.count ? String(a[i]) : "(end)")\n  now:      \(i < b.count ? String(b[i]) : "(end)")"
    }
}
