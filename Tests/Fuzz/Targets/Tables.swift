import LedgerModel
import LedgerSheets
import SheetFiles

extension FuzzTarget {
    static let tables = [
        FuzzTarget(name: "csv") { read($0, "a.csv") },
        FuzzTarget(name: "xlsx") { read($0, "a.xlsx") },
        FuzzTarget(name: "mapping") { _ = try? Mapping(yaml: $0.text, name: "m") },
        // A mapping, a zero byte, and a table that it reads.
        FuzzTarget(name: "table") { bytes in
            let parts = bytes.pieces(2)
            guard parts.count == 2, let mapping = try? Mapping(yaml: parts[0].text, name: "m"),
                let workbook = try? WorkbookReader.read(parts[1], name: "a.csv")
            else { return }
            _ = try? TableReader(mapping, period: .fiscal(2016)).read(workbook)
        },
        FuzzTarget(name: "cell") { readRow($0.text) },
    ]

    private static func read(_ bytes: [UInt8], _ name: String) {
        guard let workbook = try? WorkbookReader.read(bytes, name: name) else { return }
        _ = MappingDraft.propose(workbook)
        if FormReader.isForm(workbook) { _ = try? FormReader.read(workbook) }
    }

    /// A KPI cell, a line feed, and the cells of two years.
    private static func readRow(_ text: String) {
        let lines = text.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        let cells = lines.enumerated().map { Printed($1, CellPlace(sheet: "", column: $0 + 1, row: 2)) }
        var settings = CellSettings()
        settings.symbols = ["-": CellSettings.Symbol(.nonePrinted), "": CellSettings.Symbol(.nonePrinted)]
        settings.defaultTargetPeriod = .fiscal(2019)
        let actuals = zip([Period.fiscal(2015), .fiscal(2016)], cells.dropFirst()).map { (period: $0, cell: $1) }
        _ = CellReader(settings).composite(kpi: cells[0], whole: nil, actuals: actuals)
    }
}
