import LedgerMerkle
import LedgerModel

/// Keys and values of the derived tables (FORMAT.md §5). Every number is big-endian, so that byte order is number order.
enum Layout {
    /// Raised whenever the layout of a derived table changes; views of another layout are built again.
    static let version: UInt32 = 3

    enum Name {
        static let meta = "meta"
        static let ids = "ids"
        static let rows = "rows"
        static let batches = "batches"
        static let planned = "planned"
        static let changes = "changes"
        /// What follows from each entry for itself, and what the watermark counts.
        static let counted = [ids, rows, batches, planned]
        static let all = [meta, changes] + counted
        /// More than there are, so that a program opens views to which a later one has added tables.
        static let room = 32
    }

    /// Of `meta`.
    static let watermarkKey = Array("watermark".utf8)
    static let changesKey = Array("changes".utf8)

    /// Raised whenever what is kept in `changes` has another layout or comes about in another way; it is kept anew then.
    static let changesVersion: UInt32 = 1

    static func bytes(_ number: UInt64) -> [UInt8] { bytes(of: number) }
    static func bytes(_ number: UInt32) -> [UInt8] { bytes(of: number) }

    private static func bytes(of number: some FixedWidthInteger) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(number.bitWidth / 8)
        append(number, to: &bytes)
        return bytes
    }

    /// Appends a number without an array of its own.
    static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
        var shift = number.bitWidth
        while shift > 0 {
            shift -= 8
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    static func number(_ bytes: some Collection<UInt8>) -> UInt64? {
        bytes.count == 8 ? bytes.reduce(0) { $0 << 8 | UInt64($1) } : nil
    }

    /// Of `planned`. Identifiers hold no zero.
    static func plannedKey(plan: some Collection<UInt8>, indicator: some Collection<UInt8>, _ number: UInt64) -> [UInt8] {
        Array(plan) + [0] + Array(indicator) + [0] + bytes(number)
    }

    static func rowKey(_ subject: Subject, _ number: UInt64) -> [UInt8] { subject.storageKey + bytes(number) }

    /// The same key from a link's bytes.
    static func rowKey(_ link: WalkedLeaf.Link, _ leaf: WalkedLeaf) -> [UInt8] {
        var key: [UInt8] = []
        key.reserveCapacity(link.id.count + 10)
        key.append(UInt8(truncatingIfNeeded: link.kind))
        key += leaf.bytes[link.id]
        key.append(0)
        append(leaf.number, to: &key)
        return key
    }
}

/// Up to where everything is derived, the leaf there, which tells views of another log apart, and how many rows
/// that makes: rows that went missing are noticed at once, without reading them.
struct Watermark: Equatable {
    var number: UInt64 = 0
    var leafHash = Hash.zero
    /// Rows of each table, in the order of `Layout.Name.counted`.
    var counts: [UInt64] = Array(repeating: 0, count: Layout.Name.counted.count)

    static let none = Watermark()

    var encoded: [UInt8] {
        Layout.bytes(number) + leafHash.bytes + Layout.bytes(Layout.version) + counts.flatMap { Layout.bytes($0) }
    }

    init() {}

    /// Nil for another layout or for bytes that are no watermark.
    init?(decoding bytes: [UInt8]) {
        guard bytes.count == 44 + 8 * Layout.Name.counted.count, let number = Layout.number(bytes[0..<8]), let hash = Hash(bytes[8..<40]),
            Array(bytes[40..<44]) == Layout.bytes(Layout.version)
        else { return nil }
        self.number = number
        leafHash = hash
        counts = stride(from: 44, to: bytes.count, by: 8).compactMap { Layout.number(bytes[$0..<($0 + 8)]) }
    }
}

/// One derived row: an event as one of its subjects keeps it.
struct Row {
    let version: UInt64
    let event: Event

    /// The stored row of one of a leaf's links.
    static func value(_ link: WalkedLeaf.Link, _ leaf: WalkedLeaf) -> [UInt8] {
        var value: [UInt8] = []
        value.reserveCapacity(headLength + leaf.statement.count)
        for number in [link.version, leaf.recorded, leaf.batchFirst] { Layout.append(number, to: &value) }
        Layout.append(leaf.batchLength, to: &value)
        value.append(UInt8(truncatingIfNeeded: leaf.act.field))
        value += leaf.statementBytes
        return value
    }

    /// Bytes before the statement.
    static let headLength = 29

    /// The act's field in `Statement`, told without walking it: most questions are about few acts.
    /// - Parameter value: of `headLength` bytes at least.
    static func act(_ value: Span<UInt8>) -> Int { Int(value[headLength - 1]) }

    /// - Parameter value: of `headLength` bytes at least.
    static func head(_ number: UInt64, _ value: Span<UInt8>) -> EntryHead {
        EntryHead(
            number: number, recorded: value.number(at: 8), batchFirst: value.number(at: 16),
            batchLength: UInt32(truncatingIfNeeded: value.number(at: 20)))
    }

    init(version: UInt64, event: Event) {
        self.version = version
        self.event = event
    }

    init(number: UInt64, value: [UInt8], settings: Settings) throws {
        guard value.count > Row.headLength, let version = Layout.number(value[0..<8]), let recorded = Layout.number(value[8..<16]),
            let first = Layout.number(value[16..<24])
        else { throw Problem(.damaged, at: "views", "row of entry \(number)") }
        let length = value[24..<28].reduce(0) { $0 << 8 | UInt32($1) }
        guard let statement = try? Statement(stored: value, in: Row.headLength..<value.count) else {
            throw Problem(.damaged, at: "views", "row of entry \(number)")
        }
        self.version = version
        event = Event(
            number: number, recorded: recorded, batchFirst: first, batchLength: length, statement: statement, settings: settings)
    }
}
