import LedgerModel
import LedgerProjections

/// Facts of the subjects that were judged last, of bounded size: at most `eventLimit` events and `subjectLimit` subjects, and what one batch uses
/// beyond that only while it is judged for.
///
/// What was not asked for since the last clearing goes first. Whatever goes is folded again from the log when it is asked for.
struct FactsCache {
    /// About what a city records in ten years: its update touches every indicator, and each of them would be folded again.
    static let eventLimit = 40_000
    static let subjectLimit = 20_000

    private struct Known {
        var facts: Facts
        /// Of every event in them.
        var ids: Set<EventKey>
        /// The round in which it was asked for last.
        var round: Int
    }

    private var known: [Subject: Known] = [:]
    private var round = 0
    private var eventCount = 0

    mutating func facts(of key: Subject) -> Facts? {
        guard let index = known.index(forKey: key) else { return nil }
        if known.values[index].round != round { known.values[index].round = round }
        return known.values[index].facts
    }

    mutating func set(_ facts: Facts, for key: Subject) {
        if eventCount >= Self.eventLimit || known.count >= Self.subjectLimit { clear() }
        remove(key)
        eventCount += facts.events.count
        known[key] = Known(facts: facts, ids: Set(facts.events.compactMap { EventKey($0.statement.event) }), round: round)
    }

    /// Whether an event with this id lists the subject, whose facts are here.
    func holds(_ id: EventKey, _ key: Subject) -> Bool { known[key]?.ids.contains(id) ?? false }

    /// Adds an event to facts that are here; others will be folded with it.
    mutating func add(_ event: Event, to key: Subject) {
        guard let index = known.index(forKey: key) else { return }
        known.values[index].facts.add(event)
        if let id = EventKey(event.statement.event) { known.values[index].ids.insert(id) }
        eventCount += 1
    }

    mutating func remove(_ key: Subject) {
        guard let gone = known.removeValue(forKey: key) else { return }
        eventCount -= gone.facts.events.count
    }

    private mutating func clear() {
        known = known.filter { $0.value.round == round }
        round += 1
        eventCount = known.values.reduce(0) { $0 + $1.facts.events.count }
        guard eventCount >= Self.eventLimit / 2 || known.count >= Self.subjectLimit / 2 else { return }
        known.removeAll(keepingCapacity: true)
        eventCount = 0
    }
}
