import LMDB
import LedgerMerkle
import LedgerModel

/// Everything derived is written behind the log, in batches, in the order of its keys.
extension Ledger {
    /// Entries of one transaction of derived rows.
    private static let sliceLength: UInt64 = 20_000

    /// The caller holds the writer's lock.
    func deriveIfDue(size: UInt64) throws {
        guard let views else { return }
        let mark = try currentWatermark(views)
        if size - min(size, mark.number) >= Ledger.pendingLimit { try derive(from: mark, through: size) }
    }

    /// The watermark, or none where the views belong to another log or layout.
    private func currentWatermark(_ views: Environment) throws -> Watermark {
        let snapshot = try Snapshot(log: log.snapshot(), views: try views.snapshot(), tailLimit: 0)
        return snapshot.watermark
    }

    /// Brings the derived tables up to the log.
    package func derive() throws {
        try whileLocked {
            guard let views else { return }
            let size = try snapshot().size
            try derive(from: try currentWatermark(views), through: size)
        }
    }

    /// Builds the derived tables again from nothing.
    package func rebuild() throws {
        try whileLocked {
            let size = try snapshot().size
            try derive(from: .none, through: size)
        }
    }

    private func derive(from mark: Watermark, through size: UInt64) throws {
        guard let views else { return }
        var next = mark.number + 1
        var isFresh = mark == .none
        while next <= size || isFresh {
            let end = min(size, next + Ledger.sliceLength - 1)
            let slice = try DerivedSlice(log: log, from: next, through: end)
            try views.write { transaction in
                if isFresh {
                    for name in Layout.Name.all { try transaction.clear(transaction.createTable(name)) }
                }
                try slice.put(&transaction)
            }
            isFresh = false
            next = end + 1
        }
    }
}

/// The derived rows of a run of entries.
struct DerivedSlice {
    private(set) var tables: [String: [(key: [UInt8], value: [UInt8])]] = [:]
    private var watermark = Watermark.none

    init(log: Environment, from first: UInt64, through last: UInt64) throws {
        try log.read { transaction in
            for number in stride(from: first, through: last, by: 1) {
                let frame = try Snapshot.frame(transaction, number)
                try add(Snapshot.decode(frame, number), frame)
            }
        }
        for name in tables.keys { tables[name]?.sort { $0.key.lexicographicallyPrecedes($1.key) } }
    }

    init() {}

    mutating func add(_ leaf: Leaf, _ frame: RecordFrame) throws {
        guard let hash = Hash(frame.hashes.prefix(32)) else { throw Problem(.damaged, at: "entry \(leaf.number)", "lacks its leaf hash") }
        for (name, key, value) in try DerivedSlice.rows(of: leaf) { tables[name, default: []].append((key, value)) }
        watermark = Watermark(number: leaf.number, leafHash: hash)
    }

    /// Every derived row of one entry: table, key, value. The whole definition of the derived tables.
    static func rows(of leaf: Leaf) throws -> [(String, [UInt8], [UInt8])] {
        let number = Layout.bytes(leaf.number)
        let statement = try Codec.encode(leaf.statement)
        var rows: [(String, [UInt8], [UInt8])] = [(Layout.Name.ids, Array(leaf.statement.event), number)]
        for link in leaf.links {
            let value = Layout.bytes(link.version) + Layout.bytes(leaf.recorded.unixNs) + Layout.bytes(leaf.batch.first)
                + Layout.bytes(leaf.batch.length) + statement
            rows.append((Layout.Name.rows, Layout.rowKey(link.subject, leaf.number), value))
        }
        if leaf.number == leaf.batch.first {
            let last = leaf.batch.first &+ UInt64(leaf.batch.length) &- 1
            rows.append((Layout.Name.batches, Layout.bytes(leaf.recorded.unixNs) + number, Layout.bytes(last)))
        }
        if let change = ChangeClass(leaf.statement), let main = leaf.statement.touches.first?.subject {
            rows.append((Layout.Name.changes, [change.rawValue] + number, [UInt8(main.kind.rawValue)] + Array(main.id.utf8)))
        }
        return rows
    }

    func put(_ transaction: inout WriteTransaction) throws {
        for (name, rows) in tables.sorted(by: { $0.key < $1.key }) {
            let table = try transaction.createTable(name)
            for row in rows { try transaction.put(table, row.key, row.value) }
        }
        guard watermark != .none else { return }
        try transaction.put(transaction.createTable(Layout.Name.meta), Layout.watermarkKey, watermark.encoded)
    }
}
