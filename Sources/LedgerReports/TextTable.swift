/// A table for a terminal: columns aligned by display width, nothing cut and nothing wrapped.
package struct TextTable: Sendable {
    package enum Alignment: Sendable { case left, right }

    package struct Column: Sendable {
        package let heading: String
        package let alignment: Alignment

        package init(_ heading: String, _ alignment: Alignment = .left) {
            self.heading = heading
            self.alignment = alignment
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
        let widths = columns.indices.map { i in
            ([headings] + rows).reduce(0) { max($0, DisplayWidth.of($1[i])) }
        }
        let rule = widths.map { String(repeating: "-", count: $0) }
        return [line(headings, widths), rule.joined(separator: "  ")] + rows.map { line($0, widths) }
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var text = ""
        for (i, cell) in cells.enumerated() {
            if i > 0 { text += "  " }
            let blanks = String(repeating: " ", count: widths[i] - DisplayWidth.of(cell))
            text += columns[i].alignment == .right ? blanks + cell : cell + blanks
        }
        while text.last == " " { text.removeLast() }
        return text
    }
}
