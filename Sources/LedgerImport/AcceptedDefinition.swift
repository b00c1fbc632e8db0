import LedgerModel
import LedgerSheets

/// An accepted line with what its entry needs.
///
/// A class, since very many stand in one list; it holds no row, whose readings would outlive their comparison.
final class AcceptedDefinition {
    let line: Definition
    let subject: Subject
    let printed: Printed
    /// Number of the row that names it first.
    let position: UInt32
    /// As printed for it in that row; empty where nothing is.
    let code: String
    let tags: [String]
    /// Its name as read.
    let readName: String
    let parent: Subject?
    let unit: Subject?
    let section: SectionReading?

    init(
        line: Definition, subject: Subject, printed: Printed, row: RowReading, parent: Subject?, unit: Subject?, section: SectionReading?
    ) {
        (self.line, self.subject, self.printed, self.parent, self.unit, self.section) = (line, subject, printed, parent, unit, section)
        let isIndicator = line.kind == .indicator
        position = UInt32(row.row)
        code = (isIndicator ? row.indicator?.code : row.programme?.code)?.text ?? ""
        tags = isIndicator ? [] : row.programme?.tags ?? []
        readName = isIndicator ? row.indicator?.fullName ?? printed.text : printed.text
    }
}
