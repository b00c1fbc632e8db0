import Foundation

/// The period that a value is about (FORMAT.md §2). The one parser of periods.
package struct Period: Sendable, Hashable, CustomStringConvertible {
    package enum Basis: String, Sendable { case fiscal = "FY", calendar = "CY", unstated = "Y" }

    package enum Atom: Sendable, Hashable {
        case year(Basis, Int)
        case quarter(Basis, Int, Int)
        case month(Int, Int)
        case day(Day)
    }

    package enum Shape: Sendable, Hashable {
        case one(Atom)
        case range(Atom, Atom)
        case by(Atom)
        case from(Atom)
    }

    package let shape: Shape

    package init(_ shape: Shape) { self.shape = shape }
    package static func fiscal(_ year: Int) -> Period { Period(.one(.year(.fiscal, year))) }

    /// Reads the stored form only. Nil where `text` is not canonical.
    package init?(_ text: String) {
        if let year = Period.plainYear(text) {
            shape = .one(.year(.fiscal, year))
        } else if text.hasPrefix("<="), let atom = Atom(String(text.dropFirst(2))) {
            shape = .by(atom)
        } else if text.hasPrefix(">="), let atom = Atom(String(text.dropFirst(2))) {
            shape = .from(atom)
        } else if let dash = text.firstIndex(of: "-") {
            guard let a = Atom(String(text[..<dash])), let b = Atom(String(text[text.index(after: dash)...])),
                a.sameForm(as: b), a.sortKey < b.sortKey
            else { return nil }
            shape = .range(a, b)
        } else {
            guard let atom = Atom(text) else { return nil }
            shape = .one(atom)
        }
    }

    /// `FY2019`, what nearly every period is, at a tenth of the general parser's cost.
    private static func plainYear(_ text: String) -> Int? {
        guard text.utf8.count == 6, text.utf8.starts(with: Basis.fiscal.rawValue.utf8) else { return nil }
        var year = 0
        for byte in text.utf8.dropFirst(2) {
            guard case UInt8(ascii: "0")...UInt8(ascii: "9") = byte else { return nil }
            year = year * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return Limits.years.contains(year) ? year : nil
    }

    package var description: String {
        switch shape {
        case .one(let a): a.text
        case .range(let a, let b): "\(a.text)-\(b.text)"
        case .by(let a): "<=\(a.text)"
        case .from(let a): ">=\(a.text)"
        }
    }

    /// The last day of the period; nil for an open-ended one.
    package func lastDay(fiscalFirstMonth: Int) -> Day? {
        switch shape {
        case .one(let a), .by(let a): a.lastDay(fiscalFirstMonth)
        case .range(_, let b): b.lastDay(fiscalFirstMonth)
        case .from: nil
        }
    }

    /// The first day; nil for a "by" period.
    package func firstDay(fiscalFirstMonth: Int) -> Day? {
        switch shape {
        case .one(let a), .from(let a), .range(let a, _): a.firstDay(fiscalFirstMonth)
        case .by: nil
        }
    }

    /// The single year that this is, if it is one.
    package var year: Int? {
        if case .one(.year(_, let y)) = shape { return y }
        return nil
    }

    /// First and last year, where the period names years.
    package var years: ClosedRange<Int>? {
        func y(_ a: Atom) -> Int? { if case .year(_, let y) = a { y } else { nil } }
        switch shape {
        case .one(let a): return y(a).map { $0...$0 }
        case .range(let a, let b):
            guard let f = y(a), let l = y(b) else { return nil }
            return f...l
        case .by(let a), .from(let a): return y(a).map { $0...$0 }
        }
    }

    /// 令和元年度, 平成27年度～令和元年度, 令和元年度まで.
    package var japanese: String {
        switch shape {
        case .one(let a): a.japanese
        case .range(let a, let b): "\(a.japanese)～\(b.japanese)"
        case .by(let a): a.japanese + "まで"
        case .from(let a): a.japanese + "以降"
        }
    }
}

extension Period.Atom {
    init?(_ text: String) {
        func number(_ s: Substring, _ digits: Int) -> Int? {
            s.utf8.count == digits && s.utf8.allSatisfy { (48...57).contains($0) } ? Int(s) : nil
        }
        func year(_ s: Substring) -> Int? { number(s, 4).flatMap { Limits.years.contains($0) ? $0 : nil } }
        if let basis = [Period.Basis.fiscal, .calendar, .unstated].first(where: { text.hasPrefix($0.rawValue) }) {
            let rest = text.dropFirst(basis.rawValue.count)
            if let y = year(rest) {
                self = .year(basis, y)
            } else if rest.count == 6, rest.dropFirst(4).first == "Q", let y = year(rest.prefix(4)),
                let q = number(rest.suffix(1), 1), (1...4).contains(q) {
                self = .quarter(basis, y, q)
            } else {
                return nil
            }
            return
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let y = year(parts[0]), parts.count >= 2, let m = number(parts[1], 2), (1...12).contains(m) else { return nil }
        if parts.count == 2 {
            self = .month(y, m)
        } else if parts.count == 3, let d = number(parts[2], 2), let day = Day(y, m, d) {
            self = .day(day)
        } else {
            return nil
        }
    }

    var text: String {
        func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
        return switch self {
        case .year(let basis, let y): "\(basis.rawValue)\(y)"
        case .quarter(let basis, let y, let q): "\(basis.rawValue)\(y)Q\(q)"
        case .month(let y, let m): "\(y).\(two(m))"
        case .day(let d): "\(d.year).\(two(d.month)).\(two(d.day))"
        }
    }

    var sortKey: Int {
        switch self {
        case .year(_, let y): y
        case .quarter(_, let y, let q): y * 4 + q
        case .month(let y, let m): y * 12 + m
        case .day(let d): d.ordinal
        }
    }

    func sameForm(as other: Self) -> Bool {
        switch (self, other) {
        case (.year(let a, _), .year(let b, _)): a == b
        case (.quarter(let a, _, _), .quarter(let b, _, _)): a == b
        case (.month, .month), (.day, .day): true
        default: false
        }
    }

    private func startMonth(_ basis: Period.Basis, _ fiscalFirstMonth: Int) -> Int {
        basis == .calendar ? 1 : fiscalFirstMonth
    }

    func firstDay(_ fiscalFirstMonth: Int) -> Day? {
        switch self {
        case .year(let basis, let y): return Day(y, startMonth(basis, fiscalFirstMonth), 1)
        case .quarter(let basis, let y, let q):
            let month0 = startMonth(basis, fiscalFirstMonth) - 1 + (q - 1) * 3
            return Day(y + month0 / 12, month0 % 12 + 1, 1)
        case .month(let y, let m): return Day(y, m, 1)
        case .day(let d): return d
        }
    }

    func lastDay(_ fiscalFirstMonth: Int) -> Day? {
        func end(_ firstMonth0: Int, _ y: Int, _ months: Int) -> Day? {
            let last0 = firstMonth0 + months - 1
            return Day.last(year: y + last0 / 12, month: last0 % 12 + 1)
        }
        switch self {
        case .year(let basis, let y): return end(startMonth(basis, fiscalFirstMonth) - 1, y, 12)
        case .quarter(let basis, let y, let q): return end(startMonth(basis, fiscalFirstMonth) - 1 + (q - 1) * 3, y, 3)
        case .month(let y, let m): return end(m - 1, y, 1)
        case .day(let d): return d
        }
    }

    var japanese: String {
        switch self {
        case .year(.fiscal, let y): Era.fiscalYear(y) + "年度"
        case .year(.calendar, let y): "\(y)年"
        case .year(.unstated, let y): "\(y)（年／年度の別なし）"
        case .quarter(let basis, let y, let q): (basis == .fiscal ? Era.fiscalYear(y) + "年度" : "\(y)年") + "第\(q)四半期"
        case .month(let y, let m): "\(y)年\(m)月"
        case .day(let d): "\(Era.year(of: d))年\(d.month)月\(d.day)日"
        }
    }
}

extension Period {
    /// What a person typed or a document printed: `FY2019`, `H31年度`, `令和元年度`, `H27～31年度`, `H31年度まで`, `2014年`.
    ///
    /// A bare era year (`H31`) does not say whether a fiscal or a calendar year is meant and is not read.
    package init?(reading raw: String) {
        let text = raw.precomposedStringWithCompatibilityMapping.filter { !$0.isWhitespace }
        if let stored = Period(text) {
            self = stored
            return
        }
        var rest = Substring(text)
        func strip(_ suffix: String) -> Bool {
            guard rest.hasSuffix(suffix) else { return false }
            rest = rest.dropLast(suffix.count)
            return true
        }
        let by = strip("までに") || strip("まで")
        let from = !by && (strip("以降") || strip("から"))
        if let atom = Period.withinYear(rest) {
            self.init(by ? .by(atom) : from ? .from(atom) : .one(atom))
            return
        }
        let basis: Basis
        if strip("年度") { basis = .fiscal } else if strip("年") { basis = .calendar } else { return nil }
        let dashes: Set<Character> = ["~", "〜", "∼", "-", "–", "—"]
        if !by, !from, let cut = rest.firstIndex(where: { dashes.contains($0) }) {
            let left = rest[..<cut]
            let right = rest[rest.index(after: cut)...]
            let bare = left.hasSuffix("年度") ? left.dropLast(2) : left.hasSuffix("年") ? left.dropLast(1) : left
            guard let a = Period.yearNumber(bare, after: nil), let b = Period.yearNumber(right, after: bare), a < b else { return nil }
            self.init(.range(.year(basis, a), .year(basis, b)))
        } else {
            guard let y = Period.yearNumber(rest, after: nil) else { return nil }
            self.init(by ? .by(.year(basis, y)) : from ? .from(.year(basis, y)) : .one(.year(basis, y)))
        }
    }

    /// A month, a day or a quarter: `H28年12月`, `2016年12月1日`, `H28.12`, `H28.12.1`, `平成28年度第1四半期`. Years of four digits need 年.
    private static func withinYear(_ text: Substring) -> Atom? {
        func number(_ part: Substring, _ range: ClosedRange<Int>) -> Int? {
            guard (1...2).contains(part.utf8.count), part.utf8.allSatisfy({ (48...57).contains($0) }), let n = Int(part) else { return nil }
            return range.contains(n) ? n : nil
        }
        func atom(_ y: Int, _ month: Substring, _ day: Substring?) -> Atom? {
            guard let m = number(month, 1...12) else { return nil }
            guard let day else { return .month(y, m) }
            return number(day, 1...31).flatMap { Day(y, m, $0) }.map { .day($0) }
        }
        if let cut = text.firstIndex(of: "年") {
            guard let y = yearNumber(text[..<cut], after: nil) else { return nil }
            let rest = text[text.index(after: cut)...]
            if rest.hasPrefix("度第"), rest.hasSuffix("四半期") {
                return number(rest.dropFirst(2).dropLast(3), 1...4).map { .quarter(.fiscal, y, $0) }
            }
            guard let end = rest.firstIndex(of: "月") else { return nil }
            let after = rest[rest.index(after: end)...]
            if after.isEmpty { return atom(y, rest[..<end], nil) }
            return after.hasSuffix("日") ? atom(y, rest[..<end], after.dropLast()) : nil
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), parts[0].utf8.first.map({ $0 > 57 }) ?? false, let y = yearNumber(parts[0], after: nil) else { return nil }
        return atom(y, parts[1], parts.count == 3 ? parts[2] : nil)
    }

    /// `H31`, `平成31`, `令和元`, `2019`; after `H27` also a bare `31` of the same era, after `2009` a bare `14`.
    private static func yearNumber(_ text: Substring, after first: Substring?) -> Int? {
        for era in Era.allCases {
            for prefix in [era.kanji, String(era.letter), String(era.letter).lowercased()] where text.hasPrefix(prefix) {
                let number = text.dropFirst(prefix.count)
                let n = number == "元" ? 1 : Int(number)
                guard let n, n >= 1, n < 100 else { return nil }
                return era.firstYear + n - 1
            }
        }
        guard let n = Int(text), n > 0 else { return nil }
        if n >= 1_868 { return Limits.years.contains(n) ? n : nil }
        guard let first else { return nil }
        if let full = Int(first), full >= 1_868 { return n < 100 ? full - full % 100 + n : nil }
        guard let era = Era.allCases.first(where: { first.hasPrefix($0.kanji) || first.first?.uppercased() == String($0.letter) })
        else { return nil }
        return era.firstYear + n - 1
    }
}
