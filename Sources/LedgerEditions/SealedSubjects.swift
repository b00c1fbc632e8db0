import LedgerModel

/// What an edition is made from: the events of a ledger, subject by subject.
package protocol SealSource {
    /// The events that list a subject, ascending, up to and with `through`.
    func events(of subject: Subject, through: UInt64) throws -> [Event]
}

/// Which subjects an edition seals (PROOFS.md §2): each plan, and whatever was ever a member of one of them. A membership that ended
/// or was withdrawn still counts, so that nothing leaves a seal.
package enum SealedSubjects {
    /// Each once, with its events up to `size`, in no order. A subject without an event is left out. Cost: these subjects' events.
    package static func forEach(
        of plans: [String], size: UInt64, in source: some SealSource, _ body: (Subject, [Event]) throws -> Void
    ) throws {
        var seen: Set<Subject> = []
        var open = plans.map { Subject(.plan, $0) }
        while let subject = open.popLast() {
            guard seen.insert(subject).inserted else { continue }
            let events = try source.events(of: subject, through: size)
            guard !events.isEmpty else { continue }
            for touch in events.lazy.flatMap(\.touches) where touch.subject == subject && touch.key.family == .member {
                if let member = Subject(path: touch.key.path), !seen.contains(member) { open.append(member) }
            }
            try body(subject, events)
        }
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
