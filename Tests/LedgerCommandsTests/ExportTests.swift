import Foundation
import Testing

/// An export stands for itself: programs that know nothing of ours read it.
@Suite struct ExportTests {
    /// Root of RFC 6962 over the exported leaves, by its recursive definition.
    private static let root = """
        import base64, hashlib, json, sys
        leaves = [hashlib.sha256(b"\\0" + base64.b64decode(json.loads(line)["leaf"])).digest() for line in open(sys.argv[1], encoding="utf-8")]
        def tree(hashes):
            if len(hashes) == 1: return hashes[0]
            k = 1
            while k * 2 < len(hashes): k *= 2
            return hashlib.sha256(b"\\1" + tree(hashes[:k]) + tree(hashes[k:])).digest()
        print(len(leaves), tree(leaves).hex())
        """

    /// Every leaf as stock protoc reads it, with the exported schema.
    private static let leaves = """
        import base64, json, subprocess, sys
        for line in open(sys.argv[1] + "/entries.ndjson", encoding="utf-8"):
            leaf = base64.b64decode(json.loads(line)["leaf"])
            command = ["protoc", "--decode=ledger.v1.Leaf", "--proto_path=" + sys.argv[1] + "/" + sys.argv[2], "ledger.proto"]
            text = subprocess.run(command, input=leaf, capture_output=True, check=True).stdout.decode()
            print(text.split("\\n")[1])
        """

    @Test func otherProgramsReadIt() throws {
        try Tool.inDirectory { directory in
            func ledger(_ line: String) throws -> Tool.Result {
                try Tool.run(Tool.words(line), in: directory, language: "en")
            }
            #expect(try ledger("init --ledger l --name example.lg.jp/kpi --by planning").code == 0)
            for n in 1...5 { #expect(try ledger("append unit --ledger l --identifier u\(n) --name 第\(n)課 --by planning --decided 2018-04-01").code == 0) }
            #expect(try ledger("export --ledger l out").code == 0)
            let status = try ledger("status --ledger l --json").output
            let out = directory + "/out"
            let root = try shell(["python3", "-c", Self.root, out + "/entries.ndjson"], in: out)
            let parts = root.split(separator: " ").map(String.init)
            #expect(parts.first == "7" && parts.count == 2 && status.contains(parts[1]))
            let proto = try shell(["sh", "-c", "dirname $(find . -name ledger.proto)"], in: out)
            let numbers = try shell(["python3", "-c", Self.leaves, out, proto], in: out)
            #expect(numbers.split(separator: "\n").map(String.init) == (1...7).map { "number: \($0)" })
            #expect(try shell(["sha256sum", "--check", "--quiet", "MANIFEST.sha256"], in: out).isEmpty)
        }
    }

    /// What a program says; it must end with 0.
    private func shell(_ arguments: [String], in directory: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(arguments.prefix(2))")
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
