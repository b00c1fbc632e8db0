import LedgerModel
import LedgerProjections
import Testing

/// Each way of changing what is asked, found once and under the right name.
@Suite struct TargetAuditTests {
    /// A plan, an indicator with a baseline, one target of FY2019 and one actual.
    private func book(_ measures: [Measure] = [measure()], period: String = "FY2019") -> Book {
        var book = Book()
        book.today = "2015-10-01"
        book.enter(plan())
        book.enter(indicator("i", measures))
        book.enter(fact(.baseline, "FY2014", value("500")))
        book.enter(fact(.target, period, value("1000")))
        book.today = "2018-06-01"
        book.enter(fact(.actual, "FY2017", value("600")))
        return book
    }

    private func only(_ book: Book, sourceLocation: SourceLocation = #_sourceLocation) throws -> TargetChange {
        let audit = try TargetAudit(book.ledger)
        #expect(audit.changes.count == 1, sourceLocation: sourceLocation)
        #expect(audit.cannotBeTold.isEmpty, sourceLocation: sourceLocation)
        return try #require(audit.changes.first, sourceLocation: sourceLocation)
    }

    @Test func nothingChangedIsNothing() throws {
        var book = book()
        book.enter(fact(.target, "FY2018", value("900")))
        book.enter(fact(.actual, "FY2017", value("601")), .revised("2018-06-02", change: .corrected))
        #expect(try TargetAudit(book.ledger).changes.isEmpty)
    }

    @Test func plainLooseningAndTightening() throws {
        var book = book()
        book.enter(fact(.target, "FY2019", value("800")), .revised("2018-07-01"))
        let one = try only(book)
        #expect(one.effect == .loosened)
        #expect(one.disguises.isEmpty)
        #expect(one.old?.value.number == "1000")
        #expect(one.new?.value.number == "800")
        #expect(one.known?.behind == .yes)
        #expect(one.known?.actual == KnownAtDecision.PeriodActual.none)
        book.enter(fact(.target, "FY2019", value("900")), .revised("2018-08-01"))
        var filter = TargetAudit.Filter()
        filter.loosened = true
        #expect(try TargetAudit(book.ledger, filter: filter).changes.map(\.effect) == [.loosened])
        #expect(try TargetAudit(book.ledger).changes.map(\.effect) == [.loosened, .tightened])
    }

    @Test func weakerBound() throws {
        var book = book()
        book.enter(fact(.target, "FY2019", value("1000", bound: .about)), .revised("2018-07-01"))
        let one = try only(book)
        #expect(one.effect == .loosened)
        #expect(one.disguises == [.weakerBound])
    }

    @Test func laterPeriodIsOneChangeWithItsOldPeriod() throws {
        var book = book()
        book.enter(fact(.target, "FY2021", value("1000"), from: "FY2019"), .revised("2018-07-01"))
        let one = try only(book)
        #expect(one.effect == .loosened)
        #expect(one.disguises == [.laterPeriod])
        #expect(one.old?.period == "FY2019")
        #expect(one.new?.period == "FY2021")
    }

    @Test func movedIntoAPeriodThatHadATarget() throws {
        var book = book()
        book.enter(fact(.target, "FY2021", value("1300")))
        book.enter(fact(.target, "FY2021", value("1000"), from: "FY2019"), .revised("2018-07-01"))
        let changes = try TargetAudit(book.ledger).changes
        #expect(changes.map { $0.old?.value.number } == ["1000", "1300"])
        #expect(changes.map(\.effect) == [.loosened, .loosened])
    }

    @Test func longerPeriod() throws {
        var book = book([measure("m", unit: "人", .higher, .cumulative)], period: "FY2016-FY2019")
        book.enter(fact(.target, "FY2015-FY2019", value("1000"), from: "FY2016-FY2019"), .revised("2018-07-01"))
        let one = try only(book)
        #expect(one.effect == .loosened)
        #expect(one.disguises == [.longerPeriod])
    }

    @Test(arguments: [("400", Effect.loosened), ("550", .tightened), ("500.0", .unchanged)])
    func baselineChanged(number: String, effect: Effect) throws {
        var book = book()
        let event = book.enter(fact(.baseline, "FY2014", value(number)), .revised("2018-07-01", change: .corrected))
        let one = try only(book)
        #expect(one.event == event)
        #expect(one.effect == effect)
        #expect(one.disguises == [.baselineChanged])
        #expect(one.previous?.value?.number == "500")
        #expect(one.old?.value.number == "1000")
    }

    @Test(arguments: [("400", Effect.tightened), ("550", .loosened)])
    func baselineWhereLessIsBetter(number: String, effect: Effect) throws {
        var book = book([measure("m", unit: "人", .lower)])
        book.enter(fact(.baseline, "FY2014", value(number)), .revised("2018-07-01"))
        #expect(try only(book).effect == effect)
    }

    @Test func baselineOfACumulativeTargetMovesNothing() throws {
        var book = book([measure("m", unit: "人", .higher, .cumulative)], period: "FY2015-FY2019")
        book.enter(fact(.baseline, "FY2014", value("400")), .revised("2018-07-01"))
        #expect(try only(book).effect == .unchanged)
    }

    @Test func unitChanged() throws {
        var book = book()
        book.enter(fact(.target, "FY2019", value("300", unit: "世帯")), .revised("2018-07-01"))
        let one = try only(book)
        #expect(one.effect == .cannotBeTold)
        #expect(one.disguises == [.unitChanged])
    }

    @Test func aggregationChanged() throws {
        var book = book()
        book.enter(fact(.target, "FY2019", value("1000", aggregation: .withRepetition)), .revised("2018-07-01"))
        let one = try only(book)
        #expect(one.effect == .cannotBeTold)
        #expect(one.disguises == [.aggregationChanged])
    }

    private func redefined(_ comparability: IndicatorRedefined.Comparability, _ measures: [Measure] = [], from: String = "FY2018") -> Statement.OneOf_Act {
        var act = IndicatorRedefined()
        act.indicator = "i"
        act.aspect = .method
        act.comparability = comparability
        act.measures = measures
        act.fromPeriod = from
        return .indicatorRedefined(act)
    }

    @Test func redefinition() throws {
        var broken = book()
        broken.enter(redefined(.break))
        #expect(try only(broken).disguises == [.redefined])
        var counted = book()
        counted.enter(redefined(.comparable, [measure("m", unit: "世帯", .higher, .withRepetition)]))
        let one = try only(counted)
        #expect(one.effect == .cannotBeTold)
        #expect(one.disguises == [.redefined, .unitChanged, .aggregationChanged])
        #expect(one.old?.value.number == "1000")
        var harmless = book()
        harmless.enter(redefined(.comparable, [measure()]))
        #expect(try TargetAudit(harmless.ledger).changes.isEmpty)
        var unsaid = book()
        unsaid.enter(redefined(.unsaid))
        #expect(try only(unsaid).effect == .cannotBeTold)
        var later = book()
        later.enter(redefined(.break, from: "FY2020"))
        #expect(try only(later).old == nil)
    }

    private func rule(_ thresholds: [String], compare: RuleAdopted.Compare = .attainment) -> Statement.OneOf_Act {
        var act = RuleAdopted()
        act.id = "r"
        act.compare = compare
        act.thresholds = zip(["A", "B", "C"], thresholds).map { grade, atLeast in
            var threshold = RuleAdopted.Threshold()
            threshold.grade = grade
            threshold.atLeast = atLeast
            return threshold
        }
        return .ruleAdopted(act)
    }

    @Test func milderRule() throws {
        func changed(_ new: Statement.OneOf_Act) throws -> TargetChange {
            var book = Book()
            book.enter(rule(["100", "80", ""]))
            book.enter(new, .revised("2020-01-01"))
            return try only(book)
        }
        let milder = try changed(rule(["90", "80.0", ""]))
        #expect(milder.effect == .loosened)
        #expect(milder.disguises == [.milderRule])
        #expect(milder.known == nil)
        #expect(try changed(rule(["110", "80", ""])).effect == .tightened)
        #expect(try changed(rule(["110", "80", ""])).disguises.isEmpty)
        #expect(try changed(rule(["110", "70", ""])).effect == .cannotBeTold)
        #expect(try changed(rule(["100", "80", ""], compare: .progress)).effect == .cannotBeTold)
    }

    @Test func movedToExcluded() throws {
        for subject in [theIndicator, Subject(.programme, "g")] {
            var book = Book()
            book.enter(programme("g"))
            book.enter(indicator())
            book.enter(grade(subject, "FY2016", "D"))
            let move = book.enter(grade(subject, "FY2017", "", .excluded))
            book.enter(grade(subject, "FY2018", "", .excluded))
            let one = try only(book)
            #expect(one.event == move)
            #expect(one.effect == .loosened)
            #expect(one.disguises == [.movedToExcluded])
        }
    }

    @Test func targetMovedToExcluded() throws {
        var book = book()
        book.enter(fact(.target, "FY2019", absent(.excluded)), .revised("2018-07-01"))
        #expect(try only(book).disguises == [.movedToExcluded])
    }

    @Test func movedOutOfScope() throws {
        func scope(_ period: String, _ inScope: Bool) -> Statement.OneOf_Act {
            var act = ScopeSet()
            act.programme = "g"
            act.period = period
            act.inScope = inScope
            return .scopeSet(act)
        }
        var book = Book()
        book.enter(programme("g"))
        book.enter(scope("FY2016", true))
        book.enter(scope("FY2017", false))
        book.enter(scope("FY2018", false))
        let one = try only(book)
        #expect(one.disguises == [.movedToExcluded])
        if case .scopeSet(let act)? = one.event.statement.act { #expect(act.period == "FY2017") } else { Issue.record("no scope") }
    }

    @Test func withdrawnAndSetAnew() throws {
        var book = book()
        let target = try #require(book.ledger.event(4))
        let withdrawal = book.withdraw(target)
        book.enter(fact(.target, "FY2019", value("700")))
        let one = try only(book)
        #expect(one.effect == .loosened)
        #expect(one.disguises == [.withdrawnAndSetAnew])
        #expect(one.withdrawal == withdrawal)
        #expect(one.old?.value.number == "1000")
        // As of the day before the withdrawal nothing had changed.
        #expect(try TargetAudit(book.ledger, asOf: AsOf(number: withdrawal.number - 1)).changes.isEmpty)
    }

    @Test func withdrawnAndSetAnewForALaterYearInOneBatch() throws {
        var book = book()
        let target = try #require(book.ledger.event(4))
        book.inBatch(2) { book in
            book.withdraw(target)
            book.enter(fact(.target, "FY2021", value("1000")))
        }
        let one = try only(book)
        #expect(one.effect == .loosened)
        #expect(one.disguises == [.withdrawnAndSetAnew, .laterPeriod])
    }

    @Test func withdrawnAndNeverSetAnew() throws {
        var book = book()
        let withdrawal = book.withdraw(try #require(book.ledger.event(4)))
        let one = try only(book)
        #expect(one.event == withdrawal)
        #expect(one.effect == .cannotBeTold)
        #expect(one.disguises == [.entryWithdrawn])
        #expect(one.new == nil)
    }

    @Test func withdrawnRevisionReturnsToTheTargetBefore() throws {
        var book = book()
        let revision = book.enter(fact(.target, "FY2019", value("800")), .revised("2018-07-01"))
        book.withdraw(revision)
        let one = try only(book)
        #expect(one.effect == .tightened)
        #expect(one.new?.value.number == "1000")
    }

    @Test func baselineWithdrawnAndSetAnew() throws {
        var book = book()
        book.withdraw(try #require(book.ledger.event(3)))
        book.enter(fact(.baseline, "FY2014", value("300")))
        let one = try only(book)
        #expect(one.effect == .loosened)
        #expect(one.disguises == [.baselineChanged, .withdrawnAndSetAnew])
    }

    @Test func takenBackAndSetAgain() throws {
        var book = book()
        book.enter(fact(.target, "FY2019", nil), .revised("2018-07-01"))
        let back = try only(book)
        #expect(back.effect == .loosened)
        #expect(back.new == nil)
        #expect(back.disguises.isEmpty)
        book.enter(fact(.target, "FY2019", value("700")), .decided("2018-09-01"))
        let changes = try TargetAudit(book.ledger).changes
        #expect(changes.map(\.disguises) == [[], [.withdrawnAndSetAnew]])
        #expect(changes.last?.old?.value.number == "1000")
    }

    private func restructured(_ kind: Restructured.Kind, _ from: [Subject], _ to: [Subject]) -> Statement.OneOf_Act {
        var act = Restructured()
        act.kind = kind
        act.from = from
        act.to = to
        return .restructured(act)
    }

    private func ended(_ subject: Subject) -> Statement.OneOf_Act {
        var act = Ended()
        act.subject = subject
        act.kind = .abolished
        return .ended(act)
    }

    @Test func discontinuedAndReplaced() throws {
        var book = book()
        book.enter(indicator("j"))
        book.enter(fact(.target, "FY2019", value("10"), indicator: "j"))
        book.enter(ended(theIndicator))
        let act = book.enter(restructured(.replaced, [theIndicator], [Subject(.indicator, "j")]))
        let one = try only(book)
        #expect(one.event == act)
        #expect(one.effect == .cannotBeTold)
        #expect(one.disguises == [.discontinuedAndReplaced])
        #expect(one.new?.value.number == "10")
        #expect(one.known?.behind == .yes)
    }

    @Test func discontinuedBeforeItsTargetWasDue() throws {
        var book = book()
        book.enter(ended(theIndicator))
        #expect(try only(book).disguises == [.discontinued])
        var after = self.book()
        after.enter(ended(theIndicator), .decided("2020-04-01"))
        #expect(try TargetAudit(after.ledger).changes.isEmpty)
        var same = self.book()
        same.enter(indicator("j"))
        same.enter(restructured(.same, [theIndicator, Subject(.indicator, "j")], [Subject(.indicator, "j")]))
        #expect(try TargetAudit(same.ledger).changes.isEmpty)
    }

    @Test func replacedValueThatTheLedgerDoesNotHold() throws {
        var book = Book()
        book.enter(indicator())
        guard case .factRecorded(var act) = fact(.target, "FY2019", value("800")) else { return }
        act.previous = value("1000")
        book.enter(.factRecorded(act), .revised("2018-07-01"))
        let one = try only(book)
        #expect(one.effect == .loosened)
        #expect(one.old?.event == nil)
        #expect(one.old?.value.number == "1000")
    }

    /// A late entry stands between the revisions that it was decided between, not where it was entered.
    @Test func orderFollowsTheInForceAxis() throws {
        var book = book()
        book.enter(fact(.target, "FY2019", value("800")), .revised("2018-07-01"))
        book.enter(fact(.target, "FY2019", value("900")), .revised("2017-07-01").live(false))
        let changes = try TargetAudit(book.ledger).changes
        #expect(changes.map { "\($0.old!.value.number)>\($0.new!.value.number)" } == ["1000>900", "900>800"])
    }

    @Test func filtersAndOrder() throws {
        var book = book()
        var attached = Attached()
        attached.indicator = "i"
        attached.to = Subject(.programme, "g")
        book.enter(programme("g"))
        book.enter(.attached(attached))
        book.enter(indicator("j"))
        book.enter(fact(.target, "FY2019", value("10"), indicator: "j"))
        book.enter(fact(.target, "FY2019", value("900")), .revised("2018-07-01").approved("mayor"))
        book.today = "2018-12-01"
        book.enter(fact(.target, "FY2019", value("9"), indicator: "j"), .revised("2018-11-01").by("other"))
        func listed(_ change: (inout TargetAudit.Filter) -> Void) throws -> [String] {
            var filter = TargetAudit.Filter()
            change(&filter)
            return try TargetAudit(book.ledger, filter: filter).changes.map(\.subject.id)
        }
        #expect(try listed { _ in } == ["j", "i"])  // without an approval first
        #expect(try listed { $0.indicator = theIndicator } == ["i"])
        #expect(try listed { $0.programme = Subject(.programme, "g") } == ["i"])
        #expect(try listed { $0.actor = Subject(.actor, "mayor") } == ["i"])
        #expect(try listed { $0.actor = Subject(.actor, "other") } == ["j"])
        #expect(try listed { $0.recordedFrom = Day(2018, 8, 1) } == ["j"])
        #expect(try listed { $0.recordedTo = Day(2018, 8, 1) } == ["i"])
        #expect(try listed { $0.behind = true } == ["i"])
        var behind = TargetAudit.Filter()
        behind.behind = true
        #expect(try TargetAudit(book.ledger, filter: behind).cannotBeTold.map(\.subject.id) == ["j"])
        // Tightened while behind is not what is asked for.
        book.enter(fact(.target, "FY2019", value("950")), .revised("2018-12-01"))
        #expect(try TargetAudit(book.ledger, filter: behind).changes.count == 1)
    }

    @Test func otherAxes() throws {
        var book = book()
        book.enter(fact(.target, "FY2019", value("800")), Book.How(decided: .day(Day(2018, 7, 1)!), inForce: "2019-04-01", change: .revised))
        #expect(try TargetAudit(book.ledger, asOf: AsOf(decided: Day(2018, 6, 30))).changes.isEmpty)
        #expect(try TargetAudit(book.ledger, asOf: AsOf(decided: Day(2018, 7, 1))).changes.count == 1)
        #expect(try TargetAudit(book.ledger, asOf: AsOf(effective: Day(2019, 3, 31))).changes.isEmpty)
        #expect(try TargetAudit(book.ledger, asOf: AsOf(effective: Day(2019, 4, 1))).changes.count == 1)
    }
}
