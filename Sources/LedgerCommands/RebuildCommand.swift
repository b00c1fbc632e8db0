import ArgumentParser
import LedgerLog
import LedgerModel
import LedgerReports

/// Builds everything derived again from the log.
struct RebuildCommand: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "rebuild", abstract: words("索引を記録から作り直す。", "Build everything derived again from the log."))
    }
    @OptionGroup var common: CommonOptions
    @Flag(help: help("書き込まずに、何が起きるかだけを示す。", "Say what would happen and write nothing.")) var dryRun = false

    func execute(_ session: Session) throws -> Int32 {
        let ledger = try Ledger(opening: common.path(session.environment), mode: dryRun ? .reading : .writing)
        // Before anything is read from the views: they may be what cannot be read.
        if !dryRun { try ledger.rebuild() }
        let size = try ledger.snapshot().size
        if common.json { try session.printJSON(RebuildJSON(entries: size, dryRun: dryRun)) } else { try session.print("entries \(size)") }
        if dryRun {
            session.say("{0} 件の記録から索引を作り直します。次: --dry-run を外して実行してください。", "Everything derived would be built again from {0} entries. Next: run it without --dry-run.", "\(size)")
        } else {
            session.say("{0} 件の記録から索引を作り直しました。次: ledger verify", "Everything derived was built again from {0} entries. Next: ledger verify", "\(size)")
        }
        return 0
    }
}

/// schema/json/rebuild.schema.json
struct RebuildJSON: Codable {
    let entries: UInt64
    let dryRun: Bool
}
