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
