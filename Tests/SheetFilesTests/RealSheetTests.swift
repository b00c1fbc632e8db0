import Foundation
import Testing
@testable import SheetFiles

@Suite struct RealSheetTests {
    /// But for one character: CP932 has a single long dash, which is U+2015 in Microsoft's table, and the copy was made from U+2014.
    @Test func theCP932CopyHasTheSameCells() throws {
        guard let folder = sheetsFolder("theCP932CopyHasTheSameCells") else { return }
        let unicode = try WorkbookReader.read(path: folder + "/kitakyushu/kpi-h28.csv")
        let japanese = try WorkbookReader.read(path: folder + "/kitakyushu/kpi-h28.cp932.csv")
        #expect(unicode.encoding == "UTF-8" && japanese.encoding == "CP932")
        #expect(unicode.sheets[0].rows.count == 138)
        let first = unicode.sheets[0].rows.flatMap(\.cells)
        let second = japanese.sheets[0].rows.flatMap(\.cells)
        #expect(first.count == 1794 && second.count == first.count)
        var dashes = 0
        for (a, b) in zip(first, second) where Array(a.text.utf8) != Array(b.text.utf8) {
            #expect(Array(a.text.replacing("\u{2014}", with: "\u{2015}").utf8) == Array(b.text.utf8))
            dashes += 1
        }
        #expect(dashes == 18)
    }

    @Test func theWorkbookHasTheCellsOfItsTable() throws {
        guard let folder = sheetsFolder("theWorkbookHasTheCellsOfItsTable") else { return }
        let workbook = try WorkbookReader.read(path: folder + "/kawasaki/indicators-r3.xlsx")
        #expect(workbook.sheets.map(\.name) == ["指標", "作業用"])
        let sheet = workbook.sheets[0]
        #expect(sheet.merges.count == 22 && sheet.rows.count == 26 && workbook.notices.isEmpty)
        #expect(sheet.rows[2].cells[5].text == "R2 (2020) 年度" && sheet.rows[2].cells[6].kind == .blank)
        #expect(sheet.rows[4].cells[8] == SheetCell("183", .number(exact: "183")))
    }

    @Test func everyTableIsReadWithoutANotice() throws {
        guard let folder = sheetsFolder("everyTableIsReadWithoutANotice") else { return }
        var count = 0
        for case let path as String in try #require(FileManager.default.enumerator(atPath: folder)) where path.hasSuffix(".csv") {
            let workbook = try WorkbookReader.read(path: folder + "/" + path)
            #expect(workbook.notices.isEmpty && workbook.sheets[0].rows.count > 1, "\(path)")
            count += 1
        }
        #expect(count > 10)
    }

    /// What a table's cells are written to comes back from the workbook cell by cell.
    @Test func aTableWrittenAsAWorkbookComesBack() throws {
        guard let folder = sheetsFolder("aTableWrittenAsAWorkbookComesBack") else { return }
        let rows = try WorkbookReader.read(path: folder + "/kitakyushu/kpi-h28.csv").sheets[0].rows
        let file = XLSXFile([.init(name: "KPI", rows: rows.map { $0.cells.map { $0.kind == .blank ? .blank() : .text($0.text, .wrap) } })])
        let back = try WorkbookReader.read(try file.bytes(), name: "a.xlsx").sheets[0].rows
        #expect(back.map(\.cells) == rows.map(\.cells))
    }
}
