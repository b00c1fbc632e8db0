import CLMDB
import Glibc

/// Why the store could not do what was asked. Nothing in this module swallows an error, and "absent" is never one: it is `nil`.
package struct LMDBError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        /// No store at the path.
        case absent
        /// This process has the directory open already; a second handle would free the first one's readers.
        case alreadyOpen
        /// Not LMDB's magic number, not its page size, or a file of another byte order.
        case notADatabase
        /// Another version of LMDB's file format.
        case wrongVersion
        /// The file ends before a page that its newest state needs.
        case truncated
        /// The file contradicts itself.
        case corrupted
        /// A file system on which shared maps or locks are not dependable.
        case unsupportedFileSystem
        /// The user may not do this to a file; for readers that includes writing to the lock file.
        case permission
        /// A write to an environment opened for reading.
        case readOnly
        /// Said also of a commit that failed on the device while next to no room is left: LMDB does not tell the two apart.
        case diskFull
        /// The device failed, or a quota is used up. The commit that says so was not stored, except that where `reopenNeeded` follows it may have
        /// been: look after reopening.
        case inputOutput
        /// Address space or memory is short (`ulimit -v` counts the map).
        case noMemory
        case readersFull
        case tableLimit
        /// The transaction began before this process knew the table: begin a new one.
        case tableUnavailable
        /// A key of 0 or more than 511 bytes, or a table name with a zero byte.
        case badKey
        case valueTooLarge
        /// Appended under a key that is not greater than the last one.
        case outOfOrder
        /// The data file or the lock file at the path is no longer the one that is open: reopen.
        case fileReplaced
        /// A meta page could not be written, or the map was lost: close and reopen.
        case reopenNeeded
        /// The map must change and transactions of this process stayed open longer than the wait.
        case transactionsInTheWay
        /// A write within a write on one thread, which would wait for itself.
        case nestedWrite
        /// The map has reached the greatest size that this module uses.
        case mapLimit
        /// More changed pages in one transaction than LMDB can hold: split the batch.
        case transactionTooLarge
        /// The destination of a copy is there already.
        case destinationExists
        case unexpected
    }

    package let kind: Kind
    /// LMDB's code (negative), the system's errno (positive), or 0 where this module decided.
    package let code: Int32
    /// The call that failed, in the words of LMDB or POSIX.
    package let operation: String
    package let path: String
    package let message: String

    package var description: String {
        let number = code == 0 ? "" : " (\(code))"
        return "\(path): \(operation): \(message)\(number)"
    }

    init(_ kind: Kind, _ operation: String, _ path: String, _ message: String, code: Int32 = 0) {
        self.kind = kind
        self.code = code
        self.operation = operation
        self.path = path
        self.message = message
    }

    /// From what LMDB or a system call returned.
    init(code: Int32, _ operation: String, _ path: String) {
        let kind = Kind(code: code)
        let advice = kind.advice.map { "; \($0)" } ?? ""
        self.init(kind, operation, path, unsafe String(cString: mdb_strerror(code)) + advice, code: code)
    }

    /// From `errno`, read by the caller at once after the failing call.
    static func system(_ operation: String, _ path: String, _ code: Int32 = errno) -> LMDBError {
        LMDBError(code: code, operation, path)
    }
}

extension LMDBError.Kind {
    private static let byCode: [Int32: LMDBError.Kind] = [
        MDB_PAGE_NOTFOUND: .corrupted, MDB_CORRUPTED: .corrupted, MDB_INVALID: .notADatabase,
        MDB_VERSION_MISMATCH: .wrongVersion, MDB_PANIC: .reopenNeeded, MDB_DBS_FULL: .tableLimit,
        MDB_READERS_FULL: .readersFull, MDB_TXN_FULL: .transactionTooLarge, MDB_BAD_DBI: .tableUnavailable,
        MDB_MAP_RESIZED: .transactionsInTheWay, ENOENT: .absent, EACCES: .permission, EPERM: .permission,
        EROFS: .readOnly, ENOSPC: .diskFull, EDQUOT: .diskFull, EIO: .inputOutput, ENOMEM: .noMemory,
    ]

    init(code: Int32) {
        self = Self.byCode[code] ?? .unexpected
    }

    /// What the person in front of it can do, where the code alone does not say.
    var advice: String? {
        switch self {
        case .permission: "readers too need permission to write lock.mdb, unless the whole mount is read-only"
        case .inputOutput: "a quota that is used up can also show itself so"
        case .noMemory: "a limit on address space (ulimit -v) counts the whole map"
        case .reopenNeeded: "close this environment and open it again"
        case .readersFull: "too many read transactions are open at once"
        default: nil
        }
    }
}
