/// Checks how the pages of a data file hang together, trusting nothing that is written in it: no map, no offset followed
/// unchecked, no page read twice as part of a tree. Whatever the bytes, it ends, after work in proportion to the file's size.
///
/// A file in use stays the same under the walk only while a read transaction is open (see `Environment.walkPages`).
package enum PageWalk {
    /// Memory: one byte a page and one page per level. Throws only where the file cannot be opened.
    package static func report(ofFile path: String) throws(LMDBError) -> PageReport {
        report(of: try FileSource(path: path))
    }

    package static func report(of source: borrowing some PageSource & ~Copyable) -> PageReport {
        var report = PageReport()
        report.fileSize = source.size
        guard let meta = newestMeta(source, &report) else { return report }
        report.pageSize = meta.pageSize
        report.lastPage = meta.lastPage
        report.transaction = meta.transaction
        report.mainEntryCount = meta.main.entries
        let pagesInFile = source.size / UInt64(meta.pageSize)
        var state = WalkState(
            map: PageMap(pagesInFile: pagesInFile, lastPage: meta.lastPage), report: report, pageSize: meta.pageSize)
        _ = state.map.reach(0, &state.report)
        _ = state.map.reach(1, &state.report)
        walk(meta.free, .free, source, &state)
        walk(meta.main, .main, source, &state)
        for named in state.namedTables { walk(named, .named, source, &state) }
        state.report.namedTableCount = state.namedTables.count
        state.map.noteLost(&state.report)
        return state.report
    }

    private static func walk(
        _ record: TreeRecord, _ role: TreeWalk.Role, _ source: borrowing some PageSource & ~Copyable,
        _ state: inout WalkState
    ) {
        var tree = TreeWalk(record: record, role: role)
        tree.run(source, &state)
    }

    /// Reports faults of either meta page and takes the newer sound one.
    private static func newestMeta(
        _ source: borrowing some PageSource & ~Copyable, _ report: inout PageReport
    ) -> MetaPage? {
        let first = try? MetaPage(source, at: 0)
        var second: MetaPage?
        for size in first.map({ [$0.pageSize] }) ?? MetaPage.pageSizes where second == nil {
            guard let meta = try? MetaPage(source, at: UInt64(size)), meta.pageSize == size else { continue }
            second = meta
        }
        if first == nil { report.note(.badMeta, 0) }
        guard let second else {
            report.note(.badMeta, 1)
            return first
        }
        guard let first else { return second }
        let isSecond = first.transaction < second.transaction
        let newer = isSecond ? second : first
        if newer.transaction & 1 != (isSecond ? 1 : 0) { report.note(.badMeta, isSecond ? 1 : 0) }
        return newer
    }
}

/// What the walks over the trees of one file share.
struct WalkState {
    var map: PageMap
    var report: PageReport
    let pageSize: Int
    var namedTables: [TreeRecord] = []
}
