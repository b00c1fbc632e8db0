import Foundation
import LedgerLog
import LedgerMerkle
import LedgerModel
import LedgerProofs
import LedgerPublication
import LedgerTestSupport
import LedgerVerifier

/// A log in memory.
struct RecordLog: PublishableLog {
    var records: [[UInt8]]

    var size: UInt64 { UInt64(records.count) }
    func frame(_ number: UInt64) throws -> RecordFrame { try RecordFrame(decoding: records[Int(number) - 1]) }

    func root(_ size: UInt64) throws -> Hash {
        try (1...size).reduce(into: Frontier()) { frontier, number in _ = frontier.append(leafHash(try frame(number).leaf)) }.root
    }

    /// 600 entries with a text each, every one a batch of its own, so that each state is one that a ledger had.
    static let long: Result<RecordLog, any Error> = Result {
        let small = try TemporaryLedger([actor("clerk")])
        for start in stride(from: 3, through: 600, by: 100) {
            _ = try small.ledger.append((start..<min(start + 100, 601)).map { actor("actor-\($0)", .person).saying(.note, "note \($0)\n\"é\"") })
        }
        var forger = try Forger(small.records())
        for i in forger.entries.indices {
            forger.entries[i].leaf.batch.first = UInt64(i) + 1
            forger.entries[i].leaf.batch.length = 1
            forger.entries[i].leaf.recorded.unixNs = TestClock.start + UInt64(i)
        }
        return RecordLog(records: try forger.records())
    }
}

let logKey = SigningKey(name: "kpi.example", type: .note, seed: Array(0..<32))!
let otherKey = SigningKey(name: "kpi.example", type: .note, seed: Array(32..<64))!

func signed(_ log: RecordLog, _ size: UInt64, by key: SigningKey = logKey, origin: String = "kpi.example") throws -> SignedNote {
    try key.sign(Checkpoint(origin: origin, size: size, root: log.root(size))!)
}

@discardableResult
func publish(
    _ log: RecordLog, _ size: UInt64, to path: String, files: [String: [UInt8]] = [:], removing: [String] = [], note: SignedNote? = nil
) throws -> PublicationSummary {
    let content = PublicationContent(keys: [logKey.verifier], files: files, removedFiles: removing)
    return try Publisher.publish(log, try note ?? signed(log, size), content, to: path, isLifted: { _ in false })
}

func verified(_ path: String, by keys: [SigningKey]? = [logKey], expecting: [Expectation] = []) throws -> PublicationReport {
    try PublishedLog(opening: path).verify(policy: keys.map { Policy(logs: $0.map(\.verifier)) }, expecting: expecting)
}

/// Every file below a folder, by its path.
func files(in path: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for case let name as String in FileManager.default.enumerator(atPath: path)! {
        var isFolder: ObjCBool = false
        _ = unsafe FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder)
        if !isFolder.boolValue { files[name] = Array(try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"))) }
    }
    return files
}

func write(_ bytes: [UInt8], _ path: String) throws {
    let url = URL(fileURLWithPath: path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
}

/// A small log with an edition whose files are published, a redaction, a withheld and an open text.
struct EditionLog {
    static let figures = Array("subject,kind\r\n".utf8)
    static let page = Array("<p>a page</p>".utf8)
    static let made: Result<RecordLog, any Error> = Result { try make() }
    static let contents = ["editions/e1/figures.csv": figures, "editions/e1/progress.html": page, "index.html": Array("<p>index</p>".utf8)]

    static func make(_ more: (TemporaryLedger) throws -> Void = { _ in }) throws -> RecordLog {
        let small = try TemporaryLedger([actor("clerk"), plan("p1", "FY2015-FY2019"), indicator("visitors")])
        let visitors = Subject(.indicator, "visitors")
        _ = try small.ledger.append([
            actual("visitors", "FY2015", value("1200"), on: "2016-08-01").saying(.note, "a remark").saying(.foundBy, "a name"),
            actual("visitors", "FY2016", value("1300"), on: "2017-08-01").saying(.note, "another remark"),
            actual("visitors", "FY2017", value("1400"), on: "2018-08-01").saying(.note, "a secret")
                .changed { $0.texts[0].class = .withheld; $0.texts[0].ground = "7" },
        ])
        _ = try small.ledger.append([redaction(of: 5, .foundBy, [visitors])])
        try publish(edition("e1", [("figures.csv", figures), ("progress.html", page)]), in: small)
        try more(small)
        return RecordLog(records: try small.records())
    }

    /// Records it sealed: the files of others are published elsewhere.
    static func publish(_ edition: Draft, in small: TemporaryLedger) throws {
        var options = AppendOptions()
        options.completeEdition = { _, _, _ in }
        _ = try small.ledger.append([edition], options: options)
    }

    static func edition(_ id: String, _ files: [(String, [UInt8])]) -> Draft {
        draft(
            .editionPublished(
                .with {
                    $0.id = id
                    $0.label = id.uppercased()
                    $0.plans = ["p1"]
                    $0.files = files.map { name, bytes in .with { $0.name = name; $0.digest = Data(sha256(bytes).bytes) } }
                }), on: "2018-09-01")
    }
}

/// `Testing` has an `Expectation` of its own.
typealias Kept = LedgerVerifier.Expectation
