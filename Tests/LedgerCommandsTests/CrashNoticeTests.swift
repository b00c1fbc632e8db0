import Foundation
import Testing

/// The built program on a store whose pages LMDB would die of.
@Suite struct CrashNoticeTests {
    private static let pageSize = 4096

    /// Reading goes through the map: it ends with words and a code of its own, or with an error; verification says what is wrong.
    @Test func damagedPagesOfTheLog() throws {
        try Tool.inDirectory { directory in
            func run(_ arguments: String) throws -> Tool.Result { try Tool.run(Tool.words(arguments), in: directory, language: "en") }
            try #require(try run("init --name kpi.example --by clerk").code == 0)
            let file = URL(filePath: directory + "/kpi.ledger/log/data.mdb")
            var bytes = try Data(contentsOf: file)
            // Every offset in the page leads out of the map.
            for page in 2..<(bytes.count / Self.pageSize) {
                for at in 16..<64 { bytes[page * Self.pageSize + at] = 0xff }
            }
            try bytes.write(to: file)
            let status = try run("status")
            #expect(status.code == 3)
            #expect(status.words.contains("error["))
            let verify = try run("verify")
            #expect(verify.code == 1 && verify.output.hasPrefix("broken"))
        }
    }

    /// At most ten seconds.
    private static func waitUntilCaught(_ signal: Int32, by process: Int32) throws {
        for _ in 0..<1_000 {
            let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
            let caught = status.split(separator: "\n").first { $0.hasPrefix("SigCgt:") }?.split(separator: "\t").last
            if let mask = caught.flatMap({ UInt64($0, radix: 16) }), mask & (1 << UInt64(signal - 1)) != 0 { return }
            Thread.sleep(forTimeInterval: 0.01)
        }
    }

    /// The signals themselves, sent while the program waits for its input.
    @Test(arguments: [SIGBUS, SIGSEGV, SIGABRT]) func signalsBecomeWords(signal: Int32) throws {
        try Tool.inDirectory { directory in
            try #require(try Tool.run(Tool.words("init --name kpi.example --by clerk"), in: directory, language: "en").code == 0)
            let process = Process()
            process.executableURL = URL(fileURLWithPath: Tool.path)
            process.arguments = ["append", "--file", "-"]
            process.currentDirectoryURL = URL(fileURLWithPath: directory)
            let (input, words) = (Pipe(), Pipe())
            process.standardInput = input
            process.standardError = words
            try process.run()
            try Self.waitUntilCaught(signal, by: process.processIdentifier)
            kill(process.processIdentifier, signal)
            process.waitUntilExit()
            let told = String(decoding: try words.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
            #expect(process.terminationReason == .exit && process.terminationStatus == 3)
            #expect(told.contains("error[damaged]: ") && told.contains("エラー[damaged]: ") && told.contains("ledger verify"))
        }
    }
}
