import Foundation
import LedgerMerkle
import LedgerModel
import LedgerProofs
import LedgerVerifier

/// `log.json`: what the checkpoint says, for readers of JSON, and the keys it is signed with. Written after the checkpoint, so it may lag
/// behind it and is never ahead.
package struct LogDocument: PublishedDocument, Sendable {
    package let format: Int
    /// 32 hexadecimal digits.
    package let ledger: String
    package let name: String
    package let size: UInt64
    /// Base64.
    package let root: String
    /// Verifier keys, the one in use first.
    package let keys: [String]

    static let what = PublishedPath.log

    package init(ledger: [UInt8], checkpoint: Checkpoint, keys: [VerifierKey]) {
        format = 1
        self.ledger = ledger.hex
        name = checkpoint.origin
        size = checkpoint.size
        root = checkpoint.root.base64
        self.keys = keys.map(\.text)
    }

    package var bytes: [UInt8] {
        let keys = JSONText.list(keys.map(JSONText.string))
        return Array(
            """
            {"format":\(format),"ledger":\(JSONText.string(ledger)),"name":\(JSONText.string(name)),"size":\(size),\
            "root":\(JSONText.string(root)),"keys":\(keys)}

            """.utf8)
    }

    /// Those that can be read.
    package var verifierKeys: [VerifierKey] { keys.compactMap { try? VerifierKey(parsing: $0) } }
}

/// `removed.json`: which texts and files were taken away after a redaction.
package struct RemovedDocument: PublishedDocument, Sendable {
    /// Each with the number of the entry that redacts it, which may lie beyond the checkpoint.
    package private(set) var texts: [TextPlace: UInt64]
    /// Paths below the folder, ascending.
    package let files: [String]

    static let what = PublishedPath.removed

    package init(texts: [TextPlace: UInt64] = [:], files: some Sequence<String> = []) {
        self.texts = texts
        self.files = files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    package var bytes: [UInt8] {
        let lines = texts.sorted { $0.key < $1.key }.map { place, by in
            "{\"entry\":\(place.entry),\"field\":\(JSONText.string(place.field.word)),\"ordinal\":\(place.ordinal),\"by\":\(by)}"
        }
        return Array("{\"texts\":\(JSONText.list(lines)),\"files\":\(JSONText.list(files.map(JSONText.string)))}\n".utf8)
    }

    private struct Shape: Decodable {
        struct Text: Decodable {
            let entry: UInt64
            let field: String
            let ordinal: UInt32
            let by: UInt64
        }
        let texts: [Text]
        let files: [String]
    }

    package init(from decoder: any Decoder) throws {
        let shape = try Shape(from: decoder)
        var texts: [TextPlace: UInt64] = [:]
        for text in shape.texts {
            guard let field = TextField(word: text.field) else { throw DecodeError(what: Self.what, why: "names an unknown field") }
            texts[TextPlace(entry: text.entry, field: field, ordinal: text.ordinal)] = text.by
        }
        guard shape.files.allSatisfy({ PublishedPath.isSafe($0) && $0.hasPrefix("editions/") }) else {
            throw DecodeError(what: Self.what, why: "names what is no file of an edition")
        }
        self.init(texts: texts, files: shape.files)
    }
}

/// What `editions.json` says that the log says too. What else stands there is for people.
struct EditionsDocument: Decodable {
    struct Edition: Decodable {
        let id: String
        let label: String
        let entry: UInt64
        let size: UInt64
        let plans: [String]
        let seal: String
        let files: [File]
    }

    struct File: Decodable {
        let path: String
        let sha256: String
    }

    let editions: [Edition]
}

/// One line of `texts/`: an open text with the salt of its commitment.
struct TextLine: Decodable {
    let entry: UInt64
    let field: String
    let ordinal: UInt32
    let salt: String
    let text: String

    init(_ entry: UInt64, _ text: SaltedText) {
        self.entry = entry
        field = text.field.word
        ordinal = text.ordinal
        salt = Base64.encode(Array(text.salt))
        self.text = text.text
    }

    /// Without the newline. Throws unless it is spelled as `bytes` spells it.
    init(parsing line: [UInt8]) throws(DecodeError) {
        self = try JSONText.decode(TextLine.self, line, "text")
        guard bytes.elementsEqual(line + [UInt8(ascii: "\n")]) else { throw DecodeError(what: "text", why: "is not spelled as it is written here") }
    }

    var bytes: [UInt8] {
        Array(
            """
            {"entry":\(entry),"field":\(JSONText.string(field)),"ordinal":\(ordinal),"salt":\(JSONText.string(salt)),"text":\(JSONText.string(text))}

            """.utf8)
    }

    /// Nil for an unknown field or a salt that is not base64.
    var salted: SaltedText? {
        guard let field = TextField(word: field), let salt = Base64.decode(salt.utf8) else { return nil }
        return .with {
            $0.field = field
            $0.ordinal = ordinal
            $0.salt = Data(salt)
            $0.text = text
        }
    }
}
