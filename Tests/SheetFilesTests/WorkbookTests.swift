import Foundation
import TestSeeds
import Testing
@testable import SheetFiles

@Suite struct WorkbookTests {
    @Test(arguments: [MiniWorkbook.main, MiniWorkbook.strictMain])
    func textsComeWithoutTheirReadings(_ namespace: String) throws {
        var book = MiniWorkbook("""
            <row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c><c r='D1' t='inlineStr'><is><r><t>行</t></r><r><t>内</t></r>\
            <rPh sb='0' eb='1'><t>ギョウ</t></rPh></is></c><c r='E1' t='s'><v>2</v></c><c r='F1' t='str'><f>A1</f><v>式の文字</v></c></row>
            """)
        book.namespace = namespace
        if namespace == MiniWorkbook.strictMain { book.relations = "http://purl.oclc.org/ooxml/officeDocument/relationships" }
        book.strings = [
            "<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh><phoneticPr fontId='1'/></si>",
            "<si><r><rPr><b/></rPr><t>太</t></r><r><t xml:space='preserve'> 字</t></r></si>",
            "<si><t>a_x000D_b_x005F_x0041__x00ZZ_</t></si>",
        ]
        #expect(try book.cells().map(\.text) == ["東京", "太 字", "", "行内", "a\rb_x0041__x00ZZ_", "式の文字"])
    }

    @Test func eachKindOfCell() throws {
        var book = MiniWorkbook("""
            <row r='2' spans='1:9'><c t='b'><v>1</v></c><c t='b'><v>0</v></c><c t='e'><v>#REF!</v></c><c><v>0.10000000000000001</v></c>\
            <c><f>1+1</f><v>2</v></c><c><f>A1</f></c><c><f>A1</f><v/></c><c t='str'><f>A1</f><v></v></c><c s='1'><v>43586</v></c>\
            <c t='d' s='1'><v>2019-05-01T00:00:00</v></c><c t='d'><v>2019-05-01</v></c><c s='1'/></row>
            """)
        book.styles = [0, 200]
        book.formats = ["[$-411]ggge\"年\"m\"月\"d\"日\""]
        let workbook = try book.read()
        let row = workbook.sheets[0].rows[0]
        #expect(row.number == 2)
        let day = SheetCell.Kind.day(year: 2019, month: 5, day: 1)
        #expect(row.cells == [
            SheetCell("TRUE", .boolean), SheetCell("FALSE", .boolean), SheetCell("#REF!", .fault), SheetCell("0.1", .number(exact: "0.1")),
            SheetCell("2", .number(exact: "2")), SheetCell("", .formulaWithoutResult), SheetCell("", .formulaWithoutResult), .blank,
            SheetCell("令和1年5月1日", day), SheetCell("令和1年5月1日", day), SheetCell("2019-05-01", day),
        ])
        #expect(workbook.notices == [
            SheetNotice(.fault, sheet: "S", place: "C2"), SheetNotice(.formulaWithoutResult, sheet: "S", place: "F2"),
            SheetNotice(.formulaWithoutResult, sheet: "S", place: "G2"),
        ])
    }

    @Test func sheetsStandInTheirOrderWithTheirNames() throws {
        var book = MiniWorkbook("<row><c><v>1</v></c></row>")
        book.sheets += [("隠し", "hidden", ""), ("&lt;奥&gt;", "veryHidden", "<row><c><v>3</v></c></row>")]
        let workbook = try book.read()
        #expect(workbook.sheets.map(\.name) == ["S", "隠し", "<奥>"])
        #expect(workbook.sheets.map(\.isHidden) == [false, true, true])
        #expect(workbook.notices == [SheetNotice(.hiddenSheet, sheet: "隠し", place: ""), SheetNotice(.hiddenSheet, sheet: "<奥>", place: "")])
        #expect(workbook.format == .xlsx && workbook.encoding == "")
    }

    @Test func hiddenRowsAndColumnsAreReportedTogetherWithTheirNeighbours() throws {
        var book = MiniWorkbook("""
            <row r='1'><c><v>1</v></c></row><row r='3' hidden='1'><c><v>3</v></c></row><row r='4' hidden='true'/><row r='6' ht='0'><c><v>6</v></c></row>
            """)
        book.before = """
            <cols><col min='1' max='1' width='9'/><col min='2' max='2' hidden='1'/><col min='3' max='4' hidden='true'/>\
            <col min='6' max='6' width='0'/></cols>
            """
        let workbook = try book.read()
        #expect(workbook.sheets[0].rows.map(\.number) == [1, 3, 6])
        #expect(workbook.sheets[0].rows.map(\.isHidden) == [false, true, true])
        #expect(workbook.sheets[0].hiddenColumns == [2...4, 6...6])
        #expect(workbook.notices.map(\.place) == ["B:D", "F", "3:4", "6"])
        #expect(workbook.notices.map(\.kind) == [.hiddenColumn, .hiddenColumn, .hiddenRow, .hiddenRow])
    }

    @Test func aMergedCellHasItsValueOnce() throws {
        var book = MiniWorkbook("""
            <row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c><c r='C1'><v>3</v></c></row><row r='2'><c r='A2'><v>4</v></c><c r='C2'><v>5</v></c></row>\
            <row r='3'><c r='B3'><v>6</v></c></row>
            """)
        book.after = "<mergeCells><mergeCell ref='A1:B2'/><mergeCell ref='A3:B3'/><mergeCell ref='XFC1048575:XFD1048576'/></mergeCells>"
        let workbook = try book.read()
        #expect(workbook.sheets[0].rows.map { $0.cells.map(\.text) } == [["1", "", "3"], ["", "", "5"]])
        #expect(workbook.notices.map(\.place) == ["B1", "A2", "B3"])
        #expect(workbook.notices.allSatisfy { $0.kind == .coveredValue })
        #expect(workbook.sheets[0].merges[0] == CellRange(columns: 1...2, rows: 1...2))
        #expect(workbook.sheets[0].merges.count == 3)
    }

    @Test func resultsThatMayBeOldAreReported() throws {
        var book = MiniWorkbook("<row><c><f>1</f><v>1</v></c></row>")
        #expect(try book.read().notices.isEmpty)
        book.calculation = "fullCalcOnLoad='1'"
        #expect(try book.read().notices == [SheetNotice(.staleResults, sheet: "S", place: "")])
        book.sheets[0].data = "<row><c><v>1</v></c></row>"
        #expect(try book.read().notices.isEmpty)
    }

    @Test func aSheetOfChartsIsNotRead() throws {
        let book = MiniWorkbook("<row><c><v>1</v></c></row>")
        let bytes = book.bytes { entries in
            let index = entries.firstIndex { $0.name == "xl/_rels/workbook.xml.rels" }!
            let text = String(decoding: entries[index].stored, as: UTF8.self).replacing("/worksheet'", with: "/chartsheet'")
            entries[index] = ZipMaker.Entry(entries[index].name, Array(text.utf8))
        }
        let workbook = try WorkbookReader.read(bytes, name: "a.xlsx")
        #expect(workbook.sheets.isEmpty && workbook.notices == [SheetNotice(.notCells, sheet: "S", place: "")])
    }

    @Test func elementsOfOtherNamespacesAreLeftOutWithWhatTheyHold() throws {
        var book = MiniWorkbook("<row><c><v>1</v></c><x:c xmlns:x='urn:x'><v>9</v></x:c><c><v>2</v></c></row>")
        book.after = "<extLst><ext><row r='9'><c><v>9</v></c></row></ext></extLst>"
        #expect(try book.cells().map(\.text) == ["1", "2"])
        #expect(try book.read().sheets[0].rows.count == 1)
    }

    @Test(arguments: [
        ("0.10000000000000001", "0.1"), ("0.30000000000000004", "0.30000000000000004"), ("1.1000000000000001", "1.1"), ("95", "95"),
        ("12345678901234567890", "12345678901234567890"), ("1.5E3", "1500"), ("1E-3", "0.001"), ("-2.50", "-2.5"), ("0", "0"), ("-0", "0"),
        ("0.12345678901234567890123", "0.12345678901234567890123"), ("1.2345678901234568E+16", "12345678901234568"), (".5", "0.5"), ("5.", "5"),
        ("007", "7"), ("1e+2", "100"), ("4.9E-324", "0." + String(repeating: "0", count: 323) + "5"),
    ])
    func theExactDecimalIsKept(_ stored: String, _ exact: String) throws {
        #expect(PlainDecimal.exact(stored)?.plain == exact)
        #expect(try MiniWorkbook("<row><c><v>\(stored)</v></c></row>").cells().first?.kind == .number(exact: exact))
    }

    @Test(arguments: ["", "-", ".", "1.2.3", "1E", "1E5000", "1E400", "INF", "NaN", "0x10", "1,000", " 1", "１", "--1", "1E+-2"])
    func whatIsNoNumberIsRefused(_ stored: String) {
        #expect(PlainDecimal.exact(stored) == nil)
    }

    /// Every decimal of up to 15 digits survives the detour over a double with 17 digits.
    @Test func aDoubleGivesBackTheDecimalThatWasTyped() {
        let seed = Seeds.one()
        var random = SeededGenerator(seed: seed)
        for _ in 0..<5000 {
            let digits = String(Int.random(in: 1...999_999_999_999_999, using: &random))
            let typed = PlainDecimal(digits + "E-\(Int.random(in: 0...20, using: &random))")!.plain
            let stored = String(format: "%.17g", Double(typed)!)
            #expect(PlainDecimal.exact(stored)?.plain == typed, "seed \(seed): \(stored)")
        }
    }
}
