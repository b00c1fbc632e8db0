import Foundation

/// Runs the built program as people run it.
enum Tool {
    struct Result {
        let output: String
        let words: String
        let code: Int32
    }

    /// It stands beside the test bundle.
    static let path: String = {
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("ledger").path
    }()

    /// These variables and no others, but for those that a sanitizer reads where the suite runs under one (tools/sanitize).
    static func environment(_ variables: [String: String]) -> [String: String] {
        let sanitizer = ProcessInfo.processInfo.environment.filter { ["ASAN_OPTIONS", "TSAN_OPTIONS", "SWIFT_BACKTRACE"].contains($0.key) }
        return variables.merging(sanitizer) { $1 }
    }

    /// - Parameter language: the locale that the program sees.
    static func run(_ arguments: [String], input: String = "", in directory: String, language: String) throws -> Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        process.environment = environment(["LANG": language == "ja" ? "ja_JP.UTF-8" : "C.UTF-8", "LEDGER_KEYS": directory + "/keys", "PATH": "/usr/bin:/bin"])
        let files = try ["in", "out", "err"].map { name in
            let file = directory + "/.std" + name
            guard FileManager.default.createFile(atPath: file, contents: name == "in" ? Data(input.utf8) : nil) else { throw CocoaError(.fileWriteUnknown) }
            return file
        }
        process.standardInput = FileHandle(forReadingAtPath: files[0])
        process.standardOutput = FileHandle(forWritingAtPath: files[1])
        process.standardError = FileHandle(forWritingAtPath: files[2])
        try process.run()
        process.waitUntilExit()
        return Result(
            output: try String(contentsOfFile: files[1], encoding: .utf8), words: try String(contentsOfFile: files[2], encoding: .utf8),
            code: process.terminationStatus)
    }

    /// A new empty directory, gone again afterwards.
    static func inDirectory<R>(_ body: (String) throws -> R) throws -> R {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-" + UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(path)
    }

    /// Splits at blanks; double quotes keep blanks together.
    static func words(_ line: String) -> [String] {
        var words: [String] = []
        var word: String?
        var isQuoted = false
        for character in line {
            switch character {
            case "\"":
                isQuoted.toggle()
                word = word ?? ""
            case " " where !isQuoted:
                if let done = word { words.append(done) }
                word = nil
            default: word = (word ?? "") + String(character)
            }
        }
        return words + (word.map { [$0] } ?? [])
    }
}
