// The tree of RFC 6962 over stored hashes. A subtree is complete when it has 2^level leaves; only
// hashes of complete subtrees are stored, because those never change again. `index` counts leaves
// or subtrees of a level from 0: entry n of the log is leaf n − 1. Sizes are below 2^63.

/// Where the hashes of complete subtrees come from; the only thing that this module asks of a store.
package protocol HashReader: ~Copyable, ~Escapable {
    /// The hash over the leaves `index << level ..< (index + 1) << level`.
    ///
    /// Called only for subtrees that are complete within the size asked about. Throws where the
    /// hash is missing or cannot be read; it must never answer with a stand-in.
    func hash(level: Int, index: UInt64) throws -> Hash
}

/// Where a stored hash stands: the entry whose record holds it, and its place among that record's hashes.
package struct HashPlace: Hashable, Sendable {
    /// Number of the entry, from 1: the last leaf of the subtree, which completed it.
    package let entry: UInt64
    /// Place among the record's hashes, from 0; the same as the level.
    package let position: Int

    package init(level: Int, index: UInt64) {
        precondition((0..<63).contains(level) && index < UInt64(1) << (63 - level) - 1,
            "no tree below 2^63 leaves has such a subtree")
        entry = (index + 1) << UInt64(level)
        position = level
    }
}

/// How many hashes the record of leaf `index` holds: its own, and one for each trailing one bit.
package func completedHashCount(index: UInt64) -> Int {
    1 + (~index).trailingZeroBitCount
}

/// The hashes that leaf `index` completes, its own first, then subtree by subtree upwards.
/// Reads one hash for each but the first. An appender that keeps a `Frontier` reads none.
package func completedHashes(
    index: UInt64, leaf: Hash, reader: borrowing some HashReader & ~Copyable & ~Escapable
) throws -> [Hash] {
    var hashes = [leaf]
    for level in 0..<completedHashCount(index: index) - 1 {
        let left = try reader.hash(level: level, index: (index >> UInt64(level)) - 1)
        hashes.append(nodeHash(left, hashes[level]))
    }
    return hashes
}

/// The root over the first `size` leaves; `Hash.emptyRoot` for none. Reads at most 63 hashes.
package func rootHash(
    size: UInt64, reader: borrowing some HashReader & ~Copyable & ~Escapable
) throws -> Hash {
    try Frontier(size: size, reader: reader).root
}

/// The path from leaf `index` to the root over `size` leaves, the leaf's sibling first.
/// Traps unless `index < size`.
package func inclusionProof(
    index: UInt64, size: UInt64, reader: borrowing some HashReader & ~Copyable & ~Escapable
) throws -> [Hash] {
    precondition(index < size, "leaf outside the tree")
    var leaves = 0..<size
    var path: [Hash] = []
    while let middle = split(leaves) {
        if index < middle {
            path.append(try hash(of: middle..<leaves.upperBound, reader: reader))
            leaves = leaves.lowerBound..<middle
        } else {
            path.append(try hash(of: leaves.lowerBound..<middle, reader: reader))
            leaves = middle..<leaves.upperBound
        }
    }
    return path.reversed()
}

/// Proof that the tree of `old` leaves is the beginning of the tree of `new` leaves: SUBPROOF of
/// RFC 6962 §2.1.2. Empty where the sizes are equal. Traps unless `1 <= old <= new`: the empty tree
/// is the beginning of every tree, so nothing about it can be proved.
package func consistencyProof(
    old: UInt64, new: UInt64, reader: borrowing some HashReader & ~Copyable & ~Escapable
) throws -> [Hash] {
    precondition(1 <= old && old <= new, "the old tree must have a leaf and fit into the new one")
    var leaves = 0..<new
    var path: [Hash] = []
    while leaves.upperBound != old, let middle = split(leaves) {
        if old <= middle {
            path.append(try hash(of: middle..<leaves.upperBound, reader: reader))
            leaves = leaves.lowerBound..<middle
        } else {
            path.append(try hash(of: leaves.lowerBound..<middle, reader: reader))
            leaves = middle..<leaves.upperBound
        }
    }
    // A whole old tree is the root that the verifier already has.
    if leaves.lowerBound != 0 {
        path.append(try hash(of: leaves, reader: reader))
    }
    return path.reversed()
}

/// Where RFC 6962 splits a range of two or more leaves: after the largest power of two below its length.
private func split(_ leaves: Range<UInt64>) -> UInt64? {
    let count = leaves.upperBound - leaves.lowerBound
    guard count > 1 else { return nil }
    return leaves.lowerBound + UInt64(1) << UInt64(largestLevel(within: count - 1))
}

/// The root over a range that repeated splitting gives, so that its complete subtrees are aligned.
private func hash(
    of leaves: Range<UInt64>, reader: borrowing some HashReader & ~Copyable & ~Escapable
) throws -> Hash {
    try joined(completeSubtrees(of: leaves, reader: reader))
}

/// Hashes of the complete subtrees that make up `leaves`, largest first.
func completeSubtrees(
    of leaves: Range<UInt64>, reader: borrowing some HashReader & ~Copyable & ~Escapable
) throws -> [Hash] {
    var hashes: [Hash] = []
    var start = leaves.lowerBound
    while start < leaves.upperBound {
        let level = largestLevel(within: leaves.upperBound - start)
        hashes.append(try reader.hash(level: level, index: start >> UInt64(level)))
        start += UInt64(1) << UInt64(level)
    }
    return hashes
}

/// Joins complete subtrees, largest first, from the right edge.
func joined(_ subtrees: [Hash]) -> Hash {
    guard let last = subtrees.last else { return .emptyRoot }
    return subtrees.dropLast().reversed().reduce(last) { right, left in nodeHash(left, right) }
}

/// Level of the largest complete subtree that `count` leaves can hold; `count` is not 0.
private func largestLevel(within count: UInt64) -> Int {
    UInt64.bitWidth - 1 - count.leadingZeroBitCount
}
