import LedgerMerkle
import LedgerModel
import Testing

@testable import LedgerProofs

@Suite struct PolicyTests {
    static let log = "log \(Published.vkey)\n"
    static let w = (1...6).map { witness($0) }
    /// `witness w1 …` to `witness w6 …`
    static let witnesses = w.enumerated().map { "witness w\($0 + 1) \($1.verifier.text)\n" }.joined()
    static let checkpoint = try! MemoryLog(count: 5).checkpoint("example.com/kpi")

    func note(_ cosigners: [Int]) throws -> SignedNote {
        var note = try Published.logKey.sign(Self.checkpoint)
        for number in cosigners { note.add(try witness(number).cosign(Self.checkpoint, time: UInt64(1000 + number))) }
        return note
    }

    func accepts(_ policy: Policy, _ cosigners: [Int]) throws -> Bool {
        let note = try note(cosigners)
        switch attempt({ () throws(Refusal) in try policy.accept(note) }) {
        case .success(let accepted):
            #expect(accepted.checkpoint == Self.checkpoint)
            #expect(accepted.cosignatures.map(\.time) == cosigners.map { UInt64(1000 + $0) })
            return true
        case .failure(.quorumMissed(_, let have)):
            #expect(have == cosigners.sorted().map { "w\($0)" })
            return false
        case .failure(let other):
            Issue.record("\(other)")
            return false
        }
    }

    /// Two levels of groups, decided for all 64 sets of witnesses.
    @Test func quorumIsHeldForEverySet() throws {
        let text = Self.log + Self.witnesses + "group X 2 w1 w2 w3\ngroup Y any w4 w5 w6\ngroup both all X Y\nquorum both\n"
        let policy = try Policy(parsing: ascii(text))
        for set in 0..<64 {
            let cosigners = (1...6).filter { set >> ($0 - 1) & 1 == 1 }
            let expected = cosigners.count { $0 <= 3 } >= 2 && cosigners.contains { $0 > 3 }
            #expect(try accepts(policy, cosigners) == expected, "\(cosigners)")
        }
    }

    @Test func simpleQuorums() throws {
        let none = try Policy(parsing: ascii(Self.log + Self.witnesses + "quorum none\n"))
        #expect(try accepts(none, []) && accepts(none, [2, 3]))
        let one = try Policy(parsing: ascii(Self.log + Self.witnesses + "quorum w2\n"))
        #expect(try accepts(one, [2]) && accepts(one, [1, 2]) && !accepts(one, []) && !accepts(one, [1, 3]))
        let plain = Policy(logs: [Published.logKey.verifier])
        let accepted = try plain.accept(note([1]))
        #expect(accepted.cosignatures.isEmpty && accepted.log.text == Published.vkey)
    }

    /// Comments, empty lines, tabs, URLs and names that are not UTF-8.
    @Test func spellingIsFree() throws {
        var text = ascii("# 方針\n \t\n\t  # more\nlog\t\(Published.vkey)  https://example.com/log \nwitness ")
        text += [0xFF, 0x4B] + ascii(" \(witness(1).verifier.text) https://w1\nquorum ") + [0xFF, 0x4B, 10]
        let policy = try Policy(parsing: text)
        #expect(try policy.accept(note([1])).cosignatures.count == 1)
        #expect(throws: Refusal.self) { try policy.accept(note([])) }
    }

    /// 32 of each, and the names all, any and 2 for groups.
    @Test func thirtyTwoOfEachAreRead() throws {
        var text = ""
        for number in 1...32 {
            text += "log \(SigningKey(name: "l\(number)", type: .note, seed: Array(repeating: UInt8(100 + number), count: 32))!.verifier.text)\n"
            text += "witness w\(number) \(witness(number).verifier.text)\ngroup g\(number) any w\(number)\n"
        }
        let members = (1...32).map { "g\($0)" }.joined(separator: " ")
        let policy = try Policy(parsing: ascii(text + Self.log + "group all 31 \(members)\nquorum all\n"))
        #expect(try accepts(policy, Array(1...31)) && !accepts(policy, Array(1...30)))
    }

    static let sameKey = VerifierKey(name: "other", type: .cosignature, publicKey: w[0].verifier.publicKey)!.text
    static let sameLog = VerifierKey(name: "other", type: .note, publicKey: Published.logKey.verifier.publicKey)!.text

    /// Each breaks one rule.
    @Test(arguments: [
        "", log, log + "quorum none", log + "quorum none\nquorum none\n", log + "quorum w1\n" + witnesses, witnesses + "quorum w7\n",
        "log\nquorum none\n", "log \(Published.vkey) url more\nquorum none\n", log + log + "quorum none\n", log + "log \(sameLog)\nquorum none\n",
        "log \(Published.wkey)\nquorum none\n", "witness w \(Published.vkey)\nquorum w\n", "witness w\nquorum none\n",
        "witness none \(Published.wkey)\nquorum none\n", witnesses + "witness x \(sameKey)\nquorum w1\n",
        witnesses + "witness w1 \(Published.wkey)\nquorum w1\n", witnesses + "group w1 any w2\nquorum w1\n", witnesses + "group g any\nquorum g\n",
        witnesses + "group g 0 w1\nquorum g\n", witnesses + "group g 3 w1 w2\nquorum g\n", witnesses + "group g 01 w1 w2\nquorum g\n",
        witnesses + "group g +1 w1 w2\nquorum g\n", witnesses + "group g most w1 w2\nquorum g\n", witnesses + "group g any w1 w1\nquorum g\n",
        witnesses + "group g any w1\ngroup h any w1\nquorum g\n", witnesses + "group g any none\nquorum g\n", witnesses + "group g any g\nquorum g\n",
        witnesses + "group g any h\ngroup h any w1\nquorum g\n", witnesses + "group none any w1\nquorum none\n", witnesses + "group g any w1\nquorum g h\n",
        "Log \(Published.vkey)\nquorum none\n", "log \(Published.vkey.dropLast())A\nquorum none\n", log + "quorum none\r\n", log + "quorum\u{c}none\n",
        log + "# \u{7F}\nquorum none\n", log + "# \u{0}\nquorum none\n",
    ])
    func brokenPoliciesAreRefused(_ text: String) {
        #expect(throws: DecodeError.self) { try Policy(parsing: ascii(text)) }
    }

    @Test func refusalsSayWhy() throws {
        let policy = try Policy(parsing: ascii(Self.log + Self.witnesses + "quorum w1\n"))
        // Cosigned, but not by the log.
        let unsigned = try SignedNote(text: Self.checkpoint.text, signatures: [witness(1).cosign(Self.checkpoint, time: 1)])
        #expect(throws: Refusal.logNotTrusted(origin: "example.com/kpi")) { try policy.accept(unsigned) }
        // The log's key under another origin.
        let other = Checkpoint(origin: "example.com/other", size: 5, root: Self.checkpoint.root)!
        var foreign = try Published.logKey.sign(other)
        foreign.add(try witness(1).cosign(other, time: 1))
        #expect(throws: Refusal.logNotTrusted(origin: "example.com/other")) { try policy.accept(foreign) }
        // A cosignature over another root.
        var mixed = try Published.logKey.sign(Self.checkpoint)
        mixed.add(try witness(1).cosign(other, time: 1))
        #expect(throws: Refusal.badSignature(key: witness(1).verifier.text)) { try policy.accept(mixed) }
        #expect(throws: Refusal.quorumMissed(quorum: "w1", have: [])) { try policy.accept(note([])) }
        #expect(throws: Refusal.notSigned) { try Policy(logs: []).accept(note([])) }
        let plain = ascii("no checkpoint\n")
        let text = try SignedNote(text: plain, signatures: [Published.logKey.sign(plain)])
        let malformed = Refusal.malformed(DecodeError(what: "checkpoint", why: "is not origin, size and root"))
        #expect(throws: malformed) { try policy.accept(text) }
    }
}
