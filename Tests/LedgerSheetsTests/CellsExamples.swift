import Foundation
import LedgerModel
@testable import LedgerSheets

/// One row of schema/cells/examples.json.
struct CellExample: Codable {
    /// What a mapping would say; a mark's meaning is the name of an absence.
    struct Settings: Codable {
        var symbols: [String: String]?
        var target: String?
        var parenthesis: String?
        var unit: String?
        var scale: Int32?
        var basis: String?

        var settings: CellSettings {
            var found = CellSettings()
            let absences: [String: Value.Absence] = ["nonePrinted": .nonePrinted, "notApplicable": .notApplicable, "unknown": .unknown,
                "notStarted": .notStarted, "pending": .pending]
            for (mark, name) in symbols ?? [:] { found.symbols[mark] = absences[name].map { CellSettings.Symbol($0, status: .o) } }
            found.defaultTargetPeriod = target.flatMap { Period($0) }
            found.parenthesis = parenthesis
            found.unit = unit
            found.scale = scale
            found.yearBasis = basis.flatMap { Period.Basis(rawValue: $0) }
            return found
        }
    }
    /// A value cell and its column's period.
    var cell: String?
    var amount: String?
    var period: String?
    /// A composite KPI cell, the whole of which it is a part, and its actuals by period.
    var kpi: String?
    var whole: String?
    /// One column a field.
    var name: String?
    var unit: String?
    var targets: [String: String]?
    var cumulative: Bool?
    var actuals: [String: String]?
    var settings: Settings?
    var reads: [String]

    /// What the grammar reads.
    var read: [String] {
        let reader = CellReader((settings ?? Settings()).settings)
        func printed(_ text: String) -> Printed { Printed(text, CellPlace(sheet: "", column: 1, row: 1)) }
        func cells(_ texts: [String: String]?) -> [(period: Period, cell: Printed)] {
            (texts ?? [:]).sorted { $0.key < $1.key }.compactMap { key, text in Period(key).map { ($0, printed(text)) } }
        }
        if let cell { return CellsRendering.value(reader.value(printed(cell), period: period.flatMap { Period($0) })) }
        if let amount { return CellsRendering.amount(reader.amount(printed(amount))) }
        if let kpi {
            let (reading, unread) = reader.composite(kpi: printed(kpi), whole: whole.map(printed), actuals: cells(actuals))
            return CellsRendering.row(reading, unread)
        }
        let (reading, unread) = reader.plain(
            name: printed(name ?? ""), unit: unit.map(printed), baselines: [], targets: cells(targets), actuals: cells(actuals),
                isCumulative: cumulative, code: nil,
            notes: [])
        return CellsRendering.row(reading, unread)
    }

    static func all() throws -> [CellExample] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../schema/cells/examples.json").standardized
        return try JSONDecoder().decode([CellExample].self, from: Data(contentsOf: file))
    }
}
