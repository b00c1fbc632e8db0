/// A number as a cell shows it.
struct NumberText {
    let text: String
    let kind: SheetCell.Kind
    /// A date format on a number that is no day.
    var isNoSuchDay = false

    /// - Parameter exact: the decimal that the cell holds.
    init(_ exact: PlainDecimal, _ format: NumberFormat, _ system: SerialDay.System) {
        let plain = exact.plain
        let number = SheetCell.Kind.number(exact: plain)
        guard let value = Double(plain), let (section, sign) = format.section(for: value) else {
            self.init(text: plain, kind: number)
            return
        }
        guard section.isDate else {
            self.init(text: Self.number(exact, section, sign) ?? plain, kind: number)
            return
        }
        let unit = Self.unit(section)
        if section.showsDay || section.pieces.contains(where: { if case .date = $0 { true } else { false } }) {
            // A time of day stands on day 0, which is no day.
            let shift = !section.showsDay && value >= 0 && value < 1 ? 1.0 : 0
            guard !sign, let day = SerialDay(serial: value + shift, system, unit: unit) else {
                self.init(text: plain, kind: number, isNoSuchDay: section.showsDay)
                return
            }
            let kind = section.showsDay ? SheetCell.Kind.day(year: day.year, month: day.month, day: day.day) : number
            self.init(text: Self.day(day, section, value), kind: kind)
        } else {
            self.init(text: sign ? plain : Self.elapsed(section, value), kind: number)
        }
    }

    init(text: String, kind: SheetCell.Kind, isNoSuchDay: Bool = false) {
        self.text = text
        self.kind = kind
        self.isNoSuchDay = isNoSuchDay
    }

    /// Milliseconds to which the section rounds.
    private static func unit(_ section: NumberFormat.Section) -> Int {
        for case .fraction(let count) in section.pieces { return count >= 3 ? 1 : count == 2 ? 10 : 100 }
        return section.pieces.contains { if case .date(let letter, _) = $0 { "hns".contains(letter) } else { false } } ? 1000 : 1
    }

    // MARK: Numbers

    private static func number(_ exact: PlainDecimal, _ section: NumberFormat.Section, _ sign: Bool) -> String? {
        var size = exact.rounded(toDigits: 15)
        size.isNegative = false
        if section.pieces.contains(.general) || section.pieces.contains(.text) {
            let parts = section.pieces.map { piece in
                switch piece {
                case .literal(let text): text
                case .general, .text: size.plain
                default: ""
                }
            }
            return (sign ? "-" : "") + parts.joined()
        }
        guard let layout = section.layout else { return nil }
        let scaled = size.shifted(layout.shift).rounded(toFraction: layout.fraction.count)
        let text = layout.text(scaled)
        return sign && (!scaled.digits.isEmpty || !layout.hasDigits) ? "-" + text : text
    }

    // MARK: Days and times

    private static func day(_ day: SerialDay, _ section: NumberFormat.Section, _ value: Double) -> String {
        let isHalved = section.pieces.contains { if case .half = $0 { true } else { false } }
        return section.pieces.map { piece in
            switch piece {
            case .literal(let text): text
            case .point: "."
            case .comma: ","
            case .half(let word): half(day, word, section)
            case .fraction(let count): "." + String(padded(day.milliseconds % 1000, 3).prefix(count))
            case .date(let letter, let count): date(letter, count, day, section, isHalved)
            case .elapsed: elapsedPart(piece, value)
            case .digit(let byte): byte == UInt8(ascii: "0") ? "0" : ""
            case .percent: "%"
            case .general, .text: ""
            }
        }.joined()
    }

    private static func half(_ day: SerialDay, _ word: String, _ section: NumberFormat.Section) -> String {
        let isMorning = day.milliseconds < 43_200_000
        if word == "A/P" { return isMorning ? "A" : "P" }
        return section.isJapanese ? (isMorning ? "午前" : "午後") : (isMorning ? "AM" : "PM")
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    private static let japaneseWeekdays = ["日", "月", "火", "水", "木", "金", "土"]

    private static func date(_ letter: Character, _ count: Int, _ day: SerialDay, _ section: NumberFormat.Section, _ isHalved: Bool) -> String {
        let seconds = day.milliseconds / 1000
        switch letter {
        case "y": return count <= 2 ? padded(day.year % 100, 2) : padded(day.year, 4)
        case "m": return count <= 2 ? padded(day.month, count) : count == 3 ? String(months[day.month - 1].prefix(3))
            : count == 5 ? String(months[day.month - 1].prefix(1)) : months[day.month - 1]
        case "d": return count <= 2 ? padded(day.day, count) : count == 3 ? String(weekdays[day.weekday].prefix(3)) : weekdays[day.weekday]
        case "a": return japaneseWeekdays[day.weekday] + (count == 4 ? "曜日" : "")
        case "g": return count == 1 ? day.era.letter : count == 2 ? day.era.short : day.era.name
        case "e": return section.namesFirstYear && day.era.year == 1 ? "元" : padded(day.era.year, count)
        case "h":
            let hour = seconds / 3600
            return padded(isHalved ? (hour + 11) % 12 + 1 : hour, count)
        case "n": return padded(seconds / 60 % 60, count)
        default: return padded(seconds % 60, count)
        }
    }

    private static func elapsed(_ section: NumberFormat.Section, _ value: Double) -> String {
        section.pieces.map { piece in
            if case .literal(let text) = piece { text } else { elapsedPart(piece, value) }
        }.joined()
    }

    private static func elapsedPart(_ piece: NumberFormat.Piece, _ value: Double) -> String {
        guard case .elapsed(let letter) = piece else { return "" }
        let seconds = Int(min(max(0, value), 10_000_000) * 86_400 + 0.5)
        return String(letter == "h" ? seconds / 3600 : letter == "m" ? seconds / 60 : seconds)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, min(width, 10) - digits.count)) + digits
    }
}

/// The places of one section for the digits of a number.
struct NumberLayout: Sendable, Hashable {
    /// Literals and placeholders before the point, after it, and literals behind.
    private var whole: [NumberFormat.Piece] = []
    private(set) var fraction: [UInt8] = []
    private var tail: [NumberFormat.Piece] = []
    private var hasPoint = false
    private var isGrouped = false
    /// Powers of ten: two for a percent sign, minus three for each comma behind the last digit.
    private(set) var shift = 0

    var hasDigits: Bool { !fraction.isEmpty || whole.contains { if case .digit = $0 { true } else { false } } }

    init?(_ pieces: [NumberFormat.Piece]) {
        let lastDigit = pieces.lastIndex { if case .digit = $0 { true } else { $0 == .point } } ?? -1
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .comma:
                if index > lastDigit { shift -= 3 } else { isGrouped = true }
            case .point:
                guard !hasPoint else { return nil }
                hasPoint = true
            case .digit(let byte) where hasPoint: fraction.append(byte)
            case .literal where hasPoint && index < lastDigit: return nil
            case .percent where index < lastDigit: return nil
            case .percent:
                shift += 2
                tail.append(.literal("%"))
            case .literal, .digit:
                if index > lastDigit { tail.append(piece) } else { whole.append(piece) }
            default: return nil
            }
        }
        guard fraction.count <= 30, lastDigit >= 0 || shift >= 0 else { return nil }
    }

    /// - Parameter number: rounded to the fraction's digits; its sign is the caller's affair.
    func text(_ number: PlainDecimal) -> String {
        var digits = number.integerDigits
        var parts: [String] = []
        var place = 0
        let leftmost = whole.firstIndex { if case .digit = $0 { true } else { false } }
        for index in whole.indices.reversed() {
            switch whole[index] {
            case .digit(let byte):
                repeat {
                    guard let digit = digits.popLast() ?? (byte == UInt8(ascii: "0") ? 0 : nil) else { break }
                    if isGrouped, place > 0, place.isMultiple(of: 3) { parts.append(",") }
                    parts.append(String(digit))
                    place += 1
                } while index == leftmost && !digits.isEmpty
            case .literal(let text): parts.append(text)
            default: break
            }
        }
        // `.00` has no place before the point: digits that there are stand there all the same.
        if leftmost == nil, hasPoint { parts.append(PlainDecimal.text(digits)) }
        let tails = tail.map { if case .literal(let text) = $0 { text } else { "" } }
        return parts.reversed().joined() + fractionText(number) + tails.joined()
    }

    private func fractionText(_ number: PlainDecimal) -> String {
        guard hasPoint else { return "" }
        var digits = number.fractionDigits(fraction.count)
        while let last = digits.last, last == 0, fraction[digits.count - 1] != UInt8(ascii: "0") { digits.removeLast() }
        return "." + PlainDecimal.text(digits)
    }
}
