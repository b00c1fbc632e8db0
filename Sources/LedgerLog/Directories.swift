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
}
