/// The encodings that table files come in.
package enum TextEncoding: String, Sendable, CaseIterable {
    case utf8 = "UTF-8"
    case utf16LE = "UTF-16LE"
    case utf16BE = "UTF-16BE"
    case cp932 = "CP932"

    /// Case and the usual other names do not matter. Plain `UTF-16` is little-endian unless a byte order mark says otherwise.
    package init?(named name: String) {
        switch name.uppercased().filter({ $0 != "-" && $0 != "_" && $0 != " " }) {
        case "UTF8", "UTF8BOM", "UTF8SIG": self = .utf8
        case "UTF16", "UTF16LE": self = .utf16LE
        case "UTF16BE": self = .utf16BE
        case "CP932", "SHIFTJIS", "SJIS", "MS932", "WINDOWS31J": self = .cp932
        default: return nil
        }
    }

    /// Bytes of a code unit.
    var unit: Int { self == .utf16LE || self == .utf16BE ? 2 : 1 }

    func codeUnit(_ bytes: [UInt8], _ index: Int) -> UInt16 {
        switch self {
        case .utf16LE: UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8
        case .utf16BE: UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
        case .utf8, .cp932: UInt16(bytes[index])
        }
    }

    static func declared(by bytes: [UInt8]) -> (encoding: TextEncoding, markLength: Int)? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        if bytes.starts(with: [0xFF, 0xFE]) { return (.utf16LE, 2) }
        if bytes.starts(with: [0xFE, 0xFF]) { return (.utf16BE, 2) }
        return nil
    }
}

package enum TextEncoder {
    /// For a console or a file that is CP932. Each character that it lacks becomes `〓`, as Japanese print shops do.
    package static func cp932(_ text: String) -> (bytes: [UInt8], replaced: Int) {
        let input = Array(text.utf8)
        let geta: [UInt8] = [0x81, 0xAC]
        let converted = Iconv.convert(input, from: "UTF-8", to: "CP932", limit: input.count, replacement: geta) { lead in
            lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1
        }
        if let converted { return (converted.bytes, converted.badCount) }
        // A C library without the table: what is ASCII is CP932 too.
        let scalars = text.unicodeScalars
        return (scalars.flatMap { $0.isASCII ? [UInt8($0.value)] : geta }, scalars.count { !$0.isASCII })
    }
}
