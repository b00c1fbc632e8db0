import LedgerMerkle
import LedgerModel
import Testing

@testable import LedgerProofs

@Suite struct TlogProofTests {
    let policy = try! Policy(parsing: ascii(Published.policy))

    @Test func publishedProofIsReproducedAndHolds() throws {
        let log = MemoryLog(count: 256)
        let proof = try TlogProof(index: 5, checkpoint: SignedNote(parsing: ascii(Published.checkpoint)), reader: log)
        #expect(proof.bytes == ascii(Published.proof))
        let read = try TlogProof(parsing: ascii(Published.proof))
        #expect(read == proof)
        let accepted = try read.verify(entry: ascii("leaf 5"), policy: policy)
        #expect(accepted.checkpoint.size == 256 && accepted.cosignatures.map(\.time) == [Published.time])
        #expect(throws: Refusal.notIncluded(.rootDiffers)) { try read.verify(entry: ascii("leaf 6"), policy: policy) }
    }

    @Test func everyEntryOfASmallTreeIsProved() throws {
        let log = MemoryLog(count: 20)
        let own = Policy(logs: [Published.logKey.verifier])
        for size in 1...20 {
            let note = try Published.logKey.sign(log.checkpoint("example.com/kpi", size: size))
            for index in 0..<size {
                let proof = try TlogProof(index: UInt64(index), checkpoint: note, reader: log)
                let read = try TlogProof(parsing: proof.bytes)
                #expect(read == proof)
                for other in 0..<20 {
                    let holds = (try? read.verify(entry: log.entries[other], policy: own)) != nil
                    #expect(holds == (other == index))
                }
            }
        }
    }

    /// Refused, or a witness's line that became a stranger's: where its cosignature is not needed, that changes nothing.
    @Test func everyBitFlipIsSeen() throws {
        let leaf = leafHash(ascii("leaf 5"))
        let alone = Policy(logs: policy.logs)
        var ignored = 0
        eachBitFlip(ascii(Published.proof)) { bytes, bit in
            guard let proof = try? TlogProof(parsing: bytes) else { return }
            #expect((try? proof.verify(leaf: leaf, policy: policy)) == nil, "bit \(bit)")
            if let accepted = try? proof.verify(leaf: leaf, policy: alone) {
                ignored += 1
                #expect(accepted.checkpoint.root.base64 == "z17/2xHQknou31Ow5zx4N/ZZQU4AU32l2Q61xMSf8nQ=" && proof.index == 5)
            }
        }
        // Names, ids and signature of the line that this policy does not know.
        #expect(ignored > 0 && ignored < 8 * Published.checkpoint.split(separator: "\n")[4].utf8.count)
    }

    /// Nobody signs it: it is carried, and changes nothing.
    @Test func extraDataIsCarried() throws {
        let text = Published.proof.replacing("index", with: "extra AAECAw==\nindex", maxReplacements: 1)
        let proof = try TlogProof(parsing: ascii(text))
        #expect(proof.extra == [0, 1, 2, 3] && proof.bytes == ascii(text))
        #expect(try proof.verify(entry: ascii("leaf 5"), policy: policy).checkpoint.size == 256)
        #expect(TlogProof(index: 5, hashes: [], checkpoint: proof.checkpoint, extra: []).extra == nil)
    }

    static let hash = "gxFfiUeVX6/cKifn9MCFS72Nonuxs+NAXbVxya+Nvho="

    /// Each breaks one rule of the format; the checkpoint below is the published one.
    @Test(arguments: [
        "", "c2sp.org/tlog-proof@v2\nindex 5\n\n", "c2sp.org/tlog-proof@v1 \nindex 5\n\n", "c2sp.org/tlog-proof@v1\n\n", "c2sp.org/tlog-proof@v1\nindex 05\n\n",
        "c2sp.org/tlog-proof@v1\nindex -5\n\n", "c2sp.org/tlog-proof@v1\nindex  5\n\n", "c2sp.org/tlog-proof@v1\nindex 9223372036854775808\n\n",
        "c2sp.org/tlog-proof@v1\nindex 5\nextra AAAA\n\n", "c2sp.org/tlog-proof@v1\nextra AAAA\nextra AAAA\nindex 5\n\n",
        "c2sp.org/tlog-proof@v1\nextra AAAB=\nindex 5\n\n", "c2sp.org/tlog-proof@v1\nextra \nindex 5\n\n", "c2sp.org/tlog-proof@v1\nindex 5\nAAAA\n\n",
        "c2sp.org/tlog-proof@v1\nindex 5\n\(hash) \n\n", "c2sp.org/tlog-proof@v1\nindex 5\n\(hash)", "c2sp.org/tlog-proof@v1\r\nindex 5\n\n",
        "c2sp.org/tlog-proof@v1\nindex 5\n\n\n\n", "c2sp.org/tlog-proof@v1\nindex 5\n" + String(repeating: hash + "\n", count: 64) + "\n",
    ])
    func malformedProofsAreRefused(_ head: String) {
        #expect(throws: DecodeError.self) { try TlogProof(parsing: ascii(head)) }
        // An empty line more before the checkpoint makes another origin line, which is refused when the note is opened.
        let whole = ascii(head + Published.checkpoint)
        #expect((try? TlogProof(parsing: whole)).flatMap { try? $0.verify(entry: ascii("leaf 5"), policy: policy) } == nil)
    }
}

@Suite struct ConsistencyProofTests {
    let log = MemoryLog(count: 256)
    let policy = Policy(logs: [Published.logKey.verifier])

    static let sevenTo256 = """
        +3+GnOi3tR/fcZ/IwhpHNsmMwWCoJWBqgfeKf00iYdk=
        S0cR0FayJ4OSwjH9QYWK3qjKiTrQxwSPV9omggAoRf4=
        dauSgmjIb0TaXUJBGI7XHkqrLU131tUBF9rZSoQu3gM=
        T2MQhKFXxU9U/Psj/164ZQxLoWDClbsTqYMrEJ1SZ34=
        qACpeGyYjOedMjlqMtlKfqvOMxsyqk2yNxWbv5TFMv4=
        hncrWqPa2Rp3YSXlROedrzpUuw14dRMxZfyatvxIabc=
        ka6oYUkKTbHEelZcBYKTca6y97uGVdez6xeq4Ytv3OE=
        tJHuVzgD1gQxHdw3+NouE6JmRSXkiMbYH4ka4ZtugWY=
        TndYvhQHCGQLIOAoJoyUaxKGfXKHvJn6bfGegnsNkAo=

        """

    /// Against hashes that RFC 6962's definition gives in another language.
    @Test func publishedProofIsReproduced() throws {
        let note = try SignedNote(parsing: ascii(Published.checkpoint))
        let proof = try ConsistencyProof(old: 7, checkpoint: note, reader: log)
        #expect(proof.bytes == ascii("old 7\n\(Self.sevenTo256)\n\(Published.checkpoint)"))
        let older = try log.checkpoint("example.com/kpi", size: 7)
        #expect(older.root.base64 == "WmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmcg=")
        #expect(try ConsistencyProof(parsing: proof.bytes) == proof)
        #expect(try proof.verify(extends: older, policy: policy).checkpoint.size == 256)
        eachBitFlip(proof.bytes) { bytes, bit in
            guard let changed = try? ConsistencyProof(parsing: bytes), (try? changed.verify(extends: older, policy: policy)) != nil
            else { return }
            #expect(changed.old == 7 && changed.hashes == proof.hashes && changed.checkpoint.text == note.text, "bit \(bit)")
        }
    }

    @Test func everyPairOfSmallSizes() throws {
        let other = MemoryLog(count: 20, entry: { ascii("other \($0)") })
        for new in 1...20 {
            let note = try Published.logKey.sign(log.checkpoint("example.com/kpi", size: new))
            for old in 1...new {
                let proof = try ConsistencyProof(old: UInt64(old), checkpoint: note, reader: log)
                for candidate in 0...20 {
                    let older = try log.checkpoint("example.com/kpi", size: candidate)
                    let holds = (try? proof.verify(extends: older, policy: policy)) != nil
                    #expect(holds == (candidate == old))
                }
                // A forked log has other roots.
                let fork = try other.checkpoint("example.com/kpi", size: old)
                #expect(throws: Refusal.self) { try proof.verify(extends: fork, policy: policy) }
            }
        }
    }

    @Test func refusalsSayWhy() throws {
        let note = try SignedNote(parsing: ascii(Published.checkpoint))
        let proof = try ConsistencyProof(old: 8, checkpoint: note, reader: log)
        let older = try log.checkpoint("example.com/other", size: 8)
        #expect(throws: Refusal.otherOrigin(older: "example.com/other", newer: "example.com/kpi")) {
            try proof.verify(extends: older, policy: policy)
        }
        let seven = try log.checkpoint("example.com/kpi", size: 7)
        #expect(throws: Refusal.otherSize(proof: 8, older: 7)) { try proof.verify(extends: seven, policy: policy) }
        let first = try ConsistencyProof(old: 0, checkpoint: note, reader: log)
        #expect(first.hashes.isEmpty)
        let none = try log.checkpoint("example.com/kpi", size: 0)
        #expect(throws: Refusal.notConsistent(.emptyTree)) { try first.verify(extends: none, policy: policy) }
        for text in ["", "old 07\n\n", "old 7\nAAAA\n\n", "new 7\n\n", "old 7"] {
            #expect(throws: DecodeError.self) { try ConsistencyProof(parsing: ascii(text + "\n" + Published.checkpoint)) }
        }
    }
}
