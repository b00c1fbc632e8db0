import Foundation
import LedgerModel
import SheetFiles
import TestSeeds
import Testing

@testable import LedgerSheets

/// Mutated mappings and tables: a fault or a reading, never a crash, and no fault without a place.
@Suite struct MappingFuzzTests {
    private static let scraps = [
        "&a ", "*a", "{", "}", "[", "]", ":", "- ", "? ", "\"", "'", "|\n", ">", "\t", "\n", "  ", "#", "{era}", "{yy}", "{*}", "!!int ", "%YAML",
        "---", "...", "<<: ", "~", "null", "\u{0}", "\u{feff}", "é", "9999999999999999999999", "true", "is: grade\n", "😀", "\r\n", "\u{85}",
    ]

    private static func mutated(_ text: String, _ random: inout SeededGenerator) -> String {
        var scalars = Array(text.unicodeScalars)
        for _ in 0...Int.random(in: 0...4, using: &random) {
            let place = Int.random(in: 0...scalars.count, using: &random)
            switch Int.random(in: 0...3, using: &random) {
            case 0: scalars.insert(contentsOf: Array(scraps.randomElement(using: &random)!.unicodeScalars), at: place)
            case 1: scalars.removeSubrange(place..<min(place + Int.random(in: 1...20, using: &random), scalars.count))
            case 2: scalars.replaceSubrange(place..<min(place + 1, scalars.count), with: Array(scraps.randomElement(using: &random)!.unicodeScalars))
            default:
                let end = min(place + Int.random(in: 1...60, using: &random), scalars.count)
                scalars.insert(contentsOf: scalars[place..<end], at: Int.random(in: 0...scalars.count, using: &random))
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }

    @Test func mutatedMappings() throws {
        var random = SeededGenerator(seed: Seeds.one())
        let texts = Mapping.shipped.values.sorted()
        var accepted = 0
        for round in 0..<3_000 {
            let yaml = Self.mutated(texts[round % texts.count], &random)
            do throws(MappingFault) {
                _ = try Mapping(yaml: yaml, name: "fuzz")
                accepted += 1
            } catch {
                let isOfTheWhole = error.code == .notYAML || error.code == .tooLarge || error.code == .missingKey
                #expect(error.line > 0 || isOfTheWhole, "\(error)\n\(yaml)")
                #expect(error.line <= yaml.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count + 1, "\(error)")
            }
        }
        // Comments, titles and headings bear much; keys and words do not.
        #expect(accepted > 0 && accepted < 3_000)
    }

    @Test func mutatedTables() throws {
        var random = SeededGenerator(seed: Seeds.one())
        let mapping = try Mapping.shipped(named: "kawasaki-indicators")
        let header = ["条", "施策", "事業名", "指標名", "単位", "R2目標", "R2実績", "R3目標", "R3実績", "暦年", "累計", "補足"]
        let words = ["", "12", "甲", "―", "1,000", "中止", "合計", "※注", "R3実績", "0", "1", "人"]
        var read = 0
        for _ in 0..<2_000 {
            var rows = [header] + (0..<Int.random(in: 0...6, using: &random)).map { _ in header.indices.map { _ in words.randomElement(using: &random)! } }
            if Bool.random(using: &random) { rows[0].swapAt(Int.random(in: 0..<12, using: &random), Int.random(in: 0..<12, using: &random)) }
            if Int.random(in: 0...3, using: &random) == 0 { rows[0][Int.random(in: 0..<12, using: &random)] = words.randomElement(using: &random)! }
            let merges = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                let column = Int.random(in: 1...12, using: &random)
                let row = Int.random(in: 1...5, using: &random)
                return CellRange(
                    columns: column...(column + Int.random(in: 0...2, using: &random)), rows: row...(row + Int.random(in: 0...2, using: &random)))
            }
            let book = Workbook(format: .xlsx, encoding: "", sheets: [Sheet(name: "表", rows: Tables.rows(rows), merges: merges)])
            guard let reading = try? TableReader(mapping, period: .fiscal(2021)).read(book) else { continue }
            read += 1
            // Every row with something in it is accounted for once; the header row is.
            let filled = rows.enumerated().filter { $0.element.contains { !$0.isEmpty } }.map { $0.offset + 1 }
            let accounted = (reading.rows.map(\.row) + reading.leftOut.map(\.row)).sorted()
            #expect(accounted == filled.filter { $0 > 2 || accounted.contains($0) })
        }
        #expect(read > 0)
    }
}
