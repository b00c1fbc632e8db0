import LedgerModel
import LedgerProjections
import Testing

@testable import LedgerReports

@Suite struct OpinionsPaperTests {
    private func paper(
        _ book: FoldedDrafts, _ language: Language = .ja, body: String? = nil, asOf: AsOf = .now, _ edit: (inout PaperQuestion) -> Void = { _ in }
    ) throws -> Paper {
        var question = PaperQuestion()
        edit(&question)
        return try OpinionsPaper(book.context(language, asOf: asOf), question, body: body.map { Subject(.body, $0) }).paper()
    }

    private func small() -> FoldedDrafts {
        var book = FoldedDrafts()
        book.enter(planAct("p", "plan"))
        book.enter(sectionAct("s", "1", "section"))
        for (i, id) in ["x", "y"].enumerated() { book.enter(programmeAct(id, "programme \(id)", in: "s", position: UInt32(i + 1))) }
        book.enter(.bodyConstituted(.with { $0.id = "b" }), [.displayName: "committee"])
        return book
    }

    private let x = Subject(.programme, "x")
    private let y = Subject(.programme, "y")

    /// The published plan-do-check-action report of the example comes out again.
    @Test func kawasaki() throws {
        let paper = try paper(.city("kawasaki", FoldedDrafts.kawasaki))
        #expect(paper.paragraphs.first?.contains("意見 24 件、うち回答なし 0 件") == true)
        #expect(!paper.headings.contains("回答のない意見（古い順）"))
        let productivity = try paper.table("生産性向上推進事業").byHeading
        #expect(productivity.map { $0["番号"] } == ["1", "2", "3", "4", "5"])
        #expect(productivity.map { $0["対応する意見"] } == Array(repeating: "1・2・3 への対応", count: 3) + ["", ""])
        #expect(Set(productivity.prefix(3).map { $0["対応"] }).count == 1)
        #expect(productivity.allSatisfy { $0["備考"] == "対象は掲載位置による" && $0["状態"] == "記載なし" && $0["経過日数"] == "" })
        let startup = try paper.table("起業化総合支援事業：今後の取組").byHeading
        #expect(startup.map { $0["番号"] } == ["1", "4"])
        #expect(startup.first?["年度"] == "FY2022（令和4年度）")
        let rows = paper.tables.filter { $0.columns.contains { $0.heading == "対応する意見" } }.flatMap(\.byHeading)
        #expect(Set(rows.map { $0["識別子"] }).count == 24)
        // Programmes in the order in which the report prints them.
        #expect(paper.headings[1] == "起業化総合支援事業")
        let seats = try paper.table("委員").byHeading
        #expect(seats.count == 24)
        #expect(seats.filter { $0["長"] == "会長等" }.map { $0["会議体"] } == ["川崎市産業振興協議会", "中小企業活性化専門部会"])
        #expect(seats.last?["上位の会議体"] == "川崎市産業振興協議会")
        #expect(seats.allSatisfy { $0["区分"] != "" && $0["役職"] != "" })
        #expect(try paper.table("開催状況").rows.map { $0.map(\.shown) } == [
            ["川崎市産業振興協議会", "FY2021（令和3年度）", "2"], ["中小企業活性化専門部会", "FY2021（令和3年度）", "3"],
        ])
        #expect(!paper.headings.contains { $0.contains("論点") })
    }

    @Test func filters() throws {
        let book = try FoldedDrafts.city("kawasaki", FoldedDrafts.kawasaki)
        func count(_ paper: Paper) -> String { String(paper.paragraphs.first?.split(separator: "意見 ").dropFirst().first?.prefix { $0 != "件" } ?? "") }
        #expect(count(try paper(book, body: "industry-council")) == "0 ")
        #expect(count(try paper(book, body: "sme-subcommittee")) == "24 ")
        #expect(count(try paper(book) { $0.period = "FY2020" }) == "0 ")
        #expect(count(try paper(book) { $0.period = "FY2021" }) == "24 ")
        #expect(count(try paper(book) { $0.plan = Subject(.plan, "sme-activation") }) == "24 ")
        #expect(count(try paper(book) { $0.plan = Subject(.plan, "other") }) == "0 ")
        #expect(count(try paper(book) { $0.programme = Subject(.programme, "productivity") }) == "5 ")
        // Planned for FY2022: after the year reviewed, and not after FY2022.
        #expect(try paper(book) { $0.period = "FY2021" }.said.contains("今後の取組"))
        #expect(try !paper(book) { $0.period = "FY2022" }.said.contains("今後の取組"))
        #expect(throws: Problem.self) { try paper(book) { $0.section = Subject(.section, "nowhere") } }
    }

    @Test func unansweredOldestFirstWithAge() throws {
        var book = small()
        book.enter(opinionAct("o2", "2", about: [y]) { $0.due = "2022-06-30"; $0.owner = "u" }, on: "2022-05-01", [.bodyText: "second"])
        book.enter(opinionAct("o1", "1", about: [x]), on: "2022-04-01", [.bodyText: "first"])
        book.enter(opinionAct("o3", "3", about: [x]), on: "2022-04-01", [.bodyText: "third"])
        book.enter(responseAct("r3", "3", to: ["o3"], .done), on: "2022-06-01")
        func told(_ paper: Paper) throws -> [[String]] {
            try paper.table("回答のない意見（古い順）").byHeading.map { row in ["識別子", "経過日数", "期限", "状態"].map { row[$0] ?? "" } }
        }
        let july = try paper(book) { $0.day = Day(2022, 7, 1) }
        #expect(try told(july) == [["o1", "91", "", "回答なし"], ["o2", "61", "2022-06-30（超過）", "回答なし"]])
        #expect(july.paragraphs.first == "2022-07-01（令和4年）現在。意見 3 件、うち回答なし 2 件、回答あり・未完了 0 件、完了 1 件。")
        // Without a day: the one up to which decisions are seen, and then o3 has no answer yet.
        let may = try paper(book, asOf: AsOf(decided: Day(2022, 5, 11)))
        #expect(try told(may) == [["o1", "40", "", "回答なし"], ["o3", "40", "", "回答なし"], ["o2", "10", "2022-06-30", "回答なし"]])
        // Without any: the day of the last entry.
        #expect(try told(paper(book)).first?[1] == "289")
        let row = try #require(try july.table("programme x").byHeading.first { $0["識別子"] == "o1" })
        #expect([row["対応"], row["状態"], row["経過日数"]] == ["回答なし", "回答なし", "91"])
    }

    @Test func aReferenceNamesTheOtherResponse() throws {
        var book = small()
        book.enter(opinionAct("o1", "1", about: [x]), [.bodyText: "first"])
        book.enter(opinionAct("o2", "1", about: [y]), [.bodyText: "second"])
        book.enter(opinionAct("o3", "2", about: [x]) { $0.restates = "o1" })
        book.enter(responseAct("r1", "1", to: ["o1"], .inProgress), [.bodyText: "we will"])
        book.enter(responseAct("r2", "1", to: ["o2"], refersTo: ["r1"]))
        book.enter(responseAct("r3", "2", to: ["o3", "o2"], refersTo: ["r1"], .done), [.bodyText: "done"])
        let paper = try paper(book)
        let ofX = try paper.table("programme x").byHeading
        let ofY = try paper.table("programme y").byHeading
        #expect(ofY.map { $0["対応"] } == ["（対応 1（programme x） を参照）", "done （対応 1（programme x） を参照）"])
        #expect(ofY.map { $0["状態"] } == ["対応中", "措置済"])
        #expect(ofX.map { $0["対応"] } == ["we will", "done （対応 1 を参照）"])
        #expect(ofX.map { $0["対応する意見"] } == ["", "2・1（programme y） への対応"])
        #expect(ofX.map { $0["備考"] } == ["o3 で再指摘", "o1 の再掲・再指摘（o1 には回答あり）"])
    }

    @Test func whatIsNotPublicIsNotPrinted() throws {
        var book = small()
        func classed(_ to: Commitment.Class) -> (inout Draft) -> Void {
            { draft in for i in draft.texts.indices { (draft.texts[i].class, draft.texts[i].ground) = (to, "article 7") } }
        }
        book.enter(opinionAct("o1", "1", about: [x]), [.bodyText: "secret one"], classed(.withheld))
        let second = book.enter(opinionAct("o2", "2", about: [x]), [.bodyText: "secret two"])
        book.enter(responseAct("r1", "1", to: ["o1"]), [.bodyText: "secret three"], classed(.embargoed))
        book.enter(.redacted(.with { ($0.number, $0.field, $0.subjects) = (second.number, .bodyText, second.subjects) }))
        let paper = try paper(book)
        #expect(try paper.table("programme x").column("意見") == [.absent("非公開"), .absent("墨消し")])
        #expect(try paper.table("programme x").column("対応") == [.absent("非公開"), .absent("回答なし")])
        #expect(!paper.said.contains("secret") && !paper.said.contains("article"))
    }

    @Test func pointsAreNoOpinions() throws {
        var book = small()
        book.enter(.meetingHeld(.with { ($0.id, $0.body, $0.number, $0.held.from) = ("m2", "b", 2, "2022-05-10") }))
        book.enter(.pointPut(.with { ($0.id, $0.body, $0.printedNumber, $0.meeting) = ("pt2", "b", "2", "m2") }), on: "2022-05-10", [.bodyText: "two"])
        book.enter(.pointPut(.with { ($0.id, $0.body, $0.printedNumber) = ("pt1", "b", "1") }), on: "2022-05-01", [.bodyText: "one"])
        let paper = try paper(book)
        #expect(paper.paragraphs.first?.contains("意見 0 件") == true)
        #expect(try paper.table("論点").rows.map { $0.map(\.shown) } == [
            ["1", "one", "committee", "", "2022-05-01"], ["2", "two", "committee 第2回（2022-05-10）", "", "2022-05-10"],
        ])
        #expect(try paper.table("開催状況").rows.map { $0.map(\.shown) } == [["committee", "第2回（2022-05-10）", ""]])
        #expect(try !self.paper(book, body: "other").headings.contains { $0.contains("論点") })
    }

    /// Opinions that name no programme, or a section, an indicator or nothing, are all printed once.
    @Test func nothingIsLost() throws {
        var book = small()
        book.enter(indicatorAct("i", "indicator", at: [y]))
        let about: [[Subject]] = [[], [Subject(.section, "s")], [Subject(.indicator, "i")], [y, x], [Subject(.programme, "nowhere")]]
        for (i, subjects) in about.enumerated() { book.enter(opinionAct("o\(i)", "\(i)", about: subjects)) }
        let tables = try paper(book).tables.filter { $0.columns.contains { $0.heading == "対応する意見" } }
        #expect(tables.map(\.caption) == ["programme x", "programme y", "区分 section", "nowhere", "対象の記載なし"])
        #expect(try tables.flatMap { try $0.shown("識別子") } == ["o3", "o2", "o1", "o4", "o0"])
        #expect(try paper(book) { $0.period = "FY2020" }.tables.isEmpty)
    }
}
