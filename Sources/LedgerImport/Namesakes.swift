import LedgerModel
import LedgerSheets

/// The rows of one table that print one name with one unit, so that each further one is compared with those alone that may be the same.
///
/// Cost of a row: its values, whatever number of rows has the name.
struct Namesakes {
    typealias Row = (row: RowReading, subject: Subject, programme: Subject?)

    /// So many of them are named to a person; of the others it is said how many there are.
    static let named = 3

    /// So many are compared one by one; from there on by an index, which takes memory.
    private static let few = 8

    private struct Index {
        var byValues: [Int: [Int]] = [:]
        var firstOf: [Subject?: Int] = [:]
    }

    private var rows: [Row] = []
    private var index: Index?

    mutating func add(_ row: Row) {
        rows.append(row)
        if index != nil {
            note(rows.count - 1)
        } else if rows.count > Self.few {
            index = Index()
            rows.indices.forEach { note($0) }
        }
    }

    private mutating func note(_ place: Int) {
        let row = rows[place]
        if let reading = row.row.indicator { index?.byValues[reading.fingerprint, default: []].append(place) }
        if index?.firstOf[row.programme] == nil { index?.firstOf[row.programme] = place }
    }

    /// The rows, in order, that may say the same values.
    func likely(_ reading: IndicatorReading) -> [Int] { index.map { $0.byValues[reading.fingerprint] ?? [] } ?? Array(rows.indices) }

    /// The first row of a programme.
    func first(of programme: Subject?) -> Int? { index.map { $0.firstOf[programme] } ?? rows.firstIndex { $0.programme == programme } }

    subscript(_ place: Int) -> Row { rows[place] }

    /// What is said of them to a person: the places of the first, and how many more there are.
    var doubts: [String] {
        let places = rows.prefix(Self.named).compactMap { $0.row.indicator?.printed.place.address }.map { "same-name-other-values \($0)" }
        return rows.count > Self.named ? places + ["same-name-more \(rows.count - Self.named)"] : places
    }
}

extension IndicatorReading {
    /// The same for readings with the same baseline, targets and actuals.
    fileprivate var fingerprint: Int {
        var hasher = Hasher()
        hasher.combine(measures.map(\.unit))
        for value in values {
            hasher.combine(value.kind)
            hasher.combine(value.measure)
            hasher.combine(value.period.value)
            let number = value.value
            hasher.combine(Self.amount(number.number, scale: number.scale))
        }
        return hasher.finalize()
    }

    /// Digits and power of ten without zeros at either end: 88億, 8,800百万 and 88.0億 are alike.
    private static func amount(_ number: String, scale: Int32) -> String {
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        var digits = parts.joined()
        var power = Int(scale) - (parts.count > 1 ? parts[1].utf8.count : 0)
        while digits.last == "0" {
            digits.removeLast()
            power += 1
        }
        let sign = digits.first == "-" ? "-" : ""
        let plain = digits.drop { $0 == "-" || $0 == "0" }
        return plain.isEmpty ? "" : "\(sign)\(plain)e\(power)"
    }
}
