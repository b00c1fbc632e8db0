import ArgumentParser
import Foundation
import LedgerLog
import LedgerModel
import LedgerReports

/// What ledger this is, how much it holds, when it was last saved and checked, and what to know about the place where it lies.
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

    struct Held: Codable {
        let process: Int32
        let program: String?
        /// running, stopped or gone.
        let state: String
        let commitsBehind: Int
        let seconds: Int?
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
    /// Other processes that hold a state of the log.
    let held: [Held]
    let freeBytes: UInt64?
    let library: String
    /// As the commands noted them: hints, not evidence.
    let lastBackup: LastDoneJSON?
    let lastVerify: LastDoneJSON?
    let lastDrill: LastDoneJSON?
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
        held = storage.held.map {
            Held(process: $0.process, program: $0.program, state: Kebab.name($0.state), commitsBehind: $0.commitsBehind, seconds: $0.seconds)
        }
        freeBytes = storage.freeBytes
        library = storage.library
        lastBackup = LastDone(.backup, of: path).note?.at(offsetMinutes: offset)
        lastVerify = LastDone(.verify, of: path).note?.at(offsetMinutes: offset)
        lastDrill = LastDone(.drill, of: path).note?.at(offsetMinutes: offset)
        subjects = try Subject.Kind.allCases.filter { $0 != .unspecified && $0 != .ledger }
            .map { Count(kind: $0.word, count: try snapshot.subjects(of: $0).count) }.filter { $0.count > 0 }
    }

    func lines(_ catalogue: Catalogue) -> [String] { StatusLines(self, catalogue).all }
}
