import Glibc
import LedgerModel
import LedgerProofs
import Synchronization

/// The last checkpoints that a log key signed, kept outside the ledger's directory: what a rolled-back or forked log is found by.
///
/// Two slots of fixed size; the newer checkpoint goes over the older one and is synced, so that a torn write leaves the other.
/// Open as long as the value lives, and locked: of two ledgers with one key, which must not be, only one signs at a time.
package final class CheckpointFile {
    package let path: String
    private let descriptor: Int32
    private let key: VerifierKey
    private var slots: [Checkpoint?]
    private let memory: Memory
    private static let slotBytes = 4_096

    /// What a file held when it was last looked at with one key: the same bytes need not be verified again, which takes longer than a write.
    package final class Memory: Sendable {
        fileprivate struct Content {
            var bytes: [UInt8] = []
            var slots: [Checkpoint?] = []
        }

        fileprivate let content = Mutex(Content())

        package init() {}
    }

    /// Makes the file where it is not there.
    /// - Parameter memory: of this file and key only.
    /// - Throws: `key-unreadable` where neither slot can be read though something was written; `key-exposed`, `cannot-write`.
    package init(at path: String, key: VerifierKey, memory: Memory = Memory()) throws {
        _ = try SecretFile.folder(of: path)
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Problem(.cannotWrite, path, SecretFile.words()) }
        (self.path, self.descriptor, self.key, self.memory, slots) = (path, descriptor, key, memory, [])
        guard flock(descriptor, LOCK_EX) == 0 else { throw Problem(.cannotWrite, path, SecretFile.words()) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & 0o077 == 0 else { throw Problem(.keyExposed, path) }
        let bytes = try Self.bytes(descriptor, path)
        let known = memory.content.withLock { $0.bytes == bytes ? $0.slots : [] }
        slots = known.isEmpty ? try Self.notes(bytes, path, key).map { $0?.1 } : known
        memory.content.withLock { $0 = Memory.Content(bytes: bytes, slots: slots) }
    }

    deinit { close(descriptor) }

    /// The newest, for whoever only looks; nil where none was ever signed. Takes no lock and makes no file.
    /// - Throws: `key-unreadable`.
    package static func newest(at path: String, key: VerifierKey) throws -> SignedNote? {
        let descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw Problem(.keyUnreadable, path, SecretFile.words()) }
            return nil
        }
        defer { close(descriptor) }
        return try notes(bytes(descriptor, path), path, key).compactMap(\.self).max { $0.1.size < $1.1.size }?.0
    }

    package var newest: Checkpoint? { slots.compactMap(\.self).max { $0.size < $1.size } }

    /// Durable when it returns.
    package func store(_ note: SignedNote) throws {
        let checkpoint = try Checkpoint(parsing: note.text)
        let bytes = note.bytes
        guard bytes.count < Self.slotBytes else { throw Problem(.cannotWrite, path, "checkpoint: \(bytes.count) bytes") }
        let newest = slots.indices.max { (slots[$0]?.size ?? 0) < (slots[$1]?.size ?? 0) } ?? 0
        let slot = slots[newest] == nil ? 0 : 1 - newest
        let isFirst = slots.allSatisfy { $0 == nil }
        let padded = bytes + [UInt8](repeating: 0, count: Self.slotBytes - bytes.count)
        guard SecretFile.write(descriptor, padded, at: slot * Self.slotBytes), fdatasync(descriptor) == 0,
            try !isFirst || SecretFile.sync(SecretFile.folder(of: path))
        else { throw Problem(.cannotWrite, path, SecretFile.words()) }
        slots[slot] = checkpoint
        let written = try Self.bytes(descriptor, path)
        memory.content.withLock { $0 = Memory.Content(bytes: written, slots: slots) }
    }

    private static func bytes(_ descriptor: Int32, _ path: String) throws -> [UInt8] { try SecretFile.read(descriptor, path, limit: 2 * slotBytes) }

    /// What each slot holds that the key signed. A slot that was torn is as good as empty while the other stands.
    private static func notes(_ bytes: [UInt8], _ path: String, _ key: VerifierKey) throws -> [(SignedNote, Checkpoint)?] {
        let notes = (0..<2).map { slot -> (SignedNote, Checkpoint)? in
            let part = Array(bytes.dropFirst(slot * slotBytes).prefix(slotBytes).prefix { $0 != 0 })
            guard let note = try? SignedNote(parsing: part), (try? note.open(trusting: [key])) != nil,
                let checkpoint = try? Checkpoint(parsing: note.text), checkpoint.origin.utf8.elementsEqual(key.name.utf8)
            else { return nil }
            return (note, checkpoint)
        }
        guard bytes.allSatisfy({ $0 == 0 }) || notes.contains(where: { $0 != nil }) else { throw Problem(.keyUnreadable, path, "checkpoint") }
        return notes
    }
}
