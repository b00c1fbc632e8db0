import Foundation
import LedgerModel

/// Texts as they are compared: after NFKC and without white space. Never stored.
enum Compared {
    static func text(_ raw: String) -> String {
        if raw.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) { return raw }
        let folded = raw.precomposedStringWithCompatibilityMapping.unicodeScalars
        return String(String.UnicodeScalarView(folded.filter { !isInvisible($0) }))
    }

    static func isBlank(_ raw: String) -> Bool { raw.unicodeScalars.allSatisfy(isInvisible) }

    /// White space, the byte order mark and the zero-width space.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar == "\u{feff}" || scalar == "\u{200b}"
    }
}

/// A heading, or a text of a cell, as a mapping writes it: `事業名`, `{era}{y}実績`, `平成{yy}年度{*}`, `{yyyy}年度`.
///
/// `{yy}` and `{y}` are the number of a year of an era: one or two digits or 元; the era stands before it, as H or 平成, or as `{era}` for any of them.
/// `{yyyy}` is a year of our calendar. `{*}` is any text, also none; `{{` is a brace. Everything else stands for
/// itself.
package struct HeadingPattern: Sendable, Hashable {
    /// As written in the mapping.
    package let text: String
    private let pieces: [Piece]

    private enum Piece: Sendable, Hashable {
        case literal(String)
        case era
        case eraYear
        case year
        case anything
    }

    package enum Match: Sendable, Hashable {
        case plain
        case year(Int)
        /// It names two years that are not the same: `R2(2021)年度`.
        case contradiction
    }

    /// Why a pattern cannot be understood.
    enum Refusal: Error { case unknownPlaceholder, eraMissing, tooManyWildcards, empty }

    /// Each of them multiplies what matching may cost.
    private static let wildcardLimit = 3

    init(_ text: String) throws(Refusal) {
        self.text = text
        var pieces: [Piece] = []
        var literal = ""
        var rest = Compared.text(text)[...]
        func close() { if !literal.isEmpty { pieces.append(.literal(literal)); literal = "" } }
        while let character = rest.first {
            guard character == "{" else {
                literal.append(rest.removeFirst())
                continue
            }
            if rest.hasPrefix("{{") {
                literal.append("{")
                rest = rest.dropFirst(2)
                continue
            }
            guard let end = rest.firstIndex(of: "}") else { throw .unknownPlaceholder }
            let name = rest[rest.index(after: rest.startIndex)..<end]
            rest = rest[rest.index(after: end)...]
            close()
            switch name {
            case "era": pieces.append(.era)
            case "y", "yy": pieces.append(.eraYear)
            case "yyyy": pieces.append(.year)
            case "*": pieces.append(.anything)
            default: throw .unknownPlaceholder
            }
        }
        close()
        guard !pieces.isEmpty else { throw .empty }
        guard pieces.count(where: { $0 == .anything }) <= HeadingPattern.wildcardLimit else { throw .tooManyWildcards }
        self.pieces = pieces
        for (index, piece) in pieces.enumerated() where piece == .eraYear {
            guard index > 0 else { throw .eraMissing }
            if case .literal(let before) = pieces[index - 1], HeadingPattern.era(endOf: before) != nil { continue }
            guard pieces[index - 1] == .era else { throw .eraMissing }
        }
    }

    package var namesYear: Bool { pieces.contains { $0 == .eraYear || $0 == .year } }

    /// - Parameter compared: as `Compared.text` gives it.
    func match(compared: String) -> Match? {
        guard let years = match(pieces[...], compared[...]) else { return nil }
        guard let first = years.first else { return .plain }
        return years.allSatisfy { $0 == first } ? .year(first) : .contradiction
    }

    /// The years read on the way; nil where the text does not match. The shortest text that fits is taken for `{*}`.
    private func match(_ pieces: ArraySlice<Piece>, _ text: Substring, era: Era? = nil) -> [Int]? {
        guard let piece = pieces.first else { return text.isEmpty ? [] : nil }
        let later = pieces.dropFirst()
        switch piece {
        case .literal(let literal):
            guard text.hasPrefix(literal) else { return nil }
            return match(later, text.dropFirst(literal.count), era: HeadingPattern.era(endOf: literal))
        case .era:
            for era in Era.allCases {
                for name in [era.kanji, String(era.letter), String(era.letter).lowercased()] where text.hasPrefix(name) {
                    if let years = match(later, text.dropFirst(name.count), era: era) { return years }
                }
            }
            return nil
        case .eraYear:
            guard let era else { return nil }
            if text.first == "元" { return match(later, text.dropFirst()).map { [era.firstYear] + $0 } }
            let digits = HeadingPattern.digits(text, atMost: 2)
            guard let number = Int(digits), number >= 1 else { return nil }
            return match(later, text.dropFirst(digits.count)).map { [era.firstYear + number - 1] + $0 }
        case .year:
            let digits = HeadingPattern.digits(text, atMost: 4)
            guard digits.count == 4, let year = Int(digits), Limits.years.contains(year) else { return nil }
            return match(later, text.dropFirst(4)).map { [year] + $0 }
        case .anything:
            var rest = text
            while true {
                if let years = match(later, rest) { return years }
                guard rest.popFirst() != nil else { return nil }
            }
        }
    }

    /// The digits that a text starts with; empty where there are more of them than a year has.
    private static func digits(_ text: Substring, atMost limit: Int) -> Substring {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        return digits.count <= limit ? digits : digits.prefix(0)
    }

    private static func era(endOf literal: String) -> Era? {
        Era.allCases.first { literal.hasSuffix($0.kanji) || literal.last == $0.letter || literal.last == $0.letter.lowercased().first }
    }
}
