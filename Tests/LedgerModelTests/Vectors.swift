import Foundation
import LedgerModel
import LedgerTestSupport

/// Files of schema/vectors, made by a program that shares no code with this one (tools/vectors).
enum Vectors {
    struct Statements: Decodable {
        let statements: [One]
        struct One: Decodable {
            let name: String
            let act: String
            let statement_hex: String
            let texts: [Text]
            let subjects: [SubjectRow]
            let facts: [FactRow]
        }
    }
    struct Text: Decodable {
        let field: Int
        let ordinal: UInt32
        let salt: String
        let text: String
    }
    struct SubjectRow: Decodable, Equatable {
        let kind: Int
        let id: String
        init(_ subject: LedgerModel.Subject) { (kind, id) = (subject.kind.rawValue, subject.id) }
        init(from decoder: any Decoder) throws {
            var row = try decoder.unkeyedContainer()
            kind = try row.decode(Int.self)
            id = try row.decode(String.self)
        }
    }
    struct FactRow: Decodable, Hashable {
        let kind: Int
        let id: String
        let key: String
        init(_ touch: Touch) { (kind, id, key) = (touch.subject.kind.rawValue, touch.subject.id, touch.key.description) }
        init(from decoder: any Decoder) throws {
            var row = try decoder.unkeyedContainer()
            kind = try row.decode(Int.self)
            id = try row.decode(String.self)
            key = try row.decode(String.self)
        }
    }
    struct Noncanonical: Decodable {
        struct One: Decodable {
            let message: String
            let hex: String
        }
        struct Refused: Decodable {
            let message: String
            let breaks: String
            let name: String
            let hex: String
        }
        let canonical: [One]
        let refused: [Refused]
    }
    struct Log: Decodable {
        struct Entry: Decodable {
            let number: UInt64
            let event: String
            let leaf_hex: String
            let leaf_hash: String
            let links: [LinkRow]
            let texts: [TextRow]
            let hashes: [String]
            let root: String
            let record_hex: String
        }
        struct Redaction: Decodable {
            let number: UInt64
            let record_before_hex: String
            let by: UInt64
        }
        let ledger: String
        let size: UInt64
        let root: String
        let redactions: [Redaction]
        let entries: [Entry]
    }
    struct TextRow: Decodable {
        let field: Int
        let ordinal: UInt32
        let salt: String
        let text: String
        init(from decoder: any Decoder) throws {
            var row = try decoder.unkeyedContainer()
            field = try row.decode(Int.self)
            ordinal = try row.decode(UInt32.self)
            salt = try row.decode(String.self)
            text = try row.decode(String.self)
        }
    }
    struct LinkRow: Decodable, Equatable {
        let kind: Int
        let id: String
        let version: UInt64
        let previous: String
        init(_ link: LedgerModel.Link) {
            (kind, id, version, previous) = (link.subject.kind.rawValue, link.subject.id, link.version, Array(link.previous).hex)
        }
        init(from decoder: any Decoder) throws {
            var row = try decoder.unkeyedContainer()
            kind = try row.decode(Int.self)
            id = try row.decode(String.self)
            version = try row.decode(UInt64.self)
            previous = try row.decode(String.self)
        }
    }

    static func read<Content: Decodable>(_ name: String, _ type: Content.Type = Content.self) throws -> Content {
        try JSONDecoder().decode(type, from: Data(contentsOf: repositoryFile("schema/vectors/\(name).json")))
    }
}

/// Bytes from hexadecimal; traps on anything else.
func bytes(_ hex: String) -> [UInt8] {
    var rest = Substring(hex)
    var result: [UInt8] = []
    while !rest.isEmpty {
        result.append(UInt8(rest.prefix(2), radix: 16)!)
        rest = rest.dropFirst(2)
    }
    return result
}
