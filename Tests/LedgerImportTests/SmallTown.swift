import LedgerImport
import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerSheets
import LedgerTestSupport
import Testing

/// Two years of an invented town's table, with most of what a person has to decide: names changed in the definition sheet, a division in two spellings, a
/// cell with two values, a changed past, a changed target, a new division, a programme that is gone and a cell in words.
struct SmallTown {
    let desk: SheetDesk
    /// Definitions and classes as a person gave them.
    private(set) var lines: [Definition] = []
    private(set) var classes = Classification()
    private var answers: [ClassKey: Classified] = [:]
    private var year = first

    struct Year: Sendable {
        let text: String
        let period: String
        let known: String
        let digest: [UInt8]
    }

    static let first = Year(
        text: """
            基本目標,分野,取組,事業名,所管課,再掲,評価,KPI,H30実績
            Ⅰ,①起業,相談の窓口を開く,創業相談事業,商工課,0,B,創業相談件数：40件（H29年度）⇒300件（H30～R4年度）,52件
            Ⅰ,①起業,相談の窓口を開く,創業相談事業,商工課,0,B,新規創業者数：5人（H29年度）⇒毎年8人以上,7人
            Ⅰ,②観光,駅前の案内所を整える,観光案内事業,商工 課,0,C,案内所の利用者数：1.2万人（H29年度）⇒2万人（R4年度）,1.5万人
            Ⅱ,③子育て,集いの場をふやす,子育て広場事業,こども課,0,A,広場の満足度：78％（H29年度）⇒85％（R4年度）,86％
            Ⅱ,④公共交通,路線をまもる,乗合バス事業,交通課,0,対象外,バスの利用者数：910人（H29年度）⇒950人（R4年度）,調査中
            Ⅱ,④公共交通,路線をまもる,観光案内事業,商工課,1,C,案内所の利用者数：1.2万人（H29年度）⇒2万人（R4年度）,1.6万人

            """, period: "FY2018", known: "2019-06-30", digest: [UInt8](repeating: 1, count: 32))

    static let next = Year(
        text: """
            基本目標,分野,取組,事業名,所管課,再掲,評価,KPI,H30実績,R1実績
            Ⅰ,①起業,相談の窓口を開く,創業相談事業,産業課,0,A,創業相談件数：40件（H29年度）⇒250件（H30～R4年度）,52件,累計120件
            Ⅰ,①起業,相談の窓口を開く,創業相談事業,産業課,0,A,新規創業者数：5人（H29年度）⇒毎年8人以上,7人,9人
            Ⅰ,②観光,駅前の案内所を整える,観光案内事業,こども課,0,C,案内所の利用者数：1.2万人（H29年度）⇒2万人（R4年度）,1.7万人,1.8万人
            Ⅱ,③子育て,集いの場をふやす,子育て広場事業,こども課,0,B,広場の満足度：78％（H29年度）⇒85％（R4年度）,86％,八割ほどか
            Ⅱ,③子育て,集いの場をふやす,一時預かり事業,こども課,0,B,預かりの利用者数：10人（H30年度）⇒90人（R4年度）,—,31人

            """, period: "FY2019", known: "2020-06-30", digest: [UInt8](repeating: 2, count: 32))

    init(seed: UInt64 = 1) throws { desk = try SheetDesk(plan: "s1", period: "FY2018-FY2022", seed: seed) }

    var ledger: Ledger { desk.store.ledger }
    var document: ImportDocument { get throws { try request(reading()).document } }

    private func reading() throws -> TableReading { try SheetDesk.read(Array(year.text.utf8), "table.csv", "kitakyushu", year.period) }

    private func request(_ reading: TableReading) throws -> ImportRequest {
        desk.digest = year.digest
        return try desk.request(reading, known: #require(Day(year.known)))
    }

    /// What importing the year does now, or would have done to the ledger as it was.
    func plan(on source: some LedgerSource) throws -> ImportPlan {
        let reading = try reading()
        return try Importer(source, reading, request(reading), definitions: DefinitionSheet(lines), classes: classes).plan()
    }

    func plan() throws -> ImportPlan { try plan(on: ledger.snapshot()) }

    /// A person accepts every line, some under another name, and classes every difference.
    mutating func prepare(_ year: Year) throws -> ImportPlan {
        self.year = year
        (lines, classes, answers) = ([], Classification(), [:])
        lines = SheetDesk.accept(try plan().definitions).map { line in
            var line = line
            if ["創業相談件数", "乗合バス事業"].contains(line.name.value) { line.name.value += "（改）" }
            return line
        }
        answers = Dictionary(try plan().blockers.map { ($0.key, Self.answer($0)) }, uniquingKeysWith: { first, _ in first })
        classes = Classification(answers)
        let plan = try plan()
        #expect(plan.blockers.isEmpty && plan.definitions.isEmpty && plan.missingDates.isEmpty)
        return plan
    }

    /// Gives every class anew.
    mutating func reclass(_ change: (inout Classified) -> Void) {
        answers = answers.mapValues { answer in
            var answer = answer
            change(&answer)
            return answer
        }
        classes = Classification(answers)
    }

    private static func answer(_ item: ImportItem) -> Classified {
        var chosen = Classified(.notTaken)
        switch (item.verdict, item.what) {
        case (.twoValues, _): chosen.kind = .taken
        case (.unread, _) where item.choices.contains(.keepUnread): chosen.kind = .keepUnread
        case (.missing, _): (chosen.kind, chosen.to) = (.ended, "abolished")
        case (.changed, .actual): chosen.kind = .correct
        case (.changed, .target): chosen.kind = .retarget
        case (.changed, .division) where item.read == .text("産業課"): chosen.kind = .restructure
        default: break
        }
        (chosen.reason, chosen.reasonText) = (chosen.kind == .correct ? .error : .other, "例示の理由")
        return chosen
    }
}

extension Ledger {
    /// Drafts as they stand, whatever warnings there are.
    @discardableResult
    func append(_ drafts: some Collection<ImportDraft>) throws -> Receipt {
        var options = AppendOptions()
        options.warningReason = "表の記載のとおり"
        return try append(drafts.map(\.draft), options: options)
    }
}
