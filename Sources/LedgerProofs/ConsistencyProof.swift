import LedgerMerkle
import LedgerModel

/// That a checkpoint's tree begins with an older one. The bytes are the request body of C2SP tlog-witness `add-checkpoint`, so a
/// witness takes the same file: `old <size>`, the hashes, an empty line, the newer checkpoint verbatim.
package struct ConsistencyProof: Hashable, Sendable {
    package let old: UInt64
    /// SUBPROOF order of RFC 6962 §2.1.2; at most 63.
    package let hashes: [Hash]
    package let checkpoint: SignedNote

    package static let hashLimit = 63

    /// Proof from `old` leaves to this checkpoint. `reader` holds at least as many leaves as the checkpoint; `old` = 0 has an
    /// empty proof. Traps where `old` is greater than the checkpoint's size.
    package init(old: UInt64, checkpoint: SignedNote, reader: borrowing some HashReader & ~Copyable & ~Escapable) throws {
        let size = try Checkpoint(parsing: checkpoint.text).size
        self.old = old
        hashes = old == 0 ? [] : try consistencyProof(old: old, new: size, reader: reader)
        self.checkpoint = checkpoint
    }

    /// Strict: what is read is written again as the same bytes.
    package init(parsing bytes: [UInt8]) throws(DecodeError) {
        var lines = LineReader(bytes)
        guard let old = lines.next(after: "old").flatMap({ decimal($0) }) else {
            throw DecodeError(what: "consistency proof", why: "has no old size")
        }
        var hashes: [Hash] = []
        while let line = lines.next(), !line.isEmpty {
            guard let hash = Hash(base64: line), hashes.count < Self.hashLimit else {
                throw DecodeError(what: "consistency proof", why: "has a line that is no hash, or more than \(Self.hashLimit)")
            }
            hashes.append(hash)
        }
        self.old = old
        self.hashes = hashes
        checkpoint = try SignedNote(parsing: Array(lines.rest))
    }

    package var bytes: [UInt8] {
        Array("old \(old)\n\(hashes.map { $0.base64 + "\n" }.joined())\n".utf8) + checkpoint.bytes
    }

    /// Accepts the newer checkpoint by `policy` and holds it against the older one, which the caller has verified or kept. Both
    /// must have the same origin. An older checkpoint of size 0 is a refusal: every tree begins with the empty one, so a
    /// witness that meets a log for the first time decides that itself.
    package func verify(extends older: Checkpoint, policy: Policy) throws(Refusal) -> AcceptedCheckpoint {
        let accepted = try policy.accept(checkpoint)
        let newer = accepted.checkpoint
        guard newer.origin.isSpelled(as: older.origin) else { throw .otherOrigin(older: older.origin, newer: newer.origin) }
        guard old == older.size else { throw .otherSize(proof: old, older: older.size) }
        do throws(ProofError) {
            try verifyConsistency(old: old, oldRoot: older.root, new: newer.size, newRoot: newer.root, proof: hashes)
        } catch {
            throw .notConsistent(error)
        }
        return accepted
    }
}
