import ArgumentParser
import Foundation
import LedgerModel
import LedgerReports
import LedgerSheets
import SheetFiles

/// What tables the program can read, and how.
struct MappingCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "mapping",
            abstract: words("表の読み方（mapping）を見る・調べる・下書きする。", "List, show, check and draft the mappings by which tables are read."),
            subcommands: [MappingList.self, MappingShow.self, MappingCheck.self, MappingDrafting.self])
    }
}

struct MappingList: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: words("同梱の読み方の一覧。", "The mappings that ship."))
    }
    @OptionGroup var common: CommonOptions

    func execute(_ session: Session) throws -> Int32 {
        let mappings = try Mapping.shipped.keys.sorted().map { try MappingFile.read($0).0 }
        if common.json {
            try session.printJSON(["mappings": mappings.map(MappingJSON.init)])
            return 0
        }
        var table = TextTable([
            TextTable.Column(session.catalogue(Words("名前", "NAME"))), TextTable.Column(session.catalogue(Words("種類", "KIND"))),
            TextTable.Column(session.catalogue(Words("表", "TABLE"))),
        ])
        for mapping in mappings { table.add([mapping.name, mapping.kind.rawValue, mapping.title]) }
        try session.print(table)
        return 0
    }
}

struct MappingShow: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show",
            abstract: words("読み方を YAML で示す（手直しの元になる）。", "Print a mapping as YAML, to start one's own from."))
    }
    @OptionGroup var common: CommonOptions
    @Argument(help: help("読み方の名前。", "The mapping's name.", "name")) var name: String

    func execute(_ session: Session) throws -> Int32 {
        let (mapping, yaml) = try MappingFile.read(name)
        if common.json { try session.printJSON(MappingJSON(mapping)) } else { try session.console.raw(String(decoding: yaml, as: UTF8.self)) }
        return 0
    }
}

struct MappingCheck: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "check",
            abstract: words("読み方に誤りがないかを調べる。", "Check a mapping for mistakes."))
    }
    @OptionGroup var common: CommonOptions
    @Argument(help: help("同梱の名前、または YAML ファイルの場所。", "A name that ships, or the path of a YAML file.", "name-or-path")) var mapping: String

    func execute(_ session: Session) throws -> Int32 {
        let mapping = try MappingFile.read(mapping).0
        if common.json {
            try session.printJSON(MappingJSON(mapping))
        } else {
            session.say("誤りはありません: {0}（{1}、{2} 列）", "Nothing is wrong with {0} ({1}, {2} columns).",
                mapping.name, mapping.kind.rawValue, "\(mapping.columns.count)")
        }
        return 0
    }
}

struct MappingDrafting: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "draft",
            abstract: words("知らない表の読み方を下書きする（疑問点つき、YAML）。", "Draft a mapping for an unknown table, as YAML, with its doubts."))
    }
    @OptionGroup var common: CommonOptions
    @Argument(help: help("表のファイル（CSV、TSV、xlsx）。", "The table's file: CSV, TSV or xlsx.", "file")) var file: String
    @Option(help: help("文字コード（既定は自動: UTF-8, UTF-16, CP932）。", "Encoding (else found out: UTF-8, UTF-16, CP932).", "name")) var encoding: String?

    func execute(_ session: Session) throws -> Int32 {
        let workbook: Workbook
        do { workbook = try WorkbookReader.read(path: file, WorkbookReader.Options(encoding: encoding)) } catch {
            throw Problem(error, file: URL(fileURLWithPath: file).lastPathComponent)
        }
        let (yaml, doubts) = MappingDraft.propose(workbook)
        if common.json {
            try session.printJSON(DraftJSON(yaml: yaml, doubts: doubts.map { DoubtJSON($0, session.language) }))
        } else {
            try session.console.raw(yaml)
        }
        try session.console.flush()
        for doubt in doubts {
            session.console.word((doubt.place.isEmpty ? "" : doubt.place + ": ") + Visible.text(session.language == .ja ? doubt.japanese : doubt.english))
        }
        session.say("疑問点 {0} 件。# ? の行を確かめて保存し、ledger mapping check で調べてください。",
            "{0} doubts: settle the lines with # ?, save it, and run ledger mapping check.", "\(doubts.count)")
        return 0
    }
}

private struct MappingJSON: Encodable {
    struct Column: Encodable {
        let `is`: String
        let headings: [String]
        let optional: Bool
    }
    let name: String
    let kind: String
    let title: String
    let columns: [Column]

    init(_ mapping: Mapping) {
        name = mapping.name
        kind = mapping.kind.rawValue
        title = mapping.title
        columns = mapping.columns.map { Column(is: $0.word, headings: $0.headings.map(\.text), optional: $0.isOptional) }
    }
}

private struct DraftJSON: Encodable {
    let yaml: String
    let doubts: [DoubtJSON]
}

private struct DoubtJSON: Encodable {
    let code: String
    let place: String
    let values: [String]
    let message: String

    init(_ doubt: MappingDraft.Doubt, _ language: Language) {
        code = doubt.code.rawValue
        place = doubt.place
        values = doubt.values
        message = language == .ja ? doubt.japanese : doubt.english
    }
}
