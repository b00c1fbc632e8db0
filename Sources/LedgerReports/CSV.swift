/// CSV as of RFC 4180: UTF-8, CRLF, one value per cell.
///
/// A cell that a spreadsheet would take for a formula gets a leading apostrophe (and is quoted), except where it is
/// a plain number: `-5` stays `-5`.
package enum CSV {
    package static func line(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

    package static func file(_ header: [String], _ rows: [[String]]) -> String {
        rows.reduce(into: line(header)) { $0 += line($1) }
    }

    /// A text for a cell that people see: line breaks stay, in quotes; what would act on a terminal or turn the text does not.
    package static func shown(_ raw: String) -> String { Visible.lines(raw).joined(separator: "\n") }

    package static func cell(_ raw: String) -> String {
        let text = isFormula(raw) ? "'" + raw : raw
        // Scalars, since CR LF is one Character that equals neither of its halves.
        guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) || text != raw else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    private static func isFormula(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first) else { return false }
        return !isNumber(text)
    }

    private static func isNumber(_ text: String) -> Bool {
        let rest = text.hasPrefix("-") ? text.dropFirst() : text[...]
        return rest.first.map { "0123456789".contains($0) } == true && rest.utf8.allSatisfy { (48...57).contains($0) || $0 == 46 }
    }
}
