import Glibc
import LedgerModel

/// The right to write to a ledger, held until the value is destroyed. LMDB's own lock would wait for ever;
/// this one waits as long as it is told and then says so. The kernel drops it when the process dies.
struct WriterLock: ~Copyable {
    private let descriptor: Int32

    /// - Throws: `locked` after `timeout` seconds; `cannot-write` where the lock file cannot be opened.
    init(path: String, timeout: Double) throws(Problem) {
        try self.init(locking: path + "/writer.lock", O_RDWR | O_CREAT, timeout)
    }

    /// The same for a folder that several programs put their files into: it is locked itself, without a file of its own.
    init(folder: String, timeout: Double) throws(Problem) {
        try self.init(locking: folder, O_RDONLY | O_DIRECTORY, timeout)
    }

    private init(locking file: String, _ flags: Int32, _ timeout: Double) throws(Problem) {
        let descriptor = unsafe open(file, flags | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { throw Problem(.cannotWrite, file, SystemError.current) }
        var waited = 0.0
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR, waited < timeout else {
                let isBusy = errno == EWOULDBLOCK || errno == EINTR
                let why = SystemError.current
                close(descriptor)
                throw isBusy ? Problem(.locked, file, "\(Int(timeout))") : Problem(.cannotWrite, file, why)
            }
            usleep(20_000)
            waited += 0.02
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Runs `body` while the lock is held.
    borrowing func whileHeld<R>(_ body: () throws -> R) rethrows -> R { try body() }
}

/// The system's words for what just failed.
enum SystemError {
    static var current: String { unsafe String(cString: strerror(errno)) }
}
