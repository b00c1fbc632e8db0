import LedgerModel
import LedgerProjections

/// What reports over the whole log start from.
package struct PaperEntries {
    /// Seen from the moment, ascending; withdrawals and redactions aside.
    package private(set) var events: [Event] = []
    /// By the number of the entry that was withdrawn.
    package private(set) var withdrawals: [UInt64: Event] = [:]

    /// Walks the log up to the moment. At least the entries that are wanted are there, and every withdrawal.
    package init(_ source: some LedgerSource, asOf: AsOf, where isWanted: (WalkedStatement) -> Bool) throws {
        var events: [Event] = []
        var withdrawals: [UInt64: Event] = [:]
        try source.forEachEvent(after: 0, through: asOf.number, where: { _, walked, _, _ in walked.withdrawn > 0 || isWanted(walked) }) { event in
            if case .withdrawn(let act)? = event.statement.act { withdrawals[act.number] = event }
            if asOf.sees(event), !event.statement.isBookkeeping { events.append(event) }
            return true
        }
        self.events = events
        self.withdrawals = withdrawals
    }

    package var standing: [Event] { events.filter { withdrawals[$0.number] == nil } }
}

/// The editions that carried an entry.
package struct CarryingEditions {
    private let editions: [(event: Event, act: EditionPublished)]

    package init(_ entries: PaperEntries) {
        editions = entries.standing.compactMap { event in
            if case .editionPublished(let act)? = event.statement.act { (event, act) } else { nil }
        }
    }

    /// Those of one of the plans that were published after the entry was recorded and before it was put right, ascending.
    package func carrying(_ wrong: Event, until right: Event, plans: [String]) -> [EditionPublished] {
        editions.filter { edition in
            wrong.number < edition.event.number && edition.event.number < right.number && edition.act.plans.contains { plans.contains($0) }
        }.map(\.act)
    }
}

extension PaperContext {
    /// The plans in which a subject stands: of an indicator those of its values and of what it is attached to.
    package func plans(of subject: Subject) throws -> [String] {
        if let known = memo.plans[subject] { return known }
        let plans = try plansFound(from: subject)
        memo.plans[subject] = plans
        return plans
    }

    private func plansFound(from subject: Subject) throws -> [String] {
        var found: Set<String> = []
        var seen: Set<Subject> = []
        var open = [subject]
        while let next = open.popLast() {
            guard seen.insert(next).inserted else { continue }
            switch next.kind {
            case .plan: found.insert(next.id)
            case .section: found.formUnion(try source.facts(of: next, asOf: asOf, about: .existence).plan.map { [$0] } ?? [])
            case .programme: open += try source.facts(of: next, asOf: asOf, about: .listing).keys(.listing).map { Subject(.section, $0.path) }
            case .indicator:
                found.formUnion(try source.factLines(of: next, asOf: asOf).plans)
                open += try source.facts(of: next, asOf: asOf, about: .attachment).attachments.map(\.subject)
            default: break
            }
        }
        return found.sorted()
    }

    /// A value, or what the act says in words.
    package func content(_ event: Event) throws -> PaperTable.Cell {
        if let stated = Stated(event) { return try cell(stated) }
        return try cell(event.value.map { catalogue.value($0) } ?? telling.summary(event))
    }

    /// The period that an act is about; blank where it is about none.
    package func period(_ event: Event) -> PaperTable.Cell {
        let text: String =
            switch event.statement.act {
            case .factRecorded(let act)?: act.period
            case .amountRecorded(let act)?: act.period
            case .textRecorded(let act)?: act.period
            case .gradeGiven(let act)?: act.period
            case .controlTotal(let act)?: act.period
            case .discrepancyNoted(let act)?: act.period
            case .scopeSet(let act)?: act.period
            case .indicatorRedefined(let act)?: act.fromPeriod
            default: ""
            }
        return cell(catalogue.period(text))
    }

    /// Why; where nobody said, that is itself an answer.
    package func statedReason(_ event: Event) throws -> PaperTable.Cell {
        event.isReasoned ? try reason(event) : .absent(catalogue(Reason.noReason.words))
    }
}

extension Event {
    package var isReasoned: Bool { statement.reason != .noReason || statement.holdsText(.reason) }
}
