@_exported import LedgerSchema

/// The limits of the stored format (FORMAT.md §1). Each is tested at, below and above its value.
package enum Limits {
    package static let format: UInt32 = 1
    package static let identifierBytes = 64
    package static let nameBytes = 1_024
    package static let leafBytes = 16_384
    package static let textBytes = 1_048_576
    package static let textsPerEvent = 256
    package static let subjectsPerEvent = 64
    package static let batchEvents = 100_000
    package static let decimalDigits = 40
    package static let scale: ClosedRange<Int32> = -18...18
    package static let years = 1868...2199
    package static let saltBytes = 32
    package static let eventIDBytes = 16
    package static let digestBytes = 32
    package static let publicKeyBytes = 32
    package static let incarnationBytes = 16
    /// A clock further behind the last entry than this is refused unless a reason is given.
    package static let clockBehindNanoseconds: UInt64 = 5 * 60 * 1_000_000_000
}
