import Foundation
import LedgerModel
import Testing

@Suite struct DayTests {
    @Test func everyDay() throws {
        var day = try #require(Day(1868, 1, 1))
        var ordinal = day.ordinal
        var count = 1
        // 332 years: 1700, 1800 and 1900 aside, every fourth is a leap year; 1900, 2100 are not, 2000 is.
        while day != Day.last {
            var next: Day? = Day(day.year, day.month, day.day + 1)
            if next == nil { next = Day(day.year, day.month + 1, 1) }
            if next == nil { next = Day(day.year + 1, 1, 1) }
            let following = try #require(next)
            guard following.ordinal == ordinal + 1, Day(ordinal: following.ordinal) == following, Day(following.description) == following,
                day < following, day.description < following.description
            else {
                Issue.record("\(following)")
                return
            }
            day = following
            ordinal += 1
            count += 1
        }
        #expect(count == 332 * 365 + 81)
        #expect(Day(1970, 1, 1)?.ordinal == 0 && Day(2000, 2, 29)?.ordinal == 11_016)
        #expect(Day(ordinal: try #require(Day(1868, 1, 1)).ordinal - 1) == nil && Day(ordinal: Day.last.ordinal + 1) == nil)
        #expect(Day(ordinal: -1_000_000) == nil)
    }

    @Test(arguments: [
        "", "2018-2-01", "2018-02-30", "2019-02-29", "2100-02-29", "1867-12-31", "2200-01-01", "2018-13-01", "2018-00-01", "2018-01-00", "2018-04-31",
        "2018/01/01", "2018-01-01 ", " 2018-01-01", "２０１８-01-01", "+018-01-01", "2018-01-1a", "20180101", "2018-01-01T00:00",
    ])
    func refused(_ text: String) {
        #expect(Day(text) == nil)
    }

    @Test func leapYears() {
        for (year, isLeap) in [(1868, true), (1900, false), (2000, true), (2004, true), (2100, false), (2196, true)] {
            #expect((Day(year, 2, 29) != nil) == isLeap)
        }
    }

    /// The first and the last day of each era, and the day between.
    @Test func eras() throws {
        let edges = [
            ("1868-01-25", "明治元"), ("1912-07-29", "明治45"), ("1912-07-30", "大正元"), ("1926-12-24", "大正15"), ("1926-12-25", "昭和元"),
            ("1989-01-07", "昭和64"), ("1989-01-08", "平成元"), ("2019-04-30", "平成31"), ("2019-05-01", "令和元"), ("2020-01-01", "令和2"),
        ]
        for (day, label) in edges { #expect(Era.year(of: try #require(Day(day))) == label, "\(day)") }
        #expect(Era.fiscalYear(2019) == "令和元" && Era.fiscalYear(2018) == "平成30" && Era.fiscalYear(1989) == "平成元" && Era.fiscalYear(1988) == "昭和63")
    }

    /// The end of a day at an offset is the last instant that falls on it.
    @Test func endsOfDays() throws {
        for offset in [0, 540, -480, 840, -840, 330] as [Int32] {
            for text in ["1970-01-02", "2018-03-31", "2024-02-29", "2199-12-31"] {
                let day = try #require(Day(text))
                let end = day.endUnixNanoseconds(offsetMinutes: offset)
                #expect(Day(unixNanoseconds: end, offsetMinutes: offset) == day)
                #expect(Day(unixNanoseconds: end + 1, offsetMinutes: offset) != day)
            }
        }
        #expect(try #require(Day("2018-03-31")).endUnixNanoseconds(offsetMinutes: 540) == 1_522_508_399_999_999_999)
        #expect(try #require(Day("1900-01-01")).endUnixNanoseconds(offsetMinutes: 0) == 0)
        #expect(Instant(1_522_508_399_999_999_999).text(offsetMinutes: 540) == "2018-03-31T23:59:59+09:00")
        #expect(Instant(1_522_508_399_999_999_999).text == "2018-03-31T14:59:59Z")
        #expect(Instant(0).text(offsetMinutes: -90) == "1969-12-31T22:30:00-01:30")
    }
}
