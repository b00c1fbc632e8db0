import ArgumentParser
import Foundation
import LedgerKeys
import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerProofs
import LedgerReports

/// Keys of the log, of actors and of witnesses.
struct KeyCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "key", abstract: words("署名の鍵を作り、登録し、示す。", "Make, register and show keys."),
            subcommands: [KeyGenerate.self, KeyRegister.self, KeyRevoke.self, KeyShow.self, KeyExport.self, KeyList.self])
    }
}

/// What a command that records a key's act takes.
struct KeyWriteOptions: ParsableArguments {
    @OptionGroup var write: WriteOptions
    @Option(help: help("記録者（actor の識別子）。", "Recorded by: an actor's identifier.", "actor")) var by: String?
}

/// `ledger key generate`: for the log, for an actor (both are registered in the ledger at once), or a file for somebody else.
struct KeyGenerate: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "generate", abstract: words("鍵を作り、台帳に登録する。", "Make a key and register it in the ledger."),
            discussion: words(
                "既定は台帳の鍵。--actor で担当者の鍵。--out と --name で、台帳に触れずファイルだけを作る（証人は --witness）。",
                "The log's key, or an actor's with --actor. With --out and --name a file alone, for another machine (--witness for a witness)."))
    }
    @OptionGroup var common: CommonOptions
    @OptionGroup var options: KeyWriteOptions
    @Option(help: help("この担当者の鍵。", "A key for this actor.", "id")) var actor: String?
    @Flag(help: help("今の鍵を取り替える（今の鍵が署名する）。", "Replace the present key, which signs the act.")) var replace = false
    @Option(help: help("ファイルだけを作る場所。", "Make a file there, and nothing else.", "file")) var out: String?
    @Option(help: help("ファイルだけを作るときの鍵の名前。", "The key's name, with --out.")) var name: String?
    @Flag(help: help("証人の鍵（--out とともに）。", "A witness's key, with --out.")) var witness = false

    func execute(_ session: Session) throws -> Int32 {
        let passphrase = try Passphrase.read(options.write.passphraseFile, session.environment)
        if let out { return try writeAlone(out, passphrase, session) }
        guard !witness, name == nil else { throw Problem(.usage, at: "", "--out") }
        guard let by = options.by else { throw Problem(.usage, at: "", "--by") }
        let ledger = try Ledger(opening: common.path(session.environment), mode: .writing)
        let change = try KeyChange(session, common, options.write, ledger, actor: actor, by: by)
        return try change.run(replaces: replace, passphrase: passphrase)
    }

    private func writeAlone(_ path: String, _ passphrase: [UInt8]?, _ session: Session) throws -> Int32 {
        guard let name, actor == nil, !replace else { throw Problem(.usage, at: "", "--out --name NAME") }
        guard let key = SigningKey.generate(name: name, type: witness ? .cosignature : .note) else { throw Problem(.badName, "--name", name) }
        if !options.write.dryRun { try KeyFile.create(key, at: path, passphrase: passphrase) }
        try KeyAnswer(key.verifier, path, isEncrypted: passphrase != nil).show(session, common)
        session.say("秘密の鍵は {0} だけにあります。控えを別の安全な場所に置いてください。", "The private key is in {0} and nowhere else; keep a copy in another safe place.", path)
        return 0
    }
}

/// A public key that somebody else made (`key generate --out`), for an actor or the log.
struct KeyRegister: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "register", abstract: words("ほかで作った公開鍵を登録する。", "Register a public key that was made elsewhere."))
    }
    @OptionGroup var common: CommonOptions
    @OptionGroup var options: KeyWriteOptions
    @Option(help: help("この担当者の鍵。", "Of this actor.", "id")) var actor: String
    @Option(help: help("公開鍵（name+id+key）。名前は担当者の識別子。", "The public key, name+id+key; its name is the actor's identifier.", "vkey")) var vkey: String
    @Flag(help: help("今の鍵を取り替える（--sign-as に今の鍵）。", "Replace the present key, which signs: --sign-as.")) var replace = false

    func execute(_ session: Session) throws -> Int32 {
        guard let by = options.by else { throw Problem(.usage, at: "", "--by") }
        let key: VerifierKey
        do { key = try VerifierKey(parsing: vkey) } catch { throw Problem(.usage, at: "--vkey", "\(vkey): \(error.why)") }
        guard key.type == .note, key.name.hasSameBytes(as: actor) else { throw Problem(.usage, at: "--vkey", "\(key.name) \u{2260} \(actor)") }
        let ledger = try Ledger(opening: common.path(session.environment), mode: .writing)
        let current = try ledger.snapshot().keys(of: Subject(.actor, actor)).current
        let draft = Draft.keyRegistered(key, .author, replaces: replace ? current : nil, by: by)
        return try Writing(session: session, common: common, write: options.write).append([draft], to: ledger)
    }
}

struct KeyRevoke: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "revoke", abstract: words("担当者の鍵を無効にする。", "Revoke an actor's key."))
    }
    @OptionGroup var common: CommonOptions
    @OptionGroup var options: KeyWriteOptions
    @Option(help: help("この担当者の鍵。", "Of this actor.", "id")) var actor: String
    @Option(help: help("理由。", "Why.", "text")) var reason: String

    func execute(_ session: Session) throws -> Int32 {
        guard let by = options.by else { throw Problem(.usage, at: "", "--by") }
        let ledger = try Ledger(opening: common.path(session.environment), mode: .writing)
        guard let current = try ledger.snapshot().keys(of: Subject(.actor, actor)).current else { throw Problem(.keyUnknown, "actor:" + actor, "-") }
        var act = KeyRevoked()
        (act.actor, act.publicKey) = (actor, Data(current))
        var draft = Draft.act(.keyRevoked(act), by: by)
        draft.statement.reason = .other
        draft.setText(.reason, reason)
        return try Writing(session: session, common: common, write: options.write).append([draft], to: ledger)
    }
}

/// Which key a file holds; nothing secret is printed.
struct KeyShow: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: words("鍵のファイルの中身（公開部分）を示す。", "Show the public part of a key's file."))
    }
    @OptionGroup var common: CommonOptions
    @Argument(help: help("鍵のファイル（既定は台帳の鍵）。", "A key's file; else the log's.")) var file: String?

    func execute(_ session: Session) throws -> Int32 {
        let key = try KeyFile(reading: try file ?? KeyExport.logKey(session, common))
        try KeyAnswer(key.verifier, key.path, isEncrypted: key.isEncrypted).show(session, common)
        return 0
    }
}

/// The public key as others need it: a vkey, or a policy that believes it.
struct KeyExport: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "export", abstract: words("公開鍵を書き出す。", "Print the public key for others."))
    }
    @OptionGroup var common: CommonOptions
    @Flag(help: help("この鍵だけを信頼する方針（C2SP tlog-policy）。", "As a policy that believes this key (C2SP tlog-policy).")) var policy = false
    @Option(help: help("このファイルに書く（既定は標準出力）。", "Write to this file, else to standard output.", "file")) var out: String?
    @Argument(help: help("鍵のファイル（既定は台帳の鍵）。", "A key's file; else the log's.")) var file: String?

    func execute(_ session: Session) throws -> Int32 {
        let key = try KeyFile(reading: try file ?? Self.logKey(session, common)).verifier
        if policy, key.type != .note { throw Problem(.usage, at: "--policy", "Ed25519 0x01") }
        let text = policy ? "log \(key.text)\nquorum none\n" : key.text + "\n"
        if let out { try ReportFile(out, replaces: false).write(Array(text.utf8)) } else { try session.console.raw(text) }
        return 0
    }

    static func logKey(_ session: Session, _ common: CommonOptions) throws -> String {
        let snapshot = try Ledger(opening: common.path(session.environment), mode: .reading).snapshot()
        let folder = KeyFolder(ledgerID: snapshot.ledgerID, environment: session.environment)
        guard folder.hasLogKey else { throw Problem(.noKey, folder.logKey) }
        return folder.logKey
    }
}

/// Every key that the ledger registered, whose it is and how long it held.
struct KeyList: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: words("台帳に登録された鍵を示す。", "Show the keys that the ledger registered."))
    }
    @OptionGroup var common: CommonOptions

    func execute(_ session: Session) throws -> Int32 {
        let reader = try Reader(session, common)
        let snapshot = reader.snapshot
        let origin = try snapshot.origin
        var rows: [KeyTerm] = []
        for subject in [.ledger] + (try snapshot.subjects(of: .actor)) {
            rows += try snapshot.keys(of: subject).history.map { term in
                let name = subject == .ledger ? origin.name(at: term.from) : subject.id
                return KeyTerm(
                    subject: subject.label, vkey: VerifierKey(name: name, type: .note, publicKey: term.key)?.text ?? term.key.hex, from: term.from,
                    through: term.through)
            }
        }
        try reader.answer({ ["keys": rows] }, {
            var table = TextTable([
                .init(session.catalogue(Words("誰の", "whose"))), .init(session.catalogue(Words("登録", "from")), .right),
                .init(session.catalogue(Words("終わり", "through")), .right), .init(session.catalogue(Words("公開鍵", "public key"))),
            ])
            for row in rows { table.add([row.subject, "\(row.from)", row.through.map { "\($0)" } ?? "", row.vkey]) }
            return table.lines
        })
        return 0
    }
}

/// schema/json/keys.schema.json
struct KeyTerm: Codable {
    let subject: String
    let vkey: String
    let from: UInt64
    let through: UInt64?
}

/// schema/json/key.schema.json
struct KeyAnswer: Codable {
    let vkey: String
    let name: String
    let file: String
    let encrypted: Bool

    init(_ key: VerifierKey, _ file: String, isEncrypted: Bool) {
        vkey = key.text
        name = key.name
        self.file = file
        encrypted = isEncrypted
    }

    func show(_ session: Session, _ common: CommonOptions) throws {
        if common.json { return try session.printJSON(self) }
        for line in ["vkey \(vkey)", "file \(file)", "encrypted \(encrypted ? "yes" : "no")"] { try session.print(line) }
    }
}

extension Snapshot {
    func keys(of subject: Subject) throws -> LedgerProjections.KeyRing { KeyRing(try events(of: subject, through: size)) }
}

extension Draft {
    static func act(_ act: Statement.OneOf_Act, by actor: String) -> Draft {
        var draft = Draft()
        draft.statement.recordedBy = Subject(.actor, actor)
        draft.statement.decided = .unknown
        draft.statement.act = act
        return draft
    }

    static func keyRegistered(_ key: VerifierKey, _ purpose: KeyRegistered.Purpose, replaces: [UInt8]?, by actor: String) -> Draft {
        var act = KeyRegistered()
        act.purpose = purpose
        if purpose == .author { act.actor = key.name }
        act.publicKey = Data(key.publicKey)
        act.replaces = Data(replaces ?? [])
        return .act(.keyRegistered(act), by: actor)
    }
}
