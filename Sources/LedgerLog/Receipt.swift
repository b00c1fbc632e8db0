import LedgerKeys
import LedgerMerkle
import LedgerModel
import LedgerProofs

/// What an append answers once it is durable. Keep it: size and root, kept elsewhere, are what finds a
/// ledger that was rewritten from the beginning (`ledger verify --expect SIZE:ROOT`).
package struct Receipt: Sendable, Hashable {
    /// First and last number of the batch.
    package let first: UInt64
    package let last: UInt64
    /// The log after it.
    package let size: UInt64
    package let root: Hash
    /// When it was recorded, Unix nanoseconds.
    package let recorded: UInt64
    package let eventIDs: [[UInt8]]
    /// The same ids with the same content were there already: nothing was written.
    package let wasKnown: Bool
    /// Texts of known entries that could not be compared, because they were redacted.
    package let redactedTexts: Int
    /// The log after it, signed by the log's key, where that is at hand.
    package internal(set) var checkpoint: SignedNote?
    /// Why there is none though the key is at hand; what was recorded is durable all the same.
    package internal(set) var checkpointFault: String?

    package init(
        first: UInt64, last: UInt64, size: UInt64, root: Hash, recorded: UInt64, eventIDs: [[UInt8]], wasKnown: Bool = false,
        redactedTexts: Int = 0
    ) {
        self.first = first
        self.last = last
        self.size = size
        self.root = root
        self.recorded = recorded
        self.eventIDs = eventIDs
        self.wasKnown = wasKnown
        self.redactedTexts = redactedTexts
    }
}

package struct AppendOptions {
    /// Judge and answer as if, but write nothing.
    package var isDryRun = false
    /// Why a clock that stands more than five minutes behind the last entry is accepted all the same.
    package var clockBehindReason: String?
    /// Why warnings are accepted: becomes the text OVERRIDE of each entry that has one, and of no other.
    package var warningReason: String?
    /// How long to wait for another writer, in seconds.
    package var lockTimeout: Double = 10
    /// Recorded by, where a draft does not say.
    package var defaultActor: String?
    /// Private keys of actors (and, where it is replaced, of the log): each signs the entries that need it.
    package var signers: [SigningKey] = []
    /// The log's key: the log is held against its last checkpoint, and the receipt carries the next.
    package var logSigner: LogSigner?
    /// Adds to an edition that is a batch of its own what is published with it, from the ledger as it stands just before it, on the day of recording. The
    /// seal is then made too.
    package var completeEdition: ((inout EditionPublished, Snapshot, Day) throws -> Void)?

    /// Hears the receipt as soon as the batch is durable (and signed), before the derived tables are caught up.
    package var acknowledge: ((Receipt) -> Void)?

    package init() {}
}

/// What the program takes from its surroundings, so that tests can hold them still.
package struct Surroundings: Sendable {
    /// Unix nanoseconds.
    package var clock: @Sendable () -> UInt64
    package var randomBytes: @Sendable (Int) -> [UInt8]

    package init(clock: @escaping @Sendable () -> UInt64, randomBytes: @escaping @Sendable (Int) -> [UInt8]) {
        self.clock = clock
        self.randomBytes = randomBytes
    }
}
