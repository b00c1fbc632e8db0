import LedgerModel
import Testing

@testable import LedgerCommands

@Suite struct ReadingTests {
    private let settings = Settings(name: "x", utcOffsetMinutes: 540, fiscalFirstMonth: 4)

    @Test(arguments: [
        ("2018-03-31", "2018-03-31"), ("平成30年3月31日", "2018-03-31"), ("H30.3.31", "2018-03-31"), ("h30.3.31", "2018-03-31"),
        ("令和元年5月1日", "2019-05-01"), ("2018/3/31", "2018-03-31"), ("Ｈ３０．３．３１", "2018-03-31"), ("2018年3月31日", "2018-03-31"),
    ])
    func days(text: String, day: String) throws {
        #expect(try Reading.day(text, "--x").description == day)
    }

    @Test(arguments: ["", "H30", "2018", "2018-02-30", "平成30年度", "30.3.31", "x2018-03-31", "2018-03"])
    func whatIsNoDayIsRefused(text: String) {
        #expect(throws: Problem(.badDay, at: "", "--x", text)) { try Reading.day(text, "--x") }
    }

    @Test(arguments: [
        ("2018-03-31", "2018-03-31", "", When.Precision.day), ("H28.12", "2016-12-01", "2016-12-31", .month), ("2016-12", "2016-12-01", "2016-12-31", .month),
        ("平成28年度", "2016-04-01", "2017-03-31", .fiscalYear), ("CY2016", "2016-01-01", "2016-12-31", .year),
        ("FY2016Q1", "2016-04-01", "2016-06-30", .quarter), ("2016-01-01..H28.1.5", "2016-01-01", "2016-01-05", .range),
    ] as [(String, String, String, When.Precision)])
    func inexactDatesKeepTheirPrecision(text: String, from: String, to: String, precision: When.Precision) throws {
        let when = try Reading.when(text, basis: .documentDate, "--x", settings)
        #expect((when.from, when.to, when.precision, when.basis) == (from, to, precision, .documentDate))
    }

    @Test func unknownHasNoDate() throws {
        #expect(try Reading.when("unknown", basis: .stated, "--x", settings) == .unknown)
        #expect(throws: Problem.self) { try Reading.when("いつか", basis: .stated, "--x", settings) }
    }

    @Test(arguments: [("1200", "1200"), ("1,200", "1200"), ("１２，３４５", "12345"), ("△1.20", "-1.20"), ("−5", "-5"), ("0", "0"), ("30.0", "30.0")])
    func numbersKeepTheirDigits(text: String, number: String) throws {
        #expect(try Reading.number(text, "--value") == number)
    }

    @Test(arguments: ["", "1,20", "4,30,000", "12a", "1.2.3", "(5)", "1e3", "--5", ",100", "1,2000"])
    func wrongGroupingIsNotGuessed(text: String) {
        #expect(throws: Problem(.badDecimal, at: "", "--value", text)) { try Reading.number(text, "--value") }
    }

    @Test(arguments: [("3", 3), ("千", 3), ("万", 4), ("億", 8), ("-2", -2)])
    func scales(text: String, scale: Int32) throws {
        #expect(try Reading.scale(text, "--scale") == scale)
    }

    @Test func scalesOutsideTheLimitAreRefused() {
        #expect(throws: Problem.self) { try Reading.scale("19", "--scale") }
        #expect(throws: Problem.self) { try Reading.scale("京", "--scale") }
    }

    @Test func choicesAreReadByName() throws {
        #expect(try Choice.read("early-attainment", Reason.self, "--reason") == .earlyAttainment)
        #expect(try Choice.read("marked-only", ProgrammeListed.Mark.self, "--mark") == .edOnly)
        #expect(throws: Problem.self) { try Choice.read("unspecified", Ended.Kind.self, "--kind") }
        #expect(try Choice.status("速報") == .p && Choice.status("P") == .p && Choice.status(nil) == .a)
    }

    @Test func bytesAreWholeHexadecimal() throws {
        #expect(try Reading.bytes(hex: "00ff", count: 2, "--id") == [0, 255])
        #expect(throws: Problem.self) { try Reading.bytes(hex: "00f", count: 2, "--id") }
        #expect(throws: Problem.self) { try Reading.bytes(hex: "00fg", count: 2, "--id") }
    }
}
