import LedgerModel
import Testing

@testable import LedgerEditions

@Suite struct ReadingTests {
    func town() -> Town {
        var town = Town.small()
        town.add(baseline(number("100")))
        town.add(target(.with { $0.number = "1.50"; $0.scale = -2; $0.unit = "=t"; $0.bound = .atMost; $0.aggregation = .level }, part: "a,\"b\""))
        town.add(target(nil, "FY2018"))
        town.add(actual(.with { $0.number = "5"; $0.partial = true; $0.status = .p; $0.expected = "FY2018" }))
        town.add(.gradeGiven(.with { $0.subject = Subject(.indicator, "i"); $0.plan = "p"; $0.period = "FY2016"; $0.noGrade = .relisted }))
        return town
    }

    /// Every byte of a small file is changed, left out, doubled: refused, or other figures. Never a crash, never the same under another spelling.
    @Test func everyChangedByteIsSeen() throws {
        let file = try town().figures()
        let figures = try Figures.read(file).map(\.line)
        #expect(Figures.header + figures.flatMap { $0 } == file && figures.count == 5)
        func check(_ changed: [UInt8], _ place: Int) {
            guard changed != file, let read = try? Figures.read(changed) else { return }
            #expect(Figures.header + read.flatMap(\.line) == changed, "byte \(place)")
            #expect(read.map(\.line) != figures, "byte \(place)")
        }
        let others: [UInt8] = [0, 10, 13, 34, 39, 44, 45, 48, 65, 0x80, 0xE3, 0xFF]
        for place in file.indices {
            for other in others + (0..<8).map({ file[place] ^ 1 << $0 }) { check(file.replacing(place, with: [other]), place) }
            for other in [[], [file[place], file[place]], [39, file[place]], [44, file[place]]] { check(file.replacing(place, with: other), place) }
        }
        for count in file.indices { check(Array(file.prefix(count)), count) }
    }

    @Test func faultsAreNamedWithTheirLine() throws {
        let good = try town().figures()
        let lines = text(good).components("\r\n").dropLast()
        func fault(_ change: (inout [String]) -> Void) -> FiguresError? {
            var changed = Array(lines)
            change(&changed)
            do throws(FiguresError) { _ = try Figures.read(Array(changed.map { $0 + "\r\n" }.joined().utf8)) } catch { return error }
            return nil
        }
        let target = lines.firstIndex { $0.contains(",target,") }!
        func cell(_ column: String, _ other: String) -> FigureFault? {
            fault { lines in
                var cells = lines[4].components(",")
                #expect(cells[1] == "actual")
                cells[FigureCells.columns.firstIndex(of: column)!] = other
                lines[4] = cells.joined(separator: ",")
            }.map { $0.line == 5 ? $0.fault : .header }
        }
        #expect(target == 2)
        #expect(fault { _ in } == nil)
        #expect(fault { $0[0] += ",more" } == FiguresError(line: 1, fault: .header))
        #expect(fault { $0[0] = "\u{FEFF}" + $0[0] } == FiguresError(line: 1, fault: .header))
        #expect(fault { $0[1] += ",x" } == FiguresError(line: 2, fault: .cells))
        #expect(fault { $0[1] += "\"" } == FiguresError(line: 2, fault: .cell(column: "entry")))
        #expect(fault { $0[1] = "\"" + $0[1] } == FiguresError(line: 2, fault: .cells))
        #expect(fault { $0[1] += "\t" } == FiguresError(line: 2, fault: .line))
        #expect(fault { $0.append("") } == FiguresError(line: 7, fault: .cells))
        #expect(fault { $0.swapAt(1, 2) } == FiguresError(line: 3, fault: .order))
        #expect(fault { $0.insert($0[3], at: 3) } == FiguresError(line: 5, fault: .order))
        // A baseline of another year is the same figure.
        #expect(fault { $0.insert($0[1].replacing("FY2014", with: "FY2015"), at: 2) } == FiguresError(line: 3, fault: .order))
        #expect(fault { $0[1] = "\"indicator:i\"" + $0[1].dropFirst(11) } == FiguresError(line: 2, fault: .spelling))
        let wrong: [(String, String)] = [
            ("subject", "indicator"), ("subject", "thing:i"), ("kind", "Actual"), ("measure", "m 1"), ("plan", "p p"), ("period", "2016"), ("period", ""),
            ("number", "05"), ("number", "1,0"), ("scale", ""), ("scale", "19"), ("aggregation", "sum"), ("bound", "EQUALS"), ("form", "X"),
            ("absence", "Pending"), ("status", "Z"), ("status", ""), ("change", "NEW"), ("reason", "BECAUSE"), ("entry", "0"),
            ("entry", "9223372036854775808"), ("entry", "-1"),
        ]
        for (column, other) in wrong {
            let expected: FigureFault = column == "number" && other == "1,0" ? .cells : .cell(column: column)
            #expect(cell(column, other) == expected, "\(column) \(other)")
        }
        for (column, other) in [("scale", "00"), ("bound", "EQUAL"), ("entry", "012"), ("entry", "+12"), ("reason", "NO_REASON"), ("status", "\u{212A}")] {
            #expect(cell(column, other) == .spelling, "\(column) \(other)")
        }
    }

    /// Nothing holds: then it was withdrawn.
    @Test func emptyLinesAreWithdrawn() throws {
        let line = "indicator:i,target,m1,,p,FY2018,,,,,,,,,,,"
        #expect(try Figures.read(Figures.header + Array((line + "WITHDRAWN,,9\r\n").utf8)).count == 1)
        #expect(throws: FiguresError(line: 2, fault: .cell(column: "change"))) { try Figures.read(Figures.header + Array((line + "REVISED,,9\r\n").utf8)) }
    }
}

extension [UInt8] {
    fileprivate func replacing(_ place: Int, with bytes: [UInt8]) -> [UInt8] { self[..<place] + bytes + self[(place + 1)...] }
}
