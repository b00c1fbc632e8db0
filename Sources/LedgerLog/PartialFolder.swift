import Foundation
import Glibc
import LedgerModel

/// A folder that appears under its name whole or not at all. It is filled as `.partial` beside it; whatever stops this, the next one that is
/// asked for the same name begins anew. Nobody else fills it meanwhile.
struct PartialFolder: ~Copyable {
    let path: String
    private let name: String
    private let lock: WriterLock

    /// Makes missing folders above it.
    /// - Throws: `ledger-exists` where something has the name; `locked` while another process fills it; `cannot-write`.
    init(for name: String) throws(Problem) {
        var name = name
        while name.count > 1, name.last == "/" { name.removeLast() }
        var status = stat()
        guard unsafe lstat(name, &status) != 0 else { throw Problem(.ledgerExists, name) }
        let path = name + ".partial"
        try Directories.make(path)
        let lock = try WriterLock(folder: path, timeout: 0)
        let content: [String]
        do { content = try FileManager.default.contentsOfDirectory(atPath: path) } catch { throw Problem(.cannotWrite, path, SystemError.words(error)) }
        for leftover in content { try Directories.remove(path + "/" + leftover) }
        (self.path, self.name) = (path, name)
        self.lock = lock
    }

    /// Gives it its name, in one step and durably. Its files are closed and on the disk.
    /// - Throws: `ledger-exists` where something took the name meanwhile; `cannot-write`.
    func publish() throws(Problem) {
        try Directories.sync(path)
        guard unsafe rename(path, name) == 0 else {
            throw [EEXIST, ENOTEMPTY, ENOTDIR].contains(errno) ? Problem(.ledgerExists, name) : Problem(.cannotWrite, name, SystemError.current)
        }
        try Directories.sync(Directories.above(name))
    }

    /// Takes it away again, as far as that goes: what is left, the next one removes.
    func discard() { try? Directories.remove(path) }
}
