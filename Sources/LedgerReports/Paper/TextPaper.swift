extension Paper {
    /// Lines for a terminal; charts are left out, since their tables stand beside them.
    ///
    /// With `width`, in columns, texts wrap: long texts inside their cells, and a table that is still too wide becomes one
    /// record below the other. Without, each row is one line however long it is.
    package func text(_ language: Language, width: Int? = nil) -> [String] {
        TextPaper(language: language, width: width.map { max($0, 20) }).lines(self)
    }
}

private struct TextPaper {
    let language: Language
    let width: Int?

    func lines(_ paper: Paper) -> [String] {
        var lines = wrapped(paper.title)
        // Whole however long: a root is there to be copied.
        lines += paper.stamp.lines(language).map { Visible.text("\($0.label): \($0.text)") }
        var heading = ""
        for block in paper.blocks {
            switch block {
            case .heading(let level, let text):
                heading = text
                lines += [""] + wrapped(String(repeating: "#", count: max(1, level)) + " " + text)
            case .paragraph(let text): lines += [""] + wrapped(text)
            case .table(let whole):
                let table = whole.forPeople
                let caption = table.caption.utf8.elementsEqual(heading.utf8) ? [] : wrapped(table.caption)
                lines += [""] + caption + self.lines(table)
            case .chart: break
            }
        }
        return lines
    }

    private func wrapped(_ text: String) -> [String] {
        let lines = Visible.lines(text)
        guard let width else { return lines }
        return lines.flatMap { TextWrap.lines($0, width: width) }
    }

    private func lines(_ table: PaperTable) -> [String] {
        if table.rows.isEmpty { return [PaperWords.noRows(language)] }
        // Cells that wrap keep their own line breaks; on one line they are marked.
        let rows = table.rows.map { $0.map { cell in
            width == nil ? cell.bracketed(language) : Visible.lines(cell.bracketed(language)).joined(separator: "\n")
        } }
        let hasMarks = !table.marked.isEmpty
        let legend = hasMarks ? wrapped(PaperWords.marked(language)) : []
        guard let width else { return aligned(table, rows, limits: nil) + legend }
        guard let limits = limits(table, rows, width - (hasMarks ? 3 : 0)) else { return records(table, rows, width) + legend }
        return aligned(table, rows, limits: limits) + legend
    }

    private func longestLine(_ text: String) -> Int {
        text.split(separator: "\n").reduce(0) { max($0, DisplayWidth.of(String($1))) }
    }

    private func pieces(_ text: String, _ width: Int) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { TextWrap.lines(String($0), width: width) }
    }

    /// How wide each column may be so that the table fits, or nil where it cannot. Numbers and headings are never broken.
    private func limits(_ table: PaperTable, _ rows: [[String]], _ width: Int) -> [Int]? {
        let headings = table.columns.map { DisplayWidth.of(Visible.text($0.heading)) }
        let natural = headings.indices.map { i in rows.reduce(headings[i]) { max($0, longestLine($1[i])) } }
        let least = headings.indices.map { i in
            zip(table.rows, rows).reduce(headings[i]) { least, row in
                if case .number = row.0[i] { max(least, DisplayWidth.of(row.1[i])) } else { least }
            }
        }
        let room = width - 2 * (headings.count - 1)
        func widths(_ limit: Int) -> [Int] { natural.indices.map { min(natural[$0], max(limit, least[$0])) } }
        let widest = natural.max() ?? 0
        if natural.reduce(0, +) <= room { return natural }
        guard let limit = stride(from: widest, through: 10, by: -1).first(where: { widths($0).reduce(0, +) <= room }) else { return nil }
        return widths(limit)
    }

    private func aligned(_ table: PaperTable, _ rows: [[String]], limits: [Int]?) -> [String] {
        let hasMarks = !table.marked.isEmpty
        var text = TextTable((hasMarks ? [TextTable.Column("")] : []) + table.columns.map { TextTable.Column($0.heading, $0.isNumeric ? .right : .left) })
        guard let limits else {
            for (i, row) in rows.enumerated() { text.add(hasMarks ? [table.marked.contains(i) ? "!" : ""] + row : row) }
            return text.lines
        }
        let broken = rows.map { row in row.indices.map { i in pieces(row[i], max(2, limits[i])) } }
        let isSpaced = broken.contains { $0.contains { $0.count > 1 } }
        for (i, cells) in broken.enumerated() {
            if isSpaced, i > 0 { text.add(Array(repeating: "", count: text.columns.count)) }
            for line in 0..<(cells.map(\.count).max() ?? 1) {
                let mark = hasMarks ? [line == 0 && table.marked.contains(i) ? "!" : ""] : []
                text.add(mark + cells.map { line < $0.count ? $0[line] : "" })
            }
        }
        return text.lines
    }

    private func records(_ table: PaperTable, _ rows: [[String]], _ width: Int) -> [String] {
        let headings = table.columns.map { Visible.text($0.heading) }
        let label = min(headings.reduce(0) { max($0, DisplayWidth.of($1)) }, width / 3)
        return rows.enumerated().flatMap { i, row in
            ["-- \(i + 1)\(table.marked.contains(i) ? " !" : "")"] + zip(headings, row).filter { !$0.1.isEmpty }.flatMap { heading, cell in
                let values = pieces(cell, max(2, width - label - 4))
                let pad = String(repeating: " ", count: max(0, label - DisplayWidth.of(heading)))
                let indent = String(repeating: " ", count: label + 4)
                guard DisplayWidth.of(heading) <= label else { return ["  " + heading] + values.map { indent + $0 } }
                return ["  " + heading + pad + "  " + values[0]] + values.dropFirst().map { indent + $0 }
            }
        }
    }
}
