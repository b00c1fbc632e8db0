import Foundation
import LedgerModel
import SheetFiles
import Testing

@testable import LedgerSheets

@Suite struct MappingDraftTests {
    private static let tables: [(file: String, period: Int, kind: TableKind)] = [
        ("kitakyushu/kpi-h28.csv", 2016, .indicators), ("kitakyushu/kpi-h27.csv", 2015, .indicators), ("kawasaki/indicators-r3.csv", 2021, .indicators),
        ("kawasaki/indicators-r3.xlsx", 2021, .indicators), ("kawasaki/opinions-r3.csv", 2021, .opinions), ("kawasaki/responses-r3.csv", 2021, .responses),
        ("kawasaki/programmes-r3.csv", 2021, .programmes), ("kawasaki/committee-r4.csv", 2021, .bodies), ("tsukuba/programmes-r2.csv", 2020, .texts),
        ("kobe/amounts-r1.csv", 2019, .amounts), ("kobe/points-medical.csv", 2023, .points),
    ]

    /// A draft is a mapping, of the right kind, and reads the table that it was made for.
    @Test(.enabled(if: Tables.areThere), arguments: tables.indices) func realTables(_ index: Int) throws {
        let (file, period, kind) = Self.tables[index]
        let book = try Tables.file(file)
        let (yaml, doubts) = MappingDraft.propose(book)
        #expect(!doubts.contains { $0.code == .missingColumn }, "\(yaml)")
        let mapping = try Mapping(yaml: yaml, name: "draft")
        #expect(mapping.kind == kind, "\(yaml)")
        let reading = try TableReader(mapping, period: .fiscal(period)).read(book)
        #expect(reading.unusedColumns == [] && !reading.rows.isEmpty, "\(yaml)")
        for doubt in doubts {
            let said = doubt.japanese.split(whereSeparator: \.isNewline).first.map { String($0.prefix(20)) } ?? ""
            #expect(yaml.contains(said), "\(doubt)")
        }
    }

    @Test func marksAreAskedAndNeverGuessed() throws {
        let book = Tables.csv("事業名,指標名,単位,目標値,R2実績,R3実績,再掲,評価\nあ,数,人,10,―,5,○,A\nい,率,%,20,…,―,,保留\n")
        let (yaml, doubts) = MappingDraft.propose(book)
        let mapping = try Mapping(yaml: yaml, name: "draft")
        #expect(mapping.cells.symbols.isEmpty && mapping.columns.allSatisfy(\.symbols.isEmpty))
        #expect(doubts.filter { $0.code == .symbolUnknown }.map { $0.values[0] + $0.values[1] + $0.place } == ["...1E3", "―2E2"])
        #expect(doubts.filter { $0.code == .marksUnknown }.map(\.values) == [["再掲", "○"], ["評価", "保留"]])
        #expect(doubts.filter { $0.code == .periodUnknown }.map(\.values) == [["目標値", "target"]])
        #expect(mapping.columns.first { $0.role == .actual }?.headings.map(\.text) == ["{era}{y}実績"])
        #expect(mapping.grading?.letters == ["A"] && mapping.grading?.marks == [:])
        #expect(yaml.hasPrefix("# --period FY2021\n"))
    }

    @Test func whatCannotBeUsedSaysWhatIsMissing() {
        for book in [Tables.csv(""), Tables.csv("甲,乙\n1,2\n"), Workbook(format: .xlsx, encoding: "", sheets: [])] {
            let (yaml, doubts) = MappingDraft.propose(book)
            #expect(doubts.contains { $0.code == .missingColumn || $0.code == .noHeadings })
            #expect((try? Mapping(yaml: yaml, name: "draft")) == nil)
        }
    }

    /// Whatever a heading holds, the draft stays YAML.
    @Test func oddHeadings() throws {
        let odd = ["R &D 費", "&a", "*b", "\"引用\"", "#番", "甲: 乙", "{甲}", "- 丙", "!!int", "改\n行", "\\", "\u{feff}丁", "R5{y}", "%"]
        let fields = (["事業名", "指標名", "R3実績"] + odd).map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }
        let book = Tables.csv(fields.joined(separator: ",") + "\nあ,数,1\n")
        let (yaml, doubts) = MappingDraft.propose(book)
        let mapping = try Mapping(yaml: yaml, name: "draft")
        let reading = try TableReader(mapping, period: .fiscal(2021)).read(book)
        #expect(reading.rows.count == 1 && reading.unusedColumns.map(\.text) == [])
        #expect(doubts.filter { $0.code == .unknownColumn }.count >= 10)
    }

    @Test func twoColumnsOfOneHeadingAreNotChosenFrom() throws {
        let (yaml, doubts) = MappingDraft.propose(Tables.csv("事業名,指標名,R3実績,備考,備考\nあ,数,1,甲,乙\n"))
        #expect(doubts.contains { $0.code == .headingTwice && $0.values == ["備考", "D1, E1"] })
        #expect(try Mapping(yaml: yaml, name: "draft").columns.map(\.title) == ["事業名", "指標名", "{era}{y}実績"])
    }
}
