import LMDB
import LedgerModel
import LedgerVerifier

extension Snapshot {
    /// Every derived row against what the log gives, and nothing besides: equal counts and every row found equal
    /// make the tables equal.
    func forEachViewDifference(_ body: (String) -> Void) throws {
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

/// A ledger on disk with its page structure: one moment of it, also where nothing in it can be read.
package final class StoredLedger: AuditSource {
    private let log: ReadTransaction
    private let ledger: Ledger

    package init(_ ledger: Ledger) throws {
        self.ledger = ledger
        log = try storing { try ledger.log.snapshot() }
    }

    package func forEachRecord(_ body: (UInt64?, [UInt8]) throws -> Bool) throws {
        try storing { try log.forEach(.main) { key, value in try body(Layout.number(key), value) } }
    }

    package func forEachViewDifference(_ body: (String) -> Void) throws {
        let snapshot = try ledger.snapshot()
        if ledger.viewsAreForeign(snapshot) { body("views: belong to another log or layout") }
        try storing { try snapshot.forEachViewDifference(body) }
    }

    package func forEachStorageFault(_ body: (String) -> Void) throws {
        // Pages stay as they are while a transaction on them is open.
        for (name, environment) in [("log", ledger.log), ("views", ledger.views)] {
            guard let report = try storing({ try environment?.walkPages() }) else { continue }
            for finding in report.findings { body("\(name): \(finding.kind.rawValue), page \(finding.page)") }
        }
    }
}
