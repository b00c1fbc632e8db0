extension Paper {
    /// CSV for a spreadsheet: numbers as their exact digits, absences in words, nothing else in a cell.
    ///
    /// One table stands first, with its headings in line 1; several stand one after the other, each below a row with its
    /// caption and apart by an empty line. The stamp and the paragraphs follow the last table as rows of label and text.
    package func csv(_ language: Language) -> String {
        var tables: [PaperTable] = []
        var notes = [(PaperWords.note(language), title)]
        for block in blocks {
            switch block {
            case .table(let table): tables.append(table)
            case .paragraph(let text): notes.append((PaperWords.note(language), text))
            case .heading, .chart: break
            }
        }
        notes += stamp.lines(language).map { ($0.label, $0.text) }
        var parts = tables.map { table in
            let rows = table.rows.map { $0.map(csvCell) }
            return (tables.count > 1 ? CSV.line([CSV.shown(table.caption)]) : "") + CSV.file(table.columns.map { CSV.shown($0.heading) }, rows)
        }
        parts.append(notes.map { CSV.line([$0.0, CSV.shown($0.1)]) }.joined())
        return parts.joined(separator: "\r\n")
    }

    private func csvCell(_ cell: PaperTable.Cell) -> String {
        if case .number(let exact, _) = cell { return CSV.shown(exact) }
        return CSV.shown(cell.shown)
    }
}
