import Foundation

/// What a row is held against.
enum Goal {
    /// The figure is a rate: at least so much of the limit measured beside it.
    case atLeast(ratio: Double)
    /// The figure is a time or a size: at most so many times the limit.
    case atMost(ratio: Double)
    case atLeastValue(Double)
    case atMostValue(Double)
    case none

    var text: String {
        switch self {
        case .atLeast(let ratio): "≥ \(number(ratio)) ×"
        case .atMost(let ratio): "≤ \(number(ratio)) ×"
        case .atLeastValue(let value): "≥ \(number(value))"
        case .atMostValue(let value): "≤ \(number(value))"
        case .none: ""
        }
    }

    /// What the machine is compared with again in a later run: higher is better. Nil where a goal is no ratio to it.
    func comparable(_ ratio: Double?) -> Double? {
        switch self {
        case .atLeast: ratio
        case .atMost: ratio.map { 1 / $0 }
        default: nil
        }
    }

    /// How far the goal is reached: 1 and above is met. Nil where there is none.
    func reached(value: Double, ratio: Double?) -> Double? {
        switch self {
        case .atLeast(let goal): ratio.map { $0 / goal }
        case .atMost(let goal): ratio.map { goal / $0 }
        case .atLeastValue(let goal): value / goal
        case .atMostValue(let goal): goal / value
        case .none: nil
        }
    }
}

/// One figure of the table.
struct Row: Codable {
    /// Names it in recorded.json; never changes.
    let id: String
    let figure: String
    let store: String
    let value: Double
    let unit: String
    var limitName: String?
    var limit: Double?
    /// value / limit.
    var ratio: Double?
    let goal: String
    /// 1 and above: met. The goal's measure of the ratio or of the value.
    let reached: Double?
    /// The ratio that CI compares with the recorded one: higher is better.
    let comparable: Double?
    var note: String = ""

    init(_ id: String, _ figure: String, store: String, _ value: Double, _ unit: String, limit: (String, Double)? = nil, ratio: Double? = nil, goal: Goal = .none, note: String = "") {
        (self.id, self.figure, self.store, self.value, self.unit, self.note) = (id, figure, store, value, unit, note)
        (limitName, self.limit) = (limit?.0, limit?.1)
        self.ratio = ratio ?? limit.map { value / $0.1 }
        self.goal = goal.text
        reached = goal.reached(value: value, ratio: self.ratio)
        comparable = goal.comparable(self.ratio)
    }

    var verdict: String {
        guard let reached else { return "" }
        return reached >= 1 ? "met" : "missed, \(number(1 / reached)) × short"
    }
}

/// Three digits that count.
func number(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    let magnitude = abs(value)
    if magnitude >= 1_000 {
        var digits = String(Int(value.rounded()))
        var at = digits.count - 3
        while at > (value < 0 ? 1 : 0) {
            digits.insert(",", at: digits.index(digits.startIndex, offsetBy: at))
            at -= 3
        }
        return digits
    }
    let places = magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : magnitude >= 1 ? 2 : 3
    return String(format: "%.\(places)f", value)
}

struct Table {
    private(set) var rows: [Row] = []
    /// What is being measured, and for each row what measured it.
    var group = ""
    private(set) var groups: [String: String] = [:]

    mutating func add(_ row: Row) {
        rows.append(row)
        groups[row.id] = group
        show(Table.line(row))
    }

    static let head = """
        | figure | store | value | limit of this run | ratio | goal | |
        | --- | --- | ---: | ---: | ---: | ---: | --- |
        """

    static func line(_ row: Row) -> String {
        let limit = row.limit.map { "\(row.limitName ?? "") \(number($0))" } ?? ""
        let words = [row.verdict, row.note].filter { !$0.isEmpty }.joined(separator: "; ")
        return "| \(row.figure) | \(row.store) | \(number(row.value)) \(row.unit) | \(limit) | \(row.ratio.map(number) ?? "") | \(row.goal) | \(words) |"
    }
}
