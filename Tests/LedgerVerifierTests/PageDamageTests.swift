import Foundation
import LMDB
import LedgerLog
import LedgerModel
import LedgerTestSupport
import LedgerVerifier
import TestSeeds
import Testing

/// Damage below the records: pages of the data files. LMDB itself would die of it in many of these places.
@Suite struct PageDamageTests {
    private static let pageSize = 4096

    /// A closed ledger with derived tables whose log has branch, leaf and overflow pages, and a free list.
    private func made() throws -> (path: String, directory: TemporaryDirectory) {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/l"
        _ = try Ledger.create(at: path, opened: opened(), followedBy: [actor("clerk")], surroundings: .test())
        let ledger = try Ledger(opening: path, mode: .writing, surroundings: .test(seed: 2))
        for batch in 0..<4 {
            _ = try ledger.append((0..<6).map { n in
                unit("unit-\(batch)-\(n)").saying(.note, String(repeating: "x", count: n == 5 ? 6_000 : 40 * n + 1))
            })
        }
        try ledger.derive()
        return (path, directory)
    }

    private func verified(_ path: String) throws -> (report: VerificationReport, records: [[UInt8]])? {
        // A meta page that cannot be read: the ledger is not opened, and so not called intact.
        guard let ledger = try? Ledger(opening: path, mode: .reading) else { return nil }
        let source = Recording(stored: try StoredLedger(ledger))
        return (Auditor.verify(source), source.records)
    }

    /// What verification was given.
    private final class Recording: AuditSource {
        private let stored: StoredLedger
        private(set) var records: [[UInt8]] = []

        init(stored: StoredLedger) { self.stored = stored }

        func forEachRecord(_ body: (UInt64?, [UInt8]) throws -> Bool) throws {
            try stored.forEachRecord { number, bytes in
                records.append(bytes)
                return try body(number, bytes)
            }
        }
        func forEachViewDifference(_ body: (String) -> Void) throws { try stored.forEachViewDifference(body) }
        func forEachStorageFault(_ body: (String) -> Void) throws { try stored.forEachStorageFault(body) }
    }

    private func bytes(_ file: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: file))) }

    /// In place, so that the file stays the same one.
    private func set(_ file: String, _ offset: Int, _ byte: UInt8) throws {
        let handle = try FileHandle(forUpdating: URL(filePath: file))
        defer { try? handle.close() }
        try handle.seek(toOffset: UInt64(offset))
        try handle.write(contentsOf: [byte])
    }

    /// The header and the first offsets of every page, one byte at a time.
    @Test(arguments: ["/log", "/views"]) func headersOfEveryPage(folder: String) throws {
        let seed = Seeds.one()
        var generator = SeededGenerator(seed: seed)
        let made = try made()
        let before = try #require(try verified(made.path))
        try #require(before.report.verdict == .intact && before.records.count == 26)
        let file = made.path + folder + "/data.mdb"
        let whole = try bytes(file)
        var verdicts: [Verdict: Int] = [:]
        for page in 0..<(whole.count / Self.pageSize) {
            for offset in 0..<40 {
                let at = page * Self.pageSize + offset
                try set(file, at, whole[at] ^ UInt8.random(in: 1...255, using: &generator))
                if let after = try verified(made.path) {
                    verdicts[after.report.verdict, default: 0] += 1
                    let isSame = after.records == before.records && after.report.root == before.report.root
                    #expect(after.report.verdict != .intact || isSame, "seed \(seed), page \(page), byte \(offset)")
                    if folder == "/views" { #expect(isSame, "seed \(seed), page \(page), byte \(offset)") }
                }
                try set(file, at, whole[at])
            }
        }
        #expect((verdicts[.broken] ?? 0) > 60)
        #expect(try #require(try verified(made.path)).report.verdict == .intact)
    }

    /// Records that do not stand on the damaged page are still read, as they are; the views cannot be compared then.
    @Test func theRestIsStillRead() throws {
        let made = try made()
        let whole = try bytes(made.path + "/log/data.mdb")
        let before = try #require(try verified(made.path)).records
        var found = 0
        for page in 2..<(whole.count / Self.pageSize) {
            let at = page * Self.pageSize
            // The later pages of a long record have no header.
            guard whole[at..<(at + 8)].reversed().reduce(0, { $0 << 8 | Int($1) }) == page else { continue }
            try set(made.path + "/log/data.mdb", at, whole[at] ^ 1)
            let after = try #require(try verified(made.path))
            if after.report.verdict == .broken { found += 1 }
            #expect(after.records.allSatisfy(before.contains))
            if after.report.verdict == .broken, !after.records.isEmpty { #expect(after.report.unchecked.contains { $0.hasPrefix("views: ") }) }
            try set(made.path + "/log/data.mdb", at, whole[at])
        }
        #expect(found > 3)
    }

    /// A view file that is none: found by verification, no hindrance to writing, and made anew by a rebuild.
    @Test(arguments: [false, true]) func viewsThatAreGarbage(onlyPages: Bool) throws {
        let made = try made()
        let file = made.path + "/views/data.mdb"
        let whole = try bytes(file)
        for at in (onlyPages ? 2 * Self.pageSize : 0)..<whole.count where at % 7 == 0 { try set(file, at, 0xa5) }
        let found = try #require(try verified(made.path)).report
        #expect(found.verdict == .broken && found.size == 26)
        #expect(found.findings.contains { onlyPages ? $0.kind == .page : $0.kind == .view && $0.values[0].hasPrefix("views: cannot be opened") })
        do {
            let ledger = try Ledger(opening: made.path, mode: .writing, surroundings: .test(seed: 3))
            if !onlyPages {
                #expect(ledger.viewsFault != nil)
                #expect(try ledger.append([unit("new")]).size == 27)
                #expect(ledger.viewsFault != nil)
            }
            try ledger.rebuild()
            #expect(ledger.viewsFault == nil)
            #expect(try ledger.snapshot().pending == 0)
        }
        let after = try #require(try verified(made.path)).report
        #expect(after.verdict == .intact && after.size == (onlyPages ? 26 : 27))
    }

    /// After verification found damaged pages, nothing is read through the map any more.
    @Test func aLogWithDamagedPagesIsNotReadFurther() throws {
        let made = try made()
        let file = made.path + "/log/data.mdb"
        let whole = try bytes(file)
        for page in 2..<(whole.count / Self.pageSize) { try set(file, page * Self.pageSize, whole[page * Self.pageSize] ^ 0x55) }
        let ledger = try Ledger(opening: made.path, mode: .reading)
        #expect(Auditor.verify(try StoredLedger(ledger)).verdict == .broken)
        #expect(try codes { _ = try ledger.snapshot() } == [.damaged])
    }
}
