import Foundation
import LedgerModel

/// Drafts for tests: each function gives a draft that a ledger which knows the named subjects accepts.
package func draft(_ act: Statement.OneOf_Act, on day: String = "2016-04-01", id: String = "") -> Draft {
    var draft = Draft()
    draft.statement.recordedBy = Subject(.actor, "clerk")
    draft.statement.decided.from = day
    draft.statement.act = act
    if !id.isEmpty { draft.statement.event = eventID(id) }
    return draft
}

/// Sixteen bytes that begin with `name`.
package func eventID(_ name: String) -> Data {
    precondition(name.utf8.count <= 16)
    return Data(Array(name.utf8) + Array(repeating: 0x2e, count: 16 - name.utf8.count))
}

extension Draft {
    package func changed(_ edit: (inout Draft) -> Void) -> Draft {
        var copy = self
        edit(&copy)
        return copy
    }

    package func saying(_ field: TextField, _ text: String, ordinal: UInt32 = 0) -> Draft {
        changed { $0.setText(field, text, ordinal: ordinal) }
    }

    /// A later change of what stands: with its reason, and a reason text where it corrects.
    package func changing(_ change: Change, because reason: Reason = .unattainable) -> Draft {
        changed {
            $0.statement.change = change
            if change == .revised { $0.statement.reason = reason }
            if change == .corrected {
                $0.statement.reason = .error
                $0.setText(.reason, "a typing mistake")
            }
        }
    }

    package func replacing(_ name: String) -> Draft { changed { $0.statement.replaces = eventID(name) } }
}

package func opened(named name: String = "kpi.example") -> Draft {
    draft(
        .ledgerOpened(
            .with {
                $0.name = name
                $0.incarnation = eventID("incarnation")
                $0.utcOffsetMinutes = 540
                $0.fiscalYearFirstMonth = 4
                $0.format = Limits.format
            }))
}

package func actor(_ id: String, _ kind: ActorRegistered.Kind = .account) -> Draft {
    draft(.actorRegistered(.with { $0.id = id; $0.kind = kind })).saying(.displayName, "display name of \(id)")
}

package func unit(_ id: String, parent: String = "") -> Draft {
    draft(.unitCreated(.with { $0.id = id; $0.name = "unit \(id)"; $0.parent = parent }))
}

package func plan(_ id: String, _ period: String) -> Draft {
    draft(.planAdopted(.with { $0.id = id; $0.name = "plan \(id)"; $0.period = period }))
}

package func section(_ id: String, plan: String = "p1", parent: String = "") -> Draft {
    draft(
        .sectionAdded(.with { $0.id = id; $0.plan = plan; $0.parent = parent; $0.level = "goal"; $0.name = "section \(id)" }))
}

package func programme(_ id: String, unit: String = "industry", section: String = "s1") -> Draft {
    draft(.programmeRegistered(.with { $0.id = id; $0.name = "programme \(id)"; $0.unit = unit; $0.section = section }))
}

package func measure(_ unit: String, _ aggregation: Aggregation, id: String = "m1") -> Measure {
    .with { $0.id = id; $0.unit = unit; $0.aggregation = aggregation; $0.direction = .higher }
}

package func indicator(_ id: String, _ unit: String = "人", _ aggregation: Aggregation = .singleYear, to: [Subject] = []) -> Draft {
    draft(.indicatorDefined(.with { $0.id = id; $0.name = "indicator \(id)"; $0.measures = [measure(unit, aggregation)]; $0.attachedTo = to }))
}

package func value(_ number: String, _ unit: String = "人", _ aggregation: Aggregation = .singleYear) -> Value {
    .with { $0.number = number; $0.unit = unit; $0.aggregation = aggregation }
}

package func fact(_ edit: (inout FactRecorded) -> Void, on day: String, id: String) -> Draft {
    var fact = FactRecorded()
    fact.measure = "m1"
    edit(&fact)
    return draft(.factRecorded(fact), on: day, id: id)
}

package func actual(_ indicator: String, _ period: String, _ value: Value, on day: String = "2020-08-01", id: String = "") -> Draft {
    fact({ $0.kind = .actual; $0.indicator = indicator; $0.period = period; $0.value = value }, on: day, id: id)
}

package func target(
    _ indicator: String, _ period: String, _ value: Value, plan: String = "p1", on day: String = "2016-04-01", id: String = ""
) -> Draft {
    fact({ $0.kind = .target; $0.indicator = indicator; $0.plan = plan; $0.period = period; $0.value = value }, on: day, id: id)
}

package func baseline(_ indicator: String, _ period: String, _ value: Value, plan: String = "p1", id: String = "") -> Draft {
    fact({ $0.kind = .baseline; $0.indicator = indicator; $0.plan = plan; $0.period = period; $0.value = value }, on: "2016-04-01", id: id)
}

package func opinion(_ id: String, about: [Subject] = [], body: String = "b1") -> Draft {
    draft(.opinionGiven(.with { $0.id = id; $0.body = body; $0.kind = .opinion; $0.about = about }), on: "2018-06-01")
        .saying(.bodyText, "the opinion \(id)")
}

package func response(_ id: String, to opinions: [String]) -> Draft {
    draft(.responseGiven(.with { $0.id = id; $0.opinions = opinions; $0.state = .done }), on: "2018-09-01")
        .saying(.bodyText, "the response \(id)")
}

package func ended(_ subject: Subject, on day: String, id: String = "") -> Draft {
    draft(.ended(.with { $0.subject = subject; $0.kind = .abolished }), on: day, id: id)
}

package func restructured(_ kind: Restructured.Kind, _ from: [String], _ to: [String]) -> Draft {
    draft(.restructured(.with {
        $0.kind = kind
        $0.from = from.map { Subject(.indicator, $0) }
        $0.to = to.map { Subject(.indicator, $0) }
    }), on: "2018-04-01")
}

package func withdrawal(of number: UInt64, _ event: Data, _ subjects: [Subject]) -> Draft {
    draft(.withdrawn(.with { $0.number = number; $0.event = event; $0.subjects = subjects }), on: "2020-09-01")
        .changed { $0.statement.reason = .error }
}

package func redaction(of number: UInt64, _ field: TextField, _ subjects: [Subject], ordinal: UInt32 = 0) -> Draft {
    draft(.redacted(.with { $0.number = number; $0.field = field; $0.ordinal = ordinal; $0.subjects = subjects }), on: "2020-09-01")
        .changed { $0.statement.reason = .other }.saying(.reason, "names a person")
}

/// Edits the fact of a draft that holds one.
package func editingFact(_ edit: @escaping (inout FactRecorded) -> Void) -> (inout Draft) -> Void {
    { draft in
        guard case .factRecorded(var fact)? = draft.statement.act else { preconditionFailure("the draft holds no fact") }
        edit(&fact)
        draft.statement.act = .factRecorded(fact)
    }
}
