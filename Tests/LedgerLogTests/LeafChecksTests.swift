import LedgerMerkle
import Testing

@testable import LedgerLog

@Suite struct LeafChecksTests {
    /// What is said of so many leaves, some hundred a chunk, of which a few have a bit turned.
    private func wrong(of count: Int, spoilt: Set<Int> = []) -> UInt64? {
        var collector = LeafChecks()
        for i in 0..<count {
            let leaf = (0..<(200 + i % 300)).map { UInt8(truncatingIfNeeded: i &+ $0 &* 7) }
            var record = leaf + leafHash(leaf).bytes
            if spoilt.contains(i) { record[i % record.count] ^= 1 }
            collector.add(UInt64(i + 1), record.span, leaf: 0..<leaf.count, hash: leaf.count..<record.count)
        }
        return collector.finish()
    }

    @Test(arguments: [0, 1, 700, 5_000]) func nothingIsSaidOfSoundLeaves(count: Int) { #expect(wrong(of: count) == nil) }

    /// In the first chunk, in those that are handed over, and in the last, which is not.
    @Test(arguments: [0, 1, 748, 749, 750, 2_500, 4_998, 4_999]) func aWrongLeafIsNamed(place: Int) {
        #expect(wrong(of: 5_000, spoilt: [place]) == UInt64(place + 1))
    }

    @Test func ofSeveralTheLowest() { #expect(wrong(of: 5_000, spoilt: [4_999, 3_000, 1_200, 4_000]) == 1_201) }
}
