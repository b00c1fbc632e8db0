import LedgerModel

// What happens to targets where an indicator, its programme or its plan goes on under other terms.

extension ChangeReader {
    /// Targets set in a plan that took the indicator over, against those that stood before for the same time in another plan.
    func carriedOver(_ facts: Facts) throws -> [TargetChange] {
        var found: [TargetChange] = []
        var plans: Set<String> = []
        for event in facts.all(.lineage) {
            guard case .restructured(let act)? = event.statement.act, act.kind == .carriedOver, act.to.contains(facts.subject),
                plans.insert(act.plan).inserted
            else { continue }
            let origins = try act.from.contains(facts.subject)
                ? [facts] : act.from.filter { $0.kind == .indicator }.map { try self.facts(ofOrigin: $0) }
            for new in facts.targetsFirstSet(in: act.plan) {
                guard let (old, theirs) = predecessor(of: new, in: origins) else { continue }
                let comparison = Comparison(
                    old: TargetSide(old), new: TargetSide(new),
                    before: theirs.measureInForce(old.fact.measure, on: old.event.inForceDay),
                    after: facts.measureInForce(new.fact.measure, on: new.event.inForceDay),
                    baseline: (facts.baselineHeld(new.slot, before: new.event) ?? theirs.baselineHeld(old.slot, before: new.event))?.value,
                    settings: source.settings)
                guard comparison.effect != .unchanged else { continue }
                found.append(
                    TargetChange(
                        facts.subject, new.event, old: TargetSide(old), new: TargetSide(new), effect: comparison.effect,
                        disguises: [.carriedOver] + comparison.disguises, known: try known(new.event, old, comparison.effect, theirs)))
            }
        }
        return found
    }

    /// The same measure's target in another plan: for the very period, else the newest for one that shares days with it.
    private func predecessor(of new: Stated, in origins: [Facts]) -> (Stated, Facts)? {
        let standing = origins.flatMap { facts in
            facts.targetsStanding(before: new.event) { slot in
                slot.plan != new.fact.plan && slot.measure == new.fact.measure && slot.part == new.fact.part
            }.map { ($0, facts) }
        }
        let sharing = standing.filter { overlap($0.0, new) }.sorted { $0.0.event.comes(before: $1.0.event) }
        return sharing.last { $0.0.fact.period == new.fact.period } ?? sharing.last
    }

    private func overlap(_ a: Stated, _ b: Stated) -> Bool {
        let month = source.settings.fiscalFirstMonth
        func days(_ stated: Stated) -> ClosedRange<Day> {
            let last = stated.period?.lastDay(fiscalFirstMonth: month) ?? .last
            return min(stated.period?.firstDay(fiscalFirstMonth: month) ?? .first, last)...last
        }
        return days(a).overlaps(days(b))
    }

    /// Indicators taken off the last place where they hung while a target was still to be met.
    func detachments(_ facts: Facts) throws -> [TargetChange] {
        try facts.keys(.attachment).flatMap { key in
            let line = facts.timeline(key)
            return try zip(line, line.dropFirst()).flatMap { before, event -> [TargetChange] in
                guard event.detaches, !before.detaches, !facts.isAttached(on: event.inForceDay) else { return [] }
                let targets = facts.targetsStanding(before: event) { _ in true }.filter { isOpen($0, on: event.inForceDay) }
                guard !targets.isEmpty else { return [] }
                return try around(event, targets, facts) { _ in (.cannotBeTold, [.detached]) }.map { $0.replacing(before) }
            }
        }
    }

    /// Plans given more time. What that does to each target only the target's own period can tell.
    func extensions(_ facts: Facts) -> [TargetChange] {
        let line = facts.timeline(FactKey(.period))
        return zip(line, line.dropFirst()).compactMap { before, event in
            guard let old = before.planPeriod, let new = event.planPeriod else { return nil }
            let month = source.settings.fiscalFirstMonth
            guard let a = old.lastDay(fiscalFirstMonth: month), a < new.lastDay(fiscalFirstMonth: month) ?? .last else { return nil }
            return TargetChange(facts.subject, event, previous: before, effect: .cannotBeTold, disguises: [.longerPeriod])
        }
    }
}

extension Facts {
    /// The targets with which a plan began: before any revision, and not moved there from another period.
    fileprivate func targetsFirstSet(in plan: String) -> [Stated] {
        keys(.target).compactMap { key in
            guard let first = timeline(key).first.flatMap(Stated.init), first.fact.plan == plan, first.fact.keys == [key],
                !first.fact.withdrawnTarget, first.event.statement.change == .first
            else { return nil }
            return first
        }
    }

    /// Whether it hung anywhere at the end of a day of the in-force axis.
    fileprivate func isAttached(on day: Day) -> Bool {
        keys(.attachment).contains { holds($0, on: day).map { !$0.detaches } ?? false }
    }
}

extension Event {
    fileprivate var detaches: Bool {
        if case .attached(let act)? = statement.act { act.detached } else { false }
    }

    /// The period that an act gives a plan.
    package var planPeriod: Period? {
        switch statement.act {
        case .planAdopted(let act)?: Period(act.period)
        case .planExtended(let act)?: Period(act.period)
        default: nil
        }
    }
}
