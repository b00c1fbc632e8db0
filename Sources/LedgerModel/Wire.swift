/// Walks protobuf's wire format without building messages: what framing a record needs, and nothing more.
///
/// Strict: varints must be shortest, fields must not run past the end. Only the wire types that format 1
/// uses (varint, 64-bit, length-delimited) are accepted. Cost: a few nanoseconds a field, no allocation.
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
    private(set) var offset: Int

    package init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        self.offset = bytes.startIndex
    }

    package init(_ bytes: [UInt8]) { self.init(bytes[...]) }

    /// The next field, or nil at the end.
    package mutating func next() throws(Malformed) -> Field? {
        guard offset < bytes.endIndex else { return nil }
        let start = offset
        let tag = try varint()
        guard tag >> 3 > 0, tag >> 3 < 1 << 29 else { throw Malformed(offset: start, why: "field number out of range") }
        let number = UInt32(tag >> 3)
        switch tag & 7 {
        case 0: return Field(number: number, value: .varint(try varint()))
        case 1:
            guard bytes.endIndex - offset >= 8 else { throw Malformed(offset: start, why: "ends inside a 64-bit field") }
            var value: UInt64 = 0
            for i in 0..<8 { value |= UInt64(bytes[offset + i]) << (8 * UInt64(i)) }
            offset += 8
            return Field(number: number, value: .fixed64(value))
        case 2:
            let length = try varint()
            guard length <= UInt64(bytes.endIndex - offset) else { throw Malformed(offset: start, why: "ends inside a field") }
            let range = offset..<(offset + Int(length))
            offset = range.upperBound
            return Field(number: number, value: .bytes(range))
        default:
            throw Malformed(offset: start, why: "wire type \(tag & 7) is not used in this format")
        }
    }

    private mutating func varint() throws(Malformed) -> UInt64 {
        let start = offset
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while offset < bytes.endIndex {
            let byte = bytes[offset]
            offset += 1
            if shift == 63, byte > 1 { throw Malformed(offset: start, why: "varint over 64 bits") }
            value |= UInt64(byte & 0x7f) << shift
            if byte & 0x80 == 0 {
                if byte == 0, shift > 0 { throw Malformed(offset: start, why: "varint is not the shortest") }
                return value
            }
            shift += 7
            if shift > 63 { throw Malformed(offset: start, why: "varint over 64 bits") }
        }
        throw Malformed(offset: start, why: "ends inside a varint")
    }
}
