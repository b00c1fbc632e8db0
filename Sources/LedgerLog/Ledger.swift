import Foundation
import Glibc
import LMDB
import LedgerMerkle
import LedgerModel
import LedgerProjections

/// A ledger on disk. Open one per process and path.
///
/// The log is the only truth and is synced at every commit; the views are derived, may lag by up to 256 entries and the
/// newest batch, and may be deleted at any time. Opening reads a page or two and replays nothing.
package final class Ledger {
    package enum Mode: Sendable { case reading, writing }

    package let path: String
    package let mode: Mode
    let surroundings: Surroundings
    /// Another one after `follow`.
    var log: Environment
    /// Nil where there are no views and this opening may not make them, or where they cannot be used; everything is then
    /// folded from the log.
    var views: Environment?
    /// Why the views cannot be used or could not follow; nil where they can, and where there are none.
    package internal(set) var viewsFault: String?
    /// Whether it is their bytes that stand in the way, and not a permission or another matter of the moment.
    private(set) var viewsAreDamaged = false
    /// Whether the next writer has to make them anew before they can be used.
    private(set) var viewsAreUnborn = false
    /// Set once a walk found damaged pages in the log: from then on nothing is read through the map, which would follow them.
    var logFault: String?

    /// What the last append of this opening knows of the log's end.
    var writer: WriterState?

    /// Entries that may wait for their derived rows.
    package static let pendingLimit: UInt64 = 256

    static let logFolder = "/log"
    static let viewsFolder = "/views"

    /// Opens a ledger that exists.
    /// - Throws: `Problem`: `no-ledger`, `storage`, `cannot-read`.
    package init(opening path: String, mode: Mode, surroundings: Surroundings = .machine) throws {
        self.path = path
        self.mode = mode
        self.surroundings = surroundings
        try Ledger.settle(path, mode)
        guard FileManager.default.fileExists(atPath: path + Ledger.logFolder + "/data.mdb") else { throw Ledger.absence(path) }
        log = try storing { try Ledger.open(path + Ledger.logFolder, .init(mode == .reading ? .read : .write)) }
        openViews()
    }

    /// A ledger that this account may not look into is not called absent.
    private static func absence(_ path: String) -> Problem {
        var status = stat()
        let code = unsafe stat(path + logFolder + "/data.mdb", &status) == 0 ? 0 : errno
        return [0, ENOENT, ENOTDIR].contains(code) ? Problem(.noLedger, path) : Problem(.cannotRead, path, SystemError.words(of: code))
    }

    /// Views are needed neither to read nor to write; without them both go on, and `viewsFault` says why.
    func openViews() {
        var options = Environment.Options(mode == .reading ? .read : .create)
        options.maxTables = Layout.Name.room
        do throws(LMDBError) {
            views = try Ledger.open(path + Ledger.viewsFolder, options)
        } catch {
            if error.kind == .absent { return }
            let isDamage = [.notADatabase, .wrongVersion, .truncated, .corrupted].contains(error.kind)
            // The power went while they were made, before anything was put into them: as good as none.
            viewsAreUnborn = isDamage && Ledger.isEmptyStore(path + Ledger.viewsFolder)
            guard !viewsAreUnborn else { return }
            viewsFault = error.description
            viewsAreDamaged = isDamage
        }
    }

    /// Uses the views no more, for the whole life of this value or until they are made anew.
    func setViewsAside(because fault: String) {
        views = nil
        viewsFault = fault
        viewsAreDamaged = true
    }

    /// Empty views in the place of those that cannot be used. The caller holds the writer's lock.
    ///
    /// The data file goes before LMDB's lock file: who opens both meanwhile gets the old data, which nobody writes any more,
    /// or the new ones with their own lock file.
    func replaceViews() throws {
        views = nil
        for file in ["/data.mdb", "/lock.mdb"] {
            let file = path + Ledger.viewsFolder + file
            guard FileManager.default.fileExists(atPath: file) else { continue }
            do { try FileManager.default.removeItem(atPath: file) } catch { throw Problem(.cannotWrite, file, SystemError.words(error)) }
        }
        (viewsFault, viewsAreDamaged, viewsAreUnborn) = (nil, false, false)
        openViews()
        if let viewsFault { throw Problem(.storage, viewsFault) }
    }

    /// Runs `body` as the only writer, with failures of the store as `Problem`s.
    func whileLocked<R>(timeout: Double = 10, _ body: () throws -> R) throws -> R {
        let lock = try WriterLock(path: path, timeout: timeout)
        return try lock.whileHeld {
            try storing {
                try follow(isLocked: true)
                // A writer that was killed just after its commit has left word of it in the file, and not yet in the lock file that readers look
                // into: LMDB mends that when the next write begins, which is before anything is read for it.
                try log.write { _ in }
                return try body()
            }
        }
    }

    package func snapshot() throws -> Snapshot { try snapshot(forWriting: false) }

    /// One that reads no derived row, and folds the whole log in memory instead.
    package func snapshotFromFirst() throws -> Snapshot {
        if let logFault { throw Problem(.damaged, at: "log", logFault) }
        return try storing { try Snapshot(log: log.snapshot(), views: nil, clock: surroundings.clock()) }
    }

    /// For judging what is to be written: every event comes from the log, and the views only say where it stands.
    func snapshot(forWriting: Bool) throws -> Snapshot {
        if let logFault { throw Problem(.damaged, at: "log", logFault) }
        return try storing {
            // Where the ledger was moved away, readers read what they have open; writing finds it gone.
            do { try follow() } catch let error as LMDBError where error.kind == .absent {}
            let viewsTransaction = try views?.snapshot()
            return try Snapshot(log: log.snapshot(), views: viewsTransaction, clock: forWriting ? 0 : surroundings.clock(), forWriting: forWriting)
        }
    }

    /// Gives back the memory of what was read of the ledger so far, also while snapshots of it are open: for whoever reads all of a large one.
    package func forgetPages() {
        log.forgetPages()
        views?.forgetPages()
    }
}

extension Surroundings {
    /// The machine's clock and randomness.
    package static let machine = Surroundings(
        clock: { UInt64(max(0, Date().timeIntervalSince1970) * 1_000) * 1_000_000 },
        randomBytes: { count in
            // The kernel is asked for 256 bytes at a time, which it never cuts short; byte by byte it would be a system call each.
            var bytes = [UInt8](repeating: 0, count: count)
            for start in stride(from: 0, to: count, by: 256) {
                let end = min(start + 256, count)
                let failed = unsafe bytes.withUnsafeMutableBytes { unsafe getentropy($0.baseAddress?.advanced(by: start), end - start) }
                precondition(failed == 0, "the kernel gives random bytes")
            }
            return bytes
        })
}

extension SystemError {
    static func words(_ error: any Error) -> String {
        let under = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        return under?.localizedDescription ?? error.localizedDescription
    }
}
