import LedgerMerkle
import LedgerModel
import LedgerProofs

/// The seal of an edition, from a ledger: the same for whoever publishes and for whoever derives the sealed root again.
package enum EditionSeal {
    /// The trie over the subjects of these plans as of entry `size`. `newestHash`: the leaf hash of an event, asked for each subject's
    /// newest one. Cost: the sealed subjects' events.
    package static func make(
        plans: [String], size: UInt64, in source: some SealSource, newestHash: (Subject, Event) throws -> Hash
    ) throws -> Seal {
        var leaves: [SealLeaf] = []
        try SealedSubjects.forEach(of: plans, size: size, in: source) { subject, events in
            guard let newest = events.last else { return }
            let leaf = SealLeaf(
                subject: subject, version: UInt64(events.count), newest: try newestHash(subject, newest), figures: Figures.lines(of: subject, events))
            if let leaf { leaves.append(leaf) }
        }
        return Seal(leaves)
    }
}

/// The file that shows what an edition said about one subject (PROOFS.md §3).
package enum EditionProof {
    /// - Parameters:
    ///   - edition: the leaf of the event that published it.
    ///   - leaf: the bytes of an entry's leaf, by number. Asked for each sealed subject's newest and for all events of `subject`.
    ///   - inclusion: that the edition's event is in the log.
    /// - Throws: `Refusal.mismatch` where the leaf publishes no sealed edition, or seals another root than the ledger gives: no honest
    ///   proof exists then.
    package static func make(
        of subject: Subject, edition: [UInt8], in source: some SealSource, leaf: (UInt64) throws -> [UInt8], inclusion: TlogProof
    ) throws -> IndicatorProof {
        guard case .editionPublished(let act)? = try Codec.decodeLeaf(edition).statement.act, !act.seal.isEmpty else {
            throw Refusal.mismatch(.notASealedEdition)
        }
        let seal = try EditionSeal.make(plans: act.plans, size: act.size, in: source) { leafHash(try leaf($1.number)) }
        guard seal.root.bytes.elementsEqual(act.seal) else { throw Refusal.mismatch(.seal) }
        let path = seal.proof(of: subject)
        let isSealed = path.end?.key == subject.sealKey
        let events = isSealed ? try source.events(of: subject, through: act.size) : []
        return try IndicatorProof(
            subject: subject, edition: edition, path: path, events: try events.map { try leaf($0.number) },
            figures: isSealed ? Figures.lines(of: subject, events) : [], inclusion: inclusion)
    }
}
