import Foundation
import LedgerModel
import Testing

/// How long a name may be is the system's limit, not ours: below it everything works, above it the words say so.
@Suite struct PathLengthTests {
    /// The longest name of a file that Linux takes, its ending zero apart; a ledger's longest is that of `views/data.mdb`.
    private static let pathBytes = 4_095
    private static let ledgerBytes = pathBytes - "/views/data.mdb".utf8.count

    /// Below `directory`, of exactly so many bytes.
    private static func path(_ bytes: Int, below directory: String) -> String {
        var path = directory
        while bytes - path.utf8.count > 401 { path += "/" + String(repeating: "d", count: 200) }
        let rest = bytes - path.utf8.count - 2
        return path + "/" + String(repeating: "d", count: rest / 2) + "/" + String(repeating: "d", count: rest - rest / 2)
    }

    @Test(arguments: [ledgerBytes - 1, ledgerBytes]) func theLongestPathWorks(_ bytes: Int) throws {
        try Tool.inDirectory { directory in
            let path = Self.path(bytes, below: directory)
            #expect(path.utf8.count == bytes)
            for line in ["init --name example --by planning", "append unit --identifier u --name 課 --by planning", "verify", "status", "rebuild", "log"] {
                let result = try Tool.run(Tool.words(line) + ["--ledger", path], in: directory, language: "en")
                #expect(result.code == 0, "\(line): \(result.words.suffix(300))")
            }
        }
    }

    @Test(arguments: [pathBytes - "/log/data.mdb".utf8.count + 1, pathBytes, pathBytes + 1, 2 * pathBytes]) func aLongerOneIsRefusedInWords(_ bytes: Int) throws {
        try Tool.inDirectory { directory in
            let path = Self.path(bytes, below: directory)
            for line in ["init --name example --by planning", "verify", "append unit --identifier u --name 課 --by planning"] {
                let result = try Tool.run(Tool.words(line) + ["--ledger", path], in: directory, language: "en")
                #expect(result.code >= 3 || line == "verify" && result.code == 4, "\(line)")
                #expect(result.words.contains("File name too long") || line == "verify" && result.output.contains("File name too long"), "\(line): \(result.words.suffix(300))")
            }
        }
    }

    @Test func aNameInAFolder() throws {
        try ConsoleTool.inCity { directory in
            for (bytes, code) in [(254, Int32(0)), (255, 0), (256, 3)] {
                let name = String(repeating: "n", count: bytes)
                let result = try Tool.run(["init", "--ledger", name, "--name", "example", "--by", "p"], in: directory, language: "en")
                #expect(result.code == code, "\(bytes)")
            }
            // What is written first under another name must not need a longer one.
            for (bytes, code) in [(254, Int32(0)), (255, 0), (256, 3)] {
                let name = String(repeating: "n", count: bytes - 5) + ".html"
                let result = try Tool.run(["report", "progress", "--out", name], in: directory, language: "en")
                #expect(result.code == code, "\(bytes)")
            }
        }
    }

    /// An identifier is part of a file's name: of an actor's key.
    @Test func anIdentifierOfTheGreatestLength() throws {
        try ConsoleTool.inCity { directory in
            let id = String(repeating: "a", count: Limits.identifierBytes)
            for line in ["append actor --identifier \(id) --kind account \(City.by)", "key generate --actor \(id) --by planning", "append unit --identifier \(id) --name 課 --by \(id) --decided 2016-01-01 --sign-as \(id)"] {
                let result = try Tool.run(Tool.words(line), in: directory, language: "en")
                #expect(result.code == 0, "\(result.words)")
            }
        }
    }
}
