import CLMDB
import Glibc

extension Environment {
    /// Sizes in bytes, page numbers from 0.
    package struct Information: Sendable {
        package let mapSize: Int
        package let pageSize: Int
        package let lastPage: Int
        package let lastTransaction: Int
        /// Slots of the lock file in use now or before; 0 without locks.
        package let usedReaderSlots: Int
        package let maxReaders: Int
        package let fileSize: Int
        package let inode: UInt64
        package let fileSystem: FileSystem
        package let readers: [Reader]

        /// Readers that hold pages although their process is gone; `clearStaleReaders` removes them.
        package var staleReaders: [Reader] { readers.filter { !$0.isRunning } }
    }

    /// One slot of the lock file.
    package struct Reader: Sendable, Equatable {
        package let process: Int32
        /// The state that it reads and so keeps from reuse; nil while it reads nothing.
        package let transaction: Int?
        /// Whether this machine has such a process. From inside another process namespace (a container) it cannot be seen.
        package let isRunning: Bool
    }

    package func information() throws(LMDBError) -> Information {
        let status = try Files.status(descriptor: descriptor, dataPath)
        return try whileMapped { () throws(LMDBError) in
            let figures = try figures()
            return Information(
                mapSize: figures.mapSize, pageSize: figures.pageSize, lastPage: figures.lastPage,
                lastTransaction: figures.lastTransaction, usedReaderSlots: figures.usedReaderSlots,
                maxReaders: figures.maxReaders, fileSize: Int(status.st_size), inode: UInt64(status.st_ino),
                fileSystem: fileSystem, readers: try readers())
        }
    }

    /// The library's own name and version, as it gives it: "LMDB 0.9.24: (July 24, 2019)".
    package static var libraryVersion: String { unsafe String(cString: mdb_version(nil, nil, nil)) }

    /// Frees the slots of dead processes, whose states keep the file from reusing pages. Returns how many there were.
    package func clearStaleReaders() throws(LMDBError) -> Int {
        var cleared: Int32 = 0
        unsafe try check(mdb_reader_check(handle, &cleared), "mdb_reader_check")
        return Int(cleared)
    }

    /// Walks all pages of the open file in its newest state, held still by a read transaction.
    package func walkPages() throws(LMDBError) -> PageReport {
        let transaction = try beginRead()
        let report = try PageWalk.report(of: try FileSource(descriptor: descriptor, dataPath))
        _ = transaction.raw.serial
        return report
    }

    /// Every entry of the unnamed table in the newest state, read as `PageWalk.forEachEntry` does: safe on damaged pages, where
    /// a cursor would follow them out of the map. Beginning a read transaction reads the meta pages and no other.
    package func forEachEntrySafely(_ body: ([UInt8], [UInt8]) throws -> Bool) throws -> PageReport {
        try beginSafeReading().forEachEntry { key, value, _ in try body(key, value) }
    }

    /// The newest state, to be read past the map for as long as the result lives.
    package func beginSafeReading() throws(LMDBError) -> SafeReading {
        SafeReading(try beginRead(), try FileSource(descriptor: descriptor, dataPath))
    }

    struct Figures {
        let mapSize: Int
        let pageSize: Int
        let lastPage: Int
        let lastTransaction: Int
        let usedReaderSlots: Int
        let maxReaders: Int
    }

    /// LMDB's own figures, read from the map: the caller sees to it that the map stays.
    func figures() throws(LMDBError) -> Figures {
        var info = unsafe MDB_envinfo()
        unsafe try check(mdb_env_info(handle, &info), "mdb_env_info")
        var figures = MDB_stat()
        unsafe try check(mdb_env_stat(handle, &figures), "mdb_env_stat")
        return unsafe Figures(
            mapSize: info.me_mapsize, pageSize: Int(figures.ms_psize), lastPage: info.me_last_pgno,
            lastTransaction: info.me_last_txnid, usedReaderSlots: Int(info.me_numreaders),
            maxReaders: Int(info.me_maxreaders))
    }

    /// LMDB offers its reader table only as lines of text: process, thread, transaction or "-".
    private func readers() throws(LMDBError) -> [Reader] {
        var lines: [String] = []
        let code = unsafe withUnsafeMutablePointer(to: &lines) { pointer in
            unsafe mdb_reader_list(
                handle,
                { line, context in
                    guard let line = unsafe line, let context = unsafe context else { return 0 }
                    unsafe context.assumingMemoryBound(to: [String].self).pointee.append(String(cString: line))
                    return 0
                }, pointer)
        }
        guard code >= 0 else { throw failure(code, "mdb_reader_list") }
        return lines.compactMap(Self.reader)
    }

    private static func reader(_ line: String) -> Reader? {
        let fields = line.split(whereSeparator: \.isWhitespace)
        guard fields.count == 3, let process = Int32(fields[0]) else { return nil }
        let isRunning = kill(process, 0) == 0 || errno == EPERM
        return Reader(process: process, transaction: Int(fields[2]), isRunning: isRunning)
    }
}
