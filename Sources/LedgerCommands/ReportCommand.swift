import ArgumentParser
import Foundation
import LedgerLog
import LedgerMerkle
import LedgerModel
import LedgerProjections
import LedgerReports
import SheetFiles

/// A report on paper: one of ten, as of any moment or edition, in any format.
struct ReportCommand: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "report", abstract: words("報告書をつくる。", "Make a report."),
            discussion: words("報告書: ", "Reports: ") + Choice.names(ReportName.self).joined(separator: ", "))
    }
    @OptionGroup var common: CommonOptions
    @OptionGroup var moment: AsOfOptions
    @OptionGroup var about: ReportOptions
    @Option(help: help("この版の公表時点（識別子または名称）。", "As this edition was published (identifier or label).", "edition")) var edition: String?
    @Option(help: help("形式: text, csv, md, html, xlsx（既定は --out の拡張子、なければ text）。", "text, csv, md, html or xlsx (else by the extension of --out, else text).")) var format: String?
    @Option(help: help("このファイルに書く。", "Write to this file.", "file")) var out: String?
    @Flag(help: help("既にあるファイルを置き換える。", "Replace a file that exists.")) var force = false
    @Argument(help: help("報告書の名前。", "Which report.", "name")) var name: String

    func execute(_ session: Session) throws -> Int32 {
        let name = try Choice.read(name, ReportName.self, "NAME")
        try about.refuse(allBut: name.options, of: name)
        let format = try chosenFormat()
        let destination = try out.map { try ReportFile($0, replaces: force) }
        let reader = try Reader(session, common)
        let (asOf, published) = try moment(reader)
        let number = min(asOf.number, reader.snapshot.size)
        let context = try PaperContext(
            reader.telling, asOf: asOf, edition: published, root: try rootHash(size: number, reader: reader.snapshot).hex)
        let question = try about.question(reader, asOf, isPast: moment.asOf != nil || published != nil)
        let paper = try name.paper(context, question, body: about.body.map { try reader.subject($0, .body) })
        if let destination {
            try destination.write(bytes(paper, format, session.language))
            session.say("{0} に書きました。", "Written to {0}.", destination.path)
        } else {
            try show(paper, format, session)
        }
        return 0
    }

    /// The moment, and the edition that was published then.
    private func moment(_ reader: Reader) throws -> (AsOf, EditionPublished?) {
        guard let edition else { return (try moment.resolve(reader.snapshot), nil) }
        guard moment.asOf == nil, moment.effective == nil, moment.decided == nil else {
            throw Problem(.usage, at: "--edition", "--edition; --as-of, --effective, --decided")
        }
        let all = try reader.snapshot.subjects(of: .edition).compactMap { try reader.snapshot.facts(of: $0).holds(FactKey(.definition))?.edition }
        let found = all.filter { $0.id == edition }.first.map { [$0] } ?? all.filter { $0.label.hasSameBytes(as: edition) }
        guard let only = found.first else { throw Problem(.nothingFound, at: "--edition", edition) }
        guard found.count == 1 else { throw Problem(.ambiguous, at: "--edition", edition, found.map(\.id).joined(separator: ", ")) }
        return (AsOf(number: only.size), only)
    }

    // MARK: the answer

    private func chosenFormat() throws -> PaperFormat {
        if common.json {
            guard format == nil else { throw Problem(.usage, at: "--format", "--json --format") }
            return .text
        }
        let suffix = out.map { ($0 as NSString).pathExtension.lowercased() }.flatMap(PaperFormat.init(rawValue:))
        let format = try format.map { try Choice.read($0, PaperFormat.self, "--format") } ?? suffix ?? .text
        if format == .xlsx, out == nil { throw Problem(.usage, at: "--format", "xlsx; --out FILE") }
        return format
    }

    private func bytes(_ paper: Paper, _ format: PaperFormat, _ language: Language) throws -> [UInt8] {
        if common.json { return Array((try JSONText.document(PaperJSON(paper)) + "\n").utf8) }
        switch format {
        case .text: return Array(paper.text(language).map { $0 + "\n" }.joined().utf8)
        case .csv:
            // Without the mark, spreadsheet programs in Japan read a file as CP932.
            return (out == nil ? [] : [0xEF, 0xBB, 0xBF]) + Array(paper.csv(language).utf8)
        case .md: return Array(paper.markdown(language).utf8)
        case .html: return Array(paper.html(language).utf8)
        case .xlsx:
            do { return try paper.xlsx(language).bytes() } catch { throw Problem(error, file: out ?? "") }
        }
    }

    /// Of a terminal, or as asked for; nil in a pipe, where a row stays on one line.
    private func width(_ session: Session) -> Int? {
        isatty(STDOUT_FILENO) == 1 || session.environment["COLUMNS"].flatMap { Int($0) } ?? 0 > 0 ? session.console.columns : nil
    }

    private func show(_ paper: Paper, _ format: PaperFormat, _ session: Session) throws {
        if !common.json, format == .text {
            for line in paper.text(session.language, width: width(session)) { try session.print(line) }
        } else {
            try session.console.raw(String(decoding: bytes(paper, format, session.language), as: UTF8.self))
        }
    }
}

extension Event {
    fileprivate var edition: EditionPublished? { if case .editionPublished(let act)? = statement.act { act } else { nil } }
}

/// A file that appears whole or not at all.
private struct ReportFile {
    let path: String
    private let replaces: Bool

    /// - Throws: `file-exists` where something is there that may not be replaced.
    init(_ path: String, replaces: Bool) throws {
        self.path = path
        self.replaces = replaces
        if !replaces, FileManager.default.fileExists(atPath: path) { throw Problem(.fileExists, at: "--out", path) }
    }

    /// Under another name in the same folder first; then it takes its name in one step.
    func write(_ bytes: [UInt8]) throws {
        let url = URL(fileURLWithPath: path)
        let draft = url.deletingLastPathComponent().appendingPathComponent(".\(url.lastPathComponent).\(UUID().uuidString)").path
        guard FileManager.default.createFile(atPath: draft, contents: nil), let handle = FileHandle(forWritingAtPath: draft) else {
            throw Problem(.cannotWrite, at: "--out", path)
        }
        defer { try? FileManager.default.removeItem(atPath: draft) }
        do {
            try handle.write(contentsOf: Data(bytes))
            try handle.synchronize()
            try handle.close()
        } catch {
            throw Problem(.cannotWrite, at: "--out", path)
        }
        // A link is refused where the name is taken; a rename replaces.
        let done = replaces ? unsafe rename(draft, path) : unsafe link(draft, path)
        guard done != 0 else { return }
        throw errno == EEXIST ? Problem(.fileExists, at: "--out", path) : Problem(.cannotWrite, at: "--out", path)
    }
}
