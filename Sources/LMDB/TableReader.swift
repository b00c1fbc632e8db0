import CLMDB

/// What can be read in either kind of transaction.
///
/// Bytes are lent to a closure and are gone after it; they are LMDB's own pages, so nothing is copied. Errors of a closure
/// pass through unchanged. A lookup costs about a microsecond, a step of a scan less than a tenth of that.
package protocol TableReader: ~Copyable {
    var raw: RawTransaction { get }

    /// Nil where there is no such table in this state.
    func table(_ name: String) throws(LMDBError) -> Table?
}

extension TableReader where Self: ~Copyable {
    /// Nil where the key is absent; `body` is not called then.
    package func get<R>(_ table: Table, _ key: Span<UInt8>, _ body: (Span<UInt8>) throws -> R) throws -> R? {
        guard let value = unsafe try raw.value(table, key) else { return nil }
        return try body(unsafe RawTransaction.buffer(value).span)
    }

    package func get<R>(_ table: Table, _ key: [UInt8], _ body: (Span<UInt8>) throws -> R) throws -> R? {
        try get(table, key.span, body)
    }

    package func getCopy(_ table: Table, _ key: [UInt8]) throws(LMDBError) -> [UInt8]? {
        guard let value = unsafe try raw.value(table, key.span) else { return nil }
        return unsafe Array(RawTransaction.buffer(value))
    }

    /// Entries. Constant time.
    package func count(_ table: Table) throws(LMDBError) -> Int {
        try raw.count(table)
    }

    /// Nil where the table is empty.
    package func first<R>(_ table: Table, _ body: (Span<UInt8>, Span<UInt8>) throws -> R) throws -> R? {
        let cursor = try Cursor(raw, table)
        return unsafe try Self.lend(cursor.move(MDB_FIRST), body)
    }

    /// Nil where the table is empty.
    package func last<R>(_ table: Table, _ body: (Span<UInt8>, Span<UInt8>) throws -> R) throws -> R? {
        let cursor = try Cursor(raw, table)
        return unsafe try Self.lend(cursor.move(MDB_LAST), body)
    }

    /// The entry with the greatest key that is `key` or less; nil where there is none.
    package func floor<R>(
        _ table: Table, _ key: [UInt8], _ body: (Span<UInt8>, Span<UInt8>) throws -> R
    ) throws -> R? {
        let cursor = try Cursor(raw, table)
        return unsafe try Self.lend(cursor.seekBack(key.span), body)
    }

    /// Key and value of each entry from `key` (or the first) upward, until `body` returns false.
    package func scan(
        _ table: Table, from key: [UInt8]? = nil, _ body: (Span<UInt8>, Span<UInt8>) throws -> Bool
    ) throws {
        let cursor = try Cursor(raw, table)
        let start = unsafe try key == nil ? cursor.move(MDB_FIRST) : cursor.seek(key!.span)
        unsafe try Self.follow(cursor, start, MDB_NEXT, body)
    }

    /// Key and value of each entry from `key` (or the last) downward, until `body` returns false.
    package func scanDown(
        _ table: Table, from key: [UInt8]? = nil, _ body: (Span<UInt8>, Span<UInt8>) throws -> Bool
    ) throws {
        let cursor = try Cursor(raw, table)
        let start = unsafe try key == nil ? cursor.move(MDB_LAST) : cursor.seekBack(key!.span)
        unsafe try Self.follow(cursor, start, MDB_PREV, body)
    }

    private static func follow(
        _ cursor: borrowing Cursor, _ start: Cursor.Entry?, _ step: MDB_cursor_op,
        _ body: (Span<UInt8>, Span<UInt8>) throws -> Bool
    ) throws {
        var entry = unsafe start
        while let (key, value) = unsafe entry {
            let goesOn = unsafe try body(RawTransaction.buffer(key).span, RawTransaction.buffer(value).span)
            guard goesOn else { return }
            unsafe entry = try cursor.move(step)
        }
    }

    private static func lend<R>(
        _ entry: Cursor.Entry?, _ body: (Span<UInt8>, Span<UInt8>) throws -> R
    ) throws -> R? {
        guard let (key, value) = unsafe entry else { return nil }
        return unsafe try body(RawTransaction.buffer(key).span, RawTransaction.buffer(value).span)
    }
}
