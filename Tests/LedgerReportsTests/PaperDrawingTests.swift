import TestSeeds
import Testing

@testable import LedgerReports

@Suite struct PaperDrawingTests {
    private static let hard: [Double?] = [
        nil, 0, -0.0, 1, -1, 0.1, 1e-7, 3.3333333333, 99.5, 1000, -1850, 1e15, 1e15 + 1, 1.288e11, 1e100, -1e100, 1e101, 1e308, .infinity, .nan,
        Double.leastNonzeroMagnitude,
    ]

    private func picture(_ drawing: Drawing) throws -> MarkupElement { try MarkupElement.parse("<svg>\(drawing.shapes.joined())</svg>") }

    /// Every coordinate lies inside the view box, and no two texts touch.
    private func check(_ drawing: Drawing, _ about: String) throws {
        let picture = try picture(drawing)
        func isInside(_ x: Double?, _ y: Double?) {
            #expect((x ?? 0) >= 0 && (x ?? 0) <= drawing.width && (y ?? 0) >= 0 && (y ?? 0) <= drawing.height, "\(x ?? 0),\(y ?? 0): \(about)")
        }
        var boxes: [(Double, Double, Double, String)] = []
        for element in picture.all where element.name != "pattern" {
            func number(_ name: String) -> Double? { element.attributes[name].flatMap(Double.init) }
            isInside(number("x1"), number("y1"))
            isInside(number("x2"), number("y2"))
            isInside(number("cx"), number("cy"))
            isInside(number("x"), number("y"))
            if element.name == "rect" { isInside((number("x") ?? 0) + (number("width") ?? 0), (number("y") ?? 0) + (number("height") ?? 0)) }
            for pair in element.attributes["points"]?.split(separator: " ") ?? [] {
                let place = pair.split(separator: ",").map { Double($0) }
                isInside(place[0], place[1])
            }
            guard element.name == "text", let x = number("x"), let y = number("y"), let size = number("font-size") else { continue }
            let width = ChartText.width(element.text, size: size)
            let left = switch element.attributes["text-anchor"] { case "end": x - width; case "middle": x - width / 2; default: x }
            #expect(left >= -0.5 && left + width <= drawing.width + 0.5, "\(element.text) sticks out: \(about)")
            for box in boxes where abs(box.2 - y) < 9 { #expect(left >= box.1 || left + width <= box.0, "\(element.text) on \(box.3): \(about)") }
            boxes.append((left, left + width, y, element.text))
        }
        #expect(!drawing.key.contains { $0.text.contains("nan") || $0.text.contains("inf") }, "\(about)")
    }

    private func isDrawable(_ value: Double?) -> Bool { ChartScale.drawable(value) != nil }

    /// All pairs of hard values as actual and target.
    @Test func bullets() throws {
        for actual in Self.hard {
            for target in Self.hard {
                let chart = BulletChart(
                    title: "t", unit: "人", baseline: target, actual: actual, isProvisional: actual == 1, absence: "H28.12追加項目のため回答なし・次回は平成32年度に調査する予定",
                    target: target, originalTarget: actual, planned: 7)
                let drawing = BulletDrawing(chart, name: "f1", .ja).drawing()
                let about = "\(String(describing: actual)) of \(String(describing: target))"
                try check(drawing, about)
                let picture = try picture(drawing)
                #expect(picture.ofClass("bar").count == (isDrawable(actual) ? 1 : 0), "\(about)")
                #expect(picture.ofClass("absent").count == (isDrawable(actual) ? 0 : 1), "\(about)")
                #expect(picture.ofClass("target").count == (isDrawable(target) ? 1 : 0), "\(about)")
                #expect(picture.ofClass("bar").allSatisfy { $0.attributes["fill"] == (actual == 1 ? "none" : "url(#f1-hatch)") }, "\(about)")
                #expect(picture.ofClass("bar").allSatisfy { Double($0.attributes["width"] ?? "").map { $0 >= 2 } == true }, "\(about)")
                #expect(picture.ofClass("original").allSatisfy { $0.attributes["stroke-dasharray"] != nil }, "\(about)")
            }
        }
    }

    @Test func bulletsStandWhereTheyBelong() throws {
        let chart = BulletChart(title: "t", unit: "人", baseline: 0, actual: 50, target: 100, originalTarget: nil)
        let picture = try picture(BulletDrawing(chart, name: "f1", .ja).drawing())
        let bar = picture.ofClass("bar")[0].attributes
        #expect(bar["x"] == "16" && bar["width"] == "114")
        #expect(picture.ofClass("target")[0].attributes["x1"] == "244")
        #expect(picture.named("text").map(\.text) == ["0", "50", "100"])
        #expect(picture.ofClass("original").isEmpty && picture.ofClass("zero").isEmpty)
    }

    @Test func negativeBarsHangOnTheZeroLine() throws {
        let chart = BulletChart(title: "t", unit: "人", baseline: nil, actual: -50, target: 50)
        let picture = try picture(BulletDrawing(chart, name: "f1", .ja).drawing())
        #expect(picture.ofClass("zero")[0].attributes["x1"] == "130")
        let bar = picture.ofClass("bar")[0].attributes
        #expect(bar["x"] == "16" && bar["width"] == "114")
    }

    /// Random series: a dot for each value, hollow for each provisional one, a cross for each absence.
    @Test func series() throws {
        let seed = Seeds.one()
        var random = SeededGenerator(seed: seed)
        typealias Point = SeriesChart.Point
        let labels = ["H27", "FY2016", "平成28年度", "平成31年度（2019年度）末の時点での見込みを含む値", ""]
        for round in 0..<600 {
            let isHard = round % 3 == 0
            func y() -> Double? {
                if isHard { return Self.hard.randomElement(using: &random) ?? nil }
                return Int.random(in: 0...4, using: &random) == 0 ? nil : Double(Int.random(in: -50...2_000, using: &random)) / 4
            }
            func point(_ x: Double) -> Point {
                Point(label: labels.randomElement(using: &random) ?? "", x: x, y: y(), isProvisional: Bool.random(using: &random), absence: "調査中")
            }
            let points = (0..<Int.random(in: 0...14, using: &random)).map { point(2000 + Double($0)) }
            let chart = SeriesChart(
                title: "t", unit: "%", points: points, path: [point(2000), point(2004), point(2010)], target: Bool.random(using: &random) ? point(2010) : nil,
                originalTarget: Bool.random(using: &random) ? point(2008) : nil)
            let drawing = SeriesDrawing(chart, round % 2 == 0 ? .ja : .en).drawing()
            let about = "round \(round) of seed \(seed)"
            try check(drawing, about)
            let picture = try picture(drawing)
            let drawn = points.filter { isDrawable($0.y) }
            #expect(picture.ofClass("point").count == drawn.count, "\(about)")
            #expect(picture.ofClass("point").filter { $0.attributes["fill"] == "#fff" }.count == drawn.filter(\.isProvisional).count, "\(about)")
            #expect(picture.ofClass("absent").count == points.count - drawn.count, "\(about)")
            #expect(picture.ofClass("absent").allSatisfy { $0.attributes["d"]?.contains(" 114L") == true }, "on the axis: \(about)")
            #expect(picture.ofClass("path").allSatisfy { $0.attributes["stroke-dasharray"] != nil }, "\(about)")
        }
    }

    @Test func anAbsenceBreaksTheLine() throws {
        let points = [1.0, 2, nil, 3, 4].enumerated().map { SeriesChart.Point(label: "\($0.offset)", x: Double($0.offset), y: $0.element) }
        let picture = try picture(SeriesDrawing(SeriesChart(title: "t", unit: "", points: points), .ja).drawing())
        #expect(picture.ofClass("series").map { $0.attributes["points"]?.split(separator: " ").count } == [2, 2])
    }
}

@Suite struct ChartScaleTests {
    @Test(arguments: [
        ([0, 100], "0 50 100"), ([3], "0 1 2 3"), ([], "0 0.5 1.0"), ([0, 0], "0 0.5 1.0"), ([-1850, 300], "-2,000 -1,000 0 1,000"),
        ([128_800_000_000], "0 500億 1,000億 1,500億"),
        ([0.25], "0 0.1 0.2 0.3"), ([250_000], "0 10万 20万 30万"), ([30_000], "0 10,000 20,000 30,000"), ([-0.02], "-0.020 -0.015 -0.010 -0.005 0"),
        ([1e-12], "0 0.5 1.0"),
    ] as [([Double], String)])
    func ticks(values: [Double], expected: String) {
        let scale = ChartScale(values, pixels: (0, 100), includesZero: true, unit: "人", language: .ja)
        #expect(scale.ticks.map(\.text).joined(separator: " ") == expected)
    }

    @Test func aScaledUnitGetsNoSecondScaleWord() {
        let scale = ChartScale([250_000], pixels: (0, 100), includesZero: true, unit: "千円", language: .ja)
        #expect(scale.ticks.map(\.text) == ["0", "100,000", "200,000", "300,000"])
    }

    @Test func everyValueLiesBetweenTheFirstAndTheLastTick() {
        let seed = Seeds.one()
        var random = SeededGenerator(seed: seed)
        for _ in 0..<5_000 {
            let size = (0..<Int.random(in: 0...30, using: &random)).reduce(1e-9) { result, _ in result * 10 }
            let values = (0..<Int.random(in: 1...5, using: &random)).map { _ in Double.random(in: -1...1, using: &random) * size }
            let zero = Bool.random(using: &random)
            let scale = ChartScale(values, pixels: (0, 100), includesZero: zero, unit: "", language: .en)
            #expect((2...10).contains(scale.ticks.count), "\(values), seed \(seed)")
            #expect(Set(scale.ticks.map(\.text)).count == scale.ticks.count, "\(values) \(scale.ticks), seed \(seed)")
            for value in values { #expect((-0.001...100.001).contains(scale.place(value)), "\(value) of \(values), seed \(seed)") }
            if zero { #expect(scale.ticks.contains { $0.text == "0" }, "\(values), seed \(seed)") }
        }
    }

    @Test(arguments: [
        (305, "人", "305人"), (30.5, "%", "30.5%"), (1_234_567, "円", "1,234,567円"), (128_800_000_000, "円", "1,288億円"), (1.0 / 3, "", "約0.3333"), (-0.0, "", "0"),
        (128_800_000, "千円", "128,800,000千円"),
        (0.00001, "", "0"),
    ] as [(Double, String, String)])
    func amounts(value: Double, unit: String, expected: String) {
        #expect(ChartAmount.text(value, unit: unit, .ja) == expected)
    }

    @Test func longTextsAreClippedToTheirRoom() {
        for room in stride(from: 12.0, to: 200, by: 7) {
            #expect(ChartText.width(ChartText.clipped("平成31年度（2019年度）末の時点", to: room, size: 11), size: 11) <= room)
        }
        #expect(ChartText.clipped("H28", to: 84, size: 11) == "H28")
    }
}
