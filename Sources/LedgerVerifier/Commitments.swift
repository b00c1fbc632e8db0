import LedgerMerkle
import LedgerModel

extension SaltedText {
    /// The hash that the statement of the event with this id commits to. The salt is 32 bytes.
    package func commitment(in eventID: [UInt8]) -> Hash {
        LedgerMerkle.commitment(
            salt: Array(salt), eventID: eventID, field: UInt16(truncatingIfNeeded: field.rawValue),
            ordinal: UInt16(truncatingIfNeeded: ordinal), text: text) ?? .zero
    }
}
