import LedgerModel

// Changes of how results are judged: milder rules, and moves to 対象外.

extension ChangeReader {
    /// Versions of a rule that ask for another percentage, or judge in another way.
    func rules(_ facts: Facts) -> [TargetChange] {
        let line = facts.timeline(FactKey(.definition))
        return zip(line, line.dropFirst()).compactMap { old, new in
            guard let a = old.rule, let b = new.rule else { return nil }
            let effect = b.effect(after: a)
            return TargetChange(
                facts.subject, new, previous: old, effect: effect,
                disguises: effect.mayLoosen ? [.milderRule] : [])
        }
    }

    /// Grades given by another rule than those of the period before, in the same plan. The change is told of the new rule,
    /// with the version that the grades name; of the graded subject where the ledger does not hold both rules.
    func ruleSwitches(_ facts: Facts) throws -> [TargetChange] {
        let grades = facts.keys(.grade).flatMap { facts.timeline($0) }
            .compactMap { event in event.grade.map { (event, $0) } }.filter { !$0.1.rule.isEmpty }
        // In an order of their own: what is found is kept, and the same entries must give the same bytes.
        let lines = Dictionary(grouping: grades) { "\($0.1.plan)/\($0.1.origin.rawValue)" }.sorted { $0.key < $1.key }.map { $0.value.sorted(by: precedes) }
        var found: [TargetChange] = []
        for (old, new) in lines.flatMap({ zip($0, $0.dropFirst()) }) where old.1.rule != new.1.rule {
            guard let before = try adoption(of: old), let after = try adoption(of: new), let a = before.rule, let b = after.rule else {
                found.append(TargetChange(facts.subject, new.0, previous: old.0, effect: .cannotBeTold, disguises: [.milderRule]))
                continue
            }
            let effect = b.effect(after: a)
            found.append(
                TargetChange(
                    Subject(.rule, b.id), after, previous: before, effect: effect, disguises: effect.mayLoosen ? [.milderRule] : []))
        }
        return found
    }

    /// The entry of the rule's version by which a grade was given.
    private func adoption(of graded: (Event, GradeGiven)) throws -> Event? {
        let rule = try facts(ofOther: Subject(.rule, graded.1.rule), about: .definition)
        return rule.timeline(FactKey(.definition)).last { $0.rule?.version == graded.1.ruleVersion }
            ?? rule.holds(FactKey(.definition), on: graded.0.inForceDay)
    }

    /// Grades given as 対象外 where the subject was graded before, in the same plan: each move, not every year after it.
    func exclusions(_ facts: Facts) throws -> [TargetChange] {
        var found: [TargetChange] = []
        let grades = facts.keys(.grade).flatMap { facts.timeline($0) }.compactMap { event in event.grade.map { (event, $0) } }
        for (event, grade) in grades where grade.noGrade == .excluded {
            let earlier = grades.filter {
                $0.1.plan == grade.plan && $0.1.origin == grade.origin && precedes($0, (event, grade))
            }
            guard let last = earlier.max(by: { precedes($0, $1) }), last.1.noGrade == .graded else { continue }
            let targets = facts.targetsStanding(before: event) { $0.plan == grade.plan }.filter { $0.fact.period == grade.period }
            found += try around(event, targets, facts) { _ in (.loosened, [.movedToExcluded]) }.map { $0.replacing(last.0) }
        }
        return found
    }

    /// By period; within one period by the order in which grades hold.
    private func precedes(_ a: (Event, GradeGiven), _ b: (Event, GradeGiven)) -> Bool {
        if a.1.period == b.1.period { return a.0.comes(before: b.0) }
        guard let p = Period(a.1.period), let q = Period(b.1.period) else { return a.1.period < b.1.period }
        return p.ends(before: q, source.settings)
    }

    /// Programmes taken out of the scope of verification (検証対象) after having been in it.
    func scopes(_ facts: Facts) -> [TargetChange] {
        let scopes = facts.keys(.scope).flatMap { facts.timeline($0) }.compactMap { event -> (Event, ScopeSet)? in
            if case .scopeSet(let act)? = event.statement.act { (event, act) } else { nil }
        }
        func precedes(_ a: (Event, ScopeSet), _ b: (Event, ScopeSet)) -> Bool {
            if a.1.period == b.1.period { return a.0.comes(before: b.0) }
            guard let p = Period(a.1.period), let q = Period(b.1.period) else { return a.1.period < b.1.period }
            return p.ends(before: q, source.settings)
        }
        return scopes.filter { !$0.1.inScope }.compactMap { now in
            guard let last = scopes.filter({ precedes($0, now) }).max(by: precedes), last.1.inScope else { return nil }
            return TargetChange(facts.subject, now.0, previous: last.0, effect: .loosened, disguises: [.movedToExcluded])
        }
    }
}

extension Event {
    package var grade: GradeGiven? { if case .gradeGiven(let act)? = statement.act { act } else { nil } }
    package var rule: RuleAdopted? { if case .ruleAdopted(let act)? = statement.act { act } else { nil } }
}

extension Effect {
    fileprivate var mayLoosen: Bool { self == .loosened || self == .cannotBeTold }
}

extension RuleAdopted {
    /// Thresholds that fall loosen; any other difference in how a grade comes about cannot be weighed.
    fileprivate func effect(after old: RuleAdopted) -> Effect {
        guard compare == old.compare, combine == old.combine, rounding == old.rounding, roundingDigits == old.roundingDigits,
            excludesRelisted == old.excludesRelisted, asFarAsPublished == old.asFarAsPublished,
            thresholds.map(\.grade) == old.thresholds.map(\.grade)
        else { return .cannotBeTold }
        return zip(old.thresholds, thresholds).reduce(.unchanged) { $0.and(RuleAdopted.effect($1.0.atLeast, $1.1.atLeast)) }
    }

    private static func effect(_ old: String, _ new: String) -> Effect {
        if old == new { return .unchanged }
        guard let a = ExactDecimal(old)?.amount(), let b = ExactDecimal(new)?.amount() else { return .cannotBeTold }
        return a == b ? .unchanged : b < a ? .loosened : .tightened
    }
}
