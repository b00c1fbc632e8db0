import LedgerModel
import SheetFiles
import Testing

@testable import LedgerSheets

/// Forms as cells: recognised by their hidden sheet, taken apart by their keys.
@Suite struct FormReaderTests {
    private let head = FormHead(
        ledger: "kpi.example", ledgerID: "00ff", plan: "p1", period: "FY2017", unit: "u1", size: 12, root: "ab", language: "ja")

    private func sheet(_ name: String, _ rows: [[String]], isHidden: Bool = false) -> Sheet {
        Sheet(name: name, isHidden: isHidden, rows: rows.enumerated().map { SheetRow(number: $0 + 1, cells: $1.map { SheetCell($0) }) })
    }

    private func workbook(_ sheets: [Sheet], _ edit: (inout [String: String]) -> Void = { _ in }) -> Workbook {
        var lines = Dictionary(uniqueKeysWithValues: head.lines.map { ($0.key, $0.value) })
        edit(&lines)
        let hidden = sheet(FormHead.sheet, lines.sorted { $0.key < $1.key }.map { [$0.key, $0.value] }, isHidden: true)
        return Workbook(format: .xlsx, encoding: "", sheets: sheets + [hidden])
    }

    private let keys = ["indicator", "measure", "part", "actual:FY2016", "value", "remark"]
    private let headings = ["指標 ID", "測定 ID", "内訳 ID", "平成28年度実績", "実績", "備考"]

    @Test func columnsAreFoundByTheirKeys() throws {
        let form = try FormReader.read(workbook([sheet("実績", [keys, headings, ["k-1", "m1", "", "10", "12", "速報"], [], ["k-2", "m1", "小学校"]])]))
        #expect(form.head == head)
        #expect(form.rows.count == 2 && form.opinions.isEmpty && form.leftOut.isEmpty && form.unused.isEmpty)
        #expect(form.rows[0].cells[.value]?.printed == Printed("12", CellPlace(sheet: "実績", column: 5, row: 3)))
        #expect(form.rows[0].cells[.actual("FY2016")]?.printed.text == "10")
        #expect(form.rows[1].text(.part) == "小学校" && form.rows[1].cells[.value]?.isBlank == true)
        #expect(form.rows[1].cells[.value]?.printed.place.cell == "E5")
    }

    @Test func everyKeyIsReadAsItsColumn() {
        let columns: [FormColumn] = [
            .indicator, .measure, .part, .programme, .opinion, .section, .programmeName, .name, .label, .unit, .baselinePeriod, .baseline,
            .targetPeriod(1), .target(1), .targetPeriod(12), .target(12), .actual("FY2016"), .actual("CY2016"), .body, .year, .number, .text, .due,
            .value, .remark, .answer, .state,
        ]
        for column in columns { #expect(FormColumn(key: column.key) == column) }
        #expect(Set(columns.map(\.key)).count == columns.count)
        for key in ["", "target", "target:0", "target:x", "actual:2016", "actual:", "values", "指標 ID"] { #expect(FormColumn(key: key) == nil) }
        #expect(columns.filter(\.isOpen) == [.value, .remark, .answer, .state])
    }

    @Test func onlyTheHiddenSheetMakesAForm() throws {
        let values = sheet("実績", [keys, headings, ["k-1", "m1"]])
        #expect(FormReader.isForm(workbook([values])))
        #expect(!FormReader.isForm(workbook([values]) { $0["form"] = nil }))
        #expect(!FormReader.isForm(Workbook(format: .xlsx, encoding: "", sheets: [values])))
        #expect(!FormReader.isForm(Workbook(format: .csv, encoding: "UTF-8", sheets: workbook([values]).sheets)))
    }

    private func refusal(_ workbook: Workbook) -> Problem.Code? {
        do throws(Problem) {
            _ = try FormReader.read(workbook)
            return nil
        } catch { return error.code }
    }

    @Test func whatIsNoFormAnyMoreIsRefused() {
        let values = sheet("実績", [keys, headings, ["k-1", "m1"]])
        #expect(refusal(workbook([values])) == nil)
        #expect(refusal(workbook([values]) { $0["form"] = "2" }) == .formVersion)
        for key in ["id", "plan", "period", "size", "root", "language", "ledger"] { #expect(refusal(workbook([values]) { $0[key] = nil }) == .formIncomplete) }
        #expect(refusal(workbook([values]) { $0["period"] = "2017" }) == .formIncomplete)
        #expect(refusal(workbook([])) == .formIncomplete)
        #expect(refusal(workbook([values, sheet("実績 (2)", [keys, headings])])) == .formIncomplete)
        #expect(refusal(workbook([sheet("実績", [keys.dropLast() + ["備考"], headings])])) == .formIncomplete)
        #expect(refusal(workbook([sheet("実績", [keys + ["value"], headings])])) == .formIncomplete)
        #expect(refusal(workbook([sheet("実績", [keys, headings, ["", "", "", "", "12"]])])) == .formIncomplete)
    }

    /// What a person wrote outside of the form's cells is named, not read.
    @Test func whatIsNotTheFormsIsNamed() throws {
        let form = try FormReader.read(workbook([
            sheet("実績", [keys, headings, ["k-1", "m1", "", "", "", "", "私のメモ"], ["合計", "", ""].map { $0 == "合計" ? "" : $0 } + ["30"]]), sheet("作業", [["x"]]),
        ]))
        #expect(form.unused.map(\.text) == ["私のメモ"])
        #expect(form.leftOut == [LeftOutRow(row: 4, text: "30", rule: "no-identifier"), LeftOutRow(row: 1, text: "作業", rule: "other-sheet")])
    }

    // MARK: values

    private func cell(_ text: String, _ kind: SheetCell.Kind = .text) -> FormReading.Cell {
        FormReading.Cell(printed: Printed(text, CellPlace(sheet: "実績", column: 5, row: 3)), kind: text.isEmpty ? .blank : kind)
    }

    private func read(_ text: String, _ remark: String = "", kind: SheetCell.Kind = .text, measure: Measure) -> String {
        let reader = FormValueReader(measure, fiscalFirstMonth: 4)
        switch reader.value(cell(text, kind), cell(remark), period: .fiscal(2017)) {
        case .notReported: return "-"
        case .unread(let unread): return "? \(unread.reason)"
        case .read(let value, _, let remark):
            let what = value.absence == .present ? value.word.isEmpty ? "\(value.number)e\(value.scale)\(value.unit)" : value.word : "\(value.absence)"
            return [what, "\(value.status)", remark].joined(separator: " ")
        }
    }

    private let tonnes: Measure = { var m = Measure(); (m.id, m.unit, m.scale) = ("m1", "t", 3); return m }()
    private let share: Measure = { var m = Measure(); (m.id, m.unit) = ("m1", "%"); return m }()
    private let deed: Measure = { var m = Measure(); (m.id, m.aggregation) = ("m1", .milestone); return m }()

    @Test func theUnitOfTheRowHoldsForABareNumber() {
        #expect(read("15", measure: tonnes) == "15e3t a ")
        #expect(read("15千t", measure: tonnes) == "15e3t a ")
        #expect(read("15,000t", measure: tonnes).hasPrefix("?"))
        #expect(read("15件", measure: tonnes).hasPrefix("?"))
        #expect(read("85.3%", kind: .number(exact: "0.853"), measure: share) == "85.3e0% a ")
        #expect(read("85.3", kind: .number(exact: "85.3"), measure: share) == "85.3e0% a ")
        #expect(read("85%", kind: .number(exact: "0.853"), measure: share) == "? two-readings")
        #expect(read("", measure: share) == "-")
    }

    @Test func statesAndRemarks() {
        #expect(read("12", "速報", measure: share) == "12e0% p ")
        #expect(read("12", "※速報値", measure: share) == "12e0% p ")
        #expect(read("12", "estimated", measure: share) == "12e0% e ")
        #expect(read("12", "確定", measure: share) == "12e0% a ")
        #expect(read("12", "速報だが確定に近い", measure: share) == "? unknown-remark")
        #expect(read("12", "対象が増えた", measure: share) == "12e0% a 対象が増えた")
        #expect(read("", "中止", measure: share) == "cancelled o ")
        #expect(read("調査中", "9月に公表", measure: share) == "pending o 9月に公表")
        #expect(read("", "来年から", measure: share) == "? remark-without-value")
    }

    @Test func cellsThatAreNoNumbers() {
        #expect(read("2018/4/1", kind: .day(year: 2018, month: 4, day: 1), measure: share) == "? date")
        #expect(read("#REF!", kind: .fault, measure: share) == "? fault-cell")
        #expect(read("TRUE", kind: .boolean, measure: share) == "? unknown-word")
        #expect(read("策定", measure: share) == "? unknown-word")
        #expect(read("策定", measure: deed) == "策定 a ")
    }

    @Test func statesOfAnswers() {
        let known: [(String, ResponseGiven.State)] = [
            ("措置済", .done), (" 対応中 ", .inProgress), ("検討中", .considering), ("Refused", .refused), ("in-progress", .inProgress), ("", .unsaid),
        ]
        for (text, state) in known {
            #expect(FormState.read(text) == state)
        }
        for text in ["済", "しない", "maybe", "対応"] { #expect(FormState.read(text) == nil) }
    }
}
