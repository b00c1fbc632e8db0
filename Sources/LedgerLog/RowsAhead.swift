import Foundation
import LMDB
import LedgerMerkle
import LedgerModel

/// Writes the derived rows of a batch on a thread of its own while the batch is still being judged.
///
/// One transaction of the views stays open on that thread until the batch is durable and is committed only then, so that the views are
/// never ahead of the log; where the batch comes to nothing it is given up. Whoever made this holds the writer's lock until `finish` or
/// `abandon` has returned, and uses it from one thread.
final class RowsAhead {
    private let work: Work
    private var leaves: [[UInt8]] = []
    /// Leaves that go over at once: enough that their rows lie close together, few enough that the thread is never far behind.
    private static let pieceLength = 1_000

    /// - Parameter mark: as the views stand. `none`: they are built from nothing.
    init(_ views: Environment, after mark: Watermark) {
        let work = Work(views)
        self.work = work
        Thread.detachNewThread { work.run(after: mark) }
    }

    deinit { abandon() }

    /// Leaves come in ascending order, from the entry after the watermark on.
    func add(_ leaf: [UInt8]) {
        leaves.append(leaf)
        if leaves.count == Self.pieceLength { handOver() }
    }

    /// The batch is durable; the last leaf has this hash. Returns how the views stand, durable too.
    func finish(_ leafHash: Hash) throws -> Watermark {
        handOver()
        return try work.end(.commit(leafHash)).get()
    }

    /// The batch comes to nothing. Waits until the transaction is gone.
    func abandon() { _ = work.end(.abandon) }

    private func handOver() {
        work.add(leaves)
        leaves.removeAll(keepingCapacity: true)
    }
}

/// What both threads know.
private final class Work: @unchecked Sendable {
    enum End { case commit(Hash), abandon }

    private struct Abandoned: Error {}

    // Everything below is touched only while this is locked.
    private let condition = NSCondition()
    private var pieces: [[[UInt8]]] = []
    private var end: End?
    private var result: Result<Watermark, any Error>?
    /// Until the thread has done its work: whoever hears of its end may open the views anew, and a process opens them once.
    private var views: Environment?

    init(_ views: Environment) { self.views = views }

    func add(_ leaves: [[UInt8]]) {
        condition.withLock {
            pieces.append(leaves)
            condition.broadcast()
        }
    }

    /// The first end counts. Returns when the thread is done.
    func end(_ end: End) -> Result<Watermark, any Error> {
        condition.withLock {
            self.end = self.end ?? end
            condition.broadcast()
            while true {
                if let result { return result }
                condition.wait()
            }
        }
    }

    func run(after mark: Watermark) {
        let result = written(after: mark)
        condition.withLock {
            self.result = result
            pieces = []
            condition.broadcast()
        }
    }

    /// A function of its own, so that nothing of the views is held any more when it has returned.
    @inline(never)
    private func written(after mark: Watermark) -> Result<Watermark, any Error> {
        guard let views = condition.withLock({ views.take() }) else { return .failure(Abandoned()) }
        return Result { try views.write { transaction in try put(&transaction, after: mark) } }
    }

    /// Runs again from the first piece where the map had to grow.
    private func put(_ transaction: inout WriteTransaction, after mark: Watermark) throws -> Watermark {
        if mark == .none { try DerivedSlice.clear(&transaction) }
        var mark = mark
        var next = 0
        while let leaves = piece(next) {
            var slice = DerivedSlice(after: mark)
            for leaf in leaves { try slice.add(WalkedLeaf(leaf)) }
            slice.close(.zero)
            try slice.putRows(&transaction)
            mark = slice.watermark
            next += 1
        }
        guard case .commit(let hash) = condition.withLock({ end }) else { throw Abandoned() }
        mark.leafHash = hash
        try DerivedSlice.put(mark, &transaction)
        return mark
    }

    /// Waits for a piece. Nil once there are no more, at once where all is given up.
    private func piece(_ index: Int) -> [[UInt8]]? {
        condition.withLock {
            while true {
                if case .abandon? = end { return nil }
                if index < pieces.count { return pieces[index] }
                if end != nil { return nil }
                condition.wait()
            }
        }
    }
}
