import ArgumentParser
import Foundation
import LedgerLog
import LedgerMerkle
import LedgerModel
import LedgerProofs
import LedgerPublication
import LedgerReports
import LedgerVerifier

/// A published log at an address or in a folder.
enum Publication {
    /// An address, or the folder's whole path: a clone follows it from wherever it is asked to.
    static func absolute(_ place: String) -> String {
        place.hasPrefix("https://") || place.hasPrefix("http://") ? place : URL(fileURLWithPath: place).standardizedFileURL.path
    }

    /// Runs `body` on it. What is at an address is brought here first, into a folder that is gone afterwards.
    /// - Throws: `fetch-failed`, `cannot-read`; what `body` throws.
    static func open<R>(_ place: String, _ body: (PublishedLog) throws -> R) throws -> R {
        guard place.hasPrefix("https://") || place.hasPrefix("http://") else { return try body(PublishedLog(opening: place)) }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-\(UUID().uuidString)").path
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        } catch { throw Problem(.cannotWrite, folder) }
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try PublicationMirror.fetch(place, to: folder)
        return try body(PublishedLog(opening: folder))
    }
}

extension PublishedLog {
    /// Verified under the reader's policy; without one under the key that it names itself, which the reader is told.
    func verified(_ place: String, _ policy: Policy?, _ session: Session) throws -> (report: PublicationReport, note: SignedNote) {
        let report = verify(policy: policy)
        if let refusal = report.refusal { throw refusal.problem(place, session.language) }
        guard report.verdict == .intact, let note else {
            throw Problem(.verificationFailed, place, "\(report.verdict)", "\(report.verification.findings.count)")
        }
        if policy == nil {
            session.say(
                "鍵を指定していないので、公開物が名乗る鍵 {0} を信じました。発行者から直接得た鍵と比べてください（--key）。",
                "No key was given, so the one that the publication names was believed: {0}. Compare it with the one that its publisher gives you (--key).",
                report.accepted?.log.text ?? "")
        }
        return (report, note)
    }
}

/// A full, readable ledger from a published one: a council or a prefecture holds its own copy.
struct CloneCommand: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "clone", abstract: words("公開された台帳から、読める写しを作る。", "Make a readable copy of a published ledger."))
    }
    @OptionGroup var common: CommonOptions
    @OptionGroup var trust: TrustOptions
    @Argument(help: help("公開物の場所（フォルダーまたは https のアドレス）。", "The publication: a folder, or an https address.", "DIR-OR-URL")) var source: String

    func execute(_ session: Session) throws -> Int32 {
        let path = common.path(session.environment)
        guard !FileManager.default.fileExists(atPath: path) else { throw Problem(.ledgerExists, path) }
        let policy = try trust.read()
        let copied = try Publication.open(source) { published in
            let (report, note) = try published.verified(source, policy, session)
            let marker = CloneMarker(source: Publication.absolute(source), checkpoint: note, removed: report.removedTexts)
            return try Ledger.clone(published, verified: report.verification, marker: marker, to: path)
        }
        try CloneAnswer(path: path, source: source, size: copied.size, root: copied.root.hex, previousSize: 0, destroyed: []).show(session, common)
        session.say("{0} に写しを作りました（{1} 件）。次: ledger pull で続きを取り込みます。", "Cloned to {0}, {1} entries. Next: ledger pull follows the source.", path, "\(copied.size)")
        return 0
    }
}

/// Takes over what the source has published since; a source that is not the same log any more is refused.
struct PullCommand: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "pull", abstract: words("写しに、元の公開物の続きを取り込む。", "Take into a clone what its source has published since."))
    }
    @OptionGroup var common: CommonOptions
    @OptionGroup var trust: TrustOptions
    @Argument(help: help("公開物の場所（既定は写しを作ったところ）。", "The publication, else where the clone was made from.", "DIR-OR-URL")) var source: String?

    func execute(_ session: Session) throws -> Int32 {
        let path = common.path(session.environment)
        let ledger = try Ledger(opening: path, mode: .writing)
        guard let marker = try Ledger.cloneMarker(at: path) else { throw Problem(.notAClone, path) }
        let place = source ?? marker.source
        let policy = try trust.read()
        let pulled = try Publication.open(place) { published in
            let (report, note) = try published.verified(place, policy, session)
            let next = CloneMarker(source: marker.source, checkpoint: note, removed: report.removedTexts)
            return try ledger.pull(published, verified: report.verification, marker: next)
        }
        try CloneAnswer(
            path: path, source: place, size: pulled.size, root: pulled.root.hex, previousSize: pulled.previousSize,
            destroyed: pulled.destroyed.map { "\($0.entry) \($0.field.word) \($0.ordinal)" }
        ).show(session, common)
        session.say("{0} 件から {1} 件になりました。根は一致しています。", "From {0} to {1} entries; the roots agree.", "\(pulled.previousSize)", "\(pulled.size)")
        return 0
    }
}

/// schema/json/clone.schema.json
struct CloneAnswer: Codable {
    let path: String
    let source: String
    let size: UInt64
    let root: String
    let previousSize: UInt64
    /// Texts that were destroyed here because the source took them away: entry, field, ordinal.
    let destroyed: [String]

    func show(_ session: Session, _ common: CommonOptions) throws {
        if common.json { return try session.printJSON(self) }
        for line in ["size \(size)", "root \(root)"] + destroyed.map({ "removed-text \($0)" }) { try session.print(line) }
    }
}
