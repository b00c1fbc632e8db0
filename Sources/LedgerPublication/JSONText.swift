import Foundation
import LedgerModel

/// One spelling for every string: what is read must be written again as the same bytes, so a document has no second form.
enum JSONText {
    /// Quoted; only the quote, the backslash and control characters are escaped.
    static func string(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\u{0}"..."\u{1F}": quoted += "\\u00" + [UInt8(scalar.value)].hex
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    static func list(_ items: [String]) -> String { "[" + items.joined(separator: ",") + "]" }

    static func decode<T: Decodable>(_ type: T.Type, _ bytes: [UInt8], _ what: String) throws(DecodeError) -> T {
        do { return try JSONDecoder().decode(type, from: Data(bytes)) } catch {
            throw DecodeError(what: what, why: "is not JSON of this shape")
        }
    }
}

/// A document of the published folder.
protocol PublishedDocument: Decodable {
    static var what: String { get }
    /// The one spelling, with its final newline.
    var bytes: [UInt8] { get }
}

extension PublishedDocument {
    package init(parsing bytes: [UInt8]) throws(DecodeError) {
        self = try JSONText.decode(Self.self, bytes, Self.what)
        guard self.bytes == bytes else { throw DecodeError(what: Self.what, why: "is not spelled as it is written here") }
    }
}
