import Dispatch
import LMDB
import LedgerModel
import Synchronization

/// The rows of each derived table, as they are or as the log gives them, to be told apart as a whole.
struct RowSums: Equatable, Sendable {
    private var tables: [String: EntrySum] = [:]

    mutating func add(_ table: String, _ key: Span<UInt8>, _ value: Span<UInt8>) { tables[table, default: EntrySum()].add(key, value) }

    /// What the entries up to a number give. Entries that cannot be read give nothing: they are the log's findings.
    init(log: Environment, through last: UInt64) throws {
        try log.read { transaction in
            try transaction.scan(.main, from: Layout.bytes(UInt64(1))) { key, value in
                guard let number = Layout.number(key.array), number <= last else { return false }
                guard let (leaf, _) = try? Snapshot.walk(value.array, number) else { return true }
                try DerivedSlice.forEachRow(of: leaf) { table, key, value in add(table, key.span, value.span) }
                return true
            }
        }
    }

    /// What stands in the tables.
    init(views: borrowing ReadTransaction) throws {
        for name in Layout.Name.counted {
            guard let table = try views.table(name) else { continue }
            try views.scan(table) { key, value in
                add(name, key, value)
                return true
            }
        }
    }
}

extension Snapshot {
    /// Whether the derived tables hold what the log gives and nothing besides. Reads the log on a thread of its own; `log` is this snapshot's
    /// or a later state of it.
    func viewsFollow(from log: Environment) throws -> Bool {
        let last = watermark.number
        let expected = Mutex<Result<RowSums, any Error>?>(nil)
        // Taken out by the thread, whose block may outlive the wait: nobody may find the log still open after this.
        let lent = Mutex<Environment?>(log)
        let group = DispatchGroup()
        DispatchQueue.global().async(group: group) {
            let sums = Snapshot.sums(lent.withLock { $0.take() }, through: last)
            expected.withLock { $0 = sums }
        }
        let held = Result { try derivedSums() }
        group.wait()
        return try expected.withLock { try $0?.get() } == held.get()
    }

    /// A function of its own, so that nothing of the log is held any more when it has returned.
    @inline(never)
    private static func sums(_ log: consuming Environment?, through last: UInt64) -> Result<RowSums, any Error>? {
        guard let log else { return nil }
        return Result { try RowSums(log: log, through: last) }
    }
}
