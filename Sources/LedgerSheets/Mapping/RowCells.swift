import LedgerModel
import SheetFiles

/// The cells of one row as the mapping's columns name them.
struct TakenRow {
    let number: Int
    let cells: [TakenCell]
    /// Cells that could not be taken.
    let unread: [Unread]

    /// All cells of columns for which `choose` gives something, in the mapping's order.
    func all<Found>(_ choose: (Mapping.Role) -> Found?) -> [(found: Found, cell: TakenCell)] {
        cells.compactMap { cell in choose(cell.bound.column.role).map { ($0, cell) } }
    }

    func all(_ role: Mapping.Role) -> [TakenCell] { cells.filter { $0.bound.column.role == role } }

    /// The cell of a column that there is once; nil where the sheet lacks the column or the cell could not be taken.
    func one(_ role: Mapping.Role) -> TakenCell? { cells.first { $0.bound.column.role == role } }

    /// What stands there, if anything does.
    func text(_ role: Mapping.Role) -> Printed? { one(role)?.filled }
}

struct TakenCell {
    let bound: BoundColumn
    let printed: Printed
    /// It stands in this row, not in one above.
    let isOwn: Bool

    var filled: Printed? { Compared.isBlank(printed.text) ? nil : printed }
}

/// Takes the cells of one row after the other; remembers what fills down.
struct RowCells {
    private let grid: TableGrid
    private let header: TableHeader
    private let firstRow: Int
    private var above: [Printed?]

    init(_ grid: TableGrid, _ header: TableHeader) {
        self.grid = grid
        self.header = header
        firstRow = header.rows.upperBound + 1
        above = Array(repeating: nil, count: header.columns.count)
    }

    /// - Parameter remember: whether the row's texts hold for blank cells below it.
    mutating func read(_ row: SheetRow, remember: Bool = true) -> TakenRow {
        var cells: [TakenCell] = []
        var unread: [Unread] = []
        // An outer column that begins anew leaves nothing of the inner ones above.
        var beginsAnew = false
        for (index, bound) in header.columns.enumerated() {
            let cell = row.cells.indices.contains(bound.index - 1) ? row.cells[bound.index - 1] : .blank
            let own = Printed(cell.text, grid.place(row.number, bound.index))
            if let reason = RowCells.refusal(cell) {
                unread.append(Unread(bound.column.role.field, period: bound.period, own, reason: reason))
                continue
            }
            var taken = TakenCell(bound: bound, printed: own, isOwn: true)
            if let range = grid.merge(row.number, bound.index) {
                if bound.column.role.isOfOneRow {
                    let first = grid.printed(range.rows.lowerBound, range.columns.lowerBound)
                    unread.append(Unread(bound.column.role.field, period: bound.period, first, reason: "merged-cells"))
                    continue
                }
                taken = fromMerge(range, taken)
            } else if bound.column.fillsDown, taken.filled == nil, !beginsAnew, let last = above[index] {
                taken = TakenCell(bound: bound, printed: last, isOwn: false)
            }
            if bound.column.fillsDown {
                if let last = above[index], let now = taken.filled, !now.text.hasSameBytes(as: last.text) { beginsAnew = true }
                if remember { above[index] = taken.filled }
            }
            cells.append(taken)
        }
        return TakenRow(number: row.number, cells: cells, unread: unread)
    }

    /// A merged cell over several columns belongs to the first; over several rows, to all of them that are rows of the table.
    private func fromMerge(_ range: CellRange, _ own: TakenCell) -> TakenCell {
        guard range.columns.lowerBound == own.bound.index, range.rows.lowerBound >= firstRow else { return own }
        let first = grid.printed(range.rows.lowerBound, range.columns.lowerBound)
        return TakenCell(bound: own.bound, printed: first, isOwn: range.rows.lowerBound == own.printed.place.row)
    }

    private static func refusal(_ cell: SheetCell) -> String? {
        switch cell.kind {
        case .fault: "fault-cell"
        case .formulaWithoutResult: "formula-without-result"
        default: nil
        }
    }
}

extension Mapping.Role {
    /// A cell that is merged over several rows would say of each what may be meant of all together.
    var isOfOneRow: Bool {
        switch self {
        case .baseline, .target, .actual, .amount, .total, .count, .kpi, .indicator, .opinion, .response, .point, .lineageFrom, .lineageKind,
            .seatPost: true
        default: false
        }
    }

    /// What an unread cell of such a column is called.
    var field: Unread.Field {
        switch self {
        case .baseline: .baseline
        case .target: .target
        case .actual: .actual
        case .unit: .unit
        case .grade: .grade
        case .marks, .listing, .scope: .mark
        case .period, .constituted: .period
        case .amount, .total, .count, .opinionNumber, .responseNumber, .pointNumber, .textNumber, .indicatorCode, .programmeCode: .number
        case .programme, .indicator, .kpi, .section, .body, .lineageFrom, .lineageTo: .name
        default: .text
        }
    }
}
