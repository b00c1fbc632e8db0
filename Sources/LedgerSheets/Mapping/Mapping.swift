import LedgerModel

/// How a kind of table is read: what a person would have to know to read it. The YAML of it is described in schema/MAPPING.md.
package struct Mapping: Sendable {
    /// By which it was loaded: a shipped name, or a file's.
    package let name: String
    package let title: String
    package let kind: TableKind
    /// The encoding that is forced; nil: found out.
    package let encoding: String?
    package let sheet: SheetChoice
    /// Numbers of header rows that the table may have, in the order in which they are tried.
    package let headerRows: [Int]
    /// A blank row ends the table.
    package let endsAtBlankRow: Bool
    /// Rows whose text matches end the table, and are left out themselves.
    package let ends: [RowPattern]
    package let leftOut: [RowPattern]
    package let columns: [Column]
    package let cells: CellSettings
    /// What a year in a heading is: `FY` or `CY`.
    package let years: Period.Basis
    /// Whether the figures of a row that no mark says it of are cumulative; nil: not said.
    package let isCumulative: Bool?
    package let identity: Identity
    package let grading: Grading?
    package let plan: Plan

    package enum SheetChoice: Sendable, Hashable {
        case firstVisible
        /// From 1, hidden ones counted.
        case number(Int)
        case named(String)
    }

    /// How a row finds its indicator again.
    package enum Identity: String, Sendable, CaseIterable {
        case code = "code"
        case nameInProgramme = "name-in-programme"
        case name = "name"
    }

    package struct Grading: Sendable, Hashable {
        /// Name of the grading rule that the printed grades follow; empty where none is known.
        package let rule: String
        package let letters: [String]
        /// Marks without a grade, after NFKC.
        package let marks: [String: GradeGiven.NoGrade]
        package let isOfIndicator: Bool
    }

    /// What a first import proposes for the plan.
    package struct Plan: Sendable, Hashable {
        package let name: String
        package let period: Period?
    }

    /// Rows that are not read as rows, by a text that they hold.
    package struct RowPattern: Sendable, Hashable {
        /// Named where a row is reported as left out.
        package let rule: String
        /// First heading of the column that is looked at; nil: the row's first text.
        package let column: String?
        package let patterns: [HeadingPattern]
        package let adds: Sum?
    }

    /// What a subtotal row should be the sum of.
    package enum Sum: String, Sendable, CaseIterable {
        /// The rows since the last subtotal.
        case sinceLast = "since-last"
        /// All rows above it.
        case all
    }

    package struct Column: Sendable {
        /// Any of them; one column of the sheet may match.
        package let headings: [HeadingPattern]
        /// The word of the YAML: `actual`.
        package let word: String
        package let role: Role
        package let isOptional: Bool
        /// A blank cell means: as above.
        package let fillsDown: Bool
        /// Years after the reported one may stand there.
        package let allowsLaterYears: Bool
        /// What a year in its heading is, where that differs from the table's.
        package let years: Period.Basis?
        /// Of a heading without a year.
        package let period: ColumnPeriod?
        /// Cells of this column that hold only this mark, after NFKC.
        package let symbols: [String: CellSettings.Symbol]
        /// What stands between several things in one cell; none: a cell is one thing.
        package let separators: [String]
        package let line: Int
        /// `columns[3]`
        package let key: String
        /// How an error names it.
        package var title: String { headings[0].text }
    }

    package enum ColumnPeriod: Sendable, Hashable {
        case report
        /// The year after the reported one.
        case next
        case fixed(Period)
    }

    package enum Role: Sendable, Hashable {
        case ignored
        case section(level: String, SectionPart)
        case programme, programmeCode, division, tags
        case listing([String: ProgrammeListed.Mark])
        case scope([String: Bool])
        case grade
        case text(TextRecorded.Kind)
        case textNumber
        case amount(AmountRecorded.Kind, unit: String, scale: Int32)
        /// A printed total of the amounts of its row.
        case total(scale: Int32)
        /// One cell with name, baseline and target.
        case kpi
        /// The printed cell of which the KPI column holds one measure.
        case kpiWhole
        case indicator, indicatorCode, unit, baseline, target, actual
        case marks([String: [RowMark]])
        case note
        case opinionNumber, opinion
        case responseNumber, response, refersTo
        case pointNumber, pointHeading, point, pointNote
        case lineageFrom, lineageTo, lineageKind
        case body, seatCategory, seatPost(chairMarks: [String]), constituted
        case period, count
    }

    package enum SectionPart: Sendable, Hashable {
        case both, number, name
    }

    /// What a mark says about the values of its row.
    package enum RowMark: String, Sendable, CaseIterable {
        case calendar
        case fiscal
        case cumulative
        case singleYear = "single-year"
        case nothing = "none"
    }
}

extension Mapping {
    /// The mapping that ships under a name.
    package static func shipped(named name: String) throws(MappingFault) -> Mapping {
        guard let yaml = shipped[name] else { throw MappingFault(.unknownName, name, shipped.keys.sorted().joined(separator: ", ")) }
        return try Mapping(yaml: yaml, name: name)
    }
}
