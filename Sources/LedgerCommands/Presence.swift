import Glibc
import LedgerModel

/// Whether a file is there, where much depends on the answer: a sheet that somebody worked on, or what a witness saw last, is never taken for absent
/// because a disk failed, and so never begun anew.
enum Presence {
    /// - Throws: `cannot-read` where the system cannot tell.
    static func isThere(_ path: String) throws(Problem) -> Bool {
        var status = stat()
        guard unsafe stat(path, &status) != 0 else { return true }
        let code = errno
        guard code == ENOENT || code == ENOTDIR else { throw Problem(.cannotRead, path, unsafe String(cString: strerror(code))) }
        return false
    }
}
