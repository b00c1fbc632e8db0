import LMDB
import LedgerMerkle
import LedgerModel
import LedgerProjections
import LedgerVerifier

/// A ledger at one moment: entries 1 to `size`, whatever is written meanwhile.
///
/// Reads the derived rows and folds the entries after their watermark in memory. Use it from one thread, and
/// not for long: the file cannot reuse the pages that it needs.
package final class Snapshot: LedgerSource {
    package let settings: Settings
    package let ledgerID: [UInt8]
    package let size: UInt64
    let watermark: Watermark
    private let isForWriting: Bool
    /// For embargoes; nothing else that is read depends on the clock.
    private let today: Day
    private let log: ReadTransaction
    private let views: ReadTransaction?
    private let tail: Tail
    /// The entry whose texts were asked for last: they are asked for one after the other.
    private var lastRead: (frame: RecordFrame, leaf: Leaf)?

    /// `views` is the older of the two: it is begun first, so that it is never ahead of the log.
    init(log: consuming ReadTransaction, views: consuming ReadTransaction?, clock: UInt64, forWriting isForWriting: Bool = false) throws {
        let size = try Snapshot.size(log)
        let opening = try Snapshot.leaf(log, 1)
        guard case .ledgerOpened(let opened)? = opening.statement.act else { throw Problem(.damaged, at: "entry 1", "is not \"ledger opened\"") }
        let settings = Settings(opened)
        let mark = try Snapshot.usableWatermark(log, views, size: size)
        self.settings = settings
        self.size = size
        today = Day(unixNanoseconds: clock, offsetMinutes: settings.utcOffsetMinutes) ?? .last
        ledgerID = Array(opening.statement.ledger)
        watermark = mark
        self.isForWriting = isForWriting
        tail = try Tail(log, after: mark.number, through: size)
        self.views = mark == .none ? nil : views
        self.log = log
    }

    /// How many entries are not in the derived tables yet.
    package var pending: UInt64 { size - watermark.number }

    /// `none` where the views are of another log or layout, or lack rows.
    static func usableWatermark(_ log: borrowing ReadTransaction, _ views: borrowing ReadTransaction?, size: UInt64) throws -> Watermark {
        guard let found = try countedWatermark(views), found.number <= size, found.number > 0,
            try Snapshot.hashes(log, found.number).first == found.leafHash
        else { return .none }
        return found
    }

    private static func countedWatermark(_ views: borrowing ReadTransaction?) throws -> Watermark? {
        switch views {
        case .some(let views): try countedWatermark(in: views)
        case .none: nil
        }
    }

    /// Nil where the tables hold other numbers of rows than it says.
    @inline(never)  // Swift 6.3's optimiser aborts where this loop is put into a function that borrows an optional transaction.
    private static func countedWatermark(in views: borrowing ReadTransaction) throws -> Watermark? {
        guard let mark = try views.value(Layout.Name.meta, Layout.watermarkKey).flatMap({ Watermark(decoding: $0) }) else { return nil }
        return try views.rowCounts() == mark.counts ? mark : nil
    }

    // MARK: the log

    /// The last entry's number. Numbers have no gaps: a page that stands in the place of another would lead to an older end, with texts that were
    /// redacted since, and what is written there would take the place of later entries.
    static func size(_ log: borrowing ReadTransaction) throws -> UInt64 {
        guard let last = try log.lastKey(), let size = Layout.number(last) else { throw Problem(.damaged, at: "entry 1", "the log is empty") }
        let count = UInt64(try log.count(.main))
        guard count == size else { throw Problem(.damaged, at: "log", "\(count) entries, the last of which is \(size)") }
        return size
    }

    static func record(_ log: borrowing ReadTransaction, _ number: UInt64) throws -> [UInt8] {
        guard let bytes = try log.copy(.main, Layout.bytes(number)) else { throw Problem(.damaged, at: "entry \(number)", "is missing") }
        return bytes
    }

    /// With a leaf that is the one whose hash stands beside it: nothing is answered from bytes that changed on the disk.
    static func frame(_ log: borrowing ReadTransaction, _ number: UInt64) throws -> RecordFrame {
        try checked(uncheckedFrame(record(log, number), number), number)
    }

    static func uncheckedFrame(_ bytes: [UInt8], _ number: UInt64) throws -> RecordFrame {
        do { return try RecordFrame(decoding: bytes) } catch { throw Problem(.damaged, at: "entry \(number)", "\(error.what) \(error.why)") }
    }

    /// Where the hash of its leaf stands in a lent record.
    private static func storedHash(_ record: Span<UInt8>, leaf: Range<Int>) -> Range<Int>? {
        var cursor = WireCursor(leaf.upperBound..<record.count)
        while let field = try? cursor.next(record) {
            guard field.number == 3, case .bytes(let hashes) = field.value, hashes.count >= Hash.byteCount else { continue }
            return hashes.lowerBound..<hashes.lowerBound + Hash.byteCount
        }
        return nil
    }

    private static func isAsHashed(_ record: Span<UInt8>, leaf: Range<Int>, hash: Range<Int>) -> Bool {
        unsafe Hash(record.extracting(hash).bytes) == LedgerMerkle.leafHash(record.extracting(leaf).bytes)
    }

    private static func checked(_ frame: RecordFrame, _ number: UInt64) throws -> RecordFrame {
        guard Hash(frame.hashes.prefix(32)) == LedgerMerkle.leafHash(frame.leaf) else {
            throw Problem(.damaged, at: "entry \(number)", "its content does not match its hash")
        }
        return frame
    }

    static func leaf(_ log: borrowing ReadTransaction, _ number: UInt64) throws -> Leaf {
        try decode(frame(log, number), number)
    }

    static func decode(_ frame: RecordFrame, _ number: UInt64) throws -> Leaf { try decode(leaf: frame.leaf, number) }

    private static func decode(leaf bytes: [UInt8], _ number: UInt64) throws -> Leaf {
        try demandKnownFormat(Codec.formatNumber(ofLeaf: bytes) ?? 0, number)
        guard let leaf = try? Leaf(stored: bytes, in: 0..<bytes.count), leaf.number == number else {
            throw Problem(.damaged, at: "entry \(number)", "cannot be read")
        }
        return leaf
    }

    private static func demandKnownFormat(_ format: UInt64, _ number: UInt64) throws {
        if format > UInt64(Limits.format) { throw Problem(.newerFormat, at: "entry \(number)", "\(format)", "\(Limits.format)") }
    }

    /// A record taken apart, and its leaf, without decoding either.
    static func walk(_ bytes: [UInt8], _ number: UInt64) throws -> (leaf: WalkedLeaf, record: WalkedRecord) {
        let record: WalkedRecord
        do throws(DecodeError) { record = try WalkedRecord(bytes) } catch {
            throw Problem(.damaged, at: "entry \(number)", "\(error.what) \(error.why)")
        }
        return (try walk(leaf: bytes, in: record.leaf, number), record)
    }

    static func walk(leaf bytes: [UInt8], in range: Range<Int>, _ number: UInt64) throws -> WalkedLeaf {
        let leaf: WalkedLeaf
        do throws(DecodeError) { leaf = try WalkedLeaf(bytes, in: range) } catch {
            // A leaf of another format may have other parts.
            try demandKnownFormat(Codec.formatNumber(ofLeaf: Array(bytes[range])) ?? 0, number)
            throw Problem(.damaged, at: "entry \(number)", "\(error.what) \(error.why)")
        }
        try demandKnownFormat(leaf.format, number)
        guard leaf.number == number else { throw Problem(.damaged, at: "entry \(number)", "cannot be read") }
        return leaf
    }

    static func hashes(_ log: borrowing ReadTransaction, _ number: UInt64) throws -> [Hash] {
        let frame = try frame(log, number)
        guard let hashes = Hash.list(frame.hashes), hashes.count == completedHashCount(index: number - 1) else {
            throw Problem(.damaged, at: "entry \(number)", "its tree hashes are not whole")
        }
        return hashes
    }

    package func record(_ number: UInt64) throws -> [UInt8] { try Snapshot.record(log, number) }
    package func frame(_ number: UInt64) throws -> RecordFrame { try Snapshot.frame(log, number) }
    package func leafHash(_ number: UInt64) throws -> Hash { try hash(level: 0, index: number - 1) }
    package func root() throws -> Hash { try rootHash(size: size, reader: self) }
    func frontier() throws -> Frontier { try Frontier(size: size, reader: self) }

    // MARK: LedgerSource

    package func event(_ number: UInt64) throws -> Event? {
        guard number >= 1, number <= size else { return nil }
        return Event(try Snapshot.leaf(log, number), settings: settings)
    }

    package func valueEvent(_ number: UInt64) throws -> Event {
        let record = try Snapshot.record(log, number)
        var stored = StoredEntries(settings)
        guard let entry = try? WalkedHead(record: record.span), entry.head.number == number, entry.format <= UInt64(Limits.format),
            let hash = Snapshot.storedHash(record.span, leaf: entry.leaf), Snapshot.isAsHashed(record.span, leaf: entry.leaf, hash: hash),
            (try? stored.add(entry.head, record.span, statement: entry.statement, leavingOut: [], copy: { $0.copy($1, to: &$2) })) != nil,
            let event = try? stored.event(stored.entries[0])
        else {
            // Decoding says what is wrong with it.
            return Event(try Snapshot.leaf(log, number), settings: settings)
        }
        return event
    }

    private func tailEvents(of subject: Subject, through: UInt64) throws -> [Event] {
        try tail.numbers(of: subject).filter { $0 <= through }.map { Event(try Snapshot.leaf(log, $0), settings: settings) }
    }

    package func events(of subject: Subject, through: UInt64) throws -> [Event] {
        try rows(of: subject).map(\.event).filter { $0.number <= through }
            + tailEvents(of: subject, through: through)
    }

    private func rows(of subject: Subject) throws -> [Row] {
        guard views != nil else { return [] }
        let prefix = subject.storageKey
        var rows: [Row] = []
        try views!.forEach(Layout.Name.rows, from: prefix + Layout.bytes(UInt64(0))) { key, value in
            guard key.starts(with: prefix), let number = Layout.number(key.dropFirst(prefix.count)) else { return false }
            guard number <= watermark.number else { return false }
            rows.append(try Row(number: number, value: value, settings: settings))
            return true
        }
        return isForWriting ? try rows.enumerated().map { try confirmed($1, subject, version: UInt64($0) + 1) } : rows
    }

    package func entries(of subject: Subject, through: UInt64, leavingOut acts: Acts) throws -> StoredEntries {
        var stored = StoredEntries(settings)
        if isForWriting {
            for event in try events(of: subject, through: through) { try stored.add(event) }
            return stored
        }
        // Whoever asks for values gets many entries; for what else a subject is there are few.
        if !acts.contains(field: 40) { stored.reserveUsual() }
        try forEachRow(of: subject, through: through) { number, value in
            guard value.count > Row.headLength else { throw StoredEntries.damaged(number) }
            if acts.contains(field: Row.act(value)) { return }
            try stored.add(
                Row.head(number, value), value, statement: Row.headLength..<value.count, leavingOut: acts,
                copy: { $0.copy($1, to: &$2) })
        }
        for number in tail.numbers(of: subject) where number <= through {
            let record = try Snapshot.record(log, number)
            guard let entry = try? WalkedHead(record: record.span) else { throw StoredEntries.damaged(number) }
            try stored.add(entry.head, record.span, statement: entry.statement, leavingOut: acts, copy: { $0.copy($1, to: &$2) })
        }
        return stored
    }

    /// The derived rows of a subject, lent.
    private func forEachRow(of subject: Subject, through: UInt64, _ body: (UInt64, Span<UInt8>) throws -> Void) throws {
        guard views != nil, let table = try views!.table(Layout.Name.rows) else { return }
        let prefix = subject.storageKey
        let last = min(through, watermark.number)
        try views!.scan(table, from: prefix + Layout.bytes(UInt64(0))) { key, value in
            guard key.count == prefix.count + 8, key.starts(with: prefix) else { return false }
            let number = key.number(at: prefix.count)
            guard number <= last else { return false }
            try body(number, value)
            return true
        }
    }

    /// The same row as the log gives it. What is judged before writing rests on the log's own bytes.
    private func confirmed(_ row: Row, _ subject: Subject, version: UInt64) throws -> Row {
        let number = row.event.number
        let leaf = try Snapshot.leaf(log, number)
        guard leaf.links.contains(where: { $0.subject == subject && $0.version == version }) else { throw Snapshot.viewsDiffer(number) }
        return Row(version: version, event: Event(leaf, settings: settings))
    }

    package func subjects(of kind: Subject.Kind) throws -> [Subject] {
        var found = Set(tail.subjects(of: kind))
        guard views != nil else { return found.sorted() }
        var from: [UInt8]? = [UInt8(kind.rawValue)]
        while let start = from {
            from = nil
            try views!.forEach(Layout.Name.rows, from: start) { key, _ in
                guard key.first == UInt8(kind.rawValue), let end = key.firstIndex(of: 0) else { return false }
                found.insert(Subject(kind, String(decoding: key[1..<end], as: UTF8.self)))
                let next = Array(key[..<end]) + [1]  // past every row of this subject
                // Keys of a damaged page may stand in another order, and would lead round in circles.
                guard start.lexicographicallyPrecedes(next) else { throw Problem(.damaged, at: "views", "rows") }
                from = next
                return false
            }
        }
        return found.sorted()
    }

    package func indicators(plannedIn plan: String) throws -> [Subject] {
        if isForWriting { return try subjects(of: .indicator) }
        let late = tail.indicators(plannedIn: plan)
        guard let table = try views == nil ? nil : views!.table(Layout.Name.planned) else { return late.map { Subject(.indicator, $0) }.sorted() }
        /// As the rows have them: ascending, each once.
        var found: [String] = []
        let prefix = Array(plan.utf8) + [0]
        /// Plan and indicator of the last row.
        var current: [UInt8] = []
        try views!.scan(table, from: prefix) { key, _ in
            guard key.starts(with: prefix), key.count > prefix.count + 9 else { return false }
            if key.count == current.count + 8, key.starts(with: current) { return true }
            current = key.extracting(0..<(key.count - 8)).array
            found.append(String(decoding: current[prefix.count..<(current.count - 1)], as: UTF8.self))
            return true
        }
        if late.isEmpty { return found.map { Subject(.indicator, $0) } }
        return late.union(found).map { Subject(.indicator, $0) }.sorted()
    }

    package func number(of eventID: [UInt8]) throws -> UInt64? {
        if let number = tail.number(of: eventID) { return number }
        guard views != nil, eventID.count == Limits.eventIDBytes else { return nil }
        guard let number = try views!.value(Layout.Name.ids, eventID).flatMap({ Layout.number($0) }) else { return nil }
        guard try event(number)?.id == eventID else { throw Snapshot.viewsDiffer(number) }
        return number
    }

    package func lastNumber(recordedBy instant: UInt64) throws -> UInt64 {
        if let number = tail.lastNumber(recordedBy: instant) { return number }
        guard views != nil else { return 0 }
        let end = Layout.bytes(instant) + Layout.bytes(UInt64.max)
        return try views!.lastValue(Layout.Name.batches, notAfter: end).flatMap { Layout.number($0) } ?? 0
    }

    package func text(_ number: UInt64, _ field: TextField, _ ordinal: UInt32) throws -> TextReading {
        try text(number, field, ordinal, on: today, size: size)
    }

    /// As it could be read on another day, when the log had `size` entries and `edition` was about to be published; what was redacted since
    /// is gone all the same.
    package func text(
        _ number: UInt64, _ field: TextField, _ ordinal: UInt32, on day: Day, size: UInt64, publishing edition: String = ""
    ) throws -> TextReading {
        guard number >= 1, number <= size else { return .none }
        if lastRead?.leaf.number != number {
            let frame = try Snapshot.frame(log, number)
            let leaf = try Snapshot.decode(frame, number)
            // Else a text whose place changed on the disk would be told as redacted.
            let isPlaced = frame.texts.allSatisfy { text in leaf.statement.texts.contains { $0.field == text.field && $0.ordinal == text.ordinal } }
            guard isPlaced else { throw Problem(.damaged, at: "entry \(number)", "a text that it does not commit to") }
            lastRead = (frame, leaf)
        }
        guard let (frame, leaf) = lastRead else { return .none }
        guard let commitment = leaf.statement.texts.first(where: { $0.field == field && $0.ordinal == ordinal }) else { return .none }
        let salted = frame.texts.first { $0.field == field && $0.ordinal == ordinal }
        if let salted, salted.commitment(in: Array(leaf.statement.event)).bytes != Array(commitment.hash) {
            throw Problem(.damaged, at: "entry \(number)", "a text does not match its commitment")
        }
        let text = salted?.text
        if commitment.class == .embargoed, let text, try commitment.until == edition || isLifted(commitment.until, on: day, size: size) {
            return .open(text)
        }
        return TextReading(commitment, text: text)
    }

    package func forEachEvent(after: UInt64, through: UInt64, _ body: (Event) throws -> Bool) throws {
        let end = min(through, size)
        guard after < end else { return }
        var next = after + 1
        try log.forEach(.main, from: Layout.bytes(next)) { key, value in
            guard let number = Layout.number(key), number <= end else { return false }
            guard number == next else { throw Problem(.damaged, at: "entry \(next)", "is missing") }
            let leaf = try Snapshot.decode(Snapshot.checked(Snapshot.uncheckedFrame(value, number), number), number)
            guard try body(Event(leaf, settings: settings)) else {
                next = end + 1
                return false
            }
            next += 1
            return true
        }
        guard next > end else { throw Problem(.damaged, at: "entry \(next)", "is missing") }
    }

    package func forEachEvent(after: UInt64, through: UInt64, where isWanted: WalkedFilter, _ body: (Event) throws -> Bool) throws {
        let end = min(through, size)
        guard after < end else { return }
        var next = after + 1
        var passed = LeafChecks()
        try log.scan(.main, from: Layout.bytes(next)) { key, value in
            guard key.count == 8, next <= end else { return false }
            guard key.number(at: 0) == next else { throw Problem(.damaged, at: "entry \(next)", "is missing") }
            let number = next
            next += 1
            var leaf: Leaf?
            if let entry = try? WalkedHead(record: value), entry.head.number == number, entry.format <= UInt64(Limits.format),
                let hash = Snapshot.storedHash(value, leaf: entry.leaf), let walked = try? WalkedStatement(value, in: entry.statement)
            {
                if !isWanted(entry.head, walked, value, entry.statement) {
                    passed.add(number, value, leaf: entry.leaf, hash: hash)
                    return true
                }
                if Snapshot.isAsHashed(value, leaf: entry.leaf, hash: hash) {
                    leaf = try Snapshot.decode(leaf: value.extracting(entry.leaf).array, number)
                }
            }
            // What cannot be walked, or is not what its hash says, is decoded, which says what is wrong with it.
            let sound = try leaf ?? Snapshot.decode(Snapshot.checked(Snapshot.uncheckedFrame(value.array, number), number), number)
            guard try body(Event(sound, settings: settings)) else {
                next = end + 1
                return false
            }
            return true
        }
        // An entry that was passed over because its bytes have changed would be missing from the answer.
        if let wrong = passed.finish() { _ = try Snapshot.frame(log, wrong) }
        guard next > end else { throw Problem(.damaged, at: "entry \(next)", "is missing") }
    }

    /// Whether an embargo has passed: its day has come, or its edition is published.
    package func isLifted(_ until: String, on day: Day, size: UInt64) throws -> Bool {
        if let end = Day(until) { return end <= day }
        return try facts(of: Subject(.edition, until), asOf: AsOf(number: size)).exists
    }

    /// Whether it has passed by now.
    package func isLifted(_ until: String) throws -> Bool { try isLifted(until, on: today, size: size) }

    /// Views are derived and not trusted: what is taken from them for writing is held against the log first.
    static func viewsDiffer(_ number: UInt64) -> Problem { Problem(.damaged, at: "views", "entry \(number)") }

    /// The newest version of a subject and where it stands, as the log says it.
    func newest(_ subject: Subject) throws -> (version: UInt64, number: UInt64)? {
        if let newest = tail.newest(subject) { return newest }
        guard views != nil else { return nil }
        let prefix = subject.storageKey
        guard let (key, value) = try views!.last(Layout.Name.rows, notAfter: prefix + Layout.bytes(watermark.number)), key.starts(with: prefix),
            let number = Layout.number(key.dropFirst(prefix.count)), value.count > 8, let version = Layout.number(value[0..<8])
        else { return nil }
        guard try Snapshot.leaf(log, number).links.contains(where: { $0.subject == subject && $0.version == version }) else {
            throw Snapshot.viewsDiffer(number)
        }
        return (version, number)
    }

    func changesMark() throws -> ChangesMark? {
        guard views != nil, !isForWriting, let mark = try ChangesMark(in: views!), mark.number <= watermark.number else { return nil }
        return mark
    }

    /// Whether a mark says that changes are kept, and they are not.
    func lacksKeptChanges() throws -> Bool {
        guard let bytes = try derivedValue(Layout.Name.meta, Layout.changesKey) else { return false }
        return ChangesMark(decoding: bytes) != nil
    }

    /// Each subject of which changes are kept, with what is kept.
    func forEachKeptRow(_ body: (Subject, [UInt8]) throws -> Void) throws {
        guard views != nil, let table = try views!.table(Layout.Name.changes) else { return }
        try views!.scan(table) { key, value in
            if key.count > 0, key[0] == Layout.readForMark { return false }
            guard let subject = Subject(storageKey: key.array) else { throw Problem(.damaged, at: "views", "changes") }
            try body(subject, value.array)
            return true
        }
    }

    /// The subjects for whose kept changes this one was read.
    func subjectsThatRead(_ subject: Subject) throws -> [Subject] {
        guard views != nil, let table = try views!.table(Layout.Name.changes) else { return [] }
        var found: [Subject] = []
        let prefix = Layout.readForPrefix(subject)
        try views!.scan(table, from: prefix) { key, _ in
            guard key.starts(with: prefix), let other = Subject(storageKey: key.array.dropFirst(prefix.count)) else { return false }
            found.append(other)
            return true
        }
        return found
    }

    func subjectsTouched(after: UInt64, through last: UInt64) throws -> Set<Subject> {
        var touched: Set<Subject> = []
        for number in stride(from: after + 1, through: last, by: 1) {
            let bytes = try record(number)
            let (leaf, record) = try Snapshot.walk(bytes, number)
            guard Hash(bytes[record.hashes].prefix(32)) == LedgerMerkle.leafHash(bytes[record.leaf]) else {
                throw Problem(.damaged, at: "entry \(number)", "its content does not match its hash")
            }
            for link in leaf.links {
                guard let subject = leaf.subject(link) else { throw Problem(.damaged, at: "entry \(number)", "cannot be read") }
                touched.insert(subject)
            }
        }
        return touched
    }

    func changesSum() throws -> EntrySum {
        var sum = EntrySum()
        guard views != nil, let table = try views!.table(Layout.Name.changes) else { return sum }
        try views!.scan(table) { key, value in
            sum.add(key, value)
            return true
        }
        return sum
    }

    func derivedValue(_ table: String, _ key: [UInt8]) throws -> [UInt8]? { views == nil ? nil : try views!.value(table, key) }
    func derivedSums() throws -> RowSums? { views == nil ? nil : try RowSums(views: views!) }
    func derivedCount(_ table: String) throws -> Int { views == nil ? 0 : try views!.rowCount(table) }
}

extension Snapshot: HashReader {
    package func hash(level: Int, index: UInt64) throws -> Hash {
        try Snapshot.heldHash(level, index) { level, index in
            let place = HashPlace(level: level, index: index)
            let hashes = try Snapshot.hashes(log, place.entry)
            guard place.position < hashes.count else { throw Problem(.damaged, at: "entry \(place.entry)", "lacks a tree hash") }
            return hashes[place.position]
        }
    }

    /// A stored hash of the tree. A leaf's is held against its record by whoever reads that; one above is held here against the two below it, or a byte that
    /// changed on the disk would be given out as a root, or be written on.
    static func heldHash(_ level: Int, _ index: UInt64, _ stored: (Int, UInt64) throws -> Hash) throws -> Hash {
        let hash = try stored(level, index)
        guard level > 0, nodeHash(try stored(level - 1, 2 * index), try stored(level - 1, 2 * index + 1)) != hash else { return hash }
        throw Problem(.damaged, at: "entry \(HashPlace(level: level, index: index).entry)", "a tree hash does not match those below it")
    }
}
