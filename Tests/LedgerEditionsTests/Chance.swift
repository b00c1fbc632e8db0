import LedgerEditions
import LedgerMerkle
import LedgerModel
import LedgerProjections
import LedgerProofs
import LedgerTestSupport
import TestSeeds

/// Random small histories that keep the rules of change: FIRST only where nothing stands. The same for the same seed.
struct Chance {
    var generator: SeededGenerator
    private var days = 0

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }

    /// Plans p and q, sections and programmes that come to be members of each other, values, withdrawals.
    func town(entries: Int) -> Town {
        var chance = self
        var town = Town.small()
        town.add(.sectionAdded(.with { $0.id = "t"; $0.plan = "q"; $0.parent = "s"; $0.name = "t" }))
        town.add(.programmeRegistered(.with { $0.id = "h"; $0.name = "h" }))
        for _ in 0..<entries { chance.step(&town) }
        return town
    }

    private mutating func step(_ town: inout Town) {
        let (indicator, programme, section) = (["i", "j", "k"][below(3)], ["g", "h"][below(2)], ["s", "t"][below(2)])
        switch below(12) {
        case 0: town.add(.programmeListed(.with { $0.programme = programme; $0.section = section; $0.mark = .removed }))
        case 1:
            let to = [Subject(.plan, "p"), Subject(.plan, "q"), Subject(.section, section), Subject(.programme, programme)][below(4)]
            town.add(.attached(.with { $0.indicator = indicator; $0.to = to; $0.detached = true }))
        // Sections in each other: a circle that no rule of the seal may follow forever.
        case 2: town.add(.moved(.with { $0.subject = Subject(.section, section); $0.to = Subject(.section, section == "s" ? "t" : "s") }))
        case 3, 4: withdraw(&town)
        case 5:
            let subject = Subject(.programme, programme)
            fact(.amountRecorded(.with { $0.subject = subject; $0.period = "FY2016"; $0.value = number("\(below(100))", "円") }), &town)
        case 6:
            let subject = Subject(.indicator, indicator)
            fact(.gradeGiven(.with { $0.subject = subject; $0.plan = "p"; $0.period = "FY2016"; $0.grade = ["A", "B"][below(2)] }), &town)
        case 7: fact(actual(number("\(below(100))"), ["FY2015", "FY2016"][below(2)], indicator: indicator), &town)
        default:
            let (from, to) = [("", "FY2018"), ("", "FY2019"), ("FY2018", "FY2019"), ("FY2019", "FY2018")][below(4)]
            fact(target(below(5) == 0 && from.isEmpty ? nil : number("\(below(100))"), to, from: from, indicator: indicator), &town)
        }
    }

    private mutating func fact(_ act: Statement.OneOf_Act, _ town: inout Town) {
        var statement = Statement()
        statement.act = act
        guard let touch = statement.touches.first else { return }
        let held = Facts(touch.subject, town.events(of: touch.subject, through: .max)).holds(touch.key)
        let stands = held.map { $0.fact.map { $0.keys.first == touch.key && !$0.withdrawnTarget } ?? true } ?? false
        days += below(3) == 0 ? -5 : 9
        let day = "20\(20 + max(0, days) / 300)-0\(1 + max(0, days) / 28 % 9)-\(10 + max(0, days) % 18)"
        town.add(act, on: day, stands ? [Change.revised, .corrected, .finalised][below(3)] : .first, stands ? .planChange : .noReason)
    }

    private mutating func withdraw(_ town: inout Town) {
        let gone = Set(town.events.compactMap { event in if case .withdrawn(let act)? = event.statement.act { act.number } else { nil } })
        let open = town.events.filter { event in
            if case .withdrawn? = event.statement.act { return false }
            return event.number > 8 && !gone.contains(event.number)
        }
        if !open.isEmpty { town.withdraw(open[below(open.count)].number, .other) }
    }
}

/// The definitions, as plainly as they can be put; they look at the whole log again and again.
enum Reference {
    /// Sets of subjects are enlarged until nothing is added.
    static func subjects(_ town: Town, _ plans: [String], _ size: UInt64) -> Set<Subject> {
        let events = town.events.prefix(Int(size))
        let known = Set(events.flatMap(\.subjects))
        var found = known.intersection(plans.map { Subject(.plan, $0) })
        while true {
            var more = found
            for touch in events.flatMap(\.touches) where touch.key.family == .member && found.contains(touch.subject) {
                more.formUnion(known.filter { $0.path == touch.key.path })
            }
            if more == found { return found }
            found = more
        }
    }

    static func seal(_ town: Town, _ plans: [String], _ size: UInt64) throws -> Seal {
        Seal(
            try subjects(town, plans, size).map { subject in
                let events = town.events.prefix(Int(size)).filter { $0.subjects.contains(subject) }
                return SealLeaf(
                    subject: subject, version: UInt64(events.count), newest: leafHash(town.leaves[Int(events.last!.number) - 1]),
                    figures: try Figures.lines(of: subject, size: size, in: town))!
            })
    }

    /// `entry, whether withdrawn` of every figure of a subject: the last entry after which something else held than before it.
    static func entries(_ town: Town, _ subject: Subject, _ size: UInt64) -> [String] {
        let families: Set<FactKey.Family> = [.baseline, .target, .actual, .grade, .amount]
        let events = town.events(of: subject, through: size)
        let keys = Set(events.flatMap(\.touches).filter { $0.subject == subject && families.contains($0.key.family) }.map(\.key))
        return keys.map { key in
            let states = (0...size).map { n in held(events.filter { $0.number <= n }, subject, key) }
            let entry = (1...Int(size)).last { states[$0] != states[$0 - 1] }!
            let holder = states[Int(size)].flatMap { n in events.first { $0.number == n } }
            let isEmpty = holder.map { $0.fact.map { $0.keys.first != key || $0.withdrawnTarget } ?? false } ?? true
            return "\(entry) \(isEmpty || holder?.number != UInt64(entry))"
        }
    }

    private static func held(_ events: [Event], _ subject: Subject, _ key: FactKey) -> UInt64? {
        let gone = Set(events.compactMap { event in if case .withdrawn(let act)? = event.statement.act { act.number } else { nil } })
        return events.filter { $0.touches.contains(Touch(subject: subject, key: key)) && !gone.contains($0.number) }
            .max { ($0.inForceDay, $0.number) < ($1.inForceDay, $1.number) }?.number
    }
}
