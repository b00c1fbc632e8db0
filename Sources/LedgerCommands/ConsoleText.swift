import Foundation
import SheetFiles

/// How people write and read at a console of this locale. Data (`--json`, CSV, NDJSON, files) are UTF-8 everywhere and never come here.
package struct ConsoleText {
    private let codeset: ConsoleCodeset?

    package init(environment: [String: String]) { codeset = ConsoleCodeset(environment: environment) }

    /// The bytes to write. Each character that the codeset cannot hold in any form is one `〓`. Never fails.
    package func bytes(_ text: String) -> [UInt8] {
        guard let codeset, !text.utf8.allSatisfy({ $0 < 0x80 }) else { return Array(text.utf8) }
        let whole = codeset.bytes(text)
        return whole.replaced == 0 ? whole.bytes : text.flatMap { Self.bytes($0, codeset) }
    }

    /// What was typed at it: in the codeset of the locale, or in UTF-8 as scripts have it. What is UTF-8 by chance is told from that by its letters:
    /// a text of the codeset that is UTF-8 too would read as Latin, Greek or Cyrillic letters and nothing else. What is neither is repaired.
    package func text(_ bytes: [UInt8]) -> String {
        let plain = String(validating: bytes, as: UTF8.self)
        let repaired = plain ?? String(decoding: bytes, as: UTF8.self)
        guard let codeset, plain?.unicodeScalars.allSatisfy({ $0.isASCII || $0.value >= 0x800 }) != true else { return repaired }
        return codeset.text(bytes) ?? repaired
    }

    /// As it is, else composed, else without the selector of its variant.
    private static func bytes(_ character: Character, _ codeset: ConsoleCodeset) -> [UInt8] {
        let base = String(String.UnicodeScalarView(character.unicodeScalars.filter { !$0.properties.isVariationSelector }))
        for form in [String(character), String(character).precomposedStringWithCanonicalMapping, base] where !form.isEmpty {
            let encoded = codeset.bytes(form)
            if encoded.replaced == 0 { return encoded.bytes }
        }
        return codeset.bytes("〓").bytes
    }
}
