/// Data as it may be printed: nothing in it can move the cursor, colour the screen or turn the direction of the text.
package enum Visible {
    /// Control characters become their pictures (`␛`), bidi and other invisible format characters their code (`<U+202E>`).
    /// Line breaks become `⏎`; use `lines` where a text may keep them.
    package static func text(_ raw: String) -> String {
        guard DisplayWidth.ofUsual(raw) == nil, raw.unicodeScalars.contains(where: isUnsafe) else { return raw }
        var result = String.UnicodeScalarView()
        for scalar in raw.unicodeScalars { append(scalar, to: &result) }
        return String(result)
    }

    /// The same, line by line.
    package static func lines(_ raw: String) -> [String] {
        if DisplayWidth.ofUsual(raw) != nil { return [raw] }
        return raw.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map { text(String($0)) }
    }

    /// Harmless as `text` is, and read back exactly by `respelled`: whatever would act stands as its code, but for line ends, and so does the beginning of
    /// what was spelled like a code before. For files that people work on and the program reads again.
    package static func spelled(_ raw: String) -> String {
        guard raw.unicodeScalars.contains(where: isUnsafe) || raw.utf8.contains(0x3c) else { return raw }
        var result = String.UnicodeScalarView()
        let scalars = Array(raw.unicodeScalars)
        for (i, scalar) in scalars.enumerated() {
            let isLineEnd = scalar == "\n" || scalar == "\r" && scalars.dropFirst(i + 1).first == "\n"
            let isCode = scalar == "<" && scalars[(i + 1)...].prefix(2).elementsEqual("U+".unicodeScalars)
            if isCode || isUnsafe(scalar) && !isLineEnd { appendCode(of: scalar, to: &result) } else { result.append(scalar) }
        }
        return String(result)
    }

    /// What was `spelled`; codes that somebody typed are taken as well, and what only looks like one stays.
    package static func respelled(_ text: String) -> String {
        guard text.utf8.contains(0x3c) else { return text }
        var result = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.first {
            if let (code, end) = code(at: rest) {
                result.append(code)
                rest = rest[end...]
            } else {
                result.append(scalar)
                rest = rest.dropFirst()
            }
        }
        return String(result)
    }

    /// The scalar of a code `<U+…>` at the beginning, and where it ends.
    private static func code(at text: Substring.UnicodeScalarView) -> (Unicode.Scalar, String.Index)? {
        guard text.starts(with: "<U+".unicodeScalars) else { return nil }
        let digits = text.dropFirst(3).prefix { $0.properties.isASCIIHexDigit }
        guard 4...6 ~= digits.count, text[digits.endIndex...].first == ">", let value = UInt32(String(digits), radix: 16), let scalar = Unicode.Scalar(value)
        else { return nil }
        return (scalar, text.index(after: digits.endIndex))
    }

    static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        // Of what Japanese tables are made of, without asking for its category.
        switch scalar.value {
        case 0x20..<0x7f, 0x3041...0x3096, 0x30a0...0x30ff, 0x4e00...0x9fff, 0xff01...0xff60: return false
        default: break
        }
        return switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
        // U+200D joins emoji and Indic letters and is harmless.
        case .format: scalar.value != 0x200d
        default: false
        }
    }

    private static func append(_ scalar: Unicode.Scalar, to result: inout String.UnicodeScalarView) {
        switch scalar.value {
        case 0x0a: result.append("⏎")
        case 0x00...0x1f: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "�")
        case 0x7f: result.append("␡")
        default:
            if isUnsafe(scalar) { appendCode(of: scalar, to: &result) } else { result.append(scalar) }
        }
    }

    private static func appendCode(of scalar: Unicode.Scalar, to result: inout String.UnicodeScalarView) {
        let hex = String(scalar.value, radix: 16, uppercase: true)
        result.append(contentsOf: "<U+\(String(repeating: "0", count: max(0, 4 - hex.count)))\(hex)>".unicodeScalars)
    }
}
