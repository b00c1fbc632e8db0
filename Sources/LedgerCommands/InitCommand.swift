import ArgumentParser
import Foundation
import LedgerLog
import LedgerModel
import LedgerReports

/// Opens a new ledger: its first entry fixes name, time zone and fiscal year, its second registers who opened it.
struct InitCommand: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "init", abstract: words("台帳を開設する。", "Open a new ledger."))
    }
    @OptionGroup var common: CommonOptions
    @OptionGroup var write: WriteOptions
    @Option(help: help("台帳の名（空白なし。後で変えられない。例 example.lg.jp/kpi）。", "The ledger's name, without blanks; it never changes. Like example.lg.jp/kpi.")) var name: String
    @Option(help: help("開設者（actor の識別子）。", "Who opens it: an actor's identifier.", "actor")) var by: String
    @Option(help: help("開設者の種類: account, post, person。", "What the opener is: account, post or person.", "kind")) var byKind = "account"
    @Option(help: help("時差（例 +09:00）。一日の終わりを決める。後で変えられない。", "Offset from UTC, like +09:00: what the end of a day means; it never changes.", "offset")) var utcOffset = "+09:00"
    @Option(help: help("年度の最初の月。後で変えられない。", "First month of the fiscal year; it never changes.", "month")) var fiscalYearStart: UInt32 = 4

    func execute(_ session: Session) throws -> Int32 {
        let offset = try Self.minutes(utcOffset)
        let drafts = [try opened(offset), try actor()]
        let options = Writing(session: session, common: common, write: write).plainOptions
        let receipt = try Ledger.create(at: common.path(session.environment), opened: drafts[0], followedBy: [drafts[1]], options: options)
        let answer = ReceiptJSON(receipt, dryRun: write.dryRun, offsetMinutes: offset)
        if common.json { try session.printJSON(answer) } else { for line in answer.lines { try session.print(line) } }
        let path = common.path(session.environment)
        if write.dryRun {
            session.say("{0} に開設できます。何も書いていません。次: --dry-run を外して実行してください。", "A ledger can be opened at {0}; nothing was written. Next: run it without --dry-run.", path)
        } else {
            session.say(
                "{0} に台帳を開設しました。次: ledger append plan --identifier … --name … --period … --by {1}",
                "Opened a ledger at {0}. Next: ledger append plan --identifier … --name … --period … --by {1}", path, by)
        }
        return 0
    }

    private func opened(_ offset: Int32) throws -> Draft {
        var act = LedgerOpened()
        act.name = name
        act.utcOffsetMinutes = offset
        act.fiscalYearFirstMonth = fiscalYearStart
        act.format = Limits.format
        var generator = SystemRandomNumberGenerator()
        act.incarnation = Data((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
        var draft = frame()
        draft.statement.ledgerOpened = act
        return draft
    }

    private func actor() throws -> Draft {
        var act = ActorRegistered()
        act.id = by
        act.kind = try Choice.read(byKind, ActorRegistered.Kind.self, "--by-kind")
        var draft = frame()
        draft.statement.actorRegistered = act
        return draft
    }

    private func frame() -> Draft {
        var draft = Draft()
        draft.statement.recordedBy = Subject(.actor, by)
        draft.statement.decided = .unknown
        return draft
    }

    /// `+09:00` is 540.
    private static func minutes(_ text: String) throws -> Int32 {
        if text == "Z" { return 0 }
        let parts = text.dropFirst().split(separator: ":")
        guard let sign = text.first, "+-".contains(sign), parts.count == 2, parts.allSatisfy({ $0.count == 2 }),
            let hours = Int32(parts[0]), let minutes = Int32(parts[1]), hours <= 14, minutes < 60
        else { throw Problem(.usage, at: "--utc-offset", text) }
        return (sign == "-" ? -1 : 1) * (hours * 60 + minutes)
    }
}
