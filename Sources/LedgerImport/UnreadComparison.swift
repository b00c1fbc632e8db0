import LedgerModel
import LedgerProjections
import LedgerSheets

/// What a table prints and nobody has understood: it waits for a person, who reads it or keeps it as unread.
extension ImportWalk {
    mutating func compareUnread(_ subject: Subject, _ unread: Unread, _ row: ResolvedRow, _ facts: Facts, _ rows: [ResolvedRow]) throws {
        guard let kind = unread.field.factKind else {
            // Name, unit and sense are asked for in the definition sheet, once.
            // What is printed in other words than last year is not covered by that.
            let isAsked = [.name, .unit, .sense].contains(unread.field)
            let isKnown = try !facts.exists || rows.contains { row in try row.row.indicator.map { try isHeldCell($0.printed, facts) } ?? false }
            if !isAsked || !isKnown { try plainUnread(subject, unread, facts) }
            return
        }
        let measure = row.measures.first ?? "m1"
        let held = held(kind, measure, unread, facts)
        var item = ImportItem(.unread, kind == .baseline ? .baseline : kind == .target ? .target : .actual, subject)
        item.measure = measure
        item.period = unread.period?.description ?? (kind == .actual ? reading.period.description : "")
        item.printed = unread.printed
        item.reason = unread.reason
        // Printed again with the same words (再掲), it is asked once.
        let once = SeenUnread(subject: subject, kind: kind, measure: measure, period: item.period)
        if let first = seenUnread[once] {
            if NameKey.of(first) != NameKey.of(unread.printed.text) {
                item.choices = [.notTaken]
                let known = item
                settle(known) { walk, _ in walk.discrepancy(known) }
            }
            return
        }
        seenUnread[once] = unread.printed.text
        if let held {
            item.held = .value(held.value)
            item.entry = held.event.number
            if try source.text(held.event, .rawCell).text.map({ $0.hasSameBytes(as: unread.printed.text) }) ?? false {
                item.verdict = .same
                plan.note(item)
                return
            }
            if try isNoted(item, kind, instead: held.event, facts) {
                item.verdict = .known
                plan.note(item)
                return
            }
        }
        item.choices = held == nil ? [.readByHand, .keepUnread] : [.readByHand, .notTaken]
        let known = item
        try settle(known) { walk, chosen in
            try walk.take(known, chosen, kind, unread, facts, held)
        }
    }

    /// A note says already that a cell with this text, which nobody could read, is not taken in the place of what an entry holds.
    private func isNoted(_ item: ImportItem, _ kind: FactRecorded.Kind, instead held: Event, _ facts: Facts) throws -> Bool {
        try facts.all(.discrepancy).contains { event in
            guard case .discrepancyNoted(let act)? = event.statement.act, act.kind == kind, !act.hasPrinted, act.measure == item.measure,
                act.period == item.period, act.taken == held.statement.event
            else { return false }
            return try isOfCell(event, item.printed)
        }
    }

    /// Whether an entry on the subject was read from a cell with this very text, or the subject is accepted in this batch.
    private func isHeldCell(_ printed: Printed, _ facts: Facts) throws -> Bool {
        if names.isAccepted(facts.subject) { return true }
        return try facts.events.contains { try source.text($0, .rawCell).text?.hasSameBytes(as: printed.text) ?? false }
    }

    private func held(_ kind: FactRecorded.Kind, _ measure: String, _ unread: Unread, _ facts: Facts) -> Stated? {
        let slot = Slot(plan: request.plan, measure: measure)
        switch kind {
        case .baseline: return facts.baseline(slot)
        case .target:
            let targets = facts.targets(slot)
            return unread.period.flatMap { period in targets.first { $0.period == period } } ?? (targets.count == 1 ? targets[0] : nil)
        default:
            let period = unread.period ?? reading.period
            return facts.actuals(slot).first { $0.period == period }
        }
    }

    private mutating func take(
        _ item: ImportItem, _ chosen: Classified, _ kind: FactRecorded.Kind, _ unread: Unread, _ facts: Facts, _ held: Stated?
    ) throws {
        if chosen.kind == .notTaken { return discrepancy(item, taken: held.map { $0.event.statement.event } ?? .init()) }
        let accepted = names.accepted(for: item.subject).first?.line
        let measure = facts.measure(item.measure)
        var value = Value()
        if chosen.kind == .keepUnread { value.absence = .unread } else { value = try HandReading.value(chosen.value, at: item.printed?.place.address ?? "") }
        value.unit = measure?.unit ?? accepted?.unit.value ?? ""
        if !value.number.isEmpty { value.scale = measure?.scale ?? accepted?.scale ?? 0 }
        let period = try HandReading.period(chosen.to, at: item.printed?.place.address ?? "") ?? unread.period ?? fallback(kind)
        let one = Occurrence(kind: kind, measure: item.measure, part: "", period: period, value: value, printed: unread.printed, remark: "")
        let slot = Slot(plan: kind == .actual ? "" : request.plan, measure: item.measure)
        var change = chosen
        if held != nil { change.kind = kind == .target ? .retarget : .correct }
        try record(item, one, slot, held, held == nil ? nil : change)
    }

    /// Where nobody says what period an unread target is for: the plan's.
    private func fallback(_ kind: FactRecorded.Kind) -> Period {
        guard kind == .target else { return reading.period }
        let adopted = request.newPlan.flatMap { Period($0.period) }
        return adopted ?? (try? source.facts(of: index.plan).period) ?? reading.period
    }

    /// Something other than a value.
    mutating func plainUnread(_ subject: Subject, _ unread: Unread, _ facts: Facts) throws {
        var item = ImportItem(.unread, unread.field == .grade ? .grade : .text, subject)
        item.printed = unread.printed
        item.period = unread.period?.description ?? ""
        item.reason = unread.reason
        if isNoted(item, facts) {
            item.verdict = .known
            plan.note(item)
            return
        }
        item.choices = [.notTaken]
        let known = item
        settle(known) { walk, _ in walk.discrepancy(known) }
    }
}

struct SeenUnread: Hashable {
    let subject: Subject
    let kind: FactRecorded.Kind
    let measure: String
    let period: String
}

extension Unread.Field {
    var factKind: FactRecorded.Kind? {
        switch self {
        case .baseline: .baseline
        case .target: .target
        case .actual: .actual
        default: nil
        }
    }
}

/// What a person wrote in the file of classes for a cell that the program could not read.
enum HandReading {
    /// `1200`, `>=75`, `<=3`, or the name of an absence such as `pending`.
    static func value(_ text: String, at place: String) throws -> Value {
        var value = Value()
        for absence in Value.Absence.allCases where absence != .present && Kebab.name(absence) == text {
            value.absence = absence
            return value
        }
        var digits = Substring(text)
        for (sign, bound) in [(">=", Value.Bound.atLeast), ("<=", .atMost), (">", .moreThan), ("<", .lessThan)] where digits.hasPrefix(sign) {
            value.bound = bound
            digits = digits.dropFirst(sign.count)
            break
        }
        guard ExactDecimal(String(digits)) != nil else { throw Problem(.badDecimal, at: place, "value", text) }
        value.number = String(digits)
        return value
    }

    /// Nil where nothing was written.
    static func period(_ text: String, at place: String) throws -> Period? {
        guard !text.isEmpty else { return nil }
        guard let period = Period(reading: text) else { throw Problem(.badPeriod, at: place, "to", text) }
        return period
    }
}
