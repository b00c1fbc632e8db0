import Foundation
import LedgerLog

/// Every command as a fresh process: the release binary, everything in the page cache.
struct ProcessRows {
    let around: Surroundings
    let store: Store
    let isShort: Bool

    private var name: String { store.name.rawValue }
    private var repeats: Int { isShort ? 7 : 15 }

    /// What reads one city: its number, one of its plans, indicators and programmes.
    private var commands: [(String, [String])] {
        let (plan, indicator, programme) = ("c00000", "c00000-i7", "c00000-p3")
        return [
            ("status", ["status"]),
            ("log --limit 100", ["log", "--limit", "100"]),
            ("show", ["show", indicator]),
            ("show --as-of", ["show", indicator, "--as-of", "15000"]),
            ("history", ["history", indicator]),
            ("replay --plan", ["replay", "--plan", plan]),
            ("replay --plan --as-of", ["replay", "--plan", plan, "--as-of", "15000"]),
            ("diff, one indicator", ["diff", "--from", "15000", "--subject", indicator]),
            ("diff, 1,000 entries", ["diff", "--from", "28000", "--to", "29000"]),
            ("audit targets", ["audit", "targets"]),
            ("audit targets --loosened --after-actual", ["audit", "targets", "--loosened", "--after-actual"]),
            ("audit targets --programme", ["audit", "targets", "--programme", programme]),
            ("audit opinions --unanswered", ["audit", "opinions", "--unanswered"]),
            ("audit late", ["audit", "late"]),
            ("audit by", ["audit", "by", "\(plan)-mayor"]),
        ] + ["progress", "scoreboard", "changes", "opinions", "revisions", "amounts", "errata", "discrepancies"].map { ("report \($0)", ["report", $0, "--plan", plan]) }
            + [("report indicator", ["report", "indicator", "--indicator", indicator]), ("report programme", ["report", "programme", "--programme", programme])]
    }

    private func milliseconds(_ words: [String]) throws -> [Double] {
        var times: [Double] = []
        // Five times at least; what is far too slow need not be measured well.
        while times.count < 5 || times.count < repeats && times[0] < 300 {
            // 1: the answer is no, or there are differences.
            times.append(try around.ledger.run(words, allowed: [0, 1], output: "/dev/null").nanoseconds / 1e6)
        }
        return times
    }

    private func words(_ command: [String]) -> [String] { command + ["--ledger", store.ledger] }

    /// One indicator as of a moment, against a process that does nothing.
    func indicator(into table: inout Table) throws {
        let questions = try Question.read(store.questions)
        // In the first fifth of a store some indicators are not there yet, which the program refuses.
        let size = questions.map(\.moment).max() ?? 0
        let asked = questions.filter { $0.kind == .indicator && $0.moment > size / 5 }
        var turn = 0
        let pair = try Pair(rounds: isShort ? 9 : 21) {
            turn += 1
            let question = asked[turn % asked.count]
            return try around.ledger.run(words(["show", question.name, "--as-of", "\(question.moment)"]), output: "/dev/null").nanoseconds / 1e6
        } limit: {
            try around.ledger.run(["--version"], output: "/dev/null").nanoseconds / 1e6
        }
        let above = zip(pair.ours, pair.limits).map { $0 - $1 }.median
        table.add(Row("show", "the same as a fresh process", store: name, pair.value, "ms", limit: ("ledger --version", pair.limit), goal: .atMostValue(20)))
        table.add(Row("show-above", "… above ledger --version", store: name, above, "ms", goal: .atMostValue(5)))
    }

    /// All printed, as a person sees it.
    func audit(into table: inout Table) throws {
        let times = try milliseconds(words(["audit", "targets", "--loosened", "--after-actual"]))
        table.add(Row("audit-printed", "audit targets --loosened --after-actual, all printed", store: name, times.median, "ms", goal: .atMostValue(100)))
    }

    func everyCommand(into table: inout Table) throws {
        var worst = ("", 0.0)
        for (title, command) in commands {
            let time: Double
            do {
                time = try milliseconds(words(command)).median
            } catch let failure as Failure {
                throw Failure("\(title): \(failure.description)")
            }
            if time > worst.1 { worst = (title, time) }
            if !isShort { table.add(Row("process-\(title)", "`\(title)`", store: name, time, "ms", goal: .atMostValue(30))) }
        }
        table.add(Row("process", "slowest command that reads one city, as a fresh process", store: name, worst.1, "ms", goal: .atMostValue(30), note: worst.0))
    }
}
