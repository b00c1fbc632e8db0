import LedgerModel

/// Where the name ends and the figures begin.
extension KPICell {
    /// Reads `name (':' | ' ')? figures`, keeps the name, and gives the figures; none where the side has only a name.
    mutating func side(_ text: CellText, _ range: Range<Int>, _ bare: Period.Basis) throws(Doubt) -> [Figure] {
        guard !range.isEmpty else { throw .noName }
        let outside = try text.outside(range)
        if let colon = try KPICell.colon(text, range, outside, bare) {
            return try afterColon(text, range, outside, colon, bare)
        }
        let core = try KPICell.core(text, range)
        let numbers = outside.filter { core.contains($0) && text.beginsNumber($0, in: range) }
        guard !numbers.isEmpty else { return try withoutNumber(text, core, range, bare) }
        let spaces = outside.filter { core.contains($0) && text.scalars[$0].isSpace }
        if let space = spaces.last, let figures = try afterSpace(text, range, space, numbers, bare) { return figures }
        if let figures = try numberFirst(text, range, numbers, bare) { return figures }
        return try attached(text, range, core, numbers, !spaces.isEmpty, bare)
    }

    /// The last colon outside parentheses that does not follow a period.
    private static func colon(_ text: CellText, _ range: Range<Int>, _ outside: [Int], _ bare: Period.Basis) throws(Doubt) -> Int? {
        for index in outside.reversed() where text.scalars[index].isColon {
            if text.scalars[range.lowerBound..<index].last.map({ $0 == "度" || $0 == "年" }) ?? false {
                let start = outside.last { $0 < index && !(text.scalars[$0].isDigit || text.scalars[$0].isKanji || text.scalars[$0].isLatin
                    || text.scalars[$0].isRangeDash) }
                var cursor = Cursor(text, (start.map { $0 + 1 } ?? range.lowerBound)..<index)
                if try cursor.period(bare: bare) != nil, cursor.isAtEnd { continue }
            }
            return index
        }
        return nil
    }

    private mutating func afterColon(
        _ text: CellText, _ range: Range<Int>, _ outside: [Int], _ colon: Int, _ bare: Period.Basis
    ) throws(Doubt) -> [Figure] {
        let name = text.trimmed(range.lowerBound..<colon)
        guard !name.isEmpty else { throw .noName }
        let inName = outside.filter(name.contains)
        let hasNumber = inName.contains { text.beginsNumber($0, in: range) }
        if inName.contains(where: { text.scalars[$0].isColon }) {
            guard !hasNumber else { throw .severalIndicators }
            setHead(text, name, .inferred, "name-with-colon")
        } else {
            let parts = inName.contains { text.scalars[$0].isSpace && !text.isBesideLatin($0) }
            if hasNumber, parts || KPICell.hasFigureWithPeriod(text, name, inName, bare) { throw .severalIndicators }
            if parts { headDoubt = .nameInTwoParts }
            setHead(text, name, hasNumber ? .inferred : .read, hasNumber ? "number-in-name" : "")
        }
        var cursor = Cursor(text, colon + 1..<range.upperBound)
        let found = try cursor.figures(bare: bare)
        guard !found.isPartial else { throw .unknownWord }
        remarks.append(contentsOf: found.remarks)
        return found.figures
    }

    /// A number of the name with a period in a parenthesis right behind it: 10人（H31年度）.
    private static func hasFigureWithPeriod(_ text: CellText, _ name: Range<Int>, _ inName: [Int], _ bare: Period.Basis) -> Bool {
        inName.filter { text.beginsNumber($0, in: name) }.contains { index in
            var cursor = Cursor(text, index..<name.upperBound)
            while cursor.eatOne({ $0.isDigit || $0.isLetter || $0 == "," || $0 == "." }) {}
            guard let inside = try? cursor.group() else { return false }
            if case .period? = try? Cursor.group(text, inside, bare: bare) { return true }
            return false
        }
    }

    private mutating func setHead(_ text: CellText, _ name: Range<Int>, _ certainty: Certainty, _ rule: String) {
        head = text.printed(name)
        guard headCertainty == .read else { return }
        headCertainty = certainty
        headRule = rule
    }

    /// `range` without the parentheses at its end.
    private static func core(_ text: CellText, _ range: Range<Int>) throws(Doubt) -> Range<Int> {
        var cursor = Cursor(text, range)
        var core = range.lowerBound..<range.lowerBound
        while !cursor.isAtEnd {
            if try cursor.group() != nil || cursor.eatOne(\.isSpace) { continue }
            cursor.at += 1
            core = range.lowerBound..<cursor.at
        }
        return core
    }

    /// 名称 82回（H26年度）: nothing but a figure behind the last space. Numbers of the name must be part of a word.
    private mutating func afterSpace(
        _ text: CellText, _ range: Range<Int>, _ space: Int, _ numbers: [Int], _ bare: Period.Basis
    ) throws(Doubt) -> [Figure]? {
        var cursor = Cursor(text, space + 1..<range.upperBound)
        var probe = cursor
        _ = try? probe.leadingPeriod(bare)
        guard let label = try? probe.label(), label.text.isEmpty else { return nil }
        let name = text.trimmed(range.lowerBound..<space)
        let inName = numbers.filter(name.contains)
        for index in inName where !KPICell.isPartOfWord(text, index, name) { throw .twoNumbers }
        if let last = name.last, Cursor(text, last..<range.upperBound).sees("約") { throw .twoReadings }
        let parts = text.scalars[name].indices.contains { text.scalars[$0].isSpace && !text.isBesideLatin($0) }
        if parts { headDoubt = .nameInTwoParts }
        setHead(text, name, inName.isEmpty ? .read : .inferred, inName.isEmpty ? "" : "number-in-name")
        let found = try cursor.figures(bare: bare)
        guard !found.isPartial else { throw .unknownWord }
        remarks.append(contentsOf: found.remarks)
        return found.figures
    }

    /// 13大学等, 65歳以上の, 3年経過後, 1人1日当たり, 3R: what follows the number goes on into a word.
    static func isPartOfWord(_ text: CellText, _ index: Int, _ name: Range<Int>) -> Bool {
        var cursor = Cursor(text, index..<name.upperBound)
        while let next = cursor.peek, next.isDigit || next == "," || next == "." { cursor.at += 1 }
        guard let next = cursor.peek, next.isLetter else { return false }
        var letters = cursor
        while letters.eatOne(\.isLetter) {}
        if letters.peek?.isDigit == true { return true }
        guard let unit = Units.starting(with: next).first(where: cursor.sees) else { return next.isLatin }
        _ = cursor.eat(unit)
        while Cursor.followers.contains(where: { cursor.eat($0) }) {}
        return cursor.peek?.isLetter == true
    }

    private static let definitions = ["数", "率", "額", "量", "割合", "件数", "人数", "者数", "度"]

    /// 1兆円規模の産業集積, 年間1万人のアジア人材受入. Not 65歳以上の参加率, nor 1億円以上の契約件数.
    private mutating func numberFirst(_ text: CellText, _ range: Range<Int>, _ numbers: [Int], _ bare: Period.Basis) throws(Doubt) -> [Figure]? {
        guard let first = numbers.first else { return nil }
        var cursor = Cursor(text, range)
        guard try cursor.start(of: first) == range.lowerBound, let quantity = try? cursor.quantity(), cursor.eat("の") else { return nil }
        guard numbers.count == 1 else { throw .twoNumbers }
        let start = cursor.at
        let name = try KPICell.core(text, start..<range.upperBound)
        guard !name.isEmpty else { throw .noName }
        if quantity.bound != .equal || quantity.unit.isEmpty || Units.attributes.contains(quantity.unit)
            || Units.ratios.contains(quantity.unit) { throw .twoReadings }
        if KPICell.definitions.contains(where: { text.ends(name, with: $0) }) { throw .twoReadings }
        shape = .numberFirst
        setHead(text, name, .inferred, "number-before-name")
        headRule = "number-before-name"
        headCertainty = .inferred
        var figure = Figure(quantity: quantity)
        if !quantity.remark.isEmpty { figure.remarks.append(quantity.remark) }
        try figure.takeGroups(text, name.upperBound..<range.upperBound, bare)
        return [figure]
    }

    /// 製造拠点1社: the number is joined to the name.
    private mutating func attached(
        _ text: CellText, _ range: Range<Int>, _ core: Range<Int>, _ numbers: [Int], _ hasSpace: Bool, _ bare: Period.Basis
    ) throws(Doubt) -> [Figure] {
        guard numbers.count == 1 else { throw .twoNumbers }
        var cursor = Cursor(text, range)
        let found = try cursor.figures(bare: bare)
        guard let only = found.figures.first, found.figures.count == 1, !found.isPartial else { throw .severalIndicators }
        guard !only.label.isEmpty else { throw .noName }
        guard !only.quantity.unit.isEmpty, !Units.attributes.contains(only.quantity.unit) else { throw .twoReadings }
        head = only.label
        if hasSpace { headDoubt = .nameInTwoParts }
        remarks.append(contentsOf: found.remarks)
        var figure = only
        figure.label = ""
        return [figure]
    }
}

extension CellText {
    /// A space as it stands between Latin words or between those and Japanese: SNS フォロワー数.
    func isBesideLatin(_ index: Int) -> Bool {
        let before = index > 0 ? scalars[index - 1] : " "
        let after = index + 1 < scalars.count ? scalars[index + 1] : " "
        return before.isLatin || after.isLatin
    }
}
