import LedgerModel

/// A KPI cell and the actual cells beside it, put together.
struct CompositeRow {
    struct Actual {
        let period: Period
        let cell: Printed
        let read: Result<ValueCell, Doubt>
    }
    struct Measure {
        var label = ""
        var target: Figure?
        var baseline: Figure?
        var sense: TargetSense?
        var unit = ""
    }

    let reader: CellReader
    let kpi: Printed
    let whole: Printed?
    let cell: KPICell
    let actuals: [Actual]
    /// For numbers that print no unit: from the settings, else from a parenthesis at the end of the name.
    let column: ColumnUnit
    var name: Judged<String>
    var nameDoubt: Doubt?
    var measures: [Measure] = []
    var readings: [MeasureReading] = []
    var values: [ValueReading] = []
    var unread: [Unread] = []
    /// Unit words outside the list that the row prints more than once.
    var accepted: Set<String> = []

    init(
        _ reader: CellReader, _ kpi: Printed, _ whole: Printed?, _ cell: KPICell, _ actuals: [(period: Period, cell: Printed)]
    ) throws(Doubt) {
        self.reader = reader
        self.kpi = kpi
        self.whole = whole
        self.cell = cell
        self.actuals = actuals.map { actual in
            let settings = reader.settings
            let read = Result { () throws(Doubt) -> ValueCell in try ValueCell(actual.cell.text, settings, period: actual.period) }
            return Actual(period: actual.period, cell: actual.cell, read: read)
        }
        column = reader.settings.unit == nil ? try ColumnUnit(inName: cell.head) ?? ColumnUnit(reader.settings) : ColumnUnit(reader.settings)
        name = Judged(cell.head, cell.headCertainty, rule: cell.headRule)
        nameDoubt = cell.headDoubt
    }

    mutating func read() throws(Doubt) -> (IndicatorReading?, [Unread]) {
        accepted = repeatedUnits()
        try pair()
        try confirmShape()
        readSenses()
        for index in measures.indices {
            baselineValue(index)
            targetValue(index)
        }
        ActualValues.read(&self)
        Shares.check(&values, &unread)
        if let nameDoubt { unread.insert(Unread(.name, kpi, nameDoubt), at: 0) }
        guard !name.value.isEmpty else { throw .noName }
        let judged = nameDoubt == nil ? name : Judged(name.value, .asked)
        let reading = IndicatorReading(name: judged, printed: kpi, whole: whole, measures: readings, values: values)
        return (reading, unread)
    }

    var figuresOfActuals: [Figure] {
        actuals.flatMap { actual in if case .success(.figures(let found)) = actual.read { found.figures } else { [Figure]() } }
    }

    private func repeatedUnits() -> Set<String> {
        var counts: [String: Int] = [:]
        for figure in cell.baselines + cell.targets + figuresOfActuals where !figure.quantity.unitIsKnown { counts[figure.quantity.unit, default: 0] += 1 }
        return Set(counts.filter { $0.value > 1 }.keys)
    }

    /// Which baseline belongs to which target, what tells the measures apart, and the name.
    private mutating func pair() throws(Doubt) {
        if cell.targets.isEmpty {
            guard case .milestone = cell.shape else { throw .noTarget }
            measures = [Measure()]
            return
        }
        guard cell.baselines.isEmpty || cell.baselines.count == cell.targets.count else { throw .severalIndicators }
        for (index, target) in cell.targets.enumerated() {
            let baseline = cell.baselines.isEmpty ? nil : cell.baselines[index]
            var label = target.label
            if Label.key(label) == Label.key(cell.head) { label = "" }
            if let baseline, Label.key(baseline.label) != Label.key(label) { throw .labelDiffers }
            if let later = (target.period ?? cell.period)?.years, let own = baseline?.period?.years, own.upperBound >= later.upperBound { throw .period }
            // 1,234人⇒現状維持: a bound without a number is one of the baseline's unit.
            let printed = target.quantity.number == nil && column.unit.isEmpty ? baseline?.quantity.unit ?? "" : target.quantity.unit
            measures.append(Measure(label: label, target: target, baseline: baseline, unit: printed.isEmpty ? column.unit : printed))
        }
        if measures.count > 1 { try tellApart() } else { nameOne() }
    }

    var nameIsSum: Bool { Label.saysSum(cell.head) }

    /// 相談件数（H30年度）, 5年間の相談件数: the name says over which time; a target without a period of its own is not that of the heading.
    var nameHoldsSpan: Bool {
        let text = CellText(cell.head)
        if let periods = try? Reasons.periods(text, text.all, .unstated).found, !periods.isEmpty { return true }
        return text.all.contains { index in
            guard text.beginsNumber(index, in: text.all) else { return false }
            var cursor = Cursor(text, index..<text.all.upperBound)
            guard (try? cursor.number()) != nil else { return false }
            return ["年間の", "年間)", "か年", "カ年", "ヵ年", "ヶ年", "ケ年"].contains { cursor.sees($0) }
        }
    }

    private mutating func tellApart() throws(Doubt) {
        if measures.allSatisfy({ $0.label.isEmpty }) {
            guard measures.allSatisfy({ !$0.unit.isEmpty }) else { throw .twoNumbers }
            for index in measures.indices { measures[index].label = measures[index].unit + "数" }
        }
        guard Set(measures.map { Label.key($0.label) }).count == measures.count, measures.allSatisfy({ !$0.label.isEmpty }) else { throw .twoNumbers }
    }

    private mutating func nameOne() {
        let isSplit = whole.map { $0.text != kpi.text } ?? false
        let label = measures[0].label
        if label.isEmpty {
            if isSplit, let whole, let unit = try? unitsApart(whole) { measures[0].label = unit + "数" }
            return
        }
        if let shorter = headInActuals() { name = Judged(shorter, .inferred, rule: "name-as-in-actuals") }
        if isSplit { return }
        name = Judged(name.value + " " + label, .inferred, rule: "name-with-label")
        measures[0].label = ""
    }

    /// The whole cell prints several numbers apart only by their units, and this row's is one of these.
    private func unitsApart(_ whole: Printed) throws(Doubt) -> String? {
        let other = try reader.kpiCell(whole.text)
        let units = other.targets.map(\.quantity.unit)
        guard units.count > 1, other.targets.allSatisfy({ $0.label.isEmpty }), Set(units).count == units.count,
            units.contains(measures[0].unit) else { return nil }
        return measures[0].unit
    }

    /// Every actual prints the head, and without the parenthesis that the KPI cell has within it. A parenthesis that holds a
    /// digit is not left out.
    private func headInActuals() -> String? {
        let labels = figuresOfActuals.map(\.label)
        guard !labels.isEmpty, cell.head.contains("（") || cell.head.contains("(") else { return nil }
        let heads = Set(labels.map { Label.split($0)?.head ?? "" })
        guard let only = heads.first, heads.count == 1, !only.isEmpty, only != cell.head, Label.key(only) == Label.withoutGloss(cell.head) else { return nil }
        let digits = { (text: String) in CellText(text).scalars.filter(\.isDigit) }
        return digits(only) == digits(cell.head) ? only : nil
    }

    /// Where the place of the number is unusual, an actual must be of the same kind.
    private func confirmShape() throws(Doubt) {
        guard cell.shape == .numberFirst || cell.shape == .inParenthesis else { return }
        let unit = measures[0].unit
        let confirmed = figuresOfActuals.contains { figure in
            figure.quantity.unit == unit && (cell.shape == .numberFirst || !figure.label.isEmpty && Label.fits(figure.label, cell.targets[0].label, head: ""))
        }
        guard confirmed, !unit.isEmpty else { throw .twoReadings }
    }

    private mutating func readSenses() {
        for index in measures.indices {
            let measure = measures[index]
            let own = figuresOfActuals.filter { measures.count == 1 || $0.quantity.unit == measure.unit && ($0.label.isEmpty || Label.fits($0.label,
                measure.label, head: cell.head)) }
            var quantity = measure.target?.quantity ?? Quantity()
            if quantity.unit.isEmpty { quantity.marks.formUnion(column.marks) }
            let signs = Senses.Signs(
                quantity: quantity,
                    period: measure.target?.period ?? cell.period ?? reader.settings.defaultTargetPeriod, unit: measure.unit,
                actuals: own.filter { $0.quantity.number != nil }.map(\.quantity.marks), shape: cell.shape, nameIsSum: nameIsSum)
            var sense = Judged<TargetSense?>(nil, .asked)
            do { sense = try Senses.sense(signs) } catch { unread.append(Unread(.sense, kpi, error)) }
            measures[index].sense = sense.value
            readings.append(MeasureReading(label: measure.label, unit: measure.unit,
                scale: measure.target?.quantity.unit.isEmpty ?? true ? column.scale : measure.target?.quantity.number?.scale ?? 0, sense: sense))
        }
    }
}
