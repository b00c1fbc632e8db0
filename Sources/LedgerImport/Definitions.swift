import LedgerModel
import LedgerProjections
import LedgerSheets

/// Entries for what a person has accepted: units first, then sections, programmes and indicators, each in the order of the table.
extension ImportWalk {
    /// May be called again when more was accepted: what is entered stays entered once.
    mutating func noteDefinitions() throws {
        for kind in [Definition.Kind.unit, .section, .programme, .body] {
            for accepted in names.accepted where accepted.line.kind == kind { try enter(accepted) }
        }
        for accepted in names.accepted where accepted.line.kind == .indicator && names.entered.insert(accepted.subject).inserted {
            try enterIndicator(accepted.subject, names.accepted(for: accepted.subject))
        }
    }

    /// A division that is also printed with other spacing or width keeps that spelling as an alias.
    mutating func noteSpellings() throws {
        let planned = plannedUnitNames()
        for (unit, spellings) in names.spellings.sorted(by: { $0.key < $1.key }) {
            let known = try facts(unit)
            guard known.exists || names.entered.contains(unit) else { continue }
            var held = known.timeline(FactKey(.name)).compactMap(Facts.name(in:)) + known.all(.alias).compactMap { event in
                if case .aliasNoted(let act)? = event.statement.act { act.alias } else { nil }
            }
            if spellings.keys.allSatisfy({ spelling in held.contains { $0.hasSameBytes(as: spelling) } }) { continue }
            held += planned[unit] ?? []
            for printed in spellings.values.sorted(by: { $0.place.row < $1.place.row }) where !held.contains(where: { $0.hasSameBytes(as: printed.text) }) {
                addAlias(unit, printed)
            }
        }
    }

    /// Names and aliases that this run gives to divisions.
    private func plannedUnitNames() -> [Subject: [String]] {
        var names: [Subject: [String]] = [:]
        for planned in plan.drafts where [.unit, .name].contains(planned.what) {
            switch planned.draft.statement.act {
            case .unitCreated(let act)?: names[Subject(.unit, act.id), default: []].append(act.name)
            case .aliasNoted(let act)? where act.subject.kind == .unit: names[act.subject, default: []].append(act.alias)
            default: continue
            }
        }
        return names
    }

    private mutating func enter(_ accepted: AcceptedDefinition) throws {
        guard names.entered.insert(accepted.subject).inserted else { return }
        if try facts(accepted.subject).exists {
            try noteAlias(accepted)
            return
        }
        switch accepted.line.kind {
        case .unit: add(.unit, accepted.subject, accepted.printed, .unitCreated(unit(accepted)))
        case .section: add(.section, accepted.subject, accepted.printed, .sectionAdded(section(accepted)))
        case .programme: add(.programme, accepted.subject, accepted.printed, .programmeRegistered(programme(accepted)))
        case .body: enterBody(accepted)
        case .indicator: break
        }
        // What a person renamed is found again next year under the name that the table prints.
        if accepted.line.kind != .body, NameKey.of(accepted.line.name.value) != NameKey.of(accepted.printed.text), accepted.section == nil {
            addAlias(accepted.subject, accepted.printed)
        }
    }

    /// The line names something that the ledger holds: it is the same thing under another name.
    private mutating func noteAlias(_ accepted: AcceptedDefinition) throws {
        note(.nameOnly, ImportWhat(rawValue: accepted.line.kind.rawValue) ?? .programme, accepted.subject, accepted.printed)
        guard accepted.line.kind != .body else { return }
        let known = try facts(accepted.subject)
        let names = known.timeline(FactKey(.name)).compactMap(Facts.name(in:)) + known.all(.alias).compactMap { event in
            if case .aliasNoted(let act)? = event.statement.act { act.alias } else { nil }
        }
        guard !names.contains(where: { NameKey.of($0) == NameKey.of(accepted.printed.text) }) else { return }
        addAlias(accepted.subject, accepted.printed)
    }

    mutating func addAlias(_ subject: Subject, _ printed: Printed) {
        var act = AliasNoted()
        act.subject = subject
        act.alias = printed.text
        add(.name, subject, printed, .aliasNoted(act))
    }

    private func unit(_ accepted: AcceptedDefinition) -> UnitCreated {
        var act = UnitCreated()
        act.id = accepted.subject.id
        act.name = accepted.line.name.value
        return act
    }

    private func section(_ accepted: AcceptedDefinition) -> SectionAdded {
        var act = SectionAdded()
        act.id = accepted.subject.id
        act.plan = request.plan
        act.parent = accepted.parent?.id ?? ""
        act.level = accepted.section?.level ?? ""
        act.number = accepted.section?.number ?? ""
        act.name = accepted.line.name.value
        act.position = accepted.position
        return act
    }

    private func programme(_ accepted: AcceptedDefinition) -> ProgrammeRegistered {
        var act = ProgrammeRegistered()
        act.id = accepted.subject.id
        act.name = accepted.line.name.value
        act.code = accepted.code
        act.unit = accepted.unit?.id ?? ""
        act.section = accepted.parent?.id ?? ""
        act.position = accepted.position
        act.tags = accepted.tags
        return act
    }

    private mutating func enterIndicator(_ subject: Subject, _ lines: [AcceptedDefinition]) throws {
        let homes = lines.compactMap(\.parent).reduce(into: [Subject]()) { if !$0.contains($1) { $0.append($1) } }
        let known = try source.facts(of: subject)
        if known.exists {
            try noteAlias(lines[0])
            for home in homes where !known.attachments.contains(where: { $0.subject == home }) { attach(subject, home, lines[0].printed) }
            return
        }
        var act = IndicatorDefined()
        act.id = subject.id
        act.name = lines[0].line.name.value
        act.code = lines[0].code
        act.attachedTo = homes.sorted()
        for (i, accepted) in lines.enumerated() {
            let measure = measure(accepted.line, i)
            if !act.measures.contains(where: { $0.id == measure.id }) { act.measures.append(measure) }
        }
        add(.indicator, subject, lines[0].printed, .indicatorDefined(act))
        if NameKey.of(act.name) != NameKey.of(lines[0].readName) {
            addAlias(subject, Printed(lines[0].readName, lines[0].printed.place))
        }
    }

    private func measure(_ line: Definition, _ i: Int) -> Measure {
        var measure = Measure()
        measure.id = line.measure.isEmpty ? "m\(i + 1)" : line.measure
        measure.unit = line.unit.value
        measure.scale = line.scale
        measure.aggregation = line.aggregation.value
        measure.direction = line.direction ?? .unknownDirection
        return measure
    }

    private mutating func attach(_ indicator: Subject, _ home: Subject, _ printed: Printed) {
        var act = Attached()
        act.indicator = indicator.id
        act.to = home
        add(.indicator, indicator, printed, .attached(act))
    }

    private mutating func enterBody(_ accepted: AcceptedDefinition) {
        var act = BodyConstituted()
        act.id = accepted.subject.id
        var draft = draft(.body, accepted.printed, .bodyConstituted(act))
        draft.setText(.displayName, accepted.line.name.value)
        plan.add(draft, .body, accepted.printed)
        note(.new, .body, accepted.subject, accepted.printed)
    }
}
