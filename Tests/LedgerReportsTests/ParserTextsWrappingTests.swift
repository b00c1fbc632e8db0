import LedgerReports
import Testing

@Suite struct ParserTextsWrappingTests {
    @Test(arguments: [
        ("", 10, [""]), ("a b c", 3, ["a b", "c"]), ("abcdef", 3, ["abcdef"]), ("あいう", 4, ["あい", "う"]), ("あい。", 4, ["あ", "い。"]), ("あ（い）", 4, ["あ", "（い）"]),
        ("あ abc", 4, ["あ", "abc"]), ("ab あ", 4, ["ab", "あ"]), ("あ  い", 2, ["あ", "い"]),
    ] as [(String, Int, [String])])
    func examples(text: String, columns: Int, lines: [String]) {
        #expect(Wrapping.lines(text, columns: columns) == lines)
    }

    /// Every text of up to six characters of a small alphabet: nothing is lost but blanks, no line begins or ends wrongly, none is longer than it must be.
    @Test func exhaustively() {
        let alphabet: [Character] = ["a", "あ", "。", "（", " "]
        var texts = [""]
        for _ in 0..<6 {
            texts = [""] + texts.flatMap { text in alphabet.map { text + String($0) } }
            for text in texts {
                for columns in 1...5 { check(text, columns) }
            }
        }
    }

    private func check(_ text: String, _ columns: Int) {
        let lines = Wrapping.lines(text, columns: columns)
        let kept = lines.joined().filter { $0 != " " }
        #expect(kept == text.filter { $0 != " " }, "\(text) \(columns) \(lines)")
        for (i, line) in lines.enumerated() {
            #expect(line.last != " ", "\(text) \(columns) \(lines)")
            // A blank may always end a line.
            if i > 0, !text.contains(" 。") { #expect(line.first != "。", "\(text) \(columns) \(lines)") }
            if i < lines.count - 1, !text.contains("（ ") { #expect(line.last != "（", "\(text) \(columns) \(lines)") }
            // Too long only where no place within it may end a line.
            guard DisplayWidth.of(line) > columns else { continue }
            let letters = Array(line)
            let places = letters.indices.dropFirst().filter { place in
                let (before, after) = (letters[place - 1], letters[place])
                if after == " " { return false }
                if before == " " { return letters[..<place].contains { $0 != " " } }
                return (before != "a" || after != "a") && before != "（" && after != "。"
            }
            #expect(places.isEmpty, "\(text) \(columns) \(lines)")
        }
    }
}
