import Foundation
import LedgerModel
import LedgerReports

/// What people type, read into what is stored. Nothing is guessed: what cannot be read is refused with its option.
enum Reading {
    /// `2018-03-31`, `2018.3.31`, `平成30年3月31日`, `H30.3.31`.
    static func day(_ text: String, _ option: String) throws -> Day {
        if let day = Day(text) { return day }
        let numbers = dateNumbers(text)
        guard numbers.count == 3, let day = Day(numbers[0], numbers[1], numbers[2]) else { throw Problem(.badDay, at: "", option, text) }
        return day
    }

    static func period(_ text: String, _ option: String) throws -> String {
        guard let period = Period(reading: text) else { throw Problem(.badPeriod, at: "", option, text) }
        return period.description
    }

    /// A day, a month (`H28.12`), a year or a quarter (`FY2016`, `平成28年度`), `A..B`, or `unknown`.
    static func when(_ text: String, basis: When.Basis, _ option: String, _ settings: Settings) throws -> When {
        if text == "unknown" || text == "不明" { return .unknown }
        if let dots = text.range(of: "..") {
            let from = try day(String(text[..<dots.lowerBound]), option)
            let to = try day(String(text[dots.upperBound...]), option)
            return interval(from, to, .range, basis)
        }
        if let day = try? day(text, option) { return .day(day, basis) }
        let numbers = dateNumbers(text)
        if numbers.count == 2, let first = Day(numbers[0], numbers[1], 1), let last = Day.last(year: numbers[0], month: numbers[1]) {
            return interval(first, last, .month, basis)
        }
        guard let period = Period(reading: text), case .one(let atom) = period.shape,
            let from = period.firstDay(fiscalFirstMonth: settings.fiscalFirstMonth),
            let to = period.lastDay(fiscalFirstMonth: settings.fiscalFirstMonth)
        else { throw Problem(.badDay, at: "", option, text) }
        let precision: When.Precision =
            switch atom {
            case .year(.calendar, _): .year
            case .year: .fiscalYear
            case .quarter: .quarter
            case .month: .month
            case .day: .day
            }
        return precision == .day ? .day(from, basis) : interval(from, to, precision, basis)
    }

    private static func interval(_ from: Day, _ to: Day, _ precision: When.Precision, _ basis: When.Basis) -> When {
        var when = When.day(from, basis)
        when.to = to.description
        when.precision = precision
        return when
    }

    /// Year, month and day of `平成30年3月31日`, `H30.3.31`, `2018/3/31`; year and month where there is no day. Empty where it is neither.
    private static func dateNumbers(_ raw: String) -> [Int] {
        var text = raw.precomposedStringWithCompatibilityMapping.filter { !$0.isWhitespace }
        guard !text.contains("年度") else { return [] }
        var base = 0
        for era in Era.allCases {
            for name in [era.kanji, String(era.letter), String(era.letter).lowercased()] where text.hasPrefix(name) {
                base = era.firstYear - 1
                text.removeFirst(name.count)
                break
            }
            if base > 0 { break }
        }
        if base > 0, text.hasPrefix("元") { text = "1" + text.dropFirst() }
        let pieces = text.split(omittingEmptySubsequences: true) { "年月日./-".contains($0) }
        let numbers = pieces.compactMap { Int($0) }
        guard numbers.count == pieces.count, (2...3).contains(numbers.count) else { return [] }
        let year = numbers[0] + base
        return Limits.years.contains(year) ? [year] + numbers.dropFirst() : []
    }

    /// `1200`, `1,200`, `１２，３４５`, `△1.2`: the digits as they stand, grouping and width aside.
    static func number(_ raw: String, _ option: String) throws -> String {
        var text = raw.precomposedStringWithCompatibilityMapping.filter { !$0.isWhitespace }
        if let first = text.first, "△▲−-".contains(first) { text = "-" + text.dropFirst() }
        if text.contains(",") {
            let digits = text.drop { $0 == "-" }
            let groups = (digits.split(separator: ".", omittingEmptySubsequences: false).first ?? "")
                .split(separator: ",", omittingEmptySubsequences: false)
            guard (1...3).contains(groups[0].count), groups.dropFirst().allSatisfy({ $0.count == 3 }) else {
                throw Problem(.badDecimal, at: "", option, raw)
            }
            text.removeAll { $0 == "," }
        }
        guard ExactDecimal(text) != nil else { throw Problem(.badDecimal, at: "", option, raw) }
        return text
    }

    /// `3`, `千`, `万`, `億` …: a power of ten.
    static func scale(_ text: String, _ option: String) throws -> Int32 {
        let powers: [String: Int32] = ["百": 2, "千": 3, "万": 4, "百万": 6, "千万": 7, "億": 8, "十億": 9, "兆": 12]
        guard let scale = powers[text] ?? Int32(text), Limits.scale.contains(scale) else { throw Problem(.badDecimal, at: "", option, text) }
        return scale
    }

    /// `indicator:airport-users`, or a bare identifier where only one kind can be meant.
    static func subject(_ text: String, _ option: String, default kind: Subject.Kind? = nil) throws -> Subject {
        if let subject = Subject(label: text) { return subject }
        guard let kind, Subject.isIdentifier(text) else { throw Problem(.badIdentifier, at: "", option, text) }
        return Subject(kind, text)
    }

    static func bytes(hex text: String, count: Int, _ option: String) throws -> [UInt8] {
        let digits = Array(text.utf8)
        let values = digits.compactMap { Character(Unicode.Scalar($0)).hexDigitValue.map(UInt8.init) }
        guard values.count == digits.count, digits.count == 2 * count else {
            throw Problem(.badBytes, at: "", option, "\(digits.count / 2)", "\(count)")
        }
        return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }

    /// `NAME=NUMBER`.
    static func pair(_ text: String, _ option: String) throws -> (String, String) {
        guard let sign = text.lastIndex(of: "=") else { throw Problem(.usage, at: option, "\(option) \(text): NAME=VALUE") }
        return (String(text[..<sign]), String(text[text.index(after: sign)...]))
    }
}

/// Names of an enumeration as people type them: `early-attainment` for `earlyAttainment`.
enum Choice {
    static func names<E: CaseIterable>(_ type: E.Type) -> [String] { E.allCases.map { name($0) }.filter { $0 != "unspecified" } }

    static func name(_ value: some Any) -> String { Kebab.name(value) }

    /// - Throws: `usage` with the names that there are.
    static func read<E: CaseIterable>(_ text: String, _ type: E.Type, _ option: String) throws -> E {
        for value in E.allCases where name(value) == text && text != "unspecified" { return value }
        throw Problem(.usage, at: option, "\(text); " + names(type).joined(separator: ", "))
    }

    static func read<E: CaseIterable>(_ text: String?, _ fallback: E, _ option: String) throws -> E {
        guard let text else { return fallback }
        return try read(text, E.self, option)
    }

    /// Status by its SDMX letter or by its word.
    static func status(_ text: String?) throws -> Status {
        guard let text else { return .a }
        let words: [String: Status] = [
            "normal": .a, "final": .a, "provisional": .p, "estimated": .e, "forecast": .f, "break": .b, "definition": .d,
            "merged": .k, "includes": .w, "not-collected": .l, "cannot-exist": .m, "missing": .o, "suppressed": .q, "special": .s,
            "low-reliability": .u, "確報": .a, "速報": .p, "推計": .e, "見込": .f,
        ]
        if let status = words[text] ?? Status.allCases.first(where: { "\($0)" == text.lowercased() }) { return status }
        throw Problem(.usage, at: "--status", "\(text); " + Choice.names(Status.self).map { $0.uppercased() }.joined(separator: ", "))
    }
}
