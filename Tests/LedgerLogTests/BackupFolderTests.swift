import Foundation
import Glibc
import LedgerLog
import LedgerMerkle
import LedgerModel
import LedgerTestSupport
import LedgerVerifier
import Testing

@Suite struct BackupFolderTests {
    let small: TemporaryLedger
    let place: TemporaryDirectory
    let folder: BackupFolder

    init() throws {
        small = try TemporaryLedger()
        place = try TemporaryDirectory()
        folder = BackupFolder(place.path + "/nightly")
    }

    private func grow(_ name: String) throws { _ = try small.ledger.append([unit(name)]) }
    private var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() } }

    @Test func eachNightACopyAndTheNewestStay() throws {
        var made: [BackupName] = []
        for night in 0..<5 {
            let report = try folder.add(small.ledger, keep: 3)
            made.append(report.name)
            #expect(report.copy.verification.verdict == .intact && report.copy.size == UInt64(2 + night) && report.bytes > 0)
            #expect(report.kept == Array(made.dropLast().suffix(2)) && report.removed == Array(made.dropLast().dropLast(2).suffix(1)))
            #expect(try names == made.suffix(3).map(\.description))
            try grow("u\(night)")
        }
        #expect(try folder.add(small.ledger, keep: nil).removed.isEmpty)
        #expect(try folder.add(small.ledger, keep: 1).removed.count == 4)
        #expect(try names.count == 1)
    }

    @Test func aNameSaysWhatIsInIt() throws {
        let name = try folder.add(small.ledger, keep: nil).name
        #expect(BackupName("\(name)") == name)
        #expect("\(name)".wholeMatch(of: /ledger-[0-9a-f]{8}-2024[0-9]{4}T[0-9]{6}Z-2/) != nil)
        for stranger in ["ledger-1234567-20240101T000000Z-2", "ledger-12345678-20240101T000000Z-0", "ledger-12345678-20240101T000000Z-02", "\(name).partial", "x\(name)", "\(name) "] {
            #expect(BackupName(stranger) == nil, "\(stranger)")
        }
    }

    /// Twice in one second, and with a clock that was set back.
    @Test func theClockDoesNotMatter() throws {
        let first = try folder.add(small.ledger, keep: nil).name
        small.clock.set(small.clock.read() - 10_000_000_000)
        let second = try folder.add(small.ledger, keep: 1)
        #expect(second.removed == [first] && second.name < first)
        #expect(try names == ["\(second.name)"])
        small.clock.set(small.clock.read() - 2_000_000_000)
        let third = try folder.add(small.ledger, keep: nil).name
        #expect(third != second.name)
        #expect(try names.count == 2)
    }

    @Test func onlyItsOwnCopiesAreTouched() throws {
        let own = try folder.add(small.ledger, keep: nil).name
        let other = try TemporaryLedger(seed: 9)
        let others = try folder.add(other.ledger, keep: nil).name
        let prefix = "ledger-\(own.ledger)-20200101T000000Z"
        let manager = FileManager.default
        // A file and a link named like a copy, a directory that is none, a copy with another size in its name, somebody's notes, another ledger's rest.
        try Data("x".utf8).write(to: URL(fileURLWithPath: folder.path + "/\(prefix)-3"))
        try manager.createDirectory(atPath: place.path + "/outside/log", withIntermediateDirectories: true)
        try manager.createSymbolicLink(atPath: folder.path + "/\(prefix)-4", withDestinationPath: place.path + "/outside")
        try manager.createDirectory(atPath: folder.path + "/\(prefix)-5", withIntermediateDirectories: true)
        try manager.copyItem(atPath: folder.path + "/\(own)", toPath: folder.path + "/\(prefix)-6")
        try Data("x".utf8).write(to: URL(fileURLWithPath: folder.path + "/notes.txt"))
        try manager.createDirectory(atPath: folder.path + "/ledger-\(others.ledger)-20200101T000000Z.partial", withIntermediateDirectories: true)
        let before = try Set(names)
        let report = try folder.add(small.ledger, keep: 1)
        #expect(report.removed == [own])
        #expect(report.unreadable == ["\(prefix)-5", "\(prefix)-6"])
        #expect(try Set(names) == before.subtracting(["\(own)"]).union(["\(report.name)"]))
        #expect(manager.fileExists(atPath: place.path + "/outside/log"))
    }

    /// A run that was killed: while it wrote, and while it removed.
    @Test func whatAStoppedRunLeftIsCleared() throws {
        let own = try folder.add(small.ledger, keep: nil).name
        let stem = "ledger-\(own.ledger)-20240101T000000Z"
        for left in ["\(stem).partial", "\(stem)-7.partial"] {
            try FileManager.default.createDirectory(atPath: folder.path + "/\(left)/log", withIntermediateDirectories: true)
            try Data("half".utf8).write(to: URL(fileURLWithPath: folder.path + "/\(left)/log/data.mdb"))
        }
        #expect(try folder.plan(small.ledger, keep: 1).kept.isEmpty)
        #expect(try names.count == 3, "a plan changes nothing")
        let report = try folder.add(small.ledger, keep: nil)
        #expect(try names == [own, report.name].sorted().map(\.description))
    }

    /// A ledger that was put back, or whose history is another: every copy stays, as often as it is tried.
    @Test(arguments: [false, true]) func noCopyGoesWhileTheLedgerContradictsOne(_ isFork: Bool) throws {
        let old = try TemporaryLedger(copying: small)
        old.clock.set(small.clock.read() + 1_000_000_000_000)
        try grow("lost")
        let good = try folder.add(small.ledger, keep: 1).name
        if isFork { _ = try old.ledger.append([unit("another")]) }
        for times in 1...2 {
            let report = try folder.add(old.ledger, keep: 1)
            #expect(report.contradicted == [good] && report.removed.isEmpty)
            #expect(try names.count == 1 + times)
        }
        #expect(try folder.plan(old.ledger, keep: 1).contradicted == [good])
        try FileManager.default.moveItem(atPath: folder.path + "/\(good)", toPath: place.path + "/aside")
        #expect(try folder.add(old.ledger, keep: 1).removed.count == 2)
    }

    @Test func aCopyThatFailsRemovesNothing() throws {
        let good = try folder.add(small.ledger, keep: nil).name
        let wrong = Expectation(size: 2, root: .zero)
        #expect(try codes { _ = try folder.add(small.ledger, keep: 1, expecting: [wrong]) } == [.verificationFailed])
        #expect(try names.contains("\(good)") && names.count == 2, "the other one is unfinished, for inspection")
        #expect(try names.contains { $0.hasSuffix(".partial") })
        _ = try folder.add(small.ledger, keep: 1)
        #expect(try names.count == 1)
    }

    @Test func oneRunAtATimeAndNotInsideTheLedger() throws {
        _ = try folder.add(small.ledger, keep: nil)
        let descriptor = unsafe open(folder.path, O_RDONLY | O_DIRECTORY)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX) == 0)
        #expect(try codes { _ = try folder.add(small.ledger, keep: nil, lockTimeout: 0) } == [.locked])
        #expect(try codes { _ = try BackupFolder(small.path + "/nightly").add(small.ledger, keep: nil) } == [.usage])
        #expect(try codes { _ = try BackupFolder(small.path).add(small.ledger, keep: nil) } == [.usage])
        try FileManager.default.createSymbolicLink(atPath: place.path + "/link", withDestinationPath: small.path)
        #expect(try codes { _ = try BackupFolder(place.path + "/link").add(small.ledger, keep: nil) } == [.usage])
    }

    /// What is not published is for the owner and the group, whatever the umask.
    @Test func otherAccountsCannotEnter() throws {
        let report = try folder.add(small.ledger, keep: nil)
        for directory in [small.path, folder.path, report.path] {
            var status = stat()
            let code = unsafe stat(directory, &status)
            #expect(code == 0 && status.st_mode & 0o007 == 0, "\(directory)")
        }
    }
}

@Suite struct DrillTests {
    @Test func aBackupIsProvedAndNothingStays() throws {
        let world = try TemporaryLedger(World.drafts)
        let place = try TemporaryDirectory()
        let backup = place.path + "/backup"
        _ = try world.ledger.backup(to: backup)
        let before = try FileManager.default.subpathsOfDirectory(atPath: place.path).sorted()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: backup + "/log/data.mdb"))
        let size = try Ledger.drill(backup) { (restored: Ledger, report: CopyReport) throws -> UInt64 in
            #expect(try restored.snapshot().pending == 0, "the views are built")
            #expect(restored.path.hasPrefix(place.path + "/backup.drill/"))
            return report.size
        }
        #expect(try size == world.ledger.snapshot().size)
        #expect(try FileManager.default.subpathsOfDirectory(atPath: place.path).sorted() == before)
        #expect(try Data(contentsOf: URL(fileURLWithPath: backup + "/log/data.mdb")) == bytes)
        let elsewhere = try Ledger.drill(backup, in: place.path + "/elsewhere") { restored, _ in restored.path }
        #expect(elsewhere.hasPrefix(place.path + "/elsewhere/backup.drill/"))
    }

    @Test func whatAStoppedDrillLeftIsClearedAndNothingElse() throws {
        let small = try TemporaryLedger()
        let place = try TemporaryDirectory()
        let backup = place.path + "/backup"
        _ = try small.ledger.backup(to: backup)
        try FileManager.default.createDirectory(atPath: backup + ".drill/ledger/log", withIntermediateDirectories: true)
        _ = try Ledger.drill(backup) { _, _ in }
        #expect(!FileManager.default.fileExists(atPath: backup + ".drill"))
        try FileManager.default.createDirectory(atPath: backup + ".drill", withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: URL(fileURLWithPath: backup + ".drill/notes"))
        #expect(try codes { try Ledger.drill(backup) { _, _ in } } == [.ledgerExists])
        #expect(FileManager.default.fileExists(atPath: backup + ".drill/notes"))
        try FileManager.default.removeItem(atPath: backup + ".drill")
        try FileManager.default.createSymbolicLink(atPath: backup + ".drill", withDestinationPath: place.path)
        #expect(try codes { try Ledger.drill(backup) { _, _ in } } == [.cannotWrite])
    }

    @Test func aDamagedBackupFails() throws {
        let small = try TemporaryLedger()
        let place = try TemporaryDirectory()
        let backup = place.path + "/backup"
        _ = try small.ledger.backup(to: backup)
        let wrong = Expectation(size: 1, root: .zero)
        #expect(try codes { try Ledger.drill(backup, expecting: { _ in [wrong] }) { _, _ in } } == [.verificationFailed])
        let file = URL(fileURLWithPath: backup + "/log/data.mdb")
        var bytes = try Data(contentsOf: file)
        let record = try #require(try small.records().last)
        let range = try #require(bytes.range(of: Data(record)))
        bytes[range.upperBound - 1] ^= 1
        try bytes.write(to: file)
        #expect(try codes { try Ledger.drill(backup) { _, _ in } } == [.verificationFailed])
        #expect(!FileManager.default.fileExists(atPath: backup + ".drill"))
    }
}

@Suite struct HeldStateTests {
    /// A process that reads and stands still is named, with how far the log has gone on since.
    @Test func aStoppedReaderIsNamed() throws {
        let small = try TemporaryLedger()
        let before = try small.ledger.storage()
        #expect(before.held.isEmpty && before.freeBytes ?? 0 > 0 && before.library.hasPrefix("LMDB "))
        let snapshot = try small.ledger.snapshot()
        #expect(try small.ledger.storage().held.isEmpty, "this process does not count itself")
        #expect(try snapshot.size == small.ledger.snapshot().size)
    }
}
