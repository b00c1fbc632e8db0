import LedgerModel
import LedgerProjections

// Histories in which what is asked changes without a revision of any target.

func carriedOver(_ from: String, _ to: String, into plan: String) -> Statement.OneOf_Act {
    var act = Restructured()
    act.kind = .carriedOver
    (act.from, act.to, act.plan) = ([Subject(.indicator, from)], [Subject(.indicator, to)], plan)
    return .restructured(act)
}

/// Two plans, whose years overlap in FY2019.
func twoPlans() -> Book {
    var book = Book()
    book.today = "2015-10-01"
    book.enter(plan())
    book.enter(indicator())
    book.enter(fact(.baseline, "FY2014", value("500")))
    book.enter(fact(.target, "FY2019", value("1000")))
    book.today = "2018-06-01"
    book.enter(plan("q", "FY2019-FY2023"))
    book.enter(fact(.actual, "FY2017", value("600")))
    return book
}

func hanging(_ detached: Bool, to programme: String = "g") -> Statement.OneOf_Act {
    var act = Attached()
    act.indicator = "i"
    act.to = Subject(.programme, programme)
    act.detached = detached
    return .attached(act)
}

func rule(_ id: String, _ thresholds: [String], version: UInt32 = 1, compare: RuleAdopted.Compare = .attainment) -> Statement.OneOf_Act {
    var act = RuleAdopted()
    (act.id, act.version, act.compare) = (id, version, compare)
    act.thresholds = zip(["A", "B", "C"], thresholds).map { grade, atLeast in
        var threshold = RuleAdopted.Threshold()
        (threshold.grade, threshold.atLeast) = (grade, atLeast)
        return threshold
    }
    return .ruleAdopted(act)
}

func graded(_ id: String, _ period: String, by rule: String, version: UInt32 = 1) -> Statement.OneOf_Act {
    guard case .gradeGiven(var act) = grade(Subject(.programme, id), period, "B") else { preconditionFailure("a grade") }
    (act.rule, act.ruleVersion) = (rule, version)
    return .gradeGiven(act)
}

/// Two programmes judged by one rule, and a year later by another.
func judgedAnew(to thresholds: [String], compare: RuleAdopted.Compare = .attainment) -> Book {
    var book = Book()
    for id in ["g", "h"] { book.enter(programme(id)) }
    book.enter(rule("a", ["100", "80", ""]))
    book.enter(rule("b", thresholds, compare: compare))
    for period in ["FY2017", "FY2018", "FY2016"] {
        for id in ["g", "h"] { book.enter(graded(id, period, by: period == "FY2018" ? "b" : "a")) }
    }
    return book
}
