import Glibc
import LedgerModel

/// A file that is not as a published one is: what it is instead.
enum FolderFault: Error, Hashable {
    /// A symbolic link, a folder, a device, a pipe.
    case notPlain
    case tooLarge(bytes: Int)
    /// The system's words.
    case unreadable(String)
}

/// A folder whose files are reached without following any symbolic link below it. Paths are relative and safe
/// (`PublishedPath.isSafe`), except the names that the program itself makes.
@safe
final class Folder {
    let path: String
    private let descriptor: Int32
    /// Folders with names that are not known to be on the disk.
    private var unsynced: Set<String> = []

    /// What a crash leaves of a file that was being written; nobody reads it, and the next publication removes it.
    static let temporaryName = ".ledger.tmp"

    /// - Throws: `cannot-read`.
    init(opening path: String) throws(Problem) {
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Problem(.cannotRead, path, systemWords()) }
        self.path = path
        self.descriptor = descriptor
    }

    /// Makes the folder, its last component only, where it is not there.
    /// - Throws: `cannot-write`.
    static func make(_ path: String) throws(Problem) {
        guard unsafe mkdir(path, 0o755) != 0 else { return }
        let code = errno
        guard code == EEXIST else { throw Problem(.cannotWrite, path, systemWords(code)) }
    }

    deinit { close(descriptor) }

    /// Held until this value goes. - Throws: `locked`.
    func lock() throws(Problem) {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw Problem(.locked, path, "0") }
    }

    // MARK: reading

    /// Nil where nothing is there.
    func read(_ file: String, limit: Int) throws(FolderFault) -> [UInt8]? {
        guard let stream = try stream(file) else { return nil }
        guard stream.size <= limit else { throw .tooLarge(bytes: stream.size) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(stream.size)
        while let chunk = try stream.next() {
            bytes += chunk
            guard bytes.count <= limit else { throw .tooLarge(bytes: bytes.count) }
        }
        return bytes
    }

    /// Nil where nothing is there.
    func stream(_ file: String) throws(FolderFault) -> ByteStream? {
        guard let folder = try opened(parent(of: file)) else { return nil }
        defer { close(folder) }
        // Not blocking: a pipe without a writer would wait for ever.
        let descriptor = unsafe openat(folder, name(of: file), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw fault(errno)
        }
        return try ByteStream(owning: descriptor)
    }

    /// Names in a folder, ascending as bytes; none where it is not there.
    func names(in folder: String) throws(FolderFault) -> [String] {
        guard let descriptor = try opened(folder) else { return [] }
        guard let list = unsafe fdopendir(descriptor) else {
            close(descriptor)
            throw .unreadable(systemWords())
        }
        defer { unsafe closedir(list) }
        var names: [String] = []
        while let entry = unsafe readdir(list) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { bytes in
                unsafe bytes.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    func isFolder(_ path: String) -> Bool {
        guard let descriptor = try? opened(path) else { return false }
        close(descriptor)
        return true
    }

    /// Nil where it is not there.
    private func opened(_ folder: String, making: Bool = false) throws(FolderFault) -> Int32? {
        var current = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard current >= 0 else { throw .unreadable(systemWords()) }
        // A descriptor of its own: reading a list moves its position.
        for part in [Substring(".")] + folder.split(separator: "/") {
            let name = String(part)
            var next = unsafe openat(current, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            if next < 0, errno == ENOENT, making {
                if unsafe mkdirat(current, name, 0o755) == 0 || errno == EEXIST {
                    next = unsafe openat(current, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                    if next >= 0 { fchmod(next, 0o755) }
                }
            }
            let code = errno
            close(current)
            guard next >= 0 else {
                if code == ENOENT, !making { return nil }
                throw fault(code)
            }
            current = next
        }
        return current
    }

    private func fault(_ code: Int32) -> FolderFault {
        code == ELOOP || code == ENOTDIR || code == EISDIR || code == ENXIO ? .notPlain : .unreadable(systemWords(code))
    }

    private func parent(of file: String) -> String { file.split(separator: "/").dropLast().joined(separator: "/") }
    private func name(of file: String) -> String { String(file.split(separator: "/").last ?? "") }

    // MARK: writing

    /// Replaces the file at once and whole: who reads sees the old bytes or the new ones. The name is durable after `sync`.
    /// - Throws: `cannot-write`.
    func write(_ file: String, _ bytes: [UInt8]) throws(Problem) {
        do throws(FolderFault) {
            guard let folder = try opened(parent(of: file), making: true) else { throw .unreadable(systemWords(ENOENT)) }
            defer { close(folder) }
            try put(bytes, in: folder)
            guard unsafe renameat(folder, Folder.temporaryName, folder, name(of: file)) == 0 else { throw .unreadable(systemWords()) }
        } catch {
            throw problem(file, error)
        }
        note(file)
    }

    private func put(_ bytes: [UInt8], in folder: Int32) throws(FolderFault) {
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC
        let descriptor = unsafe openat(folder, Folder.temporaryName, flags, 0o644)
        guard descriptor >= 0 else { throw fault(errno) }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress!, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(systemWords()) }
            rest = rest.dropFirst(count)
        }
        guard fchmod(descriptor, 0o644) == 0, fsync(descriptor) == 0 else { throw .unreadable(systemWords()) }
    }

    /// Nothing happens where it is not there. - Throws: `cannot-write`.
    func remove(_ file: String) throws(Problem) {
        do throws(FolderFault) {
            guard let folder = try opened(parent(of: file)) else { return }
            defer { close(folder) }
            guard unsafe unlinkat(folder, name(of: file), 0) == 0 || errno == ENOENT else { throw .unreadable(systemWords()) }
        } catch {
            throw problem(file, error)
        }
        note(file)
    }

    private func note(_ file: String) {
        var folder = parent(of: file)
        while unsynced.insert(folder).inserted, !folder.isEmpty { folder = parent(of: folder) }
    }

    /// Makes every name that was written or removed durable. - Throws: `cannot-write`.
    func sync() throws(Problem) {
        for folder in unsynced.sorted() {
            do throws(FolderFault) {
                guard let descriptor = try opened(folder) else { continue }
                defer { close(descriptor) }
                guard fsync(descriptor) == 0 else { throw .unreadable(systemWords()) }
            } catch {
                throw problem(folder, error)
            }
        }
        unsynced = []
    }

    private func problem(_ file: String, _ fault: FolderFault) -> Problem {
        let words = switch fault {
        case .notPlain: systemWords(ELOOP)
        case .tooLarge: systemWords(EFBIG)
        case .unreadable(let words): words
        }
        return Problem(.cannotWrite, "\(path)/\(file)", words)
    }
}

/// The bytes of one open file, in pieces.
@safe
final class ByteStream {
    private let descriptor: Int32
    /// As the file was when it was opened.
    let size: Int
    private static let chunkLength = 1 << 16

    fileprivate init(owning descriptor: Int32) throws(FolderFault) {
        self.descriptor = descriptor
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            size = 0
            throw .notPlain
        }
        size = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// Nil at the end.
    func next() throws(FolderFault) -> [UInt8]? {
        while true {
            var count = 0
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: ByteStream.chunkLength) { buffer, initialized in
                count = unsafe Glibc.read(descriptor, buffer.baseAddress!, buffer.count)
                initialized = max(count, 0)
            }
            if count > 0 { return bytes }
            if count == 0 { return nil }
            guard errno == EINTR else { throw .unreadable(systemWords()) }
        }
    }
}

/// The system's words for an error.
func systemWords(_ code: Int32 = errno) -> String { unsafe String(cString: strerror(code)) }
