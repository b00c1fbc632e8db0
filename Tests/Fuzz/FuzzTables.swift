import LedgerModel
import LedgerSheets
import SheetFiles

/// One input of libFuzzer: the first byte says which reader, the rest is what it reads. Nothing may trap, and nothing may take long.
///
/// Built only where LEDGER_FUZZ is set (Package.swift); tools/fuzz runs it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start = unsafe start, count > 0 else { return 0 }
    // The bytes are libFuzzer's, and lent for this call only.
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    let rest = Array(bytes.dropFirst())
    switch bytes[0] {
    case UInt8(ascii: "c"): _ = try? WorkbookReader.read(rest, name: "a.csv")
    case UInt8(ascii: "x"): _ = try? WorkbookReader.read(rest, name: "a.xlsx")
    case UInt8(ascii: "m"): _ = try? Mapping(yaml: String(decoding: rest, as: UTF8.self), name: "m")
    case UInt8(ascii: "k"): readRow(String(decoding: rest, as: UTF8.self))
    default: break
    }
    return 0
}

/// A KPI cell, a line feed, and the cells of two years.
private func readRow(_ text: String) {
    let lines = text.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    let cells = lines.enumerated().map { Printed($1, CellPlace(sheet: "", column: $0 + 1, row: 2)) }
    var settings = CellSettings()
    settings.symbols = ["-": CellSettings.Symbol(.nonePrinted), "": CellSettings.Symbol(.nonePrinted)]
    settings.defaultTargetPeriod = .fiscal(2019)
    let actuals = zip([Period.fiscal(2015), .fiscal(2016)], cells.dropFirst()).map { (period: $0, cell: $1) }
    _ = CellReader(settings).composite(kpi: cells[0], whole: nil, actuals: actuals)
}
