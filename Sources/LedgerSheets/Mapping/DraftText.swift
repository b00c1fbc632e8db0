/// The YAML of a draft: the columns, and every doubt as a comment in both languages.
struct DraftText {
    private let table: DraftTable
    private var lines: [String] = []

    init(_ table: DraftTable) { self.table = table }

    func written() -> (yaml: String, doubts: [MappingDraft.Doubt]) {
        var text = self
        text.write()
        return (text.lines.joined(separator: "\n") + "\n", table.doubts + table.columns.flatMap(\.doubts))
    }

    private mutating func write() {
        if let year = table.lastYear { lines.append("# --period FY\(year)") }
        comment(table.doubts.filter { [.severalSheets, .noHeadings, .missingColumn, .unitInTitle, .aggregationUnknown].contains($0.code) }, "")
        lines.append("mapping: 1")
        comment(table.doubts.filter { $0.code == .kindGuessed }, "")
        lines.append("kind: \(table.kind.rawValue)")
        lines.append("title: \(DraftText.quoted(title))")
        writeTable()
        comment(table.doubts.filter { $0.code == .headingTwice }, "")
        lines.append("columns:")
        for column in table.columns {
            comment(column.doubts, "  ")
            lines.append("  - is: \(column.role)")
            lines.append("    heading: \(DraftText.quoted(column.heading))")
            for (key, value) in column.keys { lines.append("    \(key): \(value)") }
        }
        let symbols = table.doubts.filter { $0.code == .symbolUnknown }
        if !symbols.isEmpty {
            comment(symbols, "")
            lines.append("# cells:")
            lines.append("#   symbols:")
            for symbol in symbols { lines.append("#     \(DraftText.quoted(symbol.values[0])): none-printed | not-started | pending | …") }
        }
        if !table.letters.isEmpty {
            lines.append("grading:")
            lines.append("  of: programme")
            lines.append("  letters: [\(table.letters.joined(separator: ", "))]")
        }
    }

    private mutating func writeTable() {
        let height = table.header.count
        guard height > 1 || !table.leftOut.isEmpty else { return }
        lines.append("table:")
        if height > 1 { lines.append("  header-rows: \(height)") }
        guard !table.leftOut.isEmpty else { return }
        comment(table.doubts.filter { $0.code == .rowsLeftOut }, "  ")
        lines.append("  leave-out:")
        for (rule, pattern) in table.leftOut { lines.append("    - {rule: \(rule), matches: \(DraftText.quoted(pattern))}") }
    }

    /// The first text above the headings, else the sheet's name.
    private var title: String {
        let above = table.grid.sheet.rows.filter { $0.number < table.header.lowerBound }.map { table.grid.firstText($0) }
        let title = (above + [table.grid.sheet.name]).first { !Compared.isBlank($0) } ?? "表"
        return String(title.prefix(100))
    }

    private mutating func comment(_ doubts: [MappingDraft.Doubt], _ indent: String) {
        for doubt in doubts {
            let place = doubt.place.isEmpty ? "" : doubt.place + ": "
            lines.append("\(indent)# ? \(DraftText.oneLine("\(place)\(doubt.japanese)  \(doubt.english)"))")
        }
    }

    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 }).filter { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f } }
    }

    /// A double-quoted scalar. `&` is escaped, since a mapping refuses what could be an anchor.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "&": quoted += "\\x26"
            case _ where scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value) || scalar.value == 0xfeff || (0x2028...0x2029).contains(scalar.value):
                quoted += " "
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

extension MappingDraft.Doubt {
    /// The question in words, as it stands in the draft's comments.
    package var japanese: String { filled(words.ja) }
    package var english: String { filled(words.en) }

    private func filled(_ text: String) -> String {
        values.enumerated().reduce(text) { $0.replacing("{\($1.offset)}", with: String($1.element.prefix(80))) }
    }

    private var words: (ja: String, en: String) {
        switch code {
        case .severalSheets: ("シートが複数あります（{0}）。table.sheet で指定してください。", "Several sheets ({0}): name one in table.sheet.")
        case .noHeadings: ("見出しが見つかりません。", "No headings were found.")
        case .kindGuessed: ("表の種類は {0} と推定しました。", "The kind of table is taken for {0}.")
        case .missingColumn: ("{0} の列が見つかりません。足すまでこの読み方は使えません。", "No column is {0}; the mapping cannot be used until one is.")
        case .unknownColumn: ("「{0}」が何の列か分かりません。", "What \"{0}\" is cannot be told.")
        case .guessedColumn: ("「{0}」は {1} と推定しました。", "\"{0}\" is taken for: {1}.")
        case .otherKind:
            ("「{0}」は {1} に見えますが、この種類の表では読まないか、すでにほかの列があります。",
                "\"{0}\" looks like {1}, which this kind of table has not, or has already.")
        case .periodUnknown:
            ("「{0}」は {1} に見えますが、何年度の値か書かれていません（is: {1} と period: FY…）。",
                "\"{0}\" looks like {1}, but of which year is not said (is: {1}, period: FY…).")
        case .headingTwice: ("見出し「{0}」が {1} にあります。見出し行を増やすか、表を直してください。", "The heading \"{0}\" stands in {1}: take more header rows, or put the table right.")
        case .marksUnknown: ("「{0}」の印の意味を決めてください: {1}", "Say what the marks of \"{0}\" mean: {1}")
        case .symbolUnknown: ("「{0}」だけのセルが {1} 個あります。意味を cells.symbols に書いてください。", "{1} cells hold only \"{0}\": say what it means in cells.symbols.")
        case .filledDown: ("「{0}」の空欄は上の値と同じと推定しました。", "A blank below \"{0}\" is taken to mean: as above.")
        case .rowsLeftOut: ("「{0}」などの行（{1} 行）は読み飛ばします。", "Rows like \"{0}\" ({1}) are left out.")
        case .aggregationUnknown:
            ("値は単年ですか、累計ですか（aggregation: single-year または cumulative、行ごとなら is: marks の列）。",
                "Are the figures of a single year or cumulative (aggregation: single-year or cumulative; by row: a column is: marks)?")
        case .gradesOfWhat: ("評価は事業（programme）のものですか、指標（indicator）のものですか。", "Are the grades of programmes or of indicators?")
        case .amountKind: ("「{0}」は当初予算・補正後・決算のどれですか（amount）。", "Is \"{0}\" an initial or amended budget, or settled accounts (amount)?")
        case .unitInTitle: ("表題に「{0}」とあります。cells.unit と cells.scale を確かめてください。", "The title says \"{0}\": look at cells.unit and cells.scale.")
        }
    }
}
