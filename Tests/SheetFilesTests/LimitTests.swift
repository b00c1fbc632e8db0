import Foundation
import Testing
@testable import SheetFiles

/// Each file is just over its limit, and next to it one that is just within, where that is cheap enough to make.
@Suite struct LimitTests {
    private func limit(_ bytes: [UInt8], name: String = "a.csv") -> String? {
        let found = fault(bytes, name: name)
        return found?.code == .tooLarge ? found?.values[0] : nil
    }

    @Test func aRecordOfAMillionColumnsIsRefused() {
        #expect(limit([UInt8](repeating: UInt8(ascii: ","), count: 1_000_000)) == "columns")
        #expect(fault([UInt8](repeating: UInt8(ascii: ","), count: SheetLimit.columns.value - 1)) == nil)
        #expect(limit([UInt8](repeating: UInt8(ascii: ","), count: SheetLimit.columns.value)) == "columns")
    }

    @Test func aLongCellIsRefusedWhereItBegins() {
        let long = [UInt8](repeating: UInt8(ascii: "a"), count: SheetLimit.cellBytes.value + 1)
        #expect(fault(Array("x\n".utf8) + long) == SheetLimit.cellBytes.fault(at: "line 2"))
        #expect(fault(Array("x\n\"".utf8) + long) == SheetLimit.cellBytes.fault(at: "line 2"))
        #expect(fault(Array(long.dropLast())) == nil)
    }

    @Test func tooManyRowsAreRefused() {
        let rows = [UInt8](repeating: UInt8(ascii: "\n"), count: SheetLimit.rows.value)
        #expect(fault(rows) == nil)
        #expect(limit(rows + rows.prefix(1)) == "rows")
    }

    @Test func aRowOrColumnBeyondTheSheetIsRefused() {
        #expect(limit(MiniWorkbook("<row r='1048577'/>").bytes, name: "a.xlsx") == "rows")
        #expect(fault(MiniWorkbook("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>").bytes, name: "a.xlsx") == nil)
        #expect(limit(MiniWorkbook("<row>" + String(repeating: "<c/>", count: 16_385) + "</row>").bytes, name: "a.xlsx") == "columns")
    }

    /// A cell far to the right costs the memory of all before it.
    @Test func wideGapsCountAsCells() {
        let rows = (1...310).map { "<row r='\($0)'><c r='XFD\($0)'><v>1</v></c></row>" }
        #expect(limit(MiniWorkbook(rows.joined()).bytes, name: "a.xlsx") == "cells")
        #expect(fault(MiniWorkbook(rows.prefix(9).joined()).bytes, name: "a.xlsx") == nil)
        let styled = (1...310).map { "<row r='\($0)'><c r='XFD\($0)' s='0'/></row>" }
        #expect(fault(MiniWorkbook(styled.joined()).bytes, name: "a.xlsx") == nil)
    }

    @Test func anArchiveThatUnpacksToFarMoreIsRefused() {
        let bomb = ZipMaker.Entry("xl/worksheets/0.xml", spaces: 60_000)
        let bytes = MiniWorkbook("").bytes { entries in
            entries[entries.firstIndex { $0.name == bomb.name }!] = bomb
        }
        #expect(bytes.count < 20_000)
        #expect(limit(bytes, name: "a.xlsx") == "ratio")
        // The same kind of part, smaller: unpacked, and found not to be XML.
        let small = MiniWorkbook("").bytes { entries in
            entries[entries.firstIndex { $0.name == bomb.name }!] = ZipMaker.Entry(bomb.name, spaces: 1000)
        }
        #expect(fault(small, name: "a.xlsx") == SheetFault(.badXML, bomb.name, "1", "no element found"))
    }

    /// A size that the archive understates does not help it.
    @Test func whatTheArchiveClaimsIsNotBelieved() {
        var bomb = ZipMaker.Entry("xl/worksheets/0.xml", spaces: 60_000)
        bomb.length = 100
        let bytes = MiniWorkbook("").bytes { entries in
            entries[entries.firstIndex { $0.name == bomb.name }!] = bomb
        }
        #expect(limit(bytes, name: "a.xlsx") == "ratio")
    }

    @Test func tooManyEntriesAreRefused() {
        let bytes = MiniWorkbook("").bytes { entries in entries += (0...SheetLimit.entries.value).map { ZipMaker.Entry("x\($0)", []) } }
        #expect(limit(bytes, name: "a.xlsx") == "entries")
    }

    @Test func atBelowAndAboveWhatAWorkbookMayList() {
        func limits(_ limit: SheetLimit, _ book: (Int) -> [UInt8]) {
            for (count, expected) in [(limit.value - 1, nil as String?), (limit.value, nil), (limit.value + 1, limit.rawValue)] {
                let found = fault(book(count), name: "a.xlsx")
                #expect(found?.values[0] == expected, "\(count) \(limit.rawValue): \(String(describing: found))")
            }
        }
        limits(.sheets) { count in
            var book = MiniWorkbook("")
            book.sheets = (0..<count).map { ("S\($0)", "visible", "") }
            return book.bytes
        }
        limits(.styles) { count in
            var book = MiniWorkbook("")
            book.styles = Array(repeating: 0, count: count)
            return book.bytes
        }
        limits(.merges) { count in
            var book = MiniWorkbook("")
            book.after = "<mergeCells>" + String(repeating: "<mergeCell ref='A1:B1'/>", count: count) + "</mergeCells>"
            return book.bytes
        }
        limits(.entries) { count in
            MiniWorkbook("").bytes { entries in entries += (entries.count..<count).map { ZipMaker.Entry("x\($0)", []) } }
        }
    }

    @Test func deepXMLIsRefused() {
        for (depth, expected) in [(1000, "depth" as String?), (SheetLimit.depth.value - 2, nil)] {
            let data = String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
            #expect(limit(MiniWorkbook(data).bytes, name: "a.xlsx") == expected)
        }
        // Where nobody listens, too: expat keeps every open element.
        let deep = String(repeating: "<a>", count: 1000) + String(repeating: "</a>", count: 1000)
        #expect(limit(MiniWorkbook("<is><rPh>\(deep)</rPh></is>").bytes, name: "a.xlsx") == "depth")
    }

    @Test func aTagThatDoesNotEndIsRefused() {
        #expect(limit(MiniWorkbook("<c a='" + String(repeating: "x", count: 3 << 20)).bytes, name: "a.xlsx") == "token-bytes")
        #expect(limit(MiniWorkbook("<!--" + String(repeating: "x", count: 3 << 20)).bytes, name: "a.xlsx") == "token-bytes")
    }

    @Test func aLongTextOfAWorkbookIsRefused() {
        let long = String(repeating: "x", count: SheetLimit.cellBytes.value + 1)
        var book = MiniWorkbook("")
        book.strings = ["<si><t>\(long)</t></si>"]
        #expect(limit(book.bytes, name: "a.xlsx") == "cell-bytes")
        let runs = String(repeating: "<r><t>" + String(repeating: "x", count: 1 << 16) + "</t></r>", count: 17)
        book.strings = ["<si>\(runs)</si>"]
        #expect(limit(book.bytes, name: "a.xlsx") == "cell-bytes")
        #expect(limit(MiniWorkbook("<row><c t='inlineStr'><is>\(runs)</is></c></row>").bytes, name: "a.xlsx") == "cell-bytes")
    }

    @Test func rangesThatOverlapManyTimesAreRefused() {
        var book = MiniWorkbook((1...2000).map { "<row r='\($0)'><c r='B\($0)'><v>1</v></c></row>" }.joined())
        book.after = "<mergeCells>" + String(repeating: "<mergeCell ref='D1:XFD1048576'/>", count: 20_000) + "</mergeCells>"
        #expect(limit(book.bytes, name: "a.xlsx") == "merges")
    }

    @Test func theSizeIsLookedAtBeforeTheFileIsRead() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "large-\(UUID().uuidString).csv").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(FileManager.default.createFile(atPath: path, contents: nil))
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.truncate(atOffset: 2 << 30)
        try file.close()
        #expect(throws: SheetFault(.tooLarge, at: path, "file-bytes", "268435456 bytes", "2147483648")) { try WorkbookReader.read(path: path) }
        #expect(throws: SheetFault.self) { try WorkbookReader.read(path: path + ".none") }
        #expect(throws: SheetFault.self) { try WorkbookReader.read(path: "/") }
    }
}
