import Foundation
import LedgerReports
import Testing

/// What the parser of the command line says, in both languages.
@Suite struct ParserTextsTests {
    /// Every sentence that the parser can make about a command line, with what it becomes.
    static let sentences: [(english: String, ja: String, en: String)] = [
        ("The value 'fr' is invalid for '--lang <lang>'. Please provide one of 'ja' and 'en'.",
         "--lang <lang> の値「fr」は使えません。次のどれかを指定してください: ja, en", "The value 'fr' is invalid for '--lang <lang>'. Please provide one of: ja, en"),
        ("The value 'x' is invalid for '<kind>'. Please provide one of 'a', 'b' or 'c'.",
         "<kind> の値「x」は使えません。次のどれかを指定してください: a, b, c", "The value 'x' is invalid for '<kind>'. Please provide one of: a, b, c"),
        ("The value 'x' is invalid for '--k <k>'. Please provide one of 'a'.",
         "--k <k> の値「x」は使えません。次のどれかを指定してください: a", "The value 'x' is invalid for '--k <k>'. Please provide one of: a"),
        ("The value 'x' is invalid for '--k <k>'. Please provide one of the following:\n  - a\n  - b-c",
         "--k <k> の値「x」は使えません。次のどれかを指定してください: a, b-c", "The value 'x' is invalid for '--k <k>'. Please provide one of: a, b-c"),
        ("The value 'x' is invalid for '--k <k>': no such place", "--k <k> の値「x」は使えません: no such place",
         "The value 'x' is invalid for '--k <k>': no such place"),
        ("The value 'x' is invalid for '--k <k>'", "--k <k> の値「x」は使えません", "The value 'x' is invalid for '--k <k>'"),
        ("The value 'x' is invalid.: why", "値「x」は使えません: why", "The value 'x' is invalid: why"),
        ("The value 'x' is invalid.", "値「x」は使えません", "The value 'x' is invalid."),
        ("Unknown option '--jsn'. Did you mean '--json'?", "--jsn という指定はありません。--json のことですか", "Unknown option '--jsn'. Did you mean '--json'?"),
        ("Unknown option '-x'", "-x という指定はありません", "Unknown option '-x'"),
        ("Unknown option '-xy'\n   or: Missing value for '-x <x>' in '-xy'",
         "-xy という指定はありません。または、-xy の中の -x <x> に値がありません", "Unknown option '-xy' or: Missing value for '-x <x>' in '-xy'"),
        ("Missing value for '--after <after>'", "--after <after> に値がありません", "Missing value for '--after <after>'"),
        ("The option '--json' does not take any value, but '3' was specified.",
         "--json は値を取りませんが、「3」が付いています", "The option '--json' does not take any value, but '3' was specified."),
        ("Unexpected argument 'bogus'", "余分な語「bogus」があります", "Unexpected argument 'bogus'"),
        ("Unexpected argument ''", "余分な語「」があります", "Unexpected argument ''"),
        ("2 unexpected arguments: 'b', 'c'", "余分な語が 2 個あります: 'b', 'c'", "2 unexpected arguments: 'b', 'c'"),
        ("Missing expected argument '--by <actor>'", "--by <actor> が必要です", "Missing expected argument '--by <actor>'"),
        ("Missing one of: '--a', '--b'", "次のどれかが必要です: '--a', '--b'", "Missing one of: '--a', '--b'"),
        ("Value to be set with flag '--b' had already been set with flag '--a'",
         "'--b' で決めようとしたことは、'--a' で決まっています", "Value to be set with flag '--b' had already been set with flag '--a'"),
        ("Value to be set with flag 'b' in '-ab' had already been set with flag 'a' in '-ab'",
         "-ab の中の b で決めようとしたことは、-ab の中の a で決まっています", "Value to be set with flag 'b' in '-ab' had already been set with flag 'a' in '-ab'"),
        ("Value to be set with position 2 had already been set with position 1",
         "position 2 で決めようとしたことは、position 1 で決まっています", "Value to be set with position 2 had already been set with position 1"),
        ("Invalid option: ---x", "指定の形が正しくありません: ---x", "Invalid option: ---x"),
        ("Missing required subcommand.", "続く命令が必要です", "Missing required subcommand."),
        ("Command 'Root' is not a parent of the current command.", "Root はこの命令の親ではありません", "Command 'Root' is not a parent of the current command."),
        ("Can't generate completion scripts for 'foo'.\nPlease use --generate-completion-script=<shell> with one of:\n    zsh bash fish",
         "「foo」の補完スクリプトは作れません。--generate-completion-script=<シェル> に次のどれかを指定してください: zsh, bash, fish",
         "Can't generate completion scripts for 'foo'. Please use --generate-completion-script=<shell> with one of: zsh, bash, fish"),
        ("Can't autodetect a supported shell.\nPlease use --generate-completion-script=<shell> with one of:\n    zsh bash fish",
         "シェルを判別できません。--generate-completion-script=<シェル> に次のどれかを指定してください: zsh, bash, fish",
         "Can't autodetect a supported shell. Please use --generate-completion-script=<shell> with one of: zsh, bash, fish"),
        ("No value set for non-argument var x. Replace with a static variable, or let constant.",
         "プログラム内部の障害です: 引数でない変数 x に値がありません", "This is a fault of the program: no value for x, which is no argument."),
        ("Internal error. Parsing command-line arguments hit unimplemented code path.",
         "プログラム内部の障害です: 命令の読取りが、まだ作られていない所に来ました", "This is a fault of the program: reading the command came where nothing is made yet."),
        ("Internal error. Invalid state while parsing command-line arguments.",
         "プログラム内部の障害です: 命令の読取りが、ありえない状態になりました", "This is a fault of the program: reading the command came to an impossible state."),
    ]

    @Test func everySentenceInBothLanguages() {
        for sentence in Self.sentences {
            #expect(ParserTexts.message(sentence.english, .ja) == sentence.ja)
            #expect(ParserTexts.message(sentence.english, .en) == sentence.en)
        }
    }

    @Test(arguments: Language.allCases)
    func whatIsNotRecognisedStays(language: Language) {
        for text in ["", "--entry N | --batch N", "Unknown option", "A sentence of a later version.", "unknown option 'x'", "'"] {
            #expect(ParserTexts.message(text, language) == text)
        }
    }

    /// Words that a person typed come through byte for byte, whatever they look like.
    @Test(arguments: [
        "'", "''", "{0}", "{1}{0}", "x' is invalid for 'y", "'. Did you mean '", "' in '", "\n   or", "(default: 3)", "か\u{3099}", "\u{3099}", "\u{301}'",
        "〓", "Please provide one of ", "<options>",
    ])
    func whatWasTypedIsCarriedOver(typed: String) {
        func has(_ text: String, _ before: String, _ after: String) {
            #expect(Array(text.utf8) == Array((before + typed + after).utf8), "\(text)")
        }
        has(ParserTexts.message("Unexpected argument '\(typed)'", .ja), "余分な語「", "」があります")
        has(ParserTexts.message("The value '\(typed)' is invalid for '--k <k>'", .ja), "--k <k> の値「", "」は使えません")
        has(ParserTexts.message("Unknown option '--\(typed)'. Did you mean '--k'?", .ja), "--", " という指定はありません。--k のことですか")
        has(ParserTexts.message("Invalid option: --\(typed)", .ja), "指定の形が正しくありません: --", "")
    }

    private static let screen = """
        OVERVIEW: 計画の KPI の台帳。

        終了コード: 0 完了・健全、1 答えは否、2 指定の誤り。

        USAGE: ledger append <options> <subcommand>

        ARGUMENTS:
          <name>                  名。

        OPTIONS:
          --lang <lang>           表示の言語。 (values: ja, en)
          --days <days>           何日を超えたら遅いとするか。 (default: 90)
          --a <a>                 (values: x, y; default: x)
          --b [<b>]               あ (default as flag: 1)
          --c [<c>]               あ (values: x, y; default as flag: x)
          --a-very-long-option <with-a-value>
                                  長い説明がここから始まり、行の終わりを越えて続く。
          --version               Show the version.
          -h, --help              Show help information.

        SUBCOMMANDS:
          batch (default)         まとめて記録する。
          unexplained (default)

        閲覧 SUBCOMMANDS:
          show                    示す。

          See 'ledger help append <subcommand>' for detailed help.
        """

    @Test func aHelpScreenInJapanese() throws {
        let help = try #require(ParserTexts.help(Self.screen, .ja, columns: 50))
        let expected = """
            概要: 計画の KPI の台帳。

            終了コード: 0 完了・健全、1 答えは否、2 指定の誤
            り。

            使い方: ledger append <オプション> <命令>

            引数:
              <name>                  名。

            オプション:
              --lang <lang>           表示の言語。（値: ja,
                                      en）
              --days <days>           何日を超えたら遅いとする
                                      か。（既定 90）
              --a <a>                 （値: x, y、既定 x）
              --b [<b>]               あ（値を略すと 1）
              --c [<c>]               あ（値: x, y、値を略すと
                                      x）
              --a-very-long-option <with-a-value>
                                      長い説明がここから始ま
                                      り、行の終わりを越えて続
                                      く。
              --version               版を表示する。
              -h, --help              この説明を表示する。

            命令:
              batch（既定）           まとめて記録する。
              unexplained（既定）

            閲覧の命令:
              show                    示す。

              詳しくは ledger help append <命令> を実行してください。
            """
        #expect(help == expected)
    }

    @Test func aHelpScreenInEnglishIsOnlyWrapped() throws {
        #expect(try #require(ParserTexts.help(Self.screen, .en, columns: 200)) == Self.screen)
    }

    @Test(arguments: ["", "0.1.0 (format 1)", "#!/bin/bash\n  OPTIONS:", "{\n  \"a\" : 1\n}"])
    func whatIsNoHelpScreenIsNone(text: String) {
        #expect(ParserTexts.help(text, .ja, columns: 80) == nil)
    }
}
