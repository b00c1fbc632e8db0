import LedgerModel

/// A value as people read it: digits as printed, grouped; scale word, unit, bound, absence and status in words.
extension Catalogue {
    package func value(_ value: Value) -> String {
        var text = value.absence == .present ? present(value) : absent(value)
        if value.absence == .present, value.status != .a || value.partial {
            let marks = [self(value.status.words), value.partial ? self(Words("一部調査中", "part pending")) : ""].filter { !$0.isEmpty }
            if !marks.isEmpty { text += bracketed(marks.joined(separator: self(Words("・", ", ")))) }
        }
        return value.parts.isEmpty && !value.hasCompanion ? text : text + detail(value)
    }

    package func value(_ value: Value?) -> String { value.map { self.value($0) } ?? "" }

    private func absent(_ value: Value) -> String {
        let word = self(value.absence.words)
        return value.expected.isEmpty ? word : word + bracketed(self(Words("予定 ", "expected ")) + Visible.text(value.expected))
    }

    private func present(_ value: Value) -> String {
        let amount = value.number.isEmpty ? Visible.text(value.word) : number(value.number, scale: value.scale, unit: value.unit)
        if value.bound == .equal, value.form == .level { return amount }
        let bound = self(value.bound.words)
        let bounded: String
        if amount.isEmpty { bounded = bound } else if bound.isEmpty { bounded = amount } else {
            let isSuffix = language == .ja
            bounded = isSuffix ? amount + bound : bound + " " + amount
        }
        let form = self(value.form.words)
        return form.isEmpty ? bounded : bounded + (language == .ja ? form : " (\(form))")
    }

    /// Parts and companion in brackets: `59件（新規 38・変更 21）`.
    private func detail(_ value: Value) -> String {
        var items = value.parts.map { part in
            (part.relation == .ofWhich ? self(Words("うち", "of which ")) : "") + Visible.text(part.name) + " " + Grouping.of(part.number)
        }
        if value.hasCompanion {
            let c = value.companion
            items.append(self(c.meaning.words) + " " + number(c.number, scale: c.scale, unit: c.unit))
        }
        return items.isEmpty ? "" : bracketed(items.joined(separator: self(Words("・", ", "))))
    }

    /// `863億円`, `15千t`, `1,200人`; in English `863 × 10^8 円`.
    package func number(_ number: String, scale: Int32, unit: String) -> String {
        let digits = Grouping.of(number)
        let unit = Visible.text(unit)
        if language == .ja, let word = Grouping.scaleWords[scale] { return digits + word + unit }
        let scaled = scale == 0 ? digits : "\(digits) × 10^\(scale)"
        if unit.isEmpty { return scaled }
        // Latin letters in Japanese, and anything in English, read better apart; a percent sign never is.
        return language == .ja || unit == "%" || unit == "％" ? scaled + unit : scaled + " " + unit
    }

    package func bracketed(_ text: String) -> String { language == .ja ? "（\(text)）" : " (\(text))" }

    /// `FY2019 (令和元年度)`: the stored form, with the era as an added label in Japanese only.
    package func period(_ text: String) -> String {
        guard language == .ja, let period = Period(text), period.japanese != text else { return Visible.text(text) }
        return "\(text)（\(period.japanese)）"
    }

    /// `2018-03-31（平成30年）` in Japanese, the ISO day in English.
    package func day(_ day: Day) -> String {
        language == .ja ? "\(day)（\(Era.year(of: day))年）" : day.description
    }

    /// An inexact date is shown as the interval that it is, with its basis where nobody stated it.
    package func when(_ when: When) -> String {
        if when.basis == .unknown { return self(Words("不明", "unknown")) }
        let days = when.to.isEmpty ? when.from : "\(when.from)..\(when.to)"
        return when.basis == .stated ? days : days + bracketed(self(when.basis.words))
    }

    /// An instant at the ledger's offset, to the second: `2026-04-01T09:30:00+09:00`.
    package func instant(_ nanoseconds: UInt64, offsetMinutes: Int32) -> String {
        Instant.text(nanoseconds, offsetMinutes: offsetMinutes)
    }
}

extension Value {
    /// A present number of which nothing is told but digits, scale and unit.
    var isBare: Bool {
        absence == .present && bound == .equal && form == .level && status == .a && !partial && parts.isEmpty && !hasCompanion
    }
}

package enum Grouping {
    /// Digits in groups of three, signs and decimals untouched: `-1234.50` is `-1,234.50`.
    package static func of(_ number: String) -> String {
        let digits = Array(number.utf8)
        let first = digits.first == UInt8(ascii: "-") ? 1 : 0
        let end = digits.firstIndex(of: UInt8(ascii: ".")) ?? digits.count
        guard end - first > 3, digits.allSatisfy({ $0 < 0x80 }) else { return Visible.text(number) }
        var grouped: [UInt8] = []
        grouped.reserveCapacity(digits.count * 4 / 3 + 1)
        for (i, digit) in digits.enumerated() {
            if i > first, i < end, (end - i) % 3 == 0 { grouped.append(UInt8(ascii: ",")) }
            grouped.append(digit)
        }
        return Visible.text(String(decoding: grouped, as: UTF8.self))
    }

    static let scaleWords: [Int32: String] = [0: "", 3: "千", 4: "万", 6: "百万", 7: "千万", 8: "億", 12: "兆"]
}

package enum Instant {
    /// RFC 3339 to the second, or with all nine digits of the nanoseconds.
    package static func text(_ nanoseconds: UInt64, offsetMinutes: Int32, full: Bool = false) -> String {
        let seconds = Int(nanoseconds / 1_000_000_000) + Int(offsetMinutes) * 60
        let dayNumber = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let rest = seconds - dayNumber * 86_400
        func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
        let day = Day(ordinal: dayNumber)?.description ?? "?"
        let nine = String(nanoseconds % 1_000_000_000)
        let fraction = full ? "." + String(repeating: "0", count: 9 - nine.count) + nine : ""
        let offset = Int(offsetMinutes)
        let zone = offset == 0 ? "Z" : (offset < 0 ? "-" : "+") + two(abs(offset) / 60) + ":" + two(abs(offset) % 60)
        return "\(day)T\(two(rest / 3_600)):\(two(rest / 60 % 60)):\(two(rest % 60))\(fraction)\(zone)"
    }
}

extension Companion.Meaning {
    package var words: Words {
        switch self {
        case .changeFromPrevious: Words("前回から", "change")
        case .cumulativeTotal: Words("累計", "cumulative")
        case .singleYearFigure: Words("単年度", "single year")
        case .ratio: Words("割合", "ratio")
        case .unspecified, .UNRECOGNIZED: Words("併記", "companion")
        }
    }
}

extension When.Basis {
    package var words: Words {
        switch self {
        case .stated, .UNRECOGNIZED: Words("記載", "stated")
        case .documentDate: Words("文書の日付", "document's date")
        case .assumed: Words("推定", "assumed")
        case .unknown: Words("不明", "unknown")
        }
    }
}
