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
    /// Of each cell how many columns of the terminal it takes.
    private var widths: [[Int]] = []

    package init(_ columns: [Column]) { self.columns = columns }

    /// - Precondition: one cell for each column.
    package mutating func add(_ cells: [String]) {
        precondition(cells.count == columns.count, "a row has one cell for each column")
        let shown = cells.map(Visible.text)
        rows.append(shown)
        widths.append(shown.map(DisplayWidth.of))
    }

    /// Lines without trailing blanks. Columns are two blanks apart; a rule stands under the headings.
    package var lines: [String] {
        let headings = columns.map { Visible.text($0.heading) }
        let shown = columns.indices.filter { i in !columns[i].isOptional || rows.contains { !$0[i].isEmpty } }
        let own = headings.map(DisplayWidth.of)
        let widest = shown.map { i in widths.reduce(own[i]) { max($0, $1[i]) } }
        var lines: [String] = []
        lines.reserveCapacity(rows.count + 2)
        var buffer: [UInt8] = []
        lines.append(line(headings, own, shown, widest, &buffer))
        lines.append(widest.map { String(repeating: "-", count: $0) }.joined(separator: "  "))
        for (row, widths) in zip(rows, widths) { lines.append(line(row, widths, shown, widest, &buffer)) }
        return lines
    }

    /// Each cell with the blanks that its column has to spare. Bytes are put together in a buffer that all lines share: strings grown cell by cell are what
    /// most of a wide table's time went into.
    private func line(_ cells: [String], _ widths: [Int], _ shown: [Int], _ widest: [Int], _ buffer: inout [UInt8]) -> String {
        buffer.removeAll(keepingCapacity: true)
        var pending = 0
        for (place, i) in shown.enumerated() {
            let blanks = widest[place] - widths[i]
            if place > 0 { pending += 2 }
            if columns[i].alignment == .right { pending += blanks }
            if !cells[i].isEmpty {
                buffer.append(contentsOf: repeatElement(UInt8(ascii: " "), count: pending))
                buffer.append(contentsOf: cells[i].utf8)
                pending = 0
            }
            if columns[i].alignment == .left { pending += blanks }
        }
        while buffer.last == UInt8(ascii: " ") { buffer.removeLast() }
        return String(decoding: buffer, as: UTF8.self)
    }
}
