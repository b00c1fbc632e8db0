import LedgerModel

/// Baselines and targets of a composite row.
extension CompositeRow {
    mutating func baselineValue(_ index: Int) {
        guard let figure = measures[index].baseline else { return }
        do throws(Doubt) {
            let measure = measures[index]
            guard measure.target?.quantity.number == nil || figure.quantity.unit == measure.target?.quantity.unit else {
                throw figure.quantity.unit.isEmpty || measure.target?.quantity.unit.isEmpty ?? true ? .unitMissing : .unitDiffers
            }
            guard let period = figure.period else { throw .noPeriod }
            guard figure.quantity.bound == .equal || figure.quantity.bound == .about, figure.quantity.change == nil else { throw .bound }
            guard figure.quantity.bound == .equal else { throw .bound }
            var value = try reader.value(figure, in: columnUnit(measure), accepted: accepted, period: period, isActual: false)
            value.aggregation = aggregation(figure, measure)
            put(.baseline, index, Judged(period), value, kpi, figure.remarks)
        } catch {
            unread.append(Unread(.baseline, kpi, error))
        }
    }

    /// A baseline of a sum over years is the number of one year; of a sum up to a year it is not said which.
    private func aggregation(_ figure: Figure, _ measure: Measure) -> Aggregation {
        let printed = figure.quantity.marks.aggregation
        if printed != .notStated { return printed }
        if measure.target?.quantity.change != nil { return .level }
        switch measure.sense {
        case .cumulative?:
            if case .range? = measure.target?.period?.shape, case .one? = figure.period?.shape { return .singleYear }
            return .notStated
        case .annual?: return .singleYear
        case .level?: return .level
        default: return .notStated
        }
    }

    mutating func targetValue(_ index: Int) {
        let measure = measures[index]
        let period: Judged<Period>
        if let printed = measure.target?.period ?? cell.period {
            period = Judged(printed)
        } else if nameHoldsSpan {
            unread.append(Unread(.target, kpi, .noPeriod))
            return
        } else if let heading = reader.settings.defaultTargetPeriod {
            period = Judged(heading, .inferred, rule: "period-of-heading")
        } else {
            unread.append(Unread(.target, kpi, .noPeriod))
            return
        }
        do throws(Doubt) {
            var value = Value()
            if case .milestone(let deed) = cell.shape {
                value.word = deed
                value.form = .stateReached
            } else if let figure = measure.target {
                value = try target(figure, measure)
            }
            if value.aggregation == .notStated { value.aggregation = measure.sense?.aggregation ?? .notStated }
            put(.target, index, period, value, kpi, cell.remarks)
        } catch {
            unread.append(Unread(.target, kpi, error))
        }
    }

    private static let multiples: Set<String> = ["倍", "割", "%", "パーセント", "%ポイント", "ポイント", "pt"]

    private func target(_ figure: Figure, _ measure: Measure) throws(Doubt) -> Value {
        let quantity = figure.quantity
        if quantity.number != nil, quantity.unit.isEmpty, column.unit.isEmpty {
            // No unit at all in the row: an index or a rate without one.
            let others = (measure.baseline.map { [$0] } ?? []) + figuresOfActuals
            guard others.allSatisfy({ $0.quantity.unit.isEmpty }) else { throw .unitMissing }
        }
        // 800件⇒2倍: so many times the baseline, or so many percent of it.
        if let base = measure.baseline?.quantity.unit, !base.isEmpty, base != quantity.unit, CompositeRow.multiples.contains(quantity.unit) { throw .relativeChange }
        var value = try reader.value(figure, in: columnUnit(measure), accepted: accepted, period: nil, isActual: false)
        switch quantity.change {
        case .up?:
            guard quantity.marks.contains(.perYear) else { throw .incrementWithoutYear }
            value.form = .incrementPerYear
        case .down?: throw .relativeChange
        case nil: break
        }
        if quantity.marks.contains(.average) {
            value.aggregation = .average
        } else if quantity.marks.contains(.repetition), measure.sense != .cumulative {
            value.aggregation = .withRepetition
        }
        return value
    }

    private func columnUnit(_ measure: Measure) -> ColumnUnit {
        measure.target?.quantity.unit.isEmpty ?? true ? column : ColumnUnit(unit: measure.unit, scale: 0, isColumn: false)
    }

    mutating func put(_ kind: FactRecorded.Kind, _ measure: Int, _ period: Judged<Period>, _ value: Value, _ printed: Printed, _ remarks: [String]) {
        values.append(ValueReading(kind, measure: measure, period: period, value: value, printed: printed, remark: remarks.joined(separator: " ")))
    }
}
