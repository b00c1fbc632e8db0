import Foundation
import LedgerImport
import LedgerModel
import LedgerSheets
import LedgerTestSupport
import Testing

/// What a later table says otherwise, though its digits are the same, is never taken for the same.
struct SilentChangeTests {
    private static let head = "条,施策,事業名,指標名,単位,R2目標,R2実績,R3目標,R3実績,暦年,累計,補足\n"

    private static func kawasaki(_ row: String) throws -> TableReading {
        try SheetDesk.read(Array((head + row + "\n").utf8), "t.csv", "kawasaki-indicators", "FY2021")
    }

    private func desk(_ row: String) throws -> SheetDesk {
        let desk = try SheetDesk(plan: "plan", period: "FY2016-FY2025")
        #expect(try desk.take(Self.kawasaki(row), known: "2022-08-31").receipt != nil)
        return desk
    }

    private func items(_ desk: SheetDesk, _ reading: TableReading) throws -> [ImportItem] {
        let day = try #require(Day("2022-08-31"))
        return try desk.compare(reading, known: day).items
    }

    private static let row = "12,創業の促進,創業支援,相談の件数,件,95,101,100,103,0,0,"

    @Test func theSameTableIsTheSame() throws {
        let desk = try desk(Self.row)
        #expect(try items(desk, Self.kawasaki(Self.row)).allSatisfy { $0.verdict == .same })
    }

    @Test(arguments: [
        ("another unit", "12,創業の促進,創業支援,相談の件数,千件,95,101,100,103,0,0,", 4),
        ("a sum", "12,創業の促進,創業支援,相談の件数,件,95,101,100,103,0,1,", 1),
        ("another calendar", "12,創業の促進,創業支援,相談の件数,件,95,101,100,103,1,0,", 4),
        ("one figure", "12,創業の促進,創業支援,相談の件数,件,95,102,100,103,0,0,", 1),
    ])
    func aChangeBlocks(_ what: String, _ row: String, _ least: Int) throws {
        let desk = try desk(Self.row)
        let blocking = try items(desk, Self.kawasaki(row)).filter(\.blocks)
        #expect(blocking.count >= least, "\(what)")
        #expect(blocking.allSatisfy { $0.verdict == .changed })
    }

    private static let kpi = "基本目標,分野,取組,事業名,所管局,再掲,KPI,H27実績\n"

    @Test(arguments: [
        ("年間1,000人", "参加者数：115人（H26年度）⇒年間1,000人（H27～31年度）"), ("no baseline", "参加者数：1,000人（H27～31年度）"),
        ("another period", "参加者数：115人（H26年度）⇒1,000人（H28～32年度）"), ("at least", "参加者数：115人（H26年度）⇒1,000人以上（H27～31年度）"),
    ])
    func aTargetThatIsMeantOtherwiseBlocks(_ what: String, _ cell: String) throws {
        func table(_ kpi: String) throws -> TableReading {
            try SheetDesk.read(Array((Self.kpi + "Ⅰ,①分野,取組,事業,企画課,0,\"\(kpi)\",142人\n").utf8), "t.csv", "kitakyushu", "FY2015")
        }
        let desk = try SheetDesk()
        #expect(try desk.take(table("参加者数：115人（H26年度）⇒1,000人（H27～31年度）"), known: "2016-08-31").receipt != nil)
        let day = try #require(Day("2016-08-31"))
        let plan = try desk.compare(table(cell), known: day)
        #expect(!plan.blockers.isEmpty || !plan.definitions.isEmpty, "\(what)")
    }
}

/// A row that the ledger knows by its name alone.
struct NameOnlyTests {
    @Test func anIndicatorOfAnotherProgrammeIsNamedAndNotTaken() throws {
        func table(_ programme: String) throws -> TableReading {
            let text = "基本目標,分野,取組,事業名,所管局,再掲,KPI,H27実績\nⅠ,①分野,取組,甲事業,企画課,0,参加者数：200人（H27～31年度）,42人\n"
                + "Ⅰ,①分野,取組,\(programme),企画課,0,参加者数：900人（H27～31年度）,77人\n"
            return try SheetDesk.read(Array(text.utf8), "t.csv", "kitakyushu", "FY2015")
        }
        let desk = try SheetDesk()
        #expect(try desk.take(table("甲事業"), known: "2016-08-31").plan.definitions.isEmpty)
        let plan = try desk.compare(table("乙事業"), known: #require(Day("2016-08-31")))
        let line = try #require(plan.definitions.first { $0.kind == .indicator })
        #expect(line.doubts.contains { $0.hasPrefix("name-only indicator:k-001") })
        #expect(line.id.value != "k-001")
        #expect(plan.items.contains { $0.verdict == .nameOnly && $0.what == .indicator })
    }
}

/// What last year's table printed of the same year, and this one prints no more, or otherwise: it blocks, and what was said of it is not asked again.
struct LostPrintingTests {
    private static let head = "基本目標,分野,取組,事業名,所管課,再掲,評価,KPI,H30実績,R1実績\n"
    private static let kpi = "創業相談件数：40件（H29年度）⇒300件（H30～R4年度）"

    private static func table(unit: String = "商工課", grade: String = "B", actual: String = "累計120件") throws -> TableReading {
        let row = "Ⅰ,①起業,相談の窓口を開く,創業相談事業,\(unit),0,\(grade),\(kpi),52件,\(actual)\n"
        return try SheetDesk.read(Array((head + row).utf8), "t.csv", "kitakyushu", "FY2019")
    }

    private func desk() throws -> SheetDesk {
        let desk = try SheetDesk(plan: "s1", period: "FY2018-FY2022")
        #expect(try desk.take(Self.table(), known: "2020-06-30").receipt != nil)
        return desk
    }

    private static let known = Day("2020-06-30")

    @Test(arguments: [
        (ImportWhat.grade, ImportVerdict.missing, "商工課", "", "累計120件"), (.division, .missing, "", "B", "累計120件"), (.actual, .changed, "商工課", "B", "120件"),
        (.grade, .changed, "商工課", "A", "累計120件"), (.division, .changed, "産業課", "B", "累計120件"), (.actual, .unread, "商工課", "B", "百件ほどか"),
    ])
    func itBlocksOnce(_ what: ImportWhat, _ verdict: ImportVerdict, _ unit: String, _ grade: String, _ actual: String) throws {
        let desk = try desk()
        let day = try #require(Self.known)
        let table = { try Self.table(unit: unit, grade: grade, actual: actual) }
        let first = try desk.take(table(), known: "2020-06-30") { item in
            #expect(item.what == what && item.verdict == verdict, "\(item)")
            var chosen = Classified(.notTaken)
            (chosen.reason, chosen.reasonText) = (.other, "試験")
            return chosen
        }
        #expect(first.receipt != nil)
        let again = try desk.compare(table(), known: day)
        #expect(again.blockers.isEmpty && again.drafts.isEmpty, "\(again.blockers)")
        #expect(again.items.contains { $0.what == what && $0.verdict == .known })
        // The note says nothing about yet another printing.
        let other = try desk.compare(Self.table(unit: unit, grade: what == .grade ? "C" : grade, actual: what == .actual ? "121件" : actual), known: day)
        #expect(what == .division || other.blockers.count == 1, "\(other.blockers)")
    }

    /// Grades and divisions that somebody entered by hand were on no table of this kind.
    @Test func whatNoTablePrintedIsNotMissed() throws {
        let desk = try SheetDesk(plan: "s1", period: "FY2018-FY2022")
        #expect(try desk.take(Self.table(unit: "", grade: ""), known: "2020-06-30").receipt != nil)
        var grade = GradeGiven()
        (grade.subject, grade.plan, grade.period, grade.grade) = (Subject(.programme, "p-001"), "s1", "FY2019", "A")
        _ = try desk.store.ledger.append([draft(.gradeGiven(grade), on: "2020-06-30")])
        let plan = try desk.compare(Self.table(unit: "", grade: ""), known: #require(Self.known))
        #expect(plan.items.allSatisfy { $0.verdict == .same }, "\(plan.blockers)")
    }
}

/// Very many rows of one name.
struct NamesakeTests {
    @Test func aPersonIsToldOfTheFirstAndHowManyMore() throws {
        let head = "基本目標,分野,取組,事業名,所管局,再掲,KPI,H27実績\n"
        let rows = (1...40).map { "Ⅰ,①分野,取組,事業\($0),企画課,0,参加者数：\($0)人（H27～31年度）,1人\n" }
        // The last is printed like the seventh, in another programme.
        let last = "Ⅰ,①分野,取組,別の事業,企画課,0,参加者数：7人（H27～31年度）,1人\n"
        let table = try SheetDesk.read(Array((head + rows.joined() + last).utf8), "t.csv", "kitakyushu", "FY2015")
        let lines = try SheetDesk().compare(table, known: #require(Day("2016-08-31"))).definitions.filter { $0.kind == .indicator }
        #expect(lines.count == 41 && Set(lines.map(\.id.value)).count == 40)
        #expect(lines[40].doubts == ["same-as \(lines[6].cell)"] && lines[40].id.value == lines[6].id.value)
        #expect(lines[2].doubts == lines[..<2].map { "same-name-other-values \($0.cell)" })
        #expect(lines[39].doubts == lines[..<3].map { "same-name-other-values \($0.cell)" } + ["same-name-more 36"])
    }
}
