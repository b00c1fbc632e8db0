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
    /// Entries that the log had when its key, where that is at hand, signed last.
    private(set) var newestOwn: UInt64?
    /// Whom the reader believes, where it was said; also the log's own checkpoint is held by it then.
    private let policy: Policy?
    /// Checkpoints that are not accepted, in words: findings, since somebody kept them.
    private(set) var refused: [String] = []

    init(expect: [String], checkpoints: [String], trust: TrustOptions, _ language: Language) throws {
        kept = try expect.map(Expectation.init(option:))
        policy = try trust.read()
        guard !checkpoints.isEmpty else { return }
        let policy = try trust.needed()
        for path in checkpoints {
            let note = try ProofFile.parse(path) { bytes throws(DecodeError) in try SignedNote(parsing: bytes) }
            do throws(Refusal) { kept.append(Expectation(try policy.accept(note))) } catch { refused.append("\(path): \(error.words(language))") }
        }
    }

    /// Receipts alone.
    init(expect: [String]) throws {
        kept = try expect.map(Expectation.init(option:))
        policy = nil
    }

    init(expect: String?) throws { try self.init(expect: expect.map { [$0] } ?? []) }

    /// The checkpoints beside the log's key, also of keys that were put aside, where this account has them. Files that cannot be read are
    /// told: they are no fault of the ledger.
    /// - Throws: `no-key` where a policy is given and nothing is there to be held by it.
    mutating func addOwn(_ ledger: Ledger, _ session: Session) throws {
        // Not through a snapshot: damaged pages are what `verify` is asked about. A clone is behind by its nature.
        guard let id = try? ledger.ledgerIDOfDamaged(), try Ledger.cloneMarker(at: ledger.path) == nil else { return }
        try addOwn(of: id, session)
    }

    mutating func addOwn(of id: [UInt8], _ session: Session) throws {
        do {
            for own in try KeyRack(session, ledgerID: id, passphraseFile: nil).newestCheckpoints() {
                let expectation = Expectation(try Policy(logs: [own.key]).accept(own.note))
                kept.append(expectation)
                newestOwn = max(newestOwn ?? 0, expectation.size)
                if own.isCurrent, let policy { do { _ = try policy.accept(own.note) } catch { refused.append(error.words(session.language)) } }
            }
        } catch let refusal as Refusal { refused.append(refusal.words(session.language)) } catch let problem as Problem { session.say(problem) }
        if policy != nil, kept.isEmpty { throw Problem(.noKey, at: "--checkpoint", "--checkpoint FILE") }
    }
}
