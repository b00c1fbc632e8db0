import Foundation
import LedgerModel
import LedgerProofs
import LedgerPublication
import LedgerTestSupport
import Testing

/// Programs that share no code with ours accept what is published, and refuse what is altered.
@Suite struct ForeignVerifierTests {
    let directory: TemporaryDirectory
    var path: String { directory.path + "/site" }
    init() throws { directory = try TemporaryDirectory() }

    /// Nil, with a word in the output, where the machine lacks a program.
    static func script(_ path: String, _ key: String) throws -> ChildProcess? {
        guard ChildProcess.path("python3") != nil, ChildProcess.path("openssl") != nil else {
            print("skipped: python3 and openssl are needed")
            return nil
        }
        return try ChildProcess([repositoryFile("tools/verify-published").path, path, key])
    }

    /// Compiled once.
    static let goBinary: Result<String?, any Error> = Result {
        guard ChildProcess.path("go") != nil, FileManager.default.fileExists(atPath: "/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog") else {
            print("skipped: golang-go and golang-golang-x-mod-dev are needed")
            return nil
        }
        let binary = FileManager.default.temporaryDirectory.appending(path: "verify-published-go-\(UUID().uuidString)").path
        let build = try ChildProcess(
            ["go", "build", "-o", binary, repositoryFile("tools/verify-published-go/main.go").path],
            environment: ["GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": "", "GOCACHE": binary + "-cache"])
        try? ChildProcess.remove(binary + "-cache")
        guard build.status == 0 else { throw Problem(.damaged, at: "go", build.output) }
        return binary
    }

    static func go(_ path: String, _ key: String) throws -> ChildProcess? { try goBinary.get().map { try ChildProcess([$0, path, key]) } }

    @Test func theScriptIsShort() throws {
        let lines = try String(contentsOf: repositoryFile("tools/verify-published"), encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.dropLast().count <= 150)
    }

    @Test(arguments: [1, 2, 255, 256, 257, 300, 600] as [UInt64])
    func everySizeIsAccepted(size: UInt64) throws {
        let log = try RecordLog.long.get()
        try publish(log, size, to: path)
        for program in [Self.script, Self.go] {
            guard let result = try program(path, logKey.verifier.text) else { continue }
            #expect(result.status == 0, "\(result.output)")
            #expect(result.output.contains("\(size) entries"))
        }
    }

    @Test func redactionsAndEditionsAreAccepted() throws {
        let visitors = Subject(.indicator, "visitors")
        let log = try EditionLog.make { _ = try $0.ledger.append([redaction(of: 6, .note, [visitors])]) }
        try publish(EditionLog.made.get(), 9, to: path, files: EditionLog.contents)
        for removing in [[], ["editions/e1/progress.html"]] {
            try publish(log, 9, to: path, removing: removing)
            for program in [Self.script, Self.go] {
                guard let result = try program(path, logKey.verifier.text) else { continue }
                #expect(result.status == 0, "\(result.output)")
            }
        }
    }

    @Test func alteredFilesAreRefused() throws {
        try publish(EditionLog.made.get(), 9, to: path, files: EditionLog.contents)
        let good = try files(in: path)
        let log = ["checkpoint", "tile/0/000.p/9", "tile/entries/000.p/9"]
        for (name, bytes) in good where name != "index.html" && name != "log.json" && name != "removed.json" {
            for place in [bytes.count / 3, bytes.count - 2] {
                var wrong = bytes
                wrong[place] ^= 1
                try write(wrong, "\(path)/\(name)")
                for (program, sees) in [(Self.script, true), (Self.go, log.contains(name))] where sees {
                    guard let result = try program(path, logKey.verifier.text) else { continue }
                    #expect(result.status == 1 && !result.output.isEmpty, "\(name) at \(place)")
                    #expect(!result.output.contains("Traceback"), "\(result.output)")
                }
            }
            try write(bytes, "\(path)/\(name)")
        }
        for program in [Self.script, Self.go] {
            guard let result = try program(path, otherKey.verifier.text) else { continue }
            #expect(result.status == 1, "\(result.output)")
        }
    }

    @Test func missingTextsAreRefused() throws {
        try publish(EditionLog.made.get(), 9, to: path, files: EditionLog.contents)
        let lines = String(decoding: try files(in: path)["texts/000.ndjson"]!, as: UTF8.self).split(separator: "\n")
        try write(Array(lines.dropFirst().map { $0 + "\n" }.joined().utf8), "\(path)/texts/000.ndjson")
        guard let result = try Self.script(path, logKey.verifier.text) else { return }
        #expect(result.status == 1 && result.output.contains("missing"))
    }
}
