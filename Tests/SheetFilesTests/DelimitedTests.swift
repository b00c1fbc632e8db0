import TestSeeds
import Testing
@testable import SheetFiles

@Suite struct DelimitedTests {
    @Test(arguments: [
        ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
        ("a,b\r\nc,d", [["a", "b"], ["c", "d"]]),
        ("a\rb\r\n\nc", [["a"], ["b"], [], ["c"]]),
        ("a,,b,,\n,,\n", [["a", "", "b"], []]),
        ("\"a,\"\"b\"\"\r\nc\",d\n", [["a,\"b\"\r\nc", "d"]]),
        ("\"\"\"\",\"\"\n", [["\""]]),
        ("\"\"", [[]]),
        ("a\"b,c\n", [["a\"b", "c"]]),
        ("a \"b\" c,d\n", [["a \"b\" c", "d"]]),
        (" \"a\",b", [[" \"a\"", "b"]]),
        ("\n", [[]]),
        ("a,\"b\"", [["a", "b"]]),
    ])
    func recordsAreReadAsRFC4180HasThem(_ text: String, _ cells: [[String]]) throws {
        #expect(try csv(text) == cells)
    }

    @Test func anEmptyCellIsBlankAndARecordIsARow() throws {
        let sheet = try WorkbookReader.read(Array("a,,b\n\"x\ny\"\nz".utf8), name: "t.csv").sheets[0]
        #expect(sheet.rows.map(\.number) == [1, 2, 3])
        #expect(sheet.rows[0].cells.map(\.kind) == [.text, .blank, .text])
        #expect(sheet.name == "" && !sheet.isHidden)
    }

    @Test func tabsSeparateWhereTheNameOrTheMappingOrTheContentSaysSo() throws {
        let bytes = Array("a\tb,c\n".utf8)
        #expect(texts(try WorkbookReader.read(bytes, name: "T.TSV")) == [["a", "b,c"]])
        #expect(texts(try WorkbookReader.read(bytes, name: "t.csv")) == [["a\tb", "c"]])
        #expect(texts(try WorkbookReader.read(bytes, name: "t.csv", .init(format: .tsv))) == [["a", "b,c"]])
        #expect(try WorkbookReader.read(Array("a\tb\n".utf8), name: "t.txt").format == .tsv)
        #expect(try WorkbookReader.read(bytes, name: "t.txt").format == .csv)
    }

    @Test(arguments: [
        ("a\n\"b\nc\n", SheetFault(.unbalancedQuote, at: "line 2")),
        ("a\r\n\r\nx,\"", SheetFault(.unbalancedQuote, at: "line 3")),
        ("\"a\rb\"c,d\n", SheetFault(.textAfterQuote, at: "line 2")),
        ("\"a\" ,b\n", SheetFault(.textAfterQuote, at: "line 1")),
    ])
    func quotesThatLeaveTheRecordUnclearAreRefused(_ text: String, _ expected: SheetFault) {
        #expect(fault(Array(text.utf8)) == expected)
    }

    @Test func aRecordThatMayHaveMeantOneFieldIsReported() throws {
        let ambiguous = try WorkbookReader.read(Array("h\nab\"c,d\"e\n".utf8), name: "t.csv")
        #expect(ambiguous.notices == [SheetNotice(.ambiguousQuote, sheet: "", place: "line 2")])
        #expect(texts(ambiguous) == [["h"], ["ab\"c", "d\"e"]])
        #expect(try WorkbookReader.read(Array("5\",b\n\"x\",\"y\"\n".utf8), name: "t.csv").notices.isEmpty)
    }

    @Test func everyShortTextOverTheMeaningfulBytesIsReadOrRefused() {
        let alphabet = Array("a,\"\r\n\t".utf8)
        var read = 0
        var refused = 0
        for length in 1...6 {
            var digits = [Int](repeating: 0, count: length)
            while true {
                if fault(digits.map { alphabet[$0] }) == nil { read += 1 } else { refused += 1 }
                var place = 0
                while place < length, digits[place] == alphabet.count - 1 { digits[place] = 0; place += 1 }
                if place == length { break }
                digits[place] += 1
            }
        }
        #expect(read + refused == (1...6).reduce(0) { sum, n in sum + (0..<n).reduce(1) { p, _ in p * 6 } })
        #expect(read > 10_000 && refused > 10_000)
    }

    /// Whatever the cells hold: written by the RFC's rule they come back.
    @Test func whatIsQuotedComesBack() throws {
        let seed = Seeds.one()
        var random = SeededGenerator(seed: seed)
        let letters = ["a", ",", "\"", "\n", "\r", "\r\n", "漢", "𠮷", "\t", " "]
        for _ in 0..<500 {
            let rows = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                (0..<Int.random(in: 1...5, using: &random)).map { _ in
                    (0..<Int.random(in: 0...4, using: &random)).map { _ in letters.randomElement(using: &random)! }.joined()
                } + ["end"]
            }
            let text = rows.map { row in
                row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
            }.joined(separator: "\r\n")
            let read = try csv(text)
            #expect(read.map { $0.map { Array($0.utf8) } } == rows.map { $0.map { Array($0.utf8) } }, "seed \(seed)")
        }
    }
}
