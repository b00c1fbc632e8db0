import Foundation
import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerTestSupport
import LedgerVerifier
import Testing

@Suite struct AppendTests {
    static let clerk = Subject(.actor, "clerk")
    private func note(_ text: String, id: String = "") -> Draft {
        draft(.auditNoted(.with { $0.subject = AppendTests.clerk }), id: id).saying(.note, text)
    }

    // MARK: retries

    @Test func aRetryChangesNothing() throws {
        let small = try TemporaryLedger()
        let batch = [note("a", id: "one"), note("b", id: "two")]
        let first = try small.ledger.append(batch)
        #expect(!first.wasKnown && first.first == 3 && first.last == 4 && first.size == 4)
        let before = try small.records()
        let again = try small.ledger.append(batch)
        #expect(again.wasKnown && again.first == 3 && again.last == 4 && again.root == first.root && again.recorded == first.recorded)
        #expect(again.eventIDs == first.eventIDs && again.redactedTexts == 0)
        #expect(try small.records() == before)
    }

    @Test func aRetryAfterTheViewsWereWritten() throws {
        let small = try TemporaryLedger()
        let batch = [note("a", id: "one")]
        _ = try small.ledger.append(batch)
        try small.ledger.derive()
        #expect(try small.ledger.snapshot().pending == 0)
        #expect(try small.ledger.append(batch).wasKnown)
    }

    @Test func otherContentUnderAKnownId() throws {
        let small = try TemporaryLedger()
        _ = try small.ledger.append([note("a", id: "one")])
        #expect(try codes { _ = try small.ledger.append([note("b", id: "one")]) } == [.idUsed])
        #expect(try codes { _ = try small.ledger.append([note("a", id: "one").saying(.reason, "more")]) } == [.idUsed])
        #expect(try codes { _ = try small.ledger.append([note("a", id: "one").changed { $0.statement.backfill = true }]) } == [.idUsed])
        #expect(try small.records().count == 3)
    }

    /// Texts are compared byte for byte: が as one character is not が as two, which has another commitment.
    @Test func aTextInAnotherUnicodeFormIsOtherContent() throws {
        let small = try TemporaryLedger()
        _ = try small.ledger.append([note("\u{304C}", id: "one")])
        #expect(try codes { _ = try small.ledger.append([note("\u{304B}\u{3099}", id: "one")]) } == [.idUsed])
        _ = try small.ledger.append([draft(.unitCreated(.with { $0.id = "u"; $0.name = "\u{304C}" }), id: "unit")])
        let other = draft(.unitCreated(.with { $0.id = "u"; $0.name = "\u{304B}\u{3099}" }), id: "unit")
        #expect(try codes { _ = try small.ledger.append([other]) } == [.idUsed])
    }

    @Test func aBatchThatIsPartlyKnown() throws {
        let small = try TemporaryLedger()
        _ = try small.ledger.append([note("a", id: "one"), note("b", id: "two")])
        do {
            _ = try small.ledger.append([note("b", id: "two"), note("c", id: "three")])
            Issue.record("accepted")
        } catch let problem as Problem {
            #expect(problem.code == .batchPartlyKnown && problem.values == ["1", "2", "1 = #4"])
        }
        #expect(try small.records().count == 4)
    }

    @Test func aRetryWhoseTextWasRedacted() throws {
        let small = try TemporaryLedger()
        _ = try small.ledger.append([note("a name", id: "one")])
        _ = try small.ledger.append([redaction(of: 3, .note, [AppendTests.clerk])])
        let again = try small.ledger.append([note("a name", id: "one")])
        #expect(again.wasKnown && again.redactedTexts == 1)
    }

    // MARK: all or nothing

    @Test func oneRefusedEntryRefusesTheBatch() throws {
        let small = try TemporaryLedger()
        let before = try small.records()
        #expect(try codes { _ = try small.ledger.append([unit("a"), unit("b", parent: "nobody"), unit("a")]) } == [.unknownSubject, .subjectExists])
        #expect(try small.records() == before)
        let receipt = try small.ledger.append([unit("a"), unit("b", parent: "a")])
        #expect(receipt.size == 4)
        #expect(try small.verify().verdict == .intact)
    }

    @Test func aDryRunWritesNothing() throws {
        let small = try TemporaryLedger()
        let before = try small.records()
        var options = AppendOptions()
        options.isDryRun = true
        let would = try small.ledger.append([note("a", id: "one")], options: options)
        #expect(would.first == 3 && would.size == 3)
        #expect(try small.records() == before)
        #expect(try small.ledger.append([note("a", id: "one")]).size == 3)
    }

    @Test func aDryRunOfCreationWritesNothing() throws {
        let directory = try TemporaryDirectory()
        var options = AppendOptions()
        options.isDryRun = true
        let path = directory.path + "/x"
        let receipt = try Ledger.create(at: path, opened: opened(), followedBy: [actor("clerk")], options: options, surroundings: .test())
        #expect(receipt.size == 2 && !FileManager.default.fileExists(atPath: path))
    }

    @Test func creationRefusesWhatIsThere() throws {
        let small = try TemporaryLedger()
        #expect(try codes { _ = try Ledger.create(at: small.path, opened: opened(), followedBy: [actor("clerk")]) } == [.ledgerExists])
        #expect(try codes { _ = try Ledger(opening: small.path + "-not", mode: .reading) } == [.noLedger])
    }

    @Test func creationThatIsRefusedLeavesNothing() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/x"
        #expect(try codes { _ = try Ledger.create(at: path, opened: opened(named: "two words"), followedBy: [actor("clerk")]) } == [.badName])
        #expect(try codes { _ = try Ledger.create(at: path, opened: unit("x"), followedBy: []) } == [.missingField])
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    // MARK: time

    @Test func recordedTimeNeverStandsStill() throws {
        let small = try TemporaryLedger()
        var last = try #require(try small.ledger.snapshot().event(2)?.recorded)
        // The clock goes back, but by less than five minutes.
        for step in 0..<4 {
            small.clock.set(TestClock.start - UInt64(step) * 60_000_000_000)
            let receipt = try small.ledger.append([note("\(step)"), note("\(step) again")])
            #expect(receipt.recorded > last)
            last = receipt.recorded
        }
        #expect(try small.verify().verdict == .intact)
    }

    @Test func aClockFarBehindNeedsAReason() throws {
        let small = try TemporaryLedger()
        let last = try #require(try small.ledger.snapshot().event(2)?.recorded)
        // At the limit, and a second (the clock's own step) before it.
        small.clock.set(last - Limits.clockBehindNanoseconds - 1_000_000_000)
        _ = try small.ledger.append([note("at the limit")])
        let now = try #require(try small.ledger.snapshot().event(3)?.recorded)
        small.clock.set(now - Limits.clockBehindNanoseconds - 1_000_000_001)
        #expect(try codes { _ = try small.ledger.append([note("below", id: "below")]) } == [.clockBehind])
        #expect(try small.records().count == 3)
        var options = AppendOptions()
        options.clockBehindReason = "the battery was replaced"
        small.clock.set(now - 3_600_000_000_000)
        _ = try small.ledger.append([note("below", id: "below")], options: options)
        let snapshot = try small.ledger.snapshot()
        #expect(try snapshot.text(4, .clockBehind, 0) == .open("the battery was replaced"))
        let leaf = try Codec.decodeLeaf(try RecordFrame(decoding: small.records()[3]).leaf)
        #expect(leaf.recorded.unixNs == now + 1 && leaf.recorded.clockNs == now - 3_599_000_000_000)
        #expect(try small.ledger.append([note("below", id: "below")], options: options).wasKnown)
        #expect(try small.verify().verdict == .intact)
    }

    @Test func asOfATimeIsTheLastWholeBatch() throws {
        let small = try TemporaryLedger()
        var batches: [(recorded: UInt64, last: UInt64)] = [(try #require(try small.ledger.snapshot().event(1)?.recorded), 2)]
        for size in 1...4 {
            small.clock.set(TestClock.start + UInt64(size) * 3_600_000_000_000)
            let receipt = try small.ledger.append((0..<size).map { note("\($0)") })
            batches.append((receipt.recorded, receipt.last))
        }
        for derived in [false, true] {
            if derived { try small.ledger.derive() }
            let snapshot = try small.ledger.snapshot()
            #expect(try snapshot.lastNumber(recordedBy: batches[0].recorded - 1) == 0)
            for (i, batch) in batches.enumerated() {
                #expect(try snapshot.lastNumber(recordedBy: batch.recorded) == batch.last)
                #expect(try snapshot.lastNumber(recordedBy: batch.recorded - 1) == (i == 0 ? 0 : batches[i - 1].last))
                #expect(try snapshot.lastNumber(recordedBy: batch.recorded + 1) == batch.last)
            }
            #expect(try snapshot.lastNumber(recordedBy: .max) == batches.last?.last)
        }
    }

    // MARK: other writers

    @Test func aSecondWriterWaitsAndThenSaysSo() throws {
        let small = try TemporaryLedger()
        try Data().write(to: URL(filePath: small.path + "/writer.lock"))
        let file = try #require(FileHandle(forUpdatingAtPath: small.path + "/writer.lock"))
        try #require(flock(file.fileDescriptor, LOCK_EX) == 0)
        var options = AppendOptions()
        options.lockTimeout = 0.1
        #expect(try codes { _ = try small.ledger.append([note("a")], options: options) } == [.locked])
        #expect(try small.records().count == 2)
        try file.close()
        #expect(try small.ledger.append([note("a")], options: options).size == 3)
    }

    @Test func aReaderKeepsItsMoment() throws {
        let small = try TemporaryLedger()
        let snapshot = try small.ledger.snapshot()
        _ = try small.ledger.append([note("a")])
        #expect(snapshot.size == 2)
        #expect(try snapshot.event(3) == nil)
        #expect(try small.ledger.snapshot().size == 3)
    }
}
