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
        let context = try session.kept(PaperContext(
            reader.telling, asOf: asOf, edition: published, root: try rootHash(size: number, reader: reader.snapshot).hex,
            draws: format == .html))
        let question = try about.question(reader, asOf, isPast: moment.asOf != nil || published != nil)
        let paper = try session.kept(name.paper(context, question, body: about.body.map { try reader.subject($0, .body) }, keeping: session.kept))
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
        let only = try reader.edition(edition).act
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
        // On standard output no mark stands before a CSV.
        if format == .csv, out == nil { return Array(paper.csv(language).utf8) }
        return try PaperFile.bytes(paper, format, language, file: out ?? "")
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
