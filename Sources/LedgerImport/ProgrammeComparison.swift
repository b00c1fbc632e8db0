import LedgerModel
import LedgerProjections
import LedgerSheets

/// What rows say about programmes: where they are listed, who is responsible, how they were graded, what is written about them.
extension ImportWalk {
    mutating func compareProgrammes(_ rows: [ResolvedRow]) throws {
        var seen: Set<Subject> = []
        var listed: Set<Listing> = []
        for row in rows {
            guard let programme = row.programme, let reading = row.row.programme else { continue }
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
    }

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
        plan.drafts.append(ImportDraft(draft, .listing, reading.name))
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
        item.entry = facts.holds(FactKey(.place))?.number ?? 0
        item.choices = [.restructure, .correct, .notTaken]
        settle(item) { walk, chosen in
            guard chosen.kind != .notTaken else { return walk.discrepancy(item) }
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
        item.entry = held.number
        item.choices = [.retarget, .correct, .notTaken]
        settle(item) { walk, chosen in
            guard chosen.kind != .notTaken else { return walk.discrepancy(item) }
            walk.change(item, chosen, chosen.kind == .correct ? .corrected : .revised, .scopeSet(act), replaces: held)
        }
    }

    mutating func compareGrade(_ subject: Subject, _ grade: GradeReading) throws {
        let period = grade.period.description
        let key = FactKey(.grade, "\(request.plan)/\(period)/\(GradeGiven.Origin.printed.rawValue)")
        let once = SeenGrade(subject: subject, period: period)
        let isFirst = seenGrades[once] == nil
        if isFirst { seenGrades[once] = grade }
        let held = try facts(subject).holds(key)
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
            item.choices = [.notTaken]
            settle(item) { walk, _ in walk.discrepancy(item) }
            return
        }
        guard isFirst else { return }
        guard let held, case .gradeGiven(let before)? = held.statement.act else { return add(.grade, subject, grade.printed, .gradeGiven(act)) }
        if before.grade == grade.grade, before.noGrade == grade.noGrade { return note(.same, .grade, subject, grade.printed) }
        var item = ImportItem(.changed, .grade, subject)
        (item.printed, item.period, item.entry) = (grade.printed, period, held.number)
        (item.held, item.read) = (.text(before.grade.isEmpty ? "\(before.noGrade)" : before.grade), .text(grade.printed.text))
        item.choices = [.correct, .redefine, .notTaken]
        settle(item) { walk, chosen in
            guard chosen.kind != .notTaken else { return walk.discrepancy(item) }
            act.previousGrade = before.grade
            walk.change(item, chosen, chosen.kind == .correct ? .corrected : .revised, .gradeGiven(act), replaces: held)
        }
    }
}

struct SeenGrade: Hashable {
    let subject: Subject
    let period: String
}
