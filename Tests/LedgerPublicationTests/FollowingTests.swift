import Foundation
import LedgerLog
import LedgerMerkle
import LedgerModel
import LedgerProofs
import LedgerPublication
import LedgerTestSupport
import LedgerVerifier
import Testing

/// A publication brought from a server, copied into a ledger, and followed.
@Suite struct FollowingTests {
    let directory: TemporaryDirectory
    var site: String { directory.path + "/site" }
    var copy: String { directory.path + "/copy.ledger" }
    init() throws { directory = try TemporaryDirectory() }

    func mirrored(_ path: String, below prefix: String = "") throws -> [String: [UInt8]]? {
        guard let server = try TestServer(site) else { return nil }
        try PublicationMirror.fetch(server.address + prefix, to: path)
        return try files(in: path)
    }

    @Test(arguments: [1, 256, 300, 600] as [UInt64])
    func aMirrorIsThePublication(size: UInt64) throws {
        try publish(RecordLog.long.get(), size, to: site)
        guard let found = try mirrored(directory.path + "/mirror") else { return }
        #expect(try found == files(in: site))
        #expect(try verified(directory.path + "/mirror").verdict == .intact)
    }

    @Test func filesOfEditionsCome() throws {
        try publish(EditionLog.made.get(), 9, to: site, files: EditionLog.contents)
        guard var found = try mirrored(directory.path + "/mirror", below: "/turns/") else { return }
        found["index.html"] = EditionLog.contents["index.html"]
        #expect(try found == files(in: site))
        #expect(try codes { _ = try mirrored(directory.path + "/mirror") } == [.fileExists])
    }

    @Test func aServerThatFails() throws {
        try publish(EditionLog.made.get(), 9, to: site, files: EditionLog.contents)
        for (i, prefix) in ["/fails", "/endless", "/nothing", "/around", "/local"].enumerated() {
            let found = try codes { if try mirrored(directory.path + "/mirror-\(i)", below: prefix) == nil { throw Problem(.fetchFailed) } }
            #expect(found == [.fetchFailed], "\(prefix)")
        }
        try FileManager.default.removeItem(atPath: site + "/tile/0/000.p/9")
        #expect(try codes { if try mirrored(directory.path + "/mirror-x") == nil { throw Problem(.fetchFailed) } } == [.fetchFailed])
        try write(logKey.sign(Checkpoint(origin: "kpi.example", size: 1 << 62, root: .zero)!).bytes, site + "/checkpoint")
        #expect(try codes { if try mirrored(directory.path + "/mirror-y") == nil { throw Problem(.fetchFailed) } } == [.fetchFailed])
    }

    @Test(arguments: ["", "kpi.example", "file:///etc", "ftp://kpi.example", "http://a\nb", "http://a b", "http://a\"b", "https://a?b", "-o"])
    func addressesThatAreNone(address: String) throws {
        #expect(try codes { try PublicationMirror.fetch(address, to: directory.path + "/mirror") } == [.fetchFailed])
    }

    @Test func nobodyListens() throws {
        #expect(try codes { try PublicationMirror.fetch("http://127.0.0.1:1/", to: directory.path + "/mirror") } == [.fetchFailed])
    }

    // MARK: copies

    func opened() throws -> (PublishedLog, PublicationReport, CloneMarker) {
        let log = try PublishedLog(opening: site)
        let report = log.verify(policy: Policy(logs: [logKey.verifier]))
        return (log, report, CloneMarker(source: site, checkpoint: try #require(log.note), removed: log.removed.texts))
    }

    func clone() throws -> Ledger {
        let (log, report, marker) = try opened()
        _ = try Ledger.clone(log, verified: report.verification, marker: marker, to: copy)
        return try Ledger(opening: copy, mode: .writing)
    }

    func pull(_ ledger: Ledger) throws -> PullReport {
        let (log, report, marker) = try opened()
        return try ledger.pull(log, verified: report.verification, marker: marker)
    }

    @Test func aCopyHoldsWhatIsPublished() throws {
        let log = try EditionLog.made.get()
        try publish(log, 9, to: site, files: EditionLog.contents)
        let copy = try clone()
        let snapshot = try copy.snapshot()
        #expect(try snapshot.size == 9 && snapshot.root() == log.root(9) && snapshot.settings.name == "kpi.example")
        #expect(try snapshot.text(5, .note, 0) == .open("a remark"))
        for number in 1...9 as ClosedRange<UInt64> where number != 7 { #expect(try snapshot.record(number) == log.records[Int(number) - 1]) }
        #expect(try snapshot.frame(7).texts.isEmpty)
        #expect(Auditor.verify(try copy.auditSource()).verdict == .intact)
        // What is published of it is the same again, and can be copied in turn.
        let second = directory.path + "/second"
        let content = PublicationContent(keys: [logKey.verifier], files: EditionLog.contents)
        _ = try Publisher.publish(Again(snapshot: snapshot), signed(log, 9), content, to: second, isLifted: { _ in false })
        #expect(try files(in: second) == files(in: site))
    }

    /// A ledger's state, as publishing reads it.
    struct Again: PublishableLog {
        let snapshot: Snapshot
        var size: UInt64 { snapshot.size }
        func frame(_ number: UInt64) throws -> RecordFrame { try snapshot.frame(number) }
    }

    @Test func growthAndRedaction() throws {
        let visitors = Subject(.indicator, "visitors")
        let log = try EditionLog.make { _ = try $0.ledger.append([redaction(of: 6, .note, [visitors])]) }
        try publish(EditionLog.made.get(), 8, to: site)
        let copy = try clone()
        try publish(EditionLog.made.get(), 9, to: site, files: EditionLog.contents)
        #expect(try pull(copy).previousSize == 8)
        #expect(try copy.snapshot().root() == log.root(9))
        // Taken away by an entry that is not published yet, and then with it.
        try publish(log, 9, to: site)
        let place = TextPlace(entry: 6, field: .note, ordinal: 0)
        #expect(try pull(copy).destroyed == [place])
        #expect(Auditor.verify(try copy.auditSource()).redactions.map(\.by) == [8, 10])
        try publish(log, 10, to: site)
        let report = try pull(copy)
        #expect(report.size == 10 && report.destroyed.isEmpty)
        let verified = Auditor.verify(try copy.auditSource())
        #expect(verified.verdict == .intact && verified.redactions.map(\.by) == [8, 10])
    }

    @Test func aForkIsRefused() throws {
        let log = try RecordLog.long.get()
        try publish(log, 300, to: site)
        let copy = try clone()
        var forger = try Forger(log.records)
        forger.replaceText(ofEntry: 100, .note, by: "forged")
        try FileManager.default.removeItem(atPath: site)
        try publish(RecordLog(records: forger.records()), 400, to: site)
        do {
            _ = try pull(copy)
            Issue.record("pulled a fork")
        } catch let problem as Problem {
            let root = try log.root(300).hex
            #expect(problem.code == .otherPublication && problem.values[1].contains(root))
        }
        try FileManager.default.removeItem(atPath: site)
        try publish(log, 299, to: site)
        #expect(try codes { _ = try pull(copy) } == [.otherPublication])
        #expect(try copy.snapshot().root() == log.root(300))
    }
}
