import LedgerModel

/// One number, or a bound without one, as a cell prints it.
struct Quantity: Sendable {
    /// How the words around the number say it is counted.
    struct Marks: OptionSet, Sendable {
        let rawValue: Int
        static let cumulative = Marks(rawValue: 1)   // 累計
        static let perYear = Marks(rawValue: 2)      // 毎年, 年間, /年
        static let average = Marks(rawValue: 4)      // 期間平均
        static let repetition = Marks(rawValue: 8)   // 延べ
    }
    enum Change: Sendable { case up, down }

    /// Nil for a bound that needs none: 維持.
    var number: PrintedNumber?
    /// Empty where none is printed.
    var unit = ""
    var unitIsKnown = true
    var bound = Value.Bound.equal
    var marks: Marks = []
    var change: Change?
    /// 規模: says of what size, not how exact.
    var remark = ""
}

extension Cursor {
    private static let bareBounds: [(String, Value.Bound)] = [
        ("現状維持", .maintain), ("現状を維持", .maintain), ("現状の維持", .maintain), ("現行水準を維持", .maintain), ("水準を維持", .maintain), ("維持", .maintain),
        ("前年度実績以上", .notBelowPrevious), ("前年度以上", .notBelowPrevious), ("前年以上", .notBelowPrevious), ("前年度比増加", .increase), ("前年比増加", .increase),
        ("前年度比増", .increase), ("前年比増", .increase), ("前年度より増加", .increase), ("前年より増加", .increase), ("増加", .increase),
    ]
    private static let everyOne = ["全小中学校", "全小学校", "全中学校", "全市町村", "全世帯", "全地区", "全施設", "全団体", "全職員", "全員", "全校", "全件", "全戸", "全局", "全課", "全社", "すべて", "全て"]

    /// A bound that needs no number: 維持, 前年度以上, 全校. Only where it is all that stands up to a parenthesis.
    mutating func bareBound() -> Quantity? {
        let start = at
        var found = Quantity()
        if let bound = eat(Cursor.bareBounds) {
            found.bound = bound
        } else if Cursor.everyOne.contains(where: { eat($0) }) {
            found.bound = .all
        } else {
            return nil
        }
        if let next = peek, !next.isOpening, !next.isSpace {
            at = start
            return nil
        }
        return found
    }

    /// quantity := prefix* number unit? suffix*. Nil where no number stands here.
    mutating func quantity() throws(Doubt) -> Quantity? {
        let start = at
        var found = Quantity()
        while try prefix(&found) { skipSpaces() }
        guard let number = try number() else {
            at = start
            return nil
        }
        found.number = number
        if let next = peek, next.isRangeDash, scalar(1)?.isDigit == true { throw .range }
        let gap = at
        if peek?.isSpace == true {
            skipSpaces()
            if !seesKnownUnit { at = gap }
        }
        if let (name, known) = try unit() {
            found.unit = name
            found.unitIsKnown = known
        }
        if let next = peek, next.isRangeDash, scalar(1)?.isDigit == true { throw .range }
        if found.unit == "年", number.scale == 0, Int(number.digits).map({ $0 >= 1_868 }) ?? false { throw .date }
        while try suffix(&found) {}
        return found
    }

    private static let prefixes: [(String, Quantity.Marks)] = [
        ("累計", .cumulative), ("累積", .cumulative), ("延べ", .repetition), ("延", .repetition), ("のべ", .repetition), ("年間", .perYear), ("毎年度", .perYear),
        ("毎年", .perYear),
        ("各年度", .perYear), ("各年", .perYear), ("年平均", .average), ("期間平均", .average), ("平均", .average),
    ]
    private static let about = ["おおむね", "概ね", "およそ", "約", "ほぼ"]

    private mutating func prefix(_ found: inout Quantity) throws(Doubt) -> Bool {
        if let mark = eat(Cursor.prefixes) {
            found.marks.insert(mark)
            return true
        }
        if sees("年"), scalar(1)?.isDigit == true {
            at += 1
            found.marks.insert(.perYear)
            return true
        }
        if let next = peek, next == "月" || next == "週" || next == "日", scalar(1)?.isDigit == true { throw .ratePerTime }
        if Cursor.about.contains(where: { eat($0) }) {
            try bind(&found, .about)
            return true
        }
        return false
    }

    private static let bounds: [(String, Value.Bound)] = [
        ("以上を維持", .atLeast), ("以上の維持", .atLeast), ("以上", .atLeast), ("以下を維持", .atMost), ("以下", .atMost), ("以内", .atMost), ("未満", .lessThan), ("を超える",
        .moreThan),
        ("超え", .moreThan), ("超", .moreThan), ("程度", .about), ("前後", .about), ("を維持", .maintain), ("の維持", .maintain), ("維持", .maintain),
    ]
    private static let relative = ["向上", "上昇", "改善", "低下", "縮減", "削減", "低減", "ずつ", "強", "弱"]

    private mutating func suffix(_ found: inout Quantity) throws(Doubt) -> Bool {
        if let bound = eat(Cursor.bounds) {
            try bind(&found, bound)
        } else if eat("規模") {
            found.remark = "規模"
        } else if eat("増加") || eat("増") {
            found.change = .up
        } else if eat("減少") || eat("減") {
            found.change = .down
        } else if eat("/年度") || eat("/年間") || eat("/年") {
            found.marks.insert(.perYear)
        } else if Cursor.relative.contains(where: sees) {
            throw .relativeChange
        } else {
            return false
        }
        return true
    }

    private func bind(_ found: inout Quantity, _ bound: Value.Bound) throws(Doubt) {
        guard found.bound == .equal else { throw .bound }
        found.bound = bound
    }
}
