import Foundation
import Glibc
import LMDB
import LedgerLog
import LedgerModel
import LedgerTestSupport
import LedgerVerifier
import Testing

/// What an open ledger keeps from append to append changes nothing but the time that it takes.
@Suite struct WriterStateTests {
    private func note(_ text: String, id: String = "") -> Draft {
        draft(.auditNoted(.with { $0.subject = World.visitors }), id: id).saying(.note, text)
    }

    private func notes(_ count: Int, _ name: String) -> [Draft] { (0..<count).map { note("\($0)", id: "\(name)-\($0)") } }

    private func expectIntact(_ world: TemporaryLedger, _ comment: Comment? = nil) throws {
        let report = try world.verify()
        #expect(report.verdict == .intact, comment ?? "\(report.findings)")
    }

    /// A batch too long for rows that are written meanwhile: the state goes, the rows follow from the log, and the next append knows them.
    @Test func aVeryLongBatch() throws {
        let world = try TemporaryLedger(World.drafts)
        _ = try world.ledger.append(notes(3, "before"))
        let units = (0..<20_100).map { i in
            draft(.unitCreated(.with { ($0.id, $0.name) = ("long-\(i)", "\(i)") }), id: "long-\(i)")
        }
        let receipt = try world.ledger.append(units)
        #expect(try world.ledger.snapshot().pending == 0 && world.ledger.viewsFault == nil)
        #expect(try world.ledger.append(units).wasKnown)
        #expect(try world.ledger.append(notes(1, "after")).first == receipt.last + 1)
        try expectIntact(world)
    }

    /// The same acts, refused ones and dry runs among them, on a ledger that stays open and on one that is opened anew for each:
    /// the same answers and the same bytes.
    @Test(arguments: [1, 2, 4, 5] as [UInt64]) func aLedgerKeptOpenWritesWhatOneOpenedAnewWrites(_ fixed: UInt64) throws {
        let seed = Seeds.one(fixed)
        var source = RandomDrafts(seed: seed)
        var generator = SeededGenerator(seed: seed ^ 1)
        let kept = try TemporaryLedger(World.drafts, seed: seed)
        let directory = try TemporaryDirectory()
        let path = directory.path + "/l"
        let clock = TestClock()
        let surroundings = Surroundings.test(clock, seed: seed)
        _ = try Ledger.create(at: path, opened: opened(), followedBy: World.drafts, surroundings: surroundings)

        func outcome(_ ledger: Ledger, _ batch: [Draft], _ options: AppendOptions) throws -> (Receipt?, [Problem.Code]) {
            var receipt: Receipt?
            let refused = try codes { receipt = try ledger.append(batch, options: options) }
            return (receipt, refused)
        }
        for step in 0..<200 {
            let batch = try source.batch(in: kept.ledger.snapshot())
            var options = AppendOptions()
            options.isDryRun = Int.random(in: 0..<5, using: &generator) == 0
            // Who looks at a ledger reads the clock too.
            for clock in [kept.clock, clock] { clock.set(TestClock.start + UInt64(step + 1) * 60_000_000_000) }
            let anew = try Ledger(opening: path, mode: .writing, surroundings: surroundings)
            let (mine, theirs) = try (outcome(kept.ledger, batch, options), outcome(anew, batch, options))
            #expect(mine.0 == theirs.0 && mine.1 == theirs.1, "seed \(seed), step \(step)")
            if Int.random(in: 0..<40, using: &generator) == 0 { try kept.ledger.derive() }
            if Int.random(in: 0..<40, using: &generator) == 0 { try kept.ledger.rebuild() }
        }
        var records: [[UInt8]] = []
        try StoredLedger(Ledger(opening: path, mode: .reading)).forEachRecord { _, bytes in
            records.append(bytes)
            return true
        }
        #expect(try kept.records() == records, "seed \(seed)")
        #expect(records.count > World.drafts.count + 20, "seed \(seed): hardly anything was accepted")
        try expectIntact(kept, "seed \(seed)")
    }

    @Test func anotherProcessAppendsInBetween() async throws {
        let world = try TemporaryLedger(World.drafts)
        _ = try world.ledger.append([actual("rate", "FY2017", value("61", "%", .level), on: "2018-08-01")])
        let before = try world.ledger.snapshot().size
        await #expect(processExitsWith: .success) { [path = world.path as String] in
            let ledger = try Ledger(opening: path, mode: .writing, surroundings: elsewhere())
            _ = try ledger.append([actual("rate", "FY2018", value("62", "%", .level), on: "2019-08-01", id: "elsewhere")])
        }
        world.clock.set(TestClock.start + 7_200_000_000_000)
        // What was said there is known here: it cannot be said for the first time again, its id is a retry's, and the chain goes on from it.
        #expect(try world.refusals([actual("rate", "FY2018", value("63", "%", .level), on: "2019-08-01")]) == [.factExists])
        let again = try world.ledger.append([actual("rate", "FY2018", value("62", "%", .level), on: "2019-08-01", id: "elsewhere")])
        #expect(again.wasKnown && again.first == before + 1)
        let receipt = try world.ledger.append([actual("rate", "FY2019", value("63", "%", .level), on: "2020-08-01")])
        #expect(receipt.first == before + 2)
        try expectIntact(world)
    }

    @Test func anotherProcessCompactsInBetween() async throws {
        let world = try TemporaryLedger(World.drafts)
        _ = try world.ledger.append(notes(300, "a"))
        _ = try world.ledger.append([note("waits for its rows", id: "waiting")])
        await #expect(processExitsWith: .success) { [path = world.path as String] in
            _ = try Ledger(opening: path, mode: .writing).compact()
        }
        _ = try world.ledger.append(notes(3, "b"))
        #expect(try world.ledger.append([note("waits for its rows", id: "waiting")]).wasKnown)
        try expectIntact(world)
    }

    @Test(arguments: [0, 300]) func theViewsAreDeletedInBetween(_ count: Int) throws {
        let world = try TemporaryLedger(World.drafts)
        _ = try world.ledger.append(notes(300, "a"))
        try FileManager.default.removeItem(atPath: world.path + "/views")
        _ = try world.ledger.append(notes(count + 1, "b"))
        #expect(try world.ledger.append(notes(300, "a")).wasKnown)
        #expect(try world.ledger.append(notes(count + 1, "b")).wasKnown)
        try expectIntact(world)
    }

    /// Rows that another process has altered behind an open ledger: what is judged rests on the log all the same.
    @Test(arguments: ["ids", "rows"]) func theViewsAreAlteredInBetween(_ table: String) async throws {
        for edit in 0..<3 {
            let world = try TemporaryLedger(World.drafts)
            try world.ledger.derive()
            _ = try world.ledger.append(notes(2, "a"))
            await #expect(processExitsWith: .success) { [path = world.path as String, table = table as String, edit = edit as Int] in
                try alterLastRow(path, table, edit)
            }
            _ = try world.ledger.append([note("once more"), unit("new"), plan("p8", "FY2020-FY2024")])
            #expect(try world.ledger.append(notes(2, "a")).wasKnown)
            try world.ledger.rebuild()
            try expectIntact(world)
        }
    }

    /// A refused batch and a dry run leave nothing behind: neither facts nor ids nor links.
    @Test(arguments: [true, false]) func whatWasNotCommittedIsForgotten(_ isDryRun: Bool) throws {
        let world = try TemporaryLedger(World.drafts)
        let first = actual("rate", "FY2017", value("61", "%", .level), on: "2018-08-01", id: "first")
        let other = draft(.ended(.with { $0.subject = Subject(.indicator, "rate"); $0.kind = .abolished }), on: "2019-03-31", id: "other")
        var options = AppendOptions()
        options.isDryRun = isDryRun
        let batch = isDryRun ? [first, other] : [first, other, actual("nobody", "FY2017", value("1"))]
        #expect(try codes { _ = try world.ledger.append(batch, options: options) } == (isDryRun ? [] : [.unknownSubject]))
        // The same ids, and figures for the indicator that the batch would have ended.
        let receipt = try world.ledger.append([first, actual("rate", "FY2019", value("64", "%", .level), on: "2020-08-01", id: "other")])
        #expect(!receipt.wasKnown)
        try expectIntact(world)
    }

    /// A commit that fails leaves an open ledger as one that is opened anew finds it.
    @Test func aCommitThatFails() async throws {
        let world = try TemporaryLedger(World.drafts)
        try await failingCommit(world.path)
        world.clock.set(TestClock.start + 7_200_000_000_000)
        _ = try world.ledger.append(notes(1, "c"))
        #expect(try world.ledger.append(notes(2, "b")).wasKnown)
        try expectIntact(world)
    }

    private func failingCommit(_ path: String) async throws {
        await #expect(processExitsWith: .success) { [path = path as String] in
            func notes(_ count: Int, _ name: String) -> [Draft] {
                (0..<count).map { i in draft(.auditNoted(.with { $0.subject = World.visitors }), id: "\(name)-\(i)").saying(.note, "\(i)") }
            }
            let ledger = try Ledger(opening: path, mode: .writing, surroundings: elsewhere())
            _ = try ledger.append(notes(2, "a"))
            let size = try ledger.snapshot().size
            // No file may grow: the log's pages do not fit.
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 4_096, rlim_max: rlim_t.max)
            unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            let refused = try codes { _ = try ledger.append(notes(200, "lost")) }
            limit.rlim_cur = rlim_t.max
            unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            guard refused == [.storage], try ledger.snapshot().size == size else { exit(1) }
            let receipt = try ledger.append(notes(2, "b"))
            guard receipt.first == size + 1, try ledger.append(notes(2, "a")).wasKnown else { exit(2) }
        }
    }

    /// Batches larger than what the facts in memory may take, over more subjects than are kept.
    @Test func moreSubjectsThanAreKept() throws {
        let world = try TemporaryLedger(World.drafts)
        for part in 0..<3 {
            _ = try world.ledger.append((0..<8_000).map { indicator("many-\(part)-\($0)") })
        }
        _ = try world.ledger.append((0..<3).map { part in
            draft(.aliasNoted(.with { $0.subject = Subject(.indicator, "many-\(part)-7"); $0.alias = "another name" }))
        })
        try expectIntact(world)
    }
}

/// Another process, an hour later.
private func elsewhere() -> Surroundings { .test(TestClock(TestClock.start + 3_600_000_000_000), seed: 99) }

/// Alters, moves or removes the last row of a table of views that nobody has open in this process.
private func alterLastRow(_ path: String, _ table: String, _ edit: Int) throws {
    var options = LMDB.Environment.Options(.write)
    options.maxTables = 16
    let views = try LMDB.Environment(path: path + "/views", options)
    try views.write { transaction in
        let table = try transaction.createTable(table)
        var row: (key: [UInt8], value: [UInt8]) = ([], [])
        try transaction.scan(table) { key, value in
            row = (key.indices.map { key[$0] }, value.indices.map { value[$0] })
            return true
        }
        _ = try transaction.delete(table, row.key)
        switch edit {
        case 0: row.value[7] ^= 1
        case 1: row.key[row.key.count - 1] ^= 1
        default: return
        }
        try transaction.put(table, row.key, row.value)
    }
}
