import SheetFiles
import Testing

@testable import LedgerReports

@Suite struct PaperXLSXTests {
    private func read(_ paper: Paper, _ language: Language) throws -> Workbook {
        try WorkbookReader.read(try paper.xlsx(language).bytes(), name: "report.xlsx")
    }

    @Test func numbersAreNumbersAndComeBackExactly() throws {
        let workbook = try read(PaperSample.paper(), .ja)
        #expect(workbook.sheets.map(\.name) == ["報告", "基本目標 Ⅰ しごとをつくり、安心して働けるようにする", "改定の一覧"])
        let rows = workbook.sheets[1].rows
        #expect(rows[0].cells.map(\.text) == ["指標", "基準値", "目標値", "H27実績", "H28実績", "進捗", "評価", "備考", "注意"])
        #expect(rows[1].cells[0] == SheetCell("U・Iターン就職者数"))
        #expect(rows[1].cells[2].kind == .number(exact: "1000") && rows[1].cells[2].text == "1,000")
        #expect(rows[1].cells[5].kind == .number(exact: "30.5") && rows[1].cells[5].text == "30.5")
        #expect(rows[3].cells[1].kind == .blank && rows[3].cells[3] == SheetCell("未着手"))
        #expect(rows[4].cells[5].kind == .number(exact: "-66.8"))
        #expect(rows.map { $0.cells.count > 8 ? $0.cells[8].text : "" } == ["注意", "", "", "", "!", "", ""])
    }

    @Test(arguments: Language.allCases) func theFirstSheetHasTheStampTheFormulaAndTheIndex(language: Language) throws {
        let paper = PaperSample.paper()
        let texts = try read(paper, language).sheets[0].rows.flatMap { $0.cells.map(\.text) }
        let draft = language == .ja ? "案・未公表" : "draft, not published"
        for part in [paper.title, paper.stamp.ledger, draft, paper.stamp.asOf, "412:" + paper.stamp.root, "改定の一覧"] { #expect(texts.contains(part), "\(part)") }
        #expect(texts.contains { $0.hasPrefix("進捗は（実績－基準値）") })
    }

    @Test func headingsStayInSight() throws {
        let file = PaperSample.paper().xlsx(.ja)
        for sheet in file.sheets.dropFirst() {
            #expect(sheet.frozenRows == 1 && sheet.print.repeatedRows == 1...1)
            #expect(sheet.columns.count == sheet.rows[0].count && sheet.columns.allSatisfy { ($0.width ?? 0) >= 5 })
            #expect(sheet.rows[0].allSatisfy { $0.style == .header })
        }
    }

    /// Trailing zeros say how exactly a figure is known.
    @Test(arguments: [("30.0", "30.0"), ("1234567.50", "1,234,567.50"), ("-5", "-5"), ("0", "0")])
    func decimalsStay(exact: String, shown: String) throws {
        var table = PaperTable(caption: "c", columns: [.init("n", isNumeric: true)])
        table.add([.number(exact: exact, shown: exact + "人")])
        let cell = try read(Paper(name: "n", title: "t", stamp: PaperSample.stamp, blocks: [.table(table)]), .ja).sheets[1].rows[1].cells[0]
        #expect(cell.text == shown)
    }

    @Test func hostileTextsAreTexts() throws {
        let workbook = try read(PaperSample.hostilePaper(), .en)
        #expect(workbook.notices.isEmpty)
        let cell = workbook.sheets[1].rows[1].cells[0]
        #expect(cell == SheetCell(Visible.text(PaperSample.hostile)))
        #expect(workbook.sheets[1].rows[1].cells[1].kind == .number(exact: "-5"))
    }

    @Test func sheetNames() {
        var names = XLSXSheetNames()
        #expect(names.name("a/b[c]:*?\\") == "a b c")
        #expect(names.name("A B C") == "A B C (2)")
        #expect(names.name("") == "1")
        #expect(names.name("'x'") == "x")
        #expect(names.name("History") == "History (2)")
        let long = String(repeating: "基", count: 40)
        #expect(names.name(long) == String(long.prefix(31)))
        #expect(names.name(long) == String(long.prefix(27)) + " (2)")
        #expect(names.name("一\n二") == "一 二")
        #expect(names.name(String(repeating: "𠮷", count: 20)).utf16.count == 30)
    }

    @Test func longerTextsThanACellHoldsAreClipped() throws {
        let paper = Paper(name: "n", title: "t", stamp: PaperSample.stamp, blocks: [.paragraph(String(repeating: "𠮷", count: 20_000))])
        let texts = try read(paper, .ja).sheets[0].rows.flatMap { $0.cells.map(\.text) }
        #expect(texts.contains { $0.utf16.count == XLSXFile.maximumText && $0.hasSuffix("𠮷…") })
    }
}
