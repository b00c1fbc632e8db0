/// What the writers of papers say themselves, in both languages.
enum PaperWords {
    static let ledger = Words("台帳", "ledger")
    static let edition = Words("版", "edition")
    static let draft = Words("案・未公表", "draft, not published")
    static let asOf = Words("時点", "as of")
    static let root = Words("記録数と根", "size and root")
    static let stamp = Words("この報告について", "About this report")
    static let note = Words("注", "note")
    static let report = Words("報告", "Report")
    static let section = Words("区分", "section")
    static let contents = Words("目次", "Contents")
    static let skip = Words("本文へ移動", "Skip to the report")
    static let marked = Words("「!」の行は注意を要する。理由は行の中に記載。", "Rows with “!” need attention; the row says why.")
    static let attention = Words("注意", "attention")
    static let noRows = Words("該当なし", "none")

    static let actual = Words("実績", "actual")
    static let provisional = Words("暫定", "provisional")
    static let target = Words("目標", "target")
    static let originalTarget = Words("当初目標", "original target")
    static let baseline = Words("基準値", "baseline")
    static let planned = Words("計画値", "planned")
    static let path = Words("想定経路", "expected path")
    static let absent = Words("値なし", "no value")
    static let notDrawn = Words("図に表せない値", "a value that cannot be drawn")
    static let axisNotFromZero = Words("縦軸は0から始まらない", "the vertical axis does not start at 0")
    static let about = Words("約", "≈ ")
    static let charts = Words("図", "Charts")
    static let period = Words("期間", "period")
    static let changed = Words("改", "rev.")
    static let triangleKey = Words(
        "行は期間、列は値が判明した日。「改」と斜線は直前に判明していた値から変わったもの。",
        "Rows are periods, columns the days on which values became known. “rev.” and hatching mark a value that differs from the one known before.")
}

extension PaperStamp {
    /// Label and text, in the order in which every format prints them. The texts are data: not escaped for any format.
    func lines(_ language: Language) -> [(label: String, text: String)] {
        [
            (PaperWords.ledger(language), ledger), (PaperWords.edition(language), edition ?? PaperWords.draft(language)),
            (PaperWords.asOf(language), asOf), (PaperWords.root(language), "\(size):\(root)"),
        ]
    }
}

extension PaperTable.Cell {
    /// For people: an absence stands in brackets, so that it is never taken for a value.
    func bracketed(_ language: Language) -> String {
        guard case .absent(let text) = self, let first = text.first, !"〔[".contains(first) else { return shown }
        return language == .ja ? "〔\(text)〕" : "[\(text)]"
    }
}

/// The formats of `--format`.
package enum PaperFormat: String, CaseIterable, Sendable { case text, csv, md, html, xlsx }
