import Foundation
import Glibc
import LMDB
import LedgerModel

/// Puts a whole folder of a store in the place of another, lock file included: a data file beside a lock file that is of another
/// one would let a writer reuse pages that are being read. The caller holds the writer's lock.
///
/// The new folder is made beside the old one as `.new` and exchanged with it. Where the file system cannot exchange, the old one goes
/// aside as `.old` first. Whatever stops this in between, `settle` ends it: a folder in its place stays, and what stands beside goes.
struct FolderSwap {
    /// The ledger's directory.
    private let ledger: String
    let current: String
    let beside: String
    let aside: String

    init(_ ledger: String, _ name: String) {
        self.ledger = ledger
        current = ledger + name
        (beside, aside) = (current + ".new", current + ".old")
    }

    /// The old folder went aside, and none is in its place.
    var isHalfDone: Bool { !Self.isThere(current) && Self.isThere(aside) }
    var isSettled: Bool { !Self.isThere(beside) && !Self.isThere(aside) }

    /// - Throws: `cannot-write`.
    func settle() throws(Problem) {
        guard !isSettled else { return }
        if isHalfDone { try move(aside, current) }
        for leftover in [beside, aside] where Self.isThere(leftover) {
            do { try FileManager.default.removeItem(atPath: leftover) } catch { throw Problem(.cannotWrite, leftover, SystemError.words(error)) }
        }
        try Directories.sync(ledger)
    }

    /// Makes an empty folder `.new` for its owner alone; `takeRights` opens it to others when it is full.
    func make() throws(Problem) {
        guard unsafe mkdir(beside, 0o700) == 0 else { throw Problem(.cannotWrite, beside, SystemError.current) }
    }

    /// The new folder and its files get owner, group and mode of the old ones: who could use them can, and nobody else.
    /// - Throws: `cannot-write` where this account may not give them away.
    func takeRights() throws(Problem) {
        for file in ["/data.mdb", "/lock.mdb", ""] {
            var old = stat()
            guard unsafe stat(current + file, &old) == 0 else { continue }
            guard unsafe chown(beside + file, old.st_uid, old.st_gid) == 0, unsafe chmod(beside + file, old.st_mode & 0o7777) == 0 else {
                throw Problem(.cannotWrite, beside + file, SystemError.current)
            }
        }
    }

    /// Durable when it returns. The old folder stands beside then, until `settle`.
    /// - Parameter exchanging: false goes the way of file systems that cannot.
    func swap(exchanging: Bool) throws(Problem) {
        try Directories.sync(beside)
        if exchanging {
            let code = FileSystem.exchange(beside, current)
            if code == 0 { return try Directories.sync(ledger) }
            guard [EINVAL, ENOSYS, EOPNOTSUPP].contains(code) else { throw Problem(.cannotWrite, current, SystemError.words(of: code)) }
        }
        try move(current, aside)
        try move(beside, current)
    }

    private func move(_ from: String, _ to: String) throws(Problem) {
        guard unsafe rename(from, to) == 0 else { throw Problem(.cannotWrite, to, SystemError.current) }
        try Directories.sync(ledger)
    }

    private static func isThere(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0
    }
}

extension SystemError {
    static func words(of code: Int32) -> String { unsafe String(cString: strerror(code)) }
}
