import LedgerTestSupport
import LedgerVerifier
import Testing

/// Whatever single change is made to the stored bytes, verification says so, says where, and does not fall over.
@Suite struct FlipTests {
    static let numbers: [Int] = Array(1...14)

    @Test func theLogIsIntactBefore() throws {
        let log = try SmallLog.made.get()
        #expect(log.records.count == FlipTests.numbers.count)
        let report = MemoryAudit(log.records).verify()
        #expect(report.verdict == .intact)
        #expect(report.root == log.root && report.size == log.size)
        #expect(report.redactions.map(\.entry) == [10])
        let byHash = MemoryAudit(log.records).verify(depth: .hashes)
        #expect(byHash.verdict == .intact && byHash.depth == .hashes && byHash.texts == report.texts)
        #expect(byHash.root == log.root && byHash.size == log.size && byHash.redactions == report.redactions)
    }

    /// A rule broken under hashes that hold is the affair of the whole audit; what was kept elsewhere is compared by both.
    @Test func hashesAloneSayNothingOfRules() throws {
        let log = try SmallLog.made.get()
        var forger = try Forger(log.records)
        forger.entries[7].leaf.recorded.unixNs = 1
        let audit = MemoryAudit(try forger.records())
        #expect(audit.verify().verdict == .broken)
        #expect(audit.verify(depth: .hashes).verdict == .intact)
        let outside = audit.verify(expecting: Expectation(size: log.size, root: log.root), depth: .hashes)
        #expect(outside.findings.map(\.kind) == [.expectedRoot])
    }

    @Test(arguments: numbers) func everyByteOfEveryRecord(number: Int) throws {
        let log = try SmallLog.made.get()
        for offset in log.records[number - 1].indices {
            // A pattern with one bit, in turn, and one with all.
            for pattern in [UInt8(1) << UInt8(offset % 8), UInt8(0x80) >> UInt8(offset % 8), 0xff] {
                var records = log.records
                records[number - 1][offset] ^= pattern
                for depth in [AuditDepth.everything, .hashes] {
                    let report = MemoryAudit(records).verify(depth: depth)
                    try #require(report.verdict == .broken, "byte \(offset) of entry \(number) ^ \(pattern), \(depth)")
                    try #require(
                        report.findings.first?.entry == UInt64(number), "byte \(offset) of entry \(number) ^ \(pattern), \(depth): \(report.findings)")
                }
            }
        }
    }
}
