import CLMDB

/// The operations themselves. What LMDB lends lives until the next change or the end of the transaction; here it never
/// outlives the closure that it is lent to, and the closure cannot change the transaction that it borrows from.
extension RawTransaction {
    func check(_ code: Int32, _ operation: String) throws(LMDBError) {
        guard code == 0 else { throw environment.failure(code, operation) }
    }

    /// For calls after whose failure LMDB refuses the whole transaction.
    func mustSucceed(_ code: Int32, _ operation: String) throws(LMDBError) {
        guard code != 0 else { return }
        let error = environment.failure(code, operation)
        state.note(error)
        throw error
    }

    func handle(of table: Table) throws(LMDBError) -> MDB_dbi {
        precondition(table.serial == 0 || table.serial == serial, "a table is valid only in the transaction that gave it")
        try state.check()
        return table.handle
    }

    /// Whether LMDB's transaction has a place for this handle: it was open when the transaction began.
    func knows(_ table: MDB_dbi) -> Bool {
        var flags: UInt32 = 0
        return unsafe mdb_dbi_flags(handle, table, &flags) == 0
    }

    func hasTable(_ name: String) throws(LMDBError) -> Bool {
        try Key.check(name, environment.path)
        return unsafe try value(.main, Array(name.utf8).span) != nil
    }

    /// Nil where the key is absent.
    func value(_ table: Table, _ key: Span<UInt8>) throws(LMDBError) -> MDB_val? {
        let tableHandle = try handle(of: table)
        try Key.check(key.count, environment.path)
        var value = unsafe MDB_val()
        let code = unsafe key.withUnsafeBytes { bytes in
            var wanted = unsafe Self.value(bytes)
            return unsafe mdb_get(handle, tableHandle, &wanted, &value)
        }
        if code == MDB_NOTFOUND { return nil }
        try mustSucceed(code, "mdb_get")
        return unsafe value
    }

    func count(_ table: Table) throws(LMDBError) -> Int {
        let tableHandle = try handle(of: table)
        var figures = MDB_stat()
        unsafe try check(mdb_stat(handle, tableHandle, &figures), "mdb_stat")
        return Int(figures.ms_entries)
    }

    func put(_ table: Table, _ key: Span<UInt8>, _ value: Span<UInt8>, append: Bool) throws(LMDBError) {
        let tableHandle = try writeHandle(of: table)
        try Key.check(key.count, environment.path)
        guard value.count <= Int(UInt32.max) else {
            throw LMDBError(.valueTooLarge, "mdb_put", environment.path, "a value has at most \(UInt32.max) bytes")
        }
        let code = unsafe key.withUnsafeBytes { keyBytes in
            unsafe value.withUnsafeBytes { valueBytes in
                var k = unsafe Self.value(keyBytes)
                var v = unsafe Self.value(valueBytes)
                return unsafe mdb_put(handle, tableHandle, &k, &v, append ? UInt32(MDB_APPEND) : 0)
            }
        }
        if append, code == MDB_KEYEXIST {
            throw LMDBError(
                .outOfOrder, "mdb_put", environment.path, "appended under a key that is not the greatest", code: code)
        }
        try mustSucceed(code, "mdb_put")
    }

    func delete(_ table: Table, _ key: Span<UInt8>) throws(LMDBError) -> Bool {
        let tableHandle = try writeHandle(of: table)
        try Key.check(key.count, environment.path)
        let code = unsafe key.withUnsafeBytes { bytes in
            var k = unsafe Self.value(bytes)
            return unsafe mdb_del(handle, tableHandle, &k, nil)
        }
        if code == MDB_NOTFOUND { return false }
        try mustSucceed(code, "mdb_del")
        return true
    }

    func clear(_ table: Table) throws(LMDBError) {
        unsafe try mustSucceed(mdb_drop(handle, writeHandle(of: table), 0), "mdb_drop")
    }

    private func writeHandle(of table: Table) throws(LMDBError) -> MDB_dbi {
        precondition(
            table.handle != Table.main.handle || environment.options.maxTables == 0,
            "the unnamed table holds the names of the others")
        return try handle(of: table)
    }

    static func buffer(_ value: MDB_val) -> UnsafeBufferPointer<UInt8> {
        unsafe UnsafeBufferPointer(start: value.mv_data.assumingMemoryBound(to: UInt8.self), count: value.mv_size)
    }

    static func value(_ bytes: UnsafeRawBufferPointer) -> MDB_val {
        unsafe MDB_val(mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
    }
}
