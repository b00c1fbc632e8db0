import LedgerModel
import LedgerProjections

/// One measure as a picture, in the unit and scale of its target; without one, of its latest figure.
package struct LinePicture: Sendable {
    package let bullet: BulletChart
    package let series: SeriesChart

    /// Nil where neither target nor actual is a number.
    /// - Parameters:
    ///   - goal: the target to measure against.
    ///   - actual: the figure to measure.
    ///   - plan: the plan's period.
    package init?<Source: LedgerSource>(
        _ context: PaperContext<Source>, title: String, _ line: IndicatorCard.Line, goal: Stated?, actual: Stated?, plan: Period?
    ) {
        guard let measure = [goal, actual].compactMap({ $0 }).first(where: { $0.value.amount != nil })?.value else { return nil }
        let scene = Scene(catalogue: context.catalogue, month: context.source.settings.fiscalFirstMonth, unit: measure.unit, scale: measure.scale)
        let target = line.targets.first { $0.current.event.number == goal?.event.number }
        let original = target.flatMap { $0.isRevised ? $0.original : nil }
        let progress = Progress.of(actual: actual, target: goal, baseline: line.baseline, measure: line.measure, plan: plan)
        let unit = context.unit(measure)
        bullet = BulletChart(
            title: title, unit: unit, baseline: scene.y(line.baseline), actual: scene.y(actual), isProvisional: actual.map(scene.isProvisional) ?? false,
            absence: scene.y(actual) == nil ? actual.map { context.catalogue.value($0.value) } ?? context.words("実績なし", "no actual") : "",
            target: scene.y(goal), originalTarget: scene.y(original), planned: LinePicture.planned(progress, goal, line.baseline)?.drawn(scale: measure.scale))
        series = SeriesChart(
            title: title, unit: unit, points: line.actuals.compactMap(scene.point), path: scene.path(progress, line, goal, plan),
            target: goal.flatMap(scene.point), originalTarget: original.flatMap(scene.point))
    }

    /// Where the even path stands.
    private static func planned(_ progress: Progress, _ goal: Stated?, _ baseline: Stated?) -> Ratio? {
        guard case .figure(let figure) = progress, let planned = figure.planned, let whole = goal?.value.amount else { return nil }
        switch figure.formula {
        case .shareOfTarget: return whole * planned
        case .fromBaseline: return baseline?.value.amount.map { $0 + (whole - $0) * planned }
        }
    }
}

/// The axes of one picture.
private struct Scene {
    let catalogue: Catalogue
    let month: Int
    let unit: String
    let scale: Int32

    /// Nil for what is no number of the picture's unit: it is marked, never drawn as 0.
    func y(_ stated: Stated?) -> Double? {
        guard let value = stated?.value, value.unit == unit else { return nil }
        return value.amount?.drawn(scale: scale)
    }

    /// At the end of the period.
    func x(_ period: Period?) -> Double? { period?.lastDay(fiscalFirstMonth: month).map { Double($0.year) + Double($0.month) / 12 } }

    func isProvisional(_ stated: Stated) -> Bool {
        let value = stated.value
        return value.status == .p || value.status == .e || value.status == .f || value.partial
    }

    func point(_ stated: Stated) -> SeriesChart.Point? {
        guard let x = x(stated.period) else { return nil }
        let y = y(stated)
        return SeriesChart.Point(
            label: Visible.text(stated.fact.period), x: x, y: y, isProvisional: isProvisional(stated), absence: y == nil ? catalogue.value(stated.value) : "")
    }

    /// From the baseline, or from nothing at the start of a cumulative target's years, to the target; level where every year has to reach it.
    func path(_ progress: Progress, _ line: IndicatorCard.Line, _ goal: Stated?, _ plan: Period?) -> [SeriesChart.Point] {
        guard case .figure(let figure) = progress, figure.planned != nil, let goal, let end = point(goal) else { return [] }
        func start(_ period: Period?, _ y: Double?) -> SeriesChart.Point? {
            guard let day = period?.firstDay(fiscalFirstMonth: month) else { return nil }
            return SeriesChart.Point(label: "", x: Double(day.year) + Double(day.month - 1) / 12, y: y)
        }
        let isRange = goal.period?.isRange == true
        if goal.value.form == .incrementPerYear { return [] }
        if figure.formula == .shareOfTarget { return start(isRange ? goal.period : plan, 0).map { [$0, end] } ?? [] }
        if isRange, goal.value.aggregation(with: line.measure) == .singleYear { return start(goal.period, end.y).map { [$0, end] } ?? [] }
        return line.baseline.flatMap(point).map { [$0, end] } ?? []
    }
}

extension Ratio {
    /// For a picture only: in units of 10^`scale`.
    package func drawn(scale: Int32) -> Double? {
        guard let unit = ExactDecimal("1")?.amount(scale: scale), let scaled = self / unit else { return nil }
        return Double(scaled.rounded(digits: 6))
    }
}
