/// Data as it may be printed: nothing in it can move the cursor, colour the screen or turn the direction of the text.
package enum Visible {
    /// Control characters become their pictures (`␛`), bidi and other invisible format characters their code (`<U+202E>`).
    /// Line breaks become `⏎`; use `lines` where a text may keep them.
    package static func text(_ raw: String) -> String {
        guard raw.unicodeScalars.contains(where: isUnsafe) else { return raw }
        var result = String.UnicodeScalarView()
        for scalar in raw.unicodeScalars { append(scalar, to: &result) }
        return String(result)
    }

    /// The same, line by line.
    package static func lines(_ raw: String) -> [String] {
        raw.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map { text(String($0)) }
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
            guard isUnsafe(scalar) else { result.append(scalar); return }
            let hex = String(scalar.value, radix: 16, uppercase: true)
            result.append(contentsOf: "<U+\(String(repeating: "0", count: max(0, 4 - hex.count)))\(hex)>".unicodeScalars)
        }
    }
}
