import Foundation
import LedgerImport
import LedgerModel
import LedgerProjections
import LedgerSheets
import LedgerTestSupport
import SheetFiles
import Testing

/// What a division writes into a form, and what is recorded of it.
@Suite struct FormImportTests {
    private let period = "FY2017"

    /// A number of the division that has most rows, whose measure counts in this unit and is neither a sum nor a milestone.
    private func pick(_ city: FormCity, unit: String) throws -> (FormContent, FormRowKey) {
        let snapshot = try city.snapshot()
        for content in try city.contents(period) {
            for row in content.rows where row.key.part.isEmpty && row.stated[.actual("FY2016")]?.value.amount != nil {
                let measure = try snapshot.facts(of: Subject(.indicator, row.key.indicator)).measure(row.key.measure)
                if measure?.unit == unit, measure?.scale == 0, measure?.aggregation != .cumulative { return (content, row.key) }
            }
        }
        throw Problem(.nothingFound, unit)
    }

    private struct Typed: Sendable {
        let value: XLSXFile.Cell.Content
        var remark = ""
        var number = ""
        var absence = Value.Absence.present
        var status = Status.a
        var aggregation = Aggregation.notStated
        var note: String?
    }

    private static let readable: [Typed] = [
        Typed(value: .text("1,200"), number: "1200"),
        Typed(value: .text("１２００人"), number: "1200"),
        Typed(value: .text("累計305人"), number: "305", aggregation: .cumulative),
        Typed(value: .number(exact: "1234", format: nil), number: "1234"),
        Typed(value: .number(exact: "1234", format: "#,##0"), number: "1234"),
        Typed(value: .number(exact: "85.5", format: "0.00"), number: "85.50"),
        Typed(value: .text("0"), number: "0"),
        Typed(value: .text("調査中"), absence: .pending, status: .o),
        Typed(value: .text("中止"), absence: .cancelled, status: .o),
        Typed(value: .blank, remark: "調査中", absence: .pending, status: .o),
        Typed(value: .text("120"), remark: "速報", number: "120", status: .p),
        Typed(value: .text("120"), remark: "見込み", number: "120", status: .f),
        Typed(value: .text("120"), remark: "確定", number: "120"),
        Typed(value: .text("120"), remark: "対象を広げた", number: "120", note: "対象を広げた"),
    ]

    @Test func whatIsTypedIsRead() throws {
        let city = try FormCity(FormCity.kitakyushu)
        let (content, key) = try pick(city, unit: "人")
        for typed in FormImportTests.readable { try check(typed, city, content, key) }
    }

    private func check(_ typed: Typed, _ city: FormCity, _ content: FormContent, _ key: FormRowKey) throws {
        var form = try city.form(content, period)
        let row = form.row(key)
        form.write(typed.value, .value, row: row)
        if !typed.remark.isEmpty { form.write(.text(typed.remark), .remark, row: row) }
        let plan = try city.plan(form)
        #expect(plan.blockers.isEmpty, "\(plan.blockers)")
        try #require(plan.drafts.count == 1)
        let draft = plan.drafts[0].draft
        guard case .factRecorded(let fact)? = draft.statement.act else { throw Problem(.nothingFound, "fact") }
        #expect(fact.indicator == key.indicator && fact.measure == key.measure && fact.period == period && fact.kind == .actual && fact.plan.isEmpty)
        #expect(fact.value.number == typed.number && fact.value.absence == typed.absence && fact.value.status == typed.status)
        #expect(fact.value.aggregation == typed.aggregation)
        if typed.absence == .present { #expect(fact.value.unit == "人" && fact.value.scale == 0) }
        // Where it comes from: the cell as it was typed, its sheet and address, the file.
        let column: FormColumn = typed.value == .blank ? .remark : .value
        let source = try #require(draft.statement.sources.first)
        let address = form.address(column, row: row)
        #expect(source.cell == address && source.digest == Data(repeating: 7, count: 32) && source.mapping == "form 1")
        #expect(draft.text(.sheetName) == "実績" && draft.text(.fileName) == "form.xlsx")
        let sheet = try #require(form.workbook().sheets.first { $0.name == "実績" }?.rows.first { $0.number == row + 1 })
        let place = source.cell.prefix { $0.isLetter }
        let raw: String? = sheet.cells.enumerated().first { ColumnName.of($0.offset + 1) == place }?.element.text
        #expect(draft.text(.rawCell) == raw)
        #expect(draft.text(.note) == typed.note)
        // What stands beside it is a source as well.
        let besides = typed.value == .blank || typed.remark.isEmpty ? [] : [form.address(.remark, row: row)]
        #expect(draft.statement.sources.dropFirst().map(\.cell) == besides)
        #expect(draft.text(.rawCell, ordinal: 1) == (besides.isEmpty ? nil : typed.remark))
    }

    /// The form with most rows and the one with parts, filled in whole.
    @Test func takenOnceTheSameFormChangesNothing() throws {
        let city = try FormCity(FormCity.kitakyushu)
        let all = try city.contents(period)
        let most = try #require(all.max { $0.rows.count < $1.rows.count })
        let parts = try #require(all.first { $0.rows.contains { !$0.key.part.isEmpty } })
        #expect(most.unit != parts.unit)
        for content in [most, parts] {
            var form = try city.form(content, period)
            for (i, row) in content.rows.enumerated() {
                let past = row.cells[.actual("FY2016")] ?? .blank
                let typed: XLSXFile.Cell.Content = if case .number(let digits) = past { .number(exact: digits, format: nil) } else { .text("調査中") }
                form.write(typed, .value, row: i + 2)
            }
            let plan = try city.plan(form)
            #expect(plan.drafts.count == content.rows.count && plan.blockers.isEmpty, "\(plan.blockers)")
            try city.record(plan)
            let again = try city.plan(form)
            #expect(again.drafts.isEmpty && again.blockers.isEmpty, "\(again.blockers)")
            // Written again, it holds what was recorded; changed now, a value is a change, and one taken out is missed.
            let next = try #require(city.contents(period).first { $0.unit == content.unit })
            #expect(next.rows.allSatisfy { $0.stated[.value] != nil })
            var correction = try city.form(next, period)
            #expect(try city.plan(correction).drafts.isEmpty)
            let row = correction.row(next.rows[0].key)
            correction.write(.text("77"), .value, row: row)
            #expect(try city.plan(correction).blockers.map(\.verdict) == [.changed])
            correction.write(.blank, .value, row: row)
            #expect(try city.plan(correction).blockers.map(\.verdict) == [.missing])
        }
    }

    /// A provisional number becomes final by its state alone.
    @Test func aStateAloneFinalises() throws {
        let city = try FormCity(FormCity.kitakyushu)
        let (content, key) = try pick(city, unit: "人")
        var form = try city.form(content, period)
        form.write(.text("120"), .value, row: form.row(key))
        form.write(.text("速報"), .remark, row: form.row(key))
        try city.record(try city.plan(form))
        // In the very file that was taken: the number's own cell is as it was.
        var same = form
        same.write(.text("確定"), .remark, row: same.row(key))
        #expect(try city.plan(same).blockers.map(\.choices.first) == [.finalise])
        same.write(.text("対象を広げた"), .remark, row: same.row(key))
        #expect(try city.plan(same).blockers.map(\.verdict) == [.changed])
        let next = try #require(city.contents(period).first { $0.unit == content.unit })
        var correction = try city.form(next, period)
        correction.write(.text("確定"), .remark, row: correction.row(key))
        let item = try #require(city.plan(correction).blockers.first)
        #expect(item.verdict == .changed && item.choices.contains(.finalise))
        let settled = try city.plan(correction, Classification([item.key: Classified(.finalise)]))
        guard case .factRecorded(let fact)? = settled.drafts.first?.draft.statement.act else { throw Problem(.nothingFound, "fact") }
        #expect(fact.value.number == "120" && fact.value.status == .a && fact.previous.status == .p)
        try city.record(settled)
        #expect(try city.plan(correction).drafts.isEmpty)
    }

    /// Parts of a measure are rows of their own.
    @Test func partsAreKeptApart() throws {
        let city = try FormCity(FormCity.kitakyushu)
        let content = try #require(city.contents(period).first { $0.rows.contains { !$0.key.part.isEmpty } })
        let parts = content.rows.filter { !$0.key.part.isEmpty }.map(\.key)
        var form = try city.form(content, period)
        for (i, key) in parts.enumerated() { form.write(.text("\(i + 1)"), .value, row: form.row(key)) }
        let facts = try city.plan(form).drafts.compactMap { draft in if case .factRecorded(let fact)? = draft.draft.statement.act { fact } else { nil } }
        #expect(facts.map(\.part) == parts.map(\.part) && facts.map(\.value.number) == parts.indices.map { "\($0 + 1)" })
        // One that is not read is not read by hand into the whole.
        form.write(.text("たぶん"), .value, row: form.row(parts[0]))
        let plan = try city.plan(form)
        #expect(plan.blockers.map(\.choices) == [[.notTaken]] && plan.drafts.count == parts.count - 1)
    }

    @Test func whatIsDoubtfulWaits() throws {
        let city = try FormCity(FormCity.kitakyushu)
        let (content, key) = try pick(city, unit: "人")
        var form = try city.form(content, period)
        for text in ["12 3", "1200.5.3", "120社", "約120", "120 速報のつもり", "?", "―", "1,20"] {
            form.write(.text(text), .value, row: form.row(key))
            let plan = try city.plan(form)
            #expect(plan.drafts.isEmpty, "\(text)")
            #expect(plan.blockers.map(\.verdict) == [.unread] && plan.blockers.first?.choices.contains(.readByHand) ?? false, "\(text)")
        }
        let plan = try city.plan(form)
        // A person reads it.
        var classes: [ClassKey: Classified] = [:]
        for item in plan.blockers {
            var chosen = Classified(.readByHand)
            chosen.value = "120"
            classes[item.key] = chosen
        }
        let settled = try city.plan(form, Classification(classes))
        try city.record(settled)
        #expect(settled.drafts.count == 1)
        #expect(try city.plan(form).blockers.isEmpty)
    }

    @Test func aRemarkWithoutANumberWaits() throws {
        let city = try FormCity(FormCity.kitakyushu)
        let (content, key) = try pick(city, unit: "人")
        var form = try city.form(content, period)
        form.write(.text("来年度から数え方を変える"), .remark, row: form.row(key))
        #expect(try city.plan(form).blockers.map(\.reason) == ["remark-without-value"])
        form.write(.text("120"), .value, row: form.row(key))
        form.write(.text("速報、9月に確定"), .remark, row: form.row(key))
        #expect(try city.plan(form).blockers.map(\.reason) == ["unknown-remark"])
    }

    /// A number outside of its unit's cell formats: what is shown is not what is held.
    @Test func aFormatThatRoundsWaits() throws {
        let city = try FormCity(FormCity.kitakyushu)
        let (content, key) = try pick(city, unit: "人")
        var form = try city.form(content, period)
        form.write(.number(exact: "85.5", format: "0"), .value, row: form.row(key))
        #expect(try city.plan(form).blockers.map(\.reason) == ["two-readings"])
    }

    // MARK: what is locked

    @Test func aChangedPastValueWaitsUntilItIsClassed() throws {
        let city = try FormCity(FormCity.kitakyushu)
        let (content, key) = try pick(city, unit: "人")
        var form = try city.form(content, period)
        form.write(.number(exact: "987654", format: nil), .actual("FY2016"), row: form.row(key))
        let plan = try city.plan(form)
        #expect(plan.drafts.isEmpty)
        let item = try #require(plan.blockers.first)
        #expect(plan.blockers.count == 1 && item.verdict == .changed && item.what == .actual && item.period == "FY2016")
        for kind in [ImportClass.correct, .notTaken] {
            var chosen = Classified(kind)
            (chosen.reason, chosen.reasonText) = (.error, "例示")
            let settled = try city.plan(form, Classification([item.key: chosen]))
            try #require(settled.drafts.count == 1)
            switch (kind, settled.drafts[0].draft.statement.act) {
            case (.notTaken, .discrepancyNoted(let act)?): #expect(act.printed.number == "987654")
            case (.correct, .factRecorded(let act)?): #expect(act.value.number == "987654" && act.hasPrevious)
            default: Issue.record("\(kind)")
            }
            if kind == .notTaken {
                try city.record(settled)
                #expect(try city.plan(form).blockers.isEmpty)
            }
        }
    }

    /// A target that was changed after the form was written stands there as it was, and blocks nothing.
    @Test func theLedgerMayMoveOn() throws {
        let city = try FormCity(FormCity.kitakyushu)
        let (content, key) = try pick(city, unit: "人")
        var form = try city.form(content, period)
        let row = try #require(content.rows.first { $0.key == key })
        let old = try #require(row.stated[.target(1)])
        var fact = old.fact
        (fact.previous, fact.value.number) = (old.value, old.value.number + "0")
        var draft = Draft()
        draft.statement.act = .factRecorded(fact)
        draft.statement.recordedBy = Subject(.actor, "planning")
        draft.statement.decided = .day(Day("2018-05-01")!)
        (draft.statement.change, draft.statement.reason) = (.revised, .planChange)
        draft.setText(.override, "例示")
        do { _ = try city.ledger.ledger.append([draft]) } catch {
            draft.texts = []
            _ = try city.ledger.ledger.append([draft])
        }
        form.write(.text("120"), .value, row: form.row(key))
        let plan = try city.plan(form)
        #expect(plan.blockers.isEmpty && plan.drafts.count == 1)
        let known = plan.items.filter { $0.verdict == .known }
        #expect(known.count == 1 && known.first?.what == .target && known.first?.read == .value(old.value))
        // Changed by hand to what the ledger holds by now, it is the same.
        form.write(.text(fact.value.number), .target(1), row: form.row(key))
        #expect(try city.plan(form).blockers.isEmpty)
    }

    @Test func changedNamesMissingRowsAndStrangersAreFound() throws {
        let city = try FormCity(FormCity.kitakyushu)
        let (content, key) = try pick(city, unit: "人")
        let whole = try city.form(content, period)

        var form = whole
        form.write(.text("別の名前"), .name, row: form.row(key))
        #expect(try city.plan(form).blockers.map(\.what) == [.name])

        form = whole
        form.write(.text("別の事業"), .programmeName, row: form.row(key))
        var plan = try city.plan(form)
        #expect(plan.blockers.map(\.measure) == ["programme-name"] && plan.blockers.map(\.verdict) == [.changed])

        form = whole
        form.write(.blank, .actual("FY2016"), row: form.row(key))
        plan = try city.plan(form)
        #expect(plan.blockers.map(\.verdict) == [.missing] && plan.blockers.map(\.period) == ["FY2016"])
        try settleAll(plan, form, city)

        form = whole
        form.file.sheets[form.values].rows.remove(at: form.row(key))
        plan = try city.plan(form)
        #expect(plan.blockers.map(\.verdict) == [.missing] && plan.blockers.first?.subject == Subject(.indicator, key.indicator))
        try settleAll(plan, form, city)

        for (column, text) in [(FormColumn.indicator, "no-such-indicator"), (.measure, "m99"), (.part, "無い内訳")] {
            form = whole
            form.write(.text(text), column, row: form.row(key))
            #expect(try codes { _ = try city.plan(form) } == [.formRow])
        }
    }

    /// Noted as not taken, the same form asks no more.
    private func settleAll(_ plan: ImportPlan, _ form: FormSheets, _ city: FormCity) throws {
        var chosen = Classified(.notTaken)
        (chosen.reason, chosen.reasonText) = (.other, "例示")
        let settled = try city.plan(form, Classification(Dictionary(uniqueKeysWithValues: plan.blockers.map { ($0.key, chosen) })))
        try city.record(settled)
        let again = try city.plan(form)
        #expect(again.blockers.isEmpty && again.drafts.isEmpty)
    }

    @Test func formsThatCannotBeReadSaySo() throws {
        let city = try FormCity(FormCity.kitakyushu)
        let (content, key) = try pick(city, unit: "人")
        let whole = try city.form(content, period)
        func hidden(_ form: inout FormSheets, _ key: String, _ text: String) {
            let sheet = form.file.sheets.count - 1
            let row = form.file.sheets[sheet].rows.firstIndex { $0[0].content == .text(key) }!
            form.file.sheets[sheet].rows[row][1].content = .text(text)
        }
        var form = whole
        hidden(&form, "form", "2")
        #expect(try codes { _ = try city.plan(form) } == [.formVersion])
        form = whole
        hidden(&form, "size", "many")
        #expect(try codes { _ = try city.plan(form) } == [.formIncomplete])
        form = whole
        form.file.sheets.removeLast()
        #expect(try !FormReader.isForm(form.workbook()))
        // A column taken out, and a number beside no identifier.
        form = whole
        form.file.sheets[form.values].rows = form.file.sheets[form.values].rows.map { Array($0.prefix(9) + $0.dropFirst(10)) }
        #expect(try codes { _ = try city.plan(form) } == [.formIncomplete])
        form = whole
        form.write(.blank, .indicator, row: form.row(key))
        form.write(.text("120"), .value, row: form.row(key))
        #expect(try codes { _ = try city.plan(form) } == [.formIncomplete])
    }

    /// Rows and columns may be moved: they are found by their keys.
    @Test func theOrderOfRowsAndColumnsSaysNothing() throws {
        let city = try FormCity(FormCity.kitakyushu)
        let (content, key) = try pick(city, unit: "人")
        var form = try city.form(content, period)
        form.write(.text("120"), .value, row: form.row(key))
        let sheet = form.values
        form.file.sheets[sheet].rows = form.file.sheets[sheet].rows.prefix(2) + form.file.sheets[sheet].rows.dropFirst(2).reversed()
        form.file.sheets[sheet].rows = form.file.sheets[sheet].rows.map { $0.reversed() }
        let plan = try city.plan(form)
        #expect(plan.blockers.isEmpty && plan.drafts.count == 1)
    }
}
