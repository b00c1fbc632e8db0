import Testing

@testable import LedgerMerkle

/// schema/vectors/merkle.json, made by a program that shares nothing with this one.
@Suite struct MerkleVectorTests {
    struct File: Decodable {
        struct Root: Decodable {
            let leaves: [String]
            let root: String
        }
        struct LargeRoots: Decodable {
            struct Root: Decodable {
                let size: Int
                let root: String
            }
            let roots: [Root]
        }
        struct LeafHash: Decodable {
            let leaf, hash: String
        }
        struct NodeHash: Decodable {
            let left, right, hash: String
        }
        struct Completed: Decodable {
            let index: Int
            let hashes: [String]
        }
        struct Inclusion: Decodable {
            let desc, leafHash, root: String
            let leafIdx, treeSize: UInt64
            let proof: [String]
            let wantErr: Bool
        }
        struct Consistency: Decodable {
            let desc, root1, root2: String
            let size1, size2: UInt64
            let proof: [String]
            let wantErr: Bool
        }
        let roots: [Root]
        let largeRoots: LargeRoots
        let leafHashes: [LeafHash]
        let nodeHashes: [NodeHash]
        let completed: [Completed]
        let inclusion: [Inclusion]
        let consistency: [Consistency]
    }

    let file: File
    init() throws { file = try vectors("merkle.json", as: File.self) }

    @Test func rootsAndHashes() throws {
        #expect(file.roots.count == 9)
        for vector in file.roots {
            let log = MemoryLog(count: vector.leaves.count) { bytes(vector.leaves[$0]) }
            #expect(log.frontier.root.hex == vector.root)
        }
        for vector in file.leafHashes { #expect(leafHash(bytes(vector.leaf)).hex == vector.hash) }
        for vector in file.nodeHashes {
            let left = try #require(Hash(hex: vector.left)), right = try #require(Hash(hex: vector.right))
            #expect(nodeHash(left, right).hex == vector.hash)
        }
        let whole = try #require(file.roots.last)
        let log = MemoryLog(count: 8) { bytes(whole.leaves[$0]) }
        #expect(file.completed.map(\.hashes) == log.records.map { $0.map(\.hex) })
    }

    @Test func largeRoots() {
        #expect(file.largeRoots.roots.map(\.size) == TreeTests.largeRoots.map(\.0))
        #expect(file.largeRoots.roots.map { Hash(hex: $0.root)?.base64 } == TreeTests.largeRoots.map(\.1))
    }

    @Test func inclusion() {
        #expect(file.inclusion.filter(\.wantErr).count > file.inclusion.count / 2)
        for vector in file.inclusion {
            #expect(holds(vector) == !vector.wantErr, "\(vector.desc)")
        }
    }

    @Test func consistency() {
        #expect(file.consistency.filter(\.wantErr).count > file.consistency.count / 2)
        for vector in file.consistency {
            #expect(holds(vector) == !vector.wantErr, "\(vector.desc)")
        }
    }

    private func holds(_ vector: File.Inclusion) -> Bool {
        guard let ends = hashes([vector.leafHash, vector.root]), let proof = hashes(vector.proof) else { return false }
        return (try? verifyInclusion(
            leaf: ends[0], index: vector.leafIdx, size: vector.treeSize, proof: proof, root: ends[1])) != nil
    }

    private func holds(_ vector: File.Consistency) -> Bool {
        guard let roots = hashes([vector.root1, vector.root2]), let proof = hashes(vector.proof) else { return false }
        return (try? verifyConsistency(
            old: vector.size1, oldRoot: roots[0], new: vector.size2, newRoot: roots[1], proof: proof)) != nil
    }
}

/// Vectors published with the reference implementations of RFC 6962.
@Suite struct PublishedVectorTests {
    static let leaves = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ]
    let log = MemoryLog(count: 8) { bytes(PublishedVectorTests.leaves[$0]) }

    @Test func roots() throws {
        let roots = [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ]
        for (size, root) in roots.enumerated() {
            #expect(try rootHash(size: UInt64(size), reader: log).hex == root)
        }
    }

    @Test func proofs() throws {
        #expect(try inclusionProof(index: 0, size: 8, reader: log).map(\.hex) == [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ])
        #expect(try consistencyProof(old: 6, new: 8, reader: log).map(\.hex) == [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ])
    }
}
