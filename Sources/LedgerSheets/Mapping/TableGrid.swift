import SheetFiles

/// A sheet's cells by row and column, merged cells included.
struct TableGrid {
    let sheet: Sheet
    /// Columns of the widest row.
    let width: Int
    /// Merged areas of a column, ascending by their first row.
    private var merges: [Int: [CellRange]] = [:]
    private var indexOfRow: [Int: Int] = [:]

    init(_ sheet: Sheet) {
        self.sheet = sheet
        width = sheet.rows.reduce(0) { max($0, $1.cells.count) }
        for range in sheet.merges where range.columns.lowerBound <= width {
            for column in range.columns.lowerBound...min(range.columns.upperBound, width) { merges[column, default: []].append(range) }
        }
        for column in merges.keys { merges[column]?.sort { $0.rows.lowerBound < $1.rows.lowerBound } }
        for (index, row) in sheet.rows.enumerated() { indexOfRow[row.number] = index }
    }

    func row(_ number: Int) -> SheetRow? { indexOfRow[number].map { sheet.rows[$0] } }

    /// What stands in the cell itself.
    func cell(_ row: Int, _ column: Int) -> SheetCell {
        guard let cells = self.row(row)?.cells, cells.indices.contains(column - 1) else { return .blank }
        return cells[column - 1]
    }

    /// The merged area that a cell belongs to.
    func merge(_ row: Int, _ column: Int) -> CellRange? {
        guard let ranges = merges[column] else { return nil }
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].rows.lowerBound <= row { low = middle + 1 } else { high = middle }
        }
        guard low > 0, ranges[low - 1].rows.contains(row) else { return nil }
        return ranges[low - 1]
    }

    func place(_ row: Int, _ column: Int) -> CellPlace { CellPlace(sheet: sheet.name, column: column, row: row) }

    func printed(_ row: Int, _ column: Int) -> Printed { Printed(cell(row, column).text, place(row, column)) }

    /// First text of a row, for people to recognise it by; empty where it has none.
    func firstText(_ row: SheetRow) -> String { row.cells.first { !Compared.isBlank($0.text) }?.text ?? "" }

    /// Nothing stands in the row itself. A formula whose result is not known is not nothing.
    func isBlank(_ row: SheetRow) -> Bool {
        row.cells.allSatisfy { Compared.isBlank($0.text) && $0.kind != .formulaWithoutResult }
    }

    // MARK: Headings

    /// The heading of a column that some header rows make together, as printed and joined with `/`. A merged cell says its text once, over all its
    /// columns; a blank one under which something stands belongs to the heading on its left, as where a merged cell was saved as CSV.
    func heading(_ column: Int, rows: ClosedRange<Int>) -> String {
        var parts: [String] = []
        var seen: [CellRange] = []
        for row in rows {
            if let range = merge(row, column) {
                guard !seen.contains(range) else { continue }
                seen.append(range)
                parts.append(cell(range.rows.lowerBound, range.columns.lowerBound).text)
            } else {
                let text = cell(row, column).text
                parts.append(Compared.isBlank(text) && row < rows.upperBound ? headingOnTheLeft(column, row, rows.upperBound) : text)
            }
        }
        return parts.filter { !Compared.isBlank($0) }.joined(separator: "/")
    }

    private func headingOnTheLeft(_ column: Int, _ row: Int, _ last: Int) -> String {
        var column = column
        while column > 1, merge(row, column) == nil, !Compared.isBlank(cell(last, column).text), Compared.isBlank(cell(row, column).text) {
            column -= 1
        }
        return merge(row, column) == nil && !Compared.isBlank(cell(last, column).text) ? cell(row, column).text : ""
    }
}
