import LMDB
import LedgerModel
import LedgerVerifier

/// The log as the auditor reads it. The auditor imports none of this.
extension Snapshot: AuditSource {
    /// Every derived row against what the log gives, and nothing besides: equal counts and every row found equal
    /// make the tables equal.
    package func forEachViewDifference(_ body: (String) -> Void) throws {
        guard watermark != .none else { return }
        var counts: [String: Int] = [:]
        for number in 1...watermark.number {
            // Entries that cannot be read are the log's findings, not the views'.
            guard let frame = try? frame(number), let leaf = try? Snapshot.decode(frame, number) else { continue }
            for (table, key, value) in try DerivedSlice.rows(of: leaf) {
                counts[table, default: 0] += 1
                if try derivedValue(table, key) != value { body("\(table) of entry \(number)") }
            }
        }
        for table in Layout.Name.all where table != Layout.Name.meta {
            let held = try derivedCount(table)
            let expected = counts[table] ?? 0
            if held != expected { body("\(table): \(held) rows instead of \(expected)") }
        }
    }
}

/// A ledger on disk with its page structure.
package struct StoredLedger: AuditSource {
    private let snapshot: Snapshot
    private let ledger: Ledger

    package init(_ ledger: Ledger) throws {
        self.ledger = ledger
        snapshot = try ledger.snapshot()
    }

    package func forEachRecord(_ body: (UInt64?, [UInt8]) throws -> Bool) throws { try storing { try snapshot.forEachRecord(body) } }

    package func forEachViewDifference(_ body: (String) -> Void) throws {
        if ledger.viewsAreForeign(snapshot) { body("views: belong to another log or layout") }
        try storing { try snapshot.forEachViewDifference(body) }
    }

    package func forEachStorageFault(_ body: (String) -> Void) throws {
        for folder in [Ledger.logFolder, Ledger.viewsFolder] where ledger.has(folder) {
            let report = try storing { try PageWalk.report(ofFile: ledger.path + folder + "/data.mdb") }
            for finding in report.findings { body("\(folder.dropFirst()): \(finding.kind.rawValue), page \(finding.page)") }
        }
    }
}
