import LedgerModel

/// What headings usually mean.
enum DraftWords {
    struct Guess {
        let role: String
        /// As a pattern, years replaced.
        let heading: String
        let year: Int?
        var keys: [(String, String)] = []
    }

    /// Words of which one stands in the heading, and what the column then is; the first that fits.
    private static let words: [(role: String, words: [String])] = [
        ("kpi-whole", ["原文KPI"]), ("seat-category", ["委員区分"]), ("seat-post", ["役職", "職名"]), ("body", ["会議体", "会議名", "審議会名"]),
        ("count", ["開催回数"]), ("lineage-from", ["旧事業名", "統合前"]), ("lineage-to", ["新事業名", "統合後"]),
        ("refers-to", ["相互参照"]), ("response", ["対応", "回答", "措置"]), ("opinion", ["意見", "指摘"]),
        ("programme-code", ["事業番号", "事業コード", "事務事業番号"]), ("indicator-code", ["指標番号", "指標コード", "KPI番号"]),
        ("target", ["目標値", "目標数値", "計画値"]), ("baseline", ["基準値", "現状値", "当初値"]), ("actual", ["実績"]),
        ("listing", ["再掲"]), ("grade", ["評価", "判定", "達成状況", "進捗状況"]), ("amount", ["予算額", "決算額", "金額", "事業費", "予算", "決算"]),
        ("unit", ["単位"]), ("indicator", ["指標", "KPI", "重要業績評価"]), ("division", ["所管", "担当", "部署", "課名", "局名", "部局"]),
        ("programme", ["事業名", "事務事業", "施策事業", "取組事業"]), ("text purpose", ["目的"]), ("text outline", ["概要", "事業内容", "取組内容"]),
        ("text outcome", ["成果"]), ("text issues", ["課題"]), ("text planned-action", ["次年度", "今後の取組", "今後の予定"]),
        ("point-heading", ["観点", "事柄"]), ("point", ["方向性"]), ("point-number", ["論点", "視点"]), ("scope", ["対象"]),
        ("tags", ["タグ"]), ("marks", ["累計", "暦年", "年集計"]), ("note", ["備考", "補足", "説明", "注記"]),
        ("number", ["番号", "通し番号", "No."]),
    ]
    private static let levels = ["基本目標", "基本施策", "基本方針", "重点施策", "政策", "施策", "分野", "取組", "柱", "条", "章", "節", "項"]
    /// Where a year stands beside them, these alone say enough.
    private static let besideYears: [(role: String, words: [String])] = [
        ("target", ["目標", "計画"]), ("actual", ["実績", "結果"]), ("baseline", ["基準", "現状"]), ("grade", ["評価", "判定"]),
        ("amount", ["予算", "決算", "金額", "事業費"]),
    ]

    static func guess(_ printed: String) -> Guess? {
        let text = Compared.text(printed)
        guard text.count <= 60 else { return nil }
        let (pattern, year) = years(text)
        if let year {
            guard let role = besideYears.first(where: { $0.words.contains(where: text.contains) })?.role else { return nil }
            return Guess(role: role, heading: pattern, year: year, keys: keys(role, text))
        }
        if let level = levels.first(where: { text == $0 || text == $0 + "名" }) {
            let holds = text.hasSuffix("名") ? "name" : ["条", "章", "節", "項"].contains(level) ? "number" : "both"
            return Guess(role: "section", heading: pattern, year: nil, keys: [("level", level), ("holds", holds)])
        }
        guard let found = words.first(where: { $0.words.contains(where: text.contains) })?.role else { return nil }
        guard found.hasPrefix("text ") else { return Guess(role: found, heading: pattern, year: nil, keys: keys(found, text)) }
        let kind = String(found.dropFirst(5))
        let period = kind == "outcome" ? [("period", "report")] : kind == "planned-action" ? [("period", "next")] : []
        return Guess(role: "text", heading: pattern, year: nil, keys: [("text", kind)] + period)
    }

    private static func keys(_ role: String, _ text: String) -> [(String, String)] {
        guard role == "amount" else { return [] }
        let kind = text.contains("当初") ? "initial" : text.contains("補正") ? "amended" : text.contains("決算見込") ? "estimated"
            : text.contains("決算") ? "settled" : "not-stated"
        let scale = text.contains("百万円") ? "百万" : text.contains("千円") ? "千" : text.contains("億円") ? "億" : "一"
        return [("amount", kind), ("unit", "円"), ("scale", scale)]
    }

    /// Whether cells below such a heading are values.
    static func isOfValues(_ printed: String) -> Bool {
        guard let role = guess(printed)?.role else { return false }
        return ["target", "actual", "baseline", "amount"].contains(role)
    }

    /// A heading as a pattern that fits it in this year's table.
    static func literal(_ printed: String) -> String {
        Compared.text(printed).replacing("{", with: "{{")
    }

    /// Years as `{era}{y}` and `{yyyy}`.
    private static func years(_ text: String) -> (pattern: String, year: Int?) {
        var pattern = ""
        var year: Int?
        var rest = text[...]
        while let first = rest.first {
            if let (length, found) = eraYear(rest) {
                pattern += "{era}{y}"
                year = max(year ?? found, found)
                rest = rest.dropFirst(length)
            } else if let found = plainYear(rest) {
                pattern += "{yyyy}"
                year = max(year ?? found, found)
                rest = rest.dropFirst(4)
            } else if first == "{" {
                pattern += "{{"
                rest = rest.dropFirst()
            } else if first.isASCII, first.isNumber {
                let digits = rest.prefix { $0.isASCII && $0.isNumber }
                pattern += digits
                rest = rest.dropFirst(digits.count)
            } else {
                pattern.append(first)
                rest = rest.dropFirst()
            }
        }
        return (pattern, year)
    }

    private static func eraYear(_ text: Substring) -> (length: Int, year: Int)? {
        for era in Era.allCases {
            for name in [era.kanji, String(era.letter)] where text.hasPrefix(name) {
                let rest = text.dropFirst(name.count)
                if rest.first == "元" { return (name.count + 1, era.firstYear) }
                let digits = rest.prefix { $0.isASCII && $0.isNumber }
                if (1...2).contains(digits.count), let number = Int(digits), number >= 1 { return (name.count + digits.count, era.firstYear + number - 1) }
            }
        }
        return nil
    }

    private static func plainYear(_ text: Substring) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard digits.count == 4, let year = Int(digits), (1_980...2_099).contains(year) else { return nil }
        return year
    }
}
