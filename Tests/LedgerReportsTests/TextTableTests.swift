import Testing

@testable import LedgerReports

@Suite struct TextTableTests {
    @Test(arguments: [
        ("abc", 3), ("計画", 4), ("ｱｲｳ", 3), ("ＡＢ", 4), ("が", 2), ("か\u{3099}", 2), ("e\u{301}", 1), ("", 0), ("①", 1), ("△1.2", 4), ("㎡", 2),
        ("한", 2), ("𠮷", 2),
    ])
    func widthIsThatOfTheTerminal(text: String, width: Int) {
        #expect(DisplayWidth.of(text) == width)
    }

    /// Of what is told without asking for categories, each character by itself.
    @Test func theUsualWidthIsTheExactOne() {
        var usual = 0
        for scalar in (0...0x10ffff).lazy.compactMap({ Unicode.Scalar($0 as UInt32) }) {
            guard let width = DisplayWidth.ofUsual(String(scalar)) else { continue }
            usual += 1
            #expect(width == DisplayWidth.of(scalar) && !Visible.isUnsafe(scalar), "U+\(String(scalar.value, radix: 16))")
        }
        #expect(usual > 20_000)
        #expect(DisplayWidth.ofUsual("目標値 1,200人 → 1,000人（令和元年度）、Ⅰ") == 41)
        #expect(DisplayWidth.ofUsual("か\u{3099}") == nil && DisplayWidth.ofUsual("a\nb") == nil && DisplayWidth.ofUsual("𠮷") == nil)
    }

    @Test func columnsAlignWhateverTheScript() {
        var table = TextTable([.init("指標"), .init("値", .right)])
        table.add(["空港利用者数", "1,200人"])
        table.add(["abc", "5人"])
        #expect(table.lines == ["指標               値", "------------  -------", "空港利用者数  1,200人", "abc               5人"])
    }

    @Test(arguments: [
        ("0", "0"), ("999", "999"), ("-999", "-999"), ("1000", "1,000"), ("-1000", "-1,000"), ("123456", "123,456"), ("-1234567.50", "-1,234,567.50"),
        ("0.12345", "0.12345"), ("1234.5678", "1,234.5678"), ("", ""), ("-", "-"),
    ])
    func digitsAreGroupedByThree(number: String, grouped: String) { #expect(Grouping.of(number) == grouped) }

    @Test func nothingInDataReachesTheTerminal() {
        let evil = "a\u{1b}[31mb\u{202e}c\u{200b}d\te\nf\u{7f}\u{9b}"
        let shown = Visible.text(evil)
        #expect(shown == "a␛[31mb<U+202E>c<U+200B>d␉e⏎f␡<U+009B>")
        #expect(!shown.unicodeScalars.contains { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) })
    }

    @Test func everyControlCharacterIsReplaced() {
        for value in Array(UInt32(0)...0x1f) + Array(0x7f...0x9f) + Array(0x202a...0x202e) + Array(0x2066...0x2069) {
            let scalar = Unicode.Scalar(value)!
            #expect(!Visible.text("x" + String(scalar)).unicodeScalars.contains(scalar))
        }
    }

    @Test func plainTextIsUntouched() {
        #expect(Visible.text("目標値 1,200人（令和元年度）👨‍👩‍👧") == "目標値 1,200人（令和元年度）👨‍👩‍👧")
    }

    @Test func linesKeepTheirBreaks() { #expect(Visible.lines("a\nb\r\nc\u{1b}") == ["a", "b", "c␛"]) }
}

@Suite struct CSVTests {
    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""), ("a\r\nb", "\"a\r\nb\""),
        ("-5", "-5"), ("-1.25", "-1.25"), ("1200", "1200"), ("=1+1", "\"'=1+1\""), ("+81", "\"'+81\""), ("@x", "\"'@x\""),
        ("-cmd", "\"'-cmd\""), ("\t=1", "\"'\t=1\""), ("＝1", "\"'＝1\""), ("-", "\"'-\""),
    ])
    func cell(raw: String, written: String) {
        #expect(CSV.cell(raw) == written)
    }

    @Test func linesEndWithCRLF() { #expect(CSV.file(["a", "b"], [["1", "2"]]) == "a,b\r\n1,2\r\n") }
}
