import LedgerEditions
import LedgerMerkle
import LedgerModel
import LedgerProjections
import LedgerProofs

/// A small ledger as far as editions read it: leaves with links, events by subject, the log's tree.
struct Town: SealSource, HashReader {
    struct Missing: Error {}

    static let settings = Settings(name: "example.com/kpi", utcOffsetMinutes: 540, fiscalFirstMonth: 4)
    private(set) var events: [Event] = []
    private(set) var leaves: [[UInt8]] = []
    private var bySubject: [Subject: [Event]] = [:]
    private var chains: [Subject: (version: UInt64, hash: Hash)] = [:]
    private var frontier = Frontier()
    private var levels: [[Hash]] = []

    var size: UInt64 { UInt64(events.count) }

    /// Stores an act as the next entry and returns its number. Decided on `day`, and in force from then.
    @discardableResult
    mutating func add(
        _ act: Statement.OneOf_Act, on day: String = "2016-04-01", _ change: Change = .first, _ reason: Reason = .noReason
    ) -> UInt64 {
        var leaf = Leaf()
        leaf.format = 1
        leaf.number = size + 1
        leaf.recorded.unixNs = 1_700_000_000_000_000_000 + leaf.number
        leaf.batch.first = leaf.number
        leaf.batch.length = 1
        leaf.statement.ledger = .init(repeating: 7, count: 16)
        leaf.statement.event = .init((0..<16).map { UInt8(truncatingIfNeeded: leaf.number >> UInt64($0 * 8)) })
        leaf.statement.recordedBy = Subject(.actor, "clerk")
        leaf.statement.decided.from = day
        leaf.statement.change = change
        leaf.statement.reason = reason
        leaf.statement.act = act
        for subject in leaf.statement.subjects {
            let before = chains[subject] ?? (0, .zero)
            leaf.links.append(.with { $0.subject = subject; $0.version = before.version + 1; $0.previous = .init(before.hash.bytes) })
        }
        let bytes = try! Codec.encode(leaf)
        for link in leaf.links { chains[link.subject] = (link.version, leafHash(bytes)) }
        for (level, hash) in frontier.append(leafHash(bytes)).enumerated() {
            if levels.count == level { levels.append([]) }
            levels[level].append(hash)
        }
        leaves.append(bytes)
        let event = Event(leaf, settings: Self.settings)
        events.append(event)
        for subject in event.subjects { bySubject[subject, default: []].append(event) }
        return leaf.number
    }

    /// Withdraws an entry.
    @discardableResult
    mutating func withdraw(_ number: UInt64, _ reason: Reason = .error) -> UInt64 {
        let event = events[Int(number) - 1]
        return add(.withdrawn(.with { $0.number = number; $0.event = event.statement.event; $0.subjects = event.subjects }), on: "2021-04-01", .first, reason)
    }

    /// Publishes an edition that seals its plans. `change` may spoil it first.
    @discardableResult
    mutating func publish(_ id: String, _ plans: [String], change: (inout EditionPublished) -> Void = { _ in }) throws -> UInt64 {
        var edition = EditionPublished()
        edition.id = id
        edition.label = id
        edition.plans = plans
        edition.size = size
        edition.seal = .init(try seal(plans, size).root.bytes)
        change(&edition)
        return add(.editionPublished(edition))
    }

    func seal(_ plans: [String], _ size: UInt64) throws -> Seal {
        try EditionSeal.make(plans: plans, size: size, in: self) { leafHash(leaves[Int($1.number) - 1]) }
    }

    func figures(_ plans: [String] = ["p"], size: UInt64? = nil) throws -> [UInt8] { try Figures.file(plans: plans, size: size ?? self.size, in: self) }

    func events(of subject: Subject, through: UInt64) -> [Event] {
        (bySubject[subject] ?? []).filter { $0.number <= through }
    }

    func hash(level: Int, index: UInt64) throws -> Hash {
        guard level < levels.count, index < levels[level].count else { throw Missing() }
        return levels[level][Int(index)]
    }
}

extension Town {
    /// A plan with a section, a programme, two indicators; one indicator of another plan.
    static func small() -> Town {
        var town = Town()
        town.add(.ledgerOpened(.with { $0.name = settings.name }))
        town.add(.planAdopted(.with { $0.id = "p"; $0.name = "plan"; $0.period = "FY2015-FY2019" }))
        town.add(.planAdopted(.with { $0.id = "q"; $0.name = "other"; $0.period = "FY2015-FY2019" }))
        town.add(.sectionAdded(.with { $0.id = "s"; $0.plan = "p"; $0.name = "section" }))
        town.add(.programmeRegistered(.with { $0.id = "g"; $0.section = "s"; $0.name = "programme" }))
        for (id, to) in [("i", Subject(.programme, "g")), ("j", Subject(.section, "s")), ("k", Subject(.plan, "q"))] {
            town.add(.indicatorDefined(.with { $0.id = id; $0.name = id; $0.attachedTo = [to] }))
        }
        return town
    }
}

func number(_ digits: String, _ unit: String = "人") -> Value { .with { $0.number = digits; $0.unit = unit } }

func target(
    _ value: Value?, _ period: String = "FY2019", from previous: String = "", indicator: String = "i", part: String = "", plan: String = "p"
) -> Statement.OneOf_Act {
    .factRecorded(
        .with {
            $0.kind = .target; $0.indicator = indicator; $0.measure = "m1"; $0.part = part; $0.plan = plan; $0.period = period; $0.previousPeriod = previous
            if let value { $0.value = value } else { $0.withdrawnTarget = true }
        })
}

func baseline(_ value: Value, _ period: String = "FY2014") -> Statement.OneOf_Act {
    .factRecorded(.with { $0.kind = .baseline; $0.indicator = "i"; $0.measure = "m1"; $0.plan = "p"; $0.period = period; $0.value = value })
}

func actual(_ value: Value, _ period: String = "FY2016", indicator: String = "i") -> Statement.OneOf_Act {
    .factRecorded(.with { $0.kind = .actual; $0.indicator = indicator; $0.measure = "m1"; $0.period = period; $0.value = value })
}

func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }
