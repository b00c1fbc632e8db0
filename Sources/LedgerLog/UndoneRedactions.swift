import Foundation
import LedgerModel
import LedgerVerifier

/// A text that another copy of the log redacted, and that this one still holds.
package struct UndoneRedaction: Hashable, Sendable {
    package let text: TextPlace
    /// The entry that redacts it, in the other copy, and when that was recorded (Unix nanoseconds).
    package let by: UInt64
    package let recorded: UInt64
}

/// What going on with this copy would undo, as far as the other one can be read.
package struct UndoneRedactions: Sendable {
    package let all: [UndoneRedaction]
    /// Nothing of the other copy was unreadable: there are no more than these.
    package let isComplete: Bool
}

extension Ledger {
    /// The redactions that the ledger at `known`, a newer copy or a damaged one, records, whose texts are here. Texts are those of the
    /// same event, whatever its number. Reads all of `known`, past damaged entries and pages.
    /// - Throws: `no-ledger`, `storage`; `other-ledger` where it is not a copy of this ledger; `damaged` where this one cannot be read.
    package func redactionsUndone(knownFrom known: String) throws -> UndoneRedactions {
        let snapshot = try snapshot()
        let found = try KnownRedactions(StoredLedger(Ledger(opening: known, mode: .reading)), of: snapshot.ledgerID)
        let all = try found.all.filter { redaction in
            guard let number = try found.events[redaction.text.entry].map({ try snapshot.number(of: $0) }) ?? redaction.text.entry,
                number <= snapshot.size
            else { return false }
            return try snapshot.frame(number).texts.contains { $0.field == redaction.text.field && $0.ordinal == redaction.text.ordinal }
        }
        return UndoneRedactions(all: all, isComplete: found.isComplete)
    }
}

private struct KnownRedactions {
    private(set) var all: [UndoneRedaction] = []
    /// Ids of the events whose texts were redacted, by number in that copy.
    private(set) var events: [UInt64: [UInt8]] = [:]
    private(set) var isComplete = true

    init(_ source: StoredLedger, of ledgerID: [UInt8]) throws {
        var stranger: Problem?
        var isOurs = false
        try source.forEachRecord { number, record in
            guard let leaf = Self.leaf(record), leaf.number == number else {
                isComplete = false
                return true
            }
            guard Array(leaf.statement.ledger) == ledgerID else {
                stranger = stranger ?? Problem(.otherLedger, at: "entry \(leaf.number)", leaf.statement.ledger.hex)
                return true
            }
            isOurs = true
            if case .redacted(let act)? = leaf.statement.act {
                let place = TextPlace(entry: act.number, field: act.field, ordinal: act.ordinal)
                all.append(UndoneRedaction(text: place, by: leaf.number, recorded: leaf.recorded.unixNs))
            }
            return true
        }
        // An entry among many that names another ledger is damage.
        if let stranger {
            guard isOurs else { throw stranger }
            isComplete = false
        }
        let wanted = Set(all.map(\.text.entry))
        try source.forEachRecord { number, record in
            if let number, wanted.contains(number), let leaf = Self.leaf(record) { events[number] = Array(leaf.statement.event) }
            return true
        }
        try source.forEachStorageFault { if $0.hasPrefix("log:") { isComplete = false } }
    }

    private static func leaf(_ record: [UInt8]) -> Leaf? { (try? RecordFrame(decoding: record)).flatMap { try? Leaf(serializedBytes: $0.leaf) } }
}
