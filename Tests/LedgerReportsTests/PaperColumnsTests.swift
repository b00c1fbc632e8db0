import LedgerModel
import Testing

@testable import LedgerReports

/// What is left out for people, and what every spreadsheet keeps.
@Suite struct PaperColumnsTests {
    private typealias Cell = PaperTable.Cell

    private static func table(_ rows: [[Cell]]) -> PaperTable {
        PaperTable(
            caption: "c", columns: [.init("指標"), .init("値", isNumeric: true), .init("単位", isUnit: true), .init("備考")], rows: rows)
    }

    private static let people = Cell.number(exact: "115", shown: "115人")

    @Test(arguments: [
        ([[Cell.text("a"), people, .text("人"), .blank]], ["指標", "値"]),
        // A unit without a number of its row would be lost.
        ([[.text("a"), people, .text("人"), .blank], [.text("b"), .absent("調査中"), .text("件"), .blank]], ["指標", "値", "単位"]),
        ([[.text("a"), people, .text("人"), .blank], [.text("b"), .absent("調査中"), .blank, .text("注")]], ["指標", "値", "備考"]),
        ([[.blank, .blank, .blank, .blank]], ["指標", "値", "単位", "備考"]), ([], ["指標", "値", "単位", "備考"]),
    ] as [([[PaperTable.Cell]], [String])])
    func columnsForPeople(rows: [[PaperTable.Cell]], headings: [String]) {
        let table = Self.table(rows)
        #expect(table.forPeople.columns.map(\.heading) == headings)
        #expect(table.forPeople.rows.count == rows.count && table.columns.count == 4)
    }

    @Test func eachFormatHasItsColumns() throws {
        var table = Self.table([[.text("a"), Self.people, .text("人"), .blank]])
        table.add([.text("b"), Self.people, .text("人"), .blank], marked: true)
        let paper = Paper(name: "n", title: "t", stamp: PaperSample.stamp, blocks: [.table(table)])
        #expect(paper.csv(.ja).hasPrefix("指標,値,単位,備考\r\na,115,人,\r\n"))
        #expect(PaperJSON(paper).tables[0].columns.count == 4)
        #expect(paper.markdown(.ja).contains("| 指標 | 値 |\n") && paper.markdown(.ja).contains("| **!** b | 115人 |"))
        #expect(paper.text(.ja).contains("   指標     値") && paper.text(.ja).contains("!  b     115人"))
        let page = try MarkupElement.parse(paper.html(.ja))
        #expect(page.named("thead")[0].named("th").map(\.wholeText) == ["指標", "値"])
        #expect(page.named("tr").last?.children.count == 2)
    }

    /// Wide enough or not, the lines of a cell stay lines where there is a width.
    @Test(arguments: [20, 30, 80]) func lineBreaksOfACell(width: Int) {
        let table = PaperTable(caption: "c", columns: [.init("番号"), .init("論点")], rows: [[.text("1"), .text("目標\n医療の都市")]])
        let paper = Paper(name: "n", title: "t", stamp: PaperSample.stamp, blocks: [.table(table)])
        #expect(!paper.text(.ja, width: width).joined().contains("⏎") && paper.text(.ja).joined().contains("目標⏎医療の都市"))
        #expect(paper.text(.ja, width: width).suffix(2) == ["1     目標", "      医療の都市"])
    }
}
