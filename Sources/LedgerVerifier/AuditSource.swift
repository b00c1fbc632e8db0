import LedgerModel

/// What the auditor reads. Declared here, by its consumer: the auditor never sees a storage driver.
package protocol AuditSource {
    /// Every stored entry in key order, as it stands, damaged or not. The number is nil where the key is not one.
    /// An error ends the reading and makes the verdict undetermined.
    func forEachRecord(_ body: (UInt64?, [UInt8]) throws -> Bool) throws

    /// Whether `leaf` answers. Where it does not, the auditor keeps a copy of every leaf.
    var canReadAgain: Bool { get }

    /// The leaf of an entry that `forEachRecord` gave out, as it stood then; nil where it cannot be had. Asked, now and then, from the first
    /// record until the views are compared.
    func leaf(_ number: UInt64) throws -> [UInt8]?

    /// Derived rows that are not what the log gives: table and key, in words. Nothing where there are no views.
    func forEachViewDifference(_ body: (String) -> Void) throws

    /// Faults of the storage itself, in words: pages reachable twice, lost, out of range.
    func forEachStorageFault(_ body: (String) -> Void) throws

    /// What its storage faults are: pages of a store, or files of a publication.
    var storageFaultKind: Finding.Kind { get }

    /// Why this source need not hold a text that no entry redacts; nil where its absence is a fault. Asked after all records were read.
    func excuse(_ place: TextPlace, _ class: Commitment.Class) -> Excuse?
}

/// Where a text belongs.
package struct TextPlace: Hashable, Comparable, Sendable {
    package let entry: UInt64
    package let field: TextField
    package let ordinal: UInt32

    package init(entry: UInt64, field: TextField, ordinal: UInt32) {
        self.entry = entry
        self.field = field
        self.ordinal = ordinal
    }

    package static func < (a: TextPlace, b: TextPlace) -> Bool {
        (a.entry, a.field.rawValue, a.ordinal) < (b.entry, b.field.rawValue, b.ordinal)
    }
}

extension TextField {
    private static let byWord = Dictionary(uniqueKeysWithValues: allCases.map { ($0.word, $0) })

    /// Reads its name in the stored format: BODY_TEXT.
    package init?(word: String) {
        guard let field = Self.byWord[word] else { return nil }
        self = field
    }
}

/// Why a copy of a log lacks a text that its own entries do not redact.
package enum Excuse: Hashable, Sendable {
    /// Withheld and embargoed texts stay with the ledger that they were entered in.
    case notGivenOut
    /// Redacted by an entry after those that this copy holds.
    case removed(by: UInt64)
}

extension AuditSource {
    package var canReadAgain: Bool { false }
    package func leaf(_ number: UInt64) throws -> [UInt8]? { nil }
    package func forEachViewDifference(_ body: (String) -> Void) throws {}
    package func forEachStorageFault(_ body: (String) -> Void) throws {}
    package var storageFaultKind: Finding.Kind { .page }
    package func excuse(_ place: TextPlace, _ class: Commitment.Class) -> Excuse? { nil }
}
