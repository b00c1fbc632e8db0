import LedgerMerkle
import LedgerModel

@testable import LedgerProofs

/// Which subjects an edition seals, and where each stands (PROOFS.md §2), as a fold of the whole log: what the small logs of these tests are sealed with.
struct SealScope: Sendable {
    private var members: [Subject: Set<Subject>] = [:]
    private var states: [Subject: (version: UInt64, newest: Hash)] = [:]

    init() {}

    /// Takes the next entry's statement and leaf hash.
    mutating func take(_ statement: Statement, hash: Hash) {
        for touch in statement.touches where touch.key.family == .member {
            if let member = Subject(path: touch.key.path) { members[touch.subject, default: []].insert(member) }
        }
        for subject in statement.subjects {
            states[subject] = (states[subject, default: (0, .zero)].version + 1, hash)
        }
    }

    /// The subjects of these plans: each plan, and whatever was ever a member of one of them. Ascending. A membership that ended or
    /// was withdrawn still counts, so that nothing leaves a seal.
    func subjects(of plans: [String]) -> [Subject] {
        var found: Set<Subject> = []
        var open = plans.map { Subject(.plan, $0) }
        while let subject = open.popLast() {
            guard states[subject] != nil, found.insert(subject).inserted else { continue }
            open += members[subject] ?? []
        }
        return found.sorted()
    }

    /// The trie of these plans as of the entries taken so far. `figures` gives a subject's lines of the edition's figures, none
    /// for a subject that has no line.
    func seal(plans: [String], figures: (Subject) throws -> [UInt8]) rethrows -> Seal {
        Seal(
            try subjects(of: plans).compactMap { subject in
                guard let state = states[subject] else { return nil }
                return SealLeaf(subject: subject, version: state.version, newest: state.newest, figures: try figures(subject))
            })
    }
}

extension Subject {
    /// Reads `7/indicator-id`, the path of a membership.
    init?(path: String) {
        let parts = path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int(parts[0]), let kind = Subject.Kind(rawValue: number), kind.word != "unspecified",
            Subject.isIdentifier(String(parts[1]))
        else { return nil }
        self.init(kind, String(parts[1]))
    }
}
