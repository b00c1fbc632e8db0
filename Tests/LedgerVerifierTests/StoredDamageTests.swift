import Foundation
import LMDB
import LedgerMerkle
import LedgerLog
import LedgerModel
import LedgerTestSupport
import LedgerVerifier
import TestSeeds
import Testing

/// The same on disk: the log's own table is changed underneath, with and without derived tables, and verification still runs to its end.
@Suite struct StoredDamageTests {
    private func key(_ number: Int) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) } }

    /// A closed ledger of 14 entries.
    private func made(derived: Bool) throws -> (path: String, records: [[UInt8]], directory: TemporaryDirectory) {
        let log = try SmallLog.made.get()
        let directory = try TemporaryDirectory()
        let path = directory.path + "/l"
        for folder in ["/log", "/views"] { try FileManager.default.createDirectory(atPath: path + folder, withIntermediateDirectories: true) }
        _ = try LMDB.Environment(path: path + "/log", .init(.create))
        try change(path) { transaction in
            for (i, record) in log.records.enumerated() { try transaction.put(.main, key(i + 1), record, append: true) }
        }
        if derived { try deriving(path) }
        return (path, log.records, directory)
    }

    private func deriving(_ path: String) throws { try Ledger(opening: path, mode: .writing).derive() }

    private func change(_ path: String, _ body: (inout WriteTransaction) throws -> Void) throws {
        let store = try LMDB.Environment(path: path + "/log", .init(.write))
        try store.write(body)
    }

    private func verified(_ path: String) throws -> VerificationReport {
        Auditor.verify(try StoredLedger(try Ledger(opening: path, mode: .reading)))
    }

    @Test(arguments: [false, true]) func bytesOfEveryRecord(derived: Bool) throws {
        let seed = Seeds.one()
        var generator = SeededGenerator(seed: seed)
        let made = try made(derived: derived)
        #expect(try verified(made.path).verdict == .intact)
        for number in 1...made.records.count {
            for _ in 0..<6 {
                var damaged = made.records[number - 1]
                let offset = Int.random(in: damaged.indices, using: &generator)
                damaged[offset] ^= UInt8.random(in: 1...255, using: &generator)
                try change(made.path) { try $0.put(.main, key(number), damaged) }
                let report = try verified(made.path)
                #expect(report.verdict == .broken && report.findings.first?.entry == UInt64(number), "seed \(seed), byte \(offset) of \(number)")
            }
            try change(made.path) { try $0.put(.main, key(number), made.records[number - 1]) }
        }
        #expect(try verified(made.path).verdict == .intact)
    }

    /// Found by tools/survive: `status` gave out a root over a tree hash that had changed on the disk.
    @Test func aTreeHashThatChangedIsNeitherGivenOutNorWrittenOn() throws {
        let made = try made(derived: false)
        let root = try Ledger(opening: made.path, mode: .reading).snapshot().root()
        // The hashes that the root of fourteen entries is made of: over 8, 4 and 2 of them.
        let subtrees: Set = [8, 12, 14]
        var refused = 0
        for number in 1...made.records.count {
            let record = made.records[number - 1]
            let hashes = try RecordFrame(decoding: record).hashes.count / 32
            for level in 1..<max(1, hashes) {
                var damaged = record
                damaged[record.count - 32 * (hashes - level)] ^= 1
                try change(made.path) { try $0.put(.main, key(number), damaged) }
                let isTop = subtrees.contains(number) && level == hashes - 1
                let given: Hash? = try {
                    do { return try Ledger(opening: made.path, mode: .reading).snapshot().root() } catch let problem as Problem {
                        #expect(problem.code == .damaged)
                        return nil
                    }
                }()
                #expect(given == nil || (given == root && !isTop), "tree hash \(level) of \(number)")
                if isTop {
                    let codes = try codes { _ = try Ledger(opening: made.path, mode: .writing).append([unit("after")]) }
                    #expect(codes == [.damaged], "tree hash \(level) of \(number)")
                    refused += 1
                }
                try change(made.path) { try $0.put(.main, key(number), record) }
            }
        }
        #expect(refused == 3)
        #expect(try verified(made.path).verdict == .intact)
    }

    @Test(arguments: [false, true]) func recordsThatGoOrAreNone(derived: Bool) throws {
        let made = try made(derived: derived)
        for number in 1...made.records.count {
            try change(made.path) { _ = try $0.delete(.main, key(number)) }
            let missing = try verified(made.path)
            // Without its last entry a log ends earlier; derived tables that know more tell.
            #expect(number < made.records.count || derived ? missing.verdict == .broken : missing.verdict == .intact, "entry \(number)")
            try change(made.path) { try $0.put(.main, key(number), [0xff]) }
            #expect(try verified(made.path).findings.first?.kind == .undecodable)
            try change(made.path) { try $0.put(.main, key(number), made.records[number - 1]) }
        }
        for strange in [[0], key(0), key(99), key(.max), Array("name".utf8), key(1) + [0]] as [[UInt8]] {
            try change(made.path) { try $0.put(.main, strange, made.records[0]) }
            #expect(try verified(made.path).verdict == .broken, "key \(strange)")
            try change(made.path) { _ = try $0.delete(.main, strange) }
        }
        #expect(try verified(made.path).verdict == .intact)
    }

    /// Names of things that this format does not know, with every hash recomputed.
    @Test(arguments: [false, true]) func kindsThatNobodyKnows(derived: Bool) throws {
        let made = try made(derived: derived)
        for raw in [-1, 15, 255, 256, 70_000] {
            var forger = try Forger(made.records)
            for i in forger.entries[13].leaf.links.indices { forger.entries[13].leaf.links[i].subject.kind = .UNRECOGNIZED(raw) }
            forger.entries[13].leaf.batch.first = .max
            let records = try forger.recordsKeepingLinks()
            try change(made.path) { try $0.put(.main, key(14), records[13]) }
            let report = try verified(made.path)
            #expect(report.verdict == .broken && report.findings.first?.entry == 14)
        }
    }

    @Test func aLogOfANewerFormatIsNotWrittenTo() throws {
        let made = try made(derived: false)
        var forger = try Forger(made.records)
        forger.entries[13].leaf.format = 2
        let records = try forger.recordsKeepingLinks()
        try change(made.path) { try $0.put(.main, key(14), records[13]) }
        #expect(try verified(made.path).verdict == .undetermined)
        #expect(try codes { _ = try Ledger(opening: made.path, mode: .writing).append([unit("new")]) } == [.newerFormat])
    }

    /// Found by tools/survive: with an older page in the place of its tree's newest one the log ended earlier, and was answered from as it was then.
    @Test func anOlderPageInThePlaceOfTheNewestIsNoOlderEnd() throws {
        let made = try made(derived: false)
        let file = URL(filePath: made.path + "/log/data.mdb")
        let before = try Data(contentsOf: file)
        #expect(try Ledger(opening: made.path, mode: .writing).append([unit("newest")]).size == 15)
        var after = try Data(contentsOf: file)
        let (old, new) = (rootOfLog(before), rootOfLog(after))
        #expect(old != new)
        after.replaceSubrange(new, with: before[old])
        try after.write(to: file)
        #expect(try codes { _ = try Ledger(opening: made.path, mode: .reading).snapshot() } == [.damaged])
        #expect(try codes { _ = try Ledger(opening: made.path, mode: .writing).append([unit("next")]) } == [.damaged])
        #expect(try verified(made.path).verdict == .broken)
    }

    /// Where the page stands from which the newest state of the log's table hangs.
    private func rootOfLog(_ file: Data) -> Range<Int> {
        func number(_ place: Int) -> Int { (0..<8).reduce(0) { $0 | Int(file[place + $1]) << (8 * $1) } }
        let (size, transaction, root) = (4_096, 144, 128)
        let meta = number(transaction) > number(size + transaction) ? 0 : size
        let start = number(meta + root) * size
        return start..<start + size
    }

    /// Found by tools/survive: a byte that changed on the disk was shown as if it had been recorded.
    @Test func whoeverReadsRefusesADamagedRecord() throws {
        let made = try made(derived: false)
        func snapshot() throws -> Snapshot { try Ledger(opening: made.path, mode: .reading).snapshot() }
        func walk() throws { try snapshot().forEachEvent(after: 1, through: 14) { _ in true } }
        let frames = try made.records.map { try RecordFrame(decoding: $0) }
        for number in 2...14 {
            // The last byte of the statement's own bytes changes, and the record can still be decoded or not.
            var leaf = frames[number - 1].leaf
            leaf[leaf.count / 2] ^= 1
            let damaged = try RecordFrame(leaf: leaf, texts: frames[number - 1].texts, hashes: frames[number - 1].hashes).encoded()
            try change(made.path) { try $0.put(.main, key(number), damaged) }
            #expect(try codes { _ = try snapshot() } == [.damaged], "entry \(number)")
            try change(made.path) { _ = try $0.delete(.main, key(number)) }
            if number < 14 { #expect(try codes(walk) == [.damaged], "entry \(number) is gone") }
            if let text = frames[number - 1].texts.first {
                var changed = text
                changed.text += "!"
                // One that was moved to another place was told as redacted.
                var moved = text
                moved.ordinal += 7
                for one in [changed, moved] {
                    let texts = [one] + frames[number - 1].texts.dropFirst()
                    let record = try RecordFrame(leaf: frames[number - 1].leaf, texts: texts, hashes: frames[number - 1].hashes).encoded()
                    try change(made.path) { try $0.put(.main, key(number), record) }
                    #expect(try codes { _ = try snapshot().text(UInt64(number), text.field, text.ordinal) } == [.damaged], "text of entry \(number)")
                }
            }
            try change(made.path) { try $0.put(.main, key(number), made.records[number - 1]) }
        }
        try walk()
    }
}
