import CLMDB
import Glibc

extension Environment {
    package enum CopyMethod: Sendable {
        /// Page by page as they are.
        case exact
        /// Free pages are left out and pages renumbered. Old bytes stay in the tails of overflow pages: it does not erase.
        case compacting
    }

    /// Writes a copy of one state into `directory/data.mdb` while others read and write, and syncs file and directories. Makes the
    /// directory (its last component); refuses a data file that is there. A copy that fails is removed.
    ///
    /// `exact` waits for the write transaction that is under way, so it must not be called from within one. A long copy keeps
    /// pages from reuse, as any read transaction does.
    package func copy(to directory: String, _ method: CopyMethod = .exact) throws(LMDBError) {
        let target = directory + "/data.mdb"
        let isWriting = activity.with { $0.writer == pthread_self() }
        guard !isWriting else {
            throw LMDBError(.nestedWrite, "mdb_env_copy2", path, "a copy would wait for this thread's own transaction")
        }
        let isMade = try Files.makeDirectory(directory)
        guard try Files.status(target) == nil else {
            throw LMDBError(.destinationExists, "mdb_env_copy2", target, "the destination holds a store already")
        }
        // Takes over a map that another process has changed, which the copy itself could not.
        _ = try snapshot().raw.serial
        try whileMapped { () throws(LMDBError) in
            let flags = method == .compacting ? UInt32(MDB_CP_COMPACT) : 0
            let code = unsafe mdb_env_copy2(handle, directory, flags)
            guard code != 0 else { return }
            if code != EEXIST { unsafe unlink(target) }
            throw LMDBError(code: code, "mdb_env_copy2", target)
        }
        try syncCopy(target, directory)
        if isMade { try Files.syncDirectory(Files.parent(of: directory)) }
    }

    private func syncCopy(_ target: String, _ directory: String) throws(LMDBError) {
        let descriptor = try Files.open(target, O_RDONLY)
        defer { close(descriptor) }
        try Files.sync(descriptor, target)
        try Files.syncDirectory(directory)
    }
}
