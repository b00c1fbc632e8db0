import Foundation
import Testing

/// What is typed at a console that is not UTF-8, and standard descriptors that are not as usual.
@Suite struct ConsoleInputTests {
    /// Names by the shell's octal escapes. The last two would be valid UTF-8 as well.
    static let typed: [(locale: String, octal: String, name: String)] = [
        ("ja_JP.SJIS", #"\213\363\215\140"#, "空港"), ("ja_JP.eucJP", #"\266\365\271\301"#, "空港"),
        ("ja_JP.SJIS", #"\345\256\211"#, "安"), ("ja_JP.UTF-8", #"\347\251\272"#, "空"),
        ("ja_JP.eucJP", #"\304\256"#, "町"), ("ja_JP.SJIS", #"\304\262"#, "ﾄｲ"),
    ]

    @Test func argumentsAreReadInTheCodesetOrAsUTF8() throws {
        try ConsoleTool.inCity { directory in
            for (locale, octal, name) in Self.typed {
                let line = "$LEDGER append alias --subject airport --name \"$(printf '\(octal)')\" \(City.by)"
                let result = try ConsoleTool.run(line, in: directory, environment: ["LC_ALL": locale])
                #expect(result.code == 0, "\(String(decoding: result.words, as: UTF8.self))")
                let log = try Tool.run(["log"], in: directory, language: "en").output
                #expect(log.split(separator: "\n").last?.contains("\"summary\":\"\(name)\"") == true, "\(name): \(log.suffix(600))")
            }
        }
    }

    @Test func anArgumentMayBeEmpty() throws {
        try Tool.inDirectory { directory in
            let result = try ConsoleTool.run("$LEDGER show '' b ''", in: directory, environment: ["LC_ALL": "ja_JP.UTF-8"])
            #expect(result.code == 2 && String(decoding: result.words, as: UTF8.self).contains("余分な語が 2 個あります: 'b', ''"))
        }
    }

    /// Closed, full, or the wrong way round: the same code at every console.
    @Test func oddDescriptors() throws {
        try ConsoleTool.inCity { directory in
            let odd: [(redirection: String, done: Int32, refused: Int32)] = [
                (">&-", 3, 2), (">/dev/full", 3, 2), ("2>&-", 0, 2), ("2>/dev/full", 0, 2), ("<&-", 0, 2),
                (">&- 2>&- <&-", 3, 2), ("1</dev/null", 3, 2), ("| :", 0, 0),
            ]
            for locale in ["ja_JP.SJIS", "ja_JP.eucJP", "ja_JP.UTF-8", "C"] {
                for (redirection, done, refused) in odd {
                    for (line, code) in [("replay", done), ("--help", done), ("--version", done), ("log --jsn", refused), ("show nowhere", refused)] {
                        let result = try ConsoleTool.run("$LEDGER \(line) \(redirection)", in: directory, environment: ["LC_ALL": locale])
                        #expect(result.code == code, "\(line) \(redirection) \(locale)")
                    }
                }
            }
        }
    }
}
