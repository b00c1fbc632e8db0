import LedgerModel

extension IndicatorCard.Line {
    /// What was reported for a period: under that very period, else under the same year of another or an unprinted calendar.
    package func actual(in period: Period) -> Stated? {
        if let exact = actuals.first(where: { $0.period == period }) { return exact }
        guard let year = period.year else { return nil }
        return actuals.first { $0.period?.year == year }
    }

    /// The target that a period's figure is measured against: the first that ends with or after it, else the last.
    package func goal(for period: Period, _ settings: Settings) -> Stated? { Self.goal(among: targets, for: period, settings) }

    /// - Parameter targets: ascending by the end of their periods.
    static func goal(among targets: [IndicatorCard.TargetLine], for period: Period?, _ settings: Settings) -> Stated? {
        let month = settings.fiscalFirstMonth
        let end = period?.lastDay(fiscalFirstMonth: month)
        let ahead = targets.first { target in
            guard let end, let last = target.current.period?.lastDay(fiscalFirstMonth: month) else { return false }
            return last >= end
        }
        return (ahead ?? targets.last)?.current
    }

    /// - Parameter plan: the plan's period.
    package func progress(in period: Period, plan: Period?, _ settings: Settings) -> Progress {
        let actual = actual(in: period)
        return Progress.of(
            actual: actual, target: goal(for: actual?.period ?? period, settings), baseline: baseline, measure: measure, plan: plan)
    }
}

extension IndicatorCard.Line {
    /// 達成率: actual ÷ target of a period; nil where the two cannot be compared, or where less is better.
    package func attainment(in period: Period, _ settings: Settings) -> Ratio? {
        DerivedGrade.input(Subject(), self, period: period, plan: nil, compare: .attainment, settings).ratio
    }
}

extension DerivedGrade {
    /// One measure's part in a grade: what was compared with what, and the ratio or why there is none.
    package struct Input: Sendable {
        package let indicator: Subject
        package let slot: Slot
        package let actual: Stated?
        package let target: Stated?
        package let baseline: Stated?
        package let result: Result

        /// The entries that were read, ascending.
        package var events: [Event] {
            [baseline, target, actual].compactMap { $0?.event }.sorted { $0.number < $1.number }
        }
        package var ratio: Ratio? { if case .ratio(let ratio) = result { ratio } else { nil } }
    }

    package enum Result: Sendable, Equatable {
        /// 1: as much as the rule asks for in full.
        case ratio(Ratio)
        case gap(Gap)
    }

    /// Why one measure cannot be compared.
    package enum Gap: Sendable, Equatable {
        case undefined(Progress.Obstacle)
        /// The actual is 調査中.
        case pending
        /// Less is better, or a level is to be kept: the larger the ratio, the worse or the same.
        case largerIsNotBetter
        /// The periods give no path.
        case noPlannedShare
        case plannedIsZero
    }

    static func input(
        _ indicator: Subject, _ line: IndicatorCard.Line, period: Period, plan: Period?, compare: RuleAdopted.Compare, _ settings: Settings
    ) -> Input {
        // An expectation (見込) is no result.
        let actual = line.actual(in: period).flatMap { $0.value.status == .f ? nil : $0 }
        let target = line.goal(for: actual?.period ?? period, settings)
        let comparing = Comparing(line: line, actual: actual, target: target, plan: plan)
        return Input(
            indicator: indicator, slot: line.slot, actual: actual, target: target, baseline: line.baseline, result: comparing.result(compare))
    }
}

private struct Comparing {
    let line: IndicatorCard.Line
    let actual: Stated?
    let target: Stated?
    let plan: Period?

    private var progress: Progress {
        Progress.of(actual: actual, target: target, baseline: line.baseline, measure: line.measure, plan: plan)
    }

    func result(_ compare: RuleAdopted.Compare) -> DerivedGrade.Result {
        if actual?.value.absence == .pending { return .gap(.pending) }
        switch compare {
        case .attainment: return attainment
        case .plannedShare: return plannedShare
        default:
            switch progress {
            case .figure(let figure): return .ratio(figure.attained)
            case .undefined(let obstacle): return .gap(.undefined(obstacle))
            }
        }
    }

    /// actual ÷ target.
    private var attainment: DerivedGrade.Result {
        amounts { reached, goal in (reached / goal).map { .ratio($0) } ?? .gap(.undefined(.targetIsZero)) }
    }

    /// actual ÷ what the even path asks for at the end of the actual's period: of a cumulative target its share, of a level the point
    /// between baseline and target. Without a baseline, and for a target of every single year, the whole target is asked for.
    private var plannedShare: DerivedGrade.Result {
        switch progress {
        case .figure(let figure) where figure.formula == .shareOfTarget:
            guard let planned = figure.planned else { return .gap(.noPlannedShare) }
            return (figure.attained / planned).map { .ratio($0) } ?? .gap(.plannedIsZero)
        case .figure(let figure):
            guard let planned = figure.planned else { return .gap(.noPlannedShare) }
            return amounts { reached, goal in
                guard let start = line.baseline?.value.amount else { return .gap(.undefined(.baselineWithoutNumber)) }
                return (reached / (start + (goal - start) * planned)).map { .ratio($0) } ?? .gap(.plannedIsZero)
            }
        case .undefined(.noBaseline), .undefined(.baselineWithoutNumber): return attainment
        case .undefined(.targetBehindBaseline), .undefined(.targetEqualsBaseline): return attainment
        case .undefined(let obstacle): return .gap(.undefined(obstacle))
        }
    }

    /// Both amounts, of one unit, of a measure of which more is better.
    private func amounts(_ body: (Ratio, Ratio) -> DerivedGrade.Result) -> DerivedGrade.Result {
        guard let target else { return .gap(.undefined(.noTarget)) }
        guard let actual else { return .gap(.undefined(.noActual)) }
        guard let goal = target.value.amount else { return .gap(.undefined(.targetWithoutNumber)) }
        guard let reached = actual.value.amount else { return .gap(.undefined(.actualWithoutNumber)) }
        guard target.value.unit == actual.value.unit else { return .gap(.undefined(.unitsDiffer)) }
        guard target.value.form == actual.value.form else { return .gap(.undefined(.formsDiffer)) }
        let aggregations = Set([target, actual].map { $0.value.aggregation(with: line.measure) }).subtracting([.notStated])
        guard aggregations.count <= 1 else { return .gap(.undefined(.aggregationsDiffer)) }
        let isLower = Sense(measure: line.measure, bound: target.value.bound) == .lower
        guard !isLower, line.measure?.direction != .keep else { return .gap(.largerIsNotBetter) }
        return body(reached, goal)
    }
}
