import LedgerModel
import LedgerProjections

/// The ledger while its entries are judged one after another from the first: `verify` adds each when it has judged it.
///
/// Of every entry it keeps who is named in it and what it may change; entries themselves are read again when a rule asks for them. Facts
/// that were asked for lately are kept, and grow entry by entry.
package final class Workspace: RuleContext {
    package let settings: Settings
    /// Reads an entry that was added.
    private let again: (UInt64) throws -> Event?
    /// The entries that list a subject, ascending.
    private var mentioned: [Subject: [Mention]] = [:]
    private var ids = EventIndex()
    /// Facts asked for since the last time that these were full, and those before.
    private var recent: [Subject: KnownFacts] = [:]
    private var older: [Subject: KnownFacts] = [:]
    private var recentEvents = 0
    private let heldEvents: Int
    private let letGo: ([Subject: KnownFacts]) -> Void

    /// - Parameters:
    ///   - heldEvents: how many events the facts hold that are kept, about; each takes about a thousand bytes. A subject with a longer history is
    ///     kept all the same.
    ///   - letGo: is given what is not kept any longer; taking it apart takes long.
    ///   - again: reads an entry that was added.
    package init(settings: Settings, heldEvents: Int = 40_000, letGo: @escaping ([Subject: KnownFacts]) -> Void = { _ in }, again: @escaping (UInt64) throws -> Event?) {
        self.settings = settings
        self.heldEvents = heldEvents
        self.letGo = letGo
        self.again = again
    }

    package func add(_ event: Event, _ mark: ActMark) {
        ids.add(event.number, EventIndex.Mark(event.statement.event))
        let mention = Mention(event.number, mark, id: event.statement.event.span)
        for subject in event.subjects {
            mentioned[subject, default: []].append(mention)
            if let place = recent.index(forKey: subject) {
                recentEvents += recent.values[place].add(event, mark)
            } else if let place = older.index(forKey: subject) {
                older.values[place].add(event, mark)
            }
        }
    }

    package func facts(of subject: Subject, _ aspect: Aspect) throws -> Facts {
        if let facts = recent[subject]?[aspect] { return facts }
        // What was asked for before comes back as a whole, whichever aspect that was.
        var known = recent[subject] ?? older.removeValue(forKey: subject) ?? KnownFacts()
        let before = recent[subject]?.eventCount ?? 0
        let facts = try known[aspect] ?? folded(subject, aspect)
        known[aspect] = facts
        recent[subject] = known
        recentEvents += known.eventCount - before + 1
        if recentEvents > heldEvents / 2 {
            letGo(older)
            (older, recent, recentEvents) = (recent, [:], 0)
        }
        return facts
    }

    package func mentions(of subject: Subject) -> [Mention] { mentioned[subject] ?? [] }

    /// Keeps no facts of any subject.
    package func letGoOfFacts() {
        letGo(older)
        letGo(recent)
        (recent, older, recentEvents) = ([:], [:], 0)
    }

    /// The events that list a subject, ascending, up to and with `through`.
    package func events(of subject: Subject, through: UInt64) throws -> [Event] {
        try events(mentions(of: subject).lazy.map(\.number).filter { $0 <= through })
    }

    package func event(_ number: UInt64) throws -> Event? { try again(number) }

    package func number(of eventID: [UInt8]) throws -> UInt64? {
        try ids.first(EventIndex.Mark(eventID)) { try again($0)?.id == eventID }
    }
}
