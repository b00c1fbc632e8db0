import Foundation
import TestSeeds
import Testing
@testable import SheetFiles

@Suite struct XLSXFileTests {
    private func read(_ sheet: XLSXFile.Sheet) throws -> Workbook {
        try WorkbookReader.read(try XLSXFile([sheet]).bytes(), name: "a.xlsx")
    }

    private func fault(_ file: XLSXFile) -> SheetFault? {
        do throws(SheetFault) {
            _ = try file.bytes()
            return nil
        } catch {
            return error
        }
    }

    private func part(_ name: String, of file: XLSXFile) throws -> String {
        var content: [UInt8] = []
        try ZipArchive.with(try file.bytes()) { archive throws(SheetFault) in
            try archive.read(name) { chunk throws(SheetFault) in for index in chunk.indices { content.append(chunk[index]) } }
        }
        return String(decoding: content, as: UTF8.self)
    }

    @Test func everyTextComesBack() throws {
        let texts = [
            "=1+1", "+1", "-1", "@a", "007", "http://example.com", " a ", "a\nb", "a\r\nb", "a\tb", "<&>\"'", "𠮷野家", "か\u{3099}",
            "_x000D_", "_x0041_x", "a_x005F_b", "\u{1}\u{1F}", "#REF!", "TRUE", "{=A1}", String(repeating: "漢", count: 32_767),
        ]
        let workbook = try read(.init(name: "文字", rows: texts.map { [.text($0), .text("|", .wrap)] }))
        for (row, text) in zip(workbook.sheets[0].rows, texts) {
            #expect(Array(row.cells[0].text.utf8) == Array(text.utf8))
            #expect(row.cells[0].kind == .text)
        }
        #expect(workbook.sheets[0].name == "文字" && workbook.sheets[0].rows.count == texts.count)
    }

    @Test func numbersAreNumbersAsLongAsADoubleKeepsThem() throws {
        let large = "1" + String(repeating: "0", count: 20)
        let cells: [(String, String?, SheetCell)] = [
            ("95", nil, SheetCell("95", .number(exact: "95"))), ("-0.1", nil, SheetCell("-0.1", .number(exact: "-0.1"))),
            ("123456789012.345", nil, SheetCell("123456789012.345", .number(exact: "123456789012.345"))),
            ("1234", "#,##0\"人\"", SheetCell("1,234人", .number(exact: "1234"))), ("-1234", "#,##0;△#,##0", SheetCell("△1,234", .number(exact: "-1234"))),
            ("0.256", "0.0%", SheetCell("25.6%", .number(exact: "0.256"))), ("1234567890123456", nil, SheetCell("1234567890123456")),
            ("0.1234567890123456", nil, SheetCell("0.1234567890123456")), (large, nil, SheetCell(large, .number(exact: large))),
        ]
        let workbook = try read(.init(name: "n", rows: [cells.map { .number($0.0, format: $0.1) }]))
        #expect(workbook.sheets[0].rows[0].cells == cells.map(\.2))
    }

    @Test func randomDecimalsOfFifteenDigitsComeBack() throws {
        let seed = Seeds.one()
        var random = SeededGenerator(seed: seed)
        let typed = (0..<2000).map { _ in
            PlainDecimal("\(Int.random(in: -999_999_999_999_999...999_999_999_999_999, using: &random))E-\(Int.random(in: 0...18, using: &random))")!.plain
        }
        let workbook = try read(.init(name: "n", rows: typed.map { [.number($0)] }))
        #expect(workbook.sheets[0].rows.map { $0.cells[0].kind } == typed.map { .number(exact: $0) }, "seed \(seed)")
    }

    private static let full: XLSXFile = {
        var form = XLSXFile.Sheet(name: "様式", rows: [
            [.text("令和元年度 記入様式", .title)],
            [.text("番号", .header), .text("指標", .header), .text("前年度", .header), .text("今年度", .header)],
            [.text("K-1", .locked), .text("起業者数", .locked), .number("115", format: "#,##0", .locked), .blank(.unlocked)],
            [.text("K-2", .locked), .text("長い\n名", .wrap), .text("非公開", .absent), .blank(.unlocked)],
        ])
        form.columns = [.init(width: 8, isHidden: true), .init(width: 40), .init(), .init(width: 12.5)]
        form.merges = [CellRange(columns: 1...4, rows: 1...1)]
        form.frozenRows = 2
        form.frozenColumns = 2
        form.autofilter = CellRange(columns: 1...4, rows: 2...4)
        form.print.repeatedRows = 1...2
        form.isProtected = true
        var codes = XLSXFile.Sheet(name: "codes", rows: [[.text("x")]])
        codes.isHidden = true
        codes.print.isLandscape = false
        return XLSXFile([codes, form])
    }()

    @Test func whatIsArrangedIsInTheFile() throws {
        let workbook = try WorkbookReader.read(try Self.full.bytes(), name: "a.xlsx")
        #expect(workbook.sheets.map(\.name) == ["codes", "様式"])
        #expect(workbook.sheets.map(\.isHidden) == [true, false])
        let form = workbook.sheets[1]
        #expect(form.hiddenColumns == [1...1])
        #expect(form.merges == [CellRange(columns: 1...4, rows: 1...1)])
        #expect(form.rows.map { $0.cells.map(\.text) } == [
            ["令和元年度 記入様式"], ["番号", "指標", "前年度", "今年度"], ["K-1", "起業者数", "115"], ["K-2", "長い\n名", "非公開"],
        ])
        #expect(workbook.notices.map(\.kind) == [.hiddenSheet, .hiddenColumn])
        let xml = try part("xl/worksheets/sheet2.xml", of: Self.full)
        for piece in [
            "sheetProtection sheet=\"1\"", "formatColumns=\"0\"", "<pane xSplit=\"2\" ySplit=\"2\"", "orientation=\"landscape\"", "fitToHeight=\"0\"",
            "paperSize=\"9\"", "autoFilter ref=\"A2:D4\"", "fitToPage=\"1\"", "width=\"40.7109375\"", "tabSelected=\"1\"",
        ] {
            #expect(xml.contains(piece), "\(piece)")
        }
        let names = try part("xl/workbook.xml", of: Self.full)
        #expect(names.contains("_xlnm.Print_Titles") && names.contains("$1:$2") && names.contains("activeTab=\"1\"") && names.contains("state=\"hidden\""))
        #expect(try part("xl/styles.xml", of: Self.full).contains("locked=\"0\""))
        #expect(try !part("xl/worksheets/sheet1.xml", of: Self.full).contains("landscape\""))
    }

    @Test func theSameContentGivesTheSameBytes() throws {
        let first = try Self.full.bytes()
        #expect(try part("docProps/core.xml", of: Self.full).contains("2000-01-01T00:00:00Z"))
        for _ in 0..<3 { #expect(try Self.full.bytes() == first) }
        var other = Self.full
        other.sheets[0].rows[0][0] = .text("y")
        #expect(try other.bytes() != first)
    }

    @Test func whatAWorkbookCannotHoldIsRefusedBeforeItIsWritten() {
        func sheet(_ cell: XLSXFile.Cell) -> XLSXFile { XLSXFile([.init(name: "s", rows: [[.blank(), cell]])]) }
        let long = String(repeating: "漢", count: 32_768)
        #expect(fault(sheet(.text(long))) == SheetFault(.unrepresentable, at: "s", "B1", "32768 characters, more than 32767"))
        #expect(fault(sheet(.text("a\0b")))?.values == ["B1", "a character that a workbook cannot hold: U+0"])
        #expect(fault(sheet(.text("\u{FFFF}")))?.code == .unrepresentable)
        #expect(fault(sheet(.number("1,000")))?.values == ["B1", "not a number: 1,000"])
        for name in ["", "a/b", "a[", "'a", "a'", String(repeating: "a", count: 32), "a\0"] {
            #expect(fault(XLSXFile([.init(name: name, rows: [])]))?.code == .unrepresentable, "\(name)")
        }
        #expect(fault(XLSXFile([.init(name: "a", rows: []), .init(name: "A", rows: [])]))?.code == .unrepresentable)
        #expect(fault(XLSXFile([]))?.values == ["workbook", "no visible sheet"])
        var one = XLSXFile.Sheet(name: "s", rows: [[.text("a"), .text("b")]])
        one.merges = [CellRange(columns: 1...2, rows: 1...1)]
        #expect(fault(XLSXFile([one]))?.values == ["B1", "a merge covers it"])
        one.rows = []
        one.merges.append(CellRange(columns: 2...3, rows: 1...2))
        #expect(fault(XLSXFile([one]))?.values.first == "merge")
        one.merges = [CellRange(columns: 0...2, rows: 1...1)]
        #expect(fault(XLSXFile([one]))?.values.first == "range")
        one.merges = []
        one.isHidden = true
        #expect(fault(XLSXFile([one]))?.values.first == "workbook")
    }

    @Test func aFileThatCannotBeWrittenLeavesNothingBehind() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "xlsx-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = XLSXFile([.init(name: "s", rows: [[.text("x")]])])
        let missing = folder.appending(path: "none/a.xlsx").path
        #expect(throws: SheetFault.self) { try file.write(to: missing) }
        let occupied = folder.appending(path: "dir").path
        try FileManager.default.createDirectory(atPath: occupied + "/x", withIntermediateDirectories: true)
        do throws(SheetFault) {
            try file.write(to: occupied)
            Issue.record("wrote over a directory")
        } catch {
            #expect(error.code == .unwritable && error.place == occupied)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["dir"])
        let path = folder.appending(path: "a.xlsx").path
        try file.write(to: path)
        try file.write(to: path)
        #expect(texts(try WorkbookReader.read(path: path)) == [["x"]])
    }
}
