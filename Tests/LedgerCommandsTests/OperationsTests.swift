import Foundation
import LedgerModel
import Testing

/// What the one person who looks after a ledger does, as the manual says it.
@Suite struct OperationsTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../tools/operations").standardized

    /// The `sh` blocks of a manual, one after the other in one shell.
    private static func script(_ manual: String) throws -> String {
        let text = try String(contentsOf: folder.appendingPathComponent(manual), encoding: .utf8)
        let parts = text.components(separatedBy: "\n```")
        let blocks = zip(parts, parts.dropFirst()).map(\.1).filter { $0.hasPrefix("sh\n") }.map { String($0.dropFirst(3)) }
        #expect(blocks.count == 7)
        return "set -eu\n" + blocks.joined(separator: "\n")
    }

    @Test(arguments: ["manual.ja.md", "manual.md"]) func everyCommandOfTheManualWorks(manual: String) throws {
        try Tool.inDirectory { home in
            try FileManager.default.createSymbolicLink(atPath: home + "/ledger", withDestinationPath: Tool.path)
            try FileManager.default.createDirectory(atPath: home + "/offsite", withIntermediateDirectories: true)
            let result = try ConsoleTool.run(
                try Self.script(manual), in: home, environment: ["HOME": home, "OFFSITE": home + "/offsite", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"])
            #expect(result.code == 0, "\(String(decoding: result.words, as: UTF8.self))")
            let said = String(decoding: result.output, as: UTF8.self)
            #expect(said.contains("drill=good") && said.contains("behind=0") && said.contains("intact: the ledger is whole."))
            let words = String(decoding: result.words, as: UTF8.self)
            #expect(!words.contains("error["), "\(words)")
        }
    }

    /// Both name the same commands, in the same order.
    @Test func bothManualsSayTheSame() throws {
        func commands(_ manual: String) throws -> [String] {
            try Self.script(manual).components(separatedBy: "\n").map { line -> String in
                let command = line.components(separatedBy: "    #")[0].components(separatedBy: "         #")[0]
                return command.trimmingCharacters(in: .whitespaces)
            }
        }
        #expect(try commands("manual.ja.md") == commands("manual.md"))
    }

    /// On a key's own account a backup is behind its checkpoint: the verdict stays, and the way on is shown.
    @Test func aBackupThatIsBehindIsExplained() throws {
        try ConsoleTool.inCity { directory in
            func run(_ line: String) throws -> Tool.Result { try Tool.run(Tool.words(line), in: directory, language: "en") }
            #expect(try run("key generate --by planning").code == 0)
            #expect(try run("backup copy").code == 0)
            #expect(try run("append unit --identifier late --name 課 \(City.by)").code == 0)
            let verdict = try run("verify --ledger copy")
            #expect(verdict.code == 1 && verdict.words.contains("ledger restore --drill copy"))
            let drill = try run("restore --drill copy")
            #expect(drill.code == 0 && drill.output.contains(" behind=1 ") && drill.words.contains("1 entries behind"))
            // Without the ledger in use the checkpoint still says how far.
            let alone = try run("restore --drill copy --json")
            #expect(alone.output.contains("\"signedBehind\" : 1"))
            #expect(try run("verify").words.contains("--drill") == false)
        }
    }

    @Test func aKilledRunIsClearedByTheNext() throws {
        try ConsoleTool.inCity { directory in
            let line = "backup --into nightly --keep 1"
            for microseconds in [1_000, 10_000, 20_000, 30_000, 40_000, 60_000, 80_000] {
                let process = Process()
                process.executableURL = URL(fileURLWithPath: Tool.path)
                process.arguments = Tool.words(line)
                process.currentDirectoryURL = URL(fileURLWithPath: directory)
                process.environment = Tool.environment(["LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"])
                process.standardOutput = FileHandle.nullDevice
                process.standardError = FileHandle.nullDevice
                try process.run()
                usleep(UInt32(microseconds))
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
            }
            let result = try Tool.run(Tool.words(line), in: directory, language: "en")
            #expect(result.code == 0 && result.output.hasPrefix("time=") && result.output.contains(" verdict=intact size=16 "))
            let names = try FileManager.default.contentsOfDirectory(atPath: directory + "/nightly")
            #expect(names.count == 1 && names.allSatisfy { $0.hasPrefix("ledger-") && $0.hasSuffix("-16") }, "\(names)")
        }
    }

    /// A process that was stopped in the midst of reading.
    @Test func aStoppedReaderIsNamedByStatus() throws {
        try ConsoleTool.inCity { directory in
            let drafts = (0..<400).map {
                #"{"statement":{"recordedBy":{"kind":"ACTOR","id":"planning"},"decided":{"basis":"UNKNOWN"},"unitCreated":{"id":"u\#($0)","name":"\#(String(repeating: "課", count: 60))"}}}"# + "\n"
            }
            #expect(try Tool.run(["append", "--file", "-"], input: drafts.joined(), in: directory, language: "en").code == 0)
            let reader = Process()
            reader.executableURL = URL(fileURLWithPath: Tool.path)
            reader.arguments = ["log", "--json"]
            reader.currentDirectoryURL = URL(fileURLWithPath: directory)
            reader.environment = Tool.environment(["LANG": "C.UTF-8"])
            // Nobody reads it, so that the program waits in its first write.
            let pipe = Pipe()
            reader.standardOutput = pipe
            try reader.run()
            defer { kill(reader.processIdentifier, SIGKILL) }
            func status() throws -> String { try Tool.run(["status"], in: directory, language: "en").output }
            let pid = "ledger (pid \(reader.processIdentifier))"
            var said = try status()
            for _ in 0..<200 where !said.contains(pid) {
                usleep(50_000)
                said = try status()
            }
            #expect(said.contains("\(pid), running, began"))
            kill(reader.processIdentifier, SIGSTOP)
            #expect(try Tool.run(Tool.words("append unit --identifier late --name 課 \(City.by)"), in: directory, language: "en").code == 0, "a writer goes on")
            said = try status()
            #expect(said.contains("\(pid), stopped, began") && said.contains("holds the state of 1 commits ago"), "\(said)")
        }
    }

    /// Notes for `status` are hints: whatever stands there, it answers; and where nothing may be written, everything else works.
    @Test func notesAreNotNeeded() throws {
        try ConsoleTool.inCity { directory in
            func status() throws -> Tool.Result { try Tool.run(["status", "--json"], in: directory, language: "en") }
            for bytes in ["", "{", "[]", #"{"at":1}"#, #"{"at":"yesterday","result":"intact"}"#, #"{"at":"9999-12-31T00:00:00Z","result":"intact"}"#, String(repeating: "x", count: 100_000)] {
                try Data(bytes.utf8).write(to: URL(fileURLWithPath: directory + "/kpi.ledger/last-backup"))
                let answer = try status()
                #expect(answer.code == 0 && !answer.output.contains("lastBackup"))
            }
            try Data("{\"at\":\"2026-01-01T00:00:00Z\",\"result\":\"\\u001b[31mintact\\n\"}".utf8).write(to: URL(fileURLWithPath: directory + "/kpi.ledger/last-backup"))
            #expect(try !Tool.run(["status"], in: directory, language: "en").output.contains("\u{1b}"))
            // A note never goes through a link.
            try FileManager.default.removeItem(atPath: directory + "/kpi.ledger/last-backup")
            try Data("mine".utf8).write(to: URL(fileURLWithPath: directory + "/victim"))
            try FileManager.default.createSymbolicLink(atPath: directory + "/kpi.ledger/last-verify", withDestinationPath: directory + "/victim")
            #expect(try Tool.run(["verify"], in: directory, language: "en").code == 0)
            #expect(try String(contentsOfFile: directory + "/victim", encoding: .utf8) == "mine")
            #expect(try status().output.contains("lastVerify"))
        }
    }
}
