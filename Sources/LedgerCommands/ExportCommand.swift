import ArgumentParser
import Crypto
import Foundation
import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerReports

/// Writes a directory that stands for itself: the exact leaves, the texts that may be shown, every view as CSV, totals and digests.
/// The same ledger gives the same bytes: nothing of the day, the machine or the language is in it.
struct ExportCommand: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "export", abstract: words("台帳なしで確かめられる形で書き出す。", "Write a directory that can be checked without this program."))
    }
    @OptionGroup var common: CommonOptions
    @Flag(help: help("書き込まずに、何が起きるかだけを示す。", "Say what would happen and write nothing.")) var dryRun = false
    @Flag(help: help("非公開・公開前の文章も含める（館外に出さないこと）。", "Include withheld and embargoed texts; not for handing out.")) var allTexts = false
    @Argument(help: help("書き出し先（まだないこと）。", "Where to; it must not exist.")) var directory: String

    func execute(_ session: Session) throws -> Int32 {
        guard !FileManager.default.fileExists(atPath: directory) else { throw Problem(.ledgerExists, directory) }
        let snapshot = try Ledger(opening: common.path(session.environment), mode: .reading).snapshot()
        let export = Export(snapshot: snapshot, allTexts: allTexts)
        let answer = ExportJSON(
            path: directory, size: snapshot.size, root: try snapshot.root().hex,
            files: try dryRun ? export.names : export.write(to: directory), dryRun: dryRun)
        if common.json { try session.printJSON(answer) } else { for file in answer.files { try session.print(file) } }
        if dryRun {
            session.say("{0} に書き出せます。何も書いていません。次: --dry-run を外して実行してください。", "It can be written to {0}; nothing was. Next: run it without --dry-run.", directory)
        } else {
            session.say("{0} に書き出しました。次: そのフォルダーで sha256sum -c MANIFEST.sha256", "Written to {0}. Next: there, sha256sum -c MANIFEST.sha256", directory)
        }
        return 0
    }
}

/// schema/json/export.schema.json
struct ExportJSON: Codable {
    let path: String
    let size: UInt64
    let root: String
    let files: [String]
    let dryRun: Bool
}

/// What is written, file by file, in memory that does not grow with the ledger but for the views.
struct Export {
    let snapshot: Snapshot
    let allTexts: Bool

    private static let headNames = ["ledger.json", "entries.ndjson"]
    private static let schemaNames = SchemaFiles.all.map { "schema/" + $0.name }
    private static let tailNames = ["control-totals.csv", "MANIFEST.sha256"]

    var names: [String] { Export.headNames + ExportTables.names + Export.schemaNames + Export.tailNames }

    /// Tables are for people to read; the exact strings stand in entries.ndjson, escaped.
    /// - Returns: the files' names, in the order in which they were written.
    func write(to directory: String) throws -> [String] {
        let folder = try ExportFolder(directory, isPrivate: allTexts)
        try folder.write("ledger.json", JSONText.document(ExportHead(snapshot)) + "\n")
        try folder.write("entries.ndjson") { emit in
            for number in 1...snapshot.size { try emit(JSONText.line(ExportEntry(number, try snapshot.frame(number), allTexts: allTexts)) + "\n") }
        }
        var totals: [[String]] = []
        for table in ExportTables(snapshot).all {
            var sums = ExportTables.Totals(table)
            try folder.write(table.name) { emit in
                try emit(CSV.line(table.header))
                try table.forEachRow { row in
                    sums.add(row)
                    try emit(CSV.line(row.map(CSV.shown)))
                }
            }
            totals += sums.rows
        }
        for (file, name) in zip(SchemaFiles.all, Export.schemaNames) { try folder.write(name, file.text + "\n") }
        try folder.write("control-totals.csv", CSV.file(["file", "column", "unit", "count", "sum"], totals.map { $0.map(CSV.shown) }))
        try folder.finish()
        return names
    }
}

/// Size and root, and what event 1 fixed.
private struct ExportHead: Codable {
    let id: String
    let name: String
    let size: UInt64
    let root: String
    let utcOffsetMinutes: Int32
    let fiscalYearFirstMonth: Int

    init(_ snapshot: Snapshot) throws {
        id = snapshot.ledgerID.hex
        name = snapshot.settings.name
        size = snapshot.size
        root = try snapshot.root().hex
        utcOffsetMinutes = snapshot.settings.utcOffsetMinutes
        fiscalYearFirstMonth = snapshot.settings.fiscalFirstMonth
    }
}

/// schema/json/export-entry.schema.json: exact leaf bytes, and texts with their salts where they may be shown.
struct ExportEntry: Codable {
    struct Text: Codable {
        let field: Int
        let ordinal: UInt32
        let salt: Data
        let text: String
    }

    let number: UInt64
    let leaf: Data
    let texts: [Text]

    init(_ number: UInt64, _ frame: RecordFrame, allTexts: Bool) throws {
        self.number = number
        leaf = Data(frame.leaf)
        let commitments = try Leaf(serializedBytes: frame.leaf).statement.texts
        texts = frame.texts.filter { text in
            allTexts || commitments.contains { $0.field == text.field && $0.ordinal == text.ordinal && $0.class == .open }
        }.map { Text(field: $0.field.rawValue, ordinal: $0.ordinal, salt: $0.salt, text: $0.text) }
    }
}

/// A new directory; digests are taken of what was handed to the file system, and every file is synced.
private final class ExportFolder {
    private let path: String
    private var digests: [(name: String, hex: String)] = []

    /// - Parameter isPrivate: for its owner alone, with texts that are not for handing out.
    init(_ path: String, isPrivate: Bool) throws {
        self.path = path
        let manager = FileManager.default
        do {
            try manager.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: isPrivate ? [.posixPermissions: 0o700] : nil)
            try manager.createDirectory(atPath: path + "/schema", withIntermediateDirectories: false)
        } catch {
            throw Problem(.cannotWrite, path)
        }
    }

    func write(_ name: String, _ text: String) throws { try write(name) { try $0(text) } }

    func write(_ name: String, _ body: ((String) throws -> Void) throws -> Void) throws {
        let file = path + "/" + name
        var digest = SHA256()
        guard FileManager.default.createFile(atPath: file, contents: nil), let handle = FileHandle(forWritingAtPath: file) else {
            throw Problem(.cannotWrite, file)
        }
        defer { try? handle.close() }
        var waiting = Data()
        func flush() throws {
            digest.update(data: waiting)
            do { try handle.write(contentsOf: waiting) } catch { throw Problem(.cannotWrite, file) }
            waiting.removeAll(keepingCapacity: true)
        }
        try body { text in
            waiting.append(contentsOf: text.utf8)
            if waiting.count >= 1 << 16 { try flush() }
        }
        try flush()
        do { try handle.synchronize() } catch { throw Problem(.cannotWrite, file) }
        digests.append((name, Array(digest.finalize()).hex))
    }

    /// The manifest, in the form that `sha256sum -c` reads.
    func finish() throws {
        let lines = digests.sorted { $0.name < $1.name }.map { "\($0.hex)  \($0.name)\n" }
        try write("MANIFEST.sha256", lines.joined())
    }
}
