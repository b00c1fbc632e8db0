import Foundation
import LedgerLog
import LedgerMerkle
import LedgerModel
import LedgerProjections
import LedgerTestSupport
import LedgerVerifier
import Synchronization
import Testing

/// Threads that share one open ledger: one at a time uses the `Ledger`, and the snapshots that it gives are read beside its writers, each on the thread that
/// asked for it. The history is held against the receipts. $LEDGER_CROWD_ROUNDS makes it longer: tools/survive asks for hundreds under ThreadSanitizer.
@Suite struct CrowdTests {
    private static let rounds = ProcessInfo.processInfo.environment["LEDGER_CROWD_ROUNDS"].flatMap { Int($0) } ?? 40
    private static let writers = 4
    private static let readers = 2

    @Test func writersAndReadersInThreads() throws {
        let small = try TemporaryLedger([actor("clerk")] + Crowd.subjects.map { unit($0) })
        let crowd = Crowd(small.ledger)
        let seed = Seeds.one()
        let group = DispatchGroup()
        for writer in 0..<Self.writers { start(group, crowd) { try crowd.write(writer, rounds: Self.rounds, seed: seed) } }
        for reader in 0..<Self.readers { start(group, crowd) { try crowd.read(untilFinished: Self.writers, seed: seed + UInt64(reader)) } }
        group.wait()
        #expect(crowd.faults.withLock { $0 } == [])
        try judge(crowd, small)
    }

    private func start(_ group: DispatchGroup, _ crowd: Crowd, _ body: @escaping @Sendable () throws -> Void) {
        group.enter()
        Thread.detachNewThread {
            do { try body() } catch { crowd.faults.withLock { $0.append("\(error)") } }
            group.leave()
        }
    }

    /// It could have happened one after the other, in the order of the numbers, and that order does not contradict who ended before whom.
    private func judge(_ crowd: Crowd, _ small: TemporaryLedger) throws {
        let (acts, seen) = (crowd.acts.withLock { $0 }, crowd.seen.withLock { $0 })
        let done = acts.filter { $0.receipt != nil }
        #expect(acts.count == Self.writers * Self.rounds && done.count < acts.count && !seen.isEmpty)
        let report = Auditor.verify(
            try StoredLedger(small.ledger), expecting: done.compactMap { $0.receipt }.map { LedgerVerifier.Expectation(size: $0.size, root: $0.root) } + seen.map(\.state))
        #expect(report.verdict == .intact)
        let numbers = Dictionary(uniqueKeysWithValues: done.compactMap { act in act.receipt.map { ($0.first, act) } })
        #expect(report.size == UInt64(2 + Crowd.subjects.count + done.count) && numbers.count == done.count)

        let snapshot = try small.ledger.snapshot()
        for name in Crowd.subjects {
            for (i, event) in try snapshot.events(of: Subject(.unit, name), through: snapshot.size).enumerated() {
                guard let act = numbers[event.number], let expected = act.expected else { continue }
                #expect(expected == UInt64(i), "entry \(event.number) stands on another version of \(name) than it expected")
            }
        }
        for act in acts where act.receipt == nil { #expect(act.found != nil && act.found != act.expected, "refused without a reason") }
        var newest: UInt64 = 0
        let starts = acts.map { (tick: $0.start, act: $0, isStart: true) }
        let moments = (starts + acts.map { (tick: $0.end, act: $0, isStart: false) }).sorted { $0.tick < $1.tick }
        var floors: [String: UInt64] = [:]
        for moment in moments {
            guard let number = moment.act.receipt?.first else { continue }
            if moment.isStart { floors[moment.act.name] = newest } else {
                #expect(number > floors[moment.act.name] ?? .max, "\(moment.act.name) has a number that was acknowledged before it began")
                newest = max(newest, number)
            }
        }
        for state in seen {
            let before = done.filter { $0.end < state.start }.compactMap { $0.receipt?.last }.max() ?? 0
            #expect(state.state.size >= before, "a reader saw less than was acknowledged before it began")
        }
        print("crowd in threads, seed \(crowd.seed.withLock { $0 }): \(acts.count) appends, \(acts.count - done.count) refused, \(crowd.retries.withLock { $0 }) retries, \(seen.count) snapshots")
    }
}

/// One ledger, and what each thread asked of it and was answered.
private final class Crowd: @unchecked Sendable {
    static let subjects = ["u0", "u1", "u2"]

    /// One append of one entry. `start` and `end` are ticks of one counter; `found` is the version that a refusal gave.
    struct Act: Sendable {
        let name: String
        let expected: UInt64?
        let start: Int
        var end = 0
        var receipt: Receipt?
        var found: UInt64?
    }

    let acts = Mutex<[Act]>([])
    let seen = Mutex<[(start: Int, state: LedgerVerifier.Expectation)]>([])
    let faults = Mutex<[String]>([])
    let retries = Mutex(0)
    let seed = Mutex<UInt64>(0)
    private let finished = Mutex(0)
    private let clock = Mutex(0)
    /// The ledger is not to be used by two threads at once.
    private let lock = NSLock()
    private let ledger: Ledger

    init(_ ledger: Ledger) { self.ledger = ledger }

    private func tick() -> Int {
        clock.withLock {
            $0 += 1
            return $0
        }
    }

    func write(_ writer: Int, rounds: Int, seed: UInt64) throws {
        defer { finished.withLock { $0 += 1 } }
        self.seed.withLock { $0 = seed }
        var generator = SeededGenerator(seed: seed &+ 100 &+ UInt64(writer))
        var known: [String: UInt64] = [:]
        for round in 0..<rounds {
            let subject = Crowd.subjects[Int.random(in: 0..<Crowd.subjects.count, using: &generator)]
            let expected = Int.random(in: 0..<5, using: &generator) > 0 ? known[subject] ?? 1 : nil
            var act = Act(name: "w\(writer)-\(round)", expected: expected, start: tick())
            let draft = draft(.auditNoted(.with { $0.subject = Subject(.unit, subject) }), id: act.name).saying(.note, act.name).changed {
                guard let expected else { return }
                $0.statement.expected = [.with { $0.subject = Subject(.unit, subject); $0.rule = .exactly; $0.version = expected }]
            }
            do {
                let receipt = try lock.withLock { try ledger.append([draft]) }
                act.receipt = receipt
                if let expected { known[subject] = expected + 1 }
                if Int.random(in: 0..<3, using: &generator) == 0 {
                    let again = try lock.withLock { try ledger.append([draft]) }
                    guard again.wasKnown, again.first == receipt.first else { throw Fault(what: "a retry was stored again: \(again.first)") }
                    retries.withLock { $0 += 1 }
                }
            } catch let problems as Problems where problems.all.map(\.code) == [.versionDiffers] {
                act.found = UInt64(problems.all[0].values[1])
                known[subject] = act.found
            }
            act.end = tick()
            acts.withLock { $0.append(act) }
        }
    }

    /// Whole states, each read outside of the lock. A thread's states never go back.
    func read(untilFinished writers: Int, seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed &+ 200)
        var last: UInt64 = 0
        repeat {
            let start = tick()
            let snapshot = try lock.withLock { try ledger.snapshot() }
            var count: UInt64 = 0
            try snapshot.forEachEvent(after: 0, through: snapshot.size) { _ in
                count += 1
                return true
            }
            guard count == snapshot.size, count >= last else { throw Fault(what: "a snapshot of \(snapshot.size) entries gave \(count) after \(last)") }
            last = count
            let subject = Subject(.unit, Crowd.subjects[Int.random(in: 0..<Crowd.subjects.count, using: &generator)])
            guard try snapshot.events(of: subject, through: snapshot.size).last?.number ?? .max <= snapshot.size else { throw Fault(what: "a row ahead of its state") }
            let state = LedgerVerifier.Expectation(size: snapshot.size, root: try snapshot.root())
            seen.withLock { $0.append((start, state)) }
        } while finished.withLock({ $0 }) < writers
    }

    struct Fault: Error {
        let what: String
    }
}
