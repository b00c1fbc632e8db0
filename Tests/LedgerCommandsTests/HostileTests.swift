import Foundation
import LedgerLog
import LedgerModel
import LedgerTestSupport
import Testing

/// Strings that are data to us and something else to a terminal, a spreadsheet, a browser or a text tool.
enum Hostile {
    /// Names and codes hold no control characters; everything else may stand in them.
    static let names = [
        "=cmd|' /C calc'!A0", "+1+HYPERLINK(\"http://x.example\")", "-2+3+cmd", "@SUM(A1:A9)", "＝1＋1", "'=1+1", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
        "&lt;b&gt; ]]> <!-- x -->", "[x](javascript:alert(1)) | `y` *z* {0} %s \\", "a\u{202e}fdp.exe\u{202c}", "\u{2066}x\u{2069}\u{200f}\u{61c}", "か\u{3099}と が", "e\u{301} ｱﾞ ㎡ ①", "\u{feff}a\u{200b}b\u{2060}c",
        "\u{2028}x\u{2029}", "\u{e0041}\u{e007f}", "👨\u{200d}👩\u{200d}👧",
    ]

    /// What only a text may hold.
    static let texts = names + [
        "\u{1b}[31m赤\u{1b}[2J\u{1b}]0;title\u{7}", "\u{9b}31m\u{90}x\u{9c}", "a\u{0}b\u{7f}c\u{8}\u{8}\u{8}", "一行目\n二行目\r\n三行目\r四", "\t=1+1", "\r=1+1", "\n=1+1", "```\n# x\n---",
    ]

    /// What may not stand in anything that is shown: controls but for the line's end, and what turns or hides text.
    static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control: scalar != "\n"
        case .format: scalar.value != 0x200d
        case .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    static func acting(_ text: String, besides allowed: String = "") -> [String] {
        text.unicodeScalars.filter { isUnsafe($0) && !allowed.unicodeScalars.contains($0) }.map { String($0.value, radix: 16) }
    }
}

@Suite struct HostileTests {
    /// One indicator, one programme, one opinion and more for each string; every string stands in every kind of place that takes it.
    private static func write(to path: String) throws {
        let surroundings = Surroundings.test(TestClock())
        _ = try Ledger.create(
            at: path, opened: opened(),
            followedBy: [actor("clerk"), unit("industry"), plan("p1", "FY2015-FY2019").changed { rename(&$0, Hostile.names[0]) }, section("s1").changed { rename(&$0, Hostile.names[6]) },
                draft(.bodyConstituted(.with { $0.id = "b1" })).saying(.displayName, Hostile.names[10])],
            surroundings: surroundings)
        let ledger = try Ledger(opening: path, mode: .writing, surroundings: surroundings)
        _ = try ledger.append(Hostile.texts.enumerated().flatMap { i, text in acts(i, name: Hostile.names[i % Hostile.names.count], text: text) })
    }

    private static func rename(_ draft: inout Draft, _ name: String) {
        switch draft.statement.act {
        case .planAdopted(var act)?: act.name = name; draft.statement.act = .planAdopted(act)
        case .sectionAdded(var act)?: act.name = name; draft.statement.act = .sectionAdded(act)
        case .programmeRegistered(var act)?: act.name = name; act.code = name; act.tags = [name]; draft.statement.act = .programmeRegistered(act)
        case .unitCreated(var act)?: act.name = name; draft.statement.act = .unitCreated(act)
        case .indicatorDefined(var act)?: act.name = name; act.code = name; draft.statement.act = .indicatorDefined(act)
        default: preconditionFailure("no such name")
        }
    }

    private static func acts(_ i: Int, name: String, text: String) -> [Draft] {
        let subject = Subject(.indicator, "x\(i)")
        let source = Source.with { $0.page = name; $0.cell = name; $0.mapping = name }
        func told(_ draft: Draft) -> Draft {
            draft.changed { $0.statement.sources = [source] }.saying(.note, text).saying(.documentTitle, text).saying(.rawCell, text).saying(.sheetName, text)
        }
        var word = Value()
        word.word = name
        return [
            unit("u\(i)").changed { rename(&$0, name) }, programme("pr\(i)", unit: "u\(i)").changed { rename(&$0, name) },
            indicator("x\(i)", name, to: [Subject(.programme, "pr\(i)")]).changed { rename(&$0, name) }.saying(.definition, text),
            told(target("x\(i)", "FY2019", value("1500", name))), told(actual("x\(i)", "FY2016", value("900", name), on: "2017-08-01")),
            told(actual("x\(i)", "FY2017", word, on: "2018-08-01")),
            target("x\(i)", "FY2019", value("1200", name), on: "2019-01-31").changing(.revised).saying(.reason, text)
                .changed(editingFact { $0.previous = value("1500", name) }),
            draft(.aliasNoted(.with { $0.subject = subject; $0.alias = name })), draft(.auditNoted(.with { $0.subject = subject }), on: "2018-09-01").saying(.note, text),
            opinion("o\(i)", about: [subject]).saying(.bodyText, text), response("a\(i)", to: ["o\(i)"]).saying(.bodyText, text),
        ]
    }

    private static let readings = [
        "replay", "replay --from-first", "show x0", "history", "audit targets", "audit targets --loosened", "audit opinions", "audit late --days 0", "audit by clerk", "diff --from 8",
        "log", "status", "verify", "backup --into nightly", "restore --drill nightly/NEWEST", "key show", "key list", "rebuild",
    ]
    private static let papers = ["progress", "scoreboard", "changes", "opinions", "revisions", "amounts", "errata", "discrepancies", "indicator --indicator x20", "programme --programme pr20"]

    private static func inLedger(_ body: (String) throws -> Void) throws {
        try Tool.inDirectory { directory in
            try write(to: directory + "/kpi.ledger")
            try body(directory)
        }
    }

    private static func run(_ words: [String], in directory: String, _ language: String) throws -> Tool.Result {
        try Tool.run(words, in: directory, language: language)
    }

    @Test func nothingActsOnATerminal() throws {
        try Self.inLedger { directory in
            var lines = Self.readings.filter { !$0.hasPrefix("restore") && $0 != "history" }
            for i in Hostile.texts.indices { lines += ["history x\(i)", "show x\(i)"] }
            for paper in Self.papers { lines.append("report \(paper)") }
            lines.append("log --table")
            for (i, line) in lines.enumerated() {
                let result = try Self.run(Tool.words(line), in: directory, i % 2 == 0 ? "ja" : "en")
                #expect(result.code == 0 || line.hasPrefix("key") || line.hasPrefix("diff") && result.words.isEmpty, "\(line): \(result.words)")
                #expect(Hostile.acting(result.output + result.words).isEmpty, "\(line): \(Hostile.acting(result.output + result.words))")
            }
            // What was typed comes back in words.
            for (i, text) in Hostile.texts.enumerated() where !text.contains("\0") {
                for words in [["show", text], ["history", text], ["replay", "--plan", text], ["log", "--as-of", text], ["append", "unit", "--identifier", text, "--name", text, "--by", text],
                    ["show", "x0", "--ledger", text], ["verify", "--expect", text], ["import", text], ["check", text], [text], ["backup", "--into", "kpi.ledger/log/data.mdb/" + text], ["report", text]] {
                    let result = try Self.run(words, in: directory, i % 2 == 0 ? "ja" : "en")
                    #expect(Hostile.acting(result.output + result.words).isEmpty, "\(words): \(Hostile.acting(result.output + result.words)) \(result.words)")
                }
            }
        }
    }

    @Test func jsonSaysItExactlyAndHarmlessly() throws {
        try Self.inLedger { directory in
            var lines = Self.readings.filter { $0 != "history" && !$0.hasPrefix("restore") }
            for paper in Self.papers { lines.append("report \(paper)") }
            lines += ["show nowhere", "show \u{202e}"]
            for line in lines {
                let result = try Self.run(Tool.words(line) + ["--json"], in: directory, "en")
                #expect(Hostile.acting(result.output + result.words).isEmpty, "\(line): \(Hostile.acting(result.output + result.words))")
            }
            for (i, text) in Hostile.texts.enumerated() {
                let result = try Self.run(["history", "x\(i)", "--json"], in: directory, "en")
                #expect(Hostile.acting(result.output).isEmpty)
                let strings = Set(Self.strings(try JSONSerialization.jsonObject(with: Data(result.output.utf8))).map { Array($0.utf8) })
                #expect(strings.contains(Array(text.utf8)), "\(text.debugDescription) as stored")
                #expect(strings.contains(Array(Hostile.names[i % Hostile.names.count].utf8)))
            }
            #expect(try Self.run(["export", "out"], in: directory, "en").code == 0)
            let export = try String(contentsOfFile: directory + "/out/entries.ndjson", encoding: .utf8)
            #expect(Hostile.acting(export).isEmpty)
            let strings = Set(try export.split(separator: "\n").flatMap { Self.strings(try JSONSerialization.jsonObject(with: Data($0.utf8))) }.map { Array($0.utf8) })
            for text in Hostile.texts { #expect(strings.contains(Array(text.utf8)), "\(text.debugDescription) as exported") }
        }
    }

    private static func strings(_ value: Any) -> [String] {
        switch value {
        case let text as String: [text]
        case let list as [Any]: list.flatMap(strings)
        case let object as [String: Any]: object.values.flatMap(strings)
        default: []
        }
    }

    /// Papers as files, an export's tables, the sheets of next year and a published site, read by an independent program.
    @Test func nothingActsInASpreadsheetOrABrowser() throws {
        try Self.inLedger { directory in
            for (i, paper) in Self.papers.enumerated() {
                for format in ["text", "csv", "md", "html", "xlsx"] {
                    let result = try Self.run(Tool.words("report \(paper) --format \(format) --out \(i).\(format)"), in: directory, i % 2 == 0 ? "ja" : "en")
                    #expect(result.code == 0, "\(paper) \(format): \(result.words)")
                }
            }
            for line in ["export out", "form --plan p1 --period FY2018 --out forms", "key generate --by clerk", "append edition --identifier e1 --label 版 --plan p1 --by clerk --decided 2019-06-01",
                "publish --edition e1 --out site"] {
                let result = try Self.run(Tool.words(line), in: directory, "ja")
                #expect(result.code == 0, "\(line): \(result.words)")
            }
            let said = try Python.run(Self.checker, [directory])
            #expect(said.isEmpty, "\(said)")
        }
    }

    private static let checker = #"""
        import csv, glob, html.parser, io, os, re, sys, unicodedata, zipfile
        root = sys.argv[1]
        def unsafe(text, allowed="\n"):
            return [hex(ord(c)) for c in text if c not in allowed and (unicodedata.category(c) in ("Cc", "Zl", "Zp") or unicodedata.category(c) == "Cf" and c != "\u200d")]
        def formula(cell):
            return cell[:1] in tuple("=+-@\t\r\n＝＋－＠") and not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell)
        class Page(html.parser.HTMLParser):
            def __init__(self):
                super().__init__()
                self.bad = []
            def handle_starttag(self, tag, attributes):
                for name, value in attributes:
                    if name.startswith("on") or (name in ("href", "src") and (value or "").strip().lower().startswith(("javascript:", "data:", "http://x"))): self.bad.append((tag, name, value))
                if tag == "img" and ("src", "x") in attributes: self.bad.append(tag)
            def handle_data(self, data):
                if self.cdata_elem == "script" and re.search("<script|</script|<!--", data, re.I): self.bad.append("script")
        files = [f for d, _, names in os.walk(root) for f in (os.path.join(d, n) for n in names) if "/kpi.ledger/" not in f and "/keys/" not in f]
        seen = set()
        for file in files:
            kind = file.rsplit(".", 1)[-1]
            seen.add(kind)
            if kind == "xlsx":
                with zipfile.ZipFile(file) as archive:
                    for name in archive.namelist():
                        text = archive.read(name).decode()
                        if "externalLink" in name or "vba" in name.lower(): print(file, name)
                        if name.startswith("xl/worksheets/") and re.search(r"<f[ >]|<hyperlink", text): print(file, name, "formula")
                        if unsafe(text, "\n\r\t"): print(file, name, unsafe(text, "\n\r\t")[:5])
                continue
            if kind not in ("csv", "html", "md", "text", "txt", "json", "ndjson", "svg"): continue
            text = open(file, encoding="utf-8", newline="").read()
            published = "/site/" in file
            if kind == "csv":
                for row in csv.reader(io.StringIO(text.lstrip("\ufeff"), newline="")):
                    for cell in row:
                        if formula(cell): print(file, repr(cell))
                # figures.csv holds names as they are recorded, byte for byte: its digest is sealed.
                if not file.endswith("figures.csv") and unsafe(text.lstrip("\ufeff"), "\r\n"): print(file, unsafe(text.lstrip("\ufeff"), "\r\n")[:5])
            elif kind == "html":
                page = Page()
                page.feed(text)
                if page.bad: print(file, page.bad)
                if unsafe(text): print(file, unsafe(text)[:5])
            elif not published and unsafe(text): print(file, unsafe(text)[:5])
            if kind == "md" and re.search(r"(?<!\\)<(script|img)|(?<!\\)\[x(?<!\\)\]\(", text): print(file, "markup")
        for kind in ("csv", "html", "md", "text", "xlsx", "ndjson", "json"):
            if kind not in seen: print("no", kind)
        """#

    /// The definition sheet goes to a person and comes back: it shows nothing that acts, and what is recorded is what the table printed.
    @Test func aSheetForPeopleShowsNothingThatActsAndComesBackExactly() throws {
        try Tool.inDirectory { directory in
            let name = "駅前\u{202e}の\u{2066}案内<U+0041>"
            try ImportTables.write(directory)
            try ImportTables.first.replacingOccurrences(of: "観光案内事業", with: name).write(toFile: directory + "/town-h30.csv", atomically: true, encoding: .utf8)
            let line = Tool.words("\(ImportTables.firstImport) \(ImportTables.dates)")
            #expect(try Self.run(Tool.words("init --name town.example/kpi --by planning --by-kind post"), in: directory, "ja").code == 0)
            #expect(try Self.run(line, in: directory, "ja").code != 0)
            let sheet = try String(contentsOfFile: directory + "/def.csv", encoding: .utf8)
            #expect(Hostile.acting(sheet, besides: "\u{feff}\r").isEmpty && sheet.contains("駅前<U+202E>の<U+2066>案内<U+003C>U+0041>"))
            try ImportTables.accept(directory + "/def.csv")
            let result = try Self.run(line, in: directory, "ja")
            #expect(result.code == 0, "\(result.words)")
            #expect(try Self.run(["export", "out"], in: directory, "en").code == 0)
            let export = try String(contentsOfFile: directory + "/out/entries.ndjson", encoding: .utf8)
            let strings = Set(try export.split(separator: "\n").flatMap { Self.strings(try JSONSerialization.jsonObject(with: Data($0.utf8))) }.map { Array($0.utf8) })
            #expect(strings.contains(Array(name.utf8)))
        }
    }

    /// Found by tools/survive: where the system could not tell whether the sheet that a person has worked on is there, it was written anew.
    @Test func aSheetThatCannotBeLookedAtIsNotWrittenAnew() throws {
        try Tool.inDirectory { directory in
            try ImportTables.write(directory)
            #expect(try Self.run(Tool.words("init --name town.example/kpi --by planning --by-kind post"), in: directory, "ja").code == 0)
            for file in ["def.csv", "cls.csv"] {
                let path = directory + "/" + file
                // A link that leads to itself: there is a name, and no way to what it names.
                try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: file)
                let result = try Self.run(Tool.words("\(ImportTables.firstImport) \(ImportTables.dates) --classify cls.csv"), in: directory, "en")
                #expect(result.code == 3 && result.words.contains("error[cannot-read]"), "\(result.words)")
                #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == file)
                try FileManager.default.removeItem(atPath: path)
            }
        }
    }

    /// What a format cannot hold is refused with its place.
    @Test func whatCannotBeHeldIsRefused() throws {
        try Self.inLedger { directory in
            func append(_ json: String) throws -> Tool.Result { try Tool.run(["append", "--file", "-"], input: json + "\n", in: directory, language: "en") }
            func unit(_ name: String) -> String { #"{"statement":{"recordedBy":{"kind":"ACTOR","id":"clerk"},"decided":{"basis":"UNKNOWN"},"unitCreated":{"id":"new","name":"\#(name)"}}}"# }
            for name in [#"\ud800"#, #"x\udc00y"#, #"\ud83d\u0041"#] {
                let result = try append(unit(name))
                #expect(result.code == 2 && result.words.contains("error[bad-json] line 1"), "\(name): \(result.words)")
            }
            for name in [#"a\u0000b"#, #"\u001b[31m"#, #"a\nb"#, #"\u007f"#, #"\u0085"#] {
                let result = try append(unit(name))
                #expect(result.code == 2 && result.words.contains("error[bad-name]"), "\(name): \(result.words)")
            }
            let invalid = directory + "/invalid.ndjson"
            var bytes = Array(#"{"statement":{"recordedBy":{"id":""#.utf8)
            bytes += [0xff, 0xfe, 0xc0, 0xaf]
            bytes += Array("\"}}}\n".utf8)
            try Data(bytes).write(to: URL(fileURLWithPath: invalid))
            let result = try Self.run(["append", "--file", invalid], in: directory, "en")
            #expect(result.code > 0 && Hostile.acting(result.words).isEmpty, "\(result.words)")
        }
    }
}
