import ArgumentParser
import LedgerModel
import LedgerProjections
import LedgerReports

/// One indicator's card.
struct ShowCommand: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: words("指標の現況を示す。", "Show one indicator's card."))
    }
    @OptionGroup var common: CommonOptions
    @OptionGroup var moment: AsOfOptions
    @Argument(help: help("指標の識別子または名称。", "The indicator's identifier or name.")) var indicator: String

    func execute(_ session: Session) throws -> Int32 {
        let reader = try Reader(session, common)
        let asOf = try moment.resolve(reader.snapshot)
        let subject = try reader.subject(indicator)
        guard let card = try IndicatorCard(reader.snapshot, of: subject, asOf: asOf) else { throw Problem(.nothingFound, subject.label) }
        let report = CardReport(card, asOf: asOf, reader.telling)
        try reader.answer({ try report.json() }, { try report.lines() })
        return 0
    }
}
