import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerTestSupport
import LedgerVerifier
import TestSeeds
import Testing

/// Random batches: what append accepts the auditor calls intact, and what it refuses leaves nothing.
@Suite struct RandomHistoryTests {
    @Test(arguments: 0..<4) func whatIsAcceptedIsIntact(_ round: Int) throws {
        let seed = Seeds.one(UInt64(round) + 1)
        var source = RandomDrafts(seed: seed)
        let world = try TemporaryLedger(World.drafts, seed: seed)
        var accepted = 0
        var codesSeen: Set<Problem.Code> = []
        for step in 0..<150 {
            let before = try (world.ledger.snapshot().size, world.ledger.snapshot().root())
            let batch = try source.batch(in: world.ledger.snapshot())
            let refused = try codes { _ = try world.ledger.append(batch) }
            let after = try (world.ledger.snapshot().size, world.ledger.snapshot().root())
            if refused.isEmpty {
                accepted += 1
                #expect(after.0 == before.0 + UInt64(batch.count), "seed \(seed)")
            } else {
                #expect(after == before, "seed \(seed)")
                codesSeen.formUnion(refused)
            }
            if step % 40 == 0 { try world.ledger.derive() }
        }
        let report = try world.verify()
        #expect(report.verdict == .intact, "seed \(seed): \(report.findings)")
        // Neither side is empty, or this says nothing.
        #expect(accepted > 10 && codesSeen.count > 5, "seed \(seed): \(accepted) accepted, refused with \(codesSeen)")
    }
}

/// Draws acts over few subjects, so that they meet one another.
struct RandomDrafts {
    private var generator: SeededGenerator
    private let indicators = ["visitors", "hires", "rate", "old", "bare", "new1", "new2"]

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    private mutating func pick<T>(_ list: [T]) -> T { list[Int.random(in: list.indices, using: &generator)] }

    mutating func batch(in snapshot: Snapshot) throws -> [Draft] {
        try (0..<pick([1, 1, 1, 2, 3])).map { _ in try draft(in: snapshot) }
    }

    private mutating func draft(in snapshot: Snapshot) throws -> Draft {
        let indicator = pick(indicators)
        let number = pick(["0", "50", "100.0", "260", "1300", "-4"])
        let day = pick(["2016-05-01", "2018-08-01", "2019-08-01", "2020-08-01"])
        let changes: [Change] = [.first, .first, .revised, .corrected, .finalised]
        var draft: Draft
        switch Int.random(in: 0..<11, using: &generator) {
        case 0...2:
            let unit = pick(["人", "人", "%", "件"])
            draft = actual(indicator, pick(["FY2015", "FY2016", "FY2017", "FY2018"]), value(number, unit, pick([.singleYear, .cumulative])), on: day)
            draft = try changed(draft, indicator, pick(changes), snapshot)
        case 3...4:
            draft = target(indicator, pick(["FY2017", "FY2019", "FY2020"]), value(number), on: day)
            draft = try changed(draft, indicator, pick(changes), snapshot)
        case 5: draft = LedgerTestSupport.indicator("new\(Int.random(in: 1...200, using: &generator))")
        case 6: draft = ended(Subject(.indicator, indicator), on: day)
        case 7: draft = LedgerTestSupport.draft(.resumed(.with { $0.subject = Subject(.indicator, indicator) }), on: day)
        case 8: draft = restructured(pick([.merged, .replaced, .split]), [indicator], [pick(indicators)])
        case 9:
            // Not the one who records everything.
            let target = try snapshot.event(UInt64.random(in: 4...snapshot.size, using: &generator))
            return withdrawal(of: target?.number ?? 1, target?.statement.event ?? .init(), target?.statement.subjects ?? [])
        default:
            let entry = try snapshot.event(UInt64.random(in: 1...snapshot.size, using: &generator))
            let text = entry?.statement.texts.first
            return redaction(of: entry?.number ?? 1, text?.field ?? .note, entry?.statement.subjects ?? [], ordinal: text?.ordinal ?? 0)
        }
        return pick([true, true, false]) ? draft.saying(.override, "it is printed so") : draft
    }

    /// A change that mostly names what stands there.
    private mutating func changed(_ draft: Draft, _ indicator: String, _ change: Change, _ snapshot: Snapshot) throws -> Draft {
        guard change != .first, let key = draft.statement.touches.first?.key else { return draft }
        let held = try snapshot.facts(of: Subject(.indicator, indicator)).holds(key)?.fact
        return draft.changing(change).changed { if let held { editingFact { $0.previous = held.value }(&$0) } }
    }
}
