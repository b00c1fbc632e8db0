import ArgumentParser
import Foundation
import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerReports

/// A form of `ledger append`: one act, as people state it.
protocol Form: Subcommand {
    var act: ActOptions { get }
    /// Puts the act into the draft. `desk` answers what the ledger holds.
    func fill(_ draft: inout Draft, _ desk: Desk) throws
    /// What append needs to know besides.
    func adjust(_ options: inout AppendOptions, _ session: Session)
}

extension Form {
    var common: CommonOptions { act.common }

    func execute(_ session: Session) throws -> Int32 {
        let ledger = try Ledger(opening: common.path(session.environment), mode: .writing)
        let desk = Desk(source: try ledger.snapshot(), session: session)
        var draft = try act.draft(desk)
        try fill(&draft, desk)
        try act.finish(&draft, desk)
        let writing = Writing(session: session, common: common, write: act.write)
        var options = try writing.options(ledger)
        adjust(&options, session)
        return try writing.append([draft], to: ledger, options: options)
    }

    func adjust(_ options: inout AppendOptions, _ session: Session) {}

    static func form(_ name: String, _ ja: String, _ en: String) -> CommandConfiguration {
        CommandConfiguration(commandName: name, abstract: words(ja, en))
    }
}

/// What every act carries.
struct ActOptions: ParsableArguments {
    @OptionGroup var common: CommonOptions
    @OptionGroup var write: WriteOptions

    @Option(help: help("記録者（actor の識別子）。", "Who records it: an actor's identifier.", "actor"))
    var by: String
    @Option(help: help("起案した部署（unit の識別子）。", "The unit that drafted or supplied it.", "unit"))
    var origin: String?
    @Option(help: help("決定日: 日、月、年度、A..B、unknown。", "When it was decided: a day, month, year, A..B, or unknown.", "when"))
    var decided: String?
    @Option(help: help("決定日の根拠: stated, document-date, assumed。", "Where that date is from: stated, document-date, assumed.", "basis"))
    var decidedBasis: String?
    @Option(help: help("効力の発生日（既定は決定日）。", "When it comes into force (else when decided).", "when"))
    var inForce: String?
    @Option(help: help("理由の区分（例 error, plan-change）または文章。", "Why: a code (error, plan-change …) or words.", "reason"))
    var reason: String?
    @Option(help: help("理由の文章。", "Why, in words.", "text"))
    var reasonText: String?
    @Option(help: help("誤りを見つけた人・部署。", "Who found the error.", "text"))
    var foundBy: String?
    @Option(help: help("決裁 種類:職:日付:文書番号（繰返し可）。", "An approval, kind:post:date:document number (repeatable).", "approval"))
    var approval: [String] = []
    @Option(help: help("きっかけ（opinion:o-3 や event:16進）。繰返し可。", "What led to it (opinion:o-3, event:HEX); repeatable.", "cause"))
    var cause: [String] = []
    @Option(help: help("書いてある文書の題名。", "The title of the document where it stands.", "text"))
    var document: String?
    @Option(help: help("書いてあるファイル（内容の SHA-256 も記録）。", "The file where it stands; its SHA-256 is recorded too.", "path"))
    var sourceFile: String?
    @Option(help: help("ページ。", "Page.")) var page: String?
    @Option(help: help("シート名。", "Sheet.")) var sheet: String?
    @Option(help: help("セル（例 K12）。", "Cell, like K12.")) var cell: String?
    @Option(parsing: .unconditional, help: help("セルの原文。", "The cell as printed.")) var raw: String?
    @Option(help: help("警告を受け入れる理由。", "Why a warning is accepted.", "reason"))
    var override: String?
    @Option(help: help("注記。", "A note.", "text")) var note: String?
    @Flag(help: help("過去分の入力であることを示す。", "It is entered into the past on purpose."))
    var backfill = false
    @Flag(help: help("置き換える値が台帳にない。", "The ledger never held the value that is replaced."))
    var previousUnknown = false
    @Option(help: help("期待する版 種類:識別子=N（0 は未登録）。記録の一部なので、再実行でも同じに付ける。繰返し可。", "Expected version, kind:id=N (0: not yet there); it is part of the entry, so a retry repeats it. Repeatable.", "version"))
    var expect: [String] = []
    @Option(help: help("識別番号（16 進 32 桁）。再実行しても二重に記録されない。", "Event id, 32 hexadecimal digits; running it again records nothing twice.", "hex"))
    var id: String?

    /// The draft without its act.
    func draft(_ desk: Desk) throws -> Draft {
        var draft = Draft()
        // Without an id the log draws one.
        if let id { draft.statement.event = Data(try Reading.bytes(hex: id, count: 16, "--id")) }
        draft.statement.recordedBy = Subject(.actor, by)
        if let origin { draft.statement.origin = Subject(.unit, origin) }
        draft.statement.decided = try when(decided, "--decided", decidedBasis, desk) ?? .unknown
        if let inForce = try when(inForce, "--in-force", nil, desk) { draft.statement.inForce = inForce }
        draft.statement.backfill = backfill
        draft.statement.previousUnknown = previousUnknown
        draft.statement.causes = try cause.map(Self.cause)
        draft.statement.expected = try expect.map(Expected.init(option:)).sorted { $0.subject < $1.subject }
        try setReason(&draft)
        try setApprovals(&draft, desk)
        try setSource(&draft)
        return draft
    }

    /// Texts that belong to the whole statement.
    func finish(_ draft: inout Draft, _ desk: Desk) throws {
        if let override { draft.setText(.override, override) }
        if let note, draft.text(.note) == nil { draft.setText(.note, note) }
        if draft.statement.decided.basis == .unknown, decided == nil {
            desk.session.say(
                "決定日の指定がないので、記録する日から効力を数えます（--decided）。",
                "No date of decision was given, so it counts from the day of recording (--decided).")
        }
    }

    private func when(_ text: String?, _ option: String, _ basis: String?, _ desk: Desk) throws -> When? {
        let basis = try Choice.read(basis, When.Basis.stated, "--decided-basis")
        return try text.map { try Reading.when($0, basis: basis, option, desk.source.settings) }
    }

    /// A code, or words that have no code of their own.
    private func setReason(_ draft: inout Draft) throws {
        var text = reasonText
        if let reason {
            if let code = Reason.allCases.first(where: { Choice.name($0) == reason && $0 != .noReason }) {
                draft.statement.reason = code
            } else {
                guard text == nil else { throw Problem(.usage, at: "--reason", "\(reason); " + Choice.names(Reason.self).joined(separator: ", ")) }
                draft.statement.reason = .other
                text = reason
            }
        }
        if let text { draft.setText(.reason, text) }
        if let foundBy { draft.setText(.foundBy, foundBy) }
    }

    private func setApprovals(_ draft: inout Draft, _ desk: Desk) throws {
        for (i, text) in approval.enumerated() {
            let parts = text.split(separator: ":", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
            var one = Approval()
            one.kind = try Choice.read(parts[0], Approval.Kind.self, "--approval")
            if parts.count > 1, !parts[1].isEmpty { one.post = Subject(.actor, parts[1]) }
            if parts.count > 2, !parts[2].isEmpty { one.date = try Reading.when(parts[2], basis: .stated, "--approval", desk.source.settings) }
            if parts.count > 3, !parts[3].isEmpty { draft.setText(.approvalDocument, parts[3], ordinal: UInt32(i)) }
            draft.statement.approvals.append(one)
        }
    }

    private func setSource(_ draft: inout Draft) throws {
        guard [document, sourceFile, page, sheet, cell, raw].contains(where: { $0 != nil }) else { return }
        var source = Source()
        source.page = page ?? ""
        source.cell = cell ?? ""
        if let sourceFile {
            source.digest = try FileDigest.sha256(of: sourceFile)
            draft.setText(.fileName, URL(fileURLWithPath: sourceFile).lastPathComponent)
        }
        draft.statement.sources = [source]
        if let document { draft.setText(.documentTitle, document) }
        if let sheet { draft.setText(.sheetName, sheet) }
        if let raw { draft.setText(.rawCell, raw) }
    }

    private static func cause(_ text: String) throws -> Cause {
        var cause = Cause()
        if text.hasPrefix("event:") {
            cause.event = Data(try Reading.bytes(hex: String(text.dropFirst(6)), count: 16, "--cause"))
        } else {
            cause.subject = try Reading.subject(text, "--cause")
        }
        return cause
    }
}

extension Expected {
    /// `indicator:x=3`; 0 means that it must not exist yet.
    init(option text: String) throws {
        self.init()
        let (label, number) = try Reading.pair(text, "--expect")
        guard let version = UInt64(number) else { throw Problem(.usage, at: "--expect", text) }
        subject = try Reading.subject(label, "--expect")
        rule = version == 0 ? .none : .exactly
        self.version = version
    }
}
