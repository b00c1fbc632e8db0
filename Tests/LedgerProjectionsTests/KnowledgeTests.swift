import LedgerModel
import LedgerProjections
import Testing

/// What was known when a target was lowered: an actual of FY2018 against a decision of 2019-06-10.
@Suite struct KnowledgeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let actual: When
        var decision: When = .day(Day(2019, 6, 10)!)
        var actualIsLive = true
        var decisionIsLive = true
        var actualComesFirst = true
        let known: KnownAtDecision.PeriodActual
        let basis: Known.Basis
    }

    private static func day(_ text: String) -> When { .day(Day(text)!) }
    private static var month: When {
        var when = When.range("2019-06-01", "2019-06-30")
        when.precision = .month
        return when
    }

    static let cases: [Case] = [
        Case(testDescription: "day before", actual: day("2019-06-09"), known: .final, basis: .decidedDates),
        Case(testDescription: "day after", actual: day("2019-06-11"), known: .none, basis: .decidedDates),
        Case(
            testDescription: "day before though entered later", actual: day("2019-06-09"), actualComesFirst: false, known: .final,
            basis: .decidedDates),
        Case(
            testDescription: "day before though backfilled", actual: day("2019-06-09"), actualIsLive: false, actualComesFirst: false,
            known: .final, basis: .decidedDates),
        Case(testDescription: "same day, entered before", actual: day("2019-06-10"), known: .final, basis: .sequence),
        Case(testDescription: "same day, entered after", actual: day("2019-06-10"), actualComesFirst: false, known: .none, basis: .sequence),
        Case(
            testDescription: "same day, actual backfilled", actual: day("2019-06-10"), actualIsLive: false, known: .cannotBeTold,
            basis: .cannotBeTold),
        Case(
            testDescription: "same day, decision backfilled", actual: day("2019-06-10"), decisionIsLive: false, known: .cannotBeTold,
            basis: .cannotBeTold),
        Case(testDescription: "month around, entered before", actual: month, known: .final, basis: .sequence),
        Case(testDescription: "month around, entered after", actual: month, actualComesFirst: false, known: .none, basis: .sequence),
        Case(testDescription: "month around, backfilled", actual: month, actualIsLive: false, known: .cannotBeTold, basis: .cannotBeTold),
        Case(
            testDescription: "decision in a month that follows", actual: day("2019-05-31"), decision: month, known: .final, basis: .decidedDates),
        Case(
            testDescription: "decision in a month around, backfilled", actual: day("2019-06-10"), decision: month, decisionIsLive: false,
            known: .cannotBeTold, basis: .cannotBeTold),
        Case(
            testDescription: "decision in a month before", actual: day("2019-07-01"), decision: month, known: .none, basis: .decidedDates),
        Case(testDescription: "unknown day, entered before", actual: .unknown, known: .final, basis: .sequence),
        Case(testDescription: "unknown day, entered after", actual: .unknown, actualComesFirst: false, known: .none, basis: .sequence),
        Case(
            testDescription: "unknown day, backfilled after", actual: .unknown, actualIsLive: false, actualComesFirst: false,
            known: .cannotBeTold, basis: .cannotBeTold),
        Case(
            testDescription: "decision unknown and backfilled", actual: day("2019-06-09"), decision: .unknown, decisionIsLive: false,
            known: .cannotBeTold, basis: .cannotBeTold),
        Case(
            testDescription: "decision unknown, but recorded before the actual was had", actual: day("2019-12-01"), decision: .unknown,
            decisionIsLive: false, known: .none, basis: .decidedDates),
    ]

    private func history(_ one: Case) -> Book {
        var book = Book()
        book.today = "2015-04-01"
        book.enter(indicator())
        book.enter(fact(.target, "FY2018", value("100")))
        book.today = "2019-07-01"
        let actual = { (book: inout Book) in
            _ = book.enter(fact(.actual, "FY2018", value("60")), Book.How().when(one.actual).live(one.actualIsLive))
        }
        if one.actualComesFirst { actual(&book) }
        book.enter(
            fact(.target, "FY2018", value("50")), Book.How(change: .revised).when(one.decision).live(one.decisionIsLive))
        if !one.actualComesFirst { actual(&book) }
        return book
    }

    @Test(arguments: cases) func matrix(_ one: Case) throws {
        let audit = try TargetAudit(history(one).ledger)
        let known = try #require(audit.changes.first?.known)
        #expect(known.actual == one.known)
        #expect(known.basis == one.basis)
        var filter = TargetAudit.Filter()
        filter.afterActual = true
        let listed = try TargetAudit(history(one).ledger, filter: filter)
        #expect(listed.changes.count == (one.known == .final ? 1 : 0))
        #expect(listed.cannotBeTold.count == (one.known == .cannotBeTold ? 1 : 0))
    }

    /// An unknown date counts up to the day of recording: an entry of an earlier day was known for certain.
    @Test func unknownDateRecordedLongBefore() throws {
        var book = Book()
        book.today = "2019-01-01"
        book.enter(indicator())
        book.enter(fact(.target, "FY2018", value("100")))
        book.enter(fact(.actual, "FY2018", value("60")), Book.How().when(.unknown).live(false))
        book.today = "2019-07-01"
        book.enter(fact(.target, "FY2018", value("50")), .revised("2019-07-01"))
        let known = try #require(try TargetAudit(book.ledger).changes.first?.known)
        #expect(known.actual == .final)
        #expect(known.basis == .decidedDates)
    }

    /// Entries of one batch are recorded at one instant, so that their order tells nothing.
    @Test func oneBatchHasNoSequence() throws {
        var book = Book()
        book.today = "2019-07-01"
        book.enter(indicator())
        book.enter(fact(.target, "FY2018", value("100")))
        book.inBatch(2) { book in
            book.enter(fact(.target, "FY2018", value("50")), .revised("2019-07-01"))
            book.enter(fact(.actual, "FY2018", value("60")), .decided("2019-07-01"))
        }
        #expect(try TargetAudit(book.ledger).changes.first?.known?.actual == .cannotBeTold)
    }

    /// Withdrawing the actual after the decision does not make it unknown then; withdrawn before, it was no actual.
    @Test func withdrawnActuals() throws {
        func known(withdrawnFirst: Bool) throws -> KnownAtDecision {
            var book = Book()
            book.today = "2019-05-01"
            book.enter(indicator())
            book.enter(fact(.target, "FY2018", value("100")))
            let actual = book.enter(fact(.actual, "FY2018", value("60")))
            book.today = "2019-06-01"
            if withdrawnFirst { book.withdraw(actual) }
            book.today = "2019-07-01"
            book.enter(fact(.target, "FY2018", value("50")), .revised("2019-07-01"))
            book.today = "2019-08-01"
            if !withdrawnFirst { book.withdraw(actual) }
            book.enter(fact(.actual, "FY2018", value("60")))
            return try #require(try TargetAudit(book.ledger).changes.first?.known)
        }
        #expect(try known(withdrawnFirst: false).actual == .cannotBeTold)
        #expect(try known(withdrawnFirst: true).actual == .none)
    }

    private func known(_ actuals: [(String, Value, String)], target: String = "FY2018", _ aggregation: Aggregation = .level) throws -> KnownAtDecision {
        var book = Book()
        book.today = "2015-04-01"
        book.enter(plan())
        book.enter(indicator("i", [measure("m", unit: "人", .higher, aggregation)]))
        book.enter(fact(.baseline, "FY2014", value("0")))
        book.enter(fact(.target, target, value("100")))
        book.today = "2019-07-01"
        for (period, value, decided) in actuals { book.enter(fact(.actual, period, value), .decided(decided)) }
        book.enter(fact(.target, target, value("50")), .revised("2019-07-01"))
        return try #require(try TargetAudit(book.ledger).changes.first?.known)
    }

    @Test func kindsOfActual() throws {
        let provisional = value("60", status: .p), expected = value("60", status: .f)
        #expect(try known([("FY2018", provisional, "2019-05-01")]).actual == .provisional)
        #expect(try known([("FY2018", expected, "2018-12-01")]).actual == .expected)
        #expect(try known([("FY2018", expected, "2018-12-01"), ("FY2018", value("61"), "2019-06-01")]).actual == .final)
        #expect(try known([("FY2018", expected, "2018-12-01"), ("FY2018", value("61"), "2019-08-01")]).actual == .expected)
        #expect(try known([("FY2018", provisional, "2019-05-01"), ("FY2018", value("61"), "2019-08-01")]).actual == .provisional)
        #expect(try known([("FY2018", absent(.pending), "2019-05-01")]).actual == .none)
        #expect(try known([]).actual == .none)
        #expect(try known([]).basis == nil)
        let expectedOnly = try known([("FY2018", expected, "2018-12-01")])
        #expect(expectedOnly.afterActual == .no)
        #expect(expectedOnly.latest == nil)
    }

    @Test func actualOfARangeIsTheCumulativeOneOfItsLastYear() throws {
        let range = "FY2015-FY2018"
        #expect(try known([("FY2018", value("60"), "2019-05-01")], target: range, .cumulative).actual == .final)
        #expect(try known([("FY2017", value("60"), "2019-05-01")], target: range, .cumulative).actual == .none)
        let yearly = value("60", aggregation: .singleYear)
        #expect(try known([("FY2018", yearly, "2019-05-01")], target: range, .cumulative).actual == .none)
        #expect(try known([("FY2018", value("60"), "2019-05-01")], target: "<=FY2018").actual == .final)
        #expect(try known([("CY2018", value("60"), "2019-05-01")], target: "FY2018").actual == .none)
    }

    @Test func latestIsMeasuredAgainstTheOldPath() throws {
        let behind = try known([("FY2015", value("30"), "2016-05-01"), ("FY2016", value("40"), "2017-05-01")])
        #expect(behind.latest?.actual.fact.period == "FY2016")
        #expect(behind.behind == .yes)  // 40 % where the old path stands at 50 %; the new target would be met
        #expect(try known([("FY2016", value("50"), "2017-05-01")]).behind == .no)
        #expect(try known([("FY2016", value("50"), "2017-05-01"), ("FY2017", value("10"), "2019-08-01")]).behind == .no)
        #expect(try known([]).behind == .cannotBeTold)
    }

    @Test func aPossiblyKnownLaterFigureLeavesBehindOpen() throws {
        let later = try known([("FY2016", value("10"), "2017-05-01")])
        #expect(later.behind == .yes)
        var book = Book()
        book.today = "2019-07-01"
        book.enter(indicator())
        book.enter(fact(.baseline, "FY2014", value("0")))
        book.enter(fact(.target, "FY2018", value("100")))
        book.enter(fact(.actual, "FY2016", value("10")), .decided("2017-05-01"))
        book.enter(fact(.actual, "FY2017", value("90")), Book.How().when(.unknown).live(false))
        book.enter(fact(.target, "FY2018", value("50")), .revised("2019-07-01"))
        let known = try #require(try TargetAudit(book.ledger).changes.first?.known)
        #expect(known.laterCannotBeTold)
        #expect(known.behind == .cannotBeTold)
    }
}
