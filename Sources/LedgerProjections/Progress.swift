import LedgerModel

/// How far an actual has come towards a target, or why that cannot be said (product.md, Values).
package enum Progress: Sendable, Equatable {
    case figure(Figure)
    case undefined(Obstacle)

    package struct Figure: Sendable, Equatable {
        package let formula: Formula
        /// 1 is the whole way.
        package let attained: Ratio
        /// Where the even path stands at the end of the actual's period; nil where the periods do not give one.
        package let planned: Ratio?

        /// Nil where there is no path to be behind.
        package var isBehind: Bool? { planned.map { attained < $0 } }
    }

    /// Printed with every figure.
    package enum Formula: String, Sendable, CaseIterable {
        case fromBaseline  // (actual - baseline) / (target - baseline)
        case shareOfTarget  // actual / target
    }

    package enum Obstacle: String, Sendable, CaseIterable {
        case noTarget, noActual, noBaseline
        case targetWithoutNumber, actualWithoutNumber, baselineWithoutNumber
        case unitsDiffer, aggregationsDiffer, aggregationNotStated, formsDiffer
        case targetIsZero, targetEqualsBaseline, targetBehindBaseline
        case actualOutsidePeriod
    }

    /// The path is even: from the start of a cumulative target's span, or from the baseline's year.
    /// - Parameter plan: the plan's period, which gives the start where target and baseline do not.
    package static func of(
        actual: Stated?, target: Stated?, baseline: Stated?, measure: Measure?, plan: Period?
    ) -> Progress {
        guard let target else { return .undefined(.noTarget) }
        guard let actual else { return .undefined(.noActual) }
        guard let goal = target.value.amount else { return .undefined(.targetWithoutNumber) }
        guard let reached = actual.value.amount else { return .undefined(.actualWithoutNumber) }
        let input = Input(
            actual: actual, reached: reached, target: target, goal: goal, baseline: baseline, measure: measure,
            path: Path(actual: actual.period, target: target.period, baseline: baseline?.period, plan: plan))
        if target.value.form == .incrementPerYear { return input.increment }
        guard target.value.unit == actual.value.unit else { return .undefined(.unitsDiffer) }
        switch target.value.aggregation(with: measure) {
        case .notStated: return .undefined(.aggregationNotStated)
        case .cumulative: return input.cumulative
        default: return input.fromBaseline
        }
    }
}

private struct Input {
    let actual: Stated
    let reached: Ratio
    let target: Stated
    let goal: Ratio
    let baseline: Stated?
    let measure: Measure?
    let path: Path

    private func share(_ part: Ratio, of whole: Ratio, planned: Ratio?) -> Progress {
        guard let attained = part / whole else { return .undefined(.targetIsZero) }
        return .figure(Progress.Figure(formula: .shareOfTarget, attained: attained, planned: planned))
    }

    /// 305 of 1,000 after two of five years: 30.5 % against 40 %.
    var cumulative: Progress {
        guard actual.value.aggregation(with: measure) == .cumulative else { return .undefined(.aggregationsDiffer) }
        guard actual.value.form == .level else { return .undefined(.formsDiffer) }
        guard !path.actualIsEarly else { return .undefined(.actualOutsidePeriod) }
        return share(reached, of: goal, planned: path.shareOfSpan)
    }

    /// 50人増/年: a year's increment against the whole of it; a sum of increments against the sum over the span.
    var increment: Progress {
        let companion = actual.value.companion
        if actual.value.hasCompanion, companion.meaning == .changeFromPrevious, let change = ExactDecimal(companion.number) {
            guard companion.unit == target.value.unit else { return .undefined(.unitsDiffer) }
            return share(change.amount(scale: companion.scale), of: goal, planned: Ratio(1))
        }
        guard actual.value.unit == target.value.unit else { return .undefined(.unitsDiffer) }
        if actual.value.form == .incrementPerYear { return share(reached, of: goal, planned: Ratio(1)) }
        guard actual.value.aggregation == .cumulative, let span = path.span else { return .undefined(.formsDiffer) }
        guard !path.actualIsEarly else { return .undefined(.actualOutsidePeriod) }
        return share(reached, of: goal * Ratio(span.count), planned: path.shareOfSpan)
    }

    var fromBaseline: Progress {
        guard let baseline else { return .undefined(.noBaseline) }
        guard let start = baseline.value.amount else { return .undefined(.baselineWithoutNumber) }
        guard baseline.value.unit == target.value.unit else { return .undefined(.unitsDiffer) }
        let aggregations = Set([baseline, target, actual].map { $0.value.aggregation(with: measure) })
        guard !aggregations.contains(.notStated) else { return .undefined(.aggregationNotStated) }
        guard aggregations.count == 1 else { return .undefined(.aggregationsDiffer) }
        // A target's form says how it is bound; baseline and actual carry it only where they are increments.
        guard baseline.value.form == actual.value.form, actual.value.form != .incrementPerYear
        else { return .undefined(.formsDiffer) }
        guard !isBehindBaseline(start) else { return .undefined(.targetBehindBaseline) }
        guard let attained = (reached - start) / (goal - start) else { return .undefined(.targetEqualsBaseline) }
        let everyYear = target.value.aggregation(with: measure) == .singleYear && target.period?.isRange == true
        let planned = everyYear ? (path.actualIsInside ? Ratio(1) : nil) : path.shareFromBaseline
        return .figure(Progress.Figure(formula: .fromBaseline, attained: attained, planned: planned))
    }

    /// A floor below, or a ceiling above, where it started: the fraction would fall while things improve.
    private func isBehindBaseline(_ start: Ratio) -> Bool {
        switch Sense(measure: measure, bound: target.value.bound) {
        case .higher: goal < start
        case .lower: goal > start
        case nil: false
        }
    }
}

/// The years of a path, all of one calendar; where calendars differ nothing is planned.
private struct Path {
    private let basis: Period.Basis?
    private let actual: Int?
    private let target: ClosedRange<Int>?
    private let targetIsRange: Bool
    private let baseline: Int?
    private let planStart: Int?

    init(actual: Period?, target: Period?, baseline: Period?, plan: Period?) {
        let basis = target?.yearBasis
        func years(_ period: Period?) -> ClosedRange<Int>? { period?.yearBasis == basis ? period?.years : nil }
        self.basis = basis
        self.actual = years(actual)?.upperBound
        self.target = target?.years
        self.targetIsRange = target?.isRange ?? false
        self.baseline = years(baseline)?.upperBound
        self.planStart = years(plan)?.lowerBound
    }

    /// The years over which a cumulative target is reached.
    var span: ClosedRange<Int>? {
        guard let target else { return nil }
        if targetIsRange { return target }
        guard let planStart, planStart <= target.upperBound else { return nil }
        return planStart...target.upperBound
    }

    var actualIsEarly: Bool {
        guard let actual, let span else { return false }
        return actual < span.lowerBound
    }

    var actualIsInside: Bool {
        guard let actual, let target else { return false }
        return target.contains(actual)
    }

    private func share(_ elapsed: Int, of whole: Int) -> Ratio? { Ratio(min(max(elapsed, 0), whole)) / Ratio(whole) }

    var shareOfSpan: Ratio? {
        guard let actual, let target else { return nil }
        if actual >= target.upperBound { return Ratio(1) }
        return span.flatMap { share(actual - $0.lowerBound + 1, of: $0.count) }
    }

    var shareFromBaseline: Ratio? {
        guard let actual, let target else { return nil }
        if actual >= target.upperBound { return Ratio(1) }
        guard let baseline else { return shareOfSpan }
        return baseline < target.upperBound ? share(actual - baseline, of: target.upperBound - baseline) : nil
    }
}
