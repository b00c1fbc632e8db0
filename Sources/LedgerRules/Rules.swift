import LedgerModel
import LedgerProjections

/// What the rules may look at: the ledger as it stands just before the entry that is judged.
package protocol RuleContext {
    var settings: Settings { get }
    /// The facts of an aspect of a subject, on all axes unfiltered.
    func facts(of subject: Subject, _ aspect: Aspect) throws -> Facts
    /// Every entry that lists a subject, ascending.
    func mentions(of subject: Subject) throws -> [Mention]
    func event(_ number: UInt64) throws -> Event?
    func number(of eventID: [UInt8]) throws -> UInt64?
}

extension RuleContext {
    /// `Facts.timeline` of a key of a subject. Reads only the entries that may set it.
    /// - Parameter mark: of an entry that sets this key.
    func timeline(of subject: Subject, _ key: FactKey, _ mark: ActMark) throws -> [Event] {
        guard Aspect.holding(key.family) == nil else { return try facts(of: subject, .being).timeline(key) }
        let numbers = try mentions(of: subject).numbers(settingKeyOf: mark)
        return numbers.isEmpty ? [] : Facts(subject, try events(numbers)).timeline(key)
    }

    /// The facts of an aspect, folded anew.
    package func folded(_ subject: Subject, _ aspect: Aspect) throws -> Facts {
        Facts(subject, try events(mentions(of: subject).numbers(aspect)))
    }

    package func events(_ numbers: [UInt64]) throws -> [Event] { try numbers.compactMap { try event($0) } }
}

/// What may be appended: pure decisions over the subjects concerned (FORMAT.md §6). `append` asks before
/// it writes, `verify` asks again for every entry, and both get the same answer.
package struct Rules<Context: RuleContext> {
    let event: Event
    let mark: ActMark
    let context: Context
    private(set) var problems: [Problem] = []

    /// Every refusal and warning for an entry whose shape is sound. Warnings that the entry carries a reason for
    /// (the text OVERRIDE) are left out. Cost: the facts of its subjects.
    /// - Parameter mark: of the event.
    package static func judge(_ event: Event, _ mark: ActMark, in context: Context) throws -> [Problem] {
        var rules = Rules(event: event, mark: mark, context: context)
        try rules.checkFrame()
        try rules.checkAct()
        // What exists already is said once, not again for each of its facts.
        if !rules.problems.contains(where: { $0.code == .subjectExists }) {
            for touch in event.touches where touch.key.family.isSingleValued { try rules.checkChange(touch) }
        }
        let accepted = event.statement.holdsText(.override)
        return rules.problems.filter { !($0.code.isWarning && accepted) }
    }

    private init(event: Event, mark: ActMark, context: Context) {
        self.event = event
        self.mark = mark
        self.context = context
    }

    var statement: Statement { event.statement }

    mutating func fail(_ code: Problem.Code, _ values: String...) { problems.append(Problem(code, at: "", values: values)) }

    // MARK: what every act carries

    private mutating func checkFrame() throws {
        switch statement.act {
        case .ledgerOpened?:
            if event.number != 1 { fail(.ledgerOpenedTwice) }
            return
        case .actorRegistered(let a)? where statement.recordedBy == Subject(.actor, a.id):
            break  // the first actor registers itself
        default:
            // Recording happens on the recorded axis: what an account enters late is the account's as long as it lasts.
            if let facts = try needs(statement.recordedBy), let end = facts.end(by: event.recordedDay) {
                fail(.subjectEnded, statement.recordedBy.label, end.inForceDay.description, "\(end.number)")
            }
        }
        if event.number == 1 { fail(.missingField, "ledger_opened") }
        if statement.hasOrigin { try needs(statement.origin) }
        for approval in statement.approvals where approval.hasPost { try needs(approval.post) }
        for cause in statement.causes {
            if cause.hasSubject { try needs(cause.subject) }
            if !cause.event.isEmpty, try context.number(of: Array(cause.event)) == nil { fail(.unknownSubject, "event:" + cause.event.hex) }
        }
        if event.decidedDay > event.recordedDay {
            fail(.decidedInFuture, event.decidedDay.description, event.recordedDay.description)
        }
    }

    // MARK: subjects

    /// What a subject is that must exist.
    @discardableResult
    mutating func needs(_ subject: Subject) throws -> Facts? {
        let facts = try context.facts(of: subject, .being)
        if subject == .ledger || facts.exists { return facts }
        fail(.unknownSubject, subject.label)
        return nil
    }

    /// What a subject is that must exist and not have ended on the day this comes into force.
    @discardableResult
    mutating func needsLive(_ subject: Subject) throws -> Facts? {
        guard let facts = try needs(subject) else { return nil }
        if let end = facts.end(by: event.inForceDay) { fail(.subjectEnded, subject.label, end.inForceDay.description, "\(end.number)") }
        return facts
    }

    /// A subject that this act brings into being.
    mutating func creates(_ subject: Subject) throws {
        let facts = try context.facts(of: subject, .being)
        guard facts.exists, statement.change == .first else { return }
        let by = facts.holds(FactKey(.existence)) ?? facts.holds(FactKey(.definition))
        fail(.subjectExists, subject.label, "\(by?.number ?? 0)")
    }

    mutating func needsIfNamed(_ kind: Subject.Kind, _ id: String) throws {
        if !id.isEmpty { try needs(Subject(kind, id)) }
    }

    // MARK: acts

    private mutating func checkAct() throws {
        guard let act = statement.act else { return }
        switch act {
        case .ledgerOpened: break
        case .actorRegistered(let a):
            try creates(Subject(.actor, a.id))
            try needsIfNamed(.unit, a.unit)
        case .unitCreated(let a):
            try creates(Subject(.unit, a.id))
            try needsIfNamed(.unit, a.parent)
        case .planAdopted(let a): try creates(Subject(.plan, a.id))
        case .planRevised(let a): try needsLive(Subject(.plan, a.plan))
        case .planExtended(let a): try needsLive(Subject(.plan, a.plan))
        case .sectionAdded(let a):
            try creates(Subject(.section, a.id))
            try needsLive(Subject(.plan, a.plan))
            if !a.parent.isEmpty, let parent = try needsLive(Subject(.section, a.parent)), let other = parent.plan, other != a.plan {
                fail(.otherPlan, "section:" + a.id, parent.subject.label)
            }
        case .programmeRegistered(let a):
            try creates(Subject(.programme, a.id))
            try needsIfNamed(.unit, a.unit)
            if !a.section.isEmpty { try needsLive(Subject(.section, a.section)) }
        case .programmeListed(let a):
            try needsLive(Subject(.programme, a.programme))
            try needsLive(Subject(.section, a.section))
        case .programmeLinked(let a):
            try needsLive(Subject(.programme, a.programme))
            try needsIfNamed(.plan, a.plan)
        case .scopeSet(let a): try needs(Subject(.programme, a.programme))
        case .indicatorDefined(let a):
            try creates(Subject(.indicator, a.id))
            for to in a.attachedTo { try needsLive(to) }
        case .indicatorRedefined(let a): try needsLive(Subject(.indicator, a.indicator))
        case .attached(let a):
            try needsLive(Subject(.indicator, a.indicator))
            if a.detached { try needs(a.to) } else { try needsLive(a.to) }
        case .renamed(let a): try needsLive(a.subject)
        case .aliasNoted(let a): try needs(a.subject)
        case .moved(let a): try check(a)
        case .restructured(let a):
            for one in a.from { try needsLive(one) }
            for one in a.to where !a.from.contains(one) { try needsLive(one) }
            if a.kind == .carriedOver { try needsLive(Subject(.plan, a.plan)) }
        case .ended(let a): try needsLive(a.subject)
        case .resumed(let a):
            guard let facts = try needs(a.subject) else { return }
            if case .ended(let end)? = facts.end(by: event.inForceDay)?.statement.act, end.kind == .suspended { return }
            fail(.notEnded, a.subject.label)
        case .factRecorded(let a): try check(a)
        case .amountRecorded(let a):
            try needs(a.subject)
            if a.hasIncludedIn { try needs(a.includedIn) }
            if a.hasValue { checkParts(a.value) }
        case .textRecorded(let a): try needs(a.subject)
        case .ruleAdopted(let a): try check(a)
        case .gradeGiven(let a): try check(a)
        case .controlTotal(let a): try needs(a.subject)
        case .bodyConstituted(let a): try needsIfNamed(.body, a.parent)
        case .meetingHeld(let a):
            try creates(Subject(.meeting, a.id))
            try needsLive(Subject(.body, a.body))
        case .meetingsCounted(let a): try needs(Subject(.body, a.body))
        case .opinionGiven(let a):
            try creates(Subject(.opinion, a.id))
            try needs(Subject(.body, a.body))
            for one in a.about { try needs(one) }
            try needsIfNamed(.unit, a.owner)
            try needsIfNamed(.meeting, a.meeting)
            try needsIfNamed(.opinion, a.restates)
        case .responseGiven(let a):
            try creates(Subject(.response, a.id))
            for opinion in a.opinions where try !context.facts(of: Subject(.opinion, opinion), .being).exists {
                fail(.responseToNothing, opinion)
            }
            for other in a.refersTo { try needs(Subject(.response, other)) }
            try needsIfNamed(.unit, a.unit)
        case .pointPut(let a):
            try creates(Subject(.point, a.id))
            try needs(Subject(.body, a.body))
            try needsIfNamed(.meeting, a.meeting)
            for one in a.about { try needs(one) }
        case .editionPublished(let a):
            try creates(Subject(.edition, a.id))
            for plan in a.plans { try needs(Subject(.plan, plan)) }
            try needsIfNamed(.edition, a.supersedes)
            if a.size != event.number &- 1 { fail(.wrongSize, "\(a.size)", "\(event.number &- 1)") }
            // What was sealed under an identifier stays what it was, also where it was withdrawn.
            let sealed = try context.facts(of: Subject(.edition, a.id), .being).events.first { earlier in
                if case .editionPublished(let other)? = earlier.statement.act { other.id == a.id && !other.seal.isEmpty } else { false }
            }
            if let sealed, !problems.contains(where: { $0.code == .subjectExists }) { fail(.subjectExists, "edition:" + a.id, "\(sealed.number)") }
            if !a.seal.isEmpty, event.batchLength != 1 { fail(.sealNotAlone, a.id) }
        case .auditNoted(let a):
            try needs(a.subject)
            if !a.event.isEmpty, try context.number(of: Array(a.event)) == nil { fail(.unknownSubject, "event:" + a.event.hex) }
        case .discrepancyNoted(let a):
            try needs(a.subject)
            try needsIfNamed(.plan, a.plan)
            if !a.taken.isEmpty, try context.number(of: Array(a.taken)) == nil { fail(.unknownSubject, "event:" + a.taken.hex) }
        case .withdrawn(let a): try check(a)
        case .redacted(let a): try check(a)
        case .keyRegistered(let a): try check(a)
        case .keyRevoked(let a): try check(a)
        case .restored(let a): try check(a)
        }
    }

    /// Nothing is moved into a part of itself, and a section stays in its plan.
    private mutating func check(_ a: Moved) throws {
        guard let facts = try needsLive(a.subject), let target = try needsLive(a.to) else { return }
        var seen: Set<Subject> = [a.to]
        var above = target.place
        while let next = above, a.subject.kind == a.to.kind, seen.insert(next).inserted {
            if next == a.subject {
                fail(.circular, a.subject.label, a.to.label)
                return
            }
            above = try context.facts(of: next, .being).place
        }
        if a.subject.kind == .section, let own = facts.plan, let other = target.plan, own != other {
            fail(.otherPlan, a.subject.label, a.to.label)
        }
    }

    /// A grade that the ledger derived is one of those of the rule's version.
    private mutating func check(_ a: GradeGiven) throws {
        try needs(a.subject)
        try needsIfNamed(.plan, a.plan)
        for input in a.inputs where try context.number(of: Array(input)) == nil { fail(.unknownSubject, "event:" + input.hex) }
        guard !a.rule.isEmpty, let rule = try needs(Subject(.rule, a.rule)), a.origin == .derived else { return }
        let versions = rule.timeline(FactKey(.definition)).compactMap { event -> RuleAdopted? in
            if case .ruleAdopted(let adopted)? = event.statement.act { adopted } else { nil }
        }
        let grades = versions.last { $0.version == a.ruleVersion }?.thresholds.map(\.grade) ?? []
        if a.noGrade == .graded ? !grades.contains(a.grade) : grades.isEmpty { fail(.unknownGrade, "rule:" + a.rule, "\(a.ruleVersion)", a.grade) }
    }

    private mutating func check(_ a: RuleAdopted) throws {
        let facts = try context.facts(of: Subject(.rule, a.id), .being)
        guard case .ruleAdopted(let current)? = facts.holds(FactKey(.definition))?.statement.act else {
            if a.version != 1 { fail(.versionDiffers, "rule:" + a.id, "1", "\(a.version)") }
            return
        }
        let next = statement.change == .corrected ? current.version : current.version + 1
        if a.version != next { fail(.versionDiffers, "rule:" + a.id, "\(next)", "\(a.version)") }
    }

    // MARK: withdrawal and redaction

    private mutating func check(_ a: Withdrawn) throws {
        guard let target = try context.event(a.number), a.number < event.number, target.id == Array(a.event) else {
            fail(.nothingToWithdraw, "\(a.number)")
            return
        }
        if target.subjects != a.subjects { fail(.wrongSubjects, "\(a.number)") }
        switch target.statement.act {
        case .withdrawn?, .redacted?, .ledgerOpened?, .keyRegistered?, .keyRevoked?, .restored?: fail(.nothingToWithdraw, "\(a.number)")
        default: break
        }
        for subject in target.subjects {
            let facts = try context.facts(of: subject, .whole)
            if facts.withdrawn[a.number] != nil { fail(.nothingToWithdraw, "\(a.number)"); return }
            if let dependent = facts.dependent(on: target) { fail(.stillNeeded, "\(a.number)", "\(dependent.number)", subject.label); return }
        }
    }

    private mutating func check(_ a: Redacted) throws {
        guard let target = try context.event(a.number), a.number < event.number,
            target.statement.holdsText(a.field, ordinal: a.ordinal)
        else {
            fail(.nothingToRedact, "\(a.number)", a.field.word)
            return
        }
        if target.subjects != a.subjects { fail(.wrongSubjects, "\(a.number)") }
        guard let subject = target.subjects.first else { return }
        let earlier = try context.facts(of: subject, .whole).events
        for case .redacted(let one)? in earlier.map(\.statement.act)
        where one.number == a.number && one.field == a.field && one.ordinal == a.ordinal {
            fail(.nothingToRedact, "\(a.number)", a.field.word)
        }
    }
}

extension Facts {
    /// A live entry that would lose its ground if `target` were withdrawn: a later change of the same fact, or
    /// anything said about a subject that `target` brought into being.
    func dependent(on target: Event) -> Event? {
        for touch in target.touches where touch.subject == subject {
            if touch.key.family.isSingleValued || touch.key.family == .life {
                // Whatever came next was judged with this in place: a change that names it, a first value where this
                // had emptied the key, a resumption.
                let timeline = timeline(touch.key)
                if let place = timeline.firstIndex(where: { $0.number == target.number }), place + 1 < timeline.endIndex {
                    return timeline[place + 1]
                }
            }
            let isBirth = touch.key.family == .existence || (touch.key.family == .definition && target.statement.change == .first)
            if isBirth, let other = events.last(where: { isLive($0) && $0.number != target.number && !$0.isAboutEntries }) {
                return other
            }
        }
        return nil
    }

    private func isLive(_ event: Event) -> Bool { withdrawn[event.number] == nil }
}

extension Event {
    /// Withdrawals, redactions and notes speak about entries, not about the subject itself.
    fileprivate var isAboutEntries: Bool {
        switch statement.act {
        case .withdrawn?, .redacted?, .auditNoted?: true
        default: false
        }
    }
}
