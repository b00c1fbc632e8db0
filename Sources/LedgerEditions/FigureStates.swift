import LedgerModel
import LedgerProjections

/// The figures of one subject: a fold of the events that list it, in the log's order. Under each key holds what `Facts` says without a
/// cut on the other two axes, so that what is decided today and comes into force next year stands in today's edition.
struct FigureStates {
    private struct State {
        /// What names the key: the first event that touched it.
        let naming: Event
        let held: Event?
        let content: Figure.Content?
        let change: Figure.Change
        let reason: Reason
        let entry: UInt64
    }

    private var facts: Facts
    private var states: [FactKey: State] = [:]
    private var keysOf: [UInt64: [FactKey]] = [:]

    /// `events`: those that list the subject, ascending, up to the edition's size.
    init(_ subject: Subject, _ events: [Event]) {
        facts = Facts(subject, [])
        for event in events { take(event) }
    }

    private mutating func take(_ event: Event) {
        facts.add(event)
        let keys = event.touches.filter { $0.subject == facts.subject && $0.key.family.figureKind != nil }.map(\.key)
        if !keys.isEmpty { keysOf[event.number] = keys }
        for key in keys { update(key, by: event) }
        if case .withdrawn(let act)? = event.statement.act {
            for key in keysOf[act.number] ?? [] { update(key, by: event) }
        }
    }

    /// Notes what holds now, where `event` changed it: an entry that comes before one already known does not.
    private mutating func update(_ key: FactKey, by event: Event) {
        let before = states[key]
        let held = facts.holds(key)
        if let before, before.held?.number == held?.number { return }
        let content = held.flatMap { Figure.Content($0, under: key) }
        var change = Figure.Change.withdrawn
        var reason = event.statement.reason
        if content != nil, held?.number == event.number {
            change = Figure.Change(event.statement.change) ?? .first
            if change == .first, let before, before.content == nil { (change, reason) = (.reentered, before.reason) }
        }
        states[key] = State(naming: before?.naming ?? event, held: held, content: content, change: change, reason: reason, entry: event.number)
    }

    /// In no order.
    var figures: [Figure] { states.compactMap { figure($0.key, $0.value) } }

    private func figure(_ key: FactKey, _ state: State) -> Figure? {
        guard let kind = key.family.figureKind else { return nil }
        let (measure, part, plan, period): (String, String, String, String)
        switch state.naming.statement.act {
        case .factRecorded(let a)? where kind == .baseline:
            (measure, part, plan, period) = (a.measure, a.part, a.plan, state.content == nil ? "" : state.held?.fact?.period ?? "")
        case .factRecorded(let a)?:
            (measure, part, plan, period) = (a.measure, a.part, a.plan, key == a.keys.first ? a.period : a.previousPeriod)
        case .gradeGiven(let a)?: (measure, part, plan, period) = (Codes.origin.of(a.origin), "", a.plan, a.period)
        case .amountRecorded(let a)?:
            (measure, part, plan, period) = (Codes.amountKind.of(a.kind), a.carriedOver ? FigureCells.carriedOver : "", "", a.period)
        default: return nil
        }
        return Figure(
            subject: facts.subject, kind: kind, measure: measure, part: part, plan: plan, period: period, content: state.content,
            change: state.change, reason: state.reason, entry: state.entry)
    }
}

extension FactKey.Family {
    fileprivate var figureKind: Figure.Kind? {
        switch self {
        case .baseline: .baseline
        case .target: .target
        case .actual: .actual
        case .grade: .grade
        case .amount: .amount
        default: nil
        }
    }
}

extension Figure.Content {
    /// What an event says under a key; nil where it empties it: a target taken back, or moved to another period.
    fileprivate init?(_ event: Event, under key: FactKey) {
        switch event.statement.act {
        case .factRecorded(let a)?:
            guard a.keys.first == key, !a.withdrawnTarget else { return nil }
            self = .value(a.value)
        case .amountRecorded(let a)?: self = .value(a.value)
        case .gradeGiven(let a)?: self = a.noGrade == .graded ? .grade(a.grade) : .noGrade(a.noGrade)
        default: return nil
        }
    }
}
