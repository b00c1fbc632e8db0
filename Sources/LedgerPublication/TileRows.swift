import LedgerMerkle
import LedgerProofs

/// The hash tiles of a growing tree, as its leaves come: at most 256 hashes a level are kept.
struct TileRows {
    private var rows: [[Hash]] = Array(repeating: [], count: 8)
    /// Full tiles of each level so far.
    private var full: [UInt64] = Array(repeating: 0, count: 8)

    /// Takes the hashes that a leaf completes (`Frontier.append`) and gives the tiles that they fill.
    mutating func append(_ completed: [Hash]) -> [(TilePath, [Hash])] {
        var filled: [(TilePath, [Hash])] = []
        for level in rows.indices where 8 * level < completed.count {
            rows[level].append(completed[8 * level])
            guard rows[level].count == TilePath.fullWidth else { continue }
            filled.append((TilePath(.hashes(level: level), index: full[level]), rows[level]))
            full[level] += 1
            rows[level] = []
        }
        return filled
    }

    /// The partial tile of each level that has one, at the size reached.
    var partial: [(TilePath, [Hash])] {
        rows.indices.filter { !rows[$0].isEmpty }.map {
            (TilePath(.hashes(level: $0), index: full[$0], width: rows[$0].count), rows[$0])
        }
    }
}

extension [Hash] {
    var joinedBytes: [UInt8] { reduce(into: []) { $1.append(to: &$0) } }
}
