import ArgumentParser
import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerReports

/// The whole table as it stood at a moment.
struct ReplayCommand: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "replay", abstract: words("ある時点の一覧表を示す。", "Show the whole table as it stood at a moment."))
    }
    @OptionGroup var common: CommonOptions
    @OptionGroup var moment: AsOfOptions
    @Option(help: help("計画（省くとすべて）。", "One plan (else all).", "id")) var plan: String?
    @Flag(help: help("索引を使わず最初の記録から積み上げる。", "Fold from the first entry instead of using derived rows.")) var fromFirst = false

    func execute(_ session: Session) throws -> Int32 {
        let reader = try Reader(session, common, fromFirst: fromFirst)
        let asOf = try moment.resolve(reader.snapshot)
        let plan = try plan.map { try reader.subject($0, .plan) }
        let report = TableReport(try session.kept(KPITable(reader.snapshot, plan: plan, asOf: asOf)), asOf: asOf, reader.telling)
        try reader.answer({ try report.json() }, { try report.lines() })
        return 0
    }
}
