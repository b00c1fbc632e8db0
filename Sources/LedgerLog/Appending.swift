import Foundation
import LMDB
import LedgerMerkle
import LedgerModel
import LedgerProjections
import LedgerRules

extension Ledger {
    /// Appends a batch: all or nothing, durable when it returns.
    ///
    /// Ids are looked up first: a batch whose ids are all known with the same content changes nothing and succeeds. Then
    /// every entry is judged against the ledger and those before it in the batch. Places in problems are `entry 1`, `entry 2` …
    /// of the batch.
    /// - Throws: `Problems` with everything that stands against the batch (at most 100); `Problem` for the rest.
    package func append(_ drafts: [Draft], options: AppendOptions = AppendOptions()) throws -> Receipt {
        guard !drafts.isEmpty else { throw Problem(.batchEmpty) }
        guard drafts.count <= Limits.batchEvents else { throw Problem(.batchTooLarge, "\(drafts.count)", "\(Limits.batchEvents)") }
        return try whileLocked(timeout: options.lockTimeout) {
            try log.checkFiles()
            let prepared = try prepareTrusting(drafts, options)
            guard !prepared.entries.isEmpty, !options.isDryRun else { return prepared.receipt }
            try write(prepared)
            // What is acknowledged is durable; views that could not follow are caught up by the next writer.
            do { try deriveIfDue(prepared.watermark, size: prepared.receipt.size) } catch { viewsFault = "\(error)" }
            return prepared.receipt
        }
    }

    /// What will be written, worked out before the write transaction: it is short, and no snapshot stands in the way of a growing map.
    struct Prepared {
        var receipt: Receipt
        var watermark = Watermark.none
        var entries: [Assembly.Entry] = []
        /// Records whose texts are destroyed in the same transaction.
        var rewritten: [UInt64: [UInt8]] = [:]
    }

    /// Views that are not what the log says are built again, once, and then it goes on.
    private func prepareTrusting(_ drafts: [Draft], _ options: AppendOptions) throws -> Prepared {
        do {
            return try prepare(drafts, options)
        } catch let problem as Problem where problem.code == .damaged && problem.place == "views" {
            guard !options.isDryRun else { throw problem }
            try derive(from: .none, through: snapshot().size)
            return try prepare(drafts, options)
        }
    }

    private func prepare(_ drafts: [Draft], _ options: AppendOptions) throws -> Prepared {
        let snapshot = try snapshot(forWriting: true)
        var drafts = drafts
        let prefix = surroundings.randomBytes(8)
        for i in drafts.indices { drafts[i].complete(options.defaultActor, surroundings, prefix: prefix) }
        if let known = try Retry(drafts, in: snapshot).receipt() { return Prepared(receipt: known) }

        let recorded = try self.recorded(after: snapshot, options, &drafts)
        var batch = Batch()
        batch.first = snapshot.size + 1
        batch.length = UInt32(drafts.count)
        var assembly = Assembly(
            ledgerID: snapshot.ledgerID, workspace: Workspace(settings: snapshot.settings, base: snapshot), surroundings: surroundings,
            recorded: recorded, batch: batch, frontier: try snapshot.frontier(),
            head: { subject in
                guard let newest = try snapshot.newest(subject) else { return .none }
                return Assembly.Head(version: newest.version, leafHash: try snapshot.leafHash(newest.number))
            })
        assembly.warningReason = options.warningReason
        for (i, draft) in drafts.enumerated() { try assembly.add(draft, place: "entry \(i + 1)") }
        guard assembly.problems.isEmpty else { throw Problems(assembly.problems) }
        var prepared = Prepared(receipt: assembly.receipt(recorded))
        prepared.watermark = snapshot.watermark
        prepared.entries = assembly.entries
        prepared.rewritten = try redactions(assembly, snapshot)
        return prepared
    }

    /// One instant for the whole batch: the clock, but never at or before the last entry.
    private func recorded(after snapshot: Snapshot, _ options: AppendOptions, _ drafts: inout [Draft]) throws -> Recorded {
        let last = try snapshot.event(snapshot.size)?.recorded ?? 0
        let clock = surroundings.clock()
        var recorded = Recorded()
        recorded.unixNs = max(clock, last + 1)
        if recorded.unixNs != clock { recorded.clockNs = clock }
        if clock + Limits.clockBehindNanoseconds < last {
            guard let reason = options.clockBehindReason else {
                throw Problem(.clockBehind, Instant(clock).text, Instant(last).text)
            }
            drafts[0].setText(.clockBehind, reason)
        }
        return recorded
    }

    /// The records that lose a text, without it.
    private func redactions(_ assembly: Assembly, _ snapshot: Snapshot) throws -> [UInt64: [UInt8]] {
        var rewritten: [UInt64: [UInt8]] = [:]
        var own = Dictionary(uniqueKeysWithValues: assembly.entries.map { ($0.number, $0.record) })
        for case .redacted(let act)? in assembly.entries.map(\.event.statement.act) {
            let bytes = try rewritten[act.number] ?? own.removeValue(forKey: act.number) ?? snapshot.record(act.number)
            let frame = try RecordFrame(decoding: bytes)
            let texts = frame.texts.filter { $0.field != act.field || $0.ordinal != act.ordinal }
            rewritten[act.number] = try RecordFrame(leaf: frame.leaf, texts: texts, hashes: frame.hashes).encoded()
        }
        return rewritten
    }

    private func write(_ prepared: Prepared) throws {
        try log.write { transaction in
            let last = try transaction.last(.main) { key, _ in key.array }.flatMap { Layout.number($0) } ?? 0
            guard last + 1 == prepared.receipt.first else { throw Problem(.locked, path, "0") }
            for entry in prepared.entries {
                try transaction.put(.main, Layout.bytes(entry.number), prepared.rewritten[entry.number] ?? entry.record, append: true)
            }
            for (number, record) in prepared.rewritten where number <= last {
                try transaction.put(.main, Layout.bytes(number), record)
            }
        }
    }
}

extension Assembly {
    func receipt(_ recorded: Recorded) -> Receipt {
        Receipt(
            first: batch.first, last: batch.first + UInt64(batch.length) - 1, size: frontier.size, root: frontier.root,
            recorded: recorded.unixNs, eventIDs: entries.map(\.event.id))
    }
}

extension Draft {
    /// Fills in what a person leaves out: an id of its own, and who records it.
    mutating func complete(_ actor: String?, _ surroundings: Surroundings, prefix: [UInt8]) {
        if statement.event.isEmpty { statement.event = Data(prefix + surroundings.randomBytes(8)) }
        if !statement.hasRecordedBy, let actor { statement.recordedBy = Subject(.actor, actor) }
    }
}

/// The first batch, which has no ledger to be judged against but its own first entry.
struct Founding {
    let entries: [Assembly.Entry]
    let receipt: Receipt

    init(ledgerID: [UInt8], drafts: [Draft], options: AppendOptions, surroundings: Surroundings) throws {
        guard case .ledgerOpened(let opened)? = drafts.first?.statement.act else { throw Problem(.missingField, "ledger_opened") }
        var drafts = drafts
        let prefix = surroundings.randomBytes(8)
        for i in drafts.indices { drafts[i].complete(options.defaultActor, surroundings, prefix: prefix) }
        var recorded = Recorded()
        recorded.unixNs = surroundings.clock()
        var batch = Batch()
        batch.first = 1
        batch.length = UInt32(drafts.count)
        var assembly = Assembly(
            ledgerID: ledgerID, workspace: Workspace(settings: Settings(opened)), surroundings: surroundings, recorded: recorded,
            batch: batch, frontier: Frontier(), head: { _ in .none })
        for (i, draft) in drafts.enumerated() { try assembly.add(draft, place: "entry \(i + 1)") }
        guard assembly.problems.isEmpty else { throw Problems(assembly.problems) }
        entries = assembly.entries
        receipt = assembly.receipt(recorded)
    }
}
