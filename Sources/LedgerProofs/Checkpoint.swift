import LedgerMerkle
import LedgerModel

/// The text of a checkpoint: whose tree, how large, which root (C2SP tlog-checkpoint v1.0.0).
package struct Checkpoint: Hashable, Sendable {
    /// Who issues it: the ledger's name. Where it is a key name, it must be that of the key that signs.
    package let origin: String
    package let size: UInt64
    package let root: Hash
    /// Kept as they stand; no monitor can check them, so we write none.
    package let extensions: [String]

    /// Nil for an empty or multi-line origin, a size of 2^63 or more, or a root for the empty tree that is not its root.
    package init?(origin: String, size: UInt64, root: Hash, extensions: [String] = []) {
        let isLine = { (line: String) in !line.isEmpty && !line.utf8.contains { $0 < 0x20 } }
        guard ([origin] + extensions).allSatisfy(isLine), size < 1 << 63, size > 0 || root == .emptyRoot else { return nil }
        self.origin = origin
        self.size = size
        self.root = root
        self.extensions = extensions
    }

    /// Reads a note's text; its last line must have its newline.
    package init(parsing text: [UInt8]) throws(DecodeError) {
        guard let string = String(validating: text, as: UTF8.self), text.last == newline else {
            throw DecodeError(what: "checkpoint", why: "is not lines of UTF-8")
        }
        let lines = string.utf8.dropLast().split(separator: newline, omittingEmptySubsequences: false).map { String(Substring($0)) }
        guard lines.count >= 3, let size = decimal(Array(lines[1].utf8)), let root = Hash(base64: lines[2]) else {
            throw DecodeError(what: "checkpoint", why: "is not origin, size and root")
        }
        guard let checkpoint = Checkpoint(origin: lines[0], size: size, root: root, extensions: Array(lines[3...])) else {
            throw DecodeError(what: "checkpoint", why: "has an empty line, or a root that the empty tree has not")
        }
        self = checkpoint
    }

    /// What is signed.
    package var text: [UInt8] {
        Array(([origin, "\(size)", root.base64] + extensions).map { $0 + "\n" }.joined().utf8)
    }
}

/// A witness's word: as of this time, the largest consistent tree that it has seen of this origin has this root (C2SP
/// tlog-cosignature v1). The name of the witness is not signed, so no two witnesses may share a key.
package struct Cosignature: Hashable, Sendable {
    /// POSIX seconds, below 2^63.
    package let time: UInt64
    private let signature: [UInt8]

    /// Reads time (u64 BE) ‖ 64 bytes. Nil for any other length, or a time of 2^63 or more.
    package init?(_ bytes: [UInt8]) {
        let time = bytes.prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        guard bytes.count == 72, time < 1 << 63 else { return nil }
        self.time = time
        signature = Array(bytes.dropFirst(8))
    }

    static func message(time: UInt64, text: [UInt8]) -> [UInt8] { Array("cosignature/v1\ntime \(time)\n".utf8) + text }

    func isBy(_ key: VerifierKey, over text: [UInt8]) -> Bool {
        key.isSignature(signature, over: Self.message(time: time, text: text))
    }
}

extension SigningKey {
    /// A checkpoint signed by its log.
    package func sign(_ checkpoint: Checkpoint) throws -> SignedNote {
        try SignedNote(text: checkpoint.text, signatures: [sign(checkpoint.text)])
    }

    /// A witness's signature line. Whoever calls has checked that the checkpoint extends all that it cosigned before, and has
    /// stored that it did. Traps unless this is a cosigner's key and the time is below 2^63.
    package func cosign(_ checkpoint: Checkpoint, time: UInt64) throws -> NoteSignature {
        precondition(verifier.type == .cosignature && time < 1 << 63, "cosigning needs a cosigner's key and a time below 2^63")
        let message = Cosignature.message(time: time, text: checkpoint.text)
        return NoteSignature(name: verifier.name, keyID: verifier.id, bytes: time.bigEndianBytes + (try signature(over: message)))
    }
}
