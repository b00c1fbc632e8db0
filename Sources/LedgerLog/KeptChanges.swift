import LMDB
import LedgerModel
import LedgerProjections

// What an audit of targets finds is kept beside the derived rows, one row for each subject, so that the question is answered from an index. It follows
// behind them: what was touched since is looked for anew by whoever asks, and kept by the next writer once enough entries have come.

/// Up to which entry changes are kept, and how many rows that makes: rows that went missing are noticed at once.
struct ChangesMark: Equatable {
    let number: UInt64
    let rows: UInt64

    var encoded: [UInt8] { Layout.bytes(number) + Layout.bytes(Layout.changesVersion) + Layout.bytes(rows) }

    init(number: UInt64, rows: UInt64) { (self.number, self.rows) = (number, rows) }

    /// Nil for another layout.
    init?(decoding bytes: [UInt8]) {
        guard bytes.count == 20, let number = Layout.number(bytes[0..<8]), let rows = Layout.number(bytes[12..<20]),
            Array(bytes[8..<12]) == Layout.bytes(Layout.changesVersion)
        else { return nil }
        self.init(number: number, rows: rows)
    }
}

extension Layout {
    /// In front of the rows that say for whom a subject was read.
    static let readForMark: UInt8 = 0xff

    /// Of `changes`: that `subject` was read to find the changes of another one.
    static func readForKey(_ subject: Subject, for other: Subject) -> [UInt8] { readForPrefix(subject) + other.storageKey }
    static func readForPrefix(_ subject: Subject) -> [UInt8] { [readForMark] + subject.storageKey }
}

extension Ledger {
    /// Entries after which changes are looked for and kept again. What is asked meanwhile costs as much more as subjects were touched since; what is kept
    /// costs an append nothing until then, and about a tenth of a millisecond for each of them.
    static let changesLag: UInt64 = 4_096

    /// The caller holds the writer's lock.
    func keepChangesIfDue(derivedUpTo number: UInt64) throws {
        let kept = try views?.read { try ChangesMark(in: $0)?.number } ?? 0
        if number - min(number, kept) >= Ledger.changesLag { try keepChanges() }
    }

    /// Brings what is kept up to the derived rows. The caller holds the writer's lock.
    ///
    /// Cost: the entries of every subject that was touched since, or for which one of those was read; at first those of every subject.
    func keepChanges() throws {
        guard let views else { return }
        let snapshot = try snapshot()
        let last = snapshot.watermark.number
        guard last > 0 else { return }
        let mark = try snapshot.changesMark()
        guard mark?.number != last else { return }
        let subjects = try snapshot.subjectsToAudit(after: mark?.number, through: last)
        let isFresh = mark == nil || subjects.count > Ledger.freshChanges
        if isFresh {
            try views.write { transaction in
                try transaction.clear(transaction.createTable(Layout.Name.changes))
                _ = try transaction.delete(transaction.createTable(Layout.Name.meta), Layout.changesKey)
            }
        }
        let find = snapshot.changesToKeep(asOf: AsOf(number: last))
        var rest = try (isFresh ? snapshot.subjectsToAudit(after: nil, through: last) : subjects)[...]
        // What replaces rows is one transaction with its mark. What is built from nothing has no mark until it is whole, and need not be one.
        repeat {
            let slice = isFresh ? rest.prefix(Ledger.freshChanges) : rest
            rest = rest.dropFirst(slice.count)
            let found = try slice.map { ($0, try find($0)) }
            try views.write { transaction in
                let table = try transaction.createTable(Layout.Name.changes)
                for (subject, changes) in found { try transaction.replace(changes, of: subject, in: table, isFresh: isFresh) }
                guard rest.isEmpty else { return }
                let mark = ChangesMark(number: last, rows: UInt64(try transaction.count(table)))
                try transaction.put(transaction.createTable(Layout.Name.meta), Layout.changesKey, mark.encoded)
            }
        } while !rest.isEmpty
    }

    /// Subjects of one transaction; where more than so many were touched, all are looked at again.
    private static let freshChanges = 20_000
}

extension WriteTransaction {
    fileprivate mutating func replace(_ changes: StoredChanges, of subject: Subject, in table: Table, isFresh: Bool) throws {
        let key = subject.storageKey
        if !isFresh, let old = try getCopy(table, key) {
            if old == changes.bytes { return }
            for other in try StoredChanges(old).readBesides { _ = try delete(table, Layout.readForKey(other, for: subject)) }
            if changes.isEmpty { _ = try delete(table, key) }
        }
        try Layout.forEachChangesRow(changes, of: subject) { try put(table, $0, $1) }
    }
}

extension Layout {
    /// The rows that are kept for one subject.
    static func forEachChangesRow(_ changes: StoredChanges, of subject: Subject, _ body: ([UInt8], [UInt8]) throws -> Void) rethrows {
        guard !changes.isEmpty else { return }
        try body(subject.storageKey, changes.bytes)
        for other in changes.readBesides { try body(readForKey(other, for: subject), []) }
    }
}

extension ChangesMark {
    /// Nil where nothing is kept, or other numbers of rows than it says.
    init?(in views: borrowing ReadTransaction) throws {
        guard let mark = try views.value(Layout.Name.meta, Layout.changesKey).flatMap({ ChangesMark(decoding: $0) }),
            UInt64(try views.rowCount(Layout.Name.changes)) == mark.rows
        else { return nil }
        self = mark
    }
}

// MARK: reading

extension Snapshot {
    /// Every subject that can have changes and that was touched by an entry after `mark`, or for which one of those was read; all of them where there is
    /// no mark. Ascending. Cost: walking those entries.
    func subjectsToAudit(after mark: UInt64?, through last: UInt64) throws -> [Subject] {
        guard let mark else { return try TargetAudit.kinds.flatMap { try subjects(of: $0) }.sorted() }
        var touched = try subjectsTouched(after: mark, through: last)
        for subject in touched { touched.formUnion(try subjectsThatRead(subject)) }
        return touched.filter { TargetAudit.kinds.contains($0.kind) }.sorted()
    }

    /// Whether what is kept is what the entries give. Cost: every entry of every subject that can have changes.
    func keptChangesFollow() throws -> Bool {
        guard let mark = try changesMark() else { return try !lacksKeptChanges() }
        var expected = EntrySum()
        let find = changesToKeep(asOf: AsOf(number: mark.number))
        for subject in try subjectsToAudit(after: nil, through: mark.number) {
            Layout.forEachChangesRow(try find(subject), of: subject) { expected.add($0.span, $1.span) }
        }
        return try changesSum() == expected
    }

    package func keptChanges(asOf: AsOf) throws -> KeptChanges? {
        guard asOf.effective == nil, asOf.decided == nil, let mark = try changesMark(), asOf.number >= mark.number else { return nil }
        let outdated = try subjectsToAudit(after: mark.number, through: size)
        let passed = Set(outdated)
        return KeptChanges(outdated: outdated) { body in
            try self.forEachKeptRow { subject, bytes in
                if !passed.contains(subject) { try body(subject, try StoredChanges(bytes)) }
            }
        }
    }
}
