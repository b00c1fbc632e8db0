import LedgerModel

/// Which way is better.
package enum Sense: Sendable {
    case higher, lower

    /// What the measure says, else what the bound says; nil where neither does, or where they contradict each other.
    package init?(measure: Measure?, bound: Value.Bound) {
        let fromBound: Sense? =
            switch bound {
            case .atLeast, .moreThan, .increase, .notBelowPrevious, .all: .higher
            case .atMost, .lessThan: .lower
            default: nil
            }
        let stated: Sense? =
            switch measure?.direction {
            case .higher?: .higher
            case .lower?: .lower
            default: nil
            }
        if let stated, let fromBound, stated != fromBound { return nil }
        guard measure?.direction != .keep, let sense = stated ?? fromBound else { return nil }
        self = sense
    }
}

/// What a change does to what is asked of the city.
package enum Effect: String, Sendable, CaseIterable {
    case tightened, loosened
    /// The same amount, bound and time: another scale, another way of printing.
    case unchanged
    case cannotBeTold

    /// Two changes made at once: opposite ones cannot be weighed against each other.
    func and(_ other: Effect) -> Effect {
        if self == .unchanged || self == other { return other }
        return other == .unchanged ? self : .cannotBeTold
    }

    var reversed: Effect {
        switch self {
        case .tightened: .loosened
        case .loosened: .tightened
        default: self
        }
    }
}

/// The ways in which a loosening can hide. Of a target, the first three stand only where they loosen; the others say
/// how the change was made, and its effect is told apart.
package enum Disguise: String, Sendable, CaseIterable {
    case weakerBound, laterPeriod, longerPeriod
    case baselineChanged, unitChanged, aggregationChanged, redefined, milderRule, movedToExcluded
    case withdrawnAndSetAnew, entryWithdrawn
    case discontinuedAndReplaced, discontinued, detached, carriedOver
}

/// A target as one side of a comparison.
package struct TargetSide: Sendable, Equatable {
    package let value: Value
    package let period: String
    /// The entry that says it; nil where only the revision itself names it as the one replaced.
    package let event: Event?

    package init(_ stated: Stated) { (value, period, event) = (stated.value, stated.fact.period, stated.event) }
    package init(value: Value, period: String) { self.init(value: value, period: period, event: nil) }
    init(value: Value, period: String, event: Event?) { (self.value, self.period, self.event) = (value, period, event) }
}

/// Tighter or looser, from direction, bound and period.
package struct Comparison: Sendable, Equatable {
    package private(set) var effect: Effect
    package private(set) var disguises: [Disguise] = []

    /// - Parameters:
    ///   - before, after: the indicator's measure as defined when each side was in force.
    ///   - baseline: the value to which 維持 and 増加 refer. It serves only where its unit is that of the numbers compared.
    package init(
        old: TargetSide, new: TargetSide, before: Measure?, after: Measure?, baseline: Value? = nil, settings: Settings
    ) {
        effect = .unchanged
        if new.value.absence == .excluded, old.value.absence != .excluded {
            effect = .loosened
            disguises = [.movedToExcluded]
            return
        }
        if old.value.absence == .excluded, new.value.absence == .present {
            effect = .tightened
            return
        }
        let aggregations = (old.value.aggregation(with: before), new.value.aggregation(with: after))
        disguises = old.value.differences(from: new.value, aggregations)
        if disguises.isEmpty {
            let start = [old.value, new.value].allSatisfy { $0.amount == nil || $0.unit == baseline?.unit } ? baseline?.amount : nil
            compareValues(Demand(old.value, before, start), Demand(new.value, after, start), old.value, new.value)
        } else {
            effect = .cannotBeTold
        }
        comparePeriods(Period(old.period), Period(new.period), aggregations.1, new.value.form, settings)
    }

    private mutating func compareValues(_ old: Demand?, _ new: Demand?, _ before: Value, _ after: Value) {
        if before.sameDemand(as: after) { return }
        guard let old, let new, before.form == after.form, old.sense == new.sense else {
            effect = .cannotBeTold
            return
        }
        let rises = old.amount == new.amount ? Effect.unchanged : old.amount < new.amount ? .tightened : .loosened
        let amount = old.sense == .higher ? rises : rises.reversed
        let bound: Effect =
            old.strictness == new.strictness ? .unchanged : old.strictness < new.strictness ? .tightened : .loosened
        // The amount outweighs the bound: "over 900" asks less than "at least 1,000". Only "about" is no sharp amount.
        effect = amount == .unchanged ? bound : old.isSharp && new.isSharp ? amount : amount.and(bound)
        // A number that gives way to 維持 or 増加 binds more weakly even where the sign is as sharp.
        let numberless = before.hasAmount && !after.hasAmount
        if effect != .tightened, bound == .loosened || (numberless && effect == .loosened) { disguises.append(.weakerBound) }
    }

    private mutating func comparePeriods(
        _ old: Period?, _ new: Period?, _ aggregation: Aggregation, _ form: Value.Form, _ settings: Settings
    ) {
        guard let old, let new, old != new else { return }
        let month = settings.fiscalFirstMonth
        guard let a = old.lastDay(fiscalFirstMonth: month), let b = new.lastDay(fiscalFirstMonth: month) else {
            effect = .cannotBeTold
            return
        }
        let longer = old.isRange && new.isRange ? Comparison.length(new, month) - Comparison.length(old, month) : 0
        // Each year of "every year 75 %" is asked for itself: more or other years are neither more nor less demanding.
        let eachYear = form == .incrementPerYear || (aggregation == .singleYear && (old.isRange || new.isRange))
        let time: Effect =
            a == b ? (longer == 0 ? .unchanged : longer > 0 ? .loosened : .tightened) : a < b ? .loosened : .tightened
        if time == .loosened {
            if a < b { disguises.append(.laterPeriod) }
            if longer > 0 { disguises.append(.longerPeriod) }
        }
        effect = effect.and(eachYear && time != .unchanged ? .cannotBeTold : time)
    }

    /// In days; 0 for a period without a first day.
    private static func length(_ period: Period, _ month: Int) -> Int {
        guard let a = period.firstDay(fiscalFirstMonth: month), let b = period.lastDay(fiscalFirstMonth: month) else { return 0 }
        return b.ordinal - a.ordinal
    }
}

/// What a target asks for, as an amount and how sharply it binds.
private struct Demand {
    let amount: Ratio
    let sense: Sense
    let strictness: Int

    static let about = 0
    var isSharp: Bool { strictness != Demand.about }

    init?(_ value: Value, _ measure: Measure?, _ baseline: Ratio?) {
        guard value.absence == .present else { return nil }
        let amount: Ratio?
        switch value.bound {
        case .about: (amount, strictness) = (value.amount, Demand.about)
        case .equal, .atLeast, .atMost: (amount, strictness) = (value.amount, 1)
        case .moreThan, .lessThan: (amount, strictness) = (value.amount, 2)
        case .maintain: (amount, strictness) = (value.amount ?? baseline, 1)
        case .increase: (amount, strictness) = (value.amount ?? baseline, 2)
        case .notBelowPrevious, .all, .UNRECOGNIZED: return nil
        }
        guard let amount, let sense = Sense(measure: measure, bound: value.bound) else { return nil }
        self.amount = amount
        self.sense = sense
    }
}

extension Value {
    /// What keeps two numbers from being compared. A word, a bare 維持 or an absence has neither unit nor aggregation of its own.
    func differences(from other: Value, _ aggregations: (Aggregation, Aggregation)) -> [Disguise] {
        guard hasAmount, other.hasAmount else { return [] }
        return (unit == other.unit ? [] : [.unitChanged]) + (aggregations.0 == aggregations.1 ? [] : [.aggregationChanged])
    }

    /// Asks for the same, however it is printed: equal amounts in another scale are no change.
    fileprivate func sameDemand(as other: Value) -> Bool {
        guard bound == other.bound, form == other.form, absence == other.absence, word == other.word else { return false }
        if number == other.number, scale == other.scale { return true }
        guard let a = amount, let b = other.amount else { return false }
        return a == b
    }
}
