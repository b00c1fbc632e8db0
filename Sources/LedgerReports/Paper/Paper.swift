import LedgerModel

/// A report before it has a format: built once from projections, written as text, CSV, Markdown, HTML or xlsx.
package struct Paper: Sendable {
    package let title: String
    /// Which report, as the command line names it: `progress`.
    package let name: String
    package let stamp: PaperStamp
    package var blocks: [PaperBlock]

    package init(name: String, title: String, stamp: PaperStamp, blocks: [PaperBlock] = []) {
        self.name = name
        self.title = title
        self.stamp = stamp
        self.blocks = blocks
    }
}

/// What every report prints about itself.
package struct PaperStamp: Sendable, Hashable {
    package let ledger: String
    /// `令和3年度版 (ed-2021)`, or nil for a state that is of no published edition: 案・未公表.
    package let edition: String?
    package let asOf: String
    package let size: UInt64
    /// Hexadecimal root of the log at `size`.
    package let root: String

    package init(ledger: String, edition: String?, asOf: String, size: UInt64, root: String) {
        self.ledger = ledger
        self.edition = edition
        self.asOf = asOf
        self.size = size
        self.root = root
    }
}

package enum PaperBlock: Sendable {
    /// Level 1 is below the report's title.
    case heading(level: Int, text: String)
    case paragraph(String)
    case table(PaperTable)
    /// Beside its table, never instead of it.
    case chart(PaperChart)
}

package struct PaperTable: Sendable {
    package struct Column: Sendable {
        package let heading: String
        package let isNumeric: Bool
        /// Rough width in half-width characters, for xlsx and HTML; long texts wrap.
        package let width: Int
        /// The unit of the row's numbers, which a spreadsheet needs beside bare numbers.
        package let isUnit: Bool

        package init(_ heading: String, isNumeric: Bool = false, width: Int = 12, isUnit: Bool = false) {
            self.heading = heading
            self.isNumeric = isNumeric
            self.width = width
            self.isUnit = isUnit
        }
    }

    /// What stands in one cell: one value.
    package enum Cell: Sendable, Hashable {
        case blank
        case text(String)
        /// Digits as printed; a spreadsheet gets a number. `shown` is with its unit and marks, for people.
        case number(exact: String, shown: String)
        /// A typed absence, withheld, unread: drawn apart from values.
        case absent(String)

        package var shown: String {
            switch self {
            case .blank: ""
            case .text(let text), .absent(let text): text
            case .number(_, let shown): shown
            }
        }

        package var isNumber: Bool { if case .number = self { true } else { false } }
    }

    package let caption: String
    package let columns: [Column]
    /// Each as long as `columns`.
    package private(set) var rows: [[Cell]]
    /// Rows (by index) that stand out: a contradiction, a behind target. Never by colour alone: a cell says it in words.
    package private(set) var marked: Set<Int> = []

    package init(caption: String, columns: [Column], rows: [[Cell]] = []) {
        self.caption = caption
        self.columns = columns
        self.rows = []
        for row in rows { add(row) }
    }

    /// - Precondition: one cell for each column.
    package mutating func add(_ cells: [Cell], marked isMarked: Bool = false) {
        precondition(cells.count == columns.count, "a row has one cell for each column")
        if isMarked { marked.insert(rows.count) }
        rows.append(cells)
    }

    /// For reading: without columns in which nothing stands, and without units that every row's numbers show themselves. Spreadsheets and
    /// JSON keep all columns, so that tables of one report go together.
    package var forPeople: PaperTable {
        let kept = columns.indices.filter { i in
            rows.contains { $0[i] != .blank } && !(columns[i].isUnit && rows.allSatisfy { $0[i] == .blank || $0.contains(where: \.isNumber) })
        }
        guard !kept.isEmpty, kept.count < columns.count else { return self }
        var table = PaperTable(caption: caption, columns: kept.map { columns[$0] })
        for (i, row) in rows.enumerated() { table.add(kept.map { row[$0] }, marked: marked.contains(i)) }
        return table
    }
}

/// Charts as data. Amounts are doubles only here: a picture, never a figure.
package enum PaperChart: Sendable {
    case bullet(BulletChart)
    case multiples([SeriesChart])
    case triangle(TriangleChart)
}

/// One KPI: where it is, where it was meant to be, where it was first meant to be.
package struct BulletChart: Sendable {
    package let title: String
    package let unit: String
    package let baseline: Double?
    package let actual: Double?
    package let isProvisional: Bool
    /// What is said instead of a bar where there is no actual.
    package let absence: String
    package let target: Double?
    /// Nil where the target was never changed.
    package let originalTarget: Double?
    package let planned: Double?

    package init(
        title: String, unit: String, baseline: Double?, actual: Double?, isProvisional: Bool = false, absence: String = "", target: Double?,
        originalTarget: Double? = nil, planned: Double? = nil
    ) {
        self.title = title
        self.unit = unit
        self.baseline = baseline
        self.actual = actual
        self.isProvisional = isProvisional
        self.absence = absence
        self.target = target
        self.originalTarget = originalTarget
        self.planned = planned
    }
}

/// One indicator over time, with the expected path from baseline to target.
package struct SeriesChart: Sendable {
    package struct Point: Sendable {
        package let label: String
        /// Place on the time axis, in years.
        package let x: Double
        /// Nil: an absence, marked and never drawn as 0.
        package let y: Double?
        package let isProvisional: Bool
        package let absence: String

        package init(label: String, x: Double, y: Double?, isProvisional: Bool = false, absence: String = "") {
            self.label = label
            self.x = x
            self.y = y
            self.isProvisional = isProvisional
            self.absence = absence
        }
    }

    package let title: String
    package let unit: String
    package let points: [Point]
    /// Straight pieces of the expected path; empty where none is defined.
    package let path: [Point]
    package let target: Point?
    package let originalTarget: Point?

    package init(title: String, unit: String, points: [Point], path: [Point] = [], target: Point? = nil, originalTarget: Point? = nil) {
        self.title = title
        self.unit = unit
        self.points = points
        self.path = path
        self.target = target
        self.originalTarget = originalTarget
    }
}

/// Rows are periods, columns the days on which a value became known; each cell what was then known.
package struct TriangleChart: Sendable {
    package let title: String
    package let columns: [String]
    package let rows: [(period: String, cells: [PaperTable.Cell])]

    package init(title: String, columns: [String], rows: [(period: String, cells: [PaperTable.Cell])]) {
        self.title = title
        self.columns = columns
        self.rows = rows
    }
}
