/// A decimal number as its digits: exact, and rounded as a spreadsheet program rounds for the eye, half away from zero.
struct PlainDecimal: Hashable {
    var isNegative: Bool
    /// 0...9, neither the first nor the last a zero; empty for zero.
    var digits: [UInt8]
    /// The place of the last digit: the value is `digits` × 10^exponent.
    var exponent: Int

    /// Of `xsd:double` without INF and NaN: digits with a point, a sign and an exponent. Nil for anything else, or beyond a double's range.
    init?(_ stored: some StringProtocol) {
        var rest = Substring(stored)[...].utf8
        guard rest.count <= 400 else { return nil }
        isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        digits = []
        exponent = 0
        var hasDigit = false
        var hasPoint = false
        while let byte = rest.first, byte == UInt8(ascii: ".") || (0x30...0x39).contains(byte) {
            rest = rest.dropFirst()
            if byte == UInt8(ascii: ".") {
                guard !hasPoint else { return nil }
                hasPoint = true
                continue
            }
            hasDigit = true
            if hasPoint { exponent -= 1 }
            if byte != 0x30 || !digits.isEmpty { digits.append(byte - 0x30) }
        }
        guard hasDigit else { return nil }
        if let mark = rest.first {
            let power = String(rest.dropFirst()) ?? ""
            guard mark | 0x20 == UInt8(ascii: "e"), let shift = Int(power), abs(shift) <= 400 else { return nil }
            exponent += shift
        }
        normalize()
        guard digits.count + exponent <= 309 else { return nil }
    }

    /// What a cell holds, given what is stored. Programs store doubles with up to 17 digits: then it is the shortest decimal of that double.
    /// Integers, and what has more digits than a double, count as stored.
    static func exact(_ stored: some StringProtocol) -> PlainDecimal? {
        guard let decimal = PlainDecimal(stored) else { return nil }
        if decimal.exponent >= 0 && decimal.digits.count <= 15 || decimal.digits.count > 17 { return decimal }
        if stored.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }) { return decimal }
        guard let double = Double(stored), double.isFinite else { return nil }
        return PlainDecimal(double.description)
    }

    /// Without exponent, without zeros that say nothing.
    var plain: String {
        if digits.isEmpty { return "0" }
        let sign = isNegative ? "-" : ""
        let fraction = fractionDigits(max(0, -exponent)).reversed().drop { $0 == 0 }.reversed()
        let whole = integerDigits.isEmpty ? "0" : Self.text(integerDigits)
        return sign + whole + (fraction.isEmpty ? "" : "." + Self.text(Array(fraction)))
    }

    var integerDigits: [UInt8] {
        exponent >= 0 ? (digits.isEmpty ? [] : digits + [UInt8](repeating: 0, count: exponent)) : Array(digits.dropLast(-exponent))
    }

    /// The first `count` digits after the point.
    func fractionDigits(_ count: Int) -> [UInt8] {
        guard exponent < 0 else { return [UInt8](repeating: 0, count: count) }
        let zeros = [UInt8](repeating: 0, count: max(0, -exponent - digits.count))
        let all = zeros + digits.suffix(-exponent)
        return Array(all.prefix(count)) + [UInt8](repeating: 0, count: max(0, count - all.count))
    }

    func rounded(toFraction count: Int) -> PlainDecimal {
        dropping(-exponent - count)
    }

    /// Spreadsheet programs show no more than 15 digits.
    func rounded(toDigits count: Int) -> PlainDecimal {
        dropping(digits.count - count)
    }

    func shifted(_ places: Int) -> PlainDecimal {
        var result = self
        if !digits.isEmpty { result.exponent += places }
        return result
    }

    private func dropping(_ count: Int) -> PlainDecimal {
        guard count > 0 else { return self }
        var result = self
        let roundsUp = count <= digits.count && digits[digits.count - count] >= 5
        result.digits.removeLast(min(count, digits.count))
        result.exponent += count
        if roundsUp { result.increment() }
        result.normalize()
        return result
    }

    private mutating func normalize() {
        while digits.last == 0 {
            digits.removeLast()
            exponent += 1
        }
        if digits.isEmpty {
            isNegative = false
            exponent = 0
        }
    }

    private mutating func increment() {
        var index = digits.count - 1
        while index >= 0, digits[index] == 9 {
            digits[index] = 0
            index -= 1
        }
        if index >= 0 { digits[index] += 1 } else { digits.insert(1, at: 0) }
    }

    static func text(_ digits: [UInt8]) -> String {
        String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self)
    }
}
