import LedgerModel

extension Cursor {
    /// A period as printed: H26年度, H27～31年度, H31年度までに, H29年度以降, 2009~14年, H28.12, H30～, and the bare H26, whose basis is
    /// `bare` (unstated where the sheet does not say). Nil where none stands here; throws where one begins that is none.
    mutating func period(bare: Period.Basis) throws(Doubt) -> Period? {
        let start = at
        guard year() else { return nil }
        var hasBasis = eat("年度") || eat("年")
        let isEra = !text.scalars[start].isDigit
        if hasBasis, monthAndDay() || quarterOrHalf() {
            return try finished(start, suffix: "", nil)
        }
        if !hasBasis, isEra, dottedMonth() { return try finished(start, suffix: "", nil) }
        var isOpen = false
        let beforeDash = at
        if eatOne(\.isRangeDash) {
            let afterDash = at
            if year() || years(afterDash) {
                hasBasis = eat("年度") || eat("年")
            } else {
                at = beforeDash
                isOpen = true
            }
        }
        if !hasBasis, !isEra {
            at = start
            return nil
        }
        let core = at
        if isOpen {
            at += 1
            guard isAtEnd || peek?.isLetter != true && peek?.isDigit != true else { throw .period }
            return try finished(start, core, suffix: "から", hasBasis ? nil : bare)
        }
        let words: [String] = ["までに", "まで", "以降", "から"]
        let suffix = words.first { eat($0) } ?? ""
        return try finished(start, core, suffix: suffix, hasBasis ? nil : bare)
    }

    /// The one parser reads it; a bare year is given 年度 for that and its basis afterwards.
    private func finished(_ start: Int, _ core: Int? = nil, suffix: String, _ bare: Period.Basis?) throws(Doubt) -> Period {
        let printed = text.folded(start..<(core ?? at))
        guard let period = Period(reading: printed + (bare == nil ? "" : "年度") + suffix) else { throw .period }
        guard let bare else { return period }
        return period.rebased(bare)
    }

    /// H26, 平成26, R元, or a year of four digits.
    private mutating func year() -> Bool {
        let start = at
        let letters: [Unicode.Scalar] = ["M", "T", "S", "H", "R"]
        var isEra = ["明治", "大正", "昭和", "平成", "令和"].contains { eat($0) }
        if !isEra, let next = peek, letters.contains(next), !(before?.isLatin ?? false) {
            at += 1
            isEra = true
        }
        if isEra, eat("元") { return true }
        let first = at
        while peek?.isDigit == true { at += 1 }
        let digits = at - first
        if isEra ? (1...2).contains(digits) : digits == 4 { return true }
        at = start
        return false
    }

    /// The short second year of a range: 31 of H27～31, 14 of 2009~14.
    private mutating func years(_ start: Int) -> Bool {
        while peek?.isDigit == true { at += 1 }
        if (1...2).contains(at - start) { return true }
        at = start
        return false
    }

    private mutating func monthAndDay() -> Bool {
        let start = at
        while peek?.isDigit == true { at += 1 }
        guard (1...2).contains(at - start), eat("月") else {
            at = start
            return false
        }
        let day = at
        while peek?.isDigit == true { at += 1 }
        if !((1...2).contains(at - day) && eat("日")) { at = day }
        return true
    }

    private mutating func quarterOrHalf() -> Bool {
        let start = at
        if eat("第"), eatOne({ ("1"..."4").contains($0) }), eat("四半期") { return true }
        at = start
        return false
    }

    /// .12 or .4.1 after H28.
    private mutating func dottedMonth() -> Bool {
        let start = at
        for _ in 0..<2 {
            let dot = at
            guard eat(".") else { break }
            let first = at
            while peek?.isDigit == true { at += 1 }
            if !(1...2).contains(at - first) {
                at = dot
                break
            }
        }
        return at > start
    }
}

extension Period {
    /// The same years of another basis.
    func rebased(_ basis: Basis) -> Period {
        func changed(_ atom: Atom) -> Atom {
            if case .year(_, let year) = atom { .year(basis, year) } else { atom }
        }
        return switch shape {
        case .one(let a): Period(.one(changed(a)))
        case .range(let a, let b): Period(.range(changed(a), changed(b)))
        case .by(let a): Period(.by(changed(a)))
        case .from(let a): Period(.from(changed(a)))
        }
    }
}
