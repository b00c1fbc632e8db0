import ArgumentParser
import LedgerModel
import LedgerProjections
import LedgerReports

/// What an indicator counts: `id:unit:direction:aggregation[:scale[:label]]`, or the single options for the usual case of one.
struct MeasureOptions: ParsableArguments {
    @Option(help: help("単位（例 人、件、%）。", "Unit, like 人, 件 or %.")) var unit: String?
    @Option(help: help("位: 千, 万, 億 または 10 の指数。", "Scale: a power of ten, or 千, 万, 億.")) var scale: String?
    @Option(help: help("良い方向: higher, lower, keep。", "Which way is better: higher, lower, keep.", "direction")) var direction: String?
    @Option(help: help("集計: single-year, cumulative, level, average, milestone, with-repetition。", "Aggregation: single-year, cumulative, level, average, milestone, with-repetition.", "kind")) var aggregation: String?
    @Option(help: help("複数の測定項目 識別子:単位:方向:集計[:位[:表示]]。繰返し可。", "Several measures, id:unit:direction:aggregation[:scale[:label]]; repeatable.", "measure")) var measure: [String] = []

    /// The measures that were typed; empty where none was.
    func measures() throws -> [Measure] {
        if !measure.isEmpty { return try measure.map(Self.read) }
        guard unit != nil || scale != nil || direction != nil || aggregation != nil else { return [] }
        return [try Self.measure("m1", unit ?? "", direction, aggregation, scale, "")]
    }

    private static func read(_ text: String) throws -> Measure {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map { $0.isEmpty ? nil : String($0) }
        func part(_ i: Int) -> String? { i < parts.count ? parts[i] : nil }
        return try measure(part(0) ?? "", part(1) ?? "", part(2), part(3), part(4), part(5) ?? "")
    }

    private static func measure(
        _ id: String, _ unit: String, _ direction: String?, _ aggregation: String?, _ scale: String?, _ label: String
    ) throws -> Measure {
        var measure = Measure()
        (measure.id, measure.unit, measure.label) = (id, unit, label)
        measure.direction = try Choice.read(direction, Measure.Direction.unknownDirection, "--direction")
        measure.aggregation = try Choice.read(aggregation, Aggregation.notStated, "--aggregation")
        measure.scale = try scale.map { try Reading.scale($0, "--scale") } ?? 0
        return measure
    }
}

struct IndicatorForm: Form {
    static var configuration: CommandConfiguration { form("indicator", "指標を定義する。", "Define an indicator.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var measures: MeasureOptions
    @Option(help: help("識別子。", "Identifier.", "id")) var identifier: String
    @Option(help: help("名称。", "Name.")) var name: String
    @Option(help: help("印刷された番号。", "Code as printed.")) var code: String?
    @Option(help: help("output 活動指標 または outcome 成果指標。", "output or outcome.", "type")) var type: String?
    @Option(help: help("属する先（例 programme:p-1）。繰返し可。", "What it serves, like programme:p-1; repeatable.", "subject")) var to: [String] = []
    @Option(help: help("何をどう数えるか。", "What it counts, and how.", "text")) var definition: String?

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var indicator = IndicatorDefined()
        (indicator.id, indicator.name, indicator.code) = (identifier, name, code ?? "")
        indicator.type = try Choice.read(type, IndicatorDefined.TypeEnum.unspecified, "--type")
        indicator.measures = try measures.measures()
        if indicator.measures.isEmpty { throw Problem(.missingField, "--unit") }
        indicator.attachedTo = try to.map { try Reading.subject($0, "--to", default: .programme) }
        if let definition { draft.setText(.definition, definition) }
        draft.statement.indicatorDefined = indicator
    }
}

struct RedefineForm: Form {
    static var configuration: CommandConfiguration { form("redefine", "定義・算定方法・運用の変更を記録する。", "Record a change of meaning, method or counting practice.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var measures: MeasureOptions
    @Option(help: help("指標。", "The indicator.", "id")) var indicator: String
    @Option(help: help("meaning 定義, method 算定方法, practice 運用。", "meaning, method or practice.", "aspect")) var aspect: String
    @Option(help: help("どの期間から。", "From which period.", "period")) var from: String
    @Option(help: help("前と比べられるか: unsaid, comparable, break。", "unsaid, comparable or break.", "kind")) var comparability: String?
    @Option(help: help("新しい定義。", "The new definition.", "text")) var definition: String?

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var redefined = IndicatorRedefined()
        redefined.indicator = indicator
        redefined.aspect = try Choice.read(aspect, IndicatorRedefined.Aspect.self, "--aspect")
        redefined.fromPeriod = try Reading.period(from, "--from")
        redefined.comparability = try Choice.read(comparability, IndicatorRedefined.Comparability.unsaid, "--comparability")
        redefined.measures = try measures.measures()
        if let definition { draft.setText(.definition, definition) }
        draft.statement.change = .revised
        if let event = try desk.current(Subject(.indicator, indicator), FactKey(.definition), for: draft), !draft.statement.previousUnknown {
            draft.statement.replaces = event.statement.event
        }
        draft.statement.indicatorRedefined = redefined
    }
}

struct AttachForm: Form {
    static var configuration: CommandConfiguration { form("attach", "指標を事務事業・区分・計画に付ける。", "Attach an indicator to a programme, section or plan.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var attachment: AttachmentOptions
    func fill(_ draft: inout Draft, _ desk: Desk) throws { try attachment.fill(&draft, desk, detached: false) }
}

struct DetachForm: Form {
    static var configuration: CommandConfiguration { form("detach", "指標を事務事業・区分・計画から外す。", "Detach an indicator from a programme, section or plan.") }
    @OptionGroup var act: ActOptions
    @OptionGroup var attachment: AttachmentOptions
    func fill(_ draft: inout Draft, _ desk: Desk) throws { try attachment.fill(&draft, desk, detached: true) }
}

struct AttachmentOptions: ParsableArguments {
    @Option(help: help("指標。", "The indicator.", "id")) var indicator: String
    @Option(help: help("相手（例 programme:p-1）。", "To or from what, like programme:p-1.", "subject")) var to: String
    @Option(help: help("並び順（1 から）。", "Its place there, from 1.")) var position: UInt32 = 0

    func fill(_ draft: inout Draft, _ desk: Desk, detached: Bool) throws {
        var attached = Attached()
        attached.indicator = indicator
        attached.to = try Reading.subject(to, "--to", default: .programme)
        attached.position = position
        attached.detached = detached
        let current = try desk.current(Subject(.indicator, indicator), FactKey(.attachment, attached.to.path), for: draft)
        if detached, let current {
            draft.statement.change = .revised
            draft.statement.replaces = current.statement.event
        }
        draft.statement.attached = attached
    }
}
