import LedgerLog
import LedgerModel
import LedgerProjections

/// A ledger as it stands just before an edition, for the papers of that edition: the same whenever they are made, but for texts that
/// were destroyed since.
struct EditionMoment: LedgerSource {
    private let ledger: Snapshot
    let size: UInt64
    /// On which embargoes are judged.
    let day: Day
    /// What is under embargo until this very edition stands in its papers.
    private let edition: String

    init(_ ledger: Snapshot, _ edition: EditionPublished, size: UInt64, day: Day) {
        self.ledger = ledger
        self.edition = edition.id
        self.size = size
        self.day = day
    }

    var settings: Settings { ledger.settings }
    func events(of subject: Subject, through: UInt64) throws -> [Event] { try ledger.events(of: subject, through: min(through, size)) }
    func entries(of subject: Subject, through: UInt64, leavingOut acts: Acts) throws -> StoredEntries {
        try ledger.entries(of: subject, through: min(through, size), leavingOut: acts)
    }
    func indicators(plannedIn plan: String) throws -> [Subject] { try ledger.indicators(plannedIn: plan) }
    func subjects(of kind: Subject.Kind) throws -> [Subject] {
        try ledger.subjects(of: kind).filter { try ledger.events(of: $0, through: size).isEmpty == false }
    }
    func event(_ number: UInt64) throws -> Event? { number <= size ? try ledger.event(number) : nil }
    func number(of eventID: [UInt8]) throws -> UInt64? { try ledger.number(of: eventID).flatMap { $0 <= size ? $0 : nil } }
    func lastNumber(recordedBy instant: UInt64) throws -> UInt64 { min(size, try ledger.lastNumber(recordedBy: instant)) }
    func text(_ number: UInt64, _ field: TextField, _ ordinal: UInt32) throws -> TextReading {
        number <= size ? try ledger.text(number, field, ordinal, on: day, size: size, publishing: edition) : .none
    }
    func forEachEvent(after: UInt64, through: UInt64, _ body: (Event) throws -> Bool) throws {
        try ledger.forEachEvent(after: after, through: min(through, size), body)
    }
    func forEachEvent(after: UInt64, through: UInt64, where isWanted: WalkedFilter, _ body: (Event) throws -> Bool) throws {
        try ledger.forEachEvent(after: after, through: min(through, size), where: isWanted, body)
    }
}
