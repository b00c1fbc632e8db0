import LedgerModel
import Testing

@testable import LedgerEditions

@Suite struct FiguresComparisonTests {
    typealias Verdict = FiguresComparison.Verdict

    /// What differs between two editions of a small ledger, by period of the target.
    func compare(_ change: (inout Town) throws -> Void) throws -> [Verdict] {
        var town = Town.small()
        town.add(target(number("10"), "FY2018"))
        town.add(target(number("20"), "FY2019"))
        let old = try Figures.read(town.figures())
        try change(&town)
        return FiguresComparison(old: old, new: try Figures.read(town.figures())).lines.map(\.verdict)
    }

    @Test func declaredChangesAreTold() throws {
        #expect(try compare { _ in } == [.unchanged, .unchanged])
        #expect(try compare { $0.add(target(number("9"), "FY2018"), on: "2018-03-31", .revised) } == [.declared, .unchanged])
        let provisional = Value.with { $0.number = "10"; $0.unit = "人"; $0.status = .p }
        #expect(try compare { $0.add(target(provisional, "FY2018"), on: "2018-03-31", .finalised) } == [.declared, .unchanged])
        // A new entry that says the same: nothing has changed.
        #expect(try compare { $0.add(target(number("10"), "FY2018"), on: "2018-03-31", .corrected) } == [.unchanged, .unchanged])
        #expect(try compare { $0.add(target(nil, "FY2018"), on: "2018-03-31", .revised) } == [.removed, .unchanged])
        #expect(try compare { $0.withdraw(9) } == [.removed, .unchanged])
        #expect(try compare { $0.withdraw(9); $0.add(target(number("11"), "FY2018"), on: "2018-03-31") } == [.declared, .unchanged])
        #expect(try compare { $0.add(target(number("1"), "FY2020")) } == [.unchanged, .unchanged, .added])
        #expect(try compare { $0.add(target(number("10"), "FY2020", from: "FY2018"), on: "2018-03-31", .revised) } == [.removed, .unchanged, .added])
    }

    /// The year of a baseline is part of what it says: one figure, changed.
    @Test func aBaselineOfAnotherYearIsAChange() throws {
        var town = Town.small()
        town.add(baseline(number("100")))
        let old = try Figures.read(town.figures())
        town.add(baseline(number("100"), "FY2015"), on: "2018-03-31", .corrected, .error)
        #expect(FiguresComparison(old: old, new: try Figures.read(town.figures())).lines.map(\.verdict) == [.declared])
    }

    /// Two lines, each of every small kind: the verdict follows from the four rules, written out again.
    @Test func everySmallPairIsJudged() throws {
        func figures(_ entry: UInt64, _ value: String, _ change: String) throws -> [Figure] {
            let cells = value.isEmpty ? ",,,,,,,,," : "\(value),0,,,,,,A,,"
            let line = "indicator:i,actual,m,,,FY2016,\(cells),\(change),,\(entry)\r\n"
            return try Figures.read(Figures.header + Array(line.utf8))
        }
        // Another subject's line says that the older file knew entry 5.
        let known = try Figures.read(Figures.header + Array("indicator:j,actual,m,,,FY2016,1,0,,,,,,A,,,FIRST,,5\r\n".utf8))
        let changes = Figure.Change.allCases.map(\.rawValue)
        let all = try (3...7).flatMap { entry in
            try ["1", "2", ""].flatMap { value in
                try changes.filter { !value.isEmpty || $0 == "WITHDRAWN" }.map { (entry, value, $0, try figures(UInt64(entry), value, $0)) }
            }
        }
        #expect(all.count == 5 * (2 * 7 + 1))
        var seen: Set<Verdict> = []
        for old in all {
            for new in all {
                let verdict = FiguresComparison(old: old.3 + known, new: new.3 + known).lines[0].verdict
                let expected: Verdict
                if new.0 == old.0 { expected = new.1 == old.1 && new.2 == old.2 ? .unchanged : .undeclared(.sameEntry) }
                else if new.0 <= max(5, old.0) { expected = .undeclared(.notNewer) }
                else if new.2 == "FIRST" { expected = .undeclared(.first) }
                else if new.1 == old.1 { expected = .unchanged }
                else { expected = new.1.isEmpty ? .removed : .declared }
                #expect(verdict == expected, "\(old) \(new)")
                seen.insert(verdict)
            }
        }
        #expect(seen.count == 6)
        let only = all[0].3
        #expect(FiguresComparison(old: only + known, new: known).lines.map(\.verdict) == [.undeclared(.subjectGone), .unchanged])
        #expect(FiguresComparison(old: known, new: only + known).lines.map(\.verdict) == [.added, .unchanged])
        // The older file shows the subject without the line, and knew later entries.
        let sibling = try Figures.read(Figures.header + Array("indicator:i,actual,m,,,FY2015,1,0,,,,,,A,,,FIRST,,3\r\n".utf8))
        #expect(FiguresComparison(old: sibling + known, new: sibling + only + known).lines.map(\.verdict) == [.unchanged, .undeclared(.leftOut), .unchanged])
        #expect(FiguresComparison(old: sibling + only, new: sibling).lines.map(\.verdict) == [.unchanged, .undeclared(.vanished)])
        let late = try figures(6, "1", "FIRST")
        #expect(FiguresComparison(old: sibling + known, new: sibling + late + known).lines.map(\.verdict) == [.unchanged, .added, .unchanged])
        #expect(FiguresComparison(old: only, new: known).common == 0)
        #expect(FiguresComparison(old: only + known, new: known).common == 1)
        #expect(FiguresComparison(old: [], new: []).lines.isEmpty)
    }

    /// Honest editions of one ledger never show an undeclared change, whatever happened between them.
    @Test func honestHistoriesAreDeclared() throws {
        var seen: Set<Verdict> = []
        for seed in UInt64(500)...530 {
            let town = Chance(seed: seed).town(entries: 40)
            let editions = try stride(from: 8, through: town.size, by: 8).map { try Figures.read(town.figures(["p", "q"], size: $0)) }
            for (place, old) in editions.enumerated() {
                for new in editions[place...] {
                    let verdicts = FiguresComparison(old: old, new: new).lines.map(\.verdict)
                    #expect(!verdicts.contains { if case .undeclared = $0 { true } else { false } }, "seed \(seed)")
                    seen.formUnion(verdicts)
                }
            }
        }
        #expect(seen == [.unchanged, .declared, .added, .removed])
    }

    /// A newer file in which one line was changed or left out behind the ledger's back.
    @Test func everyQuietChangeIsFound() throws {
        for seed in UInt64(700)...710 {
            let town = Chance(seed: seed).town(entries: 40)
            let old = try Figures.read(town.figures(["p", "q"], size: town.size - 8))
            let new = try Figures.read(town.figures(["p", "q"]))
            for place in new.indices where old.contains(where: { $0.key == new[place].key }) {
                var without = new
                without.remove(at: place)
                #expect(undeclared(old, without) == 1, "seed \(seed)")
                guard old.contains(where: { $0.line == new[place].line }) else { continue }
                let cells = FigureCells.of(new[place])
                let spoils = [(6, "12345"), (8, "other"), (16, "CORRECTED"), (17, "DISASTER"), (18, "1")]
                for (column, other) in spoils where cells[column] != other && !cells[6].isEmpty {
                    var changed = cells
                    changed[column] = other
                    let line = try FigureCells.read(changed)
                    #expect(undeclared(old, new.prefix(place) + [line] + new.dropFirst(place + 1)) == 1, "seed \(seed) column \(column)")
                }
            }
        }
    }

    /// A line that an act declares, with another value than the one that was sealed.
    @Test func whatWasSealedDecides() throws {
        var town = Town.small()
        town.add(target(number("10")))
        town.add(target(number("1"), indicator: "j"))
        let old = try Figures.read(town.figures())
        town.add(target(number("8")), on: "2018-03-31", .revised, .unattainable)
        let sealed = try Figures.read(town.figures())
        let forged = try Figures.read(Array(text(town.figures()).replacing(",8,0,", with: ",7,0,").utf8))
        let comparison = FiguresComparison(old: old, new: forged)
        #expect(comparison.lines.map(\.verdict) == [.declared, .unchanged])
        let i = Subject(.indicator, "i")
        for subjects in [nil, [i]] as [Set<Subject>?] {
            #expect(comparison.held(against: sealed, of: subjects).lines.map(\.verdict) == [.undeclared(.notSealed), .unchanged])
            #expect(FiguresComparison(old: old, new: sealed).held(against: sealed, of: subjects).lines.map(\.verdict) == [.declared, .unchanged])
        }
        #expect(comparison.held(against: sealed, of: [Subject(.indicator, "j")]).lines.map(\.verdict) == [.declared, .unchanged])
        // A proof of absence: no line of the subject is right.
        #expect(comparison.held(against: [], of: [i]).lines.map(\.verdict) == [.undeclared(.notSealed), .unchanged])
        #expect(comparison.held(against: [], of: nil).counts == ["undeclared": 2])
    }

    private func undeclared(_ old: [Figure], _ new: [Figure]) -> Int {
        FiguresComparison(old: old, new: new).lines.count { if case .undeclared = $0.verdict { true } else { false } }
    }
}
