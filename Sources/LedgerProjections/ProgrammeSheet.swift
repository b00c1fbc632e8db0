import LedgerModel

/// One programme on one page: where it stands, what became of it, what was written about it and how its indicators stand.
package struct ProgrammeSheet: Sendable {
    package let subject: Subject
    package let name: String?
    package let registered: ProgrammeRegistered?
    package let end: Event?
    package let lineage: Lineage
    /// Sections in which it is or was listed, ascending: the entry that holds for each.
    package let listings: [Event]
    package let links: [Event]
    /// 検証対象, ascending by period.
    package let scopes: [Event]
    /// Planned actions included; as printed, by period, kind and number.
    package let texts: [Event]
    package let amounts: [Amounts.Line]
    package let grades: [GradeLine]
    package let cards: [IndicatorCard]
    package let opinions: [Event]
    package let points: [Event]
    package let discrepancies: [Event]
    package let notes: [Event]

    /// Nil where no such programme exists at that moment. Cost: its own entries, those of its indicators and of its family tree.
    package init?(_ source: some LedgerSource, of subject: Subject, asOf: AsOf = .now) throws {
        let facts = try source.facts(of: subject, asOf: asOf)
        guard facts.exists else { return nil }
        self.subject = subject
        name = facts.name
        if case .programmeRegistered(let act)? = facts.holds(FactKey(.existence))?.statement.act { registered = act } else { registered = nil }
        end = facts.end()
        lineage = try Lineage(source, of: subject, asOf: asOf)
        listings = facts.all(.listing)
        links = facts.all(.link)
        scopes = facts.all(.scope)
        texts = facts.texts(source.settings)
        amounts = try Amounts(source, of: [subject], asOf: asOf).lines
        grades = facts.grades(source.settings)
        cards = try facts.members.filter { $0.subject.kind == .indicator }.compactMap { try IndicatorCard(source, of: $0.subject, asOf: asOf) }
        opinions = facts.all(.opinion)
        points = facts.all(.point)
        discrepancies = facts.all(.discrepancy)
        notes = facts.all(.note)
    }
}

extension Event {
    package var textRecorded: TextRecorded? { if case .textRecorded(let act)? = statement.act { act } else { nil } }
}

extension Facts {
    /// The texts that hold: by the end of the period that each is about (those without one first), kind and printed number.
    package func texts(_ settings: Settings) -> [Event] {
        let texts = all(.text).compactMap { event in event.textRecorded.map { (event, $0) } }
        func ends(_ act: TextRecorded) -> Day { Period(act.period).map { $0.lastDay(fiscalFirstMonth: settings.fiscalFirstMonth) ?? .last } ?? .first }
        func order(_ act: TextRecorded) -> (Day, String, Int, Int, String) {
            (ends(act), act.period, act.kind.rawValue, Int(act.number) ?? .max, act.number)
        }
        return texts.sorted { order($0.1) < order($1.1) }.map(\.0)
    }
}
