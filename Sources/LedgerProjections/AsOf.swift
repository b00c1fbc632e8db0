import LedgerModel

/// The moment that a question is about: what was recorded, what was in force, what was decided by then.
package struct AsOf: Sendable, Hashable {
    /// Entries up to this number (the recorded axis).
    package var number: UInt64
    /// In force on or before this day; nil: whatever is known.
    package var effective: Day?
    /// Decided on or before this day; nil: whatever is known.
    package var decided: Day?

    package init(number: UInt64 = .max, effective: Day? = nil, decided: Day? = nil) {
        self.number = number
        self.effective = effective
        self.decided = decided
    }

    package static var now: AsOf { AsOf() }

    package func sees(_ event: Event) -> Bool {
        event.number <= number
            && (effective.map { event.inForceDay <= $0 } ?? true)
            && (decided.map { event.decidedDay <= $0 } ?? true)
    }
}

extension AsOf {
    /// Whether it sees an entry that is walked and not decoded.
    func sees(_ head: EntryHead, _ walked: WalkedStatement, _ settings: Settings) -> Bool {
        guard head.number <= number else { return false }
        if effective == nil, decided == nil { return true }
        let days = walked.days(recorded: PackedDay(head.recordedDay(settings)))
        return (effective.map { days.inForce <= PackedDay($0) } ?? true) && (decided.map { days.decided <= PackedDay($0) } ?? true)
    }
}

extension StoredEntries {
    /// Whether a moment sees an entry.
    package func isSeen(_ entry: Entry, _ asOf: AsOf) -> Bool { asOf.sees(entry.head, entry.walked, settings) }

    /// What two moments may show differently, by the acts of the entries that only one of them sees: empty where both show the same, everything
    /// where they know different ones to be withdrawn.
    func families(differingBetween a: AsOf, and b: AsOf) -> [FactKey.Family] {
        var acts: Acts = []
        for entry in entries {
            if entry.walked.withdrawn > 0, (entry.head.number <= a.number) != (entry.head.number <= b.number) { return FactKey.Family.allCases }
            if isSeen(entry, a) != isSeen(entry, b) { acts.insert(Acts(field: entry.walked.act)) }
        }
        return acts.isEmpty ? [] : FactKey.Family.allCases.filter { !Acts.setting($0).isDisjoint(with: acts) }
    }
}
