import LedgerModel
import LedgerProjections

/// What every report is built from: the entries, the words, the moment and the stamp. A report is a struct with
/// `init(_ context: PaperContext<Source>, _ question: PaperQuestion) throws` and `func paper() throws -> Paper`.
package struct PaperContext<Source: LedgerSource> {
    package let telling: Telling<Source>
    package let asOf: AsOf
    package let stamp: PaperStamp
    /// Whether charts are wanted: only some formats print them.
    let draws: Bool
    let memo = PaperMemo()

    package var source: Source { telling.source }
    package var catalogue: Catalogue { telling.catalogue }

    /// - Parameters:
    ///   - edition: the act that published the state which is shown; nil where it is of no published edition.
    ///   - root: hexadecimal root of the log at the size of the moment.
    package init(_ telling: Telling<Source>, asOf: AsOf, edition: EditionPublished? = nil, root: String, draws: Bool = true) throws {
        self.telling = telling
        self.draws = draws
        self.asOf = asOf
        stamp = PaperStamp(
            ledger: telling.settings.name, edition: edition.map { Visible.text($0.label) + " (\($0.id))" }, asOf: try telling.line(asOf),
            size: min(asOf.number, telling.source.size), root: root)
    }
}

/// What was read at the report's moment, once for each subject: names, plans and units are asked for again and again.
final class PaperMemo {
    var known: [Subject: Facts] = [:]
    var names: [Subject: String] = [:]
    var plans: [Subject: [String]] = [:]
    var graded: [GradedPlace: GradedIndicator] = [:]

    struct GradedPlace: Hashable {
        let indicator: Subject
        let plan: String
    }
}

/// What a report is asked about. The command refuses what the report named does not take.
package struct PaperQuestion: Sendable {
    package var plan: Subject?
    package var section: Subject?
    package var indicator: Subject?
    package var programme: Subject?
    /// A stored period: `FY2016`.
    package var period: String?
    /// The day on which ages are counted.
    package var day: Day?
    /// By which grades are derived, where the printed grades do not name theirs.
    package var rule: RuleAdopted?

    package init() {}
}

extension PaperContext {
    package func words(_ ja: String, _ en: String) -> String { catalogue(Words(ja, en)) }

    package func paper(_ name: String, _ ja: String, _ en: String, _ blocks: [PaperBlock]) -> Paper {
        Paper(name: name, title: words(ja, en), stamp: stamp, blocks: blocks)
    }

    package func heading(_ level: Int, _ ja: String, _ en: String) -> PaperBlock { .heading(level: level, text: words(ja, en)) }

    package func paragraph(_ ja: String, _ en: String, _ values: String...) -> PaperBlock {
        .paragraph(Words(ja, en).filled(catalogue.language, values))
    }

    package func column(_ ja: String, _ en: String, isNumeric: Bool = false, width: Int = 12) -> PaperTable.Column {
        PaperTable.Column(words(ja, en), isNumeric: isNumeric, width: width)
    }

    /// The unit of the numbers beside it.
    package func unitColumn(width: Int = 8) -> PaperTable.Column { PaperTable.Column(words("単位", "unit"), width: width, isUnit: true) }

    /// The words for what nobody outside may read yet, or at all.
    package var notPublic: String { words("非公開", "withheld") }

    /// Knows nothing of texts and amounts, which most reports do not ask for and which are every second entry of a subject.
    package func facts(_ subject: Subject) throws -> Facts {
        if let known = memo.known[subject] { return known }
        let facts = try source.facts(of: subject, asOf: asOf, leavingOut: [.texts, .amounts])
        memo.known[subject] = facts
        return facts
    }

    /// The name that holds; the identifier where there is none.
    package func name(_ subject: Subject) throws -> String {
        if let known = memo.names[subject] { return known }
        let name = Visible.text(try source.name(of: subject, asOf: asOf) ?? subject.id)
        memo.names[subject] = name
        return name
    }

    /// `基本目標 Ⅰ …`, as printed: level, number and name.
    package func printed(_ group: KPITable.Group) -> String {
        printed(level: group.section?.level ?? "", number: group.section?.number ?? "", name: group.name ?? group.subject.id)
    }

    /// A name that is nothing but the number, or level and number, is not said twice.
    package func printed(level: String, number: String, name: String) -> String {
        let parts = [level, number].filter { !$0.isEmpty }
        let isSaid = [number, parts.joined(separator: " "), parts.joined()].contains { $0.hasSameBytes(as: name) }
        return Visible.text((parts + (isSaid && !parts.isEmpty ? [] : [name])).joined(separator: " "))
    }
}

// MARK: Cells

extension PaperContext {
    package func cell(_ text: String) -> PaperTable.Cell {
        text.isEmpty ? .blank : .text(Visible.lines(text).joined(separator: "\n"))
    }

    /// A text as the public may read it: withheld and embargoed texts are 非公開, whatever their ground.
    package func cell(_ event: Event, _ field: TextField, ordinal: UInt32 = 0) throws -> PaperTable.Cell {
        switch try source.text(event, field, ordinal: ordinal) {
        case .none: .blank
        case .open(let text): cell(text)
        case .withheld, .embargoed: .absent(notPublic)
        case .redacted: .absent(words("墨消し", "redacted"))
        }
    }

    /// A baseline, target or actual. What was printed and not understood stands as it was printed, and says so.
    package func cell(_ stated: Stated?) throws -> PaperTable.Cell {
        guard let stated else { return .blank }
        guard stated.fact.hasValue else { return .absent(words("目標なし", "no target")) }
        guard stated.value.absence == .unread else { return cell(stated.value) }
        let raw = try cell(stated.event, .rawCell).shown
        return .absent((raw.isEmpty ? catalogue(Value.Absence.unread.words) : raw) + catalogue.bracketed(words("未読", "unread")))
    }

    /// The number with its digits as printed, or the word; a typed absence apart from both.
    package func cell(_ value: Value) -> PaperTable.Cell {
        let shown = catalogue.value(value)
        guard value.absence == .present else { return .absent(shown) }
        return value.number.isEmpty ? .text(shown) : .number(exact: value.number, shown: shown)
    }

    /// Digits of a count.
    package func cell(_ count: Int) -> PaperTable.Cell { .number(exact: "\(count)", shown: Grouping.of("\(count)")) }

    /// A share as a percentage with one decimal; blank where there is none.
    package func percent(_ ratio: Ratio?) -> PaperTable.Cell {
        ratio.map { .number(exact: $0.percent, shown: $0.percent + "%") } ?? .blank
    }

    package func cell(_ period: Period?) -> PaperTable.Cell { period.map { .text(catalogue.period($0.description)) } ?? .blank }

    /// Unit with its printed scale: `億円`, `千t`.
    package func unit(_ value: Value) -> String { unit(value.unit, scale: value.scale) }

    package func unit(_ unit: String, scale: Int32) -> String {
        scale == 0 ? Visible.text(unit) : catalogue.number("", scale: scale, unit: unit).trimmed
    }

    /// What a bare number would lose in a spreadsheet: bound, form, status, parts, companion, and a unit that is not the row's.
    package func remarks(_ value: Value, rowUnit: String) -> String {
        guard value.absence == .present, !value.number.isEmpty else { return "" }
        return value.isBare && unit(value) == rowUnit ? "" : catalogue.value(value)
    }

    /// The numbers of the entries on which a statement rests: `#12, #14`.
    package func entries(_ events: [Event]) -> String { Set(events.map(\.number)).sorted().map { "#\($0)" }.joined(separator: ", ") }

    package func decided(_ event: Event) -> PaperTable.Cell { cell(catalogue.when(event.statement.decided)) }
}

extension PaperTable {
    /// Nil for a table without rows, which no report prints.
    package var block: PaperBlock? { rows.isEmpty ? nil : .table(self) }
}

extension String {
    fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
