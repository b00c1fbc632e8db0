/// CSV and TSV as RFC 4180 has them, with LF and CR as line ends too.
///
/// A quote means something only as the first byte of a field. Elsewhere it is printed text, unless text follows a closing quote: then the
/// record cannot be told, and the file is refused.
struct Delimited {
    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    private let bytes: [UInt8]
    private let delimiter: UInt8
    private var index: Int
    private var line = 1
    private var rows: [SheetRow] = []
    private var cells: [SheetCell] = []
    private var cellCount = 0
    private var notices: [SheetNotice] = []
    /// Bare fields of the record so far that hold an odd number of quotes.
    private var oddQuotes = 0
    private var recordLine = 1
    private var isEnded = false

    static func parse(_ text: DecodedText, _ format: Workbook.Format) throws(SheetFault) -> (sheet: Sheet, notices: [SheetNotice]) {
        var parser = Delimited(text, format)
        while !parser.isEnded { try parser.record() }
        return (Sheet(name: "", rows: parser.rows), parser.notices)
    }

    /// For a name that does not tell: tabs in the first line and no comma mean TSV.
    static func likelyFormat(_ text: DecodedText) -> Workbook.Format {
        let first = text.bytes[text.start...].prefix(1 << 16).prefix { $0 != lineFeed && $0 != carriageReturn }
        return first.contains(UInt8(ascii: "\t")) && !first.contains(UInt8(ascii: ",")) ? .tsv : .csv
    }

    private init(_ text: DecodedText, _ format: Workbook.Format) {
        bytes = text.bytes
        index = text.start
        delimiter = format == .tsv ? UInt8(ascii: "\t") : UInt8(ascii: ",")
        isEnded = index == bytes.count
    }

    private mutating func record() throws(SheetFault) {
        guard rows.count < SheetLimit.rows.value else { throw SheetLimit.rows.fault(at: "line \(line)") }
        recordLine = line
        oddQuotes = 0
        let columns = rows.last?.cells.count ?? 0
        cells = []
        cells.reserveCapacity(columns)
        var isOpen = true
        while isOpen {
            guard cells.count < SheetLimit.columns.value else { throw SheetLimit.columns.fault(at: "line \(line)") }
            let text = index < bytes.count && bytes[index] == Self.quote ? try quotedField() : try bareField()
            cells.append(SheetCell(text))
            isOpen = index < bytes.count && bytes[index] == delimiter
            if isOpen { index += 1 }
        }
        endLine()
        // The line end of the last record begins no other.
        isEnded = index == bytes.count
        while cells.last?.kind == .blank { cells.removeLast() }
        cellCount += cells.count
        guard cellCount <= SheetLimit.cells.value else { throw SheetLimit.cells.fault(at: "line \(recordLine)") }
        if oddQuotes > 1 { notices.append(SheetNotice(.ambiguousQuote, sheet: "", place: "line \(recordLine)")) }
        rows.append(SheetRow(number: rows.count + 1, cells: cells))
    }

    private mutating func bareField() throws(SheetFault) -> String {
        let start = index
        var quotes = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == delimiter || byte == Self.lineFeed || byte == Self.carriageReturn { break }
            if byte == Self.quote { quotes += 1 }
            index += 1
            guard index - start <= SheetLimit.cellBytes.value else { throw SheetLimit.cellBytes.fault(at: "line \(line)") }
        }
        if !quotes.isMultiple(of: 2) { oddQuotes += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func quotedField() throws(SheetFault) -> String {
        let openedAt = line
        let opening = index
        index += 1
        var start = index
        var unescaped: [UInt8] = []
        while index < bytes.count {
            guard index - opening <= SheetLimit.cellBytes.value else { throw SheetLimit.cellBytes.fault(at: "line \(openedAt)") }
            switch bytes[index] {
            case Self.quote where index + 1 < bytes.count && bytes[index + 1] == Self.quote:
                unescaped += bytes[start...index]
                index += 2
                start = index
            case Self.quote:
                let tail = bytes[start..<index]
                index += 1
                try mustEndField()
                return unescaped.isEmpty ? String(decoding: tail, as: UTF8.self) : String(decoding: unescaped + tail, as: UTF8.self)
            case Self.lineFeed, Self.carriageReturn:
                endLine()
            default:
                index += 1
            }
        }
        throw SheetFault(.unbalancedQuote, at: "line \(openedAt)")
    }

    private func mustEndField() throws(SheetFault) {
        guard index < bytes.count else { return }
        let next = bytes[index]
        guard next == delimiter || next == Self.lineFeed || next == Self.carriageReturn else { throw SheetFault(.textAfterQuote, at: "line \(line)") }
    }

    /// Steps over CRLF, LF or CR, where one stands.
    private mutating func endLine() {
        guard index < bytes.count, bytes[index] == Self.lineFeed || bytes[index] == Self.carriageReturn else { return }
        if bytes[index] == Self.carriageReturn, index + 1 < bytes.count, bytes[index + 1] == Self.lineFeed { index += 1 }
        index += 1
        line += 1
    }
}
