import LedgerMerkle
import LedgerModel
import LedgerProofs

/// The log's key and the file of the checkpoints that it signed.
package struct LogSigner: Sendable {
    package let key: SigningKey
    package let checkpoints: String
    private let memory = CheckpointFile.Memory()

    package init(key: SigningKey, checkpoints: String) {
        self.key = key
        self.checkpoints = checkpoints
    }

    /// Opens the file and holds it; another ledger with the same key, which must not be, waits.
    package func begin() throws -> SigningSession { SigningSession(key: key, checkpoints: try CheckpointFile(at: checkpoints, key: key.verifier, memory: memory)) }
}

/// One append's use of the log's key: the log is held against the newest checkpoint before it is written to, and the next is
/// signed after.
package final class SigningSession {
    package let key: SigningKey
    private let checkpoints: CheckpointFile

    init(key: SigningKey, checkpoints: CheckpointFile) {
        self.key = key
        self.checkpoints = checkpoints
    }

    package var newest: Checkpoint? { checkpoints.newest }

    /// Signs the log's newest state and keeps it, durable when it returns. About 0.2 ms and a sync.
    /// The caller has checked that it extends `newest`.
    package func sign(size: UInt64, root: Hash) throws -> SignedNote {
        guard let checkpoint = Checkpoint(origin: key.verifier.name, size: size, root: root) else { throw Problem(.badName, "name", key.verifier.name) }
        let note = try key.sign(checkpoint)
        if size > newest?.size ?? 0 { try checkpoints.store(note) }
        return note
    }
}

extension Checkpoint {
    /// Whether a log of this size, with the root that it had when it was as large as this checkpoint, is the one that was signed, or
    /// has grown from it.
    /// - Throws: `behind-checkpoint`, `forked`; what `root` throws.
    package func check(size now: UInt64, root: (UInt64) throws -> Hash) throws {
        guard size <= now else { throw Problem(.behindCheckpoint, "\(now)", "\(size)") }
        let held = try root(size)
        guard held == self.root else { throw Problem(.forked, "\(size)", held.hex, self.root.hex) }
    }
}
