import Foundation

/// A cell as the grammar sees it: compatibility forms folded as NFKC does, each scalar with its place in the printed text.
///
/// Only a scalar that folds to one scalar is folded, and no digit arises that was not printed as a digit: ①, ㎡, ½ and ² stay
/// what they are, so that a mark is never read as a number.
struct CellText: Sendable {
    let scalars: [Unicode.Scalar]
    private let raw: [Unicode.Scalar]
    /// For each folded scalar, where it begins in `raw`; and one entry more, the end.
    private let origins: [Int]

    init(_ text: String) {
        raw = Array(text.unicodeScalars)
        var folded: [Unicode.Scalar] = []
        var origins: [Int] = []
        folded.reserveCapacity(raw.count)
        origins.reserveCapacity(raw.count + 1)
        var at = 0
        while at < raw.count {
            var next = at + 1
            while next < raw.count, CellText.joins(raw[next]) { next += 1 }
            if next == at + 1, let one = CellText.simple(raw[at]) {
                folded.append(one)
                origins.append(at)
            } else if let one = CellText.composed(raw[at..<next]) {
                folded.append(one)
                origins.append(at)
            } else {
                for index in at..<next {
                    folded.append(raw[index])
                    origins.append(index)
                }
            }
            at = next
        }
        origins.append(raw.count)
        scalars = folded
        self.origins = origins
    }

    var all: Range<Int> { 0..<scalars.count }

    /// The text as printed, spaces at its ends left out.
    func printed(_ range: Range<Int>) -> String {
        let inner = trimmed(range)
        var text = String.UnicodeScalarView()
        text.append(contentsOf: raw[origins[inner.lowerBound]..<origins[inner.upperBound]])
        return String(text)
    }

    /// The text folded, spaces at its ends left out. Units and labels are compared in this form.
    func folded(_ range: Range<Int>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[trimmed(range)])
        return String(text)
    }

    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var low = range.lowerBound
        var high = range.upperBound
        while low < high, scalars[low].isSpace { low += 1 }
        while high > low, scalars[high - 1].isSpace { high -= 1 }
        return low..<high
    }

    /// Marks that belong to the scalar before them: half-width voiced marks, combining marks, variation selectors.
    private static func joins(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x300...0x36F, 0x3099, 0x309A, 0xFE00...0xFE0F, 0xFF9E, 0xFF9F: true
        default: false
        }
    }

    /// The common scalars, without asking Foundation.
    private static func simple(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0...0x7F, 0x3001...0x3002, 0x300C...0x300F, 0x3041...0x3096, 0x30A1...0x30FE, 0x4E00...0x9FFF, 0x203B, 0x21D2: scalar
        case 0x3000, 0xA0: " "
        case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0)
        default: nil
        }
    }

    private static func composed(_ group: ArraySlice<Unicode.Scalar>) -> Unicode.Scalar? {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: group.filter { !(0xFE00...0xFE0F).contains($0.value) })
        let result = String(text).precomposedStringWithCompatibilityMapping.precomposedStringWithCanonicalMapping.unicodeScalars
        guard let only = result.first, result.count == 1, !only.isDigit else { return nil }
        return only
    }
}

extension Unicode.Scalar {
    var isDigit: Bool { (48...57).contains(value) }
    var isLatin: Bool { (65...90).contains(value) || (97...122).contains(value) }
    var isSpace: Bool { value == 32 || (9...13).contains(value) || value == 0x3000 || value == 0xA0 || value == 0x200B }
    var isKana: Bool { (0x3041...0x3096).contains(value) || (0x30A1...0x30FA).contains(value) || (0x30FC...0x30FE).contains(value) }
    var isKanji: Bool { (0x4E00...0x9FFF).contains(value) || (0x3400...0x4DBF).contains(value) || (0xF900...0xFAFF).contains(value) || value == 0x3005 }
    /// What words are made of, digits apart.
    var isLetter: Bool { isLatin || isKana || isKanji }
    var isColon: Bool { value == 58 }
    var isArrow: Bool {
        switch value {
        case 0x21D2, 0x2192, 0x27A1, 0x21E8, 0x2794, 0x27F6, 0x2799, 0x279C, 0x279E, 0x21D4, 0x2B95: true
        default: false
        }
    }
    var isBullet: Bool {
        switch value {
        case 0x30FB, 0xB7, 0x2022, 0x25CF, 0x25CB, 0x25CE, 0x25A0, 0x25A1, 0x25C6, 0x25C7, 0x25E6: true
        default: false
        }
    }
    var isOpening: Bool { value == 40 || value == 0x3014 || value == 91 || value == 0x3010 }
    var isClosing: Bool { value == 41 || value == 0x3015 || value == 93 || value == 0x3011 }
    /// Dashes between the ends of a range.
    var isRangeDash: Bool {
        switch value {
        case 0x7E, 0x301C, 0x223C, 0x2D, 0x2010, 0x2011, 0x2013, 0x2014, 0x2212: true
        default: false
        }
    }
    /// Signs of a negative number in Japanese tables.
    var isMinus: Bool { value == 0x2D || value == 0x2212 || value == 0x25B3 || value == 0x25B2 }
}
