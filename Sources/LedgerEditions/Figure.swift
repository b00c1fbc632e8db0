import LedgerModel

/// One line of an edition's figures: what a ledger says under one key at the edition's size, and by which entry it came to say so
/// (PROOFS.md §4). Holds codes, identifiers, decimals and clear words; no text that can be redacted.
package struct Figure: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case baseline, target, actual, grade, amount
    }

    package enum Content: Sendable {
        /// Of a baseline, target, actual or amount; parts and companions of the value are not part of the figures.
        case value(Value)
        case grade(String)
        case noGrade(GradeGiven.NoGrade)
    }

    /// How the line came to be what it is.
    package enum Change: String, Sendable, CaseIterable {
        case first = "FIRST"
        case finalised = "FINALISED"
        case scheduled = "SCHEDULED"
        case revised = "REVISED"
        case corrected = "CORRECTED"
        /// A first value again, after the key was emptied.
        case reentered = "REENTERED"
        /// What held was withdrawn, taken back or moved to another period. What held before it, where something does, holds again.
        case withdrawn = "WITHDRAWN"
    }

    package let subject: Subject
    package let kind: Kind
    /// Of a grade its origin, of an amount its kind.
    package let measure: String
    package let part: String
    package let plan: String
    package let period: String
    /// Nil where nothing holds under the key any more.
    package let content: Content?
    package let change: Change
    package let reason: Reason
    /// Number of the entry by which the line came to be what it is; 1 or more.
    package let entry: UInt64
}

extension Figure {
    /// What stays the same when a figure changes. The period of a baseline is part of its value, not of its key.
    package struct Key: Hashable, Comparable, Sendable {
        package let subject: Subject
        package let kind: Kind
        // Measure, part, plan and period, each ended by a zero: their order is that of their bytes, and no two spellings of a letter are one.
        private let rest: [UInt8]

        init(_ figure: Figure) {
            subject = figure.subject
            kind = figure.kind
            rest = [figure.measure, figure.part, figure.plan, figure.kind == .baseline ? "" : figure.period].flatMap { Array($0.utf8) + [0] }
        }

        package static func < (a: Key, b: Key) -> Bool {
            if a.subject != b.subject { return a.subject < b.subject }
            if a.kind != b.kind { return a.kind.rank < b.kind.rank }
            return a.rest.lexicographicallyPrecedes(b.rest)
        }
    }

    package var key: Key { Key(self) }
}

extension Figure.Kind {
    fileprivate var rank: Int {
        switch self {
        case .baseline: 0
        case .target: 1
        case .actual: 2
        case .grade: 3
        case .amount: 4
        }
    }
}

extension Figure.Change {
    /// - Returns: nil for a number that format 1 does not know.
    init?(_ change: Change) {
        switch change {
        case .first: self = .first
        case .finalised: self = .finalised
        case .scheduled: self = .scheduled
        case .revised: self = .revised
        case .corrected: self = .corrected
        case .UNRECOGNIZED: return nil
        }
    }
}
