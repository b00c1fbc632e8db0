import Foundation
import LedgerMerkle
import LedgerModel
import LedgerProofs
import LedgerPublication
import LedgerTestSupport
import LedgerVerifier
import Testing

@Suite struct PublisherTests {
    let directory: TemporaryDirectory
    var path: String { directory.path + "/site" }
    init() throws { directory = try TemporaryDirectory() }

    /// Step by step, every state holds, and the last is what publishing at once gives, but for partial tiles that it no longer needs.
    @Test func extendingGivesTheSameFiles() throws {
        let log = try RecordLog.long.get()
        for size in [1, 2, 255, 256, 257, 600] as [UInt64] {
            let summary = try publish(log, size, to: path)
            let root = try log.root(size)
            #expect(summary.size == size && summary.root == root)
            let report = try verified(path)
            #expect(report.verdict == .intact, "\(report.verification.findings)")
            #expect(report.verification.size == size && report.verification.root == root && report.verification.isAnchored)
            let again = try publish(log, size, to: path)
            #expect(again.written.isEmpty && again.removed.isEmpty && again.previousSize == size)
            let fresh = "\(directory.path)/fresh-\(size)"
            try publish(log, size, to: fresh)
            let (grown, once) = (try files(in: path), try files(in: fresh))
            for (name, bytes) in once { #expect(grown[name] == bytes, "\(name) at \(size)") }
            let more = Set(grown.keys).subtracting(once.keys)
            #expect(more.allSatisfy { TilePath(path: $0).map { $0.width < 256 } ?? false }, "\(more)")
        }
    }

    @Test func filesAreReadableByAllAndNothingElseIsLeft() throws {
        try publish(try EditionLog.made.get(), 8, to: path, files: EditionLog.contents)
        for name in try files(in: path).keys {
            let mode = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")[.posixPermissions] as? Int
            #expect(mode == 0o644, "\(name)")
            #expect(!name.contains("tmp"))
        }
    }

    @Test func texts() throws {
        try publish(try EditionLog.made.get(), 9, to: path, files: EditionLog.contents)
        let text = String(decoding: try files(in: path)["texts/000.ndjson"] ?? [], as: UTF8.self)
        let lines = text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.hasPrefix("{\"entry\":") && $0.contains(",\"ordinal\":0,\"salt\":\"") })
        #expect(text.contains("\"text\":\"a remark\"}"))
        for absent in ["a name", "a secret"] {
            for (name, bytes) in try files(in: path) { #expect(!String(decoding: bytes, as: UTF8.self).contains(absent), "\(name)") }
        }
        #expect(try files(in: path)["removed.json"] == Array("{\"texts\":[{\"entry\":5,\"field\":\"FOUND_BY\",\"ordinal\":0,\"by\":8}],\"files\":[]}\n".utf8))
        let report = try verified(path)
        #expect(report.verdict == .intact, "\(report.verification.findings)")
        #expect(report.verification.redactions.map(\.by) == [8])
    }

    /// An entry beyond the checkpoint redacts: text, salt and the file that held it go, and everything still verifies.
    @Test func redactionThenAgain() throws {
        let visitors = Subject(.indicator, "visitors")
        let log = try EditionLog.make { _ = try $0.ledger.append([redaction(of: 6, .note, [visitors])]) }
        let before = try EditionLog.made.get()
        try publish(before, 9, to: path, files: EditionLog.contents)
        #expect(try files(in: path)["texts/000.ndjson"].map { String(decoding: $0, as: UTF8.self).contains("another remark") } == true)
        let summary = try publish(log, 9, to: path, removing: ["editions/e1/progress.html"])
        #expect(summary.removed == ["editions/e1/progress.html"])
        #expect(summary.written == ["removed.json", "texts/000.ndjson"])
        #expect(summary.removedTexts == [TextPlace(entry: 5, field: .foundBy, ordinal: 0), TextPlace(entry: 6, field: .note, ordinal: 0)])
        for (name, bytes) in try files(in: path) { #expect(!String(decoding: bytes, as: UTF8.self).contains("another remark"), "\(name)") }
        let report = try verified(path)
        #expect(report.verdict == .intact, "\(report.verification.findings)")
        #expect(report.verification.redactions.map(\.by) == [8, 10])
        #expect(report.removedFiles == ["editions/e1/progress.html"])
        // Once removed, always removed, also without being told again, and also where the file is given again.
        try publish(log, 9, to: path, files: EditionLog.contents)
        #expect(try files(in: path)["editions/e1/progress.html"] == nil)
        try publish(log, 10, to: path)
        #expect(try verified(path).verdict == .intact)
    }

    @Test func whatACrashLeftIsCleaned() throws {
        let log = try EditionLog.made.get()
        try publish(log, 8, to: path)
        for folder in ["", "texts/", "tile/0/", "editions/e1/"] { try write([1, 2, 3], "\(path)/\(folder).ledger.tmp") }
        #expect(try verified(path).verdict == .intact)
        try publish(log, 9, to: path, files: EditionLog.contents)
        #expect(try files(in: path).keys.allSatisfy { !$0.hasSuffix(".ledger.tmp") })
        #expect(try verified(path).verdict == .intact)
    }

    /// Every state between two publications, in the order in which files are written, is the older or the newer one.
    @Test func cutOffAnywhere() throws {
        let log = try RecordLog.long.get()
        try publish(log, 300, to: path)
        let old = try files(in: path)
        let summary = try publish(log, 520, to: "\(directory.path)/new", files: ["index.html": [1]])
        let new = try files(in: "\(directory.path)/new")
        let documents = ["checkpoint", "log.json", "index.html"]
        let order = summary.written.filter { !documents.contains($0) } + documents
        for (name, bytes) in old { try write(bytes, "\(path)/\(name)") }
        for name in order {
            try write(new[name]!, "\(path)/\(name)")
            let report = try verified(path)
            #expect(report.verdict == .intact, "after \(name): \(report.verification.findings)")
        }
        #expect(try verified(path).verification.size == 520)
    }

    // MARK: refusals

    @Test func anotherLogIsNotOverwritten() throws {
        let log = try RecordLog.long.get()
        try publish(log, 300, to: path)
        var forger = try Forger(log.records)
        forger.replaceText(ofEntry: 100, .note, by: "forged")
        let forged = RecordLog(records: try forger.records())
        let before = try files(in: path)
        #expect(try codes { try publish(forged, 300, to: path) } == [.otherPublication])
        #expect(try codes { try publish(forged, 400, to: path) } == [.otherPublication])
        #expect(try codes { try publish(log, 299, to: path) } == [.otherPublication])
        #expect(try files(in: path) == before)
        // Without a checkpoint: the tiles tell.
        try FileManager.default.removeItem(atPath: "\(path)/checkpoint")
        #expect(try codes { try publish(forged, 400, to: path) } == [.otherPublication])
        try publish(log, 300, to: path)
        #expect(try files(in: path) == before)
    }

    @Test func aCheckpointOfAnotherLogIsRefused() throws {
        let log = try EditionLog.made.get()
        let wrong = try logKey.sign(Checkpoint(origin: "kpi.example", size: 8, root: .zero)!)
        #expect(try codes { try publish(log, 8, to: path, note: wrong) } == [.forked])
        let beyond = try logKey.sign(Checkpoint(origin: "kpi.example", size: 800, root: .zero)!)
        #expect(try codes { try publish(log, 8, to: path, note: beyond) } == [.behindCheckpoint])
        #expect(try files(in: path).isEmpty)
    }

    @Test func embargoedEntriesStopIt() throws {
        let small = try TemporaryLedger([actor("clerk"), indicator("visitors")])
        _ = try small.ledger.append([
            actual("visitors", "FY2015", value("1200"), on: "2016-08-01").saying(.note, "not yet")
                .changed { $0.texts[0].class = .embargoed; $0.texts[0].until = "2030-01-01" },
        ])
        let log = RecordLog(records: try small.records())
        try publish(log, 3, to: path)
        let content = PublicationContent(keys: [logKey.verifier])
        do {
            _ = try Publisher.publish(log, signed(log, 4), content, to: path, isLifted: { _ in false })
            Issue.record("published an embargoed entry")
        } catch let problem as Problem {
            #expect(problem.code == .stillEmbargoed && problem.values == ["#4"])
        }
        #expect(try verified(path).verification.size == 3)
        _ = try Publisher.publish(log, signed(log, 4), content, to: path, isLifted: { $0 == "2030-01-01" })
        #expect(String(decoding: try files(in: path)["texts/000.ndjson"]!, as: UTF8.self).contains("not yet"))
        #expect(try verified(path).verdict == .intact)
    }

    @Test func filesOfEditionsMustBeThere() throws {
        let log = try EditionLog.made.get()
        #expect(try codes { try publish(log, 9, to: path) } == [.editionFileMissing])
        var wrong = EditionLog.contents
        wrong["editions/e1/figures.csv"]! += [0]
        #expect(try codes { try publish(log, 9, to: path, files: wrong) } == [.editionFileDiffers])
        #expect(try files(in: path).isEmpty)
        try publish(log, 9, to: path, files: EditionLog.contents)
        try publish(log, 9, to: path)
        for name in ["../x", "/x", "a//b", "", ".x", "a/../b", "a\nb", "a/", "checkpoint", "tile/0/000", "texts/x", "log.json", "removed.json"] {
            #expect(try codes { try publish(log, 9, to: path, files: [name: [1]]) } == [.cannotWrite], "\(name)")
            #expect(try codes { try publish(log, 9, to: path, removing: [name]) } == [.cannotWrite], "\(name)")
        }
    }

    /// A folder that holds anything else is no place to put on a web server, and nothing in a publication leads out of it.
    @Test func onlyAFolderOfItsOwn() throws {
        let log = try EditionLog.made.get()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        try write([7], path + "/log.key")
        #expect(try codes { try publish(log, 8, to: path) } == [.otherPublication])
        try FileManager.default.removeItem(atPath: path)
        try publish(log, 8, to: path)
        try write([7], path + "/notes.txt")
        #expect(try codes { try publish(log, 8, to: path) } == [.otherPublication])
        try FileManager.default.removeItem(atPath: path + "/notes.txt")
        try write([7], directory.path + "/victim")
        for name in ["../victim", "checkpoint", "editions/../../victim", "editions/e1/progress.html"] {
            try write(Array("{\"texts\":[],\"files\":[\"\(name)\"]}\n".utf8), path + "/removed.json")
            #expect(try codes { try publish(log, 9, to: path, files: EditionLog.contents) } == [.otherPublication], "\(name)")
            #expect(FileManager.default.fileExists(atPath: directory.path + "/victim"))
        }
    }

    @Test func linksAreNotFollowed() throws {
        let log = try EditionLog.made.get()
        let outside = directory.path + "/outside"
        try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: false)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(atPath: "\(path)/tile", withDestinationPath: outside)
        #expect(try codes { try publish(log, 8, to: path) } == [.otherPublication])
        #expect(try files(in: outside).isEmpty)
        try FileManager.default.removeItem(atPath: "\(path)/tile")
        try write([7], outside + "/index")
        try publish(log, 7, to: path)
        try FileManager.default.createSymbolicLink(atPath: "\(path)/index.html", withDestinationPath: outside + "/index")
        try publish(log, 8, to: path, files: ["index.html": [1]])
        #expect(try files(in: outside) == ["index": [7]])
        #expect(try files(in: path)["index.html"] == [1])
    }
}
