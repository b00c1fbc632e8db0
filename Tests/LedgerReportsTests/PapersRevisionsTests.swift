import LedgerModel
import LedgerProjections
import Testing

@testable import LedgerReports

@Suite struct RevisionsPaperTests {
    /// FY2019 is provisional, finalised and corrected; FY2020 is reported once.
    private func book() -> FoldedDrafts {
        var book = FoldedDrafts()
        book.enter(planAct("p", "plan"))
        book.enter(indicatorAct("i", "visitors"))
        book.enter(indicatorAct("j", "others"))
        book.enter(factAct(.actual, "i", "FY2019", "30.0", status: .p), on: "2020-06-01")
        book.enter(factAct(.actual, "i", "FY2019", "30.0", previous: "30.0"), on: "2020-10-01", change: .finalised)
        book.enter(factAct(.actual, "i", "FY2020", "40"), on: "2021-06-01")
        book.enter(factAct(.actual, "i", "FY2019", "28.25", previous: "30.0"), on: "2021-06-01", change: .corrected, [.reason: "counted twice"]) {
            $0.statement.reason = .error
        }
        book.enter(factAct(.actual, "j", "FY2019", "1"), on: "2020-06-01")
        return book
    }

    @Test func triangle() throws {
        let paper = try RevisionsPaper(book().context(), PaperQuestion()).paper()
        #expect(paper.headings == ["visitors"])
        let table = try paper.table("visitors")
        #expect(table.columns.map(\.heading) == [
            "期間", "2020-06-01", "2020-10-01", "2021-06-01", "初値", "最新値", "変化（初値から）", "単位", "改定回数", "種別",
        ])
        #expect(table.rows.map { $0.map(\.shown) } == [
            ["FY2019（令和元年度）", "30.0人（速報）", "30.0人", "28.25人", "30.0人（速報）", "28.25人", "-1.75人", "人", "2", "確報化・訂正"],
            ["FY2020（令和2年度）", "", "", "40人", "40人", "40人", "", "人", "0", ""],
        ])
        #expect(table.marked == [0])
        let revisions = try paper.table("visitors：改定").byHeading
        #expect(revisions.map { [$0["決定"], $0["種別"], $0["変化"], $0["理由"]] } == [
            ["2020-10-01", "確報化", "0.0人", ""], ["2021-06-01", "訂正", "-1.75人", "誤り：counted twice"],
        ])
        guard case .triangle(let chart)? = paper.charts.first else { Issue.record("no triangle"); return }
        #expect(chart.rows.map { $0.cells.map(\.shown) } == [["30.0人（速報）", "30.0人", "28.25人"], ["", "", "40人"]])
    }

    @Test func asOfEachDay() throws {
        func latest(_ asOf: AsOf) throws -> [String] {
            var question = PaperQuestion()
            question.indicator = Subject(.indicator, "i")
            return try RevisionsPaper(book().context(asOf: asOf), question).paper().tables.first?.shown("最新値") ?? []
        }
        #expect(try latest(AsOf(decided: Day(2020, 9, 30))) == ["30.0人（速報）"])
        #expect(try latest(AsOf(decided: Day(2020, 10, 1))) == ["30.0人"])
        #expect(try latest(AsOf(number: 6)) == ["30.0人", "40人"])
        #expect(try latest(.now) == ["28.25人", "40人"])
        #expect(try latest(AsOf(number: 3)).isEmpty)
        // Nothing was revised yet.
        let before = try RevisionsPaper(book().context(asOf: AsOf(number: 4)), PaperQuestion()).paper()
        #expect(before.headings.isEmpty && before.paragraphs.last == "改定された実績はない。")
    }

    @Test func namedOnesAreShownUnrevised() throws {
        let paper = try RevisionsPaper(book().context(), PaperQuestion(), indicators: [Subject(.indicator, "j"), Subject(.indicator, "i")]).paper()
        #expect(paper.headings == ["others", "visitors"])
    }

    /// A withdrawn entry was never a revision; one entered late takes its place by its decided day.
    @Test func withdrawnAndLate() throws {
        var book = FoldedDrafts()
        book.enter(indicatorAct("i", "visitors"))
        let wrong = book.enter(factAct(.actual, "i", "FY2019", "99"), on: "2020-05-01")
        book.enter(.withdrawn(.with { ($0.number, $0.event, $0.subjects) = (wrong.number, wrong.statement.event, wrong.subjects) }))
        book.enter(factAct(.actual, "i", "FY2019", "12"), on: "2020-10-01")
        book.enter(factAct(.actual, "i", "FY2019", "10"), on: "2020-06-01") { $0.statement.backfill = true }
        let table = try #require(try RevisionsPaper(book.context(), PaperQuestion()).paper().tables.first)
        #expect(table.rows.map { $0.map(\.shown) } == [["FY2019（令和元年度）", "10人", "12人", "10人", "12人", "+2人", "人", "1", "初回"]])
    }

    @Test(arguments: [
        ("305", 0, "人", "300.5", 0, "人", "+4.5人"), ("15", 3, "t", "15000", 0, "t", "0千t"), ("15", 3, "t", "15250", 0, "t", "-0.25千t"),
        ("15250", 0, "t", "15", 3, "t", "+250t"), ("1", 0, "人", "1", 0, "件", "—（単位が異なる）"), ("-1.20", 0, "%", "-1.2", 0, "%", "0.00%"),
        ("0.10", 0, "%", "", 0, "%", "—（実績が数値でない）"),
    ])
    func differences(later: String, scale: Int32, unit: String, earlier: String, earlierScale: Int32, earlierUnit: String, expected: String) throws {
        func value(_ number: String, _ scale: Int32, _ unit: String) -> Value { .with { ($0.number, $0.scale, $0.unit) = (number, scale, unit) } }
        let difference = ValueDifference(value(later, scale, unit), from: value(earlier, earlierScale, earlierUnit))
        #expect(try FoldedDrafts().context().cell(difference).shown == expected)
    }

    /// Those of one scale are worked out in machine words where they fit: the digits are those of the exact fractions.
    @Test func differencesAreExact() throws {
        let numbers = ["0", "0.0", "-0", "-0.00", "1", "-1", "0.1", "0.10", "-0.25", "305", "300.5", "1000", "-1000.001", "999999999999999", "12345678901234567.8",
            "99999999999999999999", "-99999999999999999999.5", "0.0000000000000001"]
        for later in numbers {
            for earlier in numbers {
                let (a, b) = (Value.with { $0.number = later }, Value.with { $0.number = earlier })
                let exact = try (#require(a.amount) - #require(b.amount)).rounded(digits: max(a.decimals, b.decimals))
                #expect(ValueDifference(a, from: b) == .amount(number: exact, scale: 0, unit: ""), "\(later) - \(earlier)")
            }
        }
    }

    @Test func theExampleTourHasRevisions() throws {
        var book = try FoldedDrafts.city("kitakyushu", FoldedDrafts.kitakyushu)
        #expect(try RevisionsPaper(book.context(), PaperQuestion()).paper().tables.isEmpty)
        let one = try #require(book.ledger.events.compactMap(Stated.init).first { $0.fact.kind == .actual && $0.value.amount != nil })
        var fact = one.fact
        fact.previous = fact.value
        fact.value.number = "7"
        book.enter(.factRecorded(fact), on: "2022-01-01", change: .corrected)
        #expect(try RevisionsPaper(book.context(), PaperQuestion()).paper().headings.count == 1)
    }
}
