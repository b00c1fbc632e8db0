import CLMDB
import Glibc

/// A position in a table. It must be gone before its transaction ends.
@safe
struct Cursor: ~Copyable {
    typealias Entry = (key: MDB_val, value: MDB_val)

    private let handle: OpaquePointer
    private let raw: RawTransaction

    init(_ raw: RawTransaction, _ table: Table) throws(LMDBError) {
        var opened: OpaquePointer?
        unsafe try raw.check(mdb_cursor_open(raw.handle, raw.handle(of: table), &opened), "mdb_cursor_open")
        unsafe handle = opened!
        self.raw = raw
    }

    deinit {
        unsafe mdb_cursor_close(handle)
    }

    /// Nil where there is no entry in that direction.
    func move(_ operation: MDB_cursor_op) throws(LMDBError) -> Entry? {
        unsafe try move(operation, MDB_val())
    }

    /// The first entry whose key is `key` or greater.
    func seek(_ key: Span<UInt8>) throws(LMDBError) -> Entry? {
        try Key.check(key.count, raw.environment.path)
        return unsafe try key.withUnsafeBytes { bytes throws(LMDBError) in
            unsafe try move(MDB_SET_RANGE, RawTransaction.value(bytes))
        }
    }

    /// The last entry whose key is `key` or less.
    func seekBack(_ key: Span<UInt8>) throws(LMDBError) -> Entry? {
        guard let found = unsafe try seek(key) else { return unsafe try move(MDB_LAST) }
        let isEqual = unsafe key.withUnsafeBytes { bytes in
            unsafe bytes.count == found.key.mv_size && memcmp(bytes.baseAddress!, found.key.mv_data, bytes.count) == 0
        }
        return unsafe isEqual ? found : try move(MDB_PREV)
    }

    private func move(_ operation: MDB_cursor_op, _ key: MDB_val) throws(LMDBError) -> Entry? {
        var key = unsafe key
        var value = unsafe MDB_val()
        let code = unsafe mdb_cursor_get(handle, &key, &value, operation)
        if code == MDB_NOTFOUND { return nil }
        try raw.mustSucceed(code, "mdb_cursor_get")
        return unsafe (key, value)
    }
}
