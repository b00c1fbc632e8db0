import SwiftProtobuf

/// A message of the stored format, whose shape is known here (FORMAT.md §1).
package protocol StoredMessage: SwiftProtobuf.Message {
    static var shape: WireShape { get }
    /// The message that stands in a range of the bytes.
    init(stored bytes: [UInt8], in range: Range<Int>) throws
}

extension StoredMessage {
    package init(stored bytes: [UInt8], in range: Range<Int>) throws { try self.init(serializedBytes: Array(bytes[range])) }
}

/// Which fields a message has, and of which types: what schema/ledger.proto says, as a table (WireShapes.swift).
package struct WireShape: Sendable {
    let index: Int

    /// Whether these bytes are the one canonical encoding of a message of this shape: fields ascending, none unknown and none twice
    /// that is not repeated; shortest varints, in the range of their type; no default written out; known enumeration numbers; UTF-8.
    ///
    /// The same answer as decoding, encoding again, comparing, and looking for unknown fields and numbers, for about a tenth of the
    /// cost: nothing is allocated. Tests hold the one against the other.
    package func admits(_ bytes: Span<UInt8>) -> Bool {
        var reader = CanonicalReader(offset: 0)
        return reader.message(index, through: bytes.count, bytes)
    }

    package func admits(_ bytes: [UInt8]) -> Bool { admits(bytes.span) }
}

/// Reads one message after another, down into the parts of each. Stops at the first fault.
private struct CanonicalReader {
    private enum Kind {
        static let uint32: UInt16 = 1
        static let uint64: UInt16 = 2
        static let sint32: UInt16 = 3
        static let bool: UInt16 = 4
        static let enumeration: UInt16 = 5
        static let fixed64: UInt16 = 6
        static let string: UInt16 = 7
        static let bytes: UInt16 = 8
        static let message: UInt16 = 9
        static let mask: UInt16 = 15
        static let repeated: UInt16 = 0x10
        static let oneOfSeveral: UInt16 = 0x20
    }

    var offset: Int

    init(offset: Int) { self.offset = offset }

    mutating func message(_ shape: Int, through end: Int, _ bytes: Span<UInt8>) -> Bool {
        let start = WireShape.starts[shape]
        let width = WireShape.starts[shape + 1] - start
        var last = 0
        var hasChosen = false
        while offset < end {
            guard let tag = varint(end, bytes), tag >> 3 < UInt64(width) else { return false }
            let number = Int(tag >> 3)
            let slot = WireShape.slots[start + number]
            guard number > last || (number == last && slot & Kind.repeated != 0) else { return false }
            if slot & Kind.oneOfSeveral != 0 {
                if hasChosen { return false }
                hasChosen = true
            }
            last = number
            guard field(slot, wireType: tag & 7, end, bytes) else { return false }
        }
        return true
    }

    private mutating func field(_ slot: UInt16, wireType: UInt64, _ end: Int, _ bytes: Span<UInt8>) -> Bool {
        let kind = slot & Kind.mask
        switch kind {
        case Kind.uint32, Kind.uint64, Kind.sint32, Kind.bool, Kind.enumeration:
            guard wireType == 0, let value = varint(end, bytes), value != 0 else { return false }
            switch kind {
            case Kind.uint64: return true
            case Kind.bool: return value == 1
            case Kind.enumeration: return value < UInt64(slot >> 8)
            default: return value <= UInt64(UInt32.max)
            }
        case Kind.fixed64:
            guard wireType == 1, end - offset >= 8 else { return false }
            offset += 8
            return (offset - 8..<offset).contains { bytes[$0] != 0 }
        case Kind.string, Kind.bytes, Kind.message:
            guard wireType == 2, let length = varint(end, bytes), length <= UInt64(end - offset) else { return false }
            let next = offset + Int(length)
            if kind == Kind.message { return message(Int(slot >> 8), through: next, bytes) && offset == next }
            if length == 0 { return slot & Kind.repeated != 0 }
            let isSound = kind == Kind.bytes || isUTF8(offset..<next, bytes)
            offset = next
            return isSound
        default: return false  // a number without a field
        }
    }

    /// Nil unless it ends before `end` and is the shortest of its value.
    private mutating func varint(_ end: Int, _ bytes: Span<UInt8>) -> UInt64? {
        guard offset < end else { return nil }
        let first = bytes[offset]
        offset += 1
        if first < 0x80 { return UInt64(first) }
        var value = UInt64(first & 0x7f)
        var shift: UInt64 = 7
        while offset < end {
            let byte = bytes[offset]
            offset += 1
            if shift == 63, byte > 1 { return nil }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return byte == 0 ? nil : value }
            shift += 7
            if shift > 63 { return nil }
        }
        return nil
    }

    private func isUTF8(_ range: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
        var place = range.lowerBound
        while place < range.upperBound, bytes[place] < 0x80 { place += 1 }
        if place == range.upperBound { return true }
        return (try? UTF8Span(validating: bytes.extracting(place..<range.upperBound))) != nil
    }
}
