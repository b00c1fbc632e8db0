import LedgerModel
import LedgerProjections
import Testing

@testable import LedgerReports

@Suite struct IndicatorPaperTests {
    private let i = Subject(.indicator, "i")

    private func paper(_ book: FoldedDrafts, _ language: Language = .ja, _ id: String = "i", asOf: AsOf = .now) throws -> Paper {
        var question = PaperQuestion()
        question.indicator = Subject(.indicator, id)
        return try IndicatorPaper(book.context(language, asOf: asOf), question).paper()
    }

    private func book() -> FoldedDrafts {
        var book = FoldedDrafts()
        book.enter(planAct("p", "plan"))
        book.enter(programmeAct("x", "programme x"))
        book.enter(indicatorAct("i", "visitors", at: [Subject(.programme, "x")]), [.definition: "who comes"])
        book.enter(factAct(.baseline, "i", "FY2018", "100"))
        book.enter(factAct(.target, "i", "FY2023", "200"))
        book.enter(factAct(.actual, "i", "FY2019", "110", status: .p), on: "2020-06-01")
        book.enter(factAct(.actual, "i", "FY2019", "112", previous: "110"), on: "2020-10-01", change: .finalised)
        book.enter(factAct(.target, "i", "FY2023", "150", previous: "200"), on: "2021-03-01", change: .revised, [.reason: "too far"]) {
            $0.statement.reason = .unattainable
        }
        book.enter(
            .factRecorded(.with { ($0.kind, $0.indicator, $0.measure, $0.period, $0.value.absence) = (.actual, "i", "m1", "FY2020", .pending) }),
            on: "2021-06-01")
        book.enter(
            .indicatorRedefined(.with { ($0.indicator, $0.aspect, $0.fromPeriod, $0.comparability) = ("i", .method, "FY2021", .break) }),
            on: "2021-07-01", change: .revised, [.definition: "who stays"])
        book.enter(.renamed(.with { ($0.subject, $0.name, $0.previousName) = (i, "guests", "visitors") }), on: "2021-07-01", change: .revised)
        book.enter(.aliasNoted(.with { ($0.subject, $0.alias) = (i, "guests (all)") }))
        book.enter(opinionAct("o", "1", about: [i]), [.bodyText: "an opinion"])
        book.enter(responseAct("r", "1", to: ["o"], .done), [.bodyText: "an answer"])
        book.enter(
            .discrepancyNoted(
                .with { ($0.subject, $0.kind, $0.measure, $0.period, $0.printed.number, $0.printed.unit) = (i, .actual, "m1", "FY2019", "117", "人") }),
            [.reason: "a misprint"]) { $0.statement.reason = .error }
        book.enter(.auditNoted(.with { $0.subject = i }), [.note: "looked at"])
        book.enter(.editionPublished(.with { ($0.id, $0.label, $0.plans, $0.size) = ("e1", "first edition", ["p"], 16) }))
        return book
    }

    @Test func everythingStandsOnThePage() throws {
        let paper = try paper(book())
        #expect(paper.headings == [
            "guests", "plan", "目標の変更", "実績の改定", "定義", "名称・承継", "意見と対応", "不一致", "監査注記", "掲載された版",
        ])
        let values = try paper.table("plan").rows.map { $0.map(\.shown) }
        #expect(values.map { Array($0[0...2]) } == [
            ["基準値", "FY2018（平成30年度）", "100人"], ["当初目標", "FY2023（令和5年度）", "200人"], ["現行目標", "FY2023（令和5年度）", "150人"],
            ["実績値", "FY2019（令和元年度）", "112人"], ["実績値", "FY2020（令和2年度）", "調査中"],
        ])
        #expect(paper.paragraphs.first == "進捗: 24.0% [a]（予定 20.0%）")
        let change = try #require(try paper.table("目標の変更").byHeading.first)
        #expect([change["変更前"], change["変更後"], change["効果"], change["決裁"], change["理由"], change["記録者"]] == [
            "200人", "150人", "緩和", "記載なし", "達成困難：too far", "clerk",
        ])
        #expect(change["当該期間の実績"] == "なし")
        #expect(try paper.table("目標の変更").marked == [0])
        #expect(try paper.table("guests：改定").shown("種別") == ["確報化"])
        #expect(try paper.table("定義とその変更").shown("定義") == ["who comes", "who stays"])
        #expect(try paper.table("定義とその変更").shown("比較可能性") == ["", "断層"])
        #expect(try paper.table("名称と別名").shown("名称") == ["visitors", "guests", "guests (all)"])
        #expect(try paper.table("意見と対応").shown("対応") == ["an answer"])
        #expect(try paper.table("不一致").shown("印刷された値") == ["117人"])
        #expect(try paper.table("監査注記").shown("注記") == ["looked at"])
        #expect(try paper.table("掲載された版").shown("版") == ["first edition"])
        #expect(try paper.table("概要").rows.map { $0.map(\.shown) } == [
            ["識別子", "i"], ["測定", "人 時点 大きいほど良い"], ["属する先", "事務事業 programme x"],
        ])
    }

    @Test func pictures() throws {
        let charts = try paper(book()).charts
        guard case .multiples(let all)? = charts.first, let series = all.first, case .bullet(let bullet)? = charts.dropFirst().first else {
            Issue.record("no pictures")
            return
        }
        #expect(series.points.map(\.y) == [112, nil])
        #expect(series.points.map(\.absence) == ["", "調査中"])
        #expect(series.path.map(\.y) == [100, 150])
        #expect(series.target?.y == 150 && series.originalTarget?.y == 200)
        #expect([bullet.baseline, bullet.actual, bullet.target, bullet.originalTarget, bullet.planned] == [100, 112, 150, 200, 110])
        #expect(bullet.unit == "人" && !bullet.isProvisional)
    }

    @Test func picturesOfCumulativeAndOfAbsentFigures() throws {
        var book = FoldedDrafts()
        book.enter(planAct("p", "plan"))
        book.enter(indicatorAct("i", "jobs", .cumulative))
        book.enter(factAct(.target, "i", "FY2019-FY2023", "1", scale: 3))
        func charts() throws -> (SeriesChart, BulletChart) {
            guard case .multiples(let all)? = try paper(book).charts.first, case .bullet(let bullet)? = try paper(book).charts.last, let series = all.first
            else { throw Problem(.nothingFound) }
            return (series, bullet)
        }
        let empty = try charts()
        #expect(empty.1.actual == nil && empty.1.absence == "実績なし" && empty.0.path.isEmpty)
        book.enter(factAct(.actual, "i", "FY2020", "305", status: .p))
        let (series, bullet) = try charts()
        // In thousands, as the target is printed.
        #expect([bullet.actual, bullet.target, bullet.planned] == [0.305, 1, 0.4])
        #expect(bullet.unit == "千人" && bullet.isProvisional)
        #expect(series.path.map(\.y) == [0, 1])
        #expect(series.path.map(\.x) == [2019.25, 2024.25])
    }

    /// A baseline that moved stands beside the target that it moves.
    @Test func changesAroundATargetSayWhatChanged() throws {
        var book = book()
        book.enter(factAct(.baseline, "i", "FY2018", "90", previous: "100"), on: "2022-01-01", change: .corrected) { $0.statement.reason = .error }
        let row = try #require(try paper(book).table("目標の変更").byHeading.first { $0["行為"] == "基準値の訂正" })
        #expect([row["内容"], row["変更前"], row["理由"]] == ["100人 → 90人", "150人", "誤り"])
        #expect(row["効果"]?.contains("基準値の変更") == true)
        #expect(try paper(book).table("目標の変更").byHeading.first?["内容"] == "")
    }

    @Test func asOfEachMoment() throws {
        let book = book()
        let then = try paper(book, asOf: AsOf(decided: Day(2020, 9, 30)))
        #expect(then.headings.first == "visitors")
        #expect(try then.table("plan").shown("値") == ["100人", "200人", "110人（速報）"])
        #expect(throws: Problem.self) { try paper(book, asOf: AsOf(number: 2)) }
        #expect(throws: Problem.self) { try IndicatorPaper(book.context(), PaperQuestion()) }
        // An edition that was published before the indicator was entered did not print it.
        var early = FoldedDrafts()
        early.enter(planAct("p", "plan"))
        early.enter(.editionPublished(.with { ($0.id, $0.label, $0.plans, $0.size) = ("e0", "before", ["p"], 1) }))
        early.enter(indicatorAct("i", "visitors"))
        early.enter(factAct(.target, "i", "FY2023", "200"))
        #expect(try !paper(early).headings.contains("掲載された版"))
    }

    /// Nothing that the program says is in the other language; names and texts of the city are data.
    @Test func englishIsEnglish() throws {
        let book = book()
        var question = PaperQuestion()
        var papers = [try paper(book, .en)]
        let context = try book.context(.en)
        papers += [
            try OpinionsPaper(context, question).paper(), try RevisionsPaper(context, question).paper(), try AmountsPaper(context, question).paper(),
            try ProgrammePaper(context, question).paper(),
        ]
        question.programme = Subject(.programme, "x")
        papers.append(try ProgrammePaper(context, question).paper())
        for paper in papers {
            let said = paper.said.split(separator: "人").joined()
            #expect(!said.unicodeScalars.contains { (0x3000...0x9fff).contains($0.value) || $0.value >= 0xff00 }, "\(paper.name): \(said)")
        }
    }

    /// Every indicator, programme, plan and body of the examples can be told, in both languages.
    @Test(arguments: [("kitakyushu", FoldedDrafts.kitakyushu), ("kawasaki", FoldedDrafts.kawasaki)])
    func everyExample(city: String, files: [String]) throws {
        let book = try FoldedDrafts.city(city, files)
        for language in Language.allCases {
            let context = try book.context(language)
            for indicator in book.ledger.subjects(of: .indicator) {
                let paper = try self.paper(book, language, indicator.id)
                #expect(paper.tables.count >= 2, "\(indicator.id)")
                #expect(paper.name == "indicator")
            }
            for programme in book.ledger.subjects(of: .programme) {
                var question = PaperQuestion()
                question.programme = programme
                #expect(try ProgrammePaper(context, question).paper().tables.count >= 1, "\(programme.id)")
            }
        }
        let context = try book.context()
        for section in book.ledger.subjects(of: .section) {
            var question = PaperQuestion()
            question.section = section
            _ = try AmountsPaper(context, question).paper()
            _ = try ProgrammePaper(context, question).paper()
        }
    }
}
