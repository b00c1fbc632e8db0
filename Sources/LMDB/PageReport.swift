/// What a walk over every page of a data file found. Only a report without findings means that the pages hang together;
/// it says nothing about the values, which only hashes can vouch for.
package struct PageReport: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// A meta page without LMDB's marks, or the newer one in the wrong place.
        case badMeta
        /// A page that could not be read.
        case unreadable
        /// A reachable page lies after the end of the file.
        case beyondFile
        /// A reference to a page after the last one in use.
        case outOfRange
        case reachableTwice
        case freeTwice
        case freeAndReachable
        /// In use by no tree and not free.
        case lost
        /// Number, flags or bounds in the page's header are wrong.
        case badHeader
        /// An entry points outside its page, overlaps, or has a key or value of impossible size.
        case badNode
        /// A key is not greater than the one before, or outside what its branch promises.
        case keyOrder
        /// A leaf at the wrong level, or a branch deeper than its tree.
        case badDepth
        /// A tree's own counts of pages or entries differ from what is there.
        case countMismatch
        /// A list of free pages that is cut short or out of order.
        case badFreeList
        /// A kind of table that this program never writes (sorted duplicates, other key orders).
        case unsupported
    }

    package struct Finding: Sendable, Hashable {
        package let kind: Kind
        /// Where it was found: the page itself, or for `countMismatch` the tree's root.
        package let page: UInt64
    }

    /// Findings kept one by one; beyond that many they are only counted.
    package static let findingLimit = 1_000

    /// Bytes; 0 where no meta page could be read.
    package internal(set) var pageSize = 0
    package internal(set) var lastPage: UInt64 = 0
    package internal(set) var transaction: UInt64 = 0
    package internal(set) var fileSize: UInt64 = 0
    /// Pages, the two meta pages among them.
    package internal(set) var reachableCount: UInt64 = 0
    package internal(set) var freeCount: UInt64 = 0
    package internal(set) var lostCount: UInt64 = 0
    /// Entries of the unnamed table; each named table counts as one.
    package internal(set) var mainEntryCount: UInt64 = 0
    package internal(set) var namedTableCount = 0
    package internal(set) var findings: [Finding] = []
    package internal(set) var findingCounts: [Kind: Int] = [:]

    package var isClean: Bool { findingCounts.isEmpty }

    mutating func note(_ kind: Kind, _ page: UInt64) {
        findingCounts[kind, default: 0] += 1
        if findings.count < Self.findingLimit { findings.append(Finding(kind: kind, page: page)) }
    }
}
