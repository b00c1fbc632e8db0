import Foundation
import LedgerLog

/// Pages after compact, and memory by the number of events.
struct SpaceRows {
    let around: Surroundings

    func pages(_ store: Store, into table: inout Table) throws {
        let folder = try around.folder("space")
        let copy = folder + "/kpi.ledger"
        try around.copy(store.ledger, copy)
        _ = try Ledger(opening: copy, mode: .writing).compact()
        let (log, views) = (try around.limits.run(["pages", copy + "/log"]).numbers, try around.limits.run(["pages", copy + "/views"]).numbers)
        table.add(Row("pages", "live pages of both environments after compact", store: store.name.rawValue, (log[0] + views[0]) / 1e6, "MB", limit: ("stored records, MB", log[2] / 1e6),
                      goal: .atMost(ratio: 2.5), note: "log \(number(log[0] / 1e6)), views \(number(views[0] / 1e6))"))
        try FileManager.default.removeItem(atPath: folder)
    }

    /// Peak of anonymous memory of a process, in the larger store against the smaller.
    func memory(_ smaller: Store, _ larger: Store, into table: inout Table) throws {
        let folder = try around.folder("memory")
        for (id, figure, words) in [
            ("fold", "replay --from-first", { (store: Store) in ["replay", "--from-first", "--plan", "c00000", "--ledger", store.ledger] }),
            ("verify", "verify", { ["verify", "--ledger", $0.ledger] }),
            ("export", "export", { ["export", folder + "/" + $0.name.rawValue, "--ledger", $0.ledger] }),
        ] {
            try compare("memory-\(id)", figure, smaller, larger, &table) { try around.ledger.run(words($0), output: "/dev/null", watching: true).anonymous }
        }
        var whole: Row?
        try compare("memory-import", "append --file, batches of 10,000", smaller, larger, &table) { store in
            let path = folder + "/\(store.name.rawValue).ledger"
            try around.ledger.run(["init", "--ledger", path, "--name", "benchmark.example", "--by", Surroundings.by])
            let outcome = try around.ledger.run(["append", "--ledger", path, "--file", store.drafts, "--batch-size", "10000"], output: "/dev/null", watching: true)
            if store.name == larger.name {
                let size = Double(try Ledger(opening: path, mode: .reading).snapshot().size)
                whole = Row("import", "import as NDJSON, one process, caught up", store: store.name.rawValue, size / outcome.nanoseconds * 1e9, "events/s",
                            goal: .atLeastValue(60_000), note: "one run")
            }
            return outcome.anonymous
        }
        if let whole { table.add(whole) }
        try FileManager.default.removeItem(atPath: folder)
    }

    private func compare(_ id: String, _ figure: String, _ smaller: Store, _ larger: Store, _ table: inout Table, _ peak: (Store) throws -> Int) throws {
        let (few, many) = (Double(try peak(smaller)) / 1e6, Double(try peak(larger)) / 1e6)
        table.add(Row(id, "anonymous memory of \(figure)", store: larger.name.rawValue, many, "MB", limit: ("in \(smaller.name.rawValue), MB", few), goal: .atMost(ratio: 1.5)))
    }
}
