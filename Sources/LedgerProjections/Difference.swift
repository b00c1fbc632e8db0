import LedgerModel

/// What changed between two known moments, and which acts did it.
package struct Difference: Sendable {
    package struct Change: Sendable {
        package let subject: Subject
        package let name: String?
        /// The facts that one act changed together, ascending; the first one names the change.
        package let keys: [FactKey]
        /// What held at the first moment; nil where nothing did.
        package let before: Event?
        /// What holds at the second.
        package let after: Event?
        /// Every entry that set one of these facts and counts at only one of the moments; where both see it and one of them
        /// knows it to be withdrawn, its withdrawal instead. Ascending.
        package let acts: [Event]
        /// For targets: tighter or looser between the two moments, and the disguises that the two values show.
        package let comparison: Comparison?
    }

    package let changes: [Change]

    /// Facts that only mirror another subject's (a section's list of programmes, a body's of opinions) are left out.
    /// - Parameter subjects: nil: all of the ledger. Cost: their entries walked; decoded are those of the families of facts that differ.
    package init(_ source: some LedgerSource, from a: AsOf, to b: AsOf, subjects: [Subject]? = nil) throws {
        var changes: [Change] = []
        for subject in try subjects ?? Difference.candidates(source, a, b) {
            let stored = try source.entries(of: subject, through: max(a.number, b.number), leavingOut: [])
            let differing = stored.families(differingBetween: a, and: b)
            guard !differing.isEmpty else { continue }
            // With the name of the subject, and what targets are compared by.
            let unneeded = Acts.allBut(differing + [.name, .definition, .baseline])
            let events = try stored.entries.filter { !unneeded.contains(field: $0.walked.act) }.map(stored.event)
            let reader = DifferenceReader(
                before: Facts(subject, events, asOf: a), after: Facts(subject, events, asOf: b), events: events,
                settings: source.settings)
            changes += reader.changes
        }
        self.changes = changes
    }

    /// At least the subjects that can differ. Two numbers show the same of whatever the entries between them do not touch; where few lie between them, only
    /// their subjects are looked at.
    private static func candidates(_ source: some LedgerSource, _ a: AsOf, _ b: AsOf) throws -> [Subject] {
        let kinds = Subject.Kind.allCases.filter { $0 != .unspecified }
        let (first, last) = (min(a.number, b.number, source.size), min(max(a.number, b.number), source.size))
        guard [a, b].allSatisfy({ $0.effective == nil && $0.decided == nil }), last - first < source.size / 4 else {
            return try kinds.flatMap { try source.subjects(of: $0) }
        }
        var touched: Set<Subject> = []
        try source.forEachEvent(after: first, through: last) { event in
            touched.formUnion(event.subjects)
            return true
        }
        return kinds.flatMap { kind in touched.filter { $0.kind == kind }.sorted() }
    }
}

private struct DifferenceReader {
    let before: Facts
    let after: Facts
    let settings: Settings

    private static let mirrors: Set<FactKey.Family> = [
        .member, .opinion, .point, .referred, .restated, .edition, .superseded, .withdrawal, .redaction,
    ]

    /// Those that count at only one of the moments: what no such entry sets holds at both alike.
    private let differing: [Event]

    init(before: Facts, after: Facts, events: [Event], settings: Settings) {
        (self.before, self.after, self.settings) = (before, after, settings)
        differing = events.filter { before.counts($0) != after.counts($0) }
    }

    var changes: [Difference.Change] {
        let touched = differing.flatMap(\.touches).filter { $0.subject == after.subject && !DifferenceReader.mirrors.contains($0.key.family) }
        let changed = Set(touched.map(\.key)).filter { before.holds($0)?.number != after.holds($0)?.number }
        // One act may set several facts: a definition its name, a moved target both of its periods.
        let groups = Dictionary(grouping: changed) { key in
            after.holds(key).map { Holder.now($0.number) } ?? .was(before.holds(key)?.number ?? 0)
        }
        return groups.values.map { change($0.sorted(by: order)) }.sorted { a, b in
            let (p, q) = (a.acts.last?.number ?? 0, b.acts.last?.number ?? 0)
            return p == q ? a.keys[0] < b.keys[0] : p < q
        }
    }

    private enum Holder: Hashable { case now(UInt64), was(UInt64) }

    /// The act's main fact first.
    private func order(_ a: FactKey, _ b: FactKey) -> Bool {
        let touched = (after.holds(a) ?? before.holds(a))?.touches.map(\.key) ?? []
        let (p, q) = (touched.firstIndex(of: a) ?? .max, touched.firstIndex(of: b) ?? .max)
        return p == q ? a < b : p < q
    }

    private func change(_ keys: [FactKey]) -> Difference.Change {
        let old = keys.lazy.compactMap { before.holds($0) }.first
        let new = after.holds(keys[0])
        let name = after.name ?? before.name
        return Difference.Change(
            subject: after.subject, name: name, keys: keys, before: old, after: new, acts: acts(keys),
            comparison: compare(old, new))
    }

    private func acts(_ keys: [FactKey]) -> [Event] {
        let touching = differing.filter { event in
            event.touches.contains { $0.subject == after.subject && keys.contains($0.key) }
        }
        let made = touching.compactMap { event -> Event? in
            guard before.asOf.sees(event), after.asOf.sees(event) else { return event }
            return before.withdrawn[event.number] ?? after.withdrawn[event.number]
        }
        return made.sorted { $0.number < $1.number }
    }

    private func compare(_ old: Event?, _ new: Event?) -> Comparison? {
        guard let a = old.flatMap(Stated.init), let b = new.flatMap(Stated.init), a.fact.kind == .target, b.fact.kind == .target,
            !a.fact.withdrawnTarget, !b.fact.withdrawnTarget
        else { return nil }
        let baseline = before.baseline(a.slot) ?? after.baseline(b.slot)
        return Comparison(
            old: TargetSide(a), new: TargetSide(b), before: before.measureInForce(a.fact.measure, on: a.event.inForceDay),
            after: after.measureInForce(b.fact.measure, on: b.event.inForceDay),
            baseline: baseline?.value, settings: settings)
    }
}

extension Facts {
    /// Whether the moment sees an entry and does not know it to be withdrawn.
    fileprivate func counts(_ event: Event) -> Bool { asOf.sees(event) && withdrawn[event.number] == nil }
}
