import Foundation
import LedgerMerkle
import LedgerModel
import LedgerProofs
import LedgerPublication
import LedgerTestSupport
import LedgerVerifier
import TestSeeds
import Testing

@Suite struct AttackTests {
    let directory: TemporaryDirectory
    var path: String { directory.path + "/site" }
    init() throws { directory = try TemporaryDirectory() }

    func kinds(expecting: [Kept] = [], by keys: [SigningKey]? = [logKey]) throws -> [PublicationFault.Kind] {
        let report = try verified(path, by: keys, expecting: expecting)
        #expect(report.verdict == .broken, "\(report.verification)")
        return report.faults.map(\.kind)
    }

    func read(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"))) }
    func put(_ name: String, _ bytes: [UInt8]) throws { try write(bytes, "\(path)/\(name)") }
    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }

    func publishEdition() throws { try publish(EditionLog.made.get(), 9, to: path, files: EditionLog.contents) }
    func publishLong(_ size: UInt64 = 300) throws { try publish(RecordLog.long.get(), size, to: path) }

    /// Whatever byte of the published log is another, it is not called intact. Pages for people are not part of the log.
    @Test func everyByteCounts() throws {
        try publishEdition()
        let reader = try files(in: path)
        for (name, bytes) in reader.sorted(by: { $0.key < $1.key }) where name != "index.html" {
            for i in bytes.indices {
                var wrong = bytes
                wrong[i] ^= 1 << UInt8(i % 8)
                try put(name, wrong)
                #expect(try verified(path).verdict != .intact, "byte \(i) of \(name)")
            }
            try put(name, bytes)
        }
        #expect(try verified(path).verdict == .intact)
    }

    @Test func everyFileCutOrGone() throws {
        try publishEdition()
        for (name, bytes) in try files(in: path) where name != "index.html" {
            for length in [0, 1, bytes.count / 2, bytes.count - 1] {
                try put(name, Array(bytes.prefix(length)))
                #expect(try verified(path).verdict != .intact, "\(name) cut to \(length)")
            }
            try put(name, bytes + [10])
            #expect(try verified(path).verdict != .intact, "\(name) longer")
            try remove(name)
            if name == "checkpoint" {
                #expect(try codes { _ = try verified(path) } == [.cannotRead])
            } else {
                #expect(try verified(path).verdict != .intact, "\(name) gone")
            }
            try put(name, bytes)
        }
        #expect(try verified(path).verdict == .intact)
    }

    @Test func tiles() throws {
        try publishLong()
        let partial = try read("tile/0/001.p/44")
        let full = try read("tile/0/000")
        // Another width than the name's.
        try put("tile/0/001.p/44", Array(partial.dropLast(32)))
        #expect(try kinds() == [.tileSize])
        try put("tile/0/001.p/44", partial)
        // A width that does not fit the size, in the place of the right one: named, and what it holds is held against the log.
        try remove("tile/0/001.p/44")
        try put("tile/0/001.p/43", Array(partial.dropLast(32)))
        #expect(try kinds() == [.fileMissing])
        try put("tile/0/001.p/44", partial)
        try put("tile/0/001.p/43", partial)
        #expect(try kinds() == [.tileSize])
        try put("tile/0/001.p/43", Array(full.prefix(43 * 32)))
        #expect(try kinds() == [.tileDiffers])
        try remove("tile/0/001.p/43")
        try put("tile/0/001.p/0", [])
        #expect(try kinds() == [.strayFile])
        try remove("tile/0/001.p/0")
        // Hashes of another place.
        try put("tile/0/000", Array(full.dropFirst(32) + full.prefix(32)))
        #expect(try kinds() == [.tileDiffers])
        try remove("tile/0/000")
        #expect(try kinds() == [.fileMissing])
        try put("tile/0/000", full)
        try put("tile/1/000.p/1", Array(full.prefix(32)))
        #expect(try kinds() == [.tileDiffers])
    }

    @Test func bundles() throws {
        try publishLong()
        let (first, second) = (try read("tile/entries/000"), try read("tile/entries/001.p/44"))
        try put("tile/entries/000", second)
        #expect(try kinds().contains(.bundleUnreadable))
        try put("tile/entries/000", first)
        try remove("tile/entries/001.p/44")
        #expect(try kinds() == [.fileMissing])
        // The full bundle may have taken the partial one's place.
        try publishLong(512)
        let later = try read("tile/entries/001")
        try remove("checkpoint")
        for name in ["tile", "texts", "log.json"] { try remove(name) }
        try publishLong()
        try put("tile/entries/001", later)
        try remove("tile/entries/001.p/44")
        #expect(try verified(path).faults == [])
        try put("tile/entries/001", first)
        #expect(try verified(path).verdict == .broken)
    }

    @Test func checkpointOfAnotherOrigin() throws {
        try publishEdition()
        let key = SigningKey(name: "other.example", type: .note, seed: Array(0..<32))!
        try put("checkpoint", signed(EditionLog.made.get(), 9, by: key, origin: "other.example").bytes)
        #expect(try kinds().contains(.checkpointRefused))
        // Trusting that key does not make it this log's.
        #expect(try kinds(by: [key]).contains(.checkpointOrigin))
    }

    @Test func checkpointOfAnotherKey() throws {
        try publishEdition()
        try put("checkpoint", signed(EditionLog.made.get(), 9, by: otherKey).bytes)
        #expect(try kinds() == [.checkpointRefused])
        #expect(try kinds(by: nil) == [.checkpointRefused])
    }

    @Test func withoutAPolicyTheAnswerIsNotAnchored() throws {
        try publishEdition()
        let report = try verified(path, by: nil)
        #expect(report.verdict == .intact && !report.verification.isAnchored && report.accepted?.log == logKey.verifier)
    }

    @Test func olderCheckpointPutBack() throws {
        try publishLong(300)
        let old = try read("checkpoint")
        try publishLong(520)
        try put("checkpoint", old)
        #expect(try kinds() == [.checkpointBehind])
        // All of it put back: only what is kept elsewhere tells.
        try publish(RecordLog.long.get(), 300, to: directory.path + "/old")
        #expect(try verified(directory.path + "/old").verdict == .intact)
        let kept = Kept(size: 520, root: try RecordLog.long.get().root(520))
        let report = try verified(directory.path + "/old", expecting: [kept])
        #expect(report.verification.findings.map(\.kind) == [.expectedSize])
    }

    /// Two histories under one key, each consistent in itself.
    @Test func forkedLog() throws {
        let log = try RecordLog.long.get()
        var forger = try Forger(log.records)
        forger.replaceText(ofEntry: 100, .note, by: "forged")
        let forged = RecordLog(records: try forger.records())
        try publish(forged, 300, to: path)
        #expect(try verified(path).verdict == .intact)
        let report = try verified(path, expecting: [Kept(size: 200, root: log.root(200))])
        #expect(report.verification.findings.map(\.kind) == [.expectedRoot])
        // The true checkpoint over the forged entries.
        try put("checkpoint", signed(log, 300).bytes)
        #expect(try kinds().contains(.checkpointRoot))
    }

    @Test func texts() throws {
        try publishEdition()
        let lines = String(decoding: try read("texts/000.ndjson"), as: UTF8.self).split(separator: "\n").map(String.init)
        func lay(_ lines: [String]) throws -> PublicationReport {
            try put("texts/000.ndjson", Array(lines.map { $0 + "\n" }.joined().utf8))
            let report = try verified(path)
            #expect(report.verdict == .broken)
            return report
        }
        let (a, b) = (try #require(lines.firstIndex { $0.contains("a remark") }), try #require(lines.firstIndex { $0.contains("another remark") }))
        var swapped = lines
        swapped[a] = lines[a].replacing("a remark", with: "another remark")
        swapped[b] = lines[b].replacing("another remark", with: "a remark")
        #expect(try lay(swapped).verification.findings.map(\.kind) == [.text, .text])
        swapped = lines
        swapped.swapAt(a, b)
        #expect(try lay(swapped).faults.map(\.kind) == [.textUnreadable])
        #expect(try lay(lines.filter { !$0.contains("a remark") }).verification.findings.map(\.kind) == [.textMissing])
        #expect(try lay(lines + [lines[a]]).faults.map(\.kind) == [.textUnreadable])
        #expect(try lay(lines.map { $0.replacing(",\"text\"", with: ", \"text\"") }).faults.map(\.kind).allSatisfy { $0 == .textUnreadable })
        // Ahead of the checkpoint, within its bundle: a publication was cut off. Beyond the bundle: no.
        let ahead = lines[a].replacing("\"entry\":5", with: "\"entry\":200")
        try put("texts/000.ndjson", Array((lines + [ahead]).map { $0 + "\n" }.joined().utf8))
        #expect(try verified(path).verdict == .intact)
        #expect(try lay(lines + [ahead.replacing("200", with: "257")]).faults.map(\.kind) == [.textUnreadable])
    }

    @Test func aWithheldTextInTheOpenIsNamed() throws {
        try publishEdition()
        let log = try EditionLog.made.get()
        let secret = try #require(try log.frame(7).texts.first)
        let salt = secret.salt.base64EncodedString()
        let line = "{\"entry\":7,\"field\":\"\(secret.field.word)\",\"ordinal\":0,\"salt\":\"\(salt)\",\"text\":\"a secret\"}\n"
        let others = String(decoding: try read("texts/000.ndjson"), as: UTF8.self).split(separator: "\n").map { "\($0)\n" }
        let place = try #require(others.firstIndex { $0.hasPrefix("{\"entry\":8,") })
        try put("texts/000.ndjson", Array((others[..<place] + [line] + others[place...]).joined().utf8))
        #expect(try kinds() == [.textWithheld])
    }

    /// A text may not vanish by being listed: its redaction stands in the log, or comes later.
    @Test func removedTextsAreHeldAgainstTheLog() throws {
        try publishEdition()
        let list = String(decoding: try read("removed.json"), as: UTF8.self)
        for by in ["7", "9", "1", "10"] {
            try put("removed.json", Array(list.replacing("\"by\":8", with: "\"by\":\(by)").utf8))
            #expect(try kinds() == [.documentDiffers])
        }
        try put("removed.json", Array(list.replacing("]", with: ",{\"entry\":6,\"field\":\"NOTE\",\"ordinal\":0,\"by\":12}]", maxReplacements: 1).utf8))
        #expect(try verified(path).verdict == .intact)
        let lines = String(decoding: try read("texts/000.ndjson"), as: UTF8.self).split(separator: "\n").filter { !$0.contains("another remark") }
        try put("texts/000.ndjson", Array(lines.map { $0 + "\n" }.joined().utf8))
        let report = try verified(path)
        #expect(report.verdict == .intact && report.verification.redactions.map(\.by) == [8, 12])
        try put("removed.json", Array(list.utf8))
        #expect(try verified(path).verification.findings.map(\.kind) == [.textMissing])
    }

    @Test func editionFiles() throws {
        try publishEdition()
        let page = try read("editions/e1/progress.html")
        try put("editions/e1/progress.html", page + [32])
        #expect(try kinds() == [.editionFileDiffers])
        try remove("editions/e1/progress.html")
        #expect(try kinds() == [.editionFileMissing])
        let list = String(decoding: try read("removed.json"), as: UTF8.self)
        try put("removed.json", Array(list.replacing("\"files\":[]", with: "\"files\":[\"editions/e1/progress.html\"]").utf8))
        // It is gone, and no redaction says why.
        #expect(try kinds() == [.documentDiffers])
        try put("removed.json", Array(list.replacing("\"files\":[]", with: "\"files\":[\"editions/e1/none.html\"]").utf8))
        #expect(try Set(kinds()) == [.editionFileMissing, .documentDiffers])
        try put("removed.json", Array(list.utf8))
        try FileManager.default.createSymbolicLink(atPath: "\(path)/editions/e1/progress.html", withDestinationPath: "/etc/hostname")
        #expect(try kinds() == [.fileUnreadable])
    }

    @Test func listOfEditions() throws {
        try publishEdition()
        let digest = sha256(EditionLog.page).hex
        guard case .editionPublished(let act)? = try Codec.decodeLeaf(EditionLog.made.get().frame(9).leaf).statement.act else { throw CocoaError(.coderReadCorrupt) }
        let list = """
            {"editions":[{"id":"e1","label":"E1","entry":9,"size":8,"plans":["p1"],"seal":"\(act.seal.hex)",\
            "files":[{"path":"editions/e1/progress.html","sha256":"\(digest)","bytes":13}]}]}
            """
        try put("editions.json", Array(list.utf8))
        #expect(try verified(path).verdict == .intact)
        let changes = [
            ("E1", "E2"), ("\"e1\"", "\"e2\""), (":9,", ":8,"), (":8,", ":7,"), ("p1", "p2"),
            ("\"seal\":\"", "\"seal\":\"00"), (digest, sha256([]).hex), ("{", "["),
        ]
        for (old, new) in changes {
            try put("editions.json", Array(list.replacing(old, with: new).utf8))
            #expect(try kinds() == [.documentDiffers], "\(old) \(new)")
        }
    }

    // MARK: hostile input

    @Test func sizesBeyondAllMeasure() throws {
        try publishEdition()
        for size in [10, 257, 1 << 40, 1 << 62, (1 << 63) - 1] as [UInt64] {
            try put("checkpoint", logKey.sign(Checkpoint(origin: "kpi.example", size: size, root: .zero)!).bytes)
            #expect(try kinds().contains(.fileMissing))
        }
        try put("checkpoint", logKey.sign(Checkpoint(origin: "kpi.example", size: 0, root: .emptyRoot)!).bytes)
        #expect(try verified(path).verdict != .intact)
    }

    @Test func filesThatAreNone() throws {
        try publishEdition()
        let names = try files(in: path)
        for name in names.keys where name != "index.html" {
            let bytes = try read(name)
            try remove(name)
            try FileManager.default.createSymbolicLink(atPath: "\(path)/\(name)", withDestinationPath: "/dev/zero")
            #expect(try kinds().contains(.fileUnreadable), "\(name) as a link")
            try remove(name)
            try FileManager.default.createDirectory(atPath: "\(path)/\(name)", withIntermediateDirectories: false)
            #expect(try kinds().contains(.fileUnreadable), "\(name) as a folder")
            try remove(name)
            unsafe mkfifo("\(path)/\(name)", 0o644)
            #expect(try kinds().contains(.fileUnreadable), "\(name) as a pipe")
            try remove(name)
            try put(name, bytes)
        }
        try remove("tile/entries")
        try FileManager.default.createSymbolicLink(atPath: "\(path)/tile/entries", withDestinationPath: "..")
        #expect(try kinds().contains(.fileUnreadable))
    }

    @Test func tooLargeFiles() throws {
        try publishEdition()
        let limits = [
            ("checkpoint", 1 << 20), ("log.json", 64 << 20), ("removed.json", 64 << 20), ("tile/0/000.p/9", 1 << 25), ("tile/entries/000.p/9", 1 << 25),
        ]
        for (name, limit) in limits {
            let bytes = try read(name)
            let handle = try #require(FileHandle(forWritingAtPath: "\(path)/\(name)"))
            try handle.truncate(atOffset: UInt64(limit) * 1024)
            try handle.close()
            #expect(try kinds().contains(.fileUnreadable), "\(name)")
            try put(name, bytes)
        }
        // A line without an end, as long as anybody likes.
        let texts = try #require(FileHandle(forWritingAtPath: "\(path)/texts/000.ndjson"))
        try texts.truncate(atOffset: 1 << 30)
        try texts.close()
        #expect(try kinds().contains(.textUnreadable))
    }

    @Test func namesOutsideTheFolder() throws {
        let small = try TemporaryLedger([actor("clerk"), plan("p1", "FY2015-FY2019")])
        try EditionLog.publish(EditionLog.edition("e1", [("../../../escape", [1])]), in: small)
        let log = RecordLog(records: try small.records())
        #expect(try codes { try publish(log, 4, to: path) } == [.cannotWrite])
        try publish(log, 3, to: path)
        let (bundle, tile) = (try EntryBundle.encode((1...4).map { try log.frame($0).leaf }), try (1...4).map { leafHash(try log.frame($0).leaf).bytes })
        try put("tile/entries/000.p/4", bundle)
        try put("tile/0/000.p/4", tile.flatMap(\.self))
        try put("checkpoint", signed(log, 4).bytes)
        try write([1], directory.path + "/escape")
        #expect(try kinds() == [.editionFileMissing])
    }

    /// Damage of any kind, many times over: an answer, and never "intact".
    @Test func anyDamage() throws {
        try publishEdition()
        let names = try files(in: path).filter { $0.key != "index.html" }.sorted { $0.key < $1.key }
        let seed = Seeds.one()
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let (name, bytes) = names.randomElement(using: &random)!
            var wrong = bytes
            let start = Int.random(in: 0..<max(1, bytes.count), using: &random)
            let end = min(bytes.count, start + Int.random(in: 0..<40, using: &random))
            let other = (0..<Int.random(in: 0..<40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            wrong.replaceSubrange(start..<max(start, end), with: other)
            guard wrong != bytes else { continue }
            try put(name, wrong)
            #expect(try verified(path).verdict != .intact, "seed \(seed), \(name)")
            try put(name, bytes)
        }
    }
}
