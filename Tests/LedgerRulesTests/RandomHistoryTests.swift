import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerTestSupport
import LedgerVerifier
import Testing

/// Random batches: what append accepts the auditor calls intact, and what it refuses leaves nothing.
@Suite struct RandomHistoryTests {
    @Test(arguments: 0..<4) func whatIsAcceptedIsIntact(_ round: Int) throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
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
