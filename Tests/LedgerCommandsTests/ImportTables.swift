import Foundation
import LedgerReports

@testable import LedgerCommands

/// A small invented town's tables, in the kinds of the mappings that ship. Names and figures are made up.
enum ImportTables {
    /// The table of plans and actuals after its first year.
    static let first = """
        基本目標,分野,取組,事業名,所管課,再掲,評価,KPI,H30実績
        Ⅰ,①起業,相談の窓口を開く,創業相談事業,商工課,0,B,創業相談件数：40件（H29年度）⇒300件（H30～R4年度）,52件
        Ⅰ,①起業,相談の窓口を開く,創業相談事業,商工課,0,B,新規創業者数：5人（H29年度）⇒毎年8人以上,7人
        Ⅰ,②観光,駅前の案内所を整える,観光案内事業,観光課,0,C,案内所の利用者数：1.2万人（H29年度）⇒2万人（R4年度）,1.5万人
        Ⅱ,③子育て,集いの場をふやす,子育て広場事業,こども課,0,A,広場の満足度：78％（H29年度）⇒85％（R4年度）,86％
        Ⅱ,④公共交通,路線をまもる,乗合バス事業,交通課,0,対象外,バスの利用者数：910人（H29年度）⇒950人（R4年度）,調査中
        Ⅱ,④公共交通,路線をまもる,観光案内事業,観光課,1,C,案内所の利用者数：1.2万人（H29年度）⇒2万人（R4年度）,1.5万人
        ※数値はすべて例です。,,,,,,,,

        """

    /// A year later: one past actual is another, one is no longer under survey, and one cell is in words.
    static let next = """
        基本目標,分野,取組,事業名,所管課,再掲,評価,KPI,H30実績,R1実績
        Ⅰ,①起業,相談の窓口を開く,創業相談事業,商工課,0,A,創業相談件数：40件（H29年度）⇒300件（H30～R4年度）,52件,累計120件
        Ⅰ,①起業,相談の窓口を開く,創業相談事業,商工課,0,A,新規創業者数：5人（H29年度）⇒毎年8人以上,7人,9人
        Ⅰ,②観光,駅前の案内所を整える,観光案内事業,観光課,0,C,案内所の利用者数：1.2万人（H29年度）⇒2万人（R4年度）,1.6万人,1.8万人
        Ⅱ,③子育て,集いの場をふやす,子育て広場事業,こども課,0,B,広場の満足度：78％（H29年度）⇒85％（R4年度）,86％,八割ほどか
        Ⅱ,④公共交通,路線をまもる,乗合バス事業,交通課,0,対象外,バスの利用者数：910人（H29年度）⇒950人（R4年度）,905人,920人
        Ⅱ,④公共交通,路線をまもる,観光案内事業,観光課,1,C,案内所の利用者数：1.2万人（H29年度）⇒2万人（R4年度）,1.6万人,1.8万人
        ※数値はすべて例です。,,,,,,,,,

        """

    static let opinions = """
        条,事業名,番号,意見
        5,創業相談事業,1,夜間の相談を増やしてはどうか。
        5,創業相談事業,2,相談の後の様子も見てほしい。
        6,観光案内事業,3,案内板の文字が小さい。

        """

    static let responses = """
        条,事業名,番号,対応,相互参照
        5,創業相談事業,1;2,月に一度、夜間に開く。,

        """

    static let amounts = """
        章,章名,番号,事業名,金額_千円
        1,しごと,1-1,創業相談事業,"1,200"
        1,しごと,1-2,観光案内事業,800
        1,しごと,,小計,"2,000"
        2,くらし,2-1,子育て広場事業,450
        2,くらし,2-2,乗合バス事業,
        ,,,合計,"2,450"

        """

    static let texts = """
        事業番号,事務事業名,課名,事業の目的,事業の概要,成果
        1,創業相談事業,商工課,町で起業する人を支える。,窓口で相談を受ける。,件数が増えた。
        2,観光案内事業,観光課,駅に着いた人を案内する。,案内所を開く。,

        """

    static let files = [
        "town-h30.csv": first, "town-r1.csv": next, "opinions.csv": opinions, "responses.csv": responses, "amounts.csv": amounts, "texts.csv": texts,
    ]

    // MARK: command lines

    static let plan = "--plan s1 --new-plan まち戦略 --plan-period FY2018-FY2022"
    static let dates = "--plan-decided 2018-03-30 --known 2019-06-30 --graded 2019-08-20"
    static let by = "--by planning --source 達成状況一覧 --definitions def.csv"
    static let firstImport = "import town-h30.csv --mapping kitakyushu --period FY2018 \(plan) \(by) --backfill"
    static let nextImport = "import town-r1.csv --mapping kitakyushu --period 令和元年度 \(by) --known 2020-06-30 --graded 2020-08-20"

    // MARK: what a person does

    static func write(_ directory: String) throws {
        for (name, text) in files { try text.write(toFile: directory + "/" + name, atomically: true, encoding: .utf8) }
    }

    static let writing = Scenario.Step.prepare("the town's tables", write)

    /// Says yes to every line of a definition sheet, and that more is better. The columns come in another order than they were written in.
    static func accept(_ path: String, allBut left: Set<String> = [], direction: String = "higher") throws {
        try edit(path) { row in
            guard !left.contains(row["id"] ?? "") else { return }
            row["accepted"] = "はい"
            if row["kind"] == "indicator" { row["direction"] = direction }
        }
    }

    static let accepting = Scenario.Step.prepare("a person says yes to every line of def.csv, and that more is better") { try accept($0 + "/def.csv") }

    static func classify(_ path: String) throws {
        try edit(path) { row in
            switch row["cell"] {
            case "I4": row.merge(["class": "correct", "reason": "集計のやり直し", "found_by": "観光課"]) { $1 }
            case "I6": row["class"] = "scheduled"
            case "J5": row.merge(["class": "keep-unread", "reason": "幅のある書き方"]) { $1 }
            default: break
            }
        }
    }

    static let classifying = Scenario.Step.prepare("a person fills in the classes of cls.csv") { try classify($0 + "/cls.csv") }

    private static func edit(_ path: String, _ change: (inout [String: String]) -> Void) throws {
        var rows = Array(try WorkSheetFile(reading: path, required: []).rows)
        for i in rows.indices { change(&rows[i]) }
        let keys = (rows.first?.keys).map(Array.init)?.sorted() ?? []
        let lines = [keys] + rows.map { row in keys.map { Visible.spelled(row[$0] ?? "") } }
        let text = lines.map { $0.map { "\"" + $0.replacingOccurrences(of: "\"", with: "\"\"") + "\"" }.joined(separator: ",") + "\n" }.joined()
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    // MARK: grounds

    /// A ledger that holds the first year.
    static func firstYear(_ directory: String) throws {
        try write(directory)
        try done("init --name town.example/kpi --by planning --by-kind post", directory)
        _ = try Tool.run(Tool.words("\(firstImport) \(dates)"), in: directory, language: "ja")
        try accept(directory + "/def.csv")
        try done("\(firstImport) \(dates)", directory)
    }

    /// And the next.
    static func twoYears(_ directory: String) throws {
        try firstYear(directory)
        _ = try Tool.run(Tool.words("\(nextImport) --classify cls.csv"), in: directory, language: "ja")
        try classify(directory + "/cls.csv")
        try done("\(nextImport) --classify cls.csv", directory)
    }

    struct Refused: Error {
        let line: String
        let words: String
    }

    private static func done(_ line: String, _ directory: String) throws {
        let result = try Tool.run(Tool.words(line), in: directory, language: "ja")
        guard result.code == 0 else { throw Refused(line: line, words: result.words) }
    }
}
