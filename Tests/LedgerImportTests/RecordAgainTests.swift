import LedgerImport
import LedgerModel
import LedgerProjections
import LedgerSheets
import LedgerTestSupport
import Testing

/// Tables that come again after the ledger has moved on, and programmes that they no longer print.
@Suite struct RecordAgainTests {
    /// The table of FY2021 speaks of the programmes of FY2021, whatever they became in FY2022.
    @Test func aTableOfTheYearBeforeAMerge() throws {
        let city = try RecordCity()
        let opinions = RecordTable(.opinions).opinion(RecordTable.inland, "1", "甲").opinion(RecordTable.patents, "1", "乙")
        try city.take(opinions)
        try city.take(RecordTable(.lineage).lineage(RecordTable.inland, RecordTable.patents))
        let again = try city.plan(opinions)
        #expect(again.drafts.isEmpty && again.blockers.isEmpty && again.definitions.isEmpty)
    }

    @Test func splitsAndEndsComeAgain() throws {
        for period in [Period.fiscal(2021), .fiscal(2022)] {
            let city = try RecordCity()
            var table = RecordTable(.lineage).lineage(RecordTable.startUp, RecordTable.welfare, .split)
                .lineage(RecordTable.startUp, RecordTable.patents, .split).ended(RecordTable.inland, .abolished)
            table.period = period
            #expect(try city.take(table).drafts.count == 2)
        }
    }

    @Test func aTableWithoutSectionsComesAgain() throws {
        let city = try RecordCity()
        try city.take(RecordTable(.texts).text("保有データの活用環境整備", .purpose, "データを使いやすくする。"))
    }

    @Test func aSectionPrintedByItsNumberAlone() throws {
        let city = try RecordCity()
        var table = RecordTable(.opinions)
        let section = SectionReading(level: "条", number: "12", name: "", printed: RecordTable.cell("12", "A2"))
        table.rows = [
            RowReading(
                row: 2, sections: [section], programme: ProgrammeReading(name: RecordTable.cell(RecordTable.startUp, "B2")),
                record: .opinion(number: RecordTable.cell("1", "C2"), text: RecordTable.cell("甲", "D2")))
        ]
        #expect(try city.take(table).drafts.count == 1)
    }

    private func shorter(_ table: RecordTable) -> RecordTable {
        var shorter = table
        shorter.rows.removeLast()
        shorter.period = .fiscal(2022)
        return shorter
    }

    @Test func aProgrammeThatIsNoLongerPrinted() throws {
        let scope = RecordTable(.programmes).inScope(RecordTable.startUp, true).inScope(RecordTable.inland, false)
        let texts = RecordTable(.texts).text(RecordTable.startUp, .purpose, "甲").text(RecordTable.inland, .purpose, "乙")
        let amounts = RecordTable(.amounts).amount(RecordTable.startUp, "1").amount(RecordTable.inland, nil)
        for table in [scope, texts, amounts] {
            let city = try RecordCity()
            try city.take(table)
            let next = shorter(table)
            let item = try city.blocker(next)
            #expect(item.verdict == .missing && item.what == .programme && item.subject == Subject(.programme, "p-004"))
            try city.take(next, as: .notTaken)
            let other = try RecordCity()
            try other.take(table)
            var ended = Classified.because(.ended)
            ended.to = "abolished"
            try other.append(try other.plan(next, classes: [item.key: ended]))
            #expect(try other.facts(.programme, "p-004").end() != nil)
        }
    }
}
