import Foundation
import LedgerLog
import LedgerMerkle
import LedgerModel
import LedgerProofs
import LedgerTestSupport
import Testing

/// Every limit that `Limits` names, at, below and above its value. The names are read from the source, so that a new one without a line here fails.
@Suite struct NamedLimitTests {
    private enum Rule: Sendable {
        /// The greatest that is accepted.
        case most(Int, @Sendable (Int) throws -> Bool)
        /// The only one.
        case exactly(Int, @Sendable (Int) throws -> Bool)
        case range(ClosedRange<Int>, @Sendable (Int) throws -> Bool)
        /// A test of another file, which takes long or needs a search.
        case test(String, in: String)
    }

    private static let rules: [String: Rule] = [
        "format": .exactly(Int(Limits.format)) { n in try opens { $0.format = UInt32(n) } },
        "identifierBytes": .most(Limits.identifierBytes) { n in try accepts(unit(String(repeating: "a", count: n))) },
        "nameBytes": .most(Limits.nameBytes) { n in try accepts(named(n)) },
        "leafBytes": .test("aLeafOf16Kibibytes", in: "LedgerLogTests/LimitTests.swift"),
        "textBytes": .test("aTextOfOneMebibyte", in: "LedgerLogTests/LimitTests.swift"),
        "textsPerEvent": .test("textsOfOneEntry", in: "LedgerLogTests/LimitTests.swift"),
        // The opinion itself and its body are two of them.
        "subjectsPerEvent": .most(Limits.subjectsPerEvent) { n in
            let units = (0..<n - 2).map { unit("u\(100 + $0)") }
            let small = try TemporaryLedger([actor("clerk"), draft(.bodyConstituted(.with { $0.id = "b1" }))] + units)
            return try small.refusals([opinion("o", about: units.indices.map { Subject(.unit, "u\(100 + $0)") })]).isEmpty
        },
        "batchEvents": .test("aBatchOf100_000", in: "LedgerLogTests/LimitTests.swift"),
        "decimalDigits": .most(Limits.decimalDigits) { n in ExactDecimal(String(repeating: "1", count: n)) != nil && ExactDecimal("0." + String(repeating: "1", count: n - 1)) != nil },
        "scale": .range(Int(Limits.scale.lowerBound)...Int(Limits.scale.upperBound)) { n in
            try accepts(actual("x", "FY2016", value("1").with { $0.scale = Int32(n) }), after: [unit("industry"), indicator("x")])
        },
        "years": .range(Limits.years) { n in Day(n, 1, 1) != nil && Period("FY\(n)") != nil && Day("\(n)-12-31") != nil },
        "saltBytes": .exactly(Limits.saltBytes) { n in
            commitment(salt: .init(repeating: 1, count: n), eventID: .init(repeating: 2, count: Limits.eventIDBytes), field: 1, ordinal: 0, text: "t") != nil
        },
        "eventIDBytes": .exactly(Limits.eventIDBytes) { n in try accepts(unit("u").changed { $0.statement.event = Data(repeating: 1, count: n) }) },
        "digestBytes": .exactly(Limits.digestBytes) { n in
            try accepts(unit("u").changed { $0.statement.sources = [.with { $0.digest = Data(repeating: 1, count: n); $0.page = "1" }] })
        },
        "publicKeyBytes": .exactly(Limits.publicKeyBytes) { n in
            let key = testKey("clerk", 3).verifier.publicKey
            let bytes = Data((key + [0]).prefix(n))
            return try accepts(draft(.keyRegistered(.with { $0.purpose = .author; $0.actor = "clerk"; $0.publicKey = bytes })))
        },
        "incarnationBytes": .exactly(Limits.incarnationBytes) { n in try opens { $0.incarnation = Data(repeating: 1, count: n) } },
        "clockBehindNanoseconds": .most(Int(Limits.clockBehindNanoseconds)) { n in
            let small = try TemporaryLedger()
            let last = try small.ledger.snapshot().event(2)?.recorded ?? 0
            // Reading the clock moves it on by a second.
            small.clock.set(last - UInt64(n) - 1_000_000_000)
            return try codes { _ = try small.ledger.append([unit("u")]) }.isEmpty
        },
    ]

    private static func accepts(_ draft: Draft, after others: [Draft] = []) throws -> Bool {
        try TemporaryLedger([actor("clerk")] + others).refusals([draft]).isEmpty
    }

    private static func opens(_ edit: (inout LedgerOpened) -> Void) throws -> Bool {
        let place = try TemporaryDirectory()
        var draft = opened()
        guard case .ledgerOpened(var act)? = draft.statement.act else { preconditionFailure("it opens a ledger") }
        edit(&act)
        draft.statement.act = .ledgerOpened(act)
        return try codes { _ = try Ledger.create(at: place.path + "/l", opened: draft, followedBy: [actor("clerk")], surroundings: .test()) }.isEmpty
    }

    /// Bytes, not characters: the last three are one letter.
    private static func named(_ bytes: Int) -> Draft {
        draft(.unitCreated(.with { $0.id = "u"; $0.name = String(repeating: "x", count: bytes - 3) + "課" }))
    }

    @Test(arguments: rules.keys.sorted()) func atBelowAndAbove(_ name: String) throws {
        switch try #require(Self.rules[name]) {
        case .most(let limit, let accepts):
            #expect(try accepts(limit - 1) && accepts(limit))
            #expect(try !accepts(limit + 1))
        case .exactly(let size, let accepts):
            #expect(try accepts(size))
            #expect(try !accepts(size - 1) && !accepts(size + 1))
        case .range(let range, let accepts):
            for n in [range.lowerBound, range.lowerBound + 1, range.upperBound - 1, range.upperBound] { #expect(try accepts(n), "\(n)") }
            #expect(try !accepts(range.lowerBound - 1) && !accepts(range.upperBound + 1))
        case .test(let test, let file):
            let source = try String(contentsOf: repositoryFile("Tests/" + file), encoding: .utf8)
            #expect(source.contains("@Test func \(test)()") && source.contains("Limits.\(name)"))
        }
    }

    @Test func noneIsForgotten() throws {
        let source = try String(contentsOf: repositoryFile("Sources/LedgerModel/Limits.swift"), encoding: .utf8)
        let names = source.matches(of: /static let ([A-Za-z]+)/).map { String($0.1) }
        #expect(names.count > 10)
        #expect(Set(names) == Set(Self.rules.keys))
    }
}

/// The limits of notes, proofs and tiles.
@Suite struct ProofLimitTests {
    @Test func signaturesOfANote() throws {
        func note(_ count: Int) throws -> [UInt8] {
            let text = Array("x\n".utf8)
            let signature = try testKey("k", 1).sign(text)
            return try SignedNote(text: text, signatures: Array(repeating: signature, count: count)).bytes
        }
        for (count, isRead) in [(SignedNote.signatureLimit - 1, true), (SignedNote.signatureLimit, true), (SignedNote.signatureLimit + 1, false)] {
            let bytes = try note(count)
            #expect(((try? SignedNote(parsing: bytes)) != nil) == isRead, "\(count)")
        }
    }

    @Test func bytesOfANote() throws {
        let tail = try SignedNote(text: Array("\n".utf8), signatures: [testKey("k", 1).sign(Array("\n".utf8))]).bytes
        for (count, isRead) in [(SignedNote.byteLimit - 1, true), (SignedNote.byteLimit, true), (SignedNote.byteLimit + 1, false)] {
            let bytes = Array(repeating: UInt8(ascii: "x"), count: count - tail.count) + tail
            #expect(((try? SignedNote(parsing: bytes)) != nil) == isRead, "\(count)")
        }
    }

    @Test func hashesOfAProof() throws {
        let note = String(decoding: try SignedNote(text: Array("x\n".utf8), signatures: [testKey("k", 1).sign(Array("x\n".utf8))]).bytes, as: UTF8.self)
        func lines(_ count: Int) -> String { String(repeating: Hash.zero.base64 + "\n", count: count) }
        for (count, isRead) in [(TlogProof.hashLimit - 1, true), (TlogProof.hashLimit, true), (TlogProof.hashLimit + 1, false)] {
            #expect(((try? TlogProof(parsing: Array("\(TlogProof.firstLine)\nindex 0\n\(lines(count))\n\(note)".utf8))) != nil) == isRead, "\(count)")
        }
        for (count, isRead) in [(ConsistencyProof.hashLimit - 1, true), (ConsistencyProof.hashLimit, true), (ConsistencyProof.hashLimit + 1, false)] {
            #expect(((try? ConsistencyProof(parsing: Array("old 0\n\(lines(count))\n\(note)".utf8))) != nil) == isRead, "\(count)")
        }
    }

    /// A key of the seal's tree has 256 bits. A proof with one hash more is refused for that; with fewer, for what comes after them.
    @Test func hashesOfASealsPath() {
        for (count, isRefused) in [(SealProof.siblingLimit - 1, false), (SealProof.siblingLimit, false), (SealProof.siblingLimit + 1, true)] {
            let path = String(repeating: "path \(Hash.zero.base64)\n", count: count)
            let text = "\(IndicatorProof.firstLine)\nsubject unit:u\nedition \n\(path)"
            do throws(DecodeError) {
                _ = try IndicatorProof(parsing: Array(text.utf8))
                Issue.record("it has no end")
            } catch { #expect(error.why.contains("more than \(SealProof.siblingLimit)") == isRefused, "\(count): \(error)") }
        }
    }

    @Test func bytesOfAnEntryInABundle() throws {
        for (count, isWritten) in [(EntryBundle.entryByteLimit - 1, true), (EntryBundle.entryByteLimit, true), (EntryBundle.entryByteLimit + 1, false)] {
            let entry = [UInt8](repeating: 7, count: count)
            #expect(((try? EntryBundle.encode([entry])) != nil) == isWritten, "\(count)")
            if isWritten { #expect(try EntryBundle.decode(EntryBundle.encode([entry]), count: 1) == [entry]) }
        }
    }
}

extension Value {
    fileprivate func with(_ edit: (inout Value) -> Void) -> Value {
        var copy = self
        edit(&copy)
        return copy
    }
}
