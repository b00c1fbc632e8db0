import LedgerModel
import LedgerProjections
import Testing

@testable import LedgerReports

@Suite struct AmountsPaperTests {
    private func programme(_ id: String) -> Subject { Subject(.programme, id) }

    /// A plan with two chapters.
    private func book() -> FoldedDrafts {
        var book = FoldedDrafts()
        book.enter(planAct("p", "plan"))
        book.enter(sectionAct("c1", "1", "first", position: 1))
        book.enter(sectionAct("c2", "2", "second", position: 2))
        for (i, id) in ["a", "b", "c"].enumerated() {
            book.enter(programmeAct(id, "programme \(id)", code: "(\(i + 1))", in: id == "c" ? "c2" : "c1", position: UInt32(i + 1)))
        }
        return book
    }

    private func sums(_ book: FoldedDrafts, _ edit: (inout PaperQuestion) -> Void = { _ in }) throws -> [[String: String]] {
        var question = PaperQuestion()
        edit(&question)
        return try AmountsPaper(book.context(), question).paper().table("計（台帳が算出）").byHeading
    }

    /// Kobe's amounts as an importer writes them give the sums that were computed by hand.
    @Test func kobe() throws {
        guard let amounts = try FoldedDrafts.sheet("kobe/amounts-r1.csv"), let totals = try FoldedDrafts.sheet("kobe/totals-r1.csv") else { return }
        var book = FoldedDrafts()
        book.enter(planAct("p", "令和元年度事務事業の概況"))
        var chapters: Set<String> = []
        for (i, row) in amounts.enumerated() {
            let chapter = try #require(row["章"])
            if chapters.insert(chapter).inserted {
                book.enter(sectionAct("c\(chapter)", chapter, row["章名"] ?? "", position: UInt32(chapter) ?? 0))
            }
            book.enter(programmeAct("g\(i)", row["事業名"] ?? "", code: row["番号"] ?? "", in: "c\(chapter)", position: UInt32(i + 1)))
            let amount = try #require(row["金額_千円"])
            book.enter(amountAct(programme("g\(i)"), amount.isEmpty ? nil : amount))
        }
        let paper = try AmountsPaper(book.context(), PaperQuestion()).paper()
        let computed = try paper.table("計（台帳が算出）")
        #expect(try computed.column("番号").map(\.shown).dropLast() == totals.map { $0["章"] ?? "" }[...])
        for (row, total) in zip(computed.byHeading, totals) {
            #expect(row["章・区分"] == total["章名"])
            #expect(row["事業数"] == total["事業数"])
            #expect(row["金額記載数"] == total["金額記載数"])
            #expect(row["区分"] == "区分の記載なし")
            #expect(row["単位"] == "千円")
        }
        #expect(try computed.column("計（台帳が算出）").map(exact).dropLast() == totals.map { $0["金額_千円"] ?? "" }[...])
        let all = totals.compactMap { Int($0["金額_千円"] ?? "") }.reduce(0, +)
        #expect(computed.byHeading.last?["計（台帳が算出）"] == Grouping.of("\(all)") + "千円")
        // The printed rows come out again, with 記載なし where no amount is printed.
        let printed = paper.tables.filter { $0.caption != "計（台帳が算出）" }
        #expect(try printed.flatMap { try $0.shown("事務事業") } == amounts.map { $0["事業名"] ?? "" })
        #expect(try printed.flatMap { try $0.shown("番号") } == amounts.map { $0["番号"] ?? "" })
        #expect(try printed.flatMap { try $0.column("金額").map(exact) } == amounts.map { $0["金額_千円"] ?? "" }.map { $0.isEmpty ? "記載なし" : $0 })
    }

    private func exact(_ cell: PaperTable.Cell) -> String {
        if case .number(let exact, _) = cell { exact } else { cell.shown }
    }

    @Test func kindsPeriodsAndCarryingOverAreNeverMixed() throws {
        var book = book()
        book.enter(amountAct(programme("a"), "10", kind: .initial))
        book.enter(amountAct(programme("a"), "7", kind: .settled))
        book.enter(amountAct(programme("b"), "5", kind: .initial))
        book.enter(amountAct(programme("b"), "3", kind: .initial, carriedOver: true))
        book.enter(amountAct(programme("b"), "2", period: "FY2020", kind: .initial))
        book.enter(amountAct(programme("c"), "1", kind: .initial, unit: "ドル"))
        func keyed(_ rows: [[String: String]], _ name: String) -> [[String]] {
            rows.filter { $0["章・区分"] == name }.map { row in ["期間", "区分", "繰越", "金額記載数", "計（台帳が算出）"].map { row[$0] ?? "" } }
        }
        let first = [
            ["FY2019（令和元年度）", "当初予算", "", "2", "15千円"], ["FY2019（令和元年度）", "当初予算", "繰越", "1", "3千円"],
            ["FY2019（令和元年度）", "決算", "", "1", "7千円"], ["FY2020（令和2年度）", "当初予算", "", "1", "2千円"],
        ]
        let rows = try sums(book)
        #expect(keyed(rows, "first") == first)
        #expect(keyed(rows, "合計").count == 5)
        #expect(keyed(rows, "second") == [["FY2019（令和元年度）", "当初予算", "", "1", "1千ドル"]])
        #expect(keyed(try sums(book) { $0.period = "FY2020" }, "合計") == [first[3]])
        #expect(keyed(try sums(book) { $0.section = Subject(.section, "c2") }, "合計") == keyed(rows, "second"))
    }

    @Test func aLumpSumIsNotCountedTwice() throws {
        var book = book()
        book.enter(amountAct(programme("c"), "100"))
        book.enter(amountAct(programme("a"), "40", includedIn: programme("c")))
        book.enter(amountAct(programme("b"), nil, includedIn: programme("c")))
        let rows = try sums(book)
        #expect(rows.map { $0["計（台帳が算出）"] } == ["金額なし", "100千円", "100千円"])
        #expect(rows.map { $0["金額記載数"] } == ["0", "1", "1"])
        #expect(rows.map { $0["備考"] } == ["他に含まれる 2 件は加えない", "", "他に含まれる 2 件は加えない"])
        let lines = try AmountsPaper(book.context(), PaperQuestion()).paper().table("1 first").byHeading
        #expect(lines.map { $0["金額"] } == ["40千円", "記載なし"])
        #expect(lines.map { $0["含まれる先"] } == ["programme c", "programme c"])
        // Where the one that includes it has no amount, it counts itself.
        var alone = self.book()
        alone.enter(amountAct(programme("a"), "40", includedIn: programme("c")))
        #expect(try sums(alone).map { $0["計（台帳が算出）"] } == ["40千円", "記録なし", "40千円"])
    }

    @Test func relistedProgrammesCountOnce() throws {
        var book = book()
        book.enter(amountAct(programme("a"), "10"))
        book.enter(.programmeListed(.with { ($0.programme, $0.section, $0.mark, $0.position) = ("a", "c2", .relisted, 9) }))
        let rows = try sums(book)
        #expect(rows.map { $0["計（台帳が算出）"] } == ["10千円", "記録なし", "10千円"])
        #expect(rows.map { $0["事業数"] } == ["2", "1", "3"])
        let second = try AmountsPaper(book.context(), PaperQuestion()).paper().table("2 second").byHeading
        #expect(second.map { [$0["事務事業"], $0["金額"]] } == [["programme c", "記録なし"], ["programme a（再掲）", "再掲"]])
    }

    /// 1.5千円 + 20円: the sum stands in the finer scale, exactly.
    @Test func sumsAreExactAcrossScales() throws {
        var book = book()
        book.enter(amountAct(programme("a"), "1.5"))
        book.enter(amountAct(programme("b"), "20", scale: 0))
        #expect(try sums(book).first?["計（台帳が算出）"] == "1,520円")
        var fine = self.book()
        fine.enter(amountAct(programme("a"), "1.25"))
        fine.enter(amountAct(programme("b"), "0.5"))
        #expect(try sums(fine).first?["計（台帳が算出）"] == "1.75千円")
    }

    /// Persons and firms are no money: whatever indicators count, nothing of it is summed.
    @Test func countsOfIndicatorsAreNeverSummed() throws {
        var book = book()
        book.enter(amountAct(programme("a"), "10"))
        for id in ["i", "j"] {
            book.enter(indicatorAct(id, "indicator \(id)", at: [programme("a")]))
            book.enter(factAct(.actual, id, "FY2019", "300"))
        }
        let said = try AmountsPaper(book.context(), PaperQuestion()).paper().said
        #expect(!said.contains("人") && !said.contains("600") && said.contains("10千円"))
    }

    @Test func unreadAndOutsideOfSections() throws {
        var book = book()
        book.enter(programmeAct("z", "outside"))
        var act = AmountRecorded()
        (act.subject, act.period, act.value.absence) = (programme("z"), "FY2019", .unread)
        book.enter(.amountRecorded(act), [.rawCell: "2億396万円 → 4億3,0000万円"])
        let paper = try AmountsPaper(book.context(), PaperQuestion()).paper()
        #expect(try paper.table("区分に載らない事務事業").shown("金額") == ["2億396万円 → 4億3,0000万円（未読）"])
        #expect(try sums(book).map { $0["備考"] } == ["", "", "金額のない記載 1 件", "金額のない記載 1 件"])
        #expect(throws: Problem.self) { try sums(book) { $0.section = Subject(.section, "nowhere") } }
    }
}
