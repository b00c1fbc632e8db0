import ArgumentParser
import Foundation
import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerReports

struct EditionForm: Form {
    static var configuration: CommandConfiguration { form("edition", "公表（版の確定）を記録する。", "Record a publication.") }
    @OptionGroup var act: ActOptions
    @Option(help: help("識別子。", "Identifier.", "id")) var identifier: String
    @Option(help: help("表示。", "Its label.")) var label: String
    @Option(help: help("計画。繰返し可。", "A plan that it shows; repeatable.", "id")) var plan: [String] = []
    @Option(help: help("公表したファイル（SHA-256 を記録）。繰返し可。", "A published file; its SHA-256 is recorded; repeatable.", "path")) var publish: [String] = []
    @Option(help: help("差し替えられる版。", "The edition that it supersedes.", "id")) var supersedes: String?
    @Flag(help: help("封印しない（台帳の前に公表された版の記録など）。", "Do not seal it: an edition of before this ledger, say.")) var unsealed = false

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var edition = EditionPublished()
        (edition.id, edition.label, edition.supersedes) = (identifier, label, supersedes ?? "")
        edition.plans = plan.isEmpty ? [try desk.plan(nil)] : plan
        edition.files = try publish.map { path in
            var file = EditionPublished.File()
            file.name = URL(fileURLWithPath: path).lastPathComponent
            file.digest = try FileDigest.sha256(of: path)
            return file
        }
        draft.statement.editionPublished = edition
    }

    /// A sealed edition names the papers that are published with it.
    func adjust(_ options: inout AppendOptions, _ session: Session) {
        guard !unsealed else { return }
        options.completeEdition = { edition, ledger, day in
            try EditionPapers.checkWhole(edition, ledger)
            let papers = try EditionPapers.make(edition, EditionMoment(ledger, edition, size: ledger.size, day: day), ledger, root: ledger.root().hex)
            for paper in papers {
                guard !edition.files.contains(where: { $0.name == paper.name }) else { throw Problem(.fileExists, at: "--publish", paper.name) }
                var file = EditionPublished.File()
                (file.name, file.digest) = (paper.name, Data(FileDigest.sha256(paper.bytes)))
                edition.files.append(file)
            }
        }
    }
}

struct NoteForm: Form {
    static var configuration: CommandConfiguration { form("note", "監査の注記を付ける。", "Attach an audit note.") }
    @OptionGroup var act: ActOptions
    @Option(help: help("対象（例 indicator:x）。", "To what, like indicator:x.", "subject")) var subject: String
    @Option(help: help("どの記録について（番号）。", "About which entry, by its number.")) var entry: UInt64?
    @Option(help: help("注記。", "The note.", "text")) var text: String

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var note = AuditNoted()
        note.subject = try Reading.subject(subject, "--subject", default: .indicator)
        if let entry {
            guard let event = try desk.source.event(entry) else { throw Problem(.nothingFound, at: "--entry", "\(entry)") }
            note.event = event.statement.event
        }
        draft.setText(.note, text)
        draft.statement.auditNoted = note
    }
}

struct DiscrepancyForm: Form {
    static var configuration: CommandConfiguration { form("discrepancy", "採らなかった印刷値を記録する（理由は --reason-text）。", "Note what a document prints and why it was not taken (--reason-text).") }
    @OptionGroup var act: ActOptions
    @OptionGroup var typed: ValueOptions
    @Option(help: help("対象（例 indicator:x）。", "Of what, like indicator:x.", "subject")) var subject: String
    @Option(help: help("何の値か: actual, baseline, target。", "Which value: actual, baseline, target.", "kind")) var kind: String?
    @Option(help: help("測定項目。", "The measure.", "id")) var measure: String?
    @Option(help: help("内訳の名。", "A part of the measure.", "name")) var part: String?
    @Option(help: help("計画。", "The plan.", "id")) var plan: String?
    @Option(help: help("期間。", "Period.", "period")) var period: String?

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        var noted = DiscrepancyNoted()
        noted.subject = try Reading.subject(subject, "--subject", default: .indicator)
        noted.kind = try Choice.read(kind, FactRecorded.Kind.unspecified, "--kind")
        var known: Measure?
        if noted.kind != .unspecified {
            known = try desk.measure(noted.subject.id, measure)
            noted.measure = known?.id ?? ""
            if noted.kind != .actual { noted.plan = try desk.plan(plan) }
        }
        (noted.part, noted.period) = (part ?? "", try period.map { try Reading.period($0, "--period") } ?? "")
        if typed.value != nil || typed.word != nil || typed.absent != nil { noted.printed = try typed.value(known) }
        if let event = try desk.current(noted.subject, key(noted), for: draft) { noted.taken = event.statement.event }
        draft.statement.discrepancyNoted = noted
    }

    private func key(_ noted: DiscrepancyNoted) -> FactKey {
        switch noted.kind {
        case .target: .target(plan: noted.plan, measure: noted.measure, part: noted.part, period: noted.period)
        case .baseline: .baseline(plan: noted.plan, measure: noted.measure, part: noted.part)
        default: .actual(measure: noted.measure, part: noted.part, period: noted.period)
        }
    }
}

/// One entry, or every entry of a batch from the last to the first, in one transaction.
struct WithdrawForm: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "withdraw", abstract: words("記録または一括登録を取り消す（記録は残る）。", "Withdraw an entry or a whole batch; it stays readable."))
    }
    @OptionGroup var act: ActOptions
    @Option(help: help("記録の番号。", "The entry's number.")) var entry: UInt64?
    @Option(help: help("一括登録の最初の番号。", "The first number of the batch.")) var batch: UInt64?

    var common: CommonOptions { act.common }

    func execute(_ session: Session) throws -> Int32 {
        guard (entry == nil) != (batch == nil) else { throw Problem(.usage, at: "", "--entry N | --batch N") }
        let ledger = try Ledger(opening: common.path(session.environment), mode: .writing)
        let desk = Desk(source: try ledger.snapshot(), session: session)
        var frame = try act.draft(desk)
        try act.finish(&frame, desk)
        let withdrawals = try entry.map { try [withdrawal(of: desk.source.event($0), $0, frame)] } ?? ofBatch(desk, frame)
        return try Writing(session: session, common: common, write: act.write).append(withdrawals, to: ledger)
    }

    private func withdrawal(of event: Event?, _ number: UInt64, _ frame: Draft) throws -> Draft {
        guard let event else { throw Problem(.nothingToWithdraw, "\(number)") }
        var withdrawn = Withdrawn()
        (withdrawn.number, withdrawn.event, withdrawn.subjects) = (number, event.statement.event, event.statement.subjects)
        withdrawn.batch = batch ?? 0
        var draft = frame
        draft.statement.withdrawn = withdrawn
        return draft
    }

    /// Later entries first, since they may rest on earlier ones. An entry that is withdrawn already is passed over, but for one that the
    /// same `--id` withdrew: running it again asks for the same entries.
    private func ofBatch(_ desk: Desk, _ frame: Draft) throws -> [Draft] {
        let number = batch ?? 0
        guard let first = try desk.source.event(number), first.batchFirst == number else { throw Problem(.nothingToWithdraw, "\(number)") }
        let base = Array(frame.statement.event)
        var drafts: [Draft] = []
        for (i, number) in (number..<number + UInt64(first.batchLength)).reversed().enumerated() {
            guard let event = try desk.source.event(number) else { continue }
            var draft = try withdrawal(of: event, number, frame)
            draft.statement.event = Data(Self.id(base, UInt64(i)))
            let by = try event.statement.subjects.compactMap { try desk.source.facts(of: $0).withdrawn[number] }.first
            if by == nil || (!base.isEmpty && by?.statement.event == draft.statement.event) { drafts.append(draft) }
        }
        guard !drafts.isEmpty else { throw Problem(.nothingToWithdraw, "\(number)") }
        return drafts
    }

    /// The id of the withdrawal of a batch's entry: the first eight bytes of `base`, and its last eight counted on by the place from the end.
    static func id(_ base: [UInt8], _ place: UInt64) -> [UInt8] {
        guard base.count == Limits.eventIDBytes else { return base }
        let last = base[8...].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } &+ place
        return base[..<8] + (0..<8).map { UInt8(truncatingIfNeeded: last >> (56 - 8 * UInt64($0))) }
    }
}

struct RedactForm: Form {
    static var configuration: CommandConfiguration { form("redact", "文章を墨消しする（文章は失われ、証明は残る）。", "Destroy a text; proofs stay whole.") }
    @OptionGroup var act: ActOptions
    @Option(help: help("記録の番号。", "The entry's number.")) var entry: UInt64
    @Option(help: help("文章の種類（例 reason, body-text, note）。", "Which text, like reason, body-text, note.", "field")) var field: String
    @Option(help: help("同じ種類の何番目か（0 から）。", "Which of several, from 0.")) var ordinal: UInt32 = 0

    func fill(_ draft: inout Draft, _ desk: Desk) throws {
        guard let event = try desk.source.event(entry) else { throw Problem(.nothingToRedact, "\(entry)", field) }
        var redacted = Redacted()
        (redacted.number, redacted.ordinal, redacted.subjects) = (entry, ordinal, event.statement.subjects)
        redacted.field = try Choice.read(field, TextField.self, "--field")
        draft.statement.redacted = redacted
    }
}
