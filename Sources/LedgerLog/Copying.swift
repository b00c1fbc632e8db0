import Foundation
import LMDB
import LedgerMerkle
import LedgerModel
import LedgerVerifier

/// What a backup or a restore did.
package struct CopyReport: Sendable {
    package let size: UInt64
    package let root: Hash
    package let verification: VerificationReport
}

extension Ledger {
    /// Copies the log, hot: writers and readers go on. Record by record into a new store, so that no bytes of redacted texts
    /// that linger in free pages come along. The copy is synced, then verified whole, and only then gets its name; until then it is
    /// `.partial`. Views are not copied, for they follow from it. Refuses a directory that is there already.
    /// - Throws: `ledger-exists`, `locked`, `cannot-write`, `storage`, `verification-failed` (the partial copy is left for inspection).
    package func backup(to destination: String, expecting expectation: Expectation? = nil) throws -> CopyReport {
        try copy(to: destination, expecting: expectation) { _ in }
    }

    /// - Parameter complete: has its say about the verified copy before it gets its name.
    private func copy(to destination: String, expecting expectation: Expectation?, _ complete: (String) throws -> Void) throws -> CopyReport {
        let partial = try PartialFolder(for: destination)
        do {
            try fill(partial.path)
            let report = try Ledger.verifyCopy(at: partial.path, expecting: expectation.map { [$0] } ?? [])
            try complete(partial.path)
            try partial.publish()
            return report
        } catch {
            if (error as? Problem)?.code != .verificationFailed { partial.discard() }
            throw error
        }
    }

    /// The log's records alone, synced and not yet verified. - Throws: `ledger-exists`, `cannot-write`, `storage`.
    func copyDurably(to destination: String) throws {
        guard !FileManager.default.fileExists(atPath: destination) else { throw Problem(.ledgerExists, destination) }
        try Directories.make(destination)
        try fill(destination)
    }

    private func fill(_ folder: String) throws {
        try storing { try copyRecords(to: Environment(path: folder + Ledger.logFolder, .init(.create))) }
        try Ledger.cloneMarker(at: path)?.write(at: folder)
        try Directories.sync(folder)
    }

    /// Brings a backup back to `destination`, which must not exist, and verifies it. The backup is only read.
    package static func restore(
        from backup: String, to destination: String, expecting expectation: Expectation? = nil
    ) throws -> CopyReport {
        let source = try Ledger(opening: backup, mode: .reading)
        return try source.copy(to: destination, expecting: expectation) { try Ledger(opening: $0, mode: .writing).rebuild() }
    }

    /// Bytes of records in one transaction: larger ones gain nothing, and they are held in memory.
    private static let copySliceBytes = 16 << 20

    /// Every record as it stands, into an empty store.
    func copyRecords(to copy: Environment) throws {
        let source = try log.snapshot()
        var slice: [([UInt8], [UInt8])] = []
        var bytes = 0
        func put() throws {
            try copy.write { transaction in
                for (key, record) in slice { try transaction.put(.main, key, record, append: true) }
            }
            (slice, bytes) = ([], 0)
        }
        try source.forEach(.main) { key, record in
            slice.append((key, record))
            bytes += record.count
            if bytes >= Ledger.copySliceBytes { try put() }
            return true
        }
        try put()
    }

    static func verifyCopy(at destination: String, expecting expectations: [Expectation]) throws -> CopyReport {
        try verified(Ledger(opening: destination, mode: .reading), destination, expectations)
    }

    static func verified(_ copy: Ledger, _ destination: String, _ expectations: [Expectation]) throws -> CopyReport {
        let report = Auditor.verify(try copy.auditSource(), expecting: expectations)
        try report.mustBeIntact(destination)
        return CopyReport(size: report.size, root: report.root, verification: report)
    }

    /// Why views that are there are not used: they are of another log or layout, or rows of theirs went missing.
    func viewFaults(_ snapshot: Snapshot) throws -> [String] {
        guard snapshot.watermark == .none, let transaction = try views?.snapshot() else { return [] }
        guard let bytes = try transaction.value(Layout.Name.meta, Layout.watermarkKey) else { return [] }
        guard let mark = Watermark(decoding: bytes), mark.number <= snapshot.size, mark.number > 0,
            try snapshot.leafHash(mark.number) == mark.leafHash
        else { return ["views: belong to another log or layout"] }
        var faults: [String] = []
        for (name, count) in zip(Layout.Name.counted, mark.counts) {
            let held = try transaction.rowCount(name)
            if UInt64(held) != count { faults.append("\(name): \(held) rows instead of \(count)") }
        }
        return faults
    }
}
