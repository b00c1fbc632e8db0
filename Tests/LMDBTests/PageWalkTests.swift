import Glibc
import TestSeeds
import Testing

@testable import LMDB

/// The bytes of a data file in memory.
struct BytesSource: PageSource {
    var bytes: [UInt8]

    var size: UInt64 { UInt64(bytes.count) }

    func read(at offset: UInt64, count: Int) -> [UInt8]? {
        guard count >= 0, offset <= size, UInt64(count) <= size - offset else { return nil }
        return Array(bytes[Int(offset)..<(Int(offset) + count)])
    }

    mutating func set(_ offset: Int, u16 value: UInt16) {
        bytes[offset] = UInt8(truncatingIfNeeded: value)
        bytes[offset + 1] = UInt8(truncatingIfNeeded: value >> 8)
    }

    mutating func set(_ offset: Int, u64 value: UInt64) {
        for index in 0..<8 { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
    }
}

/// A device that gives no more after so many reads.
final class FailingSource: PageSource {
    private let source: BytesSource
    private let limit: Int
    private(set) var reads = 0

    init(_ bytes: [UInt8], after limit: Int) {
        source = BytesSource(bytes: bytes)
        self.limit = limit
    }

    var size: UInt64 { source.size }

    func read(at offset: UInt64, count: Int) throws(LMDBError) -> [UInt8]? {
        guard reads < limit else { throw LMDBError.system("pread", "a device", EIO) }
        reads += 1
        return source.read(at: offset, count: count)
    }

    /// How many reads the walk takes.
    func readsOfWalk() throws -> Int {
        _ = try PageWalk.report(of: self)
        return reads
    }
}

@Suite struct PageWalkTests {
    private static let pageSize = 4096

    /// A store with small and overflow values, a named table, deletions, and so a free list.
    private static func sample(_ count: Int, tables: Bool = true) throws -> BytesSource {
        let store = try TemporaryStore()
        do {
            let environment = try store.open(.create) { $0.maxTables = tables ? 3 : 0 }
            for round in 0..<3 {
                try environment.write { tx in
                    for name in tables ? ["first", "second"] : [""] {
                        let table = tables ? try tx.createTable(name) : .main
                        for n in 1...count {
                            let size = n % 17 == 0 ? 9_000 + round * 3_000 : n % 400
                            try tx.put(table, key(n &* 7919 % 100_003), [UInt8](repeating: UInt8(n % 256), count: size))
                        }
                        for n in stride(from: round + 1, through: count, by: 3) {
                            _ = try tx.delete(table, key(n &* 7919 % 100_003))
                        }
                    }
                }
            }
            #expect(try environment.walkPages().isClean)
        }
        return BytesSource(bytes: try store.bytes())
    }

    private func kinds(_ source: BytesSource) throws -> Set<PageReport.Kind> {
        Set(try PageWalk.report(of: source).findingCounts.keys)
    }

    /// Byte offset of the newer meta page.
    private func newestMeta(_ source: BytesSource) throws -> Int {
        let newest = try MetaPage.newest(source)
        return Int(newest.transaction & 1) * Self.pageSize
    }

    /// Byte offset of the root page of the unnamed table.
    private func mainRoot(_ source: BytesSource) throws -> Int {
        Int(try MetaPage.newest(source).main.root) * Self.pageSize
    }

    @Test(arguments: [1, 2, 10, 60, 400, 3_000], [false, true]) func healthyStoresAreClean(count: Int, tables: Bool) throws {
        let source = try Self.sample(count, tables: tables)
        let report = try PageWalk.report(of: source)
        #expect(report.findings == [])
        #expect(report.isClean)
        #expect(report.namedTableCount == (tables ? 2 : 0))
        #expect(report.lostCount == 0)
        #expect(report.reachableCount + report.freeCount == report.lastPage + 1)
    }

    @Test func healthyAfterManySmallTransactions() throws {
        let store = try TemporaryStore()
        let environment = try store.open(.create)
        var generator = SeededGenerator(seed: 11)
        for step in 0..<1_500 {
            try environment.write { tx in
                let n = Int.random(in: 0..<300, using: &generator)
                if Bool.random(using: &generator) {
                    let size = Int.random(in: 0..<20_000, using: &generator)
                    try tx.put(.main, key(n), [UInt8](repeating: 1, count: size))
                } else {
                    _ = try tx.delete(.main, key(n))
                }
            }
            if step % 25 == 0 { try #require(try environment.walkPages().isClean, "step \(step)") }
        }
    }

    @Test func walkHoldsItsStateWhileAnotherThreadWrites() async throws {
        let store = try TemporaryStore()
        let environment = try store.open(.create)
        try environment.write { tx in for n in 0..<2_000 { try tx.put(.main, key(n), key(n)) } }
        await withTaskGroup { group in
            group.addTask {
                for n in 0..<300 {
                    try? environment.write { tx in
                        try tx.put(.main, key(n * 6), [UInt8](repeating: 1, count: 500 + n * 10))
                    }
                }
            }
            group.addTask {
                for _ in 0..<60 {
                    let report = try? environment.walkPages()
                    #expect(report?.findings == [])
                }
            }
        }
    }

    @Test func emptyStoreIsClean() throws {
        let store = try TemporaryStore()
        let environment = try store.open(.create)
        let report = try environment.walkPages()
        #expect(report.isClean && report.lastPage == 1 && report.reachableCount == 2)
    }

    @Test func missingFileThrowsAndEmptyFileIsReported() throws {
        let store = try TemporaryStore()
        #expect(errorKind { _ = try PageWalk.report(ofFile: store.data) } == .absent)
        #expect(try kinds(BytesSource(bytes: [])) == [.badMeta])
    }

    /// A folder can be opened and has a length, but cannot be read: as a device that fails.
    @Test func aDeviceThatFailsIsNoDamage() throws {
        let store = try TemporaryStore()
        var failure: LMDBError?
        do throws(LMDBError) { _ = try PageWalk.report(ofFile: store.path) } catch { failure = error }
        #expect(failure?.operation == "pread" && failure?.code == EISDIR)
        // From any page on.
        let whole = try Self.sample(400)
        let count = try FailingSource(whole.bytes, after: .max).readsOfWalk()
        for reads in 0..<count {
            #expect(errorKind { _ = try PageWalk.report(of: FailingSource(whole.bytes, after: reads)) } == .inputOutput, "after \(reads) reads")
        }
        #expect(count > 40)
    }

    @Test func pageUnderAnotherNumber() throws {
        var source = try Self.sample(400, tables: false)
        let root = try mainRoot(source)
        source.bytes[root] ^= 1
        #expect(try kinds(source).isSuperset(of: [.badHeader, .lost, .countMismatch]))
    }

    @Test func childReachedTwiceAndItsNeighbourLost() throws {
        var source = try Self.sample(400, tables: false)
        let root = try mainRoot(source)
        let (first, second) = (root + Int(source.bytes.u16(root + 16)), root + Int(source.bytes.u16(root + 18)))
        #expect(source.bytes.u16(root + 10) == 1)
        for index in 0..<6 { source.bytes[second + index] = source.bytes[first + index] }
        #expect(try kinds(source).isSuperset(of: [.reachableTwice, .lost]))
    }

    @Test func childAfterTheLastPage() throws {
        var source = try Self.sample(400, tables: false)
        let root = try mainRoot(source)
        let node = root + Int(source.bytes.u16(root + 18))
        source.bytes[node + 3] = 0x7f
        #expect(try kinds(source).isSuperset(of: [.outOfRange, .lost]))
    }

    @Test func freePageThatIsInUse() throws {
        var source = try Self.sample(400, tables: false)
        let meta = try MetaPage.newest(source)
        let leaf = Int(meta.free.root) * Self.pageSize
        try #require(source.bytes.u16(leaf + 10) == 2)
        let node = leaf + Int(source.bytes.u16(leaf + 16))
        try #require(source.bytes.u16(node + 4) == 0)
        source.set(node + 24, u64: meta.main.root)
        #expect(try kinds(source).contains(.freeAndReachable))
        source.set(node + 24, u64: meta.lastPage + 1)
        #expect(try kinds(source).contains(.outOfRange))
        source.set(node + 16, u64: .max)
        #expect(try kinds(source).contains(.badFreeList))
    }

    @Test func swappedKeys() throws {
        var source = try Self.sample(10, tables: false)
        let root = try mainRoot(source)
        let (first, second) = (source.bytes.u16(root + 16), source.bytes.u16(root + 18))
        source.set(root + 16, u16: second)
        source.set(root + 18, u16: first)
        #expect(try kinds(source) == [.keyOrder])
    }

    /// A branch that promises other keys than its children hold: a lookup would miss what is there.
    @Test(arguments: [false, true]) func keysOutsideTheirBranch(tooHigh: Bool) throws {
        var source = try Self.sample(400, tables: false)
        let root = try mainRoot(source)
        let (second, third) = (root + Int(source.bytes.u16(root + 18)), root + Int(source.bytes.u16(root + 20)))
        try #require(source.bytes.u16(root + 10) == 1 && source.bytes.u16(second + 6) == 8)
        let next = source.bytes[(third + 8)..<(third + 16)].reduce(0) { $0 << 8 | Int($1) }
        for (index, byte) in key(tooHigh ? next - 1 : 1).enumerated() { source.bytes[second + 8 + index] = byte }
        #expect(try kinds(source) == [.keyOrder])
    }

    @Test func entryOutsideItsPage() throws {
        var source = try Self.sample(10, tables: false)
        let root = try mainRoot(source)
        let node = root + Int(source.bytes.u16(root + 16))
        source.set(node + 6, u16: 4_090)
        #expect(try kinds(source).isSuperset(of: [.badNode]))
    }

    @Test func countsThatLie() throws {
        var source = try Self.sample(60, tables: false)
        let entries = try newestMeta(source) + 88 + 32
        source.bytes[entries] ^= 1
        #expect(try kinds(source) == [.countMismatch])
    }

    @Test func lastPageTooHigh() throws {
        var source = try Self.sample(60, tables: false)
        let lastPage = try newestMeta(source) + 136
        source.set(lastPage, u64: .max)
        let report = try PageWalk.report(of: source)
        #expect(Set(report.findingCounts.keys) == [.lost])
        #expect(report.lostCount > 1 << 60)
    }

    @Test func cutFile() throws {
        let whole = try Self.sample(400, tables: false)
        let meta = try MetaPage.newest(whole)
        let pages = Int(max(meta.main.root, meta.free.root))
        let found = try kinds(BytesSource(bytes: Array(whole.bytes[..<(pages * Self.pageSize)])))
        #expect(!found.isDisjoint(with: [.beyondFile, .unreadable]))
    }

    @Test func oneDamagedMetaPageIsReportedAndTheOtherUsed() throws {
        let whole = try Self.sample(60, tables: false)
        for page in [0, 1] {
            var source = whole
            source.bytes[page * Self.pageSize + 16] ^= 1
            let report = try PageWalk.report(of: source)
            #expect(report.findings.first == .init(kind: .badMeta, page: UInt64(page)))
            #expect(report.pageSize == Self.pageSize)
        }
    }

    /// Found by tools/survive: a byte of the older meta page's number changed, and the state before the last commit was called whole.
    @Test func aMetaPageUnderAnotherNumberIsReported() throws {
        let whole = try Self.sample(60, tables: false)
        let newest = try MetaPage.newest(whole)
        for page in [0, 1] {
            for byte in 0..<8 {
                for change in byte == 0 ? Array(1...255 as ClosedRange<UInt8>) : (0..<8).map({ 1 << $0 }) {
                    var source = whole
                    source.bytes[page * Self.pageSize + 144 + byte] ^= change
                    // LMDB itself writes that, where the commit's own page could not be written: its commit did not happen.
                    if try MetaPage(source, at: UInt64(page * Self.pageSize)).transaction == newest.transaction - 2 { continue }
                    #expect(try kinds(source).contains(.badMeta), "byte \(byte) of page \(page) ^ \(change)")
                }
            }
        }
    }

    /// Whatever stands in the file, the walk ends without a trap. Work is bounded by the file, so a hang would show as a
    /// test that does not return.
    @Test(arguments: [1, 2, 3, 4] as [UInt64]) func randomDamageNeverTraps(seed: UInt64) throws {
        print("PageWalk damage seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let whole = try Self.sample(120, tables: seed % 2 == 0)
        var noticed = 0
        for _ in 0..<1_500 {
            var source = whole
            damage(&source, &generator)
            let report = try PageWalk.report(of: source)
            #expect(report.findings.count <= PageReport.findingLimit)
            if !report.isClean { noticed += 1 }
        }
        #expect(noticed > 300)
    }

    @Test func randomBytesNeverTrap() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<500 {
            let count = Int.random(in: 0..<40_000, using: &generator)
            let source = BytesSource(bytes: (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
            #expect(try !PageWalk.report(of: source).isClean)
        }
    }

    private func damage(_ source: inout BytesSource, _ generator: inout SeededGenerator) {
        let pages = source.bytes.count / Self.pageSize
        let page = Int.random(in: 0..<pages, using: &generator) * Self.pageSize
        switch Int.random(in: 0..<5, using: &generator) {
        case 0:
            for _ in 0..<20 {
                let at = Int.random(in: 0..<source.bytes.count, using: &generator)
                source.bytes[at] = UInt8.random(in: 0...255, using: &generator)
            }
        case 1:
            let other = Int.random(in: 0..<pages, using: &generator) * Self.pageSize
            for index in 0..<Self.pageSize { source.bytes[page + index] = source.bytes[other + index] }
        case 2:
            for index in 8..<Self.pageSize {
                source.bytes[page + index] = UInt8.random(in: 0...255, using: &generator)
            }
        case 3:
            // Headers, offsets and the trees' records are where damage leads astray.
            let at = page + Int.random(in: 8..<160, using: &generator)
            source.bytes[at] = [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &generator)!
        default:
            let cut = Int.random(in: 0..<source.bytes.count, using: &generator)
            source.bytes.removeLast(cut)
        }
    }
}
