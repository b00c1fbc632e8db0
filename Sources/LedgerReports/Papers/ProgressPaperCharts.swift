import LedgerModel
import LedgerProjections

/// One measure's picture, drawn where it is first listed.
struct ChartKey: Hashable {
    let indicator: Subject
    let slot: Slot
}

extension ProgressPaper {
    /// A bullet graph for each measure with numbers, and their series as small multiples.
    func charts(_ entries: [(plan: String, entry: KPITable.Entry)], drawn: inout Set<ChartKey>) -> [PaperBlock] {
        var bullets: [PaperBlock] = []
        var multiples: [SeriesChart] = []
        for (plan, entry) in entries {
            for line in entry.rows where drawn.insert(ChartKey(indicator: entry.indicator, slot: line.slot)).inserted {
                guard let picture = Picture(self, entry, line, plan: planPeriods[plan]) else { continue }
                bullets.append(.chart(.bullet(picture.bullet)))
                multiples.append(picture.series)
            }
        }
        return bullets + (multiples.isEmpty ? [] : [.chart(.multiples(multiples))])
    }
}

/// The figures of one measure as a picture: in the unit and scale of its target.
private struct Picture {
    let bullet: BulletChart
    let series: SeriesChart

    /// Nil without a target in numbers, which leaves nothing to draw against.
    init?<Source: LedgerSource>(_ report: ProgressPaper<Source>, _ entry: KPITable.Entry, _ line: IndicatorCard.Line, plan: Period?) {
        let (context, settings) = (report.context, report.context.source.settings)
        let month = settings.fiscalFirstMonth
        guard let goal = report.period.flatMap({ line.goal(for: $0, settings) }) ?? line.goal, goal.value.amount != nil else { return nil }
        func drawn(_ stated: Stated?) -> Double? {
            guard let value = stated?.value, value.unit == goal.value.unit, let amount = value.amount else { return nil }
            return amount.drawn(scale: goal.value.scale)
        }
        func x(_ period: Period?) -> Double? { period?.lastDay(fiscalFirstMonth: month).map { Double($0.year) + Double($0.month) / 12 } }
        func point(_ stated: Stated) -> SeriesChart.Point? {
            x(stated.period).map { x in
                let y = drawn(stated)
                return SeriesChart.Point(
                    label: Visible.text(stated.fact.period), x: x, y: y, isProvisional: stated.value.isProvisional,
                    absence: y == nil ? context.catalogue.value(stated.value) : "")
            }
        }
        let actual = report.period.flatMap { line.actual(in: $0) } ?? line.latest
        let target = line.targets.first { $0.current.event.number == goal.event.number }
        let original = target.flatMap { $0.isRevised ? $0.original : nil }
        let progress = Progress.of(actual: actual, target: goal, baseline: line.baseline, measure: line.measure, plan: plan)
        let label = [entry.name ?? entry.indicator.id, line.measure?.label ?? line.slot.measure, line.slot.part]
        let title = Visible.text(label.filter { !$0.isEmpty }.joined(separator: " "))
        let unit = context.unit(goal.value)
        bullet = BulletChart(
            title: title, unit: unit, baseline: drawn(line.baseline), actual: drawn(actual), isProvisional: actual?.value.isProvisional ?? false,
            absence: drawn(actual) == nil ? actual.map { context.catalogue.value($0.value) } ?? context.words("実績なし", "no actual") : "",
            target: drawn(goal), originalTarget: drawn(original), planned: progress.plannedAmount(goal, line.baseline)?.drawn(scale: goal.value.scale))
        series = SeriesChart(
            title: title, unit: unit, points: line.actuals.compactMap(point), path: Picture.path(progress, line, goal, plan, month, point),
            target: point(goal), originalTarget: original.flatMap(point))
    }

    /// Straight from the baseline, or from nothing at the start of a cumulative target's years, to the target.
    private static func path(
        _ progress: Progress, _ line: IndicatorCard.Line, _ goal: Stated, _ plan: Period?, _ month: Int, _ point: (Stated) -> SeriesChart.Point?
    ) -> [SeriesChart.Point] {
        guard case .figure(let figure) = progress, figure.planned != nil, let end = point(goal) else { return [] }
        switch figure.formula {
        case .fromBaseline: return line.baseline.flatMap(point).map { [$0, end] } ?? []
        case .shareOfTarget:
            let years = goal.period?.isRange == true ? goal.period : plan
            guard goal.value.form != .incrementPerYear, let first = years?.firstDay(fiscalFirstMonth: month) else { return [] }
            return [SeriesChart.Point(label: "", x: Double(first.year) + Double(first.month - 1) / 12, y: 0), end]
        }
    }
}

extension Progress {
    /// Where the even path stands, as an amount of the target's unit.
    fileprivate func plannedAmount(_ goal: Stated, _ baseline: Stated?) -> Ratio? {
        guard case .figure(let figure) = self, let planned = figure.planned, let whole = goal.value.amount else { return nil }
        switch figure.formula {
        case .shareOfTarget: return whole * planned
        case .fromBaseline: return baseline?.value.amount.map { $0 + (whole - $0) * planned }
        }
    }
}

extension Value {
    fileprivate var isProvisional: Bool { status == .p || status == .e || status == .f || partial }
}

extension Ratio {
    /// For a picture only: in units of 10^`scale`.
    package func drawn(scale: Int32) -> Double? {
        guard let unit = ExactDecimal("1")?.amount(scale: scale), let scaled = self / unit else { return nil }
        return Double(scaled.rounded(digits: 6))
    }
}
