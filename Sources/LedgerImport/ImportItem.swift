import Foundation
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

/// One side of a comparison. Values are kept apart: most of very many items have none.
package enum ImportSide: Sendable, Hashable {
    case nothing
    indirect case value(Value)
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

/// What most drafts of one run say alike: their source but for the cell, and the texts about the document.
package final class CommonParts: Sendable {
    private let source: Source
    private let texts: [DraftText]

    /// - Parameter draft: one that holds these and nothing else; its first source has no cell.
    init(_ draft: Draft) {
        source = draft.statement.sources.first ?? Source()
        texts = draft.texts
    }

    /// The draft without them, or nil where it does not hold them all.
    fileprivate func without(_ draft: Draft) -> Draft? {
        guard var one = draft.statement.sources.first else { return nil }
        var bare = Source()
        (bare.cell, one.cell) = (one.cell, "")
        guard one == source, texts.allSatisfy(draft.texts.contains) else { return nil }
        var draft = draft
        draft.statement.sources[0] = bare
        draft.texts.removeAll(where: texts.contains)
        return draft
    }

    fileprivate func with(_ bare: Draft) -> Draft {
        var draft = bare
        draft.statement.sources[0] = source
        draft.statement.sources[0].cell = bare.statement.sources[0].cell
        for text in texts { draft.setText(text.field, text.text, ordinal: text.ordinal) }
        return draft
    }
}

/// A draft, and the cell that it came from. It is kept as its bytes, without what it has in common with others: a fraction of the memory.
package struct ImportDraft: Sendable {
    private var packed: [UInt8] = []
    /// Not among the bytes.
    private var common: CommonParts?
    package let printed: Printed?
    package let what: ImportWhat

    init(_ draft: Draft, _ what: ImportWhat, _ printed: Printed?, common: CommonParts?) {
        self.printed = printed
        self.what = what
        pack(draft, common)
    }

    /// Decoded at every reading, encoded at every change.
    package var draft: Draft {
        get {
            guard let draft = try? Draft(serializedBytes: packed) else { preconditionFailure("what was written can be read") }
            return common?.with(draft) ?? draft
        }
        set { pack(newValue, common) }
    }

    package var id: [UInt8] { Array(draft.statement.event) }

    mutating func identify(_ make: (Draft) throws -> [UInt8]) rethrows {
        var draft = draft
        draft.statement.event = Data(try make(draft))
        self.draft = draft
    }

    private mutating func pack(_ draft: Draft, _ common: CommonParts?) {
        let bare = common?.without(draft)
        guard let bytes = try? Codec.encode(bare ?? draft) else { preconditionFailure("a message without required fields can be written") }
        self.common = bare == nil ? nil : common
        // In the place where it stood, with room for the id, which comes last: very many new places leave the memory in pieces.
        packed.removeAll(keepingCapacity: true)
        packed.reserveCapacity(bytes.count + Limits.eventIDBytes + 2)
        packed += bytes
    }
}

/// What an import would do. Nothing is written before both `definitions` and the items that block are empty.
package struct ImportPlan: Sendable {
    /// One line of the summary: how many points of a kind stand how.
    package struct Tally: Sendable, Hashable {
        package let what: ImportWhat
        package let verdict: ImportVerdict

        package init(_ what: ImportWhat, _ verdict: ImportVerdict) {
            self.what = what
            self.verdict = verdict
        }
    }

    /// The points compared, in order: those that a person has to decide, and all others too where the plan lists them.
    package private(set) var items: [ImportItem] = []
    /// Every point compared, listed or not.
    package private(set) var counts: [Tally: Int] = [:]
    /// What the table names for the first time and nobody has accepted yet.
    package var definitions: [Definition] = []
    package var drafts: [ImportDraft] = []
    /// What drafts that are added from now on may have in common.
    var common: CommonParts?
    /// Kinds of dates that new facts need and nobody gave: `--plan-decided` and the like.
    package var missingDates: Set<String> = []
    private let listsAll: Bool

    package init(listsAll: Bool = true) { self.listsAll = listsAll }

    package var blockers: [ImportItem] { items.filter(\.blocks) }

    mutating func add(_ draft: Draft, _ what: ImportWhat, _ printed: Printed?) {
        drafts.append(ImportDraft(draft, what, printed, common: common))
    }

    mutating func note(_ item: ImportItem) {
        counts[Tally(item.what, item.verdict), default: 0] += 1
        if listsAll || item.blocks { items.append(item) }
    }
}
