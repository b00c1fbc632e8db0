import ArgumentParser
import Foundation
import LedgerLog
import LedgerModel
import LedgerReports

/// What ledger this is, how much it holds, and what to know about the place where it lies.
struct StatusCommand: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "status", abstract: words("台帳の状態を示す。", "Show the state of the ledger."))
    }
    @OptionGroup var common: CommonOptions

    func execute(_ session: Session) throws -> Int32 {
        let path = common.path(session.environment)
        let ledger = try Ledger(opening: path, mode: .reading)
        let answer = try StatusJSON(path, ledger.snapshot(), ledger.storage(), viewsFault: ledger.viewsFault)
        if common.json { try session.printJSON(answer) } else { for line in answer.lines(session.catalogue) { try session.print(line) } }
        return 0
    }
}

/// schema/json/status.schema.json
struct StatusJSON: Codable {
    struct Count: Codable {
        let kind: String
        let count: Int
    }

    let path: String
    let name: String
    let id: String
    let program: String
    let format: UInt32
    let utcOffset: String
    let fiscalYearStart: Int
    let size: UInt64
    let root: String
    let firstRecorded: String
    let lastRecorded: String
    let pending: UInt64
    /// Why the views cannot be used; nil where they can.
    let viewsFault: String?
    let logBytes: Int?
    let viewBytes: Int?
    let fileSystem: String?
    let readOnly: Bool?
    let readers: Int?
    let staleReaders: Int?
    let subjects: [Count]

    init(_ path: String, _ snapshot: Snapshot, _ storage: StorageReport, viewsFault: String?) throws {
        let offset = snapshot.settings.utcOffsetMinutes
        func recorded(_ number: UInt64) throws -> String {
            Instant.text(try snapshot.event(number)?.recorded ?? 0, offsetMinutes: offset, full: true)
        }
        self.path = path
        name = snapshot.settings.name
        id = snapshot.ledgerID.hex
        program = LedgerProgram.version
        format = Limits.format
        let zone = Instant.text(0, offsetMinutes: offset)
        utcOffset = String(zone.dropFirst(19))
        fiscalYearStart = snapshot.settings.fiscalFirstMonth
        size = snapshot.size
        root = try snapshot.root().hex
        firstRecorded = try recorded(1)
        lastRecorded = try recorded(snapshot.size)
        pending = snapshot.pending
        self.viewsFault = viewsFault
        logBytes = storage.logBytes
        viewBytes = storage.viewBytes
        fileSystem = storage.fileSystem
        readOnly = storage.isMountedReadOnly
        readers = storage.readers
        staleReaders = storage.staleReaders
        subjects = try Subject.Kind.allCases.filter { $0 != .unspecified && $0 != .ledger }
            .map { Count(kind: $0.word, count: try snapshot.subjects(of: $0).count) }.filter { $0.count > 0 }
    }

    func lines(_ catalogue: Catalogue) -> [String] {
        func line(_ ja: String, _ en: String, _ text: String) -> String { catalogue(Words(ja, en)) + ": " + Visible.text(text) }
        let kinds = subjects.map { count in
            let kind = Subject.Kind.allCases.first { $0.word == count.kind }
            return (kind.map { catalogue($0.words) } ?? count.kind) + " \(count.count)"
        }
        return [
            line("台帳", "ledger", "\(name) (\(id))"), line("場所", "path", path),
            line("記録", "entries", "\(size) (\(firstRecorded) … \(lastRecorded))"), line("根", "root", "\(size):\(root)"),
            line("時差・年度", "offset, fiscal year", "\(utcOffset), \(fiscalYearStart)"),
            line("対象", "subjects", kinds.joined(separator: ", ")),
            line("索引待ち", "not yet derived", "\(pending)"),
        ] + (viewsFault.map { [line("索引の問題（ledger rebuild）", "views cannot be used (ledger rebuild)", $0)] } ?? []) + [
            line("ファイル", "files", "log \(logBytes.map(String.init) ?? "-") B, views \(viewBytes.map(String.init) ?? "-") B, \(fileSystem ?? "-")"),
            line("プログラム", "program", program),
        ]
    }
}
