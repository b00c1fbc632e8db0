import TestSeeds
import Testing

@testable import LedgerMerkle

@Suite struct ProofTests {
    func inclusionHolds(_ leaf: Hash, _ index: UInt64, _ size: UInt64, _ proof: [Hash], _ root: Hash) -> Bool {
        (try? verifyInclusion(leaf: leaf, index: index, size: size, proof: proof, root: root)) != nil
    }

    func consistencyHolds(_ old: UInt64, _ oldRoot: Hash, _ new: UInt64, _ newRoot: Hash, _ proof: [Hash]) -> Bool {
        (try? verifyConsistency(old: old, oldRoot: oldRoot, new: new, newRoot: newRoot, proof: proof)) != nil
    }

    /// Every leaf of every tree up to 65 leaves; no leaf passes for another one.
    @Test func everyInclusionUpTo65() throws {
        let log = MemoryLog(count: 65)
        for size in 1...65 {
            let root = definedRoot(log.leaves.prefix(size))
            for index in 0..<size {
                let proof = try inclusionProof(index: UInt64(index), size: UInt64(size), reader: log)
                try verifyInclusion(
                    leaf: log.leaves[index], index: UInt64(index), size: UInt64(size), proof: proof, root: root)
                let other = (index + 1) % size
                guard other != index else { continue }
                #expect(!inclusionHolds(log.leaves[other], UInt64(index), UInt64(size), proof, root))
                #expect(!inclusionHolds(log.leaves[index], UInt64(other), UInt64(size), proof, root))
            }
        }
    }

    /// Every pair of sizes up to 65.
    @Test func everyConsistencyUpTo65() throws {
        let log = MemoryLog(count: 65)
        let roots = (0...65).map { definedRoot(log.leaves.prefix($0)) }
        for new in 1...65 {
            for old in 1...new {
                let proof = try consistencyProof(old: UInt64(old), new: UInt64(new), reader: log)
                try verifyConsistency(
                    old: UInt64(old), oldRoot: roots[old], new: UInt64(new), newRoot: roots[new], proof: proof)
                #expect(!consistencyHolds(UInt64(old), roots[old - 1], UInt64(new), roots[new], proof))
                #expect(!consistencyHolds(UInt64(old), roots[old], UInt64(new), roots[new - 1], proof))
            }
        }
    }

    /// Each bit of each hash, of the leaf and of the roots, in every proof of trees up to 13 leaves.
    @Test func everyFlippedBitIsFound() throws {
        let log = MemoryLog(count: 13)
        let roots = (0...13).map { definedRoot(log.leaves.prefix($0)) }
        for size in 1...13 {
            for index in 0..<size {
                let proof = try inclusionProof(index: UInt64(index), size: UInt64(size), reader: log)
                for changed in flipped([log.leaves[index], roots[size]] + proof) {
                    #expect(!inclusionHolds(
                        changed[0], UInt64(index), UInt64(size), Array(changed[2...]), changed[1]))
                }
            }
            for old in 1..<max(size, 1) {
                let proof = try consistencyProof(old: UInt64(old), new: UInt64(size), reader: log)
                for changed in flipped([roots[old], roots[size]] + proof) {
                    #expect(!consistencyHolds(
                        UInt64(old), changed[0], UInt64(size), changed[1], Array(changed[2...])))
                }
            }
        }
    }

    private func flipped(_ hashes: [Hash]) -> some Sequence<[Hash]> {
        (0..<hashes.count * 256).lazy.map { bit in
            var changed = hashes
            changed[bit / 256] = changed[bit / 256].flipping(bit: bit % 256)
            return changed
        }
    }

    @Test func proofsOfAnotherLengthAreFound() throws {
        let log = MemoryLog(count: 40)
        let seed = Seeds.one()
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let new = Int.random(in: 2...40, using: &generator)
            let old = Int.random(in: 1..<new, using: &generator)
            let roots = (definedRoot(log.leaves.prefix(old)), definedRoot(log.leaves.prefix(new)))
            let path = try inclusionProof(index: UInt64(old), size: UInt64(new), reader: log)
            let proof = try consistencyProof(old: UInt64(old), new: UInt64(new), reader: log)
            #expect(throws: ProofError.proofTooShort, "seed \(seed)") {
                try verifyInclusion(
                    leaf: log.leaves[old], index: UInt64(old), size: UInt64(new), proof: path.dropLast(), root: roots.1)
            }
            #expect(throws: ProofError.proofTooLong, "seed \(seed)") {
                try verifyInclusion(
                    leaf: log.leaves[old], index: UInt64(old), size: UInt64(new), proof: path + [.zero], root: roots.1)
            }
            #expect(throws: ProofError.proofTooShort, "seed \(seed)") {
                try verifyConsistency(
                    old: UInt64(old), oldRoot: roots.0, new: UInt64(new), newRoot: roots.1, proof: proof.dropLast())
            }
            #expect(throws: ProofError.proofTooLong, "seed \(seed)") {
                try verifyConsistency(
                    old: UInt64(old), oldRoot: roots.0, new: UInt64(new), newRoot: roots.1, proof: proof + [.zero])
            }
        }
    }

    @Test func errorsSayWhy() {
        let a = leafHash([1]), b = leafHash([2])
        let root = nodeHash(a, b)
        #expect(throws: ProofError.emptyTree) {
            try verifyInclusion(leaf: a, index: 0, size: 0, proof: [], root: .emptyRoot)
        }
        #expect(throws: ProofError.leafOutsideTree) {
            try verifyInclusion(leaf: b, index: 2, size: 2, proof: [a], root: root)
        }
        #expect(throws: ProofError.rootDiffers) {
            try verifyInclusion(leaf: a, index: 1, size: 2, proof: [b], root: root)
        }
        #expect(throws: ProofError.emptyTree) {
            try verifyConsistency(old: 0, oldRoot: .emptyRoot, new: 0, newRoot: .emptyRoot, proof: [])
        }
        #expect(throws: ProofError.emptyTree) {
            try verifyConsistency(old: 0, oldRoot: .emptyRoot, new: 2, newRoot: root, proof: [])
        }
        #expect(throws: ProofError.sizesReversed) {
            try verifyConsistency(old: 2, oldRoot: root, new: 1, newRoot: a, proof: [b])
        }
        #expect(throws: ProofError.rootDiffers) {
            try verifyConsistency(old: 2, oldRoot: root, new: 2, newRoot: a, proof: [])
        }
        #expect(throws: ProofError.proofTooLong) {
            try verifyConsistency(old: 2, oldRoot: root, new: 2, newRoot: root, proof: [b])
        }
        #expect(throws: ProofError.newRootDiffers) {
            try verifyConsistency(old: 1, oldRoot: a, new: 2, newRoot: root, proof: [a])
        }
    }

    /// The published path of "leaf 5" among 256 and the published roots over 7 and 256 leaves. The last
    /// six hashes of the path are also the last six of the proof from 7 to 256.
    @Test func publishedProofsOf256Leaves() throws {
        let log = MemoryLog(count: 256)
        let published = [
            "gxFfiUeVX6/cKifn9MCFS72Nonuxs+NAXbVxya+Nvho=", "brzFS2cQ7gYQp/yCzeUXE9soDj3IRRW96WMqGbZaC5M=",
            "T2MQhKFXxU9U/Psj/164ZQxLoWDClbsTqYMrEJ1SZ34=", "qACpeGyYjOedMjlqMtlKfqvOMxsyqk2yNxWbv5TFMv4=",
            "hncrWqPa2Rp3YSXlROedrzpUuw14dRMxZfyatvxIabc=", "ka6oYUkKTbHEelZcBYKTca6y97uGVdez6xeq4Ytv3OE=",
            "tJHuVzgD1gQxHdw3+NouE6JmRSXkiMbYH4ka4ZtugWY=", "TndYvhQHCGQLIOAoJoyUaxKGfXKHvJn6bfGegnsNkAo=",
        ]
        let path = try inclusionProof(index: 5, size: 256, reader: log)
        #expect(path.map(\.base64) == published)
        let root7 = try #require(Hash(base64: "WmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmcg="))
        let root256 = try #require(Hash(base64: "z17/2xHQknou31Ow5zx4N/ZZQU4AU32l2Q61xMSf8nQ="))
        try verifyInclusion(leaf: log.leaves[5], index: 5, size: 256, proof: path, root: root256)
        let proof = try consistencyProof(old: 7, new: 256, reader: log)
        #expect(proof.count == 9 && proof.suffix(6).map(\.base64) == published.suffix(6))
        try verifyConsistency(old: 7, oldRoot: root7, new: 256, newRoot: root256, proof: proof)
    }

    /// Sizes near 2^63 neither overflow nor trap; no such tree exists, so every proof fails.
    @Test func hugeSizesFailQuietly() {
        let hash = leafHash([1])
        let proof = [Hash](repeating: hash, count: 64)
        for size: UInt64 in [.max, 1 << 63, (1 << 63) - 1, (1 << 62) + 1] {
            for index: UInt64 in [0, 1, size / 2, size - 1] {
                #expect(!inclusionHolds(hash, index, size, proof, hash))
                #expect(!inclusionHolds(hash, index, size, [], hash))
                #expect(!consistencyHolds(index, hash, size, .zero, proof))
                #expect(!consistencyHolds(index, hash, size, .zero, []))
            }
        }
    }
}
