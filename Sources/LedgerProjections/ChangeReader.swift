import LedgerModel

/// Finds the changes of one subject in its own entries. Joins the plan's period, and for a replaced indicator its successor.
struct ChangeReader<Source: LedgerSource> {
    let source: Source
    let asOf: AsOf
    /// Whether a change of this effect is left out, so that nobody asks what was known.
    private let isDenied: (Effect) -> Bool
    private let memo: ChangeMemo

    init(source: Source, asOf: AsOf, isDenied: @escaping (Effect) -> Bool = { _ in false }) {
        self.source = source
        self.asOf = asOf
        self.isDenied = isDenied
        memo = ChangeMemo(source.settings)
    }

    /// The changes of a subject, to be kept.
    func stored(_ subject: Subject) throws -> StoredChanges {
        let changes = try changes(of: subject)
        return try StoredChanges(changes, of: subject, readBesides: memo.readBesides)
    }

    func changes(of subject: Subject) throws -> [TargetChange] {
        (memo.entries, memo.actuals, memo.readBesides) = (nil, [:], [])
        let stored = try source.entries(of: subject, through: asOf.number, leavingOut: [.remarks, .amounts])
        guard subject.kind == .indicator else {
            let facts = Facts(subject, try stored.entries.map(stored.event), asOf: asOf)
            return switch subject.kind {
            case .programme: try exclusions(facts) + scopes(facts) + ruleSwitches(facts)
            case .rule: rules(facts)
            case .plan: extensions(facts)
            default: []
            }
        }
        switch try stored.mayChange(asOf) {
        case .nothing: return []
        case .values(let needed):
            let facts = Facts(subject, try needed.map { try stored.event(stored.entries[$0]) }, asOf: asOf)
            memo.entries = stored
            return try targets(facts) + baselines(facts)
        case .anything:
            let facts = try self.facts(subject, stored)
            return try targets(facts) + carriedOver(facts) + baselines(facts) + redefinitions(facts) + ends(facts) + detachments(facts)
                + exclusions(facts) + ruleSwitches(facts)
        }
    }

    /// Of another subject: here and in `facts(ofOrigin:)` alone, where it is noted.
    func facts(ofOther subject: Subject, about family: FactKey.Family) throws -> Facts {
        memo.readBesides.insert(subject)
        return try source.facts(of: subject, asOf: asOf, about: family)
    }

    /// Of another indicator, whose targets this one took over.
    func facts(ofOrigin subject: Subject) throws -> Facts {
        memo.readBesides.insert(subject)
        return try facts(subject, source.entries(of: subject, through: asOf.number, leavingOut: [.remarks, .amounts]))
    }

    /// Without actuals, which are walked.
    private func facts(_ subject: Subject, _ stored: StoredEntries) throws -> Facts {
        memo.actuals[subject] = try RecordedActuals(stored, asOf)
        return Facts(subject, try stored.entries.filter { try !stored.isActual($0) }.map(stored.event), asOf: asOf)
    }

    func known(_ decision: Event, _ old: Stated?, _ effect: Effect, _ facts: Facts) throws -> KnownAtDecision? {
        guard let old, !isDenied(effect) else { return nil }
        return try KnownAtDecision(
            decision: decision, old: old, facts: facts, actuals: memo.actuals(of: facts.subject, asOf), plan: planPeriod(old.fact.plan), memo.periods)
    }

    private func planPeriod(_ id: String) throws -> Period? {
        guard !id.isEmpty else { return nil }
        if let known = memo.plans[id] {
            memo.readBesides.insert(Subject(.plan, id))
            return known
        }
        let period = try facts(ofOther: Subject(.plan, id), about: .period).period
        memo.plans[id] = period
        return period
    }

    func compare(_ old: TargetSide, _ new: TargetSide, by act: Event, _ slot: Slot, _ facts: Facts) -> Comparison {
        Comparison(
            old: old, new: new, before: facts.measureInForce(slot.measure, on: old.event?.inForceDay ?? act.inForceDay),
            after: facts.measureInForce(slot.measure, on: act.inForceDay),
            baseline: facts.baselineHeld(slot, before: act)?.value, settings: source.settings)
    }
}

// MARK: Targets revised, corrected, moved, taken back, withdrawn and set anew

extension ChangeReader {
    func targets(_ facts: Facts) throws -> [TargetChange] {
        var found: [TargetChange] = []
        var setAnew: Set<UInt64> = []
        for key in facts.keys(.target) {
            for stated in facts.timeline(key).compactMap(Stated.init) where stated.fact.keys.first == key {
                if let displaced = facts.displaced(by: stated) {
                    found.append(try change(stated, from: Before(side: TargetSide(displaced), stated: displaced), facts))
                }
                guard let before = facts.before(stated) else { continue }
                if let entry = before.withdrawnEntry { setAnew.insert(entry) }
                found.append(try change(stated, from: before, facts))
            }
        }
        for entry in facts.withdrawnEntries where !setAnew.contains(entry.event.number) && asOf.sees(entry.event) {
            guard let one = try lost(entry, facts) else { continue }
            found.append(one)
        }
        return found
    }

    private func change(_ new: Stated, from before: Before, _ facts: Facts) throws -> TargetChange {
        var effect = Effect.loosened
        var disguises: [Disguise] = before.isInterrupted ? [.withdrawnAndSetAnew] : []
        if !new.fact.withdrawnTarget {
            let comparison = compare(before.side, TargetSide(new), by: new.event, new.slot, facts)
            effect = comparison.effect
            disguises += comparison.disguises
        }
        return try TargetChange(
            facts.subject, new.event, old: before.side, new: new.fact.withdrawnTarget ? nil : TargetSide(new),
            withdrawal: before.withdrawal, effect: effect, disguises: disguises,
            known: known(new.event, before.stated ?? new.asOld(before.side), effect, facts))
    }

    /// A target that held until its entry was withdrawn, and that nobody has set anew.
    private func lost(_ entry: Stated, _ facts: Facts) throws -> TargetChange? {
        guard let withdrawal = facts.withdrawn[entry.event.number], let key = entry.fact.keys.first,
            facts.heldTarget(key, justBefore: withdrawal)?.event.number == entry.event.number
        else { return nil }
        let now = facts.timeline(key).last { $0.number < withdrawal.number }.flatMap(Stated.init)
        let standing = now.flatMap { $0.fact.keys.first == key && !$0.fact.withdrawnTarget ? $0 : nil }
        let comparison = standing.map { compare(TargetSide(entry), TargetSide($0), by: withdrawal, entry.slot, facts) }
        return try TargetChange(
            facts.subject, withdrawal, old: TargetSide(entry), new: standing.map(TargetSide.init), withdrawal: withdrawal,
            effect: comparison?.effect ?? .cannotBeTold, disguises: [.entryWithdrawn] + (comparison?.disguises ?? []),
            known: known(withdrawal, entry, comparison?.effect ?? .cannotBeTold, facts))
    }
}

/// What stood before a target was set.
struct Before {
    let side: TargetSide
    let stated: Stated?
    /// The withdrawn entry that it stood in, and what withdrew it.
    var withdrawnEntry: UInt64?
    var withdrawal: Event?
    /// Whether there was no target in between.
    var isInterrupted: Bool { withdrawal != nil }
}

extension Stated {
    /// This act's slot with the value that it says it replaces: where the ledger holds no entry for the old target.
    fileprivate func asOld(_ side: TargetSide) -> Stated {
        var fact = fact
        fact.value = side.value
        fact.period = side.period
        return Stated(event: event, fact: fact)
    }
}

extension Facts {
    /// Targets whose entries were withdrawn.
    fileprivate var withdrawnEntries: [Stated] {
        events.filter { withdrawn[$0.number] != nil }.compactMap(Stated.init).filter { $0.fact.kind == .target }
    }

    /// What held under a target's key just before an entry came, as the ledger knew it then.
    fileprivate func heldTarget(_ key: FactKey, justBefore entry: Event) -> Stated? {
        let then = events.filter {
            $0.number < entry.number && $0.statement.touches.contains { $0.subject == subject && $0.key == key }
                && (withdrawn[$0.number].map { $0.number >= entry.number } ?? true)
        }
        return then.max { $0.comes(before: $1) }.flatMap(Stated.init)
    }

    /// The target that stood for the period into which another one is moved.
    fileprivate func displaced(by moved: Stated) -> Stated? {
        guard !moved.fact.previousPeriod.isEmpty, let key = moved.fact.keys.first,
            let last = timeline(key).last(where: { $0.comes(before: moved.event) }).flatMap(Stated.init),
            last.fact.keys.first == key, !last.fact.withdrawnTarget
        else { return nil }
        return last
    }

    /// Nil for a target that is the first of its kind.
    fileprivate func before(_ new: Stated) -> Before? {
        guard let key = new.fact.keys.first else { return nil }
        let left = new.fact.previousPeriod.isEmpty ? key : new.fact.keys.last ?? key
        let line = timeline(left).filter { $0.comes(before: new.event) }.compactMap(Stated.init)
        if let last = line.last, last.fact.keys.first == left {
            if !last.fact.withdrawnTarget { return Before(side: TargetSide(last), stated: last) }
            let older = line.dropLast().last { $0.fact.keys.first == left && !$0.fact.withdrawnTarget }
            guard let older else { return nil }
            return Before(side: TargetSide(older), stated: older, withdrawal: last.event)
        }
        if new.event.statement.change != .first, new.fact.hasPrevious {
            let period = new.fact.previousPeriod.isEmpty ? new.fact.period : new.fact.previousPeriod
            return Before(side: TargetSide(value: new.fact.previous, period: period), stated: nil)
        }
        return withdrawnBefore(new, key)
    }

    /// The withdrawn entry that a first target takes the place of: under the same key, or for another period in one batch
    /// with the withdrawal.
    private func withdrawnBefore(_ new: Stated, _ key: FactKey) -> Before? {
        for old in withdrawnEntries.reversed() where old.slot == new.slot {
            guard let withdrawal = withdrawn[old.event.number], withdrawal.number < new.event.number else { continue }
            guard old.fact.keys.first == key || withdrawal.batchFirst == new.event.batchFirst else { continue }
            return Before(side: TargetSide(old), stated: old, withdrawnEntry: old.event.number, withdrawal: withdrawal)
        }
        return nil
    }
}

/// What is read more than once while changes are looked for.
private final class ChangeMemo {
    let periods: PeriodEnds
    /// The entries of the indicator that is looked at, where its actuals have not been asked for yet.
    var entries: StoredEntries?
    var actuals: [Subject: RecordedActuals] = [:]
    /// Other subjects that were looked at for it.
    var readBesides: Set<Subject> = []
    var plans: [String: Period?] = [:]

    init(_ settings: Settings) { periods = PeriodEnds(settings) }

    func actuals(of subject: Subject, _ asOf: AsOf) throws -> RecordedActuals {
        if let known = actuals[subject] { return known }
        guard let entries else { preconditionFailure("the facts of an indicator are read with its actuals") }
        let found = try RecordedActuals(entries, asOf)
        actuals[subject] = found
        return found
    }
}

extension StoredEntries {
    fileprivate enum Reach {
        case nothing
        /// Baselines and targets alone, and which entries tell how: ascending, with the definition.
        case values([Int])
        case anything
    }

    /// Which of an indicator's entries can have changed what is asked of it, told without decoding anything. Most indicators see nothing but
    /// values and grades, and most of their values are the first of their kind.
    fileprivate func mayChange(_ asOf: AsOf) throws -> Reach {
        var definitions: [Int] = []
        for (index, entry) in entries.enumerated() {
            switch entry.walked.act {
            case 31, 34, 35:  // defined, renamed, alias noted
                if !entry.walked.isFirst { return .anything }
                if entry.walked.act == 31 { definitions.append(index) }
            case 40: continue
            case 44: if try isUnusualGrade(entry) { return .anything }
            default: return .anything
            }
        }
        let changed = try FactFold(self, asOf).changedValues()
        return changed.isEmpty ? .nothing : .values((definitions + changed).sorted())
    }

    /// Whether it records an actual, told without decoding it.
    func isActual(_ entry: Entry) throws -> Bool {
        guard isFact(entry) else { return false }
        do { return try WalkedFact(bytes.span, in: entry.walked.actBytes).kind == FactRecorded.Kind.actual.rawValue } catch {
            throw StoredEntries.damaged(entry.head.number)
        }
    }

    /// Whether a grade is 対象外, or names the rule by which it was given.
    private func isUnusualGrade(_ entry: Entry) throws -> Bool {
        var cursor = WireCursor(entry.walked.actBytes)
        do {
            while let field = try cursor.next(bytes.span) {
                switch (field.number, field.value) {
                case (6, .varint(let kind)): if kind == UInt64(GradeGiven.NoGrade.excluded.rawValue) { return true }
                case (7, .bytes): return true
                default: continue
                }
            }
        } catch { throw StoredEntries.damaged(entry.head.number) }
        return false
    }
}
