import Foundation
import LedgerKeys
import LedgerLog
import LedgerModel
import LedgerProofs
import LedgerReports
import LedgerVerifier

/// What was kept elsewhere, to hold a log against: receipts, checkpoints that the reader's keys accept, and the last checkpoint
/// beside the log's own key.
struct Anchors {
    private(set) var kept: [Expectation]
    /// Checkpoints that are not accepted, in words: findings, since somebody kept them.
    private(set) var refused: [String] = []

    init(expect: [String], checkpoints: [String], trust: TrustOptions, _ language: Language) throws {
        kept = try expect.map(Expectation.init(option:))
        guard !checkpoints.isEmpty else { return }
        let policy = try trust.needed()
        for path in checkpoints {
            let note = try ProofFile.parse(path) { bytes throws(DecodeError) in try SignedNote(parsing: bytes) }
            do throws(Refusal) { kept.append(Expectation(try policy.accept(note))) } catch { refused.append("\(path): \(error.words(language))") }
        }
    }

    /// The checkpoint beside the log's key, where this account has it. One that cannot be read is a finding.
    mutating func addOwn(_ ledger: Ledger, _ session: Session) {
        // Not through a snapshot: damaged pages are what `verify` is asked about.
        guard let id = try? ledger.ledgerIDOfDamaged() else { return }
        do {
            guard let own = try KeyRack(session, ledgerID: id, passphraseFile: nil).newestCheckpoint() else { return }
            kept.append(Expectation(try Policy(logs: [own.key]).accept(own.note)))
        } catch let refusal as Refusal { refused.append(refusal.words(session.language)) } catch { refused.append("\(error)") }
    }
}
