import LedgerMerkle
import LedgerModel
import LedgerTestSupport
import LedgerVerifier
import Testing

/// Entries that go, come twice or change places, with every byte as it was stored.
@Suite struct DamageTests {
    let log: SmallLog

    init() throws { log = try SmallLog.made.get() }

    private func firstFinding(_ audit: MemoryAudit) throws -> Finding {
        let report = audit.verify()
        #expect(report.verdict == .broken)
        return try #require(report.findings.first)
    }

    @Test func anEntryIsMissing() throws {
        for number in 1...log.records.count - 1 {
            var keyed = MemoryAudit(log.records).records
            keyed.remove(at: number - 1)
            let finding = try firstFinding(MemoryAudit(keyed: keyed))
            #expect(finding.kind == .missing && finding.entry == UInt64(number))
        }
    }

    @Test func anEntryIsMissingAndTheRestMovesUp() throws {
        for number in 1...log.records.count - 1 {
            var records = log.records
            records.remove(at: number - 1)
            #expect(try firstFinding(MemoryAudit(records)).entry == UInt64(number))
        }
    }

    @Test func anEntryStandsTwice() throws {
        for number in 1...log.records.count {
            var records = log.records
            records.insert(records[number - 1], at: number)
            #expect(try firstFinding(MemoryAudit(records)).entry == UInt64(number + 1))
            var keyed = MemoryAudit(log.records).records
            keyed.insert(keyed[number - 1], at: number)
            let finding = try firstFinding(MemoryAudit(keyed: keyed))
            #expect(finding.kind == .strangeKey && finding.entry == UInt64(number))
        }
    }

    @Test func twoEntriesChangePlaces() throws {
        for number in 1..<log.records.count {
            var records = log.records
            records.swapAt(number - 1, number)
            #expect(try firstFinding(MemoryAudit(records)).entry == UInt64(number))
        }
    }

    /// From inside, a log that ends after a whole batch is whole; only what was kept elsewhere tells.
    @Test func theEndIsMissing() throws {
        // After 11 entries a redacted text is gone and the redaction with it.
        let intact: Set<Int> = [4, 8, 9, 13]
        let expectation = Expectation(size: log.size, root: log.root)
        for length in 1..<log.records.count {
            let audit = MemoryAudit(Array(log.records.prefix(length)))
            #expect((audit.verify().verdict == .intact) == intact.contains(length), "\(length) entries")
            let anchored = audit.verify(expecting: expectation)
            #expect(anchored.verdict == .broken)
            #expect(anchored.findings.contains { $0.kind == .expectedSize })
        }
    }

    @Test func aKeyIsNoNumber() throws {
        for key in [nil, 0] as [UInt64?] {
            let keyed = MemoryAudit(log.records).records + [(key, log.records[0])]
            #expect(try firstFinding(MemoryAudit(keyed: keyed)).kind == .strangeKey)
        }
    }

    @Test(arguments: [UInt64.max, UInt64.max - 1, UInt64(1) << 63]) func aKeyIsFarAway(_ key: UInt64) throws {
        let all = MemoryAudit(log.records).records
        let report = MemoryAudit(keyed: all + [(key, log.records[0]), (key, log.records[1]), (3, log.records[2])]).verify()
        #expect(report.verdict == .broken)
    }

    @Test func recordsOfNothing() throws {
        for record: [UInt8] in [[], [0x0a], [0x0a, 0x00], Array(repeating: 0xff, count: 40)] {
            for number in 1...log.records.count {
                var records = log.records
                records[number - 1] = record
                let finding = try firstFinding(MemoryAudit(records))
                #expect(finding.kind == .undecodable && finding.entry == UInt64(number))
            }
        }
    }

    /// Nor is it broken: what lies behind the place where a device failed is not known, be it the rest of a batch, the redaction of a text that is
    /// gone, or as many entries as somebody kept.
    @Test func whatCannotBeReadCannotBeTold() {
        for length in 0...log.records.count {
            var audit = MemoryAudit(log.records)
            audit.failsAfter = length
            let report = audit.verify(expecting: Expectation(size: log.size, root: log.root))
            #expect(report.verdict == (length == log.records.count ? .intact : .undetermined), "after \(length)")
            #expect(length == log.records.count || report.unchecked.contains { $0.hasPrefix("log: ") })
        }
        let nothing = MemoryAudit([]).verify()
        #expect(nothing.verdict == .undetermined)
    }

    @Test func anAnchorHoldsForEveryEarlierSize() throws {
        var frontier = Frontier()
        for (i, record) in log.records.enumerated() {
            _ = frontier.append(leafHash(try RecordFrame(decoding: record).leaf))
            let size = UInt64(i + 1)
            #expect(MemoryAudit(log.records).verify(expecting: Expectation(size: size, root: frontier.root)).verdict == .intact)
            #expect(MemoryAudit(log.records).verify(expecting: Expectation(size: size, root: .zero)).verdict == .broken)
        }
        #expect(MemoryAudit(log.records).verify(expecting: Expectation(size: 0, root: .emptyRoot)).verdict == .intact)
    }
}
