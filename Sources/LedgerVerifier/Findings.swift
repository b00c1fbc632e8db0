import LedgerMerkle
import LedgerModel
import LedgerProofs

/// One thing that is not as it must be.
package struct Finding: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        // The log.
        case strangeKey = "strange-key"
        case missing = "missing"
        case undecodable = "undecodable"
        case wrongNumber = "wrong-number"
        case leafHash = "leaf-hash"
        case treeHash = "tree-hash"
        case batch = "batch"
        case timeBack = "time-back"
        case otherLedger = "other-ledger"
        case duplicateID = "duplicate-id"
        case link = "link"
        case shape = "shape"
        case rule = "rule"
        case signature = "signature"
        case seal = "seal"
        // Texts.
        case text = "text"
        case textMissing = "text-missing"
        case textNotCommitted = "text-not-committed"
        case textNotDestroyed = "text-not-destroyed"
        // Against what is kept elsewhere.
        case expectedSize = "expected-size"
        case expectedRoot = "expected-root"
        case checkpoint = "checkpoint"
        case otherOrigin = "other-origin"
        case staleKey = "stale-key"
        // Storage and views.
        case page = "page"
        case file = "file"
        case view = "view"
    }

    package let kind: Kind
    /// The entry it was found at; nil where it is not about one.
    package let entry: UInt64?
    /// What the entry is about, as far as it can be read.
    package let subjects: [Subject]
    /// The facts that it touches: `target/p/m1//FY2019`. They name the periods.
    package let facts: [String]
    /// What was found and what was expected, for the catalogue's sentence.
    package let values: [String]
    /// The refusal or warning that append would have given.
    package let problem: Problem?

    package init(
        _ kind: Kind, entry: UInt64? = nil, subjects: [Subject] = [], facts: [String] = [], values: [String] = [], problem: Problem? = nil
    ) {
        self.kind = kind
        self.entry = entry
        self.subjects = subjects
        self.facts = facts
        self.values = values
        self.problem = problem
    }
}

/// What was found to be as recorded, though worth saying.
package struct Redaction: Sendable, Hashable {
    package let entry: UInt64
    package let field: TextField
    package let ordinal: UInt32
    /// The entry that redacts it: who, when and why.
    package let by: UInt64
}

package enum Verdict: Sendable, Hashable {
    case intact
    case broken
    /// Something could not be checked, and nothing was found broken.
    case undetermined
}

/// A size and a root that were kept elsewhere: from a receipt, or from a checkpoint that a policy accepts.
package struct Expectation: Sendable, Hashable {
    package let size: UInt64
    package let root: Hash
    /// The key that signed it, under the checkpoint's origin; nil for a receipt's.
    package let signed: VerifierKey?

    package init(size: UInt64, root: Hash) {
        self.size = size
        self.root = root
        signed = nil
    }

    package init(_ accepted: AcceptedCheckpoint) {
        size = accepted.checkpoint.size
        root = accepted.checkpoint.root
        signed = accepted.log
    }
}

/// What a verification says. Only the auditor makes one.
package struct VerificationReport: Sendable {
    package let verdict: Verdict
    /// Entries found, and the root over what was really there.
    package let size: UInt64
    package let root: Hash
    package let findings: [Finding]
    /// Findings that only follow from an entry that could not be read; not listed one by one.
    package let consequences: Int
    package let redactions: [Redaction]
    /// Why it is undetermined.
    package let unchecked: [String]
    package let texts: Int
    package let isAnchored: Bool
    package let depth: AuditDepth

    /// - Throws: `verification-failed` where it is broken; `not-verified`, with the first reason, where that cannot be told.
    package func mustBeIntact(_ place: String) throws(Problem) {
        switch verdict {
        case .intact: return
        case .broken: throw Problem(.verificationFailed, place, "\(verdict)", "\(findings.count)")
        case .undetermined: throw Problem(.notVerified, place, unchecked.first ?? "")
        }
    }
}
