import Foundation
import LedgerImport
import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerReports
import LedgerSheets

/// One run of `ledger import`: compare, ask, judge, record.
struct ImportRun {
    let session: Session
    let command: ImportCommand
    private var table: ImportTable
    let ledger: Ledger
    private let settings: Settings

    private(set) var stopwatch: Stopwatch
    private let progress: ProgressBar
    private var report: ImportReport { ImportReport(session.catalogue) }

    init(session: Session, command: ImportCommand, table: consuming ImportTable, ledger: Ledger, settings: Settings, stopwatch: Stopwatch) {
        self.stopwatch = stopwatch
        self.session = session
        self.command = command
        self.table = table
        self.ledger = ledger
        self.settings = settings
        progress = ProgressBar(session)
    }

    /// - Parameter snapshot: what the table is compared with. Nobody holds it while the batch is recorded.
    mutating func run(on snapshot: consuming Snapshot) throws -> Int32 {
        guard table.rowCount > 0 || table.form != nil else { throw Problem(.batchEmpty, at: table.document.fileName) }
        var request = try self.request(snapshot)
        request.document.title = command.source ?? ""
        let definitions = try DefinitionFile(command.definitions, session.catalogue)
        let classes = try ClassFile(command.classify, session.catalogue)
        var plan = try compare(snapshot, request, definitions.sheet, classes.classification)
        if plan.definitions.isEmpty, !plan.blockers.isEmpty, command.classify == nil, Prompt.isPossible {
            let answers = try Prompt(session, report).ask(plan.blockers)
            table = try ImportTable(command.file, mapping: command.mapping, period: command.period, session, copy snapshot)
            (request.document.digest, request.document.mappingDigest) = (table.document.digest, table.document.mappingDigest)
            plan = try compare(snapshot, request, definitions.sheet, answers)
        }
        stopwatch.lap(Words("照合", "matching"))
        let problems = try self.problems(plan, definitions, classes, snapshot)
        guard problems.isEmpty else { return try refuse(plan, report.lines(table, plan), problems) }
        guard !plan.drafts.isEmpty else {
            try show(plan, report.lines(table, plan), nil, [])
            session.say("新しいものはありません。何も記録していません。", "There is nothing new; nothing was recorded.")
            return 0
        }
        _ = consume snapshot
        return try record(plan)
    }

    /// The rows stay only where the answer shows them.
    private mutating func compare(
        _ snapshot: Snapshot, _ request: ImportRequest, _ definitions: DefinitionSheet, _ classes: Classification
    ) throws -> ImportPlan {
        if let form = table.form { return try FormImporter(snapshot, form, request, classes: classes).plan() }
        let reading = command.common.json ? table.reading : table.handOver()
        return try Importer(snapshot, consume reading, request, definitions: definitions, classes: classes).plan { [progress] done, all in
            progress.show(Words("照合", "matching"), done, of: all)
        }
    }

    private func request(_ snapshot: Snapshot) throws -> ImportRequest {
        let desk = Desk(source: snapshot, session: session)
        let new = try newPlan(snapshot)
        if let plan = command.plan, let form = table.form, plan != form.head.plan { throw Problem(.usage, at: "--plan", "\(plan); \(form.head.plan)") }
        let plan = try new?.id ?? desk.plan(command.plan ?? table.form?.head.plan)
        var request = ImportRequest(
            plan: plan, recordedBy: command.by, dates: try command.dates(settings), document: table.document)
        request.newPlan = new
        request.isBackfill = command.backfill
        request.body = command.body
        request.listsAll = command.common.json
        guard try snapshot.facts(of: Subject(.actor, command.by)).exists else { throw Problem(.unknownSubject, at: "--by", "actor:\(command.by)") }
        return request
    }

    private func newPlan(_ snapshot: Snapshot) throws -> PlanAdopted? {
        guard let name = command.newPlan else { return nil }
        guard let id = command.plan else { throw Problem(.missingField, "--plan") }
        guard let period = command.planPeriod else { throw Problem(.missingField, "--plan-period") }
        guard try !snapshot.facts(of: Subject(.plan, id)).exists else { return nil }
        var act = PlanAdopted()
        act.id = id
        act.name = name
        act.period = try Reading.period(period, "--plan-period")
        return act
    }

    /// What a person has to do before anything can be recorded; the files to do it in are written here.
    private func problems(_ plan: ImportPlan, _ definitions: DefinitionFile, _ classes: ClassFile, _ snapshot: Snapshot) throws -> [Problem] {
        var problems: [Problem] = []
        // Classes come second: they name what the definition sheet settles.
        if !plan.definitions.isEmpty {
            if !command.write.dryRun {
                try definitions.write(plan.definitions)
                sayWritten(command.definitions)
            }
            problems.append(Problem(.importUndefined, at: "", "\(plan.definitions.count)", command.definitions ?? "FILE"))
        } else if !plan.blockers.isEmpty {
            if !command.write.dryRun {
                try classes.write(plan.blockers, snapshot)
                sayWritten(command.classify)
            }
            problems.append(Problem(.importUnclassified, at: "", "\(plan.blockers.count)", command.classify ?? "FILE"))
        }
        for option in plan.missingDates.sorted() { problems.append(Problem(.dateMissing, option)) }
        return problems
    }

    private func sayWritten(_ path: String?) {
        if let path { session.say("{0} を書き出しました。台帳には何も書いていません。", "{0} was written; nothing was written to the ledger.", path) }
    }

    private mutating func record(_ plan: ImportPlan) throws -> Int32 {
        let writing = Writing(session: session, common: command.common, write: command.write)
        var options = try writing.options(ledger)
        options.warningReason = command.acceptWarnings
        let drafts = plan.drafts
        let lines = command.common.json ? [] : report.lines(table, plan)
        progress.show(Words("記録", "recording"), drafts.count, of: drafts.count)
        defer { progress.end() }
        let receipt: Receipt
        do { receipt = try ledger.append(drafts.lazy.map(\.draft), options: options) } catch let problems as Problems {
            return try refuse(plan, lines, problems.all.map { place($0, drafts) })
        } catch let problem as Problem { return try refuse(plan, lines, [place(problem, drafts)]) }
        stopwatch.lap(Words("記録", "recording"))
        let answer = ReceiptJSON(receipt, dryRun: command.write.dryRun, offsetMinutes: settings.utcOffsetMinutes)
        try show(plan, lines, answer, [])
        sayWhatNext(receipt, drafts.count)
        return 0
    }

    private func sayWhatNext(_ receipt: Receipt, _ count: Int) {
        if command.write.dryRun {
            session.say("記録できます（{0} 件）。何も書いていません。次: --dry-run を外して実行してください。", "This can be recorded ({0} entries). Nothing was written. Next: run it without --dry-run.", "\(count)")
            return
        }
        session.say(
            "記録しました（記録 {0}）。次: ledger report progress で表を作り、控え {1}:{2} を台帳の外に保管してください（verify --expect）。",
            "Recorded as entries {0}. Next: ledger report progress makes the table; keep {1}:{2} outside the ledger (verify --expect).",
            Writing.range(receipt), "\(receipt.size)", receipt.root.hex)
        if let fault = ledger.viewsFault { session.say("索引を使えません（{0}）。次: ledger rebuild", "The views cannot be used ({0}). Next: ledger rebuild", fault) }
    }

    /// What was understood and what stands against it, as one answer.
    private func refuse(_ plan: ImportPlan, _ lines: [String], _ problems: [Problem]) throws -> Int32 {
        try show(plan, lines, nil, problems)
        try session.console.flush()
        for problem in problems.filter({ !$0.code.isWarning }) + problems.filter(\.code.isWarning) { session.say(problem) }
        return problems.map(\.code.exitCode).max() ?? 2
    }

    /// `entry 3` of the batch as the cell that it came from.
    private func place(_ problem: Problem, _ drafts: [ImportDraft]) -> Problem {
        guard problem.place.hasPrefix("entry "), let number = Int(problem.place.dropFirst(6)), drafts.indices.contains(number - 1),
            let printed = drafts[number - 1].printed
        else { return problem }
        return problem.at("\(table.document.fileName) \(printed.place.address)")
    }

    private func show(_ plan: ImportPlan, _ lines: [String], _ receipt: ReceiptJSON?, _ problems: [Problem]) throws {
        if command.common.json {
            try session.printJSON(ImportJSON(table, plan, receipt, problems, session.catalogue))
        } else {
            for line in lines { try session.print(line) }
        }
    }
}
