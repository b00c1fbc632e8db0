import LedgerModel
import LedgerProjections
import TestSeeds
import Testing

/// What is kept of an audit says what was found, and by which other subjects' entries it may change.
@Suite struct StoredChangesTests {
    /// Acts that change what is asked, directly or by a detour over plans, rules, origins, successors and programmes.
    private func history(_ rng: inout SeededGenerator) -> Book {
        var book = Book()
        book.today = "2015-10-01"
        for id in ["p", "q"] { book.enter(plan(id, id == "p" ? "FY2015-FY2019" : "FY2019-FY2023")) }
        for id in ["i", "j"] { book.enter(indicator(id)) }
        for id in ["g", "h"] { book.enter(programme(id)) }
        book.enter(rule("a", ["100", "80", ""]))
        for step in 0..<40 {
            book.today = "20\(16 + step / 9)-0\(1 + step % 9)-01"
            if Int.random(in: 0..<10, using: &rng) == 0, let event = book.ledger.events.randomElement(using: &rng) {
                book.withdraw(event)
                continue
            }
            let revised = Bool.random(using: &rng)
            book.enter(act(&rng, step), revised ? .revised(book.today) : .decided(book.today).live(Bool.random(using: &rng)))
        }
        return book
    }

    private func act(_ rng: inout SeededGenerator, _ step: Int) -> Statement.OneOf_Act {
        let one = ["i", "j"].randomElement(using: &rng)!
        let other = one == "i" ? "j" : "i"
        let plan = ["p", "q"].randomElement(using: &rng)!
        let period = ["FY2016", "FY2017", "FY2019", "<=FY2021"].randomElement(using: &rng)!
        let number = value("\(Int.random(in: 1...12, using: &rng) * 100)")
        switch Int.random(in: 0..<16, using: &rng) {
        case 0...3: return fact(.target, period, number, indicator: one, plan: plan)
        case 4...6: return fact(.actual, period, number, indicator: one)
        case 7: return fact(.baseline, "FY2014", number, indicator: one, plan: plan)
        case 8: return carriedOver(one, Bool.random(using: &rng) ? one : other, into: plan)
        case 9:
            var act = Restructured()
            (act.kind, act.from, act.to) = (.replaced, [Subject(.indicator, one)], [Subject(.indicator, other)])
            return .restructured(act)
        case 10:
            var act = PlanExtended()
            (act.plan, act.period) = (plan, ["FY2015-FY2021", "FY2016-FY2024"].randomElement(using: &rng)!)
            return .planExtended(act)
        case 11: return rule(["a", "b"].randomElement(using: &rng)!, ["90", "70", ""], version: UInt32.random(in: 1...2, using: &rng))
        case 12, 13: return graded(["g", "h"].randomElement(using: &rng)!, ["FY2016", "FY2017"].randomElement(using: &rng)!, by: ["a", "b"].randomElement(using: &rng)!, version: UInt32.random(in: 1...2, using: &rng))
        case 14: return indicator(one, [measure(unit: ["人", "件"].randomElement(using: &rng)!)])
        default:
            var act = Attached()
            (act.indicator, act.to, act.detached) = (one, Subject(.programme, "g"), Bool.random(using: &rng))
            return .attached(act)
        }
    }

    private func subjects(_ ledger: MemoryLedger) -> [Subject] { TargetAudit.kinds.flatMap { ledger.subjects(of: $0) } }

    @Test(arguments: Array(1...12) as [UInt64]) func itHoldsUntilWhatWasReadForItIsTouched(seed: UInt64) throws {
        var rng = SeededGenerator(seed: seed)
        let whole = history(&rng).ledger
        var (before, kinds) = ([Subject: StoredChanges](), Set<Subject.Kind>())
        var ledger = MemoryLedger(settings: whole.settings)
        var held = 0
        for event in whole.events {
            ledger.add(event)
            let find = ledger.changesToKeep(asOf: .now)
            let touched = Set(event.subjects)
            for subject in subjects(ledger) {
                let found = try find(subject)
                if let before = before[subject], touched.isDisjoint(with: [subject] + before.readBesides) {
                    #expect(before.bytes == found.bytes, "seed \(seed): \(subject.label) after #\(event.number)")
                    held += 1
                }
                before[subject] = found
                kinds.formUnion(found.readBesides.map(\.kind))
            }
        }
        #expect(held > 100 && kinds.isSuperset(of: [.plan]), "seed \(seed): \(held), \(kinds)")
    }

    /// A source that keeps what was found at one moment, and looks anew at what was touched since.
    private struct Keeping: LedgerSource {
        let ledger: MemoryLedger
        let kept: [Subject: [UInt8]]
        let outdated: [Subject]

        var settings: Settings { ledger.settings }
        var size: UInt64 { ledger.size }
        func events(of subject: Subject, through: UInt64) throws -> [Event] { ledger.events(of: subject, through: through) }
        func subjects(of kind: Subject.Kind) throws -> [Subject] { ledger.subjects(of: kind) }
        func event(_ number: UInt64) throws -> Event? { ledger.event(number) }
        func number(of eventID: [UInt8]) throws -> UInt64? { ledger.number(of: eventID) }
        func lastNumber(recordedBy instant: UInt64) throws -> UInt64 { ledger.lastNumber(recordedBy: instant) }
        func text(_ number: UInt64, _ field: TextField, _ ordinal: UInt32) throws -> TextReading { .none }
        func forEachEvent(after: UInt64, through: UInt64, _ body: (Event) throws -> Bool) throws { try ledger.forEachEvent(after: after, through: through, body) }
        func keptChanges(asOf: AsOf) throws -> KeptChanges? {
            KeptChanges(outdated: outdated) { body in
                for (subject, changes) in kept where !outdated.contains(subject) { try body(subject, StoredChanges(changes)) }
            }
        }
    }

    @Test(arguments: Array(1...40) as [UInt64]) func anAuditFromWhatIsKeptSaysTheSame(seed: UInt64) throws {
        var rng = SeededGenerator(seed: seed)
        let whole = history(&rng).ledger
        let cut = Int.random(in: 10...whole.events.count, using: &rng)
        var then = MemoryLedger(settings: whole.settings)
        for event in whole.events.prefix(cut) { then.add(event) }
        let find = then.changesToKeep(asOf: .now)
        let kept = try Dictionary(uniqueKeysWithValues: subjects(then).map { ($0, try find($0)) })
        let touched = Set(whole.events.dropFirst(cut).flatMap(\.subjects))
        let outdated = subjects(whole).filter { subject in
            kept[subject].map { !touched.isDisjoint(with: [subject] + $0.readBesides) } ?? true
        }
        let source = Keeping(ledger: whole, kept: kept.mapValues(\.bytes), outdated: outdated)
        for flags in 0..<8 {
            var filter = TargetAudit.Filter()
            (filter.loosened, filter.afterActual, filter.behind) = (flags & 1 != 0, flags & 2 != 0, flags & 4 != 0)
            let (a, b) = (try TargetAudit(source, filter: filter), try TargetAudit(whole, filter: filter))
            for (a, b) in [(a.changes, b.changes), (a.cannotBeTold, b.cannotBeTold)] {
                #expect(a.map(described) == b.map(described), "seed \(seed), cut at \(cut), flags \(flags)")
            }
        }
    }

    private func described(_ change: TargetChange) -> String {
        let events = [change.event, change.previous, change.withdrawal, change.old?.event, change.new?.event].map { $0?.number ?? 0 }
        let values = [change.old, change.new].map { "\($0?.period ?? "-") \($0?.value.textFormatString() ?? "-")" }
        let known = change.known.map { known in
            "\(known.actual) \(known.stated?.number ?? 0) \(known.basis.map { "\($0)" } ?? "-") \(known.latest?.actual.number ?? 0) \(known.laterCannotBeTold) \(known.latest.map { progress($0.progress) } ?? "-")"
        }
        return "\(change.subject.label) \(events) \(values) \(change.effect) \(change.disguises) \(known ?? "-")"
    }

    private func progress(_ progress: Progress) -> String {
        switch progress {
        case .undefined(let obstacle): "\(obstacle)"
        case .figure(let figure): "\(figure.formula) \(figure.attained.rounded(digits: 6)) \(figure.planned?.rounded(digits: 6) ?? "-")"
        }
    }

    /// Grades in many lines, of each of which the rule changed.
    @Test func theOrderOfWhatWasFoundIsNoAccident() throws {
        var book = judgedAnew(to: ["90", "80", ""])
        for plan in ["q", "r", "s", "t"] {
            for (period, rule) in [("FY2016", "a"), ("FY2017", "b"), ("FY2018", "a")] {
                guard case .gradeGiven(var act) = graded("g", period, by: rule) else { preconditionFailure("a grade") }
                act.plan = plan
                book.enter(.gradeGiven(act))
            }
        }
        let find = book.ledger.changesToKeep(asOf: .now)
        // The same in every process: dictionaries differ from one to the next.
        let sum = try find(Subject(.programme, "g")).bytes.reduce(0 as UInt32) { $0 &* 31 &+ UInt32($1) }
        #expect(sum == 3_619_573_821)
    }

    /// Cut or altered anywhere, a row is refused or read; it never ends the program.
    @Test func bytesThatAreNoRow() throws {
        var rng = SeededGenerator(seed: 3)
        let ledger = history(&rng).ledger
        let find = ledger.changesToKeep(asOf: .now)
        let rows = try subjects(ledger).map { ($0, try find($0)) }.filter { !$0.1.isEmpty }
        #expect(!rows.isEmpty)
        var refused = 0
        for (subject, row) in rows {
            for i in row.bytes.indices {
                for bytes in [Array(row.bytes.prefix(i))] + [0, i % 7 + 1].map({ bit in var bytes = row.bytes; bytes[i] ^= 1 << UInt8(bit); return bytes }) {
                    do { _ = try TargetAudit(Keeping(ledger: ledger, kept: [subject: bytes], outdated: [])) } catch let problem as Problem {
                        #expect(problem.code == .damaged)
                        refused += 1
                    }
                }
            }
        }
        #expect(refused > 100)
    }
}
