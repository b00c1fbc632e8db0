import Foundation
import TestSeeds
import Testing
@testable import SheetFiles

@Suite struct NumberFormatTests {
    @Test(arguments: [
        ("1234.5", "General", "1234.5"), ("0.30000000000000004", "General", "0.3"), ("-5", "General", "-5"), ("-5", "General\"人\"", "-5人"),
        ("1234.5", "0", "1235"), ("0.5", "0", "1"), ("-0.5", "0", "-1"), ("-0.4", "0", "0"), ("2.5", "0", "3"), ("1.005", "0.00", "1.01"),
        ("12", "0.0", "12.0"), ("1234567", "#,##0", "1,234,567"), ("0", "#,##0", "0"), ("0", "#,###", ""), ("999", "#,##0", "999"),
        ("1234567.891", "#,##0.00", "1,234,567.89"), ("0.256", "0%", "26%"), ("0.256", "0.0%", "25.6%"), ("1", "0%", "100%"),
        ("115", "0\"人\"", "115人"), ("1000", "#,##0\"人\"", "1,000人"), ("15", "0\"千t\"", "15千t"), ("3", "\"約\"0\"件\"", "約3件"), ("3", "0人", "3人"),
        ("-1234", "#,##0;△#,##0", "△1,234"), ("-1234", "#,##0;▲#,##0", "▲1,234"), ("-1234", "#,##0;\"▲ \"#,##0", "▲ 1,234"),
        ("0", "#,##0;△#,##0;\"－\"", "－"), ("5", "0;;;@", "5"), ("-5", "0;;;@", ""), ("0", "0;-0;;@", ""), ("7", ";;;", ""),
        ("1234", "#,##0_ ;[Red]-#,##0 ", "1,234"), ("-1234", "#,##0_ ;[Red]-#,##0\\ ", "-1,234 "), ("-3", "0_);(0)", "(3)"),
        ("1234567", "#,##0,\"千円\"", "1,235千円"), ("123456789", "0,,", "123"), ("0.5", ".00", ".50"), ("12.5", ".00", "12.50"), ("1.5", "0.##", "1.5"),
        ("1", "0.##", "1."), ("5", "000", "005"), ("1234567", "000-0000", "123-4567"), ("12", "[$¥-411]#,##0", "¥12"), ("12", "\\¥0", "¥12"),
        ("150", "[>=100]\"多\"0;\"少\"0", "多150"), ("50", "[>=100]\"多\"0;\"少\"0", "少50"), ("1234", "\"第\"0\"回\"", "第1234回"),
        ("5", "* #,##0_-", "5"), ("5", "?0", "5"), ("1.25", "0.0?", "1.25"), ("0.25", "# ?/?", "0.25"), ("12345", "0.00E+00", "12345"),
        ("12", "[DBNum1]0", "12"), ("12", "\"", "12"), ("12", "0;0;0;0;0", "12"), ("12", "@", "12"), ("1E+20", "0", "100000000000000000000"),
        ("123456789012345678", "General", "123456789012346000"),
    ])
    func numbersAreShownAsAPersonSeesThem(_ stored: String, _ code: String, _ text: String) {
        #expect(shown(stored, code) == text)
    }

    @Test(arguments: [
        ("43585", "[$-411]ggge\"年\"m\"月\"d\"日\"", "平成31年4月30日"), ("43586", "[$-411]ge.m.d", "R1.5.1"), ("43586", "[$-411]gge.mm.dd", "令1.05.01"),
        ("43586", "[$-ja-JP-x-gannen]ggge\"年\"m\"月\"d\"日\";@", "令和元年5月1日"), ("43952", "[$-ja-JP-x-gannen]ggge\"年\"m\"月\"d\"日\";@", "令和2年5月1日"),
        ("43586", "[$-411]gggee\"年\"mm\"月\"dd\"日\"", "令和01年05月01日"), ("32515", "ge.m.d", "S64.1.7"), ("32516", "ge.m.d", "H1.1.8"),
        ("9855", "ggge", "大正15"), ("9856", "ggge", "昭和1"), ("4594", "ggge", "明治45"), ("4595", "ggge", "大正1"),
        ("42460", "yyyy\"年\"m\"月\"d\"日\"", "2016年3月31日"), ("42460", "yyyy/m/d", "2016/3/31"), ("42460", "yyyy/mm/dd;@", "2016/03/31"),
        ("42460", "yy-mmm-d", "16-Mar-31"), ("42460", "mmmm d, yyyy", "March 31, 2016"), ("42460", "m\"月\"d\"日\"(aaa)", "3月31日(木)"),
        ("42460", "aaaa", "木曜日"), ("42460", "ddd dddd", "Thu Thursday"), ("42460.75", "yyyy/m/d h:mm", "2016/3/31 18:00"),
        ("42460.75", "yyyy/m/d h:mm AM/PM", "2016/3/31 6:00 PM"), ("42460.25", "[$-411]AM/PM h\"時\"mm\"分\"", "午前 6時00分"),
        ("0.5", "h:mm:ss", "12:00:00"), ("1.5", "[h]:mm", "36:00"), ("0.000011574", "mm:ss.0", "00:01.0"), ("42460.999999", "h:mm", "0:00"),
        ("1", "yyyy/m/d", "1900/1/1"), ("59", "yyyy/m/d", "1900/2/28"), ("60", "yyyy/m/d", "1900/2/29"), ("61", "yyyy/m/d", "1900/3/1"),
        ("2958465", "yyyy/m/d", "9999/12/31"), ("0", "yyyy/m/d", "0"), ("-1", "yyyy/m/d", "-1"), ("2958466", "yyyy/m/d", "2958466"), ("1", "bbbb", "1"),
    ])
    func daysAreShownAsAPersonSeesThem(_ stored: String, _ code: String, _ text: String) {
        #expect(shown(stored, code) == text)
    }

    @Test func thePackagedFormatsOfJapaneseProgramsAreDays() throws {
        var book = MiniWorkbook("")
        let ids = Array(14...17) + [22] + Array(27...31) + Array(34...36) + Array(50...58)
        book.styles = ids
        book.sheets[0].data = "<row>" + ids.indices.map { "<c s='\($0)'><v>43586.5</v></c>" }.joined() + "</row>"
        let cells = try book.cells()
        #expect(cells.count == ids.count)
        for (id, cell) in zip(ids, cells) { #expect(cell.kind == .day(year: 2019, month: 5, day: 1), "\(id)") }
        let texts = Dictionary(uniqueKeysWithValues: zip(ids, cells.map(\.text)))
        #expect(texts[14] == "2019/5/1" && texts[22] == "2019/5/1 12:00" && texts[27] == "R1.5.1" && texts[28] == "令和1年5月1日")
        #expect(texts[31] == "2019年5月1日" && texts[34] == "2019年5月" && texts[35] == "5月1日" && texts[57] == "R1.5.1" && texts[58] == "令和1年5月1日")
    }

    @Test func theOtherPackagedFormatsAreNumbers() throws {
        var book = MiniWorkbook("")
        let ids = Array(0...13) + Array(18...21) + [32, 33] + Array(37...49) + [59, 163]
        book.styles = ids
        book.sheets[0].data = "<row>" + ids.indices.map { "<c s='\($0)'><v>0.5</v></c>" }.joined() + "</row>"
        let cells = try book.cells()
        for (id, cell) in zip(ids, cells) { #expect(cell.kind == .number(exact: "0.5"), "\(id)") }
        let texts = Dictionary(uniqueKeysWithValues: zip(ids, cells.map(\.text)))
        #expect(texts[0] == "0.5" && texts[9] == "50%" && texts[4] == "0.50" && texts[20] == "12:00" && texts[32] == "12時00分" && texts[5] == "¥1")
    }

    @Test func theTwoCalendarsAre1462DaysApart() throws {
        var book = MiniWorkbook("<row><c s='1'><v>0</v></c><c s='1'><v>1</v></c><c s='1'><v>42124</v></c><c s='1'><v>2957004</v></c></row>")
        book.styles = [0, 14]
        book.properties = "date1904='1'"
        #expect(try book.cells().map(\.text) == ["1904/1/1", "1904/1/2", "2019/5/1", "2957004"])
        #expect(try book.read().notices == [SheetNotice(.noSuchDay, sheet: "S", place: "D1")])
    }

    @Test func aNumberThatItsFormatHidesIsReported() throws {
        var book = MiniWorkbook("<row><c s='1'><v>7</v></c></row>")
        book.styles = [0, 200]
        book.formats = [";;;"]
        #expect(try book.cells() == [SheetCell("", .number(exact: "7"))])
        #expect(try book.read().notices == [SheetNotice(.hiddenValue, sheet: "S", place: "A1")])
    }

    /// Each day from 1900-03-01 to 2100 follows the day before, in the calendar and in the week.
    @Test func theCalendarHasNoGap() throws {
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var (year, month, day, weekday) = (1900, 3, 1, 4)
        for serial in 61...73_050 {
            let read = try #require(SerialDay(serial: Double(serial), .from1900, unit: 1))
            let iso = String(format: "%04d-%02d-%02d", year, month, day)
            if (read.year, read.month, read.day, read.weekday) != (year, month, day, weekday) || SerialDay.serial(iso: iso) != Double(serial) {
                Issue.record("\(serial): \(read), not \(iso)")
            }
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            day += 1
            weekday = (weekday + 1) % 7
            if day > lengths[month - 1] + (month == 2 && isLeap ? 1 : 0) { (day, month) = (1, month + 1) }
            if month > 12 { (month, year) = (1, year + 1) }
        }
        #expect(year == 2100)
    }

    @Test(arguments: ["2019-02-29", "2019-13-01", "1899-01-01", "19-1-1-1", "", "T", "2019-05-01T25:00", "2019-05-01T1", "x"])
    func whatIsNoDayOfISO8601IsRefused(_ text: String) {
        #expect(SerialDay.serial(iso: text) == nil)
    }

    @Test func noFormatCodeEndsTheProcess() {
        let seed = Seeds.one()
        var random = SeededGenerator(seed: seed)
        let pieces = ["0", "#", "?", ".", ",", "%", "\"", "a", "人", "[", "]", "$", "-411", "h", "m", "s", "y", "d", "g", "e", "E+", "@", ";", "_", "*", "\\",
                      "General", "AM/PM", "[h]", ">=1", "/", "!", " ", "[Red]", "ss.00", "\u{301}"]
        for _ in 0..<3000 {
            let code = (0..<Int.random(in: 0...8, using: &random)).map { _ in pieces.randomElement(using: &random)! }.joined()
            for stored in ["0", "-1234.5", "43586.75", "1E+300", "1E-300"] { _ = shown(stored, code) }
        }
    }
}
