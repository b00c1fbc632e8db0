import LedgerModel

/// A baseline, target or actual together with the entry that says it: number as printed, who, when, document.
package struct Stated: Sendable, Hashable {
    package let event: Event
    package let fact: FactRecorded

    /// Nil where the entry records no baseline, target or actual.
    package init?(_ event: Event) {
        guard let fact = event.fact else { return nil }
        self.init(event: event, fact: fact)
    }

    /// - Throws: `damaged` where the bytes are no fact's.
    package init(_ stored: StoredEntries, _ entry: StoredEntries.Entry) throws {
        let event = try stored.event(entry)
        guard let fact = event.fact else { throw StoredEntries.damaged(entry.head.number) }
        self.init(event: event, fact: fact)
    }

    init(event: Event, fact: FactRecorded) {
        self.event = event
        self.fact = fact
    }

    package var number: UInt64 { event.number }
    package var value: Value { fact.value }
    package var period: Period? { Period(fact.period) }
    package var slot: Slot { Slot(plan: fact.plan, measure: fact.measure, part: fact.part) }
}

/// Where values of one indicator belong: plan (empty for actuals), measure and part.
package struct Slot: Sendable, Hashable, Comparable {
    package let plan: String
    package let measure: String
    package let part: String

    package init(plan: String = "", measure: String, part: String = "") {
        self.plan = plan
        self.measure = measure
        self.part = part
    }

    package static func < (a: Slot, b: Slot) -> Bool { (a.plan, a.measure, a.part) < (b.plan, b.measure, b.part) }
}

extension Value {
    /// The exact amount after scale; nil where the value is an absence, a word or a bound without a number.
    package var amount: Ratio? {
        guard absence == .present else { return nil }
        return ExactDecimal(number)?.amount(scale: scale)
    }

    /// Whether there is an amount: far cheaper than to work it out.
    package var hasAmount: Bool { absence == .present && ExactDecimal(number) != nil }

    /// Which of the two an amount is measured with: what the value says itself, else its measure.
    package func aggregation(with measure: Measure?) -> Aggregation {
        aggregation == .notStated ? measure?.aggregation ?? .notStated : aggregation
    }
}

extension Period {
    /// Fiscal or calendar, where the period names years; an unprinted basis counts as fiscal (FORMAT.md §2).
    package var yearBasis: Basis? {
        func basis(_ atom: Atom) -> Basis? {
            guard case .year(let basis, _) = atom else { return nil }
            return basis == .calendar ? .calendar : .fiscal
        }
        switch shape {
        case .one(let a), .by(let a), .from(let a), .range(let a, _): return basis(a)
        }
    }

    package var isRange: Bool { if case .range = shape { true } else { false } }

    /// Orders periods by their last day; open-ended ones come last.
    package func ends(before other: Period, _ settings: Settings) -> Bool {
        let month = settings.fiscalFirstMonth
        let (a, b) = (lastDay(fiscalFirstMonth: month) ?? .last, other.lastDay(fiscalFirstMonth: month) ?? .last)
        return a == b ? description < other.description : a < b
    }
}

extension Event {
    /// The order in which facts hold (FORMAT.md §4).
    package func comes(before other: Event) -> Bool { (inForceDay, number) < (other.inForceDay, other.number) }
}

extension Sequence<Stated> {
    /// Ascending by the end of the period that each is about.
    package func byPeriod(_ settings: Settings) -> [Stated] {
        map { stated in
            let period = stated.period
            return (stated: stated, period: period, end: period?.lastDay(fiscalFirstMonth: settings.fiscalFirstMonth) ?? .last)
        }.sorted { a, b in
            // As `Period.ends(before:)`, with the ends worked out once.
            guard let p = a.period, let q = b.period else { return a.stated.fact.period < b.stated.fact.period }
            return a.end == b.end ? p.description < q.description : a.end < b.end
        }.map(\.stated)
    }
}

extension Facts {
    /// The baseline that holds for a slot.
    package func baseline(_ slot: Slot) -> Stated? {
        holds(.baseline(plan: slot.plan, measure: slot.measure, part: slot.part)).flatMap(Stated.init)
    }

    /// The targets that stand: neither moved away nor taken back. Ascending by key.
    package var targets: [Stated] {
        keys(.target).compactMap { key in
            guard let stated = holds(key).flatMap(Stated.init), stated.fact.keys.first == key, !stated.fact.withdrawnTarget
            else { return nil }
            return stated
        }
    }

    package func targets(_ slot: Slot) -> [Stated] { targets.filter { $0.slot == slot } }

    /// The actuals that hold for a measure and part, absences included. Ascending by key.
    package func actuals(_ slot: Slot) -> [Stated] {
        all(.actual).compactMap(Stated.init).filter { $0.fact.measure == slot.measure && $0.fact.part == slot.part }
    }

    /// A measure as defined on a day; nil where the definition does not name it.
    package func measure(_ id: String, on day: Day? = nil) -> Measure? { measures(on: day).first { $0.id == id } }

    /// A measure as defined on a day, else as first defined: a target may be in force before its indicator was written down.
    package func measureInForce(_ id: String, on day: Day) -> Measure? {
        if let measure = measure(id, on: day) { return measure }
        return timeline(FactKey(.definition)).lazy.compactMap { event in
            if case .indicatorDefined(let act)? = event.statement.act { act.measures.first { $0.id == id } } else { nil }
        }.first
    }

    /// The targets that stood when an act came: those before it by (in-force day, number).
    package func targetsStanding(before act: Event, where matches: (Slot) -> Bool) -> [Stated] {
        keys(.target).compactMap { key in
            guard let stated = timeline(key).last(where: { $0.comes(before: act) }).flatMap(Stated.init),
                stated.fact.keys.first == key, !stated.fact.withdrawnTarget, matches(stated.slot)
            else { return nil }
            return stated
        }
    }

    /// Every measure and part of a plan for which something is defined or recorded, in the order of definition, then by name.
    package func slots(plan: String) -> [Slot] {
        let recorded = (all(.baseline) + targets.map(\.event)).compactMap(Stated.init).filter { $0.fact.plan == plan }
        let actual = all(.actual).compactMap(Stated.init)
        return slots(plan: plan, holding: Set((recorded + actual).map { Slot(plan: plan, measure: $0.fact.measure, part: $0.fact.part) }))
    }

    /// The same where it is known already in which of them anything holds.
    func slots(plan: String, holding found: Set<Slot>) -> [Slot] {
        let defined = measures().map(\.id)
        let bare = defined.filter { id in !found.contains { $0.measure == id } }.map { Slot(plan: plan, measure: $0) }
        func rank(_ slot: Slot) -> Int { defined.firstIndex(of: slot.measure) ?? defined.count }
        return (Array(found) + bare).sorted { rank($0) == rank($1) ? $0 < $1 : rank($0) < rank($1) }
    }

    /// The plans for which it has or had a baseline or a target.
    package var plans: [String] {
        Set((all(.baseline) + all(.target)).compactMap { $0.fact?.plan }).sorted()
    }
}
