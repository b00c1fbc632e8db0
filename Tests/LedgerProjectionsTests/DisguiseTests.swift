import LedgerModel
import LedgerProjections
import Testing

/// Changes of what is asked that leave every target's own entry alone.
@Suite struct DisguiseTests {
    private func changes(_ book: Book) throws -> [TargetChange] { try TargetAudit(book.ledger).changes }

    @Test(arguments: [("800", Effect.loosened), ("1200", .tightened)])
    func carriedOverToAnotherPlan(number: String, effect: Effect) throws {
        var book = twoPlans()
        book.enter(carriedOver("i", "i", into: "q"))
        let set = book.enter(fact(.target, "FY2019", value(number), plan: "q"))
        book.enter(fact(.target, "FY2023", value("700"), plan: "q"))
        let one = try #require(try changes(book).first)
        #expect(try changes(book).count == 1)
        #expect(one.event == set)
        #expect(one.effect == effect)
        #expect(one.disguises == [.carriedOver])
        #expect(one.old?.event?.fact?.plan == "p")
        #expect(one.known?.behind == .yes)
    }

    @Test func carriedOverAsItWas() throws {
        var book = twoPlans()
        book.enter(carriedOver("i", "i", into: "q"))
        book.enter(fact(.target, "FY2019", value("1.0", scale: 3), plan: "q"))
        #expect(try changes(book).isEmpty)
    }

    @Test func twoPlansWithoutCarryingOverSetTwoTargets() throws {
        var book = twoPlans()
        book.enter(fact(.target, "FY2019", value("800"), plan: "q"))
        #expect(try changes(book).isEmpty)
    }

    @Test func carriedOverUnderAnotherIdentifierAndRevisedThere() throws {
        var book = twoPlans()
        book.enter(indicator("j"))
        book.enter(carriedOver("i", "j", into: "q"))
        book.enter(fact(.target, "<=FY2021", value("1000"), indicator: "j", plan: "q"))
        book.enter(fact(.target, "<=FY2021", value("900"), indicator: "j", plan: "q"), .revised("2018-07-01"))
        let found = try changes(book)
        #expect(found.map(\.subject.id) == ["j", "j"])
        #expect(found.map(\.effect) == [.loosened, .loosened])
        #expect(found.map(\.disguises) == [[.carriedOver, .laterPeriod], []])
    }

    @Test func detachedWithAnOpenTarget() throws {
        var book = twoPlans()
        book.enter(programme("g"))
        let hung = book.enter(hanging(false))
        let off = book.enter(hanging(true))
        let one = try #require(try changes(book).first)
        #expect(try changes(book).count == 1)
        #expect(one.event == off)
        #expect(one.previous == hung)
        #expect(one.effect == .cannotBeTold)
        #expect(one.disguises == [.detached])
        #expect(one.old?.value.number == "1000")
        #expect(one.known?.behind == .yes)
        var filter = TargetAudit.Filter()
        filter.programme = Subject(.programme, "g")
        #expect(try TargetAudit(book.ledger, filter: filter).changes.map(\.event) == [off])
    }

    @Test func movedToAnotherProgrammeOrDetachedAfterItsTime() throws {
        var moved = twoPlans()
        for id in ["g", "h"] { moved.enter(programme(id)) }
        moved.enter(hanging(false))
        moved.enter(hanging(true))
        moved.enter(hanging(false, to: "h"))
        #expect(try changes(moved).isEmpty)
        var late = twoPlans()
        late.enter(programme("g"))
        late.enter(hanging(false))
        late.enter(hanging(true), .decided("2020-04-01"))
        #expect(try changes(late).isEmpty)
    }

    @Test(arguments: [("FY2015-FY2021", 1), ("FY2014-FY2019", 0), ("FY2015-FY2018", 0)])
    func planExtended(period: String, count: Int) throws {
        var book = twoPlans()
        var act = PlanExtended()
        (act.plan, act.period, act.previousPeriod) = ("p", period, "FY2015-FY2019")
        let event = book.enter(.planExtended(act), .revised("2018-07-01"))
        let found = try changes(book)
        #expect(found.count == count)
        for one in found {
            #expect(one.subject == Subject(.plan, "p"))
            #expect(one.event == event)
            #expect(one.previous?.number == 1)
            #expect(one.effect == .cannotBeTold)
            #expect(one.disguises == [.longerPeriod])
        }
    }

    @Test(arguments: [
        (["90", "80", ""], RuleAdopted.Compare.attainment, Effect.loosened, [Disguise.milderRule]),
        (["90", "90", ""], .attainment, .cannotBeTold, [.milderRule]),
        (["100", "80", ""], .progress, .cannotBeTold, [.milderRule]),
        (["110", "80", ""], .attainment, .tightened, []),
    ])
    func milderRuleUnderANewIdentifier(thresholds: [String], compare: RuleAdopted.Compare, effect: Effect, disguises: [Disguise]) throws {
        let found = try changes(judgedAnew(to: thresholds, compare: compare))
        #expect(found.count == 1)
        let one = try #require(found.first)
        #expect(one.subject == Subject(.rule, "b"))
        #expect(one.event.number == 4)
        #expect(one.previous?.number == 3)
        #expect(one.effect == effect)
        #expect(one.disguises == disguises)
    }

    @Test func theVersionThatTheGradesName() throws {
        var book = judgedAnew(to: ["100", "80", ""])
        book.enter(rule("b", ["70", "60", ""], version: 2), .revised("2020-01-01"))
        book.enter(graded("g", "FY2019", by: "a"))
        book.enter(graded("g", "FY2020", by: "b", version: 2))
        let found = try changes(book).filter { $0.subject.id == "b" && $0.previous?.number == 3 }
        #expect(found.map(\.effect) == [.unchanged, .loosened])
    }

    @Test func anUnknownRuleIsToldOfTheGradedSubject() throws {
        var book = Book()
        book.enter(programme("g"))
        let old = book.enter(graded("g", "FY2016", by: "x"))
        let new = book.enter(graded("g", "FY2017", by: "y"))
        let one = try #require(try changes(book).first)
        #expect(one.subject == Subject(.programme, "g"))
        #expect(one.event == new)
        #expect(one.previous == old)
        #expect(one.effect == .cannotBeTold)
        #expect(one.disguises == [.milderRule])
    }
}
