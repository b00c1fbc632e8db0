import ArgumentParser
import Foundation
import LedgerModel
import LedgerProjections
import LedgerReports

struct AuditCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "audit", abstract: words("監査の一覧を示す。", "Lists for the auditor."),
            subcommands: [AuditTargets.self, AuditOpinions.self, AuditLate.self, AuditBy.self])
    }
}

struct AuditTargets: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "targets", abstract: words("変えられた全ての目標を示す。", "Every target ever changed, and what was known at the decision."))
    }
    @OptionGroup var common: CommonOptions
    @OptionGroup var moment: AsOfOptions
    @Flag(help: help("緩和だけ。", "Only loosened ones.")) var loosened = false
    @Flag(help: help("実績が分かった後の変更だけ。", "Only those made after the actual was known.")) var afterActual = false
    @Flag(help: help("遅れている中での緩和だけ。", "Only those loosened while the latest actual was behind the planned path.")) var behind = false
    @Option(help: help("指標。", "One indicator.", "id")) var indicator: String?
    @Option(help: help("事務事業。", "One programme.", "id")) var programme: String?
    @Option(help: help("記録または決裁した人・職。", "Recorded or approved by this actor.", "actor")) var by: String?
    @Option(help: help("この日以降に記録。", "Recorded on or after this day.", "day")) var from: String?
    @Option(help: help("この日以前に記録。", "Recorded on or before this day.", "day")) var to: String?

    func execute(_ session: Session) throws -> Int32 {
        let reader = try Reader(session, common)
        let asOf = try moment.resolve(reader.snapshot)
        var filter = TargetAudit.Filter()
        (filter.loosened, filter.afterActual, filter.behind) = (loosened, afterActual, behind)
        filter.indicator = try indicator.map { try reader.subject($0) }
        filter.programme = try programme.map { try reader.subject($0, .programme) }
        filter.actor = try by.map { try reader.subject($0, .actor) }
        filter.recordedFrom = try from.map { try Reading.day($0, "--from") }
        filter.recordedTo = try to.map { try Reading.day($0, "--to") }
        let report = TargetAuditReport(try session.kept(TargetAudit(reader.snapshot, asOf: asOf, filter: filter)), asOf: asOf, reader.telling)
        try reader.answer({ try report.json() }, { try report.lines() })
        return 0
    }
}

struct AuditOpinions: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "opinions", abstract: words("意見と対応を古い順に示す。", "Opinions and responses, the oldest first."))
    }
    @OptionGroup var common: CommonOptions
    @OptionGroup var moment: AsOfOptions
    @Flag(help: help("回答のないものだけ。", "Only those without a response.")) var unanswered = false
    @Flag(help: help("完了していないものだけ（回答なしを含む）。", "Only those not settled, unanswered ones included.")) var open = false
    @Option(help: help("経過日数を数える日（既定は --as-of の日、なければ今日）。", "The day on which ages are counted (else that of --as-of, else today).", "day")) var on: String?

    func execute(_ session: Session) throws -> Int32 {
        let reader = try Reader(session, common)
        let asOf = try moment.resolve(reader.snapshot)
        let day = try self.day(reader, asOf)
        let view = try OpinionView(reader.snapshot, on: day, asOf: asOf)
        let lines = unanswered ? view.unanswered : open ? view.open : view.lines
        let report = OpinionReport(lines, on: day, asOf: asOf, reader.telling)
        try reader.answer({ try report.json() }, { try report.lines() })
        return 0
    }

    private func day(_ reader: Reader, _ asOf: AsOf) throws -> Day {
        if let on { return try Reading.day(on, "--on") }
        if moment.asOf != nil, let event = try reader.snapshot.event(asOf.number) { return event.recordedDay }
        let now = UInt64(max(0, Date().timeIntervalSince1970)) * 1_000_000_000
        return Day(unixNanoseconds: now, offsetMinutes: reader.snapshot.settings.utcOffsetMinutes) ?? Day.last
    }
}

struct AuditLate: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "late", abstract: words("決定からかなり後に記録されたものを示す。", "Entries recorded long after they were decided."))
    }
    @OptionGroup var common: CommonOptions
    @OptionGroup var moment: AsOfOptions
    @Option(help: help("何日を超えたら遅いとするか。", "How many days count as late.", "days")) var days = 90

    func execute(_ session: Session) throws -> Int32 {
        let reader = try Reader(session, common)
        let asOf = try moment.resolve(reader.snapshot)
        let report = LateReport(try session.kept(LateAudit(reader.snapshot, moreThanDays: days, asOf: asOf)), moreThanDays: days, asOf: asOf, reader.telling)
        try reader.answer({ try report.json() }, { try report.lines() })
        return 0
    }
}

struct AuditBy: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "by", abstract: words("ある記録者の名による全てを示す。", "Everything under one actor's name."))
    }
    @OptionGroup var common: CommonOptions
    @OptionGroup var moment: AsOfOptions
    @Argument(help: help("記録者の識別子。", "The actor's identifier.")) var actor: String

    func execute(_ session: Session) throws -> Int32 {
        let reader = try Reader(session, common)
        let asOf = try moment.resolve(reader.snapshot)
        let activity = try session.kept(ActorActivity(reader.snapshot, of: reader.subject(actor, .actor), asOf: asOf))
        let report = ActivityReport(activity, asOf: asOf, reader.telling)
        try reader.answer({ try report.json() }, { try report.lines() })
        return 0
    }
}
