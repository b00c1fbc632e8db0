import Foundation

/// Ratios of an earlier run, committed: what CI holds a run against. Only ratios to the machine in the same run are kept, and higher is always better.
struct Recorded {
    struct Shortfall {
        let id: String
        let before: Double
        let now: Double
    }

    /// Below this share of what was recorded something has become slower, and not the machine busier.
    private static let share = 0.5
    private let ratios: [String: Double]

    init(_ rows: [Row]) { ratios = Dictionary(rows.compactMap { row in row.comparable.map { (row.id, $0) } }) { $1 } }

    init(reading file: String) throws { ratios = try JSONDecoder().decode([String: Double].self, from: Data(contentsOf: URL(fileURLWithPath: file))) }

    func write(_ file: String) throws {
        let lines = ratios.sorted { $0.key < $1.key }.map { "  \"\($0.key)\": \(String(format: "%.4g", $0.value))" }
        try "{\n\(lines.joined(separator: ",\n"))\n}\n".write(toFile: file, atomically: true, encoding: .utf8)
    }

    func shortfalls(_ rows: [Row]) -> [Shortfall] {
        rows.compactMap { row in
            guard let now = row.comparable, let before = ratios[row.id], now < before * Recorded.share else { return nil }
            return Shortfall(id: row.id, before: before, now: now)
        }
    }
}
