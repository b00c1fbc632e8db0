import LedgerMerkle
import LedgerModel
import Testing

@testable import LedgerProofs

@Suite struct IndicatorProofTests {
    let policy = Policy(logs: [Published.logKey.verifier])
    let city = City.usual()

    func check(_ proof: IndicatorProof) -> Result<ProvenSubject, Refusal> { attempt { () throws(Refusal) in try proof.verify(policy: policy) } }

    @Test func completeHistoryIsProved() throws {
        let proof = try city.proof()
        let read = try IndicatorProof(parsing: proof.bytes)
        #expect(read == proof)
        let proven = try read.verify(policy: policy)
        #expect(proven.subject == City.indicator && proven.edition.label == "H29" && proven.number == 13)
        #expect(proven.checkpoint.checkpoint.size == 14 && proven.recordedUnixNanoseconds == 1_700_000_000_000_000_013)
        guard case .sealed(let events, let figures) = proven.said else { Issue.record("absent"); return }
        #expect(events.map(\.number) == [4, 7, 9, 11])
        #expect(Array(figures.utf8) == City.figures)
        // A plan that has no line in the figures is proved in the same way.
        guard case .sealed(let planEvents, let none) = try city.proof(of: Subject(.plan, "plan-2015")).verify(policy: policy).said else {
            Issue.record("absent"); return
        }
        #expect(planEvents.map(\.number) == [3, 4] && none.isEmpty)
    }

    /// Absent: never recorded, or of another plan.
    @Test func absenceIsProved() throws {
        for subject in [Subject(.indicator, "never"), Subject(.indicator, "visitors"), Subject(.plan, "plan-other"), Subject(.edition, "h29")] {
            let proof = try city.proof(of: subject)
            #expect(try IndicatorProof(parsing: proof.bytes) == proof)
            let proven = try proof.verify(policy: policy)
            guard case .nothing = proven.said else { Issue.record("\(subject.label) is there"); continue }
            #expect(proven.subject == subject)
        }
        // What is sealed has no proof of absence by another's way.
        for other in ["never", "visitors"] {
            let path = try city.proof(of: Subject(.indicator, other)).path
            let honest = try city.proof()
            let lie = try IndicatorProof(
                subject: City.indicator, edition: honest.edition, path: path, events: [], figures: [], inclusion: honest.inclusion)
            guard case .failure = check(lie) else { Issue.record("absent by the way of \(other)"); continue }
        }
    }

    func changed(
        _ proof: IndicatorProof, edition: [UInt8]? = nil, path: SealProof? = nil, events: [[UInt8]]? = nil, figures: [UInt8]? = nil,
        inclusion: TlogProof? = nil
    ) throws -> IndicatorProof {
        try IndicatorProof(
            subject: proof.subject, edition: edition ?? proof.edition, path: path ?? proof.path, events: events ?? proof.events,
            figures: figures ?? proof.figures, inclusion: inclusion ?? proof.inclusion)
    }

    func refusal(_ proof: IndicatorProof) -> Refusal? { if case .failure(let refusal) = check(proof) { refusal } else { nil } }

    @Test func eventsMustBeAllAndInOrder() throws {
        let proof = try city.proof()
        let e = proof.events
        #expect(try refusal(changed(proof, events: Array(e.dropLast()))) == .mismatch(.eventCount(found: 3, sealed: 4)))
        #expect(try refusal(changed(proof, events: e + [e[3]])) == .mismatch(.eventCount(found: 5, sealed: 4)))
        #expect(try refusal(changed(proof, events: [])) == .mismatch(.eventCount(found: 0, sealed: 4)))
        #expect(try refusal(changed(proof, events: [e[0], e[2], e[1], e[3]])) == .mismatch(.chain(version: 2)))
        #expect(try refusal(changed(proof, events: [e[0], e[1], e[1], e[3]])) == .mismatch(.chain(version: 3)))
        // The event after the edition is not of it; another subject's event is none of this one.
        #expect(try refusal(changed(proof, events: [e[0], e[1], e[2], city.log.entries[13]])) == .mismatch(.chain(version: 4)))
        #expect(try refusal(changed(proof, events: [city.log.entries[5], e[1], e[2], e[3]])) == .mismatch(.chain(version: 1)))
        #expect(try refusal(changed(proof, figures: [])) == .mismatch(.figures))
        #expect(try refusal(changed(proof, figures: City.figures + ascii("more\r\n"))) == .mismatch(.figures))
        #expect(try refusal(changed(proof, edition: city.log.entries[11])) == .notIncluded(.rootDiffers))
        let other = try TlogProof(index: 11, checkpoint: proof.inclusion.checkpoint, reader: city.log)
        #expect(try refusal(changed(proof, edition: city.log.entries[11], inclusion: other)) == .mismatch(.notASealedEdition))
        let absent = try city.proof(of: Subject(.indicator, "never"))
        #expect(try refusal(changed(absent, events: e)) == .mismatch(.eventCount(found: 4, sealed: 0)))
        #expect(try refusal(changed(absent, figures: City.figures)) == .mismatch(.figures))
        let future: [UInt8] = [0x08, 0x02] + proof.edition.dropFirst(2)
        let stranger = MemoryLog(count: 1, entry: { _ in future })
        let note = try Published.logKey.sign(stranger.checkpoint(City.name))
        #expect(try refusal(changed(proof, edition: future, inclusion: TlogProof(index: 0, checkpoint: note, reader: stranger))) == .newerFormat(2))
    }

    /// A log whose owner breaks the chain itself, and seals the result: found from the file alone.
    @Test func brokenChainsAreSeenThoughSealed() throws {
        let spoils: [(Int, (inout Leaf) -> Void)] = [
            (2, { $0.links[0].version = 9 }), (2, { $0.links[0].previous = .init(repeating: 1, count: 32) }), (2, { $0.links = [] }),
            (2, { $0.statement.ledger = .init(repeating: 8, count: 16) }), (2, { $0.number = 1 }), (2, { $0.number = 99 }), (3, { $0.number = 99 }),
            (2, { $0.links.append($0.links[0]) }), (2, { $0.links[0].previous = .init() }),
        ]
        for (version, change) in spoils {
            let spoiled = City.usual(spoil: { number, leaf in if number == version { change(&leaf) } })
            guard case .mismatch? = refusal(try spoiled.proof()) else { Issue.record("not seen"); continue }
        }
        let undecodable = City.usual(spoil: { number, leaf in if number == 2 { leaf.statement.act = nil } })
        guard case .some = refusal(try undecodable.proof()) else { Issue.record("not seen"); return }
    }

    @Test func editionsMustBeSealedAndInPlace() throws {
        let honest = Seal(try [leaf(of: City.indicator)])
        #expect(refusal(try City.usual(edition: { $0.seal = .init() }).proof()) == .mismatch(.notASealedEdition))
        #expect(refusal(try City.usual(edition: { $0.seal = $0.seal.dropLast() }).proof()) == .mismatch(.notASealedEdition))
        #expect(refusal(try City.usual(edition: { $0.seal[0] ^= 1 }).proof()) == .mismatch(.seal))
        #expect(refusal(try City.usual(edition: { $0.size -= 1 }).proof()) == .mismatch(.editionMisplaced))
        #expect(refusal(try city.proof(seal: honest)) == .mismatch(.seal))
    }

    private func leaf(of subject: Subject) throws -> SealLeaf { try #require(city.proof(of: subject).path.end) }

    /// Refused, or the name of another subject of which the file is as true: absent subjects share the ends of their ways.
    @Test func everyBitFlipIsSeen() throws {
        let city = City.usual(events: 1)
        for subject in [City.indicator, Subject(.indicator, "never")] {
            let proof = try city.proof(of: subject)
            let bytes = proof.bytes
            let sealed = city.scope.subjects(of: ["plan-2015"])
            let lineEnd = IndicatorProof.firstLine.utf8.count + 1 + "subject \(subject.label)\n".utf8.count
            eachBitFlip(bytes) { bytes, bit in
                guard let changed = try? IndicatorProof(parsing: bytes), case .success(let proven) = check(changed) else { return }
                #expect(bit < 8 * lineEnd, "bit \(bit)")
                #expect(proven.subject != subject && !sealed.contains(proven.subject), "bit \(bit)")
                guard case .nothing = proven.said else { Issue.record("bit \(bit)"); return }
            }
        }
    }

    /// Each breaks one rule of the file's grammar.
    @Test func malformedFilesAreRefused() throws {
        let text = String(decoding: try city.proof().bytes, as: UTF8.self)
        let breaks: [(String, String)] = [
            ("proof/v1", "proof/v2"), ("subject indicator:", "subject "), ("subject indicator:airport", "subject indicator:air port"),
            ("edition ", "edition"), ("\nevent ", "\nevent  "), ("\nfigure ", "\nfigure \nfigure "), ("\nleaf ", "\nleaf 1 "),
            ("\nleaf ", "\nempty\nleaf "),
            ("\nfigure ", "\nevent AAAA\nfigure \u{1}"), ("\nfigure air", "\nfigure \u{1}air"), ("1200\n", "1200\r\n"), ("\n\nc2sp", "\nc2sp"),
            ("\n\nc2sp", "\n\n\nc2sp"), ("\nindex", "\nextra AAAA\nindex"), ("\nedition", "\nedition AAAA\nedition"), ("\nevent ", "\nEvent "),
        ]
        for (old, new) in breaks {
            let broken = text.replacing(old, with: new, maxReplacements: 1)
            #expect(broken != text)
            #expect(throws: DecodeError.self, "\(old) as \(new)") { try IndicatorProof(parsing: ascii(broken)) }
        }
        #expect(throws: DecodeError.self) { try IndicatorProof(parsing: ascii(text) + [10]) }
        let proof = try city.proof()
        for figures in ["no end", "lf\n", "\r\n", "a\r\n\r\n", "a\u{1}\r\n", "a\rb\r\n", "a\nb\r\n"] {
            #expect(throws: DecodeError.self) { try changed(proof, figures: ascii(figures)) }
        }
        #expect(throws: DecodeError.self) { try changed(proof, figures: [0xC3, 0x28, 13, 10]) }
    }

    /// Members of members, and what was once a member.
    @Test func scopeIsClosedUnderMembership() {
        var city = City()
        city.add(.planAdopted(.with { $0.id = "p" }))
        city.add(.planAdopted(.with { $0.id = "q" }))
        city.add(.sectionAdded(.with { $0.id = "s"; $0.plan = "p" }))
        city.add(.sectionAdded(.with { $0.id = "t"; $0.plan = "p"; $0.parent = "s" }))
        city.add(.programmeRegistered(.with { $0.id = "g"; $0.section = "t" }))
        city.add(.indicatorDefined(.with { $0.id = "i"; $0.attachedTo = [Subject(.programme, "g")] }))
        city.add(.attached(.with { $0.indicator = "i"; $0.to = Subject(.plan, "q") }))
        #expect(city.scope.subjects(of: ["p"]).map(\.label) == ["plan:p", "section:s", "section:t", "programme:g", "indicator:i"])
        #expect(city.scope.subjects(of: ["q"]).map(\.label) == ["plan:q", "indicator:i"])
        #expect(city.scope.subjects(of: ["p", "q"]).count == 6)
        #expect(city.scope.subjects(of: ["unknown"]).isEmpty)
        #expect(city.scope.seal(plans: []) { _ in [] }.root == .emptySeal)
    }
}
