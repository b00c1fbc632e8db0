import LedgerModel
import LedgerProjections
import LedgerReports
import Testing

/// What the auditor's lists say in words.
@Suite struct ReportTests {
    private func told(_ book: Book, _ language: Language) throws -> [String] {
        let report = TargetAuditReport(try TargetAudit(book.ledger), asOf: .now, Telling(book.ledger, Catalogue(language)))
        return Array(try report.lines().dropFirst())
    }

    @Test func reportNamesTheOldAndTheNewBaseline() throws {
        var book = twoPlans()
        book.enter(fact(.baseline, "FY2014", value("400")), .revised("2018-07-01", change: .corrected))
        let ja = try told(book, .ja).joined(separator: "\n")
        #expect(ja.contains("基準値の訂正 500人（FY2014） → 400人（FY2014） 目標 1,000人（FY2019） 【緩和・基準値の変更・遅れの中で】"))
        #expect(ja.contains("変更前: #3 500人（FY2014）"))
        #expect(ja.contains("変更後: #7 400人（FY2014）"))
        let en = try told(book, .en).joined(separator: "\n")
        #expect(en.contains("baseline corrected 500 人 (FY2014) → 400 人 (FY2014) target 1,000 人 (FY2019) [loosened, baseline changed"))
        #expect(en.contains("before: #3 500 人 (FY2014)"))
        #expect(en.contains("after: #7 400 人 (FY2014)"))
        let report = TargetAuditReport(try TargetAudit(book.ledger), asOf: .now, Telling(book.ledger, Catalogue(.en)))
        let json = try #require(try report.json().changes.first)
        #expect(json.before == "500 人 (FY2014)")
        #expect(json.after == "400 人 (FY2014)")
    }

    @Test func reportNamesTheOldAndTheNewDefinition() throws {
        var book = twoPlans()
        var act = IndicatorRedefined()
        (act.indicator, act.aspect, act.comparability, act.fromPeriod) = ("i", .method, .break, "FY2018")
        act.measures = [measure("m", unit: "世帯", .higher, .withRepetition)]
        book.enter(.indicatorRedefined(act))
        // A later one that leaves the measures alone still has those of the one before.
        act.measures = []
        book.enter(.indicatorRedefined(act))
        let en = try told(book, .en).joined(separator: "\n")
        #expect(en.contains("before: #2 人 level at a date higher is better\n  after: #7 世帯 with repetition higher is better"))
        #expect(en.contains("before: #7 世帯 with repetition higher is better\n  after: #8 世帯 with repetition higher is better"))
    }

    @Test func reportNamesRulesGradesPlansAndPlaces() throws {
        let rules = try told(judgedAnew(to: ["90", "80", ""]), .en).joined(separator: "\n")
        #expect(rules.contains("before: #3 a v1 A ≥ 100 %, B ≥ 80 %, C (attainment)\n  after: #4 b v1 A ≥ 90 %, B ≥ 80 %, C (attainment)"))
        var book = twoPlans()
        book.enter(programme("g"))
        book.enter(hanging(false))
        book.enter(hanging(true))
        book.enter(grade(theIndicator, "FY2016", "D"))
        book.enter(grade(theIndicator, "FY2017", "", .excluded))
        var extended = PlanExtended()
        (extended.plan, extended.period) = ("p", "FY2015-FY2021")
        book.enter(.planExtended(extended), .revised("2018-07-01"))
        book.enter(carriedOver("i", "i", into: "q"))
        book.enter(fact(.target, "FY2019", value("800"), plan: "q"))
        let ja = try told(book, .ja).joined(separator: "\n")
        #expect(ja.contains("指標の取外し programme:g → なし 目標 1,000人（FY2019） 【判断できない・指標の取外し"))
        #expect(ja.contains("変更前: #10 indicator:i FY2016（平成28年度） D （公表）"))
        #expect(ja.contains("変更後: #11 indicator:i FY2017（平成29年度） 対象外 （公表）"))
        #expect(ja.contains("計画期間の延長 FY2015-FY2019"))
        #expect(ja.contains("目標設定 1,000人（p FY2019） → 800人（q FY2019） 【緩和・次期計画への引継ぎ"))
    }

    /// An answer to the earlier opinion is hinted at beside the later one, which stays without a response.
    @Test func restatedOpinion() throws {
        var book = Book()
        for (id, restated) in [("o1", ""), ("o2", "o1")] {
            var act = OpinionGiven()
            (act.id, act.body, act.kind, act.restates) = (id, "b", .opinion, restated)
            book.enter(.opinionGiven(act))
        }
        func told(_ language: Language) throws -> [String] {
            let day = Day(2021, 4, 1)!
            let lines = try OpinionView(book.ledger, on: day).lines.filter { $0.opinion.id == "o2" }
            return try OpinionReport(lines, on: day, asOf: .now, Telling(book.ledger, Catalogue(language))).lines()
        }
        #expect(try told(.ja).contains("  o1 の再掲・再指摘"))
        var response = ResponseGiven()
        (response.id, response.opinions, response.state) = ("r", ["o1"], .done)
        book.enter(.responseGiven(response))
        #expect(try told(.ja).suffix(2) == ["  o1 の再掲・再指摘（o1 には回答あり）", "  → 回答なし"])
        #expect(try told(.en).contains("  says o1 again (o1 was answered)"))
    }
}
