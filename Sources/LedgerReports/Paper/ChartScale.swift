/// A linear axis with round ticks at its ends and between.
struct ChartScale {
    struct Tick {
        let value: Double
        let text: String
    }

    let ticks: [Tick]
    /// The first and the last tick.
    let range: ClosedRange<Double>
    private let pixels: (low: Double, high: Double)

    /// - Parameters:
    ///   - values: drawable ones (`ChartScale.drawable`); none gives 0 to 1.
    ///   - pixels: where the range's ends are drawn; may run downwards.
    ///   - unit: decides whether ticks may have scale words of their own.
    init(_ values: [Double], pixels: (low: Double, high: Double), includesZero: Bool, unit: String, language: Language) {
        var (low, high) = (values.min() ?? 0, values.max() ?? 1)
        if includesZero { (low, high) = (min(low, 0), max(high, 0)) }
        if high - low <= max(abs(low), abs(high), 1) * 1e-9 {
            let reach = abs(low) < 1e-9 ? 1 : abs(low) / 2
            (low, high) = includesZero ? (0, 1) : (low - reach, high + reach)
        }
        let step = Self.step((high - low) / 4)
        let (first, last) = ((low / step).rounded(.down), (high / step).rounded(.up))
        let indices = Array(Int(first)...Int(last))
        let texts = TickText(step: step, reach: max(abs(first), abs(last)) * step, unit: unit, language)
        ticks = indices.map { Tick(value: Double($0) * step, text: texts(Double($0) * step)) }
        range = first * step...last * step
        self.pixels = pixels
    }

    func place(_ value: Double) -> Double {
        pixels.low + (value - range.lowerBound) / (range.upperBound - range.lowerBound) * (pixels.high - pixels.low)
    }

    /// Nil for what no picture can show: an infinity, not a number, beyond 10^100.
    static func drawable(_ value: Double?) -> Double? { value.flatMap { $0.isFinite && abs($0) <= 1e100 ? $0 : nil } }

    /// The smallest of 1, 2 and 5 times a power of ten that is not below `raw`.
    private static func step(_ raw: Double) -> Double {
        var power = 1.0
        while power * 10 <= raw { power *= 10 }
        while power > raw, power > 1e-100 { power /= 10 }
        return [1, 2, 5].map { $0 * power }.first { $0 >= raw } ?? power * 10
    }
}

/// Short numbers along an axis: all in one scale word, with the decimals that the step needs.
private struct TickText {
    private let divisor: Double
    private let word: String
    private let decimals: Int

    init(step: Double, reach: Double, unit: String, _ language: Language) {
        let words: [(Double, String)] = language == .ja ? [(1e12, "兆"), (1e8, "億"), (1e4, "万")] : [(1e12, "T"), (1e9, "B"), (1e6, "M")]
        let chosen = ChartAmount.isScaled(unit) ? nil : words.first { reach >= $0.0 && reach >= 100_000 }
        divisor = chosen?.0 ?? 1
        word = chosen?.1 ?? ""
        var decimals = 0
        var rest = step / divisor
        while rest < 0.99, decimals < 12 { (rest, decimals) = (rest * 10, decimals + 1) }
        self.decimals = decimals
    }

    func callAsFunction(_ value: Double) -> String {
        if value == 0 { return "0" }
        let power = (0..<decimals).reduce(1.0) { result, _ in result * 10 }
        let scaled = (value / divisor * power).rounded()
        guard abs(scaled) < 1e15 else { return "\(value)" }
        let digits = String(Int(abs(scaled)))
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let fraction = decimals == 0 ? "" : "." + padded.suffix(decimals)
        return (scaled < 0 ? "-" : "") + Grouping.of(padded.dropLast(decimals) + fraction) + word
    }
}

/// The amount of a picture in words: its digits where they are few, else rounded and said to be so.
enum ChartAmount {
    static func text(_ value: Double, unit: String, _ language: Language) -> String {
        let scale: Int32 = language == .ja && abs(value) >= 1e8 && !isScaled(unit) ? 8 : 0
        let scaled = scale == 0 ? value : value / 1e8
        let digits = plain(scaled)
        let fraction = digits.split(separator: ".", maxSplits: 1).dropFirst().first?.count ?? 0
        let amount = fraction > 4 ? plain((scaled * 10_000).rounded() / 10_000) : digits
        return (fraction > 4 ? PaperWords.about(language) : "") + Catalogue(language).number(amount, scale: scale, unit: unit)
    }

    /// `千円` has its scale word already: another before it would be read wrongly.
    static func isScaled(_ unit: String) -> Bool { unit.first.map { "十百千万億兆".contains($0) } == true }

    /// Without exponent for all that a city counts; beyond 10^16 as the machine writes it.
    private static func plain(_ value: Double) -> String {
        let text = "\(value)"
        if text.hasSuffix(".0") { return text == "-0.0" ? "0" : String(text.dropLast(2)) }
        return abs(value) < 1e-4 ? "0" : text
    }
}

/// How wide a text is drawn in a system font, a little generously; and what of it fits.
enum ChartText {
    static func width(_ text: String, size: Double) -> Double {
        text.unicodeScalars.reduce(0) { sum, scalar in
            sum + [0, 0.6, 1.02][min(2, DisplayWidth.of(scalar))] * size
        }
    }

    static func clipped(_ text: String, to room: Double, size: Double) -> String {
        let text = Visible.text(text)
        guard width(text, size: size) > room else { return text }
        var kept = text
        while !kept.isEmpty, width(kept + "…", size: size) > room { kept.removeLast() }
        return kept + "…"
    }
}
