import LMDB
import LedgerMerkle
import LedgerModel
import LedgerProjections
import LedgerRules

/// What an open ledger knows of the end of its log: kept from append to append, so that none of them folds the tail, builds the tree's edge
/// or decodes a subject's history again.
///
/// Used only under the writer's lock, and only where the log still ends in the entry that it knows (`Ledger.writerState`); otherwise it is
/// built again. What it holds comes from the log's own bytes. Entries of a batch that is being judged are among its facts at once;
/// `revert` takes them out, `commit` makes them part of the log that it knows.
final class WriterState: RuleContext {
    /// An entry that the views do not have yet: its leaf, or the event alone where it was refused.
    private enum Pending {
        case leaf([UInt8])
        case refused(Event, ActMark)
    }

    let settings: Settings
    let ledgerID: [UInt8]
    /// The log that it knows: where it ends, and when that was recorded.
    private(set) var size: UInt64
    private(set) var leafHash: Hash
    private(set) var recorded: UInt64
    private(set) var frontier: Frontier
    /// As the views are known to stand. Entries after it are `pending`.
    private(set) var watermark: Watermark

    private var pending: [Pending] = []
    private var pendingIDs: [EventKey: UInt64] = [:]
    private var pendingOf: [Subject: [UInt64]] = [:]
    private var heads: [Subject: Assembly.Head] = [:]
    private var cache = FactsCache()
    /// For the batch that is being judged; nil between batches, and for a ledger that is being founded.
    private var base: WriterBase?
    /// What the batch has changed above.
    private var touched: Set<Subject> = []
    private static let headLimit = 100_000

    /// A ledger that is being founded.
    init(founding opened: LedgerOpened, ledgerID: [UInt8]) {
        settings = Settings(opened)
        self.ledgerID = ledgerID
        (size, leafHash, recorded, frontier, watermark) = (0, .zero, 0, Frontier(), .none)
    }

    /// Walks the entries after the watermark. Nothing is decoded but entry 1.
    init(_ base: WriterBase) throws {
        settings = base.settings
        ledgerID = Array(base.opened.statement.ledger)
        size = base.size
        watermark = base.watermark
        leafHash = try base.leafHash(base.size)
        recorded = try base.walk(base.size).recorded
        frontier = try Frontier(size: base.size, reader: base)
        for number in stride(from: watermark.number + 1, through: base.size, by: 1) {
            let (leaf, record) = try Snapshot.walk(base.record(number), number)
            let hash = try record.leafHash(in: leaf.bytes, number)
            for link in leaf.links {
                guard let subject = leaf.subject(link) else { throw Problem(.damaged, at: "entry \(number)", "cannot be read") }
                pendingOf[subject, default: []].append(number)
                heads[subject] = Assembly.Head(version: link.version, leafHash: hash)
            }
            pending.append(.leaf(Array(leaf.bytes[leaf.range])))
            if let id = EventKey(leaf.eventID.span) { pendingIDs[id] = number }
        }
    }

    // MARK: a batch

    /// - Precondition: `base` reads the log that this knows.
    func begin(_ base: WriterBase) {
        precondition(base.size == size && base.watermark == watermark, "a batch is judged against the log that is known")
        self.base = base
    }

    /// Takes an entry of the batch into account for those after it.
    func add(_ event: Event, _ mark: ActMark, leaf: [UInt8], hash: Hash, links: [LeafFrame.Link]) {
        pending.append(.leaf(leaf))
        if let id = EventKey(event.statement.event) { pendingIDs[id] = event.number }
        for link in links {
            note(event, mark, link.subject)
            heads[link.subject] = Assembly.Head(version: link.version, leafHash: hash)
        }
    }

    /// An entry that was refused still counts for those after it; the batch will not be committed.
    func addRefused(_ event: Event, _ mark: ActMark) {
        pending.append(.refused(event, mark))
        if let id = EventKey(event.statement.event) { pendingIDs[id] = event.number }
        for subject in event.subjects { note(event, mark, subject) }
    }

    private func note(_ event: Event, _ mark: ActMark, _ key: Subject) {
        touched.insert(key)
        pendingOf[key, default: []].append(event.number)
        cache.add(event, Mention(event.number, mark, id: event.statement.event.span), to: key)
    }

    /// Lets the read transactions go; before anything is written.
    func letGo() { base = nil }

    /// The batch is in the log.
    func commit(_ edge: Frontier, recorded: UInt64) {
        guard case .leaf(let last)? = pending.last else { preconditionFailure("a refused batch is never committed") }
        leafHash = LedgerMerkle.leafHash(last)
        (size, frontier, self.recorded) = (edge.size, edge, recorded)
        touched.removeAll(keepingCapacity: true)
        if heads.count > Self.headLimit { forgetHeads() }
    }

    /// Lets go of all that it holds, for a batch so long that it takes the memory that writing it needs. It is not used any more.
    func empty() {
        base = nil
        (pending, pendingIDs, pendingOf, heads, touched) = ([], [:], [:], [:], [])
        cache = FactsCache()
    }

    /// The batch will not be in the log: as before it.
    func revert() {
        base = nil
        let kept = Int(size - watermark.number)
        guard pending.count > kept else { return }
        for key in touched {
            cache.remove(key)
            heads[key] = nil
            pendingOf[key]?.removeAll { $0 > size }
            if pendingOf[key]?.isEmpty ?? false { pendingOf[key] = nil }
        }
        pending.removeSubrange(kept...)
        pendingIDs = pendingIDs.filter { $0.value <= size }
        touched.removeAll()
        // Heads of entries that wait for their rows are nowhere else.
        for key in pendingOf.keys where heads[key] == nil { restoreHead(key) }
    }

    private func restoreHead(_ key: Subject) {
        guard let number = pendingOf[key]?.last, case .leaf(let bytes) = pending[place(number)], let leaf = try? WalkedLeaf(bytes) else { return }
        for link in leaf.links where leaf.subject(link) == key {
            heads[key] = Assembly.Head(version: link.version, leafHash: LedgerMerkle.leafHash(bytes))
        }
    }

    private func forgetHeads() {
        heads = heads.filter { pendingOf[$0.key] != nil }
    }

    // MARK: derived rows

    /// The leaves after the watermark, up to and with `end`, for their rows. Returns the hash of the last.
    func forEachPendingLeaf(through end: UInt64, _ body: (WalkedLeaf) throws -> Void) throws -> Hash {
        var last: [UInt8] = []
        for number in stride(from: watermark.number + 1, through: end, by: 1) {
            guard case .leaf(let bytes) = pending[place(number)] else { preconditionFailure("only what is in the log has rows") }
            try body(Snapshot.walk(leaf: bytes, in: 0..<bytes.count, number))
            last = bytes
        }
        return LedgerMerkle.leafHash(last)
    }

    /// The views have everything up to `mark`.
    func settle(_ mark: Watermark) {
        let count = Int(mark.number - watermark.number)
        watermark = mark
        guard count < pending.count else {
            pending.removeAll(keepingCapacity: true)
            pendingIDs.removeAll(keepingCapacity: true)
            pendingOf.removeAll(keepingCapacity: true)
            return
        }
        pending.removeSubrange(..<count)
        pendingIDs = pendingIDs.filter { $0.value > mark.number }
        pendingOf = pendingOf.mapValues { $0.filter { $0 > mark.number } }.filter { !$0.value.isEmpty }
    }

    // MARK: RuleContext

    func facts(of subject: Subject, _ aspect: Aspect) throws -> Facts {
        if let facts = cache.facts(of: subject, aspect) { return facts }
        let facts = try folded(subject, aspect)
        cache.set(facts, for: subject, aspect)
        return facts
    }

    /// Every entry that lists a subject, ascending, with those of the batch.
    func mentions(of subject: Subject) throws -> [Mention] {
        if let known = cache.mentions(of: subject) { return known }
        let earlier = try base?.mentions(of: subject) ?? []
        let mentions = try earlier + (pendingOf[subject] ?? []).map { number in
            switch pending[place(number)] {
            case .leaf(let bytes): try Mention(Snapshot.walk(leaf: bytes, in: 0..<bytes.count, number))
            case .refused(let event, let mark): Mention(number, mark, id: event.statement.event.span)
            }
        }
        cache.set(mentions, for: subject)
        return mentions
    }

    func event(_ number: UInt64) throws -> Event? {
        if number > watermark.number, place(number) < pending.count { return try pendingEvent(number) }
        return try base?.event(number)
    }

    func number(of eventID: [UInt8]) throws -> UInt64? {
        guard let key = EventKey(eventID.span) else { return nil }
        return try pendingIDs[key] ?? base?.number(of: eventID)
    }

    /// An event of the subject, as the log gives them, with this id.
    func twin(of event: Event, about subject: Subject) throws -> Event? {
        let id = event.statement.event
        for mention in try mentions(of: subject) where mention.mayHave(id: id.span) {
            if let other = try self.event(mention.number), other.statement.event == id { return other }
        }
        return nil
    }

    /// The chain of a subject as the batch leaves it so far.
    func head(_ subject: Subject) throws -> Assembly.Head {
        if let head = heads[subject] { return head }
        let head = try base?.head(subject) ?? .none
        heads[subject] = head
        return head
    }

    func frame(_ number: UInt64) throws -> RecordFrame {
        guard let base else { preconditionFailure("records are read while a batch is judged") }
        return try base.frame(number)
    }

    func record(_ number: UInt64) throws -> [UInt8] {
        guard let base else { preconditionFailure("records are read while a batch is judged") }
        return try base.record(number)
    }

    /// The root when the log had this many entries.
    func root(at size: UInt64) throws -> Hash {
        guard size != self.size, let base else { return frontier.root }
        return try rootHash(size: size, reader: base)
    }

    /// Whether this is the log that it knows.
    func knows(size: UInt64, leafHash: Hash, watermark: Watermark) -> Bool {
        self.size == size && self.leafHash == leafHash && self.watermark == watermark
    }

    private func place(_ number: UInt64) -> Int { Int(number - watermark.number) - 1 }

    private func pendingEvent(_ number: UInt64) throws -> Event {
        switch pending[place(number)] {
        case .leaf(let bytes): try Snapshot.event(Snapshot.walk(leaf: bytes, in: 0..<bytes.count, number), settings)
        case .refused(let event, _): event
        }
    }
}

extension Mention {
    /// Of the entry of a leaf.
    init(_ leaf: WalkedLeaf) throws {
        do throws(WireWalker.Malformed) { self.init(leaf.number, try ActMark(leaf), id: leaf.eventID.span) } catch {
            throw Problem(.damaged, at: "entry \(leaf.number)", "cannot be read")
        }
    }
}
