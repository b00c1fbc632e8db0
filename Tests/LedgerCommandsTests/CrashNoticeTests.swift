import Foundation
import Testing

@testable import LedgerCommands

/// The built program on a store whose pages LMDB would die of.
@Suite struct CrashNoticeTests {
    private static let pageSize = 4096

    /// Found by tools/survive: a damaged page stopped `log` at a check of the program's own, and nothing was said.
    @Test(arguments: [SIGBUS, SIGSEGV, SIGILL, SIGTRAP]) func everySignalOfAFaultBecomesWordsAndACode(signal: Int32) async {
        await #expect(processExitsWith: .exitCode(3)) { [signal = signal as Int32] in
            CrashNotice.install()
            raise(signal)
            // A sanitizer delivers it at the next wait.
            sleep(5)
        }
    }

    /// Reading goes through the map, off its end: the signal becomes words and a code. Verification says what is wrong.
    @Test func damagedPagesOfTheLog() throws {
        try Tool.inDirectory { directory in
            func run(_ arguments: String) throws -> Tool.Result { try Tool.run(Tool.words(arguments), in: directory, language: "en") }
            try #require(try run("init --name kpi.example --by clerk").code == 0)
            let file = URL(filePath: directory + "/kpi.ledger/log/data.mdb")
            var bytes = try Data(contentsOf: file)
            // Every offset in the page leads beyond the end of the file.
            for page in 2..<(bytes.count / Self.pageSize) {
                for at in 16..<64 { bytes[page * Self.pageSize + at] = 0xff }
            }
            try bytes.write(to: file)
            let status = try run("status")
            #expect(status.code == 3)
            #expect(status.words.contains("error[damaged]: ") && status.words.contains("エラー[damaged]: ") && status.words.contains("ledger verify"))
            let verify = try run("verify")
            #expect(verify.code == 1 && verify.output.hasPrefix("broken"))
        }
    }
}
