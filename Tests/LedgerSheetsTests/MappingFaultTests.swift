import LedgerModel
import SheetFiles
import Testing

@testable import LedgerSheets

/// Every fault of a mapping, or of a table that is not of its kind, with line, key and values.
@Suite struct MappingFaultTests {
    private static let good = """
        mapping: 1
        kind: indicators
        title: 試験
        columns:
          - is: programme
            heading: 事業名
          - is: indicator
            heading: 指標名
          - is: actual
            heading: "{era}{y}実績"
        """

    private func fault(_ yaml: String) -> MappingFault? {
        do throws(MappingFault) { _ = try Mapping(yaml: yaml, name: "test") } catch { return error }
        return nil
    }

    /// The good mapping with one text replaced.
    private func fault(_ old: String, _ new: String) -> MappingFault? { fault(Self.good.replacing(old, with: new)) }

    @Test func theGoodOneIsGood() throws {
        #expect(fault(Self.good) == nil)
        #expect(try Mapping(yaml: Self.good, name: "test").columns.map(\.line) == [5, 7, 9])
    }

    @Test func notYAML() {
        let unclosed = fault("mapping: 1\nkind: [indicators\ntitle: x\n")
        #expect(unclosed?.code == .notYAML && unclosed?.line == 3)
        #expect(fault("a: 1\n--- \nb: 1\n")?.code == .notYAML)
        #expect(fault("")?.code == .missingKey)
    }

    @Test func tooLarge() {
        let padding = String(repeating: "#", count: 262_144 - Self.good.utf8.count - 1)
        #expect(fault(Self.good + "\n" + padding) == nil)
        #expect(fault(Self.good + "\n#" + padding) == MappingFault(.tooLarge, "262145", "262144"))
    }

    @Test func anchorsAndAliases() {
        #expect(fault("試験", "&a 試験") == MappingFault(.anchor, line: 3, "a"))
        let bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n? [*c, *c]\n: 1\n"
        #expect(fault(bomb)?.code == .anchor)
        #expect(fault("title: 試験", "title: 試験 # R &D")?.code == nil)
        #expect(fault("試験", "甲&乙")?.code == nil)
        #expect(fault(String(repeating: "[", count: 100_000))?.code == .notYAML)
        #expect(fault(String(repeating: "- ", count: 100_000))?.code == .notYAML)
    }

    @Test func keys() {
        let known = "mapping, kind, title, encoding, table, columns, cells, years, aggregation, identify-by, grading, plan"
        #expect(fault("title: 試験", "titel: 試験") == MappingFault(.unknownKey, line: 3, key: "titel", "titel", known))
        #expect(fault("    heading: 指標名", "    heeding: 指標名") == MappingFault(
            .unknownKey, line: 8, key: "columns[2].heeding", "heeding", "is, heading, optional, fill-down"))
        #expect(fault("title: 試験", "title: 試験\nkind: texts")?.code == .duplicateKey)
        #expect(fault("title: 試験", "title: 試験\n\"kind\": texts") == MappingFault(.duplicateKey, line: 2, key: "kind", "kind"))
        #expect(fault("title: 試験\n", "") == MappingFault(.missingKey, line: 1, key: "title", "title"))
        #expect(fault("    heading: 指標名\n", "") == MappingFault(.missingKey, line: 7, key: "columns[2].heading", "heading"))
        #expect(fault("is: indicator", "level: 1") == MappingFault(.missingKey, line: 7, key: "columns[2].is", "is"))
        #expect(fault("heading: \"{era}{y}実績\"", "heading: 実績") == MappingFault(.missingKey, line: 9, key: "columns[3].period", "period"))
        #expect(fault("  - is: indicator\n    heading: 指標名\n", "") == MappingFault(.missingKey, line: 5, key: "columns", "is: kpi / indicator"))
        #expect(fault("is: indicator", "is: grade")?.values == ["grading"])
    }

    @Test func types() {
        #expect(fault("title: 試験", "title: [試験]") == MappingFault(.wrongType, line: 3, key: "title", "text"))
        #expect(fault("title: 試験", "title: \"  \"") == MappingFault(.wrongType, line: 3, key: "title", "text"))
        #expect(fault("mapping: 1", "mapping: one") == MappingFault(.wrongType, line: 1, key: "mapping", "number"))
        #expect(fault("title: 試験", "title: 試験\ntable: 3") == MappingFault(.wrongType, line: 4, key: "table", "keys"))
        #expect(fault("heading: 指標名", "heading: []") == MappingFault(.wrongType, line: 8, key: "columns[2].heading", "list"))
        #expect(fault("heading: 指標名", "heading: 指標名\n    optional: perhaps") == MappingFault(
            .wrongType, line: 9, key: "columns[2].optional", "yes-or-no"))
    }

    @Test func values() {
        #expect(fault("mapping: 1", "mapping: 2") == MappingFault(.badValue, line: 1, key: "mapping", "2", "1…1"))
        #expect(fault("kind: indicators", "kind: kpi")?.values.first == "kpi")
        #expect(fault("is: programme", "is: program")?.key == "columns[1].is")
        #expect(fault("\"{era}{y}実績\"", "\"{y}実績\"") == MappingFault(
            .badValue, line: 10, key: "columns[3].heading", "{y}実績", "{era}{yy}, H{yy}, 平成{yy}, {yyyy}, {*}"))
        for pattern in ["{year}実績", "{era", "{*}{*}{*}{*}", "  "] {
            #expect(fault("\"{era}{y}実績\"", "\"\(pattern)\"")?.code == .badValue, "\(pattern)")
        }
        let cells = "title: 試験\ncells: {default-target-period: H31}"
        #expect(fault("title: 試験", cells) == MappingFault(
            .badValue, line: 4, key: "cells.default-target-period", "H31", "FY2019, FY2015-FY2019, CY2018, 令和元年度"))
        #expect(fault("title: 試験", "title: 試験\ncells: {symbols: {x: zero}}")?.key == "cells.symbols.x")
        #expect(fault("title: 試験", "title: 試験\ncells: {symbols: {－: pending, '-': unknown}}")?.code == .duplicateKey)
        #expect(fault("title: 試験", "title: 試験\ncells: {scale: 京}")?.code == .badValue)
        #expect(fault("title: 試験", "title: 試験\ntable: {header-rows: 6}")?.values == ["6", "1…5"])
        #expect(fault("title: 試験", "title: 試験\ntable: {leave-out: {rule: r, column: 無, matches: x}}")?.values == ["無", "事業名, 指標名, {era}{y}実績"])
    }

    @Test func thingsThatDoNotGoTogether() {
        #expect(fault("is: programme", "is: opinion") == MappingFault(
            .conflict, line: 5, key: "columns[1].is", "opinion", "kind: indicators"))
        #expect(fault("is: programme", "is: indicator") == MappingFault(.conflict, line: 7, key: "columns[2].is", "indicator", "columns[1]"))
        #expect(fault("heading: 事業名", "heading: \"{era}{y}\"") == MappingFault(.conflict, line: 6, key: "columns[1].heading", "{y}", "is: programme"))
        #expect(fault("\"{era}{y}実績\"", "[\"{era}{y}実績\", 実績]")?.values == ["{y}", "実績"])
        #expect(fault("\"{era}{y}実績\"", "\"{era}{y}実績\"\n    period: report")?.key == "columns[3].period")
        #expect(fault("title: 試験", "title: 試験\nidentify-by: code")?.values == ["code", "columns: indicator-code"])
        #expect(fault("  - is: programme", "  - is: kpi\n    heading: KPI\n  - is: programme")?.values == ["indicator", "kpi"])
        #expect(fault("title: 試験", "title: 試験\ngrading: {of: programme, letters: [A, B], marks: {A: ended}}")?.values == ["A", "marks"])
    }

    @Test func aNameThatDoesNotShip() {
        #expect(throws: MappingFault.self) { try Mapping.shipped(named: "nowhere") }
        do throws(MappingFault) { _ = try Mapping.shipped(named: "nowhere") } catch {
            #expect(error.code == .unknownName && error.values[0] == "nowhere" && error.values[1].contains("kitakyushu, kobe-amounts"))
        }
    }

    // MARK: The table

    private func fault(of table: String, _ year: Int = 2021, yaml: String = Self.good) throws -> MappingFault? {
        let reader = try TableReader(Mapping(yaml: yaml, name: "test"), period: .fiscal(year))
        do throws(MappingFault) { _ = try reader.read(Tables.csv(table, name: "表")) } catch { return error }
        return nil
    }

    @Test func headings() throws {
        #expect(try fault(of: "事業名,指標名,R3実績\n") == nil)
        #expect(try fault(of: "事業名,指標,R3実績\n") == MappingFault(
            .headingMissing, line: 7, key: "columns[2].heading", "指標名", "事業名 | 指標 | R3実績"))
        #expect(try fault(of: "何か\n別\n") == MappingFault(.headingMissing, line: 5, key: "columns[1].heading", "事業名", "何か"))
        #expect(try fault(of: "")?.code == .headingMissing)
        #expect(try fault(of: "表題,,,\n事業名,指標名,指 標 名,R3実績\n") == MappingFault(
            .headingTwice, line: 7, key: "columns[2].heading", "指標名", "B2, C2"))
        #expect(try fault(of: "事業名,指標名,R3実績,令和3実績\n") == MappingFault(
            .headingTwice, line: 9, key: "columns[3].heading", "R3実績", "C1, D1"))
        let both = Self.good.replacing("heading: 事業名", with: "heading: \"{*}名\"")
        #expect(try fault(of: "指標名,R3実績\n", yaml: both) == MappingFault(.conflict, line: 7, key: "columns[2]", "指標名", "columns[1]"))
    }

    @Test func years() throws {
        #expect(try fault(of: "事業名,指標名,R2実績\n") == MappingFault(
            .periodMissing, line: 9, key: "columns[3].heading", "{era}{y}実績", "FY2021", "2020"))
        #expect(try fault(of: "事業名,指標名,R3実績,R4実績\n") == MappingFault(.laterYear, line: 9, key: "columns[3].heading", "R4実績", "FY2021"))
        let allowed = Self.good + "\n    later-years: allowed"
        #expect(try fault(of: "事業名,指標名,R3実績,R4実績\n", yaml: allowed) == nil)
        let two = Self.good.replacing("{era}{y}実績", with: "{era}{y}({yyyy})実績")
        #expect(try fault(of: "事業名,指標名,R3(2021)実績\n", yaml: two) == nil)
        #expect(try fault(of: "事業名,指標名,R3(2020)実績\n", yaml: two) == MappingFault(
            .yearsDiffer, line: 9, key: "columns[3].heading", "R3(2020)実績"))
        let reader = try TableReader(Mapping(yaml: Self.good, name: "test"), period: Period("FY2020-FY2021")!)
        do throws(MappingFault) {
            _ = try reader.read(Tables.csv("事業名,指標名,R3実績\n"))
            Issue.record("a range of years is not a reported year")
        } catch {
            #expect(error == MappingFault(.periodNotAYear, line: 9, key: "columns[3].heading", "{era}{y}実績", "FY2020-FY2021"))
        }
    }

    @Test func sheets() throws {
        let header = "事業名,指標名,R3実績\n"
        for (sheet, isThere) in [("表", true), ("２", false), ("1", true), ("無", false), ("2", false)] {
            let fault = try fault(of: header, yaml: Self.good + "\ntable: {sheet: \(sheet)}")
            #expect((fault == nil) == isThere, "\(sheet)")
            if !isThere { #expect(fault == MappingFault(.sheetMissing, key: "table.sheet", sheet, "表")) }
        }
        let hidden = Workbook(format: .xlsx, encoding: "", sheets: [
            Sheet(name: "隠", isHidden: true, rows: []), Sheet(name: "見", rows: Tables.rows([["事業名", "指標名", "R3実績"]])),
        ])
        #expect(try TableReader(Mapping(yaml: Self.good, name: "test"), period: .fiscal(2021)).read(hidden).sheet == "見")
    }
}
