import Foundation
import LedgerModel
import LedgerProjections
import Testing

@testable import LedgerReports

/// The papers for whoever checks: scoreboard, discrepancies, errata, changes.
@Suite struct PapersChecksTests {
    private func question(_ edit: (inout PaperQuestion) -> Void = { _ in }) -> PaperQuestion {
        var question = PaperQuestion()
        edit(&question)
        return question
    }

    // MARK: scoreboard

    @Test func scoreboardOfTheExample() throws {
        let city = try FoldedDrafts.kitakyushuToH28()
        let paper = try ScoreboardPaper(try city.context(.en), question { $0.rule = GradingRules.kitakyushu }).paper()
        let goal = try paper.table("Beside the printed totals").byHeading.filter { $0["printed"] != "none printed" }
        #expect(goal.map { $0["grade"] } == ["A", "B", "C", "D"])
        #expect(goal.map { $0["counted"] } == ["26", "19", "11", "7"])
        #expect(goal.map { $0["printed"] } == ["26", "19", "11", "7"])
        #expect(goal.allSatisfy { $0["agrees"] == "yes" })
        // Sixty grades can be derived, and they are not the printed ones.
        let computed = goal.compactMap { $0["computed (not published)"].flatMap { Int($0) } }
        #expect(computed.reduce(0, +) == 60)
        #expect(computed != [26, 19, 11, 7])
        let excluded = try paper.table("Programmes not counted").byHeading
        #expect(excluded.filter { $0["why"] == "excluded" }.count == 4)
        #expect(excluded.filter { $0["why"] == "pending" }.count == 1)
        #expect(excluded.contains { $0["why"] == "relisted" })
        // The report's own contradiction.
        let noted = try #require(try paper.table("Discrepancies noted").byHeading.first)
        #expect(noted["subject"] == "企業等との共同研究" && noted["printed"]?.hasPrefix("7") == true && noted["taken instead"]?.hasPrefix("4") == true)
    }

    @Test func scoreboardWithoutARuleComputesNothing() throws {
        let paper = try ScoreboardPaper(try FoldedDrafts.kitakyushuToH28().context(.en), question()).paper()
        #expect(try paper.table("Beside the printed totals").shown("computed (not published)").allSatisfy { $0 == "no rule" })
    }

    /// A total that the grades do not give is marked and listed.
    @Test func scoreboardThatDoesNotAddUp() throws {
        var city = try FoldedDrafts.kitakyushuToH28()
        city.enter(
            .controlTotal(
                .with {
                    $0.subject = Subject(.section, "jobs")
                    $0.period = "FY2016"
                    $0.counts = [("A", 27), ("B", 19), ("C", 11), ("D", 6)].map { grade, count in .with { ($0.grade, $0.count) = (grade, count) } }
                }), change: .corrected)
        let paper = try ScoreboardPaper(try city.context(.en), question()).paper()
        let table = try paper.table("Beside the printed totals")
        #expect(table.marked.count == 2)
        let differ = try paper.table("Printed totals and counted grades").byHeading
        #expect(differ.map { $0["grade"] } == ["A", "D"] && differ.map { $0["printed"] } == ["27", "6"] && differ.map { $0["counted"] } == ["26", "7"])
    }

    // MARK: discrepancies

    @Test func discrepanciesOfTheExample() throws {
        let city = try FoldedDrafts.kitakyushuToH28()
        let paper = try DiscrepanciesPaper(try city.context(.en), question { $0.rule = GradingRules.kitakyushu }).paper()
        let noted = try paper.table("Discrepancies noted").byHeading
        #expect(noted.count == 1 && noted[0]["document, place"]?.contains("L104") == true && noted[0]["why"]?.isEmpty == false)
        // 地域課題解決プロジェクト数 stands twice with other actuals.
        let twins = try paper.table("One name and period with different actuals").byHeading
        #expect(twins.contains { $0["name"] == "地域課題解決プロジェクト数" && $0["period"] == "FY2016" && $0["indicators"] == "e-port-projects / service-model-projects" })
        #expect(try paper.table("Printed and computed grades").rows.count == 8)
        #expect(paper.paragraphs.filter { $0 == "None." }.count == 1)  // the printed totals
    }

    // MARK: errata and changes

    /// A plan with one actual that two editions print wrong, put right before a third; and targets changed with and without a reason.
    private func city() -> FoldedDrafts {
        var city = FoldedDrafts()
        city.enter(planAct("p", "計画"))
        city.enter(.indicatorDefined(.with { act in
            (act.id, act.name) = ("i", "来訪者数")
            act.measures = [.with { ($0.id, $0.unit, $0.direction, $0.aggregation) = ("m1", "人", .higher, .level) }]
        }))
        city.enter(fact(.target, "FY2023", "1200"))
        city.enter(fact(.target, "FY2022", "1000"))
        city.enter(edition("ed-before"))
        city.enter(fact(.actual, "FY2021", "980"), on: "2022-08-01") { draft in
            draft.statement.sources = [.with { ($0.page, $0.cell) = ("12", "K5") }]
            draft.setText(.fileName, "kpi.xlsx")
        }
        city.enter(edition("ed-1"))
        city.enter(edition("ed-other", plan: "q"))
        city.enter(edition("ed-2"))
        city.enter(fact(.actual, "FY2021", "890", from: "980"), on: "2022-10-01", change: .corrected, [.reason: "転記の誤り", .foundBy: "監査事務局"]) {
            $0.statement.reason = .error
        }
        city.enter(edition("ed-3"))
        city.enter(fact(.target, "FY2023", "1100", from: "1200"), on: "2022-11-01", change: .revised) { $0.statement.reason = .unattainable }
        city.enter(fact(.target, "FY2022", "900", from: "1000"), on: "2022-12-01", change: .revised)
        city.enter(.indicatorRedefined(.with { ($0.indicator, $0.aspect, $0.fromPeriod) = ("i", .method, "FY2022") }), on: "2022-12-02", change: .revised) {
            $0.texts = [.with { ($0.field, $0.text, $0.class, $0.ground) = (.reason, "secret", .withheld, "7-1") }]
        }
        return city
    }

    private func fact(_ kind: FactRecorded.Kind, _ period: String, _ number: String, from previous: String = "") -> Statement.OneOf_Act {
        .factRecorded(
            .with { act in
                (act.kind, act.indicator, act.measure, act.plan, act.period) = (kind, "i", "m1", kind == .actual ? "" : "p", period)
                act.value = .with { ($0.number, $0.unit) = (number, "人") }
                if !previous.isEmpty { act.previous = .with { ($0.number, $0.unit) = (previous, "人") } }
            })
    }

    private func edition(_ id: String, plan: String = "p") -> Statement.OneOf_Act {
        .editionPublished(.with { ($0.id, $0.label, $0.plans) = (id, "版 \(id)", [plan]) })
    }

    @Test func errataNamesTheEditions() throws {
        let paper = try ErrataPaper(try city().context(.en), question()).paper()
        let rows = try paper.table("Corrections").byHeading
        #expect(rows.count == 1)
        #expect(rows[0]["editions"] == "版 ed-1 (ed-1); 版 ed-2 (ed-2)")
        #expect(rows[0]["wrong"] == "980 人" && rows[0]["right"] == "890 人")
        #expect(rows[0]["place"] == "kpi.xlsx p. 12 K5")
        #expect(rows[0]["reason"] == "error: 転記の誤り" && rows[0]["found by"] == "監査事務局")
        #expect(try ErrataPaper(try city().context(.en), question { $0.plan = Subject(.plan, "q") }).paper().table("Corrections").rows.isEmpty)
    }

    /// Before the correction was recorded there is nothing to put right.
    @Test func errataAsOfAnEarlierEntry() throws {
        let paper = try ErrataPaper(try city().context(.en, asOf: AsOf(number: 9)), question()).paper()
        #expect(try paper.table("Corrections").rows.isEmpty)
    }

    @Test func changesWithoutAReasonComeFirst() throws {
        let paper = try ChangesPaper(try city().context(.en), question()).paper()
        #expect(paper.headings == ["Changes without a stated reason", "Changes with a reason"])
        let silent = try paper.table("Changes without a stated reason").byHeading
        #expect(silent.count == 1 && silent[0]["old"] == "1,000 人 (FY2022)" && silent[0]["new"] == "900 人 (FY2022)")
        #expect(silent[0]["effect"] == "loosened" && silent[0]["reason"] == "no reason stated" && silent[0]["approved"] == "none stated")
        let reasoned = try paper.table("Changes with a reason").byHeading
        // The redefinition stands once for each of the two targets that it concerns.
        #expect(reasoned.count == 3)
        #expect(reasoned.first { $0["old"] == "1,200 人 (FY2023)" }?["reason"] == "unattainable")
        #expect(reasoned.contains { $0["reason"] == "withheld" })
        #expect(!paper.said.contains("secret") && !paper.said.contains("7-1"))
    }
}
