import Foundation
import LMDB
import LedgerModel

/// What the place where a ledger lies is like.
package struct StorageReport: Sendable {
    package let fileSystem: String
    package let isMountedReadOnly: Bool
    /// Bytes of the two data files; nil where there is none.
    package let logBytes: Int
    package let viewBytes: Int?
    /// Processes that hold a state of the log now.
    package let readers: Int
    /// Slots of processes that are gone; the next writer clears them.
    package let staleReaders: Int
}

extension Ledger {
    package func storage() throws -> StorageReport {
        try storing {
            let information = try log.information()
            return StorageReport(
                fileSystem: information.fileSystem.name, isMountedReadOnly: information.fileSystem.isMountedReadOnly,
                logBytes: information.fileSize, viewBytes: try views?.information().fileSize,
                readers: information.readers.filter { $0.isRunning && $0.transaction != nil }.count,
                staleReaders: information.staleReaders.count)
        }
    }
}
