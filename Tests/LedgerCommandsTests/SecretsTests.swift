import Foundation
import LedgerModel
import Testing

/// Keys and passphrases stay where they are; files are made for those who may read them; nothing is written through a link.
@Suite struct SecretsTests {
    private static let passphrase = "correct-horse-himitsu"

    /// Whatever the program says and leaves, outside of the folder of keys.
    @Test func noSecretLeavesTheFolderOfKeys() throws {
        try Tool.inDirectory { directory in
            try Data((Self.passphrase + "\n").utf8).write(to: URL(fileURLWithPath: directory + "/.passphrase"))
            var said = ""
            func run(_ line: String) throws {
                for language in ["--lang ja", "--json --lang en"] {
                    let result = try Tool.run(Tool.words("\(line) \(language)"), in: directory, language: "en")
                    said += result.output + result.words
                }
            }
            for step in City.told {
                if case .run(let line, _) = step { _ = try Tool.run(Tool.words(line), in: directory, language: "en") }
            }
            for line in [
                "key generate --by planning", "append actor --identifier clerk --kind account \(City.by)", "key generate --actor clerk --by planning --passphrase-file .passphrase",
                "append alias --subject airport --name 空港 --by clerk --decided 2018-09-01 --sign-as clerk --passphrase-file .passphrase",
                "append alias --subject airport --name 空の港 --by clerk --decided 2018-09-01 --sign-as clerk --passphrase-file wrong",
                "key show", "key list", "key export", "key export --policy --out policy", "append edition --identifier e1 --label 版 --plan p \(City.by)",
                "publish --edition e1 --out site", "prove event 3 --out event.proof", "check event.proof --policy policy", "clone site --ledger clone --policy policy",
                "key generate --witness --out keys/witness.key --name witness.example", "key generate --by planning --replace", "key generate --by planning", "verify", "status", "log",
                "report progress --format html --out progress.html", "report progress --format xlsx --out progress.xlsx", "export out", "export all --all-texts", "backup copy", "backup --into nightly --keep 2",
                "restore --drill copy", "restore copy --ledger back", "compact", "rebuild", "key revoke --actor clerk --reason 紛失 --by planning",
                "restore --accept-loss 紛失 --by planning",
            ] { try run(line) }
            let secrets = try Self.secrets(directory + "/keys")
            #expect(secrets.count >= 9, "the seeds of three keys, in three spellings, and more")
            var haystacks = [("what was said", Data(said.utf8))]
            let files = try FileManager.default.subpathsOfDirectory(atPath: directory).filter { !$0.hasPrefix("keys/") && $0 != ".passphrase" }
            for file in files {
                if let data = try? Data(contentsOf: URL(fileURLWithPath: directory + "/" + file)) { haystacks.append((file, data)) }
            }
            #expect(haystacks.count > 30)
            for (name, data) in haystacks {
                for secret in secrets + [Data(Self.passphrase.utf8)] { #expect(data.range(of: secret) == nil, "a secret is in \(name)") }
            }
            #expect(files.allSatisfy { !$0.hasSuffix(".key") && !$0.hasSuffix(".checkpoint") })
            try Self.expectModes(directory)
        }
    }

    /// Every private key below a folder as bytes, base64 and hexadecimal.
    private static func secrets(_ folder: String) throws -> [Data] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).flatMap { file -> [Data] in
            guard let text = try? String(contentsOfFile: folder + "/" + file, encoding: .utf8) else { return [] }
            return text.components(separatedBy: "\n").flatMap { line -> [Data] in
                // The text of a private key has its bytes after the fourth plus; they begin with its type.
                let isOpen = line.hasPrefix("private ")
                let parts = isOpen ? line.split(separator: "+", maxSplits: 4, omittingEmptySubsequences: false) : line.split(separator: " ", maxSplits: 1)
                guard isOpen || line.hasPrefix("sealed "), let base64 = parts.last, let all = Data(base64Encoded: String(base64)), all.count > 32 else { return [] }
                let bytes = isOpen ? Data(all.suffix(32)) : all
                return [bytes, Data(bytes.base64EncodedString().utf8), Data(bytes.hex.utf8), Data(base64.utf8)]
            }
        }
    }

    private static func mode(_ path: String) throws -> Int {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { throw CocoaError(.fileNoSuchFile) }
        return Int(status.st_mode & 0o7777)
    }

    /// Keys for their owner alone; ledgers and copies closed to other accounts; nothing for everybody to write.
    private static func expectModes(_ directory: String) throws {
        let manager = FileManager.default
        for file in try manager.subpathsOfDirectory(atPath: directory) where !file.hasPrefix(".") {
            let path = directory + "/" + file
            let mode = try mode(path)
            if (try? manager.destinationOfSymbolicLink(atPath: path)) != nil { continue }
            #expect(mode & 0o002 == 0, "\(file) is for everybody to write: \(String(mode, radix: 8))")
            if file.hasPrefix("keys") { #expect(mode & 0o077 == 0, "\(file): \(String(mode, radix: 8))") }
        }
        for folder in ["kpi.ledger", "copy", "nightly", "back", "clone", "all"] where manager.fileExists(atPath: directory + "/" + folder) {
            #expect(try mode(directory + "/" + folder) & 0o007 == 0, "\(folder) is open to other accounts")
        }
    }

    @Test(arguments: ["000", "077", "002"]) func modesAreSafeWhateverTheUmask(_ umask: String) throws {
        try Tool.inDirectory { directory in
            let script = """
                set -e
                umask \(umask)
                "$LEDGER" init --name example.lg.jp/kpi --by planning
                "$LEDGER" key generate --by planning
                "$LEDGER" append plan --identifier p --name 総合戦略 --period H27～31年度 --by planning --decided 2015-10-30
                "$LEDGER" append indicator --identifier x --name 利用者数 --unit 人 --direction higher --aggregation single-year --to plan:p --by planning --decided 2015-10-30
                "$LEDGER" key generate --witness --out keys/witness.key --name witness.example
                "$LEDGER" backup copy
                "$LEDGER" backup --into nightly
                "$LEDGER" restore copy --ledger back
                "$LEDGER" export all --all-texts
                "$LEDGER" export out
                "$LEDGER" report progress --format html --out progress.html
                "$LEDGER" report progress --format xlsx --out progress.xlsx
                "$LEDGER" form --plan p --period FY2016 --out forms
                "$LEDGER" append edition --identifier e1 --label 版 --plan p --by planning --decided 2015-10-30
                "$LEDGER" publish --edition e1 --out site
                "$LEDGER" key export --policy --out policy
                "$LEDGER" clone site --ledger clone --policy policy
                "$LEDGER" compact
                "$LEDGER" verify
                """
            let result = try ConsoleTool.run(script, in: directory, environment: ["LANG": "C.UTF-8", "LEDGER_KEYS": directory + "/keys"])
            #expect(result.code == 0, "\(String(decoding: result.words, as: UTF8.self))")
            try Self.expectModes(directory)
            #expect(try Self.mode(directory + "/keys") == 0o700)
        }
    }

    /// A link in the place of a file that is to be replaced is replaced itself, or refused; what it leads to stays.
    @Test func nothingIsWrittenThroughALink() throws {
        try ConsoleTool.inCity { directory in
            let manager = FileManager.default
            let victim = directory + "/victim"
            func link(_ path: String) throws {
                try? manager.removeItem(atPath: directory + "/" + path)
                try Data("mine".utf8).write(to: URL(fileURLWithPath: victim))
                try manager.createSymbolicLink(atPath: directory + "/" + path, withDestinationPath: victim)
            }
            func run(_ line: String) throws -> Int32 { try Tool.run(Tool.words(line), in: directory, language: "en").code }
            func intact(_ what: String) throws { #expect(try String(contentsOfFile: victim, encoding: .utf8) == "mine", "\(what) wrote through a link") }
            #expect(try run("key generate --by planning") == 0)
            #expect(try run("append edition --identifier e1 --label 版 --plan p \(City.by)") == 0)
            for (file, line) in [
                ("a.html", "report progress --format html --out a.html"), ("a.csv", "report progress --format csv --out a.csv --force"), ("a.xlsx", "report progress --format xlsx --out a.xlsx"),
                ("p.proof", "prove event 3 --out p.proof"), ("policy", "key export --policy --out policy"), ("w.key", "key generate --witness --out w.key --name witness.example"),
                ("copy", "backup copy"), ("out", "export out"), ("kpi.ledger/writer.lock", "append unit --identifier v --name 課 \(City.by)"), ("kpi.ledger/last-backup", "backup copy2"),
                ("draft.yaml", "mapping draft a.csv --out draft.yaml"),
            ] {
                try link(file)
                _ = try run(line)
                try intact(line)
            }
            try? manager.removeItem(atPath: directory + "/kpi.ledger/writer.lock")
            #expect(try run("publish --edition e1 --out site") == 0)
            for file in ["site/checkpoint", "site/log.json", "site/index.html", "site/.ledger.tmp", "site/editions.json"] {
                try link(file)
                _ = try run("publish --edition e1 --out site")
                try intact("publish (\(file))")
            }
            let keys = try #require(manager.contentsOfDirectory(atPath: directory + "/keys").first)
            for file in ["log.checkpoint", "log.key.new-key", "log.key.new"] {
                try link("keys/\(keys)/\(file)")
                _ = try run("append unit --identifier u-\(file.count) --name 課 \(City.by)")
                _ = try run("key generate --by planning --replace")
                try intact(file)
            }
        }
    }

    /// Temporary files are beside their target: a folder for temporary files that everybody shares stays as it was.
    @Test func theSharedFolderIsNotUsed() throws {
        try ConsoleTool.inCity { directory in
            let shared = directory + "/shared"
            try FileManager.default.createDirectory(atPath: shared, withIntermediateDirectories: true)
            let script = """
                set -e
                "$LEDGER" key generate --by planning
                "$LEDGER" report progress --format xlsx --out a.xlsx
                "$LEDGER" form --plan p --period FY2018 --out forms
                "$LEDGER" append edition --identifier e1 --label 版 --plan p \(City.by)
                "$LEDGER" publish --edition e1 --out site
                "$LEDGER" backup --into nightly
                "$LEDGER" restore --drill nightly/ledger-*
                "$LEDGER" export out
                "$LEDGER" compact
                "$LEDGER" verify site
                """
            let traced = try ConsoleTool.run(
                "command -v strace >/dev/null || exit 77; strace -f -qq -e trace=openat,open,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,unlink,unlinkat -o trace sh -c '\(script)'", in: directory,
                environment: ["LANG": "C.UTF-8", "LEDGER_KEYS": directory + "/keys", "TMPDIR": shared])
            guard traced.code != 77 else { return }
            #expect(traced.code == 0, "\(String(decoding: traced.words, as: UTF8.self))")
            let trace = try String(contentsOfFile: directory + "/trace", encoding: .utf8)
            let lines = trace.components(separatedBy: "\n").filter { line in
                !line.contains("EEXIST") && !line.contains("ENOENT") && (line.contains("\"\(shared)/") || line.contains("\"/tmp/") && !line.contains("\"\(directory)"))
            }
            // What libxlsxwriter makes there it unlinks at once, as ThreadSanitizer does with its own: a file of 0600 without a name.
            let gone = Set(lines.filter { $0.contains(" unlink") }.compactMap { $0.components(separatedBy: "\"").dropFirst().first })
            let named = lines.filter { line in
                guard let name = line.components(separatedBy: "\"").dropFirst().first, gone.contains(name) else { return true }
                return !line.contains(" unlink") && !line.contains("O_CREAT|O_EXCL, 0600")
            }
            #expect(named.isEmpty, "\(named.prefix(5).joined(separator: "\n"))")
        }
    }
}
