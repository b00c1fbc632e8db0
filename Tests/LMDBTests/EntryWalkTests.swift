import TestSeeds
import Testing

@testable import LMDB

/// Entries read page by page, without LMDB.
@Suite struct EntryWalkTests {
    typealias Entry = [[UInt8]]
    private static let pageSize = 4096

    /// What LMDB's own cursor finds, and the bytes of the file.
    private static func sample(_ count: Int, seed: UInt64 = 1) throws -> (entries: [Entry], source: BytesSource) {
        var generator = SeededGenerator(seed: seed)
        let store = try TemporaryStore()
        var entries: [Entry] = []
        do {
            let environment = try store.open(.create)
            for _ in 0..<3 {
                try environment.write { tx in
                    for n in 0..<count {
                        // Empty values, values beside others on a page, at its edge, and on one or several pages of their own.
                        let size = [0, 1, 300, 2_000, 2_040, 4_080, 4_081, 12_000].randomElement(using: &generator)!
                        try tx.put(.main, key(n &* 7919 % 100_003), [UInt8](repeating: UInt8(n % 256), count: size))
                    }
                    for n in stride(from: 0, to: count, by: 5) { _ = try tx.delete(.main, key(n &* 7919 % 100_003)) }
                }
            }
            try environment.read { tx in
                try tx.scan(.main, from: [0]) { key, value in
                    entries.append([copy(key), copy(value)])
                    return true
                }
            }
            var safe: [Entry] = []
            let report = try environment.forEachEntrySafely { safe.append([$0, $1]); return true }
            #expect(report.isClean && safe == entries)
        }
        return (entries, BytesSource(bytes: try store.bytes()))
    }

    private func walked(_ source: BytesSource) throws -> (entries: [Entry], report: PageReport) {
        var entries: [Entry] = []
        let report = try PageWalk.forEachEntry(of: source) { entries.append([$0, $1]); return true }
        return (entries, report)
    }

    @Test(arguments: [0, 1, 2, 10, 60, 400, 3_000]) func sameAsTheCursor(count: Int) throws {
        let sample = try Self.sample(count)
        #expect(sample.entries.count == count - (count + 4) / 5)
        let walked = try walked(sample.source)
        #expect(walked.entries == sample.entries)
        #expect(try walked.report == PageWalk.report(of: sample.source))
    }

    @Test func namesOfTablesAreNoEntries() throws {
        let store = try TemporaryStore()
        let environment = try store.open(.create) { $0.maxTables = 1 }
        try environment.write { tx in try tx.put(tx.createTable("one"), key(1), key(1)) }
        var count = 0
        let report = try environment.forEachEntrySafely { _, _ in count += 1; return true }
        #expect(count == 0 && report.isClean && report.namedTableCount == 1)
    }

    /// A source that counts how often it is read.
    private final class Counted: PageSource {
        let source: BytesSource
        var reads = 0
        init(_ source: BytesSource) { self.source = source }
        var size: UInt64 { source.size }
        func read(at offset: UInt64, count: Int) -> [UInt8]? {
            reads += 1
            return source.read(at: offset, count: count)
        }
    }

    /// Whoever stops early gets the report of the whole file all the same; an error comes through as it was, and nothing more is read.
    @Test func stopsWhenTold() throws {
        let sample = try Self.sample(400)
        var taken: [Entry] = []
        let report = try PageWalk.forEachEntry(of: sample.source) { taken.append([$0, $1]); return taken.count < 7 }
        #expect(taken == Array(sample.entries.prefix(7)))
        #expect(try report == PageWalk.report(of: sample.source))
        var calls = 0
        #expect(throws: CallerError(reason: "enough")) {
            _ = try PageWalk.forEachEntry(of: sample.source) { _, _ in
                calls += 1
                throw CallerError(reason: "enough")
            }
        }
        #expect(calls == 1)
        let (whole, cut) = (Counted(sample.source), Counted(sample.source))
        _ = try PageWalk.report(of: whole)
        #expect(throws: CallerError.self) { _ = try PageWalk.forEachEntry(of: cut) { _, _ in throw CallerError(reason: "enough") } }
        #expect(cut.reads < whole.reads / 2)
    }

    /// One leaf at a time becomes unreadable: what is missing is what stood there, nothing else, and the report says so.
    @Test func onlyDamagedPagesAreLeftOut() throws {
        let sample = try Self.sample(30)
        let leaves = try Self.leaves(of: sample.source)
        try #require(leaves.count > 2)
        var missingInAll = 0
        for (page, keys) in leaves {
            for offset in [0, 11, 12, 15] {
                var source = sample.source
                source.bytes[page * Self.pageSize + offset] ^= 0x40
                let walked = try walked(source)
                let expected = sample.entries.filter { !keys.contains($0[0]) }
                #expect(walked.entries == expected, "page \(page), byte \(offset)")
                #expect(!walked.report.isClean)
                missingInAll += sample.entries.count - expected.count
            }
        }
        #expect(missingInAll == 4 * sample.entries.count)
    }

    /// The leaf pages, with the keys of what stands on them.
    private static func leaves(of source: BytesSource) throws -> [(page: Int, keys: Set<[UInt8]>)] {
        var found: [(Int, Set<[UInt8]>)] = []
        func visit(_ page: Int) {
            let start = page * pageSize
            let nodes = stride(from: 16, to: Int(source.bytes.u16(start + 12)), by: 2).map { start + Int(source.bytes.u16(start + $0)) }
            guard source.bytes.u16(start + 10) == 2 else { return nodes.forEach { visit(Int(source.bytes.u32($0))) } }
            var keys: Set<[UInt8]> = []
            for node in nodes {
                let end = node + 8 + Int(source.bytes.u16(node + 6))
                keys.insert(Array(source.bytes[(node + 8)..<end]))
            }
            found.append((page, keys))
        }
        visit(Int(try MetaPage.newest(source).main.root))
        return found
    }

    /// Values on pages of their own are left out one by one.
    @Test func oneOverflowPageIsOneEntry() throws {
        let sample = try Self.sample(60)
        let pages = (2..<(sample.source.bytes.count / Self.pageSize)).filter { sample.source.bytes.u16($0 * Self.pageSize + 10) == 4 }
        var left = 0
        for page in pages {
            var source = sample.source
            source.bytes[page * Self.pageSize + 1] ^= 0x80
            let walked = try walked(source)
            // A page that no entry uses any more may look like one.
            #expect(sample.entries.count - walked.entries.count <= 1)
            #expect(walked.entries == sample.entries || !walked.report.isClean)
            left += sample.entries.count - walked.entries.count
        }
        #expect(left == sample.entries.count { $0[1].count >= 2_040 })
    }

    /// A free list that claims pages in use is reported and hides nothing.
    @Test func freeListsHideNoEntry() throws {
        let sample = try Self.sample(400)
        let meta = try MetaPage.newest(sample.source)
        let leaf = Int(meta.free.root) * Self.pageSize
        try #require(sample.source.bytes.u16(leaf + 10) == 2)
        var source = sample.source
        let node = leaf + Int(source.bytes.u16(leaf + 16))
        source.set(node + 24, u64: meta.main.root)
        let walked = try walked(source)
        #expect(walked.entries == sample.entries)
        #expect(walked.report.findingCounts[.freeAndReachable] != nil)
    }

    @Test(arguments: 0..<4) func randomDamageNeverTraps(round: Int) throws {
        let seed = Seeds.one(UInt64(round) + 1)
        var generator = SeededGenerator(seed: seed)
        let sample = try Self.sample([10, 60, 120, 300][round], seed: seed)
        // Pages with a header of their own: in use, or once in use.
        let pages = (0..<(sample.source.bytes.count / Self.pageSize)).filter { sample.source.bytes.u64($0 * Self.pageSize) == UInt64($0) }
        var noticed = 0
        for _ in 0..<300 {
            var source = sample.source
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let page = pages.randomElement(using: &generator)! * Self.pageSize
                // Most of it where it leads astray: headers, offsets, trees' records.
                let reach = Bool.random(using: &generator) ? 160 : Self.pageSize
                source.bytes[page + Int.random(in: 0..<reach, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            if Int.random(in: 0..<10, using: &generator) == 0 { source.bytes.removeLast(Int.random(in: 0..<source.bytes.count, using: &generator)) }
            let walked = try walked(source)
            #expect(try walked.report == PageWalk.report(of: source), "seed \(seed)")
            // Nothing goes missing without a finding.
            #expect(walked.entries.count >= sample.entries.count || !walked.report.isClean, "seed \(seed)")
            if !walked.report.isClean { noticed += 1 }
        }
        #expect(noticed > 30)
    }
}
