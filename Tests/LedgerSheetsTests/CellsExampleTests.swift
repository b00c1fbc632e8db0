import LedgerModel
import TestSeeds
import Testing
@testable import LedgerSheets

@Suite struct CellsExampleTests {
    /// schema/cells/examples.json: what each cell is read as, or why it is not.
    @Test func examples() throws {
        let examples = try CellExample.all()
        #expect(examples.count >= 150)
        for example in examples {
            let read = example.read
            #expect(read == example.reads, "\(example.cell ?? example.amount ?? example.kpi ?? example.name ?? "")")
        }
    }

    /// Each reason for not reading has an example, so that none is a dead letter.
    @Test func everyDoubtHasAnExample() throws {
        let reads = try CellExample.all().flatMap(\.reads)
        for doubt in Doubt.allCases {
            #expect(reads.contains { $0.hasPrefix("unread") && $0.hasSuffix(": \(doubt.rawValue)") }, "\(doubt.rawValue)")
        }
    }

    /// The longest cell that is read, in characters as Unicode counts them.
    @Test func lengthAtBelowAndAbove() {
        for (count, isRefused) in [(ValueCell.limit - 1, false), (ValueCell.limit, false), (ValueCell.limit + 1, true)] {
            let cell = "12" + String(repeating: "　", count: count - 2)
            do throws(Doubt) {
                _ = try ValueCell(cell, CellSettings(), period: nil)
                #expect(!isRefused, "\(count)")
            } catch { #expect(isRefused && error == .tooLong, "\(count): \(error)") }
        }
    }

    /// A mark, a superscript or a fraction never becomes a digit; full-width and half-width forms read alike.
    @Test func folding() {
        #expect(CellText("①㎡½²Ⅱ").scalars.allSatisfy { !$0.isDigit })
        #expect(CellText("１２３％（ｔ）ｶﾞ").folded(0..<8) == "123%(t)ガ")
        let text = CellText("　①ｶﾞｲﾄﾞ　")
        #expect(text.printed(text.all) == "①ｶﾞｲﾄﾞ")
    }

    /// No text makes the reader stop: anything is read or has a reason.
    @Test func anyText() {
        var random = SeededGenerator(seed: 7)
        let letters = Array("0123456789,.、・：⇒（）()人件%～-年度H平成のを以上累計約万億千増/①※ \n　延べ毎年一部調査中—")
        let reader = CellReader(CellsTruth.kitakyushu)
        for _ in 0..<3_000 {
            let text = String((0..<Int(random.next() % 24)).map { _ in letters[Int(random.next() % UInt64(letters.count))] })
            let cell = CellsTruth.printed(text, 1, 1)
            let (reading, unread) = reader.composite(kpi: cell, whole: nil, actuals: [(.fiscal(2016), cell)])
            #expect(reading != nil || !unread.isEmpty)
            if case .failure(let unread) = reader.value(cell, period: .fiscal(2016)) { #expect(Doubt(rawValue: unread.reason) != nil) }
        }
    }
}
