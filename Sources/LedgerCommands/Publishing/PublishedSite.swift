import Foundation
import LedgerEditions
import LedgerLog
import LedgerMerkle
import LedgerModel
import LedgerProjections
import LedgerProofs
import LedgerPublication
import LedgerReports

/// All that is published beside the log itself: the files of every sealed edition up to one, the lists of editions and of changes,
/// and the pages.
struct PublishedSite {
    private struct Edition {
        let event: Event
        let act: EditionPublished
        let isWithdrawn: Bool
        var files: [SiteFile] = []
    }

    private struct SiteFile {
        let name: String
        let path: String
        let digest: [UInt8]
        /// Nil where it went after a redaction.
        let bytes: [UInt8]?
    }

    private let reader: Reader
    private let folder: String
    private let from: [String]
    /// Newest first.
    private var editions: [Edition] = []

    private var snapshot: Snapshot { reader.snapshot }

    init(_ reader: Reader, through number: UInt64, folder: String, from: [String]) throws {
        self.reader = reader
        self.folder = folder
        self.from = from
        for subject in try reader.snapshot.subjects(of: .edition) {
            let facts = try reader.snapshot.facts(of: subject, asOf: AsOf(number: number))
            // The newest under its identifier, also where it was withdrawn: it was sealed, and what it names is published.
            let newest = facts.events.last { event in if case .editionPublished(let act)? = event.statement.act { act.id == subject.id } else { false } }
            guard let newest, case .editionPublished(let act)? = newest.statement.act, !act.seal.isEmpty else { continue }
            editions.append(Edition(event: newest, act: act, isWithdrawn: facts.withdrawn[newest.number] != nil))
        }
        editions.sort { $0.event.number > $1.event.number }
    }

    /// - Throws: `edition-file-missing`, `edition-file-differs` where this program no longer makes the same papers.
    mutating func content(note: SignedNote, key: VerifierKey, address: String?) throws -> PublicationContent {
        for i in editions.indices { editions[i].files = try files(editions[i].event, editions[i].act) }
        var content = PublicationContent(keys: [key])
        for file in editions.flatMap(\.files) {
            if let bytes = file.bytes { content.files[file.path] = bytes } else { content.removedFiles.append(file.path) }
        }
        let changes = try zip(editions.indices, editions).map { i, edition in try self.changes(of: edition, before: editions[(i + 1)...]) }
        content.files["editions.json"] = try json(["editions": editions.map(listed)])
        content.files["changes.json"] = try json(["editions": changes])
        let checkpoint = try Checkpoint(parsing: note.text)
        let site = Site(
            name: checkpoint.origin, key: key.text, address: address, script: "verify-published", size: checkpoint.size, root: checkpoint.root.base64,
            editions: try zip(editions, changes).map(page), removedTexts: try removedTextCount(checkpoint.size), names: try names())
        content.files["index.html"] = SitePages.index(site, sha256: FileDigest.sha256)
        content.files["check.html"] = SitePages.check(site, sha256: FileDigest.sha256)
        return content
    }

    // MARK: files

    private func files(_ event: Event, _ act: EditionPublished) throws -> [SiteFile] {
        let moment = EditionMoment(snapshot, act, size: act.size, day: event.recordedDay)
        // The papers were made before they were listed, so the act that they knew had none of them.
        let papers = try EditionPapers.make(act, moment, snapshot, root: snapshot.root(at: act.size).hex)
        let made = Dictionary(uniqueKeysWithValues: papers.map { ($0.name, $0.bytes) })
        return try act.files.map { file in
            let path = PublishedPath.edition(act.id, file.name)
            let digest = Array(file.digest)
            let bytes = try bytes(file.name, path, digest, made[file.name], event.number)
            return SiteFile(name: file.name, path: path, digest: digest, bytes: bytes)
        }
    }

    /// A paper that can be made as it was is published; one that was published before stays; else a redaction took it away.
    private func bytes(_ name: String, _ path: String, _ digest: [UInt8], _ made: [UInt8]?, _ edition: UInt64) throws -> [UInt8]? {
        if let made, FileDigest.sha256(made) == digest { return made }
        let redacted = try made != nil && redactions(of: edition, since: edition) > 0
        if redacted { return nil }
        for place in ([folder].map { $0 + "/" + path } + from.map { $0 + "/" + name }) where FileManager.default.fileExists(atPath: place) {
            let bytes = Array(try FileDigest.read(place))
            if FileDigest.sha256(bytes) == digest { return bytes }
        }
        throw Problem(made == nil ? .editionFileMissing : .editionFileDiffers, path)
    }

    /// How many texts of the first `size` entries were destroyed by entries after `number`.
    private func redactions(of size: UInt64, since number: UInt64) throws -> Int {
        var count = 0
        try snapshot.forEachEvent(after: number, through: snapshot.size) { event in
            if case .redacted(let act)? = event.statement.act, act.number <= size { count += 1 }
            return true
        }
        return count
    }

    private func removedTextCount(_ size: UInt64) throws -> Int { try redactions(of: size, since: 0) }

    // MARK: lists

    private struct ListedEdition: Encodable {
        let id, label: String
        let entry, size: UInt64
        let recorded: String
        let plans: [String]
        let seal: String
        let supersedes, reason: String?
        let files: [ListedFile]
    }

    private struct ListedFile: Encodable {
        let path, sha256: String
        let bytes: Int?
        let removed: Bool?
    }

    private struct ListedChanges: Encodable {
        let id: String
        let against: String?
        let lines: [ListedChange]
    }

    private struct ListedChange: Encodable {
        let subject, kind, measure, part, plan, period, old, new, verdict, change, reason: String
        let entry: UInt64?
    }

    private func json(_ value: some Encodable) throws -> [UInt8] { Array((try JSONText.document(value) + "\n").utf8) }

    private func recorded(_ event: Event) -> String { Instant.text(event.recorded, offsetMinutes: snapshot.settings.utcOffsetMinutes) }

    /// Why it was published anew, where that may be shown.
    private func reason(_ event: Event) throws -> String? { try snapshot.text(event, .reason).text }

    private func listed(_ edition: Edition) throws -> ListedEdition {
        ListedEdition(
            id: edition.act.id, label: edition.act.label, entry: edition.event.number, size: edition.act.size, recorded: recorded(edition.event),
            plans: edition.act.plans, seal: edition.act.seal.hex, supersedes: edition.act.supersedes.isEmpty ? nil : edition.act.supersedes,
            reason: try reason(edition.event),
            files: edition.files.map { ListedFile(path: $0.path, sha256: $0.digest.hex, bytes: $0.bytes?.count, removed: $0.bytes == nil ? true : nil) })
    }

    /// Against the newest earlier edition of the same plans.
    private func changes(of edition: Edition, before: ArraySlice<Edition>) throws -> ListedChanges {
        guard let older = before.first(where: { $0.act.plans == edition.act.plans }), let old = try figures(older), let new = try figures(edition) else {
            return ListedChanges(id: edition.act.id, against: nil, lines: [])
        }
        let lines = FiguresComparison(old: old, new: new).lines.filter { $0.verdict != .unchanged }.compactMap(listed)
        return ListedChanges(id: edition.act.id, against: older.act.id, lines: lines)
    }

    private func figures(_ edition: Edition) throws -> [Figure]? {
        guard let bytes = edition.files.first(where: { $0.name == EditionPapers.figures })?.bytes else { return nil }
        do throws(FiguresError) { return try Figures.read(bytes) } catch { throw Problem(.damaged, at: EditionPapers.figures, "line \(error.line)") }
    }

    private func listed(_ line: FiguresComparison.Line) -> ListedChange? {
        guard let figure = line.new ?? line.old else { return nil }
        return ListedChange(
            subject: figure.subject.label, kind: figure.kind.rawValue, measure: figure.measure, part: figure.part, plan: figure.plan,
            period: figure.period, old: line.old.map(said) ?? "", new: line.new.map(said) ?? "", verdict: line.verdict.word,
            change: line.new?.change.rawValue ?? "", reason: line.new?.reasonCode ?? "", entry: line.new?.entry)
    }

    private func said(_ figure: Figure) -> String {
        switch figure.content {
        case .value(let value)?: Catalogue(.ja).value(value)
        case .grade(let grade)?: grade
        case .noGrade(let why)?: Catalogue(.ja)(why.words)
        case nil: ""
        }
    }

    // MARK: pages

    private func page(_ edition: Edition, _ changes: ListedChanges) throws -> Site.Edition {
        Site.Edition(
            id: edition.act.id, label: edition.act.label + (edition.isWithdrawn ? "（取消し withdrawn）" : ""), entry: edition.event.number,
            recorded: recorded(edition.event),
            plans: try edition.act.plans.map { try snapshot.facts(of: Subject(.plan, $0), asOf: AsOf(number: edition.act.size)).name ?? $0 },
            supersedes: edition.act.supersedes.isEmpty ? nil : edition.act.supersedes, reason: try reason(edition.event),
            files: edition.files.map { Site.File(path: $0.path, sha256: $0.digest.hex, bytes: $0.bytes?.count, title: EditionPapers.title($0.name)) },
            against: changes.against, changes: changes.lines.compactMap(Self.change),
            figures: edition.files.first { $0.name == EditionPapers.figures }?.bytes.map { String(decoding: $0, as: UTF8.self) })
    }

    private static func change(_ line: ListedChange) -> Site.Change? {
        guard let verdict = Site.Change.Verdict(rawValue: line.verdict) else { return nil }
        return Site.Change(
            subject: line.subject, kind: line.kind, measure: line.measure, part: line.part, plan: line.plan, period: line.period, old: line.old,
            new: line.new, verdict: verdict, change: line.change, reason: line.reason, entry: line.entry)
    }

    /// Names of all subjects that the newest editions show; names stand in clear.
    private func names() throws -> [String: String] {
        var names: [String: String] = [:]
        for subject in Set(try editions.flatMap { try figures($0) ?? [] }.map(\.subject)) {
            names[subject.label] = try snapshot.facts(of: subject, asOf: AsOf(number: editions[0].act.size)).name
        }
        return names
    }
}
