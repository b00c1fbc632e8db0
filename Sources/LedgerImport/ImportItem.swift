import LedgerModel
import LedgerSheets

/// What one comparison is about.
package enum ImportWhat: String, Sendable, CaseIterable {
    case plan, section, unit, programme, indicator, listing, scope, name, division, measure
    case baseline, target, actual, grade, text, amount, opinion, response, point, lineage, body, meetings
}

/// How the table and the ledger stand to each other in one point.
package enum ImportVerdict: String, Sendable, CaseIterable {
    case new, same, changed, missing, unread
    case nameOnly = "name-only"
    case formerName = "former-name"
    case merged
    case twoValues = "two-values"
    /// It differs, and an earlier entry already says why it is not taken.
    case known
}

/// What a person may call a difference. The program never picks one.
package enum ImportClass: String, Sendable, CaseIterable {
    case finalise, scheduled, correct, retarget, redefine, restructure, ended
    case notTaken = "not-taken"
    /// Of two printed values this one counts; the others are noted as discrepancies.
    case taken
    case readByHand = "read-by-hand"
    case keepUnread = "keep-unread"
}

/// One side of a comparison.
package enum ImportSide: Sendable, Hashable {
    case nothing
    case value(Value)
    case text(String)
}

/// One point in which a table was compared with the ledger.
package struct ImportItem: Sendable, Hashable {
    package var verdict: ImportVerdict
    package let what: ImportWhat
    package let subject: Subject
    package var measure = ""
    package var period = ""
    /// Where what is held is of another period.
    package var heldPeriod = ""
    /// The cell; nil for something that the table does not print.
    package var printed: Printed?
    package var held: ImportSide = .nothing
    package var read: ImportSide = .nothing
    /// The entry that holds the ledger's side; 0: none.
    package var entry: UInt64 = 0
    /// Why it could not be read, where it could not: a code of schema/CELLS.md.
    package var reason = ""
    /// Not empty: a person has to say what it is, and may choose among these.
    package var choices: [ImportClass] = []
    package var chosen: Classified? {
        get { box.first }
        set { box = newValue.map { [$0] } ?? [] }
    }
    /// Kept apart: most of very many items have none.
    private var box: [Classified] = []

    package init(_ verdict: ImportVerdict, _ what: ImportWhat, _ subject: Subject) {
        self.verdict = verdict
        self.what = what
        self.subject = subject
    }

    package var blocks: Bool { !choices.isEmpty && chosen == nil }

    /// What tells one point from another in a file of classes.
    package var key: ClassKey {
        ClassKey(cell: printed?.place.address ?? "", what: what, subject: subject.label, measure: measure, period: period)
    }
}

/// A draft, and the cell that it came from.
package struct ImportDraft: Sendable {
    package var draft: Draft
    package let printed: Printed?
    package let what: ImportWhat

    package init(_ draft: Draft, _ what: ImportWhat, _ printed: Printed?) {
        self.draft = draft
        self.what = what
        self.printed = printed
    }
}

/// What an import would do. Nothing is written before both `definitions` and the items that block are empty.
package struct ImportPlan: Sendable {
    package var items: [ImportItem] = []
    /// What the table names for the first time and nobody has accepted yet.
    package var definitions: [Definition] = []
    package var drafts: [ImportDraft] = []
    /// Kinds of dates that new facts need and nobody gave: `--plan-decided` and the like.
    package var missingDates: Set<String> = []

    package init() {}

    package var blockers: [ImportItem] { items.filter(\.blocks) }
}
