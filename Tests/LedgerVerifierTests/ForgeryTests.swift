import Foundation
import LedgerMerkle
import LedgerModel
import LedgerTestSupport
import LedgerVerifier
import Testing

/// Somebody recomputes every hash. What follows the rules is then found only against a root kept elsewhere; what does not is found all the same.
@Suite struct ForgeryTests {
    let log: SmallLog

    init() throws { log = try SmallLog.made.get() }

    private func forged(_ edit: (inout Forger) throws -> Void) throws -> MemoryAudit {
        var forger = try Forger(log.records)
        try edit(&forger)
        return MemoryAudit(try forger.records())
    }

    private func expectFoundOnlyFromOutside(_ audit: MemoryAudit, _ name: String) {
        let inside = audit.verify()
        #expect(inside.verdict == .intact, "\(name): \(inside.findings)")
        let outside = audit.verify(expecting: Expectation(size: log.size, root: log.root))
        #expect(outside.verdict == .broken, "\(name)")
        #expect(outside.findings.allSatisfy { $0.kind == .expectedRoot || $0.kind == .expectedSize } && !outside.findings.isEmpty, "\(name)")
    }

    @Test func theForgerForgesNothing() throws {
        let audit = try forged { _ in }
        #expect(audit.records.map(\.bytes) == log.records)
    }

    @Test func aValueIsAltered() throws {
        expectFoundOnlyFromOutside(
            try forged {
                guard case .factRecorded(var fact)? = $0.entries[7].leaf.statement.act else { throw MemoryAudit.Unreadable() }
                fact.value.number = "1400"
                $0.entries[7].leaf.statement.act = .factRecorded(fact)
            }, "a target")
    }

    @Test func aTextIsAltered() throws {
        expectFoundOnlyFromOutside(try forged { $0.replaceText(ofEntry: 10, .note, by: "another remark") }, "a note")
    }

    @Test func anEntryIsRemovedOrAddedOrMoved() throws {
        expectFoundOnlyFromOutside(
            try forged {
                $0.entries.removeLast()
                $0.renumber()
            }, "the last entry")
        expectFoundOnlyFromOutside(
            try forged {
                $0.entries.remove(at: 2)
                $0.renumber()
            }, "an actor whom nobody mentions")
        expectFoundOnlyFromOutside(
            try forged {
                $0.entries.swapAt(2, 3)
                $0.renumber()
            }, "two entries of one batch")
        expectFoundOnlyFromOutside(
            try forged {
                var copy = $0.entries[8]
                copy.leaf.statement.event = eventID("invented")
                if case .factRecorded(var fact)? = copy.leaf.statement.act {
                    fact.period = "FY2014"
                    copy.leaf.statement.act = .factRecorded(fact)
                }
                copy.leaf.recorded.unixNs += 1
                copy.leaf.batch.first = 1_000
                $0.entries.insert(copy, at: 9)
                $0.renumber()
            }, "an invented actual")
    }

    @Test func timeIsShifted() throws {
        expectFoundOnlyFromOutside(
            try forged { for i in $0.entries.indices { $0.entries[i].leaf.recorded.unixNs += 86_400_000_000_000 } }, "a day later")
    }

    // MARK: what does not follow the rules is found from inside, though every hash fits

    private func expectFound(_ kind: Finding.Kind, at entry: UInt64, _ edit: (inout Forger) throws -> Void) throws {
        let report = try forged(edit).verify()
        #expect(report.verdict == .broken)
        #expect(report.findings.first?.kind == kind && report.findings.first?.entry == entry, "\(report.findings)")
    }

    @Test func timeGoesBack() throws {
        try expectFound(.timeBack, at: 9) { $0.entries[8].leaf.recorded.unixNs = $0.entries[0].leaf.recorded.unixNs }
    }

    @Test func timeStandsStillBetweenBatches() throws {
        try expectFound(.timeBack, at: 9) { $0.entries[8].leaf.recorded.unixNs = $0.entries[7].leaf.recorded.unixNs }
    }

    @Test func oneBatchHasTwoTimes() throws {
        try expectFound(.batch, at: 8) { $0.entries[7].leaf.recorded.unixNs += 1 }
    }

    @Test func aTextDoesNotFitItsCommitment() throws {
        try expectFound(.text, at: 10) { $0.entries[9].texts[0].text += "!" }
        try expectFound(.text, at: 10) { $0.entries[9].texts[0].salt[0] ^= 1 }
        try expectFound(.text, at: 10) { $0.entries[9].texts[0].salt.append(0) }
    }

    @Test func aTextIsGoneAndNobodyRedactedIt() throws {
        try expectFound(.textMissing, at: 10) { $0.entries[9].texts.removeAll() }
        try expectFound(.textMissing, at: 2) { $0.entries[1].texts.removeAll() }
    }

    @Test func aTextWasAdded() throws {
        try expectFound(.textNotCommitted, at: 9) { $0.entries[8].texts = [$0.entries[9].texts[0]] }
    }

    /// The text and its salt stand there again after the entry that destroyed them.
    @Test func aRedactedTextIsStillThere() throws {
        let small = try TemporaryLedger([actor("clerk")])
        let frame = try RecordFrame(decoding: try small.records()[1])
        _ = try small.ledger.append([redaction(of: 2, .displayName, [Subject(.actor, "clerk")])])
        var records = try small.records()
        #expect(MemoryAudit(records).verify().verdict == .intact)
        let redaction = try #require(MemoryAudit(records).verify().redactions.first)
        #expect(redaction.entry == 2 && redaction.field == .displayName && redaction.by == 3)
        records[1] = try frame.encoded()
        let report = MemoryAudit(records).verify()
        #expect(report.findings.map(\.kind) == [.textNotDestroyed] && report.findings.first?.entry == 2)
    }

    @Test func numbersLinksAndIdentifiers() throws {
        try expectFound(.wrongNumber, at: 14) { $0.entries[13].leaf.number = 15 }
        try expectFound(.duplicateID, at: 14) { $0.entries[13].leaf.statement.event = eventID("actual-15") }
        try expectFound(.otherLedger, at: 14) { $0.entries[13].leaf.statement.ledger = eventID("another") }
        try expectFound(.batch, at: 14) { $0.entries[13].leaf.batch.length = 0 }
        try expectFound(.undecodable, at: 14) { $0.entries[13].leaf.format = 0 }
        try expectFound(.missing, at: 15) { $0.entries[13].leaf.batch.length = 2 }
    }

    @Test func linksThatDoNotFit() throws {
        let edits: [(inout Leaf) -> Void] = [
            { $0.links[0].version += 1 }, { $0.links[0].version = 0 }, { $0.links[0].previous = Data(Hash.zero.bytes) },
            { $0.links[0].previous.removeLast() }, { $0.links[0].previous.append(0) }, { $0.links[0].subject.id = "other" }, { $0.links.removeAll() }, { $0.links.append($0.links[0]) },
        ]
        for edit in edits {
            var forger = try Forger(log.records)
            edit(&forger.entries[13].leaf)
            let report = MemoryAudit(try forger.recordsKeepingLinks()).verify()
            #expect(report.findings.first?.kind == .link && report.findings.first?.entry == 14)
        }
    }

    @Test func anEntryThatAppendWouldHaveRefused() throws {
        let report = try forged {
            guard case .factRecorded(var fact)? = $0.entries[13].leaf.statement.act else { throw MemoryAudit.Unreadable() }
            fact.period = "FY2016"
            $0.entries[13].leaf.statement.act = .factRecorded(fact)
        }.verify()
        #expect(report.findings.map(\.kind) == [.rule])
        #expect(report.findings.first?.problem?.code == .factExists)
        #expect(report.findings.first?.facts.contains("indicator:visitors actual/m1//FY2016") == true)
        let shape = try forged {
            guard case .factRecorded(var fact)? = $0.entries[13].leaf.statement.act else { throw MemoryAudit.Unreadable() }
            fact.period = "2016"
            $0.entries[13].leaf.statement.act = .factRecorded(fact)
        }.verify()
        #expect(shape.findings.map(\.kind) == [.shape] && shape.findings.first?.problem?.code == .badPeriod)
    }

    @Test func aNewerFormatIsUndetermined() throws {
        let audit = try forged { $0.entries[13].leaf.format = 2 }
        let report = audit.verify()
        #expect(report.verdict == .undetermined && report.findings.isEmpty)
        #expect(report.unchecked == ["entry 14: format 2 is newer than 1"])
    }

    @Test func aSignatureThatNobodyNeeds() throws {
        let report = try forged { $0.entries[13].leaf.signatures = [.with { $0.keyID = Data([1, 2, 3, 4]); $0.signature = Data(count: 64) }] }
            .verify()
        #expect(report.findings.map(\.kind) == [.signature] && report.findings.first?.problem?.code == .signatureBad)
    }

    /// Numbers at their limits are findings, not overflows.
    @Test func numbersAtTheirLimits() throws {
        let edits: [(inout Leaf) -> Void] = [
            { $0.number = .max }, { $0.number = 0; $0.statement.act = .editionPublished(.with { $0.id = "e"; $0.label = "e"; $0.plans = ["p1"] }) }, { $0.batch.first = .max }, { $0.batch.first = .max; $0.batch.length = .max },
            { $0.batch.length = .max }, { $0.recorded.unixNs = .max }, { $0.recorded.clockNs = .max },
            { $0.links[0].version = .max },
            { $0.statement.act = .withdrawn(.with { $0.number = .max; $0.batch = .max }) },
            { $0.statement.act = .redacted(.with { $0.number = .max; $0.ordinal = .max; $0.field = .note }) },
            { $0.statement.act = .editionPublished(.with { $0.id = "e"; $0.label = "e"; $0.plans = ["p1"]; $0.size = .max }) },
            { $0.statement.act = .ledgerOpened(.with { $0.utcOffsetMinutes = .min; $0.fiscalYearFirstMonth = .max; $0.format = .max }) },
            { $0.statement.texts = [.with { $0.ordinal = .max; $0.field = .note }] },
            { $0.statement.recordedBy.kind = .UNRECOGNIZED(-1) },
            { $0.statement.change = .UNRECOGNIZED(300) },
        ]
        for (i, edit) in edits.enumerated() {
            for number in log.records.indices {
                var forger = try Forger(log.records)
                edit(&forger.entries[number].leaf)
                let report = MemoryAudit(try forger.recordsKeepingLinks()).verify()
                // The last entry may have been recorded at any later time, by any clock.
                let isConsistent = (i == 5 || i == 6) && number == log.records.count - 1
                #expect((report.verdict == .intact) == isConsistent, "edit \(i) of entry \(number + 1)")
            }
        }
    }
}
