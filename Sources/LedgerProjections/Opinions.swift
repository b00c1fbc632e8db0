import LedgerModel

/// The opinions of a body and what became of each. Discussion points (論点) are not opinions.
package struct OpinionView: Sendable {
    package enum Standing: String, Sendable {
        /// Nobody has answered.
        case unanswered
        /// Answered, but the newest answer says neither done nor refused.
        case open
        case settled
    }

    package struct Answer: Sendable {
        package let event: Event
        package let response: ResponseGiven
        /// What it says itself, else what the response says that it refers to.
        package let state: ResponseGiven.State
    }

    /// The earlier opinion that one says again.
    package struct Restated: Sendable, Hashable {
        package let id: String
        /// Whether that one was answered. Such an answer does not answer the later opinion.
        package let isAnswered: Bool
    }

    package struct Line: Sendable {
        package let event: Event
        package let opinion: OpinionGiven
        /// Ascending by (decided day, number).
        package let answers: [Answer]
        package let standing: Standing
        package let restates: Restated?
        /// Later opinions that say it again.
        package let restatedBy: [Event]
        /// Days since the latest day on which it may have been given; negative before it.
        package let ageDays: Int
        package let due: Day?
        /// Past its due day and not settled.
        package let isOverdue: Bool

        package var isOpen: Bool { standing != .settled }
    }

    /// The oldest first, then by identifier.
    package let lines: [Line]

    /// - Parameter day: the day on which ages are counted.
    /// Cost: the entries of every opinion, twice those that another restates, and of the responses that refer to others.
    package init(_ source: some LedgerSource, on day: Day, asOf: AsOf = .now) throws {
        lines = try source.subjects(of: .opinion)
            .compactMap { try Line(source, source.facts(of: $0, asOf: asOf), on: day, asOf: asOf) }
            .sorted { $0.ageDays == $1.ageDays ? $0.opinion.id < $1.opinion.id : $0.ageDays > $1.ageDays }
    }

    package var unanswered: [Line] { lines.filter { $0.standing == .unanswered } }
    /// Unanswered ones included.
    package var open: [Line] { lines.filter(\.isOpen) }
}

extension OpinionView.Line {
    /// Nil where nothing defines the opinion at that moment.
    init?(_ source: some LedgerSource, _ facts: Facts, on day: Day, asOf: AsOf) throws {
        guard let event = facts.holds(FactKey(.definition)), case .opinionGiven(let opinion)? = event.statement.act
        else { return nil }
        let given = facts.all(.response).sorted { ($0.decidedDay, $0.number) < ($1.decidedDay, $1.number) }
        let answers = try given.compactMap { event -> OpinionView.Answer? in
            guard case .responseGiven(let response)? = event.statement.act else { return nil }
            var seen: Set<String> = []
            return OpinionView.Answer(event: event, response: response, state: try response.effectiveState(source, asOf, &seen))
        }
        self.event = event
        self.opinion = opinion
        self.answers = answers
        switch answers.last?.state {
        case nil: standing = .unanswered
        case .done?, .refused?: standing = .settled
        default: standing = .open
        }
        restates = try opinion.restates.isEmpty ? nil : OpinionView.Restated(
            id: opinion.restates,
            isAnswered: !source.facts(of: Subject(.opinion, opinion.restates), asOf: asOf).all(.response).isEmpty)
        restatedBy = facts.all(.restated)
        ageDays = day.ordinal - event.decidedDay.ordinal
        due = Day(opinion.due)
        isOverdue = standing != .settled && (due.map { $0 < day } ?? false)
    }
}

extension ResponseGiven {
    /// Its own state; where it says none, the first one found among the responses that it refers to.
    fileprivate func effectiveState(_ source: some LedgerSource, _ asOf: AsOf, _ seen: inout Set<String>) throws -> State {
        guard state == .unsaid else { return state }
        for id in refersTo where seen.insert(id).inserted {
            let facts = try source.facts(of: Subject(.response, id), asOf: asOf)
            guard case .responseGiven(let other)? = facts.holds(FactKey(.definition))?.statement.act else { continue }
            let found = try other.effectiveState(source, asOf, &seen)
            if found != .unsaid { return found }
        }
        return .unsaid
    }
}
