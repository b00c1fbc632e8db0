import LedgerModel

/// What a form prints for one division, as data: the past, and the cells that wait for the division.
package struct FormContent: Sendable {
    package struct Row: Sendable {
        package let key: FormRowKey
        package var cells: [FormColumn: FormCell]
        /// The entries that the cells of values rest on.
        package var stated: [FormColumn: Stated]

        package init(_ key: FormRowKey, cells: [FormColumn: FormCell] = [:], stated: [FormColumn: Stated] = [:]) {
            (self.key, self.cells, self.stated) = (key, cells, stated)
        }
    }

    package struct Opinion: Sendable {
        package let event: Event
        package let opinion: OpinionGiven
        package var cells: [FormColumn: FormCell]

        package init(_ event: Event, _ opinion: OpinionGiven, cells: [FormColumn: FormCell]) {
            (self.event, self.opinion, self.cells) = (event, opinion, cells)
        }
    }

    /// Nil: what no division is responsible for.
    package let unit: Subject?
    /// As printed, from column A on.
    package var columns: [FormColumn] = []
    package var rows: [Row] = []
    package var opinionColumns: [FormColumn] = []
    package var opinions: [Opinion] = []

    package init(unit: Subject?) { self.unit = unit }

    package var isEmpty: Bool { rows.isEmpty && opinions.isEmpty }
}
