import ArgumentParser
import Foundation
import LedgerEditions
import LedgerKeys
import LedgerLog
import LedgerMerkle
import LedgerModel
import LedgerProjections
import LedgerProofs
import LedgerReports

/// Files that others can check without the ledger and without this program.
struct ProveCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "prove", abstract: words("台帳がなくても確かめられる証明を作る。", "Make proofs that need no ledger to be checked."),
            subcommands: [ProveEvent.self, ProveIndicator.self, ProveConsistency.self, ProveCheckpoint.self])
    }
}

/// Where the signed checkpoint comes from, and where the proof goes.
struct ProveOptions: ParsableArguments {
    @Option(help: help("この署名済みの控えを使う（証人の署名つきなど。既定は鍵の置き場の最新）。", "Use this signed checkpoint (with witnesses, say); else the newest beside the key.", "file")) var checkpoint: String?
    @Option(help: help("このファイルに書く（既定は標準出力）。", "Write to this file, else to standard output.", "file")) var out: String?
    @Option(help: help("鍵の合言葉のファイル。", "A file with the key's passphrase.", "file")) var passphraseFile: String?

    func write(_ bytes: [UInt8], _ session: Session) throws {
        guard let out else { return try session.console.raw(String(decoding: bytes, as: UTF8.self)) }
        try ReportFile(out, replaces: false).write(bytes)
        session.say("{0} に書きました。確かめるには: ledger check {0} --key 公開鍵", "Written to {0}. To check it: ledger check {0} --key VKEY", out)
    }

    /// Runs `body`, once more where somebody appended between its looks at the ledger and at the checkpoint beside the key.
    static func retrying<R>(_ body: () throws -> R) throws -> R {
        do { return try body() } catch let problem as Problem where problem.code == .behindCheckpoint { return try body() }
    }

    /// A signed checkpoint of this log that has at least `size` entries, or exactly so many.
    func checkpoint(_ session: Session, _ snapshot: Snapshot, atLeast size: UInt64 = 0, exactly exact: UInt64? = nil) throws -> SignedNote {
        if let checkpoint {
            let note = try ProofFile.parse(checkpoint) { bytes throws(DecodeError) in try SignedNote(parsing: bytes) }
            let held = try ProofFile.parse(checkpoint) { _ throws(DecodeError) in try Checkpoint(parsing: note.text) }
            try held.check(size: snapshot.size) { try snapshot.root(at: $0) }
            guard held.size >= size, exact.map({ $0 == held.size }) ?? true else {
                throw Problem(.nothingFound, at: "--checkpoint", "\(held.size) < \(exact ?? size)")
            }
            return note
        }
        let rack = KeyRack(session, snapshot, passphraseFile: passphraseFile)
        if let newest = try rack.newestCheckpoint() {
            let held = try Checkpoint(parsing: newest.note.text)
            try held.check(size: snapshot.size) { try snapshot.root(at: $0) }
            if exact.map({ $0 == held.size }) ?? (held.size >= size) { return newest.note }
        }
        if let exact, exact < snapshot.size {
            let key = try rack.logKey(at: exact, snapshot)
            let origin = key.verifier.name
            guard let older = Checkpoint(origin: origin, size: exact, root: try snapshot.root(at: exact)) else { throw Problem(.badName, "name", origin) }
            return try key.sign(older)
        }
        guard let signer = try rack.logSigner() else { throw Problem(.noKey, rack.folder.logKey) }
        return try signer.begin().sign(snapshot)
    }
}

/// `.tlog-proof` of one entry, with the entry itself as its extra data.
struct ProveEvent: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "event", abstract: words("記録が台帳にあることの証明（C2SP tlog-proof）。", "That an entry is in the ledger (C2SP tlog-proof)."))
    }
    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ProveOptions
    @Argument(help: help("記録の番号。", "The entry's number.", "N")) var number: UInt64

    func execute(_ session: Session) throws -> Int32 { try ProveOptions.retrying { try prove(session) } }

    private func prove(_ session: Session) throws -> Int32 {
        let snapshot = try Ledger(opening: common.path(session.environment), mode: .reading).snapshot()
        guard number >= 1, number <= snapshot.size else { throw Problem(.nothingFound, "\(number)") }
        let note = try options.checkpoint(session, snapshot, atLeast: number)
        let proof = try TlogProof(index: number - 1, checkpoint: note, reader: snapshot)
        let whole = TlogProof(index: proof.index, hashes: proof.hashes, checkpoint: note, extra: try snapshot.frame(number).leaf)
        try options.write(whole.bytes, session)
        return 0
    }
}

/// `.indicator-proof`: what an edition said about a subject, and every event about it up to then.
struct ProveIndicator: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "indicator",
            abstract: words("ある版での指標の数値と、それまでの全記録（抜けがないこと）の証明。", "What an edition said about an indicator, and that no event about it is left out."))
    }
    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ProveOptions
    @Option(help: help("版の識別子または名称。", "The edition: identifier or label.")) var edition: String
    @Argument(help: help("指標の識別子・名称、または 種類:識別子。版になければ、ないことの証明。", "An indicator's identifier or name, or kind:id; absence is proved, too.")) var subject: String

    func execute(_ session: Session) throws -> Int32 { try ProveOptions.retrying { try prove(session) } }

    private func prove(_ session: Session) throws -> Int32 {
        let reader = try Reader(session, common)
        let snapshot = reader.snapshot
        let published = try reader.edition(edition)
        guard !published.act.seal.isEmpty else { throw Problem(.nothingFound, at: "--edition", "\(edition): seal") }
        let subject = try Subject(label: subject) ?? reader.subject(subject)
        let note = try options.checkpoint(session, snapshot, atLeast: published.event.number)
        let inclusion = try TlogProof(index: published.event.number - 1, checkpoint: note, reader: snapshot)
        let proof = try EditionProof.make(
            of: subject, edition: snapshot.frame(published.event.number).leaf, in: snapshot,
            leaf: { try snapshot.frame($0).leaf }, inclusion: inclusion)
        try options.write(proof.bytes, session)
        return 0
    }
}

/// The body of a witness's `add-checkpoint` (C2SP tlog-witness): the log of NEW entries begins with that of OLD.
struct ProveConsistency: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "consistency", abstract: words("新しい台帳が古い台帳から続いていることの証明。", "That the newer log grew from the older one."))
    }
    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ProveOptions
    @Argument(help: help("古い方の件数。", "Entries of the older one.", "OLD")) var old: UInt64
    @Argument(help: help("新しい方の件数（既定は最新）。", "Entries of the newer one; else the newest.", "NEW")) var new: UInt64?

    func execute(_ session: Session) throws -> Int32 { try ProveOptions.retrying { try prove(session) } }

    private func prove(_ session: Session) throws -> Int32 {
        let snapshot = try Ledger(opening: common.path(session.environment), mode: .reading).snapshot()
        if let new, new < 1 || new > snapshot.size { throw Problem(.nothingFound, "\(new)") }
        let note = try options.checkpoint(session, snapshot, atLeast: old, exactly: new)
        guard try Checkpoint(parsing: note.text).size >= old else { throw Problem(.nothingFound, "\(old)") }
        try options.write(try ConsistencyProof(old: old, checkpoint: note, reader: snapshot).bytes, session)
        return 0
    }
}

struct ProveCheckpoint: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "checkpoint", abstract: words("今の台帳の署名済みの控え。", "The signed checkpoint of the ledger as it stands."))
    }
    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ProveOptions

    func execute(_ session: Session) throws -> Int32 { try ProveOptions.retrying { try prove(session) } }

    private func prove(_ session: Session) throws -> Int32 {
        let snapshot = try Ledger(opening: common.path(session.environment), mode: .reading).snapshot()
        try options.write(try options.checkpoint(session, snapshot, atLeast: snapshot.size).bytes, session)
        return 0
    }
}

extension Reader {
    /// The edition of this identifier or label.
    func edition(_ name: String) throws -> (event: Event, act: EditionPublished) {
        let all = try snapshot.subjects(of: .edition).compactMap { subject -> (Event, EditionPublished)? in
            guard let event = try snapshot.facts(of: subject).holds(FactKey(.definition)), case .editionPublished(let act)? = event.statement.act else { return nil }
            return (event, act)
        }
        let found = all.filter { $0.1.id == name }.first.map { [$0] } ?? all.filter { $0.1.label.hasSameBytes(as: name) }
        guard let only = found.first else { throw Problem(.nothingFound, at: "--edition", name) }
        guard found.count == 1 else { throw Problem(.ambiguous, at: "--edition", name, found.map(\.1.id).joined(separator: ", ")) }
        return only
    }
}
