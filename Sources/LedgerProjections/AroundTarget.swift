import LedgerModel

// Changes that leave a target's own number alone and move what it is measured against.

extension ChangeReader {
    /// Baselines revised or corrected; one change for each target of the slot that stood then.
    func baselines(_ facts: Facts) throws -> [TargetChange] {
        var found: [TargetChange] = []
        for key in facts.keys(.baseline) {
            let line = facts.timeline(key).compactMap(Stated.init)
            for (old, new) in zip(line, line.dropFirst()) where [.revised, .corrected].contains(new.event.statement.change) {
                found += try around(new.event, facts.targetsStanding(before: new.event) { $0 == new.slot }, facts) { target in
                    baselineEffect(old, new, target, facts)
                }.map { $0.replacing(old.event) }
            }
            found += try baselineSetAnew(line, facts)
        }
        return found
    }

    /// A baseline whose entry was withdrawn before the first one that now holds was entered.
    private func baselineSetAnew(_ line: [Stated], _ facts: Facts) throws -> [TargetChange] {
        guard let new = line.first, new.event.statement.change == .first else { return [] }
        let withdrawn = facts.events.last { event in
            guard let by = facts.withdrawn[event.number], let old = Stated(event) else { return false }
            return old.fact.kind == .baseline && old.fact.keys == new.fact.keys && by.number < new.event.number
        }
        guard let old = withdrawn.flatMap(Stated.init) else { return [] }
        return try around(new.event, facts.targetsStanding(before: new.event) { $0 == new.slot }, facts) { target in
            let (effect, disguises) = baselineEffect(old, new, target, facts)
            return (effect, disguises + [.withdrawnAndSetAnew])
        }.map { $0.replacing(old.event, withdrawal: facts.withdrawn[old.event.number]) }
    }

    /// A lower start makes the same actual look further where more is better.
    private func baselineEffect(_ old: Stated, _ new: Stated, _ target: Stated?, _ facts: Facts) -> (Effect, [Disguise]) {
        let before = facts.measureInForce(new.fact.measure, on: old.event.inForceDay)
        let after = facts.measureInForce(new.fact.measure, on: new.event.inForceDay)
        var disguises: [Disguise] = [.baselineChanged]
        disguises += old.value.differences(from: new.value, (old.value.aggregation(with: before), new.value.aggregation(with: after)))
        guard disguises.count == 1 else { return (.cannotBeTold, disguises) }
        if let target, target.value.form == .incrementPerYear || target.value.aggregation(with: after) == .cumulative {
            return (.unchanged, disguises)  // measured from nothing, whatever the baseline is
        }
        guard let a = old.value.amount, let b = new.value.amount else { return (.cannotBeTold, disguises) }
        if a == b { return (old.fact.period == new.fact.period ? .unchanged : .cannotBeTold, disguises) }
        switch Sense(measure: after, bound: target?.value.bound ?? .equal) {
        case .higher: return (b < a ? .loosened : .tightened, disguises)
        case .lower: return (b > a ? .loosened : .tightened, disguises)
        case nil: return (.cannotBeTold, disguises)
        }
    }

    /// Redefinitions that changed what is counted, broke the series, or do not say that it stays comparable.
    func redefinitions(_ facts: Facts) throws -> [TargetChange] {
        var found: [TargetChange] = []
        let line = facts.timeline(FactKey(.definition))
        var measures: [Measure] = []
        for (place, event) in line.enumerated() {
            switch event.statement.act {
            case .indicatorDefined(let act)?: measures = act.measures
            case .indicatorRedefined(let act)?:
                let now = act.measures.isEmpty ? measures : act.measures
                if now != measures || act.comparability != .comparable, place > 0 {
                    let targets = facts.targetsStanding(before: event) { _ in true }.filter { reaches($0, act.fromPeriod) }
                    found += try around(event, targets, facts) { target in
                        (.cannotBeTold, [.redefined] + redefined(target?.fact.measure, from: measures, to: now))
                    }.map { $0.replacing(line[place - 1]) }
                }
                measures = now
            default: break
            }
        }
        return found
    }

    /// What else changed: of one measure, or of any where no target is concerned.
    private func redefined(_ id: String?, from old: [Measure], to new: [Measure]) -> [Disguise] {
        let pairs = old.filter { id == nil || $0.id == id }.compactMap { a in new.first { $0.id == a.id }.map { (a, $0) } }
        return (pairs.contains { $0.unit != $1.unit } ? [.unitChanged] : [])
            + (pairs.contains { $0.aggregation != $1.aggregation } ? [.aggregationChanged] : [])
    }

    private func reaches(_ target: Stated, _ from: String) -> Bool {
        let month = source.settings.fiscalFirstMonth
        guard let first = Period(from)?.firstDay(fiscalFirstMonth: month) else { return true }
        return isOpen(target, on: first)
    }

    func isOpen(_ target: Stated, on day: Day) -> Bool {
        target.period?.lastDay(fiscalFirstMonth: source.settings.fiscalFirstMonth).map { $0 >= day } ?? true
    }

    /// Indicators that ended while a target was still to be met.
    func ends(_ facts: Facts) throws -> [TargetChange] {
        let line = facts.timeline(FactKey(.life))
        let replaced = line.contains { if case .restructured? = $0.statement.act { true } else { false } }
        var found: [TargetChange] = []
        for event in line {
            let disguise: Disguise
            var successors: [Subject] = []
            switch event.statement.act {
            case .restructured(let act)? where act.kind != .same:
                (disguise, successors) = (.discontinuedAndReplaced, act.to)
            case .ended? where !replaced: disguise = .discontinued
            default: continue
            }
            let targets = facts.targetsStanding(before: event) { _ in true }.filter { isOpen($0, on: event.inForceDay) }
            for target in targets {
                found.append(
                    TargetChange(
                        facts.subject, event, old: TargetSide(target), new: try successor(of: target, among: successors),
                        effect: .cannotBeTold, disguises: [disguise], known: try known(event, target, .cannotBeTold, facts)))
            }
        }
        return found
    }

    /// The successor's latest target in the same plan: for the eye only, since it counts something else.
    private func successor(of target: Stated, among subjects: [Subject]) throws -> TargetSide? {
        for subject in subjects where subject.kind == .indicator {
            let theirs = try facts(ofOther: subject, about: .target).targets.filter { $0.fact.plan == target.fact.plan }
            let matching = theirs.filter { $0.fact.period == target.fact.period }
            if let one = matching.first ?? theirs.byPeriod(source.settings).last { return TargetSide(one) }
        }
        return nil
    }

    /// One change for each target concerned; one without a target where none is, so that nothing is dropped.
    func around(
        _ event: Event, _ targets: [Stated], _ facts: Facts, _ judge: (Stated?) -> (Effect, [Disguise])
    ) throws -> [TargetChange] {
        guard !targets.isEmpty else {
            let (effect, disguises) = judge(nil)
            return [TargetChange(facts.subject, event, effect: effect, disguises: disguises)]
        }
        return try targets.map { target in
            let (effect, disguises) = judge(target)
            return TargetChange(
                facts.subject, event, old: TargetSide(target), new: TargetSide(target), effect: effect, disguises: disguises,
                known: try known(event, target, effect, facts))
        }
    }
}

extension TargetChange {
    func replacing(_ previous: Event, withdrawal: Event? = nil) -> TargetChange {
        TargetChange(
            subject, event, old: old, new: new, previous: previous, withdrawal: withdrawal, effect: effect, disguises: disguises,
            known: known)
    }
}
