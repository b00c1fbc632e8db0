import LedgerImport
import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerTestSupport
import Testing

/// An import that is recorded in slices, stopped anywhere and run again is the import in one batch: the same entries in the same order.
@Suite struct SlicedImportTests {
    /// What an author said, with the texts in clear: all of an entry but number, instant, batch and salts.
    private struct Said: Equatable {
        let statement: Statement
        let texts: [String?]
    }

    private func log(_ ledger: Ledger) throws -> [Said] {
        let snapshot = try ledger.snapshot()
        return try (1...snapshot.size).map { number in
            let event = try #require(try snapshot.event(number))
            return Said(
                statement: event.statement.withoutCommitmentHashes,
                texts: try event.statement.texts.map { try snapshot.text(event, $0.field, ordinal: $0.ordinal).text })
        }
    }

    /// The rest of the import, as the command goes on with it.
    private func resume(_ town: SmallTown, on ledger: Ledger, start: UInt64, recorded: Int) throws -> ImportPlan {
        let snapshot = try ledger.snapshot()
        #expect(try StoppedImport.start(of: town.document, in: snapshot) == (recorded == 0 ? nil : start))
        let plan = try town.plan(on: EarlierLedger(snapshot, size: start))
        #expect(try StoppedImport.recorded(of: plan, after: start, in: snapshot) == recorded)
        return plan
    }

    private func stopEverywhere(_ town: SmallTown, _ plan: ImportPlan) throws {
        let start = try town.ledger.snapshot().size
        let before = try TemporaryLedger(copying: town.desk.store)
        try town.ledger.append(plan.drafts)
        let whole = try log(town.ledger)
        for stop in 0...plan.drafts.count {
            let store = try TemporaryLedger(copying: before)
            if stop > 0 { try store.ledger.append(plan.drafts[..<stop]) }
            let rest = try resume(town, on: store.ledger, start: start, recorded: stop).drafts[stop...]
            if !rest.isEmpty { try store.ledger.append(rest) }
            #expect(try log(store.ledger) == whole, "stopped after \(stop)")
        }
    }

    @Test func aFirstImportStoppedAnywhere() throws {
        var town = try SmallTown()
        let plan = try town.prepare(SmallTown.first)
        let acts = Set(plan.drafts.map(\.what))
        #expect(acts.isSuperset(of: [.plan, .section, .unit, .programme, .indicator, .name, .listing, .grade, .baseline, .target, .actual]))
        try stopEverywhere(town, plan)
    }

    @Test func aYearlyUpdateStoppedAnywhere() throws {
        var town = try SmallTown()
        try town.ledger.append(town.prepare(SmallTown.first).drafts)
        let plan = try town.prepare(SmallTown.next)
        let changes = Set(plan.drafts.map(\.draft.statement.change))
        #expect(changes.isSuperset(of: [.corrected, .revised]))
        #expect(plan.drafts.contains { if case .discrepancyNoted? = $0.draft.statement.act { true } else { false } })
        #expect(plan.drafts.contains { if case .ended? = $0.draft.statement.act { true } else { false } })
        #expect(plan.drafts.contains { $0.what == .unit })
        try stopEverywhere(town, plan)
    }

    @Test(arguments: [1, 2, 3, 7, 1_000]) func slicesOfAnySize(_ size: Int) throws {
        var town = try SmallTown()
        let plan = try town.prepare(SmallTown.first)
        let start = try town.ledger.snapshot().size
        let sliced = try TemporaryLedger(copying: town.desk.store)
        try town.ledger.append(plan.drafts)
        for first in stride(from: 0, to: plan.drafts.count, by: size) {
            _ = try resume(town, on: sliced.ledger, start: start, recorded: first)
            try sliced.ledger.append(plan.drafts[first..<min(first + size, plan.drafts.count)])
        }
        #expect(try log(sliced.ledger) == log(town.ledger))
        #expect(try sliced.verify().verdict == .intact)
        #expect(try town.plan().drafts.isEmpty)
    }

    /// A refused slice, and an answer that is put right for what is not recorded yet.
    @Test func anAnswerPutRightAfterAStop() throws {
        var town = try SmallTown()
        try town.ledger.append(town.prepare(SmallTown.first).drafts)
        let start = try town.ledger.snapshot().size
        let plan = try town.prepare(SmallTown.next)
        try town.ledger.append(plan.drafts[..<3])
        var otherwise = town
        otherwise.reclass { $0.reasonText = "別の理由" }
        let rest = try resume(otherwise, on: town.ledger, start: start, recorded: 3)
        #expect(rest.drafts.map(\.draft) != plan.drafts.map(\.draft))
        #expect(rest.drafts.prefix(3).map(\.id) == plan.drafts.prefix(3).map(\.id))
    }

    /// What was recorded with other answers is no beginning of this import.
    @Test func recordedWithOtherAnswers() throws {
        var town = try SmallTown()
        try town.ledger.append(town.prepare(SmallTown.first).drafts)
        let start = try town.ledger.snapshot().size
        let plan = try town.prepare(SmallTown.next)
        let classed = try #require(plan.drafts.firstIndex { $0.draft.statement.reason != .noReason })
        try town.ledger.append(plan.drafts[...classed])
        town.reclass { $0.reasonText = "別の理由" }
        let snapshot = try town.ledger.snapshot()
        let other = try town.plan(on: EarlierLedger(snapshot, size: start))
        #expect(try StoppedImport.recorded(of: other, after: start, in: snapshot) == nil)
    }

    /// Once somebody else has written, the table is compared with the ledger as it is.
    @Test func anEntryOfSomebodyElseEndsTheRun() throws {
        var town = try SmallTown()
        let plan = try town.prepare(SmallTown.first)
        try town.ledger.append(plan.drafts[..<5])
        _ = try town.ledger.append([actor("other")])
        #expect(try StoppedImport.start(of: town.document, in: town.ledger.snapshot()) == nil)
    }

    @Test func anotherFileIsNoStoppedImport() throws {
        var town = try SmallTown()
        try town.ledger.append(town.prepare(SmallTown.first).drafts)
        #expect(try StoppedImport.start(of: town.document, in: town.ledger.snapshot()) != nil)
        for change in [{ $0.digest[0] = 9 }, { $0.digest[31] = 9 }, { $0.mapping = "tsukuba" }, { $0.mappingDigest = [1] }] as [(inout ImportDocument) -> Void] {
            var document = try town.document
            change(&document)
            #expect(try StoppedImport.start(of: document, in: town.ledger.snapshot()) == nil)
        }
    }

    /// The ledger as it was: nothing of what came later is seen, by any of its questions.
    @Test func theLedgerAsItWas() throws {
        var town = try SmallTown()
        let before = try TemporaryLedger(copying: town.desk.store)
        try town.ledger.append(town.prepare(SmallTown.first).drafts)
        let now = try town.ledger.snapshot()
        let then = try before.ledger.snapshot()
        let earlier = EarlierLedger(now, size: then.size)
        #expect(earlier.size == then.size && EarlierLedger(now, size: .max).size == now.size)
        for kind in Subject.Kind.allCases { #expect(try earlier.subjects(of: kind) == then.subjects(of: kind)) }
        for subject in try Subject.Kind.allCases.flatMap(now.subjects) {
            #expect(try earlier.events(of: subject, through: .max) == then.events(of: subject, through: .max))
        }
        for number in 0...now.size + 1 {
            #expect(try earlier.event(number) == then.event(number))
            guard let event = try now.event(number) else { continue }
            #expect(try earlier.number(of: event.id) == then.number(of: event.id))
            #expect(try earlier.lastNumber(recordedBy: event.recorded) == then.lastNumber(recordedBy: event.recorded))
            for text in event.statement.texts {
                #expect(try earlier.text(number, text.field, text.ordinal) == then.text(number, text.field, text.ordinal))
            }
        }
        var seen: [UInt64] = []
        try earlier.forEachEvent(after: 1, through: .max) { seen.append($0.number); return true }
        #expect(seen == Array(2..<then.size + 1))
    }
}
