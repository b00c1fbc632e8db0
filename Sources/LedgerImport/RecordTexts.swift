import LedgerModel
import LedgerProjections
import LedgerSheets

/// Texts and amounts of programmes.
extension ImportWalk {
    mutating func compareTexts(_ rows: [ResolvedRow]) throws {
        var groups = Grouped<Touch, LedgerSheets.TextReading>()
        for row in rows {
            guard let programme = row.programme else { continue }
            for text in row.row.programme?.texts ?? [] { groups.add(text, under: Touch(subject: programme, key: text.key)) }
        }
        for touch in groups.keys { try compare(touch, groups[touch]) }
        try findMissingTexts(groups)
    }

    private mutating func compare(_ touch: Touch, _ texts: [LedgerSheets.TextReading]) throws {
        let printings = texts.map(\.printing)
        guard let taken = try pick(printings, notedAt: touch.subject) else { return }
        let text = texts[taken]
        var act = TextRecorded()
        act.subject = touch.subject
        act.kind = text.kind
        act.period = text.period?.description ?? ""
        act.number = text.number
        let held = try facts(touch.subject).holds(touch.key)
        try compareBody(
            printings[taken], touch.subject, held, .textRecorded(act), text: text.printed.text, choices: [.correct, .retarget, .notTaken])
    }

    /// A programme still stands in the table, and a text of a kind and period that the table prints is no longer with it.
    private mutating func findMissingTexts(_ groups: Grouped<Touch, LedgerSheets.TextReading>) throws {
        let printed = Set(groups.keys)
        let columns = Set(groups.keys.flatMap { groups[$0].map { TextColumn(kind: $0.kind, period: $0.period?.description ?? "") } })
        var programmes = Grouped<Subject, FactKey>()
        for touch in groups.keys { programmes.add(touch.key, under: touch.subject) }
        for programme in programmes.keys {
            let facts = try facts(programme)
            for key in facts.keys(.text) where !printed.contains(Touch(subject: programme, key: key)) {
                guard let held = facts.holds(key), case .textRecorded(let act)? = held.statement.act,
                    columns.contains(TextColumn(kind: act.kind, period: act.period))
                else { continue }
                var item = ImportItem(.missing, .text, programme)
                item.measure = TextColumn.label(act.kind, act.number)
                item.period = act.period
                if let words = try source.text(held, .bodyText).text { item.held = .text(words) }
                try settleOrNote(item, taken: held)
            }
        }
    }

    mutating func compareAmounts(_ rows: [ResolvedRow]) throws {
        var groups = Grouped<Touch, AmountReading>()
        for row in rows {
            guard let programme = row.programme else { continue }
            for amount in row.row.programme?.amounts ?? [] { groups.add(amount, under: Touch(subject: programme, key: amount.key)) }
        }
        for touch in groups.keys { try compare(touch, groups[touch]) }
    }

    private mutating func compare(_ touch: Touch, _ amounts: [AmountReading]) throws {
        let printings = amounts.map(\.printing)
        guard let taken = try pick(printings, notedAt: touch.subject) else { return }
        let one = printings[taken]
        var act = AmountRecorded()
        act.subject = touch.subject
        act.period = one.period
        act.kind = amounts[taken].kind
        act.value = amounts[taken].value
        guard let held = try facts(touch.subject).holds(touch.key), case .amountRecorded(let before)? = held.statement.act else {
            return add(.amount, touch.subject, one.printed, .amountRecorded(act))
        }
        var item = one.item(.same, touch.subject)
        item.held = .value(before.value)
        item.entry = held.number
        if before.value.isSameFact(as: act.value) {
            plan.note(item)
            return
        }
        act.previous = before.value
        if before.hasIncludedIn { act.includedIn = before.includedIn }
        try settleChange(item, held, [.finalise, .scheduled, .correct, .notTaken]) { walk, item, chosen in
            walk.change(item, chosen, chosen.kind.change, .amountRecorded(act))
        }
    }

    /// Programmes of the plan that hold what this table is about, for its year or the one before, and that it no longer prints.
    func programmesNoLongerPrinted(_ rows: [ResolvedRow]) throws -> [Subject] {
        let readings = rows.compactMap(\.row.programme)
        let columns = Set(readings.flatMap { $0.texts.map { TextColumn(kind: $0.kind, period: $0.period?.description ?? "") } })
            .flatMap { column in [column] + (column.yearBefore.map { [$0] } ?? []) }
        let amounts = Set(readings.flatMap { $0.amounts.flatMap { [$0.period, $0.period.yearBefore ?? $0.period] } }.map(\.description))
        let scopes = readings.contains { $0.inScope != nil } ? [reading.period, reading.period.yearBefore].compactMap { $0?.description } : []
        let printed = Set(rows.compactMap(\.programme))
        return try index.listings.keys.sorted().filter { programme in
            guard !printed.contains(programme) else { return false }
            let facts = try source.facts(of: programme)
            if scopes.contains(where: { facts.holds(FactKey(.scope, $0)) != nil }) { return true }
            return facts.all(.text).contains { event in
                guard case .textRecorded(let act)? = event.statement.act else { return false }
                return columns.contains(TextColumn(kind: act.kind, period: act.period))
            } || facts.all(.amount).contains { event in
                guard case .amountRecorded(let act)? = event.statement.act else { return false }
                return amounts.contains(act.period)
            }
        }
    }
}

/// One column of texts: what they are, and of which period.
private struct TextColumn: Hashable {
    let kind: TextRecorded.Kind
    let period: String

    var yearBefore: TextColumn? { Period(period)?.yearBefore.map { TextColumn(kind: kind, period: $0.description) } }

    static func label(_ kind: TextRecorded.Kind, _ number: String) -> String { Kebab.name(kind) + (number.isEmpty ? "" : " " + number) }
}

extension Period {
    /// The year before a single year; nil for any other period.
    var yearBefore: Period? {
        if case .one(.year(let basis, let year)) = shape { Period(.one(.year(basis, year - 1))) } else { nil }
    }
}

extension LedgerSheets.TextReading {
    fileprivate var key: FactKey { FactKey(.text, "\(kind.rawValue)/\(period?.description ?? "")/\(number)") }

    fileprivate var printing: RecordPrinting {
        RecordPrinting(.text, label: TextColumn.label(kind, number), period: period?.description ?? "", printed, .text(printed.text))
    }
}

extension AmountReading {
    fileprivate var key: FactKey { FactKey(.amount, "\(period)/\(kind.rawValue)/0") }

    fileprivate var printing: RecordPrinting {
        RecordPrinting(.amount, label: Kebab.name(kind), period: period.description, printed, .value(value))
    }
}
