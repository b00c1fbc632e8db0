import LedgerModel

/// Shares in per cent that a spreadsheet shows as fractions of one.
enum Shares {
    /// Takes out the actuals of `values` that may be fractions: 0.26 without a sign beside a target of 30%. Such a number is not more than one and at most a tenth
    /// of each baseline and target of its measure; 26.5 and 0 are what they are.
    static func check(_ values: inout [ValueReading], _ unread: inout [Unread]) {
        guard values.contains(where: mayBeFraction) else { return }
        var kept: [ValueReading] = []
        for value in values {
            let others = values.filter { $0.kind != .actual && $0.measure == value.measure }.compactMap { ExactDecimal($0.value.number)?.amount() }
            if mayBeFraction(value), let number = ExactDecimal(value.value.number)?.amount(), !others.isEmpty, others.allSatisfy({ number * Ratio(10) <= $0 }) {
                unread.append(Unread(.actual, period: value.period.value, value.printed, .unitMissing))
            } else {
                kept.append(value)
            }
        }
        values = kept
    }

    private static func mayBeFraction(_ reading: ValueReading) -> Bool {
        guard reading.kind == .actual, reading.value.unit == "%", reading.value.scale == 0, let number = ExactDecimal(reading.value.number)?.amount() else {
            return false
        }
        let text = CellText(reading.printed.text)
        return number > Ratio(0) && number <= Ratio(1) && !text.contains("%", in: text.all)
    }
}
