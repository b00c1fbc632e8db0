import LMDB
import LedgerMerkle
import LedgerModel

/// Everything derived is written behind the log, in batches, in the order of its keys.
extension Ledger {
    /// Entries of one transaction of derived rows.
    private static let sliceLength: UInt64 = 20_000

    /// The caller holds the writer's lock, and read `mark` under it.
    func deriveIfDue(_ mark: Watermark, size: UInt64) throws {
        if size - mark.number >= Ledger.pendingLimit { try derive(from: mark, through: size) }
    }

    /// Brings the derived tables up to the log.
    package func derive() throws {
        try whileLocked {
            let snapshot = try snapshot()
            try derive(from: snapshot.watermark, through: snapshot.size)
        }
    }

    /// Builds the derived tables again from nothing, in new files where the old ones cannot be used.
    package func rebuild() throws {
        try whileLocked {
            guard let size = try log.read({ try $0.lastKey() }).flatMap({ Layout.number($0) }) else {
                throw Problem(.damaged, at: "entry 1", "the log is empty")
            }
            // Clearing a table follows its pages, so these are looked at first.
            let isSound = try views?.walkPages().isClean ?? false
            if !isSound { try replaceViews() }
            try derive(from: .none, through: size)
            viewsFault = nil
        }
    }

    func derive(from mark: Watermark, through size: UInt64) throws {
        guard let views else { return }
        var mark = mark
        while mark.number < size || mark == .none {
            let end = min(size, mark.number + Ledger.sliceLength)
            let slice = try DerivedSlice(log: log, after: mark, through: end)
            let isFresh = mark == .none
            try views.write { transaction in
                if isFresh {
                    for name in Layout.Name.all { try transaction.clear(transaction.createTable(name)) }
                }
                try slice.put(&transaction)
            }
            mark = slice.watermark
        }
    }
}

/// The derived rows of a run of entries.
struct DerivedSlice {
    private(set) var tables: [String: [(key: [UInt8], value: [UInt8])]] = [:]
    /// As it stands once these rows are put.
    private(set) var watermark: Watermark

    init(log: Environment, after mark: Watermark, through last: UInt64) throws {
        watermark = mark
        try log.read { transaction in
            for number in stride(from: mark.number + 1, through: last, by: 1) {
                let frame = try Snapshot.frame(transaction, number)
                try add(Snapshot.decode(frame, number), frame)
            }
        }
        for name in tables.keys { tables[name]?.sort { $0.key.lexicographicallyPrecedes($1.key) } }
        for (i, name) in Layout.Name.counted.enumerated() { watermark.counts[i] += UInt64(tables[name]?.count ?? 0) }
    }

    private mutating func add(_ leaf: Leaf, _ frame: RecordFrame) throws {
        guard let hash = Hash(frame.hashes.prefix(32)) else { throw Problem(.damaged, at: "entry \(leaf.number)", "lacks its leaf hash") }
        for (name, key, value) in try DerivedSlice.rows(of: leaf) { tables[name, default: []].append((key, value)) }
        watermark.number = leaf.number
        watermark.leafHash = hash
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
        if case .factRecorded(let fact)? = leaf.statement.act, !fact.plan.isEmpty {
            let key = Layout.plannedKey(plan: fact.plan.utf8, indicator: fact.indicator.utf8, leaf.number)
            rows.append((Layout.Name.planned, key, [UInt8(truncatingIfNeeded: fact.kind.rawValue)]))
        }
        if leaf.number == leaf.batch.first {
            let last = leaf.batch.first &+ UInt64(leaf.batch.length) &- 1
            rows.append((Layout.Name.batches, Layout.bytes(leaf.recorded.unixNs) + number, Layout.bytes(last)))
        }
        return rows
    }

    func put(_ transaction: inout WriteTransaction) throws {
        for (name, rows) in tables.sorted(by: { $0.key < $1.key }) {
            let table = try transaction.createTable(name)
            for row in rows { try transaction.put(table, row.key, row.value) }
        }
        try transaction.put(transaction.createTable(Layout.Name.meta), Layout.watermarkKey, watermark.encoded)
    }
}
