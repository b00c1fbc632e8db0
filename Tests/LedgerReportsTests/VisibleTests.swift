import LedgerReports
import TestSeeds
import Testing

@Suite struct VisibleTests {
    /// A sheet that a person works on shows nothing that acts, and gives back every byte.
    @Test func whatIsSpelledIsHarmlessAndReadBackExactly() {
        var generator = SeededGenerator(seed: Seeds.one())
        let pieces = ["\u{202e}", "\u{2066}", "\u{0}", "\u{1b}", "\u{85}", "\u{2028}", "\u{feff}", "\u{e0041}", "\r", "\n", "<", "<U", "<U+", "<U+202E>", "<U+D800>", "<U+12>", ">", "U+", "か\u{3099}", "x", "👨\u{200d}👩"]
        for _ in 0..<4_000 {
            let text = (0..<Int.random(in: 0...8, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            let spelled = Visible.spelled(text)
            #expect(Array(Visible.respelled(spelled).utf8) == Array(text.utf8), "\(text.debugDescription)")
            #expect(!spelled.replacing("\r\n", with: "").replacing("\n", with: "").unicodeScalars.contains { $0.properties.generalCategory == .control })
            #expect(Visible.text(spelled.replacing("\r\n", with: "").replacing("\n", with: "")) == spelled.replacing("\r\n", with: "").replacing("\n", with: ""))
        }
        #expect(Visible.spelled("a\u{202e}b<U+0041>") == "a<U+202E>b<U+003C>U+0041>")
        #expect(Visible.respelled("<U+41> <U+D800> <U+110000> <U+0041>") == "<U+41> <U+D800> <U+110000> A")
    }
}
