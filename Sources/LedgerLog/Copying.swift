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
    /// that linger in free pages come along. The copy is synced, then verified whole; views are not copied, for they follow
    /// from it. Refuses a directory that is there already.
    /// - Throws: `ledger-exists`, `cannot-write`, `verification-failed` (the copy is left for inspection).
    package func backup(to destination: String, expecting expectation: Expectation? = nil) throws -> CopyReport {
        try copyDurably(to: destination)
        return try Ledger.verifyCopy(at: destination, expecting: expectation.map { [$0] } ?? [])
    }

    /// The log's records alone, synced and not yet verified. - Throws: `ledger-exists`, `cannot-write`, `storage`.
    func copyDurably(to destination: String) throws {
        try Ledger.prepare(destination)
        try storing { try copyRecords(to: Environment(path: destination + Ledger.logFolder, .init(.create))) }
        try Ledger.cloneMarker(at: path)?.write(at: destination)
        try Directories.sync(destination)
    }

    /// Brings a backup back to `destination`, which must not exist, and verifies it. The backup is only read.
    package static func restore(
        from backup: String, to destination: String, expecting expectation: Expectation? = nil
    ) throws -> CopyReport {
        let source = try Ledger(opening: backup, mode: .reading)
        let report = try source.backup(to: destination, expecting: expectation)
        let restored = try Ledger(opening: destination, mode: .writing)
        try restored.rebuild()
        return report
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

    private static func prepare(_ destination: String) throws {
        guard !FileManager.default.fileExists(atPath: destination) else { throw Problem(.ledgerExists, destination) }
        try Directories.make(destination + logFolder)
    }

    static func verifyCopy(at destination: String, expecting expectations: [Expectation]) throws -> CopyReport {
        try verified(Ledger(opening: destination, mode: .reading), destination, expectations)
    }

    static func verified(_ copy: Ledger, _ destination: String, _ expectations: [Expectation]) throws -> CopyReport {
        let report = Auditor.verify(try copy.auditSource(), expecting: expectations)
        guard report.verdict == .intact else {
            throw Problem(.verificationFailed, destination, "\(report.verdict)", "\(report.findings.count)")
        }
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
