import Foundation
import Testing

/// What `ledger publish` wrote, before those who do not share its code: an independent program, and a real browser.
@Suite struct PublishedSiteTests {
    private static let tools = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../tools").standardized.path

    /// A city publishes an edition, corrects it, and a text goes: the folder, and the log's key.
    private func inPublishedCity<R>(_ body: (_ site: String, _ key: String) throws -> R) throws -> R {
        try Tool.inDirectory { directory in
            for (line, input) in ProofScenarios.published.lines where !line.contains("--ledger copy") {
                #expect(try Tool.run(Tool.words(line), input: input, in: directory, language: "en").code == 0, "\(line)")
            }
            let key = try Tool.run(["key", "export"], in: directory, language: "en").output.trimmingCharacters(in: .newlines)
            return try body(directory + "/site", key)
        }
    }

    private func run(_ arguments: [String]) throws -> (code: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }

    @Test func anIndependentProgramVerifiesIt() throws {
        try inPublishedCity { site, key in
            let script = Self.tools + "/verify-published"
            let good = try run([script, site, key])
            #expect(good.code == 0, "\(good.output)")
            // A figure that was published, in a spreadsheet program's place.
            let file = site + "/editions/h29/figures.csv"
            let figures = try String(contentsOfFile: file, encoding: .utf8)
            try Data(figures.replacingOccurrences(of: ",131,", with: ",181,").utf8).write(to: URL(fileURLWithPath: file))
            #expect(try run([script, site, key]).code == 1)
            let ours = try Tool.run(["verify", site, "--key", key], in: site + "/..", language: "en")
            #expect(ours.code == 1 && ours.output.contains("editions/h29/figures.csv is not the file that its edition names"), "\(ours.output)")
        }
    }

    @Test func aBrowserKnowsItsFiles() throws {
        try inPublishedCity { site, _ in
            let result = try run([Self.tools + "/site-test/run", site])
            #expect(result.code == 0, "\(result.output)")
            print(result.output.split(separator: "\n").last ?? "")
        }
    }
}
