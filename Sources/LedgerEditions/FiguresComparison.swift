import LedgerModel

/// Two files of figures, the one published after the other, line by line. Needs no ledger: each line says by which entry it came to be
/// what it is, and entries only get newer.
package struct FiguresComparison: Sendable {
    package enum Verdict: Hashable, Sendable {
        /// Says the same.
        case unchanged
        /// Says something else, by a newer entry that says what kind of change it is.
        case declared
        /// A figure that the older file does not know.
        case added
        /// Declared, and nothing holds under the key any more.
        case removed
        case undeclared(Contradiction)

        /// As machines know it.
        package var word: String {
            switch self {
            case .unchanged: "unchanged"
            case .declared: "declared"
            case .added: "added"
            case .removed: "removed"
            case .undeclared: "undeclared"
            }
        }

        package var contradiction: String? { if case .undeclared(let why) = self { why.rawValue } else { nil } }
    }

    /// Why a change is not declared: what an honest pair of editions of one ledger never shows.
    package enum Contradiction: String, Sendable, CaseIterable {
        /// The line differs, though it is by the same entry.
        case sameEntry = "same-entry"
        /// The line is by an entry that is not newer than what the older file shows already.
        case notNewer = "not-newer"
        /// The newer file calls it the first value; the older one has a line there.
        case first
        /// The newer file has no line, not even that it was withdrawn.
        case vanished
        /// The newer file has no line of the subject at all. It may be of other plans; else it left out what never leaves a plan.
        case subjectGone = "subject-gone"
        /// The older file shows the subject without this line, though the entry is not newer.
        case leftOut = "left-out"
        /// A proof or a ledger shows that something else was sealed.
        case notSealed = "not-sealed"
    }

    package struct Line: Sendable {
        package let old: Figure?
        package let new: Figure?
        package let verdict: Verdict
    }

    /// In the file's order; unchanged lines included.
    package let lines: [Line]
    /// How many figures stand in both files. None: the files are of different plans or ledgers, if neither is empty.
    package let common: Int
    /// How many lines have each verdict, by its word; those that none has are left out.
    package var counts: [String: Int] { lines.reduce(into: [:]) { $0[$1.verdict.word, default: 0] += 1 } }

    /// - Precondition: no figure stands twice in one file; `Figures.read` sees to it.
    package init(old: [Figure], new: [Figure]) {
        let before = Dictionary(uniqueKeysWithValues: old.map { ($0.key, $0) })
        let after = Dictionary(uniqueKeysWithValues: new.map { ($0.key, $0) })
        // Whoever published the older file knew at least so many entries.
        let known = old.map(\.entry).max() ?? 0
        let (shown, kept) = (Set(old.map(\.subject)), Set(new.map(\.subject)))
        lines = Set(before.keys).union(after.keys).sorted().map { key in
            let (a, b) = (before[key], after[key])
            let isGone = a != nil && !kept.contains(key.subject)
            let verdict = isGone ? .undeclared(.subjectGone) : Self.judge(a, b, known: known, isShown: shown.contains(key.subject))
            return Line(old: a, new: b, verdict: verdict)
        }
        common = lines.count { $0.old != nil && $0.new != nil }
    }

    private init(lines: [Line], common: Int) { (self.lines, self.common) = (lines, common) }

    /// The same, held against what was sealed: of these subjects (nil: of all), every line of the newer file must be one of `sealed`.
    package func held(against sealed: [Figure], of subjects: Set<Subject>?) -> FiguresComparison {
        let sealed = Dictionary(uniqueKeysWithValues: sealed.map { ($0.key, $0.line) })
        let lines = lines.map { line in
            guard let new = line.new, subjects?.contains(new.subject) ?? true, sealed[new.key] != new.line else { return line }
            return Line(old: line.old, new: new, verdict: .undeclared(.notSealed))
        }
        return FiguresComparison(lines: lines, common: common)
    }

    private static func judge(_ old: Figure?, _ new: Figure?, known: UInt64, isShown: Bool) -> Verdict {
        guard let new else { return .undeclared(.vanished) }
        guard let old else { return isShown && new.entry <= known ? .undeclared(.leftOut) : .added }
        if new.entry == old.entry { return new.line == old.line ? .unchanged : .undeclared(.sameEntry) }
        if new.entry <= known { return .undeclared(.notNewer) }
        if new.change == .first { return .undeclared(.first) }
        if new.said == old.said { return .unchanged }
        return new.content == nil ? .removed : .declared
    }
}
