import LMDB
import LedgerModel
import LedgerProjections

// What an audit of targets finds is kept beside the derived rows, one row for each subject, so that the question is answered from an index. It follows
// behind them: what was touched since is looked for anew by whoever asks, and kept by the next writer once enough entries have come.

/// Up to which entry changes are kept, and how many rows that makes: rows that went missing are noticed at once.
struct ChangesMark {
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
    /// Entries after which a writer looks for changes again. What is asked meanwhile costs as much more as subjects were touched since.
    static let changesLag: UInt64 = 4_096
    /// Subjects that are looked at in one transaction, and the most that an append looks at: about a tenth of a millisecond each.
    private static let changesSlice = 20_000

    /// The caller holds the writer's lock and has derived the rows of the entries after `before`.
    func keepChangesIfDue(after before: UInt64, through last: UInt64) throws {
        if before / Ledger.changesLag < last / Ledger.changesLag { try keepChanges(ofAtMost: Ledger.changesSlice) }
    }

    /// Brings what is kept up to the derived rows. The caller holds the writer's lock.
    ///
    /// Cost: the entries of every subject that was touched since, or for which one of those was read; where nothing is kept, those of every subject.
    /// - Parameter limit: where more subjects are concerned, everything stays as it is.
    func keepChanges(ofAtMost limit: Int = .max) throws {
        guard let views, let due = try dueChanges(), due.subjects.count <= limit else { return }
        if due.isFresh {
            // Without a mark until it is whole: what stands there by then is not used.
            try views.write { transaction in
                try transaction.clear(transaction.createTable(Layout.Name.changes))
                _ = try transaction.delete(transaction.createTable(Layout.Name.meta), Layout.changesKey)
            }
        }
        var rest = due.subjects[...]
        repeat {
            // What replaces rows is one transaction with its mark.
            let slice = due.isFresh ? rest.prefix(Ledger.changesSlice) : rest
            rest = rest.dropFirst(slice.count)
            let found = try findChanges(of: slice, through: due.last)
            try views.write { transaction in
                let table = try transaction.createTable(Layout.Name.changes)
                for (subject, changes) in found { try transaction.replace(changes, of: subject, in: table) }
                guard rest.isEmpty else { return }
                let mark = ChangesMark(number: due.last, rows: UInt64(try transaction.count(table)))
                try transaction.put(transaction.createTable(Layout.Name.meta), Layout.changesKey, mark.encoded)
            }
            forgetPages()
        } while !rest.isEmpty
    }

    private struct DueChanges {
        let last: UInt64
        let subjects: [Subject]
        /// Whether all is looked for anew.
        let isFresh: Bool
    }

    /// Nil where nothing is to be done. Read in functions of their own, so that no snapshot stands in the way of a map that has to grow.
    private func dueChanges() throws -> DueChanges? {
        let snapshot = try snapshot()
        let (last, mark) = (snapshot.watermark.number, try snapshot.changesMark())
        guard last > 0, mark?.number != last else { return nil }
        if let mark {
            let subjects = try snapshot.subjectsToAudit(after: mark.number, through: last)
            if subjects.count <= Ledger.changesSlice { return DueChanges(last: last, subjects: subjects, isFresh: false) }
        }
        return DueChanges(last: last, subjects: try snapshot.subjectsToAudit(after: nil, through: last), isFresh: true)
    }

    private func findChanges(of subjects: ArraySlice<Subject>, through last: UInt64) throws -> [(Subject, StoredChanges)] {
        let find = try snapshot().changesToKeep(asOf: AsOf(number: last))
        return try subjects.map { ($0, try find($0)) }
    }
}

extension WriteTransaction {
    fileprivate mutating func replace(_ changes: StoredChanges, of subject: Subject, in table: Table) throws {
        let key = subject.storageKey
        if let old = try getCopy(table, key) {
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
