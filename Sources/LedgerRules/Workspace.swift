import LedgerModel
import LedgerProjections

/// The ledger as it stands while a batch is being judged: what was there, and the entries added so far.
///
/// Keeps the facts of each subject that was asked for and adds to them event by event. `append` loads the
/// rest on demand; `verify` starts from nothing and adds every entry.
package final class Workspace: RuleContext {
    package let settings: Settings
    private let base: (any LedgerSource)?
    private var known: [Subject: Facts] = [:]
    private var added: [UInt64: Event] = [:]
    private var addedOf: [Subject: [Event]] = [:]
    private var addedIDs: [[UInt8]: UInt64] = [:]
    private static let knownLimit = 2_048

    package init(settings: Settings, base: (any LedgerSource)? = nil) {
        self.settings = settings
        self.base = base
    }

    package func add(_ event: Event) {
        added[event.number] = event
        addedIDs[event.id] = event.number
        for subject in event.subjects { addedOf[subject, default: []].append(event) }
        for subject in event.subjects where known[subject] != nil { known[subject]?.add(event) }
    }

    package func facts(of subject: Subject) throws -> Facts {
        if let facts = known[subject] { return facts }
        let earlier = try base?.events(of: subject, through: .max) ?? []
        let facts = Facts(subject, earlier + (addedOf[subject] ?? []))
        // What is let go of can be folded again from the base and the entries added.
        if base != nil, known.count >= Self.knownLimit { known.removeAll(keepingCapacity: true) }
        known[subject] = facts
        return facts
    }

    package func event(_ number: UInt64) throws -> Event? { try added[number] ?? base?.event(number) }

    package func number(of eventID: [UInt8]) throws -> UInt64? { try addedIDs[eventID] ?? base?.number(of: eventID) }
}
