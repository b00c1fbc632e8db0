import Foundation
import LedgerImport
import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerSheets
import LedgerTestSupport
import SheetFiles
import Testing

/// The published tables, where they are; the repository holds no copy.
enum Sheets {
    static let folder: URL? = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
        let named = ProcessInfo.processInfo.environment["LEDGER_SHEETS"].map { URL(filePath: $0) }
        let folder = named ?? root.resolvingSymlinksInPath().appending(path: "../shared/sheets").standardizedFileURL
        return FileManager.default.fileExists(atPath: folder.appending(path: "kitakyushu/kpi-h28.csv").path) ? folder : nil
    }()
    static var areHere: Bool { folder != nil }

    static func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: #require(folder).appending(path: name))) }
}

/// A planning officer at work: imports tables, accepts definitions, gives classes.
final class SheetDesk {
    let store: TemporaryLedger
    let plan: PlanAdopted
    var body: String?
    /// Of the file that is imported next.
    var digest = [UInt8](repeating: 7, count: 32)

    init(plan id: String = "strategy-1", period: String = "FY2015-FY2019", seed: UInt64 = 1) throws {
        var plan = PlanAdopted()
        (plan.id, plan.name, plan.period) = (id, "総合戦略", period)
        self.plan = plan
        store = try TemporaryLedger(seed: seed)
    }

    struct Outcome {
        let plan: ImportPlan
        let receipt: Receipt?
    }

    static func read(_ bytes: [UInt8], _ name: String, _ mapping: String, _ period: String) throws -> TableReading {
        let mapping = try Mapping.shipped(named: mapping)
        let workbook = try WorkbookReader.read(bytes, name: name, WorkbookReader.Options(encoding: mapping.encoding))
        return try TableReader(mapping, period: #require(Period(period))).read(workbook)
    }

    func request(_ reading: TableReading, known: Day) throws -> ImportRequest {
        let dates = ImportDates(
            planDecided: .day(try #require(Day("2016-03-31"))), known: .day(known), graded: .day(known))
        let document = ImportDocument(title: "", fileName: "table", digest: digest, mapping: reading.mapping, mappingDigest: [])
        var request = ImportRequest(plan: plan.id, recordedBy: "clerk", dates: dates, document: document)
        request.newPlan = plan
        request.isBackfill = true
        request.body = body
        return request
    }

    func compare(_ reading: TableReading, known: Day, _ lines: [Definition] = [], _ classes: Classification = Classification()) throws -> ImportPlan {
        try Importer(store.ledger.snapshot(), reading, request(reading, known: known), definitions: DefinitionSheet(lines), classes: classes).plan()
    }

    /// Every line accepted as proposed; where nothing is proposed, with the printed text as its name.
    static func accept(_ lines: [Definition]) -> [Definition] {
        lines.map { line in
            var line = line
            line.isAccepted = true
            line.direction = .higher
            if line.name.value.isEmpty { line.name.value = line.printed }
            return line
        }
    }

    /// Imports as a person would who accepts everything and calls every difference what `choose` says.
    func take(_ reading: TableReading, known: String, _ choose: (ImportItem) -> Classified? = SheetDesk.keep) throws -> Outcome {
        let day = try #require(Day(known))
        var lines: [Definition] = []
        var plan = try compare(reading, known: day)
        if !plan.definitions.isEmpty {
            lines = Self.accept(plan.definitions)
            plan = try compare(reading, known: day, lines)
        }
        if !plan.blockers.isEmpty {
            let answers = plan.blockers.compactMap { item in choose(item).map { (item.key, $0) } }
            plan = try compare(reading, known: day, lines, Classification(Dictionary(answers, uniquingKeysWith: { first, _ in first })))
        }
        guard plan.blockers.isEmpty, plan.definitions.isEmpty, !plan.drafts.isEmpty else { return Outcome(plan: plan, receipt: nil) }
        return Outcome(plan: plan, receipt: try append(plan.drafts.map(\.draft)))
    }

    private func append(_ drafts: [Draft]) throws -> Receipt {
        var drafts = drafts
        do { return try store.ledger.append(drafts) } catch let problems as Problems where problems.all.allSatisfy(\.code.isWarning) {
            for problem in problems.all { drafts[Int(problem.place.dropFirst(6))! - 1].setText(.override, "表の記載のとおり") }
            return try store.ledger.append(drafts)
        }
    }

    /// What is not understood is kept as unread; what differs is not taken.
    static func keep(_ item: ImportItem) -> Classified? {
        var chosen = Classified(item.choices.contains(.keepUnread) ? .keepUnread : .notTaken)
        chosen.reason = .other
        chosen.reasonText = "試験"
        return item.choices.contains(chosen.kind) ? chosen : nil
    }
}
