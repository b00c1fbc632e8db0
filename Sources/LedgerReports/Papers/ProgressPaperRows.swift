import LedgerModel
import LedgerProjections

/// The rows of one group: a row for each measure and part; grades stand in a programme's first row.
struct ProgressRows<Source: LedgerSource> {
    private let report: ProgressPaper<Source>
    /// The columns of actuals: periods for which any of the rows has one.
    private let periods: [String]
    private let columns: [PaperTable.Column]
    private var rows: [(cells: [PaperTable.Cell], isMarked: Bool)] = []
    /// The rules by which grades were derived, told once each.
    private(set) var rules: [String] = []
    /// Of the next row; empty once it has been said.
    private var section = ""
    private var context: PaperContext<Source> { report.context }
    private var catalogue: Catalogue { report.context.catalogue }

    init(_ report: ProgressPaper<Source>, _ entries: [KPITable.Entry]) {
        let reported = Set(entries.flatMap(\.rows).flatMap(\.actuals).map(\.fact.period))
        self.report = report
        periods = report.periods.filter(reported.contains)
        columns = ProgressRows.columns(report, periods)
    }

    /// - Parameter namesSection: the group's own name stands above its rows' programmes.
    mutating func add(_ group: KPITable.Group, namesSection: Bool) throws {
        section = namesSection ? context.printed(group) : ""
        for programme in group.programmes { try add(programme, plan: group.plan) }
        for entry in group.entries { try add(entry, plan: group.plan) }
    }

    private static func columns(_ report: ProgressPaper<Source>, _ periods: [String]) -> [PaperTable.Column] {
        let context = report.context
        return [
            context.column("区分", "section", width: 36), context.column("事務事業", "programme", width: 28),
            context.column("指標", "indicator", width: 28), context.unitColumn(),
            context.column("基準値", "baseline", isNumeric: true), context.column("基準時点", "baseline period", width: 14),
            context.column("当初目標", "original target", isNumeric: true), context.column("現行目標", "current target", isNumeric: true),
            context.column("目標期間", "target period", width: 16),
        ] + periods.map { context.column("実績 " + $0, "actual " + $0, isNumeric: true) } + [
            context.column("達成率", "attainment", isNumeric: true), context.column("実際の進捗", "actual progress", isNumeric: true),
            context.column("計画上の進捗", "planned progress", isNumeric: true),
            context.column("算式", "formula", width: 18), context.column("状況", "status"),
        ] + report.gradedPeriods.map { context.column("評価（公表）" + $0, "printed grade " + $0, width: 8) } + [
            context.column("評価（計算）", "computed grade"), context.column("評価の不一致", "grades differ", width: 16),
            context.column("備考", "remarks", width: 30),
        ]
    }

    func table(caption: String) -> PaperTable {
        // Sections are named only where the table holds several.
        let first = rows.contains { $0.cells[0] != .blank } ? 0 : 1
        var table = PaperTable(caption: caption, columns: Array(columns[first...]))
        for row in rows { table.add(Array(row.cells[first...]), marked: row.isMarked) }
        return table
    }

    mutating func add(_ programme: KPITable.Programme, plan: String) throws {
        var name = [programme.code, programme.name ?? programme.subject.id].filter { !$0.isEmpty }.joined(separator: " ")
        if programme.mark != .listed { name += catalogue.bracketed(catalogue(programme.mark.words)) }
        let grades = try self.grades(programme, plan: plan)
        let lines = programme.entries.flatMap { entry in entry.rows.map { (entry, $0) } }
        if lines.isEmpty { add(name + report.ended(programme.end), [], grades) }
        for (i, (entry, line)) in lines.enumerated() {
            try add(i == 0 ? name + report.ended(programme.end) : "", entry, line, plan: plan, i == 0 ? grades : nil)
        }
    }

    mutating func add(_ entry: KPITable.Entry, plan: String) throws {
        for line in entry.rows { try add("", entry, line, plan: plan, nil) }
    }

    // MARK: one row

    private typealias Grades = (cells: [PaperTable.Cell], disagrees: Bool)

    private mutating func add(_ programme: String, _ middle: [PaperTable.Cell], _ grades: Grades?, isBehind: Bool = false, remarks: String = "") {
        let blank = Array(repeating: PaperTable.Cell.blank, count: columns.count)
        let tail = grades?.cells ?? Array(blank.prefix(report.gradedPeriods.count + 2))
        let body = middle.isEmpty ? Array(blank.prefix(columns.count - tail.count - 3)) : middle
        rows.append(([context.cell(section), context.cell(programme)] + body + tail + [context.cell(remarks)], isBehind || grades?.disagrees == true))
        section = ""
    }

    private mutating func add(
        _ programme: String, _ entry: KPITable.Entry, _ line: IndicatorCard.Line, plan: String, _ grades: Grades?
    ) throws {
        let settings = context.source.settings
        let goal = report.period.flatMap { line.goal(for: $0, settings) } ?? line.goal
        let progress = report.period.map { line.progress(in: $0, plan: report.planPeriods[plan], settings) } ?? line.progress
        let target = line.targets.first { $0.current.event.number == goal?.event.number && $0.current.fact.period == goal?.fact.period }
        let actuals = periods.map { period in line.actuals.first { $0.fact.period == period } }
        let unit = self.unit(line, goal)
        let stated = [line.baseline, target?.original, goal] + actuals
        let cells: [PaperTable.Cell] = try [
            context.cell(name(entry, line)), context.cell(unit), context.cell(line.baseline), context.cell(line.baseline?.period),
            context.cell(target?.original), context.cell(goal), context.cell(goal?.period),
        ] + actuals.map { try context.cell($0) } + [context.percent(report.period.flatMap { line.attainment(in: $0, settings) })]
            + self.progress(progress)
        let remarks = remarks(stated, unit) + others(line, goal)
        add(programme, cells, grades, isBehind: progress.isBehind, remarks: remarks.joined(separator: catalogue(Words("；", "; "))))
    }

    private func name(_ entry: KPITable.Entry, _ line: IndicatorCard.Line) -> String {
        let measure = line.measure.map { $0.label.isEmpty && entry.rows.count > 1 ? $0.id : $0.label } ?? line.slot.measure
        let label = [measure, line.slot.part].filter { !$0.isEmpty }.joined(separator: " ")
        let name = [entry.code, entry.name ?? entry.indicator.id].filter { !$0.isEmpty }.joined(separator: " ")
        return name + (label.isEmpty ? "" : catalogue.bracketed(label)) + report.ended(entry.end)
    }

    private func unit(_ line: IndicatorCard.Line, _ goal: Stated?) -> String {
        let first = [goal, line.actuals.last, line.baseline].compactMap { $0 }.first { $0.value.hasAmount }
        return first.map { context.unit($0.value) } ?? line.measure.map { context.unit($0.unit, scale: $0.scale) } ?? ""
    }

    private func progress(_ progress: Progress) -> [PaperTable.Cell] {
        switch progress {
        case .figure(let figure):
            let formula = figure.formula == .fromBaseline
                ? Words("[a]（実績−基準）÷（目標−基準）", "[a] (actual − baseline) ÷ (target − baseline)") : Words("[b] 実績 ÷ 目標", "[b] actual ÷ target")
            let status = figure.isBehind.map { $0 ? Words("計画より遅れ", "behind plan") : Words("計画どおり以上", "on plan or ahead") }
            return [
                context.percent(figure.attained), context.percent(figure.planned), context.cell(catalogue(formula)),
                context.cell(catalogue(status ?? Words("計画値なし", "no planned path"))),
            ]
        case .undefined(let obstacle):
            return [.blank, .blank, .absent(catalogue(Words("算出できない：", "undefined: ")) + catalogue(obstacle.words)), .blank]
        }
    }

    /// What bare numbers would lose, each once, in the order of the columns.
    private func remarks(_ stated: [Stated?], _ unit: String) -> [String] {
        var told: [String] = []
        for one in stated.compactMap({ $0 }) {
            let remark = context.remarks(one.value, rowUnit: unit)
            guard !remark.isEmpty else { continue }
            let text = catalogue(one.fact.kind.words) + " " + Visible.text(one.fact.period) + " " + remark
            if !told.contains(text) { told.append(text) }
        }
        return told
    }

    /// Targets of other periods in the same plan.
    private func others(_ line: IndicatorCard.Line, _ goal: Stated?) -> [String] {
        line.targets.filter { $0.current.event.number != goal?.event.number }.map { target in
            catalogue(Words("ほかの目標 ", "another target ")) + Visible.text(target.current.fact.period) + " " + catalogue.value(target.current.value)
                + (target.isRevised ? catalogue(Words("（改定）", " (revised)")) : "")
        }
    }

    /// Printed grades by period, then the computed one and where both differ. A programme that is listed again is not judged again.
    private mutating func grades(_ programme: KPITable.Programme, plan: String) throws -> Grades {
        let printed = report.gradedPeriods.map { period in
            context.cell(programme.grades.first { $0.isPrinted && $0.period == period })
        }
        guard let period = report.period?.description, programme.mark == .listed else { return (printed + [.blank, .blank], false) }
        let comparison = try context.compareGrades(programme.subject, plan: plan, period: period, rule: report.question.rule)
        if let rule = comparison.derived?.rule {
            let sentence = context.sentence(rule)
            if !rules.contains(sentence) { rules.append(sentence) }
        }
        return (printed + [context.cell(comparison.derived), context.cell(context.disagreement(comparison))], comparison.disagrees)
    }
}

extension Progress {
    fileprivate var isBehind: Bool { if case .figure(let figure) = self { figure.isBehind ?? false } else { false } }
}
