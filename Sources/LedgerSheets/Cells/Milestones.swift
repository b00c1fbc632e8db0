import LedgerModel

/// Targets without a number outside parentheses.
extension KPICell {
    /// Deeds that are done or not: a target that names one needs no number.
    static let deeds = [
        "改定", "改訂", "策定", "検討", "実施", "設置", "整備", "開設", "制定", "作成", "構築", "完成", "供用開始", "運用開始", "開始", "導入", "創設", "設立", "公表", "認定", "取得", "開業", "開館",
        "開通", "着工",
        "竣工", "締結", "稼働", "移転", "統合", "廃止", "終了", "決定", "選定", "指定", "登録", "確立", "見直し",
    ]

    /// A side without a number outside parentheses: a milestone, a figure in the last parenthesis, a bound in words, or
    /// only a name with a period.
    mutating func withoutNumber(_ text: CellText, _ core: Range<Int>, _ range: Range<Int>, _ bare: Period.Basis) throws(Doubt) -> [Figure] {
        guard !core.isEmpty else { throw .noName }
        if let figure = try wordBound(text, core, range, bare) { return [figure] }
        if headCertainty == .read, headRule.isEmpty { headCertainty = .read }
        head = text.printed(core)
        if text.scalars[core].contains(where: \.isSpace), text.scalars[core].indices.contains(where: { text.scalars[$0].isSpace && !text.isBesideLatin($0) }) {
            headDoubt = .nameInTwoParts
        }
        if let figure = try lastParenthesis(text, core, range, bare) { return [figure] }
        var figure = Figure(quantity: Quantity())
        try figure.takeGroups(text, core.upperBound..<range.upperBound, bare)
        guard figure.quantity.marks.isEmpty, figure.status == nil, figure.parts == nil, figure.number == nil, figure.increment == nil,
            figure.baseline == nil else {
            throw .noTarget
        }
        period = figure.period
        remarks.append(contentsOf: figure.remarks)
        if let deed = KPICell.deeds.filter({ text.ends(core, with: $0) }).max(by: { $0.unicodeScalars.count < $1.unicodeScalars.count }) {
            shape = .milestone(deed)
        } else if period == nil {
            throw .noTarget
        }
        return []
    }

    /// 待機児童数 現状維持（H31年度）.
    private mutating func wordBound(_ text: CellText, _ core: Range<Int>, _ range: Range<Int>, _ bare: Period.Basis) throws(Doubt) -> Figure? {
        guard let space = text.scalars[core].lastIndex(where: \.isSpace) else { return nil }
        var cursor = Cursor(text, space + 1..<range.upperBound)
        guard let quantity = cursor.bareBound() else { return nil }
        head = text.printed(core.lowerBound..<space)
        guard !text.scalars[text.trimmed(core.lowerBound..<space)].contains(where: \.isSpace) else { throw .nameInTwoParts }
        var figure = Figure(quantity: quantity)
        try figure.takeGroups(text, cursor.rest, bare)
        return figure
    }

    /// 体験活動を全小中学校で実施（小学校131校）: one labelled figure in the last parenthesis and no period.
    private mutating func lastParenthesis(_ text: CellText, _ core: Range<Int>, _ range: Range<Int>, _ bare: Period.Basis) throws(Doubt) -> Figure? {
        var cursor = Cursor(text, core.upperBound..<range.upperBound)
        guard let inside = try cursor.group(), cursor.isAtEnd, text.hasDigit(inside) else { return nil }
        guard case .parts(let parts, false) = try Cursor.group(text, inside, bare: bare), parts.count == 1 else { return nil }
        shape = .inParenthesis
        if text.scalars[core].contains(where: \.isOpening) { headDoubt = .nameAssembled }
        return Figure(label: parts[0].name, quantity: parts[0].quantity)
    }
}

extension Figure {
    /// The parentheses of `range`, which holds nothing else.
    mutating func takeGroups(_ text: CellText, _ range: Range<Int>, _ bare: Period.Basis) throws(Doubt) {
        var cursor = Cursor(text, range)
        while !cursor.isAtEnd {
            guard let inside = try cursor.group() else { throw .unknownWord }
            try take(try Cursor.group(text, inside, bare: bare))
            cursor.skipSpaces()
        }
    }
}
