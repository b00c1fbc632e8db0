/// The right edge of a tree: the hashes of its complete subtrees, largest first, one for each one
/// bit of its size. All that appending needs, so a writer reads no hash that it has already stored.
package struct Frontier: Hashable, Sendable {
    /// Number of leaves.
    package private(set) var size: UInt64
    package private(set) var subtrees: [Hash]

    /// The edge of the empty tree.
    package init() {
        size = 0
        subtrees = []
    }

    /// The edge of the tree over the first `size` leaves. Reads one hash for each one bit of `size`.
    package init(
        size: UInt64, reader: borrowing some HashReader & ~Copyable & ~Escapable
    ) throws {
        precondition(size < 1 << 63, "trees have fewer than 2^63 leaves")
        self.size = size
        subtrees = try completeSubtrees(of: 0..<size, reader: reader)
    }

    /// Appends a leaf and returns the hashes that it completes, its own first: what its record stores.
    /// Costs one node hash for each trailing one bit of the size before, less than one on average.
    package mutating func append(_ leaf: Hash) -> [Hash] {
        var completed: [Hash] = []
        append(leaf) { completed.append($1) }
        return completed
    }

    /// The same without a list: `body` gets each hash with its level.
    package mutating func append(_ leaf: Hash, _ body: (Int, Hash) -> Void) {
        var hash = leaf
        body(0, hash)
        for level in 1..<completedHashCount(index: size) {
            hash = nodeHash(subtrees.removeLast(), hash)
            body(level, hash)
        }
        subtrees.append(hash)
        size += 1
    }

    /// RFC 6962 root; `Hash.emptyRoot` for the empty tree. At most 62 node hashes, nothing cached.
    package var root: Hash { joined(subtrees) }
}
