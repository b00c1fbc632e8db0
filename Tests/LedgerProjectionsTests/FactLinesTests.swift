import LedgerModel
import LedgerProjections
import TestSeeds
import Testing

/// Holds the fold over bytes against the naive reference and against `Facts`, on random small histories.
@Suite struct FactLinesTests {
    private static let seeds: [UInt64] = Array(1...60)
    private let indicator = Subject(.indicator, "i")

    private func day(_ n: Int) -> Day { Day(ordinal: Day(2016, 4, 1)!.ordinal + n)! }

    private func randomFact(_ rng: inout SeededGenerator) -> Statement.OneOf_Act {
        let periods = ["FY2015", "FY2016", "FY2017", "FY2015-FY2017"]
        let period = periods.randomElement(using: &rng)!
        let kind = [FactRecorded.Kind.baseline, .target, .target, .target, .actual].randomElement(using: &rng)!
        let digits = "\(Int.random(in: 0..<1000, using: &rng))"
        var act = FactRecorded()
        (act.kind, act.indicator, act.measure, act.period) = (kind, ["i", "i", "i", "j"].randomElement(using: &rng)!, ["m1", "m2"].randomElement(using: &rng)!, period)
        act.part = ["", "", "小学校/分校"].randomElement(using: &rng)!
        if kind == .actual, Int.random(in: 0..<8, using: &rng) == 0 { act.value.partial = true }
        if kind != .actual { act.plan = ["p", "p-2"].randomElement(using: &rng)! }
        if kind == .target, Int.random(in: 0..<3, using: &rng) == 0 { act.previousPeriod = periods.randomElement(using: &rng)! }
        if kind == .target, Int.random(in: 0..<6, using: &rng) == 0 { act.withdrawnTarget = true } else {
            act.value.number = digits
            act.value.unit = "人"
            act.value.status = [.a, .p, .f].randomElement(using: &rng)!
        }
        return .factRecorded(act)
    }

    private func history(_ seed: UInt64) -> Book {
        var rng = SeededGenerator(seed: seed)
        var book = Book()
        for n in 0..<Int.random(in: 1...24, using: &rng) {
            book.today = day(n).description
            if book.ledger.size > 0, Int.random(in: 0..<6, using: &rng) == 0 {
                book.withdraw(book.ledger.events.randomElement(using: &rng)!)
                continue
            }
            let from = Int.random(in: 0..<12, using: &rng)
            let decided: When = [.unknown, .day(day(from)), .range(day(from).description, day(from + 3).description)].randomElement(using: &rng)!
            let inForce = Bool.random(using: &rng) ? day(Int.random(in: 0..<14, using: &rng)).description : nil
            let change: Change = Int.random(in: 0..<3, using: &rng) == 0 ? .revised : .first
            let how = Book.How(decided: decided, inForce: inForce, change: change, texts: [.reason])
            book.enter(randomFact(&rng), how.live(Int.random(in: 0..<4, using: &rng) > 0))
        }
        return book
    }

    private func moments(_ seed: UInt64, _ size: UInt64) -> [AsOf] {
        var rng = SeededGenerator(seed: seed &* 77)
        return [AsOf.now] + (0..<40).map { _ in
            AsOf(
                number: UInt64.random(in: 0...size, using: &rng), effective: Bool.random(using: &rng) ? day(Int.random(in: -1..<16, using: &rng)) : nil,
                decided: Bool.random(using: &rng) ? day(Int.random(in: -1..<16, using: &rng)) : nil)
        }
    }

    @Test(arguments: seeds) func linesAreWhatTheReferenceSays(seed: UInt64) throws {
        let ledger = history(seed).ledger
        let reference = StateReference(log: ledger.events)
        for asOf in moments(seed, ledger.size) {
            let lines = try ledger.factLines(of: indicator, asOf: asOf)
            var expected: [String] = []
            for touch in reference.facts where touch.subject == indicator && [.baseline, .target, .actual].contains(touch.key.family) {
                guard let number = reference.holds(indicator, touch.key, s: asOf.number, e: asOf.effective, d: asOf.decided),
                    let event = ledger.event(number), let fact = event.fact, fact.keys.first == touch.key, !fact.withdrawnTarget
                else { continue }
                expected.append("\(touch.key) \(number) \(event.decidedDay) \(event.inForceDay) \(fact.value.number) \(fact.value.unit) \(fact.value.status)")
            }
            let found = lines.lines.map { line in
                let key: FactKey =
                    switch line.kind {
                    case .baseline: .baseline(plan: line.plan, measure: line.measure, part: line.part)
                    case .target: .target(plan: line.plan, measure: line.measure, part: line.part, period: line.period)
                    default: .actual(measure: line.measure, part: line.part, period: line.period)
                    }
                return "\(key) \(line.number) \(line.decidedDay) \(line.inForceDay) \(line.digits) \(line.unit) \(line.status)"
            }
            #expect(found.sorted() == expected.sorted(), "seed \(seed) at \(asOf)")
            let facts = try ledger.facts(of: indicator, asOf: asOf)
            #expect(lines.plans == facts.plans, "seed \(seed) at \(asOf)")
            for line in lines.lines { #expect(try Stated(#require(ledger.event(line.number))) == lines.stated(line), "seed \(seed) at \(asOf)") }
            for line in lines.lines where line.kind == .target {
                let original = try original(lines.stated(line), facts)
                #expect(try lines.original(of: line) == original, "seed \(seed) at \(asOf) of #\(line.number)")
                #expect(lines.isOriginal(line) == (original.number == line.number))
            }
        }
    }

    /// The first target ever set that became one, read off the facts' timelines.
    private func original(_ target: Stated, _ facts: Facts) -> Stated {
        var first = target
        var seen: Set<FactKey> = []
        while let key = first.fact.keys.first, seen.insert(key).inserted {
            guard let earliest = facts.timeline(key).compactMap(Stated.init).first(where: { $0.fact.keys.first == key }) else { break }
            first = earliest
            guard !earliest.fact.previousPeriod.isEmpty, let left = earliest.fact.keys.last, left != key,
                let before = facts.timeline(left).compactMap(Stated.init).last(where: { $0.fact.keys.first == left })
            else { break }
            first = before
        }
        return first
    }

    /// What is left out of the entries changes no line.
    @Test(arguments: seeds) func factsAloneGiveTheSameLines(seed: UInt64) throws {
        let ledger = history(seed).ledger
        for asOf in moments(seed, ledger.size) {
            let whole = try FactLines(ledger.facts(of: indicator, asOf: asOf), ledger.settings)
            #expect(try whole.lines.map(\.number) == ledger.factLines(of: indicator, asOf: asOf).lines.map(\.number), "seed \(seed) at \(asOf)")
        }
    }

    /// Whose entries can have changed no target is told without decoding them. Taking up again what never rested changes nothing, but makes sure
    /// that everything is decoded.
    @Test(arguments: seeds) func noChangeIsPassedOver(seed: UInt64) throws {
        var book = history(seed)
        let moments = moments(seed, book.ledger.size)
        func changes() throws -> [[String]] {
            try moments.map { asOf in
                try TargetAudit(book.ledger, asOf: asOf).changes.map { change in
                    let sides = "\(change.old?.event?.number ?? 0) \(change.new?.event?.number ?? 0) \(change.previous?.number ?? 0) \(change.withdrawal?.number ?? 0)"
                    return "\(change.subject.label) \(change.event.number) \(sides) \(change.effect) \(change.disguises) \(change.known.map(KnowledgeReference.line) ?? "-")"
                }
            }
        }
        let found = try changes()
        for id in ["i", "j"] where !book.ledger.events(of: Subject(.indicator, id), through: .max).isEmpty {
            book.enter(.resumed(.with { $0.subject = Subject(.indicator, id) }))
        }
        #expect(try changes() == found, "seed \(seed)")
    }

    /// What was known is told from walked actuals as from decoded ones, at any moment; and no filter changes what it lets through.
    @Test(arguments: seeds) func whatWasKnownIsWhatTheReferenceSays(seed: UInt64) throws {
        let ledger = history(seed).ledger
        for asOf in moments(seed, ledger.size) {
            let audit = try TargetAudit(ledger, asOf: asOf)
            for change in audit.changes {
                guard let known = change.known, let old = change.old?.event.flatMap(Stated.init) else { continue }
                let reference = KnowledgeReference(change.event, old, try ledger.facts(of: change.subject, asOf: asOf), ledger.settings)
                #expect(KnowledgeReference.line(known) == reference.description, "seed \(seed) at \(asOf), #\(change.event.number)")
            }
            var filter = TargetAudit.Filter()
            (filter.loosened, filter.afterActual) = (true, true)
            let narrow = try TargetAudit(ledger, asOf: asOf, filter: filter)
            let expected = audit.changes.filter { $0.effect == .loosened && $0.known?.afterActual == .yes }
            #expect(narrow.changes.map(\.event.number) == expected.map(\.event.number), "seed \(seed) at \(asOf)")
        }
    }


    @Test func bytesThatAreNoFact() throws {
        var stored = StoredEntries(history(1).ledger.settings)
        let head = EntryHead(number: 7, recorded: 0, batchFirst: 7, batchLength: 1)
        let bytes: [UInt8] = [0x9a, 0x01, 0x7f]  // ends inside an act
        #expect(throws: Problem.self) {
            try stored.add(head, bytes.span, statement: 0..<bytes.count, leavingOut: [], copy: { lent, range, copy in for i in range { copy.append(lent[i]) } })
        }
    }
}
