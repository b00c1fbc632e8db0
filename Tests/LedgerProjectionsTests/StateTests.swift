import LedgerModel
import LedgerProjections
import TestSeeds
import Testing

/// Holds the program's state rule against the naive reference on random small histories.
@Suite struct StateTests {
    private static let seeds: [UInt64] = Array(1...40)

    private func day(_ n: Int) -> Day { Day(ordinal: Day(2016, 4, 1)!.ordinal + n)! }

    private func randomWhen(_ rng: inout SeededGenerator) -> When {
        let from = Int.random(in: 0..<12, using: &rng)
        switch Int.random(in: 0..<4, using: &rng) {
        case 0: return .unknown
        case 1: return .range(day(from).description, day(from + Int.random(in: 1..<4, using: &rng)).description)
        default: return .day(day(from))
        }
    }

    private func randomAct(_ rng: inout SeededGenerator) -> Statement.OneOf_Act {
        let id = ["i", "j"].randomElement(using: &rng)!
        let periods = ["FY2015", "FY2016", "FY2015-FY2016"]
        let period = periods.randomElement(using: &rng)!
        switch Int.random(in: 0..<6, using: &rng) {
        case 0: return indicator(id, at: [Subject(.programme, "g")])
        case 1: return fact(.actual, period, value("1"), indicator: id)
        case 2: return fact(.target, period, value("1"), indicator: id, from: periods.filter { $0 != period }.randomElement(using: &rng)!)
        case 3: return fact(.target, period, nil, indicator: id)
        case 4:
            var act = Renamed()
            act.subject = Subject(.indicator, id)
            act.name = "n"
            return .renamed(act)
        default:
            var act = Attached()
            act.indicator = id
            act.to = Subject(.programme, "g")
            act.detached = Bool.random(using: &rng)
            return .attached(act)
        }
    }

    private func history(_ seed: UInt64) -> Book {
        var rng = SeededGenerator(seed: seed)
        var book = Book()
        for n in 0..<Int.random(in: 1...10, using: &rng) {
            book.today = day(n).description
            if book.ledger.size > 0, Int.random(in: 0..<4, using: &rng) == 0 {
                book.withdraw(book.ledger.events.randomElement(using: &rng)!)
            } else {
                let inForce = Bool.random(using: &rng) ? day(Int.random(in: 0..<14, using: &rng)).description : nil
                book.enter(randomAct(&rng), Book.How(decided: randomWhen(&rng), inForce: inForce))
            }
        }
        return book
    }

    @Test(arguments: seeds) func factsHoldAsTheReferenceSays(seed: UInt64) throws {
        let ledger = history(seed).ledger
        let reference = StateReference(log: ledger.events)
        let days: [Day?] = [nil] + (-1...16).map { day($0) }
        for number in 0...ledger.size {
            for effective in days {
                for decided in [nil, day(3), day(8)] {
                    let asOf = AsOf(number: number, effective: effective, decided: decided)
                    for subject in Set(reference.facts.map(\.subject)) {
                        let facts = try ledger.facts(of: subject, asOf: asOf)
                        for touch in reference.facts where touch.subject == subject {
                            let expected = reference.holds(subject, touch.key, s: number, e: effective, d: decided)
                            #expect(facts.holds(touch.key)?.number == expected, "seed \(seed) at \(asOf) \(subject.label) \(touch.key)")
                        }
                    }
                }
            }
        }
    }

    /// What holds on a day of the in-force axis is what a moment with that effective day sees.
    @Test(arguments: seeds) func holdsOnADay(seed: UInt64) throws {
        let ledger = history(seed).ledger
        for touch in StateReference(log: ledger.events).facts {
            let all = try ledger.facts(of: touch.subject)
            for n in -1...16 {
                let then = try ledger.facts(of: touch.subject, asOf: AsOf(effective: day(n)))
                #expect(all.holds(touch.key, on: day(n)) == then.holds(touch.key), "seed \(seed) day \(day(n)) \(touch.key)")
            }
        }
    }
}
