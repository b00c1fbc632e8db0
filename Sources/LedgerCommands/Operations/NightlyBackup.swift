import LedgerLog
import LedgerModel
import LedgerReports
import LedgerVerifier

/// `ledger backup --into FOLDER --keep N`: a dated copy, verified, and the old ones removed. For a timer: one line, and the exit code.
struct NightlyBackup {
    let session: Session
    let common: CommonOptions
    let folder: String
    let keep: Int?
    let expect: String?
    let lockTimeout: Double

    private var path: String { common.path(session.environment) }

    func run() throws -> Int32 {
        guard keep ?? 1 > 0 else { throw Problem(.usage, at: "--keep", "\(keep ?? 0)") }
        let timing = Timing()
        do {
            return try LastDone(.backup, of: path).noting(folder) { try make(timing) }
        } catch {
            let code = (error as? Problem)?.code ?? .storage
            if !common.json {
                try session.print(LogLine.text([("time", timing.time), ("verdict", "failed"), ("code", code.rawValue), ("milliseconds", "\(timing.milliseconds)")]))
            }
            throw error
        }
    }

    private func make(_ timing: Timing) throws -> Int32 {
        let ledger = try Ledger(opening: path, mode: .reading)
        // Before the copy, which holds them all then.
        var anchors = try Anchors(expect: expect)
        try anchors.addOwn(ledger, session)
        for refusal in anchors.refused { session.say("署名済みの控えが認められません: {0}", "A checkpoint is not accepted: {0}", refusal) }
        let report = try BackupFolder(folder).add(ledger, keep: keep, expecting: anchors.kept, lockTimeout: lockTimeout)
        let answer = BackupJSON(report, timing)
        if common.json { try session.printJSON(answer) } else { try session.print(answer.line) }
        for name in report.unreadable {
            session.say("{0} は複製として読めません。数えず、消しません。", "{0} cannot be read as a backup; it is neither counted nor removed.", folder + "/" + name)
        }
        let contradicted = report.contradicted.map { Problem(.notContinued, path, "\(report.copy.size)", folder + "/\($0)", "\($0.size)") }
        for problem in contradicted { session.say(problem) }
        LastDone(.backup, of: path).set(
            result: contradicted.first?.code.rawValue ?? answer.verdict ?? "", place: report.path, size: report.copy.size, isGood: contradicted.isEmpty)
        return contradicted.first?.code.exitCode ?? 0
    }

    func tell() throws -> Int32 {
        guard keep ?? 1 > 0 else { throw Problem(.usage, at: "--keep", "\(keep ?? 0)") }
        let ledger = try Ledger(opening: path, mode: .reading)
        let snapshot = try ledger.snapshot()
        let plan = try BackupFolder(folder).plan(ledger, keep: keep)
        let answer = BackupJSON(dryRun: folder, size: snapshot.size, root: try snapshot.root().hex, plan)
        if common.json { try session.printJSON(answer) } else { try session.print(answer.line) }
        session.say(
            "{0} に複製を加えると、前の複製のうち {1} 個が残り、{2} 個が消えます。何も書いていません。次: --dry-run を外して実行してください。",
            "With a copy added to {0}, {1} of the earlier ones would stay and {2} would go. Nothing was written. Next: run it without --dry-run.", folder,
            "\(plan.kept.count)", "\(plan.removed.count)")
        return 0
    }
}

/// schema/json/backup.schema.json
struct BackupJSON: Codable {
    let time: String
    let path: String
    let size: UInt64
    let root: String
    let verdict: String?
    let bytes: Int?
    let milliseconds: Int?
    let kept: [String]
    let removed: [String]
    let contradicted: [String]
    let unreadable: [String]
    let dryRun: Bool

    init(_ report: BackupReport, _ timing: Timing) {
        time = timing.time
        path = report.path
        size = report.copy.size
        root = report.copy.root.hex
        verdict = Kebab.name(report.copy.verification.verdict)
        bytes = report.bytes
        milliseconds = timing.milliseconds
        kept = report.kept.map(\.description)
        removed = report.removed.map(\.description)
        contradicted = report.contradicted.map(\.description)
        unreadable = report.unreadable
        dryRun = false
    }

    init(dryRun folder: String, size: UInt64, root: String, _ plan: (kept: [BackupName], removed: [BackupName], contradicted: [BackupName])) {
        time = Timing().time
        path = folder
        self.size = size
        self.root = root
        (verdict, bytes, milliseconds) = (nil, nil, nil)
        kept = plan.kept.map(\.description)
        removed = plan.removed.map(\.description)
        contradicted = plan.contradicted.map(\.description)
        unreadable = []
        dryRun = true
    }

    var line: String {
        LogLine.text([
            ("time", time), ("verdict", verdict), ("size", "\(size)"), ("root", root), ("bytes", bytes.map(String.init)), ("milliseconds", milliseconds.map(String.init)),
            ("kept", "\(kept.count)"), ("removed", "\(removed.count)"), ("contradicted", contradicted.isEmpty ? nil : "\(contradicted.count)"),
            ("unreadable", unreadable.isEmpty ? nil : "\(unreadable.count)"), ("path", path),
        ])
    }
}
