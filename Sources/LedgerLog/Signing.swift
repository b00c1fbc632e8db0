import Foundation
import LedgerEditions
import LedgerKeys
import LedgerMerkle
import LedgerModel
import LedgerProjections
import LedgerProofs

extension Snapshot {
    /// The root of the first `size` entries. Reads at most 64 records.
    package func root(at size: UInt64) throws -> Hash { try rootHash(size: size, reader: self) }

    /// Under which name checkpoints are signed, and every name before.
    package var origin: Origin { get throws { Origin(try events(of: .ledger, through: size)) } }

    /// The key that speaks for the log, as the log itself says it.
    package var logKeys: KeyRing { get throws { KeyRing(try events(of: .ledger, through: size)) } }
}

extension SigningSession {
    /// The log must be what was signed last, or have grown from it, and this key must be the one that the log names, where it names one.
    /// - Throws: `behind-checkpoint`, `forked`, `key-retired`.
    package func check(_ snapshot: Snapshot) throws {
        try check(size: snapshot.size, about: snapshot.events(of: .ledger, through: snapshot.size)) { try snapshot.root(at: $0) }
    }

    func check(_ state: WriterState) throws {
        try check(size: state.size, about: state.facts(of: .ledger, .being).events) { try state.root(at: $0) }
    }

    private func check(size: UInt64, about ledger: [Event], root: (UInt64) throws -> Hash) throws {
        try newest?.check(size: size, root: root)
        let own = key.verifier
        let origin = Origin(ledger).name
        guard own.name.hasSameBytes(as: origin) else { throw Problem(.keyRetired, own.name, origin) }
        if let current = KeyRing(ledger).current, current != own.publicKey {
            throw Problem(.keyRetired, own.text, VerifierKey(name: origin, type: .note, publicKey: current)?.text ?? "")
        }
    }
}

extension SigningSession {
    /// Checks, then signs the log as it stands.
    package func sign(_ snapshot: Snapshot) throws -> SignedNote {
        try check(snapshot)
        return try sign(size: snapshot.size, root: snapshot.root())
    }
}

extension Snapshot: SealSource {}

extension Draft {
    /// An edition that is a batch of its own is sealed over what stands before it; a seal that is given must be that one.
    mutating func completeEdition(_ snapshot: Snapshot, _ options: AppendOptions, _ recorded: Recorded) throws {
        guard case .editionPublished(var edition)? = statement.act, options.completeEdition != nil || !edition.seal.isEmpty else { return }
        let day = Day(unixNanoseconds: recorded.unixNs, offsetMinutes: snapshot.settings.utcOffsetMinutes) ?? .last
        try options.completeEdition?(&edition, snapshot, day)
        let seal = try snapshot.seal(plans: edition.plans, size: snapshot.size).root
        if edition.seal.isEmpty { edition.seal = Data(seal.bytes) }
        guard Array(edition.seal) == seal.bytes else { throw Problem(.sealDiffers, edition.id, edition.seal.hex, seal.hex) }
        statement.act = .editionPublished(edition)
    }
}

extension Snapshot {
    /// The trie over these plans' subjects as of the first `size` entries (PROOFS.md §2). Costs their events.
    package func seal(plans: [String], size: UInt64) throws -> Seal {
        try EditionSeal.make(plans: plans, size: size, in: self) { _, newest in try leafHash(newest.number) }
    }
}
