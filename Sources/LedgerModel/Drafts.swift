import Foundation
import SwiftProtobuf

/// A statement with its texts in clear, before salts and commitments exist.
extension Draft {
    /// Reads one line of NDJSON (protobuf's JSON mapping).
    /// - Throws: `Problem` with code `bad-json` and the parser's own words.
    package init(jsonLine line: String, place: String) throws(Problem) {
        do {
            try self.init(jsonUTF8Bytes: Array(line.utf8))
        } catch {
            throw Problem(.badJSON, at: place, Draft.words(error))
        }
        // The parser keeps numbers of enumerations that nobody knows; stored, they would make the entry unreadable.
        if let stranger = StrangerFinder.find(in: self) { throw Problem(.badJSON, at: place, stranger) }
    }

    private static func words(_ error: any Error) -> String {
        guard let json = error as? JSONDecodingError else { return "\(error)" }
        return switch json {
        case .unknownField(let name): "unknown field \"\(name)\""
        case .unrecognizedEnumValue: "an unknown name of an enumeration"
        case .truncated: "the line ends too early"
        case .trailingGarbage: "something follows the object"
        case .malformedString, .invalidUTF8: "a string that is not valid"
        case .malformedNumber, .numberRange, .leadingZero: "a number that is not valid"
        default: "\(json)"
        }
    }

    /// Sets a text in its place; one that stood there goes.
    package mutating func setText(_ field: TextField, _ text: String, ordinal: UInt32 = 0) {
        texts.removeAll { $0.field == field && $0.ordinal == ordinal }
        var one = DraftText()
        one.field = field
        one.ordinal = ordinal
        one.text = text
        texts.append(one)
        texts.sort { ($0.field.rawValue, $0.ordinal) < ($1.field.rawValue, $1.ordinal) }
    }

    package func text(_ field: TextField, ordinal: UInt32 = 0) -> String? {
        texts.first { $0.field == field && $0.ordinal == ordinal }?.text
    }
}

extension Statement {
    package func holdsText(_ field: TextField, ordinal: UInt32 = 0) -> Bool {
        texts.contains { $0.field == field && $0.ordinal == ordinal }
    }

    /// The statement without what a retry draws afresh: the hashes of its commitments.
    /// Two appends have the same content when these are equal and their texts are (FORMAT.md §3).
    package var withoutCommitmentHashes: Statement {
        var copy = self
        for i in copy.texts.indices { copy.texts[i].hash = Data() }
        return copy
    }
}
