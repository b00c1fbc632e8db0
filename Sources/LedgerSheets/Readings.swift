import LedgerModel
import SheetFiles

/// Where a cell stands, columns and rows from 1.
package struct CellPlace: Sendable, Hashable {
    package let sheet: String
    package let column: Int
    package let row: Int

    package init(sheet: String, column: Int, row: Int) {
        self.sheet = sheet
        self.column = column
        self.row = row
    }

    /// `K12`.
    package var cell: String { ColumnName.of(column) + String(row) }
}

/// A cell's text, verbatim, and where it stands.
package struct Printed: Sendable, Hashable {
    package let text: String
    package let place: CellPlace

    package init(_ text: String, _ place: CellPlace) {
        self.text = text
        self.place = place
    }
}

/// How something came to be known. What is only inferred is confirmed by a person before it is first recorded; what is asked has no proposal.
package enum Certainty: String, Sendable, Hashable, CaseIterable {
    case read, inferred, asked
}

package struct Judged<Value: Sendable & Hashable>: Sendable, Hashable {
    package let value: Value
    package let certainty: Certainty
    /// Code of the rule of schema/CELLS.md that led to it; empty where it is simply printed.
    package let rule: String

    package init(_ value: Value, _ certainty: Certainty = .read, rule: String = "") {
        self.value = value
        self.certainty = certainty
        self.rule = rule
    }
}

/// How a target is meant (schema/CELLS.md): what `aggregation` says in the truth tables.
package enum TargetSense: String, Sendable, Hashable, CaseIterable {
    case cumulative  // a sum over the years of its period
    case annual      // every year of its period
    case level       // what holds in, or is reached by, its period
    case milestone   // no number
}

/// One thing that an indicator counts.
package struct MeasureReading: Sendable, Hashable {
    /// Tells the measures of one cell apart: 件数, リーダー; empty where there is one.
    package let label: String
    package let unit: String
    /// Power of ten that stands before the unit: 千 3, 万 4, 億 8.
    package let scale: Int32
    package let sense: Judged<TargetSense?>

    package init(label: String = "", unit: String, scale: Int32 = 0, sense: Judged<TargetSense?>) {
        self.label = label
        self.unit = unit
        self.scale = scale
        self.sense = sense
    }
}

/// One baseline, target or actual as read from one cell.
package struct ValueReading: Sendable, Hashable {
    package let kind: FactRecorded.Kind
    /// Index among the row's measures.
    package let measure: Int
    /// A part of a measure that has values of its own; else empty.
    package let part: String
    package let period: Judged<Period>
    /// As its bytes, which take a quarter of the memory: a table may have very many values.
    private let packed: [UInt8]
    package let printed: Printed
    /// Words beside the value that are not part of it: a remark, a footnote. Kept, shown, never interpreted.
    package let remark: String

    package init(
        _ kind: FactRecorded.Kind, measure: Int = 0, part: String = "", period: Judged<Period>, value: Value, printed: Printed,
        remark: String = ""
    ) {
        self.kind = kind
        self.measure = measure
        self.part = part
        self.period = period
        guard let packed = try? Codec.encode(value) else { preconditionFailure("a message without required fields can be written") }
        self.packed = packed
        self.printed = printed
        self.remark = remark
    }

    /// Decodes it.
    package var value: Value {
        guard let value = try? Value(serializedBytes: packed) else { preconditionFailure("what was written can be read") }
        return value
    }
}

/// Something printed that was not understood, or not surely. Nothing of it is recorded until a person has read it.
package struct Unread: Sendable, Hashable {
    package enum Field: String, Sendable, CaseIterable {
        case name, unit, baseline, target, sense, actual, grade, period, mark, number, text
    }

    package let field: Field
    /// Which year's actual or target, where the field has several.
    package let period: Period?
    package let printed: Printed
    /// A code of schema/CELLS.md: `grouping`, `two-readings`, `unknown-word`, …
    package let reason: String

    package init(_ field: Field, period: Period? = nil, _ printed: Printed, reason: String) {
        self.field = field
        self.period = period
        self.printed = printed
        self.reason = reason
    }
}

package struct SectionReading: Sendable, Hashable {
    /// 基本目標, 分野, 取組, 条, 施策, 章.
    package let level: String
    /// As printed: Ⅰ, ①, 12; empty where none is.
    package let number: String
    package let name: String
    /// The first of the cells under one another that print it.
    package let printed: Printed

    package init(level: String, number: String, name: String, printed: Printed) {
        self.level = level
        self.number = number
        self.name = name
        self.printed = printed
    }

    /// The same words at the same level, wherever they stand.
    func saysTheSame(as other: SectionReading) -> Bool {
        level.hasSameBytes(as: other.level) && number.hasSameBytes(as: other.number) && name.hasSameBytes(as: other.name)
            && printed.text.hasSameBytes(as: other.printed.text)
    }
}

package struct GradeReading: Sendable, Hashable {
    package let grade: String
    package let noGrade: GradeGiven.NoGrade
    package let period: Period
    package let printed: Printed

    package init(grade: String, noGrade: GradeGiven.NoGrade, period: Period, printed: Printed) {
        self.grade = grade
        self.noGrade = noGrade
        self.period = period
        self.printed = printed
    }
}

package struct TextReading: Sendable, Hashable {
    package let kind: TextRecorded.Kind
    package let period: Period?
    package let number: String
    package let printed: Printed

    package init(_ kind: TextRecorded.Kind, period: Period?, number: String = "", printed: Printed) {
        self.kind = kind
        self.period = period
        self.number = number
        self.printed = printed
    }
}

package struct AmountReading: Sendable, Hashable {
    package let kind: AmountRecorded.Kind
    package let period: Period
    /// A number, or a typed absence where no amount is printed.
    package let value: Value
    package let printed: Printed

    package init(kind: AmountRecorded.Kind, period: Period, value: Value, printed: Printed) {
        self.kind = kind
        self.period = period
        self.value = value
        self.printed = printed
    }
}

/// A programme that a table says has ended, without one that goes on.
package struct EndReading: Sendable, Hashable {
    package let kind: Ended.Kind
    package let effective: Period

    package init(kind: Ended.Kind, effective: Period) {
        self.kind = kind
        self.effective = effective
    }
}

/// What one row says about a programme. Every row of a table that names one has it, however often it is printed.
package struct ProgrammeReading: Sendable, Hashable {
    package let name: Printed
    package let code: Printed?
    /// Division as printed.
    package let unit: Printed?
    package let tags: [String]
    package let mark: ProgrammeListed.Mark
    package let inScope: Bool?
    private let ownGrade: Shared<GradeReading>?
    package let texts: [TextReading]
    package let amounts: [AmountReading]
    package let ended: EndReading?

    package var grade: GradeReading? { ownGrade?.content }

    package init(
        name: Printed, code: Printed? = nil, unit: Printed? = nil, tags: [String] = [], mark: ProgrammeListed.Mark = .listed,
        inScope: Bool? = nil, grade: GradeReading? = nil, texts: [TextReading] = [], amounts: [AmountReading] = [], ended: EndReading? = nil
    ) {
        self.name = name
        self.code = code
        self.unit = unit
        self.tags = tags
        self.mark = mark
        self.inScope = inScope
        ownGrade = grade.map(Shared.init)
        self.texts = texts
        self.amounts = amounts
        self.ended = ended
    }
}

/// What one row says about an indicator.
package struct IndicatorReading: Sendable, Hashable {
    package let name: Judged<String>
    /// The cell that the name was read from.
    package let printed: Printed
    package let code: Printed?
    /// The whole printed cell of which this row is one measure; rows of one programme with the same text belong together.
    package let whole: Printed?
    package let measures: [MeasureReading]
    package let values: [ValueReading]
    private let ownGrade: Shared<GradeReading>?
    package let notes: [Printed]

    package var grade: GradeReading? { ownGrade?.content }

    package init(
        name: Judged<String>, printed: Printed, code: Printed? = nil, whole: Printed? = nil, measures: [MeasureReading],
        values: [ValueReading], grade: GradeReading? = nil, notes: [Printed] = []
    ) {
        self.name = name
        self.printed = printed
        self.code = code
        self.whole = whole
        self.measures = measures
        // Without the room to grow that a list comes with.
        self.values = values.map { $0 }
        ownGrade = grade.map(Shared.init)
        self.notes = notes
    }
}

/// What one row of another kind of table says.
package indirect enum RecordReading: Sendable, Hashable {
    case opinion(number: Printed, text: Printed)
    /// `answers`: printed numbers of opinions of the same programme. `refersTo`: another response, as printed.
    case response(answers: [String], number: Printed, text: Printed, refersTo: Printed?)
    /// `heading` is what it is about; `path` its printed numbers from the outermost in.
    case point(path: [String], heading: Printed?, text: Printed, note: Printed?)
    case lineage(from: Printed, to: Printed, kind: Restructured.Kind, renamed: Bool, effective: Period)
    case seat(body: Printed, category: String, post: Printed, isChair: Bool, constituted: When?)
    case meetings(body: Printed, period: Period, count: UInt32)
}

/// What stands apart from the value that it is part of, so that many values without it, or copies with it, take little memory.
private final class Shared<Content: Sendable & Hashable>: Sendable, Hashable {
    let content: Content

    init(_ content: Content) { self.content = content }

    static func == (a: Shared, b: Shared) -> Bool { a.content == b.content }
    func hash(into hasher: inout Hasher) { hasher.combine(content) }
}

/// One row of the table area, understood as far as it could be.
package struct RowReading: Sendable, Hashable {
    package let row: Int
    /// Outermost first.
    package private(set) var sections: [SectionReading]
    private let ofProgramme: Shared<ProgrammeReading>?
    private var ofIndicator: Shared<IndicatorReading>?
    package let record: RecordReading?
    package private(set) var unread: [Unread]

    package var programme: ProgrammeReading? { ofProgramme?.content }
    package var indicator: IndicatorReading? { ofIndicator?.content }

    package init(
        row: Int, sections: [SectionReading] = [], programme: ProgrammeReading? = nil, indicator: IndicatorReading? = nil,
        record: RecordReading? = nil, unread: [Unread] = []
    ) {
        self.row = row
        self.sections = sections
        ofProgramme = programme.map(Shared.init)
        ofIndicator = indicator.map(Shared.init)
        self.record = record
        self.unread = unread
    }

    /// Rows under one another are mostly of the same sections, which then are kept once.
    mutating func shareSections(with above: RowReading) {
        if sections.count == above.sections.count, zip(sections, above.sections).allSatisfy({ $0.saysTheSame(as: $1) }) { sections = above.sections }
    }

    /// Keeps what it says of its programme and what it records, and forgets the rest.
    package mutating func forgetIndicator() { (sections, ofIndicator, unread) = ([], nil, []) }
}

/// A row that the mapping leaves out, and which of its rules did.
package struct LeftOutRow: Sendable, Hashable {
    package let row: Int
    /// First text of the row, so that a person recognises it.
    package let text: String
    package let rule: String

    package init(row: Int, text: String, rule: String) {
        self.row = row
        self.text = text
        self.rule = rule
    }
}

/// A whole table as read with one mapping. Same file, same mapping: same reading.
package struct TableReading: Sendable {
    package let kind: TableKind
    package let mapping: String
    package let sheet: String
    /// The year that the table reports.
    package let period: Period
    package private(set) var rows: [RowReading]
    package let leftOut: [LeftOutRow]
    /// Columns of the file that the mapping does not name: heading, place.
    package let unusedColumns: [Printed]
    /// Checks that the table itself fails: a subtotal that does not add up.
    package let totals: [TotalDifference]

    package init(
        kind: TableKind, mapping: String, sheet: String, period: Period, rows: [RowReading], leftOut: [LeftOutRow] = [],
        unusedColumns: [Printed] = [], totals: [TotalDifference] = []
    ) {
        self.kind = kind
        self.mapping = mapping
        self.sheet = sheet
        self.period = period
        self.rows = rows
        self.leftOut = leftOut
        self.unusedColumns = unusedColumns
        self.totals = totals
    }

    /// Gives the rows to whoever needs them next, and keeps none.
    package mutating func takeRows() -> [RowReading] {
        defer { rows = [] }
        return rows
    }
}

package struct TotalDifference: Sendable, Hashable {
    package let printed: Printed
    package let computed: String

    package init(printed: Printed, computed: String) {
        self.printed = printed
        self.computed = computed
    }
}

package enum TableKind: String, Sendable, CaseIterable {
    case indicators, programmes, opinions, responses, lineage, amounts, points, texts, bodies, meetings
}
