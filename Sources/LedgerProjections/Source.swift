import LedgerModel

/// What folds read from: a ledger at one moment. Declared here, by the reader; the log implements it,
/// and so does a plain array in the tests.
package protocol LedgerSource {
    var settings: Settings { get }
    /// How many entries there are.
    var size: UInt64 { get }
    /// The events that list a subject, ascending, up to and with `through`. Cost: that many rows side by side.
    func events(of subject: Subject, through: UInt64) throws -> [Event]
    /// Every subject of a kind that any entry lists, ascending by identifier.
    func subjects(of kind: Subject.Kind) throws -> [Subject]
    /// The entry with a number, or nil where there is none.
    func event(_ number: UInt64) throws -> Event?
    /// The number of the entry with an event id.
    func number(of eventID: [UInt8]) throws -> UInt64?
    /// The last entry that was recorded at or before an instant (Unix nanoseconds); 0 where that is before the ledger.
    func lastNumber(recordedBy instant: UInt64) throws -> UInt64
    /// A text of an entry.
    func text(_ number: UInt64, _ field: TextField, _ ordinal: UInt32) throws -> TextReading
    /// The same events as `events`, as bytes: walked, not decoded. Acts that are left out may be missing.
    func entries(of subject: Subject, through: UInt64, leavingOut acts: Acts) throws -> StoredEntries
    /// At least every indicator that any entry gives a baseline or a target in the plan, ascending. Cost: with an index, those alone.
    func indicators(plannedIn plan: String) throws -> [Subject]
    /// The entry with a number that is one, for its values.
    func valueEvent(_ number: UInt64) throws -> Event
    /// The changes of targets that are kept, as far as they still hold at a moment; nil where none are kept for it.
    func keptChanges(asOf: AsOf) throws -> KeptChanges?
    /// Entries in ascending order; stops where `body` returns false.
    func forEachEvent(after: UInt64, through: UInt64, _ body: (Event) throws -> Bool) throws
    /// At least those that are wanted, which is told from their bytes. Cost: walking the others.
    func forEachEvent(after: UInt64, through: UInt64, where isWanted: WalkedFilter, _ body: (Event) throws -> Bool) throws
}

/// Whether an entry has to be decoded: what stands around its statement, the statement walked, the bytes in which both were walked, and where the
/// statement stands there.
package typealias WalkedFilter = (_ head: EntryHead, _ walked: WalkedStatement, _ bytes: Span<UInt8>, _ statement: Range<Int>) -> Bool

/// Changes of targets that were found before (`StoredChanges`).
package struct KeptChanges {
    /// Subjects that were touched since, or for which another one was read that was: theirs are looked for anew. Ascending.
    package let outdated: [Subject]
    /// Those of all other subjects. A subject that it leaves out has none.
    package let forEach: ((Subject, StoredChanges) throws -> Void) throws -> Void

    package init(outdated: [Subject], forEach: @escaping ((Subject, StoredChanges) throws -> Void) throws -> Void) {
        self.outdated = outdated
        self.forEach = forEach
    }
}

/// What can be shown of a text.
package enum TextReading: Sendable, Hashable {
    case none
    case open(String)
    case withheld(ground: String)
    case embargoed(until: String)
    case redacted

    package var text: String? { if case .open(let text) = self { text } else { nil } }
}

extension LedgerSource {
    package func entries(of subject: Subject, through: UInt64, leavingOut acts: Acts) throws -> StoredEntries {
        var stored = StoredEntries(settings)
        for event in try events(of: subject, through: through) { try stored.add(event) }
        return stored
    }
    package func indicators(plannedIn plan: String) throws -> [Subject] { try subjects(of: .indicator) }
    package func keptChanges(asOf: AsOf) throws -> KeptChanges? { nil }
    package func valueEvent(_ number: UInt64) throws -> Event {
        guard let event = try event(number) else { throw StoredChanges.damaged }
        return event
    }
    /// The changes of one subject as they are kept, found anew. Cost: its entries.
    package func changesToKeep(asOf: AsOf) -> (Subject) throws -> StoredChanges { ChangeReader(source: self, asOf: asOf).stored }
    package func forEachEvent(after: UInt64, through: UInt64, where isWanted: WalkedFilter, _ body: (Event) throws -> Bool) throws {
        try forEachEvent(after: after, through: through, body)
    }

    /// Facts of these families; those of others may be missing.
    package func facts(of subject: Subject, asOf: AsOf = .now, about families: FactKey.Family...) throws -> Facts {
        try facts(of: subject, asOf: asOf, leavingOut: .allBut(families))
    }
    /// The name that holds; nil where there is none, and for subjects whose name is a text.
    package func name(of subject: Subject, asOf: AsOf = .now) throws -> String? { try facts(of: subject, asOf: asOf, about: .name).name }

    /// Facts that know nothing of the acts that are left out.
    package func facts(of subject: Subject, asOf: AsOf, leavingOut acts: Acts) throws -> Facts {
        let stored = try entries(of: subject, through: asOf.number, leavingOut: acts)
        return Facts(subject, try stored.entries.map(stored.event), asOf: asOf)
    }
    package func factLines(of indicator: Subject, asOf: AsOf = .now) throws -> FactLines {
        try FactLines(entries(of: indicator, through: asOf.number, leavingOut: .allButFacts), asOf: asOf)
    }

    package func facts(of subject: Subject, asOf: AsOf = .now) throws -> Facts {
        Facts(subject, try events(of: subject, through: asOf.number), asOf: asOf)
    }
    package func text(_ event: Event, _ field: TextField, ordinal: UInt32 = 0) throws -> TextReading {
        event.statement.holdsText(field, ordinal: ordinal) ? try text(event.number, field, ordinal) : .none
    }
}
