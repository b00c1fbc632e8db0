/// One state of a store, held still by a read transaction and read by `pread`, so that damaged pages cannot lead out of the map.
///
/// Like every reader it keeps the file from reusing pages. Use it from one thread at a time, and no longer than the environment is open.
package final class SafeReading {
    private let transaction: ReadTransaction
    private let source: FileSource

    init(_ transaction: consuming ReadTransaction, _ source: consuming FileSource) {
        self.transaction = transaction
        self.source = source
    }

    /// Every entry of the unnamed table, as `PageWalk.forEachEntry` reads them, with the place where its value begins.
    package func forEachEntry(_ body: ([UInt8], [UInt8], UInt64) throws -> Bool) throws -> PageReport {
        try PageWalk.forEachPlacedEntry(of: source, body)
    }

    /// Bytes at a place that `forEachEntry` gave, or behind it in the same value; nil outside the file.
    package func bytes(at place: UInt64, count: Int) throws(LMDBError) -> [UInt8]? { try source.read(at: place, count: count) }
}
