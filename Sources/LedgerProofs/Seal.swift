import LedgerMerkle
import LedgerModel

/// What an edition seals of one subject (PROOFS.md §2). It holds no text.
package struct SealLeaf: Hashable, Sendable {
    /// SHA-256(kind ‖ 0x00 ‖ id): where in the trie it stands.
    package let key: Hash
    /// Of the subject at the edition; 1 or more.
    package let version: UInt64
    /// Leaf hash of the subject's newest event at the edition.
    package let newest: Hash
    /// SHA-256 of the subject's lines in the edition's figures; of nothing where it has none.
    package let figures: Hash

    /// Nil for version 0: a subject without an event is not sealed.
    package init?(key: Hash, version: UInt64, newest: Hash, figures: Hash) {
        guard version > 0 else { return nil }
        self.key = key
        self.version = version
        self.newest = newest
        self.figures = figures
    }

    package init?(subject: Subject, version: UInt64, newest: Hash, figures: [UInt8]) {
        self.init(key: subject.sealKey, version: version, newest: newest, figures: sha256(figures))
    }

    /// SHA-256(0x80 ‖ key ‖ version u64 BE ‖ newest ‖ figures)
    package var hash: Hash { sha256([0x80] + key.bytes + version.bigEndianBytes + newest.bytes + figures.bytes) }
}

extension Subject {
    /// SHA-256(kind ‖ 0x00 ‖ id)
    package var sealKey: Hash { sha256([UInt8(truncatingIfNeeded: kind.rawValue), 0] + Array(id.utf8)) }
}

extension Hash {
    /// The trie without a leaf: SHA-256(0x82).
    package static let emptySeal = sha256([0x82])

    /// SHA-256(0x81 ‖ left ‖ right)
    static func sealNode(_ left: Hash, _ right: Hash) -> Hash { sha256([0x81] + left.bytes + right.bytes) }
}

/// The binary trie over an edition's subjects. A leaf stands at the shallowest depth at which no other key shares its bits;
/// bit 0 is the most significant of the key's first byte, 0 leads left. So for every key there is exactly one end of its
/// way, and the root says which.
package struct Seal: Sendable {
    private struct Entry: Sendable {
        let key: [UInt8]
        let leaf: SealLeaf
    }

    // Ascending keys, so that each subtree is a range.
    private let entries: [Entry]

    /// Traps where two leaves have one key. O(n log n).
    package init(_ leaves: [SealLeaf]) {
        entries = leaves.map { Entry(key: $0.key.bytes, leaf: $0) }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        precondition(zip(entries, entries.dropFirst()).allSatisfy { $0.key != $1.key }, "a subject is sealed once")
    }

    /// One hash for each leaf and inner node.
    package var root: Hash { root(entries[...], depth: 0) }

    /// The way of this subject's key: shows that it is sealed, or that it is not. Costs as much as the root.
    package func proof(of subject: Subject) -> SealProof {
        let key = subject.sealKey.bytes
        var range = entries[...]
        var siblings: [Hash] = []
        while range.count > 1 {
            let (left, right) = split(range, depth: siblings.count)
            let goesRight = bit(key, siblings.count)
            siblings.append(root(goesRight ? left : right, depth: siblings.count + 1))
            range = goesRight ? right : left
        }
        return SealProof(siblings: siblings.reversed(), end: range.first?.leaf)
    }

    private func root(_ range: ArraySlice<Entry>, depth: Int) -> Hash {
        guard range.count > 1 else { return range.first?.leaf.hash ?? .emptySeal }
        let (left, right) = split(range, depth: depth)
        return .sealNode(root(left, depth: depth + 1), root(right, depth: depth + 1))
    }

    private func split(_ range: ArraySlice<Entry>, depth: Int) -> (ArraySlice<Entry>, ArraySlice<Entry>) {
        let middle = range.firstIndex { bit($0.key, depth) } ?? range.endIndex
        return (range[..<middle], range[middle...])
    }
}

/// The way of one key through a sealed trie.
package struct SealProof: Hashable, Sendable {
    /// Deepest first, at most 256.
    package let siblings: [Hash]
    /// What stands at the end: a leaf, the key's own or another's, or nothing.
    package let end: SealLeaf?

    package static let siblingLimit = 256

    /// Traps for more than 256 siblings.
    package init(siblings: [Hash], end: SealLeaf?) {
        precondition(siblings.count <= Self.siblingLimit, "keys have 256 bits")
        self.siblings = siblings
        self.end = end
    }

    /// What the trie with this root says about the subject: its leaf, or nil where it is not sealed. Throws where the way does
    /// not lead to the root. Nothing rests on how the trie was built: each key has one way, and the way ends once.
    package func verify(_ subject: Subject, root: Hash) throws(Refusal) -> SealLeaf? {
        let key = subject.sealKey.bytes
        if let end, !(0..<siblings.count).allSatisfy({ bit(end.key.bytes, $0) == bit(key, $0) }) { throw .mismatch(.strayLeaf) }
        var hash = end?.hash ?? .emptySeal
        for (height, sibling) in siblings.enumerated() {
            hash = bit(key, siblings.count - 1 - height) ? .sealNode(sibling, hash) : .sealNode(hash, sibling)
        }
        guard hash == root else { throw .mismatch(.seal) }
        return end?.key == subject.sealKey ? end : nil
    }
}

private func bit(_ key: [UInt8], _ depth: Int) -> Bool { key[depth / 8] >> UInt8(7 - depth % 8) & 1 == 1 }
