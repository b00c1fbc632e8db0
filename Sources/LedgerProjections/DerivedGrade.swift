import LedgerModel

/// What a rule's version makes of the figures: a grade with its inputs, or a typed reason why there is none. Computed when asked
/// for; it never takes the place of a printed grade.
package struct DerivedGrade: Sendable {
    package enum Outcome: Sendable, Equatable {
        /// The combined ratio, before rounding: 1.2 is 120 %.
        case graded(String, ratio: Ratio)
        case none(Reason)
    }

    package enum Reason: String, Sendable, CaseIterable {
        /// 対象外 by the body's judgement or by its scope of verification.
        case excluded
        /// The subject ended before the period was over.
        case ended
        /// Nothing can be compared yet, and at least one figure is 調査中.
        case pending
        case nothingComparable
        /// The rule says how one figure is judged, not how several are combined.
        case severalMeasures
        /// The rule does not say what is compared, or gives no grades.
        case ruleIncomplete
        /// Below the rule's last threshold.
        case belowEveryThreshold
    }

    package let subject: Subject
    package let plan: String
    package let period: String
    package let rule: RuleAdopted
    /// Every measure of the subject in the plan, those that cannot be compared included.
    package let inputs: [Input]
    package let outcome: Outcome

    package var grade: String? { if case .graded(let grade, _) = outcome { grade } else { nil } }
    package var ratio: Ratio? { if case .graded(_, let ratio) = outcome { ratio } else { nil } }
    /// Numbers of the entries on which the grade rests, ascending.
    package var inputNumbers: [UInt64] {
        Set(inputs.filter { $0.ratio != nil }.flatMap { $0.events.map(\.number) }).sorted()
    }

    /// - Parameters:
    ///   - subject: a programme, judged by the indicators attached to it, or an indicator.
    ///   - period: a stored period; one that cannot be read gives nothing to compare.
    /// Cost: the entries of the subject, its indicators and the plan.
    package init(
        _ source: some LedgerSource, of subject: Subject, plan: String, period: String, rule: RuleAdopted, asOf: AsOf = .now
    ) throws {
        let facts = try source.facts(of: subject, asOf: asOf, about: .member, .grade, .scope, .life)
        let planPeriod = plan.isEmpty ? nil : try source.facts(of: Subject(.plan, plan), asOf: asOf, about: .period).period
        try self.init(of: facts, plan: plan, of: planPeriod, period: period, rule: rule, source.settings) {
            try GradedIndicator(source, of: $0, plan: plan, of: $1, asOf: asOf)
        }
    }

    /// - Parameters:
    ///   - facts: the subject's members, grades, scopes and life at the moment that is asked about.
    ///   - planPeriod: the period of the plan.
    ///   - read: an indicator as it stood then, given the period of the plan.
    package init(
        of facts: Facts, plan: String, of planPeriod: Period?, period: String, rule: RuleAdopted, _ settings: Settings,
        indicator read: (Subject, Period?) throws -> GradedIndicator
    ) throws {
        let subject = facts.subject
        let indicators = subject.kind == .indicator ? [subject] : facts.members.map(\.subject).filter { $0.kind == .indicator }
        let lastDay = Period(period)?.lastDay(fiscalFirstMonth: settings.fiscalFirstMonth)
        var inputs: [Input] = []
        if let period = Period(period) {
            for indicator in indicators {
                let graded = try read(indicator, planPeriod)
                guard graded.identity.exists, graded.identity.end(by: lastDay) == nil else { continue }
                inputs += graded.lines.map { DerivedGrade.input(indicator, $0, period: period, plan: planPeriod, compare: rule.compare, settings) }
            }
        }
        self.subject = subject
        self.plan = plan
        self.period = period
        self.rule = rule
        self.inputs = inputs
        outcome = facts.unjudged(plan: plan, period: period, by: lastDay).map { .none($0) } ?? rule.judge(inputs)
    }
}

/// What grades are derived from of one indicator in one plan: the same for every period.
package struct GradedIndicator: Sendable {
    let identity: Facts
    let lines: [IndicatorCard.Line]

    init(identity: Facts, lines: [IndicatorCard.Line]) { (self.identity, self.lines) = (identity, lines) }

    /// - Parameter period: of the plan.
    package init(_ source: some LedgerSource, of indicator: Subject, plan: String, of period: Period?, asOf: AsOf) throws {
        let state = try IndicatorState(source, of: indicator, asOf: asOf)
        identity = state.identity
        lines = try state.slots(plan: plan).map { try IndicatorCard.Line($0, state, period, source.settings) }
    }
}

extension RuleAdopted {
    /// Combines the measures that can be compared, rounds as the rule says, and takes the first threshold that is reached.
    package func judge(_ inputs: [DerivedGrade.Input]) -> DerivedGrade.Outcome {
        guard compare != .unspecified, !thresholds.isEmpty else { return .none(.ruleIncomplete) }
        let ratios = inputs.compactMap(\.ratio)
        guard let best = ratios.max(), let worst = ratios.min() else {
            return .none(inputs.contains { $0.result == .gap(.pending) } ? .pending : .nothingComparable)
        }
        let combined: Ratio
        switch combine {
        case .single:
            guard ratios.count == 1 else { return .none(.severalMeasures) }
            combined = best
        case .mean: combined = ratios.reduce(Ratio(0), +) * Ratio(1, ratios.count)
        case .best: combined = best
        case .worst: combined = worst
        case .UNRECOGNIZED: return .none(.ruleIncomplete)
        }
        return grade(combined).map { .graded($0, ratio: combined) } ?? .none(.belowEveryThreshold)
    }

    /// The grade of a ratio; nil below the last threshold.
    package func grade(_ ratio: Ratio) -> String? {
        let percent = rounded(ratio * Ratio(100))
        return thresholds.first { threshold in
            guard !threshold.atLeast.isEmpty else { return true }
            return ExactDecimal(threshold.atLeast).map { percent >= $0.amount() } ?? false
        }?.grade
    }

    /// HALF_UP away from zero, DOWN to the smaller number.
    private func rounded(_ percent: Ratio) -> Ratio {
        let digits = Int(min(roundingDigits, 18))
        guard rounding == .halfUp || rounding == .down, let near = ExactDecimal(percent.rounded(digits: digits))?.amount() else { return percent }
        guard rounding == .down, near > percent, let step = ExactDecimal("1")?.amount(scale: Int32(-digits)) else { return near }
        return near - step
    }
}

extension Facts {
    /// Why a programme or indicator is not judged at all in a period.
    fileprivate func unjudged(plan: String, period: String, by lastDay: Day?) -> DerivedGrade.Reason? {
        switch grade(plan: plan, period: period)?.grade.noGrade {
        case .excluded?: return .excluded
        case .ended?: return .ended
        default: break
        }
        if case .scopeSet(let act)? = holds(FactKey(.scope, period))?.statement.act, !act.inScope { return .excluded }
        return end(by: lastDay) == nil ? nil : .ended
    }
}
