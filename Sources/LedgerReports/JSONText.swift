import Foundation

/// The one place where JSON is written: keys sorted, so that the same answer has the same bytes.
package enum JSONText {
    /// Indented, for an answer that is one document; without a final line break.
    package static func document(_ value: some Encodable) throws -> String {
        try encode(value, [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted])
    }

    /// One line, for feeds.
    package static func line(_ value: some Encodable) throws -> String {
        try encode(value, [.sortedKeys, .withoutEscapingSlashes])
    }

    private static func encode(_ value: some Encodable, _ format: JSONEncoder.OutputFormatting) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = format
        return harmless(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// What could move a terminal's cursor or turn its text stands as an escape: the encoder writes only what is below U+0020 so. A reader of JSON gets
    /// the same string. Outside of strings JSON has none of these characters.
    private static func harmless(_ json: String) -> String {
        guard json.unicodeScalars.contains(where: { !$0.isASCII && Visible.isUnsafe($0) || $0.value == 0x7f }) else { return json }
        var result = String.UnicodeScalarView()
        for scalar in json.unicodeScalars {
            guard scalar.value == 0x7f || !scalar.isASCII && Visible.isUnsafe(scalar) else {
                result.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let hex = String(unit, radix: 16)
                result.append(contentsOf: ("\\u" + String(repeating: "0", count: 4 - hex.count) + hex).unicodeScalars)
            }
        }
        return String(result)
    }
}
