import LedgerModel
import LedgerProjections
import LedgerSheets
import SheetFiles

/// A filled-in form beside what the form printed when it was written: which cells were left alone, and what is said in the others.
///
/// A locked cell that nobody touched says nothing, whatever the ledger holds by now. Same form, same ledger: same comparison.
package struct FormComparison: Sendable {
    /// The rows with what is new in them, for the comparison with the ledger and for people.
    package let reading: TableReading
    package let head: FormHead
    /// What each row of `reading` asks for.
    let keys: [FormRowKey]
    /// Filled-in states and remarks by the place of the value that they stand beside.
    let remarks: [CellPlace: Printed]
    let findings: [FormFinding]
    let answers: [FormAnswer]

    /// - Parameter printed: the form as the ledger gives it at the size that it was written at.
    /// - Throws: `unknown-subject` for a row that this form does not have, `missing-field` for a column that was taken out.
    package init(_ form: FormReading, _ printed: FormContent, _ source: some LedgerSource) throws {
        guard let period = Period(form.head.period) else { throw FormProblem.incomplete(FormHead.sheet, "period") }
        var walk = FormWalk(form: form, printed: printed, period: period, settings: source.settings)
        try walk.compareRows(source)
        try walk.compareOpinions(source)
        head = form.head
        keys = walk.keys
        remarks = walk.remarks
        findings = walk.findings
        answers = walk.answers
        let sheets = (form.rows.first ?? form.opinions.first)?.place.sheet ?? ""
        reading = TableReading(
            kind: .indicators, mapping: "form \(FormHead.version)", sheet: sheets, period: period, rows: walk.rows,
            leftOut: form.leftOut + walk.notReported, unusedColumns: form.unused)
    }
}

/// What the comparison of a form with itself found in one cell or row.
enum FormFinding: Sendable {
    /// An untouched value, as the entry that it was printed from says it.
    case untouched(Subject, FormColumn, Stated, Printed)
    /// A locked text that was changed.
    case changed(Subject, FormColumn, printed: String, Printed)
    /// A value that is no longer there.
    case emptied(Subject, FormRowKey, Stated, Printed)
    case rowMissing(Subject, FormRowKey?)
    /// Words in an open cell that cannot be read.
    case unclear(Subject, Printed, reason: String)
}

struct FormAnswer: Sendable {
    let opinion: FormContent.Opinion
    let text: Printed
    let state: ResponseGiven.State
    let statePrinted: Printed?
}

private struct FormWalk {
    let form: FormReading
    let printed: FormContent
    let period: Period
    let settings: Settings
    var rows: [RowReading] = []
    var keys: [FormRowKey] = []
    var remarks: [CellPlace: Printed] = [:]
    var notReported: [LeftOutRow] = []
    var findings: [FormFinding] = []
    var answers: [FormAnswer] = []

    // MARK: values

    mutating func compareRows(_ source: some LedgerSource) throws {
        let known = Dictionary(printed.rows.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        if let lost = printed.columns.first(where: { !form.columns.contains($0) }), !printed.rows.isEmpty, !form.rows.isEmpty {
            throw FormProblem.incomplete(form.rows[0].place.sheet, lost.key)
        }
        var seen: Set<FormRowKey> = []
        for row in form.rows {
            let key = FormRowKey(indicator: row.text(.indicator), measure: row.text(.measure), part: row.text(.part))
            guard let one = known[key] else { throw FormProblem.unknownRow(row.place, key.text) }
            seen.insert(key)
            let facts = try source.facts(of: Subject(.indicator, key.indicator))
            try compare(row, one, facts, source)
        }
        for row in printed.rows where !seen.contains(row.key) { findings.append(.rowMissing(Subject(.indicator, row.key.indicator), row.key)) }
    }

    private mutating func compare(_ row: FormReading.Row, _ one: FormContent.Row, _ facts: Facts, _ source: some LedgerSource) throws {
        let subject = facts.subject
        let measure = facts.measure(one.key.measure)
        let reader = FormValueReader(measure, fiscalFirstMonth: settings.fiscalFirstMonth)
        var values: [ValueReading] = []
        var unread: [Unread] = []
        for column in printed.columns where !column.isOpen {
            guard let cell = row.cells[column], !FormWalk.isUntouched(cell, one.cells[column] ?? .blank) else {
                if let stated = one.stated[column], let cell = row.cells[column] { findings.append(.untouched(subject, column, stated, cell.printed)) }
                continue
            }
            if let stated = one.stated[column], stated.value.absence == .unread, try !FormWalk.isOpen(stated.event, .rawCell, source) { continue }
            guard let kind = column.kind else {
                // The name is compared with all that the indicator was ever called.
                if column != .name { findings.append(.changed(subject, column, printed: (one.cells[column] ?? .blank).words, cell.printed)) }
                continue
            }
            if cell.isBlank, let stated = one.stated[column] {
                findings.append(.emptied(subject, one.key, stated, cell.printed))
                continue
            }
            guard let period = column.actualPeriod ?? one.stated[column]?.period ?? typedPeriod(column, row) else {
                unread.append(field(kind, one.key, nil, cell.printed, "no-period"))
                continue
            }
            take(reader.value(cell, kind.field, period: period), kind, one.key, period, &values, &unread)
        }
        compareAsked(row, one, subject, reader, &values, &unread)
        rows.append(reading(row, one, facts, measure, values, unread))
        keys.append(one.key)
    }

    /// The cells that the division fills in.
    private mutating func compareAsked(
        _ row: FormReading.Row, _ one: FormContent.Row, _ subject: Subject, _ reader: FormValueReader, _ values: inout [ValueReading],
        _ unread: inout [Unread]
    ) {
        guard let cell = row.cells[.value], let beside = row.cells[.remark] else { return }
        if !cell.isBlank, !beside.isBlank { remarks[cell.printed.place] = beside.printed }
        if let stated = one.stated[.value] {
            if cell.isBlank, beside.isBlank {
                findings.append(.emptied(subject, one.key, stated, cell.printed))
                return
            }
            if FormWalk.isUntouched(cell, one.cells[.value] ?? .blank) {
                if beside.isBlank {
                    findings.append(.untouched(subject, .value, stated, cell.printed))
                } else if let status = FormValueReader.status(beside.printed.text), stated.value.absence == .present {
                    // Only its state is said anew: 確定.
                    var value = stated.value
                    value.status = status
                    if status == .a { value.partial = false }
                    take(.read(value, beside.printed, remark: ""), .actual, one.key, period, &values, &unread)
                } else {
                    findings.append(.unclear(subject, beside.printed, reason: "remark-without-value"))
                }
                return
            }
        }
        let read = reader.value(cell, beside, period: period)
        if case .notReported = read {
            let name = row.text(.name)
            notReported.append(LeftOutRow(row: row.place.row, text: name.isEmpty ? one.key.text : name, rule: "not-reported"))
        }
        take(read, .actual, one.key, period, &values, &unread)
    }

    private func take(
        _ read: FormValue, _ kind: FactRecorded.Kind, _ key: FormRowKey, _ period: Period, _ values: inout [ValueReading], _ unread: inout [Unread]
    ) {
        switch read {
        case .notReported: break
        case .read(let value, let printed, let remark):
            values.append(ValueReading(kind, part: key.part, period: Judged(period), value: value, printed: printed, remark: remark))
        case .unread(let one): unread.append(field(kind, key, period, one.printed, one.reason))
        }
    }

    /// A value of a part cannot be read by hand, since a class names no part: it is noted or the sheet is put right.
    private func field(_ kind: FactRecorded.Kind, _ key: FormRowKey, _ period: Period?, _ printed: Printed, _ reason: String) -> Unread {
        Unread(key.part.isEmpty ? kind.field : .number, period: period, printed, reason: reason)
    }

    private func typedPeriod(_ column: FormColumn, _ row: FormReading.Row) -> Period? {
        switch column {
        case .baseline: Period(reading: row.text(.baselinePeriod))
        case .target(let number): Period(reading: row.text(.targetPeriod(number)))
        default: nil
        }
    }

    private func reading(
        _ row: FormReading.Row, _ one: FormContent.Row, _ facts: Facts, _ measure: Measure?, _ values: [ValueReading], _ unread: [Unread]
    ) -> RowReading {
        let name = row.cells[.name]
        let isUntouched = name.map { FormWalk.isUntouched($0, one.cells[.name] ?? .blank) } ?? true
        let printed = name?.printed ?? Printed("", row.place)
        let text = isUntouched ? facts.name ?? facts.subject.id : row.text(.name)
        let programme = row.cells[.programmeName].flatMap { $0.isBlank ? nil : ProgrammeReading(name: $0.printed) }
        let indicator = IndicatorReading(
            name: Judged(text), printed: Printed(isUntouched ? text : printed.text, printed.place),
            measures: [MeasureReading(label: measure?.label ?? "", unit: measure?.unit ?? "", scale: measure?.scale ?? 0, sense: Judged(nil))],
            values: values)
        return RowReading(row: row.place.row, programme: programme, indicator: indicator, unread: unread)
    }

    // MARK: opinions

    mutating func compareOpinions(_ source: some LedgerSource) throws {
        let known = Dictionary(printed.opinions.map { ($0.opinion.id, $0) }, uniquingKeysWith: { first, _ in first })
        var seen: Set<String> = []
        for row in form.opinions {
            let id = row.text(.opinion)
            guard let one = known[id] else { throw FormProblem.unknownRow(row.place, Subject(.opinion, id).label) }
            seen.insert(id)
            let subject = Subject(.opinion, id)
            for column in printed.opinionColumns where !column.isOpen {
                guard let cell = row.cells[column] else { throw FormProblem.incomplete(row.place.sheet, column.key) }
                guard !FormWalk.isUntouched(cell, one.cells[column] ?? .blank) else { continue }
                if column == .text, try !FormWalk.isOpen(one.event, .bodyText, source) { continue }
                findings.append(.changed(subject, column, printed: (one.cells[column] ?? .blank).words, cell.printed))
            }
            answer(row, one, subject)
        }
        for one in printed.opinions where !seen.contains(one.opinion.id) { findings.append(.rowMissing(Subject(.opinion, one.opinion.id), nil)) }
    }

    private mutating func answer(_ row: FormReading.Row, _ one: FormContent.Opinion, _ subject: Subject) {
        guard let text = row.cells[.answer], let said = row.cells[.state] else { return }
        guard let state = FormState.read(said.printed.text) else { return findings.append(.unclear(subject, said.printed, reason: "unknown-state")) }
        guard !text.isBlank else {
            if state != .unsaid { findings.append(.unclear(subject, said.printed, reason: "state-without-answer")) }
            return
        }
        if text.kind == .fault || text.kind == .formulaWithoutResult { return findings.append(.unclear(subject, text.printed, reason: "fault-cell")) }
        answers.append(FormAnswer(opinion: one, text: text.printed, state: state, statePrinted: said.isBlank ? nil : said.printed))
    }

    // MARK: cells

    /// Whether a text was and is open to all. What was embargoed or is redacted by now is printed in another way than it was, and is not asked about.
    private static func isOpen(_ event: Event, _ field: TextField, _ source: some LedgerSource) throws -> Bool {
        guard event.statement.texts.contains(where: { $0.field == field && $0.class == .open }) else { return false }
        return try source.text(event, field).text != nil
    }

    /// Whether a cell holds what was printed into it. Programs that save a workbook may write a number in other digits, and line ends otherwise.
    static func isUntouched(_ cell: FormReading.Cell, _ printed: FormCell) -> Bool {
        switch printed {
        case .blank: return cell.isBlank
        case .text(let text): return cell.printed.text.replacing("\r\n", with: "\n").hasSameBytes(as: text)
        case .number(let digits):
            var found = cell.printed.text
            if case .number(let exact) = cell.kind { found = exact }
            guard let held = ExactDecimal(found), let wanted = ExactDecimal(digits) else { return false }
            return held.amount() == wanted.amount()
        }
    }
}

extension FormCell {
    fileprivate var words: String {
        switch self {
        case .blank: ""
        case .text(let text), .number(let text): text
        }
    }
}

extension FormColumn {
    /// What a cell of this column is a value of; nil for texts.
    var kind: FactRecorded.Kind? {
        switch self {
        case .baseline: .baseline
        case .target: .target
        case .actual, .value: .actual
        default: nil
        }
    }

    fileprivate var actualPeriod: Period? { if case .actual(let period) = self { Period(period) } else { nil } }
}

extension FactRecorded.Kind {
    fileprivate var field: Unread.Field {
        switch self {
        case .baseline: .baseline
        case .target: .target
        default: .actual
        }
    }
}
