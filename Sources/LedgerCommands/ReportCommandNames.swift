import ArgumentParser
import Foundation
import LedgerModel
import LedgerProjections
import LedgerReports

/// The reports by the names of the command line.
enum ReportName: String, CaseIterable {
    case progress, scoreboard, changes, opinions, revisions, indicator, programme, amounts, errata, discrepancies

    /// What each can be asked about; anything else is refused.
    var options: Set<ReportOptions.Name> {
        switch self {
        case .progress: [.plan, .section, .period, .rule]
        case .scoreboard, .discrepancies: [.plan, .period, .rule]
        case .changes, .errata: [.plan]
        case .opinions: [.plan, .section, .programme, .indicator, .period, .body, .on]
        case .revisions: [.plan, .section, .programme, .indicator]
        case .indicator: [.indicator, .on]
        case .programme: [.plan, .section, .programme, .period, .on]
        case .amounts: [.plan, .section, .period]
        }
    }

    /// - Parameter kept: gets what the report was made from.
    func paper<Source: LedgerSource>(_ context: PaperContext<Source>, _ question: PaperQuestion, body: Subject?, keeping kept: Kept = Kept()) throws -> Paper {
        switch self {
        case .progress: try kept(ProgressPaper(context, question)).paper()
        case .scoreboard: try kept(ScoreboardPaper(context, question)).paper()
        case .changes: try kept(ChangesPaper(context, question)).paper()
        case .opinions: try kept(OpinionsPaper(context, question, body: body)).paper()
        case .revisions: try kept(RevisionsPaper(context, question)).paper()
        case .indicator: try kept(IndicatorPaper(context, question)).paper()
        case .programme: try kept(ProgrammePaper(context, question)).paper()
        case .amounts: try kept(AmountsPaper(context, question)).paper()
        case .errata: try kept(ErrataPaper(context, question)).paper()
        case .discrepancies: try kept(DiscrepanciesPaper(context, question)).paper()
        }
    }
}

/// What a report is about.
struct ReportOptions: ParsableArguments {
    enum Name: String { case plan, section, period, indicator, programme, body, rule, on }

    @Option(help: help("計画。", "One plan.", "id")) var plan: String?
    @Option(help: help("区分とその下。", "One section and what is below it.", "id")) var section: String?
    @Option(help: help("期間（既定は実績のある最も新しい期間）。", "The period (else the latest one with actuals).", "period")) var period: String?
    @Option(help: help("指標。", "One indicator.", "id")) var indicator: String?
    @Option(help: help("事務事業。", "One programme.", "id")) var programme: String?
    @Option(help: help("会議体。", "One body.", "id")) var body: String?
    @Option(help: help("評価を計算する基準（台帳または同梱のもの）。", "The rule by which grades are computed (of the ledger, or shipped).", "id")) var rule: String?
    @Option(help: help("経過日数を数える日（既定は --as-of の日、なければ今日）。", "The day on which ages are counted (else that of --as-of, else today).", "day")) var on: String?

    private var given: [(Name, String?)] {
        [
            (.plan, plan), (.section, section), (.period, period), (.indicator, indicator), (.programme, programme), (.body, body), (.rule, rule), (.on, on),
        ]
    }

    /// Nothing that was asked for is left aside in silence.
    func refuse(allBut allowed: Set<Name>, of report: ReportName) throws {
        for (option, value) in given where value != nil && !allowed.contains(option) {
            throw Problem(.usage, at: "--" + option.rawValue, "report \(report.rawValue); " + allowed.map { "--" + $0.rawValue }.sorted().joined(separator: ", "))
        }
    }

    func question(_ reader: Reader, _ asOf: AsOf, isPast: Bool) throws -> PaperQuestion {
        var question = PaperQuestion()
        question.plan = try plan.map { try reader.subject($0, .plan) }
        question.section = try section.map { try reader.subject($0, .section) }
        question.indicator = try indicator.map { try reader.subject($0) }
        question.programme = try programme.map { try reader.subject($0, .programme) }
        question.period = try period.map { try Reading.period($0, "--period") }
        question.rule = try rule.map { try self.rule($0, reader, asOf) }
        question.day = try day(reader, asOf, isPast)
        return question
    }

    /// The newest version that the ledger holds, else the shipped one.
    private func rule(_ id: String, _ reader: Reader, _ asOf: AsOf) throws -> RuleAdopted {
        let adopted = Subject.isIdentifier(id) ? try reader.snapshot.facts(of: Subject(.rule, id), asOf: asOf).holds(FactKey(.definition))?.rule : nil
        guard let rule = adopted ?? GradingRules.shipped.first(where: { $0.id == id }) else { throw Problem(.nothingFound, at: "--rule", id) }
        return rule
    }

    /// Nil where the moment itself says the day: that up to which decisions, or their effects, are seen.
    private func day(_ reader: Reader, _ asOf: AsOf, _ isPast: Bool) throws -> Day? {
        if let on { return try Reading.day(on, "--on") }
        if asOf.decided != nil || asOf.effective != nil { return nil }
        if isPast, let event = try reader.snapshot.event(asOf.number) { return event.recordedDay }
        let now = UInt64(max(0, Date().timeIntervalSince1970)) * 1_000_000_000
        return Day(unixNanoseconds: now, offsetMinutes: reader.snapshot.settings.utcOffsetMinutes) ?? Day.last
    }
}
