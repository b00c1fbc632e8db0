import Foundation
import LedgerKeys
import LedgerLog
import LedgerMerkle
import LedgerModel
import LedgerProofs
import LedgerTestSupport
import LedgerVerifier
import Testing

/// The README's table of attacks, on a ledger that was really written: what is found from inside and what only against a signed
/// checkpoint, with hashes left as they were and with everything computed anew. Publications have theirs in LedgerPublicationTests.
@Suite struct AttackTableTests {
    /// Made once: an actor with a key, a redaction, a sealed edition, and the last checkpoint.
    struct Victim: Sendable {
        let records: [[UInt8]]
        let anchor: LedgerVerifier.Expectation
        /// Entries by what they are.
        let target: Int, note: Int, signed: Int, edition: Int

        static let made: Result<Victim, any Error> = Result { try Victim() }

        private init() throws {
            let small = try TemporaryLedger([actor("clerk"), actor("auditor")])
            let keys = try TemporaryDirectory()
            let (log, author) = (testKey("kpi.example", 1), testKey("auditor", 2))
            var options = AppendOptions()
            options.logSigner = LogSigner(key: log, checkpoints: keys.path + "/log.checkpoint")
            func append(_ drafts: [Draft]) throws -> Receipt { try small.ledger.append(drafts, options: options) }
            _ = try append([plan("p1", "FY2015-FY2019"), section("s1"), indicator("visitors", to: [Subject(.section, "s1")])])
            target = Int(try append([LedgerTestSupport.target("visitors", "FY2019", value("1500"))]).last)
            note = Int(try append([actual("visitors", "FY2015", value("1200"), on: "2016-08-01").saying(.note, "a remark")]).last)
            _ = try append([
                draft(.keyRegistered(.with { $0.purpose = .author; $0.actor = "auditor"; $0.publicKey = Data(author.verifier.publicKey) }))
            ])
            let said = draft(.auditNoted(.with { $0.subject = Subject(.indicator, "visitors") })).saying(.note, "what the auditor said")
            options.signers = [author]
            signed = Int(try append([said.changed { $0.statement.recordedBy = Subject(.actor, "auditor") }]).last)
            options.signers = []
            options.completeEdition = { _, _, _ in }
            edition = Int(try append([draft(.editionPublished(.with { $0.id = "e1"; $0.label = "H28"; $0.plans = ["p1"] }), on: "2018-09-01")]).last)
            options.completeEdition = nil
            let last = try append([actual("visitors", "FY2016", value("1300"), on: "2017-08-01")])
            records = try small.records()
            anchor = LedgerVerifier.Expectation(try Policy(logs: [log.verifier]).accept(try #require(last.checkpoint)))
        }
    }

    /// What `verify` finds. Anchored findings come besides those from inside.
    struct Found: Equatable, CustomStringConvertible {
        var inside: Set<Finding.Kind>
        var anchored: Set<Finding.Kind>
        var description: String { "\(inside.map(\.rawValue).sorted()) / \(anchored.map(\.rawValue).sorted())" }
    }

    struct Attack: Sendable, CustomTestStringConvertible {
        let name: String
        /// Hashes as they were.
        let plain: @Sendable (Victim, inout [[UInt8]]) throws -> Void
        let foundPlain: Set<Finding.Kind>
        /// Then everything computed anew.
        let forged: @Sendable (Victim, inout Forger) -> Void
        let foundForged: Set<Finding.Kind>
        let foundAnchored: Set<Finding.Kind>
        var testDescription: String { name }
    }

    static let attacks: [Attack] = [
        Attack(
            name: "a byte is flipped", plain: { victim, records in records[victim.target - 1][40] ^= 1 }, foundPlain: [.undecodable, .leafHash, .otherLedger],
            forged: { victim, forger in
                guard case .factRecorded(var fact)? = forger.entries[victim.target - 1].leaf.statement.act else { return }
                fact.value.number = "1400"
                forger.entries[victim.target - 1].leaf.statement.act = .factRecorded(fact)
            }, foundForged: [], foundAnchored: [.expectedRoot]),
        Attack(
            name: "the last event is deleted", plain: { _, records in records.removeLast() }, foundPlain: [],
            forged: { _, forger in forger.entries.removeLast() }, foundForged: [], foundAnchored: [.expectedSize]),
        Attack(
            name: "a middle event is deleted", plain: { victim, records in records.remove(at: victim.note - 1) }, foundPlain: [.wrongNumber, .treeHash, .link, .batch],
            forged: { victim, forger in
                forger.entries.remove(at: victim.note - 1)
                forger.renumber()
            }, foundForged: [], foundAnchored: [.expectedSize]),
        Attack(
            name: "two events are swapped", plain: { victim, records in records.swapAt(victim.target - 1, victim.note - 1) },
            foundPlain: [.wrongNumber, .treeHash, .link, .batch, .timeBack],
            forged: { victim, forger in
                forger.entries.swapAt(victim.target - 1, victim.note - 1)
                let time = forger.entries[victim.target - 1].leaf.recorded
                forger.entries[victim.target - 1].leaf.recorded = forger.entries[victim.note - 1].leaf.recorded
                forger.entries[victim.note - 1].leaf.recorded = time
                for i in [victim.target - 1, victim.note - 1] { forger.entries[i].leaf.batch.first = UInt64(i) + 1 }
                forger.renumber()
            }, foundForged: [], foundAnchored: [.expectedRoot]),
        Attack(
            name: "a text is changed under its commitment",
            plain: { victim, records in
                let frame = try RecordFrame(decoding: records[victim.note - 1])
                var texts = frame.texts
                texts[0].text = "another remark"
                records[victim.note - 1] = try RecordFrame(leaf: frame.leaf, texts: texts, hashes: frame.hashes).encoded()
            }, foundPlain: [.text],
            forged: { victim, forger in forger.replaceText(ofEntry: victim.note, .note, by: "another remark") }, foundForged: [],
            foundAnchored: [.expectedRoot]),
        Attack(
            name: "an actor with a key is made to have said something else",
            plain: { victim, records in
                let frame = try RecordFrame(decoding: records[victim.signed - 1])
                var leaf = try Codec.decodeLeaf(frame.leaf)
                leaf.statement.decided.from = "2016-01-01"
                records[victim.signed - 1] = try RecordFrame(leaf: Codec.encode(leaf), texts: frame.texts, hashes: frame.hashes).encoded()
            }, foundPlain: [.leafHash, .signature],
            forged: { victim, forger in
                forger.replaceText(ofEntry: victim.signed, .note, by: "what the auditor never said")
            }, foundForged: [.signature], foundAnchored: [.signature, .expectedRoot]),
        Attack(
            name: "an event is invented in the name of an actor with a key",
            plain: { victim, records in
                let frame = try RecordFrame(decoding: records[records.count - 1])
                var leaf = try Codec.decodeLeaf(frame.leaf)
                leaf.statement.recordedBy = Subject(.actor, "auditor")
                records[records.count - 1] = try RecordFrame(leaf: Codec.encode(leaf), texts: frame.texts, hashes: frame.hashes).encoded()
            }, foundPlain: [.leafHash, .signature],
            forged: { _, forger in forger.entries[forger.entries.count - 1].leaf.statement.recordedBy = Subject(.actor, "auditor") },
            foundForged: [.signature], foundAnchored: [.signature, .expectedRoot]),
        Attack(
            name: "the seal is of another table",
            plain: { victim, records in
                let frame = try RecordFrame(decoding: records[victim.edition - 1])
                var leaf = try Codec.decodeLeaf(frame.leaf)
                if case .editionPublished(var act)? = leaf.statement.act {
                    act.seal[0] ^= 1
                    leaf.statement.act = .editionPublished(act)
                }
                records[victim.edition - 1] = try RecordFrame(leaf: Codec.encode(leaf), texts: frame.texts, hashes: frame.hashes).encoded()
            }, foundPlain: [.leafHash, .seal],
            forged: { victim, forger in
                guard case .editionPublished(var act)? = forger.entries[victim.edition - 1].leaf.statement.act else { return }
                act.seal[0] ^= 1
                forger.entries[victim.edition - 1].leaf.statement.act = .editionPublished(act)
            }, foundForged: [.seal], foundAnchored: [.seal, .expectedRoot]),
        Attack(
            name: "an actual is altered after the last edition",
            plain: { _, records in
                let frame = try RecordFrame(decoding: records[records.count - 1])
                var leaf = try Codec.decodeLeaf(frame.leaf)
                if case .factRecorded(var fact)? = leaf.statement.act {
                    fact.value.number = "1301"
                    leaf.statement.act = .factRecorded(fact)
                }
                records[records.count - 1] = try RecordFrame(leaf: Codec.encode(leaf), texts: frame.texts, hashes: frame.hashes).encoded()
            }, foundPlain: [.leafHash],
            forged: { _, forger in
                guard case .factRecorded(var fact)? = forger.entries[forger.entries.count - 1].leaf.statement.act else { return }
                fact.value.number = "1301"
                forger.entries[forger.entries.count - 1].leaf.statement.act = .factRecorded(fact)
            }, foundForged: [], foundAnchored: [.expectedRoot]),
    ]

    @Test func theVictimIsWhole() throws {
        let victim = try Victim.made.get()
        #expect(MemoryAudit(victim.records).verify().findings == [])
        #expect(MemoryAudit(victim.records).verify(expecting: victim.anchor).verdict == .intact)
        #expect(MemoryAudit(try Forger(victim.records).records()).records.map(\.bytes) == victim.records)
    }

    /// At least these are found; what damage drags along may be found besides, and nothing where nothing is expected.
    @Test(arguments: attacks)
    func hashesAsTheyWere(attack: Attack) throws {
        let victim = try Victim.made.get()
        var records = victim.records
        try attack.plain(victim, &records)
        let inside = Set(MemoryAudit(records).verify().findings.map(\.kind))
        #expect(attack.foundPlain.isEmpty == inside.isEmpty && (attack.foundPlain.isEmpty || !inside.isDisjoint(with: attack.foundPlain)), "\(inside)")
        #expect(MemoryAudit(records).verify(expecting: victim.anchor).verdict == .broken)
    }

    @Test(arguments: attacks)
    func everythingRecomputed(attack: Attack) throws {
        let victim = try Victim.made.get()
        var forger = try Forger(victim.records)
        attack.forged(victim, &forger)
        if !attack.foundForged.contains(.seal) { try reseal(&forger) }
        let audit = MemoryAudit(try forger.records())
        let found = Found(
            inside: Set(audit.verify().findings.map(\.kind)), anchored: Set(audit.verify(expecting: victim.anchor).findings.map(\.kind)))
        #expect(found == Found(inside: attack.foundForged, anchored: attack.foundAnchored))
    }

    /// The forger makes the seals fit, too: the auditor itself says what they would have to be.
    private func reseal(_ forger: inout Forger) throws {
        for finding in MemoryAudit(try forger.records()).verify().findings where finding.kind == .seal {
            let i = Int(try #require(finding.entry)) - 1
            guard case .editionPublished(var act)? = forger.entries[i].leaf.statement.act, let seal = Hash(hex: finding.values[2]) else { continue }
            act.seal = Data(seal.bytes)
            forger.entries[i].leaf.statement.act = .editionPublished(act)
        }
    }
}
