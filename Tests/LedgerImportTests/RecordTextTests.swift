import LedgerImport
import LedgerModel
import LedgerProjections
import LedgerSheets
import LedgerTestSupport
import Testing

@Suite struct RecordTextTests {
    private let purpose = RecordTable(.texts).text(RecordTable.startUp, .purpose, "市内で起業する人を増やす。")

    private func held(_ city: RecordCity, _ path: String) throws -> Event? { try city.facts(.programme, "p-001").holds(FactKey(.text, path)) }

    @Test func textsOfEveryKindAreRecordedOnce() throws {
        let city = try RecordCity()
        let table = purpose
            .text(RecordTable.startUp, .outcome, "相談は前年より多かった。", period: .fiscal(2021))
            .text(RecordTable.startUp, .plannedAction, "支援を続ける。", period: .fiscal(2022), number: "1")
            .text(RecordTable.startUp, .plannedAction, "催しを開く。", period: .fiscal(2022), number: "2")
            .text(RecordTable.inland, .footnote, "（15条）")
        let plan = try city.take(table)
        #expect(plan.drafts.count == 5)
        let action = try #require(try held(city, "10/FY2022/2"))
        #expect(try city.words(action) == "催しを開く。")
        // The body text is the cell, word for word: it is kept once.
        #expect(!action.statement.holdsText(.rawCell))
        #expect(action.statement.sources.map(\.cell) == ["E5"])
        #expect(try city.plan(table).verdicts(.text) == Array(repeating: .same, count: 5))
    }

    @Test(arguments: [(ImportClass.correct, Change.corrected), (.retarget, .revised)])
    func aChangedTextIsClassed(_ kind: ImportClass, _ change: Change) throws {
        let city = try RecordCity()
        try city.take(purpose)
        let other = RecordTable(.texts).text(RecordTable.startUp, .purpose, "市内で事業を始める人を増やす。")
        let item = try city.blocker(other)
        #expect(item.verdict == .changed && item.held == .text("市内で起業する人を増やす。"))
        try city.take(other, as: kind)
        let now = try #require(try held(city, "1//"))
        #expect(now.statement.change == change)
        #expect(try city.words(now) == "市内で事業を始める人を増やす。")
    }

    @Test func aChangedTextThatIsNotTakenIsNotedOnce() throws {
        let city = try RecordCity()
        try city.take(purpose.text(RecordTable.startUp, .outline, "相談窓口を置く。"))
        let other = RecordTable(.texts).text(RecordTable.startUp, .purpose, "別の文。").text(RecordTable.startUp, .outline, "相談窓口を置く。")
        try city.take(other, as: .notTaken)
        #expect(try city.words(held(city, "1//")) == "市内で起業する人を増やす。")
        #expect(try city.plan(other).verdicts(.text) == [.known, .same])
        // A note about one text says nothing about another, nor about a third wording.
        let outline = RecordTable(.texts).text(RecordTable.startUp, .purpose, "別の文。").text(RecordTable.startUp, .outline, "窓口を二つ置く。")
        #expect(try city.blocker(outline).measure == "outline")
        let third = RecordTable(.texts).text(RecordTable.startUp, .purpose, "第三の文。").text(RecordTable.startUp, .outline, "相談窓口を置く。")
        #expect(try city.blocker(third).measure == "purpose")
    }

    /// What was left out of one text is not taken for another because its words were once noted.
    @Test func aNoteIsAboutOneText() throws {
        let city = try RecordCity()
        let twice = purpose.text(RecordTable.startUp, .purpose, "別の文。")
        try city.take(twice, as: .notTaken)
        let others = purpose.text(RecordTable.startUp, .outline, "別の文。").text(RecordTable.startUp, .outline, "第三の文。")
        #expect(try city.blocker(others).measure == "outline")
    }

    /// Composed and decomposed letters are other bytes.
    @Test func textsAreComparedAsBytes() throws {
        let city = try RecordCity()
        try city.take(RecordTable(.texts).text(RecordTable.startUp, .note, "\u{304C}"))
        #expect(try city.blocker(RecordTable(.texts).text(RecordTable.startUp, .note, "\u{304B}\u{3099}")).verdict == .changed)
    }

    @Test func aRedactedTextIsNotEnteredAgain() throws {
        let city = try RecordCity()
        try city.take(purpose)
        let event = try #require(try held(city, "1//"))
        _ = try city.ledger.ledger.append([redaction(of: event.number, .bodyText, event.subjects)])
        for table in [purpose, RecordTable(.texts).text(RecordTable.startUp, .purpose, "別の文。")] {
            let plan = try city.plan(table)
            #expect(plan.drafts.isEmpty && plan.blockers.isEmpty)
            #expect(plan.items.filter { $0.what == .text }.map(\.reason) == ["text-redacted"])
        }
    }

    @Test func aTextPrintedTwiceDifferently() throws {
        let twice = purpose.text(RecordTable.startUp, .purpose, "別の文。")
        let first = try RecordCity()
        #expect(try first.blocker(twice).verdict == .twoValues)
        try first.take(twice, as: .notTaken)
        #expect(try first.words(held(first, "1//")) == "市内で起業する人を増やす。")
        let second = try RecordCity()
        let item = try second.blocker(twice)
        try second.take(twice, as: .taken, taking: item)
        #expect(try second.words(held(second, "1//")) == "別の文。")
        #expect(try second.facts(.programme, "p-001").all(.discrepancy).count == 1)
    }

    @Test func aTextThatIsNoLongerPrinted() throws {
        let city = try RecordCity()
        let both = purpose.text(RecordTable.startUp, .plannedAction, "催しを開く。", period: .fiscal(2022), number: "1")
            .text(RecordTable.startUp, .plannedAction, "支援を続ける。", period: .fiscal(2022), number: "2")
        try city.take(both)
        let shorter = RecordTable(.texts).text(RecordTable.startUp, .plannedAction, "催しを開く。", period: .fiscal(2022), number: "1")
        let item = try city.blocker(shorter)
        #expect(item.verdict == .missing && item.measure == "planned-action 2" && item.choices == [.notTaken])
        try city.take(shorter, as: .notTaken)
        #expect(try city.words(held(city, "10/FY2022/2")) == "支援を続ける。")
    }

    // MARK: amounts

    private func amount(_ city: RecordCity, _ path: String) throws -> AmountRecorded? {
        if case .amountRecorded(let act)? = try city.facts(.programme, "p-001").holds(FactKey(.amount, path))?.statement.act { act } else { nil }
    }

    @Test func amountsWithAndWithoutANumber() throws {
        let city = try RecordCity()
        let table = RecordTable(.amounts).amount(RecordTable.startUp, "27317").amount(RecordTable.welfare, nil)
            .amount(RecordTable.startUp, "27000", kind: .initial)
        #expect(try city.take(table).drafts.count == 3)
        #expect(try amount(city, "FY2021/0/0")?.value.number == "27317")
        #expect(try amount(city, "FY2021/1/0")?.value.number == "27000")
        #expect(try city.plan(table).verdicts(.amount) == [.same, .same, .same])
    }

    @Test(arguments: [(ImportClass.finalise, Change.finalised), (.scheduled, .scheduled), (.correct, .corrected)])
    func aChangedAmountIsClassed(_ kind: ImportClass, _ change: Change) throws {
        let city = try RecordCity()
        try city.take(RecordTable(.amounts).amount(RecordTable.startUp, nil))
        let table = RecordTable(.amounts).amount(RecordTable.startUp, "16711")
        let item = try city.blocker(table)
        #expect(item.choices == [.finalise, .scheduled, .correct, .notTaken])
        var plan = try city.plan(table, classes: [item.key: .because(kind)])
        // Finalising what was not provisional is odd, and needs its own reason.
        if kind == .finalise { plan.drafts[0].draft.setText(.override, "例示の理由") }
        try city.append(plan)
        #expect(plan.drafts.map(\.draft.statement.change) == [change])
        #expect(try amount(city, "FY2021/0/0")?.value.number == "16711")
        #expect(try city.plan(table).drafts.isEmpty)
    }

    @Test func anAmountThatIsNotTaken() throws {
        let city = try RecordCity()
        try city.take(RecordTable(.amounts).amount(RecordTable.startUp, "100"))
        try city.take(RecordTable(.amounts).amount(RecordTable.startUp, "200"), as: .notTaken)
        #expect(try amount(city, "FY2021/0/0")?.value.number == "100")
        #expect(try city.plan(RecordTable(.amounts).amount(RecordTable.startUp, "200")).verdicts(.amount) == [.known])
        #expect(try city.blocker(RecordTable(.amounts).amount(RecordTable.startUp, "300")).verdict == .changed)
    }

    @Test func anAmountPrintedTwiceDifferently() throws {
        let city = try RecordCity()
        let table = RecordTable(.amounts).amount(RecordTable.startUp, "100").amount(RecordTable.startUp, "200")
        try city.take(table, as: .taken)
        #expect(try amount(city, "FY2021/0/0")?.value.number == "200")
    }
}
