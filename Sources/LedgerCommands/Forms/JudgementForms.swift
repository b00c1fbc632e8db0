import ArgumentParser
import LedgerModel
import LedgerProjections
import LedgerReports

struct RuleForm: Form {
    static var configuration: CommandConfiguration { form("rule", "評価基準を採用する。", "Adopt a rule of judgement.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var replacing: ReplacingOptions
    @Option(help: help("識別子。", "Identifier.", "id")) var identifier: String
    @Option(name: .customLong("rule-version"), help: help("版（1 から）。", "Version, from 1.")) var ruleVersion: UInt32
    @Option(help: help("何を比べるか: attainment 達成率, progress 進捗率, planned-share。", "attainment, progress or planned-share.", "kind")) var compare: String
    @Option(help: help("複数の指標のまとめ方: single, mean, best, worst。", "single, mean, best or worst.", "kind")) var combine: String?
    @Option(help: help("端数: none, half-up 四捨五入, down 切捨て。", "none, half-up or down.", "kind")) var rounding: String?
    @Option(help: help("小数点以下の桁。", "Digits after the point.")) var roundingDigits: UInt32 = 0
    @Option(help: help("評価=下限（%）。良い順に。最後の下限は空。", "GRADE=LOWER BOUND in percent, best first; the last one's may be empty.", "grade")) var threshold: [String] = []
    @Flag(help: help("再掲を除く。", "Relisted ones are left out.")) var excludesRelisted = false
    @Flag(help: help("公表された範囲の基準。", "Only as far as published.")) var asFarAsPublished = false

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var rule = RuleAdopted()
        (rule.id, rule.version, rule.roundingDigits) = (identifier, ruleVersion, roundingDigits)
        rule.compare = try Choice.read(compare, RuleAdopted.Compare.self, "--compare")
        rule.combine = try Choice.read(combine, RuleAdopted.Combine.single, "--combine")
        rule.rounding = try Choice.read(rounding, RuleAdopted.Rounding.none, "--rounding")
        (rule.excludesRelisted, rule.asFarAsPublished) = (excludesRelisted, asFarAsPublished)
        rule.thresholds = try threshold.map { text in
            let (grade, bound) = try Reading.pair(text, "--threshold")
            var threshold = RuleAdopted.Threshold()
            threshold.grade = grade
            threshold.atLeast = bound.isEmpty ? "" : try Reading.number(bound, "--threshold")
            return threshold
        }
        try replacing.fill(&draft, desk, Subject(.rule, identifier), FactKey(.definition))
        draft.statement.ruleAdopted = rule
    }
}

struct GradeForm: Form {
    static var configuration: CommandConfiguration { form("grade", "評価を記録する。", "Record a grade, or why there is none.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var replacing: ReplacingOptions
    @Option(help: help("対象（programme:… または indicator:…）。", "programme:… or indicator:…", "subject")) var subject: String
    @Option(help: help("計画。", "The plan.", "id")) var plan: String?
    @Option(help: help("期間。", "Period.", "period")) var period: String
    @Option(help: help("評価。", "The grade, as printed.")) var grade: String?
    @Option(help: help("評価なし: excluded 対象外, pending 調査中, ended 終了, relisted 再掲。", "No grade: excluded, pending, ended, relisted.", "kind")) var noGrade: String?
    @Option(help: help("台帳が導いたとき: 基準の識別子。", "Derived by the ledger: the rule's identifier.", "id")) var rule: String?
    @Option(name: .customLong("rule-version"), help: help("基準の版。", "The rule's version.")) var ruleVersion: UInt32 = 0
    @Flag(help: help("台帳が導いた評価。", "Derived by the ledger, not printed by the body.")) var derived = false
    @Option(help: help("導いた元の記録（16 進の識別番号）。繰返し可。", "Event ids that it was derived from; repeatable.", "hex")) var input: [String] = []
    @Option(help: help("前の評価（訂正・改定のとき。省くと台帳の現在の評価）。", "The grade that is replaced (else the ledger's).")) var old: String?

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var given = GradeGiven()
        given.subject = try Reading.subject(subject, "--subject", default: .programme)
        (given.plan, given.period, given.grade) = (plan ?? "", try Reading.period(period, "--period"), grade ?? "")
        given.noGrade = try Choice.read(noGrade, GradeGiven.NoGrade.graded, "--no-grade")
        given.origin = derived ? .derived : .printed
        (given.rule, given.ruleVersion) = (rule ?? "", ruleVersion)
        given.inputs = try input.map { .init(try Reading.bytes(hex: $0, count: 16, "--input")) }
        let key = FactKey(.grade, "\(given.plan)/\(given.period)/\(given.origin.rawValue)")
        try replacing.fill(&draft, desk, given.subject, key)
        if draft.statement.change != .first {
            let event = try desk.current(given.subject, key, for: draft)
            let current: String? = if case .gradeGiven(let held)? = event?.statement.act { held.grade } else { nil }
            given.previousGrade = old ?? current ?? ""
        }
        draft.statement.gradeGiven = given
    }
}

struct TotalForm: Form {
    static var configuration: CommandConfiguration { form("total", "公表された集計表を記録する。", "Record a scoreboard as published.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var replacing: ReplacingOptions
    @Option(help: help("対象（plan:… または section:…）。", "plan:… or section:…", "subject")) var subject: String
    @Option(help: help("期間。", "Period.", "period")) var period: String
    @Option(help: help("評価=件数。繰返し可。", "GRADE=COUNT; repeatable.", "count")) var count: [String] = []

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var total = ControlTotal()
        total.subject = try Reading.subject(subject, "--subject", default: .section)
        total.period = try Reading.period(period, "--period")
        total.counts = try count.map { text in
            let (grade, number) = try Reading.pair(text, "--count")
            guard let count = UInt32(number) else { throw Problem(.badDecimal, "--count", text) }
            var one = ControlTotal.Count()
            (one.grade, one.count) = (grade, count)
            return one
        }
        try replacing.fill(&draft, desk, total.subject, FactKey(.total, total.period))
        draft.statement.controlTotal = total
    }
}

struct TextForm: Form {
    static var configuration: CommandConfiguration { form("text", "文章（目的・概要・活動・課題など）を記録する。", "Record a text: purpose, outline, activities, issues …") }
    @OptionGroup var act: ActOptions
    @OptionGroup var replacing: ReplacingOptions
    @OptionGroup var body: BodyOptions
    @Option(help: help("対象（例 programme:p-1）。", "Of what, like programme:p-1.", "subject")) var subject: String
    @Option(help: help("種類: purpose, outline, plan, activities, results, outcome, issues, note, footnote, planned-action。", "purpose, outline, plan, activities, results, outcome, issues, note, footnote, planned-action.", "kind")) var kind: String
    @Option(help: help("年または年の範囲。", "A year or a range of years.", "period")) var period: String?
    @Option(help: help("印刷された番号。", "Number as printed.")) var number: String?

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var text = TextRecorded()
        text.subject = try Reading.subject(subject, "--subject", default: .programme)
        text.kind = try Choice.read(kind, TextRecorded.Kind.self, "--kind")
        text.period = try period.map { try Reading.period($0, "--period") } ?? ""
        text.number = number ?? ""
        try body.fill(&draft)
        try replacing.fill(&draft, desk, text.subject, FactKey(.text, "\(text.kind.rawValue)/\(text.period)/\(text.number)"))
        draft.statement.textRecorded = text
    }
}

/// The text of an act that is a text.
struct BodyOptions: ParsableArguments {
    @Option(help: help("本文。", "The text.", "text")) var text: String?
    @Option(help: help("本文のファイル（- は標準入力）。", "A file with the text; - is standard input.", "path")) var textFile: String?
    @Option(help: help("非公開とする根拠。", "Withheld: the ground, a code or an article.", "ground")) var withheld: String?
    @Option(help: help("公開を待つ日または版。", "Embargoed until this day or edition.", "until")) var embargoed: String?

    func fill(_ draft: inout Draft) throws {
        guard let body = try text ?? textFile.map(Input.text) else { return }
        draft.setText(.bodyText, body)
        guard let i = draft.texts.firstIndex(where: { $0.field == .bodyText }) else { return }
        if let withheld { (draft.texts[i].class, draft.texts[i].ground) = (.withheld, withheld) }
        if let embargoed { (draft.texts[i].class, draft.texts[i].until) = (.embargoed, embargoed) }
    }
}
