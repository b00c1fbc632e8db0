import ArgumentParser
import Foundation
import LedgerLog
import LedgerModel
import LedgerReports

/// Writes the log anew without free pages, so that what was redacted leaves the disk.
struct CompactCommand: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "compact", abstract: words("空きを返し、墨消しした文章をディスクから消す。", "Give space back, and let redacted texts leave the disk."),
            discussion: words(
                "台帳全体を検証し、記録を一件ずつ写し、照合してから入れ替える。記録と根は変わらない。使用中でもよい。途中で止まっても台帳は無事で、次の書き込みが後始末をする。",
                "Verifies the whole ledger, copies it entry by entry, compares, then swaps; entries and root stay the same. It may be in use meanwhile. "
                    + "Whatever stops it leaves the ledger whole, and the next writer clears up."))
    }
    @OptionGroup var common: CommonOptions
    @Flag(help: help("書き込まずに、何が起きるかだけを示す。", "Say what would happen and write nothing.")) var dryRun = false
    @Option(help: help("ほかの書き込みを待つ秒数。", "Seconds to wait for another writer.")) var lockTimeout: Double = 10

    func execute(_ session: Session) throws -> Int32 {
        let ledger = try Ledger(opening: common.path(session.environment), mode: dryRun ? .reading : .writing)
        if dryRun { return try tell(ledger, session) }
        let clock = ContinuousClock()
        let start = clock.now
        let report = try ledger.compact(lockTimeout: lockTimeout)
        let milliseconds = Int((clock.now - start) / .milliseconds(1))
        try show(
            CompactJSON(
                bytesBefore: report.bytesBefore, bytesAfter: report.bytesAfter, size: report.size, root: report.root.hex, milliseconds: milliseconds,
                dryRun: false), session)
        session.say(
            "{0} バイトを {1} バイトにしました。記録 {2} 件と根は変わっていません。次: 墨消しの前の複製（backup）が残っていれば、それも消してください。",
            "{0} bytes are {1} now; the {2} entries and the root are the same. Next: backups from before a redaction still hold its text; remove them too.",
            "\(report.bytesBefore)", "\(report.bytesAfter)", "\(report.size)")
        return 0
    }

    private func tell(_ ledger: Ledger, _ session: Session) throws -> Int32 {
        let snapshot = try ledger.snapshot()
        let storage = try ledger.storage()
        let answer = CompactJSON(
            bytesBefore: storage.logBytes + (storage.viewBytes ?? 0), bytesAfter: nil, size: snapshot.size, root: try snapshot.root().hex,
            milliseconds: nil, dryRun: true)
        try show(answer, session)
        session.say(
            "{0} 件の記録を書き直します。次: --dry-run を外して実行してください。", "{0} entries would be written anew. Next: run it without --dry-run.", "\(snapshot.size)")
        return 0
    }

    private func show(_ answer: CompactJSON, _ session: Session) throws {
        if common.json { return try session.printJSON(answer) }
        for line in answer.lines { try session.print(line) }
    }
}

/// schema/json/compact.schema.json
struct CompactJSON: Codable {
    let bytesBefore: Int
    let bytesAfter: Int?
    let size: UInt64
    let root: String
    let milliseconds: Int?
    let dryRun: Bool

    var lines: [String] {
        ["bytes-before \(bytesBefore)"] + (bytesAfter.map { ["bytes-after \($0)"] } ?? []) + ["size \(size)", "root \(root)"]
            + (milliseconds.map { ["milliseconds \($0)"] } ?? [])
    }
}
