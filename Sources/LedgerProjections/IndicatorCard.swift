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
        let state = IndicatorState(identity: facts, lines: try source.factLines(of: subject, asOf: asOf))
        let ids = state.lines.plans
        plans = try (ids.isEmpty ? [""] : ids).map { id in
            let plan = id.isEmpty ? nil : try source.facts(of: Subject(.plan, id), asOf: asOf)
            let lines = try state.slots(plan: id).map { try Line($0, state, plan?.period, source.settings) }
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

/// An indicator at a moment: what it is, and which of its values hold.
struct IndicatorState {
    /// May know nothing of values, grades and remarks.
    let identity: Facts
    let lines: FactLines

    /// Cost: its own entries, of which only those that say what it is are decoded.
    init(_ source: some LedgerSource, of indicator: Subject, asOf: AsOf) throws {
        let stored = try source.entries(of: indicator, through: asOf.number, leavingOut: [.remarks, .grades, .amounts])
        identity = Facts(indicator, try stored.entries.filter { !stored.isFact($0) }.map(stored.event), asOf: asOf)
        lines = try FactLines(stored, asOf: asOf)
    }

    init(identity: Facts, lines: FactLines) { (self.identity, self.lines) = (identity, lines) }

    /// Every measure and part of a plan for which something is defined or recorded, in the order of definition, then by name.
    func slots(plan: String) -> [Slot] { identity.slots(plan: plan, holding: lines.slots(plan: plan)) }
}

extension IndicatorCard.Line {
    init(_ slot: Slot, _ state: IndicatorState, _ plan: Period?, _ settings: Settings) throws {
        self.slot = slot
        measure = state.identity.measure(slot.measure)
        let lines = state.lines.lines.filter { $0.measure == slot.measure && $0.part == slot.part && ($0.kind == .actual || $0.plan == slot.plan) }
        baseline = try lines.first { $0.kind == .baseline }.map(state.lines.stated)
        var originals: [UInt64: Stated] = [:]
        let standing = try lines.filter { $0.kind == .target }.map { line in
            let stated = try state.lines.stated(line)
            if !state.lines.isOriginal(line) { originals[line.number] = try state.lines.original(of: line) }
            return stated
        }
        targets = standing.byPeriod(settings).map { IndicatorCard.TargetLine(current: $0, original: originals[$0.number] ?? $0) }
        actuals = try lines.filter { $0.kind == .actual }.map(state.lines.stated).byPeriod(settings)
        latest = actuals.last { $0.value.hasAmount && $0.value.status != .f }
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
