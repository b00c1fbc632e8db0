import LedgerMerkle
import LedgerModel

@testable import LedgerProofs

/// A small ledger's leaves, made only as far as proofs read them: links, statement, number.
struct City {
    private(set) var log = MemoryLog(count: 0)
    private(set) var leaves: [Leaf] = []
    private(set) var scope = SealScope()
    private var chains: [Subject: (version: UInt64, hash: Hash)] = [:]
    static let name = "example.com/kpi"
    static let indicator = Subject(.indicator, "airport-users")
    static let figures = ascii("airport-users,空港利用者数,FY2016,1200\r\nairport-users,空港利用者数,FY2017,\"1,300\"\r\n")

    /// Stores an act as the next entry; `change` may spoil the leaf first.
    mutating func add(_ act: Statement.OneOf_Act, change: (inout Leaf) -> Void = { _ in }) {
        var leaf = Leaf()
        leaf.format = 1
        leaf.number = UInt64(leaves.count) + 1
        leaf.recorded.unixNs = 1_700_000_000_000_000_000 + leaf.number
        leaf.batch.first = leaf.number
        leaf.batch.length = 1
        leaf.statement.ledger = .init(repeating: 7, count: 16)
        leaf.statement.event = .init(repeating: UInt8(leaf.number), count: 16)
        leaf.statement.recordedBy = Subject(.actor, "acc")
        leaf.statement.decided = .unknown
        leaf.statement.act = act
        for subject in leaf.statement.subjects {
            let before = chains[subject] ?? (0, .zero)
            var link = Link()
            link.subject = subject
            link.version = before.version + 1
            link.previous = .init(before.hash.bytes)
            leaf.links.append(link)
        }
        change(&leaf)
        let bytes = try! Codec.encode(leaf)
        for link in leaf.links { chains[link.subject] = (link.version, leafHash(bytes)) }
        scope.take(leaf.statement, hash: leafHash(bytes))
        leaves.append(leaf)
        log.append(bytes)
    }

    /// Opened; two plans with an indicator each; three targets of the first; then an edition of the first plan.
    static func usual(events: Int = 3, spoil: (Int, inout Leaf) -> Void = { _, _ in }, edition: (inout EditionPublished) -> Void = { _ in }) -> City {
        var city = City()
        city.add(.ledgerOpened(.with { $0.name = name }))
        city.add(.actorRegistered(.with { $0.id = "acc" }))
        for (plan, id) in [("plan-2015", indicator.id), ("plan-other", "visitors")] {
            city.add(.planAdopted(.with { $0.id = plan; $0.name = plan; $0.period = "FY2015-FY2019" }))
            city.add(.indicatorDefined(.with { $0.id = id; $0.name = id; $0.attachedTo = [Subject(.plan, plan)] })) { spoil(0, &$0) }
        }
        for number in 1...events {
            city.add(target(number)) { spoil(number, &$0) }
            city.add(.amountRecorded(.with { $0.subject = Subject(.plan, "plan-other"); $0.period = "FY201\(number)" }))
        }
        city.publish("h29", plans: ["plan-2015"], change: edition)
        city.add(target(9))
        return city
    }

    private static func target(_ number: Int) -> Statement.OneOf_Act {
        .factRecorded(.with { $0.kind = .target; $0.indicator = indicator.id; $0.plan = "plan-2015"; $0.measure = "m"; $0.period = "FY201\(number)" })
    }

    mutating func publish(_ id: String, plans: [String], change: (inout EditionPublished) -> Void = { _ in }) {
        var edition = EditionPublished()
        edition.id = id
        edition.label = "H29"
        edition.plans = plans
        edition.size = UInt64(leaves.count)
        edition.seal = .init(scope.seal(plans: plans) { Self.figures(of: $0) }.root.bytes)
        change(&edition)
        add(.editionPublished(edition))
    }

    static func figures(of subject: Subject) -> [UInt8] { subject == indicator ? figures : [] }

    /// Everything that an honest prover puts together, for the edition in entry `number`.
    func proof(of subject: Subject = indicator, edition number: Int? = nil, seal: Seal? = nil) throws -> IndicatorProof {
        let number = number ?? leaves.firstIndex { if case .editionPublished? = $0.statement.act { true } else { false } }! + 1
        guard case .editionPublished(let edition)? = leaves[number - 1].statement.act else { preconditionFailure("no edition") }
        var past = SealScope()
        for index in 0..<number - 1 { past.take(leaves[index].statement, hash: leafHash(log.entries[index])) }
        let seal = seal ?? past.seal(plans: edition.plans) { Self.figures(of: $0) }
        let path = seal.proof(of: subject)
        let isSealed = path.end?.key == subject.sealKey
        let events = (0..<number - 1).filter { isSealed && leaves[$0].statement.subjects.contains(subject) }.map { log.entries[$0] }
        let checkpoint = try Published.logKey.sign(log.checkpoint(Self.name))
        return try IndicatorProof(
            subject: subject, edition: log.entries[number - 1], path: path, events: events, figures: isSealed ? Self.figures(of: subject) : [],
            inclusion: TlogProof(index: UInt64(number - 1), checkpoint: checkpoint, reader: log))
    }
}
