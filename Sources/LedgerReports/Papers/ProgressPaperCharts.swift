import LedgerModel
import LedgerProjections

/// One measure's picture, drawn where it is first listed.
struct ChartKey: Hashable {
    let indicator: Subject
    let slot: Slot
}

extension ProgressPaper {
    /// A bullet graph for each measure with a target in numbers, and their series as small multiples.
    func charts(_ entries: [(plan: String, entry: KPITable.Entry)], drawn: inout Set<ChartKey>) -> [PaperBlock] {
        guard context.draws else { return [] }
        var bullets: [PaperBlock] = []
        var multiples: [SeriesChart] = []
        for (plan, entry) in entries {
            for line in entry.rows where drawn.insert(ChartKey(indicator: entry.indicator, slot: line.slot)).inserted {
                guard let picture = picture(entry, line, plan: planPeriods[plan]) else { continue }
                bullets.append(.chart(.bullet(picture.bullet)))
                multiples.append(picture.series)
            }
        }
        return bullets + (multiples.isEmpty ? [] : [.chart(.multiples(multiples))])
    }

    private func picture(_ entry: KPITable.Entry, _ line: IndicatorCard.Line, plan: Period?) -> LinePicture? {
        let goal = period.flatMap { line.goal(for: $0, context.source.settings) } ?? line.goal
        guard goal?.value.amount != nil else { return nil }
        let label = [entry.name ?? entry.indicator.id, context.measureLabel(line.measure, line.slot)].filter { !$0.isEmpty }
        return LinePicture(
            context, title: Visible.text(label.joined(separator: " ")), line, goal: goal, actual: period.flatMap { line.actual(in: $0) } ?? line.latest,
            plan: plan)
    }
}
