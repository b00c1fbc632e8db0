/// Walks protobuf's wire format without building messages. The bytes are lent to every step, so that LMDB's own pages can be walked.
///
/// Strict: varints must be shortest, fields must not run past the end. Only the wire types that format 1
/// uses (varint, 64-bit, length-delimited) are accepted. Cost: a few nanoseconds a field, no allocation.
package struct WireCursor {
    package private(set) var offset: Int
    package let end: Int

    package init(_ range: Range<Int>) { (offset, end) = (range.lowerBound, range.upperBound) }

    /// The next field, or nil at the end. Places are those in `bytes`.
    ///
    /// Put into whoever calls it: of a walk that reads a few fields of a statement, calls and the field carried between them were the larger half.
    @inline(__always)
    package mutating func next(_ bytes: Span<UInt8>) throws(WireWalker.Malformed) -> WireWalker.Field? {
        guard offset < end else { return nil }
        let start = offset
        let tag = try varint(bytes)
        guard tag >> 3 > 0, tag >> 3 < 1 << 29 else { throw WireWalker.Malformed(offset: start, why: "field number out of range") }
        let number = UInt32(tag >> 3)
        switch tag & 7 {
        case 0: return WireWalker.Field(number: number, value: .varint(try varint(bytes)))
        case 1:
            guard end - offset >= 8 else { throw WireWalker.Malformed(offset: start, why: "ends inside a 64-bit field") }
            var value: UInt64 = 0
            for i in 0..<8 { value |= UInt64(bytes[offset + i]) << (8 * UInt64(i)) }
            offset += 8
            return WireWalker.Field(number: number, value: .fixed64(value))
        case 2:
            let length = try varint(bytes)
            guard length <= UInt64(end - offset) else { throw WireWalker.Malformed(offset: start, why: "ends inside a field") }
            let range = offset..<(offset + Int(length))
            offset = range.upperBound
            return WireWalker.Field(number: number, value: .bytes(range))
        default:
            throw WireWalker.Malformed(offset: start, why: "wire type \(tag & 7) is not used in this format")
        }
    }

    /// Nearly all are of one byte.
    @inline(__always)
    private mutating func varint(_ bytes: Span<UInt8>) throws(WireWalker.Malformed) -> UInt64 {
        if offset < end, bytes[offset] < 0x80 {
            offset += 1
            return UInt64(bytes[offset - 1])
        }
        return try longVarint(bytes)
    }

    @inline(never)
    private mutating func longVarint(_ bytes: Span<UInt8>) throws(WireWalker.Malformed) -> UInt64 {
        let start = offset
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while offset < end {
            let byte = bytes[offset]
            offset += 1
            if shift == 63, byte > 1 { throw WireWalker.Malformed(offset: start, why: "varint over 64 bits") }
            value |= UInt64(byte & 0x7f) << shift
            if byte & 0x80 == 0 {
                if byte == 0, shift > 0 { throw WireWalker.Malformed(offset: start, why: "varint is not the shortest") }
                return value
            }
            shift += 7
            if shift > 63 { throw WireWalker.Malformed(offset: start, why: "varint over 64 bits") }
        }
        throw WireWalker.Malformed(offset: start, why: "ends inside a varint")
    }
}

/// A `WireCursor` with the part of an array that it walks; places are those in the whole array.
package struct WireWalker {
    package struct Field: Equatable {
        package let number: UInt32
        package let value: Value
    }

    package enum Value: Equatable {
        case varint(UInt64)
        case fixed64(UInt64)
        /// Where the bytes stand in the walked bytes.
        case bytes(Range<Int>)
    }

    package struct Malformed: Error, Equatable {
        package let offset: Int
        package let why: String
    }

    private let bytes: ArraySlice<UInt8>
    /// Counts from the first of `bytes`.
    private var cursor: WireCursor
    var offset: Int { bytes.startIndex + cursor.offset }

    package init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        cursor = WireCursor(0..<bytes.count)
    }

    package init(_ bytes: [UInt8]) { self.init(bytes[...]) }

    /// The next field, or nil at the end.
    package mutating func next() throws(Malformed) -> Field? {
        let (bytes, start) = (bytes, bytes.startIndex)
        let found: Field?
        do throws(Malformed) { found = try cursor.next(bytes.span) } catch { throw Malformed(offset: start + error.offset, why: error.why) }
        guard let found, start > 0, case .bytes(let range) = found.value else { return found }
        return Field(number: found.number, value: .bytes(start + range.lowerBound..<start + range.upperBound))
    }
}
