import ArgumentParser
import LedgerModel
import LedgerProjections
import LedgerReports

struct ActorForm: Form {
    static var configuration: CommandConfiguration { form("actor", "記録者（口座・職・人）を登録する。", "Register an account, post or person.") }
    @OptionGroup var act: ActOptions
    @Option(help: help("識別子。", "Identifier.", "id")) var identifier: String
    @Option(help: help("種類: account, post, person。", "account, post or person.", "kind")) var kind: String
    @Option(help: help("所属（unit の識別子）。", "The unit that it belongs to.", "unit")) var unit: String?
    @Option(help: help("表示名。", "Display name.", "text")) var name: String?

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var actor = ActorRegistered()
        actor.id = identifier
        actor.kind = try Choice.read(kind, ActorRegistered.Kind.self, "--kind")
        actor.unit = unit ?? ""
        if let name { draft.setText(.displayName, name) }
        draft.statement.actorRegistered = actor
    }
}

struct UnitForm: Form {
    static var configuration: CommandConfiguration { form("unit", "所管部署を登録する。", "Create a unit of the organisation.") }
    @OptionGroup var act: ActOptions
    @Option(help: help("識別子。", "Identifier.", "id")) var identifier: String
    @Option(help: help("名称。", "Name.")) var name: String
    @Option(help: help("上位の部署。", "The unit above it.", "unit")) var parent: String?

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var unit = UnitCreated()
        (unit.id, unit.name, unit.parent) = (identifier, name, parent ?? "")
        draft.statement.unitCreated = unit
    }
}

struct PlanForm: Form {
    static var configuration: CommandConfiguration { form("plan", "計画を登録する。", "Adopt a plan.") }
    @OptionGroup var act: ActOptions
    @Option(help: help("識別子。", "Identifier.", "id")) var identifier: String
    @Option(help: help("名称。", "Name.")) var name: String
    @Option(help: help("計画期間。", "The plan's period.", "period")) var period: String

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var plan = PlanAdopted()
        (plan.id, plan.name, plan.period) = (identifier, name, try Reading.period(period, "--period"))
        draft.statement.planAdopted = plan
    }
}

struct PlanRevisedForm: Form {
    static var configuration: CommandConfiguration { form("plan-revised", "計画の改訂を記録する。", "Record a plan's revision; the acts that it caused name it with --cause.") }
    @OptionGroup var act: ActOptions
    @Option(help: help("計画。", "The plan.", "id")) var plan: String?
    @Option(help: help("版の表示（例 H28.3改訂）。", "The label as printed.")) var label: String

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var revised = PlanRevised()
        (revised.plan, revised.label) = (try desk.plan(plan), label)
        draft.statement.planRevised = revised
    }
}

struct PlanExtendedForm: Form {
    static var configuration: CommandConfiguration { form("plan-extended", "計画期間を変える。", "Change a plan's period.") }
    @OptionGroup var act: ActOptions
    @Option(help: help("計画。", "The plan.", "id")) var plan: String?
    @Option(help: help("新しい期間。", "The new period.", "period")) var period: String
    @Option(help: help("元の期間（省くと台帳の現在の期間）。", "The old period (else the ledger's current one).", "period")) var old: String?

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var extended = PlanExtended()
        extended.plan = try desk.plan(plan)
        extended.period = try Reading.period(period, "--period")
        extended.previousPeriod = try old.map { try Reading.period($0, "--old") } ?? desk.facts(.plan, extended.plan).period?.description ?? ""
        draft.statement.change = .revised
        draft.statement.planExtended = extended
    }
}

struct SectionForm: Form {
    static var configuration: CommandConfiguration { form("section", "区分（基本目標・分野・取組・条）を加える。", "Add a section to a plan.") }
    @OptionGroup var act: ActOptions
    @Option(help: help("識別子。", "Identifier.", "id")) var identifier: String
    @Option(help: help("名称。", "Name.")) var name: String
    @Option(help: help("段の名（基本目標、分野、条 など）。", "The name of its level, as printed.")) var level: String
    @Option(help: help("印刷された番号。", "Number as printed.")) var number: String?
    @Option(help: help("計画。", "The plan.", "id")) var plan: String?
    @Option(help: help("上位の区分。", "The section above it.", "id")) var parent: String?
    @Option(help: help("並び順（1 から）。", "Its place among its siblings, from 1.")) var position: UInt32 = 0

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var section = SectionAdded()
        (section.id, section.name, section.level, section.number) = (identifier, name, level, number ?? "")
        (section.plan, section.parent, section.position) = (try desk.plan(plan), parent ?? "", position)
        draft.statement.sectionAdded = section
    }
}

struct ProgrammeForm: Form {
    static var configuration: CommandConfiguration { form("programme", "事務事業を登録する。", "Register a programme.") }
    @OptionGroup var act: ActOptions
    @Option(help: help("識別子。", "Identifier.", "id")) var identifier: String
    @Option(help: help("名称。", "Name.")) var name: String
    @Option(help: help("印刷された番号。", "Code as printed.")) var code: String?
    @Option(help: help("所管部署。", "The responsible unit.", "unit")) var unit: String?
    @Option(help: help("掲載されている区分。", "The section where it is listed first.", "section")) var section: String?
    @Option(help: help("並び順（1 から）。", "Its place there, from 1.")) var position: UInt32 = 0
    @Option(help: help("印刷された印（繰返し可）。", "A printed mark, as a code; repeatable.")) var tag: [String] = []

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var programme = ProgrammeRegistered()
        (programme.id, programme.name, programme.code) = (identifier, name, code ?? "")
        (programme.unit, programme.section, programme.position, programme.tags) = (unit ?? "", section ?? "", position, tag)
        draft.statement.programmeRegistered = programme
    }
}

struct ListForm: Form {
    static var configuration: CommandConfiguration { form("list", "事務事業の掲載・再掲を記録する。", "List a programme under another section.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var replacing: ReplacingOptions
    @Option(help: help("事務事業。", "The programme.", "id")) var programme: String
    @Option(help: help("区分。", "The section.", "id")) var section: String
    @Option(help: help("掲載の種類: listed, relisted 再掲, marked-only, removed。", "listed, relisted, marked-only or removed.", "mark")) var mark: String?
    @Option(help: help("並び順（1 から）。", "Its place there, from 1.")) var position: UInt32 = 0

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var listed = ProgrammeListed()
        (listed.programme, listed.section, listed.position) = (programme, section, position)
        listed.mark = try Choice.read(mark, ProgrammeListed.Mark.listed, "--mark")
        try replacing.fill(&draft, desk, Subject(.programme, programme), FactKey(.listing, section))
        draft.statement.programmeListed = listed
    }
}

struct LinkForm: Form {
    static var configuration: CommandConfiguration { form("link", "他計画の項目との関連を記録する。", "Link a programme to an item of another plan.") }
    @OptionGroup var act: ActOptions
    @Option(help: help("事務事業。", "The programme.", "id")) var programme: String
    @Option(help: help("台帳にある計画。", "A plan of this ledger.", "id")) var plan: String?
    @Option(help: help("台帳にない計画の名。", "The name of a plan that is not in this ledger.", "text")) var target: String?
    @Option(help: help("項目の番号。", "The item's number as printed.")) var item: String?

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var link = ProgrammeLinked()
        (link.programme, link.plan, link.item) = (programme, plan ?? "", item ?? "")
        if let target { draft.setText(.linkTarget, target) }
        draft.statement.programmeLinked = link
    }
}

struct ScopeForm: Form {
    static var configuration: CommandConfiguration { form("scope", "検証の対象かどうかを記録する。", "Say whether a programme is reviewed in a year.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var replacing: ReplacingOptions
    @Option(help: help("事務事業。", "The programme.", "id")) var programme: String
    @Option(help: help("期間。", "Period.", "period")) var period: String
    @Flag(help: help("対象外。", "Out of scope.")) var out = false

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var scope = ScopeSet()
        (scope.programme, scope.period, scope.inScope) = (programme, try Reading.period(period, "--period"), !out)
        try replacing.fill(&draft, desk, Subject(.programme, programme), FactKey(.scope, scope.period))
        draft.statement.scopeSet = scope
    }
}
