import Glibc

/// What makes a file or directory the same one under another name.
struct FileIdentity: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64

    init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }
}

/// System calls with typed errors. Paths are passed as given.
enum Files {
    /// Nil where nothing is there.
    static func status(_ path: String) throws(LMDBError) -> stat? {
        var answer = stat()
        if unsafe stat(path, &answer) == 0 { return answer }
        let code = errno
        guard code == ENOENT else { throw .system("stat", path, code) }
        return nil
    }

    static func status(descriptor: Int32, _ path: String) throws(LMDBError) -> stat {
        var answer = stat()
        guard unsafe fstat(descriptor, &answer) == 0 else { throw .system("fstat", path) }
        return answer
    }

    /// Returns whether the directory was made now. Only the last component is made.
    static func makeDirectory(_ path: String) throws(LMDBError) -> Bool {
        if unsafe mkdir(path, 0o775) == 0 { return true }
        let code = errno
        guard code == EEXIST else { throw .system("mkdir", path, code) }
        return false
    }

    /// Makes the names inside a directory durable.
    static func syncDirectory(_ path: String) throws(LMDBError) {
        let descriptor = try open(path, O_RDONLY | O_DIRECTORY)
        defer { close(descriptor) }
        try sync(descriptor, path)
    }

    static func sync(_ descriptor: Int32, _ path: String) throws(LMDBError) {
        guard fsync(descriptor) == 0 else { throw .system("fsync", path) }
    }

    static func open(_ path: String, _ flags: Int32) throws(LMDBError) -> Int32 {
        let descriptor = unsafe Glibc.open(path, flags | O_CLOEXEC, 0o664)
        guard descriptor >= 0 else { throw .system("open", path) }
        return descriptor
    }

    static func parent(of path: String) -> String {
        var trimmed = Substring(path)
        while trimmed.count > 1, trimmed.last == "/" { trimmed.removeLast() }
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    }
}
