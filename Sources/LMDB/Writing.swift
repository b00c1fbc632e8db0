import CLMDB
import Glibc

extension Environment {
    private enum Outcome<R> {
        case done(R)
        case mapFull
    }

    /// Runs `body` in the one write transaction and commits: on return it is durable, on any error nothing of it was stored.
    /// Errors of `body` pass through unchanged.
    ///
    /// `body` runs again from the start when the map had to grow, so it must have no effect but on the transaction. Other
    /// threads of this process wait their turn. It must not hold a snapshot of this environment, or growth fails with
    /// `transactionsInTheWay`. After `inputOutput` or `diskFull` followed by `reopenNeeded`, and after a kill, it may have been stored all the
    /// same: a retry needs an identity.
    package func write<R>(_ body: (inout WriteTransaction) throws -> R) throws -> R {
        guard options.access != .read else {
            throw LMDBError(.readOnly, "write", path, "the store was opened for reading")
        }
        try enterWrite()
        defer { leaveWrite() }
        while true {
            if case .done(let result) = try attempt(body) { return result }
            try growMap()
        }
    }

    private func attempt<R>(_ body: (inout WriteTransaction) throws -> R) throws -> Outcome<R> {
        var transaction = try beginWrite()
        let state = transaction.raw.state
        let result: R
        do {
            result = try body(&transaction)
            try state.check()
            try transaction.commit()
        } catch {
            if state.isMapFull { return .mapFull }
            throw error
        }
        lengthenFile()
        return .done(result)
    }

    private func beginWrite() throws(LMDBError) -> WriteTransaction {
        var attempts = 0
        while true {
            var transaction: OpaquePointer?
            let code = unsafe mdb_txn_begin(handle, nil, 0, &transaction)
            attempts += 1
            if code == MDB_MAP_RESIZED, attempts < 16 {
                try adoptMapSize()
                continue
            }
            try check(code, "mdb_txn_begin")
            let begun = unsafe WriteTransaction(transaction!, self)
            try checkFiles()
            return begun
        }
    }

    func enterWrite() throws(LMDBError) {
        let me = pthread_self()
        let isNested = activity.with { $0.writer == me }
        guard !isNested else {
            throw LMDBError(.nestedWrite, "write", path, "this thread is writing already and would wait for itself")
        }
        _ = try activity.wait(milliseconds: nil, until: { $0.writer == nil }) { state throws(LMDBError) in
            try checkUsable(state)
            state.writer = me
        }
    }

    func leaveWrite() {
        activity.with { $0.writer = nil }
    }

    /// Gives the file its full length where the last pages were allocated and freed in one transaction and so never
    /// written: the next opening need not walk the file to know that it is whole. Only under LMDB's write lock is it
    /// sure that nobody else is making the file longer. A failure is no error, since the commit is durable already.
    private func lengthenFile() {
        guard isShort() else { return }
        var transaction: OpaquePointer?
        guard unsafe mdb_txn_begin(handle, nil, 0, &transaction) == 0 else { return }
        defer { unsafe mdb_txn_abort(transaction) }
        guard isShort(), let byteCount = try? byteCountOfPages() else { return }
        _ = ftruncate(descriptor, off_t(byteCount))
    }

    private func isShort() -> Bool {
        guard let status = try? Files.status(descriptor: descriptor, dataPath) else { return false }
        return status.st_size < (try? byteCountOfPages()) ?? 0
    }

    private func byteCountOfPages() throws(LMDBError) -> Int {
        let figures = try figures()
        return (figures.lastPage + 1) * figures.pageSize
    }
}

// MARK: - The map

extension Environment {
    /// Address space that this module asks for at most: half of what a process on x86-64 has.
    private static let mapSizeLimit = 1 << 46

    /// Doubles the map. The caller holds the writer's role and no transaction.
    func growMap() throws(LMDBError) {
        try changeMap { () throws(LMDBError) in
            let old = try figures().mapSize
            guard old <= Self.mapSizeLimit / 2 else {
                throw LMDBError(.mapLimit, "mdb_env_set_mapsize", path, "the store has reached \(old) bytes")
            }
            try checkAddressSpace(old)
            return old * 2
        }
    }

    /// Takes over the size that another process gave the map.
    func adoptMapSize() throws(LMDBError) {
        try changeMap { () throws(LMDBError) in 0 }
    }

    /// Gives back the memory of the pages that were read; they are read again when they are asked for. Nothing happens while a transaction is open.
    package func letGoOfPages() throws(LMDBError) {
        try activity.with { state throws(LMDBError) in
            guard state.readers == 0, state.writer == nil, !state.isLost else { return }
            let code = unsafe mdb_env_set_mapsize(handle, 0)
            state.isLost = code != 0
            try check(code, "mdb_env_set_mapsize")
        }
    }

    /// Gives back the memory of the pages that were read, also while transactions are open; they are read again when they are asked for, most from the system's
    /// cache. For whoever reads much in one transaction: else all that was ever read counts as this process's memory. Costs a tenth of a millisecond.
    package func forgetPages() {
        guard let status = try? Files.status(descriptor: descriptor, dataPath) else { return }
        MappedPages.forget(of: FileIdentity(status))
    }

    private func changeMap(to size: () throws(LMDBError) -> Int) throws(LMDBError) {
        let me = pthread_self()
        let isQuiet = { (state: Activity) in state.readers == 0 && (state.writer == nil || state.writer == me) }
        let done: Void? = try activity.wait(milliseconds: options.mapWaitMilliseconds, until: isQuiet) {
            state throws(LMDBError) in
            try checkUsable(state)
            let code = unsafe mdb_env_set_mapsize(handle, try size())
            // LMDB gives the old map back before it asks for the new one.
            state.isLost = code != 0
            try check(code, "mdb_env_set_mapsize")
        }
        guard done != nil else {
            throw LMDBError(
                .transactionsInTheWay, "mdb_env_set_mapsize", path,
                "transactions of this process stayed open for \(options.mapWaitMilliseconds) ms while the map had to change")
        }
    }

    /// Asks for the additional address space and gives it back, because LMDB cannot recover from being refused.
    private func checkAddressSpace(_ byteCount: Int) throws(LMDBError) {
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
        let trial = unsafe mmap(nil, byteCount, PROT_NONE, flags, -1, 0)
        guard unsafe trial != MAP_FAILED else { throw LMDBError.system("mmap", path) }
        unsafe munmap(trial, byteCount)
    }
}
