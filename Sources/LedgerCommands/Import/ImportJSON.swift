import LedgerImport
import LedgerModel
import LedgerReports
import LedgerSheets
import SheetFiles

/// The whole reading, cell by cell, and the plan. schema/json/import.schema.json
struct ImportJSON: Codable {
    struct Document: Codable {
        let file: String
        let digest: String
        let format: String
        let encoding: String
        let sheet: String
        let mapping: String
        let period: String
    }
    struct Cell: Codable {
        let cell: String
        let raw: String
    }
    struct MeasureLine: Codable {
        let label: String
        let unit: String
        let scale: Int32
        let sense: String?
        let certainty: String
    }
    struct ValueLine: Codable {
        let kind: String
        let measure: Int
        let part: String
        let period: String
        let periodCertainty: String
        let number: String
        let scale: Int32
        let unit: String
        let bound: String
        let form: String
        let aggregation: String
        let absence: String
        let status: String
        let word: String
        let expected: String
        let partial: Bool
        let parts: [String: String]
        let companion: String
        let remark: String
        let cell: String
        let raw: String
    }
    struct UnreadLine: Codable {
        let field: String
        let period: String
        let reason: String
        let cell: String
        let raw: String
    }
    struct Row: Codable {
        let row: Int
        let sections: [String]
        let programme: String?
        let division: String?
        let mark: String?
        let grade: String?
        let indicator: String?
        let indicatorCertainty: String?
        let measures: [MeasureLine]
        let values: [ValueLine]
        let texts: [Cell]
        let amounts: [ValueLine]
        /// What a row of opinions, answers, points, lineage, seats or meetings says, by name.
        let record: [String: String]?
        let unread: [UnreadLine]
    }
    struct LeftOut: Codable {
        let row: Int
        let text: String
        let rule: String
    }
    struct Item: Codable {
        let verdict: String
        let what: String
        let subject: String
        let measure: String
        let period: String
        let cell: String
        let raw: String
        let held: String
        let read: String
        let entry: UInt64
        let choices: [String]
        let chosen: String?
    }
    struct Plan: Codable {
        let entries: Int
        let definitions: [Cell]
        let items: [Item]
    }

    let document: Document
    let rows: [Row]
    let leftOut: [LeftOut]
    let unusedColumns: [Cell]
    let notices: [Cell]
    let totals: [Cell]
    let plan: Plan
    let receipt: ReceiptJSON?
    let problems: [ProblemJSON]

    init(_ table: ImportTable, _ plan: ImportPlan, _ receipt: ReceiptJSON?, _ problems: [Problem], _ catalogue: Catalogue) {
        let reading = table.reading
        document = Document(
            file: table.document.fileName, digest: table.document.digest.hex, format: table.format.rawValue, encoding: table.encoding,
            sheet: reading.sheet, mapping: reading.mapping, period: reading.period.description)
        rows = reading.rows.map(Row.init)
        leftOut = reading.leftOut.map { LeftOut(row: $0.row, text: $0.text, rule: $0.rule) }
        unusedColumns = reading.unusedColumns.map(Cell.init)
        notices = table.notices.map { Cell(cell: $0.place, raw: $0.kind.rawValue) }
        totals = reading.totals.map { Cell(cell: $0.printed.place.cell, raw: "\($0.printed.text) != \($0.computed)") }
        let report = ImportReport(catalogue)
        self.plan = Plan(
            entries: plan.drafts.count, definitions: plan.definitions.map { Cell(cell: $0.cell, raw: $0.printed) },
            items: plan.items.map { Item($0, report) })
        self.receipt = receipt
        self.problems = problems.map { ProblemJSON($0, catalogue) }
    }
}

extension ImportJSON.Cell {
    init(_ printed: Printed) { self.init(cell: printed.place.cell, raw: printed.text) }
}

extension ImportJSON.Item {
    init(_ item: ImportItem, _ report: ImportReport) {
        self.init(
            verdict: item.verdict.rawValue, what: item.what.rawValue, subject: item.subject.label, measure: item.measure, period: item.period,
            cell: item.printed?.place.address ?? "", raw: item.printed?.text ?? "", held: report.held(item), read: report.side(item.read),
            entry: item.entry, choices: item.choices.map(\.rawValue), chosen: item.chosen?.kind.rawValue)
    }
}

extension ImportJSON.Row {
    init(_ row: RowReading) {
        let grade = row.programme?.grade ?? row.indicator?.grade
        self.init(
            row: row.row, sections: row.sections.map { [$0.number, $0.name].filter { !$0.isEmpty }.joined(separator: " ") },
            programme: row.programme?.name.text, division: row.programme?.unit?.text, mark: row.programme.map { Kebab.name($0.mark) },
            grade: grade.map { $0.grade.isEmpty ? Kebab.name($0.noGrade) : $0.grade }, indicator: row.indicator?.fullName,
            indicatorCertainty: row.indicator?.name.certainty.rawValue,
            measures: row.indicator?.measures.map {
                ImportJSON.MeasureLine(
                    label: $0.label, unit: $0.unit, scale: $0.scale, sense: $0.sense.value?.rawValue, certainty: $0.sense.certainty.rawValue)
            } ?? [],
            values: row.indicator?.values.map(ImportJSON.ValueLine.init) ?? [], texts: row.programme?.texts.map { ImportJSON.Cell($0.printed) } ?? [],
            amounts: row.programme?.amounts.map(ImportJSON.ValueLine.init) ?? [],
            record: row.record?.words,
            unread: row.unread.map {
                ImportJSON.UnreadLine(
                    field: $0.field.rawValue, period: $0.period?.description ?? "", reason: $0.reason, cell: $0.printed.place.cell, raw: $0.printed.text)
            })
    }
}

extension ImportJSON.ValueLine {
    init(_ value: ValueReading) {
        self.init(
            Kebab.name(value.kind), value.measure, value.part, value.period.value, value.period.certainty, value.value, value.remark, value.printed)
    }

    init(_ amount: AmountReading) {
        self.init(Kebab.name(amount.kind), 0, "", amount.period, .read, amount.value, "", amount.printed)
    }

    private init(
        _ kind: String, _ measure: Int, _ part: String, _ period: Period, _ certainty: Certainty, _ value: Value, _ remark: String, _ printed: Printed
    ) {
        self.init(
            kind: kind, measure: measure, part: part, period: period.description, periodCertainty: certainty.rawValue, number: value.number,
            scale: value.scale, unit: value.unit, bound: Kebab.name(value.bound), form: Kebab.name(value.form),
            aggregation: Kebab.name(value.aggregation), absence: Kebab.name(value.absence), status: Kebab.name(value.status).uppercased(),
            word: value.word, expected: value.expected, partial: value.partial,
            parts: Dictionary(value.parts.map { ($0.name, $0.number) }, uniquingKeysWith: { first, _ in first }),
            companion: value.hasCompanion ? value.companion.number : "", remark: remark, cell: printed.place.cell, raw: printed.text)
    }
}

extension RecordReading {
    /// Its parts by name, as printed.
    fileprivate var words: [String: String] {
        switch self {
        case .opinion(let number, let text): ["kind": "opinion", "number": number.text, "text": text.text]
        case .response(let answers, let number, let text, let refersTo):
            ["kind": "response", "number": number.text, "answers": answers.joined(separator: ";"), "text": text.text, "refersTo": refersTo?.text ?? ""]
        case .point(let path, let heading, let text, let note):
            ["kind": "point", "number": path.joined(separator: "-"), "heading": heading?.text ?? "", "text": text.text, "note": note?.text ?? ""]
        case .lineage(let from, let to, let kind, let renamed, let effective):
            ["kind": "lineage", "from": from.text, "to": to.text, "change": Kebab.name(kind), "renamed": "\(renamed)", "effective": effective.description]
        case .seat(let body, let category, let post, let isChair, _):
            ["kind": "seat", "body": body.text, "category": category, "post": post.text, "chair": "\(isChair)"]
        case .meetings(let body, let period, let count): ["kind": "meetings", "body": body.text, "period": period.description, "count": "\(count)"]
        }
    }
}
