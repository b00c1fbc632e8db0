import LedgerModel

/// Whether one act was known when another was decided.
package enum Known: String, Sendable {
    case yes, no, cannotBeTold

    /// By what it was told.
    package enum Basis: String, Sendable, Comparable {
        case decidedDates, sequence, cannotBeTold

        private var weakness: Int {
            switch self {
            case .decidedDates: 0
            case .sequence: 1
            case .cannotBeTold: 2
            }
        }
        package static func < (a: Basis, b: Basis) -> Bool { a.weakness < b.weakness }
    }

    /// Compares decided dates; where the days on which each may have been decided overlap, compares the order of entry, but
    /// only where both were entered live. Entries of one batch were recorded at one instant: their order tells nothing.
    package static func was(_ earlier: Event, before decision: Event) -> (Known, Basis) {
        let (a, b) = (DecidedInterval(earlier), DecidedInterval(decision))
        if a.latest < b.earliest { return (.yes, .decidedDates) }
        if a.earliest > b.latest { return (.no, .decidedDates) }
        guard earlier.isLive, decision.isLive, earlier.batchFirst != decision.batchFirst else {
            return (.cannotBeTold, .cannotBeTold)
        }
        return (earlier.number < decision.number ? .yes : .no, .sequence)
    }
}

/// The days on which an act may have been decided. Where nobody knows, any day up to the one on which it was recorded.
package struct DecidedInterval: Sendable {
    package let earliest: Day
    package let latest: Day

    package init(_ event: Event) {
        latest = event.decidedDay
        earliest = event.statement.decided.basis == .unknown ? .first : Day(event.statement.decided.from) ?? .first
    }
}

extension Day {
    /// The start of the calendar.
    package static let first = Day(1868, 1, 1)!
}

/// What was known of an indicator when one of its targets was changed.
package struct KnownAtDecision: Sendable, Equatable {
    /// What was known of the actual of the very period that the old target was about.
    package enum PeriodActual: String, Sendable, CaseIterable {
        case final, provisional, expected, none, cannotBeTold
    }

    /// The newest figure of any period, measured against the old target's path.
    package struct Latest: Sendable, Equatable {
        package let actual: Stated
        package let progress: Progress
    }

    package enum Answer: String, Sendable { case yes, no, cannotBeTold }

    package let actual: PeriodActual
    /// The entry that the answer rests on; for `cannotBeTold` the one that may have been known.
    package let stated: Stated?
    /// Nil where no actual of that period was ever recorded, so that there was nothing to compare.
    package let basis: Known.Basis?
    package let latest: Latest?
    /// Whether a figure of a later period than `latest` may have been known as well.
    package let laterCannotBeTold: Bool

    /// Whether that period's actual, final or provisional, was already known. An expected value (見込) is not one.
    package var afterActual: Answer {
        switch actual {
        case .final, .provisional: .yes
        case .expected, .none: .no
        case .cannotBeTold: .cannotBeTold
        }
    }

    /// Whether the latest figure then known was behind the old target's planned path.
    package var behind: Answer {
        guard !laterCannotBeTold, case .figure(let figure)? = latest?.progress, let behind = figure.isBehind else {
            return .cannotBeTold
        }
        return behind ? .yes : .no
    }
}

extension KnownAtDecision {
    /// - Parameters:
    ///   - decision: the act that changed the target.
    ///   - old: the target that stood before.
    ///   - plan: the period of the target's plan.
    package init(decision: Event, old: Stated, facts: Facts, plan: Period?, settings: Settings) {
        let measure = facts.measureInForce(old.fact.measure, on: decision.inForceDay)
        let candidates = facts.everyActual(measure: old.fact.measure, part: old.fact.part).compactMap { actual in
            Candidate(actual, decision, withdrawal: facts.withdrawn[actual.event.number])
        }
        let ofPeriod = candidates.filter { $0.actual.isAbout(old, measure: measure, settings) }
        (actual, stated, basis) = KnownAtDecision.periodActual(ofPeriod)

        let figures = candidates.filter { $0.isFigure }
        let newest = figures.filter { $0.known == .yes }.max { $0.isOlder(than: $1, settings) }
        let baseline = facts.baselineHeld(old.slot, before: decision)
        latest = newest.map {
            Latest(
                actual: $0.actual,
                progress: Progress.of(actual: $0.actual, target: old, baseline: baseline, measure: measure, plan: plan))
        }
        laterCannotBeTold = figures.contains { $0.known == .cannotBeTold && (newest?.isOlder(than: $0, settings) ?? true) }
    }

    /// A certain final or provisional figure decides; then an uncertain one; an expected value comes last.
    private static func periodActual(_ all: [Candidate]) -> (PeriodActual, Stated?, Known.Basis?) {
        let basis = all.map(\.basis).max()
        func newest(_ known: Known, _ figure: (Candidate) -> Bool) -> Candidate? {
            all.filter { $0.known == known && figure($0) }.max { $0.isOlderEntry(than: $1) }
        }
        if let sure = newest(.yes, \.isFigure) { return (sure.isProvisional ? .provisional : .final, sure.actual, sure.basis) }
        if let open = newest(.cannotBeTold, \.isFigure) { return (.cannotBeTold, open.actual, .cannotBeTold) }
        if let expected = newest(.yes, \.isExpected) { return (.expected, expected.actual, expected.basis) }
        if let open = newest(.cannotBeTold, \.isExpected) { return (.cannotBeTold, open.actual, .cannotBeTold) }
        return (.none, newest(.yes) { _ in true }?.actual, basis)
    }
}

private struct Candidate {
    let actual: Stated
    let known: Known
    let basis: Known.Basis

    /// Nil for an entry that was withdrawn before the decision. One withdrawn only afterwards was on the books, right or
    /// wrong: whether the actual was known cannot be told from it, or withdrawing it would hide that it was.
    init?(_ actual: Stated, _ decision: Event, withdrawal: Event?) {
        self.actual = actual
        let (known, basis) = Known.was(actual.event, before: decision)
        guard let withdrawal else {
            (self.known, self.basis) = (known, basis)
            return
        }
        guard known != .no, Known.was(withdrawal, before: decision).0 != .yes else { return nil }
        (self.known, self.basis) = (.cannotBeTold, .cannotBeTold)
    }

    private var isNumber: Bool { actual.value.amount != nil }
    var isExpected: Bool { isNumber && actual.value.status == .f }
    /// A number that was measured: neither an absence nor a word nor an expectation.
    var isFigure: Bool { isNumber && actual.value.status != .f }
    var isProvisional: Bool { actual.value.status == .p || actual.value.status == .e || actual.value.partial }

    func isOlderEntry(than other: Candidate) -> Bool {
        (actual.event.decidedDay, actual.event.number) < (other.actual.event.decidedDay, other.actual.event.number)
    }

    /// By the end of the period, then by the day on which it was decided.
    func isOlder(than other: Candidate, _ settings: Settings) -> Bool {
        let month = settings.fiscalFirstMonth
        func end(_ c: Candidate) -> Day { c.actual.period?.lastDay(fiscalFirstMonth: month) ?? .first }
        return end(self) == end(other) ? isOlderEntry(than: other) : end(self) < end(other)
    }
}

extension Stated {
    /// Whether this actual is the one that a target asks for: the target's own period, or that of its last year.
    /// A cumulative target is answered by a cumulative actual only.
    fileprivate func isAbout(_ target: Stated, measure: Measure?, _ settings: Settings) -> Bool {
        if fact.period == target.fact.period { return true }
        guard let mine = period, let asked = target.period, mine.yearBasis == asked.yearBasis else { return false }
        let month = settings.fiscalFirstMonth
        guard let end = mine.lastDay(fiscalFirstMonth: month), end == asked.lastDay(fiscalFirstMonth: month) else { return false }
        guard target.value.aggregation(with: measure) == .cumulative else { return true }
        return [.cumulative, .notStated].contains(value.aggregation(with: measure))
    }
}

extension Facts {
    /// Every actual ever recorded for a measure and part: what replaced another, what was replaced, what was withdrawn.
    fileprivate func everyActual(measure: String, part: String) -> [Stated] {
        events.filter(asOf.sees).compactMap(Stated.init).filter {
            $0.fact.kind == .actual && $0.fact.measure == measure && $0.fact.part == part
        }
    }

    /// The baseline that held until an act changed it, and else the one in force on the act's day.
    package func baselineHeld(_ slot: Slot, before act: Event) -> Stated? {
        let line = timeline(.baseline(plan: slot.plan, measure: slot.measure, part: slot.part))
        let own = line.firstIndex { $0.number == act.number }
        let upTo = own ?? line.firstIndex { $0.inForceDay > act.inForceDay } ?? line.endIndex
        return line[..<upTo].last.flatMap(Stated.init) ?? line.first.flatMap(Stated.init)
    }
}
