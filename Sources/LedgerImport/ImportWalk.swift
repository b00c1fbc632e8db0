import Foundation
import LedgerModel
import LedgerProjections
import LedgerSheets

/// Compares a table with a ledger, and writes nothing.
///
/// Three passes: who is meant by every row (`Identities`), what is printed of each (`Values`), and what is missing. Same table, same ledger,
/// same definitions and classes: same plan.
package struct Importer<Store: LedgerSource> {
    private let source: Store
    private var reading: TableReading
    private let request: ImportRequest
    private var definitions: DefinitionSheet
    private let classes: Classification

    package init(
        _ source: Store, _ reading: consuming TableReading, _ request: ImportRequest, definitions: consuming DefinitionSheet = DefinitionSheet(),
        classes: Classification = Classification()
    ) {
        self.source = source
        self.reading = reading
        self.request = request
        self.definitions = definitions
        self.classes = classes
    }

    /// Lets go of each row's readings as soon as they are compared, and of the definitions once every row has its subjects, where nobody else
    /// holds them.
    /// - Throws: `unknown-subject` where the plan is not in the ledger, and whatever the source throws.
    /// - Parameter progress: told now and then how many of how many rows have been matched, and while they are compared. Pages of the ledger that were read so far
    ///   may then be given back.
    package consuming func plan(progress: (Int, Int) -> Void = { _, _ in }) throws -> ImportPlan {
        let rows = reading.takeRows()
        var walk = try ImportWalk(source, reading, request, definitions.take(), classes)
        try walk.run(rows, progress)
        return try walk.finished(progress)
    }
}

struct ImportWalk<Store: LedgerSource> {
    let source: Store
    /// Without its rows.
    let reading: TableReading
    let request: ImportRequest
    var sheet: DefinitionSheet
    let classes: Classification
    var index: PlanIndex<Store>
    var plan: ImportPlan
    var names = RunNames()
    /// What every draft begins with: its source, but for the cell, and the document's texts.
    private let blank: Draft
    var seenGrades: [SeenGrade: GradeReading] = [:]
    var seenUnread: [SeenUnread: String] = [:]
    /// Facts of subjects that many rows ask for: sections and programmes. Indicators are read once and let go.
    private var cache: [Subject: Facts] = [:]
    private static var cacheLimit: Int { 256 }

    init(
        _ source: Store, _ reading: TableReading, _ request: ImportRequest, _ definitions: consuming DefinitionSheet, _ classes: Classification
    ) throws {
        self.source = source
        self.reading = reading
        self.request = request
        self.sheet = definitions
        self.classes = classes
        blank = Self.blank(request.document)
        plan = ImportPlan(listsAll: request.listsAll)
        plan.common = CommonParts(blank)
        let subject = Subject(.plan, request.plan)
        let exists = try source.facts(of: subject).exists
        guard exists || request.newPlan != nil else { throw Problem(.unknownSubject, subject.label) }
        index = try PlanIndex(source, plan: request.plan, on: reading.period.lastDay(fiscalFirstMonth: source.settings.fiscalFirstMonth))
        if !exists, let new = request.newPlan { add(.plan, subject, nil, .planAdopted(new)) }
    }

    mutating func run(_ table: consuming [RowReading], _ progress: (Int, Int) -> Void) throws {
        let rows = try resolve(table, progress)
        // Only proposals ask who else is printed so.
        names.indicators = [:]
        // Bodies, and heirs of programmes, are named when records are compared.
        let isNamed = rows.allSatisfy { $0.row.record == nil }
        if isNamed { _ = sheet.take() }
        try noteDefinitions()
        try noteSpellings()
        if isNamed { names.forget(but: Set(rows.lazy.filter { !$0.row.unread.isEmpty }.compactMap(\.indicator))) }
        try compareProgrammes(rows)
        try compareIndicators(rows) { progress($0, rows.count) }
        try compareRecords(rows)
        try findMissing(rows)
    }

    private mutating func resolve(_ table: consuming [RowReading], _ progress: (Int, Int) -> Void) throws -> [ResolvedRow] {
        var rows: [ResolvedRow] = []
        let count = table.count
        rows.reserveCapacity(count)
        for row in table {
            rows.append(try resolve(row))
            if rows.count % 1_000 == 0 { progress(rows.count, count) }
        }
        return rows
    }

    mutating func facts(_ subject: Subject) throws -> Facts {
        if let known = cache[subject] { return known }
        let facts = try source.facts(of: subject)
        if subject.kind != .indicator {
            // Rows that ask for the same subject stand close together.
            if cache.count >= Self.cacheLimit { cache.removeAll() }
            cache[subject] = facts
        }
        return facts
    }

    // MARK: drafts

    /// Which date an act counts from.
    func date(_ what: ImportWhat) -> (option: String, when: When?) {
        switch what {
        case .actual, .amount, .text, .opinion, .response, .point, .meetings, .body: ("--known", request.dates.known)
        case .grade: ("--graded", request.dates.graded)
        default: ("--plan-decided", request.dates.planDecided)
        }
    }

    private static func blank(_ document: ImportDocument) -> Draft {
        var source = Source()
        source.digest = Data(document.digest)
        source.mapping = document.mapping
        source.mappingDigest = Data(document.mappingDigest)
        var draft = Draft()
        draft.statement.sources = [source]
        if !document.title.isEmpty { draft.setText(.documentTitle, document.title) }
        draft.setText(.fileName, document.fileName)
        return draft
    }

    /// A draft with its source; nil dates are noted as missing.
    mutating func draft(_ what: ImportWhat, _ printed: Printed?, _ act: Statement.OneOf_Act) -> Draft {
        var draft = blank
        draft.statement.act = act
        draft.statement.recordedBy = Subject(.actor, request.recordedBy)
        let (option, when) = date(what)
        if let when { draft.statement.decided = when } else { plan.missingDates.insert(option) }
        draft.statement.backfill = request.isBackfill
        draft.statement.sources[0].cell = printed.map(\.place.cell) ?? ""
        if let printed {
            if !printed.place.sheet.isEmpty { draft.setText(.sheetName, printed.place.sheet) }
            if !printed.text.isEmpty { draft.setText(.rawCell, printed.text) }
        }
        return draft
    }

    mutating func add(_ what: ImportWhat, _ subject: Subject, _ printed: Printed?, _ act: Statement.OneOf_Act) {
        plan.add(draft(what, printed, act), what, printed)
        note(.new, what, subject, printed)
    }

    mutating func note(_ verdict: ImportVerdict, _ what: ImportWhat, _ subject: Subject, _ printed: Printed?) {
        var item = ImportItem(verdict, what, subject)
        item.printed = printed
        plan.note(item)
    }
}

/// One row and who it is about.
///
/// A class, since it stands in more than one list.
final class ResolvedRow {
    private(set) var row: RowReading
    let section: Subject?
    let programme: Subject?
    let indicator: Subject?
    /// Identifier of the measure for each measure of the row.
    let measures: [String]

    init(row: RowReading, section: Subject?, programme: Subject?, indicator: Subject?, measures: [String]) {
        self.row = row
        self.section = section
        self.programme = programme
        self.indicator = indicator
        self.measures = measures
    }

    /// Forgets what it says of its indicator and sections, for which nobody asks once it is compared.
    func letGo() { row.forgetIndicator() }
}
