import CLMDB
import Glibc

/// A table within the transaction that gave it; using it in another is a programmer's error and traps.
package struct Table: Sendable {
    /// The unnamed table, valid in every transaction. In an environment with named tables it holds their names and is not written.
    package static let main = Table(handle: 1, serial: 0)

    let handle: MDB_dbi
    let serial: UInt64
}

/// What LMDB allows as a key.
package enum Key {
    /// Bytes.
    package static let limit = 511

    static func check(_ byteCount: Int, _ path: String) throws(LMDBError) {
        guard 1...limit ~= byteCount else {
            throw LMDBError(.badKey, "key", path, "a key has 1 to \(limit) bytes, this one \(byteCount)")
        }
    }

    /// Table names go through a C string.
    static func check(_ name: String, _ path: String) throws(LMDBError) {
        try check(name.utf8.count, path)
        guard !name.utf8.contains(0) else {
            throw LMDBError(.badKey, "key", path, "a table's name has no zero byte")
        }
    }
}

extension Environment {
    /// Whether another process has made tables since this one last looked. The unnamed table holds one entry a table.
    func hasUnknownTables(_ transaction: borrowing ReadTransaction) throws(LMDBError) -> Bool {
        guard options.maxTables > 0 else { return false }
        let known = activity.with { $0.tables.count }
        return try transaction.count(.main) != known
    }

    /// The unnamed table has a handle from the start, but no key order until it has been opened once.
    func openMainTable() throws(LMDBError) {
        let transaction = try beginRead()
        var main: MDB_dbi = 0
        unsafe try check(mdb_dbi_open(transaction.raw.handle, nil, 0, &main), "mdb_dbi_open")
    }

    /// Opens every table that the store has, in a transaction that is committed at once so that the handles stay.
    /// LMDB allows one thread at a time to open tables and none while a write transaction is under way here; where that
    /// lasts too long, or is this thread's own, nothing happens and what is unknown says `tableUnavailable`.
    func openTables() throws(LMDBError) {
        guard options.maxTables > 0 else { return }
        let me = pthread_self()
        let isFree = { (state: Activity) in state.writer == nil || state.writer == me }
        let isMine = try activity.wait(milliseconds: options.mapWaitMilliseconds, until: isFree) {
            state throws(LMDBError) in
            try checkUsable(state)
            guard state.writer == nil else { return false }
            state.writer = me
            return true
        }
        guard isMine == true else { return }
        defer { leaveWrite() }
        let names = try tableNames()
        try whileMapped { () throws(LMDBError) in
            let opened = try openHandles(names)
            activity.with { $0.tables.merge(opened) { $1 } }
        }
    }

    private func tableNames() throws(LMDBError) -> [String] {
        let transaction = try beginRead()
        let cursor = try Cursor(transaction.raw, .main)
        var names: [String] = []
        var entry = unsafe try cursor.move(MDB_FIRST)
        while let (key, _) = unsafe entry {
            unsafe names.append(String(decoding: unsafe RawTransaction.buffer(key), as: UTF8.self))
            unsafe entry = try cursor.move(MDB_NEXT)
        }
        return names
    }

    private func openHandles(_ names: [String]) throws(LMDBError) -> [String: MDB_dbi] {
        var begun: OpaquePointer?
        unsafe try check(mdb_txn_begin(handle, nil, UInt32(MDB_RDONLY), &begun), "mdb_txn_begin")
        var opened: [String: MDB_dbi] = [:]
        for name in names {
            var table: MDB_dbi = 0
            let code = unsafe mdb_dbi_open(begun, name, 0, &table)
            guard code == 0 else {
                unsafe mdb_txn_abort(begun)
                throw failure(code, "mdb_dbi_open")
            }
            opened[name] = table
        }
        unsafe try check(mdb_txn_commit(begun), "mdb_txn_commit")
        return opened
    }
}
