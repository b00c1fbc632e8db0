import Foundation
import LedgerMerkle
import Synchronization

/// Leaves held against the hashes that stand beside them, on another core, while whoever reads the log walks on: hashing is half of what it costs to pass an entry over.
/// Many at a time; the last ones on the thread that waits.
final class LeafChecks: Sendable {
    /// Copies of leaves, one behind the other, and their stored hashes.
    private struct Chunk: Sendable {
        var leaves: [UInt8] = []
        var ends: [Int] = []
        var numbers: [UInt64] = []
        var hashes: [UInt8] = []
    }

    private struct State {
        var waiting: [Chunk] = []
        var isWorking = false
        /// The lowest entry whose leaf is not the one that its hash says.
        var wrong: UInt64?
    }

    private static let chunkBytes = 1 << 18
    /// Where more are waiting than these, whoever reads is faster than the other core, and lends a hand.
    private static let waitingLimit = 4
    private let state = Mutex(State())
    private let group = DispatchGroup()

    /// What is collected before it is handed over. Stays with the thread that reads.
    struct Collector {
        private let checks: LeafChecks
        private var chunk = Chunk()

        init(_ checks: LeafChecks) {
            self.checks = checks
        }

        /// - Parameters:
        ///   - leaf: where it stands in the lent record.
        ///   - hash: where its stored hash stands, 32 bytes.
        mutating func add(_ number: UInt64, _ record: Span<UInt8>, leaf: Range<Int>, hash: Range<Int>) {
            if chunk.leaves.isEmpty { chunk.leaves.reserveCapacity(LeafChecks.chunkBytes + 16_384) }
            record.copy(leaf, to: &chunk.leaves)
            record.copy(hash, to: &chunk.hashes)
            chunk.ends.append(chunk.leaves.count)
            chunk.numbers.append(number)
            if chunk.leaves.count >= LeafChecks.chunkBytes {
                checks.take(chunk)
                chunk = Chunk()
            }
        }

        /// - Returns: the lowest entry whose leaf is not as hashed; nil where all are.
        func finish() -> UInt64? { checks.finish(chunk) }
    }

    private func take(_ chunk: Chunk) {
        let (isTaken, isIdle) = state.withLock { state in
            if state.waiting.count >= LeafChecks.waitingLimit { return (false, false) }
            state.waiting.append(chunk)
            defer { state.isWorking = true }
            return (true, !state.isWorking)
        }
        if !isTaken { check(chunk) }
        if isIdle { DispatchQueue.global(qos: .userInitiated).async(group: group) { [self] in work() } }
    }

    private func work() {
        while let chunk = next() { check(chunk) }
    }

    private func next() -> Chunk? {
        state.withLock { state in
            if state.waiting.isEmpty { state.isWorking = false }
            return state.waiting.popLast()
        }
    }

    private func finish(_ last: Chunk) -> UInt64? {
        check(last)
        while let chunk = state.withLock({ $0.waiting.popLast() }) { check(chunk) }
        group.wait()
        return state.withLock { $0.wrong }
    }

    private func check(_ chunk: Chunk) {
        var start = 0
        for (place, end) in chunk.ends.enumerated() {
            let hash = 32 * place..<32 * (place + 1)
            let isRight = unsafe Hash(chunk.hashes.span.extracting(hash).bytes) == leafHash(chunk.leaves.span.extracting(start..<end).bytes)
            if !isRight { state.withLock { $0.wrong = min($0.wrong ?? .max, chunk.numbers[place]) } }
            start = end
        }
    }
}
