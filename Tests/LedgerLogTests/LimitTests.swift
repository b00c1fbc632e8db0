import Foundation
import LedgerLog
import LedgerModel
import LedgerTestSupport
import LedgerVerifier
import Testing

/// At, below and above each limit that only an append can meet.
@Suite struct LimitTests {
    private func note(_ bytes: Int) -> Draft {
        draft(.auditNoted(.with { $0.subject = Subject(.actor, "clerk") })).saying(.note, String(repeating: "a", count: bytes))
    }

    @Test func aTextOfOneMebibyte() throws {
        let small = try TemporaryLedger()
        _ = try small.ledger.append([note(Limits.textBytes - 1), note(Limits.textBytes)])
        #expect(try codes { _ = try small.ledger.append([note(Limits.textBytes + 1)]) } == [.tooLong])
        // Bytes, not characters.
        let kana = draft(.auditNoted(.with { $0.subject = Subject(.actor, "clerk") }))
        let characters = Limits.textBytes / 3
        _ = try small.ledger.append([kana.saying(.note, String(repeating: "あ", count: characters))])
        #expect(try codes { _ = try small.ledger.append([kana.saying(.note, String(repeating: "あ", count: characters + 1))]) } == [.tooLong])
        #expect(try small.ledger.snapshot().text(4, .note, 0) == .open(String(repeating: "a", count: Limits.textBytes)))
        #expect(try small.verify().verdict == .intact)
    }

    @Test func aLeafOf16Kibibytes() throws {
        let small = try TemporaryLedger()
        func programme(_ total: Int) -> Draft {
            var tags: [String] = []
            var left = total
            while left > 0 {
                tags.append(String(repeating: "t", count: min(left, 1_000)))
                left -= 1_000
            }
            return draft(.programmeRegistered(.with { $0.id = "big"; $0.name = "big"; $0.tags = tags }), id: "big")
        }
        // Found by trying, so that the test knows nothing of the encoding's overhead.
        var low = 1_000
        var high = Limits.leafBytes
        while high - low > 1 {
            let middle = (low + high) / 2
            if try small.refusals([programme(middle)]).isEmpty { low = middle } else { high = middle }
        }
        #expect(try small.refusals([programme(low + 1)]) == [.tooLong])
        _ = try small.ledger.append([programme(low)])
        let leaf = try RecordFrame(decoding: try #require(try small.records().last)).leaf
        #expect((Limits.leafBytes - 3...Limits.leafBytes).contains(leaf.count))
        #expect(try small.verify().verdict == .intact)
    }

    @Test func textsOfOneEntry() throws {
        let small = try TemporaryLedger()
        func body(_ seats: Int) -> Draft {
            let constituted = draft(.bodyConstituted(.with { $0.id = "b"; $0.seats = Array(repeating: BodyConstituted.Seat(), count: seats) }))
            return (0..<seats).reduce(constituted) { $0.saying(.seat, "seat \($1)", ordinal: UInt32($1)) }
        }
        #expect(try small.refusals([body(Limits.textsPerEvent - 1)]) == [])
        #expect(try small.refusals([body(Limits.textsPerEvent)]) == [])
        #expect(try small.refusals([body(Limits.textsPerEvent + 1)]) == [.tooMany])
    }

    /// Judging 100,000 entries is a matter of minutes without optimisation; that they pass is seen from the refusal that comes after the count.
    @Test func aBatchOf100_000() throws {
        let small = try TemporaryLedger()
        let one = draft(.auditNoted(.with { $0.subject = Subject(.actor, "clerk") }), id: "same").saying(.note, "n")
        #expect(try small.refusals(Array(repeating: one, count: Limits.batchEvents + 1)) == [.batchTooLarge])
        #expect(try small.refusals(Array(repeating: one, count: Limits.batchEvents)) == [.idUsed])
        #expect(try small.refusals([]) == [.batchEmpty])
    }

    @Test func problemsOfABatchAreCounted() throws {
        let small = try TemporaryLedger()
        let found = try small.refusals((0..<150).map { unit("u\($0)", parent: "nobody") })
        #expect(found.count == 100)
    }

    @Test func badJSON() throws {
        #expect(try codes { _ = try Draft(jsonLine: "{", place: "line 1") } == [.badJSON])
        #expect(try codes { _ = try Draft(jsonLine: #"{"statement":{"nonsense":1}}"#, place: "line 1") } == [.badJSON])
        #expect(try codes { _ = try Draft(jsonLine: #"{"statement":{"reason":"NOBODY_KNOWS"}}"#, place: "line 1") } == [.badJSON])
        #expect(try codes { _ = try Draft(jsonLine: #"{"statement":{"reason":"OTHER"}}"#, place: "line 1") } == [])
    }
}
