import LedgerMerkle
import LedgerModel

/// Why a note or a proof is not accepted. Says nothing about whether what it claims is true.
package enum Refusal: Error, Equatable, Sendable {
    /// The bytes are not what the format says.
    case malformed(DecodeError)
    /// A leaf of a format that this program does not know: cannot be told, rather than wrong.
    case newerFormat(UInt64)
    /// A key that the reader trusts is named, and its signature does not hold.
    case badSignature(key: String)
    /// None of the reader's keys signed it.
    case notSigned
    /// Two of the reader's keys share name and id.
    case ambiguousKey(String)
    /// No log that the policy names signed it under its own origin.
    case logNotTrusted(origin: String)
    /// Too few of the witnesses that the policy asks for. `have`: those that cosigned, by their names in the policy.
    case quorumMissed(quorum: String, have: [String])
    /// The hashes do not lead from the entry to the checkpoint's root.
    case notIncluded(ProofError)
    /// The older tree is not shown to be the beginning of the newer one.
    case notConsistent(ProofError)
    /// Two checkpoints of different logs.
    case otherOrigin(older: String, newer: String)
    /// The proof starts from another size than the older checkpoint has.
    case otherSize(proof: UInt64, older: UInt64)
    /// The parts of an indicator's proof do not belong together.
    case mismatch(Mismatch)

    /// Each is one MUST of PROOFS.md, "What a reader checks".
    package enum Mismatch: Equatable, Sendable {
        /// The entry that is proved to be in the log publishes no sealed edition.
        case notASealedEdition
        /// The edition's number, size and place in the tree disagree.
        case editionMisplaced
        /// The path does not give the root that the edition seals.
        case seal
        /// A path that ends at another subject's leaf, whose key does not lead there.
        case strayLeaf
        /// More or fewer events than the sealed version.
        case eventCount(found: Int, sealed: UInt64)
        /// The event of this version is not the one that the chain calls for.
        case chain(version: UInt64)
        /// The figures are not those that are sealed.
        case figures
    }
}
