/// `B12`: letters, then digits. Dollar signs are not used where a workbook stores a place.
struct CellReference: Hashable {
    let column: Int
    let row: Int

    /// Nil outside of what a sheet can hold.
    init?(_ text: some StringProtocol) {
        var column = 0
        var row = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z") where row == 0: column = column * 26 + Int(byte) - 64
            case UInt8(ascii: "0")...UInt8(ascii: "9") where column > 0 && (row > 0 || byte != UInt8(ascii: "0")): row = row * 10 + Int(byte) - 48
            default: return nil
            }
            guard column <= SheetLimit.columns.value, row <= SheetLimit.rows.value else { return nil }
        }
        guard column > 0, row > 0 else { return nil }
        self.column = column
        self.row = row
    }

    /// `A1:B2`, or one cell.
    static func range(_ text: String) -> CellRange? {
        let ends = text.split(separator: ":", omittingEmptySubsequences: false)
        guard ends.count <= 2, let first = CellReference(ends[0]), let last = CellReference(ends[ends.count - 1]),
              first.column <= last.column, first.row <= last.row else { return nil }
        return CellRange(columns: first.column...last.column, rows: first.row...last.row)
    }
}

/// Blanks what lies under merged cells.
struct MergedCells {
    private(set) var rows: [SheetRow]
    /// Cells that held a value under a merge.
    private(set) var places: [String] = []

    /// Steps that ranges which do not overlap never need.
    private static let patience = 20_000_000

    init(rows: [SheetRow]) {
        self.rows = rows
    }

    mutating func clear(_ merges: [CellRange], _ sheet: String) throws(SheetFault) {
        var steps = 0
        for merge in merges {
            var index = firstRow(from: merge.rows.lowerBound)
            while index < rows.count, rows[index].number <= merge.rows.upperBound {
                let first = merge.columns.lowerBound + (rows[index].number == merge.rows.lowerBound ? 1 : 0)
                let last = min(merge.columns.upperBound, rows[index].cells.count)
                if first <= last { clear(index, first...last) }
                steps += 1 + max(0, last - first)
                guard steps <= Self.patience else { throw SheetLimit.merges.fault(at: sheet, found: merges.count) }
                index += 1
            }
        }
        rows.removeAll { $0.cells.isEmpty }
    }

    private mutating func clear(_ index: Int, _ columns: ClosedRange<Int>) {
        for column in columns where rows[index].cells[column - 1].kind != .blank {
            places.append(ColumnName.of(column) + String(rows[index].number))
            rows[index].cells[column - 1] = .blank
        }
        while rows[index].cells.last?.kind == .blank { rows[index].cells.removeLast() }
    }

    private func firstRow(from number: Int) -> Int {
        var low = 0
        var high = rows.count
        while low < high {
            let middle = (low + high) / 2
            if rows[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
