/// What the sheets of a workbook share.
struct SheetContext {
    let strings: [String]
    let formats: [NumberFormat]
    let outline: WorkbookOutline
}

/// The cells of one sheet, as their events come.
final class SheetReader: XMLConsumer {
    private let entry: WorkbookOutline.Entry
    private let part: String
    private let context: SheetContext
    private var rows: [SheetRow] = []
    private var merges: [CellRange] = []
    private var hiddenColumns: [ClosedRange<Int>] = []
    private var hiddenRows: [ClosedRange<Int>] = []
    private var notices: [SheetNotice] = []
    private var hasFormulas = false
    private var isWorksheet = false
    /// Of the whole workbook so far, gaps included.
    private(set) var cellCount: Int

    private var rowNumber = 0
    private var isRowHidden = false
    private var cells: [SheetCell] = []
    private var cell = RawCell()
    private var item = StringItem()
    /// The column of the cell before, in this row.
    private var column = 0

    init(_ entry: WorkbookOutline.Entry, part: String, _ context: SheetContext, _ cellCount: Int) {
        self.entry = entry
        self.part = part
        self.context = context
        self.cellCount = cellCount
    }

    func start(_ name: String, _ element: borrowing XMLElement) throws(SheetFault) {
        switch name {
        case "c": try startCell(element)
        case "v": element.collectText()
        case "f":
            cell.hasFormula = true
            element.skip()
        case "row": try startRow(element)
        case "is", "r", "t", "rPh", "rPr", "phoneticPr": item.start(name, element)
        case "col": try startColumns(element)
        case "mergeCell": try startMerge(element)
        case "worksheet": isWorksheet = true
        case "extLst", "conditionalFormatting", "dataValidations": element.skip()
        default: break
        }
    }

    func end(_ name: String, _ text: XMLText) throws(SheetFault) {
        switch name {
        case "v": cell.value = text.string
        case "t":
            item.end(name, text)
            guard item.byteCount <= SheetLimit.cellBytes.value else { throw SheetLimit.cellBytes.fault(at: "\(entry.name) row \(rowNumber)") }
        case "is": cell.inline = item.take()
        case "c": try endCell()
        case "row": endRow()
        default: break
        }
    }

    /// After the last event.
    func finished() throws(SheetFault) -> (sheet: Sheet, notices: [SheetNotice]) {
        guard isWorksheet else { throw SheetFault(.badXML, at: entry.name, part, "1", "not a worksheet") }
        var covered = MergedCells(rows: rows)
        try covered.clear(merges, entry.name)
        let sheet = Sheet(name: entry.name, isHidden: entry.isHidden, rows: covered.rows, merges: merges, hiddenColumns: hiddenColumns)
        var all: [SheetNotice] = []
        if entry.isHidden { all.append(notice(.hiddenSheet, "")) }
        if hasFormulas, context.outline.isRecalculated { all.append(notice(.staleResults, "")) }
        all += hiddenColumns.map { notice(.hiddenColumn, Self.place($0) { ColumnName.of($0) }) }
        all += hiddenRows.map { notice(.hiddenRow, Self.place($0) { String($0) }) }
        all += covered.places.map { notice(.coveredValue, $0) }
        return (sheet, all + notices)
    }

    private static func place(_ range: ClosedRange<Int>, _ name: (Int) -> String) -> String {
        range.count == 1 ? name(range.lowerBound) : "\(name(range.lowerBound)):\(name(range.upperBound))"
    }

    private func notice(_ kind: SheetNotice.Kind, _ place: String) -> SheetNotice {
        SheetNotice(kind, sheet: entry.name, place: place)
    }

    private func bad(_ place: String, _ found: String) -> SheetFault {
        SheetFault(.badCell, at: entry.name, part, place, String(found.prefix(80)))
    }

    // MARK: Rows and columns

    private func startRow(_ element: borrowing XMLElement) throws(SheetFault) {
        var number = rowNumber + 1
        if let text = element["r"] {
            guard let given = Int(text), given > rowNumber else { throw bad("row \(rowNumber + 1)", text) }
            number = given
        }
        guard number <= SheetLimit.rows.value else { throw SheetLimit.rows.fault(at: entry.name, found: number) }
        rowNumber = number
        column = 0
        cells = []
        isRowHidden = element.isOn("hidden") || element["ht"] == "0"
        guard isRowHidden else { return }
        if let last = hiddenRows.last, last.upperBound == number - 1 {
            hiddenRows[hiddenRows.count - 1] = last.lowerBound...number
        } else {
            hiddenRows.append(number...number)
        }
    }

    private func endRow() {
        if !cells.isEmpty { rows.append(SheetRow(number: rowNumber, isHidden: isRowHidden, cells: cells)) }
        cells = []
    }

    private func startColumns(_ element: borrowing XMLElement) throws(SheetFault) {
        guard element.isOn("hidden") || element["width"] == "0" else { return }
        guard let first = element["min"].flatMap({ Int($0) }), let last = element["max"].flatMap({ Int($0) }),
              first >= 1, first <= last, last <= SheetLimit.columns.value, first > hiddenColumns.last?.upperBound ?? 0 else {
            throw bad("col", element["min"] ?? "")
        }
        if let before = hiddenColumns.last, before.upperBound == first - 1 {
            hiddenColumns[hiddenColumns.count - 1] = before.lowerBound...last
        } else {
            hiddenColumns.append(first...last)
        }
    }

    private func startMerge(_ element: borrowing XMLElement) throws(SheetFault) {
        guard merges.count < SheetLimit.merges.value else { throw SheetLimit.merges.fault(at: entry.name) }
        let text = element["ref"] ?? ""
        guard let range = CellReference.range(text) else { throw bad("mergeCell", text) }
        merges.append(range)
    }

    // MARK: Cells

    private func startCell(_ element: borrowing XMLElement) throws(SheetFault) {
        cell = RawCell()
        cell.type = element["t"] ?? "n"
        cell.style = element["s"].flatMap { Int($0) } ?? 0
        if let text = element["r"] {
            guard let place = CellReference(text), place.row == rowNumber, place.column > column else { throw bad("row \(rowNumber)", text) }
            column = place.column
        } else {
            column += 1
        }
        guard column <= SheetLimit.columns.value else { throw SheetLimit.columns.fault(at: entry.name, found: column) }
    }

    private var cellPlace: String { ColumnName.of(column) + String(rowNumber) }

    private func endCell() throws(SheetFault) {
        if cell.hasFormula { hasFormulas = true }
        let read: SheetCell
        do throws(RawCell.Unreadable) {
            read = try cell.read(context) { kind in notices.append(notice(kind, cellPlace)) }
        } catch {
            throw bad(cellPlace, error.found)
        }
        guard read.kind != .blank else { return }
        cellCount += column - cells.count
        guard cellCount <= SheetLimit.cells.value else { throw SheetLimit.cells.fault(at: entry.name) }
        while cells.count < column - 1 { cells.append(.blank) }
        cells.append(read)
    }
}
