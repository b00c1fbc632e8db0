import Foundation
import LedgerKeys
import LedgerLog
import LedgerMerkle
import LedgerModel
import LedgerProjections
import LedgerProofs
import LedgerTestSupport
import LedgerVerifier
import Testing

private let clerk = Subject(.actor, "clerk")
private func note(_ text: String, id: String = "") -> Draft { draft(.auditNoted(.with { $0.subject = clerk }), id: id).saying(.note, text) }

/// Going on after a loss: a ledger behind its last checkpoint, forked from it, or without its key.
@Suite struct AcceptedLossTests {
    let small: TemporaryLedger
    let place: TemporaryDirectory
    let keys: KeyFolder
    let key = testKey("kpi.example", 7)

    init() throws {
        small = try TemporaryLedger()
        place = try TemporaryDirectory()
        keys = KeyFolder(ledgerID: try small.ledger.snapshot().ledgerID, environment: ["LEDGER_KEYS": place.path])
        try KeyFile.create(key, at: keys.logKey, passphrase: nil)
        let act = KeyRegistered.with { $0.purpose = .log; $0.publicKey = Data(key.verifier.publicKey) }
        _ = try small.ledger.append([draft(.keyRegistered(act))], options: signing(key))
    }

    private func signing(_ key: SigningKey) -> AppendOptions {
        var options = AppendOptions()
        options.logSigner = LogSigner(key: key, checkpoints: keys.checkpoints)
        return options
    }

    private func copy(_ other: TemporaryLedger) throws -> TemporaryLedger {
        let copy = try TemporaryLedger(copying: other)
        copy.clock.set(other.clock.read())
        return copy
    }

    /// What `ledger key generate` does next.
    private func newKey(_ name: String, _ seed: UInt8, _ ledger: Ledger) throws -> SigningKey {
        let next = testKey(name, seed)
        try KeyFile.create(next, at: keys.logKey, passphrase: nil)
        let act = KeyRegistered.with { $0.purpose = .log; $0.publicKey = Data(next.verifier.publicKey) }
        _ = try ledger.append([draft(.keyRegistered(act))], options: signing(next))
        return next
    }

    @Test func aLedgerBehindItsCheckpointGoesOnUnderANewName() throws {
        let older = try copy(small)
        let last = try small.ledger.append([note("lost")], options: signing(key))
        #expect(try codes { _ = try older.ledger.append([note("x")], options: signing(key)) } == [.behindCheckpoint])
        var dry = AppendOptions()
        dry.isDryRun = true
        let before = try older.records()
        let planned = try older.ledger.acceptLoss(because: "the disk broke", by: "clerk", keys: keys, options: dry)
        #expect(planned.name == "kpi.example/2" && planned.movedAside.isEmpty)
        #expect(try older.records() == before && keys.hasLogKey)

        let report = try older.ledger.acceptLoss(because: "the disk broke", by: "clerk", keys: keys)
        #expect(report.name == "kpi.example/2" && report.lostSize == last.size && report.lostRoot == last.root.bytes)
        let entry = report.receipt.first
        #expect(entry == UInt64(before.count) + 1 && report.receipt.checkpoint == nil && !report.receipt.wasKnown)
        let snapshot = try older.ledger.snapshot()
        #expect(try snapshot.origin.name == "kpi.example/2" && snapshot.logKeys.current == nil)
        #expect(try snapshot.text(entry, .reason, 0) == .open("the disk broke"))
        #expect(!keys.hasLogKey && !FileManager.default.fileExists(atPath: keys.checkpoints))
        let aside = keys.retired(key.verifier.hexID)
        #expect(report.movedAside.sorted() == [aside.checkpoints, aside.key].sorted())
        #expect(try KeyFile(reading: aside.key).verifier == key.verifier)
        #expect(try CheckpointFile.newest(at: aside.checkpoints, key: key.verifier) == last.checkpoint)

        let next = try newKey(report.name, 8, older.ledger)
        let receipt = try older.ledger.append([note("goes on")], options: signing(next))
        let accepted = try Policy(logs: [next.verifier]).accept(try #require(receipt.checkpoint))
        #expect(try older.verify(expecting: Expectation(accepted)).verdict == .intact)
        #expect(try codes { _ = try older.ledger.acceptLoss(because: "again", by: "clerk", keys: keys) } == [.nothingLost], "nothing is lost any more")
    }

    @Test func aForkAndASecondLossGetTheNextName() throws {
        let fork = try copy(small)
        _ = try small.ledger.append([note("lost")], options: signing(key))
        _ = try fork.ledger.append([note("another")])
        #expect(try codes { _ = try fork.ledger.append([note("x")], options: signing(key)) } == [.forked])
        #expect(try fork.ledger.acceptLoss(because: "forked", by: "clerk", keys: keys).name == "kpi.example/2")
        let older = try copy(fork)
        let second = try newKey("kpi.example/2", 8, fork.ledger)
        _ = try fork.ledger.append([note("lost again")], options: signing(second))
        #expect(try older.ledger.acceptLoss(because: "twice", by: "clerk", keys: keys).name == "kpi.example/3")
        #expect(try older.verify().verdict == .intact)
    }

    /// The copy is from before the first accepted loss: its name is one that this log does not know, and must not be given twice.
    @Test func aNameThatWasLostIsNotGivenAgain() throws {
        let oldest = try copy(small)
        let older = try copy(small)
        _ = try small.ledger.append([note("lost")], options: signing(key))
        _ = try older.ledger.acceptLoss(because: "once", by: "clerk", keys: keys)
        _ = try newKey("kpi.example/2", 8, older.ledger)
        let report = try oldest.ledger.acceptLoss(because: "the copy of the copy", by: "clerk", keys: keys)
        #expect(try report.name == "kpi.example/3" && report.lostSize == older.ledger.snapshot().size)
    }

    @Test func aLedgerThatHoldsEverythingIsNotRestarted() throws {
        let before = try small.records()
        #expect(try codes { _ = try small.ledger.acceptLoss(because: "no", by: "clerk", keys: keys) } == [.nothingLost])
        #expect(try small.records() == before && keys.hasLogKey)
        let bare = try TemporaryLedger()
        let none = KeyFolder(ledgerID: [1], environment: ["LEDGER_KEYS": place.path])
        #expect(try codes { _ = try bare.ledger.acceptLoss(because: "no", by: "clerk", keys: none) } == [.nothingLost])
        let older = try copy(small)
        _ = try small.ledger.append([note("lost")], options: signing(key))
        #expect(try codes { _ = try older.ledger.acceptLoss(because: "x", by: "clerk", name: "kpi.example", keys: keys) } == [.originUsed])
        #expect(try codes { _ = try older.ledger.acceptLoss(because: "x", by: "stranger", keys: keys) } == [.unknownSubject])
        #expect(keys.hasLogKey)
        #expect(try older.ledger.acceptLoss(because: "x", by: "clerk", name: "new.example", keys: keys).name == "new.example")
    }

    @Test func aLostKeyBeginsANewIncarnation() throws {
        try FileManager.default.removeItem(atPath: keys.logKey)
        let report = try small.ledger.acceptLoss(because: "the key is gone", by: "clerk", keys: keys)
        #expect(report.name == "kpi.example/2" && report.lostSize == 0 && report.lostRoot.isEmpty)
        #expect(report.movedAside == [keys.retired(key.verifier.hexID).checkpoints], "or the next key could not sign")
        let next = try newKey(report.name, 8, small.ledger)
        _ = try small.ledger.append([note("goes on")], options: signing(next))
        #expect(try small.verify().verdict == .intact)
    }

    /// Cut off after the act was recorded, and between the two files that go aside.
    @Test(arguments: [true, false], [0, 1]) func cutOffItGoesOn(_ hasKey: Bool, _ moved: Int) throws {
        let older = try copy(small)
        _ = try small.ledger.append([note("lost")], options: signing(key))
        let saved = try TemporaryDirectory()
        try FileManager.default.copyItem(atPath: keys.path, toPath: saved.path + "/keys")
        if !hasKey { try FileManager.default.removeItem(atPath: keys.logKey) }
        let first = try older.ledger.acceptLoss(because: "x", by: "clerk", keys: keys)
        let records = try older.records()
        try FileManager.default.removeItem(atPath: keys.path)
        try FileManager.default.copyItem(atPath: saved.path + "/keys", toPath: keys.path)
        if !hasKey { try FileManager.default.removeItem(atPath: keys.logKey) }
        if moved == 1 { try FileManager.default.moveItem(atPath: keys.checkpoints, toPath: keys.retired(key.verifier.hexID).checkpoints) }
        if moved == 1, !hasKey {
            #expect(try codes { _ = try older.ledger.acceptLoss(because: "x", by: "clerk", keys: keys) } == [.nothingLost], "there is nothing left to do")
            return
        }
        let again = try older.ledger.acceptLoss(because: "x", by: "clerk", keys: keys)
        #expect(again.receipt.wasKnown && again.receipt.eventIDs == first.receipt.eventIDs)
        #expect(again.name == first.name && again.lostSize == first.lostSize && again.lostRoot == first.lostRoot)
        #expect(try older.records() == records)
        #expect(!keys.hasLogKey && !FileManager.default.fileExists(atPath: keys.checkpoints))
        _ = try newKey(first.name, 8, older.ledger)
        #expect(try older.verify().verdict == .intact)
    }

    /// Registered, but not yet in its place: `key generate` ends that, and nothing is lost.
    @Test func aKeyThatWaitsIsNotLost() throws {
        try FileManager.default.moveItem(atPath: keys.logKey, toPath: keys.logKey + ".new-key")
        #expect(try codes { _ = try small.ledger.acceptLoss(because: "x", by: "clerk", keys: keys) } == [.fileExists])
    }
}

/// Redactions that an older copy does not know of.
@Suite struct UndoneRedactionTests {
    private func redact(_ name: String, _ small: TemporaryLedger) throws -> UInt64 {
        let number = try #require(try small.ledger.snapshot().number(of: Array(eventID(name))))
        return try small.ledger.append([redaction(of: number, .note, [clerk])]).first
    }

    @Test func theyAreNamed() throws {
        let small = try TemporaryLedger([actor("clerk"), note("one", id: "one"), note("two", id: "two"), note("three", id: "three")])
        _ = try redact("one", small)
        let place = try TemporaryDirectory()
        _ = try small.ledger.backup(to: place.path + "/backup")
        let by = try redact("two", small)
        let added = try small.ledger.append([note("four", id: "four")])
        _ = try redact("four", small)
        let backup = try Ledger(opening: place.path + "/backup", mode: .reading)
        let undone = try backup.redactionsUndone(knownFrom: copy(small, place.path + "/known"))
        #expect(undone.isComplete)
        #expect(undone.all.map(\.text) == [TextPlace(entry: 4, field: .note, ordinal: 0)] && undone.all.map(\.by) == [by])
        #expect(added.first == by + 1, "what the backup never held is not undone")
        let itself = try small.ledger.redactionsUndone(knownFrom: place.path + "/known")
        #expect(itself.all.isEmpty && itself.isComplete)
    }

    /// After a fork the same event may stand under another number, and another one under its number.
    @Test func theyAreFoundByTheEvent() throws {
        let small = try TemporaryLedger()
        let fork = try TemporaryLedger(copying: small)
        fork.clock.set(small.clock.read())
        _ = try small.ledger.append([note("one", id: "one"), note("two", id: "two")])
        _ = try fork.ledger.append([note("other", id: "other"), note("one", id: "one")])
        let by = try redact("one", small)
        let place = try TemporaryDirectory()
        let undone = try fork.ledger.redactionsUndone(knownFrom: copy(small, place.path + "/known"))
        #expect(undone.all.map(\.by) == [by])
        _ = try redact("two", small)
        let place2 = try TemporaryDirectory()
        #expect(try fork.ledger.redactionsUndone(knownFrom: copy(small, place2.path + "/known")).all.map(\.by) == [by])
    }

    @Test func aDamagedLedgerStillNamesWhatCanBeRead() throws {
        let small = try TemporaryLedger([actor("clerk"), note("one", id: "one"), note("two", id: "two")])
        let place = try TemporaryDirectory()
        _ = try small.ledger.backup(to: place.path + "/backup")
        _ = try redact("one", small)
        _ = try redact("two", small)
        let known = try copy(small, place.path + "/known")
        // The leaf of the first redaction, in every page that holds it, can no longer be read.
        let file = URL(filePath: known + "/log/data.mdb")
        var bytes = try Data(contentsOf: file)
        let leaf = Data(try RecordFrame(decoding: small.ledger.snapshot().record(5)).leaf)
        while let range = bytes.range(of: leaf) { bytes.replaceSubrange(range, with: Data(repeating: 0xff, count: leaf.count)) }
        try bytes.write(to: file)
        let undone = try Ledger(opening: place.path + "/backup", mode: .reading).redactionsUndone(knownFrom: known)
        #expect(undone.all.map(\.text.entry) == [4] && !undone.isComplete)
    }

    @Test func anotherLedgerTellsNothing() throws {
        let small = try TemporaryLedger()
        let other = try TemporaryLedger(seed: 9)
        let place = try TemporaryDirectory()
        #expect(try codes { _ = try small.ledger.redactionsUndone(knownFrom: copy(other, place.path + "/known")) } == [.otherLedger])
        #expect(try codes { _ = try small.ledger.redactionsUndone(knownFrom: place.path + "/none") } == [.noLedger])
    }

    private func copy(_ other: TemporaryLedger, _ path: String) throws -> String {
        try FileManager.default.copyItem(atPath: other.path, toPath: path)
        return path
    }
}
