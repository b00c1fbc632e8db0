import Foundation
import LedgerImport
import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerSheets
import LedgerTestSupport
import Testing

/// The table of FY2015, then that of FY2016: the yearly update as a city does it.
@Suite(.enabled(if: Sheets.areHere, "the published tables are not beside the repository (LEDGER_SHEETS)"))
struct YearlyImportTests {
    private static func table(_ name: String, _ period: String, _ change: (String) -> String = { $0 }) throws -> TableReading {
        let text = change(String(decoding: try Sheets.bytes("kitakyushu/" + name), as: UTF8.self))
        return try SheetDesk.read(Array(text.utf8), name, "kitakyushu", period)
    }

    private static func desk() throws -> SheetDesk {
        let desk = try SheetDesk()
        let first = try desk.take(table("kpi-h27.csv", "FY2015"), known: "2016-08-31")
        #expect(first.receipt != nil)
        return desk
    }

    @Test func nothingIsRecordedBeforeAPersonHasAcceptedEveryLine() throws {
        let desk = try SheetDesk()
        let reading = try Self.table("kpi-h27.csv", "FY2015")
        let day = try #require(Day("2016-08-31"))
        let proposal = try desk.compare(reading, known: day)
        #expect(!proposal.definitions.isEmpty)
        let indicators = proposal.definitions.filter { $0.kind == .indicator }
        #expect(indicators.count == 132)
        #expect(indicators.allSatisfy { $0.direction == nil && !$0.isComplete })
        var lines = SheetDesk.accept(proposal.definitions)
        lines[lines.count - 1].isAccepted = false
        #expect(try desk.compare(reading, known: day, lines).definitions.count == 1)
        lines[lines.count - 1].isAccepted = true
        lines[lines.count - 1].direction = nil
        #expect(try desk.compare(reading, known: day, lines).definitions.count == 1)
    }

    @Test func theSameTableAgainChangesNothing() throws {
        let desk = try Self.desk()
        let again = try desk.take(Self.table("kpi-h27.csv", "FY2015"), known: "2016-08-31")
        #expect(again.plan.drafts.isEmpty, "\(again.plan.drafts.prefix(3).map { "\($0.what) \($0.printed?.place.cell ?? "")" })")
        #expect(again.plan.blockers.isEmpty)
        let newYear = try Self.table("kpi-h28.csv", "FY2016")
        #expect(try desk.take(newYear, known: "2017-08-31").receipt != nil)
        let twice = try desk.take(newYear, known: "2017-08-31")
        #expect(twice.plan.drafts.isEmpty, "\(twice.plan.drafts.prefix(3).map { "\($0.what) \($0.printed?.place.cell ?? "")" })")
        #expect(twice.plan.blockers.isEmpty)
    }

    @Test func aYearlyUpdateIsNewActualsGradesAndTheFiveRowsOfThatYear() throws {
        let desk = try Self.desk()
        let outcome = try desk.take(Self.table("kpi-h28.csv", "FY2016"), known: "2017-08-31")
        #expect(outcome.receipt != nil)
        // Five rows: 24, 25, its second printing 58, 128 and 129; four indicators are new, 58 is 25 again.
        let fresh = outcome.plan.items.filter { $0.verdict == .new }
        let indicators = Set(fresh.filter { $0.what == .indicator }.map(\.subject))
        #expect(indicators.count == 4)
        for item in fresh where item.what == .actual { #expect(item.period == "FY2016" || indicators.contains(item.subject)) }
        for item in fresh where [.baseline, .target].contains(item.what) { #expect(indicators.contains(item.subject)) }
        #expect(!outcome.plan.items.contains { $0.verdict == .changed || $0.verdict == .missing })
        let board = try Scoreboard(desk.store.ledger.snapshot(), of: Subject(.plan, "strategy-1"), period: "FY2016")
        #expect(board.counts.map(\.count) == [26, 19, 11, 7])
        #expect(board.counts.map(\.grade) == ["A", "B", "C", "D"])
    }

    @Test func theReportsOwnContradictionsAreListed() throws {
        let desk = try Self.desk()
        let reading = try Self.table("kpi-h28.csv", "FY2016")
        let day = try #require(Day("2017-08-31"))
        let lines = SheetDesk.accept(try desk.compare(reading, known: day).definitions)
        let plan = try desk.compare(reading, known: day, lines)
        // 企業等との共同研究 prints 4 and 7; 仲介件数 and the like agree.
        let double = plan.items.filter { $0.verdict == .twoValues }
        #expect(double.count == 1)
        #expect(double.first?.printed?.text == "累計7件")
        #expect(double.first?.what == .actual)
        #expect(double.first?.blocks == true)
    }

    @Test func anAlteredPastBlocksUntilBothValuesAreClassed() throws {
        let desk = try Self.desk()
        let altered = try Self.table("kpi-h28.csv", "FY2016") {
            $0.replacingOccurrences(of: "⇒1,000人（H27～31年度）\",142人", with: "⇒1,000人（H27～31年度）\",143人")
                .replacingOccurrences(of: "⇒6,000人（H27～31年度）\"", with: "⇒5,000人（H27～31年度）\"")
        }
        let day = try #require(Day("2017-08-31"))
        let lines = SheetDesk.accept(try desk.compare(altered, known: day).definitions)
        let plan = try desk.compare(altered, known: day, lines)
        let changed = plan.items.filter { $0.verdict == .changed }
        #expect(Set(changed.map(\.what)) == [.actual, .target])
        #expect(changed.count == 2)
        #expect(changed.count(where: { $0.blocks }) == 2)
        let outcome = try desk.take(altered, known: "2017-08-31") { item in
            var chosen = item.verdict == .changed ? Classified(item.what == .target ? .retarget : .correct) : SheetDesk.keep(item)
            chosen?.reason = item.what == .target ? .unattainable : .error
            chosen?.reasonText = "集計の誤り"
            return chosen
        }
        #expect(outcome.receipt != nil)
        let facts = try desk.store.ledger.snapshot().facts(of: #require(changed.first { $0.what == .actual }).subject)
        #expect(facts.actuals(Slot(measure: "m1")).first { $0.fact.period == "FY2015" }?.value.number == "143")
    }

    @Test func aRowThatIsGoneBlocks() throws {
        let desk = try Self.desk()
        let cut = try Self.table("kpi-h28.csv", "FY2016") { text in
            text.split(separator: "\r\n", omittingEmptySubsequences: false).count > 1
                ? text.components(separatedBy: "\r\n").filter { !$0.hasPrefix("3,") }.joined(separator: "\r\n")
                : text.components(separatedBy: "\n").filter { !$0.hasPrefix("3,") }.joined(separator: "\n")
        }
        let day = try #require(Day("2017-08-31"))
        let lines = SheetDesk.accept(try desk.compare(cut, known: day).definitions)
        let missing = try desk.compare(cut, known: day, lines).items.filter { $0.verdict == .missing }
        #expect(missing.map(\.what) == [.programme])
        #expect(missing.allSatisfy { $0.choices == [.ended, .restructure, .notTaken] && $0.blocks })
    }
}
