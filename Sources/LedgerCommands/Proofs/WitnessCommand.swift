import ArgumentParser
import Foundation
import Glibc
import LedgerKeys
import LedgerMerkle
import LedgerModel
import LedgerProofs
import LedgerReports

/// A witness without a server: on another machine or account it signs a log's checkpoint once it has seen that the log grew from
/// what it saw last (C2SP tlog-witness, tlog-cosignature). Its state is written before it answers.
struct WitnessCommand: Subcommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "witness", abstract: words("証人として、台帳の控えに署名する（前回から続いていることを確かめて）。", "Cosign a log's checkpoint, once it is shown to have grown from the last one seen."),
            discussion: words(
                "REQUEST は ledger prove consistency 前回の件数 の出力。初めてのときは 0 から。答えは証人の署名がついた控え。",
                "REQUEST is what ledger prove consistency LAST-SIZE gives, from 0 the first time. The answer is the checkpoint with the witness's line."))
    }
    @OptionGroup var common: CommonOptions
    @Option(help: help("証人の鍵のファイル（key generate --witness）。", "The witness's key file (key generate --witness).", "file")) var witnessKey: String
    @Option(help: help("前回見た控えを置くファイル。", "The file that keeps the checkpoint seen last.", "file")) var state: String
    @OptionGroup var trust: TrustOptions
    @Option(help: help("答えを書くファイル（既定は標準出力）。", "Write the answer to this file, else to standard output.", "file")) var out: String?
    @Option(help: help("合言葉のファイル。", "A file with the key's passphrase.", "file")) var passphraseFile: String?
    @Argument(help: help("依頼（- は標準入力）。", "The request; - is standard input.", "REQUEST")) var request: String

    func execute(_ session: Session) throws -> Int32 {
        let signing = try KeyFile(reading: witnessKey).unlock {
            guard let given = try Passphrase.read(passphraseFile, session.environment) else { throw Problem(.passphraseNeeded, witnessKey) }
            return given
        }
        guard signing.verifier.type == .cosignature else { throw Problem(.usage, at: "--witness-key", "\(witnessKey): key generate --witness") }
        let policy = try trust.needed()
        let proof = try ProofFile.parse(request) { bytes throws(DecodeError) in try ConsistencyProof(parsing: bytes) }
        let accepted: AcceptedCheckpoint
        do { accepted = try WitnessState(state).advance(proof, policy) } catch let refusal as Refusal { throw refusal.problem(request, session.language) }
        var note = proof.checkpoint
        note.add(try signing.cosign(accepted.checkpoint, time: UInt64(max(0, Date().timeIntervalSince1970))))
        if let out { try ReportFile(out, replaces: true).write(note.bytes) } else { try session.console.raw(String(decoding: note.bytes, as: UTF8.self)) }
        session.say("{0} の {1} 件に署名しました。", "Cosigned {0} with {1} entries.", accepted.checkpoint.origin, "\(accepted.checkpoint.size)")
        return 0
    }
}

/// The checkpoint that a witness saw last, in a file of its own. One at a time: the file's lock is held from reading to writing.
struct WitnessState {
    private let path: String

    init(_ path: String) { self.path = path }

    /// Holds the proof against what was seen last and keeps the newer checkpoint, durable when it returns. The first time any is taken.
    /// - Throws: `Refusal`; `proof-unreadable` for a state that cannot be read.
    func advance(_ proof: ConsistencyProof, _ policy: Policy) throws -> AcceptedCheckpoint {
        let lock = unsafe open(path + ".lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard lock >= 0, flock(lock, LOCK_EX) == 0 else { throw Problem(.cannotWrite, path + ".lock") }
        defer { close(lock) }
        let accepted: AcceptedCheckpoint
        if try Presence.isThere(path) {
            let last = try ProofFile.parse(path) { bytes throws(DecodeError) in
                try Checkpoint(parsing: SignedNote(parsing: bytes).text)
            }
            accepted = try proof.verify(extends: last, policy: policy)
        } else {
            accepted = try policy.accept(proof.checkpoint)
        }
        try SecretFile.replace(path, proof.checkpoint.bytes)
        return accepted
    }
}
