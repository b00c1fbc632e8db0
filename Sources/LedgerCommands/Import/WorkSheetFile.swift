import Foundation
import LedgerModel
import LedgerReports
import SheetFiles

/// A CSV that the program writes, a person works on in a spreadsheet, and the program reads again: by column headings, in any encoding that a
/// spreadsheet saves. Headings are `key 見出し`; the key is what is read. What would turn or hide text stands in it as its code (`<U+202E>`), which
/// is read back as what it stands for.
struct WorkSheetFile {
    let path: String
    private let keys: [String]
    private let lines: ArraySlice<SheetRow>

    /// Cells by key of their column, one dictionary a row. Each is made when it is asked for: a sheet may have very many.
    var rows: some RandomAccessCollection<[String: String]> {
        lines.lazy.map { [keys] line in
            var cells: [String: String] = [:]
            for (key, cell) in zip(keys, line.cells) where !key.isEmpty { cells[key] = Visible.respelled(Self.plain(cell.text)) }
            return cells
        }
    }

    /// - Throws: `cannot-read` and the readers' faults; `missing-field` for a column that is not there.
    init(reading path: String, required: [String]) throws {
        self.path = path
        let file = URL(fileURLWithPath: path).lastPathComponent
        let workbook: Workbook
        do { workbook = try WorkbookReader.read(path: path) } catch { throw Problem(error, file: file) }
        guard let sheet = workbook.sheets.first(where: { !$0.isHidden }), let header = sheet.rows.first else { throw Problem(.batchEmpty) }
        keys = header.cells.map { $0.text.split(separator: " ").first.map(String.init) ?? "" }
        for key in required where !keys.contains(key) { throw Problem(.missingField, at: file, key) }
        lines = sheet.rows.dropFirst()
    }

    /// A leading apostrophe that keeps a spreadsheet from taking a text for a formula is not part of the text.
    private static func plain(_ text: String) -> String {
        guard text.hasPrefix("'"), let second = text.dropFirst().first, "=+-@＝＋－＠\t".contains(second) else { return text }
        return String(text.dropFirst())
    }

    /// With a byte order mark, so that every spreadsheet takes it for UTF-8. Replaces the file in one step.
    static func write(_ path: String, _ header: [String], _ rows: [[String]]) throws {
        let text = "\u{feff}" + CSV.file(header, rows.map { $0.map(Visible.spelled) })
        try ReportFile(path, replaces: true, at: "").write(Array(text.utf8))
    }
}
