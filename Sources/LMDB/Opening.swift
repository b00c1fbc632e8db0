import CLMDB
import Glibc
import Synchronization

/// Directories open in this process. LMDB's record locks belong to the process, so a second handle would share and
/// then drop the first one's.
private let openDirectories = Mutex<Set<FileIdentity>>([])

/// Everything that happens before LMDB touches a file, and after it first did.
struct Opening {
    let path: String
    let options: Environment.Options
    let directory: FileIdentity
    /// Held as long as the store is open: no other directory gets this one's inode, even after it was removed.
    let directoryDescriptor: Int32
    let fileSystem: FileSystem
    private let madeDirectory: Bool

    private static let mapSizeFloor = 1 << 20
    /// Linux's O_PATH, which Swift does not import: no right to read is needed.
    private static let pathOnly: Int32 = 0o10_000_000

    var dataPath: String { path + "/data.mdb" }
    var lockPath: String { path + "/lock.mdb" }
    /// Without locks a writer may reuse a page while it is read: only where the mount allows no writer.
    private var isLockless: Bool { options.access == .read && fileSystem.isMountedReadOnly }

    /// Claims the directory for this process until `release`.
    init(_ path: String, _ options: Environment.Options) throws(LMDBError) {
        let made = options.access == .create ? try Files.makeDirectory(path) : false
        guard let status = try Files.status(path) else {
            throw LMDBError(.absent, "open", path, "there is no such directory")
        }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw LMDBError(.notADatabase, "open", path, "not a directory") }
        let system = try FileSystem(of: path)
        guard !system.isRemote else {
            throw LMDBError(
                .unsupportedFileSystem, "open", path,
                "\(system.name) is not dependable for a store; use a disk of this machine")
        }
        directoryDescriptor = try Files.open(path, Self.pathOnly | O_DIRECTORY)
        do throws(LMDBError) {
            let identity = FileIdentity(try Files.status(descriptor: directoryDescriptor, path))
            guard openDirectories.withLock({ $0.insert(identity).inserted }) else {
                throw LMDBError(.alreadyOpen, "open", path, "already open in this process")
            }
            directory = identity
        } catch {
            close(directoryDescriptor)
            throw error
        }
        self.path = path
        self.options = options
        fileSystem = system
        madeDirectory = made
    }

    static func release(_ directory: FileIdentity, _ descriptor: Int32) {
        _ = openDirectories.withLock { $0.remove(directory) }
        close(descriptor)
    }

    /// An open handle, which the caller closes.
    func run() throws(LMDBError) -> OpaquePointer {
        let isNew = try !checkDataFile()
        copyUpFromLowerLayer()
        if !isLockless { try fillLockFile() }
        let handle = unsafe try openHandle()
        do throws(LMDBError) {
            if isNew { unsafe try syncNewFiles(handle) }
            if options.access != .read { unsafe try clearStaleReaders(handle) }
            try checkDirectory()
        } catch {
            unsafe mdb_env_close(handle)
            throw error
        }
        return unsafe handle
    }

    /// LMDB opens lock file and data file one after the other: where another directory took this one's place meanwhile, they
    /// may be of two stores.
    private func checkDirectory() throws(LMDBError) {
        guard let status = try Files.status(path), FileIdentity(status) == directory else {
            throw LMDBError(.fileReplaced, "stat", path, "the directory was replaced or removed: reopen")
        }
    }

    /// Returns whether there is a data file, and that it is whole: LMDB itself would open a shortened file and die of SIGBUS.
    private func checkDataFile() throws(LMDBError) -> Bool {
        let status = try Files.status(dataPath)
        guard let status, status.st_size > 0 || options.access != .create else {
            if options.access == .create { return false }
            throw LMDBError(.absent, "open", dataPath, "there is no store here")
        }
        let meta: MetaPage
        do throws(MetaPage.Fault) {
            meta = try MetaPage.newest(try source())
        } catch {
            throw LMDBError(fault: error, dataPath)
        }
        guard UInt64(status.st_size) < meta.byteCountOfPages else { return true }
        // Pages that were allocated and freed in one transaction are never written, so a whole file can be short of
        // them. Only the walk can tell.
        let report = try PageWalk.report(ofFile: dataPath)
        let missing = [.beyondFile, .unreadable, .badMeta].contains { report.findingCounts[$0] != nil }
        guard !missing, report.lastPage == meta.lastPage else { throw LMDBError(fault: .truncated, dataPath) }
        return true
    }

    private func source() throws(MetaPage.Fault) -> FileSource {
        do throws(LMDBError) { return try FileSource(path: dataPath) } catch { throw .unreadable(error) }
    }

    /// On an overlay a file of the lower layer is copied when first opened for writing, and who holds the old one never
    /// sees a change. Opening it so before LMDB does makes the copy first. Best effort: without permission the reader
    /// keeps the lower file until it reopens.
    private func copyUpFromLowerLayer() {
        guard fileSystem.isOverlay, !fileSystem.isMountedReadOnly else { return }
        let descriptor = unsafe Glibc.open(dataPath, O_RDWR | O_CLOEXEC)
        if descriptor >= 0 { close(descriptor) }
    }

    /// Gives the lock file its blocks, since LMDB writes to it through a map and a full disk would be a SIGBUS there.
    /// Allocation changes no byte that is there, so another process may be starting at the same time.
    private func fillLockFile() throws(LMDBError) {
        let descriptor = try Files.open(lockPath, O_RDWR | O_CREAT)
        defer { close(descriptor) }
        let status = try Files.status(descriptor: descriptor, lockPath)
        let byteCount = lockByteCount(existing: Int(status.st_size))
        guard Int(status.st_blocks) * 512 < byteCount else { return }
        let code = posix_fallocate(descriptor, 0, off_t(byteCount))
        guard code == 0 else { throw LMDBError(code: code, "posix_fallocate", lockPath) }
        try Files.sync(descriptor, lockPath)
    }

    /// A header of 128 bytes and a slot of 64 for each reader; a file that is in use is never made longer than LMDB's default.
    private func lockByteCount(existing: Int) -> Int {
        let standard = 8_192
        guard existing == 0 else { return max(existing, standard) }
        return max(128 + 64 * options.maxReaders, standard)
    }

    /// Halves the map while the address space does not suffice.
    private func openHandle() throws(LMDBError) -> OpaquePointer {
        var mapSize = max(options.mapSize, Self.mapSizeFloor)
        while true {
            do throws(LMDBError) {
                return unsafe try openHandle(mapSize: mapSize)
            } catch {
                guard error.kind == .noMemory, mapSize > Self.mapSizeFloor else { throw error }
                mapSize = max(mapSize / 2, Self.mapSizeFloor)
            }
        }
    }

    private func openHandle(mapSize: Int) throws(LMDBError) -> OpaquePointer {
        var created: OpaquePointer?
        unsafe try check(mdb_env_create(&created), "mdb_env_create")
        let handle = unsafe created!
        do throws(LMDBError) {
            unsafe try check(mdb_env_set_mapsize(handle, mapSize), "mdb_env_set_mapsize")
            unsafe try check(mdb_env_set_maxdbs(handle, MDB_dbi(options.maxTables)), "mdb_env_set_maxdbs")
            unsafe try check(mdb_env_set_maxreaders(handle, UInt32(options.maxReaders)), "mdb_env_set_maxreaders")
            unsafe try check(mdb_env_open(handle, path, flags, 0o664), "mdb_env_open")
        } catch {
            unsafe mdb_env_close(handle)
            throw error
        }
        return unsafe handle
    }

    /// Never NOSYNC, NOMETASYNC, MAPASYNC or WRITEMAP: a commit that returned is on the disk.
    private var flags: UInt32 {
        var flags = UInt32(MDB_NOTLS)
        if options.access == .read { flags |= UInt32(MDB_RDONLY) }
        if isLockless { flags |= UInt32(MDB_NOLOCK) }
        if !options.readAhead { flags |= UInt32(MDB_NORDAHEAD) }
        return flags
    }

    /// LMDB syncs neither its first two pages nor the directory. The lock file was synced when it was filled; it
    /// must not be opened again, since closing any descriptor of it would drop LMDB's locks.
    private func syncNewFiles(_ handle: OpaquePointer) throws(LMDBError) {
        var descriptor: Int32 = -1
        unsafe try check(mdb_env_get_fd(handle, &descriptor), "mdb_env_get_fd")
        try Files.sync(descriptor, dataPath)
        try Files.syncDirectory(path)
        if madeDirectory { try Files.syncDirectory(Files.parent(of: path)) }
    }

    private func clearStaleReaders(_ handle: OpaquePointer) throws(LMDBError) {
        var cleared: Int32 = 0
        unsafe try check(mdb_reader_check(handle, &cleared), "mdb_reader_check")
    }

    private func check(_ code: Int32, _ operation: String) throws(LMDBError) {
        guard code == 0 else { throw LMDBError(code: code, operation, path) }
    }
}

extension LMDBError {
    init(fault: MetaPage.Fault, _ path: String) {
        switch fault {
        case .unreadable(let error): self = error
        case .truncated: self.init(.truncated, "open", path, "the file ends before its last page: restore a backup")
        case .notADatabase: self.init(.notADatabase, "open", path, "not an LMDB data file of this machine's byte order")
        case .torn: self.init(.corrupted, "open", path, "its two meta pages do not follow one another: restore a backup")
        case .wrongVersion(let version):
            self.init(.wrongVersion, "open", path, "LMDB format \(version), and only format 1 can be read")
        }
    }
}
