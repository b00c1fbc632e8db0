import Foundation
import LedgerModel
import LedgerProjections
import LedgerSheets

/// One value of one key, as printed in one place.
struct Occurrence {
    let kind: FactRecorded.Kind
    let measure: String
    let part: String
    let period: Period
    var value: Value
    let printed: Printed
    let remark: String

    var periodText: String { period.description }
    var what: ImportWhat {
        switch kind {
        case .baseline: .baseline
        case .target: .target
        default: .actual
        }
    }

    /// Values under one key are one fact: a baseline has one whatever its period.
    func isOneFact(with other: Occurrence) -> Bool {
        kind == other.kind && measure == other.measure && part.hasSameBytes(as: other.part) && (kind == .baseline || period == other.period)
    }
}

/// What rows say about indicators.
extension ImportWalk {
    /// - Parameter progress: told now and then of how many rows were compared.
    mutating func compareIndicators(_ rows: [ResolvedRow], _ progress: (Int) -> Void = { _ in }) throws {
        var groups: [(indicator: Subject, rows: [ResolvedRow])] = []
        var places: [Subject: Int] = [:]
        for row in rows {
            guard let indicator = row.indicator else { continue }
            if let place = places[indicator] {
                groups[place].rows.append(row)
            } else {
                places[indicator] = groups.count
                groups.append((indicator, [row]))
            }
        }
        for (i, group) in groups.enumerated() {
            try compare(group.indicator, group.rows)
            for row in group.rows { row.letGo() }
            if (i + 1) % 1_000 == 0 { progress(i + 1) }
        }
    }

    private mutating func compare(_ indicator: Subject, _ rows: [ResolvedRow]) throws {
        let facts = try source.facts(of: indicator)
        if facts.exists {
            try compareName(indicator, rows, facts)
            try compareMeasures(indicator, rows, facts)
            try compareHomes(indicator, rows, facts)
        }
        if let grade = rows.lazy.compactMap({ $0.row.indicator?.grade }).first {
            try compareGrade(indicator, grade)
        } else if facts.exists, !rows.contains(where: { $0.row.unread.contains { $0.field == .grade } }), let printed = rows[0].row.indicator?.printed {
            try compareLostGrade(indicator, printed)
        }
        var occurrences: [Occurrence] = []
        for row in rows { occurrences += self.occurrences(row) }
        if facts.exists { compareLostBaselines(indicator, rows, occurrences, facts) }
        let targets = Set(occurrences.filter { $0.kind == .target }.map(\.period))
        while let first = occurrences.first {
            let group = occurrences.filter(first.isOneFact)
            occurrences.removeAll(where: first.isOneFact)
            if let taken = try choose(indicator, group, facts) { try compare(indicator, taken, facts, printedTargets: targets) }
        }
        for row in rows { for unread in row.row.unread { try compareUnread(indicator, unread, row, facts, rows) } }
    }

    private func occurrences(_ row: ResolvedRow) -> [Occurrence] {
        guard let reading = row.row.indicator else { return [] }
        return reading.values.map { value in
            var one = Occurrence(
                kind: value.kind, measure: row.measures[value.measure], part: value.part, period: value.period.value, value: value.value,
                printed: value.printed, remark: value.remark)
            one.value = dated(one)
            if one.value.unit.isEmpty { one.value.unit = reading.measures[value.measure].unit }
            return one
        }
    }

    /// A number known before its period ended is an expectation (見込), whatever the cell says.
    private func dated(_ one: Occurrence) -> Value {
        var value = one.value
        guard one.kind == .actual, !value.number.isEmpty, value.status == .a, let known = request.dates.known?.latestDay,
            let last = one.period.lastDay(fiscalFirstMonth: source.settings.fiscalFirstMonth), known <= last
        else { return value }
        value.status = .f
        return value
    }

    /// The one of several printings that counts; nil where a person has to say which.
    private mutating func choose(_ indicator: Subject, _ group: [Occurrence], _ facts: Facts) throws -> Occurrence? {
        let others = group.dropFirst().filter { !$0.value.isSameFact(as: group[0].value) }
        guard !others.isEmpty else { return group[0] }
        func item(_ one: Occurrence) -> ImportItem {
            var item = self.item(.twoValues, indicator, one)
            item.held = .value(group[0].value)
            item.choices = [.notTaken, .taken]
            return item
        }
        // Said now, or by an earlier import that noted all the others.
        let taken = others.first { classes[item($0).key]?.kind == .taken } ?? group.first { !isNoted(item($0), facts) } ?? group[0]
        var isSettled = true
        for one in [group[0]] + others where !one.value.isSameFact(as: taken.value) {
            var item = item(one)
            if one.printed == group[0].printed { item.held = .value(taken.value) }
            if isNoted(item, facts) {
                (item.verdict, item.choices) = (.known, [])
                plan.note(item)
                continue
            }
            // Where another is taken, its class says why this one is not.
            if one.printed == group[0].printed { item.chosen = classes[self.item(.twoValues, indicator, taken).key] }
            let difference = item
            if !settle(difference, { walk, _ in walk.discrepancy(difference) }) { isSettled = false }
        }
        return isSettled ? taken : nil
    }

    func item(_ verdict: ImportVerdict, _ indicator: Subject, _ one: Occurrence) -> ImportItem {
        var item = ImportItem(verdict, one.what, indicator)
        item.measure = one.measure
        item.period = one.periodText
        item.printed = one.printed
        item.read = .value(one.value)
        return item
    }

    private mutating func compare(_ indicator: Subject, _ one: Occurrence, _ facts: Facts, printedTargets: Set<Period>) throws {
        let slot = Slot(plan: one.kind == .actual ? "" : request.plan, measure: one.measure, part: one.part)
        let key: FactKey =
            switch one.kind {
            case .baseline: .baseline(plan: slot.plan, measure: slot.measure, part: slot.part)
            case .target: .target(plan: slot.plan, measure: slot.measure, part: slot.part, period: one.periodText)
            default: .actual(measure: slot.measure, part: slot.part, period: one.periodText)
            }
        var held = facts.holds(key).flatMap(Stated.init).flatMap { $0.fact.keys.first == key && !$0.fact.withdrawnTarget ? $0 : nil }
        if held == nil, one.kind == .target { held = moved(from: facts.targets(slot), printedTargets) }
        var item = item(.new, indicator, one)
        guard let held else {
            if let other = otherBasis(one, slot, facts) { return try compareBasis(item, one, slot, other, facts) }
            plan.note(item)
            return try record(item, one, slot, nil, nil)
        }
        item.held = .value(held.value)
        item.heldPeriod = held.fact.period == one.periodText ? "" : held.fact.period
        item.entry = held.event.number
        let isSamePeriod = held.fact.period == one.periodText
        if try isSamePeriod && (isSameCell(held, one) || held.value.isSameFact(as: one.value) && isCountedAlike(held, one)) {
            item.verdict = .same
            item.held = .nothing
            plan.note(item)
        } else if isNoted(item, facts) {
            item.verdict = .known
            plan.note(item)
        } else {
            item.verdict = .changed
            item.choices = choices(one.kind)
            let taken = held.event.statement.event
            let difference = item
            try settle(difference) { walk, chosen in
                guard chosen.kind != .notTaken else { return walk.discrepancy(difference, taken: taken) }
                try walk.record(difference, one, slot, held, chosen)
            }
        }
    }

    /// The same year held as one of the other calendar: 2019年 is not 令和元年度, and nobody said that it has become so.
    private func otherBasis(_ one: Occurrence, _ slot: Slot, _ facts: Facts) -> Stated? {
        guard case .one(.year(let basis, let year)) = one.period.shape, one.kind != .baseline else { return nil }
        for other in [Period.Basis.fiscal, .calendar, .unstated] where other != basis {
            let period = Period(.one(.year(other, year))).description
            let key: FactKey = one.kind == .target
                ? .target(plan: slot.plan, measure: slot.measure, part: slot.part, period: period)
                : .actual(measure: slot.measure, part: slot.part, period: period)
            if let held = facts.holds(key).flatMap(Stated.init), held.fact.keys.first == key, !held.fact.withdrawnTarget { return held }
        }
        return nil
    }

    private mutating func compareBasis(_ item: ImportItem, _ one: Occurrence, _ slot: Slot, _ held: Stated, _ facts: Facts) throws {
        var item = item
        (item.held, item.heldPeriod, item.entry) = (.value(held.value), held.fact.period, held.event.number)
        if isNoted(item, facts) {
            item.verdict = .known
            plan.note(item)
            return
        }
        (item.verdict, item.choices) = (.changed, [.notTaken, .taken])
        let (known, taken) = (item, held.event.statement.event)
        try settle(known) { walk, chosen in
            guard chosen.kind == .taken else { return walk.discrepancy(known, taken: taken) }
            try walk.record(known, one, slot, nil, nil)
        }
    }

    /// A baseline that was read with this mapping before, where the row prints its target and no baseline any more.
    private mutating func compareLostBaselines(_ indicator: Subject, _ rows: [ResolvedRow], _ occurrences: [Occurrence], _ facts: Facts) {
        guard !rows.contains(where: { $0.row.unread.contains { $0.field == .baseline || $0.field == .target } }) else { return }
        var seen: Set<String> = []
        for target in occurrences where target.kind == .target && seen.insert(target.measure + "/" + target.part).inserted {
            let slot = Slot(plan: request.plan, measure: target.measure, part: target.part)
            guard !occurrences.contains(where: { $0.kind == .baseline && $0.measure == target.measure }), let held = facts.baseline(slot),
                held.event.statement.sources.contains(where: { $0.mapping == request.document.mapping })
            else { continue }
            var item = ImportItem(.missing, .baseline, indicator)
            (item.measure, item.period, item.printed) = (target.measure, held.fact.period, target.printed)
            (item.held, item.entry) = (.value(held.value), held.event.number)
            if isNoted(item, facts) {
                item.verdict = .known
                plan.note(item)
                continue
            }
            item.choices = [.notTaken]
            let (known, taken) = (item, held.event.statement.event)
            settle(known) { walk, _ in walk.discrepancy(known, taken: taken) }
        }
    }

    private func choices(_ kind: FactRecorded.Kind) -> [ImportClass] {
        switch kind {
        case .baseline: [.correct, .finalise, .scheduled, .retarget, .notTaken]
        case .target: [.retarget, .correct, .notTaken]
        default: [.finalise, .scheduled, .correct, .notTaken]
        }
    }

    /// A target that still runs and is no longer printed, while another period's is: its period was moved.
    private func moved(from targets: [Stated], _ printed: Set<Period>) -> Stated? {
        let running = targets.filter { target in
            guard let period = target.period, !printed.contains(period) else { return false }
            guard let end = period.years?.upperBound, let now = reading.period.years?.upperBound else { return true }
            return end >= now
        }
        return running.count == 1 ? running[0] : nil
    }

    /// The entry was read from a cell with the very same text. A bare number in a column whose unit or scale has changed is another amount all the same.
    private func isSameCell(_ held: Stated, _ one: Occurrence) throws -> Bool {
        if !held.value.number.isEmpty, !one.value.number.isEmpty, held.value.unit != one.value.unit || held.value.scale != one.value.scale { return false }
        return try source.text(held.event, .rawCell).text.map { $0.hasSameBytes(as: one.printed.text) } ?? false
    }

    /// A target of so many in all is not one of so many a year; what is not stated contradicts nothing. A number that was a sum and is no longer said to be one
    /// is another number.
    private func isCountedAlike(_ held: Stated, _ one: Occurrence) -> Bool {
        let (was, now) = (held.value.aggregation, one.value.aggregation)
        if one.kind != .target { return was != .cumulative || now == .cumulative }
        return was == now || was == .notStated || now == .notStated
    }

    /// An entry already says that this printed value is not taken.
    func isNoted(_ item: ImportItem, _ facts: Facts) -> Bool {
        facts.all(.discrepancy).contains { event in
            guard case .discrepancyNoted(let act)? = event.statement.act, act.period == item.period, act.measure == item.measure else { return false }
            if case .value(let value) = item.read { return act.hasPrinted && act.printed.isSameFact(as: value) }
            if item.what == .baseline { return !act.hasPrinted && act.kind == .baseline }
            return !act.hasPrinted && act.kind == .unspecified && act.part.isEmpty && item.measure.isEmpty
        }
    }

    /// A baseline, target or actual: the first, or the change that a person said it is.
    mutating func record(_ item: ImportItem, _ one: Occurrence, _ slot: Slot, _ held: Stated?, _ chosen: Classified?) throws {
        var fact = FactRecorded()
        fact.kind = one.kind
        fact.indicator = item.subject.id
        (fact.measure, fact.part, fact.plan, fact.period) = (slot.measure, slot.part, slot.plan, one.periodText)
        fact.value = one.value
        if let held {
            fact.previous = held.value
            if held.fact.period != one.periodText, one.kind == .target { fact.previousPeriod = held.fact.period }
        }
        var draft = draft(one.what, one.printed, .factRecorded(fact))
        if let chosen {
            draft.statement.change = chosen.kind.change
            say(chosen, in: &draft)
        }
        if !one.remark.isEmpty { draft.setText(.note, one.remark) }
        plan.add(draft, one.what, one.printed)
    }
}

extension ImportClass {
    /// How a change of this class relates to what stood before.
    var change: Change {
        switch self {
        case .finalise: .finalised
        case .scheduled: .scheduled
        case .correct: .corrected
        default: .revised
        }
    }
}
