/// A table for a terminal: columns aligned by display width, nothing cut and nothing wrapped.
package struct TextTable: Sendable {
    package enum Alignment: Sendable { case left, right }

    package struct Column: Sendable {
        package let heading: String
        package let alignment: Alignment
        /// Left out where every cell of it is empty.
        package let isOptional: Bool

        package init(_ heading: String, _ alignment: Alignment = .left, isOptional: Bool = false) {
            self.heading = heading
            self.alignment = alignment
            self.isOptional = isOptional
        }
    }

    package let columns: [Column]
    package private(set) var rows: [[String]] = []

    package init(_ columns: [Column]) { self.columns = columns }

    /// - Precondition: one cell for each column.
    package mutating func add(_ cells: [String]) {
        precondition(cells.count == columns.count, "a row has one cell for each column")
        rows.append(cells.map(Visible.text))
    }

    /// Lines without trailing blanks. Columns are two blanks apart; a rule stands under the headings.
    package var lines: [String] {
        let headings = columns.map { Visible.text($0.heading) }
        let shown = columns.indices.filter { i in !columns[i].isOptional || rows.contains { !$0[i].isEmpty } }
        let widths = columns.indices.map { i in
            ([headings] + rows).reduce(0) { max($0, DisplayWidth.of($1[i])) }
        }
        let rule = shown.map { String(repeating: "-", count: widths[$0]) }
        return [line(headings, shown, widths), rule.joined(separator: "  ")] + rows.map { line($0, shown, widths) }
    }

    private func line(_ cells: [String], _ shown: [Int], _ widths: [Int]) -> String {
        var text = ""
        for i in shown {
            if i != shown.first { text += "  " }
            let blanks = String(repeating: " ", count: widths[i] - DisplayWidth.of(cells[i]))
            text += columns[i].alignment == .right ? blanks + cells[i] : cells[i] + blanks
        }
        while text.last == " " { text.removeLast() }
        return text
    }
}
