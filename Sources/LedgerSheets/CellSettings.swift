import LedgerModel

/// What a mapping says about the cells of its table: everything that the cell grammar (schema/CELLS.md) cannot know from the cell alone.
package struct CellSettings: Sendable {
    /// What a cell that holds only this mark means. `—` has no meaning of its own: where the mapping gives none, the cell is unread.
    package struct Symbol: Sendable, Hashable {
        package let absence: Value.Absence
        package let status: Status

        package init(_ absence: Value.Absence, status: Status = .o) {
            self.absence = absence
            self.status = status
        }
    }

    /// Marks after NFKC (`－` is `-`); the empty string stands for a blank cell.
    package var symbols: [String: Symbol] = [:]
    /// From a heading: the period of a target whose cell prints none.
    package var defaultTargetPeriod: Period?
    /// What a lone parenthesis after a number is, from a heading (`() 内は外国人`): a part of that name. Nil: not said, then such a cell is unread.
    package var parenthesis: String?
    /// The unit of a column or table that prints it apart from the numbers.
    package var unit: String?
    package var scale: Int32?
    /// What a bare era or calendar year (`H31`) is where the sheet says it elsewhere. Nil: not said.
    package var yearBasis: Period.Basis?
    package var fiscalFirstMonth = 4

    package init() {}
}
