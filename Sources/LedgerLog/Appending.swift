import Foundation
import LMDB
import LedgerKeys
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
    ///
    /// Drafts are asked for one at a time, some more than once, so that a long batch need not stand in memory as drafts.
    /// - Throws: `Problems` with everything that stands against the batch (at most 100); `Problem` for the rest.
    package func append(_ drafts: some RandomAccessCollection<Draft>, options: AppendOptions = AppendOptions()) throws -> Receipt {
        guard !drafts.isEmpty else { throw Problem(.batchEmpty) }
        guard drafts.count <= Limits.batchEvents else { throw Problem(.batchTooLarge, "\(drafts.count)", "\(Limits.batchEvents)") }
        return try whileLocked(timeout: options.lockTimeout) {
            if let marker = try Ledger.cloneMarker(at: path) { throw Problem(.isClone, marker.source) }
            let signing = try options.logSigner?.begin()
            let isLong = drafts.count >= Self.longBatch
            if isLong { try giveBackMemory() }
            var prepared = try prepareTrusting(drafts, options, signing)
            guard !options.isDryRun else { return prepared.receipt }
            if isLong { try giveBackMemory() }
            if !prepared.entries.isEmpty { try write(prepared) }
            // In this order: durable, signed, kept, answered. What is durable is acknowledged even where the rest fails.
            let receipt = signed(prepared.receipt, signing)
            guard !prepared.entries.isEmpty else { return receipt }
            // Views are built from the log: the records have done their part.
            prepared.entries = []
            if isLong { try? giveBackMemory() }
            // Views that could not follow are caught up by the next writer.
            do { try deriveIfDue(prepared.watermark, size: prepared.receipt.size) } catch { viewsFault = "\(error)" }
            return receipt
        }
    }

    /// Entries from which on a batch takes so much memory that what came before is given back first.
    private static let longBatch = 10_000

    /// After so many entries of a batch the pages that were read for them are given back.
    private static let forgetEvery = 2_000

    /// The steps of a long batch need much memory one after the other, and none of them what the one before has read.
    private func giveBackMemory() throws {
        Heap.giveBack()
        try log.letGoOfPages()
        try views?.letGoOfPages()
    }

    private func signed(_ receipt: Receipt, _ signing: SigningSession?) -> Receipt {
        guard let signing else { return receipt }
        var receipt = receipt
        do { receipt.checkpoint = try signing.sign(size: receipt.size, root: receipt.root) } catch { receipt.checkpointFault = "\(error)" }
        return receipt
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
    private func prepareTrusting(
        _ drafts: some RandomAccessCollection<Draft>, _ options: AppendOptions, _ signing: SigningSession?
    ) throws -> Prepared {
        do {
            return try prepare(drafts, options, signing)
        } catch let problem as Problem where problem.code == .damaged && problem.place == "views" {
            guard !options.isDryRun else { throw problem }
            try derive(from: .none, through: snapshot().size)
            return try prepare(drafts, options, signing)
        }
    }

    private func prepare(_ drafts: some RandomAccessCollection<Draft>, _ options: AppendOptions, _ signing: SigningSession?) throws -> Prepared {
        let snapshot = try snapshot(forWriting: true)
        try signing?.check(snapshot)
        var drafts = CompletedDrafts(drafts, options.defaultActor, surroundings)
        if let known = try Retry(drafts, in: snapshot).receipt() { return Prepared(receipt: known) }

        let recorded = try self.recorded(after: snapshot, options, &drafts)
        if drafts.count == 1 { try drafts.first.completeEdition(snapshot, options, recorded) }
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
        assembly.signers = options.signers
        for (i, draft) in drafts.enumerated() {
            try assembly.add(draft, place: "entry \(i + 1)")
            // What judging reads of the ledger would else stay in memory to the end.
            if (i + 1) % Self.forgetEvery == 0 { forgetPages() }
        }
        guard assembly.problems.isEmpty else { throw Problems(assembly.problems) }
        // Whoever meant to sign and did not is told before anything is recorded.
        if let idle = options.signers.first(where: { !assembly.signed.contains($0.verifier) }) {
            throw Problem(.keyUnknown, idle.verifier.name, idle.verifier.text)
        }
        var prepared = Prepared(receipt: assembly.receipt(recorded, drafts.ids))
        prepared.watermark = snapshot.watermark
        prepared.entries = assembly.entries
        prepared.rewritten = try redactions(assembly, snapshot)
        return prepared
    }

    /// One instant for the whole batch: the clock, but never at or before the last entry.
    private func recorded(
        after snapshot: Snapshot, _ options: AppendOptions, _ drafts: inout CompletedDrafts<some RandomAccessCollection<Draft>>
    ) throws -> Recorded {
        let last = try snapshot.event(snapshot.size)?.recorded ?? 0
        let clock = surroundings.clock()
        var recorded = Recorded()
        recorded.unixNs = max(clock, last + 1)
        if recorded.unixNs != clock { recorded.clockNs = clock }
        if clock + Limits.clockBehindNanoseconds < last {
            guard let reason = options.clockBehindReason else {
                throw Problem(.clockBehind, Instant(clock).text, Instant(last).text)
            }
            drafts.first.setText(.clockBehind, reason)
        }
        return recorded
    }

    /// The records that lose a text, without it.
    private func redactions(_ assembly: Assembly, _ snapshot: Snapshot) throws -> [UInt64: [UInt8]] {
        var rewritten: [UInt64: [UInt8]] = [:]
        for act in assembly.redactions {
            let bytes = try rewritten[act.number] ?? assembly.record(act.number) ?? snapshot.record(act.number)
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
    func receipt(_ recorded: Recorded, _ ids: [[UInt8]]) -> Receipt {
        Receipt(
            first: batch.first, last: batch.first + UInt64(batch.length) - 1, size: frontier.size, root: frontier.root,
            recorded: recorded.unixNs, eventIDs: ids)
    }
}

/// Drafts with what a person leaves out: an id of their own, and who records them. Each is completed when it is asked for.
struct CompletedDrafts<Base: RandomAccessCollection<Draft>>: RandomAccessCollection {
    private let base: Base
    private let actor: String?
    let ids: [[UInt8]]
    /// What belongs to the batch as a whole may be put to it.
    var first: Draft

    /// - Precondition: there is at least one.
    init(_ drafts: Base, _ actor: String?, _ surroundings: Surroundings) {
        base = drafts
        self.actor = actor
        let prefix = surroundings.randomBytes(8)
        ids = drafts.map { $0.statement.event.isEmpty ? prefix + surroundings.randomBytes(8) : Array($0.statement.event) }
        first = Draft()
        first = completed(0)
    }

    var startIndex: Int { 0 }
    var endIndex: Int { ids.count }
    subscript(position: Int) -> Draft { position == 0 ? first : completed(position) }

    private func completed(_ position: Int) -> Draft {
        var draft = base[base.index(base.startIndex, offsetBy: position)]
        draft.statement.event = Data(ids[position])
        if !draft.statement.hasRecordedBy, let actor { draft.statement.recordedBy = Subject(.actor, actor) }
        return draft
    }
}

/// The first batch, which has no ledger to be judged against but its own first entry.
struct Founding {
    let entries: [Assembly.Entry]
    let receipt: Receipt

    init(ledgerID: [UInt8], drafts: [Draft], options: AppendOptions, surroundings: Surroundings) throws {
        guard case .ledgerOpened(let opened)? = drafts.first?.statement.act else { throw Problem(.missingField, "ledger_opened") }
        let drafts = CompletedDrafts(drafts, options.defaultActor, surroundings)
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
        receipt = assembly.receipt(recorded, drafts.ids)
    }
}
