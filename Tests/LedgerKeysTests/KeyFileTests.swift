import Foundation
import LedgerKeys
import LedgerMerkle
import LedgerModel
import LedgerProofs
import LedgerTestSupport
import Testing

@Suite struct KeyFileTests {
    let folder: TemporaryDirectory
    let key = testKey("example.com/kpi", 5)
    private var path: String { folder.path + "/keys/log.key" }

    init() throws { folder = try TemporaryDirectory() }

    private func code(_ body: () throws -> Void) -> Problem.Code? {
        do { try body() } catch let problem as Problem { return problem.code } catch {}
        return nil
    }

    private func mode(_ path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test func aPlainKeyComesBack() throws {
        try KeyFile.create(key, at: path, passphrase: nil)
        #expect(try mode(path) == 0o600 && mode(folder.path + "/keys") == 0o700)
        let file = try KeyFile(reading: path)
        #expect(!file.isEncrypted && file.verifier == key.verifier)
        let read = try file.unlock { throw Problem(.passphraseNeeded, path) }
        #expect(read.privateText == key.privateText)
        #expect(code { try KeyFile.create(testKey("other", 6), at: path, passphrase: nil) } == .fileExists)
        #expect(try KeyFile(reading: path).verifier == key.verifier)
    }

    @Test func anEncryptedKeyNeedsItsPassphrase() throws {
        try KeyFile.create(key, at: path, passphrase: Array("合言葉".utf8))
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(!String(decoding: bytes, as: UTF8.self).contains("PRIVATE"))
        let file = try KeyFile(reading: path)
        #expect(file.isEncrypted && file.verifier == key.verifier)
        #expect(try file.unlock { Array("合言葉".utf8) }.privateText == key.privateText)
        #expect(code { _ = try file.unlock { Array("合い言葉".utf8) } } == .passphraseWrong)
        #expect(code { _ = try file.unlock { throw Problem(.passphraseNeeded, path) } } == .passphraseNeeded)
    }

    @Test func whatOthersCanReadIsRefused() throws {
        try KeyFile.create(key, at: path, passphrase: nil)
        for open in [0o640, 0o604, 0o660, 0o644] {
            try FileManager.default.setAttributes([.posixPermissions: open], ofItemAtPath: path)
            #expect(code { _ = try KeyFile(reading: path) } == .keyExposed)
        }
    }

    /// Found by asking for it: with $LEDGER_KEYS, --out or a link that leads there, a private key was put into the ledger's folder.
    @Test func aKeyNeverLiesInALedger() throws {
        let manager = FileManager.default
        let ledger = folder.path + "/kpi.ledger"
        try manager.createDirectory(atPath: ledger + "/log", withIntermediateDirectories: true)
        try Data([1]).write(to: URL(fileURLWithPath: ledger + "/log/data.mdb"))
        try manager.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: "kpi.ledger/log")
        for place in ["kpi.ledger/a.key", "kpi.ledger/keys/00ff/log.key", "kpi.ledger/log/a.key", "link/a.key", "link/deeper/a.key", "link/../a.key", "none/../kpi.ledger/a.key", "none/../link/x/a.key"] {
            #expect(code { try KeyFile.create(key, at: folder.path + "/" + place, passphrase: nil) } == .keyInLedger, "\(place)")
        }
        #expect(try manager.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".key") || $0.contains("none") } == [])
        try KeyFile.create(key, at: path, passphrase: nil)
    }

    /// A file that is far too large for a key is not read to its end; one within the limit is read, and is no key.
    @Test func bytesOfAKeyFileAtBelowAndAbove() throws {
        try KeyFile.create(key, at: path, passphrase: nil)
        for (count, why) in [(65_535, "ledger/key/v1"), (65_536, "ledger/key/v1"), (65_537, "> 65536 bytes")] {
            try Data(repeating: 0x78, count: count).write(to: URL(fileURLWithPath: path))
            do { _ = try KeyFile(reading: path) } catch { #expect(error.code == .keyUnreadable && error.values.last == why, "\(count): \(error)") }
            #expect(code { _ = try KeyFile(reading: path) } == .keyUnreadable)
        }
    }

    /// Every byte changed: another key, or none, but never the same name with another key unnoticed.
    @Test func everyByteCounts() throws {
        try KeyFile.create(key, at: path, passphrase: nil)
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        for i in bytes.indices {
            var damaged = bytes
            damaged[i] ^= 1
            try Data(damaged).write(to: URL(fileURLWithPath: path))
            #expect(code { _ = try KeyFile(reading: path).unlock { [] } } == .keyUnreadable, "byte \(i)")
        }
        try Data(bytes.dropLast()).write(to: URL(fileURLWithPath: path))
        #expect(code { _ = try KeyFile(reading: path) } == .keyUnreadable)
        #expect(code { _ = try KeyFile(reading: folder.path + "/nothing") } == .keyUnreadable)
    }

    @Test func theFolderIsNamedByTheLedger() {
        let id: [UInt8] = [0, 0x1F, 0xFF]
        #expect(KeyFolder(ledgerID: id, environment: ["LEDGER_KEYS": "/k", "HOME": "/h"]).path == "/k/001fff")
        #expect(KeyFolder(ledgerID: id, environment: ["LEDGER_KEYS": "", "HOME": "/h"]).path == "/h/.config/ledger/001fff")
        #expect(KeyFolder(ledgerID: id, environment: ["XDG_CONFIG_HOME": "/x", "HOME": "/h"]).path == "/x/ledger/001fff")
    }
}

@Suite struct CheckpointFileTests {
    let folder: TemporaryDirectory
    let key = testKey("example.com/kpi", 5)
    private var path: String { folder.path + "/log.checkpoint" }

    init() throws { folder = try TemporaryDirectory() }

    private func signed(_ size: UInt64) throws -> SignedNote {
        try key.sign(try #require(Checkpoint(origin: "example.com/kpi", size: size, root: leafHash([UInt8(size)]))))
    }

    private func newest() throws -> UInt64? { try CheckpointFile.newest(at: path, key: key.verifier).map { try Checkpoint(parsing: $0.text).size } }

    @Test func theNewestIsFound() throws {
        #expect(try newest() == nil)
        do {
            let file = try CheckpointFile(at: path, key: key.verifier)
            #expect(file.newest == nil)
            for size in 1...5 as ClosedRange<UInt64> {
                try file.store(signed(size))
                #expect(file.newest?.size == size)
                #expect(try newest() == size)
            }
        }
        #expect(try CheckpointFile(at: path, key: key.verifier).newest?.size == 5)
    }

    /// A write that stopped anywhere leaves the checkpoint before it.
    @Test func everyTornWriteLeavesTheOneBefore() throws {
        try CheckpointFile(at: path, key: key.verifier).store(signed(1))
        try CheckpointFile(at: path, key: key.verifier).store(signed(2))
        let before = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        try CheckpointFile(at: path, key: key.verifier).store(signed(3))
        let after = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        for cut in 0...after.count {
            try Data(after.prefix(cut) + before.dropFirst(cut)).write(to: URL(fileURLWithPath: path))
            #expect([2, 3].contains(try #require(try newest())), "cut at \(cut)")
        }
    }

    @Test func aFileOfSomethingElse() throws {
        try CheckpointFile(at: path, key: key.verifier).store(signed(1))
        #expect(throws: Problem.self) { try CheckpointFile.newest(at: path, key: testKey("example.com/kpi", 6).verifier) }
        #expect(throws: Problem.self) { try CheckpointFile.newest(at: path, key: testKey("example.com/other", 5).verifier) }
        try Data("nonsense".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: Problem.self) { try CheckpointFile.newest(at: path, key: key.verifier) }
    }
}
