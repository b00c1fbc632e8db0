/// A SHA-256 value: 32 bytes held in place, so that lists of hashes are flat memory.
///
/// A `Hash` cannot have another length. Bytes of any other length are refused where they
/// become a `Hash`, which is the rule "every hash of a proof is exactly 32 bytes".
package struct Hash: Hashable, Sendable, BitwiseCopyable {
    /// Bytes in a hash.
    package static let byteCount = 32

    // The bytes in their order in memory, whatever the machine's byte order.
    private let words: Words

    private struct Words: Hashable, Sendable, BitwiseCopyable {
        var a: UInt64 = 0
        var b: UInt64 = 0
        var c: UInt64 = 0
        var d: UInt64 = 0
    }

    private init(words: Words) { self.words = words }

    /// 32 zero bytes: what a link holds where a subject has no previous event.
    package static let zero = Hash(words: Words())

    /// The root of the empty log, SHA-256 of nothing.
    package static let emptyRoot = sha256([UInt8]())

    /// Nil unless there are exactly 32 bytes.
    package init?(_ bytes: RawSpan) {
        guard bytes.byteCount == Hash.byteCount else { return nil }
        // Safe: the length was just checked, and every bit pattern is a `Words`.
        words = unsafe bytes.unsafeLoadUnaligned(as: Words.self)
    }

    // Here and below `span.bytes` is marked unsafe because elements can have padding; bytes have none.

    /// Nil unless there are exactly 32 bytes.
    package init?(_ bytes: [UInt8]) { unsafe self.init(bytes.span.bytes) }

    /// Nil unless there are exactly 32 bytes.
    package init?(_ bytes: ArraySlice<UInt8>) { unsafe self.init(bytes.span.bytes) }

    /// The hashes that stand one after another in `bytes`, as in a record's field `hashes`.
    /// Nil unless the length is a multiple of 32.
    package static func list(_ bytes: RawSpan) -> [Hash]? {
        guard bytes.byteCount.isMultiple(of: byteCount) else { return nil }
        var hashes: [Hash] = []
        hashes.reserveCapacity(bytes.byteCount / byteCount)
        for start in stride(from: 0, to: bytes.byteCount, by: byteCount) {
            guard let hash = Hash(bytes.extracting(start..<start + byteCount)) else { return nil }
            hashes.append(hash)
        }
        return hashes
    }

    package static func list(_ bytes: [UInt8]) -> [Hash]? { unsafe list(bytes.span.bytes) }

    /// A copy of the 32 bytes.
    package var bytes: [UInt8] {
        var result: [UInt8] = []
        append(to: &result)
        return result
    }

    /// Appends the 32 bytes; allocates only where `buffer` lacks the room.
    package func append(to buffer: inout [UInt8]) {
        unsafe Swift.withUnsafeBytes(of: words) { unsafe buffer.append(contentsOf: $0) }
    }
}
