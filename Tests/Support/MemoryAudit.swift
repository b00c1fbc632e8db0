import LedgerVerifier

/// A log in memory, as the auditor reads one.
package struct MemoryAudit: AuditSource {
    package struct Unreadable: Error, Equatable {
        package init() {}
    }

    package var records: [(key: UInt64?, bytes: [UInt8])]
    /// Reading fails after this many records.
    package var failsAfter: Int?

    /// Records under 1, 2, 3 …
    package init(_ records: [[UInt8]]) {
        self.records = records.enumerated().map { (UInt64($0 + 1), $1) }
    }

    package init(keyed records: [(key: UInt64?, bytes: [UInt8])]) { self.records = records }

    package func forEachRecord(_ body: (UInt64?, [UInt8]) throws -> Bool) throws {
        for (i, record) in records.enumerated() {
            if i == failsAfter { throw Unreadable() }
            guard try body(record.key, record.bytes) else { return }
        }
    }

    package func verify(expecting expectation: Expectation? = nil, depth: AuditDepth = .everything) -> VerificationReport {
        Auditor.verify(self, expecting: expectation.map { [$0] } ?? [], depth: depth)
    }
}
