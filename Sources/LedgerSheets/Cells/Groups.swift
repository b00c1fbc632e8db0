import LedgerModel

/// What a parenthesis behind a number says.
enum Group: Sendable {
    /// （H26年度）, （H27～31年度、企業の技術者含む）, （H21～H25の5ヵ年平均）.
    case period(Period, Quantity.Marks, Status?, remark: String)
    /// （H26年度：65人）.
    case baseline(Period, Quantity)
    /// （累計）, (期間平均), (速報).
    case mark(Quantity.Marks, Status?, remark: String)
    /// （62人増）.
    case increment(Quantity)
    /// (300), (うち外国人300人).
    case number(Quantity)
    /// (新規38件・変更21件).
    case parts([(name: String, quantity: Quantity)], ofWhich: Bool)
    /// （一部調査中）.
    case partial(String)
    case remark(String)
}

extension Cursor {
    static let marks: [String: (Quantity.Marks, Status?)] = [
        "累計": (.cumulative, nil), "累積": (.cumulative, nil), "延べ": (.repetition, nil), "のべ": (.repetition, nil), "延べ数": (.repetition, nil),
        "延べ人数": (.repetition, nil),
        "期間平均": (.average, nil), "平均": (.average, nil), "年平均": (.average, nil), "年度平均": (.average, nil), "期中平均": (.average, nil),
        "単年度": (.perYear, nil), "年間": (.perYear, nil), "毎年": (.perYear, nil), "毎年度": (.perYear, nil), "各年度": (.perYear, nil),
        "速報": ([], .p), "速報値": ([], .p), "暫定": ([], .p), "暫定値": ([], .p), "見込": ([], .f), "見込み": ([], .f), "見込値": ([], .f), "見込み値": ([], .f),
        "推計": ([], .e), "推計値": ([], .e), "推定": ([], .e), "推定値": ([], .e), "概算": ([], .e), "確報": ([], .a), "確報値": ([], .a), "確定値": ([], .a),
        "未確定": ([], .p), "精査中": ([], .p), "概数": ([], .e),
    ]
    /// Words in a parenthesis that change what the number means; without being understood it is not read.
    private static let weighty = [
        "除", "うち", "内は", "目標", "前年", "見込", "速報", "暫定", "平均", "累計", "延べ", "合計", "増", "減", "未", "換算", "単位", "推計", "予定", "計画", "修正", "訂正", "一部", "のみ", "中止",
        "調査", "千", "万", "億", "百", "以上", "以下", "超", "約", "毎", "年間", "税抜", "税込", "基準", "現状", "実績", "当初", "誤", "正し", "改定", "変更",
        "昨年", "前回", "半期", "暦年", "途中", "中間", "参考", "予測", "予想", "想定", "試算", "仮", "通算", "総", "単年", "税別", "補正", "延", "前期", "今期",
        "報告前", "確定前", "精査前", "確認前", "公表前", "調整前", "集計", "精査", "確認中", "該当", "維持",
    ]
    /// The same, where they are all that a parenthesis says.
    private static let weightyAlone: Set<String> = ["計", "小計", "総計", "再掲"]

    /// The inside of a parenthesis.
    static func group(_ text: CellText, _ range: Range<Int>, bare: Period.Basis) throws(Doubt) -> Group {
        var cursor = Cursor(text, range)
        let words = text.folded(range)
        if let (marks, status) = Cursor.marks[words] { return .mark(marks, status, remark: "") }
        if Cursor.partly.contains(words) { return .partial(words) }
        _ = cursor.eat("いずれも") || cursor.eat("ともに")
        if let period = try cursor.period(bare: bare) { return try cursor.afterPeriod(period, bare, whole: range) }
        if cursor.yearsOfSum() != nil { return .mark(.cumulative, nil, remark: text.printed(range)) }
        if cursor.at != cursor.text.trimmed(range).lowerBound { throw .unknownParenthesis }
        if cursor.dayWithoutYear() { return .remark(text.printed(range)) }
        if text.hasDigit(range) { return try cursor.figures() }
        if Cursor.weightyAlone.contains(words) || Cursor.weighty.contains(where: { text.contains($0, in: range) }) { throw .unknownParenthesis }
        return .remark(text.printed(range))
    }

    private static let asOf: [(String, Status?)] = [
        ("国勢調査", nil), ("国調", nil), ("経済センサス", nil), ("農林業センサス", nil), ("決算見込み", .f), ("決算見込", .f), ("決算", nil),
        ("末時点", nil), ("末現在", nil), ("時点", nil), ("現在", nil), ("末", nil), ("実績値", nil), ("実績", nil), ("見込み値", .f), ("見込値", .f), ("見込み", .f), ("見込",
        .f), ("速報値", .p),
        ("速報", .p),
    ]

    /// What stands behind a period: nothing, how it is counted, a baseline, or a remark of scope.
    private mutating func afterPeriod(_ period: Period, _ bare: Period.Basis, whole: Range<Int>) throws(Doubt) -> Group {
        if isAtEnd { return .period(period, [], nil, remark: period.years == nil ? text.printed(whole) : "") }
        let start = at
        if let status = eat(Cursor.asOf), isAtEnd { return .period(period, [], status, remark: text.printed(whole)) }
        at = start
        if eat("の累計") || eat("累計") || eat("の合計") || eat("合計"), isAtEnd { return .period(period, .cumulative, nil, remark: "") }
        at = start
        if let years = yearsOfSum() {
            guard period.years?.count == years else { throw .period }
            return .period(period, .cumulative, nil, remark: "")
        }
        if try average(of: period) { return .period(period, .average, nil, remark: "") }
        at = start
        skipSpaces()
        let hadColon = eatOne(\.isColon)
        skipSpaces()
        if peek?.isDigit == true || hadColon {
            guard let quantity = try quantity(), isAtEnd else { throw .unknownParenthesis }
            return .baseline(period, quantity)
        }
        at = start
        guard !text.hasDigit(rest) else { throw .unknownParenthesis }
        if sees("、") || sees(",") {
            let scope = at + 1..<end
            guard !Cursor.weighty.contains(where: { text.contains($0, in: scope) }) else { throw .unknownParenthesis }
            return .period(period, [], nil, remark: text.printed(scope))
        }
        if case .by = period.shape, sees("の") { return .period(period, [], nil, remark: text.printed(rest)) }
        let goesOn = ["も継続", "も引き続き継続", "も継続予定", "以降も継続"]
        if goesOn.contains(where: { eat($0) }), isAtEnd { return .remark(text.printed(whole)) }
        throw .unknownParenthesis
    }

    /// 3月末現在, 4月1日時点.
    private mutating func dayWithoutYear() -> Bool {
        let start = at
        if eatOne(\.isDigit) {
            _ = eatOne(\.isDigit)
            if eat("月") {
                if eatOne(\.isDigit) {
                    _ = eatOne(\.isDigit)
                    _ = eat("日")
                }
                if eat("末現在") || eat("末時点") || eat("現在") || eat("時点"), isAtEnd { return true }
            }
        }
        at = start
        return false
    }

    static let spans = ["か年", "カ年", "ヵ年", "ヶ年", "ケ年", "年間"]

    /// 5年間累計, の5か年の合計: over how many years a sum goes. Nil where it is not that up to the end.
    private mutating func yearsOfSum() -> Int? {
        let start = at
        _ = eat("の")
        if let count = try? number(), count.scale == 0, let years = Int(count.digits), Cursor.spans.contains(where: { eat($0) }) {
            _ = eat("の")
            if eat("累計") || eat("合計"), isAtEnd { return years }
        }
        at = start
        return nil
    }

    /// の5ヵ年平均, 平均. The number of years must be that of the period.
    private mutating func average(of period: Period) throws(Doubt) -> Bool {
        let start = at
        _ = eat("の")
        if let count = try number() {
            guard Cursor.spans.contains(where: { eat($0) }) || eat("年"), eat("平均"), isAtEnd else {
                at = start
                return false
            }
            guard let years = period.years, count.scale == 0, count.digits == String(years.count) else { throw .period }
            return true
        }
        if eat("平均"), isAtEnd { return true }
        at = start
        return false
    }

    /// A parenthesis with numbers and no period.
    private mutating func figures() throws(Doubt) -> Group {
        var parts: [(name: String, quantity: Quantity)] = []
        let ofWhich = eat("うち") || eat("内")
        _ = eatOne { $0 == "、" || $0.isColon || $0.isSpace }
        while !isAtEnd {
            let label = try label()
            guard !label.isCumulative else { throw .unknownParenthesis }
            guard let quantity = try quantity() else { throw .unknownParenthesis }
            parts.append((label.text, quantity))
            skipSpaces()
            if !isAtEnd, !eatOne({ $0 == "、" || $0 == "・" || $0 == "," || $0 == "/" }) , !(before?.isSpace ?? false) { throw .unknownParenthesis }
            skipSpaces()
        }
        if let only = parts.first, parts.count == 1 {
            if only.name.isEmpty, !ofWhich { return only.quantity.change == nil ? .number(only.quantity) : .increment(only.quantity) }
            if !ofWhich { return .parts(parts, ofWhich: false) }
        }
        guard !parts.isEmpty, parts.allSatisfy({ !$0.name.isEmpty }) else { throw .unknownParenthesis }
        return .parts(parts, ofWhich: ofWhich)
    }
}
