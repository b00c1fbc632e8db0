import Foundation
import LedgerModel
import LedgerProjections
import SheetFiles
import Testing

@testable import LedgerReports

/// Which division is asked for what, and how its workbook looks.
@Suite struct FormBuilderTests {
    private func forms(_ book: FoldedDrafts, _ plan: String, _ period: String, _ language: Language = .ja) throws -> [FormContent] {
        try FormBuilder(try book.context(language), plan: Subject(.plan, plan), period: Period(period)!).contents()
    }

    private func opinion(_ id: String, about: [Subject], owner: String = "", period: String = "FY2016") -> Statement.OneOf_Act {
        var act = OpinionGiven()
        (act.id, act.body, act.kind, act.about, act.owner, act.period) = (id, "b", .opinion, about, owner, period)
        return .opinionGiven(act)
    }

    @Test func eachDivisionIsAskedForItsOwnOnce() throws {
        let book = try FoldedDrafts.city("kitakyushu", FoldedDrafts.kitakyushu)
        let forms = try forms(book, "strategy-1", "FY2017")
        #expect(forms.count == Set(forms.map(\.unit)).count && forms.count > 5)
        for form in forms {
            #expect(Set(form.rows.map(\.key)).count == form.rows.count)
            for row in form.rows {
                guard case .text(let programme)? = row.cells[.programme] else { continue }
                #expect(try book.ledger.facts(of: Subject(.programme, programme)).place == form.unit)
            }
            #expect(form.columns.suffix(2) == [.value, .remark] && form.columns.contains(.actual("FY2015")) && !form.columns.contains(.actual("FY2017")))
            #expect(form.rows.allSatisfy { $0.cells[.value] == nil })
        }
        // One indicator with two measures, and one with two parts.
        let keys = forms.flatMap(\.rows).map(\.key)
        #expect(keys.filter { $0.indicator == "job-fair" }.map(\.measure) == ["m1", "m2"])
        #expect(Set(keys.filter { $0.indicator == "school-work-experience" }.map(\.part)) == ["小学校", "中学校"])
        // Asked for a year that is already held, it stands in the column to fill in.
        let held = try self.forms(book, "strategy-1", "FY2016").flatMap(\.rows)
        #expect(held.contains { $0.cells[.value] == .number("305") } && held.allSatisfy { $0.cells[.actual("FY2016")] == nil })
    }

    @Test func whatHasEndedIsAskedForNoMore() throws {
        var book = try FoldedDrafts.city("kitakyushu", FoldedDrafts.kitakyushu)
        let before = try forms(book, "strategy-1", "FY2017").flatMap(\.rows).count
        var act = Ended()
        (act.subject, act.kind) = (Subject(.indicator, "job-fair"), .completed)
        book.enter(.ended(act))
        let after = try forms(book, "strategy-1", "FY2017").flatMap(\.rows)
        #expect(after.count == before - 2 && !after.contains { $0.key.indicator == "job-fair" })
    }

    @Test func numbersAreNumbersAndTheRestIsInWords() throws {
        let book = try FoldedDrafts.city("kitakyushu", FoldedDrafts.kitakyushu)
        for language in [Language.ja, .en] {
            var numbers = 0
            for row in try forms(book, "strategy-1", "FY2017", language).flatMap(\.rows) {
                for (column, stated) in row.stated {
                    switch row.cells[column] {
                    case .number(let digits)?:
                        numbers += 1
                        #expect(digits == stated.value.number && stated.value.bound == .equal && stated.value.absence == .present)
                    case .text(let text)?: #expect(!text.isEmpty)
                    default: Issue.record("\(row.key.text) \(column.key) is blank")
                    }
                }
            }
            #expect(numbers > 200)
        }
    }

    @Test func opinionsGoToWhoHasToAnswer() throws {
        var book = try FoldedDrafts.city("kitakyushu", FoldedDrafts.kitakyushu)
        let unit = Subject(.unit, "environment")
        let programmes = book.ledger.subjects(of: .programme)
        let own = try #require(programmes.first { try book.ledger.facts(of: $0).place == unit })
        book.enter(opinion("of-programme", about: [own]), [.bodyText: "本文一"])
        book.enter(opinion("of-owner", about: [own], owner: "education-board"), [.bodyText: "本文二"])
        book.enter(opinion("of-plan", about: [Subject(.plan, "strategy-1")]), [.bodyText: "本文三"])
        book.enter(opinion("of-other-plan", about: [Subject(.plan, "p9")]), [.bodyText: "本文四"])
        book.enter(opinion("withheld", about: [own])) { draft in
            draft.setText(.bodyText, "秘密の本文")
            for i in draft.texts.indices { (draft.texts[i].class, draft.texts[i].ground) = (.withheld, "条例第七条") }
        }
        book.enter(opinion("answered", about: [own]), [.bodyText: "本文五"])
        var answer = ResponseGiven()
        (answer.id, answer.opinions, answer.state) = ("r", ["answered"], .inProgress)
        book.enter(.responseGiven(answer), [.bodyText: "回答"])
        let forms = try forms(book, "strategy-1", "FY2017")
        func ids(_ unit: Subject?) -> [String] { forms.first { $0.unit == unit }?.opinions.map(\.opinion.id) ?? [] }
        #expect(ids(unit) == ["of-programme", "withheld"])
        #expect(ids(Subject(.unit, "education-board")) == ["of-owner"])
        #expect(ids(nil) == ["of-plan"] && forms.last?.unit == nil)
        let texts = forms.flatMap(\.opinions).map { $0.cells[.text] }
        #expect(texts.contains(.text("非公開")) && !texts.contains(.text("秘密の本文")))
    }

    @Test func theWorkbookIsTheSameEachTime() throws {
        let book = try FoldedDrafts.city("kitakyushu", FoldedDrafts.kitakyushu)
        let head = FormHead(ledger: "kpi.example", ledgerID: "00", plan: "strategy-1", period: "FY2017", unit: "", size: 1, root: "00", language: "ja")
        let content = try #require(try forms(book, "strategy-1", "FY2017").first)
        let file = FormWorkbook(content, head, Catalogue(.ja)).file
        #expect(try file.bytes() == FormWorkbook(content, head, Catalogue(.ja)).file.bytes())
        #expect(file.sheets.map(\.name) == ["実績", "ledger"])
        #expect(FormWorkbook(content, head, Catalogue(.en)).file.sheets.map(\.name) == ["Actuals", "ledger"])
        #expect(file.sheets[0].rows.count == content.rows.count + 2 && file.sheets[0].frozenRows == 2)
        let keys = file.sheets[0].rows[0].compactMap { if case .text(let key) = $0.content { FormColumn(key: key) } else { nil } }
        #expect(keys == content.columns)
    }
}
