import Foundation
import LedgerModel
import LedgerProjections
import Testing

@testable import LedgerReports

@Suite struct PapersProgressTests {
    private func paper(_ city: FoldedDrafts, _ language: Language = .en, asOf: AsOf = .now, _ edit: (inout PaperQuestion) -> Void = { _ in }) throws -> Paper {
        var question = PaperQuestion()
        question.rule = GradingRules.kitakyushu
        edit(&question)
        return try ProgressPaper(try city.context(language, asOf: asOf), question).paper()
    }

    private func row(_ paper: Paper, _ indicator: String) throws -> [String: String] {
        try #require(paper.tables.flatMap(\.byHeading).first { $0["indicator"] == indicator }, "no row of \(indicator)")
    }

    /// 305 of 1,000 after two of five years: 30.5 % against 40 %. The programme is printed C, and by its better indicator (2,192 of 2,400) computed C.
    @Test func aCumulativeTarget() throws {
        let row = try row(try paper(.kitakyushuToH28()), "U・Iターン就職者数")
        #expect(row["actual FY2015"] == "142 人" && row["actual FY2016"] == "305 人")
        #expect(row["attainment"] == "30.5%" && row["actual progress"] == "30.5%" && row["planned progress"] == "40.0%" && row["formula"] == "[b] actual ÷ target")
        #expect(row["status"] == "behind plan" && row["printed grade FY2016"] == "C" && row["computed grade"] == "C (91.3%)" && row["grades differ"] == "")
        #expect(row["original target"] == "1,000 人" && row["current target"] == "1,000 人")
    }

    @Test func printedAndComputedGradesSideBySide() throws {
        let paper = try paper(.kitakyushuToH28())
        let rows = paper.tables.flatMap(\.byHeading)
        #expect(rows.filter { $0["grades differ"]?.hasPrefix("≠ printed ") == true }.count == 8)
        #expect(rows.filter { $0["programme"]?.hasSuffix("(relisted)") == true }.allSatisfy { $0["computed grade"] == "" })
        #expect(paper.tables.allSatisfy { table in
            table.rows.enumerated().allSatisfy { i, row in !row.contains { $0.shown.hasPrefix("≠") } || table.marked.contains(i) }
        })
        #expect(paper.paragraphs.contains { $0.contains("kitakyushu-a-d v1") && $0.contains("best figure") && $0.contains("as far as published") })
    }

    @Test func anEarlierPeriodShowsNothingLater() throws {
        let paper = try paper(.kitakyushuToH28()) { $0.period = "FY2015" }
        let headings = Set(paper.tables.flatMap { $0.columns.map(\.heading) })
        #expect(headings.contains("actual FY2015") && !headings.contains("actual FY2016") && !headings.contains("printed grade FY2016"))
        #expect(try row(paper, "U・Iターン就職者数")["actual progress"] == "14.2%")
    }

    @Test func oneSectionOnly() throws {
        let city = try FoldedDrafts.kitakyushuToH28()
        let all = try paper(city)
        let section = try #require(city.ledger.subjects(of: .section).first { $0.id != "jobs" })
        let part = try paper(city) { $0.section = section }
        #expect(part.tables.count < all.tables.count)
        #expect(throws: Problem.self) { try self.paper(city) { $0.section = Subject(.section, "no-such") } }
    }

    /// Original and current target, an absence, what was not read, and a unit of its own.
    @Test func valuesInTheirPlaces() throws {
        var city = FoldedDrafts()
        city.enter(planAct("p", "計画"))
        city.enter(sectionAct("s", "1", "区分"))
        city.enter(programmeAct("g", "事業", in: "s"))
        city.enter(.indicatorDefined(.with { act in
            (act.id, act.name) = ("i", "来訪者数")
            act.measures = [.with { ($0.id, $0.unit, $0.direction, $0.aggregation) = ("m1", "人", .higher, .level) }]
            act.attachedTo = [Subject(.programme, "g")]
        }))
        func fact(_ kind: FactRecorded.Kind, _ period: String, _ edit: (inout Value) -> Void) -> Statement.OneOf_Act {
            .factRecorded(.with { act in
                (act.kind, act.indicator, act.measure, act.plan, act.period) = (kind, "i", "m1", kind == .actual ? "" : "p", period)
                act.value = .with { $0.unit = "人"; edit(&$0) }
            })
        }
        city.enter(fact(.baseline, "FY2018") { $0.number = "100" })
        city.enter(fact(.target, "FY2023") { ($0.number, $0.bound) = ("300", .atLeast) })
        city.enter(fact(.target, "FY2023") { ($0.number, $0.bound) = ("200", .atLeast) }, on: "2022-05-01", change: .revised) { draft in
            draft.statement.reason = .unattainable
            draft.statement.factRecorded.previous = .with { ($0.number, $0.unit, $0.bound) = ("300", "人", .atLeast) }
        }
        city.enter(fact(.actual, "FY2019") { $0.absence = .pending })
        city.enter(fact(.actual, "FY2020") { ($0.absence, $0.unit) = (.unread, "") }) { draft in
            draft.statement.sources = [.with { $0.cell = "K5" }]
            draft.setText(.rawCell, "約百五十?")
        }
        city.enter(fact(.actual, "FY2021") { ($0.absence, $0.unit) = (.unread, "") }) { draft in
            draft.statement.sources = [.with { $0.cell = "K6" }]
            draft.texts = [.with { ($0.field, $0.text, $0.class, $0.ground) = (.rawCell, "内部の数値", .withheld, "7-1") }]
        }
        city.enter(fact(.actual, "FY2022") { ($0.number, $0.status) = ("180", .p) })
        let paper = try paper(city, .ja) { $0.rule = nil }
        let row = try #require(paper.tables.flatMap(\.byHeading).first { $0["指標"] == "来訪者数" })
        #expect(row["当初目標"] == "300人以上" && row["現行目標"] == "200人以上" && row["基準値"] == "100人")
        #expect(row["実績 FY2019"] == "調査中" && row["実績 FY2020"] == "約百五十?（未読）" && row["実績 FY2021"] == "非公開（未読）")
        #expect(row["達成率"] == "90.0%" && row["実際の進捗"] == "80.0%" && row["計画上の進捗"] == "80.0%" && row["状況"] == "計画どおり以上")
        #expect(row["評価（計算）"] == "" && row["備考"]?.contains("速報") == true && row["備考"]?.contains("以上") == true)
        #expect(!paper.said.contains("内部の数値"))
        guard case .bullet(let bullet)? = paper.charts.first else { Issue.record("no bullet graph"); return }
        #expect(bullet.actual == 180 && bullet.isProvisional && bullet.target == 200 && bullet.originalTarget == 300 && bullet.planned == 180)
        guard case .multiples(let multiples)? = paper.charts.last, let series = multiples.first else { Issue.record("no series"); return }
        #expect(series.points.map(\.y) == [nil, nil, nil, 180] && series.points[0].absence == "調査中" && series.path.map(\.y) == [100, 200])
    }

    /// Every word that a reader sees exists in both languages: neither paper holds a word of the other.
    @Test func everyPaperIsBuiltInBothLanguages() throws {
        let city = try FoldedDrafts.kitakyushuToH28()
        for language in Language.allCases {
            let paper = try paper(city, language)
            #expect(paper.name == "progress" && !paper.tables.isEmpty && paper.charts.count > 50)
            for table in paper.tables { #expect(table.rows.allSatisfy { $0.count == table.columns.count }) }
        }
    }
}
