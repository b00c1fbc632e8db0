import Foundation
import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerTestSupport
import LedgerVerifier
import Testing

/// What the ledger is for, on the table of a real city: one yearly update after another, the table as it was before
/// each, and who changed a target when.
@Suite struct YearlyUpdateTests {
    private func city(_ files: [String]) throws -> TemporaryLedger {
        let small = try TemporaryLedger(try drafts(inFile: "tools/example/\(files[0]).ndjson"))
        for file in files.dropFirst() { _ = try small.ledger.append(try drafts(inFile: "tools/example/\(file).ndjson")) }
        return small
    }

    private static let years = ["kitakyushu/1-plan", "kitakyushu/2-h27", "kitakyushu/3-h28"]

    private func actuals(_ table: KPITable) -> [Stated] {
        let listed = table.groups.flatMap { $0.programmes.flatMap(\.entries) + $0.entries }
        return (listed + table.unattached).flatMap(\.rows).flatMap(\.actuals)
    }

    private func fiscalYear(_ stated: Stated) -> Int? { stated.period?.years?.lowerBound }

    /// `replay --decided`: before the update of H28 the table of H27, with no figure and no grade of H28; after it both.
    @Test func theTableBeforeAndAfterTheUpdate() throws {
        let city = try city(Self.years)
        let snapshot = try city.ledger.snapshot()
        let before = try KPITable(snapshot, asOf: AsOf(decided: Day(2016, 12, 31)))
        let after = try KPITable(snapshot, asOf: AsOf(decided: Day(2017, 12, 31)))
        #expect(Set(actuals(before).map { fiscalYear($0) }) == [2015])
        #expect(Set(actuals(after).map { fiscalYear($0) }) == [2015, 2016])
        #expect(before.groups.flatMap(\.programmes).flatMap(\.grades).isEmpty)
        #expect(Set(after.groups.flatMap(\.programmes).flatMap(\.grades).map(\.grade.grade)).isSuperset(of: ["A", "B", "C", "D"]))
        // The same on the recorded axis, and folded from the first entry.
        let h27 = try city.ledger.snapshot().lastNumber(recordedBy: .max) - UInt64(try drafts(inFile: "tools/example/kitakyushu/3-h28.ndjson").count)
        let recorded = try KPITable(snapshot, asOf: AsOf(number: h27))
        #expect(Set(actuals(recorded)) == Set(actuals(before)))
        var memory = MemoryLedger(settings: snapshot.settings)
        try snapshot.forEachEvent(after: 0, through: .max) { memory.add($0); return true }
        #expect(Set(actuals(try KPITable(memory, asOf: AsOf(decided: Day(2016, 12, 31))))) == Set(actuals(before)))
    }

    /// Every number in the table is the number that a person read from the cell that the entry names.
    @Test func everyFigureIsTheOneThatWasPrinted() throws {
        let sheets = repositoryFile("../shared/sheets/kitakyushu").path
        guard FileManager.default.fileExists(atPath: sheets) else {
            print("everyFigureIsTheOneThatWasPrinted: the sheets are not beside the repository; nothing was compared")
            return
        }
        let truth = try rows(sheets + "/kpi-h28.expected.csv")
        #expect(truth.count == 137)
        var sheet: [String: [[String: String]]] = [:]
        for file in ["kpi-h27.csv", "kpi-h28.csv"] { sheet[file] = try rows(sheets + "/" + file) }
        let snapshot = try city(Self.years).ledger.snapshot()
        var compared = 0
        for stated in Set(actuals(try KPITable(snapshot))) where !stated.value.number.isEmpty {
            let cell = try #require(stated.event.statement.sources.first?.cell)
            let file = try #require(try snapshot.text(stated.event, .fileName).text)
            let line = try #require(Int(cell.drop { $0.isLetter }))
            let row = try #require(sheet[file]?[line - 2]["行番号"].flatMap { Int($0) })
            let column = fiscalYear(stated) == 2015 ? "fy2015_value" : "fy2016_value"
            let text = truth[row - 1][column] ?? ""
            let printed = try #require(ExactDecimal(text), "\(cell) \(column)")
            #expect(ExactDecimal(stated.value.number)?.amount() == printed.amount(), "\(cell) \(column)")
            compared += 1
        }
        // 77 numbers of H27 and 86 of H28: each indicator once, however often it is printed.
        #expect(compared > 150)
    }

    /// A target loosened after its actual was known, another while it was behind, a third in disguise, and one tightened.
    @Test func whoChangedATarget() throws {
        let snapshot = try city(Self.years + ["tour/1-yearly-target", "tour/2-revisions"]).ledger.snapshot()
        func found(_ edit: (inout TargetAudit.Filter) -> Void) throws -> [String] {
            var filter = TargetAudit.Filter()
            edit(&filter)
            return try TargetAudit(snapshot, filter: filter).changes.map(\.subject.id).sorted()
        }
        #expect(try found { _ in } == ["internship-participants", "job-station-users", "robot-specialists", "uij-turn-hires"])
        #expect(try found { $0.loosened = true } == ["internship-participants", "robot-specialists", "uij-turn-hires"])
        #expect(try found { $0.afterActual = true } == ["internship-participants"])
        #expect(try found { $0.behind = true } == ["internship-participants", "uij-turn-hires"])
        let disguised = try TargetAudit(snapshot).changes.filter { !$0.disguises.isEmpty }
        #expect(disguised.map(\.subject.id) == ["robot-specialists"] && disguised.first?.disguises == [.laterPeriod])
        #expect(try TargetAudit(snapshot).changes.first?.hasApproval == false)
    }

    /// Rows of a CSV file, read by an independent program.
    private func rows(_ path: String) throws -> [[String: String]] {
        let python = Process()
        python.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        python.arguments = ["python3", "-c", "import csv,json,sys; print(json.dumps(list(csv.DictReader(open(sys.argv[1], encoding='utf-8-sig')))))", path]
        let output = Pipe()
        python.standardOutput = output
        try python.run()
        let data = try #require(try output.fileHandleForReading.readToEnd())
        python.waitUntilExit()
        return try JSONDecoder().decode([[String: String]].self, from: data)
    }
}
