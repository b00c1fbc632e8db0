/// A picture with the key that says in words what it draws.
struct Drawing {
    let width: Double
    let height: Double
    /// SVG elements, in order of painting.
    var shapes: [String] = []
    var key: [KeyItem] = []
    /// What the picture cannot say by itself; shown below the title.
    var note = ""

    struct KeyItem {
        /// Drawn within 16 by 16.
        let symbol: String
        let text: String
    }

    init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    /// The key's words in one sentence, for those who cannot see the picture.
    func description(_ language: Language) -> String {
        (key.map(\.text) + (note.isEmpty ? [] : [note])).joined(separator: language == .ja ? "、" : "; ")
    }
}

/// The marks of every chart, each told from the others by its form alone; `paper` is the colour of the ground.
enum Mark {
    private static let ink = "currentColor"

    static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, width: Double = 1, dash: String = "", type: String = "axis") -> String {
        var attributes = [("class", type)] + [("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2)].map { ($0.0, Coordinate.text($0.1)) }
        attributes += [("stroke", ink), ("stroke-width", Coordinate.text(width))]
        if !dash.isEmpty { attributes.append(("stroke-dasharray", dash)) }
        return Markup.empty("line", attributes)
    }

    /// A bold tick with a rim in the colour of the ground, so that it shows on a filled bar too.
    static func tick(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, isDashed: Bool, type: String) -> String {
        let rim = Markup.empty(
            "line",
            [("class", "rim")] + [("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2)].map { ($0.0, Coordinate.text($0.1)) }
                + [("stroke", "#fff"), ("stroke-width", "6")])
        return rim + line(x1, y1, x2, y2, width: isDashed ? 2.5 : 3, dash: isDashed ? "3 2.5" : "", type: type)
    }

    static func bar(x: Double, y: Double, width: Double, height: Double, isHollow: Bool, pattern: String) -> String {
        let box = [("x", x), ("y", y), ("width", width), ("height", height)].map { ($0.0, Coordinate.text($0.1)) }
        return Markup.empty(
            "rect", [("class", isHollow ? "bar hollow" : "bar")] + box
                + [("fill", isHollow ? "none" : "url(#\(pattern))"), ("stroke", ink), ("stroke-width", "1.6")])
    }

    static func dot(_ x: Double, _ y: Double, isHollow: Bool) -> String {
        Markup.empty(
            "circle",
            [("class", isHollow ? "point hollow" : "point"), ("cx", Coordinate.text(x)), ("cy", Coordinate.text(y)), ("r", "4")]
                + [("fill", isHollow ? "#fff" : ink), ("stroke", ink), ("stroke-width", "1.8")])
    }

    static func cross(_ x: Double, _ y: Double) -> String {
        let d = [(-4.0, -4.0, 4.0, 4.0), (-4.0, 4.0, 4.0, -4.0)].map {
            "M\(Coordinate.text(x + $0.0)) \(Coordinate.text(y + $0.1))L\(Coordinate.text(x + $0.2)) \(Coordinate.text(y + $0.3))"
        }
        return Markup.empty("path", [("class", "absent"), ("d", d.joined()), ("stroke", ink), ("stroke-width", "2")])
    }

    static func diamond(_ x: Double, _ y: Double) -> String { polygon([(x, y - 5), (x + 5, y), (x, y + 5), (x - 5, y)], type: "planned") }

    /// Points upwards at `y`.
    static func triangle(_ x: Double, _ y: Double) -> String { polygon([(x, y), (x + 5, y + 8), (x - 5, y + 8)], type: "baseline") }

    private static func polygon(_ points: [(Double, Double)], type: String) -> String {
        let places = points.map { "\(Coordinate.text($0.0)),\(Coordinate.text($0.1))" }.joined(separator: " ")
        return Markup.empty("polygon", [("class", type + " hollow"), ("points", places), ("fill", "#fff"), ("stroke", ink), ("stroke-width", "1.6")])
    }

    static func polyline(_ points: [(Double, Double)], dash: String, type: String) -> String {
        let places = points.map { "\(Coordinate.text($0.0)),\(Coordinate.text($0.1))" }.joined(separator: " ")
        var attributes = [("class", type), ("points", places), ("fill", "none"), ("stroke", ink), ("stroke-width", "1.6")]
        if !dash.isEmpty { attributes.append(("stroke-dasharray", dash)) }
        return Markup.empty("polyline", attributes)
    }

    enum Anchor: String { case start, middle, end }

    /// - Parameter full: the whole text, where `text` is clipped.
    static func text(_ text: String, x: Double, y: Double, size: Double = 11, anchor: Anchor = .start, full: String? = nil) -> String {
        let title = full.map { $0.utf8.elementsEqual(text.utf8) ? "" : Markup.element("title", Markup.text($0)) } ?? ""
        return Markup.element(
            "text",
            [("x", Coordinate.text(x)), ("y", Coordinate.text(y)), ("font-size", Coordinate.text(size)), ("text-anchor", anchor.rawValue), ("fill", ink)],
            title + Markup.text(text))
    }

    static func titled(_ shape: String, _ title: String) -> String { Markup.element("g", Markup.element("title", Markup.text(title)) + shape) }

    /// Diagonal lines, dense enough to read as filled on paper.
    static func hatch(_ name: String) -> String {
        let line = Markup.empty("path", [("d", "M-1 1L1 -1M0 4L4 0M3 5L5 3"), ("stroke", ink), ("stroke-width", "1.5")])
        let pattern = Markup.element(
            "pattern", [("id", name), ("width", "4"), ("height", "4"), ("patternUnits", "userSpaceOnUse")], line)
        return Markup.element("defs", pattern)
    }
}
