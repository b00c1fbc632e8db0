import LedgerImport
import LedgerModel
import LedgerProjections
import LedgerReports
import LedgerSheets
import LedgerTestSupport
import SheetFiles
import Testing

/// Opinions go out with the form of their division, and come back answered.
@Suite struct FormAnswerTests {
    private let period = "FY2022"

    /// The city with two more opinions, which nobody has answered.
    private func city() throws -> (FormCity, FormSheets) {
        let city = try FormCity(FormCity.kawasaki)
        let about = try #require(city.snapshot().subjects(of: .programme).first)
        for id in ["open-1", "open-2"] {
            var act = OpinionGiven()
            (act.id, act.body, act.kind, act.printedNumber, act.period) = (id, "sme-subcommittee", .opinion, String(id.last!), "FY2021")
            act.about = [about]
            act.owner = "city"
            var draft = Draft()
            draft.statement.act = .opinionGiven(act)
            draft.statement.recordedBy = Subject(.actor, "secretariat")
            draft.statement.decided = .day(Day("2022-08-01")!)
            draft.setText(.bodyText, "例示の意見 \(id)")
            _ = try city.ledger.ledger.append([draft])
        }
        let content = try #require(city.contents(period).first { $0.unit == Subject(.unit, "city") })
        return (city, try city.form(content, period))
    }

    private func row(_ form: FormSheets, _ id: String) -> Int { form.content.opinions.firstIndex { $0.opinion.id == id }! + 2 }

    @Test func onlyUnansweredOpinionsAreAsked() throws {
        let (city, form) = try city()
        let open = try OpinionView(city.snapshot(), on: .last).unanswered.map(\.opinion.id)
        #expect(Set(form.content.opinions.map(\.opinion.id)) == Set(open) && Set(["open-1", "open-2"]).isSubset(of: open))
        #expect(form.content.opinions.first { $0.opinion.id == "open-1" }?.cells[.text] == .text("例示の意見 open-1"))
    }

    @Test(arguments: [("対応中", ResponseGiven.State.inProgress), ("対応しない", .refused), ("", .unsaid)])
    func anAnswerIsRecordedOnce(_ state: (text: String, meaning: ResponseGiven.State)) throws {
        var (city, form) = try city()
        form.answer(.text("例示の回答"), .answer, row: row(form, "open-1"))
        if !state.text.isEmpty { form.answer(.text(state.text), .state, row: row(form, "open-1")) }
        let plan = try city.plan(form, known: "2022-09-01")
        #expect(plan.blockers.isEmpty)
        try #require(plan.drafts.count == 1)
        let draft = plan.drafts[0].draft
        guard case .responseGiven(let act)? = draft.statement.act else { throw Problem(.nothingFound, "response") }
        #expect(act.id == "r-open-1" && act.opinions == ["open-1"] && act.unit == "city" && act.state == state.meaning)
        #expect(draft.text(.bodyText) == "例示の回答" && draft.text(.sheetName) == "意見")
        // Words that are the whole cell are kept once.
        #expect(draft.text(.rawCell) == nil && draft.statement.sources.first?.cell.hasPrefix("H") ?? false)
        try city.record(plan)
        #expect(try city.snapshot().facts(of: Subject(.opinion, "open-1")).all(.response).count == 1)
        let again = try city.plan(form, known: "2022-09-01")
        #expect(again.drafts.isEmpty && again.blockers.isEmpty)
        // In other words, it is a change that a person classes.
        form.answer(.text("例示の別の回答"), .answer, row: row(form, "open-1"))
        let changed = try city.plan(form, known: "2022-09-01")
        #expect(changed.drafts.isEmpty && changed.blockers.map(\.verdict) == [.changed] && changed.blockers.map(\.what) == [.response])
        // It is not asked for again.
        let next = try #require(city.contents(period).first { $0.unit == Subject(.unit, "city") })
        #expect(!next.opinions.contains { $0.opinion.id == "open-1" } && next.opinions.contains { $0.opinion.id == "open-2" })
    }

    @Test func whatCannotBeAnAnswerWaits() throws {
        let (city, whole) = try city()
        var form = whole
        form.answer(.text("たぶん"), .state, row: row(form, "open-1"))
        form.answer(.text("例示の回答"), .answer, row: row(form, "open-1"))
        #expect(try city.plan(form).blockers.map(\.reason) == ["unknown-state"])
        form = whole
        form.answer(.text("対応中"), .state, row: row(form, "open-1"))
        #expect(try city.plan(form).blockers.map(\.reason) == ["state-without-answer"])
        form = whole
        form.answer(.text("言い換えた意見"), .text, row: row(form, "open-1"))
        #expect(try city.plan(form).blockers.map(\.verdict) == [.changed])
        form = whole
        form.file.sheets[form.opinions].rows.remove(at: row(form, "open-2"))
        #expect(try city.plan(form).blockers.map(\.subject) == [Subject(.opinion, "open-2")])
        form = whole
        form.answer(.text("open-9"), .opinion, row: row(form, "open-1"))
        #expect(try codes { _ = try city.plan(form) } == [.formRow])
    }
}
