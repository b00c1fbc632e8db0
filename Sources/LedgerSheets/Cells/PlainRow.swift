import LedgerModel

extension CellReader {
    /// One column a field: name, unit, baselines, targets and actuals by period, each as printed in a column of its own.
    package func plain(
        name: Printed, unit: Printed?, baselines: [(period: Period, cell: Printed)], targets: [(period: Period, cell: Printed)],
        actuals: [(period: Period, cell: Printed)], isCumulative: Bool?, code: Printed?, notes: [Printed]
    ) -> (IndicatorReading?, [Unread]) {
        let text = CellText(name.text)
        guard !text.trimmed(text.all).isEmpty else { return (nil, [Unread(.name, name, .blank)]) }
        do {
            var row = PlainRow(self, try columnUnit(unit, name), isCumulative)
            row.read(baselines, .baseline)
            row.read(targets, .target)
            row.read(actuals, .actual)
            Shares.check(&row.values, &row.unread)
            let measure = row.measure(nameIsSum: Label.saysSum(name.text))
            let reading = IndicatorReading(
                name: Judged(text.printed(text.all)), printed: name, code: code, measures: [measure], values: row.values, notes: notes)
            return (reading, row.unread)
        } catch {
            return (nil, [Unread(.unit, unit ?? name, error)])
        }
    }

    /// The unit column, else a unit at the end of the name. The column: 千円, 人, ％, 人/年. A dash or a blank is no unit; words of another kind are a unit as
    /// printed.
    private func columnUnit(_ printed: Printed?, _ name: Printed) throws(Doubt) -> ColumnUnit {
        guard let printed else { return settings.unit == nil ? try ColumnUnit(inName: name.text) ?? ColumnUnit(settings) : ColumnUnit(settings) }
        let text = CellText(printed.text)
        var body = text.trimmed(text.all)
        let marks = columnMarks(text, &body)
        var cursor = Cursor(text, body)
        if body.isEmpty || body.count == 1 && cursor.eatOne({ $0.isRangeDash || $0 == "ー" || $0 == "―" }) { return ColumnUnit(settings) }
        let scale = cursor.scaleWord() ?? 0
        if scale != 0, !cursor.isAtEnd, let (name, known) = try? cursor.unit(), known, cursor.isAtEnd {
            return ColumnUnit(unit: name, scale: scale, isColumn: true, marks: marks)
        }
        guard body.count <= 20 else { throw .tooLong }
        return ColumnUnit(unit: text.folded(body), scale: 0, isColumn: true, marks: marks)
    }

    /// 人/年, 件（累計）: how the column counts, taken off the end of it.
    private func columnMarks(_ text: CellText, _ body: inout Range<Int>) -> Quantity.Marks {
        var marks: Quantity.Marks = []
        if let last = body.last, text.scalars[last].isClosing, let open = text.scalars[body].lastIndex(where: \.isOpening), open > body.lowerBound,
            let said = Cursor.marks[text.folded(open + 1..<last)], said.1 == nil {
            marks = said.0
            body = text.trimmed(body.lowerBound..<open)
        }
        for perYear in ["/年度", "/年"] where text.ends(body, with: perYear) {
            body = body.lowerBound..<body.upperBound - perYear.unicodeScalars.count
            marks.insert(.perYear)
            break
        }
        return marks
    }
}

/// The cells of one row of a table with one column a field.
struct PlainRow {
    let reader: CellReader
    let column: ColumnUnit
    let isCumulative: Bool?
    var values: [ValueReading] = []
    var unread: [Unread] = []
    private var marks: Quantity.Marks = []
    private var hasNumber = false
    private var hasWords = false

    init(_ reader: CellReader, _ column: ColumnUnit, _ isCumulative: Bool?) {
        self.reader = reader
        self.column = column
        self.isCumulative = isCumulative
    }

    mutating func read(_ cells: [(period: Period, cell: Printed)], _ kind: FactRecorded.Kind) {
        let field: Unread.Field = kind == .baseline ? .baseline : kind == .target ? .target : .actual
        for (period, cell) in cells {
            do throws(Doubt) {
                let (value, remarks) = try value(cell, period, kind)
                values.append(ValueReading(kind, period: Judged(period), value: value, printed: cell, remark: remarks.joined(separator: " ")))
            } catch {
                unread.append(Unread(field, period: period, cell, error))
            }
        }
    }

    private mutating func value(_ cell: Printed, _ period: Period, _ kind: FactRecorded.Kind) throws(Doubt) -> (Value, [String]) {
        switch try ValueCell(cell.text, reader.settings, period: period) {
        case .absent(let absent): return (Value(absent), absent.remark.isEmpty ? [] : [absent.remark])
        case .words(let words):
            // Words answer words: an actual only where no target is a number.
            guard !hasNumber else { throw .unknownWord }
            guard words.unicodeScalars.count <= 40 else { throw .tooLong }
            hasWords = true
            var value = Value()
            value.word = words
            value.aggregation = .milestone
            if kind == .target { value.form = .stateReached }
            return (value, [])
        case .figures(let found):
            guard let figure = found.figures.first, found.figures.count == 1 else { throw .twoNumbers }
            guard figure.label.isEmpty else { throw .unknownWord }
            guard !hasWords, figure.quantity.number != nil || kind == .target else { throw .unknownWord }
            return (try number(figure, period, kind, found.isPartial), figure.remarks + found.remarks)
        }
    }

    private mutating func number(_ figure: Figure, _ period: Period, _ kind: FactRecorded.Kind, _ isPartial: Bool) throws(Doubt) -> Value {
        guard figure.quantity.change == nil, figure.increment == nil else { throw .relativeChange }
        guard kind == .actual || figure.period == nil && figure.baseline == nil else { throw .unknownParenthesis }
        var value = try reader.value(figure, in: column, period: period, isActual: kind != .target)
        let printed = figure.quantity.marks.union(column.marks)
        if printed.contains(.cumulative), isCumulative == false || printed.contains(.perYear) { throw .signalsConflict }
        if isPartial { value.markPartial() }
        value.aggregation = printed.aggregation
        if value.aggregation == .notStated, isCumulative == true { value.aggregation = .cumulative }
        if kind != .baseline {
            marks.formUnion(printed)
            hasNumber = true
        }
        return value
    }

    /// How the row is counted: what a column or a mark says; a share is a level; the number of a year in that year's column is a yearly one.
    func measure(nameIsSum: Bool) -> MeasureReading {
        var sense = Judged<TargetSense?>(nil, .asked)
        if hasWords {
            sense = Judged(.milestone, .inferred, rule: "words-only")
        } else if isCumulative == true {
            sense = Judged(.cumulative, rule: "column-of-sum")
        } else if marks.contains(.cumulative) {
            sense = Judged(.cumulative)
        } else if nameIsSum {
            // The name says a sum, and a mark of the row may say the opposite.
            if isCumulative == nil, !Units.ratios.contains(column.unit) { sense = Judged(.cumulative, .inferred, rule: "name-says-sum") }
        } else if marks.contains(.perYear) {
            sense = Judged(.annual)
        } else if Units.ratios.contains(column.unit) {
            sense = Judged(.level, .inferred, rule: "share-is-level")
        } else if isCumulative == false {
            sense = Judged(.annual, .inferred, rule: "column-of-year")
        }
        return MeasureReading(unit: column.unit, scale: column.scale, sense: sense)
    }
}
