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
    }

    @Test(arguments: numbers) func everyByteOfEveryRecord(number: Int) throws {
        let log = try SmallLog.made.get()
        for offset in log.records[number - 1].indices {
            // A pattern with one bit, in turn, and one with all.
            for pattern in [UInt8(1) << UInt8(offset % 8), UInt8(0x80) >> UInt8(offset % 8), 0xff] {
                var records = log.records
                records[number - 1][offset] ^= pattern
                let report = MemoryAudit(records).verify()
                try #require(report.verdict == .broken, "byte \(offset) of entry \(number) ^ \(pattern)")
                try #require(report.findings.first?.entry == UInt64(number), "byte \(offset) of entry \(number) ^ \(pattern): \(report.findings)")
            }
        }
    }
}
