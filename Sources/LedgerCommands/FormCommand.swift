import ArgumentParser
import Foundation
import LedgerImport
import LedgerLog
import LedgerMerkle
import LedgerModel
import LedgerProjections
import LedgerReports
import LedgerSheets
import SheetFiles

/// Writes next year's sheets, one workbook for each division: the past filled in and locked, one empty column, the opinions that wait for an answer.
struct FormCommand: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "form", abstract: words("来年度の記入用シートを部署ごとに作る。", "Write next year's sheets, one for each division."),
            discussion: words(
                "記入後は ledger import FILE.xlsx --by … --known … で、読み方（--mapping）なしに取り込めます。",
                "Filled in, each is taken by ledger import FILE.xlsx --by … --known …, without a mapping."))
    }
    @OptionGroup var common: CommonOptions
    @Option(help: help("実績を尋ねる年度。", "The year whose actuals are asked for.", "period")) var period: String
    @Option(help: help("計画の識別子（一つだけなら省略可）。", "The plan, where there are several.", "id")) var plan: String?
    @Option(help: help("この部署だけ。", "Only this division.", "id")) var unit: String?
    @Option(help: help("書き出し先のフォルダー（なければ作る）。", "The folder to write into; made where there is none.", "path")) var out: String

    func execute(_ session: Session) throws -> Int32 {
        let reader = try Reader(session, common)
        let period = Period(try Reading.period(period, "--period"))!
        let plan = try reader.subject(Desk(source: reader.snapshot, session: session).plan(plan), .plan)
        let unit = try unit.map { try reader.subject($0, .unit) }
        let forms = FormSource(reader.snapshot, session.language)
        let size = reader.snapshot.size
        let contents = try forms.contents(plan, period, size: size).filter { unit == nil || $0.unit == unit }
        guard !contents.isEmpty else { throw Problem(.nothingFound, (unit ?? plan).label) }
        let written = contents.map { FormFileJSON($0, period: period, folder: out) }
        for file in written where FileManager.default.fileExists(atPath: file.path) { throw Problem(.ledgerExists, at: "--out", file.path) }
        do { try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true) } catch { throw Problem(.cannotWrite, out) }
        for (content, file) in zip(contents, written) {
            let head = try forms.head(plan, period, content.unit, size: size)
            do { try FormWorkbook(content, head, session.catalogue).file.write(to: file.path) } catch { throw Problem(error, file: file.path) }
        }
        try show(written, session)
        return 0
    }

    private func show(_ files: [FormFileJSON], _ session: Session) throws {
        if common.json {
            try session.printJSON(["forms": files])
        } else {
            for file in files { try session.print(file.path) }
        }
        session.say(
            "{0} 件の様式を書きました。次: 記入の後で ledger import FILE.xlsx --by … --known …",
            "{0} forms were written. Next: when they are filled in, ledger import FILE.xlsx --by … --known …", "\(files.count)")
    }
}

/// schema/json/form.schema.json
struct FormFileJSON: Codable {
    let path: String
    /// Empty: for what no division is responsible for.
    let unit: String
    let rows: Int
    let opinions: Int

    /// No identifier begins with `@`.
    init(_ content: FormContent, period: Period, folder: String) {
        unit = content.unit?.id ?? ""
        rows = content.rows.count
        opinions = content.opinions.count
        path = URL(fileURLWithPath: folder).appendingPathComponent("\(unit.isEmpty ? "@none" : unit)-\(period).xlsx").relativePath
    }
}

/// Forms of a ledger as it was at any size.
struct FormSource {
    private let snapshot: Snapshot
    private let language: Language

    init(_ snapshot: Snapshot, _ language: Language) {
        (self.snapshot, self.language) = (snapshot, language)
    }

    func contents(_ plan: Subject, _ period: Period, size: UInt64) throws -> [FormContent] {
        let telling = Telling(snapshot, Catalogue(language))
        let context = try PaperContext(telling, asOf: AsOf(number: size), root: "")
        return try FormBuilder(context, plan: plan, period: period).contents()
    }

    func head(_ plan: Subject, _ period: Period, _ unit: Subject?, size: UInt64) throws -> FormHead {
        FormHead(
            ledger: snapshot.settings.name, ledgerID: snapshot.ledgerID.hex, plan: plan.id, period: period.description, unit: unit?.id ?? "", size: size,
            root: try root(size: size), language: language.rawValue)
    }

    func root(size: UInt64) throws -> String { try rootHash(size: size, reader: snapshot).hex }
}

extension FormComparison {
    /// Reads a filled-in form beside the ledger that wrote it.
    /// - Throws: `other-ledger` where another one did; the form's own faults; `unknown-subject` where it asks for nothing of this ledger.
    init(_ workbook: Workbook, _ snapshot: Snapshot, file: String) throws {
        let form = try FormReader.read(workbook)
        let head = form.head
        guard head.ledgerID == snapshot.ledgerID.hex else { throw Problem(.formOtherLedger, at: file, head.ledger) }
        let forms = FormSource(snapshot, Language(rawValue: head.language) ?? .ja)
        // The same ledger restored from an older copy may have gone another way since.
        guard head.size <= snapshot.size, head.size > 0, try forms.root(size: head.size) == head.root else {
            throw Problem(.formOtherLedger, at: file, "\(head.ledger) \(head.size):\(head.root)")
        }
        guard let period = Period(head.period) else { throw FormProblem.incomplete(FormHead.sheet, "period") }
        let unit = head.unit.isEmpty ? nil : Subject(.unit, head.unit)
        let contents = try forms.contents(Subject(.plan, head.plan), period, size: head.size)
        guard let printed = contents.first(where: { $0.unit == unit }) else {
            throw Problem(.unknownSubject, at: file, (unit ?? Subject(.plan, head.plan)).label)
        }
        try self.init(form, printed, snapshot)
    }
}

extension ImportTable {
    /// The workbook where a file without a mapping is a form. What else it is, nobody asks here.
    static func form(_ path: String, file: String) throws -> Workbook? {
        guard path.lowercased().hasSuffix(".xlsx") else { return nil }
        let workbook: Workbook
        do { workbook = try WorkbookReader.read(path: path) } catch { throw Problem(error, file: file) }
        guard FormReader.isForm(workbook) else { return nil }
        let notices = workbook.notices.filter { $0.kind != .hiddenSheet || $0.sheet != FormHead.sheet }
        return Workbook(format: workbook.format, encoding: workbook.encoding, sheets: workbook.sheets, notices: notices)
    }
}
