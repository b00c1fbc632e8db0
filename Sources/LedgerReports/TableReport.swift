import LedgerModel
import LedgerProjections

/// The whole table as it stood. schema/json/table.schema.json
package struct TableJSON: Codable, Sendable {
    package struct Row: Codable, Sendable {
        package let indicator: String
        package let name: String?
        package let code: String
        package let plan: String
        package let measure: String
        package let part: String
        package let unit: String?
        package let direction: String?
        package let aggregation: String?
        package let baseline: StatedJSON?
        package let targets: [StatedJSON]
        /// As first set, where a target was changed since.
        package let originalTargets: [StatedJSON]
        package let actuals: [StatedJSON]
        package let progress: ProgressJSON
        package let ended: Bool
    }
    package struct Grade: Codable, Sendable {
        package let period: String
        package let grade: String?
        package let noGrade: String?
        package let origin: String
        package let entry: UInt64
    }
    package struct Programme: Codable, Sendable {
        package let id: String
        package let name: String?
        package let code: String
        package let mark: String
        package let ended: Bool
        package let grades: [Grade]
        package let rows: [Row]
    }
    package struct Group: Codable, Sendable {
        package let subject: String
        package let plan: String
        package let depth: Int
        package let level: String?
        package let number: String?
        package let name: String?
        package let ended: Bool
        package let programmes: [Programme]
        package let rows: [Row]
    }

    package let asOf: AsOfJSON
    package let periods: [String]
    package let groups: [Group]
    package let unattached: [Row]
}

package struct TableReport<Source: LedgerSource> {
    private let table: KPITable
    private let telling: Telling<Source>
    private let asOf: AsOf
    private var catalogue: Catalogue { telling.catalogue }

    package init(_ table: KPITable, asOf: AsOf, _ telling: Telling<Source>) {
        self.table = table
        self.asOf = asOf
        self.telling = telling
    }

    // MARK: JSON

    package func json() throws -> TableJSON {
        TableJSON(
            asOf: try telling.json(asOf), periods: table.periods, groups: table.groups.map(group),
            unattached: table.unattached.flatMap { rows($0) })
    }

    private func group(_ group: KPITable.Group) -> TableJSON.Group {
        TableJSON.Group(
            subject: group.subject.label, plan: group.plan, depth: group.depth, level: group.section?.level,
            number: group.section?.number, name: group.name, ended: group.end != nil,
            programmes: group.programmes.map { programme in
                TableJSON.Programme(
                    id: programme.subject.id, name: programme.name, code: programme.code, mark: Kebab.name(programme.mark),
                    ended: programme.end != nil, grades: programme.grades.map(TableJSON.Grade.init),
                    rows: programme.entries.flatMap { rows($0, group.plan) })
            },
            rows: group.entries.flatMap { rows($0, group.plan) })
    }

    private func rows(_ entry: KPITable.Entry, _ plan: String = "") -> [TableJSON.Row] {
        entry.rows.map { TableJSON.Row(entry, $0, plan, catalogue) }
    }

    // MARK: text

    package func lines() throws -> [String] {
        var lines = [try telling.line(asOf)]
        let columns = columns
        for group in table.groups {
            lines += ["", heading(group)]
            var rows = TextTable(columns)
            for programme in group.programmes { add(programme, to: &rows) }
            for entry in group.entries { add(entry, programme: "", to: &rows) }
            if !rows.rows.isEmpty { lines += rows.lines }
        }
        if !table.unattached.isEmpty {
            lines += ["", catalogue(Words("ほかの指標（計画のどの項目にも載らないもの）", "Other indicators (under no section of their plan)"))]
            var rows = TextTable(columns)
            for entry in table.unattached { add(entry, programme: "", to: &rows) }
            lines += rows.lines
        }
        return lines + ["", catalogue.formulaLegend]
    }

    private func heading(_ group: KPITable.Group) -> String {
        let marks = String(repeating: "#", count: group.depth + 1)
        let printed = [group.section?.level, group.section?.number, group.name].compactMap { $0 }.filter { !$0.isEmpty }
        return Visible.text("\(marks) \(printed.joined(separator: " "))") + " [\(group.subject.label)]" + ended(group.end)
    }

    private var columns: [TextTable.Column] {
        func column(_ ja: String, _ en: String, _ alignment: TextTable.Alignment = .left) -> TextTable.Column {
            TextTable.Column(catalogue(Words(ja, en)), alignment)
        }
        return [column("事務事業", "programme"), column("指標", "indicator"), column("識別子", "id"), column("基準値", "baseline", .right), column("目標値", "target", .right)]
            + table.periods.map { TextTable.Column($0, .right, isOptional: true) }
            + [column("進捗", "progress", .right), column("評価", "grade")]
    }

    private func add(_ programme: KPITable.Programme, to rows: inout TextTable) {
        var name = [programme.code, programme.name ?? programme.subject.id].filter { !$0.isEmpty }.joined(separator: " ")
        if programme.mark != .listed { name += catalogue.bracketed(catalogue(programme.mark.words)) }
        name += ended(programme.end)
        let grades = programme.grades.map(grade).joined(separator: ", ")
        if programme.entries.isEmpty {
            rows.add([name] + Array(repeating: "", count: rows.columns.count - 2) + [grades])
        }
        for (i, entry) in programme.entries.enumerated() { add(entry, programme: i == 0 ? name : "", grades: i == 0 ? grades : "", to: &rows) }
    }

    private func add(_ entry: KPITable.Entry, programme: String, grades: String = "", to rows: inout TextTable) {
        let name = [entry.code, entry.name ?? ""].filter { !$0.isEmpty }.joined(separator: " ") + ended(entry.end)
        if entry.rows.isEmpty {
            rows.add([programme, name, entry.indicator.id] + Array(repeating: "", count: rows.columns.count - 4) + [grades])
        }
        for (i, line) in entry.rows.enumerated() {
            let measure = line.measure.map { $0.label.isEmpty && entry.rows.count > 1 ? $0.id : $0.label } ?? line.slot.measure
            let label = [measure, line.slot.part].filter { !$0.isEmpty }.joined(separator: " ")
            rows.add(
                [i == 0 ? programme : "", i == 0 ? name + (label.isEmpty ? "" : catalogue.bracketed(label)) : label, i == 0 ? entry.indicator.id : ""]
                    + values(line) + [i == 0 ? grades : ""])
        }
    }

    private func values(_ line: IndicatorCard.Line) -> [String] {
        let baseline = line.baseline.map { catalogue.value($0.value) + catalogue.bracketed($0.fact.period) } ?? ""
        let targets = line.targets.map { target in
            catalogue.value(target.current.value) + catalogue.bracketed(target.current.fact.period)
                + (target.isRevised ? catalogue(Words("※改定", " *revised")) : "")
        }.joined(separator: "; ")
        let actual = Dictionary(line.actuals.map { ($0.fact.period, $0) }, uniquingKeysWith: { first, _ in first })
        let actuals = table.periods.map { period in actual[period].map { catalogue.value($0.value) } ?? "" }
        return [baseline, targets] + actuals + [catalogue.progress(line.progress)]
    }

    private func grade(_ line: GradeLine) -> String {
        line.period + " " + (line.grade.grade.isEmpty ? catalogue(line.grade.noGrade.words) : line.grade.grade)
    }

    private func ended(_ event: Event?) -> String { event.map { catalogue.bracketed(catalogue($0.statement.actWords)) } ?? "" }
}

extension TableJSON.Row {
    package init(_ entry: KPITable.Entry, _ line: IndicatorCard.Line, _ plan: String, _ catalogue: Catalogue) {
        self.init(
            indicator: entry.indicator.id, name: entry.name, code: entry.code, plan: line.slot.plan.isEmpty ? plan : line.slot.plan,
            line, ended: entry.end != nil, catalogue)
    }

    package init(
        indicator: String, name: String?, code: String, plan: String, _ line: IndicatorCard.Line, ended: Bool, _ catalogue: Catalogue
    ) {
        self.indicator = indicator
        self.name = name
        self.code = code
        self.plan = plan
        self.ended = ended
        measure = line.slot.measure
        part = line.slot.part
        unit = line.measure?.unit
        direction = line.measure.map { Kebab.name($0.direction) }
        aggregation = line.measure.map { Kebab.name($0.aggregation) }
        baseline = line.baseline.map { StatedJSON($0, catalogue) }
        targets = line.targets.map { StatedJSON($0.current, catalogue) }
        originalTargets = line.targets.filter(\.isRevised).map { StatedJSON($0.original, catalogue) }
        actuals = line.actuals.map { StatedJSON($0, catalogue) }
        progress = ProgressJSON(line.progress, catalogue)
    }
}

extension TableJSON.Grade {
    package init(_ line: GradeLine) {
        period = line.period
        grade = line.grade.grade.isEmpty ? nil : line.grade.grade
        noGrade = line.grade.noGrade == .graded ? nil : Kebab.name(line.grade.noGrade)
        origin = Kebab.name(line.grade.origin)
        entry = line.event.number
    }
}
