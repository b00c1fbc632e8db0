import LedgerImport
import LedgerModel
import LedgerProjections
import LedgerReports
import LedgerSheets
import LedgerTestSupport
import SheetFiles
import Testing

/// Nothing is lost between a ledger, the forms that it writes, and what is read from them.
@Suite struct FormRoundTripTests {
    private static let cases: [((String, [String], String), String)] = [
        (FormCity.kitakyushu, "FY2017"), (FormCity.kitakyushu, "FY2016"), (FormCity.kawasaki, "FY2022"), (FormCity.kawasaki, "FY2021"),
    ]

    /// Every row of every division's form, in both languages: untouched it says nothing new; each value stands there as the ledger holds it.
    @Test(arguments: [Language.ja, .en]) func untouchedFormsSayNothing(_ language: Language) throws {
        for (example, period) in FormRoundTripTests.cases {
            let city = try FormCity(example)
            var (rows, values) = (0, 0)
            for content in try city.contents(period, language) {
                let form = try city.form(content, period, language)
                #expect(FormReader.isForm(try form.workbook()))
                let plan = try city.plan(form)
                #expect(plan.drafts.isEmpty && plan.blockers.isEmpty && plan.definitions.isEmpty)
                #expect(plan.items.allSatisfy { $0.verdict == .same }, "\(plan.items.first { $0.verdict != .same }.map { "\($0)" } ?? "")")
                let stated = content.rows.reduce(0) { $0 + $1.stated.count }
                #expect(plan.items.count { [.baseline, .target, .actual].contains($0.what) } == stated)
                rows += content.rows.count
                values += stated
            }
            print("\(example.0) \(period) \(language): \(rows) rows, \(values) values")
            #expect(rows > 15 && values > 50)
        }
    }

    /// Every baseline, target and actual of the plan stands in a form, once a division.
    @Test func everyValueOfThePlanStandsInAForm() throws {
        for (example, period) in FormRoundTripTests.cases {
            let city = try FormCity(example)
            let table = try KPITable(try city.snapshot(), plan: Subject(.plan, city.plan))
            let live = table.groups.flatMap { group in
                group.entries + group.programmes.filter { $0.end == nil }.flatMap(\.entries)
            }.filter { $0.end == nil } + table.unattached
            let wanted = Set(live.flatMap(\.rows).flatMap { line in
                ([line.baseline].compactMap { $0 } + line.targets.map(\.current) + line.actuals).map(\.event.number)
            })
            let found = Set(try city.contents(period).flatMap(\.rows).flatMap(\.stated.values).map(\.event.number))
            #expect(found == wanted)
        }
    }

    /// The cells as the grammar reads them, without the ledger beside them: equal, or not read; never another value.
    @Test func printedValuesAreNeverReadAsOthers() throws {
        for (example, period) in FormRoundTripTests.cases {
            let city = try FormCity(example)
            let snapshot = try city.snapshot()
            var (right, unread) = (0, 0)
            for content in try city.contents(period) {
                let read = try FormReader.read(try city.form(content, period).workbook())
                for (row, line) in zip(read.rows, content.rows) {
                    let measure = try snapshot.facts(of: Subject(.indicator, line.key.indicator)).measure(line.key.measure)
                    let reader = FormValueReader(measure, fiscalFirstMonth: 4)
                    for (column, stated) in line.stated where stated.value.absence != .unread {
                        let isTarget = if case .target = column { true } else { false }
                        guard case .read(let value, _, _) = reader.value(try #require(row.cells[column]), isTarget ? .target : .actual, period: nil) else {
                            unread += 1
                            continue
                        }
                        right += 1
                        // An absence is printed without the code of its status.
                        let isSame = value.absence == .present ? value.isSameFact(as: stated.value) : value.absence == stated.value.absence
                        #expect(isSame, "\(line.key.text) \(column.key)")
                    }
                }
            }
            print("\(example.0) \(period): \(right) read equal, \(unread) not read")
            #expect(right > 4 * unread)
        }
    }

    /// Only what a division fills in can be changed, and what form it is cannot be seen.
    @Test func onlyTheOpenCellsAreUnlocked() throws {
        let city = try FormCity(FormCity.kitakyushu)
        for content in try city.contents("FY2017") {
            let file = try city.form(content, "FY2017").file
            #expect(file.sheets.allSatisfy { $0.isProtected })
            #expect(file.sheets.filter(\.isHidden).map(\.name) == [FormHead.sheet])
            for sheet in file.sheets where !sheet.isHidden {
                let open = sheet.rows[0].map { cell in
                    if case .text(let key) = cell.content { FormColumn(key: key)?.isOpen ?? false } else { false }
                }
                for row in sheet.rows.dropFirst(2) { #expect(zip(row, open).allSatisfy { ($0.style == .unlocked) == $1 }) }
            }
        }
    }
}
