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

    /// The stored bytes.
    package func encoded() throws -> [UInt8] {
        var record = Record()
        record.texts = texts
        record.hashes = hashes.isEmpty ? .init() : .init(hashes)
        // Field 1 first: the leaf goes in as the bytes that were hashed.
        var bytes: [UInt8] = [0x0a]
        Codec.appendVarint(UInt64(leaf.count), to: &bytes)
        bytes += leaf
        bytes += try record.serializedBytes() as [UInt8]
        return bytes
    }

    package init(decoding bytes: [UInt8]) throws(DecodeError) {
        var leaf: [UInt8]?
        var texts: [SaltedText] = []
        var hashes: [UInt8] = []
        var last: UInt32 = 0
        var walker = WireWalker(bytes)
        do {
            while let field = try walker.next() {
                guard field.number > last || (field.number == 2 && last == 2) else {
                    throw DecodeError(what: "record", why: "field \(field.number) out of order")
                }
                last = field.number
                guard case .bytes(let range) = field.value else {
                    throw DecodeError(what: "record", why: "field \(field.number) is not length-delimited")
                }
                switch field.number {
                case 1: leaf = Array(bytes[range])
                case 2: texts.append(try Codec.decode(SaltedText.self, Array(bytes[range]), "text"))
                case 3: hashes = Array(bytes[range])
                default: throw DecodeError(what: "record", why: "unknown field \(field.number)")
                }
            }
        } catch let error as WireWalker.Malformed {
            throw DecodeError(what: "record", why: "\(error.why) at byte \(error.offset)")
        } catch let error as DecodeError {
            throw error
        } catch {
            throw DecodeError(what: "record", why: "\(error)")
        }
        guard let leaf else { throw DecodeError(what: "record", why: "holds no leaf") }
        guard !hashes.isEmpty, hashes.count % 32 == 0 else { throw DecodeError(what: "record", why: "hashes are not whole") }
        self.init(leaf: leaf, texts: texts, hashes: hashes)
    }
}

/// Strict, canonical encoding (FORMAT.md §1): decode and encode give the same bytes.
package enum Codec {
    package static func encode<M: SwiftProtobuf.Message>(_ message: M) throws -> [UInt8] {
        try message.serializedBytes()
    }

    /// Decodes and refuses whatever is not the one canonical encoding. About 5 µs for a leaf.
    package static func decode<M: SwiftProtobuf.Message>(_ type: M.Type, _ bytes: [UInt8], _ what: String) throws(DecodeError) -> M {
        let message: M
        let again: [UInt8]
        do {
            message = try M(serializedBytes: bytes)
            again = try message.serializedBytes()
        } catch {
            throw DecodeError(what: what, why: "is not a protobuf message of this shape")
        }
        guard again == bytes else { throw DecodeError(what: what, why: "is not in canonical form") }
        if let stranger = StrangerFinder.find(in: message) { throw DecodeError(what: what, why: stranger) }
        return message
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
