import Foundation
import Glibc
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
    /// Who holds a state of the log, but this process: the longest first.
    package let held: [HeldState]
    /// Bytes that this account may still write there; nil where the system does not say.
    package let freeBytes: UInt64?
    package let library: String
}

/// A state of the log that a process reads, and so keeps from reuse.
package struct HeldState: Sendable, Hashable {
    package enum Process: Sendable, Hashable { case running, stopped, gone }

    package let process: Int32
    /// The program's name; nil where the system does not say.
    package let program: String?
    package let state: Process
    /// Commits to the log since the state that it reads.
    package let commitsBehind: Int
    /// Seconds since the process began: it has held the state for no longer.
    package let seconds: Int?
}

extension Ledger {
    package func storage() throws -> StorageReport {
        try storing {
            let information = try log.information()
            return StorageReport(
                fileSystem: information.fileSystem.name, isMountedReadOnly: information.fileSystem.isMountedReadOnly,
                logBytes: information.fileSize, viewBytes: try views?.information().fileSize,
                readers: information.readers.filter { $0.isRunning && $0.transaction != nil }.count,
                staleReaders: information.staleReaders.count, held: information.readers.compactMap { HeldState($0, newest: information.lastTransaction) }
                    .sorted { ($0.commitsBehind, $1.process) > ($1.commitsBehind, $0.process) },
                freeBytes: try? FreeSpace.bytes(at: path), library: Environment.libraryVersion)
        }
    }
}

extension HeldState {
    fileprivate init?(_ reader: Environment.Reader, newest: Int) {
        guard let transaction = reader.transaction, reader.process != getpid() else { return nil }
        process = reader.process
        commitsBehind = max(0, newest - transaction)
        guard reader.isRunning else {
            (program, state, seconds) = (nil, .gone, nil)
            return
        }
        let status = ProcessStatus(reader.process)
        program = status?.program
        state = status.map { "Tt".contains($0.state) ? .stopped : .running } ?? .running
        seconds = status?.seconds
    }
}

/// `/proc/N/stat`, as far as it is needed here.
private struct ProcessStatus {
    let program: String
    let state: Character
    let seconds: Int?

    init?(_ process: Int32) {
        // The name stands in brackets and may hold anything.
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8), let open = text.firstIndex(of: "("),
            let close = text.lastIndex(of: ")"), open < close
        else { return nil }
        let fields = text[text.index(after: close)...].split(separator: " ")
        guard let state = fields.first?.first else { return nil }
        program = String(text[text.index(after: open)..<close])
        self.state = state
        let startField = 19  // The 22nd of the file; three stand before.
        var now = timespec()
        unsafe clock_gettime(CLOCK_BOOTTIME, &now)
        seconds = fields.indices.contains(startField) ? Int(fields[startField]).map { max(0, now.tv_sec - $0 / sysconf(Int32(_SC_CLK_TCK))) } : nil
    }
}
