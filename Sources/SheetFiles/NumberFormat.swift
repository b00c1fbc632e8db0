/// A number format (ECMA-376 part 1, 18.8.31), read into its sections. What the grammar below does not know leaves the number plain.
struct NumberFormat: Sendable {
    enum Piece: Sendable, Hashable {
        case literal(String)
        /// `0`, `#` or `?`.
        case digit(UInt8)
        case point
        case comma
        case percent
        case general
        case text
        /// A run of `y`, `m`, `d`, `h`, `s`, `g`, `e`, `a`, or `n` for minutes; `count` letters.
        case date(Character, count: Int)
        case elapsed(Character)
        /// `.0` after seconds: how many digits.
        case fraction(Int)
        /// `AM/PM`, `A/P`.
        case half(String)
    }

    struct Condition: Sendable, Hashable {
        let relation: String
        let bound: Double

        func holds(_ value: Double) -> Bool {
            switch relation {
            case "<": value < bound
            case "<=": value <= bound
            case ">": value > bound
            case ">=": value >= bound
            case "=": value == bound
            default: value != bound
            }
        }
    }

    struct Section: Sendable, Hashable {
        var pieces: [Piece] = []
        var condition: Condition?
        var isJapanese = false
        /// The first year of an era is 元.
        var namesFirstYear = false

        /// What follows from the pieces, found once and not for each cell.
        private(set) var isDate = false
        /// Whether it shows a day and not only a time of day.
        private(set) var showsDay = false
        /// Nil for dates, and where the digits' places are not understood.
        private(set) var layout: NumberLayout?

        mutating func finish(_ pieces: [Piece]) {
            self.pieces = pieces
            isDate = pieces.contains { if case .date = $0 { true } else if case .elapsed = $0 { true } else { false } }
            showsDay = pieces.contains { if case .date(let letter, _) = $0 { "ymdgea".contains(letter) } else { false } }
            layout = NumberLayout(pieces)
        }
    }

    /// Of positive, negative and zero numbers, as far as the format has them; the section for texts is left out. Nil when it is not understood.
    let sections: [Section]?

    /// Shows any number as it is.
    let isGeneral: Bool

    static let general = NumberFormat("General")

    init(_ code: String) {
        isGeneral = code == "General"
        guard code.utf8.count <= 1024 else { sections = nil; return }
        var reader = NumberFormatReader(code)
        var found = reader.sections()
        if let last = found?.last, found!.count == 4 || (found!.count > 1 && last.pieces.contains(.text)) { found!.removeLast() }
        sections = found.flatMap { (1...3).contains($0.count) ? $0 : nil }
    }

    /// The section for a value, and whether a minus sign must be put before it.
    func section(for value: Double) -> (section: Section, sign: Bool)? {
        guard let sections else { return nil }
        if sections.contains(where: { $0.condition != nil }) {
            for section in sections.dropLast() where section.condition?.holds(value) ?? (value > 0) { return (section, value < 0) }
            let last = sections[sections.count - 1]
            return last.condition?.holds(value) == false ? nil : (last, value < 0)
        }
        switch (sections.count, value) {
        case (2..., ..<0): return (sections[1], false)
        case (3, 0): return (sections[2], false)
        default: return (sections[0], value < 0)
        }
    }

    /// The formats that have a number and no code (ECMA-376 part 1, 18.8.30), with the meanings of a Japanese program.
    static func builtIn(_ id: Int) -> String? {
        switch id {
        case 0: "General"
        case 1: "0"
        case 2: "0.00"
        case 3: "#,##0"
        case 4: "#,##0.00"
        case 5, 6: "¥#,##0;¥-#,##0"
        case 7, 8: "¥#,##0.00;¥-#,##0.00"
        case 9: "0%"
        case 10: "0.00%"
        case 11: "0.00E+00"
        case 12: "# ?/?"
        case 13: "# ??/??"
        case 14: "yyyy/m/d"
        case 15: "d-mmm-yy"
        case 16: "d-mmm"
        case 17: "mmm-yy"
        case 18: "h:mm AM/PM"
        case 19: "h:mm:ss AM/PM"
        case 20: "h:mm"
        case 21: "h:mm:ss"
        case 22: "yyyy/m/d h:mm"
        case 27, 36, 50, 57: "[$-411]ge.m.d"
        case 28, 29, 51, 54, 58: "[$-411]ggge\"年\"m\"月\"d\"日\""
        case 30: "m/d/yy"
        case 31: "yyyy\"年\"m\"月\"d\"日\""
        case 32: "h\"時\"mm\"分\""
        case 33: "h\"時\"mm\"分\"ss\"秒\""
        case 34, 52, 55: "yyyy\"年\"m\"月\""
        case 35, 53, 56: "m\"月\"d\"日\""
        case 37, 38: "#,##0;-#,##0"
        case 39, 40: "#,##0.00;-#,##0.00"
        case 41: "#,##0;-#,##0;-"
        case 42: "¥#,##0;-¥#,##0;¥-"
        case 43: "#,##0.00;-#,##0.00;-"
        case 44: "¥#,##0.00;-¥#,##0.00;¥-"
        case 45: "mm:ss"
        case 46: "[h]:mm:ss"
        case 47: "mm:ss.0"
        case 48: "##0.0E+0"
        case 49: "@"
        default: nil
        }
    }
}
