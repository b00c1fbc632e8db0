import Foundation
import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerTestSupport
import LedgerVerifier
import Testing

/// The example tables, entered one yearly update after another.
@Suite struct ExampleTests {
    /// A ledger with the named files of one city, each a batch; its first actor comes with the first file.
    private func city(_ name: String, _ files: [String]) throws -> TemporaryLedger {
        let first = try drafts(inFile: "tools/example/\(name)/\(files[0]).ndjson")
        let small = try TemporaryLedger(first)
        for file in files.dropFirst() {
            do { _ = try small.ledger.append(try drafts(inFile: "tools/example/\(name)/\(file).ndjson")) } catch let problems as Problems {
                Issue.record("\(name)/\(file): \(problems.all.prefix(5))")
            }
        }
        return small
    }

    @Test func kitakyushu() throws {
        let city = try city("kitakyushu", ["1-plan", "2-h27", "3-h28"])
        let before = try city.records().count
        // One indicator printed with two values is stopped, and can be noted.
        let conflict = try drafts(inFile: "tools/example/kitakyushu/3x-conflict.ndjson")
        #expect(try codes { _ = try city.ledger.append(conflict) } == [.factExists])
        #expect(try city.records().count == before)
        let joint = Subject(.indicator, "joint-research")
        let facts = try city.ledger.snapshot().facts(of: joint)
        #expect(facts.holds(.actual(measure: "m1", part: "", period: "FY2016"))?.fact?.value.number == "4")
        guard case .discrepancyNoted(let noted)? = facts.all(.discrepancy).first?.statement.act else {
            Issue.record("no discrepancy")
            return
        }
        #expect(noted.printed.number == "7" && noted.period == "FY2016")
        // The same text for two indicators is not stopped.
        for id in ["e-port-projects", "service-model-projects"] {
            #expect(try city.ledger.snapshot().facts(of: Subject(.indicator, id)).name?.contains("地域課題解決プロジェクト数") == true)
        }
        #expect(try city.ledger.snapshot().subjects(of: .programme).count == 68)
        #expect(try city.verify().verdict == .intact)
        for file in ["1-yearly-target", "2-revisions"] { _ = try city.ledger.append(try drafts(inFile: "tools/example/tour/\(file).ndjson")) }
        #expect(try city.verify().verdict == .intact)
    }

    @Test func kawasaki() throws {
        let city = try city("kawasaki", ["1-plan", "2-r2", "3-r3", "4-opinions", "5-lineage", "6-next"])
        let snapshot = try city.ledger.snapshot()
        #expect(try snapshot.subjects(of: .indicator).count == 21)
        #expect(try snapshot.subjects(of: .opinion).count == 24)
        #expect(try snapshot.subjects(of: .response).count == 22)
        #expect(try city.verify().verdict == .intact)
    }

    /// The printed grades of FY2016 are as many as the printed scoreboard says.
    @Test func theScoreboardAddsUp() throws {
        let city = try city("kitakyushu", ["1-plan", "2-h27", "3-h28"])
        let snapshot = try city.ledger.snapshot()
        var grades: [String: Int] = [:]
        var totals: [String: UInt32] = [:]
        try snapshot.forEachEvent(after: 0, through: .max) { event in
            switch event.statement.act {
            case .gradeGiven(let a)? where a.period == "FY2016" && !a.grade.isEmpty: grades[a.grade, default: 0] += 1
            case .controlTotal(let a)? where a.period == "FY2016": for count in a.counts { totals[count.grade] = count.count }
            default: break
            }
            return true
        }
        #expect(grades == ["A": 26, "B": 19, "C": 11, "D": 7])
        for (grade, count) in grades { #expect(totals[grade] == UInt32(count), "\(grade)") }
    }

    @Test func enteringThemAgainChangesNothing() throws {
        let city = try city("kawasaki", ["1-plan", "2-r2"])
        let size = try city.records().count
        #expect(try city.ledger.append(try drafts(inFile: "tools/example/kawasaki/2-r2.ndjson")).wasKnown)
        #expect(try city.records().count == size)
    }
}
