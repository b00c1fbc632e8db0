import Crypto
import Foundation
import LedgerLog
import LedgerModel
import LedgerVerifier

/// verify against hashing the same messages with swift-crypto, from one contiguous buffer, on one core and on two.
struct VerifyingRows {
    let around: Surroundings
    let store: Store
    let isShort: Bool

    func measure(into table: inout Table) throws {
        let messages = try Messages(of: store)
        let size = Double(messages.entries)
        let name = store.name.rawValue
        let single = (0..<5).map { _ in size / messages.hash(threads: 1) * 1e9 }.median
        table.add(Row("hash-1", "SHA-256 of leaves, nodes and commitments, one core", store: name, single, "events/s", note: "\(number(Double(messages.count) / size)) hashes an event"))
        try row("verify-hashes", "verify --hashes: leaves, nodes, commitments", .hashes, goal: 0.7, messages, into: &table)
        try row("verify", "verify: everything, rules and views too", .everything, goal: 0.25, messages, into: &table)
    }

    private func row(_ id: String, _ words: String, _ depth: AuditDepth, goal: Double, _ messages: Messages, into table: inout Table) throws {
        let size = Double(messages.entries)
        let pair = try Pair(rounds: 5) {
            let ledger = try Ledger(opening: store.ledger, mode: .reading)
            var verdict: Verdict?
            let time = try timed { verdict = Auditor.verify(try StoredLedger(ledger), depth: depth).verdict }
            guard verdict == .intact else { throw Failure("\(store.name.rawValue) is not intact") }
            return size / time * 1e9
        } limit: {
            // What the audit took apart on another core is done by then.
            usleep(400_000)
            return size / messages.hash(threads: 2) * 1e9
        }
        table.add(Row(id, words, store: store.name.rawValue, pair.value, "events/s", limit: ("SHA-256, both cores", pair.limit), ratio: pair.ratio,
                      goal: .atLeast(ratio: goal), note: "\(number(size / pair.value)) s"))
    }
}

/// Every message that verifying a log hashes, one behind the other.
private struct Messages {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    var count: Int { ends.count }

    let entries: UInt64

    init(of store: Store) throws {
        let snapshot = try Ledger(opening: store.ledger, mode: .reading).snapshot()
        entries = snapshot.size
        bytes.reserveCapacity(Int(snapshot.size) * 900)
        for number in 1...snapshot.size {
            let frame = try snapshot.frame(number)
            add([0], frame.leaf)
            for _ in 1..<max(1, frame.hashes.count / 32) { add([1], frame.hashes.prefix(32) + frame.hashes.prefix(32)) }
            for text in frame.texts { add([2], Array(text.salt) + [UInt8](repeating: 0, count: 20) + Array(text.text.utf8)) }
        }
    }

    private mutating func add(_ prefix: [UInt8], _ message: some Sequence<UInt8>) {
        bytes += prefix
        bytes += message
        ends.append(bytes.count)
    }

    /// Nanoseconds for all of them, in as many parts as threads.
    func hash(threads: Int) -> Double {
        timed {
            DispatchQueue.concurrentPerform(iterations: threads) { part in
                hash(ends.count * part / threads..<ends.count * (part + 1) / threads)
            }
        }
    }

    private func hash(_ range: Range<Int>) {
        var sum: UInt8 = 0
        bytes.withUnsafeBytes { buffer in
            for i in range {
                let start = i == 0 ? 0 : ends[i - 1]
                let digest = SHA256.hash(data: UnsafeRawBufferPointer(rebasing: buffer[start..<ends[i]]))
                digest.withUnsafeBytes { sum ^= $0[0] }
            }
        }
        withExtendedLifetime(sum) {}
    }
}
