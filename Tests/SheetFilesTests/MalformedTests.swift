import TestSeeds
import Testing
@testable import SheetFiles

@Suite struct MalformedTests {
    private static let sample: MiniWorkbook = {
        var book = MiniWorkbook("<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' s='1'><v>43586</v></c></row>")
        book.strings = ["<si><t>東京</t></si>"]
        book.styles = [0, 28]
        book.after = "<mergeCells><mergeCell ref='A1:B1'/></mergeCells>"
        return book
    }()

    @Test func aWorkbookCutAnywhereIsRefused() {
        let bytes = Self.sample.bytes
        #expect(fault(bytes, name: "a.xlsx") == nil)
        for length in 0..<bytes.count {
            if fault(Array(bytes[..<length]), name: "a.xlsx") == nil { Issue.record("read with \(length) of \(bytes.count) bytes") }
        }
    }

    @Test func aTextCutAnywhereIsReadOrRefused() {
        let text = "市,\"値\r\n\"\"x\"\"\"\n北九州,1\n"
        let wide: [UInt8] = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        for bytes in [Array(text.utf8), [0xFF, 0xFE] + wide] {
            for length in 1..<bytes.count {
                for encoding in [nil, "UTF-8", "UTF-16", "CP932"] { _ = fault(Array(bytes[..<length]), .init(encoding: encoding)) }
            }
            #expect(fault(bytes) == nil)
        }
    }

    @Test func aWrongChecksumIsRefused() {
        for index in Self.sample.entries.indices {
            let bytes = Self.sample.bytes { $0[index].crc ^= 1 }
            #expect(fault(bytes, name: "a.xlsx")?.code == .badArchive)
        }
    }

    @Test func anEncryptedPartIsRefused() {
        let bytes = Self.sample.bytes { entries in for index in entries.indices { entries[index].flags = 1 } }
        #expect(fault(bytes, name: "a.xlsx")?.code == .encrypted)
    }

    @Test func twoPartsOfOneNameAreRefused() {
        let bytes = Self.sample.bytes { $0.append(ZipMaker.Entry("XL/Workbook.xml", [])) }
        #expect(fault(bytes, name: "a.xlsx")?.code == .badArchive)
    }

    @Test func aMissingPartIsNamed() {
        for name in Self.sample.parts.keys {
            let bytes = Self.sample.bytes { $0.removeAll { $0.name == name } }
            let expected = name == "_rels/.rels" ? SheetFault(.notATable, "zip") : SheetFault(.missingPart, name)
            #expect(fault(bytes, name: "a.xlsx") == expected)
        }
    }

    @Test func anotherKindOfZipIsToldApart() {
        #expect(fault(ZipMaker.archive([]), name: "a.xlsx") == SheetFault(.notATable, "zip"))
        #expect(fault(ZipMaker.archive([ZipMaker.Entry("mimetype", Array("x".utf8))]), name: "a.ods") == SheetFault(.notATable, "ods"))
        var document = Self.sample
        document.namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        #expect(fault(document.bytes, name: "a.xlsx") == SheetFault(.notATable, "docx"))
        #expect(fault(Self.sample.bytes, .init(format: .csv)) == SheetFault(.notATable, "zip"))
    }

    @Test(arguments: [
        "<!DOCTYPE a>", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "<!DOCTYPE a SYSTEM 'file:///etc/passwd'>",
        "<!DOCTYPE a [<!ENTITY b 'cccccccc'><!ENTITY d '&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;'>]>",
    ])
    func aDocumentTypeIsRefused(_ declaration: String) {
        for name in Self.sample.parts.keys {
            let bytes = Self.sample.bytes { entries in
                let index = entries.firstIndex { $0.name == name }!
                entries[index] = ZipMaker.Entry(name, Array(declaration.utf8) + entries[index].stored)
            }
            let found = fault(bytes, name: "a.xlsx")
            #expect(found?.code == .badXML && found?.values[0] == name && found?.values[2] == "document type declarations are not allowed")
        }
    }

    @Test(arguments: ["<a>", "", "<a/><b/>", "<a>&b;</a>", "<a b='1' b='2'/>", "<a>\u{1}</a>", "<?xml version='1.0' encoding='x-no'?><a/>", "text"])
    func whatIsNoXMLIsRefusedWithItsPart(_ xml: String) {
        for name in Self.sample.parts.keys {
            let bytes = Self.sample.bytes { entries in
                entries[entries.firstIndex { $0.name == name }!] = ZipMaker.Entry(name, Array(xml.utf8))
            }
            let found = fault(bytes, name: "a.xlsx")
            #expect(found?.code == .badXML && found?.values.first == name, "\(name): \(String(describing: found))")
        }
    }

    @Test(arguments: [
        ("<c r='B1'><v>1</v></c><c r='A1'><v>1</v></c>", "A1"), ("<c r='A1'/><c r='A1'/>", "A1"), ("<c r='A2'/>", "A2"), ("<c r='XFE1'/>", "XFE1"),
        ("<c r='A0'/>", "A0"), ("<c r='1A'/>", "1A"), ("<c r='$A$1'/>", "$A$1"), ("<c t='s'><v>1</v></c>", "1"), ("<c t='s'><v>-1</v></c>", "-1"),
        ("<c t='s'><v>x</v></c>", "x"), ("<c t='b'><v>2</v></c>", "2"), ("<c><v>abc</v></c>", "abc"), ("<c t='z'><v>1</v></c>", "z"),
        ("<c t='d'><v>2019-02-29</v></c>", "2019-02-29"), ("<c r='AAAAAAAAAAAAAAAAAAAA1'/>", "AAAAAAAAAAAAAAAAAAAA1"),
    ])
    func aCellThatCannotBeIsRefused(_ cells: String, _ found: String) {
        var book = MiniWorkbook("<row r='1'>\(cells)</row>")
        book.strings = ["<si><t>x</t></si>"]
        let result = fault(book.bytes, name: "a.xlsx")
        #expect(result?.code == .badCell && result?.place == "S" && result?.values.last == found, "\(String(describing: result))")
    }

    @Test(arguments: ["<row r='2'/><row r='1'/>", "<row r='1'/><row r='1'/>", "<row r='0'/>", "<row r='x'/>", "<row r='99999999999999999999'/>"])
    func aRowThatCannotBeIsRefused(_ rows: String) {
        #expect(fault(MiniWorkbook(rows).bytes, name: "a.xlsx")?.code == .badCell)
    }

    @Test(arguments: ["A1:", "B1:A1", "A1:B2:C3", "", "A1:XFE1", "A1:A1048577"])
    func aMergeThatCannotBeIsRefused(_ range: String) {
        var book = MiniWorkbook("")
        book.after = "<mergeCells><mergeCell ref='\(range)'/></mergeCells>"
        #expect(fault(book.bytes, name: "a.xlsx")?.code == .badCell)
    }

    // MARK: Mutations

    private static let dictionary = [
        "<", ">", "'", "&#x0;", "&#65;", "<row>", "</row>", "<c t='s'>", "<v>", "</v>", "\"", ",", "\n", "1E999", "-1", "XFD1048576",
        "4294967296", "<![CDATA[", "]]>", "<!--", "<?", "\u{FEFF}", "PK\u{1}\u{2}",
    ]

    private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...9, using: &random)))
            case 3: bytes.insert(contentsOf: Array(Self.dictionary.randomElement(using: &random)!.utf8), at: place)
            case 4: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + Int.random(in: 1...40, using: &random))], at: place)
            default: bytes[place] = [0, 0xFF, 0x7F, 0x80, 0x22, 0x3C].randomElement(using: &random)!
            }
        }
    }

    @Test func noMutationEndsTheProcess() {
        let seed = Seeds.one()
        var random = SeededGenerator(seed: seed)
        let texts: [[UInt8]] = [
            Array("市,\"値\r\n\"\"x\"\"\"\n北九州,1\n".utf8), [0x94, 0x5C, 0x2C, 0x81, 0x60, 0x0D, 0x0A, 0x22, 0x41, 0x22],
            [0xFE, 0xFF, 0x67, 0x71, 0x00, 0x2C, 0xD8, 0x42, 0xDF, 0xB7, 0x00, 0x0A],
        ]
        var read = 0
        for round in 0..<3000 {
            var bytes = texts[round % texts.count]
            mutate(&bytes, &random)
            if fault(bytes) == nil { read += 1 }
        }
        for _ in 0..<1500 {
            var bytes = Self.sample.bytes
            mutate(&bytes, &random)
            if fault(bytes, name: "a.xlsx") == nil { read += 1 }
        }
        // With a right checksum: the mutation reaches the XML.
        for _ in 0..<1500 {
            let bytes = Self.sample.bytes { entries in
                let index = Int.random(in: 0..<entries.count, using: &random)
                var content = entries[index].stored
                mutate(&content, &random)
                entries[index] = ZipMaker.Entry(entries[index].name, content)
            }
            if fault(bytes, name: "a.xlsx") == nil { read += 1 }
        }
        #expect(read > 300 && read < 5700, "seed \(seed): \(read) read")
    }
}
