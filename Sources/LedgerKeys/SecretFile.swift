import Glibc
import LedgerModel

/// Files that only their owner reads and writes.
package enum SecretFile {
    /// Makes the file, durable with its name; its folder is made too, for its owner alone. Symbolic links are not followed.
    /// - Throws: `file-exists`, `cannot-write`.
    package static func create(_ path: String, _ bytes: [UInt8]) throws(Problem) {
        let folder = try folder(of: path)
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw errno == EEXIST ? Problem(.fileExists, path) : Problem(.cannotWrite, path, words()) }
        defer { close(descriptor) }
        guard write(descriptor, bytes, at: 0), fsync(descriptor) == 0, sync(folder) else {
            let why = words()
            unsafe unlink(path)
            throw Problem(.cannotWrite, path, why)
        }
    }

    /// In the place of what stands under the path: beside it first, then moved. Durable.
    package static func replace(_ path: String, _ bytes: [UInt8]) throws(Problem) {
        let beside = path + ".new"
        unsafe unlink(beside)
        try create(beside, bytes)
        guard unsafe rename(beside, path) == 0, sync(try folder(of: path)) else { throw Problem(.cannotWrite, path, words()) }
    }

    /// - Throws: `key-unreadable`, `key-exposed`.
    package static func read(_ path: String, limit: Int) throws(Problem) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Problem(.keyUnreadable, path, words()) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw Problem(.keyUnreadable, path, "no file") }
        guard status.st_mode & 0o077 == 0 else { throw Problem(.keyExposed, path) }
        return try read(descriptor, path, limit: limit)
    }

    static func read(_ descriptor: Int32, _ path: String, limit: Int) throws(Problem) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, off_t(bytes.count)) }
            guard count >= 0, bytes.count + count <= limit else { throw Problem(.keyUnreadable, path, count < 0 ? words() : "> \(limit) bytes") }
            if count == 0 { return bytes }
            bytes += chunk.prefix(count)
        }
    }

    static func write(_ descriptor: Int32, _ bytes: [UInt8], at offset: Int) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe pwrite(descriptor, $0.baseAddress?.advanced(by: done), bytes.count - done, off_t(offset + done))
            }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }

    static func folder(of path: String) throws(Problem) -> String {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        var made = ""
        for part in folder.split(separator: "/", omittingEmptySubsequences: false) {
            made += made.isEmpty && part.isEmpty ? "/" : (made.isEmpty || made.hasSuffix("/") ? "" : "/") + part
            guard !made.isEmpty, unsafe mkdir(made, 0o700) == 0 || errno == EEXIST || errno == EROFS || errno == EACCES else {
                throw Problem(.cannotWrite, made, words())
            }
        }
        return folder.isEmpty ? "/" : folder
    }

    static func sync(_ folder: String) -> Bool {
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fsync(descriptor) == 0
    }

    /// The system's words for what just failed.
    static func words() -> String { unsafe String(cString: strerror(errno)) }
}
