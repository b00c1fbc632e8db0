import LedgerModel
import Testing

@testable import LedgerProjections

/// What a rule makes of figures: every way of comparing, combining and rounding on cases small enough to work out by hand.
@Suite struct DerivedGradeTests {
    private let programmeSubject = Subject(.programme, "g")

    private func rule(
        _ compare: RuleAdopted.Compare, _ combine: RuleAdopted.Combine = .best, _ rounding: RuleAdopted.Rounding = .none, digits: UInt32 = 0,
        _ cuts: [(String, String)] = [("A", "120"), ("B", "100"), ("C", "70"), ("D", "")]
    ) -> RuleAdopted {
        .with { rule in
            (rule.id, rule.version, rule.compare, rule.combine, rule.rounding, rule.roundingDigits) = ("r", 1, compare, combine, rounding, digits)
            rule.thresholds = cuts.map { grade, atLeast in .with { ($0.grade, $0.atLeast) = (grade, atLeast) } }
        }
    }

    /// A programme in a plan of five years.
    private func book() -> Book {
        var book = Book()
        book.enter(plan())
        book.enter(section("s"))
        book.enter(programme("g", in: "s"))
        return book
    }

    private func derive(_ book: Book, _ rule: RuleAdopted, _ subject: Subject? = nil, period: String = "FY2016") throws -> DerivedGrade {
        try DerivedGrade(book.ledger, of: subject ?? programmeSubject, plan: "p", period: period, rule: rule)
    }

    private func add(
        _ id: String, to book: inout Book, actual: Value?, target: Value? = value("100"), targetPeriod: String = "FY2019", baseline: Value? = nil,
        _ direction: Measure.Direction = .higher, _ aggregation: Aggregation = .level, actualPeriod: String = "FY2016"
    ) {
        book.enter(indicator(id, [measure("m", unit: "人", direction, aggregation)], at: [programmeSubject]))
        if let baseline { book.enter(fact(.baseline, "FY2014", baseline, indicator: id)) }
        if let target { book.enter(fact(.target, targetPeriod, target, indicator: id)) }
        if let actual { book.enter(fact(.actual, actualPeriod, actual, indicator: id)) }
    }

    // MARK: what is compared

    /// 62 on the way from 50 to 100, after two of five years.
    @Test func aLevel() throws {
        var book = book()
        add("i", to: &book, actual: value("62"), baseline: value("50"))
        for (compare, expected) in [(RuleAdopted.Compare.attainment, Ratio(62, 100)), (.progress, Ratio(12, 50)), (.plannedShare, Ratio(62, 70))] {
            #expect(try derive(book, rule(compare)).ratio == expected, "\(compare)")
        }
    }

    /// 305 of 1,000 over five years, after two of them.
    @Test func aCumulativeTarget() throws {
        var book = book()
        add("i", to: &book, actual: value("305"), target: value("1000"), targetPeriod: "FY2015-FY2019", baseline: value("115"), .higher, .cumulative)
        for (compare, expected) in [(RuleAdopted.Compare.attainment, Ratio(305, 1000)), (.progress, Ratio(305, 1000)), (.plannedShare, Ratio(305, 400))] {
            #expect(try derive(book, rule(compare)).ratio == expected, "\(compare)")
        }
    }

    @Test func withoutABaselineTheWholeTargetIsAskedFor() throws {
        var book = book()
        add("i", to: &book, actual: value("90"))
        #expect(try derive(book, rule(.plannedShare)).ratio == Ratio(90, 100))
        let progress = try derive(book, rule(.progress))
        #expect(progress.outcome == .none(.nothingComparable) && progress.inputs.map(\.result) == [.gap(.undefined(.noBaseline))])
    }

    /// Each gap by the figures that cause it.
    @Test func gaps() throws {
        typealias Case = (DerivedGrade.Gap, (inout Book) -> Void)
        let cases: [Case] = [
            (.pending, { add("i", to: &$0, actual: absent(.pending)) }),
            (.undefined(.noActual), { add("i", to: &$0, actual: nil) }),
            (.undefined(.noActual), { add("i", to: &$0, actual: value("90", status: .f)) }),
            (.undefined(.noTarget), { add("i", to: &$0, actual: value("90"), target: nil) }),
            (.undefined(.actualWithoutNumber), { add("i", to: &$0, actual: absent(.notStarted)) }),
            (.undefined(.targetWithoutNumber), { add("i", to: &$0, actual: value("90"), target: absent(.unread)) }),
            (.undefined(.unitsDiffer), { add("i", to: &$0, actual: value("90", unit: "件")) }),
            (.undefined(.aggregationsDiffer), { add("i", to: &$0, actual: value("90", aggregation: .cumulative)) }),
            (.undefined(.targetIsZero), { add("i", to: &$0, actual: value("90"), target: value("0")) }),
            (.largerIsNotBetter, { add("i", to: &$0, actual: value("90"), .lower) }),
            (.largerIsNotBetter, { add("i", to: &$0, actual: value("90"), target: value("100", bound: .atMost), .unknownDirection) }),
            (.largerIsNotBetter, { add("i", to: &$0, actual: value("90"), .keep) }),
        ]
        for (gap, enter) in cases {
            var book = book()
            enter(&book)
            let derived = try derive(book, rule(.attainment))
            #expect(derived.inputs.map(\.result) == [.gap(gap)])
            #expect(derived.outcome == .none(gap == .pending ? .pending : .nothingComparable), "\(gap)")
            #expect(derived.inputNumbers.isEmpty)
        }
    }

    /// Progress from a baseline serves both directions.
    @Test func lessIsBetterFromABaseline() throws {
        var book = book()
        add("i", to: &book, actual: value("80"), target: value("60"), baseline: value("100"), .lower)
        #expect(try derive(book, rule(.progress)).ratio == Ratio(1, 2))
    }

    // MARK: combining, rounding, thresholds

    /// 150 %, 90 % and one that cannot be compared.
    @Test func combining() throws {
        var book = book()
        add("a", to: &book, actual: value("150"))
        add("b", to: &book, actual: value("90"))
        add("c", to: &book, actual: absent(.pending))
        for (combine, expected, grade) in [(RuleAdopted.Combine.mean, Ratio(12, 10), "A"), (.best, Ratio(15, 10), "A"), (.worst, Ratio(9, 10), "C")] {
            let derived = try derive(book, rule(.attainment, combine))
            #expect(derived.outcome == .graded(grade, ratio: expected), "\(combine)")
            #expect(derived.inputs.count == 3 && derived.inputNumbers.count == 4)
        }
        #expect(try derive(book, rule(.attainment, .single)).outcome == .none(.severalMeasures))
        #expect(try derive(book, rule(.attainment, .single), Subject(.indicator, "b")).grade == "C")
    }

    /// Around every threshold, with every rounding: 119.4, 119.5, 119.9 and 120 percent of 1,000.
    @Test func rounding() throws {
        let cases: [(String, none: String, halfUp: String, down: String, halfUp1: String, down1: String)] = [
            ("1194", "B", "B", "B", "B", "B"), ("1195", "B", "A", "B", "B", "B"), ("1199", "B", "A", "B", "B", "B"),
            ("1199.5", "B", "A", "B", "A", "B"), ("1200", "A", "A", "A", "A", "A"), ("699.5", "D", "C", "D", "C", "D"), ("0", "D", "D", "D", "D", "D"),
            ("-5", "D", "D", "D", "D", "D"),
        ]
        for (actual, none, halfUp, down, halfUp1, down1) in cases {
            var book = book()
            add("i", to: &book, actual: value(actual), target: value("1000"))
            for (rounding, digits, expected) in [
                (RuleAdopted.Rounding.none, UInt32(0), none), (.halfUp, 0, halfUp), (.down, 0, down), (.halfUp, 1, halfUp1), (.down, 1, down1),
            ] {
                #expect(try derive(book, rule(.attainment, .best, rounding, digits: digits)).grade == expected, "\(actual) \(rounding) \(digits)")
            }
        }
    }

    /// Against a plain reading of the rule, over every combination.
    @Test func everyCombinationOfRules() throws {
        let actuals = ["69", "70", "99.5", "100", "119.9", "121"]
        for first in actuals {
            for second in actuals {
                var book = book()
                add("a", to: &book, actual: value(first))
                add("b", to: &book, actual: value(second))
                let amounts = [first, second].map { ExactDecimal($0)!.amount() }
                for (combine, percent) in [
                    (RuleAdopted.Combine.mean, (amounts[0] + amounts[1]) * Ratio(1, 2)), (.best, amounts.max()!), (.worst, amounts.min()!),
                ] {
                    for (rounding, lift) in [(RuleAdopted.Rounding.none, Ratio(0)), (.down, Ratio(0)), (.halfUp, Ratio(1, 2))] {
                        // Whole thresholds: rounding down changes nothing, half up is a threshold lower by a half.
                        let expected = [("A", 120), ("B", 100), ("C", 70)].first { percent + lift >= Ratio($0.1) }?.0 ?? "D"
                        #expect(try derive(book, rule(.attainment, combine, rounding)).grade == expected, "\(first) \(second) \(combine) \(rounding)")
                    }
                }
            }
        }
    }

    @Test func rulesThatSayTooLittle() throws {
        var book = book()
        add("i", to: &book, actual: value("50"))
        #expect(try derive(book, rule(.unspecified)).outcome == .none(.ruleIncomplete))
        #expect(try derive(book, rule(.attainment, .best, .none, [])).outcome == .none(.ruleIncomplete))
        #expect(try derive(book, rule(.attainment, .best, .none, [("A", "100"), ("B", "60")])).outcome == .none(.belowEveryThreshold))
    }

    // MARK: who is judged, and when

    @Test func notJudged() throws {
        for (kind, reason) in [(GradeGiven.NoGrade.excluded, DerivedGrade.Reason.excluded), (.ended, .ended)] {
            var book = book()
            add("i", to: &book, actual: value("90"))
            book.enter(grade(programmeSubject, "FY2016", "", kind))
            #expect(try derive(book, rule(.attainment)).outcome == .none(reason))
            #expect(try derive(book, rule(.attainment), period: "FY2017").outcome == .none(.nothingComparable))
        }
        var out = book()
        add("i", to: &out, actual: value("90"))
        out.enter(.scopeSet(.with { ($0.programme, $0.period, $0.inScope) = ("g", "FY2016", false) }))
        #expect(try derive(out, rule(.attainment)).outcome == .none(.excluded))
        var over = book()
        add("i", to: &over, actual: value("90"))
        over.enter(.ended(.with { ($0.subject, $0.kind) = (programmeSubject, .abolished) }), .decided("2016-10-01"))
        #expect(try derive(over, rule(.attainment)).outcome == .none(.ended))
        #expect(try derive(over, rule(.attainment), period: "FY2015").outcome == .none(.nothingComparable))
    }

    /// An indicator that had ended is left out; one that ended later is not.
    @Test func endedIndicators() throws {
        var book = book()
        add("a", to: &book, actual: value("90"))
        add("b", to: &book, actual: value("150"))
        book.enter(.ended(.with { ($0.subject, $0.kind) = (Subject(.indicator, "b"), .abolished) }), .decided("2016-10-01"))
        #expect(try derive(book, rule(.attainment)).grade == "C")
        book.enter(.resumed(.with { $0.subject = Subject(.indicator, "b") }), .decided("2016-11-01"))
        #expect(try derive(book, rule(.attainment)).grade == "A")
    }

    /// The moment decides: before the actual was recorded there is nothing.
    @Test func asOf() throws {
        var book = book()
        add("i", to: &book, actual: value("90"))
        let before = try DerivedGrade(
            book.ledger, of: programmeSubject, plan: "p", period: "FY2016", rule: rule(.attainment), asOf: AsOf(number: book.ledger.size - 1))
        #expect(before.outcome == .none(.nothingComparable))
    }

    // MARK: which rule

    @Test func theRuleOfALedger() throws {
        var book = book()
        #expect(try GradingRules.rule(for: nil, in: book.ledger, asOf: .now) == nil)
        book.enter(.ruleAdopted(rule(.attainment)))
        #expect(try GradingRules.rule(for: nil, in: book.ledger, asOf: .now)?.id == "r")
        var second = rule(.attainment, .worst)
        second.version = 2
        book.enter(.ruleAdopted(second), .revised("2020-01-01"))
        #expect(try GradingRules.rule(for: nil, in: book.ledger, asOf: .now)?.version == 2)
        let named = GradeGiven.with { ($0.rule, $0.ruleVersion) = ("r", 1) }
        #expect(try GradingRules.rule(for: named, in: book.ledger, asOf: .now)?.combine == .best)
        var other = rule(.progress)
        other.id = "other"
        book.enter(.ruleAdopted(other))
        #expect(try GradingRules.rule(for: nil, in: book.ledger, asOf: .now) == nil)
        #expect(try GradingRules.rule(for: named, in: book.ledger, asOf: .now)?.version == 1)
    }
}
