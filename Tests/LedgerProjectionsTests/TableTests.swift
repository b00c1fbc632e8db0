import LedgerModel
import LedgerProjections
import Testing

@Suite struct TableTests {
    private let g1 = Subject(.programme, "g1")

    private func attached(_ indicator: String, _ to: Subject, position: UInt32 = 0, detached: Bool = false) -> Statement.OneOf_Act {
        var act = Attached()
        act.indicator = indicator
        act.to = to
        act.position = position
        act.detached = detached
        return .attached(act)
    }

    /// Two sections, the second printed first; g2 is listed again in the other one.
    private func book() -> Book {
        var book = Book()
        book.enter(plan())
        book.enter(section("s1", position: 2))
        book.enter(section("s2", position: 1))
        book.enter(section("s11", parent: "s1", position: 1))
        book.enter(programme("g1", in: "s11", position: 2))
        book.enter(programme("g2", in: "s11", position: 1))
        book.enter(listed("g2", in: "s2", .relisted, position: 1))
        book.enter(listed("g1", in: "s2", .markedOnly, position: 2))
        book.enter(indicator("a"))
        book.enter(indicator("b"))
        book.enter(attached("a", g1, position: 2))
        book.enter(attached("b", g1, position: 1))
        book.enter(indicator("lone"))
        book.enter(indicator("elsewhere"))
        book.enter(fact(.target, "FY2019", value("5"), indicator: "lone"))
        book.enter(fact(.target, "FY2019", value("5"), indicator: "elsewhere", plan: "q"))
        book.enter(fact(.actual, "FY2016", value("1"), indicator: "a"))
        book.enter(fact(.actual, "FY2015", absent(.pending), indicator: "a"))
        return book
    }

    private func outline(_ table: KPITable) -> [String] {
        table.groups.flatMap { group in
            ["\(group.depth) \(group.subject.id)"]
                + group.programmes.map { "\(group.subject.id)/\($0.subject.id) \($0.mark) \($0.entries.map(\.indicator.id))" }
        }
    }

    @Test func printedOrder() throws {
        let table = try KPITable(book().ledger, plan: Subject(.plan, "p"))
        #expect(
            outline(table) == [
                "0 p", "1 s2", "s2/g2 relisted []", "s2/g1 edOnly []", "1 s1", "2 s11", "s11/g2 listed []",
                #"s11/g1 listed ["b", "a"]"#,
            ])
        #expect(table.unattached.map(\.indicator.id) == ["lone"])
        #expect(table.periods == ["FY2015", "FY2016"])
        let row = try #require(table.groups.last?.programmes.last?.entries.last?.rows.first)
        #expect(row.actuals.map(\.value.absence) == [.pending, .present])
        #expect(row.latest?.fact.period == "FY2016")
    }

    @Test func everythingIncludesWhatHasNoPlan() throws {
        var book = book()
        book.enter(indicator("bare"))
        let table = try KPITable(book.ledger)
        #expect(table.unattached.map(\.indicator.id) == ["bare", "elsewhere", "lone"])
    }

    /// It hangs on a programme of the first plan only, and has a target in the second: both are rows of the whole table.
    @Test func carriedOverIntoAPlanWhereItIsNotAttached() throws {
        var book = book()
        book.enter(plan("q", "FY2020-FY2024"))
        book.enter(fact(.target, "FY2019", value("5"), indicator: "a"))
        var act = Restructured()
        act.kind = .carriedOver
        (act.from, act.to, act.plan) = ([Subject(.indicator, "a")], [Subject(.indicator, "a")], "q")
        book.enter(.restructured(act))
        book.enter(fact(.target, "FY2024", value("7"), indicator: "a", plan: "q"))
        let all = try KPITable(book.ledger)
        let attached = try #require(all.groups.flatMap(\.programmes).flatMap(\.entries).first { $0.indicator.id == "a" })
        #expect(attached.rows.flatMap(\.targets).map(\.current.fact.period) == ["FY2019"])
        let apart = all.unattached.filter { $0.indicator.id == "a" }
        #expect(apart.flatMap(\.rows).map(\.slot.plan) == ["q"])
        #expect(apart.flatMap(\.rows).flatMap(\.targets).map(\.current.fact.period) == ["FY2024"])
        #expect(try KPITable(book.ledger, plan: Subject(.plan, "p")).unattached.map(\.indicator.id) == ["lone"])
        #expect(try KPITable(book.ledger, plan: Subject(.plan, "q")).unattached.map(\.indicator.id) == ["a", "elsewhere"])
    }

    @Test func detachedRemovedAndPast() throws {
        var book = book()
        let before = book.ledger.size
        book.enter(attached("b", g1, detached: true))
        book.enter(listed("g2", in: "s2", .removed))
        let now = try KPITable(book.ledger, plan: Subject(.plan, "p"))
        #expect(outline(now).contains(#"s11/g1 listed ["a"]"#))
        #expect(!outline(now).contains("s2/g2 relisted []"))
        let then = try KPITable(book.ledger, plan: Subject(.plan, "p"), asOf: AsOf(number: before))
        #expect(outline(then) == outline(try KPITable(self.book().ledger, plan: Subject(.plan, "p"))))
    }

    @Test func theTableAsDecidedBeforeTheUpdate() throws {
        var book = book()
        book.enter(fact(.actual, "FY2017", value("9"), indicator: "a"), .decided("2018-06-01"))
        let table = try KPITable(book.ledger, plan: Subject(.plan, "p"), asOf: AsOf(decided: Day(2018, 5, 31)))
        #expect(table.groups.isEmpty)  // the plan itself was decided later in this history
        let all = try KPITable(book.ledger, plan: Subject(.plan, "p"), asOf: AsOf(decided: Day(2020, 1, 1)))
        #expect(all.periods == ["FY2015", "FY2016", "FY2017"])
    }

    @Test func movedSectionStandsUnderItsNewParentOnce() throws {
        var book = book()
        var act = Moved()
        act.subject = Subject(.section, "s11")
        act.to = Subject(.section, "s2")
        act.previous = Subject(.section, "s1")
        book.enter(.moved(act))
        let groups = try KPITable(book.ledger, plan: Subject(.plan, "p")).groups.map(\.subject.id)
        #expect(groups == ["p", "s2", "s11", "s1"])
    }

    @Test func scoreboardCountsProgrammesOnce() throws {
        var book = book()
        book.enter(programme("g3", in: "s2"))
        book.enter(programme("g4", in: "s2"))
        book.enter(grade(g1, "FY2016", "A"))
        book.enter(grade(Subject(.programme, "g2"), "FY2016", "B"))
        book.enter(grade(Subject(.programme, "g3"), "FY2016", "", .excluded))
        let plan = try Scoreboard(book.ledger, of: Subject(.plan, "p"), period: "FY2016")
        #expect(plan.counts.map { "\($0.grade) \($0.count)" } == ["A 1", "B 1"])
        #expect(plan.excluded == [.excluded: [Subject(.programme, "g3")]])
        #expect(plan.ungraded == [Subject(.programme, "g4")])
        #expect(plan.verdict == .nothingPrinted)
        let second = try Scoreboard(book.ledger, of: Subject(.section, "s2"), period: "FY2016")
        #expect(second.counts.isEmpty)  // g2 is only listed again there
    }

    @Test func printedTotals() throws {
        func total(_ a: UInt32, _ d: UInt32) -> Statement.OneOf_Act {
            var act = ControlTotal()
            act.subject = Subject(.section, "s1")
            act.period = "FY2016"
            act.counts = [("A", a), ("D", d)].filter { $0.1 > 0 }.map { grade, count in
                var one = ControlTotal.Count()
                one.grade = grade
                one.count = count
                return one
            }
            return .controlTotal(act)
        }
        var book = book()
        book.enter(grade(g1, "FY2016", "A"))
        book.enter(total(1, 0))
        #expect(try ControlCheck(book.ledger).boards.map(\.verdict) == [.match])
        book.enter(total(1, 2), .revised("2020-01-01", change: .corrected))
        let check = try ControlCheck(book.ledger)
        guard case .mismatch(let differences)? = check.mismatches.first?.verdict else { Issue.record("no mismatch"); return }
        #expect(differences.map { "\($0.grade) \($0.printed) \($0.counted)" } == ["D 2 0"])
    }

    @Test func printedGradeBeforeDerived() throws {
        var book = book()
        guard case .gradeGiven(var derived) = grade(g1, "FY2016", "C") else { return }
        derived.origin = .derived
        book.enter(.gradeGiven(derived))
        let facts = try book.ledger.facts(of: g1)
        #expect(facts.grade(plan: "p", period: "FY2016")?.grade.grade == "C")
        book.enter(grade(g1, "FY2016", "A"))
        #expect(try book.ledger.facts(of: g1).grade(plan: "p", period: "FY2016")?.grade.grade == "A")
        #expect(try book.ledger.facts(of: g1).grades(book.ledger.settings).map(\.grade.grade) == ["A", "C"])
    }

    @Test func card() throws {
        var book = Book()
        book.enter(plan())
        book.enter(indicator("i", [measure("m"), measure("n", unit: "件")]), Book.How(texts: [.definition]))
        book.enter(fact(.baseline, "FY2014", value("500")))
        book.enter(fact(.target, "FY2018", value("1000")))
        book.enter(fact(.target, "FY2019", value("900"), from: "FY2018"), .revised("2020-01-01"))
        book.enter(fact(.target, "FY2019", value("800")), .revised("2020-01-01"))
        book.enter(fact(.actual, "FY2016", value("560")))
        book.enter(fact(.actual, "FY2017", value("700", status: .f)))
        let card = try #require(try IndicatorCard(book.ledger, of: theIndicator))
        #expect(card.plans.map(\.plan) == ["p"])
        #expect(card.texts.map(\.field) == [.definition])
        let lines = card.plans[0].lines
        #expect(lines.map(\.slot.measure) == ["m", "n"])
        let line = lines[0]
        #expect(line.targets.map(\.current.value.number) == ["800"])
        #expect(line.targets.first?.original.value.number == "1000")
        #expect(line.targets.first?.original.fact.period == "FY2018")
        #expect(line.latest?.fact.period == "FY2016")  // an expected value is no actual
        guard case .figure(let figure) = line.progress else { Issue.record("undefined"); return }
        #expect(figure.attained.percent == "20.0")
        #expect(figure.planned?.percent == "40.0")
        #expect(lines[1].progress == .undefined(.noTarget))
        #expect(try IndicatorCard(book.ledger, of: theIndicator, asOf: AsOf(number: 1)) == nil)
    }
}
