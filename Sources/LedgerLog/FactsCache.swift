import LedgerModel
import LedgerProjections
import LedgerRules

/// What is known of the subjects that were judged last, of bounded size: the entries that list them, and facts of their aspects.
///
/// What was not asked for since the last clearing goes first. Whatever goes is read again from the log when it is asked for.
struct FactsCache {
    /// Events in facts. About what a city records in ten years: its update touches every indicator, and each of them would be folded again.
    static let eventLimit = 40_000
    static let subjectLimit = 20_000

    private struct Known {
        /// Every entry that lists the subject, ascending.
        var mentions: [Mention]
        var facts = KnownFacts()
        /// The round in which it was asked for last.
        var round: Int
    }

    private var known: [Subject: Known] = [:]
    private var round = 0
    private var eventCount = 0

    mutating func mentions(of subject: Subject) -> [Mention]? {
        guard let index = known.index(forKey: subject) else { return nil }
        known.values[index].round = round
        return known.values[index].mentions
    }

    mutating func set(_ mentions: [Mention], for subject: Subject) {
        if known.count >= Self.subjectLimit { clear() }
        remove(subject)
        known[subject] = Known(mentions: mentions, round: round)
    }

    mutating func facts(of subject: Subject, _ aspect: Aspect) -> Facts? {
        guard let index = known.index(forKey: subject) else { return nil }
        if known.values[index].round != round { known.values[index].round = round }
        return known.values[index].facts[aspect]
    }

    /// Of a subject whose mentions are here.
    mutating func set(_ facts: Facts, for subject: Subject, _ aspect: Aspect) {
        if eventCount >= Self.eventLimit { clear() }
        guard let index = known.index(forKey: subject) else { return }
        eventCount += facts.events.count
        known.values[index].facts[aspect] = facts
    }

    /// Adds an entry to what is here of a subject.
    mutating func add(_ event: Event, _ mention: Mention, to subject: Subject) {
        guard let index = known.index(forKey: subject) else { return }
        known.values[index].mentions.append(mention)
        eventCount += known.values[index].facts.add(event, mention.mark)
    }

    mutating func remove(_ subject: Subject) {
        guard let gone = known.removeValue(forKey: subject) else { return }
        eventCount -= gone.facts.eventCount
    }

    private mutating func clear() {
        known = known.filter { $0.value.round == round }
        round += 1
        eventCount = known.values.reduce(0) { $0 + $1.facts.eventCount }
        guard eventCount >= Self.eventLimit / 2 || known.count >= Self.subjectLimit / 2 else { return }
        known.removeAll(keepingCapacity: true)
        eventCount = 0
    }
}
