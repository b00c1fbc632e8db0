import Foundation
import LedgerModel
import LedgerProjections
import Testing

@testable import LedgerReports

/// Drafts folded into a ledger in memory: entries of a batch of their own, recorded on the day that the clock shows, with their texts.
struct FoldedDrafts {
    private(set) var ledger = MemoryLedger(settings: Settings(name: "kpi.example", utcOffsetMinutes: 540, fiscalFirstMonth: 4))
    var today = "2023-01-15"

    @discardableResult
    mutating func enter(_ draft: Draft) -> Event {
        let number = ledger.size + 1
        var statement = draft.statement
        if statement.event.isEmpty { statement.event = Data((0..<16).map { $0 < 8 ? 7 : UInt8(truncatingIfNeeded: number >> (8 * (15 - UInt64($0)))) }) }
        statement.texts = draft.texts.map { text in
            .with { ($0.field, $0.ordinal, $0.class, $0.ground, $0.until) = (text.field, text.ordinal, text.class, text.ground, text.until) }
        }
        let recorded = Day(today)?.endUnixNanoseconds(offsetMinutes: 540) ?? 0
        let event = Event(number: number, recorded: recorded, batchFirst: number, batchLength: 1, statement: statement, settings: ledger.settings)
        ledger.add(event, texts: draft.texts.map { text in .with { ($0.field, $0.ordinal, $0.text) = (text.field, text.ordinal, text.text) } })
        return event
    }

    @discardableResult
    mutating func enter(
        _ act: Statement.OneOf_Act, on day: String = "2018-04-01", change: Change = .first, _ texts: [TextField: String] = [:],
        _ edit: (inout Draft) -> Void = { _ in }
    ) -> Event {
        var draft = Draft()
        draft.statement.recordedBy = Subject(.actor, "clerk")
        draft.statement.decided.from = day
        draft.statement.change = change
        draft.statement.act = act
        for (field, text) in texts { draft.setText(field, text) }
        edit(&draft)
        return enter(draft)
    }

    /// The files of an example city, one after another.
    static func city(_ name: String, _ files: [String]) throws -> FoldedDrafts {
        var book = FoldedDrafts()
        for file in files {
            let lines = try String(contentsOf: root.appendingPathComponent("tools/example/\(name)/\(file).ndjson"), encoding: .utf8).split(separator: "\n")
            for (i, line) in lines.enumerated() { book.enter(try Draft(jsonLine: String(line), place: "line \(i + 1)")) }
        }
        return book
    }

    static let kawasaki = ["1-plan", "2-r2", "3-r3", "4-opinions", "5-lineage", "6-next"]
    static let kitakyushu = ["1-plan", "2-h27", "3-h28"]

    func context(_ language: Language = .ja, asOf: AsOf = .now) throws -> PaperContext<MemoryLedger> {
        try PaperContext(Telling(ledger, Catalogue(language)), asOf: asOf, root: "00")
    }

    static var root: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    }

    /// The real sheet with a name such as `kobe/amounts-r1.csv`, as rows by heading; nil where the sheets are not here, and then it says so.
    static func sheet(_ name: String) throws -> [[String: String]]? {
        let folder = ProcessInfo.processInfo.environment["LEDGER_SHEETS"].map { URL(fileURLWithPath: $0) }
            ?? root.resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("shared/sheets")
        guard let text = try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8) else {
            print("skipped: \(name) is not in \(folder.path); set LEDGER_SHEETS")
            return nil
        }
        var lines = fields(text)
        let headings = lines.removeFirst()
        return lines.filter { $0 != [""] }.map { Dictionary(uniqueKeysWithValues: zip(headings, $0)) }
    }

    /// RFC 4180, for files that are known to be well formed.
    private static func fields(_ text: String) -> [[String]] {
        var rows: [[String]] = [[""]]
        var isQuoted = false
        for scalar in text.unicodeScalars where scalar != "\u{feff}" && scalar != "\r" {
            switch scalar {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: rows[rows.count - 1].append("")
            case "\n" where !isQuoted: rows.append([""])
            default: rows[rows.count - 1][rows[rows.count - 1].count - 1].unicodeScalars.append(scalar)
            }
        }
        return rows
    }
}

extension Paper {
    var tables: [PaperTable] { blocks.compactMap { if case .table(let table) = $0 { table } else { nil } } }
    var charts: [PaperChart] { blocks.compactMap { if case .chart(let chart) = $0 { chart } else { nil } } }
    var headings: [String] { blocks.compactMap { if case .heading(_, let text) = $0 { text } else { nil } } }
    var paragraphs: [String] { blocks.compactMap { if case .paragraph(let text) = $0 { text } else { nil } } }
    func table(_ caption: String) throws -> PaperTable { try #require(tables.first { $0.caption == caption }, "no table \(caption)") }

    /// Everything that it says, with a line for each cell.
    var said: String {
        let cells = tables.flatMap { table in [table.caption] + table.columns.map(\.heading) + table.rows.flatMap { $0.map(\.shown) } }
        return ([title] + headings + paragraphs + cells).joined(separator: "\n")
    }
}

extension PaperTable {
    /// Each row as what stands under each heading.
    var byHeading: [[String: String]] {
        rows.map { row in Dictionary(zip(columns.map(\.heading), row.map(\.shown)), uniquingKeysWith: { $0 + " / " + $1 }) }
    }
    func column(_ heading: String) throws -> [Cell] {
        let index = try #require(columns.firstIndex { $0.heading == heading }, "no column \(heading)")
        return rows.map { $0[index] }
    }
    func shown(_ heading: String) throws -> [String] { try column(heading).map(\.shown) }
}

// MARK: acts

func planAct(_ id: String, _ name: String) -> Statement.OneOf_Act {
    .planAdopted(.with { ($0.id, $0.name, $0.period) = (id, name, "FY2019-FY2023") })
}

func sectionAct(_ id: String, _ number: String, _ name: String, plan: String = "p", position: UInt32 = 0, parent: String = "") -> Statement.OneOf_Act {
    .sectionAdded(.with { ($0.id, $0.plan, $0.number, $0.name, $0.position, $0.parent) = (id, plan, number, name, position, parent) })
}

func programmeAct(
    _ id: String, _ name: String, code: String = "", in section: String = "", position: UInt32 = 0, unit: String = ""
) -> Statement.OneOf_Act {
    .programmeRegistered(
        .with { ($0.id, $0.name, $0.code, $0.section, $0.position, $0.unit) = (id, name, code, section, position, unit) })
}

func amountAct(
    _ subject: Subject, _ number: String?, period: String = "FY2019", kind: AmountRecorded.Kind = .notStated, scale: Int32 = 3, unit: String = "円",
    carriedOver: Bool = false, includedIn: Subject? = nil
) -> Statement.OneOf_Act {
    .amountRecorded(
        .with {
            ($0.subject, $0.period, $0.kind, $0.carriedOver) = (subject, period, kind, carriedOver)
            if let number { ($0.value.number, $0.value.scale, $0.value.unit) = (number, scale, unit) } else { $0.value.absence = .nonePrinted }
            if let includedIn { $0.includedIn = includedIn }
        })
}

func textAct(_ subject: Subject, _ kind: TextRecorded.Kind, _ period: String = "", number: String = "") -> Statement.OneOf_Act {
    .textRecorded(.with { ($0.subject, $0.kind, $0.period, $0.number) = (subject, kind, period, number) })
}

func indicatorAct(_ id: String, _ name: String, unit: String = "人", _ aggregation: Aggregation = .level, at: [Subject] = []) -> Statement.OneOf_Act {
    .indicatorDefined(
        .with {
            ($0.id, $0.name, $0.attachedTo) = (id, name, at)
            $0.measures = [.with { ($0.id, $0.unit, $0.direction, $0.aggregation) = ("m1", unit, .higher, aggregation) }]
        })
}

func factAct(
    _ kind: FactRecorded.Kind, _ indicator: String, _ period: String, _ number: String, unit: String = "人", scale: Int32 = 0, status: Status = .a,
    previous: String? = nil
) -> Statement.OneOf_Act {
    .factRecorded(
        .with {
            ($0.kind, $0.indicator, $0.measure, $0.period) = (kind, indicator, "m1", period)
            if kind != .actual { $0.plan = "p" }
            ($0.value.number, $0.value.unit, $0.value.scale, $0.value.status) = (number, unit, scale, status)
            if let previous { ($0.previous.number, $0.previous.unit, $0.previous.scale) = (previous, unit, scale) }
        })
}

func opinionAct(
    _ id: String, _ number: String, body: String = "b", about: [Subject] = [], period: String = "FY2021", _ edit: (inout OpinionGiven) -> Void = { _ in }
) -> Statement.OneOf_Act {
    var act = OpinionGiven()
    (act.id, act.printedNumber, act.body, act.about, act.period, act.kind) = (id, number, body, about, period, .opinion)
    edit(&act)
    return .opinionGiven(act)
}

func responseAct(
    _ id: String, _ number: String, to opinions: [String], refersTo: [String] = [], _ state: ResponseGiven.State = .unsaid
) -> Statement.OneOf_Act {
    .responseGiven(.with { ($0.id, $0.printedNumber, $0.opinions, $0.refersTo, $0.state) = (id, number, opinions, refersTo, state) })
}
