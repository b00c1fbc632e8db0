import LedgerModel
import LedgerProjections
import LedgerSheets

/// Compares a filled-in form with a ledger, and writes nothing: a plan as `Importer` makes it, from rows that carry the ledger's own identifiers.
package struct FormImporter<Store: LedgerSource> {
    private let source: Store
    private let form: FormComparison
    private let request: ImportRequest
    private let classes: Classification

    package init(_ source: Store, _ form: FormComparison, _ request: ImportRequest, classes: Classification = Classification()) {
        (self.source, self.form, self.request, self.classes) = (source, form, request, classes)
    }

    package func plan() throws -> ImportPlan {
        var walk = try ImportWalk(source, form.reading, request, DefinitionSheet(), classes)
        try walk.run(form)
        return try walk.finished()
    }
}

extension ImportWalk {
    fileprivate mutating func run(_ form: FormComparison) throws {
        let rows = try zip(form.reading.rows, form.keys).map { row, key in
            let indicator = Subject(.indicator, key.indicator)
            let row = try form.remarks.isEmpty ? row : withoutRestated(row, indicator, key, form.remarks)
            return ResolvedRow(row: row, section: nil, programme: nil, indicator: indicator, measures: [key.measure])
        }
        try compareIndicators(rows)
        for i in plan.drafts.indices {
            if let beside = plan.drafts[i].printed.flatMap({ form.remarks[$0.place] }) { plan.drafts[i].draft.addSource(beside) }
        }
        for finding in form.findings { try settle(finding) }
        for answer in form.answers { try compare(answer, form.head) }
    }

    // MARK: beside a number

    /// The row without values whose cell is as it was recorded, while what stands beside it is not: such a change is compared here, since the
    /// cell of the value alone says nothing new.
    private mutating func withoutRestated(
        _ row: RowReading, _ subject: Subject, _ key: FormRowKey, _ remarks: [CellPlace: Printed]
    ) throws -> RowReading {
        guard let indicator = row.indicator else { return row }
        var kept: [ValueReading] = []
        for value in indicator.values {
            guard value.kind == .actual, let beside = remarks[value.printed.place], try restate(value, beside, subject, key) else {
                kept.append(value)
                continue
            }
        }
        let rest = IndicatorReading(
            name: indicator.name, printed: indicator.printed, measures: indicator.measures, values: kept, grade: indicator.grade, notes: indicator.notes)
        return RowReading(row: row.row, sections: row.sections, programme: row.programme, indicator: rest, record: row.record, unread: row.unread)
    }

    private mutating func restate(_ value: ValueReading, _ beside: Printed, _ subject: Subject, _ key: FormRowKey) throws -> Bool {
        let facts = try source.facts(of: subject)
        let slot = Slot(measure: key.measure, part: key.part)
        guard let held = facts.actuals(slot).first(where: { $0.period == value.period.value }),
            try source.text(held.event, .rawCell).text?.hasSameBytes(as: value.printed.text) ?? false
        else { return false }
        if held.value.isSameFact(as: value.value) {
            let note = try source.text(held.event, .note)
            guard !value.remark.isEmpty, note == .none || note.text != nil, !(note.text ?? "").hasSameBytes(as: value.remark) else { return false }
            try settle(.unclear(subject, beside, reason: "remark-without-value"))
            return false
        }
        // Known before its period ended, a number was recorded as an expectation, which its cell does not say.
        if held.value.status == .f, value.value.status == .a, FormValueReader.status(beside.text) == nil { return false }
        let one = Occurrence(
            kind: .actual, measure: key.measure, part: key.part, period: value.period.value, value: value.value, printed: value.printed,
            remark: value.remark)
        var item = item(.changed, subject, one)
        (item.held, item.entry) = (.value(held.value), held.event.number)
        if isNoted(item, facts) {
            item.verdict = .known
            plan.note(item)
            return true
        }
        item.choices = [.finalise, .scheduled, .correct, .notTaken]
        let open = item
        try settle(open) { walk, chosen in
            guard chosen.kind != .notTaken else { return walk.discrepancy(open, taken: held.event.statement.event) }
            try walk.record(open, one, slot, held, chosen)
        }
        return true
    }

    private mutating func settle(_ finding: FormFinding) throws {
        switch finding {
        case .untouched(let indicator, let column, let stated, let printed): try noteUntouched(indicator, column, stated, printed)
        case .changed(let subject, let column, let before, let printed):
            var item = ImportItem(.changed, subject.kind == .opinion ? .opinion : .indicator, subject)
            (item.measure, item.period, item.printed) = (column.key, reading.period.description, printed)
            (item.held, item.read) = (.text(before), .text(printed.text))
            try settleOrNote(item)
        case .emptied(let indicator, let key, let stated, let printed):
            var item = ImportItem(.missing, .indicator, indicator)
            (item.measure, item.period, item.printed) = (key.slotText, stated.fact.period, printed)
            item.held = .value(stated.value)
            try settleOrNote(item, taken: stated.event)
        case .rowMissing(let subject, let key):
            let facts = try facts(subject)
            var item = ImportItem(.missing, subject.kind == .opinion ? .opinion : .indicator, subject)
            (item.measure, item.period) = (key?.slotText ?? "", reading.period.description)
            item.held = facts.name.map { .text($0) } ?? .nothing
            try settleOrNote(item, taken: facts.holds(FactKey(.existence)) ?? facts.holds(FactKey(.definition)))
        case .unclear(let subject, let printed, let reason):
            var item = ImportItem(.unread, subject.kind == .opinion ? .response : .indicator, subject)
            (item.period, item.printed, item.reason) = (reading.period.description, printed, reason)
            try settleOrNote(item)
        }
    }

    /// What the form printed and nobody touched is the same, or known where the ledger has moved on since.
    private mutating func noteUntouched(_ indicator: Subject, _ column: FormColumn, _ stated: Stated, _ printed: Printed) throws {
        let facts = try facts(indicator)
        let now: Stated? =
            switch column.kind {
            case .baseline?: facts.baseline(stated.slot)
            case .target?: facts.targets(stated.slot).first { $0.fact.period == stated.fact.period }
            default: facts.actuals(stated.slot).first { $0.fact.period == stated.fact.period }
            }
        let what: ImportWhat = column.kind == .baseline ? .baseline : column.kind == .target ? .target : .actual
        let isSame = now.map { $0.fact.hasValue == stated.fact.hasValue && $0.value.isSameFact(as: stated.value) } ?? false
        var item = ImportItem(isSame ? .same : .known, what, indicator)
        (item.measure, item.period, item.printed) = (stated.fact.measure, stated.fact.period, printed)
        item.held = now.map { .value($0.value) } ?? .nothing
        item.read = .value(stated.value)
        item.entry = now?.event.number ?? 0
        plan.note(item)
    }

    // MARK: answers

    private mutating func compare(_ answer: FormAnswer, _ head: FormHead) throws {
        let opinion = answer.opinion.opinion
        let held = try response(to: opinion, answer.text.text)
        var act = ResponseGiven()
        if let held {
            act = held.act
        } else {
            var identifiers = RecordIdentifiers(source)
            act.id = try identifiers.next(.response, "r", opinion.id).id
            act.opinions = [opinion.id]
            act.printedNumber = opinion.printedNumber
        }
        let isAsHeld = act.state == answer.state
        act.state = answer.state
        if act.unit.isEmpty { act.unit = head.unit }
        let one = RecordPrinting(
            .response, label: opinion.printedNumber, period: opinion.period, answer.text, .text(answer.text.text))
        try compareBody(
            one, Subject(.response, act.id), held?.event, .responseGiven(act), text: answer.text.text, choices: [.correct, .notTaken],
            isAsHeld: isAsHeld
        ) { draft in
            if let state = answer.statePrinted { draft.addSource(state) }
            // A refusal needs a reason (FORMAT.md §6): the answer gives it, and its words are kept once.
            if answer.state == .refused, draft.statement.reason == .noReason {
                draft.statement.reason = .other
                draft.setText(.reason, head.language == "ja" ? "回答のとおり" : "as answered")
            }
        }
    }

    /// The answer that this form gave before, or one in the same words.
    private func response(to opinion: OpinionGiven, _ words: String) throws -> (event: Event, act: ResponseGiven)? {
        var identifiers = RecordIdentifiers(source)
        let own = try identifiers.next(.response, "r", opinion.id).id
        var found: (event: Event, act: ResponseGiven)?
        for event in try source.facts(of: Subject(.opinion, opinion.id)).all(.response) {
            guard case .responseGiven(let act)? = event.statement.act else { continue }
            if try source.text(event, .bodyText).text.map({ $0.hasSameBytes(as: words) }) ?? false { return (event, act) }
            if own.hasPrefix(act.id + ".") { found = (event, act) }
        }
        return found
    }
}

extension FormRowKey {
    /// `m1/小学校`.
    fileprivate var slotText: String { measure + (part.isEmpty ? "" : "/" + part) }
}
