import LedgerModel
import LedgerProjections

/// Next year's sheets, one for each division of a plan, as the ledger stands at the context's moment.
///
/// Ended programmes and indicators are asked about no more. An indicator of several programmes of a division is asked for once, where it is
/// printed first.
package struct FormBuilder<Source: LedgerSource> {
    private let context: PaperContext<Source>
    private let plan: Subject
    private let period: Period
    private var order: [Subject?] = []
    private var forms: [Subject?: FormContent] = [:]
    private var seen: Set<Asked> = []

    private struct Asked: Hashable {
        let unit: Subject?
        let key: FormRowKey
    }

    package init(_ context: PaperContext<Source>, plan: Subject, period: Period) {
        (self.context, self.plan, self.period) = (context, plan, period)
    }

    /// In the order in which the plan prints the divisions; what has no division comes last. Cost: that of the KPI table and of every opinion.
    package func contents() throws -> [FormContent] {
        var builder = self
        return try builder.build()
    }

    private mutating func build() throws -> [FormContent] {
        let table = try KPITable(context.source, plan: plan, asOf: context.asOf)
        let listed = Set(table.groups.flatMap(\.programmes).filter { $0.mark == .listed }.map(\.subject))
        for group in table.groups {
            // One that only stands here again (再掲) is asked for where it is listed.
            for programme in group.programmes where programme.end == nil && (programme.mark == .listed || !listed.contains(programme.subject)) {
                let unit = try unit(of: programme.subject)
                for entry in programme.entries { try add(entry, unit, group, programme) }
            }
            for entry in group.entries { try add(entry, nil, group, nil) }
        }
        for entry in table.unattached { try add(entry, nil, nil, nil) }
        try addOpinions()
        let named = order.filter { $0 != nil } + order.filter { $0 == nil }
        return named.compactMap { forms[$0] }.map(withColumns)
    }

    private func unit(of programme: Subject) throws -> Subject? {
        try context.facts(programme).place.flatMap { $0.kind == .unit ? $0 : nil }
    }

    private mutating func change(_ unit: Subject?, _ body: (inout FormContent) -> Void) {
        if forms[unit] == nil {
            order.append(unit)
            forms[unit] = FormContent(unit: unit)
        }
        body(&forms[unit]!)
    }

    // MARK: rows

    private mutating func add(_ entry: KPITable.Entry, _ unit: Subject?, _ group: KPITable.Group?, _ programme: KPITable.Programme?) throws {
        guard entry.end == nil else { return }
        for line in entry.rows {
            let key = FormRowKey(indicator: entry.indicator.id, measure: line.slot.measure, part: line.slot.part)
            guard seen.insert(Asked(unit: unit, key: key)).inserted else { continue }
            var row = FormContent.Row(key)
            row.cells = [
                .indicator: text(key.indicator), .measure: text(key.measure), .part: text(key.part), .programme: text(programme?.subject.id ?? ""),
                .section: text(group.map { context.printed($0) } ?? ""),
                .programmeName: text(programme.map { $0.name ?? $0.subject.id } ?? ""), .name: text(entry.name ?? entry.indicator.id),
                .label: text(line.measure?.label ?? ""), .unit: text(line.measure.map { context.unit($0.unit, scale: $0.scale) } ?? ""),
            ]
            try addValues(line, to: &row)
            change(unit) { $0.rows.append(row) }
        }
    }

    private func addValues(_ line: IndicatorCard.Line, to row: inout FormContent.Row) throws {
        func put(_ column: FormColumn, _ stated: Stated) throws {
            row.cells[column] = try cell(stated, line.measure)
            row.stated[column] = stated
        }
        if let baseline = line.baseline {
            row.cells[.baselinePeriod] = period(baseline)
            try put(.baseline, baseline)
        }
        for (i, target) in line.targets.enumerated() {
            row.cells[.targetPeriod(i + 1)] = period(target.current)
            try put(.target(i + 1), target.current)
        }
        for actual in line.actuals {
            try put(actual.fact.period == period.description ? .value : .actual(actual.fact.period), actual)
        }
    }

    private func period(_ stated: Stated) -> FormCell { text(context.catalogue.period(stated.fact.period)) }

    /// A number where its digits under the row's unit say all of it; else the whole value in words.
    private func cell(_ stated: Stated, _ measure: Measure?) throws -> FormCell {
        guard stated.fact.hasValue, stated.value.absence == .present, !stated.value.number.isEmpty else { return text(try context.cell(stated).shown) }
        let value = stated.value
        var plain = Value()
        (plain.number, plain.scale, plain.unit) = (value.number, measure?.scale ?? 0, measure?.unit ?? "")
        let shown = context.catalogue.value(value)
        let isPlain = value.scale == plain.scale && value.unit.hasSameBytes(as: plain.unit) && shown == context.catalogue.value(plain)
        return isPlain ? .number(value.number) : text(shown)
    }

    // MARK: opinions

    /// Those that nobody has answered, with the division that they are put to, else those of the programmes that they are about.
    private mutating func addOpinions() throws {
        let lines = try OpinionView(context.source, on: .last, asOf: context.asOf).unanswered.sorted(by: OpinionView.printedOrder)
        for line in lines where try isOfPlan(line.opinion) {
            let units: [Subject?] = line.opinion.owner.isEmpty ? try divisions(of: line.opinion) : [Subject(.unit, line.opinion.owner)]
            let opinion = FormContent.Opinion(line.event, line.opinion, cells: try cells(line))
            for unit in units { change(unit) { $0.opinions.append(opinion) } }
        }
    }

    private func divisions(of opinion: OpinionGiven) throws -> [Subject?] {
        let units = try opinion.about.compactMap { about -> Subject? in
            switch about.kind {
            case .programme: try unit(of: about)
            case .indicator:
                try context.facts(about).attachments.lazy.filter { $0.subject.kind == .programme }.compactMap { try? unit(of: $0.subject) }.first
            case .unit: about
            default: nil
            }
        }
        return units.isEmpty ? [nil] : Set(units).sorted()
    }

    /// One about another plan, or about something of it alone, is not asked here.
    private func isOfPlan(_ opinion: OpinionGiven) throws -> Bool {
        let plans = try opinion.about.compactMap { about -> String? in
            switch about.kind {
            case .plan: about.id
            case .section: try context.facts(about).plan
            default: nil
            }
        }
        return plans.isEmpty || plans.contains(plan.id)
    }

    private func cells(_ line: OpinionView.Line) throws -> [FormColumn: FormCell] {
        let opinion = line.opinion
        let body = try context.facts(Subject(.body, opinion.body)).holds(FactKey(.definition))
        let about = try opinion.about.map { try context.name($0) }.joined(separator: "\n")
        return [
            .opinion: text(opinion.id), .body: text(try body.map { try context.cell($0, .displayName).shown } ?? opinion.body),
            .year: text(opinion.period.isEmpty ? "" : context.catalogue.period(opinion.period)), .number: text(opinion.printedNumber),
            .programmeName: text(about), .text: text(try context.cell(line.event, .bodyText).shown), .due: text(opinion.due),
        ]
    }

    // MARK: columns

    private func withColumns(_ form: FormContent) -> FormContent {
        var form = form
        var periods: [String: Period] = [:]
        for case .actual(let text) in form.rows.flatMap(\.cells.keys) { periods[text] = Period(text) }
        let years = periods.values.sorted { $0.ends(before: $1, context.source.settings) }.map { FormColumn.actual($0.description) }
        let targets = form.rows.map { row in row.cells.keys.count { if case .target = $0 { true } else { false } } }.max() ?? 0
        form.columns = [.indicator, .measure, .part, .programme, .section, .programmeName, .name, .label, .unit, .baselinePeriod, .baseline]
            + (0..<max(targets, 1)).flatMap { [.targetPeriod($0 + 1), .target($0 + 1)] } + years + [.value, .remark]
        form.opinionColumns = [.opinion, .body, .year, .number, .programmeName, .text, .due, .answer, .state]
        return form
    }

    /// What a cell of a workbook can hold.
    private func text(_ raw: String) -> FormCell {
        let text = Visible.lines(raw).joined(separator: "\n")
        return text.isEmpty ? .blank : .text(String(decoding: text.utf16.prefix(32_767), as: UTF16.self))
    }
}
