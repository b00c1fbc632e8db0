import Foundation
import LedgerModel
import LedgerProjections
import LedgerRules
import LedgerSheets

/// What follows from a person's class for a difference.
extension ImportWalk {
    /// Adds the item with the class that was given for it, and does what that class asks for.
    /// - Returns: whether a class was given.
    @discardableResult
    mutating func settle(_ item: ImportItem, _ act: (inout ImportWalk, Classified) throws -> Void) rethrows -> Bool {
        var item = item
        item.chosen = item.chosen ?? classes[item.key].flatMap { item.choices.contains($0.kind) ? $0 : nil }
        plan.note(item)
        guard let chosen = item.chosen else { return false }
        try act(&self, chosen)
        return true
    }

    /// A change by a person's class, with the reason that they gave.
    mutating func change(_ item: ImportItem, _ chosen: Classified, _ change: Change, _ act: Statement.OneOf_Act, replaces: Event? = nil) {
        var draft = draft(item.what, item.printed, act)
        draft.statement.change = change
        if let replaces { draft.statement.replaces = replaces.statement.event }
        say(chosen, in: &draft)
        plan.add(draft, item.what, item.printed)
    }

    /// Code and words of the reason, and who found an error.
    func say(_ chosen: Classified, in draft: inout Draft) {
        draft.statement.reason = chosen.reason
        if !chosen.reasonText.isEmpty { draft.setText(.reason, chosen.reasonText) }
        if !chosen.foundBy.isEmpty { draft.setText(.foundBy, chosen.foundBy) }
    }

    /// What the table prints is not taken; the note says so, where, and why.
    mutating func discrepancy(_ item: ImportItem, taken: Data = Data()) {
        var act = DiscrepancyNoted()
        act.subject = item.subject
        act.period = item.period
        switch item.what {
        case .baseline: act.kind = .baseline
        case .target: act.kind = .target
        case .actual: act.kind = .actual
        default: break
        }
        if act.kind != .unspecified {
            act.measure = item.measure
            if act.kind != .actual { act.plan = request.plan }
        }
        if case .value(let value) = item.read { act.printed = value }
        act.taken = taken
        var draft = draft(item.what, item.printed, .discrepancyNoted(act))
        if let chosen = item.chosen ?? classes[item.key] { say(chosen, in: &draft) }
        plan.add(draft, item.what, item.printed)
    }
}

extension Value {
    /// The same amount, and the same said about it.
    package func isSameFact(as other: Value) -> Bool {
        saysTheSame(as: other) && partial == other.partial && status == other.status
            && parts.map(\.name) == other.parts.map(\.name) && parts.map(\.number) == other.parts.map(\.number)
            && companion.number == other.companion.number
    }
}
