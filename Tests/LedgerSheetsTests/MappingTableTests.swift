import LedgerModel
import SheetFiles
import Testing

@testable import LedgerSheets

/// Next year's table, and tables that are printed otherwise than those at hand.
@Suite struct MappingTableTests {
    private static let kpi = """
        行番号,基本目標,分野,取組,事業名,区分タグ,所管局,再掲,評価,KPI,H27実績,H28実績,原文KPI
        1,Ⅱ,①甲,乙,事業あ,,甲局,0,A,会員数：10人（H26年度）⇒100人（H31年度）,20人,30人,会員数：10人（H26年度）⇒100人（H31年度）
        2,Ⅲ,②丙,丁,事業い,,乙局,1,対象外,開催数：年1回,—,2回,開催数：年1回

        """

    private func changed(_ change: ([String], Bool) -> [String]) -> Workbook { Tables.changed(Tables.csv(Self.kpi), change) }

    @Test func nextYearsColumnIsRead() throws {
        for (heading, year) in [("H29実績", 2017), ("Ｈ２９ 実績", 2017), ("平成29実績", 2017), ("H30実績", 2018), ("R元実績", 2019), ("R1実績", 2019), ("令和5実績", 2023)] {
            let book = changed { $0 + [$1 ? heading : "40人"] }
            let reading = try reading("kitakyushu", book, .fiscal(year))
            let values = try #require(reading.rows[0].indicator).values.filter { $0.kind == .actual }
            #expect(values.map(\.period.value) == [.fiscal(2015), .fiscal(2016), .fiscal(year)], "\(heading)")
            #expect(reading.unusedColumns == [], "\(heading)")
            #expect(reading.rows[0].programme?.grade?.period == .fiscal(year))
        }
    }

    @Test func theOrderOfColumnsIsFree() throws {
        let one = try reading("kitakyushu", Tables.csv(Self.kpi), .fiscal(2016))
        let other = try reading("kitakyushu", changed { row, _ in row.reversed() }, .fiscal(2016))
        #expect(one.rows.count == 2 && other.rows.count == 2)
        for (a, b) in zip(one.rows, other.rows) {
            #expect(a.programme?.name.text == b.programme?.name.text)
            #expect(a.sections.map(\.name) == b.sections.map(\.name))
            #expect(a.indicator?.values.map(\.printed.text) == b.indicator?.values.map(\.printed.text))
            #expect(a.indicator?.values.map(\.period) == b.indicator?.values.map(\.period))
        }
    }

    @Test func aColumnThatNobodyNamesIsReported() throws {
        let reading = try reading("kitakyushu", changed { ($1 ? ["予算額"] : ["12"]) + $0 + ($1 ? [""] : ["欄外"]) }, .fiscal(2016))
        #expect(reading.unusedColumns == [
            Printed("予算額", CellPlace(sheet: "", column: 1, row: 1)), Printed("", CellPlace(sheet: "", column: 15, row: 1)),
        ])
        #expect(reading.rows.count == 2)
    }

    @Test func headingsAreComparedWithoutWidthAndBlanks() throws {
        let book = changed { $1 ? $0.map { $0 == "KPI" ? "ＫＰＩ" : $0 == "事業名" ? "事 業\n名" : $0 } : $0 }
        #expect(try reading("kitakyushu", book, .fiscal(2016)).unusedColumns == [])
    }

    @Test func otherGoalsAndListedAgain() throws {
        let reading = try reading("kitakyushu", Tables.csv(Self.kpi), .fiscal(2016))
        #expect(reading.rows.map { $0.sections[0].number } == ["Ⅱ", "Ⅲ"])
        #expect(reading.rows.map { $0.programme?.mark } == [.listed, .relisted])
        #expect(reading.rows[1].programme?.grade?.noGrade == .excluded)
    }

    /// What the mapping cannot understand is unread, never taken for something else.
    @Test func unknownMarksAreUnread() throws {
        let book = changed { row, isHeader in
            isHeader ? row : row.enumerated().map { $0.offset == 7 ? "△" : $0.offset == 8 ? "S" : $0.element }
        }
        let reading = try reading("kitakyushu", book, .fiscal(2016))
        #expect(reading.rows[0].unread.map(\.reason).sorted() == ["unknown-grade", "unknown-mark"])
        #expect(reading.rows[0].programme?.grade == nil)
        #expect(reading.rows[0].unread.map(\.printed.place.column).sorted() == [8, 9])
    }

    // MARK: Rows

    private static let filled = """
        mapping: 1
        kind: indicators
        title: 試験
        aggregation: single-year
        table:
          ends-at: {rule: 脚注, matches: "脚注{*}"}
          leave-out:
            - {rule: 小計, column: 事業名, matches: "{*}小計"}
            - {rule: 注記, matches: "※{*}"}
        columns:
          - {is: section, level: 分野, heading: 分野, fill-down: true}
          - {is: programme, heading: 事業名, fill-down: true}
          - {is: indicator, heading: 指標名}
          - {is: unit, heading: 単位}
          - {is: actual, heading: "{era}{y}実績", symbols: {"*": suppressed}}
        """

    private func filled(_ csv: String, merges: [CellRange] = []) throws -> TableReading {
        try TableReader(Mapping(yaml: Self.filled, name: "filled"), period: .fiscal(2021)).read(Tables.csv(csv, merges: merges))
    }

    @Test func blankCellsFillDown() throws {
        let reading = try filled("""
            分野,事業名,指標名,単位,R3実績
            甲,あ,数1,人,1
            ,,数2,人,2
            ,い,数3,人,3
            乙,,数4,人,4
            ,う,数5,人,5
            """)
        #expect(reading.rows.map { $0.sections.map(\.name) } == [["甲"], ["甲"], ["甲"], ["乙"], ["乙"]])
        // A new section leaves nothing of the programme above it.
        #expect(reading.rows.map { $0.programme?.name.text } == ["あ", "あ", "い", nil, "う"])
        // Where it is printed, not where it was filled in.
        #expect(reading.rows[1].programme?.name.place.row == 2)
    }

    @Test func mergedCellsHoldForAllTheirRows() throws {
        let csv = """
            分野,事業名,指標名,単位,R3実績
            甲,あ,数1,人,1
            ,,数2,,2
            ,い,数3,人,3
            """
        let reading = try filled(csv, merges: [CellRange(columns: 2...2, rows: 2...3), CellRange(columns: 4...4, rows: 2...3)])
        #expect(reading.rows.map { $0.programme?.name.text } == ["あ", "あ", "い"])
        #expect(reading.rows[1].indicator?.measures[0].unit == "人")
        #expect(reading.unread == [])
    }

    /// One figure over two indicators is neither the one's nor the other's.
    @Test func aMergedFigureIsUnread() throws {
        let reading = try filled("分野,事業名,指標名,単位,R3実績\n甲,あ,数1,人,7\n甲,あ,数2,人,\n", merges: [CellRange(columns: 5...5, rows: 2...3)])
        #expect(reading.unread.map(\.reason) == ["merged-cells", "merged-cells"])
        #expect(reading.unread.map(\.printed.text) == ["7", "7"] && reading.unread.allSatisfy { $0.field == .actual && $0.period == .fiscal(2021) })
        #expect(reading.rows.flatMap { $0.indicator?.values ?? [] } == [])
    }

    @Test func rowsThatAreLeftOutAreReported() throws {
        let reading = try filled("""
            表題,,,,
            分野,事業名,指標名,単位,R3実績
            甲,あ,数1,人,1
            甲,あ小計,,,1
            ※注,,,,
            分野,事業名,指標名,単位,R3実績
            甲,い,数2,人,2
            脚注 以上,,,,
            乙,う,数3,人,3
            """)
        #expect(reading.leftOut.map { "\($0.row) \($0.rule) \($0.text)" } == [
            "1 above-table 表題", "4 小計 甲", "5 注記 ※注", "6 repeated-heading 分野", "8 脚注 脚注 以上", "9 below-table 乙",
        ])
        #expect(reading.rows.map(\.row) == [3, 7])
    }

    @Test func nothingPrintedIsLost() throws {
        // Below a blank row; a row that is only a remark; a figure without a name.
        let reading = try filled("""
            分野,事業名,指標名,単位,R3実績
            甲,あ,数1,人,1
            甲,,,,
            甲,,,人,5

            乙,い,数2,人,2
            """)
        #expect(reading.leftOut.map { "\($0.row) \($0.rule)" } == ["6 below-table"])
        #expect(reading.rows.map { $0.unread.map(\.reason) } == [[], ["blank"], ["blank"]])
    }

    @Test func cellsWithoutAKnownContentAreUnread() throws {
        let cells = [SheetCell("甲"), SheetCell("あ"), SheetCell("数1"), SheetCell("人")]
        for (cell, reason) in [(SheetCell("#REF!", .fault), "fault-cell"), (SheetCell("", .formulaWithoutResult), "formula-without-result")] {
            let book = Workbook(format: .xlsx, encoding: "", sheets: [
                Sheet(name: "表", rows: Tables.rows([["分野", "事業名", "指標名", "単位", "R3実績"]]) + [SheetRow(number: 2, cells: cells + [cell])])
            ])
            let reading = try TableReader(Mapping(yaml: Self.filled, name: "filled"), period: .fiscal(2021)).read(book)
            #expect(reading.unread.map(\.reason) == [reason] && reading.unread.map(\.field) == [.actual])
            #expect(reading.rows[0].indicator?.values == [])
        }
    }

    @Test func aColumnsOwnSymbols() throws {
        let value = try #require(filled("分野,事業名,指標名,単位,R3実績\n甲,あ,数1,人,＊\n").rows[0].indicator?.values.first)
        #expect(value.value.absence == .suppressed && value.value.status == .q && value.printed.text == "＊" && value.kind == .actual)
    }

    // MARK: Headings of two rows

    @Test(arguments: [true, false]) func twoHeaderRows(_ areMerged: Bool) throws {
        let csv = """
            令和4年度 指標,,,,,,
            条,事業名,指標名,単位,R3 (2021) 年度,,R4 (2022) 年度,
            ,,,,目標,実績,目標,実績
            12,甲,数1,人,1,2,3,4
            """
        let merges = areMerged
            ? [CellRange(columns: 5...6, rows: 2...2), CellRange(columns: 7...8, rows: 2...2)] + (1...4).map { CellRange(columns: $0...$0, rows: 2...3) }
            : []
        let reading = try reading("kawasaki-indicators", Tables.csv(csv, merges: merges), .fiscal(2022))
        #expect(reading.rows.map(\.row) == [4] && reading.leftOut.map(\.row) == [1])
        #expect(reading.rows[0].indicator?.values.map { "\($0.kind) \($0.period.value) \($0.printed.text)" } == [
            "target FY2021 1", "target FY2022 3", "actual FY2021 2", "actual FY2022 4",
        ])
    }

    @Test func rowsOfCalendarYearsAndCumulativeOnes() throws {
        let reading = try reading("kawasaki-indicators", Tables.csv("""
            条,施策,事業名,指標名,単位,R2目標,R2実績,R3目標,R3実績,暦年,累計,補足
            12,甲,あ,数1,人,1,2,3,4,1,0,
            12,甲,あ,数2,人,1,2,3,4,0,1,
            12,甲,あ,数3,人,1,2,3,4,?,0,
            """), .fiscal(2021))
        #expect(reading.rows[0].indicator?.values.last?.period.value == Period("CY2021"))
        #expect(reading.rows[1].indicator?.values.last?.period.value == .fiscal(2021))
        #expect(reading.rows[1].indicator?.measures[0].sense.value == .cumulative)
        #expect(reading.unread.map(\.reason) == ["unknown-mark"])
    }

    // MARK: Sums

    @Test func subtotalsAreAddedUp() throws {
        let csv = """
            章,章名,番号,事業名,金額_千円
            1,甲,(1),あ,"1,000"
            1,甲,(2),い,
            1,甲,,小計,"1,000"
            2,乙,(1),う,500
            2,乙,,小計,600
            ,,,合計,"1,500"
            """
        let reading = try reading("kobe-amounts", Tables.csv(csv), .fiscal(2019))
        #expect(reading.rows.count == 3 && reading.leftOut.map(\.rule) == ["小計", "小計", "合計"])
        #expect(reading.totals.map { "\($0.printed.text) \($0.computed)" } == ["600 500"])
        #expect(reading.rows[0].programme?.amounts[0].value.number == "1000")
    }

    @Test func wronglyGroupedAmountsAreUnread() throws {
        let reading = try reading("kobe-amounts", Tables.csv("章,章名,番号,事業名,金額_千円\n1,甲,(1),あ,\"4,3000\"\n"), .fiscal(2019))
        #expect(reading.unread.map(\.reason) == ["grouping"] && reading.rows[0].programme?.amounts == [])
    }

    // MARK: Other kinds

    @Test func referencesToOtherResponsesAreKeptAsPrinted() throws {
        let reading = try reading("kawasaki-responses", Tables.csv("""
            条,事業名,番号,対応,相互参照
            12,甲,1～3,対応する。,
            13,乙,２,,13条 知的財産戦略の推進 2番と同じ
            14,丙,,なし,
            """), .fiscal(2021))
        guard case .response(let answers, _, _, nil) = reading.rows[0].record, case .response(let two, _, let text, let refers) = reading.rows[1].record
        else { throw MappingShippedTests.Missing() }
        #expect(answers == ["1", "2", "3"] && two == ["２"] && text.text.isEmpty && refers?.text == "13条 知的財産戦略の推進 2番と同じ")
        #expect(reading.rows[2].record == nil && reading.unread.map(\.reason) == ["blank"])
    }

    @Test func wordsOfLineage() throws {
        let words = ["統合", "統合・名称変更", "分割", "名称変更", "承継", "再編", "merged_and_renamed"]
        let lines = words.map { "甲,乙,\($0),令和4年度" } + ["丙,,廃止,R4年度から", "丁,,休止,FY2022", "戊,,どうか,FY2022", "己,庚,終了,FY2022"]
        let reading = try reading("kawasaki-lineage", Tables.csv((["from_name,to_name,kind,effective"] + lines).joined(separator: "\n")), .fiscal(2021))
        let kinds = reading.rows.prefix(words.count).map { row -> String in
            if case .lineage(_, _, let kind, let renamed, .fiscal(2022)) = row.record { "\(kind) \(renamed)" } else { "?" }
        }
        #expect(kinds == ["merged false", "merged true", "split false", "unspecified true", "replaced false", "reorganised false", "merged true"])
        #expect(reading.rows.suffix(4).map { $0.programme?.ended?.kind } == [.abolished, .suspended, nil, .completed])
        #expect(reading.rows.suffix(4).allSatisfy { $0.record == nil })
        #expect(reading.unread.map(\.reason) == ["unknown-word", "successor-of-ended"])
    }
}
