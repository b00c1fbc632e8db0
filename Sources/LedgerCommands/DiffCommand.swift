import ArgumentParser
import LedgerModel
import LedgerProjections
import LedgerReports

/// What changed between two known moments. Exit code 1 where anything did.
struct DiffCommand: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "diff", abstract: words("二つの時点の違いを文で示す（違いがあれば終了コード 1）。", "Say in words what changed between two moments (exit code 1 where anything did)."))
    }
    @OptionGroup var common: CommonOptions
    @Option(help: help("前の時点: 日付、時刻、記録の番号（省くと最初から）。", "The earlier moment: a day, a time or an entry's number.", "when")) var from: String?
    @Option(help: help("後の時点（省くと今）。", "The later moment (else now).", "when")) var to: String?
    @Option(help: help("前の効力日。", "In force by, for the earlier moment.", "day")) var fromEffective: String?
    @Option(help: help("後の効力日。", "In force by, for the later moment.", "day")) var toEffective: String?
    @Option(help: help("前の決定日。", "Decided by, for the earlier moment.", "day")) var fromDecided: String?
    @Option(help: help("後の決定日。", "Decided by, for the later moment.", "day")) var toDecided: String?
    @Option(help: help("対象を絞る（種類:識別子 または指標）。繰返し可。", "Only these (kind:id, or an indicator); repeatable.", "subject")) var subject: [String] = []

    func execute(_ session: Session) throws -> Int32 {
        let reader = try Reader(session, common)
        guard from != nil || fromEffective != nil || fromDecided != nil else { throw Problem(.usage, at: "", "--from | --from-effective | --from-decided") }
        let a = try moment(from, fromEffective, fromDecided, "--from", reader)
        let b = try moment(to, toEffective, toDecided, "--to", reader)
        let subjects = subject.isEmpty ? nil : try subject.map { try reader.subject($0) }
        let difference = try session.kept(Difference(reader.snapshot, from: a, to: b, subjects: subjects))
        let report = DifferenceReport(difference, from: a, to: b, reader.telling)
        try reader.answer({ try report.json() }, { try report.lines() })
        return difference.changes.isEmpty ? 0 : 1
    }

    private func moment(_ known: String?, _ effective: String?, _ decided: String?, _ option: String, _ reader: Reader) throws -> AsOf {
        AsOf(
            number: try known.map { try Moment.number($0, option, reader.snapshot) } ?? reader.snapshot.size,
            effective: try effective.map { try Reading.day($0, option + "-effective") },
            decided: try decided.map { try Reading.day($0, option + "-decided") })
    }
}
