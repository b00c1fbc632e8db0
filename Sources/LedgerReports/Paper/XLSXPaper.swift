import SheetFiles

extension Paper {
    /// A workbook: the stamp, the paragraphs and an index on the first sheet, then one sheet for each table with its headings frozen in row 1.
    /// Numbers are numbers with the decimals of their digits; a last column names the rows that stand out. Charts are left out, since their tables
    /// are there.
    package func xlsx(_ language: Language) -> XLSXFile {
        var names = XLSXSheetNames()
        let first = names.name(PaperWords.report(language))
        var index: [(sheet: String, caption: String)] = []
        var sheets: [XLSXFile.Sheet] = []
        for case .table(let table) in blocks {
            let name = names.name(table.caption.isEmpty ? title : table.caption)
            index.append((name, table.caption))
            sheets.append(XLSXTable(table, language).sheet(name))
        }
        return XLSXFile([front(first, index, language)] + sheets)
    }

    private func front(_ name: String, _ index: [(sheet: String, caption: String)], _ language: Language) -> XLSXFile.Sheet {
        typealias Cell = XLSXFile.Cell
        var rows: [[Cell]] = [[.text(XLSXText.cell(title), .title)]]
        rows += stamp.lines(language).map { [.text($0.label, .header), .text(XLSXText.cell($0.text), .wrap)] }
        rows.append([])
        for block in blocks {
            switch block {
            case .heading(_, let text): rows.append([.text(PaperWords.section(language), .header), .text(XLSXText.cell(text), .wrap)])
            case .paragraph(let text): rows.append([.text(PaperWords.note(language), .header), .text(XLSXText.cell(text), .wrap)])
            case .table, .chart: break
            }
        }
        rows.append([])
        rows += index.map { [.text($0.sheet, .wrap), .text(XLSXText.cell($0.caption), .wrap)] }
        var sheet = XLSXFile.Sheet(name: name, rows: rows)
        sheet.columns = [XLSXFile.Column(width: 32), XLSXFile.Column(width: 90)]
        return sheet
    }
}

private struct XLSXTable {
    private let table: PaperTable
    private let language: Language
    private var hasMarks: Bool { !table.marked.isEmpty }

    init(_ table: PaperTable, _ language: Language) {
        self.table = table
        self.language = language
    }

    func sheet(_ name: String) -> XLSXFile.Sheet {
        let attention = PaperWords.attention(language)
        let headings = table.columns.map { XLSXText.cell($0.heading) } + (hasMarks ? [attention] : [])
        let rows = table.rows.enumerated().map { i, row in
            row.map(cell) + (hasMarks ? [table.marked.contains(i) ? XLSXFile.Cell.text("!") : .blank()] : [])
        }
        var sheet = XLSXFile.Sheet(name: name, rows: [headings.map { .text($0, .header) }] + rows)
        sheet.columns = table.columns.map { XLSXFile.Column(width: Double(min(max($0.width, 6), 60) + 2)) }
            + (hasMarks ? [XLSXFile.Column(width: Double(DisplayWidth.of(attention) + 2))] : [])
        sheet.frozenRows = 1
        sheet.print.repeatedRows = 1...1
        if !headings.isEmpty, !rows.isEmpty { sheet.autofilter = CellRange(columns: 1...headings.count, rows: 1...rows.count + 1) }
        return sheet
    }

    private func cell(_ cell: PaperTable.Cell) -> XLSXFile.Cell {
        switch cell {
        case .blank: .blank()
        case .text(let text): .text(XLSXText.cell(text), .wrap)
        case .number(let exact, _): .number(exact, format: XLSXText.format(exact))
        case .absent(let text): .text(XLSXText.cell(text), .absent)
        }
    }
}

private enum XLSXText {
    /// What a cell can hold; line breaks stay.
    static func cell(_ raw: String) -> String {
        let text = Visible.lines(raw).joined(separator: "\n")
        guard text.utf16.count > XLSXFile.maximumText else { return text }
        return clipped(text, to: XLSXFile.maximumText - 1) + "…"
    }

    static func clipped(_ text: String, to units: Int) -> String {
        var result = String.UnicodeScalarView()
        var used = 0
        for scalar in text.unicodeScalars {
            used += UTF16.width(scalar)
            guard used <= units else { break }
            result.append(scalar)
        }
        return String(result)
    }

    /// Grouped, with as many decimals as were printed.
    static func format(_ exact: String) -> String {
        let decimals = exact.split(separator: ".", maxSplits: 1).dropFirst().first?.count ?? 0
        return decimals == 0 ? "#,##0" : "#,##0." + String(repeating: "0", count: decimals)
    }
}

/// Names that a workbook takes: 1 to 31 UTF-16 units, without `[]:*?/\`, no apostrophe at the ends, each once whatever its case.
struct XLSXSheetNames {
    /// `History` is a name that spreadsheet programs keep for themselves.
    private var used: Set<String> = ["history"]

    mutating func name(_ wanted: String) -> String {
        let plain = Visible.text(wanted.split(whereSeparator: \.isNewline).joined(separator: " ")).map { "[]:*?/\\".contains($0) ? " " : $0 }
        let base = trimmed(XLSXText.clipped(trimmed(String(plain)), to: 31))
        var name = base.isEmpty ? "1" : base
        var number = 1
        while !used.insert(name.lowercased()).inserted {
            number += 1
            let ending = " (\(number))"
            name = XLSXText.clipped(base, to: 31 - ending.utf16.count) + ending
        }
        return name
    }

    private func trimmed(_ text: String) -> String {
        var text = Substring(text)
        while let last = text.last, " '　".contains(last) { text.removeLast() }
        return String(text.drop { " '　".contains($0) })
    }
}
