import ArgumentParser
import LedgerModel
import LedgerProjections
import LedgerReports

/// One subject's life: every act, who, both times, why, document.
struct HistoryCommand: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "history", abstract: words("指標などの全ての経緯を示す。", "Show every act on an indicator or another subject."))
    }
    @OptionGroup var common: CommonOptions
    @OptionGroup var moment: AsOfOptions
    @Argument(help: help("指標の識別子・名称、または 種類:識別子。", "An indicator's identifier or name, or kind:id.")) var subject: String

    func execute(_ session: Session) throws -> Int32 {
        let reader = try Reader(session, common)
        let asOf = try moment.resolve(reader.snapshot)
        let history = try History(reader.snapshot, of: try reader.subject(subject), asOf: asOf)
        guard !history.acts.isEmpty else { throw Problem(.nothingFound, subject) }
        let report = HistoryReport(history, asOf: asOf, reader.telling)
        try reader.answer({ try report.json() }, { try report.lines() })
        return 0
    }
}
