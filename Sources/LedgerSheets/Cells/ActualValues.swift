import LedgerModel

/// Actuals of a composite row.
enum ActualValues {
    static func read(_ row: inout CompositeRow) {
        var hadNumber = Array(repeating: false, count: row.measures.count)
        for index in row.actuals.indices {
            do {
                try actual(&row, index, &hadNumber)
            } catch {
                row.unread.append(Unread(.actual, period: row.actuals[index].period, row.actuals[index].cell, error))
            }
        }
    }

    private static func actual(_ row: inout CompositeRow, _ index: Int, _ hadNumber: inout [Bool]) throws(Doubt) {
        let actual = row.actuals[index]
        switch try actual.read.get() {
        case .absent(let absent):
            for measure in row.measures.indices {
                let value = Value(placed(absent, row, measure, index))
                row.put(.actual, measure, Judged(actual.period), value, actual.cell, absent.remark.isEmpty ? [] : [absent.remark])
            }
        case .words(let words):
            guard row.measures.count == 1, row.takesWords else { throw .unknownWord }
            guard words.unicodeScalars.count <= 40 else { throw .tooLong }
            var value = Value()
            value.word = words
            value.aggregation = .milestone
            row.put(.actual, 0, Judged(actual.period), value, actual.cell, [])
        case .figures(let found):
            for (measure, figure) in try matched(found, row) {
                var value = try number(figure, row, measure, actual.period)
                if found.isPartial { value.markPartial() }
                if value.aggregation == .notStated, row.nameIsSum, row.measures[measure].sense == .cumulative { value.aggregation = .cumulative }
                if value.aggregation == .notStated { value.aggregation = row.measures[measure].aggregation(isFirst: !hadNumber[measure]) }
                hadNumber[measure] = true
                row.put(.actual, measure, Judged(actual.period), value, actual.cell, figure.remarks + found.remarks)
            }
        }
    }

    /// Which figure belongs to which measure: one to one, by label, else by unit.
    private static func matched(_ found: Figures, _ row: CompositeRow) throws(Doubt) -> [(Int, Figure)] {
        var figures = found.figures
        guard figures.count == row.measures.count else { throw .twoNumbers }
        if case .milestone = row.cell.shape { throw .unknownWord }
        if let first = figures.first, first.label.isEmpty, first.quantity.marks.contains(.cumulative) {
            // 累計10件・46人: said once, for all that follow without a label.
            for index in figures.indices where figures[index].label.isEmpty { figures[index].quantity.marks.insert(.cumulative) }
        }
        if figures.count == 1 {
            let label = figures[0].label
            guard label.isEmpty || Label.fits(label, row.measures[0].label.isEmpty ? row.cell.targets.first?.label ?? "" : row.measures[0].label,
                head: row.cell.head)
                || Label.fits(label, "", head: row.name.value) else { throw .labelDiffers }
            return [(0, figures[0])]
        }
        var pairs: [(Int, Figure)] = []
        for figure in figures {
            let fitting = row.measures.indices.filter { index in
                let measure = row.measures[index]
                if figure.label.isEmpty { return !figure.quantity.unit.isEmpty && figure.quantity.unit == measure.unit }
                return Label.fits(figure.label, measure.label, head: "")
            }
            guard let only = fitting.first, fitting.count == 1, !pairs.contains(where: { $0.0 == only }) else { throw .labelDiffers }
            pairs.append((only, figure))
        }
        return pairs
    }

    /// A number, or under a target of so many more a year the increment with the total beside it.
    private static func number(_ figure: Figure, _ row: CompositeRow, _ measure: Int, _ period: Period) throws(Doubt) -> Value {
        let own = row.measures[measure]
        let isIncrement = own.target?.quantity.change == .up && own.target?.quantity.marks.contains(.perYear) ?? false
        if own.target?.quantity.change != nil, !isIncrement { throw .twoReadings }
        if own.target?.quantity.number != nil, own.unit.isEmpty, !figure.quantity.unit.isEmpty { throw .unitMissing }
        guard own.target?.quantity.number != nil || own.target?.quantity.bound != .equal else { throw .unknownWord }
        let column = !row.column.unit.isEmpty && own.target?.quantity.unit.isEmpty ?? true
            ? row.column : ColumnUnit(unit: own.unit, scale: (own.target?.quantity.number ?? own.baseline?.quantity.number)?.scale ?? 0, isColumn: false)
        guard figure.quantity.number != nil else { throw .bound }
        var shown = figure
        shown.increment = nil
        var value = try row.reader.value(shown, in: column, accepted: row.accepted, period: period)
        value.aggregation = figure.quantity.marks.aggregation
        if let change = figure.increment {
            guard figure.quantity.change == nil, let more = change.number, change.unit == figure.quantity.unit || change.unit.isEmpty,
                change.bound == .equal, change.marks.isEmpty,
                figure.parts == nil, figure.number == nil
            else { throw .unknownParenthesis }
            var companion = Companion()
            companion.unit = value.unit
            if isIncrement {
                guard change.change == .up else { throw .twoReadings }
                companion.meaning = .cumulativeTotal
                companion.number = value.number
                companion.scale = value.scale
                value.number = more.digits
                value.scale = more.scale
                value.aggregation = .singleYear
            } else {
                companion.meaning = .changeFromPrevious
                companion.number = (change.change == .down && !more.digits.hasPrefix("-") ? "-" : "") + more.digits
                companion.scale = more.scale
            }
            value.companion = companion
        } else if isIncrement {
            guard figure.quantity.change == .up else { throw .twoReadings }
            value.aggregation = .singleYear
        } else if figure.quantity.change != nil {
            throw .relativeChange
        }
        return value
    }

    /// A mark alone is `not started` where the row says so: every period of the KPI cell begins later, or a later cell gives that reason.
    private static func placed(_ absent: ValueCell.Absent, _ row: CompositeRow, _ measure: Int, _ index: Int) -> ValueCell.Absent {
        var found = absent
        let target = row.measures[measure].target?.period ?? row.cell.period
        if !absent.isMark {
            // A bare year takes its basis from the target that begins with it.
            if case .year(.unstated, let year)? = absent.expected, let begin = target?.beginning, case .year(_, year) = begin { found.expected = begin }
            return found
        }
        guard let own = row.actuals[index].period.years?.upperBound, absent.absence == .nonePrinted || absent.absence == .unknown else { return absent }
        let starts = [row.measures[measure].baseline?.period?.years?.lowerBound, target?.years?.lowerBound].compactMap { $0 }
        if let begin = target?.beginning, let first = starts.min(), first > own {
            let baseline = row.measures[measure].baseline?.period
            found.absence = .notStarted
            found.status = .o
            if let baseline, case .one(let atom) = baseline.shape, baseline.years?.lowerBound == first { found.expected = atom } else { found.expected = begin }
            return found
        }
        let later = row.actuals[(index + 1)...].contains { other in
            if case .success(.absent(let said)) = other.read { !said.isMark && said.absence == .notStarted } else { false }
        }
        if later {
            found.absence = .notStarted
            found.status = .o
        }
        return found
    }
}

extension CompositeRow {
    /// Whether the target is one that words can answer.
    var takesWords: Bool {
        if case .milestone = cell.shape { return true }
        return measures[0].target?.quantity.number == nil
    }
}

extension CompositeRow.Measure {
    /// How an actual is counted that does not say: the first number of a sum is its first sum; a later one is not said to be one.
    func aggregation(isFirst: Bool) -> Aggregation {
        if let marks = target?.quantity.marks, !marks.isDisjoint(with: [.repetition, .average]) { return .notStated }
        return sense == .cumulative ? (isFirst ? .cumulative : .notStated) : sense?.aggregation ?? .notStated
    }
}

extension Period {
    /// Where a range or an open period begins.
    var beginning: Atom? {
        switch shape {
        case .range(let a, _), .from(let a): a
        case .one, .by: nil
        }
    }
}
