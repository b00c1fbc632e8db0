import Foundation
import Testing

@testable import LMDB

@Suite struct OpeningTests {
    private let store: TemporaryStore

    init() throws {
        store = try TemporaryStore()
    }

    /// Found by tools/survive: whoever opened such a file got the state before the last commit, and would have written over the last.
    @Test func aMetaPageUnderAnotherNumberIsNoState() throws {
        for page in [0, 1] {
            let store = try TemporaryStore()
            do {
                let environment = try store.open(.create)
                for n in 1...4 { try environment.write { tx in try tx.put(.main, key(n), [1], append: true) } }
            }
            try store.damage { $0[page * 4_096 + 150] ^= 241 }
            #expect(errorKind { _ = try store.open(.read) } == .corrupted)
            #expect(errorKind { _ = try store.open(.write) } == .corrupted)
        }
    }

    private func fill(_ count: Int) throws {
        let environment = try store.open(.create)
        try environment.write { tx in
            for n in 1...count { try tx.put(.main, key(n), [UInt8](repeating: 7, count: 300), append: true) }
        }
    }

    @Test func makesDirectoryAndFiles() throws {
        let path = store.path + "/new"
        do { _ = try Environment(path: path, .init(.create)) }
        let report = try PageWalk.report(ofFile: path + "/data.mdb")
        #expect(report.isClean)
        let lock = try #require(try Files.status(path + "/lock.mdb"))
        #expect(lock.st_size == 8_192)
        // No holes: on a full disk a hole is a SIGBUS.
        #expect(lock.st_blocks * 512 >= 8_192)
    }

    @Test(arguments: [Environment.Access.read, .write])
    func absentStoreIsAnErrorAndNotMade(access: Environment.Access) throws {
        #expect(errorKind { _ = try store.open(access) } == .absent)
        #expect(try FileManager.default.contentsOfDirectory(atPath: store.path) == [])
        #expect(errorKind { _ = try Environment(path: store.path + "/none", .init(access)) } == .absent)
    }

    @Test func fileInPlaceOfDirectory() throws {
        try Data().write(to: URL(filePath: store.path + "/file"))
        #expect(errorKind { _ = try Environment(path: store.path + "/file", .init(.create)) } == .notADatabase)
    }

    @Test func secondHandleInTheProcessIsRefusedUnderAnyName() throws {
        let environment = try store.open(.create)
        #expect(errorKind { _ = try store.open(.read) } == .alreadyOpen)
        let alias = try TemporaryStore()
        try FileManager.default.createSymbolicLink(atPath: alias.path + "/link", withDestinationPath: store.path)
        #expect(errorKind { _ = try Environment(path: alias.path + "/link", .init(.read)) } == .alreadyOpen)
        #expect(try environment.read { try $0.count(.main) } == 0)
    }

    @Test func directoryIsFreeAgainAfterClosingAndAfterAFailedOpening() throws {
        #expect(errorKind { _ = try store.open(.read) } == .absent)
        do { _ = try store.open(.create) }
        do { _ = try store.open(.write) }
        _ = try store.open(.read)
    }

    @Test func openTransactionKeepsTheEnvironmentOpen() throws {
        var environment: Environment? = try store.open(.create)
        do {
            let transaction = try environment!.snapshot()
            environment = nil
            #expect(errorKind { _ = try store.open(.read) } == .alreadyOpen)
            #expect(try transaction.count(.main) == 0)
        }
        _ = try store.open(.read)
    }

    @Test func truncatedAtEveryPageIsRefused() throws {
        try fill(60)
        let whole = try store.bytes()
        for pages in 0..<(whole.count / 4096) {
            try store.damage { $0 = Array(whole[..<(pages * 4096)]) }
            #expect(errorKind { _ = try store.open(.read) } == .truncated, "\(pages) pages")
            if pages > 0 { #expect(errorKind { _ = try store.open(.create) } == .truncated, "\(pages) pages") }
        }
        try store.damage { $0 = Array(whole.dropLast()) }
        #expect(errorKind { _ = try store.open(.write) } == .truncated)
        try store.damage { $0 = whole }
        #expect(try store.open(.read).read { try $0.count(.main) } == 60)
    }

    /// LMDB never writes a page that was allocated and freed in one transaction, so a file can be short and whole.
    @Test func wholeFileThatIsShortOfFreePagesOpens() throws {
        do {
            let environment = try store.open(.create)
            // Pages freed before give LMDB the list into which it puts back what this transaction frees.
            for _ in 0..<4 { try environment.write { tx in try tx.put(.main, key(1), [1]) } }
            try environment.write { tx in
                try tx.put(.main, key(1), [1])
                try tx.put(.main, key(2), [UInt8](repeating: 2, count: 100_000))
                _ = try tx.delete(.main, key(2))
            }
            let information = try environment.information()
            #expect(information.fileSize >= (information.lastPage + 1) * information.pageSize)
        }
        let needed = try MetaPage.newest(FileSource(path: store.data))
        let lastUsed = Int(max(needed.main.root, needed.free.root))
        #expect(lastUsed < Int(needed.lastPage))
        try store.damage { $0 = Array($0[..<((lastUsed + 1) * 4096)]) }
        #expect(try PageWalk.report(ofFile: store.data).isClean)
        let environment = try store.open(.write)
        #expect(try environment.read { try $0.getCopy(.main, key(1)) } == [1])
        try environment.write { tx in try tx.put(.main, key(3), [3]) }
        #expect(try environment.walkPages().isClean)
    }

    @Test(arguments: [0, 4096]) func foreignMagicIsRefused(page: Int) throws {
        try fill(3)
        try store.damage { $0[page + 16] ^= 1 }
        #expect(errorKind { _ = try store.open(.write) } == .notADatabase)
    }

    @Test(arguments: [0, 4096]) func foreignVersionIsRefused(page: Int) throws {
        try fill(3)
        try store.damage { $0[page + 20] = 2 }
        #expect(errorKind { _ = try store.open(.read) } == .wrongVersion)
    }

    @Test func textFileIsRefused() throws {
        try Data(repeating: 0x41, count: 20_000).write(to: URL(filePath: store.data))
        #expect(errorKind { _ = try store.open(.create) } == .notADatabase)
    }

    @Test func readOnlyRefusesToWrite() throws {
        try fill(1)
        let environment = try store.open(.read)
        #expect(errorKind { try environment.write { _ in } } == .readOnly)
    }

    @Test func shortLockFileIsFilled() throws {
        try fill(1)
        try Data().write(to: URL(filePath: store.lock))
        _ = try store.open(.read)
        let attributes = try FileManager.default.attributesOfItem(atPath: store.lock)
        #expect(attributes[.size] as? Int == 8_192)
    }

    @Test func moreReadersThanLMDBGives() throws {
        let environment = try store.open(.create) { $0.maxReaders = 200 }
        #expect(try environment.information().maxReaders >= 200)
        func nest(_ depth: Int) throws -> Int {
            guard depth > 0 else { return try environment.information().readers.count }
            let transaction = try environment.snapshot()
            let count = try nest(depth - 1)
            #expect(try transaction.count(.main) == 0)
            return count
        }
        #expect(try nest(190) == 190)
        #expect(errorKind { _ = try nest(300) } == .readersFull)
        #expect(try nest(1) > 0)
    }

    @Test func replacedDataFileIsNotWritten() throws {
        let environment = try store.open(.create)
        try environment.write { tx in try tx.put(.main, key(1), [1]) }
        try FileManager.default.moveItem(atPath: store.data, toPath: store.path + "/old")
        #expect(errorKind { try environment.write { tx in try tx.put(.main, key(2), [2]) } } == .fileReplaced)
        try FileManager.default.copyItem(atPath: store.path + "/old", toPath: store.data)
        #expect(errorKind { try environment.write { tx in try tx.put(.main, key(2), [2]) } } == .fileReplaced)
        #expect(errorKind { try environment.checkFiles() } == .fileReplaced)
        #expect(try environment.read { try $0.count(.main) } == 1)
    }

    @Test func replacedLockFileIsNotTrusted() throws {
        let environment = try store.open(.create)
        try FileManager.default.removeItem(atPath: store.lock)
        #expect(errorKind { try environment.write { tx in try tx.put(.main, key(2), [2]) } } == .fileReplaced)
    }

    @Test(arguments: [0x6969, 0xff53_4d42, 0xfe53_4d42, 0x517b, 0x0102_1997, 0x6573_5546, 0x00c3_6400] as [UInt32])
    func networkFileSystemsAreRemote(magic: UInt32) {
        #expect(FileSystem(magic: magic, isMountedReadOnly: false).isRemote)
    }

    @Test func localFileSystemsAreNamed() throws {
        #expect(FileSystem(magic: 0xef53, isMountedReadOnly: false).name == "ext2/ext3/ext4")
        let overlay = FileSystem(magic: 0x794c_7630, isMountedReadOnly: false)
        #expect(overlay.isOverlay && !overlay.isRemote)
        #expect(FileSystem(magic: 0x1234, isMountedReadOnly: true).name == "unknown (0x1234)")
        #expect(try !FileSystem(of: store.path).isRemote)
    }

    @Test func errorSaysWhatWhereAndWhy() {
        let error = LMDBError(code: EACCES, "mdb_env_open", "/store")
        #expect(error.kind == .permission)
        #expect(error.description.hasPrefix("/store: mdb_env_open: Permission denied; readers too need"))
        #expect(LMDBError(code: -30_795, "mdb_txn_begin", "p").kind == .reopenNeeded)
        #expect(LMDBError(code: ENOSPC, "mdb_txn_commit", "p").kind == .diskFull)
        #expect(LMDBError(code: EIO, "mdb_txn_commit", "p").kind == .inputOutput)
    }
}
