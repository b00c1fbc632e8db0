import Foundation
import LedgerLog
import LedgerModel
import LedgerVerifier

/// One figure of ledger beside those of the other two.
struct PeerRow: Codable {
    let id: String
    let figure: String
    let store: String
    let unit: String
    let ledger: Double
    let sqlite: Double
    let postgres: Double
    /// How many times better ledger is than the better of the two.
    let ratio: Double
    let goal: Double?

    static let head = """
        | figure | store | ledger | SQLite | PostgreSQL | ledger against the better | goal | |
        | --- | --- | ---: | ---: | ---: | ---: | ---: | --- |
        """

    static let fairness = """
        What is unfair here, to whom:

        - One event: LMDB's commit syncs twice, a write-ahead log once. For SQLite and PostgreSQL.
        - ledger judges every entry against what stood before, hashes a Merkle tree and salts and commits texts; the others check types, triggers and (SQLite) one hash
          an event, and take a wrong old value without a word. For SQLite and PostgreSQL, in every row that writes.
        - Their clients in C read of a draft's JSON only what fills columns; ledger reads and checks all of it. For SQLite and PostgreSQL.
        - An index for exactly these questions was put beside the tables, covering where that helps; another question would find none. For SQLite and PostgreSQL.
        - ledger's answer for one indicator and for a table is the values as FactLines folds them, without names, progress or grades; theirs is periods, values and statuses. To nobody.
        - ledger and SQLite answer in process, PostgreSQL through a socket; it serves many users at once for that. Against PostgreSQL.
        - verify: SQLite checks one chain and its own structure, PostgreSQL its history and indexes and would not see an altered value; ledger recomputes tree, chains,
          commitments, rules, views and pages, on all cores. For SQLite and PostgreSQL.
        - PostgreSQL runs without autovacuum, both were analysed after loading; ledger's store is as it grew. For SQLite and PostgreSQL.
        - ledger answers from its own process's memory map of a file in the page cache; the others copy rows out. Against both.
        """

    var line: String {
        let verdict = goal.map { ratio >= $0 ? "met" : "missed, \(number($0 / ratio)) × short" } ?? ""
        return "| \(figure) | \(store) | \(number(ledger)) \(unit) | \(number(sqlite)) | \(number(postgres)) | \(number(ratio)) × | \(goal.map { number($0) + " ×" } ?? "") | \(verdict) |"
    }
}

/// The same facts in SQLite and PostgreSQL, asked in turns with ledger.
struct PeerRows {
    let around: Surroundings
    let store: Store
    let cluster: Cluster
    private(set) var rows: [PeerRow] = []

    private var name: String { store.name.rawValue }
    private var sqlite: String { store.folder + "/sqlite/events.db" }
    private var database: String { String(URL(fileURLWithPath: store.folder).lastPathComponent.map { $0 == "-" ? "_" : $0 }) }
    private static let rounds = 5

    init(around: Surroundings, store: Store, cluster: Cluster) throws {
        (self.around, self.store, self.cluster) = (around, store, cluster)
        if !FileManager.default.fileExists(atPath: sqlite) {
            say("loading SQLite (\(name))")
            try makeSQLite()
        }
        if try !cluster.has(database) {
            say("loading PostgreSQL (\(name))")
            try cluster.make("fresh")
            try around.peers.run(["postgres", "load", cluster.place("fresh"), store.drafts])
            try cluster.rename("fresh", to: database)
        }
    }

    private func makeSQLite() throws {
        let folder = store.folder + "/sqlite.new"
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try around.peers.run(["sqlite", "load", folder + "/events.db", store.drafts])
        try FileManager.default.moveItem(atPath: folder, toPath: store.folder + "/sqlite")
    }

    /// In turns: three figures of each round. `higher`: more is better.
    private mutating func add(
        _ id: String, _ figure: String, unit: String, goal: Double?, rounds: Int = PeerRows.rounds, higher: Bool = false, ledger: () throws -> Double,
        sqlite: () throws -> Double, postgres: () throws -> Double
    ) throws {
        var (ours, first, second, ratios): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
        for _ in 0..<rounds {
            let (a, b, c) = (try ledger(), try sqlite(), try postgres())
            ours.append(a)
            first.append(b)
            second.append(c)
            ratios.append(higher ? a / max(b, c) : min(b, c) / a)
        }
        rows.append(
            PeerRow(id: id, figure: figure, store: name, unit: unit, ledger: ours.median, sqlite: first.median, postgres: second.median, ratio: ratios.median, goal: goal))
        show(rows.last?.line ?? "")
    }

    mutating func questions() throws {
        let questions = try Question.read(store.questions)
        var blocks: [[String]] = [[], [], []]
        for (kind, figure, unit, scale, goal) in [
            (Question.Kind.indicator, "one indicator as of a random moment, twelve periods", "µs", 1e3, 8.0), (.table, "a city's table as of a random moment", "ms", 1e6, 5),
            (.loosened, "targets loosened after the actual was known", "ms", 1e6, 5),
        ] {
            let asked = questions.filter { $0.kind == kind }
            let file = around.scratch + "/answers"
            let (around, store, sqlite, place) = (around, store, sqlite, cluster.place(database))
            var answers: [[String]] = [[], [], []]
            func peer(_ system: String, _ place: String, _ at: Int) throws -> Double {
                let times = try around.peers.run([system, "ask", place, store.questions, kind.rawValue, file]).numbers
                answers[at] = [try String(contentsOfFile: file, encoding: .utf8)]
                return times.median / scale
            }
            try add("peer-\(kind.rawValue)", figure, unit: unit, goal: goal) {
                var answerer = Answerer(try Ledger(opening: store.ledger, mode: .reading).snapshot())
                let times = try asked.map { try answerer.ask($0) }
                answers[0] = answerer.blocks
                return times.median / scale
            } sqlite: {
                try peer("sqlite", sqlite, 1)
            } postgres: {
                try peer("postgres", place, 2)
            }
            for i in 0..<3 { blocks[i] += answers[i] }
        }
        for (who, given) in zip(["ledger", "SQLite", "PostgreSQL"], blocks) { try Answers.demandSame(given, store.answers, "\(who) (\(name))") }
    }

    mutating func verify() throws {
        let (around, store, sqlite, place) = (around, store, sqlite, cluster.place(database))
        try add("peer-verify", "everything checked", unit: "ms", goal: 2.5) {
            let ledger = try Ledger(opening: store.ledger, mode: .reading)
            var verdict: Verdict?
            let time = try timed { verdict = Auditor.verify(try StoredLedger(ledger)).verdict }
            guard verdict == .intact else { throw Failure("\(store.name.rawValue) is not intact") }
            return time / 1e6
        } sqlite: {
            try around.peers.run(["sqlite", "verify", sqlite]).numbers.sum / 1e6
        } postgres: {
            try around.peers.run(["postgres", "verify", place]).numbers.sum / 1e6
        }
    }

    mutating func appends() throws {
        let folder = try around.folder("peer-writing")
        let copy = folder + "/kpi.ledger", file = folder + "/events.db"
        try around.copy(store.ledger, copy)
        try around.copy(sqlite, file)
        try cluster.make("scratch", from: database)
        let place = cluster.place("scratch")
        let more = try MoreDrafts(around, after: try Ledger(opening: store.ledger, mode: .reading).snapshot().size)
        let writer = try Writer(copy, more.drafts, key: nil)
        let around = around
        var skips = ["sqlite": 0, "postgres": 0]
        func peer(_ system: String, _ place: String, _ length: Int, _ count: Int) throws -> [Double] {
            let times = try around.peers.run([system, "append", place, more.file, "\(skips[system] ?? 0)", "\(length)", "\(count)"]).numbers
            skips[system, default: 0] += length * count
            return times
        }
        _ = try writer.append(MoreDrafts.founding)
        for (system, place) in [("sqlite", file), ("postgres", place)] { _ = try peer(system, place, MoreDrafts.founding, 1) }
        let count = 200
        try add("peer-append", "one event, durable, p50", unit: "µs", goal: nil) {
            try (0..<count).map { _ in try writer.append(1) }.median / 1e3
        } sqlite: {
            try peer("sqlite", file, 1, count).median / 1e3
        } postgres: {
            try peer("postgres", place, 1, count).median / 1e3
        }
        let batches = 3
        func rate(_ nanoseconds: Double) -> Double { Double(batches) * 1_000 / nanoseconds * 1e9 }
        try add("peer-batch", "durable batch of 1,000, all tables caught up", unit: "events/s", goal: 1.5, higher: true) {
            rate(try (0..<batches).map { _ in try writer.append(1_000) + writer.catchUp() }.sum)
        } sqlite: {
            rate(try peer("sqlite", file, 1_000, batches).sum)
        } postgres: {
            rate(try peer("postgres", place, 1_000, batches).sum)
        }
        try cluster.drop("scratch")
        try FileManager.default.removeItem(atPath: folder)
    }

    /// The first entries of the store's NDJSON into something empty, parsing included.
    mutating func imports(_ count: Int) throws {
        let folder = try around.folder("peer-import")
        let part = folder + "/part.ndjson"
        try Child(program: "/usr/bin/head").run(["-n", "\(count)", store.drafts], output: part)
        let (around, cluster) = (around, cluster)
        try add("peer-import", "import of \(number(Double(count))) entries as NDJSON, caught up", unit: "events/s", goal: 1.5, higher: true) {
            let path = folder + "/kpi.ledger"
            try? FileManager.default.removeItem(atPath: path)
            try around.ledger.run(["init", "--ledger", path, "--name", "benchmark.example", "--by", Surroundings.by])
            return Double(count) / (try around.ledger.run(["append", "--ledger", path, "--file", part, "--batch-size", "10000"], output: "/dev/null").nanoseconds) * 1e9
        } sqlite: {
            for end in ["", "-wal", "-shm"] { unlink(folder + "/events.db" + end) }
            return Double(count) / (try around.peers.run(["sqlite", "load", folder + "/events.db", part]).numbers.sum) * 1e9
        } postgres: {
            try cluster.make("scratch")
            return Double(count) / (try around.peers.run(["postgres", "load", cluster.place("scratch"), part]).numbers.sum) * 1e9
        }
        try cluster.drop("scratch")
        try FileManager.default.removeItem(atPath: folder)
    }

    mutating func space() throws {
        let size = Double(try Ledger(opening: store.ledger, mode: .reading).snapshot().size)
        func bytes(_ path: String) -> Double { Double((try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0) }
        let (ledger, sqlite) = (bytes(store.log + "/data.mdb") + bytes(store.views + "/data.mdb"), bytes(sqlite))
        let postgres = try cluster.bytes(database)
        try add("peer-space", "bytes an event on disk, as it grew", unit: "B", goal: nil, rounds: 1) { ledger / size } sqlite: { sqlite / size } postgres: { postgres / size }
    }
}
