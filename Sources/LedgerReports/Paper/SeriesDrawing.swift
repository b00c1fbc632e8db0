/// Values over time: filled points joined by a line, provisional ones hollow; absences are crosses on the axis and break
/// the line; the expected path is dashed; the targets are bold level ticks, the original one dashed.
struct SeriesDrawing {
    private typealias Point = SeriesChart.Point

    private let chart: SeriesChart
    private let language: Language
    private static let (top, bottom, right) = (10.0, 118.0, 248.0)

    init(_ chart: SeriesChart, _ language: Language) {
        self.chart = chart
        self.language = language
    }

    func drawing() -> Drawing {
        var drawing = Drawing(width: 260, height: 144)
        let amounts = everything.compactMap { ChartScale.drawable($0.y) }
        let vertical = ChartScale(
            amounts, pixels: (Self.bottom - 8, Self.top + 6), includesZero: Self.includesZero(amounts), unit: chart.unit, language: language)
        let gutter = min(90, vertical.ticks.reduce(20) { max($0, ChartText.width($1.text, size: 11)) } + 8)
        let places = Places(everything.compactMap { ChartScale.drawable($0.x) }, from: gutter + 14, to: Self.right - 14)
        frame(vertical, gutter, &drawing)
        labels(places, &drawing)
        path(vertical, places, &drawing)
        values(vertical, places, &drawing)
        target(chart.originalTarget, PaperWords.originalTarget, isDashed: true, vertical, places, &drawing)
        target(chart.target, PaperWords.target, isDashed: false, vertical, places, &drawing)
        if vertical.range.lowerBound > 0 || vertical.range.upperBound < 0 { drawing.note = PaperWords.axisNotFromZero(language) }
        return drawing
    }

    private var everything: [Point] { chart.points + chart.path + [chart.target, chart.originalTarget].compactMap { $0 } }

    /// Zero is on the axis wherever it does not squeeze different values into less than half of the picture.
    private static func includesZero(_ values: [Double]) -> Bool {
        guard let low = values.min(), let high = values.max() else { return true }
        return low == high || low <= 0 && high >= 0 || min(abs(low), abs(high)) <= max(abs(low), abs(high)) / 2
    }

    /// The time axis. One moment alone stands in the middle.
    private struct Places {
        private let (first, last, from, to): (Double, Double, Double, Double)

        init(_ values: [Double], from: Double, to: Double) {
            (first, last, self.from, self.to) = (values.min() ?? 0, values.max() ?? 0, from, to)
        }

        func callAsFunction(_ point: SeriesChart.Point) -> Double? {
            ChartScale.drawable(point.x).map { last > first ? from + ($0 - first) / (last - first) * (to - from) : (from + to) / 2 }
        }
    }

    private func frame(_ scale: ChartScale, _ gutter: Double, _ drawing: inout Drawing) {
        for tick in scale.ticks {
            let y = scale.place(tick.value)
            let isZero = tick.value == 0
            drawing.shapes.append(Mark.line(gutter, y, Self.right, y, width: isZero ? 1.5 : 0.5, type: isZero ? "zero" : "grid"))
            let text = ChartText.clipped(tick.text, to: gutter - 6, size: 11)
            drawing.shapes.append(Mark.text(text, x: gutter - 5, y: y + 4, anchor: .end, full: tick.text))
        }
        drawing.shapes.append(Mark.line(gutter, Self.bottom, Self.right, Self.bottom))
    }

    /// The first and the last label first, then as many of the others as stand apart.
    private func labels(_ places: Places, _ drawing: inout Drawing) {
        var moments: [(x: Double, label: String)] = []
        for point in chart.points + [chart.target, chart.originalTarget].compactMap({ $0 }) {
            guard let x = places(point), !point.label.isEmpty, !moments.contains(where: { abs($0.x - x) < 1 }) else { continue }
            moments.append((x, point.label))
        }
        moments.sort { $0.x < $1.x }
        var taken: [ClosedRange<Double>] = []
        let order = [moments.first].compactMap { $0 } + moments.dropFirst().suffix(1) + moments.dropFirst().dropLast()
        for moment in order {
            drawing.shapes.append(Mark.line(moment.x, Self.bottom, moment.x, Self.bottom + 4))
            let text = ChartText.clipped(moment.label, to: 96, size: 11)
            let half = ChartText.width(text, size: 11) / 2
            let middle = min(max(moment.x, half + 1), drawing.width - half - 1)
            let span = (middle - half - 3)...(middle + half + 3)
            guard !taken.contains(where: { $0.overlaps(span) }) else { continue }
            taken.append(span)
            drawing.shapes.append(Mark.text(text, x: middle, y: Self.bottom + 18, anchor: .middle, full: moment.label))
        }
    }

    private func path(_ scale: ChartScale, _ places: Places, _ drawing: inout Drawing) {
        let corners = chart.path.compactMap { point in places(point).flatMap { x in ChartScale.drawable(point.y).map { (x, scale.place($0)) } } }
        guard corners.count > 1 else { return }
        drawing.shapes.append(Mark.polyline(corners, dash: "5 4", type: "path"))
        drawing.key.append(.init(symbol: Mark.line(0, 8, 16, 8, width: 1.6, dash: "5 4", type: "path"), text: PaperWords.path(language)))
    }

    private func values(_ scale: ChartScale, _ places: Places, _ drawing: inout Drawing) {
        var run: [(Double, Double)] = []
        var marks: [String] = []
        func endRun() {
            if run.count > 1 { drawing.shapes.append(Mark.polyline(run, dash: "", type: "series")) }
            run = []
        }
        for point in chart.points.sorted(by: { $0.x < $1.x }) {
            guard let x = places(point) else { continue }
            guard let y = ChartScale.drawable(point.y) else {
                endRun()
                marks.append(Mark.titled(Mark.cross(x, Self.bottom), point.label + " " + absence(point)))
                continue
            }
            run.append((x, scale.place(y)))
            let words = point.label + " " + ChartAmount.text(y, unit: chart.unit, language)
                + (point.isProvisional ? Catalogue(language).bracketed(PaperWords.provisional(language)) : "")
            marks.append(Mark.titled(Mark.dot(x, scale.place(y), isHollow: point.isProvisional), words))
        }
        endRun()
        drawing.shapes += marks
        key(&drawing)
    }

    private func key(_ drawing: inout Drawing) {
        let last = chart.points.last { ChartScale.drawable($0.y) != nil && !$0.isProvisional }
        if let last, let y = last.y {
            let text = "\(PaperWords.actual(language)) \(ChartAmount.text(y, unit: chart.unit, language))" + Catalogue(language).bracketed(last.label)
            drawing.key.append(.init(symbol: Mark.dot(8, 8, isHollow: false), text: text))
        }
        if let hollow = chart.points.last(where: { ChartScale.drawable($0.y) != nil && $0.isProvisional }), let y = hollow.y {
            let text = "\(PaperWords.provisional(language)) \(ChartAmount.text(y, unit: chart.unit, language))" + Catalogue(language).bracketed(hollow.label)
            drawing.key.append(.init(symbol: Mark.dot(8, 8, isHollow: true), text: text))
        }
        let absences = chart.points.filter { ChartScale.drawable($0.y) == nil }
        if !absences.isEmpty {
            let texts = absences.map { "\($0.label) \(absence($0))" }.joined(separator: language == .ja ? "・" : ", ")
            drawing.key.append(.init(symbol: Mark.cross(8, 8), text: texts))
        }
    }

    private func absence(_ point: Point) -> String {
        if point.y != nil { return PaperWords.notDrawn(language) }
        return point.absence.isEmpty ? PaperWords.absent(language) : point.absence
    }

    private func target(_ point: Point?, _ words: Words, isDashed: Bool, _ scale: ChartScale, _ places: Places, _ drawing: inout Drawing) {
        guard let point else { return }
        let type = isDashed ? "original" : "target"
        let symbol = Mark.tick(1, 8, 15, 8, isDashed: isDashed, type: type)
        let period = Catalogue(language).bracketed(point.label)
        guard let x = places(point), let y = ChartScale.drawable(point.y) else {
            drawing.key.append(.init(symbol: symbol, text: words(language) + " " + absence(point) + period))
            return
        }
        let text = words(language) + " " + ChartAmount.text(y, unit: chart.unit, language) + period
        drawing.shapes.append(Mark.titled(Mark.tick(x - 13, scale.place(y), x + 13, scale.place(y), isDashed: isDashed, type: type), text))
        drawing.key.append(.init(symbol: symbol, text: text))
    }
}
