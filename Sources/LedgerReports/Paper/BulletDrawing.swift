/// A bar for the actual, a tick for the target, a dashed tick for the original target, below a triangle for the baseline, above a diamond for the
/// planned value. The axis always contains 0. What is absent has no bar: a cross stands at 0, with the words.
struct BulletDrawing {
    private let chart: BulletChart
    private let language: Language
    private let pattern: String

    /// - Parameter name: unique in the document; names the pattern.
    init(_ chart: BulletChart, name: String, _ language: Language) {
        self.chart = chart
        self.language = language
        pattern = name + "-hatch"
    }

    func drawing() -> Drawing {
        var drawing = Drawing(width: 260, height: 68)
        let all = [chart.actual, chart.target, chart.originalTarget, chart.baseline, chart.planned]
        let scale = ChartScale(all.compactMap(ChartScale.drawable), pixels: (16, 244), includesZero: true, unit: chart.unit, language: language)
        drawing.shapes.append(Mark.hatch(pattern))
        axis(scale, &drawing)
        actual(scale, &drawing)
        add(chart.target, PaperWords.target, Self.symbol(isDashed: false), &drawing) {
            Mark.tick(scale.place($0), 7, scale.place($0), 37, isDashed: false, type: "target")
        }
        add(chart.originalTarget, PaperWords.originalTarget, Self.symbol(isDashed: true), &drawing) {
            Mark.tick(scale.place($0), 7, scale.place($0), 37, isDashed: true, type: "original")
        }
        add(chart.baseline, PaperWords.baseline, Mark.triangle(8, 4), &drawing) { Mark.triangle(scale.place($0), 34) }
        add(chart.planned, PaperWords.planned, Mark.diamond(8, 8), &drawing) { Mark.diamond(scale.place($0), 8) }
        return drawing
    }

    private func axis(_ scale: ChartScale, _ drawing: inout Drawing) {
        drawing.shapes.append(Mark.line(16, 46, 244, 46))
        var free = 0.0
        for tick in scale.ticks {
            let x = scale.place(tick.value)
            drawing.shapes.append(Mark.line(x, 46, x, 50))
            let half = ChartText.width(tick.text, size: 11) / 2
            let middle = min(max(x, half + 1), drawing.width - half - 1)
            guard middle - half >= free else { continue }
            drawing.shapes.append(Mark.text(tick.text, x: middle, y: 62, anchor: .middle))
            free = middle + half + 6
        }
        if scale.range.lowerBound < 0 { drawing.shapes.append(Mark.line(scale.place(0), 12, scale.place(0), 46, width: 1.5, type: "zero")) }
    }

    private func actual(_ scale: ChartScale, _ drawing: inout Drawing) {
        let zero = scale.place(0)
        guard let value = ChartScale.drawable(chart.actual) else {
            let words = chart.actual != nil ? PaperWords.notDrawn(language) : chart.absence.isEmpty ? PaperWords.absent(language) : chart.absence
            drawing.shapes.append(Mark.titled(Mark.cross(zero, 22), words))
            // On the side of 0 that has more room.
            let (left, right) = (zero - 28, drawing.width - zero - 28)
            let text = ChartText.clipped(words, to: max(left, right), size: 12)
            let isRight = right >= left
            drawing.shapes.append(Mark.text(text, x: isRight ? zero + 10 : zero - 10, y: 26, size: 12, anchor: isRight ? .start : .end, full: words))
            drawing.key.append(.init(symbol: Mark.cross(8, 8), text: PaperWords.actual(language) + " " + words))
            return
        }
        let end = scale.place(value)
        let hollow = chart.isProvisional
        // A bar of no length would look like an absence.
        let width = max(abs(end - zero), 2)
        drawing.shapes.append(Mark.bar(x: min(end, zero), y: 16, width: width, height: 12, isHollow: hollow, pattern: pattern))
        let words = PaperWords.actual(language) + " " + ChartAmount.text(value, unit: chart.unit, language)
            + (hollow ? Catalogue(language).bracketed(PaperWords.provisional(language)) : "")
        drawing.key.append(.init(symbol: Mark.bar(x: 1, y: 4, width: 14, height: 8, isHollow: hollow, pattern: pattern), text: words))
    }

    private func add(_ value: Double?, _ words: Words, _ symbol: String, _ drawing: inout Drawing, _ shape: (Double) -> String) {
        guard let value else { return }
        let isDrawable = ChartScale.drawable(value) != nil
        let text = words(language) + " " + (isDrawable ? ChartAmount.text(value, unit: chart.unit, language) : PaperWords.notDrawn(language))
        drawing.key.append(.init(symbol: symbol, text: text))
        if isDrawable { drawing.shapes.append(Mark.titled(shape(value), text)) }
    }

    private static func symbol(isDashed: Bool) -> String { Mark.tick(8, 1, 8, 15, isDashed: isDashed, type: isDashed ? "original" : "target") }
}
