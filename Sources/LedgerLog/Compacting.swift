import Foundation
import Glibc
import LMDB
import LedgerMerkle
import LedgerModel
import LedgerVerifier

/// What a compaction did. Bytes are those of the data files of log and views.
package struct CompactReport: Sendable, Hashable {
    package let size: UInt64
    package let root: Hash
    package let bytesBefore: Int
    package let bytesAfter: Int
}

extension Ledger {
    /// Writes the log anew, record by record, and puts it in the place of the old one, so that the bytes of redacted texts leave the disk and
    /// free pages are given back; then drops the views and builds them again. Every record and hash stays as it is.
    ///
    /// The ledger must be intact: before anything is written the auditor reads it all. The copy is then held against the log byte by
    /// byte, its pages are walked and its root is computed again. Who has the ledger open meanwhile goes on: snapshots read the old files
    /// until they are let go, and what comes after follows to the new ones.
    /// - Parameters:
    ///   - exchanging: false swaps as on a file system that cannot exchange two folders.
    ///   - room: bytes that may still be written at a path.
    /// - Throws: `locked`; `verification-failed`; `storage` where there is no room for a copy; `cannot-write` on a read-only file system. The
    ///   ledger is then as it was, but where only the views failed, which any writer builds again.
    package func compact(
        lockTimeout: Double = 10, exchanging: Bool = true, room: (String) throws -> UInt64 = FreeSpace.bytes
    ) throws -> CompactReport {
        guard mode == .writing, !log.fileSystem.isMountedReadOnly else { throw Problem(.cannotWrite, path, SystemError.words(of: EROFS)) }
        return try whileLocked(timeout: lockTimeout) {
            let before = try dataBytes()
            let (size, root) = try audited()
            try checkRoom(room)
            try renew(FolderSwap(path, Ledger.logFolder), exchanging) { folder in
                let copy = try Environment(path: folder, .init(.create))
                try copyRecords(to: copy)
                try compare(copy, size, root)
            }
            try renew(FolderSwap(path, Ledger.viewsFolder), exchanging) { _ = try newViews($0) }
            try derive(from: .none, through: size)
            try keepChanges()
            try renew(FolderSwap(path, Ledger.viewsFolder), exchanging) { try packViews(newViews($0)) }
            return CompactReport(size: size, root: root, bytesBefore: before, bytesAfter: try dataBytes())
        }
    }

    private func audited() throws -> (UInt64, Hash) {
        let report = Auditor.verify(try auditSource())
        try report.mustBeIntact(path)
        return (report.size, report.root)
    }

    /// `fill` makes a store in the folder that it is given, and has closed it when it returns.
    private func renew(_ swap: FolderSwap, _ exchanging: Bool, _ fill: (String) throws -> Void) throws {
        do {
            try swap.make()
            try fill(swap.beside)
            try swap.takeRights()
            try swap.swap(exchanging: exchanging)
        } catch {
            try? swap.settle()
            throw error
        }
        try swap.settle()
        try follow(isLocked: true)
    }

    private func newViews(_ folder: String) throws -> Environment {
        var options = Environment.Options(.create)
        options.maxTables = Layout.Name.room
        return try Environment(path: folder, options)
    }

    /// Copies the derived rows in the order of their keys. Written slice by slice they come to lie in pages half full; appended they fill them.
    private func packViews(_ copy: Environment) throws {
        guard let source = try views?.snapshot() else { return }
        // The watermark comes last: until then there are no views.
        for name in Layout.Name.counted + [Layout.Name.changes, Layout.Name.meta] {
            guard let table = try source.table(name) else { continue }
            var rows: [(key: [UInt8], value: [UInt8])] = []
            func put() throws {
                try copy.write { transaction in
                    let table = try transaction.createTable(name)
                    for row in rows { try transaction.put(table, row.key, row.value, append: true) }
                }
                rows.removeAll(keepingCapacity: true)
            }
            try source.forEach(table) { key, value in
                rows.append((key, value))
                if rows.count == Ledger.packedRows { try put() }
                return true
            }
            try put()
        }
    }

    /// Rows of one transaction of a copy.
    private static let packedRows = 20_000

    private func compare(_ copy: Environment, _ size: UInt64, _ root: Hash) throws {
        let source = try log.snapshot()
        var frontier = Frontier()
        let pages = try copy.forEachEntrySafely { key, record in
            guard Layout.number(key) == frontier.size + 1, try source.copy(.main, key) == record else { return false }
            _ = frontier.append(leafHash(try RecordFrame(decoding: record).leaf))
            return true
        }
        guard pages.isClean, frontier.size == size, frontier.root == root else {
            throw Problem(.verificationFailed, copy.path, "\(Verdict.broken)", "1")
        }
    }

    private func dataBytes() throws -> Int { try log.information().fileSize + (views?.information().fileSize ?? 0) }

    /// The copy of the log needs no more pages than are in use now, and it is whole before the old one goes.
    private func checkRoom(_ room: (String) throws -> UInt64) throws {
        let pages = try log.walkPages()
        let needed = pages.reachableCount * UInt64(pages.pageSize)
        let free = try room(path)
        guard needed <= free else { throw Problem(.storage, "\(path): \(needed) bytes > \(free) bytes: \(SystemError.words(of: ENOSPC))") }
    }
}

// MARK: - Before and after

extension Ledger {
    private static func swaps(_ path: String) -> [FolderSwap] { [FolderSwap(path, logFolder), FolderSwap(path, viewsFolder)] }

    /// Ends a compaction that was cut off. A reader does so only where the log itself is not in its place.
    static func settle(_ path: String, _ mode: Mode) throws {
        let swaps = swaps(path)
        let isHalfDone = swaps[0].isHalfDone
        guard isHalfDone || (mode == .writing && swaps.contains { !$0.isSettled }) else { return }
        do {
            let lock = try WriterLock(path: path, timeout: isHalfDone ? 10 : 0)
            try lock.whileHeld { for swap in swaps { try swap.settle() } }
        } catch let problem as Problem where problem.code == .locked && !isHalfDone {
            // Somebody compacts now, or writes and has settled it.
        }
    }

    /// Where `compact` has put other files in the place of those that are open, opens these; snapshots go on reading the old ones.
    /// Costs four looks at the file system.
    /// - Throws: `storage` where what stands there has not all that this log has.
    func follow(isLocked: Bool = false) throws {
        if isLocked { for swap in Ledger.swaps(path) { try swap.settle() } }
        if try log.isReplaced {
            if !isLocked {
                try Ledger.settle(path, mode)
                // A directory that was moved or removed is still read as it was opened.
                guard FileManager.default.fileExists(atPath: path + Ledger.logFolder) else { return }
            }
            try followLog()
        }
        // Without views everything goes on; who cannot make them says so elsewhere.
        if isLocked, viewsAreUnborn, mode == .writing { try? replaceViews() }
        guard try views?.isReplaced ?? false else { return }
        views = nil
        openViews()
    }

    private func followLog() throws {
        let next = try Ledger.open(path + Ledger.logFolder, log.options)
        let held = try LogHashes(log.snapshot())
        let found = try LogHashes(next.snapshot())
        guard found.size >= held.size, try rootHash(size: held.size, reader: found) == rootHash(size: held.size, reader: held) else {
            throw Problem(.storage, "\(path): \(held.size) > \(found.size): another log stands there now")
        }
        (log, logFault) = (next, nil)
    }

    /// Opens a store, again where its folder was swapped meanwhile.
    static func open(_ folder: String, _ options: Environment.Options) throws(LMDBError) -> Environment {
        for _ in 0..<16 {
            do throws(LMDBError) { return try Environment(path: folder, options) } catch {
                guard error.kind == .fileReplaced else { throw error }
            }
        }
        return try Environment(path: folder, options)
    }
}

/// The tree hashes of a log and nothing else.
private struct LogHashes: ~Copyable, HashReader {
    let size: UInt64
    private let log: ReadTransaction

    init(_ log: consuming ReadTransaction) throws {
        size = try log.lastKey().flatMap { Layout.number($0) } ?? 0
        self.log = log
    }

    func hash(level: Int, index: UInt64) throws -> Hash {
        let place = HashPlace(level: level, index: index)
        return try Snapshot.hashes(log, place.entry)[place.position]
    }
}

package enum FreeSpace {
    /// As `FileSystem.freeBytes`.
    package static func bytes(at path: String) throws -> UInt64 {
        guard let bytes = FileSystem.freeBytes(at: path) else { throw Problem(.cannotWrite, path, SystemError.current) }
        return bytes
    }
}
