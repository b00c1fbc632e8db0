import LedgerModel

/// Why a cell, or a part of it, is not read: the codes of schema/CELLS.md.
package enum Doubt: String, Error, Sendable, CaseIterable {
    case grouping
    case number
    case compound
    case range
    case bound
    case unknownUnit = "unknown-unit"
    case unitMissing = "unit-missing"
    case unitDiffers = "unit-differs"
    case scaleMissing = "scale-missing"
    case relativeChange = "relative-change"
    case incrementWithoutYear = "increment-without-year"
    case ratePerTime = "rate-per-time"
    case unknownWord = "unknown-word"
    case unknownParenthesis = "unknown-parenthesis"
    case unknownRemark = "unknown-remark"
    case loneNumber = "lone-number"
    case partsDoNotAddUp = "parts-do-not-add-up"
    case unbalanced
    case symbol
    case blank
    case date
    case otherPeriod = "other-period"
    case twoArrows = "two-arrows"
    case twoNumbers = "two-numbers"
    case twoReadings = "two-readings"
    case severalIndicators = "several-indicators"
    case noTarget = "no-target"
    case noPeriod = "no-period"
    case period
    case labelDiffers = "label-differs"
    case noName = "no-name"
    case nameInTwoParts = "name-in-two-parts"
    case nameAssembled = "name-assembled"
    case aggregationNotSaid = "aggregation-not-said"
    case signalsConflict = "signals-conflict"
    case ratioOverRange = "ratio-over-range"
    case tooLong = "too-long"
}

extension Unread: Error {
    init(_ field: Field, period: Period? = nil, _ printed: Printed, _ doubt: Doubt) {
        self.init(field, period: period, printed, reason: doubt.rawValue)
    }
}
