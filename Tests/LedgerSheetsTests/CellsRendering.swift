import LedgerModel
import LedgerSheets

/// A reading in one line a statement, as the examples of schema/cells/examples.json print it.
enum CellsRendering {
    static func value(_ result: Result<CellValue, Unread>) -> [String] {
        switch result {
        case .success(let cell): [value(cell.value) + remark(cell.remark)]
        case .failure(let unread): ["unread: \(unread.reason)"]
        }
    }

    static func amount(_ result: Result<Value, Unread>) -> [String] {
        switch result {
        case .success(let value): [self.value(value)]
        case .failure(let unread): ["unread: \(unread.reason)"]
        }
    }

    static func row(_ reading: IndicatorReading?, _ unread: [Unread]) -> [String] {
        var lines: [String] = []
        if let reading {
            if reading.name.certainty != .asked { lines.append("name: \(reading.name.value)" + how(reading.name)) }
            for measure in reading.measures {
                let sense = measure.sense.value.map { $0.rawValue } ?? "?"
                let parts = [measure.label, unit(measure.scale, measure.unit), sense].filter { !$0.isEmpty }
                lines.append("measure: \(parts.joined(separator: " "))" + how(measure.sense))
            }
            for value in reading.values {
                let kind = "\(value.kind)".lowercased()
                let label = reading.measures.count > 1 ? " " + reading.measures[value.measure].label : ""
                lines.append("\(kind)\(label) \(value.period.value): \(self.value(value.value))\(how(value.period))\(remark(value.remark))")
            }
        }
        for item in unread { lines.append("unread \(item.field.rawValue)\(item.period.map { " \($0)" } ?? ""): \(item.reason)") }
        return lines
    }

    private static func how<T>(_ judged: Judged<T>) -> String {
        judged.rule.isEmpty ? "" : " <\(judged.certainty == .read ? "" : "\(judged.certainty) ")\(judged.rule)>"
    }

    private static func remark(_ text: String) -> String { text.isEmpty ? "" : " | \(text)" }

    private static func unit(_ scale: Int32, _ unit: String) -> String { scale == 0 ? unit : "×10^\(scale) \(unit)" }

    private static func value(_ value: Value) -> String {
        var parts: [String] = []
        if value.bound != .equal { parts.append("\(value.bound)") }
        if !value.number.isEmpty { parts.append([value.number, unit(value.scale, value.unit)].filter { !$0.isEmpty }.joined(separator: " ")) }
        if !value.word.isEmpty { parts.append("「\(value.word)」") }
        if value.form != .level { parts.append("\(value.form)") }
        if value.absence != .present { parts.append("absent \(value.absence)") }
        if !value.expected.isEmpty { parts.append("expected \(value.expected)") }
        if value.status != .a { parts.append("status \("\(value.status)".uppercased())") }
        if value.partial { parts.append("partial") }
        if value.aggregation != .notStated { parts.append("\(value.aggregation)") }
        for part in value.parts { parts.append("part \(part.name) \(part.number)\(part.relation == .ofWhich ? " of which" : "")") }
        if value.hasCompanion {
            let other = value.companion
            parts.append("beside \(other.meaning) \(other.number) \(unit(other.scale, other.unit))")
        }
        return parts.joined(separator: ", ")
    }
}
