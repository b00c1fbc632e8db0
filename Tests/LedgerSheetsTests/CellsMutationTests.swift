import Foundation
import LedgerModel
import TestSeeds
import Testing
@testable import LedgerSheets

/// Cells with characters changed, lost, added and swapped: whatever is still read holds every digit that is printed.
@Suite struct CellsMutationTests {
    struct Row {
        var kpi: String
        var whole: String
        var actuals: [String]
    }

    private static func rows() throws -> [Row] {
        let examples = try CellExample.all().compactMap { example in
            example.kpi.map { Row(kpi: $0, whole: example.whole ?? $0, actuals: (example.actuals ?? [:]).sorted { $0.key < $1.key }.map(\.value)) }
        }
        let sheet = try CellsTruth.table("kitakyushu/kpi-h28.csv") ?? []
        return examples + sheet.map { Row(kpi: $0["KPI"] ?? "", whole: $0["原文KPI"] ?? "", actuals: [$0["H27実績"] ?? "", $0["H28実績"] ?? ""]) }
    }

    private static let letters = Array("0123456789０５,.、・：⇒（）()人件%～-年度Hの 　以上累計約万億千増/①※")

    private static func mutated(_ text: String, _ random: inout SeededGenerator) -> String {
        var characters = Array(text)
        for _ in 0...Int(random.next() % 2) {
            guard !characters.isEmpty else { break }
            let at = Int(random.next() % UInt64(characters.count))
            switch random.next() % 5 {
            case 0: characters.remove(at: at)
            case 1: characters.insert(letters[Int(random.next() % UInt64(letters.count))], at: at)
            case 2: characters[at] = letters[Int(random.next() % UInt64(letters.count))]
            case 3: characters.insert(characters[at], at: at)
            default: if at + 1 < characters.count { characters.swapAt(at, at + 1) }
            }
        }
        return String(characters)
    }

    /// `LEDGER_MUTANTS` sets how many for each seed: a million takes some minutes.
    @Test func noDigitIsLost() throws {
        let rows = try Self.rows()
        let count = ProcessInfo.processInfo.environment["LEDGER_MUTANTS"].flatMap(Int.init) ?? 2_000
        for seed in Seeds.all([1, 2, 3, 4]) {
            var random = SeededGenerator(seed: seed)
            let read = (0..<count).reduce(0) { read, _ in read + check(Self.mutant(rows, &random), reader) }
            // Half of the mutants change nothing that matters to the reading; the property is not about an empty set.
            #expect(read > count / 4, "LEDGER_SEED=\(seed)")
        }
    }

    private let reader = CellReader(CellsTruth.kitakyushu)

    private static func mutant(_ rows: [Row], _ random: inout SeededGenerator) -> Row {
        var row = rows[Int(random.next() % UInt64(rows.count))]
        if row.actuals.isEmpty || random.next() % 2 == 0 {
            row.kpi = mutated(row.kpi, &random)
        } else {
            let index = Int(random.next() % UInt64(row.actuals.count))
            row.actuals[index] = mutated(row.actuals[index], &random)
        }
        return row
    }

    /// 1 where something was read.
    private func check(_ row: Row, _ reader: CellReader) -> Int {
        let actuals = row.actuals.enumerated().map { (Period.fiscal(2015 + $0.offset), CellsTruth.printed($0.element, 1, 1)) }
        let (reading, unread) = reader.composite(kpi: CellsTruth.printed(row.kpi, 1, 1), whole: CellsTruth.printed(row.whole, 1, 1), actuals: actuals)
        guard let reading else { return 0 }
        var own = CellsAccount()
        own.add(words: reading.name.value)
        for measure in reading.measures { own.add(words: measure.label) }
        if !unread.contains(where: { $0.field == .target || $0.field == .baseline || $0.field == .name }) {
            var account = own
            for value in reading.values where value.kind != .actual { account.add(value) }
            let missing = account.missing(in: row.kpi)
            #expect(missing.isEmpty, "\(row.kpi): \(missing)")
        }
        for (period, cell) in actuals where !unread.contains(where: { $0.field == .actual && $0.period == period }) {
            var account = own
            for value in reading.values where value.kind == .actual && value.period.value == period { account.add(value) }
            let missing = account.missing(in: cell.text)
            #expect(missing.isEmpty, "\(row.kpi) / \(cell.text): \(missing)")
        }
        return 1
    }
}
