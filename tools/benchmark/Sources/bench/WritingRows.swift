import Foundation
import LedgerKeys
import LedgerLog
import LedgerModel
import LedgerProofs

/// Durable appends against LMDB's own durable puts of records as many and as large: into a copy of the same log.
struct WritingRows {
    let around: Surroundings
    let store: Store
    let isShort: Bool

    private static let length = 1_000

    private var rounds: Int { isShort ? 5 : 7 }
    private var singles: Int { isShort ? 40 : 256 }
    private var batches: Int { isShort ? 1 : 3 }

    func measure(into table: inout Table) throws {
        let folder = try around.folder("writing")
        let (plain, signed, limit) = (folder + "/plain.ledger", folder + "/signed.ledger", folder + "/limit")
        for copy in [plain, signed] { try around.copy(store.ledger, copy) }
        try around.copy(store.log, limit)
        let records = folder + "/records"
        let size = try Ledger(opening: store.ledger, mode: .reading).snapshot().size
        try around.limits.run(["records", store.log, records, "\(size - 10_000)"])
        let drafts = try MoreDrafts(around, after: size).drafts
        let (ours, keyed) = (try Writer(plain, drafts, key: nil), try Writer(signed, drafts, key: key(in: folder)))
        for writer in [ours, keyed] { _ = try writer.append(MoreDrafts.founding) }
        try singles(ours, keyed, limit, records, &table)
        try batches(ours, limit, records, &table)
        try FileManager.default.removeItem(atPath: folder)
    }

    private func key(in folder: String) throws -> LogSigner {
        let seed = (0..<32).map { UInt8($0) }
        guard let key = SigningKey(name: "benchmark.example", type: .note, seed: seed) else { throw Failure("no key") }
        return LogSigner(key: key, checkpoints: folder + "/keys/checkpoint")
    }

    private func singles(_ ours: Writer, _ keyed: Writer, _ limit: String, _ records: String, _ table: inout Table) throws {
        let sync = around.scratch + "/sync"
        var (latencies, signedLatencies, puts, syncs) = (Latencies(), Latencies(), Latencies(), Latencies())
        var (ratios, signedRatios, means): ([Double], [Double], [Double]) = ([], [], [])
        for _ in 0..<rounds {
            let ourTimes = try (0..<singles).map { _ in try ours.append(1) }
            let putTimes = try around.limits.run(["put", limit, records, "\(singles)"]).numbers
            let signedTimes = try (0..<singles).map { _ in try keyed.append(1) }
            for time in try around.limits.run(["fsync", sync, "\(singles)"]).numbers { syncs.add(time) }
            ourTimes.forEach { latencies.add($0) }
            signedTimes.forEach { signedLatencies.add($0) }
            putTimes.forEach { puts.add($0) }
            ratios.append(putTimes.median / ourTimes.median)
            signedRatios.append(putTimes.median / signedTimes.median)
            means.append(putTimes.sum / ourTimes.sum)
        }
        let name = store.name.rawValue
        func perSecond(_ nanoseconds: Double) -> Double { 1e9 / nanoseconds }
        func spread(_ one: Latencies) -> String { "p50 \(number(one.median / 1e3)) µs, p99 \(number(one.percentile(99) / 1e3)) µs" }
        let put = ("LMDB put", perSecond(puts.median))
        table.add(Row("sync", "4 KiB appended and fdatasync", store: "–", perSecond(syncs.median), "/s", note: spread(syncs)))
        table.add(Row("append", "durable append of one event", store: name, perSecond(latencies.median), "events/s", limit: put, ratio: ratios.median, goal: .atLeast(ratio: 0.7),
                      note: spread(latencies)))
        table.add(Row("append-mean", "the same, mean with the derived rows that fall due", store: name, perSecond(latencies.total / Double(latencies.count)), "events/s",
                      limit: ("LMDB put, mean", perSecond(puts.total / Double(puts.count))), ratio: means.median))
        table.add(Row("append-key", "the same with a signing key and the outside checkpoint", store: name, perSecond(signedLatencies.median), "events/s", limit: put,
                      ratio: signedRatios.median, goal: .atLeast(ratio: 0.5), note: spread(signedLatencies)))
    }

    private func batches(_ ours: Writer, _ limit: String, _ records: String, _ table: inout Table) throws {
        var (acknowledged, caughtUp): ([Double], [Double]) = ([], [])
        var large: [Double] = []
        let pair = try Pair(rounds: rounds) {
            var (first, both) = (0.0, 0.0)
            for _ in 0..<batches {
                let (acknowledged, returned) = try ours.appendBatch(Self.length)
                first += acknowledged
                both += returned + (try ours.catchUp())
            }
            acknowledged.append(Double(batches * Self.length) / first * 1e9)
            caughtUp.append(Double(batches * Self.length) / both * 1e9)
            return acknowledged.last ?? 0
        } limit: {
            if !isShort { large.append(100_000 / (try around.limits.run(["batch", limit, records, "100000", "1"]).numbers.sum) * 1e9) }
            return Double(batches * Self.length) / (try around.limits.run(["batch", limit, records, "\(Self.length)", "\(batches)"]).numbers.sum) * 1e9
        }
        let name = store.name.rawValue
        let bare = ("LMDB append", pair.limit)
        table.add(Row("batch", "durable batch of 1,000, acknowledged", store: name, pair.value, "events/s", limit: bare, ratio: pair.ratio, goal: .atLeast(ratio: 0.15)))
        table.add(Row("batch-derived", "the same, every derived table caught up", store: name, caughtUp.median, "events/s", limit: bare,
                      ratio: zip(caughtUp, pair.limits).map { $0 / $1 }.median, goal: .atLeast(ratio: 0.06)))
        if !isShort { table.add(Row("limit-100000", "bare MDB_APPEND, 100,000 a transaction", store: name, large.median, "records/s")) }
    }
}

/// Another city's entries, for a ledger that holds `after` entries.
struct MoreDrafts {
    let file: String
    let drafts: [Draft]

    /// What a city is founded with. Nobody measures that.
    static let founding = 4_100

    init(_ around: Surroundings, after size: UInt64) throws {
        file = around.scratch + "/more.ndjson"
        try around.python.run([around.repository + "/tools/generator/generate.py", "city", "--first", "90000", "--after", "\(size)"], output: file)
        drafts = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map { try Draft(jsonLine: String($0), place: "drafts") }
    }
}

/// A ledger that is written to, and the drafts that are still to come.
final class Writer {
    private let ledger: Ledger
    private var rest: ArraySlice<Draft>
    private var options = AppendOptions()

    init(_ path: String, _ drafts: [Draft], key: LogSigner?) throws {
        ledger = try Ledger(opening: path, mode: .writing)
        rest = drafts[...]
        options.logSigner = key
    }

    /// Nanoseconds for the next `count` entries, with the derived rows that fall due.
    func append(_ count: Int) throws -> Double { try appendBatch(count).returned }

    /// Nanoseconds until the next `count` entries are acknowledged, and until the ledger takes the next.
    func appendBatch(_ count: Int) throws -> (acknowledged: Double, returned: Double) {
        let batch = rest.prefix(count)
        guard batch.count == count else { throw Failure("not enough drafts") }
        rest = rest.dropFirst(count)
        let start = nanoseconds()
        var acknowledged = start
        options.acknowledge = { _ in acknowledged = nanoseconds() }
        _ = try ledger.append(batch, options: options)
        return (Double(acknowledged - start), Double(nanoseconds() - start))
    }

    /// Nanoseconds until every derived row is written.
    func catchUp() throws -> Double { try timed { try ledger.derive() } }
}
