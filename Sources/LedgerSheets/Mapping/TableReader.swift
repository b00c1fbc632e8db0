import LedgerModel
import SheetFiles

/// Reads tables of the kind that a mapping describes.
package struct TableReader: Sendable {
    /// Rules under which rows are left out without the mapping saying so.
    package enum OwnRule: String, Sendable, CaseIterable {
        case above = "above-table"
        case below = "below-table"
        case repeatedHeading = "repeated-heading"
    }

    package let mapping: Mapping
    /// The year that the table reports.
    package let period: Period

    package init(_ mapping: Mapping, period: Period) {
        self.mapping = mapping
        self.period = period
    }

    /// Takes every row of the table area apart, as far as it is understood. Nothing printed goes missing: a row is read or left out, a cell of it
    /// is read or unread, and a column is used or unused.
    /// - Throws: where the sheet is not of the mapping's kind, or not of this period.
    package func read(_ workbook: Workbook) throws(MappingFault) -> TableReading {
        let grid = TableGrid(try mapping.chosenSheet(of: workbook))
        let header = try TableHeader(grid, mapping, period: period)
        let area = TableArea(grid, header, mapping)
        var cells = RowCells(grid, header)
        let rowReader = RowReader(mapping, period: period)
        var totals = TotalCheck(mapping)
        var rows: [RowReading] = []
        for row in area.rows {
            if let sum = row.sum {
                totals.check(sum, cells.read(row.row, remember: false))
            } else {
                let taken = cells.read(row.row)
                var reading = rowReader.read(taken)
                if let above = rows.last { reading.shareSections(with: above) }
                totals.add(reading, taken)
                rows.append(reading)
            }
        }
        return TableReading(
            kind: mapping.kind, mapping: mapping.name, sheet: grid.sheet.name, period: period, rows: rows, leftOut: area.leftOut,
            unusedColumns: header.unused, totals: totals.differences)
    }
}

extension Mapping {
    /// - Throws: `sheetMissing`, naming the sheets there are.
    package func chosenSheet(of workbook: Workbook) throws(MappingFault) -> Sheet {
        let sheets = workbook.sheets
        let asked: String
        switch sheet {
        case .firstVisible:
            if let sheet = sheets.first(where: { !$0.isHidden }) ?? sheets.first { return sheet }
            asked = "1"
        case .number(let number):
            if sheets.indices.contains(number - 1) { return sheets[number - 1] }
            asked = "\(number)"
        case .named(let name):
            if let sheet = sheets.first(where: { Compared.text($0.name) == Compared.text(name) }) { return sheet }
            asked = name
        }
        throw MappingFault(.sheetMissing, key: "table.sheet", asked, sheets.map(\.name).joined(separator: ", "))
    }
}

/// The rows below the headings: which are read, which are left out and by which rule.
struct TableArea {
    struct Row {
        let row: SheetRow
        /// It is left out, and should be the sum of others.
        let sum: Mapping.Sum?
    }

    private(set) var rows: [Row] = []
    private(set) var leftOut: [LeftOutRow] = []

    init(_ grid: TableGrid, _ header: TableHeader, _ mapping: Mapping) {
        let headings = header.rows.compactMap { grid.row($0) }.map { row in header.columns.map { TableArea.compared(row, $0.index) } }
        var last = header.rows.upperBound
        var hasEnded = false
        for row in grid.sheet.rows {
            if grid.isBlank(row) {
                let isInside = header.columns.contains { (grid.merge(row.number, $0.index)?.rows.lowerBound ?? row.number) < row.number }
                if mapping.endsAtBlankRow, row.number > header.rows.upperBound, !rows.isEmpty, !isInside { hasEnded = true }
                continue
            }
            if header.rows.contains(row.number) { continue }
            if row.number < header.rows.lowerBound {
                leaveOut(grid, row, TableReader.OwnRule.above.rawValue)
                continue
            }
            if mapping.endsAtBlankRow, !rows.isEmpty, row.number > last + 1 { hasEnded = true }
            last = row.number
            if hasEnded {
                leaveOut(grid, row, TableReader.OwnRule.below.rawValue)
            } else if let end = mapping.ends.first(where: { $0.matches(row, grid, header) }) {
                leaveOut(grid, row, end.rule)
                hasEnded = true
            } else if headings.contains(header.columns.map { TableArea.compared(row, $0.index) }) {
                leaveOut(grid, row, TableReader.OwnRule.repeatedHeading.rawValue)
            } else if let rule = mapping.leftOut.first(where: { $0.matches(row, grid, header) }) {
                leaveOut(grid, row, rule.rule)
                if let sum = rule.adds { rows.append(Row(row: row, sum: sum)) }
            } else {
                rows.append(Row(row: row, sum: nil))
            }
        }
    }

    private static func compared(_ row: SheetRow, _ column: Int) -> String {
        row.cells.indices.contains(column - 1) ? Compared.text(row.cells[column - 1].text) : ""
    }

    private mutating func leaveOut(_ grid: TableGrid, _ row: SheetRow, _ rule: String) {
        leftOut.append(LeftOutRow(row: row.number, text: grid.firstText(row), rule: rule))
    }
}

extension Mapping.RowPattern {
    func matches(_ row: SheetRow, _ grid: TableGrid, _ header: TableHeader) -> Bool {
        let text: String
        if let column {
            guard let bound = header.columns.first(where: { $0.column.headings.contains { $0.text == column } }) else { return false }
            text = grid.cell(row.number, bound.index).text
        } else {
            text = grid.firstText(row)
        }
        let compared = Compared.text(text)
        return patterns.contains { $0.match(compared: compared) != nil }
    }
}
