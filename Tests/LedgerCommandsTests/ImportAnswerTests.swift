import Foundation
import LedgerModel
import LedgerSheets
import SheetFiles
import Testing

/// What an import says as data, and that it is the same whatever file the table came in.
@Suite struct ImportAnswerTests {
    /// Every stop and every outcome of two years, against the schema.
    @Test(arguments: ["ja", "en"]) func everyStopFitsTheSchema(language: String) throws {
        try Tool.inDirectory { directory in
            try ImportTables.write(directory)
            _ = try Tool.run(Tool.words("init --name town.example/kpi --by planning"), in: directory, language: language)
            let first = "\(ImportTables.firstImport) \(ImportTables.dates)"
            let next = "\(ImportTables.nextImport) --classify cls.csv"
            var answers: [[String: Any]] = []
            func take(_ line: String, code: Int32) throws {
                let result = try Tool.run(Tool.words("\(line) --json"), in: directory, language: language)
                #expect(result.code == code, "\(line): \(result.words)")
                try result.output.write(toFile: directory + "/answer\(answers.count).import.json", atomically: true, encoding: .utf8)
                answers.append(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any] ?? [:])
            }
            try take(first, code: 2)
            try ImportTables.accept(directory + "/def.csv")
            try take("\(first) --dry-run", code: 0)
            try take(first, code: 0)
            try take(first, code: 0)
            try take(next, code: 2)
            try ImportTables.classify(directory + "/cls.csv")
            try take(next, code: 0)
            let said = try AnswerTests.validate(directory)
            #expect(said.isEmpty, "\(said)")
            #expect(answers.map { Set(($0["problems"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String }) } == [
                ["import-undefined"], [], [], [], ["import-unclassified"], [],
            ])
            #expect(answers.map { ($0["receipt"] as? [String: Any])?["size"] as? Int } == [nil, 46, 46, nil, nil, 57])
            // Cell by cell: each actual of the second table with the words that it stands in.
            let rows = try #require(answers[4]["rows"] as? [[String: Any]])
            let values = rows.flatMap { $0["values"] as? [[String: Any]] ?? [] }.filter { $0["kind"] as? String == "actual" && $0["period"] as? String == "FY2019" }
            #expect(values.map { $0["raw"] as? String } == ["累計120件", "9人", "1.8万人", "920人", "1.8万人"])
            #expect(values.map { $0["number"] as? String } == ["120", "9", "1.8", "920", "1.8"])
            let unread = rows.flatMap { $0["unread"] as? [[String: Any]] ?? [] }
            #expect(unread.map { $0["cell"] as? String } == ["J5"] && unread.map { $0["raw"] as? String } == ["八割ほどか"])
        }
    }

    /// What an entry says, without the file that it came from and what chance gave it.
    private func entries(_ directory: String) throws -> [String] {
        try Tool.run(Tool.words("log --limit 100"), in: directory, language: "en").output.split(separator: "\n").map { line in
            var entry = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
            for key in ["id", "recorded"] { entry[key] = nil }
            entry["sources"] = (entry["sources"] as? [[String: Any]])?.map { $0.filter { ["cell", "raw", "title"].contains($0.key) } }
            return String(decoding: try JSONSerialization.data(withJSONObject: entry, options: .sortedKeys), as: UTF8.self)
        }
    }

    @Test func theSameTableInAnyFileGivesTheSameEntries() throws {
        var held: [[String]] = []
        for name in ["town-h30.csv", "town-cp932.csv", "town.tsv", "town.xlsx"] {
            try Tool.inDirectory { directory in
                try ImportTables.write(directory)
                let source = directory + "/town-h30.csv"
                try ImportFiles.cp932(source, to: directory + "/town-cp932.csv")
                try ForeignWorkbook.write(directory + "/town.xlsx", from: source)
                try ImportFiles.text("\u{feff}" + ImportTables.first.replacingOccurrences(of: ",", with: "\t"), directory + "/town.tsv")
                let line = "\(ImportTables.firstImport) \(ImportTables.dates)".replacingOccurrences(of: "town-h30.csv", with: name)
                _ = try Tool.run(Tool.words("init --name town.example/kpi --by planning"), in: directory, language: "en")
                #expect(try Tool.run(Tool.words(line), in: directory, language: "en").code == 2)
                try ImportTables.accept(directory + "/def.csv")
                let result = try Tool.run(Tool.words(line), in: directory, language: "en")
                #expect(result.code == 0, "\(name): \(result.words)")
                held.append(try entries(directory).filter { $0.contains("\"batch\"") && !$0.contains("ledger opened") })
            }
        }
        #expect(held[0].count > 40)
        for other in held.dropFirst() { #expect(other == held[0]) }
    }

    /// A sheet of definitions or classes may come back from a spreadsheet in another encoding, and as a workbook.
    @Test(arguments: ["cp932", "xlsx"]) func whatAPersonFilledInMayComeBackAsItWasSaved(format: String) throws {
        try Tool.inDirectory { directory in
            try ImportTables.firstYear(directory)
            let next = "\(ImportTables.nextImport) --classify cls.csv"
            #expect(try Tool.run(Tool.words(next), in: directory, language: "ja").code == 2)
            try ImportTables.classify(directory + "/cls.csv")
            var line = next
            if format == "xlsx" {
                try ForeignWorkbook.write(directory + "/cls.xlsx", from: directory + "/cls.csv")
                line = line.replacingOccurrences(of: "cls.csv", with: "cls.xlsx")
            } else {
                try ImportFiles.cp932(directory + "/cls.csv", to: directory + "/cls.csv")
            }
            let result = try Tool.run(Tool.words(line), in: directory, language: "ja")
            #expect(result.code == 0, "\(result.words)")
        }
    }

    /// Faults of files and mappings become problems by their raw values.
    @Test func everyFaultIsAProblem() {
        for code in SheetFault.Code.allCases { #expect(Problem.Code(rawValue: code.rawValue) != nil, "\(code.rawValue)") }
        for code in MappingFault.Code.allCases { #expect(Problem.Code(rawValue: code.rawValue) != nil, "\(code.rawValue)") }
    }

    /// All or nothing: a refused import and a dry run leave the ledger and every file as they were.
    @Test func whatIsRefusedChangesNothing() throws {
        try Tool.inDirectory { directory in
            try ImportTables.firstYear(directory)
            let before = try AnswerTests.contents(directory)
            #expect(try Tool.run(Tool.words("\(ImportTables.nextImport) --classify cls.csv --dry-run"), in: directory, language: "ja").code == 2)
            #expect(try AnswerTests.contents(directory) == before)
            #expect(try Tool.run(Tool.words("\(ImportTables.nextImport) --classify cls.csv"), in: directory, language: "ja").code == 2)
            var after = try AnswerTests.contents(directory)
            #expect(after.removeValue(forKey: "cls.csv") != nil)
            #expect(after == before)
        }
    }
}
