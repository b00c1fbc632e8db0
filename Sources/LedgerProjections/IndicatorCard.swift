import LedgerModel

/// One indicator on one page: what it is, where it belongs, and how it stands in each plan.
package struct IndicatorCard: Sendable {
    package struct TargetLine: Sendable {
        package let current: Stated
        package let original: Stated
        package var isRevised: Bool { current.event.number != original.event.number }
    }

    /// One measure and part in one plan.
    package struct Line: Sendable {
        package let slot: Slot
        /// As defined; nil where values were recorded under a measure that the definition does not name.
        package let measure: Measure?
        package let baseline: Stated?
        /// Ascending by period.
        package let targets: [TargetLine]
        /// Absences included, ascending by period.
        package let actuals: [Stated]
        /// The last period with a number that is no expectation.
        package let latest: Stated?
        /// The target that the progress is about: the first that ends with or after `latest`, else the last.
        package let goal: Stated?
        package let progress: Progress
    }

    package struct PlanPart: Sendable {
        /// Empty where the indicator has neither baseline nor target in any plan.
        package let plan: String
        package let name: String?
        package let period: Period?
        package let lines: [Line]
    }

    /// A text of the entry, never the text itself.
    package struct TextRef: Sendable, Hashable {
        package let event: Event
        package let field: TextField
    }

    package let subject: Subject
    package let name: String?
    package let definition: IndicatorDefined?
    package let measures: [Measure]
    package let attachments: [Member]
    /// How it ended; nil while it goes on.
    package let end: Event?
    package let plans: [PlanPart]
    package let grades: [GradeLine]
    package let texts: [TextRef]
    package let discrepancies: [Event]
    package let opinions: [Event]
    package let points: [Event]
    package let notes: [Event]
    package let lineage: [Event]

    /// Nil where no such indicator exists at that moment. Cost: its own entries and those of its plans.
    package init?(_ source: some LedgerSource, of subject: Subject, asOf: AsOf = .now) throws {
        let facts = try source.facts(of: subject, asOf: asOf)
        guard facts.exists else { return nil }
        self.subject = subject
        name = facts.name
        definition = facts.indicatorDefinition
        measures = facts.measures()
        attachments = facts.attachments
        end = facts.end()
        let ids = facts.plans
        plans = try (ids.isEmpty ? [""] : ids).map { id in
            let plan = id.isEmpty ? nil : try source.facts(of: Subject(.plan, id), asOf: asOf)
            let lines = facts.slots(plan: id).map { Line($0, facts, plan?.period, source.settings) }
            return PlanPart(plan: id, name: plan?.name, period: plan?.period, lines: lines)
        }
        grades = facts.grades(source.settings)
        texts = IndicatorCard.texts(facts)
        discrepancies = facts.all(.discrepancy)
        opinions = facts.all(.opinion)
        points = facts.all(.point)
        notes = facts.all(.note)
        lineage = facts.all(.lineage)
    }

    private static func texts(_ facts: Facts) -> [TextRef] {
        let definitions = facts.timeline(FactKey(.definition)).filter { $0.statement.holdsText(.definition) }
        return definitions.map { TextRef(event: $0, field: .definition) }
            + facts.all(.text).map { TextRef(event: $0, field: .bodyText) }
    }
}

extension IndicatorCard.Line {
    init(_ slot: Slot, _ facts: Facts, _ plan: Period?, _ settings: Settings) {
        self.slot = slot
        measure = facts.measure(slot.measure)
        baseline = facts.baseline(slot)
        let standing = facts.targets(slot).byPeriod(settings)
        targets = standing.map { IndicatorCard.TargetLine(current: $0, original: facts.original(of: $0)) }
        actuals = facts.actuals(slot).byPeriod(settings)
        latest = actuals.last { $0.value.amount != nil && $0.value.status != .f }
        goal = Self.goal(among: targets, for: latest?.period, settings)
        progress = Progress.of(actual: latest, target: goal, baseline: baseline, measure: measure, plan: plan)
    }
}

extension Facts {
    /// How an indicator was defined at first: its code, type and name then.
    package var indicatorDefinition: IndicatorDefined? {
        guard case .indicatorDefined(let act)? = holds(FactKey(.existence))?.statement.act else { return nil }
        return act
    }
}
