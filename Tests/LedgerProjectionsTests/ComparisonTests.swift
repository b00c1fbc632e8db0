import LedgerModel
import LedgerProjections
import Testing

@Suite struct ComparisonTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let old: (String, Value)
        let new: (String, Value)
        var direction = Measure.Direction.higher
        var aggregation = Aggregation.level
        let effect: Effect
        var disguises: [Disguise] = []
        var testDescription: String { name }
    }

    static let year = "FY2019"
    static let cases: [Case] = [
        Case(name: "lower number", old: (year, value("1000")), new: (year, value("800")), effect: .loosened),
        Case(name: "higher number", old: (year, value("1000")), new: (year, value("1200")), effect: .tightened),
        Case(name: "lower is better, more allowed", old: (year, value("5")), new: (year, value("6")), direction: .lower, effect: .loosened),
        Case(name: "lower is better, less allowed", old: (year, value("5")), new: (year, value("4")), direction: .lower, effect: .tightened),
        Case(name: "other scale, same amount", old: (year, value("1.0", scale: 3)), new: (year, value("1000")), effect: .unchanged),
        Case(name: "no direction", old: (year, value("1000")), new: (year, value("800")), direction: .unknownDirection, effect: .cannotBeTold),
        Case(name: "to be kept", old: (year, value("1000")), new: (year, value("800")), direction: .keep, effect: .cannotBeTold),
        Case(
            name: "direction from the bounds", old: (year, value("3", bound: .atMost)), new: (year, value("5", bound: .atMost)),
            direction: .unknownDirection, effect: .loosened),
        Case(
            name: "bound against direction", old: (year, value("3", bound: .atMost)), new: (year, value("5", bound: .atMost)),
            direction: .higher, effect: .cannotBeTold),
        Case(
            name: "about", old: (year, value("1000", bound: .atLeast)), new: (year, value("1000", bound: .about)),
            effect: .loosened, disguises: [.weakerBound]),
        Case(
            name: "more than becomes at least", old: (year, value("1000", bound: .moreThan)), new: (year, value("1000", bound: .atLeast)),
            effect: .loosened, disguises: [.weakerBound]),
        Case(name: "plain becomes at least", old: (year, value("1000")), new: (year, value("1000", bound: .atLeast)), effect: .unchanged),
        Case(
            name: "about more", old: (year, value("1000")), new: (year, value("1200", bound: .about)), effect: .cannotBeTold,
            disguises: [.weakerBound]),
        Case(
            name: "a number becomes 維持", old: (year, value("1000")), new: (year, value("", bound: .maintain)), effect: .loosened,
            disguises: [.weakerBound]),
        Case(name: "a number becomes a word", old: (year, value("1000")), new: (year, value("")), effect: .cannotBeTold),
        Case(
            name: "later", old: (year, value("1000")), new: ("FY2021", value("1000")), effect: .loosened, disguises: [.laterPeriod]),
        Case(name: "earlier", old: (year, value("1000")), new: ("FY2018", value("1000")), effect: .tightened),
        Case(name: "by the same year", old: (year, value("1000")), new: ("<=FY2019", value("1000")), effect: .unchanged),
        Case(
            name: "longer", old: ("FY2016-FY2019", value("1000")), new: ("FY2015-FY2019", value("1000")), aggregation: .cumulative,
            effect: .loosened, disguises: [.longerPeriod]),
        Case(
            name: "longer at the end", old: ("FY2015-FY2019", value("1000")), new: ("FY2015-FY2020", value("1000")),
            aggregation: .cumulative, effect: .loosened, disguises: [.laterPeriod, .longerPeriod]),
        Case(
            name: "each year for longer", old: ("FY2015-FY2019", value("75")), new: ("FY2015-FY2020", value("75")),
            aggregation: .singleYear, effect: .cannotBeTold, disguises: [.laterPeriod, .longerPeriod]),
        Case(
            name: "more but later", old: (year, value("1000")), new: ("FY2021", value("1200")), effect: .cannotBeTold,
            disguises: [.laterPeriod]),
        Case(
            name: "other unit", old: (year, value("1000")), new: (year, value("300", unit: "世帯")), effect: .cannotBeTold,
            disguises: [.unitChanged]),
        Case(
            name: "other aggregation", old: (year, value("1000", aggregation: .singleYear)), new: (year, value("1000", aggregation: .cumulative)),
            effect: .cannotBeTold, disguises: [.aggregationChanged]),
        Case(
            name: "対象外", old: (year, value("1000")), new: (year, absent(.excluded)), effect: .loosened, disguises: [.movedToExcluded]),
        Case(
            name: "a number becomes 増加, which has no unit", old: (year, value("1000")), new: (year, value("", unit: "", bound: .increase)),
            effect: .loosened, disguises: [.weakerBound]),
        Case(
            name: "a number becomes 維持, which has no unit", old: (year, value("950")), new: (year, value("", unit: "", bound: .maintain)),
            effect: .loosened, disguises: [.weakerBound]),
        Case(
            name: "a number below the baseline becomes 維持", old: (year, value("35")), new: (year, value("", unit: "", bound: .maintain)),
            effect: .tightened),
        Case(
            name: "維持 becomes 増加", old: (year, value("", unit: "", bound: .maintain)), new: (year, value("", unit: "", bound: .increase)),
            effect: .tightened),
        Case(
            name: "維持 of a baseline in another unit", old: (year, value("35", unit: "%")), new: (year, value("", unit: "", bound: .maintain)),
            effect: .cannotBeTold),
        Case(
            name: "a number with an aggregation becomes 増加", old: (year, value("1000", aggregation: .average)),
            new: (year, value("", unit: "", bound: .increase)), effect: .loosened, disguises: [.weakerBound]),
        Case(name: "out of 対象外", old: (year, absent(.excluded)), new: (year, value("90", unit: "%")), effect: .tightened),
        Case(name: "a number becomes 調査中", old: (year, value("1000")), new: (year, absent(.pending)), effect: .cannotBeTold),
        Case(name: "open end", old: (year, value("1000")), new: (">=FY2019", value("1000")), effect: .cannotBeTold),
    ]

    private func side(_ said: (String, Value)) -> TargetSide { TargetSide(value: said.1, period: said.0) }

    @Test(arguments: cases) func effectAndDisguise(_ one: Case) {
        let m = measure("m", unit: "人", one.direction, one.aggregation)
        let comparison = Comparison(
            old: side(one.old), new: side(one.new), before: m, after: m, baseline: value("900"),
            settings: Settings(name: "", utcOffsetMinutes: 540, fiscalFirstMonth: 4))
        #expect(comparison.effect == one.effect)
        #expect(comparison.disguises == one.disguises)
    }

    /// Turning a change around turns its effect around, whatever the case.
    @Test(arguments: cases) func reversed(_ one: Case) {
        let m = measure("m", unit: "人", one.direction, one.aggregation)
        let settings = Settings(name: "", utcOffsetMinutes: 540, fiscalFirstMonth: 4)
        guard one.new.1.absence == .present else { return }
        let back = Comparison(old: side(one.new), new: side(one.old), before: m, after: m, baseline: value("900"), settings: settings)
        let expected: [Effect: Effect] = [.loosened: .tightened, .tightened: .loosened, .unchanged: .unchanged, .cannotBeTold: .cannotBeTold]
        #expect(back.effect == expected[one.effect])
    }
}
