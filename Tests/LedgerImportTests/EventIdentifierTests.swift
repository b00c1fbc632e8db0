import Foundation
import LedgerImport
import LedgerLog
import LedgerMerkle
import LedgerModel
import LedgerProjections
import LedgerTestSupport
import Testing

/// Ids of imported entries, FORMAT.md §3.
@Suite struct EventIdentifierTests {
    private func twoYears(seed: UInt64) throws -> (town: SmallTown, ids: [[[UInt8]]]) {
        var town = try SmallTown(seed: seed)
        var ids: [[[UInt8]]] = []
        for year in [SmallTown.first, SmallTown.next] {
            let plan = try town.prepare(year)
            ids.append(plan.drafts.map(\.id))
            #expect(try town.ledger.append(plan.drafts).eventIDs == ids.last)
        }
        return (town, ids)
    }

    @Test func theSameTablesGiveTheSameIdsInEveryLedger() throws {
        let (one, other) = (try twoYears(seed: 1), try twoYears(seed: 2))
        #expect(try one.town.ledger.snapshot().ledgerID != other.town.ledger.snapshot().ledgerID)
        #expect(one.ids == other.ids)
        #expect(one.ids[0].allSatisfy { $0.count == 16 && $0.prefix(8) == SmallTown.first.digest.prefix(8) })
        #expect(one.ids[1].allSatisfy { $0.prefix(8) == SmallTown.next.digest.prefix(8) })
        #expect(Set(one.ids.joined()).count == one.ids.joined().count)
    }

    /// Worked out anew from the log alone: place, draft and version.
    @Test func theIdFollowsFromTheEntryAndWhatWasBefore() throws {
        let (town, ids) = try twoYears(seed: 1)
        let snapshot = try town.ledger.snapshot()
        for id in ids.joined() {
            let number = try #require(try snapshot.number(of: id))
            let event = try #require(try snapshot.event(number))
            var draft = Draft()
            draft.statement = event.statement
            (draft.statement.event, draft.statement.ledger, draft.statement.texts) = (Data(), Data(), [])
            let subject = try #require(event.touches.first?.subject)
            let version = try snapshot.events(of: subject, through: number - 1).count
            let content = try Codec.encode(draft.statement) + [0, 0, 0, 0, 0, 0, 0, UInt8(version)]
            #expect(Array(id.suffix(8)) == Array(sha256(content).bytes.prefix(8)), "entry \(number)")
        }
    }

    @Test func anotherReadingOfACellHasAnotherId() throws {
        var town = try SmallTown()
        let plan = try town.prepare(SmallTown.first)
        func ids(_ change: (inout Draft) -> Void) throws -> [[UInt8]] {
            var identifiers = EventIdentifiers(try town.ledger.snapshot(), digest: SmallTown.first.digest)
            return try plan.drafts.map { planned in
                var draft = planned.draft
                draft.statement.event = Data()
                change(&draft)
                return try identifiers.next(draft)
            }
        }
        let before = plan.drafts.map(\.id)
        #expect(try ids { _ in } == before)
        let changes: [(inout Draft) -> Void] = [
            { $0.statement.sources[0].mappingDigest = Data([1]) }, { $0.statement.sources[0].cell += "0" },
            { $0.statement.decided.basis = .assumed },
        ]
        for change in changes { #expect(Set(try ids(change)).isDisjoint(with: before)) }
        // A text that is redacted later cannot be guessed from it.
        #expect(try ids { $0.setText(.note, "注") } == before)
        let other = try ids { draft in
            guard case .factRecorded(var fact)? = draft.statement.act, fact.kind == .actual, !fact.value.number.isEmpty else { return }
            fact.value.number += "0"
            draft.statement.act = .factRecorded(fact)
        }
        for (i, planned) in plan.drafts.enumerated() {
            let fact = planned.draft.statement.factRecorded
            let isActual = fact.kind == .actual && !fact.value.number.isEmpty
            #expect((other[i] != before[i]) == isActual, "\(planned.what)")
        }
    }

    /// The version that the subject has before it tells one from the other.
    @Test func equalDraftsHaveUnlikeIds() throws {
        var town = try SmallTown()
        let plan = try town.prepare(SmallTown.first)
        let digest = SmallTown.first.digest
        for planned in plan.drafts {
            var draft = planned.draft
            draft.statement.event = Data()
            var identifiers = EventIdentifiers(try town.ledger.snapshot(), digest: digest)
            let ids = try (0..<3).map { _ in try identifiers.next(draft) }
            #expect(Set(ids).count == 3)
        }
    }

    @Test func aWithdrawnTableIsTakenAgainUnderOtherIds() throws {
        var town = try SmallTown()
        let plan = try town.prepare(SmallTown.first)
        let receipt = try town.ledger.append(plan.drafts)
        let snapshot = try town.ledger.snapshot()
        let withdrawals = try (receipt.first...receipt.last).reversed().map { number -> Draft in
            let event = try #require(try snapshot.event(number))
            var withdrawn = Withdrawn()
            (withdrawn.number, withdrawn.event, withdrawn.subjects) = (number, event.statement.event, event.statement.subjects)
            var one = draft(.withdrawn(withdrawn), on: "2020-01-01")
            one.statement.reason = .error
            return one
        }
        _ = try town.ledger.append(withdrawals)
        let again = try town.prepare(SmallTown.first)
        #expect(again.drafts.count == plan.drafts.count)
        #expect(Set(again.drafts.map(\.id)).isDisjoint(with: plan.drafts.map(\.id)))
        try town.ledger.append(again.drafts)
        #expect(try town.desk.store.verify().verdict == .intact)
    }

    @Test(.enabled(if: Sheets.areHere, "the published tables are not beside the repository (LEDGER_SHEETS)"))
    func noIdTwiceInTwoYearsOfAPublishedTable() throws {
        let desk = try SheetDesk()
        var ids: [[UInt8]] = []
        for (name, period, known) in [("kpi-h27.csv", "FY2015", "2016-08-31"), ("kpi-h28.csv", "FY2016", "2017-08-31")] {
            let bytes = try Sheets.bytes("kitakyushu/" + name)
            desk.digest = sha256(bytes).bytes
            let outcome = try desk.take(SheetDesk.read(bytes, name, "kitakyushu", period), known: known)
            #expect(try #require(outcome.receipt).eventIDs == outcome.plan.drafts.map(\.id))
            ids += outcome.plan.drafts.map(\.id)
        }
        #expect(ids.count > 500)
        #expect(Set(ids).count == ids.count)
    }
}
