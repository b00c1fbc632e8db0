import Foundation
import LedgerCommands
import Testing

/// Consoles that are not UTF-8: they show what they can, and no command fails or ends otherwise for them.
@Suite struct ConsoleTests {
    /// Locales with the decoder for what they get.
    static let locales: [(name: String, decoder: String)] = [
        ("ja_JP.UTF-8", "utf-8"), ("ja_JP.SJIS", "cp932"), ("ja_JP.eucJP", "euc_jis_2004"), ("C", "utf-8"), ("en_US.ISO-8859-1", "utf-8"),
    ]

    /// A success, a negative answer, a refusal, a usage error, help.
    static let lines: [(line: String, code: Int32)] = [
        ("show airport", 0), ("replay", 0), ("log --table", 0), ("history airport", 0), ("audit targets", 0), ("diff --from 10", 1), ("show nowhere", 2),
        ("append actual --indicator airport --period FY2016 --value 9 --by planning --decided 2019-06-30", 2), ("log --jsn", 2), ("bogus", 2), ("show", 2),
        ("--ledger", 2), ("--help", 0), ("append target --help", 0), ("", 0), ("verify", 0), ("status --ledger nowhere", 3),
    ]

    @Test func everyLocaleShowsTheSameAndEndsTheSame() throws {
        try ConsoleTool.inCity { directory in
            for (line, code) in Self.lines {
                var told: [String: String] = [:]
                for locale in Self.locales {
                    // The language is held, so that only the codeset differs.
                    let script = line.contains("--help") || line.isEmpty ? "$LEDGER \(line)" : "$LEDGER \(line) --lang ja"
                    let language = locale.name.hasPrefix("ja") ? "ja" : line.contains("--help") || line.isEmpty ? "en" : "ja"
                    let result = try ConsoleTool.run(script, in: directory, environment: ["LC_ALL": locale.name])
                    #expect(result.code == code, "\(line) \(locale.name)")
                    let output = try #require(try ConsoleTool.decoded(result.output, locale.decoder), "\(line) \(locale.name)")
                    let words = try #require(try ConsoleTool.decoded(result.words, locale.decoder), "\(line) \(locale.name)")
                    let text = Self.plain(Normal.form(output + "!" + words, directory: directory))
                    #expect(told[language, default: text] == text, "\(line) \(locale.name)")
                    told[language] = text
                }
            }
        }
    }

    /// Decoders differ in which of two letters of Unicode some characters are, and a picture of a control character is in neither codeset.
    private static func plain(_ text: String) -> String {
        let pairs = ["—": "―", "－": "−", "～": "〜", "∥": "‖", "⏎": "〓"]
        return pairs.reduce(text) { $0.replacing($1.key, with: $1.value) }
    }

    @Test(arguments: ["ja_JP.SJIS", "ja_JP.eucJP"])
    func dataAreUTF8EverywhereAndTheSame(locale: String) throws {
        try ConsoleTool.inCity { directory in
            let lines = [
                "show airport --json", "replay --json", "log", "log --json", "audit opinions --json", "show nowhere --json", "log --jsn --json", "--experimental-dump-help",
            ]
            for line in lines {
                let there = try ConsoleTool.run("$LEDGER \(line)", in: directory, environment: ["LC_ALL": locale])
                let here = try ConsoleTool.run("$LEDGER \(line)", in: directory, environment: ["LC_ALL": "ja_JP.UTF-8"])
                #expect(there.output == here.output && there.code == here.code, "\(line)")
                #expect(String(validating: there.output, as: UTF8.self) != nil)
                #expect(line.hasPrefix("--") || there.output.count > 20)
            }
            _ = try ConsoleTool.run("$LEDGER export a", in: directory, environment: ["LC_ALL": locale])
            _ = try ConsoleTool.run("$LEDGER export b", in: directory, environment: ["LC_ALL": "ja_JP.UTF-8"])
            #expect(try ConsoleTool.run("diff -r a b", in: directory, environment: [:]).code == 0)
        }
    }

    /// `LC_ALL`, then `LC_CTYPE`, then `LANG`; an empty one counts as absent.
    @Test(arguments: [
        (["LANG": "ja_JP.SJIS"], true), (["LANG": "ja_JP.UTF-8", "LC_CTYPE": "ja_JP.SJIS"], true), (["LANG": "ja_JP.SJIS", "LC_CTYPE": "ja_JP.UTF-8"], false),
        (["LANG": "ja_JP.SJIS", "LC_ALL": "C"], false), (["LANG": "ja_JP.SJIS", "LC_ALL": "", "LC_CTYPE": ""], true),
        ([:], false), (["LC_MESSAGES": "ja_JP.SJIS"], false),
    ] as [([String: String], Bool)])
    func whichVariableNamesTheCodeset(environment: [String: String], isCP932: Bool) {
        #expect(ConsoleText(environment: environment).bytes("市") == (isCP932 ? [0x8E, 0x73] : [0xE5, 0xB8, 0x82]))
    }

    /// A locale that names no codeset, or one that holds no Japanese, destroys none.
    @Test func whichNamesAreWhichCodeset() {
        let names: [(bytes: [UInt8], names: [String])] = [
            ([0x8E, 0x73], ["ja_JP.SJIS", "ja_JP.sjis", "ja_JP.CP932", "ja_JP.Shift_JIS", "ja_JP.shift-jis",
                "ja_JP.Windows-31J", "ja_JP.MS932", "ja_JP.PCK", "ja_JP.SJIS@x", "Japanese_Japan.932"]),
            ([0xBB, 0xD4], ["ja_JP.eucJP", "ja_JP.EUC-JP", "ja_JP.ujis", "ja.eucJP"]),
            ([0xE5, 0xB8, 0x82], ["C", "POSIX", "", "ja_JP", "ja", "C.UTF-8", "ja_JP.UTF-8", "ja_JP.utf8",
                "en_US.ISO-8859-1", "ko_KR.eucKR", "ja_JP@SJIS", "SJIS", "."]),
        ]
        for (bytes, names) in names {
            for name in names { #expect(ConsoleText(environment: ["LANG": name]).bytes("市") == bytes, "\(name)") }
        }
    }

    @Test func whatTheCodesetLacksIsSeen() {
        let text = ConsoleText(environment: ["LANG": "ja_JP.SJIS"])
        func shown(_ raw: String) -> String { text.text(text.bytes(raw)) }
        #expect(shown("髙橋①㈱Ⅳ㎡～−―") == "髙橋①㈱Ⅳ㎡～－―")
        #expect(shown("𠮷野é한글🏙️👨‍👩‍👧␛⏎") == "〓野〓〓〓〓〓〓〓")
        #expect(shown("か\u{3099}く") == "がく" && shown("葛\u{E0100}城") == "葛城")
        #expect(shown("") == "" && shown("abc\n") == "abc\n")
        #expect(text.bytes("𠮷") == [0x81, 0xAC])
    }

    /// Every character by itself: it comes out as itself, as a double of its, or as one replacement.
    @Test(arguments: ["ja_JP.SJIS", "ja_JP.eucJP"])
    func everyCharacterIsShownOrReplaced(locale: String) {
        let text = ConsoleText(environment: ["LANG": locale])
        var counts = (same: 0, other: 0, replaced: 0)
        for value in [0...0x4ff, 0x2000...0x33ff, 0x4e00...0x9fff, 0xf900...0xfaff, 0xff00...0xffef, 0x20000...0x200ff].joined() {
            guard let scalar = Unicode.Scalar(UInt32(value)) else { continue }
            let character = String(scalar)
            let bytes = text.bytes(character)
            let back = text.text(bytes)
            // Canonical equivalence: a compatibility ideograph may be shown as its own unified one.
            if back == character { counts.same += 1 } else if back == "〓" { counts.replaced += 1 } else { counts.other += 1 }
            #expect(!bytes.isEmpty && back.count == 1 && !back.contains("\u{fffd}"), "U+\(String(value, radix: 16))")
        }
        #expect(counts.same > 7_000 && counts.replaced > 1_000 && counts.other < 20, "\(counts)")
    }
}
