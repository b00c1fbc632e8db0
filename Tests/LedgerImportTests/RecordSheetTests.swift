import LedgerImport
import LedgerModel
import LedgerProjections
import LedgerSheets
import LedgerTestSupport
import Testing

/// The published tables that are about something else than indicators: each goes in, and goes in again without a trace.
@Suite(.enabled(if: Sheets.areHere, "the folder of published tables is not here (LEDGER_SHEETS)")) struct RecordSheetTests {
    /// Takes a table, then takes it again; gives the plan of the first time.
    @discardableResult
    private func take(_ desk: SheetDesk, _ file: String, _ mapping: String, _ period: String, known: String = "2022-08-31") throws -> ImportPlan {
        let reading = try SheetDesk.read(Sheets.bytes(file), file, mapping, period)
        let first = try desk.take(reading, known: known) { _ in nil }
        #expect(first.receipt != nil && first.plan.blockers.isEmpty, "\(file)")
        try again(desk, file, mapping, period, known: known)
        #expect(try desk.store.verify().verdict == .intact)
        return first.plan
    }

    private func again(_ desk: SheetDesk, _ file: String, _ mapping: String, _ period: String, known: String = "2022-08-31") throws {
        let reading = try SheetDesk.read(Sheets.bytes(file), file, mapping, period)
        let plan = try desk.compare(reading, known: #require(Day(known)))
        #expect(plan.drafts.isEmpty && plan.blockers.isEmpty && plan.definitions.isEmpty, "\(file)")
    }

    private func count(_ plan: ImportPlan, _ isOne: (Statement.OneOf_Act) -> Bool) -> Int {
        plan.drafts.count { $0.draft.statement.act.map(isOne) ?? false }
    }

    @Test func kawasakisReport() throws {
        let desk = try SheetDesk(plan: "sme", period: "FY2020-FY2022")
        try take(desk, "kawasaki/programmes-r3.csv", "kawasaki-programmes", "FY2021")
        let bodies = try take(desk, "kawasaki/committee-r4.csv", "kawasaki-bodies", "FY2021", known: "2022-09-30")
        #expect(bodies.drafts.count == 2)
        let seats = bodies.drafts.compactMap { draft -> BodyConstituted? in
            if case .bodyConstituted(let act)? = draft.draft.statement.act { act } else { nil }
        }
        #expect(seats.map(\.seats.count) == [16, 8] && seats.allSatisfy { $0.seats.map(\.chair).prefix(2) == [true, false] })
        #expect(try take(desk, "kawasaki/meetings-r3.csv", "kawasaki-meetings", "FY2021").drafts.count == 2)
        desk.body = seats[1].id
        let opinions = try take(desk, "kawasaki/opinions-r3.csv", "kawasaki-opinions", "FY2021")
        #expect(count(opinions) { if case .opinionGiven = $0 { true } else { false } } == 24)
        #expect(try take(desk, "kawasaki/responses-r3.csv", "kawasaki-responses", "FY2021").drafts.count == 22)
        let actions = try take(desk, "kawasaki/plan_actions-r3.csv", "kawasaki-actions", "FY2021")
        #expect(count(actions) { if case .textRecorded = $0 { true } else { false } } > 0)
        let lineage = try take(desk, "kawasaki/lineage-r4.csv", "kawasaki-lineage", "FY2021")
        #expect(count(lineage) { if case .restructured = $0 { true } else { false } } == 6)
        // After the merges the tables of the year before them still say nothing new.
        try again(desk, "kawasaki/opinions-r3.csv", "kawasaki-opinions", "FY2021")
        try again(desk, "kawasaki/responses-r3.csv", "kawasaki-responses", "FY2021")
        try again(desk, "kawasaki/programmes-r3.csv", "kawasaki-programmes", "FY2021")
        let view = try OpinionView(desk.store.ledger.snapshot(), on: #require(Day(2022, 9, 30)))
        #expect(view.lines.count == 24 && view.unanswered.isEmpty)
        #expect(view.lines.filter { $0.opinion.printedNumber == "2" }.allSatisfy { $0.answers.count == 1 })
    }

    @Test func tsukubasProgrammes() throws {
        let desk = try SheetDesk(plan: "programmes", period: "FY2020-FY2024")
        let plan = try take(desk, "tsukuba/programmes-r2.csv", "tsukuba", "FY2020", known: "2021-08-31")
        #expect(count(plan) { if case .programmeRegistered = $0 { true } else { false } } == 24)
        let texts = count(plan) { if case .textRecorded = $0 { true } else { false } }
        #expect((24 * 2...24 * 3).contains(texts))
    }

    @Test func kobesAmountsAndPoints() throws {
        let desk = try SheetDesk(plan: "kobe", period: "FY2019-FY2023")
        let plan = try take(desk, "kobe/amounts-r1.csv", "kobe-amounts", "FY2019", known: "2020-08-31")
        let amounts = plan.drafts.compactMap { draft -> AmountRecorded? in
            if case .amountRecorded(let act)? = draft.draft.statement.act { act } else { nil }
        }
        #expect(amounts.count == 44 && amounts.count { $0.value.absence == .nonePrinted } == 2)
        _ = try desk.store.ledger.append([
            draft(.bodyConstituted(.with { $0.id = "vision" }), on: "2020-03-31").saying(.displayName, "検討会")
                .changed { $0.statement.recordedBy = Subject(.actor, "clerk") }
        ])
        desk.body = "vision"
        let points = try take(desk, "kobe/points-medical.csv", "kobe-points", "FY2022", known: "2022-08-31")
        #expect(points.drafts.count == points.drafts.count { if case .pointPut? = $0.draft.statement.act { true } else { false } })
        #expect(try OpinionView(desk.store.ledger.snapshot(), on: #require(Day(2022, 9, 30))).lines.isEmpty)
    }
}
