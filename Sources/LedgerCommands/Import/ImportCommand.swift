import ArgumentParser
import Foundation
import LedgerImport
import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerReports
import LedgerSheets
import SheetFiles

/// The yearly update: reads a table, says what it understood, stops at what a person has to decide, and records the rest in one batch.
struct ImportCommand: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "import",
            abstract: words("表を読み込み、確かめてから一括で記録する。", "Read a table, compare it with the ledger, and record what is new in one batch."),
            discussion: words(
                "初めての表は定義表（--definitions）に、過去と違う値は区分表（--classify）に、人が答えるまで何も記録しません。",
                "A first table waits for its definition sheet (--definitions), a changed value for its class (--classify); until then nothing is recorded."))
    }
    @OptionGroup var common: CommonOptions
    @OptionGroup var write: WriteOptions
    @Argument(help: help("表のファイル（csv, tsv, xlsx）。", "The table: csv, tsv or xlsx.", "file")) var file: String
    @Option(help: help("読み方（同梱の名前、または YAML のファイル）。", "How to read it: a mapping that ships, or a YAML file.", "name")) var mapping: String?
    @Option(help: help("この表が報告する年度。", "The year that the table reports.", "period")) var period: String?
    @Option(help: help("記録者（actor の識別子）。", "Who records it: an actor's identifier.", "actor")) var by: String
    @Option(help: help("文書の題名。", "The document's title.", "text")) var source: String?
    @Option(help: help("計画の識別子（一つだけなら省略可）。", "The plan, where there are several.", "id")) var plan: String?
    @Option(help: help("計画を同時に登録する場合、その名称。", "The plan's name, where it is entered with this batch.", "name")) var newPlan: String?
    @Option(help: help("同じく、その期間。", "Its period.", "period")) var planPeriod: String?
    @Option(help: help("計画・目標・定義が決定された日（日、月、年度、A..B、unknown）。", "When plan, targets and definitions were decided: a day, month, year, A..B, or unknown.", "when")) var planDecided: String?
    @Option(help: help("実績などが分かった日。", "When actuals and texts were known.", "when")) var known: String?
    @Option(help: help("評価が付いた日。", "When the grades were given.", "when")) var graded: String?
    @Option(help: help("日付の根拠: stated, document-date, assumed。", "Where the dates are from: stated, document-date, assumed.", "basis")) var datesBasis: String?
    @Option(help: help("意見・論点の会議体（body の識別子）。", "The body whose opinions or points these are.", "body")) var body: String?
    @Option(help: help("定義表。なければ書き出し、あれば承認済みの行を使う。", "The definition sheet: written where there is none, else its accepted lines are used.", "path")) var definitions: String?
    @Option(help: help("区分表。なければ書き出し、あれば区分を使う。", "The file of classes: written where there is none, else used.", "path")) var classify: String?
    @Option(help: help("警告を受け入れる理由。", "Why the warnings are accepted.", "reason")) var acceptWarnings: String?
    @Option(help: help("N 件ずつ記録する。止まっても同じ命令で続きから。", "Commit slices of N; after a stop the same command goes on.", "N")) var batchSize: Int?
    @Flag(help: help("過去分の入力であることを示す。", "The batch enters the past on purpose.")) var backfill = false
    @Flag(help: help("段階ごとの所要時間を示す。", "Say how long each step took.")) var timings = false

    func execute(_ session: Session) throws -> Int32 {
        if let batchSize, batchSize <= 0 { throw Problem(.usage, at: "--batch-size", "\(batchSize)") }
        let ledger = try Ledger(opening: common.path(session.environment), mode: .writing)
        let snapshot = try ledger.snapshot()
        var stopwatch = Stopwatch()
        let table = try ImportTable(file, mapping: mapping, period: period, session, snapshot)
        stopwatch.lap(Words("読取", "reading"))
        var run = ImportRun(session: session, command: self, table: consume table, ledger: ledger, settings: snapshot.settings, stopwatch: stopwatch)
        let code = try run.run(on: consume snapshot)
        if timings { session.console.word(run.stopwatch.line(session.language)) }
        return code
    }

    func dates(_ settings: Settings) throws -> ImportDates {
        let basis = try Choice.read(datesBasis, When.Basis.stated, "--dates-basis")
        func read(_ text: String?, _ option: String) throws -> When? { try text.map { try Reading.when($0, basis: basis, option, settings) } }
        return ImportDates(
            planDecided: try read(planDecided, "--plan-decided"), known: try read(known, "--known"), graded: try read(graded, "--graded"))
    }
}

/// A file that was read with a mapping, or a form (`ledger form`), which needs none.
struct ImportTable {
    private(set) var reading: TableReading
    let rowCount: Int
    let unreadCount: Int
    /// Format or encoding of the file, as people name it.
    let encoding: String
    let format: Workbook.Format
    let notices: [SheetNotice]
    let document: ImportDocument
    let form: FormComparison?

    init(_ path: String, mapping name: String?, period: String?, _ session: Session, _ snapshot: Snapshot) throws {
        let file = URL(fileURLWithPath: path).lastPathComponent
        if name == nil, let workbook = try ImportTable.form(path, file: file) {
            let form = try FormComparison(workbook, snapshot, file: file)
            if let period, try Reading.period(period, "--period") != form.head.period {
                throw Problem(.usage, at: "--period", "\(period); \(form.head.period)")
            }
            (self.form, reading, encoding, format, notices) = (form, form.reading, workbook.encoding, workbook.format, workbook.notices)
            (rowCount, unreadCount) = Self.counts(reading)
            document = ImportDocument(
                title: "", fileName: file, digest: Array(try FileDigest.sha256(of: path)), mapping: form.reading.mapping, mappingDigest: [])
            return
        }
        guard let name else { throw Problem(.missingField, "--mapping") }
        guard let period else { throw Problem(.missingField, "--period") }
        let (mapping, bytes) = try MappingFile.read(name)
        let year = try Reading.period(period, "--period")
        let workbook: Workbook
        do {
            workbook = try WorkbookReader.read(path: path, WorkbookReader.Options(encoding: mapping.encoding))
        } catch { throw Problem(error, file: file) }
        do { reading = try TableReader(mapping, period: Period(year)!).read(workbook) } catch { throw Problem(error, mapping: name) }
        document = ImportDocument(
            title: "", fileName: file, digest: Array(try FileDigest.sha256(of: path)), mapping: mapping.name,
            mappingDigest: FileDigest.sha256(bytes))
        (form, encoding, format, notices) = (nil, workbook.encoding, workbook.format, workbook.notices)
        (rowCount, unreadCount) = Self.counts(reading)
    }

    private static func counts(_ reading: TableReading) -> (rows: Int, unread: Int) {
        (reading.rows.count, reading.rows.reduce(0) { $0 + $1.unread.count })
    }

    /// The table to compare. Its rows are given away, so that each can be let go of as soon as it is compared.
    mutating func handOver() -> TableReading {
        let whole = reading
        _ = reading.takeRows()
        return whole
    }
}

/// A mapping by the name under which it ships, or from a file.
enum MappingFile {
    static func read(_ name: String) throws -> (Mapping, [UInt8]) {
        do {
            if let yaml = Mapping.shipped[name] { return (try Mapping(yaml: yaml, name: name), Array(yaml.utf8)) }
            guard name.hasSuffix(".yaml") || name.hasSuffix(".yml") || name.contains("/") else { return (try Mapping.shipped(named: name), []) }
            let yaml = try Input.text(name)
            return (try Mapping(yaml: yaml, name: URL(fileURLWithPath: name).lastPathComponent), Array(yaml.utf8))
        } catch let fault as MappingFault { throw Problem(fault, mapping: name) }
    }
}

extension Problem {
    /// - Precondition: every code of a fault is one of the program's (tested).
    init(_ fault: SheetFault, file: String) {
        // Where the file itself is the trouble, its path is among the values.
        let isOfFile = [.unreadable, .unwritable].contains(fault.code)
        self.init(
            Code(rawValue: fault.code.rawValue)!, at: isOfFile ? "" : [file, fault.place].filter { !$0.isEmpty }.joined(separator: " "), values: fault.values)
    }

    init(_ fault: MappingFault, mapping: String) {
        let place = [fault.line > 0 ? "\(mapping):\(fault.line)" : mapping, fault.key].filter { !$0.isEmpty }.joined(separator: " ")
        self.init(Code(rawValue: fault.code.rawValue)!, at: place, values: fault.values)
    }
}
