import LedgerModel

/// The values of a whole plan as a moment sees them: those of every indicator that any baseline or target of the plan names. The table without names,
/// progress and grades (`KPITable`).
package struct FactTable: Sendable {
    /// Ascending by indicator; the plan's own baselines and targets, and all actuals.
    package let rows: [(indicator: Subject, lines: [FactLines.Line])]

    /// Cost: the entries of these indicators, walked; none is decoded.
    package init(_ source: some LedgerSource, plan: Subject, asOf: AsOf = .now) throws {
        rows = try source.indicators(plannedIn: plan.id).compactMap { indicator in
            let found = try source.factLines(of: indicator, asOf: asOf)
            guard found.plans.contains(where: { $0.hasSameBytes(as: plan.id) }) else { return nil }
            return (indicator, found.lines.filter { $0.kind == .actual || $0.plan.hasSameBytes(as: plan.id) })
        }
    }
}
