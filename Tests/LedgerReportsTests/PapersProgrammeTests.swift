import LedgerModel
import LedgerProjections
import Testing

@testable import LedgerReports

@Suite struct ProgrammePaperTests {
    private func list(_ book: FoldedDrafts, asOf: AsOf = .now, _ edit: (inout PaperQuestion) -> Void = { _ in }) throws -> Paper {
        var question = PaperQuestion()
        edit(&question)
        return try ProgrammePaper(book.context(asOf: asOf), question).paper()
    }

    private func page(_ book: FoldedDrafts, _ id: String, asOf: AsOf = .now) throws -> Paper {
        try list(book, asOf: asOf) { $0.programme = Subject(.programme, id) }
    }

    /// Tsukuba's list as an importer writes it comes out again, cell by cell; a division printed in two ways keeps both.
    @Test func tsukuba() throws {
        guard let rows = try FoldedDrafts.sheet("tsukuba/programmes-r2.csv") else { return }
        var book = FoldedDrafts()
        book.enter(planAct("p", "令和2年度事務事業一覧"))
        var units: [String: String] = [:]
        for (i, row) in rows.enumerated() {
            let printed = try #require(row["課名"])
            let known = units[printed.filter { $0 != " " }]
            let unit = known ?? "u\(units.count)"
            if known == nil {
                units[printed.filter { $0 != " " }] = unit
                book.enter(.unitCreated(.with { ($0.id, $0.name) = (unit, printed) }))
            } else if try book.ledger.facts(of: Subject(.unit, unit)).name != printed,
                try book.ledger.facts(of: Subject(.unit, unit)).all(.alias).isEmpty {
                book.enter(.aliasNoted(.with { ($0.subject, $0.alias) = (Subject(.unit, unit), printed) }))
            }
            book.enter(programmeAct("g\(i)", row["事務事業名"] ?? "", code: row["事業番号"] ?? "", position: UInt32(row["通し番号"] ?? "") ?? 0, unit: unit))
            for (kind, heading) in [(TextRecorded.Kind.purpose, "事業の目的"), (.outline, "事業の概要"), (.outcome, "成果")] {
                let text = row[heading] ?? ""
                if !text.isEmpty { book.enter(textAct(Subject(.programme, "g\(i)"), kind, "FY2020"), [.bodyText: text]) }
            }
        }
        let table = try list(book).table("区分に載らない事務事業")
        for (paper, sheet) in [("通し番号", "通し番号"), ("事業番号", "事業番号"), ("事務事業名", "事務事業名"), ("目的", "事業の目的"), ("概要", "事業の概要"), ("成果", "成果")] {
            #expect(try table.shown(paper) == rows.map { $0[sheet] ?? "" })
        }
        #expect(Set(try table.shown("年度")) == ["FY2020（令和2年度）"])
        for (shown, row) in zip(try table.shown("所管"), rows) { #expect(shown.contains(row["課名"] ?? "?")) }
        #expect(try table.shown("所管").contains { $0.contains("別の表記") })
        #expect(try list(book) { $0.period = "FY2021" }.table("区分に載らない事務事業").columns.allSatisfy { $0.heading != "目的" })
    }

    @Test func kawasakiList() throws {
        let book = try FoldedDrafts.city("kawasaki", FoldedDrafts.kawasaki)
        let paper = try list(book)
        let names = try paper.tables.flatMap { try $0.shown("事務事業名") }
        let registered = book.ledger.subjects(of: .programme)
        #expect(names.count == registered.count && Set(names).count == names.count)
        if let rows = try FoldedDrafts.sheet("kawasaki/programmes-r3.csv") {
            // The document prints those in scope first; the report goes by article and keeps the order within each.
            let byArticle = rows.enumerated().sorted { (Int($0.element["条"] ?? "") ?? 0, $0.offset) < (Int($1.element["条"] ?? "") ?? 0, $1.offset) }
            let printed = byArticle.map { ($0.element["事業名"] ?? "").split(separator: "※").joined() }
            let before = try list(book, asOf: AsOf(effective: Day(2022, 3, 31))).tables.flatMap { try $0.shown("事務事業名") }
            #expect(before == printed)
        }
        let first = try #require(paper.tables.first).byHeading
        #expect(first.first?["検証対象"] == "FY2021 対象")
        #expect(paper.headings.first == "条 12 創業、経営の革新等の促進")
        let rows = paper.tables.flatMap(\.byHeading)
        #expect(rows.first { $0["識別子"] == "eco-town" }?["備考"] == "統合 2022-04-01 → 環境調和型産業振興事業")
        #expect(rows.first { $0["識別子"] == "inland-operation" }?["備考"]?.contains("印のみ: 条 ") == true)
        #expect(try list(book, asOf: AsOf(effective: Day(2022, 3, 31))).tables.flatMap(\.byHeading).allSatisfy { $0["備考"]?.contains("統合") == false })
    }

    @Test func lineageBothWays() throws {
        let book = try FoldedDrafts.city("kawasaki", FoldedDrafts.kawasaki)
        func lineage(_ id: String) throws -> [[String]] {
            try self.page(book, id).table("承継・再編").byHeading.map { row in ["向き", "種別", "先", "段", "効力"].map { row[$0] ?? "" } }
        }
        #expect(try lineage("operating-environment") == [["前身", "統合", "操業環境保全対策事業", "1", "2022-04-01"]])
        #expect(try lineage("inland-operation") == [["後継", "統合", "操業環境保全対策事業", "1", "2022-04-01"]])
        let page = try self.page(book, "inland-operation")
        let overview = try page.table("概要").rows.map { $0.map(\.shown) }
        #expect(overview.first { $0[0] == "掲載" }?[1].contains("（印のみ）") == true)
        #expect(overview.first { $0[0] == "終了" }?[1] == "統合 2022-04-01 → 操業環境保全対策事業")
        #expect(try page.table("検証対象").rows.first?.map(\.shown).prefix(2) == ["FY2021（令和3年度）", "対象"])
    }

    @Test func aWholePage() throws {
        var book = FoldedDrafts()
        let x = Subject(.programme, "x")
        book.enter(planAct("p", "plan"))
        book.enter(sectionAct("s", "1", "section"))
        for unit in ["u", "v"] { book.enter(.unitCreated(.with { ($0.id, $0.name) = (unit, "unit \(unit)") })) }
        book.enter(programmeAct("x", "old name", code: "7", in: "s", position: 1, unit: "u"))
        book.enter(.renamed(.with { ($0.subject, $0.name, $0.previousName) = (x, "new name", "old name") }), on: "2022-06-01", change: .revised)
        book.enter(.moved(.with { ($0.subject, $0.to, $0.previous) = (x, Subject(.unit, "v"), Subject(.unit, "u")) }), on: "2022-06-01", change: .revised)
        book.enter(textAct(x, .purpose), [.bodyText: "the purpose"])
        book.enter(textAct(x, .outcome, "FY2021"), [.bodyText: "outcome of 2021"])
        book.enter(textAct(x, .outcome, "FY2020", number: "2"), [.bodyText: "second of 2020"])
        book.enter(textAct(x, .outcome, "FY2020", number: "1"), [.bodyText: "first of 2020"])
        book.enter(textAct(x, .plannedAction, "FY2022", number: "1"), [.bodyText: "planned"])
        book.enter(amountAct(x, "1200"))
        book.enter(.gradeGiven(.with { ($0.subject, $0.plan, $0.period, $0.grade) = (x, "p", "FY2021", "B") }))
        book.enter(indicatorAct("i", "visitors", at: [x]))
        book.enter(factAct(.baseline, "i", "FY2018", "100"))
        book.enter(factAct(.target, "i", "FY2023", "200"))
        book.enter(factAct(.actual, "i", "FY2021", "150"))
        book.enter(opinionAct("o", "1", about: [x]), [.bodyText: "an opinion"])
        let page = try self.page(book, "x")
        #expect(page.headings == ["new name", "承継・再編", "目的・概要・成果", "今後の取組", "金額", "評価", "指標", "意見と対応"])
        #expect(try page.table("名称と別名").shown("名称") == ["old name", "new name"])
        #expect(try page.table("所管の変遷").shown("所管") == ["unit u", "unit v"])
        #expect(try page.table("文章").shown("本文") == ["the purpose", "first of 2020", "second of 2020", "outcome of 2021"])
        #expect(try page.table("今後の取組").shown("今後の取組") == ["planned"])
        #expect(try page.table("金額").shown("金額") == ["1,200千円"])
        #expect(try page.table("評価").shown("評価") == ["B"])
        let row = try #require(try page.table("指標").byHeading.first)
        #expect([row["基準値"], row["目標値"], row["最新の実績"], row["進捗"]] == ["100人", "200人", "150人", "50.0% [a]（予定 60.0%）"])
        #expect(try page.table("意見と対応").shown("対応") == ["回答なし"])
        // The list: a row for each year, the text without a year in both.
        let list = try self.list(book).table("1 section").byHeading
        #expect(list.map { [$0["年度"], $0["目的"], $0["成果"]] } == [
            ["FY2020（令和2年度）", "the purpose", "1 first of 2020\n2 second of 2020"], ["FY2021（令和3年度）", "the purpose", "outcome of 2021"],
        ])
        #expect(try self.page(book, "x", asOf: AsOf(decided: Day(2022, 5, 1))).headings.first == "old name")
        #expect(throws: Problem.self) { try self.page(book, "nowhere") }
        #expect(throws: Problem.self) { try self.page(book, "x", asOf: AsOf(number: 4)) }
        #expect(throws: Problem.self) { try self.list(book) { $0.section = Subject(.section, "nowhere") } }
    }

    @Test func splitsAndCarryingOver() throws {
        var book = FoldedDrafts()
        for id in ["a", "b", "c", "d"] { book.enter(programmeAct(id, "programme \(id)")) }
        func restructure(_ kind: Restructured.Kind, _ from: [String], _ to: [String], on day: String) {
            book.enter(
                .restructured(
                    .with {
                        ($0.kind, $0.from, $0.to) = (kind, from.map { Subject(.programme, $0) }, to.map { Subject(.programme, $0) })
                        if kind == .carriedOver { $0.plan = "q" }
                    }), on: day)
        }
        restructure(.split, ["a"], ["b", "c"], on: "2020-04-01")
        restructure(.merged, ["b"], ["d"], on: "2021-04-01")
        restructure(.carriedOver, ["d"], ["d"], on: "2022-04-01")
        func told(_ id: String) throws -> [String] {
            let table = try page(book, id).tables.first { $0.caption == "承継・再編" }
            return table?.byHeading.map { row in ["向き", "種別", "元", "先", "段"].map { row[$0] ?? "" }.joined(separator: "|") } ?? []
        }
        #expect(try told("a") == ["後継|分割|programme a|programme b・programme c|1", "後継|統合|programme b|programme d|2"])
        #expect(try told("c") == ["前身|分割|programme a|programme b・programme c|1"])
        #expect(try told("d") == [
            "前身|統合|programme b|programme d|1", "前身|分割|programme a|programme b・programme c|2", "継続|次期計画への引継ぎ|programme d|programme d（q）|",
        ])
    }
}
