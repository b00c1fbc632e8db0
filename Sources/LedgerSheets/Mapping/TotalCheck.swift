import LedgerModel

/// Adds the amounts of a table up and compares them with the subtotals and totals that it prints.
struct TotalCheck {
    private let mapping: Mapping
    private(set) var differences: [TotalDifference] = []
    /// By column of the sheet: since the last subtotal, and of all rows. Nil where an amount could not be read, so that there is nothing to compare.
    private var sinceLast: [Int: Ratio?] = [:]
    private var all: [Int: Ratio?] = [:]

    init(_ mapping: Mapping) { self.mapping = mapping }

    mutating func add(_ reading: RowReading, _ row: TakenRow) {
        var ofRow: Ratio? = Ratio(0)
        for (column, cell) in row.all(TotalCheck.column) {
            let amount = amount(cell.printed, column)
            ofRow = TotalCheck.sum(ofRow, amount)
            sinceLast[cell.bound.index] = TotalCheck.sum(sinceLast[cell.bound.index] ?? Ratio(0), amount)
            all[cell.bound.index] = TotalCheck.sum(all[cell.bound.index] ?? Ratio(0), amount)
        }
        for unread in row.unread {
            sinceLast[unread.printed.place.column] = .some(nil)
            all[unread.printed.place.column] = .some(nil)
            ofRow = nil
        }
        for (scale, cell) in row.all({ if case .total(let scale) = $0 { scale } else { nil } }) where cell.filled != nil {
            compare(cell.printed, Column(unit: row.all(TotalCheck.column).first?.found.unit ?? "", scale: scale), ofRow)
        }
    }

    /// A row that the mapping takes for a sum.
    mutating func check(_ sum: Mapping.Sum, _ row: TakenRow) {
        for (column, cell) in row.all(TotalCheck.column) {
            let expected = (sum == .all ? all : sinceLast)[cell.bound.index] ?? Ratio(0)
            if cell.filled != nil { compare(cell.printed, column, expected) }
            if sum == .sinceLast { sinceLast[cell.bound.index] = nil }
        }
    }

    private struct Column {
        let unit: String
        let scale: Int32
    }

    private static func column(_ role: Mapping.Role) -> Column? {
        if case .amount(_, let unit, let scale) = role { Column(unit: unit, scale: scale) } else { nil }
    }

    private mutating func compare(_ printed: Printed, _ column: Column, _ expected: Ratio?) {
        guard let expected, amount(printed, column) != expected else { return }
        let unit = ExactDecimal("1")?.amount(scale: column.scale) ?? Ratio(1)
        differences.append(TotalDifference(printed: printed, computed: TotalCheck.text((expected / unit) ?? expected)))
    }

    /// Nil where it is not understood; nothing where none is printed.
    private func amount(_ cell: Printed, _ column: Column) -> Ratio? {
        guard case .success(let value) = mapping.cells.ofAmounts(unit: column.unit, scale: column.scale).amount(cell) else { return nil }
        return value.number.isEmpty ? Ratio(0) : ExactDecimal(value.number)?.amount(scale: value.scale)
    }

    private static func sum(_ a: Ratio?, _ b: Ratio?) -> Ratio? {
        guard let a, let b else { return nil }
        return a + b
    }

    /// In the scale of the column, without zeros at the end of the decimals.
    private static func text(_ sum: Ratio) -> String {
        var text = sum.rounded(digits: 6)
        while text.contains("."), text.hasSuffix("0") || text.hasSuffix(".") { text.removeLast() }
        return text
    }
}
