import CLMDB
import Glibc
import Synchronization

private let transactionSerials = Atomic<UInt64>(1)

/// LMDB's handle with what every operation needs. Only this module can do anything with it.
@safe
package struct RawTransaction {
    let handle: OpaquePointer
    /// Different for every transaction of this process; 0 is none.
    let serial: UInt64
    let environment: Environment
    let state: TransactionState

    init(_ handle: OpaquePointer, _ environment: Environment) {
        unsafe self.handle = unsafe handle
        self.environment = environment
        serial = transactionSerials.add(1, ordering: .relaxed).oldValue
        state = TransactionState()
    }
}

/// What becomes of a transaction while it runs.
final class TransactionState {
    /// The first error that made the transaction unusable. LMDB answers everything after it with MDB_BAD_TXN, which says nothing.
    private(set) var firstError: LMDBError?
    /// Handles that become everybody's with the commit and are closed without one.
    var newTables: [String: MDB_dbi] = [:]

    var isMapFull: Bool { firstError?.code == MDB_MAP_FULL }

    func check() throws(LMDBError) {
        if let firstError { throw firstError }
    }

    func note(_ error: LMDBError) {
        if firstError == nil { firstError = error }
    }
}

/// A state of the store that does not change. Use it from one thread at a time.
@safe
package struct ReadTransaction: ~Copyable, TableReader {
    package let raw: RawTransaction

    init(_ handle: OpaquePointer, _ environment: Environment) {
        unsafe raw = RawTransaction(handle, environment)
    }

    deinit {
        unsafe mdb_txn_abort(raw.handle)
        raw.environment.leaveRead()
    }

    /// Nil where this state has no such table.
    package func table(_ name: String) throws(LMDBError) -> Table? {
        guard try raw.hasTable(name) else { return nil }
        guard let handle = raw.environment.activity.with({ $0.tables[name] }), raw.knows(handle) else {
            throw LMDBError(
                .tableUnavailable, "mdb_dbi_open", raw.environment.path,
                "table \(name) is newer than this transaction's list of tables: begin another")
        }
        return Table(handle: handle, serial: raw.serial)
    }
}

/// The one transaction that may change the store. `Environment.write` commits it; destroyed otherwise it leaves no trace.
/// It never leaves its thread.
@safe
package struct WriteTransaction: ~Copyable, TableReader {
    package let raw: RawTransaction
    /// Nil once LMDB has freed the handle, which a commit does even when it fails.
    private var handle: OpaquePointer?

    init(_ handle: OpaquePointer, _ environment: Environment) {
        unsafe raw = RawTransaction(handle, environment)
        unsafe self.handle = unsafe handle
    }

    deinit {
        if let handle = unsafe handle { unsafe mdb_txn_abort(handle) }
    }

    consuming func commit() throws(LMDBError) {
        let committing = unsafe handle
        unsafe handle = nil
        do throws(LMDBError) {
            let code = unsafe mdb_txn_commit(committing)
            // LMDB calls a long write that a full disk cuts short a failure of the device.
            try raw.check(code == EIO && FileSystem.isFull(at: raw.environment.path) ? ENOSPC : code, "mdb_txn_commit")
        } catch {
            raw.state.note(error)
            throw error
        }
        let opened = raw.state.newTables
        raw.environment.activity.with { $0.tables.merge(opened) { $1 } }
    }

    /// Nil where there is no such table.
    package func table(_ name: String) throws(LMDBError) -> Table? {
        guard try raw.hasTable(name) else { return nil }
        return try open(name, flags: 0)
    }

    /// The table, made where it is missing. It is gone again if the transaction is not committed.
    package mutating func createTable(_ name: String) throws(LMDBError) -> Table {
        try Key.check(name, raw.environment.path)
        return try open(name, flags: UInt32(MDB_CREATE))
    }

    /// The writer's role keeps everybody else in this process from opening tables, which LMDB requires.
    private func open(_ name: String, flags: UInt32) throws(LMDBError) -> Table {
        try raw.state.check()
        if let known = raw.state.newTables[name] ?? raw.environment.activity.with({ $0.tables[name] }) {
            return Table(handle: known, serial: raw.serial)
        }
        var opened: MDB_dbi = 0
        unsafe try raw.mustSucceed(mdb_dbi_open(raw.handle, name, flags, &opened), "mdb_dbi_open")
        raw.state.newTables[name] = opened
        return Table(handle: opened, serial: raw.serial)
    }

    /// Stores a copy of `value`, in place of one that is there. With `append` the key must be greater than every other
    /// (`outOfOrder` otherwise, and the transaction remains usable), which is many times faster.
    package mutating func put(
        _ table: Table, _ key: Span<UInt8>, _ value: Span<UInt8>, append: Bool = false
    ) throws(LMDBError) {
        try raw.put(table, key, value, append: append)
    }

    package mutating func put(
        _ table: Table, _ key: [UInt8], _ value: [UInt8], append: Bool = false
    ) throws(LMDBError) {
        try raw.put(table, key.span, value.span, append: append)
    }

    /// Returns whether there was an entry.
    package mutating func delete(_ table: Table, _ key: [UInt8]) throws(LMDBError) -> Bool {
        try raw.delete(table, key.span)
    }

    /// Removes every entry. A table itself is never removed: LMDB would close its handle under the readers of this process.
    package mutating func clear(_ table: Table) throws(LMDBError) {
        try raw.clear(table)
    }
}
