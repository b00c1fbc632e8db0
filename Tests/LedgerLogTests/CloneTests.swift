import Foundation
import LedgerMerkle
import LedgerModel
import LedgerProofs
import LedgerTestSupport
import LedgerVerifier
import Testing

@testable import LedgerLog

/// A published log, as far as copies are concerned: records without what is not given out.
private struct GivenOut: AuditSource {
    var records: [[UInt8]]
    var removed: [TextPlace: UInt64] = [:]

    func forEachRecord(_ body: (UInt64?, [UInt8]) throws -> Bool) throws { try MemoryAudit(records).forEachRecord(body) }
    func excuse(_ place: TextPlace, _ class: Commitment.Class) -> Excuse? {
        `class` != .open ? .notGivenOut : removed[place].map { .removed(by: $0) }
    }

    var report: VerificationReport { Auditor.verify(self) }

    /// Without one text.
    func without(_ place: TextPlace, by: UInt64) throws -> GivenOut {
        var copy = self
        let frame = try RecordFrame(decoding: records[Int(place.entry) - 1])
        let texts = frame.texts.filter { $0.field != place.field || $0.ordinal != place.ordinal }
        copy.records[Int(place.entry) - 1] = try RecordFrame(leaf: frame.leaf, texts: texts, hashes: frame.hashes).encoded()
        copy.removed[place] = by
        return copy
    }

    func prefix(_ count: Int) -> GivenOut { GivenOut(records: Array(records.prefix(count)), removed: removed) }
}

@Suite struct CloneTests {
    let directory: TemporaryDirectory
    var path: String { directory.path + "/copy" }
    init() throws { directory = try TemporaryDirectory() }

    private func marker(_ source: GivenOut) throws -> CloneMarker {
        let key = try #require(SigningKey(name: "kpi.example", type: .note, seed: Array(0..<32)))
        let checkpoint = try #require(Checkpoint(origin: "kpi.example", size: UInt64(source.records.count), root: source.report.root))
        return CloneMarker(source: "https://kpi.example/", checkpoint: try key.sign(checkpoint), removed: source.removed)
    }

    private static let redacted = TextPlace(entry: 10, field: .foundBy, ordinal: 0)

    private func source() throws -> GivenOut { GivenOut(records: try SmallLog.made.get().records, removed: [Self.redacted: 13]) }

    private func clone(_ source: GivenOut) throws -> Ledger {
        _ = try Ledger.clone(source, verified: source.report, marker: marker(source), to: path)
        return try Ledger(opening: path, mode: .writing)
    }

    private func records(_ ledger: Ledger) throws -> [[UInt8]] {
        var records: [[UInt8]] = []
        try StoredLedger(ledger).forEachRecord { _, bytes in
            records.append(bytes)
            return true
        }
        return records
    }

    private func verify(_ ledger: Ledger) throws -> VerificationReport { Auditor.verify(try ledger.auditSource()) }

    @Test func aCopyIsTheSameLedger() throws {
        let source = try source()
        let copy = try clone(source)
        #expect(try records(copy) == source.records)
        #expect(try copy.snapshot().root() == SmallLog.made.get().root)
        #expect(try copy.snapshot().pending == 0)
        #expect(try copy.snapshot().events(of: Subject(.indicator, "visitors"), through: 100).count > 3)
        #expect(try verify(copy).verdict == .intact)
        #expect(try Ledger.cloneMarker(at: path) == marker(source))
        #expect(try codes { _ = try clone(source) } == [.ledgerExists])
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["copy"])
    }

    @Test func onlyWhatIsIntactIsCopied() throws {
        var source = try source()
        source.records[5][20] ^= 1
        #expect(try codes { _ = try Ledger.clone(source, verified: source.report, marker: marker(source), to: path) } == [.verificationFailed])
        #expect(!FileManager.default.fileExists(atPath: path))
        // A source that gives something else than what was verified.
        let honest = try self.source()
        #expect(try codes { _ = try Ledger.clone(source, verified: honest.report, marker: marker(honest), to: path) } == [.damaged])
        #expect(!FileManager.default.fileExists(atPath: path))
        _ = try clone(honest)
    }

    @Test func withheldTextsAreExcused() throws {
        let small = try TemporaryLedger([actor("clerk"), indicator("visitors")])
        _ = try small.ledger.append([
            actual("visitors", "FY2015", value("1200"), on: "2016-08-01").saying(.note, "a secret")
                .changed { $0.texts[0].class = .withheld; $0.texts[0].ground = "7" },
        ])
        let all = GivenOut(records: try small.records())
        let source = GivenOut(records: try all.without(TextPlace(entry: 4, field: .note, ordinal: 0), by: 9).records)
        #expect(source.report.verdict == .intact)
        let copy = try clone(source)
        #expect(try verify(copy).verdict == .intact)
        #expect(Auditor.verify(try StoredLedger(copy)).findings.map(\.kind) == [.textMissing])
    }

    @Test func pullTakesOverWhatIsNew() throws {
        let source = try source()
        for start in [4, 8, 9, 11, 13] {
            try? FileManager.default.removeItem(atPath: path)
            let copy = try clone(source.prefix(start))
            let report = try copy.pull(source, verified: source.report, marker: marker(source))
            #expect(report.previousSize == UInt64(start) && report.size == UInt64(source.records.count) && report.added.isEmpty)
            #expect(try records(copy) == source.records)
            #expect(try copy.snapshot().pending == 0)
            #expect(try verify(copy).verdict == .intact)
            let again = try copy.pull(source, verified: source.report, marker: marker(source))
            #expect(again.previousSize == again.size && again.destroyed.isEmpty)
        }
    }

    @Test func pullDestroysWhatTheSourceRemoved() throws {
        let source = try source()
        let copy = try clone(source)
        let last = UInt64(source.records.count)
        let place = TextPlace(entry: last, field: .reason, ordinal: 0)
        let redacted = try source.without(place, by: 99)
        let report = try copy.pull(redacted, verified: redacted.report, marker: marker(redacted))
        #expect(report.destroyed == [place] && report.size == report.previousSize)
        #expect(try records(copy) == redacted.records)
        let verified = try verify(copy)
        #expect(verified.verdict == .intact && verified.redactions.map(\.by).contains(99))
        #expect(try Ledger.cloneMarker(at: path)?.removed == [place: 99, Self.redacted: 13])
    }

    @Test func forksAndOlderStatesAreRefused() throws {
        let source = try source()
        let copy = try clone(source.prefix(9))
        let before = try records(copy)
        let marker = try Ledger.cloneMarker(at: path)
        var forger = try Forger(source.records)
        forger.entries[7].leaf.statement.decided.from = "2016-08-02"
        let fork = GivenOut(records: try forger.records())
        #expect(fork.report.verdict == .intact)
        for (other, text) in [(fork, "9: "), (fork.prefix(9), "9: "), (source.prefix(8), "8 < 9")] {
            do {
                _ = try copy.pull(other, verified: other.report, marker: self.marker(other))
                Issue.record("pulled a fork")
            } catch let problem as Problem {
                #expect(problem.code == .otherPublication && problem.values[1].hasPrefix(text))
            }
            #expect(try records(copy) == before)
        }
        #expect(marker?.checkpoint == (try Ledger.cloneMarker(at: path)?.checkpoint))
        // A source that does not give what was verified changes nothing.
        #expect(try codes { _ = try copy.pull(source.prefix(11), verified: source.report, marker: self.marker(source)) } == [.damaged])
        #expect(try records(copy) == before)
        #expect(try verify(copy).verdict == .intact)
    }

    @Test func onlyCopiesArePulled() throws {
        let small = try TemporaryLedger()
        #expect(try Ledger.cloneMarker(at: small.path) == nil)
        let source = try source()
        #expect(try codes { _ = try small.ledger.pull(source, verified: source.report, marker: marker(source)) } == [.notAClone])
        try Data("{}".utf8).write(to: URL(fileURLWithPath: small.path + "/clone"))
        #expect(try codes { _ = try Ledger.cloneMarker(at: small.path) } == [.damaged])
    }

    @Test func whatACrashLeftIsReplaced() throws {
        let source = try source()
        try FileManager.default.createDirectory(atPath: path + ".partial/log", withIntermediateDirectories: true)
        try Data("rest".utf8).write(to: URL(fileURLWithPath: path + ".partial/log/data.mdb"))
        #expect(try verify(clone(source)).verdict == .intact)
        #expect(!FileManager.default.fileExists(atPath: path + ".partial"))
    }
}
