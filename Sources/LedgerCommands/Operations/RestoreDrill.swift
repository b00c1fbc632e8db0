import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerReports
import LedgerVerifier

/// `ledger restore --drill BACKUP`: restored to a place of its own, verified, held against the ledger in use, asked one question, and taken away again.
struct RestoreDrill {
    let session: Session
    let common: CommonOptions
    let backup: String
    let folder: String?
    let expect: String?

    private var live: String { common.path(session.environment) }

    func run() throws -> Int32 {
        let timing = Timing()
        let last = LastDone(.drill, of: live)
        let answer = try last.noting(backup) { try drill(timing) }
        if common.json { try session.printJSON(answer) } else { try session.print(answer.line) }
        let contradiction = answer.live.flatMap { $0.continues ? nil : Problem(.notContinued, live, "\($0.size)", backup, "\(answer.size)") }
        last.set(result: contradiction?.code.rawValue ?? answer.verdict, place: backup, size: answer.size, isGood: contradiction == nil)
        if let contradiction {
            session.say(contradiction)
            return contradiction.code.exitCode
        }
        say(answer)
        return 0
    }

    private func drill(_ timing: Timing) throws -> DrillJSON {
        // Of what the key signed, as much as the backup can hold; what came later is told.
        var signed: UInt64 = 0
        return try Ledger.drill(
            backup, in: folder,
            expecting: { snapshot in
                var anchors = try Anchors(expect: [])
                try anchors.addOwn(of: snapshot.ledgerID, session)
                signed = anchors.kept.map(\.size).max() ?? 0
                return try Anchors(expect: expect).kept + anchors.kept.filter { $0.size <= snapshot.size }
            },
            { restored, report in
                let snapshot = try restored.snapshot()
                let table = try Self.table(snapshot, snapshot.size, session.catalogue)
                let comparison: DrillJSON.Live?
                var reason: Problem?
                do { comparison = try compare(snapshot, report, table) } catch let problem as Problem where isNoAnswer(problem) { (comparison, reason) = (nil, problem) }
                return DrillJSON(
                    time: timing.time, path: backup, size: report.size, root: report.root.hex, verdict: Kebab.name(report.verification.verdict),
                    lastRecorded: Instant(try snapshot.event(snapshot.size)?.recorded ?? 0).text(offsetMinutes: snapshot.settings.utcOffsetMinutes),
                    rows: table.rows, live: comparison, notCompared: reason.map { session.catalogue.what($0) },
                    signedBehind: signed > report.size ? signed - report.size : 0, milliseconds: timing.milliseconds)
            })
    }

    /// The drill is for the day on which the ledger in use is gone or damaged: what was not named, or cannot be read, is not compared. That both answer
    /// differently is no such thing.
    private func isNoAnswer(_ problem: Problem) -> Bool { problem.code != .verificationFailed && (common.path == nil || problem.code == .damaged) }

    /// - Throws: what stands in the way of reading the ledger in use; `other-ledger`.
    private func compare(_ restored: Snapshot, _ report: CopyReport, _ table: (text: String, rows: Int)) throws -> DrillJSON.Live {
        let snapshot = try Ledger(opening: live, mode: .reading).snapshot()
        guard snapshot.ledgerID == restored.ledgerID else { throw Problem(.otherLedger, at: live, "\(restored.ledgerID.hex) ≠ \(snapshot.ledgerID.hex)") }
        let common = min(snapshot.size, report.size)
        let agrees = try snapshot.root(at: common) == restored.root(at: common)
        let continues = agrees && snapshot.size >= report.size
        let isSame = try !continues || Self.table(snapshot, report.size, session.catalogue).text == table.text
        guard isSame else { throw Problem(.verificationFailed, live, "\(Verdict.broken)", "1") }
        return DrillJSON.Live(path: live, size: snapshot.size, continues: continues, behind: continues ? snapshot.size - report.size : 0)
    }

    /// The one question: the whole table as of the backup's last entry.
    private static func table(_ snapshot: Snapshot, _ number: UInt64, _ catalogue: Catalogue) throws -> (text: String, rows: Int) {
        let asOf = AsOf(number: number)
        let table = try KPITable(snapshot, asOf: asOf)
        let entries = table.groups.flatMap { $0.entries + $0.programmes.flatMap(\.entries) } + table.unattached
        return (try JSONText.line(TableReport(table, asOf: asOf, Telling(snapshot, catalogue)).json()), entries.reduce(0) { $0 + $1.rows.count })
    }

    private func say(_ answer: DrillJSON) {
        session.say(
            "この複製から戻せます: {0} 件（最後の記録 {1}）、健全、一覧表 {2} 行。練習に使ったものは消しました。",
            "This backup can be restored: {0} entries (the last of {1}), intact, {2} rows of the table. What the drill made is gone again.", "\(answer.size)",
            answer.lastRecorded, "\(answer.rows)")
        if let live = answer.live {
            if live.behind == 0 {
                session.say("使用中の台帳 {0} と同じです。", "It holds what the ledger in use ({0}) holds.", live.path)
            } else {
                session.say(
                    "使用中の台帳 {0} より {1} 件前のもので、そこまでは同じです。", "It is {1} entries behind the ledger in use ({0}), and the same up to there.", live.path,
                    "\(live.behind)")
            }
        } else if let reason = answer.notCompared {
            session.say("使用中の台帳とは比べていません: {0}", "Not compared with a ledger in use: {0}", reason)
            if answer.signedBehind > 0 {
                session.say("最後に署名した控えより {0} 件前のものです。", "It is {0} entries behind the last signed checkpoint.", "\(answer.signedBehind)")
            }
        }
    }
}

/// schema/json/drill.schema.json
struct DrillJSON: Codable {
    struct Live: Codable {
        let path: String
        let size: UInt64
        /// False: the ledger in use does not go on from the backup.
        let continues: Bool
        let behind: UInt64
    }

    let time: String
    let path: String
    let size: UInt64
    let root: String
    let verdict: String
    let lastRecorded: String
    let rows: Int
    let live: Live?
    let notCompared: String?
    /// Entries by which the last checkpoint of the log's key is ahead, where the key is at hand.
    let signedBehind: UInt64
    let milliseconds: Int

    var line: String {
        LogLine.text([
            ("time", time), ("drill", live?.continues == false ? "contradicted" : "good"), ("verdict", verdict), ("size", "\(size)"), ("root", root), ("rows", "\(rows)"),
            ("behind", live.map { $0.continues ? "\($0.behind)" : "-" } ?? "not-compared"), ("milliseconds", "\(milliseconds)"), ("path", path),
        ])
    }
}
