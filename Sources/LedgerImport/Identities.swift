import LedgerModel
import LedgerProjections
import LedgerSheets

/// What this run has named so far, so that the same thing is proposed once and entered once.
struct RunNames {
    struct Structure: Hashable {
        let kind: Definition.Kind
        let parent: String
        let number: String
        let name: String
    }

    struct Indicator: Hashable {
        let name: String
        let unit: String
        let scale: Int32
    }

    var structures: [Structure: Subject] = [:]
    /// Indicators of this run's table by what tells them apart.
    var indicators: [Indicator: Namesakes] = [:]
    var next: [Definition.Kind: Int] = [:]
    /// Accepted lines that are to be entered, in the order in which the table names them.
    var accepted: some Collection<AcceptedDefinition> { lines.lazy.compactMap { $0 } }
    private(set) var acceptedCount = 0
    /// Nil where it is forgotten.
    private var lines: [AcceptedDefinition?] = []
    private var places: [Subject: [Int]] = [:]
    /// Things that were already entered by this run.
    var entered: Set<Subject> = []
    var reportedMissing: Set<Subject> = []
    /// How the table spells each division: 部 課 and 部課.
    var spellings: [Subject: [String: Printed]] = [:]

    mutating func accept(_ one: AcceptedDefinition) {
        places[one.subject, default: []].append(lines.count)
        lines.append(one)
        acceptedCount += 1
    }

    /// Once everything is entered: what was accepted is no longer needed in full, but of these subjects.
    mutating func forget(but kept: Set<Subject>) {
        for i in lines.indices where lines[i].map({ !kept.contains($0.subject) }) ?? false { lines[i] = nil }
    }

    func isAccepted(_ subject: Subject) -> Bool { places[subject] != nil }

    /// The accepted lines that name a subject and are not forgotten, in the order of the table.
    func accepted(for subject: Subject) -> [AcceptedDefinition] { (places[subject] ?? []).compactMap { lines[$0] } }
}

extension Definition.Kind {
    var subjectKind: Subject.Kind {
        switch self {
        case .section: .section
        case .unit: .unit
        case .programme: .programme
        case .indicator: .indicator
        case .body: .body
        }
    }

    /// Proposed identifiers count on under these; a person may write others.
    var prefix: String {
        switch self {
        case .section: "s-"
        case .unit: "u-"
        case .programme: "p-"
        case .indicator: "k-"
        case .body: "b-"
        }
    }
}

extension ImportWalk {
    /// Finds or proposes everything that a row names.
    mutating func resolve(_ row: RowReading) throws -> ResolvedRow {
        var section: Subject?
        for (i, one) in row.sections.enumerated() {
            // One cell may print two levels: `⑦… / (i)…`.
            let nth = row.sections[..<i].count { $0.printed.place == one.printed.place }
            section = try self.section(one, parent: section, row, cell: one.printed.place.address + (nth == 0 ? "" : "#\(nth + 1)"))
        }
        let unit = try row.programme?.unit.flatMap { try self.unit($0, row) }
        let programme = try row.programme.map { try self.programme($0, section, unit, row) }
        guard let indicator = row.indicator else {
            let unread = row.unread.contains { $0.field == .name || $0.field == .target } && reading.kind == .indicators
            let unknown = unread ? try unreadIndicator(row, programme) : nil
            return ResolvedRow(row: row, section: section, programme: programme, indicator: unknown, measures: unknown == nil ? [] : ["m1"])
        }
        let (subject, measures) = try self.indicator(indicator, row, programme, section)
        return ResolvedRow(row: row, section: section, programme: programme, indicator: subject, measures: measures)
    }

    private mutating func section(_ reading: SectionReading, parent: Subject?, _ row: RowReading, cell: String) throws -> Subject {
        let name = NameKey.of(reading.name)
        let number = NameKey.of(reading.number)
        if let known = index.sections[.init(parent: parent?.id ?? "", number: number, name: name)] { return known }
        let key = RunNames.Structure(kind: .section, parent: parent?.id ?? "", number: number, name: name)
        return try structure(key, reading.printed, name: reading.name.isEmpty ? reading.number : reading.name, row, parent: parent, section: reading, cell: cell)
    }

    private mutating func unit(_ printed: Printed, _ row: RowReading) throws -> Subject? {
        guard !NameKey.of(printed.text).isEmpty else { return nil }
        let key = RunNames.Structure(kind: .unit, parent: "", number: "", name: NameKey.of(printed.text))
        let unit = try index.units[key.name]?.subject ?? structure(key, printed, name: printed.text, row)
        if names.spellings[unit, default: [:]][printed.text] == nil { names.spellings[unit]?[printed.text] = printed }
        return unit
    }

    private mutating func programme(_ reading: ProgrammeReading, _ section: Subject?, _ unit: Subject?, _ row: RowReading) throws -> Subject {
        if let found = index.programme(named: reading.name.text) {
            if found.match == .former || found.match == .merged {
                note(found.match == .former ? .formerName : .merged, .programme, found.subject, reading.name)
            }
            return found.subject
        }
        let key = RunNames.Structure(kind: .programme, parent: "", number: "", name: NameKey.of(reading.name.text))
        return try structure(key, reading.name, name: reading.name.text, row, parent: section, unit: unit)
    }

    /// Something that is named for the first time: proposed, or taken from the line that a person accepted.
    mutating func structure(
        _ key: RunNames.Structure, _ printed: Printed, name: String, _ row: RowReading, parent: Subject? = nil, unit: Subject? = nil,
        section: SectionReading? = nil, cell: String? = nil
    ) throws -> Subject {
        if let known = names.structures[key] { return known }
        let cell = cell ?? printed.place.address
        let kind = key.kind
        let subject: Subject
        if let line = sheet.line(kind, cell, printed: printed.text), line.isComplete {
            subject = Subject(kind.subjectKind, line.id.value)
            names.accept(AcceptedDefinition(line: line, subject: subject, printed: printed, row: row, parent: parent, unit: unit, section: section))
        } else {
            let id = try propose(kind)
            subject = Subject(kind.subjectKind, id)
            var line = Definition(kind, cell: cell, printed: printed.text, id: .init(id, .inferred), name: .init(name, .read))
            line.belongsTo = (unit ?? parent)?.id ?? ""
            plan.definitions.append(line)
        }
        names.structures[key] = subject
        return subject
    }

    private mutating func propose(_ kind: Definition.Kind) throws -> String {
        var number = try names.next[kind] ?? index.nextNumber(kind.subjectKind, prefix: kind.prefix)
        var id: String
        repeat {
            let digits = String(number)
            id = kind.prefix + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
            number += 1
        } while sheet.names(kind, id)
        names.next[kind] = number
        return id
    }

    // MARK: indicators

    private mutating func indicator(
        _ reading: IndicatorReading, _ row: RowReading, _ programme: Subject?, _ section: Subject?
    ) throws -> (Subject, [String]) {
        let home = programme ?? section ?? index.plan
        if let known = try known(reading, in: home) { return known }
        let key = RunNames.Indicator(name: NameKey.of(reading.fullName), unit: reading.measures.first?.unit ?? "", scale: reading.measures.first?.scale ?? 0)
        let lines = reading.measures.indices.compactMap { sheet.line(.indicator, cell(reading, $0), printed: reading.printed.text) }
        if lines.count == reading.measures.count, !lines.isEmpty, lines.allSatisfy(\.isComplete) {
            let subject = Subject(.indicator, lines[0].id.value)
            for line in lines {
                names.accept(
                    AcceptedDefinition(line: line, subject: subject, printed: reading.printed, row: row, parent: home, unit: nil, section: nil))
            }
            names.indicators[key, default: Namesakes()].add((row, subject, programme))
            return (subject, lines.enumerated().map { $1.measure.isEmpty ? "m\($0 + 1)" : $1.measure })
        }
        let (subject, doubts, mark) = try proposal(reading, key, row, programme)
        for (i, measure) in reading.measures.enumerated() {
            var line = Definition(
                .indicator, cell: cell(reading, i), printed: reading.printed.text, id: .init(subject.id, mark),
                name: .init(reading.fullName, row.unread.contains { $0.field == .name } ? .asked : reading.name.certainty))
            line.belongsTo = home.id
            line.measure = "m\(i + 1)"
            line.unit = .init(measure.unit, row.unread.contains { $0.field == .unit } ? .asked : .read)
            line.scale = measure.scale
            line.aggregation = .init(measure.sense.value?.aggregation ?? .notStated, measure.sense.value == nil ? .asked : measure.sense.certainty)
            line.doubts = doubts
            plan.definitions.append(line)
        }
        names.indicators[key, default: Namesakes()].add((row, subject, programme))
        return (subject, reading.measures.indices.map { "m\($0 + 1)" })
    }

    /// A row whose cell was not understood at all: a person names it and gives its unit.
    private mutating func unreadIndicator(_ row: RowReading, _ programme: Subject?) throws -> Subject? {
        guard let unread = row.unread.first(where: { $0.field == .name || $0.field == .target }) else { return nil }
        let printed = unread.printed
        let home = programme ?? index.plan
        if let known = try index.indicators(of: home, named: [NameKey.of(printed.text)]).first { return known.subject }
        if let line = sheet.line(.indicator, printed.place.address, printed: printed.text), line.isComplete {
            let subject = Subject(.indicator, line.id.value)
            names.accept(AcceptedDefinition(line: line, subject: subject, printed: printed, row: row, parent: home, unit: nil, section: nil))
            return subject
        }
        let subject = Subject(.indicator, try propose(.indicator))
        var line = Definition(.indicator, cell: printed.place.address, printed: printed.text, id: .init(subject.id, .inferred), name: .init("", .asked))
        line.belongsTo = home.id
        line.measure = "m1"
        line.unit = .init("", .asked)
        line.aggregation = .init(.notStated, .asked)
        line.doubts = [unread.reason]
        plan.definitions.append(line)
        return subject
    }

    private func cell(_ reading: IndicatorReading, _ measure: Int) -> String {
        reading.printed.place.address + (measure == 0 ? "" : "#\(measure + 1)")
    }

    /// The indicator of the same programme that has the printed code, or one of whose names it is.
    private mutating func known(_ reading: IndicatorReading, in home: Subject) throws -> (Subject, [String])? {
        let key = NameKey.of(reading.fullName)
        let raw = NameKey.of(reading.printed.text)
        if let code = reading.code, let one = try index.indicator(of: home, code: code.text) { return (one.subject, measures(reading, of: one)) }
        var found = try index.indicators(of: home, named: [key, raw])
        let unit = reading.measures.first?.unit ?? ""
        if found.count > 1 { found = found.filter { $0.measures.contains { $0.unit == unit } } }
        if found.count > 1 { found = found.filter { !$0.hasEnded } }
        guard let one = found.first, found.count == 1 else { return nil }
        if one.names[key] == .former { note(.formerName, .indicator, one.subject, reading.printed) }
        return (one.subject, measures(reading, of: one))
    }

    /// A reading's measures by label, else by unit, else in order.
    private func measures(_ reading: IndicatorReading, of known: PlanIndex<Store>.KnownIndicator) -> [String] {
        reading.measures.enumerated().map { i, measure in
            if known.measures.count == 1 { return known.measures[0].id }
            let named = known.measures.first { !measure.label.isEmpty && NameKey.of($0.label) == NameKey.of(measure.label) }
            let counted = known.measures.filter { $0.unit == measure.unit }
            return named?.id ?? (counted.count == 1 ? counted[0].id : known.measures.indices.contains(i) ? known.measures[i].id : "m\(i + 1)")
        }
    }

    /// A proposal for a row that the ledger does not know under its programme. Equal text alone never makes two rows one indicator.
    private mutating func proposal(
        _ reading: IndicatorReading, _ key: RunNames.Indicator, _ row: RowReading, _ programme: Subject?
    ) throws -> (Subject, doubts: [String], Certainty) {
        let earlier = names.indicators[key] ?? Namesakes()
        let same = earlier.likely(reading).first { earlier[$0].row.saysTheSame(as: reading, of: row) }
        // Listed again (再掲), a row of the same programme is the same row, whatever it prints.
        let relisted = row.programme?.mark == .relisted ? earlier.first(of: programme) : nil
        if let place = [same, relisted].compactMap({ $0 }).min(), let other = earlier[place].row.indicator {
            let cell = other.printed.place.address
            return place == same
                ? (earlier[place].subject, ["same-as \(cell)"], .inferred) : (earlier[place].subject, ["same-programme-other-values \(cell)"], .asked)
        }
        let subject = Subject(.indicator, try propose(.indicator))
        // That another programme's indicator has the name is said, and never taken for identity.
        let namesakes = try index.indicators(named: key.name).filter { one in !one.hasEnded && one.measures.contains { $0.unit == key.unit } }
        if let first = namesakes.first { note(.nameOnly, .indicator, first.subject, reading.printed) }
        return (subject, earlier.doubts + namesakes.prefix(Namesakes.named).map { "name-only \($0.subject.label)" }, .inferred)
    }
}

extension RowReading {
    /// The same values as another row's, as far as both are read: where a value of either is not, the texts have to be the same.
    fileprivate func saysTheSame(as reading: IndicatorReading, of row: RowReading) -> Bool {
        guard let own = indicator, own.saysTheSame(as: reading) else { return false }
        return NameKey.of(own.printed.text) == NameKey.of(reading.printed.text) || ![row, self].contains { $0.unread.contains { $0.field.factKind != nil } }
    }
}

extension IndicatorReading {
    /// Its name, with what tells it from other measures of its cell: 会社合同説明会 参加企業数.
    package var fullName: String {
        guard measures.count == 1, let label = measures.first?.label, !label.isEmpty else { return name.value }
        return name.value.isEmpty ? label : "\(name.value) \(label)"
    }

    /// The same baseline, targets and actuals.
    fileprivate func saysTheSame(as other: IndicatorReading) -> Bool {
        guard measures.map(\.unit) == other.measures.map(\.unit), values.count == other.values.count else { return false }
        return zip(values, other.values).allSatisfy { a, b in
            a.kind == b.kind && a.measure == b.measure && a.part == b.part && a.period.value == b.period.value && a.value.isSameFact(as: b.value)
        }
    }
}

extension TargetSense {
    package var aggregation: Aggregation {
        switch self {
        case .cumulative: .cumulative
        case .annual: .singleYear
        case .level: .level
        case .milestone: .milestone
        }
    }
}
