import LMDB
import LedgerMerkle
import LedgerModel

/// The entries after the watermark: which subjects each lists, and how they are found. All of them where there are no views.
///
/// Walked once, each held against its hash, and none kept: who asks for one reads it from the log. So the fold of a whole log takes two
/// microseconds an entry, and some dozen bytes a link.
struct Tail {
    fileprivate struct Listed {
        var numbers: [UInt64] = []
        var version: UInt64 = 0
    }

    private var bySubject: [Subject: Listed] = [:]
    private var ids: [EventKey: UInt64] = [:]
    /// Of each entry, when it was recorded (Unix nanoseconds).
    private var recorded: [UInt64] = []
    /// Of each plan the indicators to which anything gives a baseline or a target in it.
    private var planned: [String: Set<String>] = [:]
    private let after: UInt64

    /// - Throws: `damaged` for an entry that is missing, cannot be walked or does not match its hash; `newer-format`.
    init(_ log: borrowing ReadTransaction, after: UInt64, through size: UInt64) throws {
        self.after = after
        guard after < size else { return }
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
        for link in leaf.links {
            guard let subject = leaf.subject(link) else { throw Problem(.damaged, at: "entry \(number)", "cannot be read") }
            bySubject[subject, default: Listed()].add(number, link.version)
        }
        if let id = EventKey(leaf.eventID.span) { ids[id] = number }
        recorded.append(leaf.recorded)
        if Acts.facts.contains(field: Int(leaf.act.field)), let fact = try? WalkedFact(bytes.span, in: leaf.act.range), !fact.plan.isEmpty {
            planned[String(decoding: bytes[fact.plan], as: UTF8.self), default: []].insert(String(decoding: bytes[fact.indicator], as: UTF8.self))
        }
    }

    /// Ascending.
    func numbers(of subject: Subject) -> [UInt64] { bySubject[subject]?.numbers ?? [] }
    func subjects(of kind: Subject.Kind) -> [Subject] { bySubject.keys.filter { $0.kind == kind } }
    func indicators(plannedIn plan: String) -> Set<String> { planned[plan] ?? [] }
    func number(of id: [UInt8]) -> UInt64? { EventKey(id.span).flatMap { ids[$0] } }
    func newest(_ subject: Subject) -> (version: UInt64, number: UInt64)? {
        bySubject[subject].flatMap { listed in listed.numbers.last.map { (listed.version, $0) } }
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
