import LedgerModel

/// What one value cell says by itself.
package struct CellValue: Sendable, Hashable {
    package let value: Value
    /// Words beside the value that are no part of it.
    package let remark: String
}

/// Reads cells as schema/CELLS.md says: what is printed, what is inferred by a rule that is named, and what is left to a person.
package struct CellReader: Sendable {
    let settings: CellSettings

    package init(_ settings: CellSettings) { self.settings = settings }

    var bare: Period.Basis { settings.yearBasis ?? .unstated }

    /// A composite KPI cell (名称：基準値（年度）⇒目標値（年度）) with its actual cells, ascending by period.
    ///
    /// `whole` is the printed cell of which `kpi` is one measure, where the table splits it. Where the KPI cell is not read there is no
    /// reading, and its actuals mean nothing without it.
    package func composite(kpi: Printed, whole: Printed?, actuals: [(period: Period, cell: Printed)]) -> (IndicatorReading?, [Unread]) {
        do throws(Doubt) {
            let cell = try kpiCell(kpi.text)
            var row = try CompositeRow(self, kpi, whole, cell, actuals)
            return try row.read()
        } catch {
            return (nil, [Unread(.target, kpi, error)])
        }
    }

    func kpiCell(_ printed: String) throws(Doubt) -> KPICell {
        guard printed.unicodeScalars.count <= ValueCell.limit else { throw .tooLong }
        return try KPICell(CellText(printed), bare: bare)
    }

    /// One value cell by itself: a number or a typed absence, and the words beside it. Unit and scale come from the cell, else from the
    /// settings. `period` is its column's.
    package func value(_ cell: Printed, period: Period? = nil) -> Result<CellValue, Unread> {
        do throws(Doubt) {
            let column = ColumnUnit(settings)
            switch try ValueCell(cell.text, settings, period: period) {
            case .absent(let absent): return .success(CellValue(value: Value(absent), remark: absent.remark))
            case .words: throw .unknownWord
            case .figures(let found):
                guard let figure = found.figures.first, found.figures.count == 1 else { throw .twoNumbers }
                guard figure.label.isEmpty else { throw .unknownWord }
                guard figure.quantity.number != nil else { throw .bound }
                guard figure.increment == nil, figure.quantity.change == nil else { throw .twoReadings }
                var value = try self.value(figure, in: column, period: period)
                if found.isPartial { value.markPartial() }
                if value.aggregation == .notStated { value.aggregation = figure.quantity.marks.aggregation }
                return .success(CellValue(value: value, remark: (figure.remarks + found.remarks).joined(separator: " ")))
            }
        } catch {
            return .failure(Unread(.number, period: period, cell, error))
        }
    }

    /// One amount cell (金額 千円); its unit and scale from the settings, or from the cell where it prints them.
    package func amount(_ cell: Printed) -> Result<Value, Unread> {
        switch value(cell) {
        case .success(let read):
            let value = read.value
            if value.absence == .present, value.number.isEmpty || value.unit.isEmpty { return .failure(Unread(.number, cell, Doubt.unitMissing)) }
            return .success(value)
        case .failure(let unread): return .failure(unread)
        }
    }
}

/// The unit of a column or of a target, for numbers that print none.
struct ColumnUnit: Sendable {
    var unit = ""
    var scale: Int32 = 0
    /// The unit stands in a heading or a column of its own and holds for each bare number with its scale; a target's only for its unit.
    var isColumn = false
    /// How the column says that its numbers are counted: 人/年, 件（累計）.
    var marks: Quantity.Marks = []

    init(unit: String, scale: Int32, isColumn: Bool, marks: Quantity.Marks = []) {
        self.marks = marks
        self.unit = unit
        self.scale = scale
        self.isColumn = isColumn
    }

    init(_ settings: CellSettings) {
        unit = settings.unit ?? ""
        scale = settings.scale ?? 0
        isColumn = settings.unit != nil || settings.scale != nil
    }
}

extension ColumnUnit {
    /// 就職率（％）, 利用者数（千人/年）, 輸出額（単位：百万円）: the parenthesis at the end of a name is a unit and nothing else.
    /// - Throws: where a parenthesis begins as a unit with a scale, or as 単位, and says more: without it the numbers would be others.
    init?(inName name: String) throws(Doubt) {
        let text = CellText(name)
        guard let open = text.scalars.lastIndex(where: \.isOpening), let close = text.scalars.indices.last, text.scalars[close].isClosing else { return nil }
        var cursor = Cursor(text, open + 1..<close)
        let isSaid = cursor.eat("単位")
        if isSaid { _ = cursor.eatOne(\.isColon) }
        cursor.skipSpaces()
        let scale = cursor.scaleWord() ?? 0
        let isUnit = isSaid || scale != 0 && cursor.seesKnownUnit
        let unit = try? cursor.unit()
        let isPerYear = unit != nil && (cursor.eat("/年度") || cursor.eat("/年"))
        guard let unit, unit.known, cursor.isAtEnd else {
            if isUnit { throw .unknownUnit }
            return nil
        }
        self.init(unit: unit.name, scale: scale, isColumn: true, marks: isPerYear ? .perYear : [])
    }
}

extension CellReader {
    /// The value of a figure, with what its parentheses say; how it is counted is left to the caller.
    ///
    /// `accepted` holds unit words outside the list that the row itself confirms.
    func value(_ figure: Figure, in column: ColumnUnit, accepted: Set<String> = [], period: Period?, isActual: Bool = true) throws(Doubt) -> Value {
        var value = Value()
        try put(figure.quantity, column, accepted, &value)
        value.status = figure.status ?? .a
        if isActual {
            guard figure.quantity.bound == .equal else { throw .bound }
            guard figure.baseline == nil else { throw .unknownParenthesis }
            try check(figure, period)
        } else {
            value.bound = figure.quantity.bound
            guard figure.increment == nil else { throw .unknownParenthesis }
        }
        try put(figure, isActual, into: &value)
        return value
    }

    /// 1.900人, 1.234千円: of what is counted one by one, and of yen, three digits behind a point are rather thousands.
    private func isWhole(_ quantity: Quantity, _ column: ColumnUnit) -> Bool {
        let unit = quantity.unit.isEmpty ? column.unit : quantity.unit
        let scale = (quantity.number?.scale ?? 0) + (quantity.unit.isEmpty ? column.scale : 0)
        return Units.isOneByOne(unit) && scale == 0 || unit == "円" && scale <= 3
    }

    private func put(_ quantity: Quantity, _ column: ColumnUnit, _ accepted: Set<String>, _ value: inout Value) throws(Doubt) {
        guard let number = quantity.number else { return }
        if number.fractionLength == 3, isWhole(quantity, column) { throw .grouping }
        value.number = number.digits
        value.scale = number.scale
        value.unit = quantity.unit
        guard quantity.unitIsKnown || accepted.contains(quantity.unit) || column.isColumn && quantity.unit == column.unit else { throw .unknownUnit }
        if quantity.unit.isEmpty {
            value.unit = column.unit
            if column.isColumn {
                guard number.scale == 0 || column.scale == 0 else { throw .twoReadings }
                value.scale = number.scale + column.scale
            } else if column.scale != 0, number.scale == 0 {
                throw .scaleMissing
            }
        } else if !column.unit.isEmpty, quantity.unit != column.unit {
            guard CountingWords.contains(quantity.unit), CountingWords.contains(column.unit), !column.isColumn else { throw .unitDiffers }
        } else if column.isColumn, column.scale != 0, number.scale == 0 {
            throw .scaleMissing
        }
    }

    /// A period behind an actual must be that of its column; a range may end with it where the number is a sum.
    private func check(_ figure: Figure, _ period: Period?) throws(Doubt) {
        guard let printed = figure.period else { return }
        if let period, case .one = printed.shape, printed.years == nil {
            // 2017.03.31 in the column of FY2016.
            let month = settings.fiscalFirstMonth
            guard let first = period.firstDay(fiscalFirstMonth: month), let last = period.lastDay(fiscalFirstMonth: month),
                let begin = printed.firstDay(fiscalFirstMonth: month), let end = printed.lastDay(fiscalFirstMonth: month), first <= begin, end <= last
            else { throw .otherPeriod }
            return
        }
        guard let period, let years = printed.years, let own = period.years, years.upperBound == own.upperBound else { throw .otherPeriod }
        switch printed.shape {
        case .one(.year(let basis, _)):
            guard case .one(.year(let other, _)) = period.shape, basis == other || basis == .unstated || other == .unstated else { throw .otherPeriod }
        case .range: guard figure.quantity.marks.contains(.cumulative) else { throw .otherPeriod }
        default: throw .otherPeriod
        }
    }

    private func put(_ figure: Figure, _ isActual: Bool, into value: inout Value) throws(Doubt) {
        if let number = figure.number {
            guard isActual, let name = settings.parenthesis, number.change == nil, figure.parts == nil else { throw .loneNumber }
            value.parts = [try part(name, number, .ofWhich, value)]
            try checkInside(value)
        }
        guard let (parts, ofWhich) = figure.parts else { return }
        value.parts = []
        for (name, quantity) in parts { value.parts.append(try part(name, quantity, ofWhich ? .ofWhich : .exhaustive, value)) }
        if ofWhich { return try checkInside(value) }
        guard parts.count > 1 else { throw .partsDoNotAddUp }
        var sum = Ratio(0)
        for part in value.parts { sum = sum + (ExactDecimal(part.number)?.amount() ?? Ratio(0)) }
        guard sum == ExactDecimal(value.number)?.amount() else { throw .partsDoNotAddUp }
    }

    /// A part of a number is not more than it.
    private func checkInside(_ value: Value) throws(Doubt) {
        guard let whole = ExactDecimal(value.number)?.amount() else { throw .partsDoNotAddUp }
        for part in value.parts where ExactDecimal(part.number).map({ $0.amount() > whole }) ?? true { throw .partsDoNotAddUp }
    }

    /// Words that make a number in a parenthesis another number, not a part of the one before it.
    private static let comparisons = ["目標", "前年", "前回", "前期", "昨年", "予定", "見込", "累計", "延べ", "平均", "基準", "現状", "実績", "当初", "計画値", "合計", "全体", "総数", "比"]

    private func part(_ name: String, _ quantity: Quantity, _ relation: Part.Relation, _ value: Value) throws(Doubt) -> Part {
        guard !CellReader.comparisons.contains(where: name.contains) else { throw .unknownParenthesis }
        guard let number = quantity.number, quantity.bound == .equal, quantity.change == nil, quantity.marks.isEmpty else { throw .unknownParenthesis }
        guard quantity.unit.isEmpty || quantity.unit == value.unit || value.unit.isEmpty, number.scale == 0
            || number.scale == value.scale else { throw .unitDiffers }
        var part = Part()
        part.name = name
        part.number = number.digits
        part.relation = relation
        return part
    }
}

extension Quantity.Marks {
    /// How the words of the cell say that it is counted.
    var aggregation: Aggregation {
        if contains(.cumulative) { return .cumulative }
        if contains(.average) { return .average }
        if contains(.repetition) { return .withRepetition }
        return contains(.perYear) ? .singleYear : .notStated
    }
}

extension Value {
    init(_ absent: ValueCell.Absent) {
        self.init()
        absence = absent.absence
        status = absent.status
        if let expected = absent.expected { self.expected = Period(.one(expected)).description }
    }

    /// 一部調査中.
    mutating func markPartial() {
        partial = true
        status = .p
    }
}
