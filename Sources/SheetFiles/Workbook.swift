/// A table file as it was read: every cell as a person would see it, with where it stands. Nothing is interpreted.
package struct Workbook: Sendable {
    package enum Format: String, Sendable { case csv, tsv, xlsx }

    package let format: Format
    /// The name of the encoding that the bytes were in: `UTF-8`, `UTF-16LE`, `UTF-16BE`, `CP932`; empty for xlsx.
    package let encoding: String
    /// CSV and TSV have one sheet without a name.
    package let sheets: [Sheet]
    package let notices: [SheetNotice]

    package init(format: Format, encoding: String, sheets: [Sheet], notices: [SheetNotice] = []) {
        self.format = format
        self.encoding = encoding
        self.sheets = sheets
        self.notices = notices
    }
}

package struct Sheet: Sendable {
    package let name: String
    package let isHidden: Bool
    /// Ascending by number; a workbook's empty rows may be missing.
    package var rows: [SheetRow]
    /// Their value stands in the first cell; the others are blank.
    package let merges: [CellRange]
    /// Counted from 1, ascending.
    package let hiddenColumns: [ClosedRange<Int>]

    package init(name: String, isHidden: Bool = false, rows: [SheetRow], merges: [CellRange] = [], hiddenColumns: [ClosedRange<Int>] = []) {
        self.name = name
        self.isHidden = isHidden
        self.rows = rows
        self.merges = merges
        self.hiddenColumns = hiddenColumns
    }
}

package struct SheetRow: Sendable {
    /// From 1, as a spreadsheet program numbers it. In CSV a record is a row, however many lines it takes.
    package let number: Int
    package let isHidden: Bool
    /// From column A on; blanks at the end are dropped.
    package var cells: [SheetCell]

    package init(number: Int, isHidden: Bool = false, cells: [SheetCell]) {
        self.number = number
        self.isHidden = isHidden
        self.cells = cells
    }
}

package struct SheetCell: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case blank
        case text
        /// A number cell of a workbook. `exact` is what is stored, as a plain decimal: `0.10000000000000001` is what a program makes of
        /// 0.1, so up to 17 digits stand for the shortest decimal of the same double. `text` is what its format shows.
        case number(exact: String)
        /// A day, where the cell's number format is a date; 1900-02-29, which never was, is a day of the 1900 system.
        case day(year: Int, month: Int, day: Int)
        case boolean
        /// `#REF!` and the like.
        case fault
        /// A formula whose result was never stored: its value is not known.
        case formulaWithoutResult
    }

    /// Verbatim; for numbers and dates of a workbook as the cell's format shows it.
    package let text: String
    package let kind: Kind

    package init(_ text: String, _ kind: Kind = .text) {
        self.text = text
        self.kind = text.isEmpty && kind == .text ? .blank : kind
    }

    package static let blank = SheetCell("", .blank)
}

/// Columns and rows from 1, both ends included.
package struct CellRange: Sendable, Hashable {
    package let columns: ClosedRange<Int>
    package let rows: ClosedRange<Int>

    package init(columns: ClosedRange<Int>, rows: ClosedRange<Int>) {
        self.columns = columns
        self.rows = rows
    }
}

/// `A`, `Z`, `AA` for a column counted from 1.
package enum ColumnName {
    /// - Precondition: at least 1.
    package static func of(_ column: Int) -> String {
        precondition(column >= 1, "columns count from 1")
        var rest = column
        var letters = ""
        while rest > 0 {
            letters = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + letters
            rest = (rest - 1) / 26
        }
        return letters
    }
}

/// What a reader ought to know about the file though nothing is wrong with it.
package struct SheetNotice: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        case hiddenSheet = "hidden-sheet"
        case hiddenRow = "hidden-row"
        case hiddenColumn = "hidden-column"
        case formulaWithoutResult = "formula-without-result"
        case fault = "fault-cell"
        /// The program that wrote the file asked for its formulas to be computed again: the results stored may be old.
        case staleResults = "stale-results"
        /// A value under a merged cell, which nobody sees, was left out.
        case coveredValue = "covered-value"
        /// A number that its format does not show, such as `;;;`.
        case hiddenValue = "hidden-value"
        /// A number with a date format that is no day of the calendar: read as a number.
        case noSuchDay = "no-such-day"
        /// A sheet of charts, a macro sheet: not read.
        case notCells = "not-cells"
        /// CSV: two fields of the record hold a single quote each, so that it may have been meant as one field. Read as printed.
        case ambiguousQuote = "ambiguous-quote"
    }

    package let kind: Kind
    package let sheet: String
    /// `K12`, `12`, `K`, neighbours together as `12:15` or `K:M`; `line 3` in CSV; empty for the whole sheet.
    package let place: String

    package init(_ kind: Kind, sheet: String, place: String) {
        self.kind = kind
        self.sheet = sheet
        self.place = place
    }
}

/// Why a file cannot be read. The catalogue turns it into words.
package struct SheetFault: Error, Sendable, Hashable {
    package enum Code: String, Sendable, CaseIterable {
        /// Values: encoding, count of bad places (`10000+` when there are more), the first of them as `byte 120 (line 4)`, joined by `, `.
        case undecodable = "sheet-undecodable"
        /// Values: what was tried, each with the first place that it does not explain, joined by `; `.
        case encodingUnknown = "sheet-encoding"
        /// Values: the encoding asked for, the one that the file's first bytes declare.
        case encodingContradicted = "sheet-encoding-contradicted"
        /// Values: the name that was asked for, the names there are, joined by `, `.
        case encodingUnsupported = "sheet-encoding-unsupported"
        /// Values: what the content is: `binary`, `ole` (.xls), `text` (named .xlsx), `zip`, `empty`, `ods`, `xlsb`, `docx`.
        case notATable = "sheet-not-a-table"
        /// Password protected.
        case encrypted = "sheet-encrypted"
        /// Values: the part or empty, the reason.
        case badArchive = "sheet-bad-archive"
        /// Values: part, line, reason.
        case badXML = "sheet-bad-xml"
        /// Values: the part.
        case missingPart = "sheet-missing-part"
        /// Values: part, cell or element, what was found.
        case badCell = "sheet-bad-cell"
        /// Values: what (raw value of `SheetLimit`), limit with its unit, found (may be empty).
        case tooLarge = "sheet-too-large"
        /// The place is the line where the quote opens.
        case unbalancedQuote = "sheet-unbalanced-quote"
        /// Text stands between a closing quote and the next delimiter. The place is the line.
        case textAfterQuote = "sheet-text-after-quote"
        /// Values: path, the system's reason.
        case unreadable = "sheet-unreadable"
        /// Values: path, the library's or the system's reason.
        case unwritable = "sheet-unwritable"
        /// A workbook cannot hold it. Values: what, reason.
        case unrepresentable = "sheet-unrepresentable"
    }

    package let code: Code
    /// Sheet, cell, line or byte; empty for the whole file.
    package let place: String
    package let values: [String]

    package init(_ code: Code, at place: String = "", _ values: String...) {
        self.code = code
        self.place = place
        self.values = values
    }

    package init(_ code: Code, at place: String, values: [String]) {
        self.code = code
        self.place = place
        self.values = values
    }
}
