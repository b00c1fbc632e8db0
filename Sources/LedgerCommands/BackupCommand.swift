import ArgumentParser
import Foundation
import LedgerLog
import LedgerModel
import LedgerReports
import LedgerVerifier

/// Copies the log while it is in use and verifies the copy.
struct BackupCommand: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "backup", abstract: words("使用中のまま複製し、検証する。", "Copy the ledger while it is in use, and verify the copy."),
            discussion: words(
                "--into は毎晩の複製用: 日時と件数を名前とする複製を加え、検証し、--keep を超える古いものを消し、1 行で報告する。"
                    + "終了コード: 0 複製し健全、1 検証に合格しないか、前の複製の続きでない（何も消さない）、2 指定の誤り、3 環境の失敗（容量、権限、使用中）、4 判定できない。",
                "--into is for every night: it adds a copy named by time and size, verifies it, removes old ones beyond --keep and reports in one line. "
                    + "Exit codes: 0 copied and intact, 1 not intact or no continuation of an earlier copy (nothing is removed), 2 the request was wrong, "
                    + "3 the environment failed (room, rights, in use), 4 cannot be told."))
    }
    @OptionGroup var common: CommonOptions
    @Flag(help: help("書き込まずに、何が起きるかだけを示す。", "Say what would happen and write nothing.")) var dryRun = false
    @Option(help: help("控えた 大きさ:根 とも比べる。", "Compare with a size and root kept elsewhere, too.", "SIZE:ROOT")) var expect: String?
    @Option(help: help("日時を名前とする複製を加えるフォルダー。", "Add a dated copy to this folder.", "folder")) var into: String?
    @Option(help: help("--into の複製のうち新しいものから残す数（既定はすべて）。", "How many of the newest copies stay, with --into (else all).", "number")) var keep: Int?
    @Option(help: help("--into の別の複製を待つ秒数。", "Seconds to wait for another backup, with --into.")) var lockTimeout: Double = 10
    @Argument(help: help("複製先（まだないこと）。", "Where to; it must not exist.")) var destination: String?

    func execute(_ session: Session) throws -> Int32 {
        guard (into == nil) != (destination == nil), into != nil || keep == nil else { throw Problem(.usage, at: "", "DIR | --into FOLDER --keep N") }
        if let into {
            let nightly = NightlyBackup(session: session, common: common, folder: into, keep: keep, expect: expect, lockTimeout: lockTimeout)
            return try dryRun ? nightly.tell() : nightly.run()
        }
        return try copy(to: destination ?? "", session)
    }

    private func copy(to destination: String, _ session: Session) throws -> Int32 {
        let path = common.path(session.environment)
        let ledger = try Ledger(opening: path, mode: .reading)
        let expectation = try expect.map(Expectation.init(option:))
        if dryRun { return try Copy.dryRun(ledger, destination, session, common) }
        let last = LastDone(.backup, of: path)
        let report = try last.noting(destination) { try ledger.backup(to: destination, expecting: expectation) }
        last.set(result: Kebab.name(report.verification.verdict), place: destination, size: report.size, isGood: true)
        try Copy.show(report, destination, session, common)
        session.say(
            "{0} に複製し、検証しました（{1} 件）。次: 別の媒体に移し、ledger restore --drill で戻せることを確かめてください。",
            "Copied to {0} and verified ({1} entries). Next: take it to another medium, and try ledger restore --drill.", destination, "\(report.size)")
        return 0
    }
}

/// Brings a backup back to a place where nothing is, and verifies it; or lets a ledger go on that lost what was signed.
struct RestoreCommand: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "restore", abstract: words("複製から台帳を戻し、検証する（上書きしない）。", "Bring a backup back to --ledger and verify it; nothing is overwritten."),
            discussion: words(
                "--drill は複製から戻せることを、使用中の台帳に触れずに確かめる（一時の場所に戻し、検証し、使用中の台帳と比べ、一覧表を出し、消す）。"
                    + "--accept-loss では複製を指定しない。最後に署名した控えより古い（または食い違う）台帳、鍵を失った台帳を、新しい名前で続ける。",
                "--drill proves a backup without touching the ledger in use: restored to a temporary place, verified, compared with the ledger in use, asked "
                    + "for the table, and removed. With --accept-loss no backup is named: a ledger that is behind its last signed checkpoint, contradicts it, or lost its key goes on "
                    + "under a new name."))
    }
    @OptionGroup var common: CommonOptions
    @OptionGroup var write: WriteOptions
    @Option(help: help("控えた 大きさ:根 とも比べる。", "Compare with a size and root kept elsewhere, too.", "SIZE:ROOT")) var expect: String?
    @Option(help: help("失われたと認めて続ける理由。", "Why to go on without what was lost.", "reason")) var acceptLoss: String?
    @Option(help: help("記録者（actor の識別子、--accept-loss とともに）。", "Recorded by: an actor's identifier, with --accept-loss.", "actor")) var by: String?
    @Option(help: help("新しい名前（既定は最初の名前に /2、/3 …）。", "The new name, with --accept-loss; else the first name with /2, /3 …")) var name: String?
    @Option(help: help("より新しい、または損なわれた台帳。そこにあってここにない墨消しを示す。", "A newer or damaged copy: redactions there that would be undone here are named.", "path"))
    var known: String?
    @Flag(help: help("墨消しが元に戻ることを認める。", "Accept that redactions are undone.")) var acceptUndoneRedactions = false
    @Flag(help: help("戻せることを確かめるだけで、台帳には触れない。", "Only prove that the backup can be restored; no ledger is touched.")) var drill = false
    @Option(help: help("--drill が一時に使うフォルダー（既定は複製の隣）。", "The folder that --drill uses for a while (else beside the backup).", "folder")) var at: String?
    @Argument(help: help("複製の場所。", "Where the backup is.")) var backup: String?

    func execute(_ session: Session) throws -> Int32 {
        guard drill || at == nil else { throw Problem(.usage, at: "--at", "--drill") }
        if drill {
            guard let backup, acceptLoss == nil, by == nil, name == nil, known == nil, !write.dryRun else { throw Problem(.usage, at: "--drill", "--drill BACKUP") }
            return try RestoreDrill(session: session, common: common, backup: backup, folder: at, expect: expect).run()
        }
        guard (backup == nil) != (acceptLoss == nil) else { throw Problem(.usage, at: "", "BACKUP | --accept-loss REASON --by ACTOR") }
        guard known != nil || !acceptUndoneRedactions else { throw Problem(.usage, at: "--accept-undone-redactions", "--known") }
        if let backup { return try restore(backup, session) }
        guard expect == nil, let by, let reason = acceptLoss else { throw Problem(.usage, at: "", "--accept-loss REASON --by ACTOR") }
        return try accept(reason, by, session)
    }

    private func restore(_ backup: String, _ session: Session) throws -> Int32 {
        guard by == nil, name == nil else { throw Problem(.usage, at: "", "--by, --name: --accept-loss REASON") }
        let destination = common.path(session.environment)
        let expectation = try expect.map(Expectation.init(option:))
        let undone = try known.map { try Undone(Ledger(opening: backup, mode: .reading), $0, isAccepted: acceptUndoneRedactions, session) }
        if write.dryRun { return try Copy.dryRun(try Ledger(opening: backup, mode: .reading), destination, session, common, undone) }
        let report = try Ledger.restore(from: backup, to: destination, expecting: expectation)
        try Copy.show(report, destination, session, common, undone)
        session.say(
            "{0} に戻し、検証しました（{1} 件）。次: ledger status で確かめ、控えの根と比べてください（verify --expect）。",
            "Restored to {0} and verified ({1} entries). Next: look with ledger status, and compare the root kept elsewhere (verify --expect).",
            destination, "\(report.size)")
        return 0
    }

    private func accept(_ reason: String, _ by: String, _ session: Session) throws -> Int32 {
        let ledger = try Ledger(opening: common.path(session.environment), mode: write.dryRun ? .reading : .writing)
        if let known { _ = try Undone(ledger, known, isAccepted: acceptUndoneRedactions, session) }
        let snapshot = try ledger.snapshot()
        let rack = KeyRack(session, snapshot, passphraseFile: write.passphraseFile)
        var options = Writing(session: session, common: common, write: write).plainOptions
        options.signers = try rack.signers(write.signAs)
        let report = try ledger.acceptLoss(because: reason, by: by, name: name, keys: rack.folder, options: options)
        let answer = ReceiptJSON(report.receipt, dryRun: write.dryRun, offsetMinutes: snapshot.settings.utcOffsetMinutes)
        if common.json {
            try session.printJSON(answer)
        } else {
            for line in answer.lines + ["name \(report.name)"] + report.movedAside.map({ "moved \($0)" }) { try session.print(line) }
        }
        say(report, session, by)
        return 0
    }

    private func say(_ report: LossReport, _ session: Session, _ by: String) {
        if write.dryRun {
            session.say(
                "失われたと認めて、{0} の名前で続けられます。何も書いていません。次: --dry-run を外して実行してください。",
                "The loss can be accepted; the ledger would go on as {0}. Nothing was written. Next: run it without --dry-run.", report.name)
            return
        }
        session.say(
            "失われたことを記録 {0} に残し、これからの名前を {1} としました。前の鍵は使いません。", "The loss is entry {0}; the ledger is {1} from now on, and the old key is not used any more.",
            Writing.range(report.receipt), report.name)
        session.say(
            "次: ledger key generate --by {0} で新しい鍵を作り、公開鍵（ledger key export）を前の鍵と並べて公表してください。",
            "Next: make a new key with ledger key generate --by {0}, and publish its public key (ledger key export) beside the old one.", by)
    }
}

/// Redactions that another copy records and this one does not, named before anything is done.
private struct Undone {
    let json: [CopyJSON.UndoneRedaction]
    let isComplete: Bool

    /// - Throws: one `redaction-undone` for each, unless they are accepted.
    init(_ ledger: Ledger, _ known: String, isAccepted: Bool, _ session: Session) throws {
        let found = try ledger.redactionsUndone(knownFrom: known)
        let offset = try ledger.snapshot().settings.utcOffsetMinutes
        isComplete = found.isComplete
        json = found.all.map {
            CopyJSON.UndoneRedaction(
                entry: $0.text.entry, field: Kebab.name($0.text.field), ordinal: $0.text.ordinal, by: $0.by,
                recorded: Instant.text($0.recorded, offsetMinutes: offset, full: true))
        }
        if !isComplete {
            session.say(
                "{0} には読めない記録があります。ほかにも元に戻る墨消しがあるかもしれません。", "Some of {0} cannot be read: more redactions may be undone than are named.", known)
        }
        let told = found.all.map {
            (entry: "\($0.text.entry)", field: session.catalogue($0.text.field.words), by: "\($0.by)", on: Instant.text($0.recorded, offsetMinutes: offset))
        }
        if isAccepted {
            for one in told {
                session.say(
                    "墨消しが元に戻ります: 記録 {0} の{1}（{2} の記録 {3} で墨消し）。", "A redaction is undone: {1} of entry {0} (redacted on {2} by entry {3}).", one.entry, one.field,
                    one.on, one.by)
            }
        } else if !told.isEmpty {
            throw Problems(
                told.map { Problem(.redactionUndone, at: "entry \($0.entry)", $0.field, $0.by, $0.on) })
        }
    }
}

private enum Copy {
    static func show(_ report: CopyReport, _ destination: String, _ session: Session, _ common: CommonOptions, _ undone: Undone? = nil) throws {
        try show(
            CopyJSON(
                path: destination, size: report.size, root: report.root.hex, verdict: Kebab.name(report.verification.verdict), dryRun: false,
                undoneRedactions: undone?.json, undoneRedactionsComplete: undone?.isComplete), session, common)
    }

    static func dryRun(_ ledger: Ledger, _ destination: String, _ session: Session, _ common: CommonOptions, _ undone: Undone? = nil) throws -> Int32 {
        guard !FileManager.default.fileExists(atPath: destination) else { throw Problem(.ledgerExists, destination) }
        let snapshot = try ledger.snapshot()
        try show(
            CopyJSON(
                path: destination, size: snapshot.size, root: try snapshot.root().hex, verdict: nil, dryRun: true, undoneRedactions: undone?.json,
                undoneRedactionsComplete: undone?.isComplete), session, common)
        session.say("{0} に複製できます。何も書いていません。", "It can be copied to {0}; nothing was written.", destination)
        return 0
    }

    private static func show(_ answer: CopyJSON, _ session: Session, _ common: CommonOptions) throws {
        if common.json { try session.printJSON(answer) } else { for line in ["size \(answer.size)", "root \(answer.root)"] { try session.print(line) } }
    }
}

/// schema/json/copy.schema.json
struct CopyJSON: Codable {
    struct UndoneRedaction: Codable {
        let entry: UInt64
        let field: String
        let ordinal: UInt32
        /// The entry of the other copy that redacts it.
        let by: UInt64
        let recorded: String
    }

    let path: String
    let size: UInt64
    let root: String
    let verdict: String?
    let dryRun: Bool
    /// With --known: what is undone, and whether all of the other copy could be read.
    let undoneRedactions: [UndoneRedaction]?
    let undoneRedactionsComplete: Bool?
}
