import Foundation
@testable import SheetFiles

/// The folder of real sheets, or nil after saying that the test is skipped.
func sheetsFolder(_ test: String) -> String? {
    let beside = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("../shared/sheets").path
    let folder = ProcessInfo.processInfo.environment["LEDGER_SHEETS"] ?? beside
    if FileManager.default.fileExists(atPath: folder) { return folder }
    print("\(test): skipped, the sheets are not in \(folder)")
    return nil
}

/// The fault that reading ends in; nil when it does not.
func fault(_ bytes: [UInt8], name: String = "a.csv", _ options: WorkbookReader.Options = .init()) -> SheetFault? {
    do throws(SheetFault) {
        _ = try WorkbookReader.read(bytes, name: name, options)
        return nil
    } catch {
        return error
    }
}

func texts(_ workbook: Workbook) -> [[String]] {
    workbook.sheets[0].rows.map { $0.cells.map(\.text) }
}

func csv(_ text: String) throws -> [[String]] {
    texts(try WorkbookReader.read(Array(text.utf8), name: "a.csv"))
}

/// Zip archives written byte by byte, right or wrong on purpose.
struct ZipMaker {
    struct Entry {
        var name: String
        var stored: [UInt8]
        var method: UInt16 = 0
        var crc: UInt32
        var length: Int
        var flags: UInt16 = 0

        init(_ name: String, _ content: [UInt8]) {
            self.name = name
            stored = content
            crc = ZipMaker.crc(content)
            length = content.count
        }

        /// A space and then 258 more for each of `copies`, deflated as tightly as deflate can.
        init(_ name: String, spaces copies: Int) {
            self.name = name
            stored = ZipMaker.deflatedSpaces(copies)
            method = 8
            length = 1 + 258 * copies
            crc = ZipMaker.crc([UInt8](repeating: UInt8(ascii: " "), count: length))
        }
    }

    static func archive(_ entries: [Entry]) -> [UInt8] {
        var out: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let name = Array(entry.name.utf8)
            let common = le16(20) + le16(entry.flags) + le16(entry.method) + le16(0) + le16(0x21)
                + le32(entry.crc) + le32(UInt32(entry.stored.count)) + le32(UInt32(entry.length)) + le16(UInt16(name.count)) + le16(0)
            directory += le32(0x0201_4B50) + le16(20) + common + le16(0) + le16(0) + le16(0) + le32(0) + le32(UInt32(out.count)) + name
            out += le32(0x0403_4B50) + common + name + entry.stored
        }
        let count = UInt16(entries.count)
        let end = le32(0x0605_4B50) + le16(0) + le16(0) + le16(count) + le16(count) + le32(UInt32(directory.count)) + le32(UInt32(out.count)) + le16(0)
        return out + directory + end
    }

    static func le16(_ value: UInt16) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8)] }
    static func le32(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(value >> (8 * $0) & 0xFF) } }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }

    static func crc(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ ($0 >> 8) }
    }

    /// RFC 1951: one literal with the fixed codes, then a block whose codes for "258 bytes at distance 1" take a bit each.
    private static func deflatedSpaces(_ copies: Int) -> [UInt8] {
        var out: [UInt8] = []
        var buffer: UInt32 = 0
        var bits: UInt32 = 0
        func put(_ value: UInt32, _ length: UInt32) {
            buffer |= value << bits
            bits += length
            while bits >= 8 {
                out.append(UInt8(buffer & 0xFF))
                buffer >>= 8
                bits -= 8
            }
        }
        // Not final, fixed codes; literal 0x20 has the code 01010000, highest bit first; the block's end is 0000000.
        for (value, length) in [(0, 1), (1, 2), (0b0000_1010, 8), (0, 7)] as [(UInt32, UInt32)] { put(value, length) }
        // Final, own codes: 286 lengths and 1 distance, given by 18 code length codes, of which 18 and 1 have one bit.
        for (value, length) in [(1, 1), (2, 2), (29, 5), (0, 5), (14, 4)] as [(UInt32, UInt32)] { put(value, length) }
        for index in 0..<18 { put(index == 2 || index == 17 ? 1 : 0, 3) }
        // 256 zeros, then the end (one bit), 28 zeros, then 258 bytes (one bit), and distance 1 (one bit).
        for (value, length) in [(1, 1), (127, 7), (1, 1), (107, 7), (0, 1), (1, 1), (17, 7), (0, 1), (0, 1)] as [(UInt32, UInt32)] { put(value, length) }
        for _ in 0..<copies { put(1, 2) }
        put(0, 1)
        put(0, 7)
        return out
    }
}

/// A small workbook made of its parts.
struct MiniWorkbook {
    static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    static let strictMain = "http://purl.oclc.org/ooxml/spreadsheetml/main"

    var namespace = main
    var relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    /// What stands in `sheetData`, per sheet.
    var sheets: [(name: String, state: String, data: String)]
    /// Before and after `sheetData`.
    var before = ""
    var after = ""
    var strings: [String] = []
    /// `<numFmt …/>` elements, and the format number of each cell style.
    var formats: [String] = []
    var styles: [Int] = [0]
    var properties = ""
    var calculation = ""

    init(_ data: String) { sheets = [("S", "visible", data)] }

    var parts: [String: String] {
        let packaged = "http://schemas.openxmlformats.org/package/2006/relationships"
        var parts: [String: String] = [:]
        let document = "<Relationship Id='r' Type='\(relations)/officeDocument' Target='xl/workbook.xml'/>"
        parts["_rels/.rels"] = "<Relationships xmlns='\(packaged)'>\(document)</Relationships>"
        let links = sheets.indices.map { "<Relationship Id='s\($0)' Type='\(relations)/worksheet' Target='worksheets/\($0).xml'/>" }
        parts["xl/_rels/workbook.xml.rels"] = "<Relationships xmlns='\(packaged)'>\(links.joined())"
            + "<Relationship Id='t' Type='\(relations)/sharedStrings' Target='/xl/sharedStrings.xml'/>"
            + "<Relationship Id='y' Type='\(relations)/styles' Target='../xl/styles.xml'/></Relationships>"
        let entries = sheets.indices.map { "<sheet name='\(sheets[$0].name)' sheetId='\($0 + 1)' state='\(sheets[$0].state)' r:id='s\($0)'/>" }
        parts["xl/workbook.xml"] = "<workbook xmlns='\(namespace)' xmlns:r='\(relations)'><workbookPr \(properties)/>"
            + "<sheets>\(entries.joined())</sheets><calcPr \(calculation)/></workbook>"
        for (index, sheet) in sheets.enumerated() {
            parts["xl/worksheets/\(index).xml"] = "<worksheet xmlns='\(namespace)'>\(before)<sheetData>\(sheet.data)</sheetData>\(after)</worksheet>"
        }
        parts["xl/sharedStrings.xml"] = "<sst xmlns='\(namespace)'>\(strings.joined())</sst>"
        let codes = formats.enumerated().map { "<numFmt numFmtId='\(200 + $0)' formatCode='\($1)'/>" }
        parts["xl/styles.xml"] = "<styleSheet xmlns='\(namespace)'><numFmts>\(codes.joined())</numFmts><cellStyleXfs><xf numFmtId='9'/></cellStyleXfs>"
            + "<cellXfs>\(styles.map { "<xf numFmtId='\($0)'/>" }.joined())</cellXfs></styleSheet>"
        return parts
    }

    var entries: [ZipMaker.Entry] { parts.sorted { $0.key < $1.key }.map { ZipMaker.Entry($0, Array($1.utf8)) } }
    var bytes: [UInt8] { ZipMaker.archive(entries) }

    func read() throws(SheetFault) -> Workbook { try WorkbookReader.read(bytes, name: "a.xlsx") }
    func cells() throws -> [SheetCell] { try read().sheets[0].rows.first?.cells ?? [] }

    func bytes(changing change: (inout [ZipMaker.Entry]) -> Void) -> [UInt8] {
        var changed = entries
        change(&changed)
        return ZipMaker.archive(changed)
    }
}

/// How a stored number is shown under a format code.
func shown(_ stored: String, _ code: String, _ system: SerialDay.System = .from1900) -> String {
    NumberText(PlainDecimal.exact(stored)!, NumberFormat(code), system).text
}
