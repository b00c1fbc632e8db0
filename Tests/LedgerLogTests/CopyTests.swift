import Foundation
import LMDB
import LedgerLog
import LedgerMerkle
import LedgerModel
import LedgerTestSupport
import LedgerVerifier
import Testing

@Suite struct CopyTests {
    @Test func backupAndRestore() throws {
        let world = try TemporaryLedger(World.drafts)
        let place = try TemporaryDirectory()
        let snapshot = try world.ledger.snapshot()
        let anchor = Expectation(size: snapshot.size, root: try snapshot.root())
        let report = try world.ledger.backup(to: place.path + "/backup", expecting: anchor)
        #expect(report.size == anchor.size && report.root == anchor.root && report.verification.verdict == .intact)
        let restored = try Ledger.restore(from: place.path + "/backup", to: place.path + "/restored", expecting: anchor)
        #expect(restored.root == anchor.root)
        // What was restored is a ledger that can be gone on with.
        let ledger = try Ledger(opening: place.path + "/restored", mode: .writing, surroundings: .test(TestClock(TestClock.start + 1 << 40)))
        #expect(try ledger.append([unit("new")]).size == anchor.size + 1)
        #expect(Auditor.verify(try StoredLedger(ledger)).verdict == .intact)
    }

    /// LMDB keeps old bytes in free pages and in the tails of overflow pages; a backup is made of records.
    @Test(arguments: [20, 3_000, 200_000]) func noRedactedBytesComeAlong(_ length: Int) throws {
        let secret = String(repeating: "himitsu-", count: length / 8 + 1)
        let visitors = World.visitors
        let world = try TemporaryLedger(World.drafts + [draft(.auditNoted(.with { $0.subject = visitors }), id: "secret").saying(.note, secret)])
        let number = try #require(try world.ledger.snapshot().number(of: Array(eventID("secret"))))
        _ = try world.ledger.append([redaction(of: number, .note, [visitors])])
        let place = try TemporaryDirectory()
        _ = try world.ledger.backup(to: place.path + "/backup")
        let copy = try Data(contentsOf: URL(fileURLWithPath: place.path + "/backup/log/data.mdb"))
        #expect(copy.range(of: Data("himitsu-himitsu-".utf8)) == nil)
    }

    @Test func nothingIsOverwritten() throws {
        let world = try TemporaryLedger()
        let place = try TemporaryDirectory()
        _ = try world.ledger.backup(to: place.path + "/backup")
        #expect(try codes { _ = try world.ledger.backup(to: place.path + "/backup") } == [.ledgerExists])
        #expect(try codes { _ = try Ledger.restore(from: place.path + "/backup", to: world.path) } == [.ledgerExists])
        #expect(try codes { _ = try Ledger.restore(from: place.path + "/none", to: place.path + "/new") } == [.noLedger])
    }

    @Test func aBackupOfAnotherHistoryIsRefused() throws {
        let world = try TemporaryLedger()
        let place = try TemporaryDirectory()
        let wrong = Expectation(size: 2, root: .zero)
        #expect(try codes { _ = try world.ledger.backup(to: place.path + "/backup", expecting: wrong) } == [.verificationFailed])
    }

    /// Found by tools/survive: a backup that was killed left half a copy under its name, and the same command again was refused.
    @Test func whatAStoppedCopyLeftIsReplaced() throws {
        let world = try TemporaryLedger()
        let place = try TemporaryDirectory()
        let manager = FileManager.default
        for name in ["backup", "restored", "deep/er/backup"] {
            let path = place.path + "/" + name
            try manager.createDirectory(atPath: path + ".partial/log", withIntermediateDirectories: true)
            try Data("half".utf8).write(to: URL(filePath: path + ".partial/log/data.mdb"))
            let report = try name == "restored" ? Ledger.restore(from: place.path + "/backup", to: path) : world.ledger.backup(to: path)
            #expect(report.verification.verdict == .intact)
            #expect(!manager.fileExists(atPath: path + ".partial"))
        }
    }

    @Test func aCopyThatFailsHasNotTheNameOfOne() throws {
        let world = try TemporaryLedger()
        let place = try TemporaryDirectory()
        let wrong = Expectation(size: 2, root: .zero)
        #expect(try codes { _ = try world.ledger.backup(to: place.path + "/backup", expecting: wrong) } == [.verificationFailed])
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.path) == ["backup.partial"])
        _ = try world.ledger.backup(to: place.path + "/backup")
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.path) == ["backup"])
    }

    /// What a stopped opening of a ledger leaves is begun again; anything else is left alone.
    @Test(arguments: ["folders", "empty file", "torn pages", "no entry", "a view", "another file", "an entry"]) func aStoppedOpening(_ state: String) throws {
        let place = try TemporaryDirectory()
        let path = place.path + "/l"
        func make() throws { _ = try Ledger.create(at: path, opened: opened(), followedBy: [actor("clerk")]) }
        let manager = FileManager.default
        for folder in ["/log", "/views"] { try manager.createDirectory(atPath: path + folder, withIntermediateDirectories: true) }
        switch state {
        case "empty file": try Data().write(to: URL(filePath: path + "/log/data.mdb"))
        case "torn pages": try Data(repeating: 0, count: 5_000).write(to: URL(filePath: path + "/log/data.mdb"))
        case "no entry": _ = try LMDB.Environment(path: path + "/log", .init(.create))
        case "a view": try Data("view".utf8).write(to: URL(filePath: path + "/views/data.mdb"))
        case "another file": try Data("mine".utf8).write(to: URL(filePath: path + "/log/notes.txt"))
        case "an entry": try make()
        default: break
        }
        if ["a view", "another file", "an entry"].contains(state) {
            #expect(try codes(make) == [.ledgerExists])
            return
        }
        try make()
        let ledger = try Ledger(opening: path, mode: .reading)
        #expect(try Auditor.verify(StoredLedger(ledger)).verdict == .intact && ledger.snapshot().size == 2)
    }
}
