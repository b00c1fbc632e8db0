import Foundation
import LedgerMerkle
import Testing

/// Answers as data: every JSON shape against its schema by an independent validator, and an export that stands for itself.
@Suite struct AnswerTests {
    private static let schemas = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../schema/json").standardized.path

    /// Command lines by the schema of their answer; an answer of several lines is a feed.
    static let answers: [(schema: String, line: String)] = [
        ("receipt", "init --ledger new --name example --by planning --json --dry-run"), ("receipt", "append alias --subject airport --name 空港 --json \(City.by)"),
        ("receipt", "append redact --entry 9 --field definition --reason other --reason-text 個人名 --json \(City.by)"),
        ("table", "replay --json"), ("table", "replay --json --as-of 12 --from-first"), ("card", "show airport --json"), ("card", "show jobs --json"),
        ("history", "history airport --json"), ("history", "history programme:pr1 --json"), ("target-audit", "audit targets --json"),
        ("target-audit", "audit targets --after-actual --json"), ("opinions", "audit opinions --json"), ("late", "audit late --json --days 0"),
        ("activity", "audit by planning --json"), ("difference", "diff --from 10 --json"), ("entry", "log --json"), ("verification", "verify --json"),
        ("rebuild", "rebuild --json"), ("copy", "backup copy --json"), ("copy", "backup copy2 --json --dry-run"), ("copy", "restore copy --ledger back --json"),
        ("export", "export out --json"), ("status", "status --json"), ("problems", "show nowhere --json"),
        ("problems", "append actual --indicator airport --period FY2018 --value 9999 --json \(City.by)"),
        ("mapping", "mapping list --json"), ("mapping", "mapping show kobe-amounts --json"), ("mapping", "mapping check kawasaki-responses --json"),
        ("mapping", "mapping draft town-h30.csv --json"), ("mapping", "mapping draft town-h30.csv --json"), ("problems", "mapping check nowhere --json"),
        ("import", "\(ImportTables.firstImport) --json"), ("import", "\(ImportTables.firstImport) \(ImportTables.dates) --json --dry-run"),
        ("report", "report progress --json"), ("report", "report progress --period FY2016 --json"), ("report", "report scoreboard --json"),
        ("report", "report changes --json"), ("report", "report opinions --json"), ("report", "report revisions --json"),
        ("report", "report indicator --indicator airport --json"), ("report", "report programme --programme pr1 --json"), ("report", "report amounts --json"),
        ("form", "form --plan p --period FY2018 --out sheets --json"), ("report", "report errata --json"), ("report", "report discrepancies --json"),
        ("key", "key show --json"), ("keys", "key list --json"), ("check", "check event.proof --policy policy --json"),
        ("check", "check airport.proof --policy policy --json"), ("check", "check request --older cosigned --policy policy --json"),
        ("check", "check cosigned --policy policy --json"), ("publication", "publish --edition js --out site --json"),
        ("clone", "clone site --ledger clone --policy policy --json"), ("clone", "pull --ledger clone --policy policy --json"),
        ("verification", "verify site --policy policy --json"),
        ("compare", "compare site/editions/js/figures.csv site/editions/js/figures.csv --json"),
        ("compare", "compare site/editions/js/figures.csv site/editions/js/figures.csv --proof airport.proof --policy policy --json"),
        ("compare", "compare site/editions/js/figures.csv site/editions/js/figures.csv --against-ledger --json"),
        ("compact", "compact --json"), ("backup", "backup --into nightly --keep 2 --dry-run --json"), ("backup", "backup --into nightly --keep 2 --json"),
        ("drill", "restore --drill copy --json"), ("drill", "restore --drill copy --json --at drills"), ("status", "status --json"),
    ]

    /// What the answers about proofs are about.
    private static let ground = [
        "key generate --by planning", "key export --policy --out policy", "append edition --identifier js --label 版 --plan p \(City.by)", "prove event 3 --out event.proof",
        "prove indicator airport --edition js --out airport.proof", "prove consistency 0 --out first", "key generate --witness --out witness.key --name witness.example",
        "witness first --witness-key witness.key --state seen --policy policy --out cosigned", "append unit --identifier later --name 課 \(City.by)",
    ]

    @Test func everyAnswerFitsItsSchema() throws {
        try Tool.inDirectory { directory in
            for scenario in [CommandScenarios.review, CommandScenarios.forms] {
                let ledger = directory + "/" + scenario.name
                try FileManager.default.createDirectory(atPath: ledger, withIntermediateDirectories: true)
                for (line, input) in scenario.lines {
                    _ = try Tool.run(Tool.words(line), input: input, in: ledger, language: "ja")
                }
                try ImportTables.write(ledger)
                for line in Self.ground { #expect(try Tool.run(Tool.words(line), in: ledger, language: "en").code == 0, "\(line)") }
                let size = try Tool.run(["status", "--json"], in: ledger, language: "en").output
                #expect(try Tool.run(["prove", "consistency", "\(Self.size(size) - 1)", "--out", "request"], in: ledger, language: "en").code == 0)
                var checked: Set<String> = []
                for (i, answer) in Self.answers.enumerated() {
                    let result = try Tool.run(Tool.words(answer.line), in: ledger, language: i % 2 == 0 ? "ja" : "en")
                    try result.output.write(toFile: ledger + "/answer\(i).\(answer.schema).json", atomically: true, encoding: .utf8)
                    checked.insert(answer.schema)
                }
                let said = try Self.validate(ledger)
                #expect(said.isEmpty, "\(said)")
                let shapes = try FileManager.default.contentsOfDirectory(atPath: Self.schemas).map { $0.replacingOccurrences(of: ".schema.json", with: "") }
                // common holds parts; export-entry is checked with the export.
                #expect(Set(shapes) == checked.union(["common", "export-entry"]))
            }
        }
    }

    private static func size(_ status: String) throws -> Int {
        struct Status: Decodable { let size: Int }
        return try JSONDecoder().decode(Status.self, from: Data(status.utf8)).size
    }

    /// What the validator (Debian's python3-jsonschema) has against the files `answerN.SCHEMA.json` and the export; empty where all fit.
    static func validate(_ directory: String) throws -> String {
        let program = """
            import glob, json, os, sys, warnings
            warnings.simplefilter("ignore")
            import jsonschema
            schemas, directory = sys.argv[1:]
            exported = os.path.exists(directory + "/out")
            def load(name):
                return json.load(open(f"{schemas}/{name}.schema.json"))
            store = {name.split("/")[-1]: json.load(open(name)) for name in glob.glob(schemas + "/*.schema.json")}
            def check(name, text):
                schema = load(name)
                jsonschema.Draft202012Validator.check_schema(schema)
                resolver = jsonschema.RefResolver(schema["$id"], schema, store=store)
                validator = jsonschema.Draft202012Validator(schema, resolver=resolver)
                lines = text.splitlines() if name in ("entry", "export-entry") else [text]
                assert lines and lines[0], name
                for line in lines:
                    for error in validator.iter_errors(json.loads(line)):
                        print(name, error.json_path, error.message)
            files = glob.glob(directory + "/answer*.json")
            assert files
            for file in sorted(files):
                check(file.split("/")[-1].split(".")[1], open(file).read())
            if exported:
                check("export-entry", open(directory + "/out/entries.ndjson").read())
            """
        return try Python.run(program, [Self.schemas, directory])
    }

    @Test func anExportIsTheSameTwiceAndGivesTheRoot() throws {
        try Tool.inDirectory { directory in
            for (line, input) in CommandScenarios.review.lines { _ = try Tool.run(Tool.words(line), input: input, in: directory, language: "ja") }
            #expect(try Tool.run(["export", "one"], in: directory, language: "ja").code == 0)
            #expect(try Tool.run(["export", "two"], in: directory, language: "en").code == 0)
            let names = try FileManager.default.subpathsOfDirectory(atPath: directory + "/one").filter { $0 != "schema" }
            let listed = try Tool.run(["export", "three", "--dry-run"], in: directory, language: "en").output
            #expect(names.sorted() == listed.split(separator: "\n").map(String.init).sorted())
            for name in names {
                let (a, b) = (try Data(contentsOf: URL(fileURLWithPath: directory + "/one/" + name)), try Data(contentsOf: URL(fileURLWithPath: directory + "/two/" + name)))
                #expect(a == b, "\(name)")
            }
            let head = try object(directory + "/one/ledger.json")
            var frontier = Frontier()
            var texts = ""
            for line in try String(contentsOfFile: directory + "/one/entries.ndjson", encoding: .utf8).split(separator: "\n") {
                let entry = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
                let leaf = try #require(Data(base64Encoded: entry["leaf"] as? String ?? ""))
                _ = frontier.append(leafHash(Array(leaf)))
                texts += "\(entry["texts"] ?? "")"
            }
            #expect(frontier.root.hex == head["root"] as? String)
            #expect(texts.contains("路線を増やすこと"))
            #expect(!texts.contains("周知が足りない"), "a withheld text left the house")
            #expect(try Tool.run(["export", "all", "--all-texts"], in: directory, language: "en").code == 0)
            #expect(try String(contentsOfFile: directory + "/all/entries.ndjson", encoding: .utf8).contains("周知が足りない"))
        }
    }

    @Test(arguments: [
        "init --ledger other --name example --by planning", "append alias --subject airport --name 空港 \(City.by)", "append --file drafts.ndjson", "rebuild",
        "backup copy", "restore kept --ledger back", "export out", "append redact --entry 9 --field definition --reason other --reason-text 個人名 \(City.by)",
    ])
    func aDryRunWritesNothing(line: String) throws {
        try Tool.inDirectory { directory in
            try CommandScenarios.drafts.write(toFile: directory + "/drafts.ndjson", atomically: true, encoding: .utf8)
            for (line, _) in CommandScenarios.copies.lines.prefix(10) { _ = try Tool.run(Tool.words(line), in: directory, language: "en") }
            _ = try Tool.run(["backup", "kept"], in: directory, language: "en")
            let before = try Self.contents(directory)
            let dry = try Tool.run(Tool.words(line) + ["--dry-run"], in: directory, language: "en")
            #expect(dry.code == 0, "\(dry.words)")
            #expect(try Self.contents(directory) == before)
            #expect(try Tool.run(Tool.words(line), in: directory, language: "en").code == 0)
            let after = try Self.contents(directory)
            #expect(line == "rebuild" || after != before)
        }
    }

    /// Every file with its bytes, but for locks, which say who is reading and not what.
    static func contents(_ directory: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: directory) where !name.contains("lock") && !name.hasPrefix(".std") {
            files[name] = FileManager.default.contents(atPath: directory + "/" + name) ?? Data()
        }
        return files
    }

    private func object(_ path: String) throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path))) as? [String: Any] ?? [:]
    }

    /// `ledger log | head -1`: the reader goes away, the program ends quietly.
    @Test func aClosedPipeIsNoError() throws {
        try Tool.inDirectory { directory in
            for case .run(let line, _) in City.opening { _ = try Tool.run(Tool.words(line), in: directory, language: "en") }
            let pipe = Pipe()
            let process = Process()
            process.executableURL = URL(fileURLWithPath: Tool.path)
            process.arguments = ["log", "--after", "0"]
            process.currentDirectoryURL = URL(fileURLWithPath: directory)
            process.standardOutput = pipe
            let words = Pipe()
            process.standardError = words
            try pipe.fileHandleForReading.close()
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationReason == .exit && process.terminationStatus == 0)
            #expect(words.fileHandleForReading.readDataToEndOfFile().isEmpty)
        }
    }
}
