/// Checks how the pages of a data file hang together, trusting nothing that is written in it: no map, no offset followed
/// unchecked, no page read twice as part of a tree. Whatever the bytes, it ends, after work in proportion to the file's size.
///
/// A file in use stays the same under the walk only while a read transaction is open (see `Environment.walkPages`).
package enum PageWalk {
    /// Memory: one byte a page and one page per level. Throws only where the file cannot be opened or the device fails.
    package static func report(ofFile path: String) throws(LMDBError) -> PageReport {
        try report(of: try FileSource(path: path))
    }

    package static func report(of source: borrowing some PageSource & ~Copyable) throws(LMDBError) -> PageReport {
        try run(source, handingOutTo: nil)
    }

    /// The same walk, which hands out the entries of the unnamed table on its way: in key order, each once, with key and value
    /// copied. What stands on a damaged page, or is reached only through one, is left out, and the report says so; a value that
    /// was changed inside its own bounds is handed out as it stands. After `body` returned false it is not called
    /// again, but the walk goes on, so that the report is of the whole file; an error that it throws ends the walk. Where the device fails, reading ends with an error: nothing
    /// that comes after it is handed out as if it came next.
    package static func forEachEntry(
        of source: borrowing some PageSource & ~Copyable, _ body: ([UInt8], [UInt8]) throws -> Bool
    ) throws -> PageReport {
        try forEachPlacedEntry(of: source) { key, value, _ in try body(key, value) }
    }

    /// The same with the place in the file where each value begins; all of it stands there in one piece.
    static func forEachPlacedEntry(
        of source: borrowing some PageSource & ~Copyable, _ body: ([UInt8], [UInt8], UInt64) throws -> Bool
    ) throws -> PageReport {
        var failure: (any Error)?
        let report = try withoutActuallyEscaping(body) { body in
            try run(source) { key, value, place in
                do {
                    return try body(key, value, place) ? .more : .noMore
                } catch {
                    failure = error
                    return .end
                }
            }
        }
        if let failure { throw failure }
        return report
    }

    /// The unnamed table comes first, so that a free list that lies hides no entry.
    private static func run(
        _ source: borrowing some PageSource & ~Copyable, handingOutTo takeEntry: WalkState.TakeEntry?
    ) throws(LMDBError) -> PageReport {
        var report = PageReport()
        report.fileSize = source.size
        guard let meta = try newestMeta(source, &report) else { return report }
        report.pageSize = meta.pageSize
        report.lastPage = meta.lastPage
        report.transaction = meta.transaction
        report.mainEntryCount = meta.main.entries
        let pagesInFile = source.size / UInt64(meta.pageSize)
        var state = WalkState(
            map: PageMap(pagesInFile: pagesInFile, lastPage: meta.lastPage), report: report, pageSize: meta.pageSize,
            takeEntry: takeEntry)
        _ = state.map.reach(0, &state.report)
        _ = state.map.reach(1, &state.report)
        try walk(meta.main, .main, source, &state)
        for named in state.namedTables { try walk(named, .named, source, &state) }
        try walk(meta.free, .free, source, &state)
        state.report.namedTableCount = state.namedTables.count
        state.map.noteLost(&state.report)
        return state.report
    }

    private static func walk(
        _ record: TreeRecord, _ role: TreeWalk.Role, _ source: borrowing some PageSource & ~Copyable,
        _ state: inout WalkState
    ) throws(LMDBError) {
        var tree = TreeWalk(record: record, role: role)
        try tree.run(source, &state)
    }

    /// Reports faults of either meta page and takes the newer sound one.
    private static func newestMeta(
        _ source: borrowing some PageSource & ~Copyable, _ report: inout PageReport
    ) throws(LMDBError) -> MetaPage? {
        let first = try MetaPage(ifSound: source, at: 0)
        var second: MetaPage?
        for size in first.map({ [$0.pageSize] }) ?? MetaPage.pageSizes where second == nil {
            guard let meta = try MetaPage(ifSound: source, at: UInt64(size)), meta.pageSize == size else { continue }
            second = meta
        }
        if first == nil { report.note(.badMeta, 0) }
        guard let second else {
            report.note(.badMeta, 1)
            return first
        }
        guard let first else { return second }
        let isSecond = first.transaction < second.transaction
        try checkNumbers(first, second, source, &report)
        return isSecond ? second : first
    }

    /// The newest state's number must be the one under which its own transaction put away the pages that it freed; else a changed number could make
    /// the older state the newest. Where somebody writes meanwhile the pages are looked at again.
    private static func checkNumbers(
        _ first: MetaPage, _ second: MetaPage, _ source: borrowing some PageSource & ~Copyable, _ report: inout PageReport
    ) throws(LMDBError) {
        var (first, second) = (first, second)
        for _ in 0..<64 {
            let isSecond = first.transaction < second.transaction
            let newest = isSecond ? second : first
            let freed = try TreeWalk.lastKey(of: newest.free, source, pageSize: newest.pageSize) ?? newest.transaction
            if MetaPage.follow(first, second), freed == newest.transaction { return }
            guard let again = try MetaPage(ifSound: source, at: 0), let other = try MetaPage(ifSound: source, at: UInt64(again.pageSize)) else { return }
            if again == first, other == second {
                return report.note(.badMeta, isSecond ? 1 : 0)
            }
            (first, second) = (again, other)
        }
    }
}

/// What the walks over the trees of one file share.
struct WalkState {
    enum Wish {
        case more, noMore
        /// Nobody wants the report either.
        case end
    }

    typealias TakeEntry = (_ key: [UInt8], _ value: [UInt8], _ place: UInt64) -> Wish

    var map: PageMap
    var report: PageReport
    let pageSize: Int
    /// Nil where nobody wants entries, or no more of them.
    private(set) var takeEntry: TakeEntry?
    private(set) var isOver = false
    var namedTables: [TreeRecord] = []

    init(map: PageMap, report: PageReport, pageSize: Int, takeEntry: TakeEntry?) {
        self.map = map
        self.report = report
        self.pageSize = pageSize
        self.takeEntry = takeEntry
    }

    mutating func handOut(_ key: ArraySlice<UInt8>, _ value: [UInt8], at place: UInt64) {
        guard let takeEntry else { return }
        let wish = takeEntry(Array(key), value, place)
        if wish != .more { self.takeEntry = nil }
        if wish == .end { isOver = true }
    }
}
