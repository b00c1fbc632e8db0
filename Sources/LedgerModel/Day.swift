/// A day of the proleptic Gregorian calendar, 1868-01-01 to 2199-12-31.
package struct Day: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let year: Int
    package let month: Int
    package let day: Int

    /// Nil where there is no such day.
    package init?(_ year: Int, _ month: Int, _ day: Int) {
        guard Limits.years.contains(year), (1...12).contains(month) else { return nil }
        guard day >= 1, day <= Day.length(year: year, month: month) else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// Reads exactly `YYYY-MM-DD`.
    package init?(_ iso: String) {
        var (year, month, day) = (0, 0, 0)
        guard iso.utf8.count == 10 else { return nil }
        for (place, byte) in iso.utf8.enumerated() {
            guard place != 4, place != 7 else {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard case UInt8(ascii: "0")...UInt8(ascii: "9") = byte else { return nil }
            let digit = Int(byte - UInt8(ascii: "0"))
            if place < 4 { year = year * 10 + digit } else if place < 7 { month = month * 10 + digit } else { day = day * 10 + digit }
        }
        self.init(year, month, day)
    }

    package static func length(year: Int, month: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    package static func last(year: Int, month: Int) -> Day? { Day(year, month, length(year: year, month: month)) }

    package static func < (a: Day, b: Day) -> Bool { (a.year, a.month, a.day) < (b.year, b.month, b.day) }

    /// ISO 8601; sorts as the days do.
    package var description: String {
        func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
        return "\(year)-\(two(month))-\(two(day))"
    }

    /// Days since 1970-01-01. Counts in eras of 400 years whose years start in March, so that the leap day comes last.
    package var ordinal: Int {
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The day that many days after 1970-01-01; nil outside the calendar's range.
    package init?(ordinal: Int) {
        let z = ordinal + 719_468
        guard z >= 0 else { return nil }
        let era = z / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        self.init(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    /// The day on which an instant falls at a fixed offset from UTC.
    package init?(unixNanoseconds: UInt64, offsetMinutes: Int32) {
        let seconds = Int(unixNanoseconds / 1_000_000_000) + Int(offsetMinutes) * 60
        self.init(ordinal: seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400)
    }

    /// The last nanosecond of this day at a fixed offset from UTC; 0 where it lies before 1970.
    package func endUnixNanoseconds(offsetMinutes: Int32) -> UInt64 {
        let seconds = (ordinal + 1) * 86_400 - Int(offsetMinutes) * 60
        return seconds <= 0 ? 0 : UInt64(seconds) * 1_000_000_000 - 1
    }
}

/// Japanese eras, as printed beside ISO dates and as read from people. Never stored.
package enum Era: CaseIterable {
    case meiji, taisho, showa, heisei, reiwa

    package var kanji: String {
        switch self {
        case .meiji: "明治"
        case .taisho: "大正"
        case .showa: "昭和"
        case .heisei: "平成"
        case .reiwa: "令和"
        }
    }
    package var letter: Character {
        switch self {
        case .meiji: "M"
        case .taisho: "T"
        case .showa: "S"
        case .heisei: "H"
        case .reiwa: "R"
        }
    }
    /// The calendar year that is year 1.
    package var firstYear: Int {
        switch self {
        case .meiji: 1868
        case .taisho: 1912
        case .showa: 1926
        case .heisei: 1989
        case .reiwa: 2019
        }
    }
    private var firstDay: (Int, Int, Int) {
        switch self {
        case .meiji: (1868, 1, 25)
        case .taisho: (1912, 7, 30)
        case .showa: (1926, 12, 25)
        case .heisei: (1989, 1, 8)
        case .reiwa: (2019, 5, 1)
        }
    }

    private static func label(_ era: Era, _ year: Int) -> String {
        let n = year - era.firstYear + 1
        return era.kanji + (n == 1 ? "元" : "\(n)")
    }

    /// 令和元 for 2019: 平成31年度 and 令和元年度 are the same fiscal year, printed by its later name.
    package static func fiscalYear(_ year: Int) -> String {
        let era = allCases.last { $0.firstYear <= year } ?? .meiji
        return label(era, year)
    }

    /// 平成31 for a day up to 2019-04-30, 令和元 from the next day on.
    package static func year(of day: Day) -> String {
        let era = allCases.last { $0.firstDay <= (day.year, day.month, day.day) } ?? .meiji
        return label(era, day.year)
    }
}
