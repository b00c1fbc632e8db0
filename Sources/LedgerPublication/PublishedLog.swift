import Glibc
import LedgerMerkle
import LedgerModel
import LedgerProofs
import LedgerVerifier

/// A published log in a folder, as the auditor reads one: every record is rebuilt from entry bundles and texts, its hashes are
/// computed from the entries, and everything else that is published is held against them.
///
/// Nothing in the folder is trusted. Memory: one bundle, the texts of one entry, one row of hashes a level, and the documents.
package final class PublishedLog: AuditSource {
    package let path: String
    /// Nil where the file `checkpoint` holds none.
    package let note: SignedNote?
    package let checkpoint: Checkpoint?
    package let document: LogDocument?
    package let removed: RemovedDocument
    /// Faults of what stands beside the entries; whole once all records were read.
    package private(set) var faults: [PublicationFault] = []

    let folder: Folder
    private let openingFaults: [PublicationFault]
    /// Why the checkpoint is not accepted, once `verify` asked.
    private var refusal: Refusal?
    /// Set while records are read; nil again where reading stopped early.
    private var acts: PublishedActs?
    private var root: Hash?

    /// - Throws: `cannot-read` where there is no such folder, or none with a checkpoint.
    package init(opening path: String) throws(Problem) {
        self.path = path
        folder = try Folder(opening: path)
        var front = FrontReading(folder)
        guard let bytes = front.read(PublishedPath.checkpoint, PublishedLimit.checkpoint) ?? (front.faults.isEmpty ? nil : []) else {
            throw Problem(.cannotRead, "\(path)/\(PublishedPath.checkpoint)", systemWords(ENOENT))
        }
        note = front.note(bytes)
        checkpoint = front.checkpoint(note)
        document = front.document(LogDocument.self)
        removed = front.document(RemovedDocument.self) ?? RemovedDocument()
        openingFaults = front.faults
    }

    // MARK: AuditSource

    package func forEachRecord(_ body: (UInt64?, [UInt8]) throws -> Bool) throws {
        faults = openingFaults
        acts = nil
        root = nil
        guard let checkpoint, checkpoint.size > 0 else { return }
        var reading = LogReading(folder, size: checkpoint.size)
        defer { faults += reading.faults }
        guard try reading.run(body) else { return }
        acts = reading.acts
        root = reading.frontier.root
    }

    package var storageFaultKind: Finding.Kind { .file }

    package func forEachStorageFault(_ body: (String) -> Void) throws {
        if let refusal { add(.checkpointRefused, PublishedPath.checkpoint, "\(refusal)") }
        if let acts, let root, let checkpoint { close(acts, root, checkpoint) }
        acts = nil
        for fault in faults { body(fault.description) }
    }

    package func excuse(_ place: TextPlace, _ class: Commitment.Class) -> Excuse? {
        if `class` != .open { return .notGivenOut }
        guard let by = removed.texts[place], let checkpoint, by > checkpoint.size else { return nil }
        return .removed(by: by)
    }

    // MARK: the whole

    /// Audits everything. `policy`: whose checkpoints the reader believes; without one, the key that the publication itself names is
    /// taken, and the result is not anchored. `expecting`: sizes and roots kept elsewhere.
    package func verify(policy: Policy?, expecting: [Expectation] = []) -> PublicationReport {
        var accepted: AcceptedCheckpoint?
        refusal = nil
        if let note {
            let policy = policy ?? Policy(logs: document?.verifierKeys ?? [])
            do throws(Refusal) { accepted = try policy.accept(note) } catch { refusal = error }
        }
        let own = policy == nil ? nil : accepted.map { Expectation($0) }
        let report = Auditor.verify(self, expecting: expecting + [own].compactMap(\.self))
        return PublicationReport(
            verification: report, faults: faults, checkpoint: checkpoint, accepted: accepted, refusal: refusal,
            removedTexts: removed.texts, removedFiles: removed.files)
    }

    private func add(_ kind: PublicationFault.Kind, _ path: String, _ values: String) {
        faults.append(PublicationFault(kind, path, values))
    }

    /// What can be told once every entry was read.
    private func close(_ acts: PublishedActs, _ root: Hash, _ checkpoint: Checkpoint) {
        if root != checkpoint.root {
            faults.append(PublicationFault(.checkpointRoot, PublishedPath.checkpoint, "\(checkpoint.size)", root.hex, checkpoint.root.hex))
        }
        if !checkpoint.origin.hasSameBytes(as: acts.origin) {
            faults.append(PublicationFault(.checkpointOrigin, PublishedPath.checkpoint, checkpoint.origin, acts.origin))
        }
        closeDocuments(acts, checkpoint)
        faults += EditionAudit(folder, acts, removed).faults
    }

    private func closeDocuments(_ acts: PublishedActs, _ checkpoint: Checkpoint) {
        for (place, by) in removed.texts {
            // Whoever redacted it stands in the log, or comes after its end.
            if acts.redactions[place].map({ $0 != by }) ?? (by <= checkpoint.size) || place.entry > checkpoint.size {
                add(.documentDiffers, PublishedPath.removed, "entry \(place.entry) \(place.field.word) \(place.ordinal) by \(by)")
            }
        }
        guard let document else { return }
        if document.size > checkpoint.size {
            faults.append(PublicationFault(.checkpointBehind, PublishedPath.checkpoint, "\(checkpoint.size)", "\(document.size)"))
        }
        if document.format != 1 { add(.documentDiffers, PublishedPath.log, "format \(document.format)") }
        if document.ledger != acts.ledgerID.hex { add(.documentDiffers, PublishedPath.log, "ledger \(document.ledger)") }
        if document.size == checkpoint.size, document.root != checkpoint.root.base64 { add(.documentDiffers, PublishedPath.log, "root \(document.root)") }
        if !document.name.hasSameBytes(as: checkpoint.origin) { add(.documentDiffers, PublishedPath.log, "name \(document.name)") }
        if document.verifierKeys.count != document.keys.count { add(.documentDiffers, PublishedPath.log, "keys") }
    }
}

/// Reads what says which log it is, and notes what cannot be read.
private struct FrontReading {
    private let folder: Folder
    private(set) var faults: [PublicationFault] = []

    init(_ folder: Folder) { self.folder = folder }

    /// Nil where it is not there or cannot be read; the latter is a fault.
    mutating func read(_ file: String, _ limit: Int) -> [UInt8]? {
        do throws(FolderFault) { return try folder.read(file, limit: limit) } catch {
            faults.append(PublicationFault(file, error))
            return nil
        }
    }

    mutating func note(_ bytes: [UInt8]) -> SignedNote? {
        do throws(DecodeError) { return try SignedNote(parsing: bytes) } catch {
            faults.append(PublicationFault(.checkpointUnreadable, PublishedPath.checkpoint, error.why))
            return nil
        }
    }

    mutating func checkpoint(_ note: SignedNote?) -> Checkpoint? {
        guard let note else { return nil }
        do throws(DecodeError) { return try Checkpoint(parsing: note.text) } catch {
            faults.append(PublicationFault(.checkpointUnreadable, PublishedPath.checkpoint, error.why))
            return nil
        }
    }

    mutating func document<D: PublishedDocument>(_ type: D.Type) -> D? {
        let count = faults.count
        guard let bytes = read(D.what, PublishedLimit.document) else {
            if faults.count == count { faults.append(PublicationFault(.fileMissing, D.what)) }
            return nil
        }
        do throws(DecodeError) { return try D(parsing: bytes) } catch {
            faults.append(PublicationFault(.documentDiffers, D.what, error.why))
            return nil
        }
    }
}

/// What the audit of a published log says.
package struct PublicationReport: Sendable {
    /// The one auditor's report; the faults are among its findings.
    package let verification: VerificationReport
    package let faults: [PublicationFault]
    package let checkpoint: Checkpoint?
    /// Key and cosignatures that hold under the policy; nil where the checkpoint was refused.
    package let accepted: AcceptedCheckpoint?
    package let refusal: Refusal?
    /// What the publication says that it took away.
    package let removedTexts: [TextPlace: UInt64]
    package let removedFiles: [String]

    package var verdict: Verdict { verification.verdict }
}
