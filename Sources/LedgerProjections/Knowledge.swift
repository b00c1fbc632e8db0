import LedgerModel

/// Whether one act was known when another was decided.
package enum Known: String, Sendable {
    case yes, no, cannotBeTold

    /// By what it was told.
    package enum Basis: String, Sendable, Comparable, CaseIterable {
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
        was(DecisionTime(earlier), before: DecisionTime(decision))
    }

    static func was(_ a: DecisionTime, before b: DecisionTime) -> (Known, Basis) {
        if a.latest < b.earliest { return (.yes, .decidedDates) }
        if a.earliest > b.latest { return (.no, .decidedDates) }
        guard a.isLive, b.isLive, a.batchFirst != b.batchFirst else { return (.cannotBeTold, .cannotBeTold) }
        return (a.number < b.number ? .yes : .no, .sequence)
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

    package enum Answer: String, Sendable, CaseIterable { case yes, no, cannotBeTold }

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
    ///   - facts: the indicator's definitions, baselines and withdrawals.
    ///   - plan: the period of the target's plan.
    init(decision: Event, old: Stated, facts: Facts, actuals: RecordedActuals, plan: Period?, _ periods: PeriodEnds) throws {
        let measure = facts.measureInForce(old.fact.measure, on: decision.inForceDay)
        let time = DecisionTime(decision)
        let candidates = actuals.lines.filter { $0.measure == old.fact.measure && $0.part == old.fact.part }.compactMap { actual in
            Candidate(actual, end: periods.end(actual.period)?.day, time, withdrawal: facts.withdrawn[actual.time.number])
        }
        let ofPeriod = try candidates.filter { try $0.isAbout(old, measure: measure, actuals, periods) }
        let found = KnownAtDecision.periodActual(ofPeriod)
        (actual, basis) = (found.actual, found.basis)
        stated = try found.line.map(actuals.stated)

        let figures = candidates.filter(\.line.isFigure)
        let newest = figures.filter { $0.known == .yes }.max { $0.isOlder(than: $1) }
        let baseline = newest == nil ? nil : facts.baselineHeld(old.slot, before: decision)
        latest = try newest.map {
            let actual = try actuals.stated($0.line)
            return Latest(actual: actual, progress: Progress.of(actual: actual, target: old, baseline: baseline, measure: measure, plan: plan))
        }
        laterCannotBeTold = figures.contains { $0.known == .cannotBeTold && (newest?.isOlder(than: $0) ?? true) }
    }

    /// A certain final or provisional figure decides; then an uncertain one; an expected value comes last.
    private static func periodActual(_ all: [Candidate]) -> (actual: PeriodActual, line: RecordedActuals.Line?, basis: Known.Basis?) {
        let basis = all.map(\.basis).max()
        func newest(_ known: Known, _ figure: (RecordedActuals.Line) -> Bool) -> Candidate? {
            all.filter { $0.known == known && figure($0.line) }.max { $0.isOlderEntry(than: $1) }
        }
        if let sure = newest(.yes, \.isFigure) { return (sure.line.isProvisional ? .provisional : .final, sure.line, sure.basis) }
        if let open = newest(.cannotBeTold, \.isFigure) { return (.cannotBeTold, open.line, .cannotBeTold) }
        if let expected = newest(.yes, \.isExpected) { return (.expected, expected.line, expected.basis) }
        if let open = newest(.cannotBeTold, \.isExpected) { return (.cannotBeTold, open.line, .cannotBeTold) }
        return (.none, newest(.yes) { _ in true }?.line, basis)
    }
}

private struct Candidate {
    let line: RecordedActuals.Line
    let known: Known
    let basis: Known.Basis
    /// The end of the period that it is about.
    private let end: Day

    /// Nil for an entry that was withdrawn before the decision. One withdrawn only afterwards was on the books, right or
    /// wrong: whether the actual was known cannot be told from it, or withdrawing it would hide that it was.
    init?(_ line: RecordedActuals.Line, end: Day?, _ decision: DecisionTime, withdrawal: Event?) {
        self.line = line
        self.end = end ?? .first
        let (known, basis) = Known.was(line.time, before: decision)
        guard let withdrawal else {
            (self.known, self.basis) = (known, basis)
            return
        }
        guard known != .no, Known.was(DecisionTime(withdrawal), before: decision).0 != .yes else { return nil }
        (self.known, self.basis) = (.cannotBeTold, .cannotBeTold)
    }

    func isOlderEntry(than other: Candidate) -> Bool {
        (line.time.latest, line.time.number) < (other.line.time.latest, other.line.time.number)
    }

    /// By the end of the period, then by the day on which it was decided.
    func isOlder(than other: Candidate) -> Bool { end == other.end ? isOlderEntry(than: other) : end < other.end }

    /// Whether this actual is the one that a target asks for: the target's own period, or that of its last year.
    /// A cumulative target is answered by a cumulative actual only.
    func isAbout(_ target: Stated, measure: Measure?, _ actuals: RecordedActuals, _ periods: PeriodEnds) throws -> Bool {
        if line.period == target.fact.period { return true }
        guard let mine = periods.end(line.period), let asked = periods.end(target.fact.period), mine.basis == asked.basis else { return false }
        guard let end = mine.day, end == asked.day else { return false }
        guard target.value.aggregation(with: measure) == .cumulative else { return true }
        return try [.cumulative, .notStated].contains(actuals.stated(line).value.aggregation(with: measure))
    }
}

extension Facts {
    /// The baseline that held until an act changed it, and else the one in force on the act's day.
    package func baselineHeld(_ slot: Slot, before act: Event) -> Stated? {
        let line = timeline(.baseline(plan: slot.plan, measure: slot.measure, part: slot.part))
        let own = line.firstIndex { $0.number == act.number }
        let upTo = own ?? line.firstIndex { $0.inForceDay > act.inForceDay } ?? line.endIndex
        return line[..<upTo].last.flatMap(Stated.init) ?? line.first.flatMap(Stated.init)
    }
}
