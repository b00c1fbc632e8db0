import Foundation
import LedgerImport
import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerSheets
import LedgerTestSupport
import LedgerVerifier
import Testing

/// Tables of records made by hand, and a ledger of Kawasaki's frame to import them into: article 12 and 13, four programmes, one body.
struct RecordTable {
    static let section = SectionReading(level: "条", number: "12", name: "創業、経営の革新等の促進", printed: cell("創業、経営の革新等の促進", "B2"))
    static let startUp = "起業化総合支援事業"
    static let welfare = "ウェルフェアイノベーション推進事業"
    static let patents = "知的財産戦略の推進"
    static let inland = "内陸部操業環境保全対策事業"
    static let subcommittee = "中小企業活性化専門部会"

    static func cell(_ text: String, _ address: String) -> Printed {
        let column = address.utf8.first.map { Int($0) - 64 } ?? 1
        return Printed(text, CellPlace(sheet: "", column: column, row: Int(address.dropFirst()) ?? 1))
    }

    let kind: TableKind
    var rows: [RowReading] = []
    var period = Period.fiscal(2021)

    init(_ kind: TableKind) { self.kind = kind }

    var reading: TableReading { TableReading(kind: kind, mapping: "by-hand", sheet: "", period: period, rows: rows) }
    private var next: Int { rows.count + 2 }

    private func named(_ programme: String) -> ProgrammeReading { ProgrammeReading(name: Self.cell(programme, "C\(next)")) }

    func adding(_ record: RecordReading?, _ programme: ProgrammeReading? = nil) -> RecordTable {
        var copy = self
        copy.rows.append(RowReading(row: next, programme: programme, record: record))
        return copy
    }

    func opinion(_ programme: String, _ number: String, _ text: String) -> RecordTable {
        adding(.opinion(number: Self.cell(number, "D\(next)"), text: Self.cell(text, "E\(next)")), named(programme))
    }

    func response(_ programme: String, _ answers: [String], _ text: String, refersTo: String? = nil) -> RecordTable {
        adding(
            .response(
                answers: answers, number: Self.cell(answers.joined(separator: ";"), "D\(next)"), text: Self.cell(text, "E\(next)"),
                refersTo: refersTo.map { Self.cell($0, "F\(next)") }),
            named(programme))
    }

    func point(_ path: [String], _ heading: String?, _ text: String, note: String? = nil) -> RecordTable {
        adding(
            .point(
                path: path, heading: heading.map { Self.cell($0, "D\(next)") }, text: Self.cell(text, "E\(next)"),
                note: note.map { Self.cell($0, "F\(next)") }))
    }

    func lineage(_ from: String, _ to: String, _ kind: Restructured.Kind = .merged, renamed: Bool = false) -> RecordTable {
        adding(
            .lineage(
                from: Self.cell(from, "A\(next)"), to: Self.cell(to, "B\(next)"), kind: kind, renamed: renamed, effective: .fiscal(2022)),
            ProgrammeReading(name: Self.cell(from, "A\(next)")))
    }

    func ended(_ programme: String, _ kind: Ended.Kind) -> RecordTable {
        adding(nil, ProgrammeReading(name: Self.cell(programme, "A\(next)"), ended: EndReading(kind: kind, effective: .fiscal(2022))))
    }

    func seat(_ body: String, _ category: String, _ post: String, chair: Bool = false) -> RecordTable {
        var when = When()
        (when.from, when.to, when.precision) = ("2022-08-01", "2022-08-31", .month)
        return adding(
            .seat(body: Self.cell(body, "A\(next)"), category: category, post: Self.cell(post, "D\(next)"), isChair: chair, constituted: when))
    }

    func meetings(_ body: String, _ count: UInt32) -> RecordTable {
        adding(.meetings(body: Self.cell(body, "A\(next)"), period: .fiscal(2021), count: count))
    }

    func text(_ programme: String, _ kind: TextRecorded.Kind, _ text: String, period: Period? = nil, number: String = "") -> RecordTable {
        let reading = LedgerSheets.TextReading(kind, period: period, number: number, printed: Self.cell(text, "E\(next)"))
        return adding(nil, ProgrammeReading(name: Self.cell(programme, "C\(next)"), texts: [reading]))
    }

    /// Nil: nothing is printed.
    func amount(_ programme: String, _ thousands: String?, kind: AmountRecorded.Kind = .notStated) -> RecordTable {
        var value = Value()
        if let thousands { (value.number, value.scale, value.unit) = (thousands, 3, "円") } else { value.absence = .nonePrinted }
        let reading = AmountReading(kind: kind, period: period, value: value, printed: Self.cell(thousands ?? "", "E\(next)"))
        return adding(nil, ProgrammeReading(name: Self.cell(programme, "C\(next)"), amounts: [reading]))
    }

    func inScope(_ programme: String, _ value: Bool) -> RecordTable {
        adding(nil, ProgrammeReading(name: Self.cell(programme, "C\(next)"), inScope: value))
    }
}

/// A ledger that tables are imported into.
struct RecordCity {
    let ledger: TemporaryLedger
    var body: String? = "b-001"
    var known: When = .day(Day(2022, 8, 31)!)

    init() throws {
        func programme(_ id: String, _ name: String, _ section: String) -> Draft {
            draft(.programmeRegistered(.with { $0.id = id; $0.name = name; $0.unit = "city"; $0.section = section }), on: "2020-03-31")
        }
        func section(_ id: String, _ number: String, _ name: String) -> Draft {
            draft(.sectionAdded(.with { $0.id = id; $0.plan = "sme"; $0.level = "条"; $0.number = number; $0.name = name }), on: "2020-03-31")
        }
        ledger = try TemporaryLedger([
            actor("clerk"), draft(.unitCreated(.with { $0.id = "city"; $0.name = "川崎市" }), on: "2020-03-31"),
            draft(.planAdopted(.with { $0.id = "sme"; $0.name = "施策"; $0.period = "FY2020-FY2022" }), on: "2020-03-31"),
            section("s-12", "12", "創業、経営の革新等の促進"), section("s-13", "13", "連携の促進"),
            programme("p-001", RecordTable.startUp, "s-12"), programme("p-002", RecordTable.welfare, "s-12"),
            programme("p-003", RecordTable.patents, "s-13"), programme("p-004", RecordTable.inland, "s-13"),
            draft(.bodyConstituted(.with { $0.id = "b-001" }), on: "2020-03-31").saying(.displayName, RecordTable.subcommittee),
        ])
    }

    func plan(
        _ table: RecordTable, definitions: [Definition] = [], classes: [ClassKey: Classified] = [:]
    ) throws -> ImportPlan {
        let document = ImportDocument(
            title: "報告書", fileName: "table.csv", digest: Array(repeating: 7, count: 32), mapping: "by-hand",
            mappingDigest: Array(repeating: 8, count: 32))
        var request = ImportRequest(
            plan: "sme", recordedBy: "clerk", dates: ImportDates(planDecided: .day(Day(2022, 8, 31)!), known: known), document: document)
        request.body = body
        let snapshot = try ledger.ledger.snapshot()
        return try Importer(
            snapshot, table.reading, request, definitions: DefinitionSheet(definitions), classes: Classification(classes)
        ).plan()
    }

    /// Writes what a plan drafts; the audit finds nothing afterwards.
    func append(_ plan: ImportPlan) throws {
        #expect(plan.blockers.isEmpty)
        #expect(plan.definitions.isEmpty)
        #expect(plan.missingDates.isEmpty)
        _ = try ledger.ledger.append(plan.drafts.map(\.draft))
        #expect(try ledger.verify().verdict == .intact)
    }

    /// Accepts every proposal as it stands, imports, and imports once more: the second time there is nothing to write.
    @discardableResult
    func take(_ table: RecordTable, classes: [ClassKey: Classified] = [:]) throws -> ImportPlan {
        var accepted = try plan(table, classes: classes).definitions
        for i in accepted.indices { accepted[i].isAccepted = true }
        let plan = try plan(table, definitions: accepted, classes: classes)
        try append(plan)
        let again = try self.plan(table)
        #expect(again.drafts.isEmpty)
        #expect(again.blockers.isEmpty)
        #expect(again.definitions.isEmpty)
        return plan
    }

    /// The one item that blocks.
    func blocker(_ table: RecordTable) throws -> ImportItem {
        let blockers = try plan(table).blockers
        #expect(blockers.count == 1)
        return try #require(blockers.first)
    }

    /// Takes a table whose only blocking item is classed so.
    @discardableResult
    func take(_ table: RecordTable, as kind: ImportClass, taking item: ImportItem? = nil) throws -> ImportPlan {
        let item = try item ?? blocker(table)
        return try take(table, classes: [item.key: .because(kind)])
    }

    func facts(_ kind: Subject.Kind, _ id: String) throws -> Facts { try ledger.ledger.snapshot().facts(of: Subject(kind, id)) }

    func words(_ event: Event?, _ field: TextField = .bodyText, ordinal: UInt32 = 0) throws -> String? {
        try event.flatMap { try ledger.ledger.snapshot().text($0, field, ordinal: ordinal).text }
    }
}

extension Classified {
    static func because(_ kind: ImportClass) -> Classified {
        var chosen = Classified(kind)
        (chosen.reason, chosen.reasonText) = (kind == .correct ? .error : .other, "例示の理由")
        return chosen
    }
}

extension ImportPlan {
    func verdicts(_ what: ImportWhat) -> [ImportVerdict] { items.filter { $0.what == what }.map(\.verdict) }
}
