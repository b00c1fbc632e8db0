import LMDB
import LedgerModel
import LedgerVerifier

extension Snapshot {
    /// Which derived rows are not what the log gives, row by row: equal counts and every row found equal make the tables equal.
    /// Whether there are any is told several times faster by `viewsFollow`.
    func forEachViewDifference(_ body: (String) -> Void) throws {
        guard watermark != .none else { return }
        var counts: [String: Int] = [:]
        for number in 1...watermark.number {
            // Entries that cannot be read are the log's findings, not the views'.
            guard let (leaf, _) = try? Snapshot.walk(record(number), number) else { continue }
            try DerivedSlice.forEachRow(of: leaf) { table, key, value in
                counts[table, default: 0] += 1
                if try derivedValue(table, key) != value { body("\(table) of entry \(number)") }
            }
        }
        for table in Layout.Name.counted {
            let held = try derivedCount(table)
            let expected = counts[table] ?? 0
            if held != expected { body("\(table): \(held) rows instead of \(expected)") }
        }
    }
}

/// A ledger on disk with its page structure, also where nothing in it can be read.
///
/// Records and pages are read without LMDB's map, which damaged pages would lead astray. Only the comparison of the views
/// goes through it, once both stores are known to hang together. Each store is walked once.
package final class StoredLedger: AuditSource {
    private let ledger: Ledger
    /// The state of the log that is audited, until the views are compared, and where its records stand there.
    private var reading: SafeReading?
    private var places = EntryPlaces()
    private var logPages: PageReport?
    private var viewPages: PageReport?

    /// - Throws: `storage` where the log at the path is no longer the one that is open, nor its compacted copy.
    package init(_ ledger: Ledger) throws {
        self.ledger = ledger
        try storing { try ledger.follow() }
    }

    package func forEachRecord(_ body: (UInt64?, [UInt8]) throws -> Bool) throws {
        let reading = try storing { try ledger.log.beginSafeReading() }
        self.reading = reading
        places = EntryPlaces()
        noteLog(
            try storing {
                try reading.forEachEntry { key, value, place in
                    let number = Layout.number(key)
                    if let number { places.add(number, place) }
                    return try body(number, value)
                }
            })
    }

    package var canReadAgain: Bool { true }

    private static let usualLength = 768

    package func leaf(_ number: UInt64) throws -> [UInt8]? {
        // A record begins with its leaf: tag, length in up to three bytes, leaf.
        guard let reading, let place = places[number] else { return nil }
        // Most leaves come with one call of the system.
        guard let head = try reading.bytes(at: place, count: Self.usualLength) ?? reading.bytes(at: place, count: 4), head[0] == 0x0a else { return nil }
        var (length, headLength) = (0, 1)
        repeat {
            guard headLength < 4 else { return nil }
            length |= Int(head[headLength] & 0x7f) << (7 * (headLength - 1))
            headLength += 1
        } while head[headLength - 1] >= 0x80
        if headLength + length <= head.count { return Array(head[headLength..<headLength + length]) }
        return try reading.bytes(at: place + UInt64(headLength), count: length)
    }

    package func forEachViewDifference(_ body: (String) -> Void) throws {
        (reading, places) = (nil, EntryPlaces())
        try walkPages()
        if ledger.views == nil, let fault = ledger.viewsFault, viewPages == nil {
            guard ledger.viewsAreDamaged else { throw Problem(.storage, fault) }
            return body("views: cannot be opened: \(fault)")
        }
        guard logPages?.isClean ?? false, viewPages?.isClean ?? true else {
            throw Problem(.damaged, at: "views", "not compared with the log, since pages are damaged")
        }
        let snapshot = try ledger.snapshot()
        for fault in try storing({ try ledger.viewFaults(snapshot) }) { body(fault) }
        if snapshot.watermark == .none { return }
        guard try storing({ try snapshot.viewsFollow(from: ledger.log) }) else { return try storing { try snapshot.forEachViewDifference(body) } }
        if try !storing({ try snapshot.keptChangesFollow() }) { body("changes: not what the entries give") }
    }

    package func forEachStorageFault(_ body: (String) -> Void) throws {
        try walkPages()
        for (name, report) in [("log", logPages), ("views", viewPages)] {
            for finding in report?.findings ?? [] { body("\(name): \(finding.kind.rawValue), page \(finding.page)") }
        }
    }

    /// What has not been walked yet.
    private func walkPages() throws {
        if logPages == nil { noteLog(try storing { try ledger.log.walkPages() }) }
        guard viewPages == nil, let report = try storing({ try ledger.views?.walkPages() }) else { return }
        viewPages = report
        if !report.isClean { ledger.setViewsAside(because: "views: damaged pages") }
    }

    private func noteLog(_ report: PageReport) {
        logPages = report
        if !report.isClean { ledger.logFault = "damaged pages" }
    }
}

extension Ledger {
    /// Which ledger it says that it is, read past LMDB's map: nil where its first entry cannot be read.
    package func ledgerIDOfDamaged() throws -> [UInt8]? {
        /// Ends the walk.
        struct First: Error { let id: [UInt8]? }
        do {
            _ = try storing {
                try log.forEachEntrySafely { _, record in
                    let leaf = (try? RecordFrame(decoding: record)).flatMap { try? Leaf(serializedBytes: $0.leaf) }
                    throw First(id: leaf.map { Array($0.statement.ledger) })
                }
            }
            return nil
        } catch let first as First { return first.id }
    }
}
