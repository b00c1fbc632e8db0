import BigInt

/// An exact decimal that remembers its digits as printed: "30.0" is not "30", though both are equal in amount.
///
/// Grammar and limits: FORMAT.md §2. Never binary floating point.
package struct ExactDecimal: Sendable, Hashable {
    /// The digits as printed, canonical in form but with trailing zeros kept.
    package let text: String
    private let coefficient: BigInt
    private let exponent: Int

    /// Nil where `text` is not a decimal of the stored grammar or has more than 40 digits.
    package init?(_ text: String) {
        var digitCount = 0
        var wholeCount: Int?
        var isNegative = false
        var startsWithZero = false
        // Up to 18 digits fit into one machine word, which is what nearly every figure needs.
        var small: Int64 = 0
        for (place, byte) in text.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "-"):
                guard place == 0 else { return nil }
                isNegative = true
            case UInt8(ascii: "."):
                guard wholeCount == nil, digitCount > 0 else { return nil }
                wholeCount = digitCount
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if digitCount == 0 { startsWithZero = byte == UInt8(ascii: "0") }
                if digitCount < 18 { small = small * 10 + Int64(byte - UInt8(ascii: "0")) }
                digitCount += 1
            default: return nil
            }
        }
        let whole = wholeCount ?? digitCount
        guard digitCount > 0, digitCount <= Limits.decimalDigits, wholeCount != digitCount, !startsWithZero || whole == 1 else { return nil }
        self.text = text
        exponent = whole - digitCount
        if digitCount <= 18 {
            coefficient = BigInt(isNegative ? -small : small)
        } else {
            guard let digits = BigInt(text.filter { $0 != "." }) else { return nil }
            coefficient = digits
        }
    }

    package var isNegative: Bool { coefficient < 0 }
    package var isZero: Bool { coefficient == 0 }

    /// The amount `self` × 10^`scale`, as an exact fraction.
    package func amount(scale: Int32 = 0) -> Ratio {
        let power = exponent + Int(scale)
        if power >= 0 { return Ratio(coefficient * BigInt(10).power(power), 1) }
        return Ratio(coefficient, BigInt(10).power(-power))
    }
}

/// An exact fraction, for comparing amounts of unlike scale and for progress figures.
package struct Ratio: Sendable, Comparable {
    private let numerator: BigInt
    private let denominator: BigInt  // > 0

    package init(_ numerator: BigInt, _ denominator: BigInt) {
        precondition(denominator != 0, "a ratio's denominator is never zero")
        self.numerator = denominator < 0 ? -numerator : numerator
        self.denominator = denominator.magnitude == 0 ? 1 : BigInt(denominator.magnitude)
    }

    package init(_ numerator: Int, _ denominator: Int = 1) { self.init(BigInt(numerator), BigInt(denominator)) }

    package var isZero: Bool { numerator == 0 }

    /// Exactly: `3/10`.
    package var fraction: String { "\(numerator)/\(denominator)" }

    /// Reads `fraction`.
    package init?(fraction: String) {
        let parts = fraction.split(separator: "/").map { BigInt(String($0)) }
        guard parts.count == 2, let numerator = parts[0], let denominator = parts[1], denominator > 0 else { return nil }
        self.init(numerator, denominator)
    }

    package static func == (a: Ratio, b: Ratio) -> Bool { a.numerator * b.denominator == b.numerator * a.denominator }
    package static func < (a: Ratio, b: Ratio) -> Bool { a.numerator * b.denominator < b.numerator * a.denominator }
    package static func + (a: Ratio, b: Ratio) -> Ratio {
        Ratio(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)
    }
    package static func - (a: Ratio, b: Ratio) -> Ratio {
        Ratio(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator)
    }
    package static func * (a: Ratio, b: Ratio) -> Ratio {
        Ratio(a.numerator * b.numerator, a.denominator * b.denominator)
    }
    /// Nil where `b` is zero: an undefined ratio is said, never invented.
    package static func / (a: Ratio, b: Ratio) -> Ratio? {
        b.numerator == 0 ? nil : Ratio(a.numerator * b.denominator, a.denominator * b.numerator)
    }

    /// Rounded half away from zero to `digits` decimals: 2/3 with 1 digit is "0.7".
    package func rounded(digits: Int) -> String {
        let scaled = numerator.magnitude * BigUInt(10).power(digits)
        let (q, r) = scaled.quotientAndRemainder(dividingBy: denominator.magnitude)
        let rounded = r * 2 >= denominator.magnitude ? q + 1 : q
        var text = String(rounded)
        if digits > 0 {
            text = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
            text.insert(".", at: text.index(text.endIndex, offsetBy: -digits))
        }
        return numerator < 0 && rounded != 0 ? "-" + text : text
    }

    /// As a percentage with one decimal: "30.5".
    package var percent: String { (self * Ratio(100)).rounded(digits: 1) }
}
