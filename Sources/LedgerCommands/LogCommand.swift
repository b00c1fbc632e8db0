import ArgumentParser
import Foundation
import LedgerLog
import LedgerModel
import LedgerReports

/// Entries in order; with `--json` an NDJSON feed.
struct LogCommand: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "log", abstract: words("記録を順に示す（1 行 1 件の JSON）。", "Entries in order, one JSON object a line."))
    }
    @OptionGroup var common: CommonOptions
    @Option(help: help("この番号より後。", "After this number.")) var after: UInt64 = 0
    @Option(help: help("多くとも N 件。", "At most N.", "N")) var limit: UInt64?
    @Flag(help: help("新しい記録を待ち続ける。", "Wait for new entries and go on.")) var follow = false
    @Flag(help: help("人が読む表で示す。", "Show a table for people instead.")) var table = false

    /// How often `--follow` looks, in microseconds.
    private static let pollMicroseconds: UInt32 = 200_000

    func execute(_ session: Session) throws -> Int32 {
        guard !(table && follow), !(table && common.json) else { throw Problem(.usage, at: "", "--table") }
        let ledger = try Ledger(opening: common.path(session.environment), mode: .reading)
        var next = after
        var left = limit ?? .max
        repeat {
            try emit(ledger, &next, &left, session)
            try session.console.flush()
            if follow, left > 0 { usleep(Self.pollMicroseconds) }
        } while follow && left > 0
        return 0
    }

    private func emit(_ ledger: Ledger, _ next: inout UInt64, _ left: inout UInt64, _ session: Session) throws {
        let snapshot = try ledger.snapshot()
        guard next < snapshot.size, left > 0 else { return }
        let telling = Telling(snapshot, session.catalogue)
        var entries = EntryTable(telling)
        let end = left < snapshot.size - next ? next + left : snapshot.size
        try snapshot.forEachEvent(after: next, through: end) { event in
            if table { try entries.add(event) } else { try session.console.raw(JSONText.line(try telling.json(event)) + "\n") }
            return true
        }
        if table { for line in entries.lines { try session.print(line) } }
        left -= end - next
        next = end
    }
}
