import LedgerModel
import LedgerProjections

/// The ledger as it stands while a batch is being judged: what was there, and the entries added so far.
///
/// Keeps the facts of each subject that was asked for and adds to them event by event. `append` loads the
/// rest on demand; `verify` starts from nothing and adds every entry.
package final class Workspace: RuleContext {
    /// An entry added: as it is, or its record, which takes a fraction of the memory and is decoded when it is asked for again.
    private enum Added {
        case event(Event)
        case record([UInt8])
    }

    package let settings: Settings
    private let base: (any LedgerSource)?
    private var known: [Subject: Facts] = [:]
    private var added: [UInt64: Added] = [:]
    private var addedOf: [Subject: [UInt64]] = [:]
    private var addedIDs: [[UInt8]: UInt64] = [:]
    private static let knownLimit = 512
    /// A subject with more events than this costs more to fold again than to keep.
    private static let shortHistory = 256

    package init(settings: Settings, base: (any LedgerSource)? = nil) {
        self.settings = settings
        self.base = base
    }

    /// - Parameter record: what will be stored; it is kept in the place of the event where it is given.
    package func add(_ event: Event, record: [UInt8]? = nil) {
        added[event.number] = record.map { .record($0) } ?? .event(event)
        addedIDs[event.id] = event.number
        for subject in event.subjects {
            addedOf[subject, default: []].append(event.number)
            known[subject]?.add(event)
        }
    }

    package func facts(of subject: Subject) throws -> Facts {
        if let facts = known[subject] { return facts }
        let earlier = try base?.events(of: subject, through: .max) ?? []
        let facts = Facts(subject, try earlier + (addedOf[subject] ?? []).compactMap { try event($0) })
        // What is let go of can be folded again from the base and the entries added.
        if base != nil, known.count >= Self.knownLimit { letGo() }
        known[subject] = facts
        return facts
    }

    /// The numbers of the entries added that list a subject, ascending.
    package func added(of subject: Subject) -> [UInt64] { addedOf[subject] ?? [] }

    private func letGo() {
        known = known.filter { $0.value.events.count > Self.shortHistory }
        if known.count > Self.knownLimit / 2 { known.removeAll(keepingCapacity: true) }
    }

    /// The events that list a subject, ascending, up to and with `through`.
    package func events(of subject: Subject, through: UInt64) throws -> [Event] {
        try facts(of: subject).events.filter { $0.number <= through }
    }

    package func event(_ number: UInt64) throws -> Event? {
        switch added[number] {
        case .event(let event)?: event
        case .record(let bytes)?: Event(try Codec.decodeLeaf(RecordFrame(decoding: bytes).leaf), settings: settings)
        case nil: try base?.event(number)
        }
    }

    package func number(of eventID: [UInt8]) throws -> UInt64? { try addedIDs[eventID] ?? base?.number(of: eventID) }
}
