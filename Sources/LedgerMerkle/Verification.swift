// Proofs are checked by the procedures of RFC 9162 §2.1.3.2 and §2.1.4.2, with the sizes taken as
// given: a caller must know whose sizes and roots it passes. Nothing here reads a store.

/// Why a proof does not hold. What is proved is then unknown, not disproved: a wrong proof of a
/// true statement fails in the same way.
package enum ProofError: Error, Hashable, Sendable {
    /// The tree, or the older of the two trees, has no leaf; nothing follows from it.
    case emptyTree
    /// The leaf's index is not below the size.
    case leafOutsideTree
    /// The old size is greater than the new one.
    case sizesReversed
    /// Fewer hashes than the sizes call for.
    case proofTooShort
    /// More hashes than the sizes call for.
    case proofTooLong
    /// The hashes do not give the root, or the old root.
    case rootDiffers
    /// The hashes give the old root, but not the new one.
    case newRootDiffers
}

/// Returns if `proof` shows that `leaf` is the leaf hash at `index` (from 0) of the tree with `size`
/// leaves and `root`; throws otherwise.
package func verifyInclusion(
    leaf: Hash, index: UInt64, size: UInt64, proof: [Hash], root: Hash
) throws(ProofError) {
    guard size > 0 else { throw .emptyTree }
    guard index < size else { throw .leafOutsideTree }
    var path = Path(leaf: index, last: size - 1)
    var hash = leaf
    for sibling in proof {
        guard !path.isAtRoot else { throw .proofTooLong }
        hash = path.siblingIsLeft ? nodeHash(sibling, hash) : nodeHash(hash, sibling)
        path.ascend()
    }
    guard path.isAtRoot else { throw .proofTooShort }
    guard hash == root else { throw .rootDiffers }
}

/// Returns if `proof` shows that the tree with `old` leaves and `oldRoot` is the beginning of the tree
/// with `new` leaves and `newRoot`; throws otherwise.
///
/// `old` = 0 always fails, also with `new` = 0: every tree begins with the empty one, so agreement
/// would say nothing. Who accepts a first size without a proof must decide that in its own code.
package func verifyConsistency(
    old: UInt64, oldRoot: Hash, new: UInt64, newRoot: Hash, proof: [Hash]
) throws(ProofError) {
    guard old > 0 else { throw .emptyTree }
    guard old <= new else { throw .sizesReversed }
    if old == new {
        guard proof.isEmpty else { throw .proofTooLong }
        guard oldRoot == newRoot else { throw .rootDiffers }
        return
    }
    // Start at the largest complete subtree that ends with the old tree. It is the whole old tree
    // where that is complete, and then the proof leaves it out.
    let isComplete = old & (old - 1) == 0
    guard let start = isComplete ? oldRoot : proof.first else { throw .proofTooShort }
    var path = Path(leaf: old - 1, last: new - 1)
    path.skipRightChildren()
    var oldHash = start
    var newHash = start
    for sibling in proof.dropFirst(isComplete ? 0 : 1) {
        guard !path.isAtRoot else { throw .proofTooLong }
        if path.siblingIsLeft {
            oldHash = nodeHash(sibling, oldHash)
            newHash = nodeHash(sibling, newHash)
        } else {
            newHash = nodeHash(newHash, sibling)
        }
        path.ascend()
    }
    guard path.isAtRoot else { throw .proofTooShort }
    guard oldHash == oldRoot else { throw .rootDiffers }
    guard newHash == newRoot else { throw .newRootDiffers }
}

/// A node on the way from a leaf to the root, and the last node of its level (fn and sn of RFC 9162).
private struct Path {
    private var node: UInt64
    private var last: UInt64

    init(leaf: UInt64, last: UInt64) {
        node = leaf
        self.last = last
    }

    var isAtRoot: Bool { last == 0 }

    /// A right child has its sibling to the left; so has the last node of a level that came up
    /// without a sibling of its own, once the levels are passed at which it stands alone.
    var siblingIsLeft: Bool { !node.isMultiple(of: 2) || node == last }

    mutating func ascend() {
        if node == last {
            while node.isMultiple(of: 2) && node != 0 { shift() }
        }
        shift()
    }

    mutating func skipRightChildren() {
        while !node.isMultiple(of: 2) { shift() }
    }

    private mutating func shift() {
        node >>= 1
        last >>= 1
    }
}
