/// The words before a number.
extension Cursor {
    /// Words that belong to the number wherever they stand before it.
    private static let strong = ["累計", "累積", "毎年度", "毎年", "各年度", "各年", "年間", "延べ", "のべ", "おおむね", "概ね", "およそ", "期間平均", "△", "▲"]
    /// Words that belong to the number only after a space, a colon or nothing: 約 also ends 契約, 年 ends 周年, - joins words.
    private static let weak = ["約", "ほぼ", "年", "平均", "年平均", "延", "-", "\u{2212}", "月", "週"]
    private static let wordsInYaku = ["契約", "予約", "成約", "公約", "条約", "規約", "集約", "節約", "特約", "要約", "制約", "婚約", "解約", "協約", "誓約", "盟約", "密約", "売約"]

    /// Before a number these say that it is more or less than printed: 男女各50人, 1校当たり5人.
    private static let multipliers = ["各", "毎", "全", "第", "当たり", "当り", "あたり", "につき"]

    /// label := words without a digit, up to a number. The cursor is left at what belongs to the number.
    mutating func label() throws(Doubt) -> (text: String, isCumulative: Bool) {
        var ahead = self
        if ahead.bareBound() != nil { return ("", false) }
        guard let number = try firstNumber() else { return try labelOfBound() }
        if let colon = colon(after: number) {
            let inner = text.trimmed(at..<colon)
            at = Cursor(text, colon + 1..<end).at
            let quantity = try firstNumber().map { number throws(Doubt) in try start(of: number) }
            if quantity == at { return try named(inner) }
            throw .unknownWord
        }
        let quantity = try start(of: number)
        let inner = text.trimmed(at..<quantity)
        at = quantity
        return try named(inner)
    }

    /// 売上高1億円超：2件: a number before a colon belongs to the label.
    private func colon(after number: Int) -> Int? {
        for index in number..<end {
            let scalar = text.scalars[index]
            if scalar.isColon { return index }
            if scalar.isSpace || scalar.isOpening || scalar == "、" || scalar == "・" || scalar == "※" || scalar.isArrow { return nil }
        }
        return nil
    }

    /// The first number outside parentheses.
    private func firstNumber() throws(Doubt) -> Int? {
        var index = Cursor(text, rest)
        while !index.isAtEnd {
            if try index.group() != nil { continue }
            if text.beginsNumber(index.at, in: rest) { return index.at }
            index.at += 1
        }
        return nil
    }

    /// 満足度：維持: up to the last colon.
    private mutating func labelOfBound() throws(Doubt) -> (text: String, isCumulative: Bool) {
        guard let colon = text.scalars[rest].lastIndex(where: \.isColon) else { return ("", false) }
        var after = Cursor(text, colon + 1..<end)
        guard after.bareBound() != nil else { return ("", false) }
        let inner = text.trimmed(at..<colon)
        at = Cursor(text, colon + 1..<end).at
        return try named(inner)
    }

    private func named(_ range: Range<Int>) throws(Doubt) -> (text: String, isCumulative: Bool) {
        var inner = range
        if let last = inner.last, text.scalars[last].isColon { inner = text.trimmed(inner.lowerBound..<last) }
        var cursor = Cursor(text, inner)
        let isCumulative = cursor.eat("累計") || cursor.eat("累積")
        for index in cursor.rest where text.scalars[index] == "、" || text.scalars[index] == "。" || text.scalars[index] == "※" || text.scalars[index].isArrow {
            throw .unknownWord
        }
        if let first = cursor.peek, let last = cursor.scalar(cursor.rest.count - 1) {
            let isWord = text.scalars[cursor.rest].contains(where: \.isLetter)
            guard isWord, ![first, last].contains(where: { ",.・/~-+±×÷=<>".unicodeScalars.contains($0) }) else { throw .unknownWord }
        }
        if text.ends(cursor.rest, with: "比") { throw .relativeChange }
        if Cursor.multipliers.contains(where: { text.ends(cursor.rest, with: $0) }) { throw .twoReadings }
        return (text.printed(cursor.rest), isCumulative)
    }

    /// Where the quantity of the number at `number` begins, its prefixes included.
    func start(of number: Int) throws(Doubt) -> Int {
        var start = number
        while start > at {
            let before = at..<start
            let spaces = text.trimmed(before).upperBound
            let head = at..<max(at, spaces)
            if let word = Cursor.strong.first(where: { text.ends(head, with: $0) }) {
                start = head.upperBound - word.unicodeScalars.count
                if word == "年間", start > at, text.scalars[start - 1].isDigit || "かカヵヶケ".unicodeScalars.contains(text.scalars[start - 1]) { throw .twoReadings }
            } else if let word = Cursor.weak.first(where: { text.ends(head, with: $0) }) {
                if word == "約", Cursor.wordsInYaku.contains(where: { text.ends(head, with: $0) }) { break }
                // A space between 年 and the number makes it no prefix.
                if head.upperBound < start { break }
                let own = head.upperBound - word.unicodeScalars.count
                guard own == at || !(text.scalars[own - 1].isLetter || text.scalars[own - 1].isDigit
                    || text.scalars[own - 1].isClosing) else { throw .twoReadings }
                start = own
            } else {
                break
            }
        }
        return start
    }
}
