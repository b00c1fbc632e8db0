/// The two calendars of a workbook: days counted from 1900 or from 1904.
struct SerialDay: Hashable {
    enum System { case from1900, from1904 }

    let year: Int
    let month: Int
    let day: Int
    /// 0 is Sunday.
    let weekday: Int
    /// Milliseconds since midnight.
    let milliseconds: Int

    private static let millisecondsOfDay = 86_400_000
    /// 9999-12-31 in the 1900 system.
    private static let last = 2_958_465

    /// Nil where the calendar has no such day. In the 1900 system day 60 is 1900-02-29, which never was: the programs keep it for the
    /// sake of an older one, and day 61 is 1900-03-01.
    init?(serial: Double, _ system: System, unit: Int) {
        guard serial >= 0, serial < Double(Self.last + 1) else { return nil }
        var whole = Int(serial.rounded(.down))
        var rest = Int(((serial - Double(whole)) * Double(Self.millisecondsOfDay) / Double(unit)).rounded()) * unit
        if rest >= Self.millisecondsOfDay {
            whole += 1
            rest = 0
        }
        if system == .from1904 { whole += 1462 }
        guard whole >= 1, whole <= Self.last else { return nil }
        milliseconds = rest
        weekday = (whole + 6) % 7
        if whole == 60 {
            (year, month, day) = (1900, 2, 29)
        } else {
            (year, month, day) = Self.civil(daysSince1970: whole - (whole < 60 ? 25_568 : 25_569))
        }
    }

    /// `2019-05-01`, with a time after `T` which is kept: ISO 8601 as strict workbooks store days. Gives the serial in the 1900 system.
    static func serial(iso text: String) -> Double? {
        let halves = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        let date = halves[0].split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard date.count == 3, let year = date[0], let month = date[1], let day = date[2],
              (1900...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        let days = Self.days(year, month, day)
        guard civil(daysSince1970: days) == (year, month, day) else { return nil }
        let serial = days + (days + 25_569 < 61 ? 25_568 : 25_569)
        guard halves.count == 2 else { return Double(serial) }
        let clock = halves[1].filter { $0 != "Z" }.split(separator: ":").map { Double($0) }
        guard (2...3).contains(clock.count), let hour = clock[0], let minute = clock[1], let second = clock.count == 3 ? clock[2] : 0,
              (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second) else { return nil }
        return Double(serial) + (hour * 3600 + minute * 60 + second) / 86_400
    }

    /// Days from 1970-01-01 in the Gregorian calendar; Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(daysSince1970 days: Int) -> (Int, Int, Int) {
        let z = days + 719_468
        let era = z / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let mp = (5 * dayOfYear + 2) / 153
        let month = mp < 10 ? mp + 3 : mp - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * mp + 2) / 5 + 1)
    }

    /// The era that a spreadsheet program gives this day: from Meiji on, changing on the day of accession.
    var era: (letter: String, short: String, name: String, year: Int) {
        let key = year * 10_000 + month * 100 + day
        return switch key {
        case 20_190_501...: ("R", "令", "令和", year - 2018)
        case 19_890_108...: ("H", "平", "平成", year - 1988)
        case 19_261_225...: ("S", "昭", "昭和", year - 1925)
        case 19_120_730...: ("T", "大", "大正", year - 1911)
        default: ("M", "明", "明治", year - 1867)
        }
    }
}
