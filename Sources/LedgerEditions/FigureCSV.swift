import LedgerModel

/// One line of the figures as bytes: RFC 4180, quoted only where needed. A cell that a spreadsheet would take for a formula stands behind an
/// apostrophe, and so does one that starts with an apostrophe itself; so the way back is clear.
enum FigureCSV {
    static func line(_ cells: [String]) -> [UInt8] {
        Array(cells.map { [UInt8]($0.utf8) }.map(quoted).joined(separator: [comma])) + lineEnd
    }

    static let lineEnd: [UInt8] = [13, 10]
    private static let comma = UInt8(ascii: ",")
    private static let quote = UInt8(ascii: "\"")
    private static let apostrophe = UInt8(ascii: "'")

    private static let narrowStarts = Array("=+-@'".utf8)
    private static let wideStarts = ["＝", "＋", "－", "＠"].map { Array($0.utf8) }

    private static func quoted(_ cell: [UInt8]) -> [UInt8] {
        let cell = needsApostrophe(cell) ? [apostrophe] + cell : cell
        guard cell.contains(where: { $0 == comma || $0 == quote || $0 < 0x20 }) else { return cell }
        return [quote] + cell.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
    }

    private static func needsApostrophe(_ cell: [UInt8]) -> Bool {
        guard let first = cell.first else { return false }
        let isFormula = first == 0xEF ? wideStarts.contains { cell.starts(with: $0) } : narrowStarts.contains(first)
        return isFormula && ExactDecimal(String(decoding: cell, as: UTF8.self)) == nil
    }

    /// The cells of a line without its end; nil where quotes are not balanced, or text stands beside them.
    static func cells(_ line: ArraySlice<UInt8>) -> [[UInt8]]? {
        var cells: [[UInt8]] = []
        var rest = line
        while true {
            guard let cell = next(&rest) else { return nil }
            cells.append(cell.first == apostrophe ? Array(cell.dropFirst()) : cell)
            guard let byte = rest.popFirst() else { return cells }
            guard byte == comma else { return nil }
        }
    }

    private static func next(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        guard rest.first == quote else {
            let cell = rest.prefix { $0 != comma }
            rest = rest[cell.endIndex...]
            return Array(cell)
        }
        rest.removeFirst()
        var cell: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte != quote { cell.append(byte); continue }
            guard rest.first == quote else { return cell }
            cell.append(byte)
            rest.removeFirst()
        }
        return nil
    }
}
