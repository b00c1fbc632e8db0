import LedgerModel
import LedgerProjections
import LedgerSheets

/// What rows say about programmes: where they are listed, who is responsible, how they were graded, what is written about them.
extension ImportWalk {
    mutating func compareProgrammes(_ rows: [ResolvedRow]) throws {
        var seen: Set<Subject> = []
        var listed: Set<Listing> = []
        var printings = Grouped<Subject, ProgrammePrinting>()
        for row in rows {
            guard let programme = row.programme, let reading = row.row.programme else { continue }
            printings.add(ProgrammePrinting(reading, row.row), under: programme)
            let facts = try facts(programme)
            if let section = row.section, listed.insert(Listing(programme, section)).inserted {
                try compareListing(programme, section, reading, facts, isFirst: !seen.contains(programme))
            }
            if seen.insert(programme).inserted {
                try compareDivision(programme, reading, facts)
                try compareScope(programme, reading, facts)
            }
            if reading.mark == .listed, let grade = reading.grade { try compareGrade(programme, grade) }
        }
        for programme in printings.keys { try compareLost(programme, printings[programme]) }
    }

    /// What one row prints of its programme, as far as it may go missing.
    private struct ProgrammePrinting {
        let name: Printed
        let isListed: Bool
        let hasGrade: Bool
        let hasDivision: Bool

        init(_ reading: ProgrammeReading, _ row: RowReading) {
            name = reading.name
            isListed = reading.mark == .listed
            hasGrade = reading.grade != nil || row.unread.contains { $0.field == .grade }
            hasDivision = !NameKey.of(reading.unit?.text ?? "").isEmpty
        }
    }

    /// A division or a grade that a table read with this mapping printed, and no row of this one does.
    private mutating func compareLost(_ programme: Subject, _ rows: [ProgrammePrinting]) throws {
        let facts = try facts(programme)
        guard facts.exists else { return }
        if !rows.contains(where: \.hasDivision), let held = facts.holds(FactKey(.place)), isOfThisMapping(held), let unit = facts.place, unit.kind == .unit {
            var item = ImportItem(.missing, .division, programme)
            (item.printed, item.held) = (rows[0].name, .text(try self.facts(unit).name ?? unit.id))
            try settleOrNote(item, taken: held)
        }
        if let row = rows.first(where: \.isListed), !rows.contains(where: \.hasGrade) { try compareLostGrade(programme, row.name) }
    }

    /// A grade of the year that the table reports.
    mutating func compareLostGrade(_ subject: Subject, _ printed: Printed) throws {
        let period = reading.period.description
        guard let held = try facts(subject).holds(gradeKey(period)), isOfThisMapping(held), case .gradeGiven(let before)? = held.statement.act else { return }
        var item = ImportItem(.missing, .grade, subject)
        (item.printed, item.period, item.held) = (printed, period, .text(before.grade.isEmpty ? "\(before.noGrade)" : before.grade))
        try settleOrNote(item, taken: held)
    }

    /// Whether an entry was read from a table of this kind. What others recorded, no table of this kind need print.
    func isOfThisMapping(_ event: Event) -> Bool {
        event.statement.sources.contains { $0.mapping.hasSameBytes(as: request.document.mapping) }
    }

    private func gradeKey(_ period: String) -> FactKey { FactKey(.grade, "\(request.plan)/\(period)/\(GradeGiven.Origin.printed.rawValue)") }

    private struct Listing: Hashable {
        let programme: Subject
        let section: Subject
        init(_ programme: Subject, _ section: Subject) {
            self.programme = programme
            self.section = section
        }
    }

    private mutating func compareListing(
        _ programme: Subject, _ section: Subject, _ reading: ProgrammeReading, _ facts: Facts, isFirst: Bool
    ) throws {
        let held = facts.holds(FactKey(.listing, section.id))
        // Registering a programme lists it where it stands first.
        if held == nil, !facts.exists, isFirst, reading.mark == .listed { return }
        if let held {
            let mark: ProgrammeListed.Mark = if case .programmeListed(let act)? = held.statement.act { act.mark } else { .listed }
            if mark == reading.mark || mark != .removed { return note(.same, .listing, programme, reading.name) }
        }
        var act = ProgrammeListed()
        act.programme = programme.id
        act.section = section.id
        act.mark = reading.mark
        act.position = UInt32(reading.name.place.row)
        var draft = draft(.listing, reading.name, .programmeListed(act))
        if let held {
            draft.statement.change = .revised
            draft.statement.replaces = held.statement.event
            draft.statement.reason = .planChange
        }
        plan.add(draft, .listing, reading.name)
        note(.new, .listing, programme, reading.name)
    }

    private mutating func compareDivision(_ programme: Subject, _ reading: ProgrammeReading, _ facts: Facts) throws {
        guard let printed = reading.unit, facts.exists else { return }
        let key = NameKey.of(printed.text)
        guard !key.isEmpty else { return }
        let unit = index.units[key]?.subject ?? names.structures[.init(kind: .unit, parent: "", number: "", name: key)]
        guard let unit else { return }
        if facts.place == unit { return note(.same, .division, programme, printed) }
        var item = ImportItem(.changed, .division, programme)
        item.printed = printed
        item.held = try facts.place.map { .text(try self.facts($0).name ?? $0.id) } ?? .nothing
        item.read = .text(printed.text)
        try settleChange(item, facts.holds(FactKey(.place)), [.restructure, .correct, .notTaken]) { walk, item, chosen in
            var act = Moved()
            act.subject = programme
            act.to = unit
            if let previous = facts.place { act.previous = previous }
            walk.change(item, chosen, chosen.kind == .correct ? .corrected : .revised, .moved(act))
        }
    }

    private mutating func compareScope(_ programme: Subject, _ reading: ProgrammeReading, _ facts: Facts) throws {
        guard let inScope = reading.inScope else { return }
        let period = self.reading.period.description
        let held = facts.holds(FactKey(.scope, period))
        var act = ScopeSet()
        act.programme = programme.id
        act.period = period
        act.inScope = inScope
        guard let held, case .scopeSet(let before)? = held.statement.act else { return add(.scope, programme, reading.name, .scopeSet(act)) }
        if before.inScope == inScope { return note(.same, .scope, programme, reading.name) }
        var item = ImportItem(.changed, .scope, programme)
        item.printed = reading.name
        item.period = period
        item.held = .text(before.inScope ? "1" : "0")
        item.read = .text(inScope ? "1" : "0")
        try settleChange(item, held, [.retarget, .correct, .notTaken]) { walk, item, chosen in
            walk.change(item, chosen, chosen.kind == .correct ? .corrected : .revised, .scopeSet(act), replaces: held)
        }
    }

    mutating func compareGrade(_ subject: Subject, _ grade: GradeReading) throws {
        let period = grade.period.description
        let once = SeenGrade(subject: subject, period: period)
        let isFirst = seenGrades[once] == nil
        if isFirst { seenGrades[once] = grade }
        let held = try facts(subject).holds(gradeKey(period))
        var act = GradeGiven()
        act.subject = subject
        act.plan = request.plan
        act.period = period
        act.grade = grade.grade
        act.noGrade = grade.noGrade
        if !isFirst, let first = seenGrades[once], first.grade != grade.grade || first.noGrade != grade.noGrade {
            var item = ImportItem(.twoValues, .grade, subject)
            (item.printed, item.period) = (grade.printed, period)
            (item.held, item.read) = (.text(first.printed.text), .text(grade.printed.text))
            return try settleOrNote(item)
        }
        guard isFirst else { return }
        guard let held, case .gradeGiven(let before)? = held.statement.act else { return add(.grade, subject, grade.printed, .gradeGiven(act)) }
        if before.grade == grade.grade, before.noGrade == grade.noGrade { return note(.same, .grade, subject, grade.printed) }
        var item = ImportItem(.changed, .grade, subject)
        (item.printed, item.period) = (grade.printed, period)
        (item.held, item.read) = (.text(before.grade.isEmpty ? "\(before.noGrade)" : before.grade), .text(grade.printed.text))
        try settleChange(item, held, [.correct, .redefine, .notTaken]) { walk, item, chosen in
            act.previousGrade = before.grade
            walk.change(item, chosen, chosen.kind == .correct ? .corrected : .revised, .gradeGiven(act), replaces: held)
        }
    }
}

struct SeenGrade: Hashable {
    let subject: Subject
    let period: String
}
