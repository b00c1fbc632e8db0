import Foundation
import LedgerImport
import LedgerLog
import LedgerMerkle
import LedgerModel
import LedgerProjections
import LedgerReports
import LedgerSheets
import LedgerTestSupport
import SheetFiles
import Testing

/// A city's ledger, the forms that it writes, and what comes back.
struct FormCity {
    let ledger: TemporaryLedger
    let plan: String

    static let kitakyushu = ("kitakyushu", ["1-plan", "2-h27", "3-h28"], "strategy-1")
    static let kawasaki = ("kawasaki", ["1-plan", "2-r2", "3-r3", "4-opinions", "5-lineage", "6-next"], "sme-activation")

    init(_ city: (name: String, files: [String], plan: String)) throws {
        ledger = try TemporaryLedger(try drafts(inFile: "tools/example/\(city.name)/\(city.files[0]).ndjson"))
        for file in city.files.dropFirst() { _ = try ledger.ledger.append(try drafts(inFile: "tools/example/\(city.name)/\(file).ndjson")) }
        plan = city.plan
    }

    func snapshot() throws -> Snapshot { try ledger.ledger.snapshot() }

    func contents(_ period: String, _ language: Language = .ja, size: UInt64? = nil) throws -> [FormContent] {
        let snapshot = try snapshot()
        let context = try PaperContext(Telling(snapshot, Catalogue(language)), asOf: AsOf(number: size ?? snapshot.size), root: "")
        return try FormBuilder(context, plan: Subject(.plan, plan), period: Period(period)!).contents()
    }

    /// One division's form, as it is written.
    func form(_ content: FormContent, _ period: String, _ language: Language = .ja) throws -> FormSheets {
        let snapshot = try snapshot()
        let head = FormHead(
            ledger: snapshot.settings.name, ledgerID: "00", plan: plan, period: period, unit: content.unit?.id ?? "", size: snapshot.size,
            root: try snapshot.root().hex, language: language.rawValue)
        return FormSheets(content: content, file: FormWorkbook(content, head, Catalogue(language)).file)
    }

    func request(known: String = "2018-08-01") -> ImportRequest {
        ImportRequest(
            plan: plan, recordedBy: plan == "strategy-1" ? "planning" : "secretariat",
            dates: ImportDates(planDecided: .day(Day("2018-04-01")!), known: .day(Day(known)!)),
            document: ImportDocument(
                title: "", fileName: "form.xlsx", digest: Array(repeating: 7, count: 32), mapping: "form 1", mappingDigest: []))
    }

    /// What importing a form that came back would do.
    func plan(_ form: FormSheets, _ classes: Classification = Classification(), known: String = "2018-08-01") throws -> ImportPlan {
        try FormImporter(try snapshot(), try comparison(form), request(known: known), classes: classes).plan()
    }

    func comparison(_ form: FormSheets) throws -> FormComparison {
        let read = try FormReader.read(try form.workbook())
        let now = try contents(read.head.period, Language(rawValue: read.head.language)!, size: read.head.size)
        let unit = read.head.unit.isEmpty ? nil : Subject(.unit, read.head.unit)
        return try FormComparison(read, try #require(now.first { $0.unit == unit }), try snapshot())
    }

    /// Records a plan in which nothing waits. Odd values are let pass.
    func record(_ plan: ImportPlan) throws {
        #expect(plan.blockers.isEmpty && plan.missingDates.isEmpty)
        var drafts = plan.drafts.map(\.draft)
        do { _ = try ledger.ledger.append(drafts) } catch let problems as Problems where problems.all.allSatisfy(\.code.isWarning) {
            for number in Set(problems.all.compactMap { Int($0.place.split(separator: " ").last ?? "") }) { drafts[number - 1].setText(.override, "例示") }
            _ = try ledger.ledger.append(drafts)
        }
    }
}

/// A form as cells that a test fills in before it becomes a file.
struct FormSheets {
    let content: FormContent
    var file: XLSXFile

    func workbook() throws -> Workbook { try WorkbookReader.read(try file.bytes(), name: "form.xlsx") }

    var values: Int { file.sheets.firstIndex { $0.rows.first?.contains { $0.content == .text("indicator") } ?? false }! }
    var opinions: Int { file.sheets.firstIndex { $0.rows.first?.contains { $0.content == .text("opinion") } ?? false }! }

    private func column(_ column: FormColumn, _ sheet: Int) -> Int {
        file.sheets[sheet].rows[0].firstIndex { $0.content == .text(column.key) }!
    }

    /// Row of a number that the form asks for, from 0.
    func row(_ key: FormRowKey) -> Int { content.rows.firstIndex { $0.key == key }! + 2 }
    func row(_ indicator: String, _ measure: String = "m1", part: String = "") -> Int {
        row(FormRowKey(indicator: indicator, measure: measure, part: part))
    }

    mutating func write(_ content: XLSXFile.Cell.Content, _ column: FormColumn, row: Int) {
        file.sheets[values].rows[row][self.column(column, values)].content = content
    }

    mutating func answer(_ content: XLSXFile.Cell.Content, _ column: FormColumn, row: Int) {
        file.sheets[opinions].rows[row][self.column(column, opinions)].content = content
    }

    func cell(_ column: FormColumn, row: Int) -> XLSXFile.Cell { file.sheets[values].rows[row][self.column(column, values)] }
    func address(_ column: FormColumn, row: Int) -> String { "\(ColumnName.of(self.column(column, values) + 1))\(row + 1)" }
}
