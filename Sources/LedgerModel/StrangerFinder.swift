import Foundation
import SwiftProtobuf

/// Finds unknown fields and unknown enumeration numbers anywhere in a message. Both would survive a
/// decode and an encode unseen, and both mean: written by a program that knows more than this one.
struct StrangerFinder: SwiftProtobuf.Visitor {
    private(set) var found: String?

    /// What is strange in a message, in words; nil where nothing is.
    static func find(in message: some SwiftProtobuf.Message) -> String? {
        var finder = StrangerFinder()
        do { try message.traverse(visitor: &finder) } catch { return "cannot be walked" }
        return finder.found
    }

    mutating func visitUnknown(bytes: Data) throws { if !bytes.isEmpty { found = found ?? "holds an unknown field" } }

    mutating func visitSingularEnumField<E: SwiftProtobuf.Enum>(value: E, fieldNumber: Int) throws {
        if !E.isKnown(value) { found = found ?? "holds an unknown number in field \(fieldNumber)" }
    }
    mutating func visitRepeatedEnumField<E: SwiftProtobuf.Enum>(value: [E], fieldNumber: Int) throws {
        for one in value { try visitSingularEnumField(value: one, fieldNumber: fieldNumber) }
    }
    mutating func visitSingularMessageField<M: SwiftProtobuf.Message>(value: M, fieldNumber: Int) throws {
        try value.traverse(visitor: &self)
    }
    mutating func visitRepeatedMessageField<M: SwiftProtobuf.Message>(value: [M], fieldNumber: Int) throws {
        for one in value { try one.traverse(visitor: &self) }
    }

    // Scalars carry nothing unknown.
    mutating func visitSingularDoubleField(value: Double, fieldNumber: Int) throws {}
    mutating func visitSingularInt64Field(value: Int64, fieldNumber: Int) throws {}
    mutating func visitSingularUInt64Field(value: UInt64, fieldNumber: Int) throws {}
    mutating func visitSingularBoolField(value: Bool, fieldNumber: Int) throws {}
    mutating func visitSingularStringField(value: String, fieldNumber: Int) throws {}
    mutating func visitSingularBytesField(value: Data, fieldNumber: Int) throws {}
    mutating func visitMapField<K, V: SwiftProtobuf.MapValueType>(
        fieldType: SwiftProtobuf._ProtobufMap<K, V>.Type, value: SwiftProtobuf._ProtobufMap<K, V>.BaseType, fieldNumber: Int
    ) throws {}
    mutating func visitMapField<K, V>(
        fieldType: SwiftProtobuf._ProtobufEnumMap<K, V>.Type, value: SwiftProtobuf._ProtobufEnumMap<K, V>.BaseType, fieldNumber: Int
    ) throws where V.RawValue == Int {}
    mutating func visitMapField<K, V>(
        fieldType: SwiftProtobuf._ProtobufMessageMap<K, V>.Type, value: SwiftProtobuf._ProtobufMessageMap<K, V>.BaseType, fieldNumber: Int
    ) throws {}
}

extension SwiftProtobuf.Enum {
    /// Every enumeration of format 1 counts from zero without gaps, so that knowing how many there are is enough.
    fileprivate static func isKnown(_ value: Self) -> Bool {
        guard let known = Self.self as? any CaseIterable.Type else { return false }
        return value.rawValue >= 0 && value.rawValue < known.count
    }
}

extension CaseIterable {
    fileprivate static var count: Int { allCases.count }
}
