import ArgumentParser
import LedgerModel
import LedgerProjections
import LedgerReports

/// Which value of which indicator.
struct FactOptions: ParsableArguments {
    @Option(help: help("指標の識別子。", "The indicator's identifier.", "id")) var indicator: String
    @Option(help: help("測定項目（一つだけなら省略可）。", "The measure, where the indicator has several.", "id")) var measure: String?
    @Option(help: help("内訳の名。", "A part of the measure.", "name")) var part: String?
    @Option(help: help("期間（FY2019、令和元年度、H27～31年度 など）。", "The period: FY2019, CY2018, FY2015-FY2019, 令和元年度 …", "period")) var period: String

    func fact(_ kind: FactRecorded.Kind, plan: String?, _ desk: Desk) throws -> (FactRecorded, Measure) {
        let measure = try desk.measure(indicator, measure)
        var fact = FactRecorded()
        fact.kind = kind
        fact.indicator = indicator
        fact.measure = measure.id
        fact.part = part ?? ""
        fact.period = try Reading.period(period, "--period")
        if kind != .actual { fact.plan = try desk.plan(plan) }
        return (fact, measure)
    }
}

/// What a change replaces: filled from the ledger unless it is given, and shown.
struct OldOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: help("置き換える値（省くと台帳の現在の値）。", "The value that is replaced (else what the ledger holds).", "value")) var old: String?

    func fill(_ fact: inout FactRecorded, _ measure: Measure, _ draft: Draft, _ desk: Desk) throws {
        guard !draft.statement.previousUnknown else { return }
        let key = fact.previousPeriod.isEmpty ? fact.keys[0] : fact.keys[1]
        let event = try desk.current(Subject(.indicator, fact.indicator), key, for: draft)
        if let old {
            fact.previous = try ValueOptions.old(old, like: event?.fact?.value, measure)
        } else if let event, let current = event.fact, current.hasValue {
            fact.previous = current.value
            desk.showReplaced(desk.session.catalogue.value(current.value), by: event)
        }
    }
}

struct TargetForm: Form {
    static var configuration: CommandConfiguration { form("target", "目標値を設定する。", "Set a target.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var fact: FactOptions
    @OptionGroup var typed: ValueOptions
    @Option(help: help("計画の識別子（一つだけなら省略可）。", "The plan, where there are several.", "id")) var plan: String?

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var (record, measure) = try fact.fact(.target, plan: plan, desk)
        record.value = try typed.value(measure)
        draft.statement.factRecorded = record
    }
}

struct RetargetForm: Form {
    static var configuration: CommandConfiguration { form("retarget", "目標値を改定する（決定による）。", "Change a target by decision.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var fact: FactOptions
    @OptionGroup var typed: ValueOptions
    @OptionGroup var old: OldOptions
    @Option(help: help("計画の識別子（一つだけなら省略可）。", "The plan, where there are several.", "id")) var plan: String?
    @Option(help: help("元の期間（期間を移すとき）。", "The period that the target leaves.", "period")) var fromPeriod: String?
    @Flag(help: help("目標を取り下げる。", "Withdraw the target: none from now on.")) var none = false

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var (record, measure) = try fact.fact(.target, plan: plan, desk)
        if let fromPeriod { record.previousPeriod = try Reading.period(fromPeriod, "--from-period") }
        record.withdrawnTarget = none
        if !none { record.value = try typed.value(measure) }
        draft.statement.change = .revised
        try old.fill(&record, measure, draft, desk)
        draft.statement.factRecorded = record
    }
}

struct ActualForm: Form {
    static var configuration: CommandConfiguration { form("actual", "実績値を報告する。", "Report an actual value, or why there is none.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var fact: FactOptions
    @OptionGroup var typed: ValueOptions

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var (record, measure) = try fact.fact(.actual, plan: nil, desk)
        record.value = try typed.value(measure)
        draft.statement.factRecorded = record
    }
}

struct BaselineForm: Form {
    static var configuration: CommandConfiguration { form("baseline", "基準値を設定する。", "Set a baseline.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var fact: FactOptions
    @OptionGroup var typed: ValueOptions
    @Option(help: help("計画の識別子（一つだけなら省略可）。", "The plan, where there are several.", "id")) var plan: String?

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var (record, measure) = try fact.fact(.baseline, plan: plan, desk)
        record.value = try typed.value(measure)
        draft.statement.factRecorded = record
    }
}

/// Finalise, revise and correct differ in what they say about the value that they replace, and in nothing else.
struct ChangeOptions: ParsableArguments {
    @OptionGroup var fact: FactOptions
    @OptionGroup var typed: ValueOptions
    @OptionGroup var old: OldOptions
    @Option(help: help("計画の識別子（一つだけなら省略可）。", "The plan, where there are several.", "id")) var plan: String?
    @Option(help: help("何の値か: actual（既定）, baseline, target。", "Which value: actual (default), baseline, target.", "kind")) var kind: String?

    func fill(_ draft: inout Draft, _ desk: Desk, _ change: Change) throws {
        let kind = try Choice.read(kind, FactRecorded.Kind.actual, "--kind")
        var (record, measure) = try fact.fact(kind, plan: plan, desk)
        record.value = try typed.value(measure)
        draft.statement.change = change
        try old.fill(&record, measure, draft, desk)
        draft.statement.factRecorded = record
    }
}

struct FinaliseForm: Form {
    static var configuration: CommandConfiguration { form("finalise", "速報値を確報にする（誤りを意味しない）。", "Make a provisional value final; no error is implied.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var change: ChangeOptions
    func fill(_ draft: inout Draft, _ desk: Desk) throws { try change.fill(&draft, desk, .finalised) }
}

struct ReviseForm: Form {
    static var configuration: CommandConfiguration { form("revise", "統計の予定された改定を記録する。", "Take a later scheduled release of the same statistic.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var change: ChangeOptions
    func fill(_ draft: inout Draft, _ desk: Desk) throws { try change.fill(&draft, desk, .scheduled) }
}

struct CorrectForm: Form {
    static var configuration: CommandConfiguration { form("correct", "誤りを訂正する。", "Correct an error in a value.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var change: ChangeOptions
    func fill(_ draft: inout Draft, _ desk: Desk) throws { try change.fill(&draft, desk, .corrected) }
}

struct AmountForm: Form {
    static var configuration: CommandConfiguration { form("amount", "金額（予算・決算）を記録する。", "Record an amount: budget or outturn.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var typed: ValueOptions
    @OptionGroup var replacing: ReplacingOptions
    @Option(help: help("対象（例 programme:p-1）。", "Of what, like programme:p-1.", "subject")) var subject: String
    @Option(help: help("期間。", "Period.", "period")) var period: String
    @Option(help: help("区分: initial 当初, amended 補正後, estimated 決算見込, settled 決算。", "initial, amended, estimated, settled.", "kind")) var kind: String?
    @Flag(help: help("繰越。", "Carried over.")) var carriedOver = false
    @Option(help: help("含まれている先。", "The lump sum that includes it.", "subject")) var includedIn: String?
    @Option(parsing: .unconditional, help: help("置き換える額（省くと台帳の現在の額）。", "The amount that is replaced (else what the ledger holds).", "value")) var old: String?

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var amount = AmountRecorded()
        amount.subject = try Reading.subject(subject, "--subject", default: .programme)
        amount.period = try Reading.period(period, "--period")
        amount.kind = try Choice.read(kind, AmountRecorded.Kind.notStated, "--kind")
        amount.value = try typed.value(nil)
        amount.carriedOver = carriedOver
        if let includedIn { amount.includedIn = try Reading.subject(includedIn, "--included-in", default: .programme) }
        draft.statement.change = try replacing.kind()
        if draft.statement.change != .first, !draft.statement.previousUnknown {
            let key = FactKey(.amount, "\(amount.period)/\(amount.kind.rawValue)/\(amount.carriedOver ? 1 : 0)")
            let event = try desk.current(amount.subject, key, for: draft)
            let current: Value? = if case .amountRecorded(let held)? = event?.statement.act { held.value } else { nil }
            if let old { amount.previous = try ValueOptions.old(old, like: current, nil) } else if let current, let event {
                amount.previous = current
                desk.showReplaced(desk.session.catalogue.value(current), by: event)
            }
        }
        draft.statement.amountRecorded = amount
    }
}

/// How an act other than a value relates to what stood before it.
struct ReplacingOptions: ParsableArguments {
    @Option(help: help("前の記録との関係: first（既定）, finalised, scheduled, revised 改定, corrected 訂正。", "How it relates to what stood before: first (default), finalised, scheduled, revised, corrected.", "change")) var change: String?

    func kind() throws -> Change { try Choice.read(change, Change.first, "--change") }

    /// Names the entry that is replaced, for acts that carry no old value.
    func fill(_ draft: inout Draft, _ desk: Desk, _ subject: Subject, _ key: FactKey) throws {
        draft.statement.change = try kind()
        guard draft.statement.change != .first, !draft.statement.previousUnknown else { return }
        guard let event = try desk.current(subject, key, for: draft) else { return }
        draft.statement.replaces = event.statement.event
        desk.showReplaced(desk.session.catalogue(event.statement.actWords), by: event)
    }
}
