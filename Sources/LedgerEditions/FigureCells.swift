import LedgerModel

/// The cells of one line, and back. What is read is written again as the same bytes.
enum FigureCells {
    static let columns = [
        "subject", "kind", "measure", "part", "plan", "period", "number", "scale", "unit", "aggregation", "bound", "form", "absence",
        "status", "word", "expected", "change", "reason", "entry",
    ]
    /// Those that say what the value is; the others say which figure it is, and how it came.
    static let content = 6..<16
    static let carriedOver = "carried-over"

    static func of(_ figure: Figure) -> [String] {
        [figure.subject.label, figure.kind.rawValue, figure.measure, figure.part, figure.plan, figure.period] + of(figure.content)
            + [figure.change.rawValue, Codes.reason.unlessZero(figure.reason), "\(figure.entry)"]
    }

    private static func of(_ content: Figure.Content?) -> [String] {
        switch content {
        case nil: Array(repeating: "", count: Self.content.count)
        case .grade(let grade)?: ["", "", "", "", "", "", "", "", grade, ""]
        case .noGrade(let why)?: ["", "", "", "", "", "", Codes.noGrade.of(why), "", "", ""]
        case .value(let v)?:
            [
                v.number, v.number.isEmpty ? "" : "\(v.scale)", v.unit, Codes.aggregation.unlessZero(v.aggregation), Codes.bound.unlessZero(v.bound),
                Codes.form.unlessZero(v.form), Codes.absence.unlessZero(v.partial ? .pending : v.absence),
                Codes.status.of(v.status), v.word, v.expected,
            ]
        }
    }

    /// - Precondition: as many cells as there are columns.
    static func read(_ cells: [String]) throws(FigureFault) -> Figure {
        precondition(cells.count == columns.count, "a line has one cell for each column")
        func field<T>(_ column: Int, _ value: T?) throws(FigureFault) -> T {
            if let value { value } else { throw .cell(column: columns[column]) }
        }
        let kind = try field(1, Figure.Kind(rawValue: cells[1]))
        let content = try content(Array(cells[content]), kind)
        let change = try field(16, Figure.Change(rawValue: cells[16]))
        guard content != nil || change == .withdrawn else { throw .cell(column: "change") }
        if let wrong = [2, 4, 5].first(where: { !isPlausible(cells[$0], $0, kind) }) { throw .cell(column: columns[wrong]) }
        return Figure(
            subject: try field(0, Subject(label: cells[0])), kind: kind, measure: cells[2], part: cells[3], plan: cells[4], period: cells[5],
            content: content, change: change, reason: cells[17].isEmpty ? .noReason : try field(17, Codes.reason.read(cells[17])),
            entry: try field(18, UInt64(cells[18]).flatMap { (1..<1 << 63).contains($0) ? $0 : nil }))
    }

    /// Identifiers and periods, and the words that stand in the place of a measure.
    private static func isPlausible(_ cell: String, _ column: Int, _ kind: Figure.Kind) -> Bool {
        switch (columns[column], kind) {
        case ("measure", .grade): Codes.origin.read(cell) != nil
        case ("measure", .amount): Codes.amountKind.read(cell) != nil
        case ("measure", _): Subject.isIdentifier(cell)
        case ("plan", _): cell.isEmpty || Subject.isIdentifier(cell)
        default: kind == .baseline && cell.isEmpty || Period(cell) != nil
        }
    }

    private static func content(_ cells: [String], _ kind: Figure.Kind) throws(FigureFault) -> Figure.Content? {
        if cells.allSatisfy(\.isEmpty) { return nil }
        if kind == .grade {
            if !cells[8].isEmpty { return .grade(cells[8]) }
            guard let why = Codes.noGrade.read(cells[6]) else { throw .cell(column: "absence") }
            return .noGrade(why)
        }
        func code<E>(_ column: Int, _ names: CodeNames<E>, _ zero: E) throws(FigureFault) -> E {
            if cells[column].isEmpty { return zero }
            guard let code = names.read(cells[column]) else { throw .cell(column: columns[content.lowerBound + column]) }
            return code
        }
        guard let status = Codes.status.read(cells[7]) else { throw .cell(column: "status") }
        var value = Value()
        if !cells[0].isEmpty {
            guard ExactDecimal(cells[0]) != nil else { throw .cell(column: "number") }
            guard let scale = Int32(cells[1]), Limits.scale.contains(scale) else { throw .cell(column: "scale") }
            (value.number, value.scale) = (cells[0], scale)
        }
        (value.unit, value.word, value.expected, value.status) = (cells[2], cells[8], cells[9], status)
        value.aggregation = try code(3, Codes.aggregation, .notStated)
        value.bound = try code(4, Codes.bound, .equal)
        value.form = try code(5, Codes.form, .level)
        value.absence = try code(6, Codes.absence, .present)
        if !value.number.isEmpty, value.absence == .pending { (value.absence, value.partial) = (.present, true) }
        return .value(value)
    }
}
