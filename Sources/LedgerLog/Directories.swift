import Foundation
import Glibc
import LedgerModel

enum Directories {
    /// Makes the names in a directory durable: LMDB never does.
    static func sync(_ path: String) throws(Problem) {
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Problem(.cannotWrite, path, SystemError.current) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Problem(.cannotWrite, path, SystemError.current) }
    }

    /// Makes the directory and what is missing above it, each for its owner and, as far as the umask allows, its group: a ledger holds
    /// what is not published, and the modes of the files inside do not matter to who cannot enter. The names are durable when it returns.
    /// - Throws: `cannot-write`.
    static func make(_ path: String) throws(Problem) {
        if unsafe mkdir(path, 0o770) == 0 { return try sync(above(path)) }
        switch errno {
        case EEXIST:
            var status = stat()
            guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { throw Problem(.cannotWrite, path, SystemError.words(of: ENOTDIR)) }
        case ENOENT:
            let above = above(path)
            guard !path.isEmpty, above != path else { throw Problem(.cannotWrite, path, SystemError.words(of: ENOENT)) }
            try make(above)
            guard unsafe mkdir(path, 0o770) == 0 || errno == EEXIST else { throw Problem(.cannotWrite, path, SystemError.current) }
            try sync(above)
        default: throw Problem(.cannotWrite, path, SystemError.current)
        }
    }

    static func above(_ path: String) -> String { URL(fileURLWithPath: path).deletingLastPathComponent().path }

    /// Takes the directory away with all that is in it; a link is taken away and not followed. - Throws: `cannot-write`.
    static func remove(_ path: String) throws(Problem) {
        do { try FileManager.default.removeItem(atPath: path) } catch { throw Problem(.cannotWrite, path, SystemError.words(error)) }
    }

    /// Whether the name is a directory itself, and no link to one.
    static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
