import Foundation
import Testing

/// Where a report goes: a file that a spreadsheet opens, a terminal of some width, a pipe.
@Suite struct ReportFileTests {
    private func inTown(_ body: (String, (String) throws -> Tool.Result) throws -> Void) throws {
        try Tool.inDirectory { directory in
            func run(_ line: String) throws -> Tool.Result { try Tool.run(Tool.words(line), in: directory, language: "ja") }
            for line in [
                "init --name town.example --by planning", "append plan --identifier p --name 計画 --period FY2019-FY2023 --by planning --decided 2019-03-01",
                "append section --identifier s --plan p --level 章 --name 区分 --number 1 --by planning --decided 2019-03-01",
                "append programme --identifier g --name とても長い名前の事務事業で一行に収まらないもの --section s --by planning --decided 2019-03-01",
                "append body --identifier b --name 会議 --by planning --decided 2019-03-01",
                "append opinion --identifier o --body b --kind opinion --text 意見 --by planning --decided 2019-04-01",
            ] {
                let result = try run(line)
                try #require(result.code == 0, "\(line): \(result.words)")
            }
            try body(directory, run)
        }
    }

    @Test func aFileForASpreadsheetSaysItsEncoding() throws {
        try inTown { directory, run in
            #expect(try run("report programme --out list.csv").code == 0)
            let bytes = try Data(contentsOf: URL(fileURLWithPath: directory + "/list.csv"))
            let printed = try run("report programme --format csv").output
            #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]) && Array(bytes.dropFirst(3)) == Array(printed.utf8))
            #expect(printed.hasPrefix("通し番号,"))
        }
    }

    @Test func aFileThatExistsIsKept() throws {
        try inTown { directory, run in
            try Data("mine".utf8).write(to: URL(fileURLWithPath: directory + "/list.md"))
            let refused = try run("report programme --out list.md")
            #expect(refused.code == 2 && refused.words.contains("[file-exists] --out") && refused.words.contains("--force"))
            #expect(try String(contentsOfFile: directory + "/list.md", encoding: .utf8) == "mine")
            #expect(try run("report programme --out list.md --force").code == 0)
            #expect(try String(contentsOfFile: directory + "/list.md", encoding: .utf8).hasPrefix("# 事務事業一覧"))
        }
    }

    /// The answer is due from the day up to which decisions are seen, not from today.
    @Test func agesAreCountedOnTheDayOfTheMoment() throws {
        try inTown { _, run in
            for (asked, said) in [
                ("--decided 2019-04-11", "2019-04-11（平成31年）現在。意見 1 件、うち回答なし 1 件"), ("--effective 2019-04-21", "2019-04-21（平成31年）現在。"),
                ("--decided 2019-04-11 --on 2019-05-01", "2019-05-01（令和元年）現在。"),
            ] {
                let answer = try run("report opinions " + asked)
                #expect(answer.output.contains(said), "\(asked): \(answer.output)\(answer.words)")
            }
        }
    }
}
