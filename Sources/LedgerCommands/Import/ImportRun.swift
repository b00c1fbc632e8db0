import Foundation
import LMDB
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
        let request = try self.request(snapshot, now: snapshot)
        let definitions = DefinitionFile(command.definitions, session.catalogue)
        let classes = try ClassFile(command.classify, session.catalogue)
        let (found, recorded) = try resume(snapshot, request, definitions, classes.classification)
        var plan = found
        // Answers at the prompt are not there when the same command is to go on after a stop.
        if plan.definitions.isEmpty, !plan.blockers.isEmpty, command.classify == nil, command.batchSize == nil, Prompt.isPossible {
            let answers = try Prompt(session, report).ask(plan.blockers)
            try readAgain(snapshot)
            plan = try compare(snapshot, self.request(snapshot, now: snapshot), definitions, answers)
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
        return try record(plan, after: recorded)
    }

    /// The plan, and how many of its drafts are recorded already: those of the slices before a stop.
    private mutating func resume(
        _ snapshot: Snapshot, _ request: ImportRequest, _ definitions: DefinitionFile, _ classes: Classification
    ) throws -> (plan: ImportPlan, recorded: Int) {
        if command.batchSize != nil, let start = try StoppedImport.start(of: table.document, in: snapshot) {
            let earlier = EarlierLedger(snapshot, size: start)
            let plan = try compare(earlier, self.request(earlier, now: snapshot), definitions, classes)
            if let recorded = try StoppedImport.recorded(of: plan, after: start, in: snapshot), recorded < plan.drafts.count { return (plan, recorded) }
            try readAgain(snapshot)
        }
        return (try compare(snapshot, request, definitions, classes), 0)
    }

    /// A comparison takes the rows.
    private mutating func readAgain(_ snapshot: Snapshot) throws {
        table = try ImportTable(command.file, mapping: command.mapping, period: command.period, session, snapshot)
    }

    /// The rows stay only where the answer shows them.
    private mutating func compare(
        _ source: some LedgerSource, _ request: ImportRequest, _ definitions: DefinitionFile, _ classes: Classification
    ) throws -> ImportPlan {
        if let form = table.form { return try FormImporter(source, form, request, classes: classes).plan() }
        let reading = command.common.json ? table.reading : table.handOver()
        return try Importer(source, consume reading, request, definitions: definitions.sheet(), classes: classes).plan { [progress, ledger] done, all in
            progress.show(Words("照合", "matching"), done, of: all)
            ledger.forgetPages()
            // What is read, compared and prepared follows one another in pieces of other sizes.
            if done % 10_000 == 0 { Heap.giveBack() }
        }
    }

    /// - Parameter source: what the table is compared with: the ledger as it is now, or as it was.
    private func request(_ source: some LedgerSource, now snapshot: Snapshot) throws -> ImportRequest {
        let desk = Desk(source: snapshot, session: session)
        let new = try newPlan(source)
        if let plan = command.plan, let form = table.form, plan != form.head.plan { throw Problem(.usage, at: "--plan", "\(plan); \(form.head.plan)") }
        let plan = try new?.id ?? desk.plan(command.plan ?? table.form?.head.plan)
        var request = ImportRequest(
            plan: plan, recordedBy: command.by, dates: try command.dates(settings), document: table.document)
        request.document.title = command.source ?? ""
        request.newPlan = new
        request.isBackfill = command.backfill
        request.body = command.body
        request.listsAll = command.common.json
        guard try source.facts(of: Subject(.actor, command.by)).exists else { throw Problem(.unknownSubject, at: "--by", "actor:\(command.by)") }
        return request
    }

    private func newPlan(_ source: some LedgerSource) throws -> PlanAdopted? {
        guard let name = command.newPlan else { return nil }
        guard let id = command.plan else { throw Problem(.missingField, "--plan") }
        guard let period = command.planPeriod else { throw Problem(.missingField, "--plan-period") }
        guard try !source.facts(of: Subject(.plan, id)).exists else { return nil }
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

    /// - Parameter recorded: so many of the plan's drafts are recorded already.
    private mutating func record(_ plan: ImportPlan, after recorded: Int) throws -> Int32 {
        let writing = Writing(session: session, common: command.common, write: command.write)
        var options = try writing.options(ledger)
        options.warningReason = command.acceptWarnings
        let drafts = plan.drafts
        let slice = command.batchSize ?? drafts.count
        // A dry run of a later slice would be judged without the earlier ones.
        guard !command.write.dryRun || slice >= drafts.count - recorded else { throw Problem(.usage, at: "", "--dry-run --batch-size") }
        let lines = command.common.json ? [] : report.lines(table, plan)
        if recorded > 0 { sayResumed(recorded, of: drafts.count) }
        defer { progress.end() }
        var slices = ImportSlices()
        for start in stride(from: recorded, to: drafts.count, by: slice) {
            let part = drafts[start..<min(start + slice, drafts.count)]
            progress.show(Words("記録", "recording"), part.endIndex, of: drafts.count)
            let problems: [Problem]
            do {
                slices.receipts.append(try ledger.append(part.lazy.map(\.draft), options: options))
                if part.count < drafts.count { sayRecorded(slices, part.endIndex, of: drafts.count) }
                continue
            } catch let refused as Problems { problems = refused.all } catch let problem as Problem { problems = [problem] }
            let code = try refuse(plan, lines, problems.map { place($0, part) }, slices)
            if start > 0 { sayStopped(start, of: drafts.count) }
            return code
        }
        stopwatch.lap(Words("記録", "recording"))
        try show(plan, lines, slices.answer(dryRun: command.write.dryRun, offsetMinutes: settings.utcOffsetMinutes), [])
        sayWhatNext(slices, drafts.count - recorded)
        return 0
    }

    private func sayResumed(_ recorded: Int, of all: Int) {
        session.say("{1} 件のうち {0} 件は記録済みです。続きから記録します。", "{0} of {1} entries are recorded already; it goes on from there.", "\(recorded)", "\(all)")
    }

    private func sayRecorded(_ slices: ImportSlices, _ done: Int, of all: Int) {
        guard !command.write.dryRun, let receipt = slices.receipts.last else { return }
        progress.end()
        session.say("記録 {0} を保存しました（{2} 件のうち {1} 件）。", "Entries {0} are recorded ({1} of {2}).", Writing.range(receipt), "\(done)", "\(all)")
    }

    private func sayStopped(_ recorded: Int, of all: Int) {
        session.say(
            "{1} 件のうち {0} 件は記録済みです。次: 上の点を直し、同じ命令をもう一度実行すると続きから記録します。",
            "{0} of {1} entries are recorded. Next: put the above right and run the same command again; it goes on from there.", "\(recorded)", "\(all)")
    }

    private func sayWhatNext(_ slices: ImportSlices, _ count: Int) {
        if command.write.dryRun {
            session.say("記録できます（{0} 件）。何も書いていません。次: --dry-run を外して実行してください。", "This can be recorded ({0} entries). Nothing was written. Next: run it without --dry-run.", "\(count)")
            return
        }
        guard let last = slices.receipts.last else { return }
        session.say(
            "記録しました（記録 {0}）。次: ledger report progress で表を作り、控え {1}:{2} を台帳の外に保管してください（verify --expect）。",
            "Recorded as entries {0}. Next: ledger report progress makes the table; keep {1}:{2} outside the ledger (verify --expect).",
            slices.range, "\(last.size)", last.root.hex)
        if let fault = ledger.viewsFault { session.say("索引を使えません（{0}）。次: ledger rebuild", "The views cannot be used ({0}). Next: ledger rebuild", fault) }
        if let fault = last.checkpointFault {
            session.say("記録は保存しましたが、署名した控えを残せませんでした: {0}", "It is stored, but no signed checkpoint could be kept: {0}", fault)
        }
    }

    /// What was understood and what stands against it, as one answer.
    private func refuse(_ plan: ImportPlan, _ lines: [String], _ problems: [Problem], _ slices: ImportSlices = ImportSlices()) throws -> Int32 {
        try show(plan, lines, slices.answer(dryRun: command.write.dryRun, offsetMinutes: settings.utcOffsetMinutes), problems)
        try session.console.flush()
        for problem in problems.filter({ !$0.code.isWarning }) + problems.filter(\.code.isWarning) { session.say(problem) }
        return problems.map(\.code.exitCode).max() ?? 2
    }

    /// `entry 3` of the batch as the cell that it came from.
    private func place(_ problem: Problem, _ batch: ArraySlice<ImportDraft>) -> Problem {
        guard problem.place.hasPrefix("entry "), let number = Int(problem.place.dropFirst(6)), number > 0,
            let printed = batch.dropFirst(number - 1).first?.printed
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
