import LedgerModel

/// A number with the power of ten that is printed behind it: 15千, 1兆, 2億396万.
struct PrintedNumber: Sendable, Hashable {
    /// Canonical digits as printed, grouping commas left out.
    var digits: String
    var scale: Int32 = 0

    /// How many digits stand behind the point.
    var fractionLength: Int { digits.split(separator: ".").dropFirst().first?.utf8.count ?? 0 }

    var amount: Ratio? { ExactDecimal(digits)?.amount(scale: scale) }
}

extension Cursor {
    private static let scaleWords: [(String, Int32)] = [
        ("千億", 11), ("百億", 10), ("十億", 9), ("千万", 7), ("百万", 6), ("十万", 5), ("兆", 12), ("億", 8), ("万", 4), ("千", 3), ("百", 2),
    ]
    /// Powers that a smaller part may follow, as in 2億396万, and the powers of that part. 3千 behind 1億 is not among them: some mean 3千万 by it.
    private static let smallerParts: [Int32: Set<Int32>] = [12: [0, 4, 8, 9, 10, 11], 8: [0, 4, 5, 6, 7], 4: [0, 3]]

    mutating func scaleWord() -> Int32? { eat(Cursor.scaleWords) }

    /// number := sign? plain (scale plain)* scale?
    mutating func number() throws(Doubt) -> PrintedNumber? {
        let start = at
        var negative = false
        if let sign = peek, sign.isMinus, scalar(1)?.isDigit == true {
            negative = true
            at += 1
        }
        guard var digits = try plain() else {
            at = start
            return nil
        }
        var scale = scaleWord() ?? 0
        while peek?.isDigit == true {
            guard let parts = Cursor.smallerParts[scale], !digits.contains("."), let more = try plain(), !more.contains(".") else { throw .compound }
            let smaller = scaleWord() ?? 0
            let width = Int(scale - smaller)
            guard parts.contains(smaller), more.utf8.count <= width else { throw .compound }
            digits += String(repeating: "0", count: width - more.utf8.count) + more
            scale = smaller
        }
        if peek == "." || peek == ",", scalar(1)?.isDigit == true { throw .grouping }
        let text = (negative ? "-" : "") + digits
        guard ExactDecimal(text) != nil else { throw .number }
        return PrintedNumber(digits: text, scale: scale)
    }

    /// plain := digits | d{1,3} (',' ddd)+, with an optional fraction. Another grouping is not read.
    private mutating func plain() throws(Doubt) -> String? {
        var digits = run()
        guard !digits.isEmpty else { return nil }
        if peek == ",", scalar(1)?.isDigit == true {
            guard digits.utf8.count <= 3, digits.first != "0" else { throw .grouping }
            while peek == ",", scalar(1)?.isDigit == true {
                at += 1
                let group = run()
                guard group.utf8.count == 3 else { throw .grouping }
                digits += group
            }
        }
        if digits.first == "0", digits.utf8.count > 1 { throw .number }
        if peek == ".", scalar(1)?.isDigit == true {
            at += 1
            digits += "." + run()
            if peek == "." || peek == ",", scalar(1)?.isDigit == true { throw .grouping }
        }
        return digits
    }

    private mutating func run() -> String {
        var digits = ""
        while let next = peek, next.isDigit {
            digits.unicodeScalars.append(next)
            at += 1
        }
        return digits
    }
}
