import LedgerModel
import SheetFiles

/// A filled-in form as it stands in its cells; nothing of it is understood yet.
package struct FormReading: Sendable {
    package struct Cell: Sendable, Hashable {
        package let printed: Printed
        package let kind: SheetCell.Kind

        package var isBlank: Bool { Compared.isBlank(printed.text) }
    }

    package struct Row: Sendable {
        package let place: CellPlace
        package let cells: [FormColumn: Cell]

        /// Without white space around it; empty where the cell is.
        package func text(_ column: FormColumn) -> String { Numbering.trimmed(cells[column]?.printed.text ?? "") }
    }

    package let head: FormHead
    /// Columns of the sheet of values; empty where the form has none.
    package let columns: Set<FormColumn>
    package let rows: [Row]
    package let opinionColumns: Set<FormColumn>
    package let opinions: [Row]
    /// Rows without an identifier, and sheets that are not the form's.
    package let leftOut: [LeftOutRow]
    /// Columns without a key in which something stands.
    package let unused: [Printed]
}

/// Recognises forms that `ledger form` wrote, by their hidden sheet, and takes them apart by their keys.
package enum FormReader {
    package static func isForm(_ workbook: Workbook) -> Bool {
        workbook.format == .xlsx && lines(workbook)?["form"] != nil
    }

    /// - Throws: `version-differs` for a form of another layout; `missing-field` where the hidden sheet, a key or an identifier is missing, or a
    ///   column stands twice.
    package static func read(_ workbook: Workbook) throws(Problem) -> FormReading {
        guard let lines = lines(workbook) else { throw FormProblem.incomplete(FormHead.sheet, "form") }
        guard lines["form"] == FormHead.version else { throw FormProblem.version(lines["form"] ?? "") }
        guard let head = FormHead(lines: lines) else { throw FormProblem.incomplete(FormHead.sheet, "id, plan, period, size, root") }
        var taken = TakenSheets()
        for sheet in workbook.sheets where sheet.name != FormHead.sheet { try taken.add(sheet) }
        guard taken.values != nil || taken.opinions != nil else { throw FormProblem.incomplete("", FormColumn.value.key) }
        return FormReading(
            head: head, columns: taken.values?.columnSet ?? [], rows: taken.values?.rows ?? [], opinionColumns: taken.opinions?.columnSet ?? [],
            opinions: taken.opinions?.rows ?? [], leftOut: taken.leftOut, unused: taken.unused)
    }

    private static func lines(_ workbook: Workbook) -> [String: String]? {
        guard let sheet = workbook.sheets.first(where: { $0.name == FormHead.sheet }) else { return nil }
        let pairs = sheet.rows.compactMap { row in row.cells.first.map { ($0.text, row.cells.count > 1 ? row.cells[1].text : "") } }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
}

/// The faults of a form as problems. One place, so that all of them say the same of the same fault.
package enum FormProblem {
    package static func version(_ found: String) -> Problem {
        Problem(.formVersion, at: FormHead.sheet, FormHead.version, found)
    }

    package static func incomplete(_ place: String, _ what: String) -> Problem { Problem(.formIncomplete, at: place, what) }

    /// A row that this form does not have.
    package static func unknownRow(_ place: CellPlace, _ what: String) -> Problem {
        Problem(.formRow, at: (place.sheet.isEmpty ? "" : place.sheet + "!") + place.cell, what)
    }
}

/// The sheets of a form, as far as they have been looked at.
private struct TakenSheets {
    struct Taken {
        let columns: [Int: FormColumn]
        let rows: [FormReading.Row]
        var columnSet: Set<FormColumn> { Set(columns.values) }
    }

    var values: Taken?
    var opinions: Taken?
    var leftOut: [LeftOutRow] = []
    var unused: [Printed] = []

    mutating func add(_ sheet: Sheet) throws(Problem) {
        guard let (keyRow, columns) = try keys(sheet) else {
            if let row = sheet.rows.first(where: { row in row.cells.contains { $0.kind != .blank } }) {
                leftOut.append(LeftOutRow(row: row.number, text: sheet.name, rule: "other-sheet"))
            }
            return
        }
        let isOpinions = columns.values.contains(.opinion)
        guard isOpinions ? opinions == nil : values == nil else { throw FormProblem.incomplete(sheet.name, "\(isOpinions ? "opinion" : "indicator") twice") }
        for key in isOpinions ? [FormColumn.answer, .state] : [.measure, .part, .value, .remark] where !columns.values.contains(key) {
            throw FormProblem.incomplete(sheet.name, key.key)
        }
        let identifier: FormColumn = isOpinions ? .opinion : .indicator
        var rows: [FormReading.Row] = []
        for row in sheet.rows where row.number > keyRow + 1 {
            if let taken = try take(row, sheet, columns, identifier) { rows.append(taken) }
        }
        let taken = Taken(columns: columns, rows: rows)
        if isOpinions { opinions = taken } else { values = taken }
    }

    /// The row of keys, which somebody may have moved down.
    private func keys(_ sheet: Sheet) throws(Problem) -> (row: Int, columns: [Int: FormColumn])? {
        for row in sheet.rows.prefix(20) {
            var columns: [Int: FormColumn] = [:]
            for (index, cell) in row.cells.enumerated() {
                guard let column = FormColumn(key: Numbering.trimmed(cell.text)) else { continue }
                guard !columns.values.contains(column) else {
                    throw FormProblem.incomplete("\(sheet.name)!\(ColumnName.of(index + 1))\(row.number)", column.key + " twice")
                }
                columns[index + 1] = column
            }
            if columns.values.contains(.indicator) || columns.values.contains(.opinion), columns.count > 3 { return (row.number, columns) }
        }
        return nil
    }

    private mutating func take(
        _ row: SheetRow, _ sheet: Sheet, _ columns: [Int: FormColumn], _ identifier: FormColumn
    ) throws(Problem) -> FormReading.Row? {
        var cells: [FormColumn: FormReading.Cell] = [:]
        var isBlank = true
        for (index, cell) in row.cells.enumerated() where cell.kind != .blank {
            let printed = Printed(cell.text, CellPlace(sheet: sheet.name, column: index + 1, row: row.number))
            if !Compared.isBlank(cell.text) { isBlank = false }
            if let column = columns[index + 1] {
                cells[column] = FormReading.Cell(printed: printed, kind: cell.kind)
            } else if !Compared.isBlank(cell.text) {
                unused.append(printed)
            }
        }
        guard !isBlank else { return nil }
        // Blank cells have a place as well: what a person says about one is found by it.
        for (index, column) in columns where cells[column] == nil {
            cells[column] = FormReading.Cell(printed: Printed("", CellPlace(sheet: sheet.name, column: index, row: row.number)), kind: .blank)
        }
        guard let name = cells[identifier], !name.isBlank else {
            if let open = cells.first(where: { $0.key.isOpen && !$0.value.isBlank })?.value.printed.place {
                throw FormProblem.incomplete("\(open.sheet)!\(open.cell)", identifier.key)
            }
            let text = row.cells.first { !Compared.isBlank($0.text) }?.text ?? ""
            leftOut.append(LeftOutRow(row: row.number, text: text, rule: "no-identifier"))
            return nil
        }
        return FormReading.Row(place: name.printed.place, cells: cells)
    }
}
