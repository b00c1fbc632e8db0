import LedgerModel
import LedgerTestSupport
import Testing

@testable import LedgerVerifier

@Suite struct PipelineTests {
    private struct Stopped: Error {}

    /// Some values take long, so that threads overtake each other; the results come in the order of the values all the same.
    @Test(arguments: [0, 1, 63, 64, 65, 5_000]) func resultsComeInOrder(count: Int) {
        var taken: [Int] = []
        let pipeline = Pipeline<Int, Int>({ value in
            var sum = 0
            for i in 0..<(value % 97 == 0 ? 20_000 : 10) { sum ^= i }
            return sum < 0 ? 0 : 2 * value
        }, take: { taken.append($0) })
        for value in 0..<count { pipeline.feed(value) }
        pipeline.finish()
        #expect(taken == (0..<count).map { 2 * $0 })
    }

    /// A log that is longer than what is worked on at a time, with the same damage as short ones.
    @Test func damageInALongLog() throws {
        let made = try TemporaryLedger([actor("clerk")] + (0..<400).map { unit("u\($0)") })
        let records = try made.records()
        let intact = MemoryAudit(records).verify()
        #expect(intact.verdict == .intact && intact.size == 402)
        for number in [1, 2, 64, 65, 128, 129, 200, 401, 402] {
            var damaged = records
            damaged[number - 1][records[number - 1].count - 1] ^= 1
            #expect(MemoryAudit(damaged).verify().findings.first?.entry == UInt64(number))
            damaged[number - 1][20] ^= 0xff
            #expect(MemoryAudit(damaged).verify().findings.first?.entry == UInt64(number))
            var audit = MemoryAudit(records)
            audit.failsAfter = number
            let cut = audit.verify()
            #expect(cut.size == UInt64(number) && cut.unchecked == ["log: Unreadable()"] || number == 402 && cut.verdict == .intact)
        }
    }
}
