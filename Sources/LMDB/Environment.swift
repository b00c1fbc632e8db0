import CLMDB
import Glibc

/// A directory with LMDB's `data.mdb` and `lock.mdb`, open. It closes when the last reference and the last transaction are gone.
///
/// A commit that returned is on the disk. Any number of transactions may read while one writes, in this process and in others.
/// Across processes a second writer waits without limit: take a lock of your own with a limit first. Opening and beginning cost
/// microseconds and no scan. Thread-safe; not usable after `fork`.
@safe
package final class Environment: @unchecked Sendable {
    /// Who is doing what in this process. LMDB's map may change only while nobody does anything.
    struct Activity {
        var readers = 0
        var writer: pthread_t?
        /// Handles that outlived the transaction that opened them.
        var tables: [String: MDB_dbi] = [:]
        /// Set when the map was lost: LMDB's handle must not be used any more.
        var isLost = false
    }

    package let path: String
    package let options: Options
    package let fileSystem: FileSystem
    let handle: OpaquePointer
    let descriptor: Int32
    let activity = Monitor(Activity())
    private let directory: FileIdentity
    private let directoryDescriptor: Int32
    private let lockFile: FileIdentity?

    var dataPath: String { path + "/data.mdb" }
    var lockPath: String { path + "/lock.mdb" }

    /// Opens or makes the store in the directory `path`. Refuses what LMDB would die of: a shortened or foreign data file,
    /// a second handle in this process, a network file system. Clears the slots of dead readers when opened for writing.
    /// Reads the meta pages and no other, so that a store with damaged pages can be opened and walked; the first `snapshot`
    /// opens the named tables.
    package init(path: String, _ options: Options) throws(LMDBError) {
        let opening = try Opening(path, options)
        var opened: OpaquePointer?
        do throws(LMDBError) {
            unsafe opened = try opening.run()
            var dataDescriptor: Int32 = -1
            unsafe mdb_env_get_fd(opened, &dataDescriptor)
            lockFile = try Files.status(opening.lockPath).map(FileIdentity.init)
            descriptor = dataDescriptor
        } catch {
            if let opened = unsafe opened { unsafe mdb_env_close(opened) }
            Opening.release(opening.directory, opening.directoryDescriptor)
            throw error
        }
        self.path = path
        self.options = options
        fileSystem = opening.fileSystem
        directory = opening.directory
        directoryDescriptor = opening.directoryDescriptor
        unsafe handle = opened!
        try openMainTable()
    }

    deinit {
        unsafe mdb_env_close(handle)
        Opening.release(directory, directoryDescriptor)
    }

    /// Whether `checkFiles` would throw `fileReplaced`.
    package var isReplaced: Bool {
        get throws(LMDBError) {
            do throws(LMDBError) { try checkFiles() } catch {
                guard error.kind == .fileReplaced else { throw error }
                return true
            }
            return false
        }
    }

    /// Throws `fileReplaced` where the path no longer leads to the files that are open, so that nothing is written into
    /// a file that nobody will read again. Every write transaction checks it; a reader that lives long should.
    package func checkFiles() throws(LMDBError) {
        let open = FileIdentity(try Files.status(descriptor: descriptor, dataPath))
        guard let data = try Files.status(dataPath), FileIdentity(data) == open else {
            throw LMDBError(.fileReplaced, "stat", dataPath, "the data file was replaced or removed: reopen")
        }
        guard let lockFile else { return }
        guard let lock = try Files.status(lockPath), FileIdentity(lock) == lockFile else {
            throw LMDBError(.fileReplaced, "stat", lockPath, "the lock file was replaced or removed: reopen")
        }
    }

    func failure(_ code: Int32, _ operation: String) -> LMDBError {
        LMDBError(code: code, operation, path)
    }

    func check(_ code: Int32, _ operation: String) throws(LMDBError) {
        guard code == 0 else { throw failure(code, operation) }
    }

    func checkUsable(_ activity: Activity) throws(LMDBError) {
        guard !activity.isLost else {
            throw LMDBError(.reopenNeeded, "mmap", path, "the map could not be changed: close and reopen")
        }
    }
}

// MARK: - Reading

extension Environment {
    /// Runs `body` on one state of the store. Beginning costs a fraction of a microsecond. Errors of `body` pass through unchanged.
    package func read<R>(_ body: (borrowing ReadTransaction) throws -> R) throws -> R {
        let transaction = try snapshot()
        return try body(transaction)
    }

    /// A state of the store that stays as it is until the value is destroyed. Keep it short: the file cannot reuse pages
    /// that it needs, and the map of this process cannot grow meanwhile. Any number per thread.
    package func snapshot() throws(LMDBError) -> ReadTransaction {
        do {
            let first = try beginRead()
            guard try hasUnknownTables(first) else { return first }
        }
        try openTables()
        return try beginRead()
    }

    /// Counts this process as busy while `body` uses LMDB's handle outside a transaction.
    func whileMapped<R>(_ body: () throws(LMDBError) -> R) throws(LMDBError) -> R {
        try enterRead()
        defer { leaveRead() }
        return try body()
    }

    func beginRead() throws(LMDBError) -> ReadTransaction {
        var attempts = 0
        while true {
            try enterRead()
            var transaction: OpaquePointer?
            let code = unsafe mdb_txn_begin(handle, nil, UInt32(MDB_RDONLY), &transaction)
            if code == 0 { return unsafe ReadTransaction(transaction!, self) }
            leaveRead()
            attempts += 1
            switch code {
            case MDB_MAP_RESIZED where attempts < 16: try adoptMapSize()
            case MDB_READERS_FULL where attempts == 1: _ = try clearStaleReaders()
            default: throw failure(code, "mdb_txn_begin")
            }
        }
    }

    private func enterRead() throws(LMDBError) {
        try activity.with { state throws(LMDBError) in
            try checkUsable(state)
            state.readers += 1
        }
    }

    func leaveRead() {
        activity.with { $0.readers -= 1 }
    }
}
