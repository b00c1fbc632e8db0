import LedgerModel

/// A day or a month as a table prints it: `令和4年8月`, `R4.8.1`, `2022-08-01`; a fiscal or a calendar year.
enum PrintedDate {
    static func read(_ raw: String, fiscalFirstMonth: Int) -> When? {
        var text = Compared.text(raw)
        for suffix in ["現在", "時点"] where text.hasSuffix(suffix) { text.removeLast(suffix.count) }
        if let numbers = numbers(text) {
            if numbers.count == 3 { return Day(numbers[0], numbers[1], numbers[2]).map { .day($0) } }
            guard let first = Day(numbers[0], numbers[1], 1), let last = Day.last(year: numbers[0], month: numbers[1]) else { return nil }
            return interval(first, last, .month)
        }
        guard let period = Period(reading: text), case .one(let atom) = period.shape, case .year(let basis, _) = atom,
            let first = period.firstDay(fiscalFirstMonth: fiscalFirstMonth), let last = period.lastDay(fiscalFirstMonth: fiscalFirstMonth)
        else { return nil }
        return interval(first, last, basis == .fiscal ? .fiscalYear : .year)
    }

    private static func interval(_ first: Day, _ last: Day, _ precision: When.Precision) -> When {
        var when = When.day(first)
        when.to = last.description
        when.precision = precision
        return when
    }

    /// Year, month and, where it is printed, day.
    private static func numbers(_ text: String) -> [Int]? {
        var rest = text[...]
        var before = 0
        for era in Era.allCases {
            for name in [era.kanji, String(era.letter)] where before == 0 && rest.hasPrefix(name) {
                before = era.firstYear - 1
                rest = rest.dropFirst(name.count)
            }
        }
        let marked = (before > 0 && rest.first == "元" ? "1" + rest.dropFirst() : String(rest))
        guard marked.allSatisfy({ $0.isASCII && $0.isNumber || "年月日./-".contains($0) }) else { return nil }
        let numbers = marked.split { "年月日./-".contains($0) }.compactMap { Int($0) }
        guard (2...3).contains(numbers.count), before > 0 || Limits.years.contains(numbers[0]) else { return nil }
        return [numbers[0] + before] + numbers.dropFirst()
    }
}
