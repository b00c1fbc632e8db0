import Foundation
import Testing
@testable import SheetFiles

@Suite struct EncodingTests {
    private static let text = "市,値\r\n北九州〜―∥－,①㈱ﾊﾝ㌔\r\n"

    private static func utf16(_ text: String, bigEndian: Bool, mark: Bool) -> [UInt8] {
        ((mark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit in
            bigEndian ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        }
    }

    @Test func eachEncodingIsToldFromTheBytes() throws {
        let cases: [([UInt8], String)] = [
            (Array(Self.text.utf8), "UTF-8"), ([0xEF, 0xBB, 0xBF] + Array(Self.text.utf8), "UTF-8"),
            (Self.utf16(Self.text, bigEndian: false, mark: true), "UTF-16LE"), (Self.utf16(Self.text, bigEndian: true, mark: true), "UTF-16BE"),
            (Self.utf16(Self.text, bigEndian: false, mark: false), "UTF-16LE"), (Self.utf16(Self.text, bigEndian: true, mark: false), "UTF-16BE"),
        ]
        for (bytes, encoding) in cases {
            let workbook = try WorkbookReader.read(bytes, name: "a.csv")
            #expect(workbook.encoding == encoding)
            #expect(texts(workbook) == [["市", "値"], ["北九州〜―∥－", "①㈱ﾊﾝ㌔"]])
        }
    }

    /// The bytes come from Microsoft's table: the wave dash is U+FF5E there, not U+301C, and so on.
    @Test func cp932IsReadAsMicrosoftHasIt() throws {
        let bytes: [UInt8] = [
            0x81, 0x60, 0x81, 0x61, 0x81, 0x7C, 0x81, 0x91, 0x81, 0x92, 0x81, 0xCA, 0x2C, 0x87, 0x40, 0x87, 0x8A, 0xCA, 0x2C, 0xFA, 0x40, 0xED, 0x40, 0x2C,
            0x5C, 0x7E, 0x2C, 0x94, 0x5C, 0x0D, 0x0A,
        ]
        let workbook = try WorkbookReader.read(bytes, name: "a.csv")
        #expect(workbook.encoding == "CP932")
        #expect(texts(workbook) == [["\u{FF5E}\u{2225}\u{FF0D}\u{FFE0}\u{FFE1}\u{FFE2}", "①㈱ﾊ", "ⅰ纊", "\\~", "能"]])
        #expect(texts(try WorkbookReader.read(bytes, name: "a.csv", .init(encoding: "Shift_JIS"))) == texts(workbook))
    }

    @Test func everyBadByteHasItsPlace() {
        let bytes = Array("ab\r\nc".utf8) + [0xFF] + Array("\n漢".utf8) + [0xE6, 0xBC] + Array("x".utf8)
        #expect(fault(bytes, .init(encoding: "utf-8"))
            == SheetFault(.undecodable, at: "byte 5 (line 2)", "UTF-8", "3", "byte 5 (line 2), byte 10 (line 3), byte 11 (line 3)"))
        let cp932: [UInt8] = [0x82, 0xA0, 0x0A, 0x82, 0x0A, 0x41, 0xFF]
        #expect(fault(cp932, .init(encoding: "cp932"))
            == SheetFault(.undecodable, at: "byte 3 (line 2)", "CP932", "2", "byte 3 (line 2), byte 6 (line 3)"))
        let lone: [UInt8] = [0xFF, 0xFE, 0x41, 0x00, 0x0A, 0x00, 0x00, 0xD8, 0x42, 0x00]
        #expect(fault(lone) == SheetFault(.undecodable, at: "byte 6 (line 2)", "UTF-16LE", "1", "byte 6 (line 2)"))
        #expect(fault([0xFF, 0xFE, 0x41, 0x00, 0x42])?.place == "byte 4 (line 1)")
    }

    @Test func manyBadBytesAreCountedUpToALimit() {
        let bytes = [UInt8](repeating: 0xFF, count: 20_000)
        for encoding in ["UTF-8", "CP932"] {
            let found = fault(bytes, .init(encoding: encoding))
            #expect(found?.code == .undecodable)
            #expect(found?.values[1] == "10000+")
            #expect(found?.values[2].split(separator: ", ").count == 20)
        }
    }

    @Test func whatIsNeitherUTF8NorCP932SaysWhatWasTried() {
        let found = fault(Array("漢\n".utf8) + [0xFF, 0xFD])
        #expect(found == SheetFault(.encodingUnknown, "UTF-8: byte 4 (line 2); CP932: byte 4 (line 2)"))
    }

    /// Its bytes happen to be CP932 throughout; read so they would be nonsense.
    @Test func damagedUTF8IsNotTakenForCP932() throws {
        var bytes = Array("創業支援事業\n".utf8)
        bytes.remove(at: 2)
        #expect(Iconv.convert(bytes, from: "CP932", to: "UTF-8", step: { _ in 1 })?.badCount == 0)
        #expect(fault(bytes) == SheetFault(.undecodable, at: "byte 0 (line 1)", "UTF-8", "2", "byte 0 (line 1), byte 1 (line 1)"))
        // Half-width katakana are bytes that look most like UTF-8.
        let katakana: [UInt8] = [0xCA, 0xDF, 0xB0, 0xC3, 0xA8, 0xB0, 0x2C, 0xC3, 0xB0, 0xC0]
        #expect(texts(try WorkbookReader.read(katakana, name: "a.csv")) == [["ﾊﾟｰﾃｨｰ", "ﾃｰﾀ"]])
    }

    @Test func aMarkThatContradictsTheMappingIsRefused() throws {
        #expect(fault([0xEF, 0xBB, 0xBF, 0x41], .init(encoding: "cp932")) == SheetFault(.encodingContradicted, "cp932", "UTF-8"))
        #expect(fault([0xFE, 0xFF, 0x00, 0x41], .init(encoding: "UTF-16LE"))?.code == .encodingContradicted)
        #expect(try WorkbookReader.read([0xFE, 0xFF, 0x00, 0x41], name: "a.csv", .init(encoding: "utf-16")).encoding == "UTF-16BE")
        #expect(fault([0x41], .init(encoding: "EUC-JP"))?.code == .encodingUnsupported)
    }

    @Test func everyOneAndTwoByteSequenceIsDecodedExactlyOrReported() {
        var valid = 0
        for first in UInt8.min...UInt8.max {
            for second in UInt8.min...UInt8.max {
                let bytes = [first, second]
                let expected = String(validating: bytes, as: UTF8.self) != nil
                if (UTF8Check.badPlaces(bytes, from: 0).count == 0) != expected { Issue.record("\(bytes)") }
                if expected { valid += 1 }
            }
        }
        #expect(valid == 128 * 128 + 30 * 64)
    }

    /// The second and later bytes at both sides of each edge of Unicode's table of well-formed sequences.
    @Test func longerSequencesOfUTF8AreJudgedAsTheStandardLibraryDoes() {
        let edges: [UInt8] = [0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF]
        for lead in UInt8(0xC0)...0xFF {
            for a in edges { for b in edges { for c in edges {
                let bytes = [lead, a, b, c]
                let expected = String(validating: bytes, as: UTF8.self) != nil
                if (UTF8Check.badPlaces(bytes, from: 0).count == 0) != expected { Issue.record("\(bytes)") }
            } } }
        }
    }

    @Test func aConsoleGetsOneMarkForEachCharacterItLacks() {
        let (bytes, replaced) = TextEncoder.cp932("値𠮷é①―～x")
        #expect(bytes == [0x92, 0x6C, 0x81, 0xAC, 0x81, 0xAC, 0x87, 0x40, 0x81, 0x5C, 0x81, 0x60, 0x78])
        #expect(replaced == 2)
        #expect(TextEncoder.cp932("").bytes.isEmpty)
    }

    @Test func whatIsNoTextAndNoWorkbookIsRefused() {
        #expect(fault([]) == SheetFault(.notATable, "empty"))
        #expect(fault([0x41, 0x00, 0x00, 0x42, 0x43]) == SheetFault(.notATable, at: "byte 1 (line 1)", "binary"))
        // A zero byte in a text in UTF-8, of an even number of bytes, does not make it UTF-16.
        #expect(fault(Array("事業名,実績\n起業,1".utf8) + [0x00, 0x32, 0x0A]) == SheetFault(.notATable, at: "byte 25 (line 2)", "binary"))
        #expect(fault(Array("a,b".utf8), name: "a.xlsx") == SheetFault(.notATable, "text"))
        let old: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 600)
        #expect(fault(old, name: "a.xls") == SheetFault(.notATable, "ole"))
        #expect(fault(old + Array("EncryptedPackage".utf16).flatMap { [UInt8($0), 0] }, name: "a.xlsx") == SheetFault(.encrypted))
    }
}
