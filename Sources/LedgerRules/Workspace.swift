import LedgerModel
import LedgerProjections

/// The ledger as it stands while a batch is being judged: what was there, and the entries added so far.
///
/// Keeps the facts of the subjects that were asked for lately, and adds to them event by event.
/// What is let go of is folded again from its events when it is asked for. `append` loads what was there on demand; `verify` starts
/// from nothing and adds every entry.
package final class Workspace: RuleContext {
    /// An entry added: as it is, or its record, which takes a fraction of the memory and is decoded when it is asked for again.
    private enum Added {
        case event(Event)
        case record([UInt8])
    }

    package let settings: Settings
    private let base: (any LedgerSource)?
    /// Reads an entry again that was added; where there is one, no entry is kept.
    private let again: ((UInt64) throws -> Event?)?
    private var added: [UInt64: Added] = [:]
    /// The numbers of the entries added that list a subject, ascending.
    private var addedOf: [Subject: [UInt64]] = [:]
    private var addedIDs = EventIndex()
    /// Facts asked for since the last time that these were full, and those before.
    private var recent: [Subject: Facts] = [:]
    private var older: [Subject: Facts] = [:]
    private var recentEvents = 0

    private let heldEvents: Int

    /// - Parameters:
    ///   - again: reads an entry that was added; without it every entry is kept.
    ///   - heldEvents: how many events the facts hold that are kept, about; each takes one or two thousand bytes. A subject with a longer
    ///     history is kept all the same.
    package init(
        settings: Settings, base: (any LedgerSource)? = nil, heldEvents: Int = 80_000, again: ((UInt64) throws -> Event?)? = nil
    ) {
        self.settings = settings
        self.heldEvents = heldEvents
        self.base = base
        self.again = again
    }

    /// - Parameter record: what will be stored; it is kept in the place of the event where it is given.
    package func add(_ event: Event, record: [UInt8]? = nil) {
        if again == nil { added[event.number] = record.map { .record($0) } ?? .event(event) }
        addedIDs.add(event.number, EventIndex.Mark(event.statement.event))
        for subject in event.subjects {
            addedOf[subject, default: []].append(event.number)
            if recent[subject]?.add(event) != nil { recentEvents += 1 } else { older[subject]?.add(event) }
        }
    }

    package func facts(of subject: Subject) throws -> Facts {
        if let facts = recent[subject] { return facts }
        let facts = try older.removeValue(forKey: subject) ?? Facts(subject, folded(subject))
        recent[subject] = facts
        recentEvents += facts.events.count + 1
        if recentEvents > heldEvents / 2 {
            older = recent
            recent = [:]
            recentEvents = 0
        }
        return facts
    }

    /// Gives away what is known of every subject, and keeps nothing of it.
    package func takeFacts() -> [[Subject: Facts]] {
        defer { (recent, older, recentEvents) = ([:], [:], 0) }
        return [recent, older]
    }

    private func folded(_ subject: Subject) throws -> [Event] {
        let earlier = try base?.events(of: subject, through: .max) ?? []
        return try earlier + (addedOf[subject] ?? []).compactMap { try event($0) }
    }

    /// The numbers of the entries added that list a subject, ascending.
    package func added(of subject: Subject) -> [UInt64] { addedOf[subject] ?? [] }

    /// The events that list a subject, ascending, up to and with `through`.
    package func events(of subject: Subject, through: UInt64) throws -> [Event] {
        let events = try recent[subject]?.events ?? older[subject]?.events ?? folded(subject)
        return events.filter { $0.number <= through }
    }

    package func event(_ number: UInt64) throws -> Event? {
        switch added[number] {
        case .event(let event)?: event
        case .record(let bytes)?: Event(try Codec.decodeLeaf(RecordFrame(decoding: bytes).leaf), settings: settings)
        case nil: try again?(number) ?? base?.event(number)
        }
    }

    package func number(of eventID: [UInt8]) throws -> UInt64? {
        try addedIDs.first(EventIndex.Mark(eventID)) { try event($0)?.id == eventID } ?? base?.number(of: eventID)
    }
}
