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
            // Whatever is not committed leaves the state as it was, or is unknown and leaves none.
            var prepared = try prepareTrusting(drafts, options, signing)
            let state = prepared.state
            guard !options.isDryRun else { return prepared.receipt }
            guard !prepared.entries.isEmpty else { return signed(prepared.receipt, signing) }
            self.writer = nil
            // Rows that are not being written yet are built from the log afterwards.
            let isKept = !isLong || prepared.ahead != nil
            if !isKept { state.empty() }
            if isLong { try giveBackMemory() }
            try write(prepared)
            if isKept {
                state.commit(prepared.frontier, recorded: prepared.receipt.recorded)
                self.writer = state
            }
            // In this order: durable, signed, kept, answered. What is durable is acknowledged even where the rest fails.
            let receipt = signed(prepared.receipt, signing)
            options.acknowledge?(receipt)
            prepared.entries = []
            if isLong { try? giveBackMemory() }
            // Views that could not follow are caught up by the next writer.
            do {
                let derived = state.watermark
                if isKept { try deriveIfDue(state, prepared.ahead) } else { try derive(from: derived, through: receipt.size) }
                try keepChangesIfDue(after: derived.number, through: isKept ? state.watermark.number : receipt.size)
            } catch { viewsFault = "\(error)" }
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
        let state: WriterState
        var receipt: Receipt
        var frontier = Frontier()
        /// Derived rows that are being written meanwhile. Let go of without `finish`, nothing of them is stored.
        var ahead: RowsAhead?
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
            writer = nil
            try derive(from: .none, through: snapshot().size)
            return try prepare(drafts, options, signing)
        }
    }

    private func prepare(
        _ drafts: some RandomAccessCollection<Draft>, _ options: AppendOptions, _ signing: SigningSession?
    ) throws -> Prepared {
        let state = try writerState(catchingUp: !options.isDryRun)
        var isPrepared = false
        defer { if isPrepared { state.letGo() } else { state.revert() } }
        try signing?.check(state)
        var drafts = CompletedDrafts(drafts, options.defaultActor, surroundings)
        if let known = try Retry(drafts, in: state).receipt() { return Prepared(state: state, receipt: known) }

        let recorded = try self.recorded(after: state, options, &drafts)
        if drafts.count == 1 { try completeEdition(&drafts.first, options, recorded) }
        var batch = Batch()
        batch.first = state.size + 1
        batch.length = UInt32(drafts.count)
        var assembly = Assembly(state, surroundings: surroundings, recorded: recorded, batch: batch)
        assembly.warningReason = options.warningReason
        assembly.signers = options.signers
        let ahead = options.isDryRun ? nil : try rowsAhead(state, batch: drafts.count)
        for (i, draft) in drafts.enumerated() {
            if let leaf = try assembly.add(draft, place: "entry \(i + 1)") { ahead?.add(leaf) }
            // What judging reads of the ledger would else stay in memory to the end.
            if (i + 1) % Self.forgetEvery == 0 { forgetPages() }
        }
        guard assembly.problems.isEmpty else { throw Problems(assembly.problems) }
        // Whoever meant to sign and did not is told before anything is recorded.
        if let idle = options.signers.first(where: { !assembly.signed.contains($0.verifier) }) {
            throw Problem(.keyUnknown, idle.verifier.name, idle.verifier.text)
        }
        var prepared = Prepared(state: state, receipt: assembly.receipt(recorded, drafts.ids))
        prepared.frontier = assembly.frontier
        prepared.ahead = ahead
        prepared.entries = assembly.entries
        prepared.rewritten = try redactions(assembly, state)
        isPrepared = !options.isDryRun
        return prepared
    }

    /// An edition is sealed from the ledger as any reader sees it.
    private func completeEdition(_ draft: inout Draft, _ options: AppendOptions, _ recorded: Recorded) throws {
        guard case .editionPublished? = draft.statement.act else { return }
        try draft.completeEdition(snapshot(forWriting: true), options, recorded)
    }

    /// One instant for the whole batch: the clock, but never at or before the last entry.
    private func recorded(
        after state: WriterState, _ options: AppendOptions, _ drafts: inout CompletedDrafts<some RandomAccessCollection<Draft>>
    ) throws -> Recorded {
        let last = state.recorded
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
    private func redactions(_ assembly: Assembly, _ state: WriterState) throws -> [UInt64: [UInt8]] {
        var rewritten: [UInt64: [UInt8]] = [:]
        for act in assembly.redactions {
            let bytes = try rewritten[act.number] ?? assembly.record(act.number) ?? state.record(act.number)
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

extension Ledger {
    /// The writer's state for a batch, begun: the one at hand where the log and the views still stand as it knows them, else a new one.
    /// The caller holds the writer's lock.
    /// - Parameter catchingUp: derives what has waited too long first, so that the state stays small.
    private func writerState(catchingUp: Bool) throws -> WriterState {
        if let logFault { throw Problem(.damaged, at: "log", logFault) }
        if let state = try knownState() { return state }
        if catchingUp { do { try catchUp() } catch { viewsFault = "\(error)" } }
        let base = try writerBase()
        let state = try WriterState(base)
        state.begin(base)
        writer = state
        return state
    }

    /// Nil, and forgotten, where another process has written or the views are not what they were.
    private func knownState() throws -> WriterState? {
        guard let writer else { return nil }
        let base = try writerBase()
        guard try writer.knows(size: base.size, leafHash: base.leafHash(base.size), watermark: base.watermark) else {
            self.writer = nil
            return nil
        }
        writer.begin(base)
        return writer
    }

    private func catchUp() throws {
        let (mark, size) = try waiting()
        if size - mark.number >= Ledger.pendingLimit { try derive(from: mark, through: size) }
    }

    /// Read in a function of its own, so that no transaction stands in the way of what follows.
    func waiting() throws -> (Watermark, UInt64) {
        let base = try writerBase()
        return (base.watermark, base.size)
    }

    private func writerBase() throws -> WriterBase {
        let viewsTransaction = try views?.snapshot()
        return try WriterBase(log: log.snapshot(), views: viewsTransaction)
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
            WriterState(founding: opened, ledgerID: ledgerID), surroundings: surroundings, recorded: recorded, batch: batch)
        for (i, draft) in drafts.enumerated() { _ = try assembly.add(draft, place: "entry \(i + 1)") }
        guard assembly.problems.isEmpty else { throw Problems(assembly.problems) }
        entries = assembly.entries
        receipt = assembly.receipt(recorded, drafts.ids)
    }
}
