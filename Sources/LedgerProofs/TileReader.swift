import LedgerMerkle
import LedgerModel

/// Reads tree hashes from tiles. What a tile says is taken as it is: whoever computes a root or a proof from it holds the
/// result against a signed root. Keeps the last tile of each level, so that a proof or a pass in order reads each once.
package final class TileReader: HashReader {
    package enum Failure: Error, Equatable, Sendable {
        /// Neither this tile nor the full one that may have taken its place is there.
        case missing(String)
        /// The tile has not the bytes that its width calls for.
        case wrongSize(path: String, bytes: Int)
        /// Asked for a subtree that is not complete in a tree of this size.
        case outside(level: Int, index: UInt64)
    }

    private let size: UInt64
    private let fetch: (TilePath) throws -> [UInt8]?
    private var last: [Int: (path: TilePath, hashes: [Hash])] = [:]

    /// `size`: of a checkpoint that was verified. `fetch` gives a tile's bytes, nil where it is not there.
    package init(size: UInt64, fetch: @escaping (TilePath) throws -> [UInt8]?) {
        self.size = size
        self.fetch = fetch
    }

    /// At most 255 node hashes.
    package func hash(level: Int, index: UInt64) throws -> Hash {
        guard (0..<63).contains(level), index < size >> UInt64(level) else { throw Failure.outside(level: level, index: index) }
        let height = level % 8
        let first = index << UInt64(height)
        let hashes = try tile(level: level / 8, index: first / 256)
        let start = Int(first % 256)
        guard start + 1 << height <= hashes.count else { throw Failure.outside(level: level, index: index) }
        return subtree(hashes[start..<start + 1 << height])
    }

    private func tile(level: Int, index: UInt64) throws -> [Hash] {
        let count = Tiling.hashCount(level: level, size: size)
        let width = Int(min(256, count - index * 256))
        let path = TilePath(.hashes(level: level), index: index, width: width)
        if let kept = last[level], kept.path == path { return kept.hashes }
        let hashes = try read(path) ?? fallback(path)
        last[level] = (path, hashes)
        return hashes
    }

    private func read(_ path: TilePath) throws -> [Hash]? {
        guard let bytes = try fetch(path) else { return nil }
        guard bytes.count == path.width * Hash.byteCount, let hashes = Hash.list(bytes) else {
            throw Failure.wrongSize(path: path.path, bytes: bytes.count)
        }
        return hashes
    }

    /// A partial tile may be deleted once the full one is there.
    private func fallback(_ path: TilePath) throws -> [Hash] {
        let full = TilePath(path.content, index: path.index)
        guard path != full, let hashes = try read(full) else { throw Failure.missing(path.path) }
        return Array(hashes.prefix(path.width))
    }

    /// Root over 2^n hashes.
    private func subtree(_ hashes: ArraySlice<Hash>) -> Hash {
        var row = Array(hashes)
        while row.count > 1 {
            row = stride(from: 0, to: row.count, by: 2).map { nodeHash(row[$0], row[$0 + 1]) }
        }
        return row[0]
    }
}
