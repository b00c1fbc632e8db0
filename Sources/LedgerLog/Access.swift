import LMDB
import LedgerModel

/// Reading by table name, with bytes copied out: what the log's own code needs.
extension ReadTransaction {
    func copy(_ table: Table, _ key: [UInt8]) throws -> [UInt8]? { try getCopy(table, key) }

    func lastKey() throws -> [UInt8]? { try last(.main) { key, _ in key.array } }

    func forEach(_ table: Table, from key: [UInt8] = [0], _ body: ([UInt8], [UInt8]) throws -> Bool) throws {
        try scan(table, from: key) { key, value in try body(key.array, value.array) }
    }

    /// Nothing where there is no such table.
    func forEach(_ name: String, from key: [UInt8], _ body: ([UInt8], [UInt8]) throws -> Bool) throws {
        guard let table = try table(name) else { return }
        try forEach(table, from: key, body)
    }

    func value(_ name: String, _ key: [UInt8]) throws -> [UInt8]? {
        guard let table = try table(name) else { return nil }
        return try getCopy(table, key)
    }

    /// Rows of each table that the watermark counts, in its order.
    func rowCounts() throws -> [UInt64] {
        var counts: [UInt64] = []
        for name in Layout.Name.counted { counts.append(UInt64(try rowCount(name))) }
        return counts
    }

    func rowCount(_ name: String) throws -> Int {
        guard let table = try table(name) else { return 0 }
        return try count(table)
    }

    func last(_ name: String, notAfter key: [UInt8]) throws -> ([UInt8], [UInt8])? {
        guard let table = try table(name) else { return nil }
        return try floor(table, key) { key, value in (key.array, value.array) }
    }

    func lastValue(_ name: String, notAfter key: [UInt8]) throws -> [UInt8]? { try last(name, notAfter: key)?.1 }
}

extension Span<UInt8> {
    var array: [UInt8] {
        unsafe withUnsafeBufferPointer { unsafe Array($0) }
    }

    func copy(_ range: Range<Int>, to bytes: inout [UInt8]) {
        unsafe extracting(range).withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }

    func starts(with prefix: [UInt8]) -> Bool {
        guard count >= prefix.count else { return false }
        for i in prefix.indices where self[i] != prefix[i] { return false }
        return true
    }

    /// The big-endian number at a place.
    func number(at place: Int) -> UInt64 {
        var value: UInt64 = 0
        for i in place..<(place + 8) { value = value << 8 | UInt64(self[i]) }
        return value
    }
}

extension Problem {
    /// The one place where a failure of the store becomes words for people.
    init(_ error: LMDBError) {
        switch error.kind {
        case .absent: self.init(.noLedger, error.path)
        default: self.init(.storage, error.description)  // The path is in it.
        }
    }
}

/// Runs `body`; what the store could not do becomes a `Problem`, everything else passes through.
func storing<R: ~Copyable>(_ body: () throws -> R) throws -> R {
    do { return try body() } catch let error as LMDBError { throw Problem(error) }
}
