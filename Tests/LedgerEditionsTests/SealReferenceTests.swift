import LedgerEditions
import LedgerMerkle
import LedgerModel
import LedgerProofs
import Testing

@Suite struct SealReferenceTests {
    /// Random histories with circles, memberships that end, withdrawals: the walk from the plans against sets over the whole log.
    @Test func everyRandomHistoryHasTheReferenceRoot() throws {
        for seed in UInt64(100)...160 {
            let town = Chance(seed: seed).town(entries: 30)
            for plans in [["p"], ["q"], ["p", "q"], ["q", "p", "p"], [], ["unknown"]] {
                for size in [0, 1, 4, 9, 20, town.size] {
                    let root = try town.seal(plans, size).root
                    #expect(try root == Reference.seal(town, plans, size).root, "seed \(seed) plans \(plans) size \(size)")
                }
            }
        }
    }

    @Test func whatWasOnceAMemberStays() throws {
        var town = Town.small()
        let before = try town.seal(["p"], town.size)
        #expect(try before.proof(of: Subject(.indicator, "k")).verify(Subject(.indicator, "k"), root: before.root) == nil)
        town.add(.attached(.with { $0.indicator = "i"; $0.to = Subject(.programme, "g"); $0.detached = true }))
        town.withdraw(4)
        let after = try town.seal(["p"], town.size)
        for label in ["plan:p", "section:s", "programme:g", "indicator:i", "indicator:j"] {
            let subject = try #require(Subject(label: label))
            let leaf = try #require(try after.proof(of: subject).verify(subject, root: after.root))
            #expect(leaf.version == UInt64(town.events(of: subject, through: .max).count))
        }
        // A plan that nobody adopted seals nothing.
        #expect(try town.seal(["unknown"], town.size).root == .emptySeal)
        #expect(try town.seal(["p"], 1).root == .emptySeal)
    }

    /// Only the sealed subjects are read, each once.
    @Test func nothingElseIsRead() throws {
        final class Watched: SealSource {
            let town: Town
            var asked: [Subject] = []
            init(_ town: Town) { self.town = town }
            func events(of subject: Subject, through: UInt64) -> [Event] {
                asked.append(subject)
                return town.events(of: subject, through: through)
            }
        }
        var town = Town.small()
        town.add(target(number("1"), indicator: "k", plan: "q"))
        let watched = Watched(town)
        _ = try EditionSeal.make(plans: ["p"], size: town.size, in: watched) { _, _ in .zero }
        #expect(watched.asked.map(\.label).sorted() == ["indicator:i", "indicator:j", "plan:p", "programme:g", "section:s"])
        try SealedSubjects.forEach(of: ["unknown"], size: town.size, in: town) { subject, _ in Issue.record("\(subject.label)") }
    }
}

@Suite struct EditionProofTests {
    static let key = SigningKey(name: Town.settings.name, type: .note, seed: Array(0..<32))!
    let policy = Policy(logs: [key.verifier])

    func town(edition change: (inout EditionPublished) -> Void = { _ in }) throws -> (Town, UInt64) {
        var town = Town.small()
        town.add(target(number("10")))
        town.add(actual(number("7")))
        town.add(target(number("8")), on: "2018-03-31", .revised, .unattainable)
        town.add(target(number("3"), indicator: "k", plan: "q"))
        let edition = try town.publish("h28", ["p"], change: change)
        town.add(actual(number("9"), "FY2017"))
        return (town, edition)
    }

    func proof(_ subject: Subject, _ town: Town, _ edition: UInt64) throws -> IndicatorProof {
        let checkpoint = Checkpoint(origin: Town.settings.name, size: town.size, root: try rootHash(size: town.size, reader: town))!
        let inclusion = try TlogProof(index: edition - 1, checkpoint: Self.key.sign(checkpoint), reader: town)
        return try EditionProof.make(
            of: subject, edition: town.leaves[Int(edition) - 1], in: town, leaf: { town.leaves[Int($0) - 1] }, inclusion: inclusion)
    }

    @Test func everySubjectIsProvedInOrOut() throws {
        let (town, edition) = try town()
        for subject in Set(town.events.flatMap(\.subjects)).union([Subject(.indicator, "never")]).sorted() {
            let file = try proof(subject, town, edition).bytes
            let proven = try IndicatorProof(parsing: file).verify(policy: policy)
            #expect(proven.subject == subject && proven.edition.id == "h28" && proven.number == edition)
            let isSealed = Reference.subjects(town, ["p"], edition - 1).contains(subject)
            guard case .sealed(let events, let figures) = proven.said else {
                #expect(!isSealed, "\(subject.label)")
                continue
            }
            #expect(isSealed, "\(subject.label)")
            #expect(events.map(\.number) == town.events(of: subject, through: edition - 1).map(\.number))
            #expect(try Array(figures.utf8) == Figures.lines(of: subject, size: edition - 1, in: town))
        }
        guard case .sealed(_, let figures) = try proof(Subject(.indicator, "i"), town, edition).verify(policy: policy).said else {
            Issue.record("absent"); return
        }
        #expect(
            figures == "indicator:i,target,m1,,p,FY2019,8,0,人,,,,,A,,,REVISED,UNATTAINABLE,11\r\n"
                + "indicator:i,actual,m1,,,FY2016,7,0,人,,,,,A,,,FIRST,,10\r\n")
    }

    /// A false or missing seal has no proof; nor has an entry that is no edition.
    @Test func noProofIsMadeOfAFalseSeal() throws {
        let (lying, edition) = try town { $0.seal[3] ^= 1 }
        #expect(throws: Refusal.mismatch(.seal)) { try proof(Subject(.indicator, "i"), lying, edition) }
        let (bare, number) = try town { $0.seal = .init() }
        #expect(throws: Refusal.mismatch(.notASealedEdition)) { try proof(Subject(.indicator, "i"), bare, number) }
        #expect(throws: Refusal.mismatch(.notASealedEdition)) { try proof(Subject(.indicator, "i"), bare, 9) }
    }
}
