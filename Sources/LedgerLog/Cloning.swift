import Foundation
import Glibc
import LMDB
import LedgerMerkle
import LedgerModel
import LedgerProofs
import LedgerVerifier

/// What makes a ledger a copy of a published one: the file `clone` in its directory. Nothing is recorded in a copy; it follows its source.
package struct CloneMarker: Sendable, Hashable {
    /// Address or folder that it was made from.
    package let source: String
    /// The signed checkpoint that was seen last, as it stood.
    package var checkpoint: String
    /// Texts that the source took away, each with the number of the entry that redacts it.
    package var removed: [TextPlace: UInt64]

    package init(source: String, checkpoint: SignedNote, removed: [TextPlace: UInt64]) {
        self.source = source
        self.checkpoint = String(decoding: checkpoint.bytes, as: UTF8.self)
        self.removed = removed
    }

    fileprivate static let file = "/clone"

    private struct Shape: Codable {
        struct Text: Codable {
            let entry: UInt64
            let field: String
            let ordinal: UInt32
            let by: UInt64
        }
        var format = 1
        let source: String
        let checkpoint: String
        let removed: [Text]
    }

    /// Nil where there is none. - Throws: `damaged`, `cannot-read`.
    fileprivate init?(at path: String) throws {
        let file = path + Self.file
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        let data: Data
        do { data = try Data(contentsOf: URL(fileURLWithPath: file)) } catch { throw Problem(.cannotRead, file, SystemError.words(error)) }
        guard let shape = try? JSONDecoder().decode(Shape.self, from: data), shape.format == 1 else { throw Problem(.damaged, at: file, "cannot be read") }
        source = shape.source
        checkpoint = shape.checkpoint
        removed = [:]
        for text in shape.removed {
            guard let field = TextField(word: text.field) else { throw Problem(.damaged, at: file, text.field) }
            removed[TextPlace(entry: text.entry, field: field, ordinal: text.ordinal)] = text.by
        }
    }

    /// At once and whole, and durable when it returns. - Throws: `cannot-write`.
    func write(at path: String) throws {
        let texts = removed.sorted { $0.key < $1.key }.map { Shape.Text(entry: $0.entry, field: $0.field.word, ordinal: $0.ordinal, by: $1) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let file = path + Self.file
        let temporary = file + ".tmp"
        unsafe unlink(temporary)
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o664)
        guard descriptor >= 0 else { throw Problem(.cannotWrite, file, SystemError.current) }
        do {
            let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            try handle.write(contentsOf: encoder.encode(Shape(source: source, checkpoint: checkpoint, removed: texts)))
            try handle.synchronize()
            try handle.close()
            guard unsafe rename(temporary, file) == 0 else { throw Problem(.cannotWrite, file, SystemError.current) }
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Problem(.cannotWrite, file, SystemError.words(error))
        }
        try Directories.sync(path)
    }
}

/// What a pull changed.
package struct PullReport: Sendable, Hashable {
    package let previousSize: UInt64
    package let size: UInt64
    package let root: Hash
    /// Texts that the source no longer gives out, and that were destroyed here.
    package let destroyed: [TextPlace]
    /// Texts that it gives out now and did not before.
    package let added: [TextPlace]
}

extension Ledger {
    /// Nil where the ledger there is no copy. - Throws: `damaged`, `cannot-read`.
    package static func cloneMarker(at path: String) throws -> CloneMarker? { try CloneMarker(at: path) }

    /// Makes a ledger of the same entries at `path`, which must not exist, with views of its own. It stands there whole or not at all;
    /// what a crash leaves is `path` with `.partial` after it, which the next attempt removes.
    /// - Parameters:
    ///   - source: gives the same records that were verified.
    ///   - report: the auditor's word on `source`.
    /// - Throws: `verification-failed`, `ledger-exists`, `cannot-write`, `storage`.
    package static func clone(
        _ source: some AuditSource, verified report: VerificationReport, marker: CloneMarker, to path: String, surroundings: Surroundings = .machine
    ) throws -> CopyReport {
        try report.mustBeIntact(marker.source)
        let partial = try PartialFolder(for: path)
        try storing { try fill(Environment(path: partial.path + logFolder, .init(.create)), from: source) }
        try marker.write(at: partial.path)
        let copied = try finish(partial.path, report, surroundings)
        try partial.publish()
        return copied
    }

    private static func fill(_ log: Environment, from source: some AuditSource) throws {
        var slice: [(number: UInt64, record: [UInt8])] = []
        func put() throws {
            try log.write { transaction in
                for (number, record) in slice { try transaction.put(.main, Layout.bytes(number), record, append: true) }
            }
            slice = []
        }
        try source.forEachRecord { number, record in
            guard let number else { return false }
            slice.append((number, record))
            if slice.count == 10_000 { try put() }
            return true
        }
        try put()
    }

    /// Builds the views and verifies the whole, in a handle that is closed when it returns.
    private static func finish(_ path: String, _ report: VerificationReport, _ surroundings: Surroundings) throws -> CopyReport {
        let copy = try Ledger(opening: path, mode: .writing, surroundings: surroundings)
        try copy.rebuild()
        let found = Auditor.verify(try copy.auditSource(), expecting: [Expectation(size: report.size, root: report.root)])
        try found.mustBeIntact(path)
        guard found.size == report.size else { throw Problem(.verificationFailed, path, "\(found.verdict)", "\(found.findings.count)") }
        return CopyReport(size: found.size, root: found.root, verification: found)
    }

    /// Takes over what the source has published since: new entries, and the texts that it took away are destroyed here too, all in one
    /// transaction. Nothing is changed unless the source's log begins with this one.
    ///
    /// Of what is stored here only the size, the root over its hashes and the texts are compared; `verify` says whether they hang together.
    /// - Parameters as in `clone`. `marker`: as it is to stand afterwards.
    /// - Throws: `other-publication` with both roots, or with both sizes where the source is behind; `verification-failed`; `cannot-read`
    ///   where this ledger is no copy.
    package func pull(
        _ source: some AuditSource, verified report: VerificationReport, marker: CloneMarker, lockTimeout: Double = 10
    ) throws -> PullReport {
        guard let before = try Ledger.cloneMarker(at: path) else {
            throw Problem(.notAClone, path)
        }
        try report.mustBeIntact(marker.source)
        return try whileLocked(timeout: lockTimeout) {
            try log.checkFiles()
            let (size, root, mark) = try standing()
            guard report.size >= size else { throw Problem(.otherPublication, marker.source, "\(report.size) < \(size)") }
            // Excuses first and the checkpoint last: cut off between, the copy is still called intact.
            var between = before
            between.removed.merge(marker.removed) { _, new in new }
            try between.write(at: path)
            let changed = try takeOver(source, report, size, root, marker.source)
            try marker.write(at: path)
            do {
                try derive(from: mark, through: report.size)
                try keepChangesIfDue(after: mark.number, through: report.size)
            } catch { viewsFault = "\(error)" }
            return PullReport(previousSize: size, size: report.size, root: report.root, destroyed: changed.destroyed, added: changed.added)
        }
    }

    private func standing() throws -> (UInt64, Hash, Watermark) {
        let snapshot = try snapshot(forWriting: true)
        return (snapshot.size, try snapshot.root(), snapshot.watermark)
    }

    /// Runs again from the start where the map had to grow, so it keeps nothing between runs.
    private func takeOver(
        _ source: some AuditSource, _ report: VerificationReport, _ size: UInt64, _ root: Hash, _ name: String
    ) throws -> (destroyed: [TextPlace], added: [TextPlace]) {
        try log.write { transaction in
            var frontier = Frontier()
            var destroyed: [TextPlace] = []
            var added: [TextPlace] = []
            func differs() -> Problem { Problem(.otherPublication, name, "\(frontier.size): \(frontier.root.hex) ≠ \(root.hex)") }
            try source.forEachRecord { number, record in
                guard let number, number == frontier.size + 1 else { throw Problem(.damaged, at: name, "\(frontier.size + 1)") }
                let frame = try RecordFrame(decoding: record)
                _ = frontier.append(leafHash(frame.leaf))
                if number > size {
                    try transaction.put(.main, Layout.bytes(number), record, append: true)
                    return true
                }
                guard let bytes = try transaction.getCopy(.main, Layout.bytes(number)) else { throw Problem(.damaged, at: "entry \(number)", "is missing") }
                if bytes != record {
                    let held = try RecordFrame(decoding: bytes)
                    destroyed += held.texts.places(in: number).subtracting(frame.texts.places(in: number)).sorted()
                    added += frame.texts.places(in: number).subtracting(held.texts.places(in: number)).sorted()
                    try transaction.put(.main, Layout.bytes(number), record)
                }
                if number == size, frontier.root != root { throw differs() }
                return true
            }
            guard frontier.size == report.size, frontier.root == report.root else { throw Problem(.damaged, at: name, "changed while it was read") }
            return (destroyed, added)
        }
    }

    /// What the auditor reads of this ledger; texts that a copy was not given are excused.
    package func auditSource() throws -> any AuditSource {
        let stored = try StoredLedger(self)
        guard let marker = try Ledger.cloneMarker(at: path) else { return stored }
        return CloneAudit(stored: stored, marker: marker)
    }
}

/// A copy as the auditor reads it.
private struct CloneAudit: AuditSource {
    let stored: StoredLedger
    let marker: CloneMarker

    func forEachRecord(_ body: (UInt64?, [UInt8]) throws -> Bool) throws { try stored.forEachRecord(body) }
    var canReadAgain: Bool { stored.canReadAgain }
    func leaf(_ number: UInt64) throws -> [UInt8]? { try stored.leaf(number) }
    func forEachViewDifference(_ body: (String) -> Void) throws { try stored.forEachViewDifference(body) }
    func forEachStorageFault(_ body: (String) -> Void) throws { try stored.forEachStorageFault(body) }

    func excuse(_ place: TextPlace, _ class: Commitment.Class) -> Excuse? {
        `class` != .open ? .notGivenOut : marker.removed[place].map { .removed(by: $0) }
    }
}

extension [SaltedText] {
    fileprivate func places(in entry: UInt64) -> Set<TextPlace> {
        Set(map { TextPlace(entry: entry, field: $0.field, ordinal: $0.ordinal) })
    }
}
