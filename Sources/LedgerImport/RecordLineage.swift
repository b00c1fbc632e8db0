import LedgerModel
import LedgerProjections
import LedgerSheets

/// One row of a table of lineage, and who is meant.
struct LineageRow {
    let from: Subject
    let to: Subject
    let kind: Restructured.Kind
    let isRenamed: Bool
    let effective: Period
    let fromPrinted: Printed
    let toPrinted: Printed

    /// Rows that may be one restructuring.
    func isOneAct(with other: LineageRow) -> Bool {
        kind == other.kind && effective == other.effective && (from == other.from || to == other.to || from == other.to || to == other.from)
    }
}

/// What became of programmes: merged, split, renamed, ended.
extension ImportWalk {
    // MARK: who is meant

    /// Finds or proposes both sides of every row of a table of lineage.
    mutating func heirs(in rows: [ResolvedRow]) throws -> [LineageRow] {
        try rows.compactMap { row in
            guard case .lineage(let from, let to, let kind, let isRenamed, let effective)? = row.row.record else { return nil }
            let origin = try programmeItself(from, row, beside: nil)
            // A new name alone is not another programme.
            let isOnlyRenamed = kind == .unspecified && isRenamed
            let heir = isOnlyRenamed ? origin : try programmeItself(to, row, beside: origin)
            return LineageRow(
                from: origin, to: heir, kind: kind, isRenamed: isRenamed, effective: effective, fromPrinted: from, toPrinted: to)
        }
    }

    /// The programme of a printed name, though it has gone on as another since.
    /// - Parameter origin: where its section and unit are taken from if it is new.
    private mutating func programmeItself(_ printed: Printed, _ row: ResolvedRow, beside origin: Subject?) throws -> Subject {
        if let found = index.programme(named: printed.text) {
            guard found.match == .merged else { return found.subject }
            return try merged(into: found.subject, named: printed.text) ?? found.subject
        }
        if origin == nil, let programme = row.programme, row.row.programme?.name == printed { return programme }
        let key = RunNames.Structure(kind: .programme, parent: "", number: "", name: NameKey.of(printed.text))
        let section = origin.flatMap { index.listings[$0]?.min() } ?? row.section
        let unit = try origin.flatMap { try facts($0).place }
        return try structure(key, printed, name: printed.text, RowReading(row: row.row.row), parent: section, unit: unit)
    }

    private func merged(into heir: Subject, named name: String) throws -> Subject? {
        for event in try source.facts(of: heir).all(.lineage) {
            guard case .restructured(let act)? = event.statement.act else { continue }
            for one in act.from where one != heir {
                let lineage = try Lineage(source, of: one)
                if (lineage.names + lineage.aliases).contains(where: { NameKey.of($0.name) == NameKey.of(name) }) { return one }
            }
        }
        return nil
    }

    // MARK: comparison

    mutating func compareLineage(_ rows: [LineageRow]) throws {
        var open: [LineageRow] = []
        for row in rows {
            if row.kind == .unspecified {
                if row.isRenamed { try compareNewName(row) }
            } else if try !isHeld(row) {
                open.append(row)
            }
        }
        while let first = open.first {
            var act = [first]
            open.removeFirst()
            while let next = open.firstIndex(where: { row in act.contains { $0.isOneAct(with: row) } }) { act.append(open.remove(at: next)) }
            try record(act)
        }
    }

    /// The ledger already says what became of it: the same, or something else.
    private mutating func isHeld(_ row: LineageRow) throws -> Bool {
        let facts = try facts(row.from)
        let day = firstDay(row.effective)
        for event in facts.all(.lineage) {
            guard case .restructured(let act)? = event.statement.act, act.from.contains(row.from), act.to.contains(row.to) else { continue }
            if act.kind == row.kind, event.inForceDay == day {
                note(.same, .lineage, row.from, row.fromPrinted)
            } else {
                try differs(row.from, row.toPrinted, row.effective, event, says: "\(Kebab.name(row.kind)) \(row.to.label)")
            }
            return true
        }
        guard let end = facts.end() else { return false }
        try differs(row.from, row.toPrinted, row.effective, end, says: "\(Kebab.name(row.kind)) \(row.to.label)")
        return true
    }

    /// A restructuring or an end has no second version: another one first needs a withdrawal.
    private mutating func differs(_ subject: Subject, _ printed: Printed, _ effective: Period, _ held: Event, says: String) throws {
        var item = ImportItem(.changed, .lineage, subject)
        (item.printed, item.period, item.read) = (printed, effective.description, .text(says))
        item.held = .text(Self.words(held))
        try settleOrNote(item, taken: held)
    }

    private static func words(_ event: Event) -> String {
        switch event.statement.act {
        case .restructured(let act)?: ([Kebab.name(act.kind)] + act.to.map(\.label) + [event.inForceDay.description]).joined(separator: " ")
        case .ended(let act)?: "\(Kebab.name(act.kind)) \(event.inForceDay)"
        default: ""
        }
    }

    private mutating func record(_ rows: [LineageRow]) throws {
        let from = rows.map(\.from).inOrderOnce
        let to = rows.map(\.to).inOrderOnce
        let hasTooMany = [.merged, .same].contains(rows[0].kind) ? to.count > 1 : rows[0].kind == .split && from.count > 1
        guard !hasTooMany else {
            for row in rows {
                var item = ImportItem(.unread, .lineage, row.from)
                (item.printed, item.period, item.read) = (row.toPrinted, row.effective.description, .text(row.toPrinted.text))
                item.reason = rows[0].kind == .split ? "several-origins" : "several-heirs"
                try settleOrNote(item)
            }
            return
        }
        guard Set(from) != Set(to) else {
            for row in rows { note(.same, .lineage, row.from, row.fromPrinted) }
            return
        }
        var act = Restructured()
        (act.kind, act.from, act.to) = (rows[0].kind, from, to)
        var draft = draft(.lineage, rows[0].fromPrinted, .restructured(act))
        let cells = rows.flatMap { [$0.fromPrinted, $0.toPrinted] }.dropFirst()
        for cell in cells { draft.addSource(cell) }
        draft.statement.reason = .reorganisation
        setInForce(rows[0].effective, &draft)
        plan.add(draft, .lineage, rows[0].fromPrinted)
        for row in rows { note(.new, .lineage, row.from, row.fromPrinted) }
        for heir in to { registerInForce(heir, rows[0].effective) }
    }

    private mutating func compareNewName(_ row: LineageRow) throws {
        let held = try facts(row.from).name
        if let held, NameKey.of(held) == NameKey.of(row.toPrinted.text) { return note(.same, .name, row.from, row.toPrinted) }
        var act = Renamed()
        act.subject = row.from
        act.name = row.toPrinted.text
        act.previousName = held ?? names.accepted(for: row.from).first?.line.name.value ?? row.fromPrinted.text
        var draft = draft(.name, row.toPrinted, .renamed(act))
        draft.addSource(row.fromPrinted)
        draft.statement.change = .revised
        draft.statement.reason = .reorganisation
        setInForce(row.effective, &draft)
        plan.add(draft, .name, row.toPrinted)
        note(.new, .name, row.from, row.toPrinted)
    }

    // MARK: ends

    mutating func compareEnds(_ rows: [ResolvedRow]) throws {
        for row in rows {
            guard let programme = row.programme, let reading = row.row.programme, let end = reading.ended else { continue }
            if let held = try facts(programme).end() {
                if case .ended(let act)? = held.statement.act, act.kind == end.kind, held.inForceDay == firstDay(end.effective) {
                    note(.same, .lineage, programme, reading.name)
                } else {
                    try differs(programme, reading.name, end.effective, held, says: Kebab.name(end.kind))
                }
                continue
            }
            var act = Ended()
            act.subject = programme
            act.kind = end.kind
            var draft = draft(.lineage, reading.name, .ended(act))
            setInForce(end.effective, &draft)
            plan.add(draft, .lineage, reading.name)
            note(.new, .lineage, programme, reading.name)
        }
    }

    // MARK: in force

    private func setInForce(_ effective: Period, _ draft: inout Draft) {
        if let day = firstDay(effective) { draft.statement.inForce = .day(day) }
    }

    /// A programme that comes to be by the restructuring is there from the same day.
    private mutating func registerInForce(_ heir: Subject, _ effective: Period) {
        for i in plan.drafts.indices where plan.drafts[i].what == .programme {
            guard case .programmeRegistered(let act)? = plan.drafts[i].draft.statement.act, act.id == heir.id else { continue }
            setInForce(effective, &plan.drafts[i].draft)
        }
    }
}

extension Sequence where Element: Hashable {
    fileprivate var inOrderOnce: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
