import Foundation
import LedgerModel
import SheetFiles
import Testing

@testable import LedgerSheets

/// Every mapping that ships reads its table whole: rows, spot values, nothing that the mapping does not understand.
@Suite struct MappingShippedTests {
    @Test func theEmbeddedTextsAreTheFiles() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/LedgerSheets/Mappings")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
        #expect(files.map { String($0.dropLast(5)) }.sorted() == Mapping.shipped.keys.sorted())
        for file in files {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            #expect(Mapping.shipped[String(file.dropLast(5))]?.hasSameBytes(as: text) == true, "\(file): run tools/embed-mappings")
        }
    }

    @Test(arguments: Mapping.shipped.keys.sorted()) func isAMapping(_ name: String) throws {
        let mapping = try Mapping.shipped(named: name)
        #expect(mapping.name == name && !mapping.title.isEmpty)
    }

    @Test func theNamesThatTheIssueAsksFor() {
        let names = [
            "kitakyushu", "kawasaki-indicators", "kawasaki-opinions", "kawasaki-responses", "kawasaki-programmes", "kawasaki-lineage", "tsukuba",
            "kobe-amounts", "kobe-points",
        ]
        #expect(names.filter { Mapping.shipped[$0] == nil } == [])
    }

    @Test(.enabled(if: Tables.areThere)) func kitakyushu() throws {
        let reading = try reading("kitakyushu", Tables.real("kitakyushu/kpi-h28.csv"), .fiscal(2016))
        #expect(reading.rows.count == 137 && reading.leftOut == [] && reading.unusedColumns == [])
        #expect(reading.unread.filter { [.grade, .mark].contains($0.field) } == [])
        #expect(reading.rows.allSatisfy { $0.programme != nil })
        #expect(reading.rows.count { $0.programme?.mark == .relisted } == 10)
        let first = reading.rows[0]
        #expect(first.row == 2)
        #expect(first.sections.map(\.level) == ["基本目標", "分野", "取組"])
        #expect(first.sections.map(\.number) == ["Ⅰ", "①", ""])
        #expect(first.sections[1].name == "若者の地元就職を促進するための取組")
        #expect(first.programme?.name.text == "若年者の地元就職及びU・Iターン就職を促進（※）")
        #expect(first.programme?.unit?.text == "産業経済局")
        #expect(first.programme?.grade?.grade == "C" && first.programme?.grade?.period == .fiscal(2016))
        #expect(reading.rows[3].programme?.tags == ["地方創生先行型", "地方創生推進"])
        #expect(reading.rows[9].programme?.grade?.noGrade == .excluded)
        #expect(reading.rows[77].programme?.grade?.noGrade == .pending && reading.rows[77].programme?.grade?.printed.text == "－")
        let nested = try #require(reading.rows.first { $0.sections.count == 4 })
        #expect(nested.sections.map(\.number)[1...2] == ["⑦", "(i)"])
    }

    /// Grades counted over programmes, relisted ones apart, are those that the report prints.
    @Test(.enabled(if: Tables.areThere)) func kitakyushuScoreboard() throws {
        let reading = try reading("kitakyushu", Tables.real("kitakyushu/kpi-h28.csv"), .fiscal(2016))
        var grades: [[String]: String] = [:]
        for row in reading.rows where row.programme?.mark == .listed {
            let key = row.sections.map { $0.number + $0.name } + [row.programme?.name.text ?? ""]
            if let grade = row.programme?.grade, grade.noGrade == .graded { grades[key] = grade.grade }
        }
        #expect(["A", "B", "C", "D"].map { letter in grades.values.count { $0 == letter } } == [26, 19, 11, 7])
    }

    @Test(.enabled(if: Tables.areThere)) func kitakyushuAYearBefore() throws {
        let reading = try reading("kitakyushu", Tables.real("kitakyushu/kpi-h27.csv"), .fiscal(2015))
        #expect(reading.rows.count == 132 && reading.unusedColumns == [] && reading.leftOut == [])
        #expect(reading.rows.allSatisfy { $0.programme?.grade == nil })
        #expect(reading.unread.filter { [.grade, .mark].contains($0.field) } == [])
    }

    @Test(.enabled(if: Tables.areThere)) func kawasakiIndicators() throws {
        let reading = try reading("kawasaki-indicators", Tables.real("kawasaki/indicators-r3.csv"), .fiscal(2021))
        #expect(reading.rows.count == 21 && reading.unusedColumns == [] && reading.leftOut == [] && reading.unread == [])
        let first = reading.rows[0]
        #expect(first.sections == [
            SectionReading(
                level: "条", number: "12", name: "創業、経営の革新等の促進",
                printed: Printed("創業、経営の革新等の促進", CellPlace(sheet: "", column: 2, row: 2)))
        ])
        #expect(first.indicator?.name.value == "川崎市創業支援事業計画全体での創業実績件数")
        #expect(first.indicator?.values.map { "\($0.kind) \($0.period.value) \($0.printed.text)" } == [
            "target FY2020 95", "target FY2021 100", "actual FY2020 201", "actual FY2021 183",
        ])
        #expect(reading.rows[3].indicator?.notes.map(\.text) == ["R3の内訳は創出10・活用20・創造発信1件"])
    }

    /// The workbook has a title, two header rows, merged cells, a note and a second sheet, and says the same.
    @Test(.enabled(if: Tables.areThere)) func kawasakiWorkbook() throws {
        let workbook = try reading("kawasaki-indicators", Tables.file("kawasaki/indicators-r3.xlsx"), .fiscal(2021))
        let table = try reading("kawasaki-indicators", Tables.real("kawasaki/indicators-r3.csv"), .fiscal(2021))
        #expect(workbook.sheet == "指標" && workbook.unusedColumns == [] && workbook.unread == [])
        #expect(workbook.leftOut.map { "\($0.row) \($0.rule)" } == ["1 above-table", "2 above-table", "27 below-table"])
        #expect(workbook.rows.map(\.row) == Array(5...25))
        #expect(workbook.rows.map { $0.programme?.name.text } == table.rows.map { $0.programme?.name.text })
        #expect(workbook.rows.map { $0.sections.map(\.number) } == table.rows.map { $0.sections.map(\.number) })
        for (a, b) in zip(workbook.rows, table.rows) {
            #expect(a.indicator?.name == b.indicator?.name && a.indicator?.measures == b.indicator?.measures)
            let digits: (IndicatorReading?) -> [String] = {
                $0?.values.map { "\($0.kind) \($0.period.value) " + $0.printed.text.replacing(",", with: "") } ?? []
            }
            #expect(digits(a.indicator) == digits(b.indicator))
        }
    }

    @Test(.enabled(if: Tables.areThere)) func kitakyushuInCP932() throws {
        let one = try reading("kitakyushu", Tables.file("kitakyushu/kpi-h28.csv"), .fiscal(2016))
        let other = try reading("kitakyushu", Tables.file("kitakyushu/kpi-h28.cp932.csv"), .fiscal(2016))
        #expect(one.rows.map(\.sections) == other.rows.map(\.sections))
        #expect(one.rows.map { $0.programme?.grade } == other.rows.map { $0.programme?.grade })
        #expect(one.rows.count == 137 && other.unusedColumns == [] && other.leftOut == [])
    }

    @Test(.enabled(if: Tables.areThere)) func kawasakiOpinions() throws {
        let reading = try reading("kawasaki-opinions", Tables.real("kawasaki/opinions-r3.csv"), .fiscal(2021))
        #expect(reading.rows.count == 24 && reading.unread == [] && reading.unusedColumns == [])
        guard case .opinion(let number, let text) = reading.rows[4].record else { throw Missing() }
        #expect(number.text == "1" && !text.text.isEmpty)
        #expect(reading.rows[4].programme?.name.text == "ウェルフェアイノベーション推進事業")
    }

    @Test(.enabled(if: Tables.areThere)) func kawasakiResponses() throws {
        let reading = try reading("kawasaki-responses", Tables.real("kawasaki/responses-r3.csv"), .fiscal(2021))
        #expect(reading.unread == [] && reading.unusedColumns == [])
        let answers = reading.rows.compactMap { row -> [String]? in
            if case .response(let answers, _, _, _) = row.record { answers } else { nil }
        }
        #expect(answers.count == reading.rows.count && answers.contains(["1", "2", "3"]))
        // As many answers as opinions.
        #expect(answers.joined().count == 24)
    }

    @Test(.enabled(if: Tables.areThere)) func kawasakiProgrammes() throws {
        let reading = try reading("kawasaki-programmes", Tables.real("kawasaki/programmes-r3.csv"), .fiscal(2021))
        #expect(reading.rows.count == 50 && reading.unread == [] && reading.unusedColumns == [])
        #expect(reading.rows.count { $0.programme?.inScope == true } == 19)
        #expect(reading.rows[6].programme?.texts.map(\.printed.text) == ["（15条）"])
        #expect(reading.rows[6].programme?.texts.map(\.kind) == [.footnote])
    }

    @Test(.enabled(if: Tables.areThere)) func kawasakiLineage() throws {
        let reading = try reading("kawasaki-lineage", Tables.real("kawasaki/lineage-r4.csv"), .fiscal(2021))
        #expect(reading.rows.count == 7 && reading.unread == [] && reading.unusedColumns == [])
        let renamed = reading.rows.map { row -> Bool? in
            if case .lineage(_, _, .merged, let renamed, .fiscal(2022)) = row.record { renamed } else { nil }
        }
        #expect(renamed == [false, false, true, true, false, false, false])
    }

    @Test(.enabled(if: Tables.areThere)) func kawasakiActionsBodiesMeetings() throws {
        let actions = try reading("kawasaki-actions", Tables.real("kawasaki/plan_actions-r3.csv"), .fiscal(2021))
        #expect(actions.unread == [] && actions.unusedColumns == [])
        #expect(actions.rows.allSatisfy { $0.programme?.texts.map(\.kind) == [.plannedAction] && $0.programme?.texts[0].period == .fiscal(2022) })
        #expect(actions.rows[1].programme?.texts[0].number == "2")
        let bodies = try reading("kawasaki-bodies", Tables.real("kawasaki/committee-r4.csv"), .fiscal(2021))
        #expect(bodies.rows.count == 24 && bodies.unread == [] && bodies.unusedColumns == [])
        let chairs = bodies.rows.filter { if case .seat(_, _, _, true, _) = $0.record { true } else { false } }
        #expect(chairs.map(\.row) == [2, 18])
        guard case .seat(_, let category, let post, _, let constituted) = bodies.rows[0].record else { throw Missing() }
        #expect(category == "学識者" && post.text == "専修大学商学部教授（会長）")
        #expect(constituted?.from == "2022-08-01" && constituted?.to == "2022-08-31" && constituted?.precision == .month)
        let meetings = try reading("kawasaki-meetings", Tables.real("kawasaki/meetings-r3.csv"), .fiscal(2021))
        #expect(meetings.unread == [] && meetings.rows.map(\.record) == [
            .meetings(body: Printed("川崎市産業振興協議会", CellPlace(sheet: "", column: 1, row: 2)), period: .fiscal(2021), count: 2),
            .meetings(body: Printed("中小企業活性化専門部会", CellPlace(sheet: "", column: 1, row: 3)), period: .fiscal(2021), count: 3),
        ])
    }

    @Test(.enabled(if: Tables.areThere)) func tsukuba() throws {
        let reading = try reading("tsukuba", Tables.real("tsukuba/programmes-r2.csv"), .fiscal(2020))
        #expect(reading.rows.count == 24 && reading.unread == [] && reading.unusedColumns == [])
        #expect(reading.rows.allSatisfy { $0.programme?.texts.map(\.kind) == [.purpose, .outline, .outcome] })
        #expect(reading.rows[0].programme?.texts.map(\.period) == [nil, nil, .fiscal(2020)])
        #expect(reading.rows[0].programme?.code?.text == "8")
        #expect(reading.rows[0].programme?.unit?.text == "政策イノベーション部 情報政策課")
        #expect(reading.rows[7].programme?.unit?.text == "政策イノベーション部企画経営課")
    }

    /// The sums by chapter are those that were computed from the table.
    @Test(.enabled(if: Tables.areThere)) func kobeAmounts() throws {
        let reading = try reading("kobe-amounts", Tables.real("kobe/amounts-r1.csv"), .fiscal(2019))
        #expect(reading.unread == [] && reading.unusedColumns == [] && reading.totals == [])
        var sums: [String: (programmes: Int, printed: Int, sum: Int)] = [:]
        for row in reading.rows {
            let amount = try #require(row.programme?.amounts.first)
            #expect(amount.kind == .notStated && amount.period == .fiscal(2019))
            var sum = sums[row.sections[0].number] ?? (0, 0, 0)
            sum.programmes += 1
            if let number = Int(amount.value.number) {
                #expect(amount.value.unit == "円" && amount.value.scale == 3)
                sum = (sum.programmes, sum.printed + 1, sum.sum + number)
            } else {
                #expect(amount.value.absence == .nonePrinted)
            }
            sums[row.sections[0].number] = sum
        }
        let printed = try Tables.real("kobe/totals-r1.csv").sheets[0].rows.dropFirst().map { $0.cells.map(\.text) }
        for total in printed {
            let sum = try #require(sums[total[0]])
            #expect(["\(sum.programmes)", "\(sum.printed)", "\(sum.sum)"] == Array(total[2...4]))
        }
        #expect(sums.count == printed.count)
    }

    @Test(.enabled(if: Tables.areThere)) func kobePoints() throws {
        let reading = try reading("kobe-points", Tables.real("kobe/points-medical.csv"), .fiscal(2023))
        #expect(reading.unread == [] && reading.unusedColumns == [])
        let paths = reading.rows.compactMap { row -> [String]? in if case .point(let path, _, _, _) = row.record { path } else { nil } }
        #expect(paths.count == reading.rows.count)
        #expect(paths[0] == ["1"] && paths[3] == ["1", "Ⅰ"] && paths[7] == ["2", "Ⅰ", "①"])
    }

    struct Missing: Error {}
}
