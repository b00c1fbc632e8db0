import LedgerModel
import LedgerProjections
import Testing

@Suite struct ProgressTests {
    private func stated(_ kind: FactRecorded.Kind, _ period: String, _ value: Value) -> Stated {
        var book = Book()
        return Stated(book.enter(fact(kind, period, value)))!
    }

    private func progress(
        actual: (String, Value)?, target: (String, Value)?, baseline: (String, Value)? = nil, _ measure: Measure? = LedgerProjectionsTests.measure(),
        plan: String? = "FY2015-FY2019"
    ) -> Progress {
        Progress.of(
            actual: actual.map { stated(.actual, $0.0, $0.1) }, target: target.map { stated(.target, $0.0, $0.1) },
            baseline: baseline.map { stated(.baseline, $0.0, $0.1) }, measure: measure, plan: plan.flatMap { Period($0) })
    }

    private func figure(_ progress: Progress) throws -> Progress.Figure {
        guard case .figure(let figure) = progress else {
            Issue.record("undefined: \(progress)")
            throw CancellationError()
        }
        return figure
    }

    @Test(arguments: ["FY2015-FY2019", "FY2019", "<=FY2019"])
    func cumulativeIsShareOfTheTargetWhateverTheBaseline(period: String) throws {
        let yearly = value("210", aggregation: .singleYear)
        let figure = try figure(
            progress(actual: ("FY2016", value("305")), target: (period, value("1000")), baseline: ("FY2014", yearly), measure(.higher, .cumulative)))
        #expect(figure.formula == .shareOfTarget)
        #expect(figure.attained.percent == "30.5")
        #expect(figure.planned?.percent == "40.0")
        #expect(figure.isBehind == true)
    }

    @Test func cumulativeWithoutAnyStartHasNoPath() throws {
        let figure = try figure(
            progress(actual: ("FY2016", value("305")), target: ("FY2019", value("1000")), measure(.higher, .cumulative), plan: nil))
        #expect(figure.planned == nil)
        #expect(figure.isBehind == nil)
    }

    @Test func levelGoesFromTheBaseline() throws {
        let figure = try figure(
            progress(actual: ("FY2016", value("1.25", scale: 3)), target: ("FY2019", value("2000")), baseline: ("FY2014", value("1000"))))
        #expect(figure.formula == .fromBaseline)
        #expect(figure.attained.percent == "25.0")
        #expect(figure.planned?.percent == "40.0")
    }

    @Test func lowerIsBetterUsesTheSameFraction() throws {
        let figure = try figure(
            progress(actual: ("FY2016", value("8")), target: ("FY2019", value("5")), baseline: ("FY2014", value("10")), measure(.lower)))
        #expect(figure.attained.percent == "40.0")
        #expect(figure.isBehind == false)
    }

    @Test func realZeroIsAValue() throws {
        let figure = try figure(progress(actual: ("FY2016", value("0")), target: ("FY2019", value("5")), baseline: ("FY2014", value("0"))))
        #expect(figure.attained.isZero)
        #expect(figure.isBehind == true)
    }

    @Test func everyYearIsAskedWhole() throws {
        let figure = try figure(
            progress(
                actual: ("FY2016", value("70")), target: ("FY2015-FY2019", value("75", bound: .atLeast)),
                baseline: ("FY2014", value("50")), measure(.higher, .singleYear)))
        #expect(figure.attained.percent == "80.0")
        #expect(figure.planned == Ratio(1))
    }

    @Test func incrementIsMeasuredByTheCompanion() throws {
        var actual = value("127")
        actual.companion.meaning = .changeFromPrevious
        actual.companion.number = "62"
        actual.companion.unit = "人"
        let figure = try figure(progress(actual: ("FY2016", actual), target: ("FY2015-FY2019", value("50", form: .incrementPerYear))))
        #expect(figure.attained.percent == "124.0")
        #expect(figure.planned == Ratio(1))
    }

    @Test func incrementsSumOverTheSpan() throws {
        let figure = try figure(
            progress(
                actual: ("FY2016", value("80", aggregation: .cumulative)), target: ("FY2015-FY2019", value("50", form: .incrementPerYear))))
        #expect(figure.attained.percent == "32.0")
        #expect(figure.planned?.percent == "40.0")
    }

    @Test func otherwiseItIsUndefinedAndSaysWhy() {
        let t = ("FY2019", value("2000")), b = ("FY2014", value("1000")), a = ("FY2016", value("1500"))
        let cumulative = measure(.higher, .cumulative)
        let cases: [(Progress, Progress.Obstacle)] = [
            (progress(actual: a, target: nil, baseline: b), .noTarget),
            (progress(actual: nil, target: t, baseline: b), .noActual),
            (progress(actual: a, target: t), .noBaseline),
            (progress(actual: a, target: ("FY2019", value("", bound: .maintain)), baseline: b), .targetWithoutNumber),
            (progress(actual: ("FY2016", absent(.pending)), target: t, baseline: b), .actualWithoutNumber),
            (progress(actual: a, target: t, baseline: ("FY2014", absent(.unknown))), .baselineWithoutNumber),
            (progress(actual: ("FY2016", value("15", unit: "件")), target: t, baseline: b), .unitsDiffer),
            (progress(actual: a, target: t, baseline: ("FY2014", value("10", unit: "件"))), .unitsDiffer),
            (progress(actual: ("FY2016", value("15", aggregation: .singleYear)), target: t, baseline: b), .aggregationsDiffer),
            (progress(actual: ("FY2016", value("15", aggregation: .singleYear)), target: t, baseline: b, cumulative), .aggregationsDiffer),
            (progress(actual: a, target: t, baseline: b, measure(.higher, .notStated)), .aggregationNotStated),
            (progress(actual: a, target: ("FY2015-FY2019", value("50", form: .incrementPerYear)), baseline: b), .formsDiffer),
            (progress(actual: a, target: ("FY2019", value("0")), cumulative), .targetIsZero),
            (progress(actual: a, target: ("FY2019", value("1000")), baseline: b), .targetEqualsBaseline),
            (progress(actual: a, target: ("FY2019", value("900", bound: .atLeast)), baseline: b), .targetBehindBaseline),
            (progress(actual: ("FY2014", value("1")), target: ("FY2015-FY2019", value("50")), cumulative), .actualOutsidePeriod),
        ]
        for (progress, obstacle) in cases { #expect(progress == .undefined(obstacle)) }
        #expect(Set(cases.map(\.1)) == Set(Progress.Obstacle.allCases))
    }

    @Test func calendarAndFiscalYearsMakeNoPath() throws {
        let figure = try figure(
            progress(actual: ("CY2016", value("1500")), target: ("FY2019", value("2000")), baseline: ("CY2014", value("1000"))))
        #expect(figure.attained.percent == "50.0")
        #expect(figure.planned == nil)
    }

    private func measure(_ direction: Measure.Direction, _ aggregation: Aggregation = .level) -> Measure {
        LedgerProjectionsTests.measure("m", unit: "人", direction, aggregation)
    }
    private func measure() -> Measure { LedgerProjectionsTests.measure() }
}
