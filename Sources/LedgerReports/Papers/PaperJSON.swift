import Foundation

/// A report as data: what it says about itself, and its tables. schema/json/report.schema.json
package struct PaperJSON: Codable, Sendable {
    package struct Stamp: Codable, Sendable {
        package let ledger: String
        /// Nil: of no published edition.
        package let edition: String?
        package let asOf: String
        package let size: UInt64
        package let root: String
    }
    package struct Column: Codable, Sendable {
        package let heading: String
        package let numeric: Bool
    }
    package struct Cell: Codable, Sendable, Hashable {
        /// `blank`, `text`, `number` or `absent`.
        package let kind: String
        /// As people read it; nil where it is blank.
        package var text: String?
        /// The exact decimal of a number.
        package var number: String?

        init(_ cell: PaperTable.Cell) {
            switch cell {
            case .blank: kind = "blank"
            case .text(let text): (kind, self.text) = ("text", text)
            case .absent(let text): (kind, self.text) = ("absent", text)
            case .number(let exact, let shown): (kind, text, number) = ("number", shown, exact)
            }
        }
    }
    package struct Row: Codable, Sendable {
        /// Needs attention; a cell says why.
        package let marked: Bool
        package let cells: [Cell]
    }
    package struct Table: Codable, Sendable {
        package let caption: String
        package let columns: [Column]
        package let rows: [Row]
    }

    package let name: String
    package let title: String
    package let stamp: Stamp
    package let notes: [String]
    package let tables: [Table]

    package init(_ paper: Paper) {
        name = paper.name
        title = paper.title
        stamp = Stamp(
            ledger: paper.stamp.ledger, edition: paper.stamp.edition, asOf: paper.stamp.asOf, size: paper.stamp.size, root: paper.stamp.root)
        notes = paper.blocks.compactMap { if case .paragraph(let text) = $0 { text } else { nil } }
        tables = paper.blocks.compactMap { block in
            guard case .table(let table) = block else { return nil }
            return Table(
                caption: table.caption, columns: table.columns.map { Column(heading: $0.heading, numeric: $0.isNumeric) },
                rows: table.rows.enumerated().map { Row(marked: table.marked.contains($0), cells: $1.map(Cell.init)) })
        }
    }
}
