/// Integers of LMDB's file, which it writes in the machine's order; here always little-endian.
/// The caller has checked that the bytes are there.
extension [UInt8] {
    func u16(_ offset: Int) -> UInt16 {
        UInt16(self[offset]) | UInt16(self[offset + 1]) << 8
    }

    func u32(_ offset: Int) -> UInt32 {
        UInt32(u16(offset)) | UInt32(u16(offset + 2)) << 16
    }

    func u64(_ offset: Int) -> UInt64 {
        UInt64(u32(offset)) | UInt64(u32(offset + 4)) << 32
    }
}

/// Where one B-tree of the file begins and what it says of itself (`MDB_db`, 48 bytes).
struct TreeRecord: Equatable {
    static let byteCount = 48
    /// The root of an empty tree.
    static let noPage = UInt64.max

    let flags: UInt16
    let depth: Int
    let branchPages: UInt64
    let leafPages: UInt64
    let overflowPages: UInt64
    let entries: UInt64
    let root: UInt64

    init(_ bytes: [UInt8], at offset: Int) {
        flags = bytes.u16(offset + 4)
        depth = Int(bytes.u16(offset + 6))
        branchPages = bytes.u64(offset + 8)
        leafPages = bytes.u64(offset + 16)
        overflowPages = bytes.u64(offset + 24)
        entries = bytes.u64(offset + 32)
        root = bytes.u64(offset + 40)
    }
}

/// One of the two pages that name a state of the file. Transaction N writes page N % 2.
struct MetaPage: Equatable {
    static let byteCount = 152
    static let pageSizes = [512, 1024, 2048, 4096, 8192, 16384, 32768]
    private static let magic: UInt32 = 0xbeef_c0de
    private static let version: UInt32 = 1
    private static let metaFlag: UInt16 = 0x08

    enum Fault: Error, Equatable {
        case truncated, notADatabase, wrongVersion(UInt32), unreadable(LMDBError)
        /// The two pages are not those of one state and the next.
        case torn
    }

    let pageSize: Int
    let mapSize: UInt64
    let free: TreeRecord
    let main: TreeRecord
    let lastPage: UInt64
    let transaction: UInt64

    /// Bytes that the file has when every page up to the last is written; saturates on nonsense.
    var byteCountOfPages: UInt64 {
        let (pages, overflow) = lastPage.addingReportingOverflow(1)
        let (bytes, tooLarge) = pages.multipliedReportingOverflow(by: UInt64(pageSize))
        return overflow || tooLarge ? .max : bytes
    }

    init(_ source: borrowing some PageSource & ~Copyable, at offset: UInt64) throws(Fault) {
        let read: [UInt8]?
        do throws(LMDBError) { read = try source.read(at: offset, count: Self.byteCount) } catch { throw .unreadable(error) }
        guard let bytes = read else { throw .truncated }
        let flags = bytes.u16(10)
        guard flags & Self.metaFlag != 0, bytes.u32(16) == Self.magic else { throw .notADatabase }
        guard bytes.u32(20) == Self.version else { throw .wrongVersion(bytes.u32(20)) }
        let size = bytes.u32(40)
        guard Self.pageSizes.contains(Int(size)) else { throw .notADatabase }
        pageSize = Int(size)
        mapSize = bytes.u64(32)
        free = TreeRecord(bytes, at: 40)
        main = TreeRecord(bytes, at: 88)
        lastPage = bytes.u64(136)
        transaction = bytes.u64(144)
    }

    /// Nil where the page is none. Throws only where the device fails.
    init?(ifSound source: borrowing some PageSource & ~Copyable, at offset: UInt64) throws(LMDBError) {
        do throws(Fault) { self = try MetaPage(source, at: offset) } catch {
            if case .unreadable(let failure) = error { throw failure }
            return nil
        }
    }

    /// The state that LMDB takes on opening: both pages must be sound, and name one state after the other.
    static func newest(_ source: borrowing some PageSource & ~Copyable) throws(Fault) -> MetaPage {
        var first = try MetaPage(source, at: 0)
        // Whoever writes meanwhile may have gone on by two states between the two reads.
        for _ in 0..<64 {
            let second = try MetaPage(source, at: UInt64(first.pageSize))
            let again = try MetaPage(source, at: 0)
            if again == first { return try newest(first, second) }
            first = again
        }
        throw .notADatabase
    }

    private static func newest(_ first: MetaPage, _ second: MetaPage) throws(Fault) -> MetaPage {
        guard second.pageSize == first.pageSize else { throw .notADatabase }
        guard follow(first, second) else { throw .torn }
        return first.transaction < second.transaction ? second : first
    }

    /// Whether the two pages can stand side by side. Transaction N writes page N % 2, and the other page is that of N − 1: a page whose number
    /// changed would make an older state the newest. Both are 0 before the first transaction. A page that could not be written keeps its old number
    /// and last page, whatever else stands in it.
    static func follow(_ first: MetaPage, _ second: MetaPage) -> Bool {
        if first.transaction == 0, second.transaction == 0 { return true }
        let (older, newer) = first.transaction < second.transaction ? (first, second) : (second, first)
        return newer.transaction & 1 == (newer == second ? 1 : 0) && newer.transaction - older.transaction == 1 && older.lastPage <= newer.lastPage
    }
}
