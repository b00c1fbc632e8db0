import LedgerModel

/// How a target is meant, from what the row prints.
enum Senses {
    /// What a row says about one measure.
    struct Signs {
        var quantity: Quantity
        var period: Period?
        var unit: String
        /// The marks of each actual that is a number, ascending by period.
        var actuals: [Quantity.Marks]
        var shape: KPICell.Shape
        /// The name holds 累計.
        var nameIsSum: Bool
    }

    static func sense(_ signs: Signs) throws(Doubt) -> Judged<TargetSense?> {
        if case .milestone = signs.shape { return Judged(.milestone) }
        if signs.shape == .inParenthesis { throw .aggregationNotSaid }
        let marks = signs.quantity.marks
        let isRatio = Units.ratios.contains(signs.unit)
        let areSums = signs.actuals.contains { $0.contains(.cumulative) }
        let isPerYear = signs.actuals.contains { $0.contains(.perYear) }
        if marks.contains(.perYear) {
            if marks.contains(.cumulative) || areSums || signs.nameIsSum { throw .signalsConflict }
            if case .by? = signs.period?.shape { throw .signalsConflict }
            return Judged(.annual)
        }
        if marks.contains(.cumulative) || areSums {
            if isRatio || isPerYear || marks.contains(.average) { throw .signalsConflict }
            if marks.contains(.cumulative) { return Judged(.cumulative) }
        }
        if signs.nameIsSum, isRatio || isPerYear || marks.contains(.average) { throw .signalsConflict }
        return try unmarked(signs, isRatio, areSums)
    }

    private static func unmarked(_ signs: Signs, _ isRatio: Bool, _ areSums: Bool) throws(Doubt) -> Judged<TargetSense?> {
        switch signs.period?.shape {
        case .range:
            let isSum: Set<Value.Bound> = [.equal, .atLeast, .moreThan, .about]
            if isRatio || !isSum.contains(signs.quantity.bound) || signs.quantity.number == nil
                || signs.quantity.marks.contains(.average) { throw .ratioOverRange }
            if signs.actuals.contains(where: { $0.contains(.average) || $0.contains(.perYear) }) { throw .signalsConflict }
            // A later actual that is not marked as a sum leaves room for a yearly number.
            let allSums = signs.actuals.dropFirst().allSatisfy { $0.contains(.cumulative) }
            return Judged(.cumulative, allSums ? .read : .inferred, rule: "range-is-sum")
        case .by where !areSums && !signs.nameIsSum && !isRatio && signs.quantity.number != nil: throw .aggregationNotSaid
        case .from: throw .aggregationNotSaid
        default:
            if areSums { return Judged(.cumulative, .inferred, rule: "actuals-are-sums") }
            if signs.nameIsSum, signs.quantity.number != nil { return Judged(.cumulative, .inferred, rule: "name-says-sum") }
            return Judged(.level, .inferred, rule: "no-mark")
        }
    }
}

extension TargetSense {
    var aggregation: Aggregation {
        switch self {
        case .cumulative: .cumulative
        case .annual: .singleYear
        case .level: .level
        case .milestone: .milestone
        }
    }
}
