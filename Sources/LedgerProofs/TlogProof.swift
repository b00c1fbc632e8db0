import LedgerMerkle
import LedgerModel

/// That one entry is in a log, checkable offline (C2SP tlog-proof, `.tlog-proof`).
package struct TlogProof: Hashable, Sendable {
    /// Place of the entry, from 0; the entry's number is one more.
    package let index: UInt64
    /// From the leaf's sibling up (RFC 6962 §2.1.1).
    package let hashes: [Hash]
    /// Verbatim, with all its signatures.
    package let checkpoint: SignedNote
    /// For the application; nobody signs it, so nothing may rest on it.
    package let extra: [UInt8]?

    /// More hashes than the deepest tree has levels are refused on reading.
    package static let hashLimit = 63

    /// `index` below 2^63; at most 63 hashes. Empty extra data is none.
    package init(index: UInt64, hashes: [Hash], checkpoint: SignedNote, extra: [UInt8]? = nil) {
        precondition(index < 1 << 63 && hashes.count <= Self.hashLimit, "trees have fewer than 2^63 leaves")
        self.index = index
        self.hashes = hashes
        self.checkpoint = checkpoint
        self.extra = extra?.isEmpty == true ? nil : extra
    }

    package static let firstLine = "c2sp.org/tlog-proof@v1"

    /// Strict: what is read is written again as the same bytes.
    package init(parsing bytes: [UInt8]) throws(DecodeError) {
        var lines = LineReader(bytes)
        guard lines.next().map({ $0.elementsEqual(Self.firstLine.utf8) }) == true else {
            throw DecodeError(what: "proof", why: "does not start with \(Self.firstLine)")
        }
        var extra: [UInt8]?
        if let line = lines.next(after: "extra") {
            extra = Base64.decode(line)
            guard extra?.isEmpty == false else { throw DecodeError(what: "proof", why: "has extra data that is empty or not base64") }
        }
        guard let index = lines.next(after: "index").flatMap({ decimal($0) }) else {
            throw DecodeError(what: "proof", why: "has no index")
        }
        var hashes: [Hash] = []
        while let line = lines.next(), !line.isEmpty {
            guard let hash = Hash(base64: line), hashes.count < Self.hashLimit else {
                throw DecodeError(what: "proof", why: "has a line that is no hash, or more than \(Self.hashLimit)")
            }
            hashes.append(hash)
        }
        self.init(index: index, hashes: hashes, checkpoint: try SignedNote(parsing: Array(lines.rest)), extra: extra)
    }

    package var bytes: [UInt8] {
        let extraLine = extra.map { "extra \(Base64.encode($0))\n" } ?? ""
        let head = "\(Self.firstLine)\n\(extraLine)index \(index)\n" + hashes.map { $0.base64 + "\n" }.joined() + "\n"
        return Array(head.utf8) + checkpoint.bytes
    }

    /// Proof that the entry at `index` is in the tree of this checkpoint. `reader` holds at least as many leaves; reads at most
    /// 63 subtrees' hashes and their parts. Traps unless the index is below the checkpoint's size.
    package init(
        index: UInt64, checkpoint: SignedNote, reader: borrowing some HashReader & ~Copyable & ~Escapable
    ) throws {
        let size = try Checkpoint(parsing: checkpoint.text).size
        self.init(index: index, hashes: try inclusionProof(index: index, size: size, reader: reader), checkpoint: checkpoint)
    }

    /// Accepts the checkpoint by `policy` and leads `leaf`, SHA-256(0x00 ‖ entry), to its root.
    package func verify(leaf: Hash, policy: Policy) throws(Refusal) -> AcceptedCheckpoint {
        let accepted = try policy.accept(checkpoint)
        do throws(ProofError) {
            try verifyInclusion(
                leaf: leaf, index: index, size: accepted.checkpoint.size, proof: hashes, root: accepted.checkpoint.root)
        } catch {
            throw .notIncluded(error)
        }
        return accepted
    }

    /// As above, from the entry's bytes.
    package func verify(entry: [UInt8], policy: Policy) throws(Refusal) -> AcceptedCheckpoint {
        try verify(leaf: leafHash(entry), policy: policy)
    }
}
