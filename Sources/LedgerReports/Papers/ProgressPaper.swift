import LedgerModel
import LedgerProjections

/// `progress`: the KPI table by section, with status, progress and its formula, and printed grades beside derived ones.
package struct ProgressPaper<Source: LedgerSource> {
    let context: PaperContext<Source>
    let question: PaperQuestion
    let groups: [KPITable.Group]
    let unattached: [KPITable.Entry]
    /// The year that progress and grades are about; nil where nothing was reported yet.
    let period: Period?
    /// The columns of actuals, up to `period`.
    let periods: [String]
    /// The columns of printed grades, up to `period`.
    let gradedPeriods: [String]
    let planPeriods: [String: Period]

    /// - Throws: `nothing-found` where the section is in no plan that was asked for.
    package init(_ context: PaperContext<Source>, _ question: PaperQuestion) throws {
        self.context = context
        self.question = question
        let settings = context.source.settings
        let table = try KPITable(context.source, plan: question.plan, asOf: context.asOf)
        groups = question.section.map { table.groups(below: $0) } ?? table.groups
        if let section = question.section, groups.isEmpty { throw Problem(.nothingFound, section.label) }
        unattached = question.section == nil ? table.unattached : []
        let lines = groups.flatMap { $0.entries + $0.programmes.flatMap(\.entries) }.flatMap(\.rows) + unattached.flatMap(\.rows)
        let reported = lines.flatMap(\.actuals).filter { $0.value.hasAmount && $0.value.status != .f }.compactMap(\.period)
        let last = question.period.flatMap { Period($0) } ?? ProgressPaper.latest(reported, settings)
        func upToLast(_ text: String) -> Bool { Period(text).map { period in last.map { !$0.ends(before: period, settings) } ?? true } ?? true }
        let shown = Set(lines.flatMap(\.actuals).map(\.fact.period))
        let graded = Set(groups.flatMap(\.programmes).flatMap(\.grades).filter(\.isPrinted).map(\.period))
        period = last
        periods = table.periods.filter { shown.contains($0) && upToLast($0) }
        gradedPeriods = graded.filter(upToLast).sorted { a, b in
            guard let a = Period(a), let b = Period(b) else { return a < b }
            return a.ends(before: b, settings)
        }
        for group in table.groups {
            for entry in group.entries + group.programmes.flatMap(\.entries) { context.keep(entry.graded, of: entry.indicator, plan: group.plan) }
        }
        planPeriods = try Set(groups.map(\.plan)).reduce(into: [:]) { $0[$1] = try context.facts(Subject(.plan, $1)).period }
    }

    /// The period that ends last; of several (a year whose calendar is not printed beside fiscal years) the one reported most often.
    private static func latest(_ reported: [Period], _ settings: Settings) -> Period? {
        let counts = reported.reduce(into: [Period: Int]()) { $0[$1, default: 0] += 1 }
        func end(_ period: Period) -> Day { period.lastDay(fiscalFirstMonth: settings.fiscalFirstMonth) ?? .first }
        return counts.max { a, b in
            (end(a.key), a.value, b.key.description) < (end(b.key), b.value, a.key.description)
        }?.key
    }

    package func paper() throws -> Paper {
        var blocks: [PaperBlock] = []
        var rules: [String] = []
        var drawn: Set<ChartKey> = []
        for part in parts {
            let entries = part.flatMap { group in (group.programmes.flatMap(\.entries) + group.entries).map { (group.plan, $0) } }
            var rows = ProgressRows(self, entries.map(\.1))
            for group in part { try rows.add(group, namesSection: part.count > 1) }
            let title = context.printed(part[0]) + ended(part[0].end)
            blocks.append(.heading(level: part[0].depth - (groups.first?.depth ?? 0) + 1, text: title))
            if let table = rows.table(caption: title).block { blocks.append(table) }
            for sentence in rows.rules where !rules.contains(sentence) { rules.append(sentence) }
            blocks += charts(entries, drawn: &drawn)
        }
        if !unattached.isEmpty {
            var rows = ProgressRows(self, unattached)
            for entry in unattached { try rows.add(entry, plan: entry.rows.first?.slot.plan ?? "") }
            let title = context.words("ほかの指標（計画のどの項目にも載らないもの）", "Other indicators (under no section of their plan)")
            blocks += [.heading(level: 1, text: title)] + [rows.table(caption: title).block].compactMap { $0 }
        }
        let told = rules.map { PaperBlock.paragraph(context.words("計算した評価の基準: ", "Rule of the computed grades: ") + $0) }
            + (rules.isEmpty ? [] : [computedLegend])
        let legends = period == nil ? [] : [.paragraph(context.catalogue.formulaLegend), attainmentLegend]
        return context.paper("progress", "KPI の進捗", "Progress of the KPIs", [opening] + legends + told + blocks)
    }

    /// A table each: the plan, its sections of the two upper levels, or a lower one that was asked for, each with what is below.
    private var parts: [[KPITable.Group]] {
        let top = max(groups.first?.depth ?? 0, 2)
        return groups.reduce(into: []) { parts, group in
            if parts.isEmpty || group.depth <= top { parts.append([group]) } else { parts[parts.count - 1].append(group) }
        }
    }

    private var attainmentLegend: PaperBlock {
        context.paragraph(
            "達成率 = 実績 ÷ 目標。小さいほど良い指標、単位や集計の異なるものには示しません。",
            "Attainment = actual ÷ target; none where less is better, or where units or aggregations differ.")
    }

    private var computedLegend: PaperBlock {
        context.paragraph(
            "評価の「計算」は台帳が数値から求めたもので、公表された評価ではありません。",
            "Grades named “computed” are what the ledger makes of the figures, not what was published.")
    }

    private var opening: PaperBlock {
        guard let period else { return context.paragraph("実績はまだありません。", "Nothing was reported yet.") }
        return context.paragraph(
            "{0}の進捗。", "Progress of {0}.", context.catalogue.period(period.description))
    }

    func ended(_ event: Event?) -> String { event.map { context.catalogue.bracketed(context.catalogue($0.statement.actWords)) } ?? "" }
}
