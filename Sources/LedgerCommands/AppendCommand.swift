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
        let content = try DraftFile(file, limit: batchSize == nil ? Limits.batchEvents : .max)
        let drafts = try expecting(content.drafts)
        guard !drafts.isEmpty else { throw Problem(.batchEmpty) }
        let ledger = try Ledger(opening: common.path(session.environment), mode: .writing)
        let writing = Writing(session: session, common: common, write: write)
        var options = try writing.options(ledger)
        options.defaultActor = by
        let offset = try ledger.snapshot().settings.utcOffsetMinutes
        let slice = batchSize ?? drafts.count
        guard slice > 0 else { throw Problem(.usage, at: "--batch-size", "\(slice)") }
        // A dry run of a later slice would be judged without the earlier ones.
        guard !write.dryRun || slice >= drafts.count else { throw Problem(.usage, at: "", "--dry-run --batch-size") }
        for start in stride(from: 0, to: drafts.count, by: slice) {
            let part = Array(drafts[start..<min(start + slice, drafts.count)])
            do {
                try writing.show(try ledger.append(part, options: options), part, offsetMinutes: offset, viewsFault: ledger.viewsFault)
            } catch let problems as Problems {
                throw Problems(problems.all.map { content.placed($0, sliceStart: start) })
            } catch let problem as Problem {
                throw content.placed(problem, sliceStart: start)
            }
        }
        return 0
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

/// Drafts and the lines on which they stand. Blank lines count as lines and are passed over.
///
/// Only a line feed ends a line; a carriage return before it is dropped. The other line breaks of Unicode may stand in a JSON string.
struct DraftFile {
    let drafts: [Draft]
    private let lines: [Int]
    private static let blanks = Set(" \t\r".utf8)

    /// - Throws: `batch-too-large` before anything is parsed; every line that cannot be read, as `Problems`.
    init(_ path: String, limit: Int) throws {
        let all = try Input.text(path).utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let filled = all.enumerated().filter { !$0.element.allSatisfy(Self.blanks.contains) }
        guard filled.count <= limit else { throw Problem(.batchTooLarge, "\(filled.count)", "\(limit)") }
        var drafts: [Draft] = []
        var problems: [Problem] = []
        for (number, line) in filled {
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            do { drafts.append(try Draft(jsonLine: String(Substring(line)), place: "line \(number + 1)")) } catch { problems.append(error) }
        }
        guard problems.isEmpty else { throw Problems(problems) }
        self.drafts = drafts
        lines = filled.map { $0.offset + 1 }
    }

    /// `entry 3` of a slice as the line of the file that it is.
    func placed(_ problem: Problem, sliceStart: Int) -> Problem {
        guard problem.place.hasPrefix("entry "), let number = Int(problem.place.dropFirst(6)), lines.indices.contains(number + sliceStart - 1)
        else { return problem }
        return problem.at("line \(lines[number + sliceStart - 1])")
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
