import LedgerModel

/// Where a subject came from and what became of it: merges, splits, successions, reorganisations, names.
package struct Lineage: Sendable {
    package struct Step: Sendable {
        package let event: Event
        package let kind: Restructured.Kind
        package let from: [Subject]
        package let to: [Subject]
        /// How many restructurings away, from 1.
        package let distance: Int
    }

    package struct Name: Sendable {
        package let name: String
        package let event: Event
    }

    package let subject: Subject
    /// Every name it has had, the present one last.
    package let names: [Name]
    package let aliases: [Name]
    /// Where it was placed: units of a programme, parents of a section or unit. The present one last.
    package let places: [Event]
    /// What led to it, nearest first. Where the pairing of a reorganisation is unsaid, all of its sides stand in one step.
    package let backwards: [Step]
    /// What it led to, nearest first.
    package let forwards: [Step]

    /// Cost: the entries of every subject of its family tree.
    package init(_ source: some LedgerSource, of subject: Subject, asOf: AsOf = .now) throws {
        let facts = try source.facts(of: subject, asOf: asOf)
        self.subject = subject
        names = facts.timeline(FactKey(.name)).compactMap { event in
            Facts.name(in: event).map { Name(name: $0, event: event) }
        }
        aliases = facts.all(.alias).compactMap { event in
            if case .aliasNoted(let act)? = event.statement.act { Name(name: act.alias, event: event) } else { nil }
        }
        places = facts.timeline(FactKey(.place))
        // One that stands on both sides goes on: only the others are where it came from, or what it led to.
        backwards = try Lineage.walk(source, subject, asOf) { act, one in
            act.to.contains(one) ? act.from.filter { $0 != one } : []
        }
        forwards = try Lineage.walk(source, subject, asOf) { act, one in
            act.from.contains(one) ? act.to.filter { $0 != one } : []
        }
    }

    private static func walk(
        _ source: some LedgerSource, _ start: Subject, _ asOf: AsOf, _ next: (Restructured, Subject) -> [Subject]
    ) throws -> [Step] {
        var steps: [Step] = []
        var taken: Set<UInt64> = []
        var seen: Set<Subject> = [start]
        var frontier = [start]
        var distance = 1
        while !frontier.isEmpty {
            var reached: [Subject] = []
            for subject in frontier {
                for event in try source.facts(of: subject, asOf: asOf).all(.lineage) {
                    guard case .restructured(let act)? = event.statement.act else { continue }
                    let others = next(act, subject)
                    guard !others.isEmpty else { continue }
                    if taken.insert(event.number).inserted {
                        steps.append(Step(event: event, kind: act.kind, from: act.from, to: act.to, distance: distance))
                    }
                    reached += others.filter { seen.insert($0).inserted }
                }
            }
            frontier = reached
            distance += 1
        }
        return steps
    }
}
