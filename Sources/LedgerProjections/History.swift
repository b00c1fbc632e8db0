import LedgerModel

/// A subject's whole life: every act on it, ascending by number.
package struct History: Sendable {
    package struct Act: Sendable {
        package let event: Event
        package let kind: ActKind?
        package let changes: [FieldChange]
        /// The entry that withdrew it.
        package let withdrawnBy: Event?
        /// Texts of it that were destroyed, each with the entry that did it.
        package let redactions: [Redaction]
    }

    /// A fact of the subject that the act set, and the entry that held under it before.
    package struct FieldChange: Sendable {
        package let key: FactKey
        package let before: Event?
    }

    package struct Redaction: Sendable {
        package let field: TextField
        package let ordinal: UInt32
        package let by: Event
    }

    package let subject: Subject
    package let name: String?
    package let acts: [Act]

    /// Withdrawals and redactions show whatever the moment's other axes say: they act on the recorded axis only.
    /// Cost: the subject's own entries.
    package init(_ source: some LedgerSource, of subject: Subject, asOf: AsOf = .now) throws {
        let facts = try source.facts(of: subject, asOf: asOf)
        self.subject = subject
        name = facts.name
        var redactions: [UInt64: [Redaction]] = [:]
        for event in facts.events {
            guard case .redacted(let act)? = event.statement.act else { continue }
            redactions[act.number, default: []].append(Redaction(field: act.field, ordinal: act.ordinal, by: event))
        }
        var lines: [FactKey: [Event]] = [:]
        acts = facts.events.compactMap { event in
            guard asOf.sees(event) || event.statement.isBookkeeping else { return nil }
            let keys = event.statement.touches.filter { $0.subject == subject }.map(\.key)
            let changes = keys.map { FieldChange(key: $0, before: History.held(lines[$0] ?? [], before: event, facts)) }
            for key in keys { lines[key, default: []].append(event) }
            return Act(
                event: event, kind: event.statement.actKind, changes: changes, withdrawnBy: facts.withdrawn[event.number],
                redactions: redactions[event.number] ?? [])
        }
    }

    /// What held when the act came, by what the ledger knew then: later withdrawals do not count.
    private static func held(_ line: [Event], before event: Event, _ facts: Facts) -> Event? {
        line.filter { $0.comes(before: event) && (facts.withdrawn[$0.number]?.number ?? .max) >= event.number }
            .max { $0.comes(before: $1) }
    }
}

extension History.FieldChange {
    /// The value that stood before, where the fact is one.
    package var oldValue: Value? { before?.value }
}

extension Event {
    /// The value of a baseline, target, actual or amount.
    package var value: Value? {
        switch statement.act {
        case .factRecorded(let act)?: act.hasValue ? act.value : nil
        case .amountRecorded(let act)?: act.hasValue ? act.value : nil
        default: nil
        }
    }
}

extension Statement {
    /// Acts that speak of entries, not of the world.
    package var isBookkeeping: Bool {
        switch act {
        case .withdrawn?, .redacted?: true
        default: false
        }
    }
}
