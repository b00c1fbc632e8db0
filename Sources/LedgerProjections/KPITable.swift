import LedgerModel

/// The whole table as it stood: sections and programmes as printed, with the rows of every indicator.
package struct KPITable: Sendable {
    /// An indicator's rows: one for each measure and part.
    package struct Entry: Sendable {
        package let indicator: Subject
        package let name: String?
        package let code: String
        package let end: Event?
        package let rows: [IndicatorCard.Line]
        fileprivate let identity: Facts

        /// What grades in the same plan are derived from.
        package var graded: GradedIndicator { GradedIndicator(identity: identity, lines: rows) }
    }

    package struct Programme: Sendable {
        package let subject: Subject
        package let name: String?
        package let code: String
        /// Listed, listed again (再掲) or a mark without rows.
        package let mark: ProgrammeListed.Mark
        package let end: Event?
        package let grades: [GradeLine]
        /// Empty where it is only marked.
        package let entries: [Entry]
    }

    /// A plan or section with what hangs on it directly; in printed order, parents first.
    package struct Group: Sendable {
        package let subject: Subject
        package let plan: String
        /// 0 for a plan, 1 for its topmost sections.
        package let depth: Int
        package let section: SectionAdded?
        package let name: String?
        package let end: Event?
        package let programmes: [Programme]
        package let entries: [Entry]
    }

    package let groups: [Group]
    /// Indicators that have values in the plan and stand in none of its groups; where no plan was asked for, those of every
    /// plan, and indicators outside of plans. One that goes on in a second plan without being attached there is listed for that one.
    package let unattached: [Entry]
    /// Every period that has an actual, ascending: the columns.
    package let periods: [String]

    /// - Parameter plan: nil: every plan, and indicators outside of plans.
    /// Cost: the entries of the plan's own subjects and of the indicators that have values in it; without a plan, of every indicator.
    package init(_ source: some LedgerSource, plan: Subject? = nil, asOf: AsOf = .now) throws {
        var reader = TableReader(source: source, asOf: asOf, hasValues: true)
        for plan in try plan.map({ [$0] }) ?? source.subjects(of: .plan) { try reader.walk(plan) }
        unattached = try reader.unattached(in: plan?.id)
        groups = reader.groups
        periods = reader.periods.values.sorted { $0.ends(before: $1, source.settings) }.map(\.description)
    }

    /// The same groups, programmes and indicators without rows, without what is in none of the groups and without periods.
    /// - Parameter indicators: whether they are wanted; without, groups and programmes stand alone.
    /// Cost: the entries of the plan's own subjects, and of its indicators those that say what they are.
    package init(outline source: some LedgerSource, plan: Subject? = nil, indicators: Bool = true, asOf: AsOf = .now) throws {
        var reader = TableReader(source: source, asOf: asOf, hasValues: false, hasIndicators: indicators)
        for plan in try plan.map({ [$0] }) ?? source.subjects(of: .plan) { try reader.walk(plan) }
        (unattached, groups, periods) = ([], reader.groups, [])
    }

    /// A plan or section with all that is below it; empty where the table does not hold it.
    package func groups(below subject: Subject) -> [Group] {
        guard let first = groups.firstIndex(where: { $0.subject == subject }) else { return [] }
        return [groups[first]] + groups[(first + 1)...].prefix { $0.depth > groups[first].depth }
    }
}

private struct TableReader<Source: LedgerSource> {
    let source: Source
    let asOf: AsOf
    private let hasValues: Bool
    private let hasIndicators: Bool
    var groups: [KPITable.Group] = []
    var periods: [String: Period] = [:]
    private var cache: [Subject: Facts] = [:]
    private var states: [Subject: IndicatorState] = [:]
    private var placed: Set<Placement> = []
    private var walked: Set<Subject> = []

    /// An indicator in one plan.
    private struct Placement: Hashable {
        let indicator: Subject
        let plan: String
    }

    init(source: Source, asOf: AsOf, hasValues: Bool, hasIndicators: Bool = true) {
        self.source = source
        self.asOf = asOf
        self.hasValues = hasValues
        self.hasIndicators = hasIndicators
    }

    private mutating func facts(_ subject: Subject) throws -> Facts {
        if let known = cache[subject] { return known }
        let facts = try source.facts(of: subject, asOf: asOf, leavingOut: [.remarks, .amounts])
        cache[subject] = facts
        return facts
    }

    private mutating func state(_ indicator: Subject) throws -> IndicatorState {
        if let known = states[indicator] { return known }
        let state = try IndicatorState(source, of: indicator, asOf: asOf)
        states[indicator] = state
        return state
    }

    mutating func walk(_ plan: Subject) throws {
        let facts = try facts(plan)
        guard facts.exists else { return }
        try group(facts, plan: plan.id, period: facts.period, depth: 0)
    }

    private mutating func group(_ facts: Facts, plan: String, period: Period?, depth: Int) throws {
        guard walked.insert(facts.subject).inserted else { return }
        var programmes: [KPITable.Programme] = []
        var entries: [KPITable.Entry] = []
        var sections: [Facts] = []
        for member in facts.members {
            switch member.subject.kind {
            case .programme: programmes.append(try programme(member, plan, period))
            case .indicator: if let entry = try entry(member.subject, plan, period) { entries.append(entry) }
            case .section:
                // A plan lists its sections of every level; each is walked below its own parent.
                let section = try self.facts(member.subject)
                let parent = section.place.flatMap { $0.kind == .section ? $0 : nil }
                if parent == nil || parent == facts.subject { sections.append(section) }
            default: continue
            }
        }
        groups.append(
            KPITable.Group(
                subject: facts.subject, plan: plan, depth: depth, section: facts.sectionAdded, name: facts.name, end: facts.end(),
                programmes: programmes, entries: entries))
        for section in sections where section.exists { try group(section, plan: plan, period: period, depth: depth + 1) }
    }

    private mutating func programme(_ member: Member, _ plan: String, _ period: Period?) throws -> KPITable.Programme {
        let facts = try facts(member.subject)
        var entries: [KPITable.Entry] = []
        if member.mark != .markedOnly {
            for one in facts.members where one.subject.kind == .indicator {
                if let entry = try entry(one.subject, plan, period) { entries.append(entry) }
            }
        }
        return KPITable.Programme(
            subject: member.subject, name: facts.name, code: facts.programmeCode, mark: member.mark, end: facts.end(),
            grades: facts.grades(plan: plan, source.settings), entries: entries)
    }

    private mutating func entry(_ indicator: Subject, _ plan: String, _ period: Period?) throws -> KPITable.Entry? {
        guard hasIndicators else { return nil }
        guard hasValues else { return try outline(indicator) }
        let state = try state(indicator)
        let facts = state.identity
        guard facts.exists else { return nil }
        placed.insert(Placement(indicator: indicator, plan: plan))
        let rows = try state.slots(plan: plan).map { try IndicatorCard.Line($0, state, period, source.settings) }
        for row in rows { for actual in row.actuals where periods[actual.fact.period] == nil { periods[actual.fact.period] = actual.period } }
        return KPITable.Entry(
            indicator: indicator, name: facts.name, code: facts.indicatorDefinition?.code ?? "", end: facts.end(), rows: rows, identity: facts)
    }

    private mutating func outline(_ indicator: Subject) throws -> KPITable.Entry? {
        let facts = try cache[indicator] ?? source.facts(of: indicator, asOf: asOf, about: .existence, .name, .definition, .life)
        cache[indicator] = facts
        guard facts.exists else { return nil }
        return KPITable.Entry(indicator: indicator, name: facts.name, code: facts.indicatorDefinition?.code ?? "", end: facts.end(), rows: [], identity: facts)
    }

    mutating func unattached(in plan: String?) throws -> [KPITable.Entry] {
        var entries: [KPITable.Entry] = []
        let attached = Set(placed.map(\.indicator))
        for indicator in try plan.map({ try source.indicators(plannedIn: $0) }) ?? source.subjects(of: .indicator) {
            let plans = try state(indicator).lines.plans
            let outside = plans.isEmpty && !attached.contains(indicator) ? [""] : plans
            let asked = plan.map { plans.contains($0) ? [$0] : [] } ?? outside
            for id in asked where !placed.contains(Placement(indicator: indicator, plan: id)) {
                let period = id.isEmpty ? nil : try facts(Subject(.plan, id)).period
                if let entry = try entry(indicator, id, period) { entries.append(entry) }
            }
        }
        return entries
    }
}

extension Facts {
    package var sectionAdded: SectionAdded? {
        guard case .sectionAdded(let act)? = holds(FactKey(.existence))?.statement.act else { return nil }
        return act
    }

    /// The printed code of a programme; empty where it has none.
    package var programmeCode: String {
        guard case .programmeRegistered(let act)? = holds(FactKey(.existence))?.statement.act else { return "" }
        return act.code
    }
}
