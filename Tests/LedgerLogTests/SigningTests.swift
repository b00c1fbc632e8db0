import Foundation
import LedgerKeys
import LedgerLog
import LedgerMerkle
import LedgerModel
import LedgerProjections
import LedgerProofs
import LedgerTestSupport
import LedgerVerifier
import Testing

private func registered(_ purpose: KeyRegistered.Purpose, _ key: SigningKey, replaces old: SigningKey? = nil, by actor: String = "clerk") -> Draft {
    draft(
        .keyRegistered(
            .with {
                $0.purpose = purpose
                if purpose == .author { $0.actor = key.verifier.name }
                $0.publicKey = Data(key.verifier.publicKey)
                if let old { $0.replaces = Data(old.verifier.publicKey) }
            })
    ).changed { $0.statement.recordedBy = Subject(.actor, actor) }
}

private func revoked(_ key: SigningKey, of actor: String, by recorder: String) -> Draft {
    draft(.keyRevoked(.with { $0.actor = actor; $0.publicKey = Data(key.verifier.publicKey) })).changed { $0.statement.recordedBy = Subject(.actor, recorder) }
}

private func note(_ text: String, by actor: String = "clerk") -> Draft {
    draft(.auditNoted(.with { $0.subject = Subject(.actor, "clerk") })).saying(.note, text).changed { $0.statement.recordedBy = Subject(.actor, actor) }
}

/// Who must sign, and what becomes of an entry that is not signed as it must be.
@Suite struct AuthorSignatureTests {
    let small: TemporaryLedger
    let first = testKey("clerk", 1)
    let second = testKey("clerk", 2)

    init() throws { small = try TemporaryLedger([actor("clerk"), actor("auditor")]) }

    private func append(_ draft: Draft, _ keys: SigningKey...) throws {
        var options = AppendOptions()
        options.signers = keys
        _ = try small.ledger.append([draft], options: options)
    }

    private func codes(_ draft: Draft, _ keys: SigningKey...) throws -> [Problem.Code] {
        var options = AppendOptions()
        options.signers = keys
        do { _ = try small.ledger.append([draft], options: options) } catch let problems as Problems { return problems.all.map(\.code) }
        return []
    }

    private func report() throws -> VerificationReport { try small.verify() }

    @Test func fromTheRegistrationOnEveryEntryIsSigned() throws {
        try append(note("before"))
        try append(registered(.author, first))
        #expect(try codes(note("unsigned")) == [.signatureMissing])
        #expect(try codes(note("by another key"), second) == [.signatureMissing])
        #expect(try codes(note("by a namesake"), testKey("auditor", 1)) == [.signatureMissing])
        #expect(throws: Problem.self, "the auditor has no key") { try append(note("x", by: "auditor"), testKey("auditor", 1)) }
        try append(note("signed"), first)
        try append(note("in another's name", by: "auditor"))
        #expect(try report().verdict == .intact)
    }

    @Test func aKeyIsReplacedByAnActThatTheOldOneSigns() throws {
        try append(registered(.author, first))
        #expect(try codes(registered(.author, second), first) == [.keyExists])
        #expect(try codes(registered(.author, second, replaces: first, by: "auditor")) == [.signatureMissing])
        #expect(try codes(registered(.author, first, replaces: first), first) == [.keyUsed])
        try append(registered(.author, second, replaces: first, by: "auditor"), first)
        #expect(try codes(note("by the old key"), first) == [.signatureMissing])
        try append(note("by the new key"), second)
        #expect(try report().verdict == .intact)
    }

    @Test func aLostKeyIsRevokedByAnother() throws {
        try append(registered(.author, first))
        #expect(try codes(revoked(second, of: "clerk", by: "auditor")) == [.keyUnknown])
        #expect(try codes(revoked(first, of: "clerk", by: "clerk")) == [.signatureMissing])
        try append(revoked(first, of: "clerk", by: "auditor"))
        try append(note("without a key again"))
        #expect(try codes(registered(.author, first)) == [.keyUsed])
        try append(registered(.author, second))
        #expect(try codes(note("unsigned")) == [.signatureMissing])
        #expect(try report().verdict == .intact)
    }

    @Test func keyActsAreNotWithdrawn() throws {
        try append(registered(.author, first))
        let number = try small.ledger.snapshot().size
        let event = try #require(try small.ledger.snapshot().event(number))
        let withdrawal = draft(
            .withdrawn(.with { $0.number = number; $0.event = event.statement.event; $0.subjects = event.subjects })
        ).changed { $0.statement.reason = .error }
        #expect(try codes(withdrawal, first) == [.nothingToWithdraw])
    }

    /// Somebody who recomputes every hash still cannot sign: each way to tamper with who said what is found from inside.
    @Test func aForgedActorIsFound() throws {
        try append(registered(.author, first))
        try append(note("what she said"), first)
        try append(note("another"), first)
        let records = try small.records()
        func findings(_ edit: (inout Forger) -> Void) throws -> [Finding] {
            var forger = try Forger(records)
            edit(&forger)
            return MemoryAudit(try forger.records()).verify().findings
        }
        let last = records.count - 1
        let changed = try findings { $0.replaceText(ofEntry: last + 1, .note, by: "what she never said") }
        #expect(changed.map(\.kind) == [.signature] && changed.first?.problem?.code == .signatureBad)
        let stripped = try findings { $0.entries[last].leaf.signatures = [] }
        #expect(stripped.map(\.kind) == [.signature] && stripped.first?.problem?.code == .signatureMissing)
        let copied = try findings { $0.entries[last].leaf.signatures = $0.entries[last - 1].leaf.signatures }
        #expect(copied.map(\.kind) == [.signature] && copied.first?.problem?.code == .signatureBad)
        let inAnothersName = try findings { $0.entries[last].leaf.statement.recordedBy.id = "auditor" }
        #expect(inAnothersName.map(\.kind) == [.signature], "the signature is of a key that this entry does not need")
        let twice = try findings { $0.entries[last].leaf.signatures += $0.entries[last].leaf.signatures }
        #expect(twice.map(\.kind) == [.signature] && twice.first?.problem?.code == .outOfOrder)
        for byte in 0..<64 {
            for bit in 0..<8 {
                let flipped = try findings { $0.entries[last].leaf.signatures[0].signature[byte] ^= 1 << bit }
                #expect(flipped.map(\.kind) == [.signature], "bit \(bit) of byte \(byte)")
            }
        }
    }
}

/// The log's own key: checkpoints, what they find, and how the key changes.
@Suite struct CheckpointTests {
    let small: TemporaryLedger
    let keys: TemporaryDirectory
    let key = testKey("kpi.example", 7)

    init() throws {
        small = try TemporaryLedger()
        keys = try TemporaryDirectory()
    }

    private func signing(_ key: SigningKey, _ file: String = "log.checkpoint", _ signers: [SigningKey] = []) -> AppendOptions {
        var options = AppendOptions()
        options.logSigner = LogSigner(key: key, checkpoints: keys.path + "/" + file)
        options.signers = signers
        return options
    }

    private func codes(_ body: () throws -> Void) throws -> [Problem.Code] {
        do { try body() } catch let problem as Problem { return [problem.code] } catch let problems as Problems { return problems.all.map(\.code) }
        return []
    }

    @Test func everyReceiptCarriesOne() throws {
        let options = signing(key)
        for i in 1...5 {
            let receipt = try small.ledger.append([note("\(i)")], options: options)
            let signed = try #require(receipt.checkpoint)
            let accepted = try Policy(logs: [key.verifier]).accept(signed)
            #expect(accepted.checkpoint.size == receipt.size && accepted.checkpoint.root == receipt.root)
            #expect(try CheckpointFile.newest(at: keys.path + "/log.checkpoint", key: key.verifier) == signed)
            #expect(try small.verify(expecting: Expectation(accepted)).verdict == .intact)
        }
    }

    /// The log file is put back to an older copy, or goes on differently from one.
    @Test func aRolledBackLogIsNotWrittenTo() throws {
        _ = try small.ledger.append([note("one")], options: signing(key))
        let copy = try TemporaryLedger(copying: small)
        copy.clock.set(small.clock.read())
        let older = try copy.records()
        let last = try #require(try small.ledger.append([note("two")], options: signing(key)).checkpoint)
        #expect(try codes { _ = try copy.ledger.append([note("three")], options: signing(key)) } == [.behindCheckpoint])
        #expect(try copy.records().count == older.count)
        _ = try copy.ledger.append([note("three")])
        #expect(try codes { _ = try copy.ledger.append([note("four")], options: signing(key)) } == [.forked])
        let anchor = Expectation(try Policy(logs: [key.verifier]).accept(last))
        #expect(try copy.verify().verdict == .intact)
        #expect(try copy.verify(expecting: anchor).findings.map(\.kind) == [.expectedRoot])
    }

    @Test func theLogKeyIsReplacedByAnActThatItSigns() throws {
        let next = testKey("kpi.example", 8)
        _ = try small.ledger.append([registered(.log, key)], options: signing(key))
        #expect(try codes { _ = try small.ledger.append([registered(.log, next, replaces: key)], options: signing(key)) } == [.signatureMissing])
        let stale = try #require(try small.ledger.append([note("still the old one")], options: signing(key)).checkpoint)
        _ = try small.ledger.append([registered(.log, next, replaces: key)], options: signing(key, "log.checkpoint", [key]))
        #expect(try codes { _ = try small.ledger.append([note("x")], options: signing(key)) } == [.keyRetired])
        let fresh = try #require(try small.ledger.append([note("y")], options: signing(next, "next.checkpoint")).checkpoint)
        let policy = Policy(logs: [key.verifier, next.verifier])
        #expect(try small.verify(expecting: Expectation(policy.accept(fresh))).verdict == .intact)
        #expect(try small.verify(expecting: Expectation(policy.accept(stale))).verdict == .intact, "it held then")
        let snapshot = try small.ledger.snapshot()
        let late = try key.sign(try #require(Checkpoint(origin: "kpi.example", size: snapshot.size, root: try snapshot.root())))
        #expect(try small.verify(expecting: Expectation(policy.accept(late))).findings.map(\.kind) == [.staleKey])
    }

    @Test func aCheckpointOfAnotherOrigin() throws {
        let other = testKey("test/other", 7)
        let snapshot = try small.ledger.snapshot()
        let note = try other.sign(try #require(Checkpoint(origin: "test/other", size: snapshot.size, root: try snapshot.root())))
        #expect(throws: Refusal.self) { try Policy(logs: [key.verifier]).accept(note) }
        let anchor = Expectation(try Policy(logs: [other.verifier]).accept(note))
        #expect(try small.verify(expecting: anchor).findings.map(\.kind) == [.otherOrigin])
        #expect(try codes { _ = try small.ledger.append([LedgerLogTests.note("x")], options: signing(other)) } == [.keyRetired])
    }

    @Test func aLostLogGoesOnUnderANewName() throws {
        _ = try small.ledger.append([registered(.log, key)], options: signing(key))
        let restored = draft(
            .restored(.with { $0.name = "test/ledger/2"; $0.incarnation = Data(count: 16); $0.lostSize = 9; $0.lostRoot = Data(count: 32) })
        ).saying(.reason, "the disk broke")
        _ = try small.ledger.append([restored])
        #expect(try codes { _ = try small.ledger.append([LedgerLogTests.note("x")], options: signing(key)) } == [.keyRetired])
        let next = testKey("test/ledger/2", 9)
        let receipt = try small.ledger.append([registered(.log, next)], options: signing(next, "2.checkpoint"))
        let accepted = try Policy(logs: [next.verifier]).accept(try #require(receipt.checkpoint))
        #expect(try small.verify(expecting: Expectation(accepted)).verdict == .intact)
    }
}

private func note(_ text: String) -> Draft { draft(.auditNoted(.with { $0.subject = Subject(.actor, "clerk") })).saying(.note, text) }
