import LedgerModel
import LedgerSheets

/// One line of the definition sheet: something that the table names and the ledger does not hold.
///
/// A person accepts it, perhaps with another identifier: that of something the ledger already holds says "it is this one".
package struct Definition: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable { case section, unit, programme, indicator, body }

    /// A proposal and how it came about; `asked` has none.
    package struct Marked<Value: Sendable & Hashable>: Sendable, Hashable {
        package var value: Value
        package var mark: Certainty

        package init(_ value: Value, _ mark: Certainty) {
            self.value = value
            self.mark = mark
        }
    }

    package var kind: Kind
    /// The cell that names it first, and for one of several measures of a cell `#2`.
    package var cell: String
    package var printed: String
    package var id: Marked<String>
    package var name: Marked<String>
    /// Of a section or unit its parent, of a programme its unit, of an indicator its programme: as printed.
    package var belongsTo = ""
    package var measure = ""
    package var unit = Marked("", .read)
    package var scale: Int32 = 0
    package var aggregation = Marked(Aggregation.notStated, .inferred)
    /// Nil until a person says which side is the better one: it has no default.
    package var direction: Measure.Direction?
    package var doubts: [String] = []
    package var isAccepted = false

    package init(_ kind: Kind, cell: String, printed: String, id: Marked<String>, name: Marked<String>) {
        self.kind = kind
        self.cell = cell
        self.printed = printed
        self.id = id
        self.name = name
    }

    /// Accepted, and nothing of it is open.
    package var isComplete: Bool {
        isAccepted && Subject.isIdentifier(id.value) && !name.value.isEmpty && (kind != .indicator || direction != nil)
    }
}

/// The lines that a person has worked on, by cell.
package struct DefinitionSheet: Sendable {
    package let lines: [Definition]
    /// Places of lines.
    private let byKey: [Key: Int]
    private let ids: [Definition.Kind: Set<String>]

    private struct Key: Hashable {
        let kind: Definition.Kind
        let cell: String
    }

    package init(_ lines: [Definition] = []) {
        self.lines = lines
        byKey = Dictionary(lines.enumerated().map { (Key(kind: $1.kind, cell: $1.cell), $0) }, uniquingKeysWith: { first, _ in first })
        ids = lines.reduce(into: [:]) { $0[$1.kind, default: []].insert($1.id.value) }
    }

    /// Gives the lines to whoever needs them next, and keeps none.
    mutating func take() -> DefinitionSheet {
        defer { self = DefinitionSheet() }
        return self
    }

    /// Whether a line of a kind has this identifier.
    func names(_ kind: Definition.Kind, _ id: String) -> Bool { ids[kind]?.contains(id) ?? false }

    /// The line for a cell, if it is about the same text; a sheet made from another file does not fit.
    package func line(_ kind: Definition.Kind, _ cell: String, printed: String) -> Definition? {
        byKey[Key(kind: kind, cell: cell)].flatMap { lines[$0].printed.hasSameBytes(as: printed) ? lines[$0] : nil }
    }
}
