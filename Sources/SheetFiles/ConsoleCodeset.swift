/// The codesets of consoles that can show a Japanese text and are not UTF-8, by the C library's names. Both have the vendors' characters (①, 髙),
/// with which people's names are written.
package enum ConsoleCodeset: String, CaseIterable, Sendable {
    case cp932 = "CP932", eucJP = "EUC-JP-MS"

    /// What `LC_ALL`, else `LC_CTYPE`, else `LANG` names (POSIX.1-2017, 8.2). Nil is UTF-8: for `C` and `POSIX`, for a locale that names no codeset,
    /// and for one in whose codeset a ledger of Japanese texts would be nothing but replacements.
    package init?(environment: [String: String]) {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        switch locale.prefix(while: { $0 != "@" }).drop(while: { $0 != "." }).lowercased().filter({ $0.isLetter || $0.isNumber }) {
        case "sjis", "shiftjis", "cp932", "ms932", "windows31j", "mskanji", "pck", "932": self = .cp932
        case "eucjp", "ujis", "eucjpms", "eucjpwin", "eucjpopen": self = .eucJP
        default: return nil
        }
    }

    /// Each character that the codeset lacks becomes `〓`; `replaced` counts them.
    package func bytes(_ text: String) -> (bytes: [UInt8], replaced: Int) {
        guard self != .cp932 else { return TextEncoder.cp932(text) }
        let input = Array(text.utf8)
        let converted = Iconv.convert(input, from: "UTF-8", to: rawValue, limit: input.count, replacement: [0xA2, 0xAE]) { lead in
            lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1
        }
        // A C library without the table.
        return converted.map { ($0.bytes, $0.badCount) } ?? (input, 0)
    }

    /// Nil where the bytes are no text of the codeset.
    package func text(_ bytes: [UInt8]) -> String? {
        guard let converted = Iconv.convert(bytes, from: rawValue, to: "UTF-8", step: { _ in 1 }), converted.badCount == 0 else { return nil }
        return String(decoding: converted.bytes, as: UTF8.self)
    }
}
