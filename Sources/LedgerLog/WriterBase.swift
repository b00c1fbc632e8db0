import LMDB
import LedgerMerkle
import LedgerModel
import LedgerRules

/// The log as it stands, read for judging what is to be written, and the views up to their watermark, which only say where in it to look.
///
/// Holds two read transactions: it is made for one batch and let go of before that is written.
final class WriterBase {
    private let log: ReadTransaction
    private let views: ReadTransaction?
    let opened: Leaf
    let settings: Settings
    let size: UInt64
    let watermark: Watermark
    private let rowTable: Table?
    private let idTable: Table?

    /// `views` is begun before `log`, so that it is never ahead of it.
    init(log: consuming ReadTransaction, views: consuming ReadTransaction?) throws {
        let size = try Snapshot.size(log)
        let opened = try Snapshot.leaf(log, 1)
        guard case .ledgerOpened(let act)? = opened.statement.act else { throw Problem(.damaged, at: "entry 1", "is not \"ledger opened\"") }
        let watermark = try Snapshot.usableWatermark(log, views, size: size)
        let isUsed = watermark != .none && views != nil
        rowTable = isUsed ? try views!.table(Layout.Name.rows) : nil
        idTable = isUsed ? try views!.table(Layout.Name.ids) : nil
        settings = Settings(act)
        self.opened = opened
        self.size = size
        self.watermark = watermark
        self.views = isUsed ? views : nil
        self.log = log
    }

    func record(_ number: UInt64) throws -> [UInt8] { try Snapshot.record(log, number) }
    func frame(_ number: UInt64) throws -> RecordFrame { try Snapshot.frame(log, number) }
    func walk(_ number: UInt64) throws -> WalkedLeaf { try Snapshot.walk(record(number), number).leaf }
    func leafHash(_ number: UInt64) throws -> Hash { try hash(level: 0, index: number - 1) }

    /// Nil past the end.
    func event(_ number: UInt64) throws -> Event? {
        guard number >= 1, number <= size else { return nil }
        return try event(walk(number))
    }

    /// Decodes the statement where it stands in the leaf.
    func event(_ leaf: WalkedLeaf) throws -> Event { try Snapshot.event(leaf, settings) }

    /// The entries up to the watermark that list a subject, ascending, walked in the log itself.
    /// - Throws: `damaged` at `views` where the log says another version, or that the entry does not list it.
    func mentions(of subject: Subject) throws -> [Mention] {
        guard let rowTable else { return [] }
        let prefix = subject.storageKey
        var numbers: [UInt64] = []
        try views!.scan(rowTable, from: prefix + Layout.bytes(UInt64(0))) { key, _ in
            guard key.count == prefix.count + 8, prefix.indices.allSatisfy({ key[$0] == prefix[$0] }) else { return false }
            let number = (prefix.count..<key.count).reduce(0 as UInt64) { $0 << 8 | UInt64(key[$1]) }
            guard number <= watermark.number else { return false }
            numbers.append(number)
            return true
        }
        return try numbers.enumerated().map { place, number in
            let leaf = try walk(number)
            guard leaf.link(of: subject)?.version == UInt64(place) + 1 else { throw Snapshot.viewsDiffer(number) }
            return try Mention(leaf)
        }
    }

    /// The chain of a subject at the watermark, as the log says it.
    func head(_ subject: Subject) throws -> Assembly.Head {
        guard let rowTable else { return .none }
        let prefix = subject.storageKey
        let row = try views!.floor(rowTable, prefix + Layout.bytes(watermark.number)) { key, _ in key.array }
        guard let row, row.starts(with: prefix), let number = Layout.number(row.dropFirst(prefix.count)) else { return .none }
        guard let link = try walk(number).link(of: subject) else { throw Snapshot.viewsDiffer(number) }
        return Assembly.Head(version: link.version, leafHash: try leafHash(number))
    }

    func number(of eventID: [UInt8]) throws -> UInt64? {
        guard let idTable, eventID.count == Limits.eventIDBytes else { return nil }
        guard let number = try views!.getCopy(idTable, eventID).flatMap({ Layout.number($0) }) else { return nil }
        guard number >= 1, number <= size, try walk(number).eventID.elementsEqual(eventID) else { throw Snapshot.viewsDiffer(number) }
        return number
    }
}

extension WriterBase: HashReader {
    func hash(level: Int, index: UInt64) throws -> Hash { try Snapshot.heldHash(level, index, storedHash) }

    private func storedHash(_ level: Int, _ index: UInt64) throws -> Hash {
        let place = HashPlace(level: level, index: index)
        let bytes = try record(place.entry)
        let hashes = try Snapshot.walk(bytes, place.entry).record.hashes
        let start = hashes.lowerBound + place.position * Hash.byteCount
        guard hashes.count == completedHashCount(index: place.entry - 1) * Hash.byteCount, start < hashes.upperBound,
            let hash = Hash(bytes[start..<(start + Hash.byteCount)])
        else { throw Problem(.damaged, at: "entry \(place.entry)", "its tree hashes are not whole") }
        return hash
    }
}

extension WalkedRecord {
    /// The leaf's own hash as it is stored.
    func leafHash(in bytes: [UInt8], _ number: UInt64) throws -> Hash {
        guard let hash = Hash(bytes[hashes].prefix(Hash.byteCount)) else { throw Problem(.damaged, at: "entry \(number)", "lacks its leaf hash") }
        return hash
    }
}

extension Snapshot {
    /// The event of a walked leaf.
    static func event(_ leaf: WalkedLeaf, _ settings: Settings) throws -> Event {
        do throws(DecodeError) { return try Event(leaf, settings: settings) } catch {
            throw Problem(.damaged, at: "entry \(leaf.number)", "cannot be read")
        }
    }
}
