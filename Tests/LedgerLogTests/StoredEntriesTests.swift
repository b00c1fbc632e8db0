import Foundation
import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerTestSupport
import Testing

/// What is read from derived rows without decoding them is what a fold of the whole log gives: on the example cities, with
/// and without a tail, at random moments.
@Suite struct StoredEntriesTests {
    private static let kitakyushu = ["kitakyushu/1-plan", "kitakyushu/2-h27", "kitakyushu/3-h28", "tour/1-yearly-target", "tour/2-revisions"]
    private static let kawasaki = ["1-plan", "2-r2", "3-r3", "4-opinions", "5-lineage", "6-next"].map { "kawasaki/" + $0 }

    enum Views: Sendable { case whole, asTheyCome, missing }

    private func city(_ files: [String], _ views: Views) throws -> (snapshot: Snapshot, memory: MemoryLedger, city: TemporaryLedger) {
        let city = try TemporaryLedger(try drafts(inFile: "tools/example/\(files[0]).ndjson"))
        for file in files.dropFirst() { _ = try city.ledger.append(try drafts(inFile: "tools/example/\(file).ndjson")) }
        if views == .whole { try city.ledger.derive() }
        // The log alone, beside the ledger: a store is opened once in a process.
        let bare = city.path + ".bare"
        if views == .missing {
            try FileManager.default.createDirectory(atPath: bare, withIntermediateDirectories: false)
            try FileManager.default.copyItem(atPath: city.path + "/log", toPath: bare + "/log")
        }
        let snapshot = try views == .missing ? Ledger(opening: bare, mode: .reading).snapshot() : city.ledger.snapshot()
        #expect(views == .asTheyCome || snapshot.pending == (views == .whole ? 0 : snapshot.size))
        var memory = MemoryLedger(settings: snapshot.settings)
        try snapshot.forEachEvent(after: 0, through: .max) { memory.add($0); return true }
        return (snapshot, memory, city)
    }

    private func moments(_ memory: MemoryLedger, seed: UInt64, _ count: Int) -> [AsOf] {
        var random = SeededGenerator(seed: seed)
        let days = memory.events.map(\.inForceDay) + memory.events.map(\.decidedDay)
        return [AsOf.now] + (0..<count).map { _ in
            AsOf(
                number: Bool.random(using: &random) ? .max : UInt64.random(in: 1...memory.size, using: &random),
                effective: Bool.random(using: &random) ? days.randomElement(using: &random) : nil,
                decided: Bool.random(using: &random) ? days.randomElement(using: &random) : nil)
        }
    }

    private func rows(_ table: KPITable) -> [String] {
        func row(_ entry: KPITable.Entry) -> [String] {
            ["\(entry.indicator.label) \(entry.name ?? "-") \(entry.code) \(entry.end?.number ?? 0)"] + entry.rows.map { line in
                let targets = line.targets.map { "\($0.current.number)<\($0.original.number)" }
                return "\(line.slot) \(line.measure?.unit ?? "-") \(line.baseline?.number ?? 0) \(targets) \(line.actuals.map(\.number)) \(line.goal?.number ?? 0) \(line.progress)"
            }
        }
        let groups = table.groups.flatMap { group in
            ["\(group.subject.label) \(group.depth)"] + group.programmes.flatMap { programme in
                ["\(programme.subject.label) \(programme.grades.map(\.event.number))"] + programme.entries.flatMap(row)
            } + group.entries.flatMap(row)
        }
        return groups + ["unattached"] + table.unattached.flatMap(row) + table.periods
    }

    private static let cities: [([String], Views)] = [(kitakyushu, .whole), (kitakyushu, .asTheyCome), (kawasaki, .asTheyCome), (kawasaki, .missing)]

    @Test(arguments: cities) func linesAndTablesAreThoseOfTheLog(files: [String], views: Views) throws {
        let (snapshot, memory, _) = try city(files, views)
        let seed = UInt64.random(in: 1...1_000_000)
        for asOf in moments(memory, seed: seed, 6) {
            for indicator in memory.subjects(of: .indicator) {
                let facts = try memory.facts(of: indicator, asOf: asOf)
                let lines = try snapshot.factLines(of: indicator, asOf: asOf)
                let standing = (facts.all(.baseline) + facts.targets.map(\.event) + facts.all(.actual)).map(\.number)
                #expect(lines.lines.map(\.number).sorted() == standing.sorted(), "seed \(seed), \(indicator.label) at \(asOf)")
                for line in lines.lines {
                    let stated = try lines.stated(line)
                    #expect(try Stated(#require(memory.event(line.number))) == stated, "seed \(seed), #\(line.number)")
                    #expect(stated.value.number == line.digits && stated.value.unit == line.unit && stated.fact.period == line.period)
                }
            }
            for plan in memory.subjects(of: .plan).map(Optional.some) + [nil] {
                #expect(try rows(KPITable(snapshot, plan: plan, asOf: asOf)) == rows(KPITable(memory, plan: plan, asOf: asOf)), "seed \(seed) at \(asOf)")
            }
        }
    }

    /// The index of a plan's indicators holds every one that has a value in it, whenever.
    @Test(arguments: cities) func indicatorsOfAPlan(files: [String], views: Views) throws {
        let (snapshot, memory, _) = try city(files, views)
        for plan in memory.subjects(of: .plan) {
            let planned = memory.subjects(of: .indicator).filter { memory.events(of: $0, through: .max).contains { $0.fact?.plan == plan.id } }
            let found = Set(try snapshot.indicators(plannedIn: plan.id))
            #expect(!planned.isEmpty && found.isSuperset(of: planned), "\(plan.label)")
        }
    }

    @Test(arguments: cities) func anAuditWithoutUnneededEntries(files: [String], views: Views) throws {
        let (snapshot, memory, _) = try city(files, views)
        func told(_ changes: [TargetChange]) -> [String] {
            changes.map { change in
                let known = change.known.map { "\($0.actual) \($0.stated?.number ?? 0) \(String(describing: $0.basis)) \($0.latest?.actual.number ?? 0) \($0.behind)" }
                return "\(change.subject.label) \(change.event.number) \(change.old?.event?.number ?? 0) \(change.effect) \(change.disguises) \(known ?? "-")"
            }
        }
        for asOf in moments(memory, seed: UInt64.random(in: 1...1_000_000), 4) {
            let (a, b) = (try TargetAudit(snapshot, asOf: asOf), try TargetAudit(memory, asOf: asOf))
            #expect(told(a.changes) == told(b.changes), "at \(asOf)")
            var filter = TargetAudit.Filter()
            (filter.loosened, filter.afterActual) = (true, true)
            let narrow = try TargetAudit(snapshot, asOf: asOf, filter: filter)
            #expect(told(narrow.changes) == told(b.changes.filter { $0.effect == .loosened && $0.known?.afterActual == .yes }), "at \(asOf)")
        }
    }

    /// What a walk of the log passes over is nothing that was asked for.
    @Test(arguments: cities) func entriesOfTheLogByWhatTheyAre(files: [String], views: Views) throws {
        let (snapshot, memory, _) = try city(files, views)
        for family in FactKey.Family.allCases {
            let acts = Acts.setting(family)
            var found: Set<UInt64> = []
            try snapshot.forEachEvent(after: 0, through: .max, where: { _, walked, _, _ in acts.contains(field: walked.act) }) { found.insert($0.number); return true }
            let setting = memory.events.filter { $0.touches.contains { $0.key.family == family } }.map(\.number)
            #expect(found.isSuperset(of: setting), "\(family)")
            #expect(found.count < Int(memory.size), "\(family)")
        }
        let late = try LateAudit(snapshot, moreThanDays: 30), expected = try LateAudit(memory, moreThanDays: 30)
        #expect(late.late.map(\.event.number) == expected.late.map(\.event.number) && late.cannotBeTold.map(\.number) == expected.cannotBeTold.map(\.number))
        #expect(late.backfills == expected.backfills)
        for actor in memory.subjects(of: .actor) {
            let a = try ActorActivity(snapshot, of: actor), b = try ActorActivity(memory, of: actor)
            #expect(a.lines.map(\.event.number) == b.lines.map(\.event.number) && a.lines.map(\.roles) == b.lines.map(\.roles), "\(actor.label)")
        }
    }
}
