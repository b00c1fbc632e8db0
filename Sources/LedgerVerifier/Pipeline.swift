import Dispatch
import Foundation
import Synchronization

/// Does pure work on values on all cores and hands the results back in the order in which the values came.
///
/// Whoever feeds it takes the results on its own thread, and works on values itself where it would otherwise wait. Memory: a few
/// blocks of values and results.
package final class Pipeline<Input: Sendable, Output: Sendable> {
    /// Blocks that have come and are not taken yet.
    private static var blocksAhead: Int { 16 }

    private let blockLength: Int
    private let pool: Pool<Input, Output>
    private let take: (Output) -> Void
    private var filling: [Input] = []
    private var blocks: [Block<Input, Output>] = []

    /// - Parameter blockLength: how many values are worked on at a time; a hand over is worth some hundred microseconds of work.
    package init(blockLength: Int = 64, _ work: @escaping @Sendable (Input) -> Output, take: @escaping (Output) -> Void) {
        self.blockLength = blockLength
        pool = Pool(work)
        self.take = take
    }

    package func feed(_ value: Input) {
        filling.append(value)
        guard filling.count == blockLength else { return }
        let block = Block<Input, Output>(filling)
        filling.removeAll(keepingCapacity: true)
        blocks.append(block)
        pool.add(block)
        if blocks.count > Self.blocksAhead { takeFirst() }
    }

    /// Takes what is left.
    package func finish() {
        while !blocks.isEmpty { takeFirst() }
        for value in filling { take(pool.work(value)) }
        filling = []
    }

    private func takeFirst() {
        let block = blocks.removeFirst()
        for output in pool.outputs(of: block) { take(output) }
        letGo(of: block)
    }
}

/// Lets go of a value on another core, where one has time for it: taking apart what was decoded of many entries takes a fifth of the time that
/// judging them does. Nothing that holds a store may go over: a process opens it once, and would not know when it is closed.
func letGo(of value: some Sendable) {
    guard waitingToGo.wait(timeout: .now()) == .success else { return }
    DispatchQueue.global().async {
        withExtendedLifetime(value) {}
        waitingToGo.signal()
    }
}

/// So many values may wait to be taken apart, so that they do not pile up in memory where the other core is busy.
private let waitingToGo = DispatchSemaphore(value: 4)

private final class Block<Input: Sendable, Output: Sendable>: Sendable {
    let inputs: [Input]
    let isDone = DispatchSemaphore(value: 0)
    private let made = Mutex<[Output]>([])

    init(_ inputs: [Input]) { self.inputs = inputs }

    var outputs: [Output] {
        get { made.withLock { $0 } }
        set { made.withLock { $0 = newValue } }
    }
}

/// The blocks that nobody works on yet, and threads that take one after another while there are any.
private final class Pool<Input: Sendable, Output: Sendable>: Sendable {
    private struct State {
        var waiting: [Block<Input, Output>] = []
        var threads = 0
    }

    let work: @Sendable (Input) -> Output
    private let state = Mutex(State())
    /// One core is the feeder's.
    private let threadLimit = ProcessInfo.processInfo.activeProcessorCount - 1

    init(_ work: @escaping @Sendable (Input) -> Output) { self.work = work }

    func add(_ block: Block<Input, Output>) {
        let needsThread = state.withLock { state in
            state.waiting.append(block)
            guard state.threads < threadLimit else { return false }
            state.threads += 1
            return true
        }
        guard needsThread else { return }
        DispatchQueue.global().async { [self] in
            while let block = next(elseLeave: true) { run(block) }
        }
    }

    /// Works on this or on later blocks until this one is done.
    func outputs(of block: Block<Input, Output>) -> [Output] {
        if claim(block) {
            run(block)
        } else {
            while block.isDone.wait(timeout: .now()) == .timedOut {
                guard let other = next(elseLeave: false) else {
                    block.isDone.wait()
                    break
                }
                run(other)
            }
        }
        return block.outputs
    }

    private func run(_ block: Block<Input, Output>) {
        block.outputs = block.inputs.map(work)
        block.isDone.signal()
    }

    private func next(elseLeave leaves: Bool) -> Block<Input, Output>? {
        state.withLock { state in
            if !state.waiting.isEmpty { return state.waiting.removeFirst() }
            if leaves { state.threads -= 1 }
            return nil
        }
    }

    private func claim(_ block: Block<Input, Output>) -> Bool {
        state.withLock { state in
            guard let place = state.waiting.firstIndex(where: { $0 === block }) else { return false }
            state.waiting.remove(at: place)
            return true
        }
    }
}
