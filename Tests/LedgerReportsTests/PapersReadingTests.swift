import LedgerModel
import LedgerProjections
import Testing

@testable import LedgerReports

/// Reports as people read them: nothing said twice, no heading above nothing, no silence where something was not compared.
@Suite struct PapersReadingTests {
    private func town() -> FoldedDrafts {
        var town = FoldedDrafts()
        town.enter(planAct("p", "計画"))
        town.enter(.sectionAdded(.with { ($0.id, $0.plan, $0.level, $0.number, $0.name, $0.position) = ("g", "p", "基本目標", "Ⅰ", "Ⅰ", 1) }))
        town.enter(.sectionAdded(.with { ($0.id, $0.plan, $0.level, $0.number, $0.name, $0.parent) = ("f", "p", "分野", "①", "就職", "g") }))
        town.enter(sectionAct("t", "", "取組", parent: "f"))
        town.enter(programmeAct("a", "前の事業", in: "t", position: 1))
        town.enter(programmeAct("b", "後の事業", in: "t", position: 2))
        town.enter(indicatorAct("i", "来訪者数", at: [Subject(.programme, "a")]))
        town.enter(factAct(.target, "i", "FY2023", "200"))
        return town
    }

    private func progress(_ town: FoldedDrafts, _ edit: (inout PaperQuestion) -> Void = { _ in }) throws -> Paper {
        var question = PaperQuestion()
        edit(&question)
        return try ProgressPaper(town.context(), question).paper()
    }

    @Test(arguments: [
        ("基本目標", "Ⅰ", "Ⅰ", "基本目標 Ⅰ"), ("基本目標", "Ⅰ", "基本目標 Ⅰ", "基本目標 Ⅰ"), ("基本目標", "Ⅰ", "基本目標Ⅰ", "基本目標 Ⅰ"),
        ("分野", "①", "就職", "分野 ① 就職"), ("", "", "取組", "取組"), ("条", "12", "2", "条 12 2"), ("取組", "", "取組", "取組"),
    ])
    func sectionsAreNamedOnce(level: String, number: String, name: String, printed: String) throws {
        #expect(try town().context().printed(level: level, number: number, name: name) == printed)
    }

    @Test func aSectionIsOneTableAtTheTopLevel() throws {
        let paper = try progress(town()) { $0.section = Subject(.section, "f") }
        guard case .heading(level: 1, "分野 ① 就職")? = paper.blocks.first(where: { if case .heading = $0 { true } else { false } }) else {
            Issue.record("\(paper.blocks)")
            return
        }
        #expect(paper.tables.map(\.caption) == ["分野 ① 就職"] && paper.tables[0].byHeading.map { $0["区分"] } == ["取組", ""])
        #expect(try progress(town()).headings == ["計画", "基本目標 Ⅰ", "分野 ① 就職"])
    }

    /// A picture needs a target in numbers; a level that every year has to reach is drawn level.
    @Test func legendsAndPicturesOnlyWhereThereIsSomethingToRead() throws {
        #expect(try progress(town()).paragraphs == ["実績はまだありません。"])
        var town = town()
        town.enter(factAct(.actual, "i", "FY2020", "150"))
        let plain = try progress(town)
        #expect(plain.paragraphs.count == 3 && !plain.said.contains("評価の「計算」は") && plain.charts.count == 2)
        #expect(try progress(town) { $0.rule = GradingRules.kitakyushu }.said.contains("評価の「計算」は"))
        town.enter(indicatorAct("j", "目標のない指標", at: [Subject(.programme, "b")]))
        town.enter(factAct(.actual, "j", "FY2020", "7"))
        #expect(try progress(town).charts.count == 2)
    }

    @Test func noHeadingAboveNothing() throws {
        let paper = try OpinionsPaper(town().context(), PaperQuestion()).paper()
        #expect(paper.headings.isEmpty && paper.paragraphs.count == 1)
        var town = town()
        town.enter(.bodyConstituted(.with { $0.id = "b" }), [.displayName: "会議"])
        #expect(try OpinionsPaper(town.context(), PaperQuestion()).paper().headings.isEmpty)
        town.enter(opinionAct("o", "1", about: [Subject(.programme, "a")]), [.bodyText: "意見"])
        #expect(try OpinionsPaper(town.context(), PaperQuestion()).paper().headings == ["回答のない意見（古い順）", "意見と対応", "前の事業"])
        #expect(try ErrataPaper(town.context(), PaperQuestion()).paper().headings == ["訂正"])
    }

    @Test func restructuringsByTheirNames() throws {
        var town = town()
        town.enter(
            .restructured(.with { ($0.kind, $0.from, $0.to) = (.merged, [Subject(.programme, "a")], [Subject(.programme, "b")]) }), on: "2022-04-01")
        town.enter(.ended(.with { ($0.subject, $0.kind) = (Subject(.indicator, "i"), .abolished) }), on: "2022-04-02")
        let rows = try ChangesPaper(town.context(), PaperQuestion()).paper().tables.flatMap(\.byHeading)
        #expect(rows.map { $0["変更後"] } == ["前の事業（a） → 後の事業（b）", "なし"])
        #expect(rows.map { $0["厳しさ"] == "" } == [true, false])
    }

    @Test func gradesWithoutARuleAreNotCalledEqual() throws {
        var town = town()
        town.enter(.gradeGiven(.with {
            ($0.subject, $0.plan, $0.period, $0.grade, $0.noGrade) = (Subject(.programme, "a"), "p", "FY2020", "B", .graded)
        }))
        func said(_ rule: RuleAdopted?) throws -> Bool {
            var question = PaperQuestion()
            question.rule = rule
            return try DiscrepanciesPaper(town.context(), question).paper().said.contains("公表の評価 1 件は評価基準が台帳になく")
        }
        #expect(try said(nil))
        #expect(try !said(GradingRules.kitakyushu))
    }

    /// Graphs of one form side by side: two grids, not one.
    @Test func gridsOfOneForm() throws {
        let point = SeriesChart.Point(label: "FY2019", x: 2019, y: 1)
        let bullet = PaperBlock.chart(.bullet(BulletChart(title: "b", unit: "", baseline: nil, actual: 1, target: 2)))
        let series = PaperBlock.chart(.multiples([SeriesChart(title: "s", unit: "", points: [point]), SeriesChart(title: "s", unit: "", points: [point])]))
        let page = try MarkupElement.parse(Paper(name: "n", title: "t", stamp: PaperSample.stamp, blocks: [bullet, series, bullet]).html(.ja))
        #expect(page.ofClass("charts").map { $0.named("figure").count } == [2, 2])
    }
}

/// A ledger that counts what is read from it.
private final class Counted: LedgerSource {
    private let ledger: MemoryLedger
    private(set) var read = 0

    init(_ ledger: MemoryLedger) { self.ledger = ledger }

    var settings: Settings { ledger.settings }
    var size: UInt64 { ledger.size }
    func events(of subject: Subject, through: UInt64) throws -> [Event] {
        let events = ledger.events(of: subject, through: through)
        read += events.count
        return events
    }
    func subjects(of kind: Subject.Kind) throws -> [Subject] { ledger.subjects(of: kind) }
    func event(_ number: UInt64) throws -> Event? { read += 1; return ledger.event(number) }
    func number(of eventID: [UInt8]) throws -> UInt64? { ledger.number(of: eventID) }
    func lastNumber(recordedBy instant: UInt64) throws -> UInt64 { ledger.lastNumber(recordedBy: instant) }
    func text(_ number: UInt64, _ field: TextField, _ ordinal: UInt32) throws -> TextReading { ledger.text(number, field, ordinal) }
    func forEachEvent(after: UInt64, through: UInt64, _ body: (Event) throws -> Bool) throws {
        try ledger.forEachEvent(after: after, through: through) { read += 1; return try body($0) }
    }
}

@Suite struct PapersCostTests {
    /// A plan of `n` sections with a programme, an indicator, its figures and a grade each.
    private func reads(_ n: Int, _ paper: (PaperContext<Counted>, PaperQuestion) throws -> Paper) throws -> Int {
        var city = FoldedDrafts()
        city.enter(planAct("p", "計画"))
        for i in 1...n {
            city.enter(sectionAct("s\(i)", "\(i)", "区分 \(i)", position: UInt32(i)))
            city.enter(programmeAct("g\(i)", "事業 \(i)", in: "s\(i)"))
            city.enter(indicatorAct("i\(i)", "指標 \(i)", at: [Subject(.programme, "g\(i)")]))
            city.enter(factAct(.baseline, "i\(i)", "FY2018", "1"))
            city.enter(factAct(.target, "i\(i)", "FY2023", "9"))
            city.enter(factAct(.actual, "i\(i)", "FY2019", "2"))
            city.enter(.gradeGiven(.with {
                ($0.subject, $0.plan, $0.period, $0.grade, $0.noGrade) = (Subject(.programme, "g\(i)"), "p", "FY2019", "B", .graded)
            }))
        }
        let ledger = Counted(city.ledger)
        var question = PaperQuestion()
        question.rule = GradingRules.kitakyushu
        let made = try paper(PaperContext(Telling(ledger, Catalogue(.ja)), asOf: .now, root: "00"), question)
        #expect(!made.tables.isEmpty)
        return ledger.read
    }

    /// Twice the city, twice the entries read, and a little for what is read once.
    @Test func readingGrowsWithTheCity() throws {
        let papers: [(String, (PaperContext<Counted>, PaperQuestion) throws -> Paper)] = [
            ("progress", { try ProgressPaper($0, $1).paper() }), ("scoreboard", { try ScoreboardPaper($0, $1).paper() }),
            ("discrepancies", { try DiscrepanciesPaper($0, $1).paper() }), ("programme", { try ProgrammePaper($0, $1).paper() }),
            ("amounts", { try AmountsPaper($0, $1).paper() }),
        ]
        for (name, paper) in papers {
            let (small, large) = (try reads(20, paper), try reads(40, paper))
            #expect(Double(large) <= 2.1 * Double(small), "\(name): \(small) entries read, then \(large)")
        }
    }
}
