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
        let all = [columns.map { Visible.text($0.heading) }] + rows
        let shown = columns.indices.filter { i in !columns[i].isOptional || rows.contains { !$0[i].isEmpty } }
        let widths = all.map { row in shown.map { DisplayWidth.of(row[$0]) } }
        let widest = shown.indices.map { i in widths.reduce(0) { max($0, $1[i]) } }
        var lines = zip(all, widths).map { row, widths in
            line(shown.indices.map { (row[shown[$0]], widest[$0] - widths[$0], columns[shown[$0]].alignment) })
        }
        lines.insert(widest.map { String(repeating: "-", count: $0) }.joined(separator: "  "), at: 1)
        return lines
    }

    /// Each cell with the blanks that its column has to spare.
    private func line(_ cells: [(text: String, blanks: Int, alignment: Alignment)]) -> String {
        var text = ""
        var pending = 0
        func put(_ cell: String) {
            guard !cell.isEmpty else { return }
            text += String(repeating: " ", count: pending) + cell
            pending = 0
        }
        for (place, cell) in cells.enumerated() {
            if place > 0 { pending += 2 }
            if cell.alignment == .right { pending += cell.blanks }
            put(cell.text)
            if cell.alignment == .left { pending += cell.blanks }
        }
        while text.last == " " { text.removeLast() }
        return text
    }
}
