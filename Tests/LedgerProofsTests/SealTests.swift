import LedgerMerkle
import LedgerModel
import Testing

@testable import LedgerProofs

@Suite struct SealTests {
    static let airport = SealLeaf(
        subject: Subject(.indicator, "airport-users"), version: 3, newest: sha256(ascii("a")), figures: ascii("airport-users,FY2016,1200\r\n"))!
    static let plan = SealLeaf(subject: Subject(.plan, "plan-2015"), version: 2, newest: sha256(ascii("b")), figures: [])!
    static let programme = SealLeaf(subject: Subject(.programme, "programme.1"), version: 1, newest: sha256(ascii("c")), figures: [])!

    /// The worked example of PROOFS.md, and a larger trie; computed in another language from the text.
    @Test func rootsAreThoseOfTheFormat() {
        #expect(Self.airport.key.hex == "67127e3686f8cc23c1b161ecc6a42d73f7f653ccfcd042019b33b786dd2e6780")
        #expect(Self.airport.hash.hex == "12d11b13c9d80202c0f5d1b0fe241ea35841a350f9e4881dcd8e14798733d1d3")
        #expect(Self.plan.hash.hex == "4dc449eac828b840ecd86a1078468565785798761b5a26de505ba02d5ce49749")
        let roots = [
            "a5ab782c805e8bfbe34cb65742a0471cf5a53a97f0a1160ab6cccbb64c9131ce", "12d11b13c9d80202c0f5d1b0fe241ea35841a350f9e4881dcd8e14798733d1d3",
            "66f4fb822acef04318c7200fcb79cc1a022ef476bb02afdc2ee500248b3186a4", "676eea0465cd993a48093d360c1308ad9e0329cd660bbe420d0851181713e782",
        ]
        for (count, root) in roots.enumerated() {
            let leaves = [Self.airport, Self.plan, Self.programme].prefix(count)
            #expect(Seal(Array(leaves)).root.hex == root)
            #expect(Seal(leaves.reversed()).root.hex == root)
        }
        #expect(Seal(leaves(1000)).root.hex == "e7d62d9e1425871cc132bd0a76a877d6311e1ff0385c737fb3291bff3ac0e065")
        #expect(SealLeaf(key: .zero, version: 0, newest: .zero, figures: .zero) == nil)
    }

    func leaves(_ count: Int) -> [SealLeaf] {
        (0..<count).map {
            SealLeaf(subject: Subject(.indicator, "i\($0)"), version: UInt64($0) + 1, newest: sha256(ascii("\($0)")), figures: ascii("l\($0)\r\n"))!
        }
    }

    /// The definition without ranges or sorting: insert one leaf after another into a tree of nodes.
    indirect enum Node {
        case empty
        case leaf(SealLeaf)
        case node(Node, Node)

        func inserting(_ leaf: SealLeaf, depth: Int = 0) -> Node {
            switch self {
            case .empty: return .leaf(leaf)
            case .leaf(let other):
                let pair = Node.node(.empty, .empty)
                return pair.inserting(other, depth: depth).inserting(leaf, depth: depth)
            case .node(let left, let right):
                let isRight = leaf.key.bytes[depth / 8] & (0x80 >> UInt8(depth % 8)) != 0
                return isRight ? .node(left, right.inserting(leaf, depth: depth + 1)) : .node(left.inserting(leaf, depth: depth + 1), right)
            }
        }

        var hash: Hash {
            switch self {
            case .empty: sha256([0x82])
            case .leaf(let leaf): leaf.hash
            case .node(let left, let right): sha256([0x81] + left.hash.bytes + right.hash.bytes)
            }
        }
    }

    /// Every set of up to ten subjects, against the naive trie; each of the ten is proved to be in or out, never both.
    @Test func everySmallTrieFollowsTheDefinition() throws {
        let subjects = (0..<10).map { Subject(.indicator, "i\($0)") }
        let all = leaves(10)
        for set in 0..<1 << 10 {
            let chosen = (0..<10).filter { set >> $0 & 1 == 1 }
            let seal = Seal(chosen.map { all[$0] })
            let root = chosen.reduce(Node.empty) { $0.inserting(all[$1]) }.hash
            #expect(seal.root == root)
            for (number, subject) in subjects.enumerated() {
                let found = try seal.proof(of: subject).verify(subject, root: root)
                #expect(found == (chosen.contains(number) ? all[number] : nil))
            }
        }
    }

    /// A proof for one key says nothing about another, unless both ways end at the same place.
    @Test func proofsBelongToOneKey() throws {
        let seal = Seal(leaves(40))
        let subjects = (0..<80).map { Subject(.indicator, "i\($0)") }
        for mine in 0..<80 {
            let proof = seal.proof(of: subjects[mine])
            for other in 0..<80 {
                guard let result = try? proof.verify(subjects[other], root: seal.root) else { continue }
                #expect(result == (other < 40 ? leaves(40)[other] : nil))
            }
        }
    }

    /// One change anywhere in a proof, and it leads elsewhere.
    @Test func everyBitFlipIsSeen() throws {
        let seal = Seal(leaves(30))
        for subject in [Subject(.indicator, "i7"), Subject(.indicator, "i99"), Subject(.plan, "i7")] {
            let proof = seal.proof(of: subject)
            for place in proof.siblings.indices {
                for bit in 0..<256 {
                    var siblings = proof.siblings
                    siblings[place] = flip(siblings[place], bit)
                    let changed = SealProof(siblings: siblings, end: proof.end)
                    #expect(throws: Refusal.mismatch(.seal)) { try changed.verify(subject, root: seal.root) }
                }
            }
            for siblings in [Array(proof.siblings.dropFirst()), proof.siblings.dropLast(), proof.siblings + [.zero]] {
                #expect(throws: Refusal.self) { try SealProof(siblings: siblings, end: proof.end).verify(subject, root: seal.root) }
            }
            #expect(throws: Refusal.self) { try proof.verify(subject, root: flip(seal.root, 5)) }
            guard let end = proof.end else { continue }
            #expect(throws: Refusal.mismatch(.seal)) { try SealProof(siblings: proof.siblings, end: nil).verify(subject, root: seal.root) }
            for bit in 0..<256 {
                let changed = [
                    SealLeaf(key: flip(end.key, bit), version: end.version, newest: end.newest, figures: end.figures)!,
                    SealLeaf(key: end.key, version: end.version + UInt64(bit) + 1, newest: end.newest, figures: end.figures)!,
                    SealLeaf(key: end.key, version: end.version, newest: flip(end.newest, bit), figures: end.figures)!,
                    SealLeaf(key: end.key, version: end.version, newest: end.newest, figures: flip(end.figures, bit))!,
                ]
                for leaf in changed {
                    #expect(throws: Refusal.self) { try SealProof(siblings: proof.siblings, end: leaf).verify(subject, root: seal.root) }
                }
            }
        }
    }

    /// Whoever builds a trie against the rules gains nothing: a leaf beside its way neither proves nor hides a subject.
    @Test func misplacedLeavesProveNothing() throws {
        let mine = Subject(.indicator, "i0")
        let leaf = leaves(1)[0]
        let goesRight = leaf.key.bytes[0] & 0x80 != 0
        // The leaf on the other side of a root with an empty half.
        let root = goesRight ? Hash.sealNode(leaf.hash, .emptySeal) : Hash.sealNode(.emptySeal, leaf.hash)
        #expect(throws: Refusal.mismatch(.seal)) { try SealProof(siblings: [.emptySeal], end: leaf).verify(mine, root: root) }
        // Another's leaf at the end of this way, though its key leads elsewhere.
        let stranger = leaves(50).first { ($0.key.bytes[0] & 0x80 != 0) != goesRight }!
        let crooked = goesRight ? Hash.sealNode(.emptySeal, stranger.hash) : Hash.sealNode(stranger.hash, .emptySeal)
        #expect(throws: Refusal.mismatch(.strayLeaf)) { try SealProof(siblings: [.emptySeal], end: stranger).verify(mine, root: crooked) }
        // A node or leaf of the log's tree is none of the trie.
        #expect(nodeHash(leaf.hash, .emptySeal) != Hash.sealNode(leaf.hash, .emptySeal))
    }

    @Test func oneSubjectIsSealedOnce() async {
        await #expect(processExitsWith: .failure) { _ = Seal([SealTests.plan, SealTests.plan]) }
    }

    private func flip(_ hash: Hash, _ bit: Int) -> Hash {
        var bytes = hash.bytes
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        return Hash(bytes)!
    }
}
