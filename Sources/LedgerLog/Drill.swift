import Foundation
import Glibc
import LedgerModel
import LedgerVerifier

extension Ledger {
    /// Restores a backup to a place of its own, rebuilds its views, verifies the whole and lends the restored ledger to `body`; then takes it away again. The
    /// backup is only read, and no other ledger is touched.
    ///
    /// The place is the backup's name with `.drill` after it; what an earlier drill left there is removed, one that is under way refuses, and so does
    /// anything else that is there.
    /// - Parameter folder: where that place is made, else beside the backup.
    /// - Throws: what opening the backup throws; `ledger-exists`, `locked`, `cannot-write`, `storage`, `verification-failed`; what `body` throws.
    package static func drill<R>(
        _ backup: String, in folder: String? = nil, expecting expectations: (Snapshot) throws -> [Expectation] = { _ in [] },
        _ body: (Ledger, CopyReport) throws -> R
    ) throws -> R {
        let source = try Ledger(opening: backup, mode: .reading)
        let url = URL(fileURLWithPath: backup)
        let place = (folder ?? url.deletingLastPathComponent().path) + "/" + url.lastPathComponent + ".drill"
        try Directories.make(place)
        guard Directories.isDirectory(place) else { throw Problem(.cannotWrite, place, SystemError.words(of: ENOTDIR)) }
        let lock = try WriterLock(folder: place, timeout: 0)
        return try lock.whileHeld {
            let content = try? FileManager.default.contentsOfDirectory(atPath: place)
            guard content?.allSatisfy({ $0 == "ledger" }) ?? false else { throw Problem(.ledgerExists, place) }
            // Also where the drill fails: what counts is the backup.
            defer { try? Directories.remove(place) }
            let target = place + "/ledger"
            if FileManager.default.fileExists(atPath: target) { try Directories.remove(target) }
            try source.copyDurably(to: target)
            let restored = try Ledger(opening: target, mode: .writing)
            try restored.rebuild()
            let report = try verified(restored, backup, try expectations(restored.snapshot()))
            return try body(restored, report)
        }
    }
}
