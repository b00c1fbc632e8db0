import ArgumentParser
import Foundation
import LedgerLog
import LedgerModel
import LedgerReports
import LedgerVerifier

/// Copies the log while it is in use and verifies the copy.
struct BackupCommand: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "backup", abstract: words("使用中のまま複製し、検証する。", "Copy the ledger while it is in use, and verify the copy."))
    }
    @OptionGroup var common: CommonOptions
    @Flag(help: help("書き込まずに、何が起きるかだけを示す。", "Say what would happen and write nothing.")) var dryRun = false
    @Option(help: help("控えた 大きさ:根 とも比べる。", "Compare with a size and root kept elsewhere, too.", "SIZE:ROOT")) var expect: String?
    @Argument(help: help("複製先（まだないこと）。", "Where to; it must not exist.")) var destination: String

    func execute(_ session: Session) throws -> Int32 {
        let ledger = try Ledger(opening: common.path(session.environment), mode: .reading)
        let expectation = try expect.map(Expectation.init(option:))
        if dryRun { return try Copy.dryRun(ledger, destination, session, common) }
        let report = try ledger.backup(to: destination, expecting: expectation)
        try Copy.show(report, destination, session, common)
        session.say(
            "{0} に複製し、検証しました（{1} 件）。次: 別の媒体に移し、ledger restore で戻せることを確かめてください。",
            "Copied to {0} and verified ({1} entries). Next: take it to another medium, and try ledger restore.", destination, "\(report.size)")
        return 0
    }
}

/// Brings a backup back to a place where nothing is, and verifies it.
struct RestoreCommand: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "restore", abstract: words("複製から台帳を戻し、検証する（上書きしない）。", "Bring a backup back to --ledger and verify it; nothing is overwritten."))
    }
    @OptionGroup var common: CommonOptions
    @Flag(help: help("書き込まずに、何が起きるかだけを示す。", "Say what would happen and write nothing.")) var dryRun = false
    @Option(help: help("控えた 大きさ:根 とも比べる。", "Compare with a size and root kept elsewhere, too.", "SIZE:ROOT")) var expect: String?
    @Argument(help: help("複製の場所。", "Where the backup is.")) var backup: String

    func execute(_ session: Session) throws -> Int32 {
        let destination = common.path(session.environment)
        let expectation = try expect.map(Expectation.init(option:))
        if dryRun { return try Copy.dryRun(try Ledger(opening: backup, mode: .reading), destination, session, common) }
        let report = try Ledger.restore(from: backup, to: destination, expecting: expectation)
        try Copy.show(report, destination, session, common)
        session.say(
            "{0} に戻し、検証しました（{1} 件）。次: ledger status で確かめ、控えの根と比べてください（verify --expect）。",
            "Restored to {0} and verified ({1} entries). Next: look with ledger status, and compare the root kept elsewhere (verify --expect).",
            destination, "\(report.size)")
        return 0
    }
}

private enum Copy {
    static func show(_ report: CopyReport, _ destination: String, _ session: Session, _ common: CommonOptions) throws {
        try show(CopyJSON(path: destination, size: report.size, root: report.root.hex, verdict: Kebab.name(report.verification.verdict), dryRun: false), session, common)
    }

    static func dryRun(_ ledger: Ledger, _ destination: String, _ session: Session, _ common: CommonOptions) throws -> Int32 {
        guard !FileManager.default.fileExists(atPath: destination) else { throw Problem(.ledgerExists, destination) }
        let snapshot = try ledger.snapshot()
        try show(CopyJSON(path: destination, size: snapshot.size, root: try snapshot.root().hex, verdict: nil, dryRun: true), session, common)
        session.say("{0} に複製できます。何も書いていません。", "It can be copied to {0}; nothing was written.", destination)
        return 0
    }

    private static func show(_ answer: CopyJSON, _ session: Session, _ common: CommonOptions) throws {
        if common.json { try session.printJSON(answer) } else { for line in ["size \(answer.size)", "root \(answer.root)"] { try session.print(line) } }
    }
}

/// schema/json/copy.schema.json
struct CopyJSON: Codable {
    let path: String
    let size: UInt64
    let root: String
    let verdict: String?
    let dryRun: Bool
}
