import LMDB
import LedgerMerkle
import LedgerModel
import Synchronization

/// The entries after the watermark: which subjects each lists, and how they are found. All of them where there are no views.
///
/// Walked once, each held against its hash, and none kept: who asks for one reads it from the log. So the fold of a whole log takes two
/// microseconds an entry, and some dozen bytes a link.
struct Tail {
    fileprivate struct Listed {
        var numbers: [UInt64] = []
        var version: UInt64 = 0
    }

    private var listed: [Listed] = []
    /// Where each subject stands in `listed`.
    private var places: [Subject: Int] = [:]
    private var ids = TailIDs()
    /// Of each entry, when it was recorded (Unix nanoseconds).
    private var recorded: [UInt64] = []
    /// Of each plan the indicators to which anything gives a baseline or a target in it.
    private var planned: [String: Set<String>] = [:]
    private let after: UInt64
    // Most entries are about what the one before was about: looking for it again was a quarter of the fold.
    private var lastSubject: (kind: UInt64, id: [UInt8], place: Int) = (0, [], 0)
    private var lastPlanned: (plan: [UInt8], indicator: [UInt8]) = ([], [])

    /// - Throws: `damaged` for an entry that is missing, cannot be walked or does not match its hash; `newer-format`.
    init(_ log: borrowing ReadTransaction, after: UInt64, through size: UInt64) throws {
        self.after = after
        guard after < size else { return }
        recorded.reserveCapacity(Int(size - after))
        var next = after + 1
        try log.scan(.main, from: Layout.bytes(next)) { key, value in
            guard next <= size, key.count == 8 else { return false }
            guard key.number(at: 0) == next else { throw Problem(.damaged, at: "entry \(next)", "is missing") }
            try add(value.array, next)
            next += 1
            return true
        }
        guard next > size else { throw Problem(.damaged, at: "entry \(next)", "is missing") }
    }

    private mutating func add(_ bytes: [UInt8], _ number: UInt64) throws {
        let (leaf, record) = try Snapshot.walk(bytes, number)
        guard Hash(bytes[record.hashes].prefix(32)) == leafHash(bytes[record.leaf]) else {
            throw Problem(.damaged, at: "entry \(number)", "its content does not match its hash")
        }
        for link in leaf.links { listed[try place(link, leaf)].add(number, link.version) }
        ids.add(leaf.eventID.span)
        recorded.append(leaf.recorded)
        if Acts.facts.contains(field: Int(leaf.act.field)), let fact = try? WalkedFact(bytes.span, in: leaf.act.range), !fact.plan.isEmpty {
            plan(bytes[fact.plan], bytes[fact.indicator])
        }
    }

    private mutating func place(_ link: WalkedLeaf.Link, _ leaf: WalkedLeaf) throws -> Int {
        let id = leaf.bytes[link.id]
        if link.kind == lastSubject.kind, id.elementsEqual(lastSubject.id) { return lastSubject.place }
        guard let subject = leaf.subject(link) else { throw Problem(.damaged, at: "entry \(leaf.number)", "cannot be read") }
        let place = places[subject] ?? listed.count
        if place == listed.count {
            listed.append(Listed())
            places[subject] = place
        }
        lastSubject = (link.kind, Array(id), place)
        return place
    }

    private mutating func plan(_ plan: ArraySlice<UInt8>, _ indicator: ArraySlice<UInt8>) {
        if indicator.elementsEqual(lastPlanned.indicator), plan.elementsEqual(lastPlanned.plan) { return }
        planned[String(decoding: plan, as: UTF8.self), default: []].insert(String(decoding: indicator, as: UTF8.self))
        lastPlanned = (Array(plan), Array(indicator))
    }

    /// Ascending.
    func numbers(of subject: Subject) -> [UInt64] { places[subject].map { listed[$0].numbers } ?? [] }
    func subjects(of kind: Subject.Kind) -> [Subject] { places.keys.filter { $0.kind == kind } }
    func indicators(plannedIn plan: String) -> Set<String> { planned[plan] ?? [] }
    func number(of id: [UInt8]) -> UInt64? { ids.place(of: id).map { after + UInt64($0) + 1 } }
    func newest(_ subject: Subject) -> (version: UInt64, number: UInt64)? {
        places[subject].flatMap { place in listed[place].numbers.last.map { (listed[place].version, $0) } }
    }

    /// Nil where the answer lies before the tail.
    func lastNumber(recordedBy instant: UInt64) -> UInt64? {
        recorded.lastIndex { $0 <= instant }.map { after + UInt64($0) + 1 }
    }
}

extension Tail.Listed {
    fileprivate mutating func add(_ number: UInt64, _ version: UInt64) {
        // An entry that lists a subject twice is one entry.
        if numbers.last != number { numbers.append(number) }
        self.version = version
    }
}

/// The event ids of a run of entries, in their order. The index over them is made when somebody looks for one: few folds do, and it is a
/// quarter of their cost.
private struct TailIDs {
    private final class Index: Sendable {
        let places: [EventKey: Int]

        init(_ keys: [EventKey?]) {
            var places: [EventKey: Int] = [:]
            places.reserveCapacity(keys.count)
            for (place, key) in keys.enumerated() { if let key { places[key] = place } }
            self.places = places
        }
    }

    private final class Lazy: Sendable {
        let index = AtomicLazyReference<Index>()
    }

    private var keys: [EventKey?] = []
    private let lazy = Lazy()

    /// - Precondition: nobody has looked for one yet.
    mutating func add(_ id: Span<UInt8>) { keys.append(EventKey(id)) }

    func place(of id: [UInt8]) -> Int? {
        guard let key = EventKey(id.span), !keys.isEmpty else { return nil }
        return (lazy.index.load() ?? lazy.index.storeIfNil(Index(keys))).places[key]
    }
}
