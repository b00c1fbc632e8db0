import LedgerMerkle
import LedgerModel
import LedgerVerifier

/// Leaves held against the hashes that stand beside them, on another core, while whoever reads the log walks on: hashing is half of what it costs to
/// pass an entry over. Used by one thread.
struct LeafChecks {
    /// Copies of leaves, one behind the other, and their stored hashes: many at a time.
    private struct Chunk: Sendable {
        var leaves: [UInt8] = []
        var ends: [Int] = []
        var numbers: [UInt64] = []
        var hashes: [UInt8] = []

        /// The first entry whose leaf is not the one that its hash says.
        var wrong: UInt64? {
            var start = 0
            for (place, end) in ends.enumerated() {
                guard Hash(hashes[32 * place..<32 * (place + 1)]) == leafHash(leaves[start..<end]) else { return numbers[place] }
                start = end
            }
            return nil
        }
    }

    private final class Lowest {
        var number: UInt64?
    }

    private static let chunkBytes = 1 << 18
    private let lowest: Lowest
    private let pipeline: Pipeline<Chunk, UInt64?>
    private var chunk = Chunk()

    init() {
        let lowest = Lowest()
        self.lowest = lowest
        pipeline = Pipeline(blockLength: 1, \.wrong) { wrong in lowest.number = lowest.number ?? wrong }
    }

    /// Entries come in ascending order.
    /// - Parameters:
    ///   - leaf: where it stands in the lent record.
    ///   - hash: where its stored hash stands, 32 bytes.
    mutating func add(_ number: UInt64, _ record: Span<UInt8>, leaf: Range<Int>, hash: Range<Int>) {
        if chunk.leaves.isEmpty { chunk.leaves.reserveCapacity(Self.chunkBytes + 16_384) }
        record.copy(leaf, to: &chunk.leaves)
        record.copy(hash, to: &chunk.hashes)
        chunk.ends.append(chunk.leaves.count)
        chunk.numbers.append(number)
        guard chunk.leaves.count >= Self.chunkBytes else { return }
        pipeline.feed(chunk)
        chunk = Chunk()
    }

    /// - Returns: the lowest entry whose leaf is not as hashed; nil where all are.
    func finish() -> UInt64? {
        pipeline.finish()
        return lowest.number ?? chunk.wrong
    }
}
