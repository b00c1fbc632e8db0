import Foundation
import LedgerLog
import LedgerMerkle
import LedgerModel
import LedgerProjections
import LedgerTestSupport
import LedgerVerifier
import Testing

/// Ledgers of released formats stay readable: see Frozen/README.md.
@Suite struct FrozenTests {
    @Test func formatOne() throws {
        let place = try TemporaryDirectory()
        let path = place.path + "/frozen"
        try FileManager.default.copyItem(at: repositoryFile("Tests/LedgerLogTests/Frozen/format-1"), to: URL(fileURLWithPath: path))
        let root = try #require(Hash(hex: "300672440069f6b73183b30f13511016f4f7164575800401d08b5ac2cf3835a1"))
        let ledger = try Ledger(opening: path, mode: .writing)
        let report = Auditor.verify(try StoredLedger(ledger), expecting: [Expectation(size: 19, root: root)])
        #expect(report.verdict == .intact && report.isAnchored, "\(report.findings) \(report.unchecked)")
        #expect(report.redactions.map(\.entry) == [18])

        let snapshot = try ledger.snapshot()
        let facts = try snapshot.facts(of: Subject(.indicator, "uij"))
        let target = FactKey.target(plan: "s1", measure: "m1", part: "", period: "FY2015-FY2019")
        #expect(facts.holds(target)?.fact?.value.number == "800")
        #expect(facts.holds(target, on: try #require(Day("2018-02-13")))?.fact?.value.number == "1000")
        #expect(facts.holds(.actual(measure: "m1", part: "", period: "FY2015"))?.fact?.value.status == .p)
        #expect(try snapshot.text(16, .bodyText, 0) == .open("目標を下げた理由を示すこと。"))
        #expect(try snapshot.text(18, .note, 0) == .redacted)
        // It can be gone on with.
        var draft = unit("new")
        draft.statement.recordedBy = Subject(.actor, "planning")
        #expect(try ledger.append([draft]).size == 19 + 1)
        #expect(Auditor.verify(try StoredLedger(ledger)).verdict == .intact)
    }
}
