import LedgerModel
import LedgerProjections

extension DiscrepanciesPaper {
    /// Indicators of one plan under one name, with the same target, for which one period has different actuals: a reader of the
    /// document sees one KPI with two values.
    package func sameName() throws -> PaperTable {
        var table = PaperTable(
            caption: context.words("同じ名称・期間で異なる実績", "One name and period with different actuals"),
            columns: [
                context.column("名称", "name", width: 28), context.column("期間", "period"), context.column("指標", "indicators", width: 30),
                context.column("実績", "actuals", width: 24), context.column("記録", "entries", width: 14),
            ])
        for twins in try printings().values.filter({ $0.count > 1 }).sorted(by: { $0[0].indicator < $1[0].indicator }) {
            for period in Set(twins.flatMap { $0.actuals.map(\.fact.period) }).sorted() where question.period.map({ $0 == period }) ?? true {
                let told = twins.compactMap { twin in twin.actuals.first { $0.fact.period == period }.map { (twin.indicator, $0) } }
                guard Set(told.map { $0.1.value.amountText }).count > 1 else { continue }
                table.add(
                    [
                        context.cell(Visible.text(twins[0].name)), context.cell(context.catalogue.period(period)),
                        context.cell(told.map(\.0.id).joined(separator: " / ")),
                        context.cell(told.map { context.catalogue.value($0.1.value) }.joined(separator: " / ")),
                        context.cell(context.entries(told.map(\.1.event))),
                    ], marked: true)
            }
        }
        return table
    }

    private struct Key: Hashable {
        let plan: String
        let name: String
        let measure: String
        let part: String
        let target: String
    }

    private struct Printing {
        let indicator: Subject
        let name: String
        let actuals: [Stated]
    }

    /// Measures by what a document prints of them; without a target nothing says that two of one name are one.
    private func printings() throws -> [Key: [Printing]] {
        var found: [Key: [Printing]] = [:]
        let named = try context.source.subjects(of: .indicator).compactMap { indicator in
            try context.source.name(of: indicator, asOf: context.asOf).map { (indicator: indicator, name: $0) }
        }
        let count = named.reduce(into: [String: Int]()) { $0[$1.name, default: 0] += 1 }
        for (indicator, name) in named {
            // Alone with its name and with one measure, it has no twin: its values need not be decoded.
            let targets = try context.source.factLines(of: indicator, asOf: context.asOf).lines.filter { $0.kind == .target }
            guard count[name, default: 0] > 1 || Set(targets.map(\.measure)).count > 1 else { continue }
            let facts = try context.facts(indicator)
            for target in facts.targets where question.plan.map({ $0.id == target.fact.plan }) ?? true {
                let slot = target.slot
                let label = facts.measure(slot.measure)?.label ?? ""
                let key = Key(
                    plan: slot.plan, name: name, measure: label, part: slot.part,
                    target: target.fact.period + " " + target.value.unit + " " + target.value.amountText)
                found[key, default: []].append(
                    Printing(indicator: indicator, name: name, actuals: facts.actuals(slot).byPeriod(context.source.settings)))
            }
        }
        return found
    }
}

extension Value {
    /// The amount in one spelling, so that 1千 and 1,000 are one; empty for what is no number.
    fileprivate var amountText: String { amount.map { $0.rounded(digits: 18) } ?? "" }
}
