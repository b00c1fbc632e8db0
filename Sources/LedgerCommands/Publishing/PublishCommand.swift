import ArgumentParser
import Foundation
import LedgerEditions
import LedgerKeys
import LedgerLog
import LedgerMerkle
import LedgerModel
import LedgerProjections
import LedgerProofs
import LedgerPublication
import LedgerReports

/// Writes the log up to an edition, its papers and its pages as files that any web server carries.
struct PublishCommand: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "publish", abstract: words("版までの台帳を、誰でも検証できる静的サイトとして書き出す。", "Write the ledger up to an edition as a static site that anyone can verify."))
    }
    @OptionGroup var common: CommonOptions
    @Option(help: help("版の識別子または名称（append edition で記録したもの）。", "The edition, by identifier or label (recorded with append edition).")) var edition: String
    @Option(help: help("書き出す場所。すでにある公開物には足すだけで、変えない。", "Where to; what is published there is only added to.", "dir")) var out: String
    @Option(help: help("証人の署名がついた控え（版の件数のもの）。", "The checkpoint with its witnesses' lines; its size is the edition's entry.", "file")) var checkpoint: String?
    @Option(help: help("版とともに公表したファイルのある場所。繰返し可。", "Where the other files of editions are; repeatable.", "dir")) var from: [String] = []
    @Option(help: help("公開するアドレス（ページに書く）。", "The address where it will stand, for the pages.", "url")) var address: String?
    @Option(help: help("鍵の合言葉のファイル。", "A file with the key's passphrase.", "file")) var passphraseFile: String?

    func execute(_ session: Session) throws -> Int32 { try ProveOptions.retrying { try publish(session) } }

    private func publish(_ session: Session) throws -> Int32 {
        let reader = try Reader(session, common)
        let snapshot = reader.snapshot
        let published = try reader.edition(edition)
        let number = published.event.number
        guard !published.act.seal.isEmpty else { throw Problem(.usage, at: "--edition", "\(edition): append edition --unsealed") }
        var options = ProveOptions()
        (options.checkpoint, options.out, options.passphraseFile) = (checkpoint, nil, passphraseFile)
        let note = try options.checkpoint(session, snapshot, exactly: number)
        let key = try signer(of: note, snapshot, session)
        var site = try PublishedSite(reader, through: number, folder: out, from: from)
        let content = try site.content(note: note, key: key, address: address)
        let summary = try Publisher.publish(snapshot, note, content, to: out) { try snapshot.isLifted($0) }
        try show(summary, session)
        return 0
    }

    /// The log's key that signed the checkpoint; a checkpoint of anybody else is not published.
    private func signer(of note: SignedNote, _ snapshot: Snapshot, _ session: Session) throws -> VerifierKey {
        let size = try Checkpoint(parsing: note.text).size
        let name = try snapshot.origin.name(at: size)
        let registered = try snapshot.logKeys.key(at: size).flatMap { VerifierKey(name: name, type: .note, publicKey: $0) }
        let own = try? KeyFile(reading: KeyFolder(ledgerID: snapshot.ledgerID, environment: session.environment).logKey).verifier
        guard let key = registered ?? own else { throw Problem(.noKey, name) }
        do { _ = try Policy(logs: [key]).accept(note) } catch { throw error.problem(checkpoint ?? "checkpoint", session.language) }
        return key
    }

    private func show(_ summary: PublicationSummary, _ session: Session) throws {
        if common.json {
            try session.printJSON(PublicationJSON(summary, out))
        } else {
            for line in ["size \(summary.size)", "root \(summary.root.hex)", "written \(summary.written.count)", "removed \(summary.removed.count)"] { try session.print(line) }
            for file in summary.removed { try session.print("removed-file \(file)") }
            for text in summary.removedTexts { try session.print("removed-text \(text.entry) \(text.field.word) \(text.ordinal)") }
        }
        session.say(
            "{0} に書き出しました（{1} 件、前回 {2} 件）。次: ledger verify {0} で確かめ、その場所をそのままウェブサーバーに置いてください。",
            "Written to {0}: {1} entries, {2} before. Next: check it with ledger verify {0}, and put the folder on a web server as it is.",
            out, "\(summary.size)", "\(summary.previousSize)")
    }
}

extension Snapshot: PublishableLog {}

/// schema/json/publication.schema.json
struct PublicationJSON: Codable {
    struct Text: Codable {
        let entry: UInt64
        let field: String
        let ordinal: UInt32
    }

    let path: String
    let size: UInt64
    let root: String
    let previousSize: UInt64
    let written: [String]
    let removed: [String]
    let removedTexts: [Text]

    init(_ summary: PublicationSummary, _ path: String) {
        self.path = path
        (size, root, previousSize) = (summary.size, summary.root.hex, summary.previousSize)
        (written, removed) = (summary.written, summary.removed)
        removedTexts = summary.removedTexts.map { Text(entry: $0.entry, field: $0.field.word, ordinal: $0.ordinal) }
    }
}
