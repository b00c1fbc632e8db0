/// Printed numbers before names, and several things in one cell.
enum Numbering {
    /// `①若者の…`, `(iii)新社会…`, `第2章 …`, `Ⅰ`, `3. …`: number and name as printed; a text that does not start with a number is all name.
    static func split(_ raw: String) -> (number: String, name: String) {
        let text = trimmed(raw)
        let number = leadingNumber(text[...])
        guard !number.isEmpty else { return ("", text) }
        let rest = text.dropFirst(number.count).drop { $0.isWhitespace || $0 == "." || $0 == "．" || $0 == "、" || $0 == "：" }
        return (String(number), trimmed(String(rest)))
    }

    private static func leadingNumber(_ text: Substring) -> Substring {
        guard let first = text.unicodeScalars.first else { return "" }
        switch first.value {
        // Circled and parenthesised numbers, Roman numerals.
        case 0x2460...0x249B, 0x24EB...0x24FF, 0x2776...0x2793, 0x3251...0x325F, 0x32B1...0x32BF: return text.prefix(1)
        case 0x2160...0x217F: return text.prefix { $0.unicodeScalars.allSatisfy { (0x2160...0x217F).contains($0.value) } }
        default: break
        }
        if first == "(" || first == "（" { return inParentheses(text) }
        if first == "第" {
            let digits = text.dropFirst().prefix { $0.isNumber }
            let end = digits.endIndex
            guard !digits.isEmpty, end < text.endIndex, "章節条編部款項".contains(text[end]) else { return "" }
            return text[...end]
        }
        let digits = text.prefix { ("0"..."9").contains($0) || ("０"..."９").contains($0) }
        guard !digits.isEmpty, digits.endIndex < text.endIndex else { return digits }
        let next = text[digits.endIndex]
        return next.isWhitespace || next == "." || next == "．" || next == "、" || next == "：" ? digits : ""
    }

    /// `(1)`, `（iii）`, `(ア)`, `(a)`, `(二)`: at most four characters, and nothing that is a word of its own, as `(株)`.
    private static func inParentheses(_ text: Substring) -> Substring {
        guard let end = text.firstIndex(where: { $0 == ")" || $0 == "）" }) else { return "" }
        let inner = text[text.index(after: text.startIndex)..<end]
        let isNumber = inner.allSatisfy { $0.isNumber } || inner.allSatisfy { "ivxIVXⅰⅱⅲⅳⅴ".contains($0) }
        let isLetter = inner.count == 1 && inner.allSatisfy { $0.isASCII && $0.isLetter || ("ア"..."ン").contains($0) }
        return (1...4).contains(inner.count) && (isNumber || isLetter) ? text[...end] : ""
    }

    /// The things in one cell, without blanks around them; empty ones are left out.
    static func pieces(_ text: String, _ separators: [String]) -> [String] {
        var pieces = [text]
        for separator in separators { pieces = pieces.flatMap { split($0, at: separator) } }
        return pieces.map(trimmed).filter { !$0.isEmpty }
    }

    private static func split(_ text: String, at separator: String) -> [String] {
        var pieces: [String] = []
        var rest = text[...]
        while let range = rest.firstRange(of: separator) {
            pieces.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return pieces + [String(rest)]
    }

    static func trimmed(_ text: String) -> String {
        var text = text[...].drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    /// `1;2;3` is three numbers, `1～3` too; anything else is one number as printed.
    static func numbers(_ text: String, _ separators: [String]) -> [String] {
        pieces(text, separators).flatMap { piece -> [String] in
            let compared = Compared.text(piece)
            let ends = compared.split(omittingEmptySubsequences: false) { "~〜".contains($0) }
            guard ends.count == 2, let first = Int(ends[0]), let last = Int(ends[1]), first < last, last - first < 100 else { return [piece] }
            return (first...last).map { "\($0)" }
        }
    }
}
