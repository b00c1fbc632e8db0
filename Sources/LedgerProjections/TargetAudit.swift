import LedgerModel

/// One change of what is asked: of a target itself, or in one of the disguises of a change.
package struct TargetChange: Sendable {
    /// The indicator; for a milder rule the rule, for a move to 対象外 the graded subject, for a longer plan the plan.
    package let subject: Subject
    /// The act that made the change: who, when, approvals, reason, documents.
    package let event: Event
    /// The target before and after. For a change around the target (baseline, definition, end, grade) `old` is the target
    /// concerned and `new` what it became, or nil where none stands afterwards. Both nil where no target stood.
    package let old: TargetSide?
    package let new: TargetSide?
    /// What the act replaced where that is no target: the baseline, definition, rule, grade, scope, attachment or plan period
    /// that stood before.
    package let previous: Event?
    /// The withdrawal that came between, for a target set anew.
    package let withdrawal: Event?
    package let effect: Effect
    package let disguises: [Disguise]
    /// Nil where no target of an indicator is concerned, so that there is no actual to have been known.
    package let known: KnownAtDecision?

    package var slot: Slot? {
        (old?.event ?? new?.event).flatMap(Stated.init)?.slot ?? Stated(event)?.slot
    }
    package var hasApproval: Bool { !event.statement.approvals.isEmpty }

    init(
        _ subject: Subject, _ event: Event, old: TargetSide? = nil, new: TargetSide? = nil, previous: Event? = nil,
        withdrawal: Event? = nil, effect: Effect, disguises: [Disguise], known: KnownAtDecision? = nil
    ) {
        self.subject = subject
        self.event = event
        self.old = old
        self.new = new
        self.previous = previous
        self.withdrawal = withdrawal
        self.effect = effect
        self.disguises = disguises
        self.known = known
    }
}

/// Every target ever changed, with what was known at the decision.
package struct TargetAudit: Sendable {
    /// What to list. Flags that are set must all hold.
    package struct Filter: Sendable {
        package var loosened = false
        package var afterActual = false
        /// Loosened while the latest known actual was behind the planned path.
        package var behind = false
        package var indicator: Subject?
        /// The programme itself and the indicators attached to it, now or before.
        package var programme: Subject?
        /// Who recorded or approved it.
        package var actor: Subject?
        package var recordedFrom: Day?
        package var recordedTo: Day?

        package init() {}
    }

    /// Those to which the answer is yes; "none stated" among the approvals first, then by the day decided and the number.
    package let changes: [TargetChange]
    /// Those for which a flag that was asked for cannot be told and none is denied.
    package let cannotBeTold: [TargetChange]

    /// Cost: with an indicator or a programme named, the entries of those alone. Else, where changes are kept (`KeptChanges`), the entries of those
    /// that answer and those of every subject that was touched since; where none are kept, those of every indicator, programme, rule and plan.
    package init(_ source: some LedgerSource, asOf: AsOf = .now, filter: Filter = Filter()) throws {
        var (changes, cannotBeTold): ([TargetChange], [TargetChange]) = ([], [])
        var switches: Set<[UInt64]> = []
        func note(_ subject: Subject, _ found: [TargetChange]) {
            for change in found {
                let answer = filter.answer(StoredAnswers(change))
                guard answer != .no, filter.admits(change) else { continue }
                // A switch from one rule to another shows in the grades of every subject that was judged by both.
                if change.subject != subject, change.subject.kind == .rule {
                    guard switches.insert([change.event.number, change.previous?.number ?? 0]).inserted else { continue }
                }
                if answer == .yes { changes.append(change) } else { cannotBeTold.append(change) }
            }
        }
        let kept = filter.indicator == nil && filter.programme == nil ? try source.keptChanges(asOf: asOf) : nil
        try kept?.forEach { subject, changes in
            note(subject, try changes.changes(of: subject, where: { filter.answer($0) != .no }, source.valueEvent))
        }
        let reader = ChangeReader(source: source, asOf: asOf, isDenied: filter.denies)
        for subject in try kept?.outdated ?? TargetAudit.subjects(source, asOf, filter) { note(subject, try reader.changes(of: subject)) }
        self.changes = TargetAudit.inOrder(changes)
        self.cannotBeTold = TargetAudit.inOrder(cannotBeTold)
    }

    /// A change is large and its days are worked out: what nearly always decides is sorted apart from it.
    private static func inOrder(_ changes: [TargetChange]) -> [TargetChange] {
        let keys = changes.enumerated().map { (isApproved: $1.hasApproval ? 1 : 0, day: $1.event.decidedDay.ordinal, number: $1.event.number, place: $0) }
        return keys.sorted { a, b in
            let (key, other) = ((a.isApproved, a.day, a.number), (b.isApproved, b.day, b.number))
            return key == other ? precedes(changes[a.place], changes[b.place]) : key < other
        }.map { changes[$0.place] }
    }

    /// Kinds of subjects that can have changes.
    package static let kinds: [Subject.Kind] = [.programme, .indicator, .rule, .plan]

    private static func subjects(_ source: some LedgerSource, _ asOf: AsOf, _ filter: Filter) throws -> [Subject] {
        if let programme = filter.programme {
            let concerned = [programme] + (try source.facts(of: programme, asOf: asOf, about: .member).indicatorsEver)
            return filter.indicator.map { only in concerned.filter { $0 == only } } ?? concerned
        }
        if let indicator = filter.indicator { return [indicator] }
        return try kinds.flatMap { try source.subjects(of: $0) }
    }

    /// Of two that one act made. The same answer, whichever way they were found.
    private static func precedes(_ a: TargetChange, _ b: TargetChange) -> Bool {
        if a.old?.period != b.old?.period { return (a.old?.period ?? "") < (b.old?.period ?? "") }
        if a.subject != b.subject { return a.subject < b.subject }
        func entries(_ change: TargetChange) -> [UInt64] { [change.old?.event, change.previous, change.new?.event].map { $0?.number ?? 0 } }
        return entries(a).lexicographicallyPrecedes(entries(b))
    }
}

extension TargetAudit.Filter {
    fileprivate func admits(_ change: TargetChange) -> Bool {
        if let actor {
            let statement = change.event.statement
            if statement.recordedBy != actor, !statement.approvals.contains(where: { $0.post == actor }) { return false }
        }
        if let recordedFrom, change.event.recordedDay < recordedFrom { return false }
        if let recordedTo, change.event.recordedDay > recordedTo { return false }
        return true
    }

    /// Whether what a change does leaves it out already.
    fileprivate func denies(_ effect: Effect) -> Bool { (loosened || behind) && (effect == .tightened || effect == .unchanged) }

    /// A single no denies; else a single "cannot be told" keeps it apart.
    fileprivate func answer(_ change: StoredAnswers) -> KnownAtDecision.Answer {
        var answers: [KnownAtDecision.Answer] = []
        if loosened || behind { answers.append(change.effect.isLoosened) }
        if afterActual { answers.append(change.afterActual ?? .cannotBeTold) }
        if behind { answers.append(change.behind ?? .cannotBeTold) }
        return answers.contains(.no) ? .no : answers.contains(.cannotBeTold) ? .cannotBeTold : .yes
    }
}

extension TargetChange {
    package var isLoosened: KnownAtDecision.Answer { effect.isLoosened }
}

extension Effect {
    fileprivate var isLoosened: KnownAtDecision.Answer {
        switch self {
        case .loosened: .yes
        case .tightened, .unchanged: .no
        case .cannotBeTold: .cannotBeTold
        }
    }
}
