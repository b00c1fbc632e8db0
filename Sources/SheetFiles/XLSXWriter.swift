import CXlsxWriter
import Glibc

/// Hands a checked `XLSXFile` to libxlsxwriter. The only place that calls it.
@safe
struct XLSXWriter {
    private struct FormatKey: Hashable {
        let style: XLSXFile.Cell.Style
        let number: String?
    }

    /// 2000-01-01: the content alone decides the bytes, so no clock is asked.
    private static let created: time_t = 946_684_800

    private let workbook: UnsafeMutablePointer<lxw_workbook>
    private var formats: [FormatKey: UnsafeMutablePointer<lxw_format>]

    /// - Parameter path: of a file that is not there yet.
    static func write(_ file: XLSXFile, to path: String) throws(SheetFault) {
        // The library prints a message of its own when it cannot make the file.
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL, 0o666)
        guard descriptor >= 0 else { throw SheetFault(.unwritable, path, systemReason()) }
        close(descriptor)
        try fill(file, path)
    }

    /// Lends the path of a file in memory, which no other program can name.
    static func inMemory<R>(_ body: (String) throws(SheetFault) -> R) throws(SheetFault) -> R {
        let closeOnExec: UInt32 = 1  // MFD_CLOEXEC
        let descriptor = unsafe memfd_create("sheet.xlsx", closeOnExec)
        guard descriptor >= 0 else { throw SheetFault(.unwritable, "memfd", systemReason()) }
        defer { close(descriptor) }
        return try body("/proc/self/fd/\(descriptor)")
    }

    /// - Parameter path: of an empty file.
    static func fill(_ file: XLSXFile, _ path: String) throws(SheetFault) {
        // SAFETY: the library copies the path; null options are its defaults.
        guard let workbook = unsafe workbook_new_opt(path, nil) else { throw SheetFault(.unwritable, path, "out of memory") }
        var writer = unsafe XLSXWriter(workbook: workbook)
        var properties = unsafe lxw_doc_properties()
        unsafe properties.created = created
        // SAFETY: the library copies the properties.
        unsafe workbook_set_properties(workbook, &properties)
        do throws(SheetFault) {
            for sheet in file.sheets { try writer.add(sheet, isFirstVisible: sheet == file.sheets.first { !$0.isHidden }) }
        } catch {
            // SAFETY: frees what `workbook_close` would; exactly one of the two is called.
            unsafe lxw_workbook_free(workbook)
            throw error
        }
        // SAFETY: writes the file and frees the workbook with its sheets and formats, whatever the result.
        let code = unsafe workbook_close(workbook)
        guard code == LXW_NO_ERROR else { throw SheetFault(.unwritable, path, reason(code)) }
    }

    static func rename(_ old: String, to new: String) throws(SheetFault) {
        guard unsafe Glibc.rename(old, new) == 0 else { throw SheetFault(.unwritable, new, systemReason()) }
    }

    private static func systemReason() -> String {
        // SAFETY: the text is copied before another call can change it; no other thread asks while one writes a file.
        unsafe String(cString: strerror(errno))
    }

    private init(workbook: UnsafeMutablePointer<lxw_workbook>) {
        unsafe self.workbook = unsafe workbook
        unsafe formats = [:]
    }

    private static func reason(_ code: lxw_error) -> String {
        // SAFETY: a constant text of the library.
        unsafe lxw_strerror(code).map { unsafe String(cString: $0) } ?? "error \(code.rawValue)"
    }

    private static func check(_ code: lxw_error, _ place: String) throws(SheetFault) {
        guard code == LXW_NO_ERROR else { throw SheetFault(.unrepresentable, at: place, place, reason(code)) }
    }

    private mutating func add(_ sheet: XLSXFile.Sheet, isFirstVisible: Bool) throws(SheetFault) {
        // SAFETY: sheets belong to the workbook and live as long; the library copies every text it is given.
        guard let target = unsafe workbook_add_worksheet(workbook, sheet.name) else {
            throw SheetFault(.unrepresentable, at: sheet.name, sheet.name, "not a sheet name")
        }
        unsafe try addColumns(sheet, target)
        // Before the cells: the library writes blanks over a merged range.
        for merge in sheet.merges {
            let style = sheet.cell(merge.rows.lowerBound, merge.columns.lowerBound)?.style ?? .plain
            let code = unsafe worksheet_merge_range(
                target, Self.row(merge.rows.lowerBound), Self.column(merge.columns.lowerBound),
                Self.row(merge.rows.upperBound), Self.column(merge.columns.upperBound), "", format(style, nil))
            try Self.check(code, sheet.name)
        }
        for (row, cells) in sheet.rows.enumerated() {
            for (column, cell) in cells.enumerated() {
                try Self.check(unsafe write(cell, target, Self.row(row + 1), Self.column(column + 1)), sheet.name)
            }
        }
        unsafe try arrange(sheet, target, isFirstVisible)
    }

    private func addColumns(_ sheet: XLSXFile.Sheet, _ target: UnsafeMutablePointer<lxw_worksheet>) throws(SheetFault) {
        for (index, column) in sheet.columns.enumerated() where column.width != nil || column.isHidden {
            var options = lxw_row_col_options()
            options.hidden = column.isHidden ? 1 : 0
            let place = Self.column(index + 1)
            // SAFETY: the options are copied.
            try Self.check(unsafe worksheet_set_column_opt(target, place, place, column.width ?? 8.43, nil, &options), sheet.name)
        }
    }

    private mutating func write(
        _ cell: XLSXFile.Cell, _ target: UnsafeMutablePointer<lxw_worksheet>, _ row: lxw_row_t, _ column: lxw_col_t
    ) -> lxw_error {
        switch cell.content {
        case .blank:
            return unsafe worksheet_write_blank(target, row, column, format(cell.style, nil))
        case .text(let text):
            return unsafe worksheet_write_string(target, row, column, Self.escaped(text), format(cell.style, nil))
        case .number(let exact, let numberFormat):
            guard let decimal = PlainDecimal(exact), decimal.digits.count <= XLSXFile.keptDigits, let double = Double(exact) else {
                return unsafe worksheet_write_string(target, row, column, exact, format(cell.style, nil))
            }
            return unsafe worksheet_write_number(target, row, column, double, format(cell.style, numberFormat))
        }
    }

    private func arrange(_ sheet: XLSXFile.Sheet, _ target: UnsafeMutablePointer<lxw_worksheet>, _ isFirstVisible: Bool) throws(SheetFault) {
        // SAFETY: as in `add`.
        if sheet.frozenRows > 0 || sheet.frozenColumns > 0 {
            unsafe worksheet_freeze_panes(target, Self.row(sheet.frozenRows + 1), Self.column(sheet.frozenColumns + 1))
        }
        if let range = sheet.autofilter {
            let code = unsafe worksheet_autofilter(
                target, Self.row(range.rows.lowerBound), Self.column(range.columns.lowerBound),
                Self.row(range.rows.upperBound), Self.column(range.columns.upperBound))
            try Self.check(code, sheet.name)
        }
        unsafe worksheet_set_paper(target, 9) // A4
        if sheet.print.isLandscape { unsafe worksheet_set_landscape(target) }
        if sheet.print.fitsWidth { unsafe worksheet_fit_to_pages(target, 1, 0) }
        if let rows = sheet.print.repeatedRows {
            try Self.check(unsafe worksheet_repeat_rows(target, Self.row(rows.lowerBound), Self.row(rows.upperBound)), sheet.name)
        }
        if sheet.isProtected {
            var options = lxw_protection()
            options.format_columns = 1
            options.format_rows = 1
            unsafe worksheet_protect(target, nil, &options)
        }
        if sheet.isHidden {
            unsafe worksheet_hide(target)
        } else if isFirstVisible {
            unsafe worksheet_activate(target)
            unsafe worksheet_set_first_sheet(target)
        }
    }

    private mutating func format(_ style: XLSXFile.Cell.Style, _ number: String?) -> UnsafeMutablePointer<lxw_format>? {
        let key = FormatKey(style: style, number: number)
        if let known = unsafe formats[key] { return unsafe known }
        // SAFETY: formats belong to the workbook.
        guard let made = unsafe workbook_add_format(workbook) else { return nil }
        if let number { unsafe format_set_num_format(made, number) }
        unsafe Self.set(style, made)
        unsafe formats[key] = made
        return unsafe made
    }

    private static func set(_ style: XLSXFile.Cell.Style, _ format: UnsafeMutablePointer<lxw_format>) {
        if style != .plain && style != .title {
            unsafe format_set_border(format, UInt8(LXW_BORDER_THIN.rawValue))
            unsafe format_set_border_color(format, 0x8C8C8C)
            unsafe format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
        }
        switch style {
        case .plain, .body: break
        case .title:
            unsafe format_set_bold(format)
            unsafe format_set_font_size(format, 14)
        case .header:
            unsafe format_set_bold(format)
            unsafe format_set_text_wrap(format)
            unsafe format_set_align(format, UInt8(LXW_ALIGN_CENTER.rawValue))
            unsafe format_set_bg_color(format, 0xE3E8EF)
        case .wrap:
            unsafe format_set_text_wrap(format)
        case .locked:
            unsafe format_set_text_wrap(format)
            unsafe format_set_bg_color(format, 0xF2F2F2)
        case .unlocked:
            unsafe format_set_text_wrap(format)
            unsafe format_set_unlocked(format)
            unsafe format_set_bg_color(format, 0xFFF9DB)
        case .absent:
            unsafe format_set_italic(format)
            unsafe format_set_font_color(format, 0x595959)
        }
    }

    /// `_x000D_` in a text would be read as a character (ECMA-376 part 1, 22.9.2.19): its underscore is written as `_x005F_`.
    private static func escaped(_ text: String) -> String {
        guard text.contains("_x") else { return text }
        return text.replacing(#/_(?=x[0-9A-Fa-f]{4}_)/#) { _ in "_x005F_" }
    }

    private static func row(_ number: Int) -> lxw_row_t { lxw_row_t(number - 1) }
    private static func column(_ number: Int) -> lxw_col_t { lxw_col_t(number - 1) }
}

extension XLSXFile.Sheet {
    fileprivate func cell(_ row: Int, _ column: Int) -> XLSXFile.Cell? {
        rows.indices.contains(row - 1) && rows[row - 1].indices.contains(column - 1) ? rows[row - 1][column - 1] : nil
    }
}
