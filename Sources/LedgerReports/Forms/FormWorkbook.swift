import LedgerModel
import LedgerProjections
import SheetFiles

/// A form as a workbook: what is asked for, the opinions that wait for an answer, and a hidden sheet that says what form it is.
///
/// Row 1 of a sheet holds the columns' keys, row 2 their headings. Only the cells that a division fills in can be changed.
package struct FormWorkbook {
    private let content: FormContent
    private let head: FormHead
    private let catalogue: Catalogue

    package init(_ content: FormContent, _ head: FormHead, _ catalogue: Catalogue) {
        (self.content, self.head, self.catalogue) = (content, head, catalogue)
    }

    package var file: XLSXFile {
        var sheets: [XLSXFile.Sheet] = []
        if !content.rows.isEmpty { sheets.append(sheet(Words("実績", "Actuals"), content.columns, content.rows.map(\.cells), frozenColumns: 4)) }
        if !content.opinions.isEmpty {
            sheets.append(sheet(Words("意見", "Opinions"), content.opinionColumns, content.opinions.map(\.cells), frozenColumns: 1))
        }
        var hidden = XLSXFile.Sheet(name: FormHead.sheet, rows: head.lines.map { [.text($0.key, .locked), .text($0.value, .locked)] })
        hidden.isHidden = true
        hidden.isProtected = true
        return XLSXFile(sheets + [hidden])
    }

    private func sheet(_ name: Words, _ columns: [FormColumn], _ rows: [[FormColumn: FormCell]], frozenColumns: Int) -> XLSXFile.Sheet {
        let keys = columns.map { XLSXFile.Cell.text($0.key, .absent) }
        let headings = columns.map { XLSXFile.Cell.text(catalogue(heading($0)), .header) }
        let body = rows.map { row in columns.map { cell(row[$0] ?? .blank, $0.isOpen ? .unlocked : .locked) } }
        var sheet = XLSXFile.Sheet(name: catalogue(name), rows: [keys, headings] + body)
        sheet.columns = columns.map { XLSXFile.Column(width: width($0)) }
        sheet.frozenRows = 2
        sheet.frozenColumns = frozenColumns
        sheet.print.repeatedRows = 2...2
        sheet.isProtected = true
        return sheet
    }

    private func cell(_ cell: FormCell, _ style: XLSXFile.Cell.Style) -> XLSXFile.Cell {
        switch cell {
        case .blank: return .blank(style)
        case .text(let text): return .text(text, style)
        case .number(let digits):
            let decimals = digits.split(separator: ".", maxSplits: 1).dropFirst().first?.count ?? 0
            return .number(digits, format: decimals == 0 ? "#,##0" : "#,##0." + String(repeating: "0", count: decimals), style)
        }
    }

    private func heading(_ column: FormColumn) -> Words {
        switch column {
        case .indicator: Words("指標 ID", "indicator ID")
        case .measure: Words("測定 ID", "measure ID")
        case .part: Words("内訳 ID", "part ID")
        case .programme: Words("事業 ID", "programme ID")
        case .opinion: Words("意見 ID", "opinion ID")
        case .section: Words("区分", "section")
        case .programmeName: Words("事業", "programme")
        case .name: Words("指標", "indicator")
        case .label: Words("測定するもの", "what is measured")
        case .unit: Words("単位", "unit")
        case .baselinePeriod: Words("基準時点", "baseline period")
        case .baseline: Words("基準値", "baseline")
        case .targetPeriod(let number): Words("目標時点 \(number)", "target period \(number)")
        case .target(let number): Words("目標値 \(number)", "target \(number)")
        case .actual(let period): Words(japanese(period) + "実績", period + " actual")
        case .body: Words("会議体", "body")
        case .year: Words("対象年度", "year reviewed")
        case .number: Words("番号", "number")
        case .text: Words("意見", "opinion")
        case .due: Words("期限", "due")
        case .value: Words("【記入】\(japanese(head.period))実績", "TO FILL IN: actual of \(head.period)")
        case .remark: Words("【記入】状態（速報・見込・調査中など）・備考", "TO FILL IN: state (provisional, forecast, pending …) or remark")
        case .answer: Words("【記入】回答", "TO FILL IN: answer")
        case .state: Words("【記入】状態（措置済・対応中・検討・対応しない）", "TO FILL IN: state (done, in progress, considering, refused)")
        }
    }

    private func japanese(_ period: String) -> String { Period(period)?.japanese ?? period }

    /// Characters; a full-width one takes two.
    private func width(_ column: FormColumn) -> Double {
        switch column {
        case .indicator, .programme, .opinion: 12
        case .measure, .part, .number: 8
        case .unit, .label, .due: 10
        case .section, .programmeName, .body: 22
        case .name: 34
        case .text, .answer: 60
        case .value: 18
        case .remark, .state: 26
        default: 15
        }
    }
}
