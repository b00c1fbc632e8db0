import Foundation

/// A workbook to be written: plain values. The same value always gives the same bytes.
package struct XLSXFile: Sendable, Hashable {
    package var sheets: [Sheet]

    package init(_ sheets: [Sheet]) {
        self.sheets = sheets
    }

    package struct Sheet: Sendable, Hashable {
        /// 1 to 31 UTF-16 units without `[]:*?/\`, no `'` at its ends, unique without regard to case.
        package var name: String
        /// From column A on.
        package var columns: [Column] = []
        /// From row 1 on, cells from column A on.
        package var rows: [[Cell]]
        /// Ranges shown as one cell; only the first cell of each may hold something. A title over the table is one of them.
        package var merges: [CellRange] = []
        /// How many stay in sight when one scrolls.
        package var frozenRows = 0
        package var frozenColumns = 0
        package var autofilter: CellRange?
        package var print = Print()
        /// Only cells of the style `unlocked` can be changed; column widths and row heights can. There is no password: it guards against slips.
        package var isProtected = false
        /// Not every sheet may be.
        package var isHidden = false

        package init(name: String, rows: [[Cell]]) {
            self.name = name
            self.rows = rows
        }
    }

    /// On A4.
    package struct Print: Sendable, Hashable {
        package var isLandscape = true
        /// All columns on one page, however many pages long.
        package var fitsWidth = true
        /// Rows printed on top of every page, counted from 1.
        package var repeatedRows: ClosedRange<Int>?

        package init() {}
    }

    package struct Column: Sendable, Hashable {
        /// In characters of the standard font, 0 to 255; nil for the program's own. A full-width character takes two.
        package var width: Double?
        package var isHidden: Bool

        package init(width: Double? = nil, isHidden: Bool = false) {
            self.width = width
            self.isHidden = isHidden
        }
    }

    package struct Cell: Sendable, Hashable {
        package enum Content: Sendable, Hashable {
            case blank
            /// Written as text whatever it looks like: no formula, no number, no link. At most 32,767 UTF-16 units.
            case text(String)
            /// A plain decimal, and how it is shown (nil: as it is). One with more than 15 digits is written as text, since a workbook
            /// would round it.
            case number(exact: String, format: String?)
        }

        package enum Style: Sendable, Hashable, CaseIterable {
            case plain, title, header, body, wrap, locked, unlocked
            /// Grey italics beside a text that says what is missing.
            case absent
        }

        package var content: Content
        package var style: Style

        package init(_ content: Content, _ style: Style = .body) {
            self.content = content
            self.style = style
        }

        package static func text(_ text: String, _ style: Style = .body) -> Cell { Cell(.text(text), style) }
        package static func number(_ exact: String, format: String? = nil, _ style: Style = .body) -> Cell {
            Cell(.number(exact: exact, format: format), style)
        }
        package static func blank(_ style: Style = .body) -> Cell { Cell(.blank, style) }
    }

    /// Digits that every double keeps.
    static let keptDigits = 15
    /// UTF-16 units in a cell.
    package static let maximumText = 32_767

    /// Writes beside `path` and renames: an old file stays whole until the new one is.
    /// - Throws: `unrepresentable`, `unwritable`.
    package func write(to path: String) throws(SheetFault) {
        try XLSXChecks(self).run()
        let partial = path + ".partial-" + UUID().uuidString.prefix(8)
        do throws(SheetFault) {
            try XLSXWriter.write(self, to: partial)
            try XLSXWriter.rename(partial, to: path)
        } catch {
            try? FileManager.default.removeItem(atPath: partial)
            throw error.code == .unwritable ? SheetFault(.unwritable, at: path, path, error.values.last ?? "") : error
        }
    }

    /// The file's content. No disk is touched by name: what is not published has no business in a folder that others share.
    /// - Throws: `unrepresentable`, `unwritable`.
    package func bytes() throws(SheetFault) -> [UInt8] {
        try XLSXChecks(self).run()
        return try XLSXWriter.inMemory { (path) throws(SheetFault) in
            try XLSXWriter.fill(self, path)
            return try WorkbookReader.bytes(path: path)
        }
    }
}

/// What a workbook cannot hold is found before anything is written.
struct XLSXChecks {
    private let file: XLSXFile

    init(_ file: XLSXFile) {
        self.file = file
    }

    func run() throws(SheetFault) {
        guard file.sheets.contains(where: { !$0.isHidden }) else { throw SheetFault(.unrepresentable, "workbook", "no visible sheet") }
        var names: Set<String> = []
        for sheet in file.sheets {
            guard isName(sheet.name), names.insert(sheet.name.lowercased()).inserted else {
                throw SheetFault(.unrepresentable, at: sheet.name, sheet.name, "not a sheet name, or used twice")
            }
            try check(sheet)
        }
    }

    private func isName(_ name: String) -> Bool {
        (1...31).contains(name.utf16.count) && !name.contains { "[]:*?/\\".contains($0) } && !name.hasPrefix("'") && !name.hasSuffix("'")
            && Self.unwritable(name) == nil
    }

    private func check(_ sheet: XLSXFile.Sheet) throws(SheetFault) {
        let width = max(sheet.columns.count, sheet.rows.map(\.count).max() ?? 0)
        guard sheet.rows.count <= SheetLimit.rows.value, width <= SheetLimit.columns.value else {
            throw SheetFault(.unrepresentable, at: sheet.name, "table", "\(sheet.rows.count) rows, \(width) columns")
        }
        guard sheet.columns.allSatisfy({ (0...255).contains($0.width ?? 0) }) else {
            throw SheetFault(.unrepresentable, at: sheet.name, "column", "width")
        }
        let counts = [sheet.frozenRows, sheet.frozenColumns, sheet.print.repeatedRows?.lowerBound ?? 1]
        guard counts.allSatisfy({ (0...SheetLimit.columns.value).contains($0) }), counts[2] >= 1,
              sheet.print.repeatedRows?.upperBound ?? 1 <= SheetLimit.rows.value,
              (sheet.merges + (sheet.autofilter.map { [$0] } ?? [])).allSatisfy(isInside) else {
            throw SheetFault(.unrepresentable, at: sheet.name, "range", "outside of the sheet")
        }
        try checkMerges(sheet)
        for (row, cells) in sheet.rows.enumerated() {
            for (column, cell) in cells.enumerated() {
                guard let reason = reason(cell.content) else { continue }
                throw SheetFault(.unrepresentable, at: sheet.name, ColumnName.of(column + 1) + String(row + 1), reason)
            }
        }
    }

    private func isInside(_ range: CellRange) -> Bool {
        range.rows.lowerBound >= 1 && range.rows.upperBound <= SheetLimit.rows.value
            && range.columns.lowerBound >= 1 && range.columns.upperBound <= SheetLimit.columns.value
    }

    private func checkMerges(_ sheet: XLSXFile.Sheet) throws(SheetFault) {
        let merges = sheet.merges.sorted { $0.rows.lowerBound < $1.rows.lowerBound }
        for (index, merge) in merges.enumerated() {
            let below = merges[(index + 1)...].prefix { $0.rows.lowerBound <= merge.rows.upperBound }
            let overlaps = below.contains { $0.columns.overlaps(merge.columns) }
            guard !overlaps, merge.rows.count * merge.columns.count > 1 else {
                throw SheetFault(.unrepresentable, at: sheet.name, "merge", "overlaps another, or is one cell")
            }
            for row in merge.rows.prefix(while: { $0 <= sheet.rows.count }) {
                for column in merge.columns.prefix(while: { $0 <= sheet.rows[row - 1].count }) {
                    let isFirst = row == merge.rows.lowerBound && column == merge.columns.lowerBound
                    guard isFirst || sheet.rows[row - 1][column - 1].content == .blank else {
                        throw SheetFault(.unrepresentable, at: sheet.name, ColumnName.of(column) + String(row), "a merge covers it")
                    }
                }
            }
        }
    }

    private func reason(_ content: XLSXFile.Cell.Content) -> String? {
        switch content {
        case .blank: return nil
        case .text(let text):
            guard text.utf16.count <= XLSXFile.maximumText else { return "\(text.utf16.count) characters, more than \(XLSXFile.maximumText)" }
            return Self.unwritable(text)
        case .number(let exact, let format):
            return PlainDecimal(exact) == nil ? "not a number: \(exact.prefix(40))" : format.flatMap(Self.unwritable)
        }
    }

    /// A C string ends at NUL, and XML has no U+FFFE and U+FFFF.
    private static func unwritable(_ text: String) -> String? {
        let scalar = text.unicodeScalars.first { [0, 0xFFFE, 0xFFFF].contains($0.value) }
        return scalar.map { "a character that a workbook cannot hold: U+" + String($0.value, radix: 16, uppercase: true) }
    }
}
