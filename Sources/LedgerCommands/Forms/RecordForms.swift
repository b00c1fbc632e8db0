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
        var drafts: [Draft] = []
        for number in try numbers(desk) {
            var draft = try act.draft(desk)
            // One id cannot serve several entries.
            if batch != nil { draft.statement.event = Data() }
            try act.finish(&draft, desk)
            guard let event = try desk.source.event(number) else { throw Problem(.nothingToWithdraw, "\(number)") }
            var withdrawn = Withdrawn()
            (withdrawn.number, withdrawn.event, withdrawn.subjects) = (number, event.statement.event, event.statement.subjects)
            withdrawn.batch = batch ?? 0
            draft.statement.withdrawn = withdrawn
            drafts.append(draft)
        }
        return try Writing(session: session, common: common, write: act.write).append(drafts, to: ledger)
    }

    /// Later entries first, since they may rest on earlier ones.
    private func numbers(_ desk: Desk) throws -> [UInt64] {
        if let entry { return [entry] }
        guard let batch, let first = try desk.source.event(batch), first.batchFirst == batch else {
            throw Problem(.nothingToWithdraw, "\(batch ?? 0)")
        }
        return try (batch..<batch + UInt64(first.batchLength)).reversed().filter { number in
            guard let event = try desk.source.event(number) else { return false }
            return try event.statement.subjects.allSatisfy { try desk.source.facts(of: $0).withdrawn[number] == nil }
        }
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
