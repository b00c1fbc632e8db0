import LMDB
import LedgerMerkle
import LedgerModel

/// Everything derived is written behind the log, in batches, in the order of its keys.
extension Ledger {
    /// Entries of one transaction of derived rows.
    static let sliceLength: UInt64 = 20_000

    /// A thread that writes rows while a batch is judged, where they are many enough to be worth one and few enough for one transaction.
    func rowsAhead(_ state: WriterState, batch count: Int) throws -> RowsAhead? {
        let waiting = state.size - state.watermark.number + UInt64(count)
        guard let views, count >= Ledger.pendingLimit, waiting <= Ledger.sliceLength else { return nil }
        let ahead = RowsAhead(views, after: state.watermark)
        _ = try state.forEachPendingLeaf(through: state.size) { ahead.add($0.bytes) }
        return ahead
    }

    /// Writes the rows of the entries that the state has not settled yet, from their leaves. The caller holds the writer's lock.
    /// - Parameter ahead: what was begun while the batch was judged.
    func deriveIfDue(_ state: WriterState, _ ahead: RowsAhead?) throws {
        if let ahead { return state.settle(try ahead.finish(state.leafHash)) }
        guard state.size - state.watermark.number >= Ledger.pendingLimit else { return }
        try derive(from: state.watermark, through: state.size) { mark, end in
            var slice = DerivedSlice(after: mark)
            slice.close(try state.forEachPendingLeaf(through: end) { try slice.add($0) })
            return slice
        } settled: { state.settle($0) }
    }

    /// Brings the derived tables up to the log.
    /// - Parameter keepingChanges: also what an audit finds, which else follows when it is due.
    package func derive(keepingChanges: Bool = false) throws {
        try whileLocked {
            let (mark, size) = try waiting()
            try derive(from: mark, through: size)
            if keepingChanges { try keepChanges() } else { try keepChangesIfDue(after: mark.number, through: size) }
        }
    }

    /// Builds the derived tables again from nothing, in new files where the old ones cannot be used.
    package func rebuild() throws {
        try whileLocked {
            let size = try log.read { try Snapshot.size($0) }
            // Clearing a table follows its pages, so these are looked at first.
            let isSound = try views?.walkPages().isClean ?? false
            if !isSound { try replaceViews() }
            try derive(from: .none, through: size)
            try keepChanges()
            viewsFault = nil
        }
    }

    /// From what stands in the log.
    func derive(from mark: Watermark, through size: UInt64) throws {
        try derive(from: mark, through: size) { mark, end in
            try log.read { transaction in
                var slice = DerivedSlice(after: mark)
                var hash = Hash.zero
                for number in stride(from: mark.number + 1, through: end, by: 1) {
                    let (leaf, record) = try Snapshot.walk(Snapshot.record(transaction, number), number)
                    try slice.add(leaf)
                    hash = try record.leafHash(in: leaf.bytes, number)
                }
                slice.close(hash)
                return slice
            }
        }
    }

    /// Slice by slice. `settled` hears of each that is on the disk.
    private func derive(
        from mark: Watermark, through size: UInt64, _ slice: (Watermark, UInt64) throws -> DerivedSlice,
        settled: (Watermark) -> Void = { _ in }
    ) throws {
        guard let views else { return }
        var mark = mark
        while mark.number < size || mark == .none {
            let slice = try slice(mark, min(size, mark.number + Ledger.sliceLength))
            let isFresh = mark == .none
            try views.write { transaction in
                if isFresh { try DerivedSlice.clear(&transaction) }
                try slice.putRows(&transaction)
                try DerivedSlice.put(slice.watermark, &transaction)
            }
            mark = slice.watermark
            settled(mark)
            if mark.number < size { forgetPages() }
        }
    }
}

/// The derived rows of a run of entries.
struct DerivedSlice {
    private(set) var tables: [String: [(key: [UInt8], value: [UInt8])]] = [:]
    /// As it stands once these rows are put.
    private(set) var watermark: Watermark

    init(after mark: Watermark) { watermark = mark }

    /// Entries come in ascending order.
    mutating func add(_ leaf: WalkedLeaf) throws {
        try DerivedSlice.forEachRow(of: leaf) { name, key, value in tables[name, default: []].append((key, value)) }
        watermark.number = leaf.number
    }

    /// After the last entry, whose leaf hash this is.
    mutating func close(_ leafHash: Hash) {
        watermark.leafHash = leafHash
        for name in tables.keys { tables[name]?.sort { $0.key.lexicographicallyPrecedes($1.key) } }
        for (i, name) in Layout.Name.counted.enumerated() { watermark.counts[i] += UInt64(tables[name]?.count ?? 0) }
    }

    /// Every derived row of one entry: table, key, value. The whole definition of the derived tables.
    static func forEachRow(of leaf: WalkedLeaf, _ body: (String, [UInt8], [UInt8]) throws -> Void) throws {
        let number = Layout.bytes(leaf.number)
        try body(Layout.Name.ids, Array(leaf.eventID), number)
        for link in leaf.links { try body(Layout.Name.rows, Layout.rowKey(link, leaf), Row.value(link, leaf)) }
        if leaf.number == leaf.batchFirst {
            let last = leaf.batchFirst &+ UInt64(leaf.batchLength) &- 1
            try body(Layout.Name.batches, Layout.bytes(leaf.recorded) + number, Layout.bytes(last))
        }
        if Acts.facts.contains(field: Int(leaf.act.field)) {
            let fact: WalkedFact
            do throws(WireWalker.Malformed) { fact = try WalkedFact(leaf.bytes.span, in: leaf.act.range) } catch {
                throw Problem(.damaged, at: "entry \(leaf.number)", "cannot be read")
            }
            guard !fact.plan.isEmpty else { return }
            let key = Layout.plannedKey(plan: leaf.bytes[fact.plan], indicator: leaf.bytes[fact.indicator], leaf.number)
            try body(Layout.Name.planned, key, [UInt8(truncatingIfNeeded: fact.kind)])
        }
    }

    func putRows(_ transaction: inout WriteTransaction) throws {
        for (name, rows) in tables.sorted(by: { $0.key < $1.key }) {
            let table = try transaction.createTable(name)
            for row in rows { try transaction.put(table, row.key, row.value) }
        }
    }

    /// Last in the transaction of the rows that it counts.
    static func put(_ mark: Watermark, _ transaction: inout WriteTransaction) throws {
        try transaction.put(transaction.createTable(Layout.Name.meta), Layout.watermarkKey, mark.encoded)
    }

    static func clear(_ transaction: inout WriteTransaction) throws {
        for name in Layout.Name.all { try transaction.clear(transaction.createTable(name)) }
    }
}
