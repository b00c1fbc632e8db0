import Foundation
import LedgerReports
import Testing

/// Help and usage errors as people see them.
@Suite struct ParserTextsCommandTests {
    /// Of each kind that this program's commands can show.
    static let errors: [(line: String, ja: String, en: String)] = [
        ("log --lang fr", "--lang <lang> の値「fr」は使えません。次のどれかを指定してください: ja, en", "The value 'fr' is invalid for '--lang <lang>'. Please provide one of: ja, en"),
        ("append --batch-size x", "--batch-size <N> の値「x」は使えません", "The value 'x' is invalid for '--batch-size <N>'"),
        ("log --jsn", "--jsn という指定はありません。--json のことですか", "Unknown option '--jsn'. Did you mean '--json'?"),
        ("log --xyzzyx", "--xyzzyx という指定はありません", "Unknown option '--xyzzyx'"),
        ("log -x", "-x という指定はありません", "Unknown option '-x'"),
        ("log ---x", "指定の形が正しくありません: ---x", "Invalid option: ---x"),
        ("log --after", "--after <after> に値がありません", "Missing value for '--after <after>'"),
        ("log --json=3", "--json は値を取りませんが、「3」が付いています", "The option '--json' does not take any value, but '3' was specified."),
        ("bogus", "余分な語「bogus」があります", "Unexpected argument 'bogus'"),
        ("show a b c", "余分な語が 2 個あります: 'b', 'c'", "2 unexpected arguments: 'b', 'c'"),
        ("show", "<indicator> が必要です", "Missing expected argument '<indicator>'"),
        ("append target", "--by <actor> が必要です", "Missing expected argument '--by <actor>'"),
        ("--generate-completion-script foo", "「foo」の補完スクリプトは作れません。", "Can't generate completion scripts for 'foo'."),
    ]

    @Test func usageErrorsInBothLanguages() throws {
        try Tool.inDirectory { directory in
            for error in Self.errors {
                let told = [
                    ("ja", "エラー[usage]: 指定が正しくありません: ", error.ja, "--help で確認"), ("en", "error[usage]: The request is not right: ", error.en, "See --help"),
                ]
                for (language, head, said, next) in told {
                    let result = try Tool.run(Tool.words(error.line), in: directory, language: language)
                    let words = result.words.split(separator: "\n")
                    #expect(result.code == 2 && result.output.isEmpty)
                    #expect(words.count == 2 && words[0].hasPrefix(head + said) && words[1].hasPrefix("  -> " + next), "\(error.line): \(result.words)")
                }
            }
        }
    }

    /// `--lang`, then `LC_ALL`, then `LANG`; for errors of the line that `--lang` stands on too.
    @Test(arguments: [
        ("log --jsn --lang en", ["LANG": "ja_JP.UTF-8"], "error"),
        ("log --lang=ja --jsn", ["LC_ALL": "C"], "エラー"), ("log --jsn --lang", ["LANG": "ja_JP.UTF-8"], "エラー"),
        ("log --jsn", ["LC_ALL": "C", "LANG": "ja_JP.UTF-8"], "error"),
        ("log --jsn", ["LC_ALL": "", "LANG": "ja_JP.UTF-8"], "エラー"), ("log --jsn", [:], "error"),
        ("log --jsn", ["LC_ALL": "ja_JP.UTF-8", "LANG": "C"], "エラー"),
        ("log --help --lang ja", ["LC_ALL": "C"], "概要"), ("log --help", ["LC_ALL": "POSIX"], "OVERVIEW"),
        ("help log", ["LANG": "ja_JP.UTF-8"], "概要"), ("--help --lang en", ["LANG": "ja_JP.UTF-8"], "OVERVIEW"),
    ] as [(String, [String: String], String)])
    func whichLanguage(line: String, environment: [String: String], head: String) throws {
        try Tool.inDirectory { directory in
            let result = try ConsoleTool.run("$LEDGER \(line)", in: directory, environment: environment)
            #expect(String(decoding: result.output + result.words, as: UTF8.self).hasPrefix(head))
        }
    }

    /// What the parser says in English, and no command of this program in Japanese.
    static let english = [
        "OVERVIEW", "USAGE", "ARGUMENTS", "OPTIONS", "SUBCOMMANDS", "Show ", "(default", "(values", "See '",
        "detailed", "<subcommand>", "<options>", "[<options>]",
    ]

    /// Every help screen there is, found as a person finds them.
    @Test func everyHelpScreenIsInTheLanguageAndFitsTheTerminal() throws {
        try Tool.inDirectory { directory in
            var left = [[String]](arrayLiteral: [])
            var seen = 0
            while let path = left.popLast() {
                seen += 1
                let japanese = try Tool.run(["help"] + path, in: directory, language: "ja")
                let english = try Tool.run(["help"] + path, in: directory, language: "en")
                #expect(japanese.code == 0 && english.code == 0)
                for text in Self.english { #expect(!japanese.output.contains(text), "\(path): \(text)") }
                #expect(japanese.output.hasPrefix("概要: ") && japanese.output.contains("\n使い方: ledger") && japanese.output.contains("  この説明を表示する。\n"))
                #expect(english.output.hasPrefix("OVERVIEW: "))
                #expect(english.output.contains("\nUSAGE: ledger") && english.output.contains("  Show help information.\n"))
                for (language, output) in [("ja", japanese.output), ("en", english.output)] {
                    for line in output.split(separator: "\n") where !line.hasPrefix("使い方: ") && !line.hasPrefix("USAGE: ") {
                        #expect(DisplayWidth.of(String(line)) <= 80, "\(path) \(language): \(line)")
                    }
                }
                // One text in both: the commands and options, in order.
                #expect(Self.labels(japanese.output) == Self.labels(english.output), "\(path)")
                guard let commands = english.output.components(separatedBy: "SUBCOMMANDS:\n").dropFirst().first else { continue }
                left += Self.labels(commands).map { path + [$0] }
            }
            #expect(seen > 60, "\(seen) screens")
        }
    }

    /// The names at the margin of a help screen: commands and options, without explanations.
    private static func labels(_ help: String) -> [String] {
        var labels: [String] = []
        for line in help.split(separator: "\n") where line.hasPrefix("  ") && !line.hasPrefix("   ") {
            if line.hasPrefix("  See '") || line.hasPrefix("  詳しくは") { continue }
            let label = line.dropFirst(2).prefix { $0 != " " }
            labels.append(String(label.prefix { $0 != "（" }))
        }
        return labels
    }

    @Test(arguments: [40, 60, 100, 200])
    func helpFollowsTheWidthOfTheTerminal(columns: Int) throws {
        try Tool.inDirectory { directory in
            let environment = ["LC_ALL": "ja_JP.UTF-8", "COLUMNS": "\(columns)"]
            let help = String(decoding: try ConsoleTool.run("$LEDGER append target --help", in: directory, environment: environment).output, as: UTF8.self)
            let widths = help.split(separator: "\n").filter { !$0.hasPrefix("使い方: ") }.map { DisplayWidth.of(String($0)) }
            // Below this, the names of options alone take more.
            #expect(columns < 60 || widths.allSatisfy { $0 <= columns })
            #expect(columns > 100 || widths.contains { $0 > columns - 6 }, "the screen is not used")
        }
    }

    @Test func theVersionAndTheScriptsAreForMachines() throws {
        try Tool.inDirectory { directory in
            #expect(try Tool.run(["--version"], in: directory, language: "ja").output == Tool.run(["--version"], in: directory, language: "en").output)
            let script = try Tool.run(["--generate-completion-script", "bash"], in: directory, language: "ja")
            #expect(script.code == 0 && script.output.hasPrefix("#!/bin/bash\n"))
            let path = directory + "/script"
            try script.output.write(toFile: path, atomically: true, encoding: .utf8)
            #expect(try ConsoleTool.run("bash -n script", in: directory, environment: [:]).code == 0)
        }
    }
}
