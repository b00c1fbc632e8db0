import ArgumentParser
import LedgerModel
import LedgerProjections
import LedgerReports

struct RenameForm: Form {
    static var configuration: CommandConfiguration { form("rename", "名称を変える。", "Rename a plan, section, programme, indicator or unit.") }
    @OptionGroup var act: ActOptions
    @Option(help: help("対象（例 programme:p-1）。", "What, like programme:p-1.", "subject")) var subject: String
    @Option(help: help("新しい名称。", "The new name.")) var name: String
    @Option(help: help("元の名称（省くと台帳の現在の名称）。", "The old name (else the ledger's current one).", "name")) var old: String?

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var renamed = Renamed()
        renamed.subject = try Reading.subject(subject, "--subject", default: .indicator)
        renamed.name = name
        renamed.previousName = try old ?? desk.source.facts(of: renamed.subject).name ?? ""
        draft.statement.change = .revised
        draft.statement.renamed = renamed
    }
}

struct AliasForm: Form {
    static var configuration: CommandConfiguration { form("alias", "別の文書での名称を記録する。", "Note another name under which it is printed.") }
    @OptionGroup var act: ActOptions
    @Option(help: help("対象（例 programme:p-1）。", "What, like programme:p-1.", "subject")) var subject: String
    @Option(help: help("別名。", "The other name.")) var name: String

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var alias = AliasNoted()
        alias.subject = try Reading.subject(subject, "--subject", default: .indicator)
        alias.alias = name
        draft.statement.aliasNoted = alias
    }
}

struct MoveForm: Form {
    static var configuration: CommandConfiguration { form("move", "事務事業の移管、区分・部署の移動を記録する。", "Move a programme to another unit, a section or unit to another parent.") }
    @OptionGroup var act: ActOptions
    @Option(help: help("対象（例 programme:p-1）。", "What, like programme:p-1.", "subject")) var subject: String
    @Option(help: help("移動先（unit または section）。", "Where to: a unit or section.", "subject")) var to: String

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var moved = Moved()
        moved.subject = try Reading.subject(subject, "--subject", default: .programme)
        moved.to = try Reading.subject(to, "--to", default: moved.subject.kind == .section ? .section : .unit)
        if let place = try desk.source.facts(of: moved.subject).place { moved.previous = place }
        draft.statement.change = .revised
        draft.statement.moved = moved
    }
}

/// Merge, split, reorganise, replace, carry over and "the same": one shape, six meanings.
struct RestructureOptions: ParsableArguments {
    @Option(help: help("元（例 programme:p-1）。繰返し可。", "From what; repeatable.", "subject")) var from: [String] = []
    @Option(help: help("先（例 programme:p-2）。繰返し可。", "To what; repeatable.", "subject")) var to: [String] = []

    func fill(_ draft: inout Draft, _ kind: Restructured.Kind, plan: String = "") throws {
        var restructured = Restructured()
        restructured.kind = kind
        restructured.from = try from.map { try Reading.subject($0, "--from", default: .programme) }
        restructured.to = try to.map { try Reading.subject($0, "--to", default: .programme) }
        restructured.plan = plan
        draft.statement.restructured = restructured
    }
}

struct MergeForm: Form {
    static var configuration: CommandConfiguration { form("merge", "統合を記録する。", "Merge several into one.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var sides: RestructureOptions
    func fill(_ draft: inout Draft, _ desk: Desk) throws { try sides.fill(&draft, .merged) }
}

struct SplitForm: Form {
    static var configuration: CommandConfiguration { form("split", "分割を記録する。", "Split one into several.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var sides: RestructureOptions
    func fill(_ draft: inout Draft, _ desk: Desk) throws { try sides.fill(&draft, .split) }
}

struct ReorganiseForm: Form {
    static var configuration: CommandConfiguration { form("reorganise", "対応関係の示されない再編を記録する。", "Reorganise several into several, the pairing unsaid.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var sides: RestructureOptions
    func fill(_ draft: inout Draft, _ desk: Desk) throws { try sides.fill(&draft, .reorganised) }
}

struct ReplaceForm: Form {
    static var configuration: CommandConfiguration { form("replace", "承継を記録する。", "Replace one by another.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var sides: RestructureOptions
    func fill(_ draft: inout Draft, _ desk: Desk) throws { try sides.fill(&draft, .replaced) }
}

struct SameForm: Form {
    static var configuration: CommandConfiguration { form("same", "二つの識別子が同じものと分かったことを記録する。", "Say that two identifiers turned out to be one thing.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var sides: RestructureOptions
    func fill(_ draft: inout Draft, _ desk: Desk) throws { try sides.fill(&draft, .same) }
}

struct CarryOverForm: Form {
    static var configuration: CommandConfiguration { form("carry-over", "次期計画への引継ぎを記録する。", "Carry over to another plan.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var sides: RestructureOptions
    @Option(help: help("引き継ぐ計画。", "The plan that takes it over.", "id")) var plan: String

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var sides = sides
        if sides.to.isEmpty { sides.to = sides.from }
        try sides.fill(&draft, .carriedOver, plan: plan)
    }
}

struct EndForm: Form {
    static var configuration: CommandConfiguration { form("end", "終了・廃止・休止を記録する。", "End: completed, abolished or suspended.") }
    @OptionGroup var act: ActOptions
    @Option(help: help("対象（例 programme:p-1）。", "What, like programme:p-1.", "subject")) var subject: String
    @Option(help: help("completed 終了, abolished 廃止, suspended 休止。", "completed, abolished or suspended.", "kind")) var kind: String

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var ended = Ended()
        ended.subject = try Reading.subject(subject, "--subject", default: .indicator)
        ended.kind = try Choice.read(kind, Ended.Kind.self, "--kind")
        draft.statement.ended = ended
    }
}

struct ResumeForm: Form {
    static var configuration: CommandConfiguration { form("resume", "再開を記録する。", "Resume what had ended.") }
    @OptionGroup var act: ActOptions
    @Option(help: help("対象（例 programme:p-1）。", "What, like programme:p-1.", "subject")) var subject: String

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var resumed = Resumed()
        resumed.subject = try Reading.subject(subject, "--subject", default: .indicator)
        draft.statement.resumed = resumed
    }
}
