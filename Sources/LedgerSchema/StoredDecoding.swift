import Foundation
import SwiftProtobuf

/// Reads stored bytes into the messages of this schema, with swift-protobuf's generated code and a decoder that is compiled together with it: its own
/// one is reached through witnesses and builds type metadata at every field, which is more than half of what a decoding costs.
///
/// It takes what is stored: known fields of their own wire type, each once unless it is repeated, shortest varints. Of anything else it says `Unusual`, and
/// swift-protobuf decides. So both give the same message wherever both give one.
extension Statement {
    /// - Parameter range: where the message stands in the bytes.
    /// - Throws: what swift-protobuf throws for bytes that are no such message.
    package init(stored bytes: [UInt8], in range: Range<Int>) throws {
        do { self = try StoredDecoder.message(bytes, range) } catch is StoredDecoder.Unusual { try self.init(serializedBytes: Array(bytes[range])) }
    }
}

extension FactRecorded {
    package init(stored bytes: [UInt8], in range: Range<Int>) throws {
        do { self = try StoredDecoder.message(bytes, range) } catch is StoredDecoder.Unusual { try self.init(serializedBytes: Array(bytes[range])) }
    }
}

extension Leaf {
    package init(stored bytes: [UInt8], in range: Range<Int>) throws {
        do { self = try StoredDecoder.message(bytes, range) } catch is StoredDecoder.Unusual { try self.init(serializedBytes: Array(bytes[range])) }
    }
}

extension SaltedText {
    package init(stored bytes: [UInt8], in range: Range<Int>) throws {
        do { self = try StoredDecoder.message(bytes, range) } catch is StoredDecoder.Unusual { try self.init(serializedBytes: Array(bytes[range])) }
    }
}

private struct StoredDecoder: SwiftProtobuf.Decoder {
    /// Not as this program stores it; it may be a message all the same.
    struct Unusual: Error {}

    private let bytes: [UInt8]
    private var offset: Int
    private let end: Int
    private var wire: UInt8 = 0
    /// Whether a field was found that nobody took: one that is not known.
    private var isOpen = false

    private init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        (offset, end) = (range.lowerBound, range.upperBound)
    }

    @inline(__always)
    static func message<M: SwiftProtobuf.Message>(_ bytes: [UInt8], _ range: Range<Int>) throws -> M {
        var message = M()
        var decoder = StoredDecoder(bytes, range)
        try message.decodeMessage(decoder: &decoder)
        return message
    }

    mutating func nextFieldNumber() throws -> Int? {
        guard !isOpen else { throw Unusual() }
        guard offset < end else { return nil }
        let tag = try varint()
        guard tag >> 3 > 0, tag >> 3 < 1 << 29 else { throw Unusual() }
        (wire, isOpen) = (UInt8(tag & 7), true)
        return Int(tag >> 3)
    }

    mutating func handleConflictingOneOf() throws { throw Unusual() }

    // MARK: what stands on the wire

    private mutating func varint() throws -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while offset < end {
            let byte = bytes[offset]
            offset += 1
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 {
                guard shift == 0 || byte > 0 else { throw Unusual() }
                return value
            }
            shift += 7
            guard shift < 63 else { throw Unusual() }
        }
        throw Unusual()
    }

    private mutating func number() throws -> UInt64 {
        guard wire == 0 else { throw Unusual() }
        isOpen = false
        return try varint()
    }

    private mutating func body() throws -> Range<Int> {
        guard wire == 2 else { throw Unusual() }
        isOpen = false
        let length = try varint()
        guard length <= UInt64(end - offset) else { throw Unusual() }
        let range = offset..<offset + Int(length)
        offset = range.upperBound
        return range
    }

    private mutating func text() throws -> String {
        let range = try body()
        guard let text = String(validating: bytes[range], as: UTF8.self) else { throw Unusual() }
        return text
    }

    private mutating func inner<M: SwiftProtobuf.Message>() throws -> M { try StoredDecoder.message(bytes, try body()) }

    // MARK: the kinds of fields that the schema has

    mutating func decodeSingularBoolField(value: inout Bool) throws { value = try number() != 0 }
    mutating func decodeSingularUInt32Field(value: inout UInt32) throws { value = UInt32(truncatingIfNeeded: try number()) }
    mutating func decodeSingularUInt64Field(value: inout UInt64) throws { value = try number() }
    mutating func decodeSingularSInt32Field(value: inout Int32) throws {
        let folded = UInt32(truncatingIfNeeded: try number())
        value = Int32(bitPattern: folded >> 1 ^ (0 &- (folded & 1)))
    }
    mutating func decodeSingularFixed64Field(value: inout UInt64) throws {
        guard wire == 1, end - offset >= 8 else { throw Unusual() }
        isOpen = false
        value = 0
        for i in 0..<8 { value |= UInt64(bytes[offset + i]) << (8 * UInt64(i)) }
        offset += 8
    }
    mutating func decodeSingularStringField(value: inout String) throws { value = try text() }
    mutating func decodeRepeatedStringField(value: inout [String]) throws { value.append(try text()) }
    mutating func decodeSingularBytesField(value: inout Data) throws { value = Data(bytes[try body()]) }
    mutating func decodeRepeatedBytesField(value: inout [Data]) throws { value.append(Data(bytes[try body()])) }
    mutating func decodeSingularEnumField<E: SwiftProtobuf.Enum>(value: inout E) throws where E.RawValue == Int {
        guard let known = E(rawValue: Int(Int32(truncatingIfNeeded: try number()))) else { throw Unusual() }
        value = known
    }
    mutating func decodeSingularMessageField<M: SwiftProtobuf.Message>(value: inout M?) throws {
        // A second one would be merged into the first.
        guard value == nil else { throw Unusual() }
        value = try inner()
    }
    mutating func decodeRepeatedMessageField<M: SwiftProtobuf.Message>(value: inout [M]) throws { value.append(try inner()) }

    // MARK: those that it has not

    mutating func decodeSingularFloatField(value: inout Float) throws { throw Unusual() }
    mutating func decodeSingularFloatField(value: inout Float?) throws { throw Unusual() }
    mutating func decodeRepeatedFloatField(value: inout [Float]) throws { throw Unusual() }
    mutating func decodeSingularDoubleField(value: inout Double) throws { throw Unusual() }
    mutating func decodeSingularDoubleField(value: inout Double?) throws { throw Unusual() }
    mutating func decodeRepeatedDoubleField(value: inout [Double]) throws { throw Unusual() }
    mutating func decodeSingularInt32Field(value: inout Int32) throws { throw Unusual() }
    mutating func decodeSingularInt32Field(value: inout Int32?) throws { throw Unusual() }
    mutating func decodeRepeatedInt32Field(value: inout [Int32]) throws { throw Unusual() }
    mutating func decodeSingularInt64Field(value: inout Int64) throws { throw Unusual() }
    mutating func decodeSingularInt64Field(value: inout Int64?) throws { throw Unusual() }
    mutating func decodeRepeatedInt64Field(value: inout [Int64]) throws { throw Unusual() }
    mutating func decodeSingularUInt32Field(value: inout UInt32?) throws { throw Unusual() }
    mutating func decodeRepeatedUInt32Field(value: inout [UInt32]) throws { throw Unusual() }
    mutating func decodeSingularUInt64Field(value: inout UInt64?) throws { throw Unusual() }
    mutating func decodeRepeatedUInt64Field(value: inout [UInt64]) throws { throw Unusual() }
    mutating func decodeSingularSInt32Field(value: inout Int32?) throws { throw Unusual() }
    mutating func decodeRepeatedSInt32Field(value: inout [Int32]) throws { throw Unusual() }
    mutating func decodeSingularSInt64Field(value: inout Int64) throws { throw Unusual() }
    mutating func decodeSingularSInt64Field(value: inout Int64?) throws { throw Unusual() }
    mutating func decodeRepeatedSInt64Field(value: inout [Int64]) throws { throw Unusual() }
    mutating func decodeSingularFixed32Field(value: inout UInt32) throws { throw Unusual() }
    mutating func decodeSingularFixed32Field(value: inout UInt32?) throws { throw Unusual() }
    mutating func decodeRepeatedFixed32Field(value: inout [UInt32]) throws { throw Unusual() }
    mutating func decodeSingularFixed64Field(value: inout UInt64?) throws { throw Unusual() }
    mutating func decodeRepeatedFixed64Field(value: inout [UInt64]) throws { throw Unusual() }
    mutating func decodeSingularSFixed32Field(value: inout Int32) throws { throw Unusual() }
    mutating func decodeSingularSFixed32Field(value: inout Int32?) throws { throw Unusual() }
    mutating func decodeRepeatedSFixed32Field(value: inout [Int32]) throws { throw Unusual() }
    mutating func decodeSingularSFixed64Field(value: inout Int64) throws { throw Unusual() }
    mutating func decodeSingularSFixed64Field(value: inout Int64?) throws { throw Unusual() }
    mutating func decodeRepeatedSFixed64Field(value: inout [Int64]) throws { throw Unusual() }
    mutating func decodeSingularBoolField(value: inout Bool?) throws { throw Unusual() }
    mutating func decodeRepeatedBoolField(value: inout [Bool]) throws { throw Unusual() }
    mutating func decodeSingularStringField(value: inout String?) throws { throw Unusual() }
    mutating func decodeSingularBytesField(value: inout Data?) throws { throw Unusual() }
    mutating func decodeSingularEnumField<E: SwiftProtobuf.Enum>(value: inout E?) throws where E.RawValue == Int { throw Unusual() }
    mutating func decodeRepeatedEnumField<E: SwiftProtobuf.Enum>(value: inout [E]) throws where E.RawValue == Int { throw Unusual() }
    mutating func decodeSingularGroupField<G: SwiftProtobuf.Message>(value: inout G?) throws { throw Unusual() }
    mutating func decodeRepeatedGroupField<G: SwiftProtobuf.Message>(value: inout [G]) throws { throw Unusual() }
    mutating func decodeMapField<K, V: MapValueType>(fieldType: _ProtobufMap<K, V>.Type, value: inout _ProtobufMap<K, V>.BaseType) throws { throw Unusual() }
    mutating func decodeMapField<K, V>(fieldType: _ProtobufEnumMap<K, V>.Type, value: inout _ProtobufEnumMap<K, V>.BaseType) throws where V.RawValue == Int {
        throw Unusual()
    }
    mutating func decodeMapField<K, V>(fieldType: _ProtobufMessageMap<K, V>.Type, value: inout _ProtobufMessageMap<K, V>.BaseType) throws { throw Unusual() }
    mutating func decodeExtensionField(values: inout ExtensionFieldValueSet, messageType: any SwiftProtobuf.Message.Type, fieldNumber: Int) throws { throw Unusual() }
}
