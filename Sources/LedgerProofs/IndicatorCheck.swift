import LedgerMerkle
import LedgerModel

/// What an indicator's proof shows. Only `IndicatorProof.verify` makes one.
package struct ProvenSubject: Sendable {
    package let subject: Subject
    /// The edition's act: label, plans, size, files.
    package let edition: EditionPublished
    /// Number of the event that published it, and when it was recorded.
    package let number: UInt64
    package let recordedUnixNanoseconds: UInt64
    /// Under which checkpoint, and whose signatures hold.
    package let checkpoint: AcceptedCheckpoint
    package let said: Said

    package enum Said: Sendable {
        /// The edition seals no such subject.
        case nothing
        /// All events about it up to the edition, oldest first, and its lines in the figures (CSV, CR LF).
        case sealed(events: [Leaf], figures: String)
    }
}

extension IndicatorProof {
    /// Checks everything that PROOFS.md lists, in its order. The reader must look at the result's subject and edition: a valid
    /// proof about another one is valid.
    package func verify(policy: Policy) throws(Refusal) -> ProvenSubject {
        let checkpoint = try inclusion.verify(entry: edition, policy: policy)
        let leaf = try Self.decode(edition)
        guard case .editionPublished(let act)? = leaf.statement.act, let root = Hash(Array(act.seal)) else {
            throw .mismatch(.notASealedEdition)
        }
        guard leaf.number == inclusion.index + 1, act.size == inclusion.index else { throw .mismatch(.editionMisplaced) }
        let sealed = try path.verify(subject, root: root)
        return ProvenSubject(
            subject: subject, edition: act, number: leaf.number, recordedUnixNanoseconds: leaf.recorded.unixNs, checkpoint: checkpoint,
            said: try said(sealed, by: leaf, size: act.size))
    }

    private func said(_ sealed: SealLeaf?, by edition: Leaf, size: UInt64) throws(Refusal) -> ProvenSubject.Said {
        guard UInt64(events.count) == sealed?.version ?? 0 else {
            throw .mismatch(.eventCount(found: events.count, sealed: sealed?.version ?? 0))
        }
        guard let sealed else {
            guard figures.isEmpty else { throw .mismatch(.figures) }
            return .nothing
        }
        let leaves = try chain(endingIn: sealed.newest, ledger: Array(edition.statement.ledger), size: size)
        guard sha256(figures) == sealed.figures else { throw .mismatch(.figures) }
        return .sealed(events: leaves, figures: String(decoding: figures, as: UTF8.self))
    }

    /// The events, each naming the one before by its hash, the first none, the last sealed.
    private func chain(endingIn newest: Hash, ledger: [UInt8], size: UInt64) throws(Refusal) -> [Leaf] {
        var leaves: [Leaf] = []
        var previous = Hash.zero
        for bytes in events {
            let version = UInt64(leaves.count) + 1
            let leaf = try Self.decode(bytes)
            let isOfThisLedger = Array(leaf.statement.ledger) == ledger
            let isInOrder = leaf.number > leaves.last?.number ?? 0 && leaf.number <= size
            guard isOfThisLedger, isInOrder, leaf.links.map(\.subject) == leaf.statement.subjects,
                let link = leaf.links.first(where: { $0.subject == subject }), link.version == version,
                Hash(Array(link.previous)) == previous
            else { throw .mismatch(.chain(version: version)) }
            previous = leafHash(bytes)
            leaves.append(leaf)
        }
        guard previous == newest else { throw .mismatch(.chain(version: UInt64(leaves.count))) }
        return leaves
    }

    private static func decode(_ bytes: [UInt8]) throws(Refusal) -> Leaf {
        if let format = Codec.formatNumber(ofLeaf: bytes), format > UInt64(Limits.format) { throw .newerFormat(format) }
        do throws(DecodeError) { return try Codec.decodeLeaf(bytes) } catch { throw .malformed(error) }
    }
}
