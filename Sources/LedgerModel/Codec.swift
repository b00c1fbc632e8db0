import SwiftProtobuf

/// Bytes that are not what FORMAT.md says, and where.
package struct DecodeError: Error, Equatable, Sendable {
    package let what: String
    package let why: String

    package init(what: String, why: String) {
        self.what = what
        self.why = why
    }
}

/// A stored record taken apart without decoding the leaf, so that the bytes that are hashed are the bytes that were stored.
package struct RecordFrame: Sendable {
    package let leaf: [UInt8]
    package let texts: [SaltedText]
    package let hashes: [UInt8]

    package init(leaf: [UInt8], texts: [SaltedText], hashes: [UInt8]) {
        self.leaf = leaf
        self.texts = texts
        self.hashes = hashes
    }

    /// The stored bytes. The leaf goes in as the bytes that were hashed.
    package func encoded() throws -> [UInt8] {
        var record = WireWriter(capacity: leaf.count + hashes.count + 16 + texts.reduce(0) { $0 + $1.text.utf8.count + 48 })
        record.message(1, leaf)
        for text in texts { record.message(2, try Codec.encode(text)) }
        if !hashes.isEmpty { record.message(3, hashes) }
        return record.bytes
    }

    package init(decoding bytes: [UInt8]) throws(DecodeError) {
        let walked = try WalkedRecord(bytes)
        var texts: [SaltedText] = []
        for range in walked.texts { texts.append(try Codec.decode(SaltedText.self, Array(bytes[range]), "text")) }
        self.init(leaf: Array(bytes[walked.leaf]), texts: texts, hashes: Array(bytes[walked.hashes]))
    }
}

/// Strict, canonical encoding (FORMAT.md §1): decode and encode give the same bytes.
package enum Codec {
    package static func encode<M: SwiftProtobuf.Message>(_ message: M) throws -> [UInt8] {
        try message.serializedBytes()
    }

    /// Decodes and refuses whatever is not the one canonical encoding. About 3 µs for a leaf, of which the check takes a tenth.
    package static func decode<M: StoredMessage>(_ type: M.Type, _ bytes: [UInt8], _ what: String) throws(DecodeError) -> M {
        guard M.shape.admits(bytes) else { throw refusal(of: type, bytes, what) }
        do {
            return try M(stored: bytes, in: 0..<bytes.count)
        } catch {
            throw DecodeError(what: what, why: "is not a protobuf message of this shape")
        }
    }

    /// What is not canonical about bytes that the check does not admit, in words. Decodes and encodes: several times the cost of the check.
    package static func refusal<M: StoredMessage>(of type: M.Type, _ bytes: [UInt8], _ what: String) -> DecodeError {
        guard let message = try? M(serializedBytes: bytes), let again = try? message.serializedBytes() as [UInt8] else {
            return DecodeError(what: what, why: "is not a protobuf message of this shape")
        }
        let stranger = again == bytes ? StrangerFinder.find(in: message) : nil
        return DecodeError(what: what, why: stranger ?? "is not in canonical form")
    }

    package static func decodeLeaf(_ bytes: [UInt8]) throws(DecodeError) -> Leaf {
        let leaf = try decode(Leaf.self, bytes, "leaf")
        guard leaf.hasStatement, leaf.hasRecorded, leaf.hasBatch else {
            throw DecodeError(what: "leaf", why: "lacks its statement, time or batch")
        }
        guard leaf.statement.act != nil else { throw DecodeError(what: "statement", why: "holds no act") }
        return leaf
    }

    /// Only the format number, for a leaf that may be newer than this program. Nil where even that cannot be read.
    package static func formatNumber(ofLeaf bytes: [UInt8]) -> UInt64? {
        var walker = WireWalker(bytes)
        guard let field = try? walker.next(), field.number == 1, case .varint(let format) = field.value else { return nil }
        return format
    }

    static func appendVarint(_ value: UInt64, to bytes: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
