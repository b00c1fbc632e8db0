import Foundation
import LedgerLog
import LedgerModel
import LedgerProjections

/// Questions in process against random gets, folds against a scan.
struct ReadingRows {
    let around: Surroundings
    let store: Store
    let isShort: Bool

    private var name: String { store.name.rawValue }
    private var rounds: Int { isShort ? 5 : 7 }
    private static let gets = 20_000

    func questions(into table: inout Table) throws {
        let questions = try Question.read(store.questions)
        let indicators = questions.filter { $0.kind == .indicator }
        var (latencies, gets): (Latencies, [Double]) = (Latencies(), [])
        var ratios: [Double] = []
        var blocks: [String] = []
        for round in 0..<rounds {
            // A snapshot for each round: what a program that asks one thing pays once is in the first question.
            var answerer = Answerer(try Ledger(opening: store.ledger, mode: .reading).snapshot())
            let times = try indicators.map { try answerer.ask($0) }
            times.forEach { latencies.add($0) }
            let get = try around.limits.run(["get", store.log, "\(Self.gets)", "\(round)"]).numbers[0] / Double(Self.gets)
            gets.append(get)
            ratios.append(times.median / get)
            blocks = answerer.blocks
        }
        table.add(Row("indicator", "one indicator as of a random moment, in process", store: name, latencies.median / 1e3, "µs", limit: ("random get, µs", gets.median / 1e3),
                      ratio: ratios.median, goal: .atMost(ratio: 12), note: "p99 \(number(latencies.percentile(99) / 1e3)) µs"))
        blocks += try self.tables(questions, &table)
        blocks += try audit(questions, &table)
        try Answers.demandSame(blocks, store.answers, "ledger (\(name))")
    }

    private func tables(_ questions: [Question], _ table: inout Table) throws -> [String] {
        let asked = questions.filter { $0.kind == .table }
        var medians: [Double] = []
        var blocks: [String] = []
        let turns = isShort ? 2 : rounds
        for _ in 0..<turns {
            var answerer = Answerer(try Ledger(opening: store.ledger, mode: .reading).snapshot())
            medians.append(try asked.map { try answerer.ask($0) }.median)
            blocks = answerer.blocks
        }
        table.add(Row("table", "a city's whole table as of a random moment, in process", store: name, medians.median / 1e6, "ms", goal: .atMostValue(5)))
        return blocks
    }

    private func audit(_ questions: [Question], _ table: inout Table) throws -> [String] {
        let asked = questions.filter { $0.kind == .loosened }
        var times: [Double] = []
        var blocks: [String] = []
        for _ in 0..<(isShort ? 3 : 5) {
            var answerer = Answerer(try Ledger(opening: store.ledger, mode: .reading).snapshot())
            times.append(try asked.map { try answerer.ask($0) }.sum)
            blocks = answerer.blocks
        }
        let hits = Double(max(1, blocks.joined().split(separator: "\n").count - asked.count))
        table.add(Row("audit", "targets loosened after the actual was known, in process", store: name, times.median / 1e3 / hits, "µs a hit", goal: .atMostValue(4),
                      note: "\(Int(hits)) hits in \(number(times.median / 1e6)) ms"))
        return blocks
    }

    /// Every entry held against its hash and laid under its subjects, and then the values of every plan as they hold now, as `replay --from-first` does: nothing
    /// derived is read.
    func fold(into table: inout Table) throws {
        let pair = try Pair(rounds: 5) {
            let ledger = try Ledger(opening: store.ledger, mode: .reading)
            var size = 0.0
            let time = try timed {
                let snapshot = try ledger.snapshotFromFirst()
                for plan in try snapshot.subjects(of: .plan) { _ = try FactTable(snapshot, plan: plan) }
                size = Double(snapshot.size)
            }
            return size / time * 1e9
        } limit: {
            let scan = try around.limits.run(["scan", store.log]).numbers
            return scan[0] / scan[1] * 1e9
        }
        table.add(Row("fold", "fold of the whole log in memory, one core", store: name, pair.value, "events/s", limit: ("touching scan", pair.limit), ratio: pair.ratio,
                      goal: .atLeast(ratio: 0.1)))
    }

    func rebuild(into table: inout Table) throws {
        let folder = try around.folder("rebuild")
        let copy = folder + "/kpi.ledger"
        try around.copy(store.ledger, copy)
        var rows = 0.0
        let rates = try Pair(rounds: 5) {
            let ledger = try Ledger(opening: copy, mode: .writing)
            return 1e9 / (try timed { try ledger.rebuild() })
        } limit: {
            let target = folder + "/rows"
            try? FileManager.default.removeItem(atPath: target)
            try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
            let outcome = try around.limits.run(["rows", store.views, target]).numbers
            rows = outcome[0]
            return 1e9 / outcome[1]
        }
        table.add(Row("rebuild", "rebuild of all stored views", store: name, rates.value * rows, "rows/s", limit: ("MDB_APPEND of the rows", rates.limit * rows), ratio: rates.ratio,
                      goal: .atLeast(ratio: 0.2)))
        try FileManager.default.removeItem(atPath: folder)
    }
}
