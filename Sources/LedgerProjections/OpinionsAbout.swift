import LedgerModel

extension OpinionView {
    /// The lines of the opinions that name a subject, in the order of `opinions`.
    /// - Parameter opinions: entries that gave opinions; others are passed over.
    package static func lines(
        _ opinions: [Event], _ source: some LedgerSource, on day: Day, asOf: AsOf = .now
    ) throws -> [Line] {
        try opinions.compactMap { event in
            guard case .opinionGiven(let act)? = event.statement.act else { return nil }
            return try Line(source, source.facts(of: Subject(.opinion, act.id), asOf: asOf), on: day, asOf: asOf)
        }
    }

    /// As printed: by year under review, body, printed number and entry.
    package static func printedOrder(_ a: Line, _ b: Line) -> Bool { a.printedKey < b.printedKey }
}

extension OpinionView.Line {
    fileprivate var printedKey: (String, String, Int, UInt64) {
        (opinion.period, opinion.body, Int(opinion.printedNumber.prefix { $0.isWholeNumber }) ?? .max, event.number)
    }
}

/// The bodies that review plans, with their seats and how often they met.
package struct ReviewBody: Sendable {
    package let subject: Subject
    package let constituted: Event
    package let act: BodyConstituted
    /// As counted by a document, ascending by period.
    package let counts: [Event]
    /// Ascending by entry.
    package let meetings: [Event]
    /// 論点, by the day put and the entry. No opinions.
    package let points: [Event]

    /// Nil where the body does not exist at that moment. Cost: its own entries, those of its meetings and points.
    package init?(_ source: some LedgerSource, of subject: Subject, asOf: AsOf = .now) throws {
        let facts = try source.facts(of: subject, asOf: asOf)
        guard let event = facts.holds(FactKey(.definition)), case .bodyConstituted(let act)? = event.statement.act else { return nil }
        self.subject = subject
        self.act = act
        constituted = event
        counts = facts.all(.meetings)
        let members = facts.all(.member).sorted { $0.number < $1.number }
        meetings = members.filter { if case .meetingHeld? = $0.statement.act { true } else { false } }
        let put = members.compactMap { event in if case .pointPut(let act)? = event.statement.act { act.id } else { nil } }
        points = try put.compactMap { try source.facts(of: Subject(.point, $0), asOf: asOf).holds(FactKey(.definition)) }
            .sorted { ($0.decidedDay, $0.number) < ($1.decidedDay, $1.number) }
    }
}
