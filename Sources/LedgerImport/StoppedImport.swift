import LedgerModel
import LedgerProjections

/// A ledger as it stood when it had `size` entries, but for texts that were destroyed since and embargoes that have passed.
package struct EarlierLedger<Store: LedgerSource>: LedgerSource {
    private let ledger: Store
    package let size: UInt64

    package init(_ ledger: Store, size: UInt64) {
        self.ledger = ledger
        self.size = min(size, ledger.size)
    }

    package var settings: Settings { ledger.settings }
    package func events(of subject: Subject, through: UInt64) throws -> [Event] { try ledger.events(of: subject, through: min(through, size)) }
    package func entries(of subject: Subject, through: UInt64, leavingOut acts: Acts) throws -> StoredEntries {
        try ledger.entries(of: subject, through: min(through, size), leavingOut: acts)
    }
    package func indicators(plannedIn plan: String) throws -> [Subject] { try ledger.indicators(plannedIn: plan) }
    package func subjects(of kind: Subject.Kind) throws -> [Subject] {
        try ledger.subjects(of: kind).filter { try !ledger.events(of: $0, through: size).isEmpty }
    }
    package func event(_ number: UInt64) throws -> Event? { number <= size ? try ledger.event(number) : nil }
    package func number(of eventID: [UInt8]) throws -> UInt64? { try ledger.number(of: eventID).flatMap { $0 <= size ? $0 : nil } }
    package func lastNumber(recordedBy instant: UInt64) throws -> UInt64 { min(size, try ledger.lastNumber(recordedBy: instant)) }
    package func text(_ number: UInt64, _ field: TextField, _ ordinal: UInt32) throws -> LedgerProjections.TextReading {
        number <= size ? try ledger.text(number, field, ordinal) : .none
    }
    package func forEachEvent(after: UInt64, through: UInt64, _ body: (Event) throws -> Bool) throws {
        try ledger.forEachEvent(after: after, through: min(through, size), body)
    }
    package func forEachEvent(after: UInt64, through: UInt64, where isWanted: WalkedFilter, _ body: (Event) throws -> Bool) throws {
        try ledger.forEachEvent(after: after, through: min(through, size), where: isWanted, body)
    }
}

/// An import whose first slices are recorded and whose last are not.
///
/// The same file compared with the ledger as it stood before the first slice, with the same definitions and classes, gives the same drafts with the same
/// ids. Where the recorded entries are exactly the first of them, the others are what is left; nothing is worked out from half a table.
package enum StoppedImport {
    /// How many entries stood before those of this file and mapping with which the log ends; nil where it ends with others. Cost: one entry a batch.
    package static func start(of document: ImportDocument, in ledger: some LedgerSource) throws -> UInt64? {
        var start = ledger.size
        while start > 0, let last = try ledger.event(start), isOf(document, last) { start = last.batchFirst - 1 }
        return start == ledger.size ? nil : start
    }

    private static func isOf(_ document: ImportDocument, _ event: Event) -> Bool {
        guard let source = event.statement.sources.first else { return false }
        let half = Limits.eventIDBytes / 2
        return event.id.prefix(half) == document.digest.prefix(half) && Array(source.digest) == document.digest
            && source.mapping.hasSameBytes(as: document.mapping) && Array(source.mappingDigest) == document.mappingDigest
    }

    /// How many of a plan's drafts are recorded after `start`; nil where the entries there are not its first drafts.
    /// - Parameter plan: made from `EarlierLedger(ledger, size: start)`.
    package static func recorded(of plan: ImportPlan, after start: UInt64, in ledger: some LedgerSource) throws -> Int? {
        guard ledger.size - start <= UInt64(plan.drafts.count) else { return nil }
        var count = 0
        var isSame = true
        try ledger.forEachEvent(after: start, through: ledger.size) { event in
            isSame = try event.id == plan.drafts[count].id && saysTheSame(event, plan.drafts[count].draft, in: ledger)
            count += 1
            return isSame
        }
        return isSame ? count : nil
    }

    /// Whether the entry holds the texts of the draft, which its id says nothing about. What was redacted since cannot be told, and what accepts a
    /// warning was added when it was recorded.
    private static func saysTheSame(_ event: Event, _ draft: Draft, in ledger: some LedgerSource) throws -> Bool {
        guard event.statement.texts.count(where: { $0.field != .override }) == draft.texts.count(where: { $0.field != .override }) else { return false }
        return try draft.texts.allSatisfy { text in
            switch try ledger.text(event, text.field, ordinal: text.ordinal) {
            case .open(let held): held.hasSameBytes(as: text.text)
            case .none: false
            case .withheld, .embargoed, .redacted: true
            }
        }
    }
}
