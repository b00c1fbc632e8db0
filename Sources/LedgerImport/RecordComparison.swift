import Foundation
import LedgerModel
import LedgerProjections
import LedgerSheets

/// What tables say besides values: texts, amounts, opinions and answers, points, lineage, bodies and their meetings.
extension ImportWalk {
    mutating func compareRecords(_ rows: [ResolvedRow]) throws {
        let named = names.acceptedCount
        let bodies = try bodies(in: rows)
        let heirs = try heirs(in: rows)
        if names.acceptedCount > named { try noteDefinitions() }
        try compareTexts(rows)
        try compareAmounts(rows)
        let opinions = try compareOpinions(rows)
        try compareResponses(rows, given: opinions)
        try comparePoints(rows)
        try compareLineage(heirs)
        try compareEnds(rows)
        try compareSeats(rows, bodies)
        try compareMeetings(rows, bodies)
    }

    /// What a row is about by where it is printed: its programme, else its section, else the plan.
    func home(_ row: ResolvedRow) -> Subject { row.programme ?? row.section ?? index.plan }

    // MARK: one of several printings

    /// The one of several printings of one fact that counts; nil where a person has to say which.
    /// - Parameter subject: one that exists before the fact does. Notes about what is not taken stand with it.
    mutating func pick(_ printings: [RecordPrinting], notedAt subject: Subject) throws -> Int? {
        guard let first = printings.first else { return nil }
        let others = printings.indices.dropFirst().filter { !printings[$0].read.saysTheSame(as: first.read) }
        guard !others.isEmpty else { return 0 }
        let facts = try facts(subject)
        let noted = try printings.map { try isNoted($0.item(.twoValues, subject), taken: nil, facts) }
        // Where earlier notes leave one, that one was taken.
        let left = printings.indices.first { !noted[$0] } ?? 0
        let isLeft = printings.indices.allSatisfy { noted[$0] || printings[$0].read.saysTheSame(as: printings[left].read) }
        let classed = others.first { classes[difference(printings[$0], subject, first).key]?.kind == .taken }
        let taken = classed ?? (isLeft ? left : 0)
        var isSettled = true
        for i in [0] + others where !printings[i].read.saysTheSame(as: printings[taken].read) {
            var item = difference(printings[i], subject, printings[taken])
            if noted[i] {
                (item.verdict, item.choices) = (.known, [])
                plan.note(item)
                continue
            }
            // Where another is taken, its class says why the first one is not.
            if i == 0 { item.chosen = classes[difference(printings[taken], subject, first).key] }
            let open = item
            if !settle(open, { walk, chosen in walk.leaveOut(open, chosen, taken: nil) }) { isSettled = false }
        }
        return isSettled ? taken : nil
    }

    private func difference(_ one: RecordPrinting, _ subject: Subject, _ counts: RecordPrinting) -> ImportItem {
        var item = one.item(.twoValues, subject)
        item.held = counts.read
        item.choices = [.notTaken, .taken]
        return item
    }

    // MARK: against what is held

    /// Records a fact whose words are its body text, or compares them with those that are held.
    /// - Parameters:
    ///   - subject: the subject of the fact: for an opinion the opinion.
    ///   - isAsHeld: whether all but the text is as it is held.
    ///   - complete: gives a new draft what its act needs besides the body text.
    mutating func compareBody(
        _ one: RecordPrinting, _ subject: Subject, _ held: Event?, _ act: Statement.OneOf_Act, text: String, choices: [ImportClass],
        isAsHeld: Bool = true, complete: (inout Draft) -> Void = { _ in }
    ) throws {
        guard let held else {
            add(one.what, subject, one.printed, act)
            finish(text, complete)
            return
        }
        var item = one.item(.same, subject)
        item.entry = held.number
        let shown = try source.text(held, .bodyText)
        var isSame = isAsHeld
        switch shown {
        case .open(let words):
            item.held = .text(words)
            isSame = isSame && words.hasSameBytes(as: text)
        case .none: isSame = isSame && text.isEmpty
        // What the ledger cannot show is not asked for again: nobody could tell whether it has changed.
        case .withheld: (item.reason, isSame) = ("text-withheld", true)
        case .embargoed: (item.reason, isSame) = ("text-embargoed", true)
        case .redacted: (item.reason, isSame) = ("text-redacted", true)
        }
        if isSame {
            plan.note(item)
            return
        }
        try settleChange(item, held, choices) { walk, item, chosen in
            walk.change(item, chosen, chosen.kind.change, act, replaces: held)
            walk.finish(text, complete)
        }
    }

    private mutating func finish(_ text: String, _ complete: (inout Draft) -> Void) {
        let last = plan.drafts.count - 1
        if !text.isEmpty { plan.drafts[last].draft.setText(.bodyText, text) }
        // Where the body text is the cell word for word it is kept once, so that a redaction takes all of it.
        if let raw = plan.drafts[last].draft.text(.rawCell), raw.hasSameBytes(as: text) {
            plan.drafts[last].draft.texts.removeAll { $0.field == .rawCell }
        }
        complete(&plan.drafts[last].draft)
    }

    /// A held fact that the table prints otherwise: known where an entry already says why it stays, else a person classes it.
    mutating func settleChange(
        _ item: ImportItem, _ held: Event?, _ choices: [ImportClass], _ act: (inout ImportWalk, ImportItem, Classified) throws -> Void
    ) throws {
        var item = item
        item.verdict = .changed
        item.entry = held?.number ?? 0
        if try isNoted(item, taken: held, facts(item.subject)) {
            item.verdict = .known
            plan.note(item)
            return
        }
        item.choices = choices
        let open = item
        try settle(open) { walk, chosen in
            guard chosen.kind != .notTaken else { return walk.leaveOut(open, chosen, taken: held) }
            try act(&walk, open, chosen)
        }
    }

    /// Something printed that cannot be recorded as it stands, or something held that is no longer printed: noted, or it blocks.
    mutating func settleOrNote(_ item: ImportItem, taken held: Event? = nil) throws {
        var item = item
        item.entry = held?.number ?? 0
        if try isNoted(item, taken: held, facts(item.subject)) {
            (item.verdict, item.choices) = (.known, [])
            plan.note(item)
            return
        }
        item.choices = [.notTaken]
        let open = item
        settle(open) { walk, chosen in walk.leaveOut(open, chosen, taken: held) }
    }

    // MARK: notes

    /// Notes why something printed is not taken, or why something that is no longer printed stays.
    private mutating func leaveOut(_ item: ImportItem, _ chosen: Classified, taken held: Event?) {
        discrepancy(item, taken: held?.statement.event ?? Data())
        let last = plan.drafts.count - 1
        if case .discrepancyNoted(var act)? = plan.drafts[last].draft.statement.act {
            act.part = item.notedPart
            plan.drafts[last].draft.statement.act = .discrepancyNoted(act)
        }
        if classes[item.key] == nil { say(chosen, in: &plan.drafts[last].draft) }
    }

    /// An entry already says that what this cell prints is not taken in favour of `held`.
    private func isNoted(_ item: ImportItem, taken held: Event?, _ facts: Facts) throws -> Bool {
        try facts.all(.discrepancy).contains { event in
            guard case .discrepancyNoted(let act)? = event.statement.act, act.kind == .unspecified, act.period == item.period,
                act.part.hasSameBytes(as: item.notedPart), act.taken == held?.statement.event ?? Data()
            else { return false }
            if case .value(let value) = item.read { return act.hasPrinted && act.printed.isSameFact(as: value) }
            return try isOfCell(event, item.printed)
        }
    }

    /// Whether a note is about a cell with this very text; where its text is gone, about the cell at this place.
    func isOfCell(_ event: Event, _ printed: Printed?) throws -> Bool {
        let raw = try source.text(event, .rawCell)
        guard let printed, !printed.text.isEmpty else { return raw == .none }
        switch raw {
        case .none: return false
        case .open(let text): return text.hasSameBytes(as: printed.text)
        case .withheld, .embargoed, .redacted: return event.statement.sources.first?.cell == printed.place.cell
        }
    }

    /// As `Draft.addSource`, for whoever completes a draft through the walk.
    func addSource(_ printed: Printed, to draft: inout Draft) { draft.addSource(printed) }

    /// The first day of a period on the in-force axis; nil where it has none.
    func firstDay(_ period: Period) -> Day? { period.firstDay(fiscalFirstMonth: source.settings.fiscalFirstMonth) }
}

extension Draft {
    /// A further cell that the entry was read from.
    mutating func addSource(_ printed: Printed) {
        guard var source = statement.sources.first else { return }
        let ordinal = UInt32(statement.sources.count)
        source.cell = printed.place.cell
        statement.sources.append(source)
        for field in [TextField.documentTitle, .fileName, .sheetName] {
            if let words = text(field) { setText(field, words, ordinal: ordinal) }
        }
        if !printed.text.isEmpty { setText(.rawCell, printed.text, ordinal: ordinal) }
    }
}

/// What one cell prints of one fact that is no value of an indicator.
struct RecordPrinting {
    let what: ImportWhat
    /// Tells facts of one subject and period apart: `purpose`, `planned-action 3`, a printed number.
    let label: String
    let period: String
    let printed: Printed
    let read: ImportSide

    init(_ what: ImportWhat, label: String = "", period: String = "", _ printed: Printed, _ read: ImportSide) {
        (self.what, self.label, self.period, self.printed, self.read) = (what, label, period, printed, read)
    }

    func item(_ verdict: ImportVerdict, _ subject: Subject) -> ImportItem {
        var item = ImportItem(verdict, what, subject)
        (item.measure, item.period, item.printed, item.read) = (label, period, printed, read)
        return item
    }
}

extension ImportItem {
    /// What a note is about, so that it says nothing about another text, number or count of the same subject and period: `text purpose`.
    fileprivate var notedPart: String { what.rawValue + (measure.isEmpty ? "" : " " + measure) }
}

extension ImportSide {
    func saysTheSame(as other: ImportSide) -> Bool {
        switch (self, other) {
        case (.nothing, .nothing): true
        case (.text(let a), .text(let b)): a.hasSameBytes(as: b)
        case (.value(let a), .value(let b)): a.isSameFact(as: b)
        default: false
        }
    }
}

/// Things by key, in the order in which the keys first came.
struct Grouped<Key: Hashable, Element> {
    private(set) var keys: [Key] = []
    private var lists: [Key: [Element]] = [:]

    mutating func add(_ element: Element, under key: Key) {
        if lists[key] == nil { keys.append(key) }
        lists[key, default: []].append(element)
    }

    subscript(_ key: Key) -> [Element] { lists[key] ?? [] }
}
