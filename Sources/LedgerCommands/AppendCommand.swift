import ArgumentParser
import Foundation
import LedgerLog
import LedgerModel
import LedgerReports

/// Records acts: one by a form for people, or a batch of drafts for machines.
struct AppendCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "append",
            abstract: words("記録する（様式ごとの命令、または --file）。", "Record acts: a form for each, or --file."),
            subcommands: [
                AppendBatch.self, TargetForm.self, RetargetForm.self, ActualForm.self, FinaliseForm.self, ReviseForm.self, CorrectForm.self,
                BaselineForm.self, AmountForm.self, TextForm.self, PlanForm.self, PlanRevisedForm.self, PlanExtendedForm.self,
                SectionForm.self, UnitForm.self, ActorForm.self, ProgrammeForm.self, ListForm.self, IndicatorForm.self, RedefineForm.self,
                AttachForm.self, DetachForm.self, RenameForm.self, AliasForm.self, MoveForm.self, MergeForm.self, SplitForm.self,
                ReorganiseForm.self, ReplaceForm.self, SameForm.self, CarryOverForm.self, EndForm.self, ResumeForm.self, LinkForm.self,
                ScopeForm.self, RuleForm.self, GradeForm.self, TotalForm.self, BodyForm.self, MeetingForm.self, MeetingsForm.self,
                OpinionForm.self, ResponseForm.self, PointForm.self, EditionForm.self, NoteForm.self, DiscrepancyForm.self,
                WithdrawForm.self, RedactForm.self,
            ],
            defaultSubcommand: AppendBatch.self)
    }
}

/// `ledger append --file F`: NDJSON of drafts, one batch.
struct AppendBatch: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "batch",
            abstract: words("Draft の NDJSON を一括で記録する（append --file と同じ）。", "Record drafts as NDJSON in one batch (the same as append --file)."))
    }
    @OptionGroup var common: CommonOptions
    @OptionGroup var write: WriteOptions
    @Option(help: help("1 行 1 件の Draft（- は標準入力）。", "One Draft a line; - is standard input.", "path")) var file: String
    @Option(help: help("N 件ずつ記録する。止まっても同じ命令で続きから。", "Commit slices of N; after a stop the same command goes on.", "N")) var batchSize: Int?
    @Option(help: help("記録者（行に書かれていないとき）。", "Recorded by, where a line does not say.", "actor")) var by: String?
    @Option(help: help("期待する版 種類:識別子=N。記録の一部なので、再実行でも同じに付ける。繰返し可。", "Expected version, kind:id=N; it is part of the entry, so a retry repeats it. Repeatable.", "version")) var expect: [String] = []

    func execute(_ session: Session) throws -> Int32 {
        if let batchSize {
            guard batchSize > 0 else { throw Problem(.usage, at: "--batch-size", "\(batchSize)") }
            // An expected version belongs to the first draft of the whole file that touches the subject, and a dry run is of one batch.
            if expect.isEmpty, !write.dryRun { return try record(session, DraftSlices(file, length: batchSize)) }
        }
        var whole = try DraftFile(file, limit: batchSize == nil ? Limits.batchEvents : .max).content
        whole.drafts = try expecting(whole.drafts)
        let length = batchSize ?? max(1, whole.drafts.count)
        // A dry run of a later slice would be judged without the earlier ones.
        guard !write.dryRun || length >= whole.drafts.count else { throw Problem(.usage, at: "", "--dry-run --batch-size") }
        return try record(session, whole.parts(of: length))
    }

    /// Each slice is a batch. The first is read before the ledger is opened.
    private func record(_ session: Session, _ slices: some DraftSource) throws -> Int32 {
        guard var slice = try slices.next() else { throw Problem(.batchEmpty) }
        let ledger = try Ledger(opening: common.path(session.environment), mode: .writing)
        let writing = Writing(session: session, common: common, write: write)
        var options = try writing.options(ledger)
        options.defaultActor = by
        let offset = try ledger.snapshot().settings.utcOffsetMinutes
        while true {
            do {
                let receipt = try ledger.append(slice.drafts, options: options)
                try writing.show(receipt, slice.drafts, offsetMinutes: offset, viewsFault: ledger.viewsFault)
            } catch let problems as Problems {
                throw Problems(problems.all.map { slice.placed($0) })
            } catch let problem as Problem {
                throw slice.placed(problem)
            }
            guard let next = try slices.next() else { return 0 }
            slice = next
        }
    }

    /// An expected version is checked by the first draft that touches the subject.
    private func expecting(_ drafts: [Draft]) throws -> [Draft] {
        var drafts = drafts
        for expected in try expect.map(Expected.init(option:)) {
            guard let i = drafts.firstIndex(where: { $0.statement.subjects.contains(expected.subject) }) else {
                throw Problem(.nothingFound, at: "--expect", expected.subject.label)
            }
            drafts[i].statement.expected.append(expected)
            drafts[i].statement.expected.sort { $0.subject < $1.subject }
        }
        return drafts
    }
}

enum Input {
    /// A file's text, or standard input's for `-`, without a byte order mark.
    /// - Throws: `cannot-read` also where standard input is closed, or is not UTF-8.
    static func text(_ path: String) throws -> String {
        let data = path == "-" ? try standardInput() : try FileDigest.read(path)
        guard let text = String(data: data, encoding: .utf8) else { throw Problem(.cannotRead, path, "UTF-8") }
        return text.hasPrefix("\u{feff}") ? String(text.dropFirst()) : text
    }

    private static func standardInput() throws -> Data {
        do { return try FileHandle.standardInput.readToEnd() ?? Data() } catch { throw Problem(.cannotRead, "-") }
    }
}
