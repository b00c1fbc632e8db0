import LedgerLog
import LedgerModel
import LedgerTestSupport
import Testing

/// Every refusal and warning has a batch that meets exactly it, beside the nearest batch that is accepted.
@Suite struct ReproducerTests {
    static let all = shapeReproducers + ruleReproducers + warningReproducers

    @Test(arguments: all) func refusedWithExactlyThisCode(_ reproducer: Reproducer) throws {
        let world = try TemporaryLedger(World.drafts)
        #expect(try world.refusals(reproducer.good()) == [])
        #expect(try world.refusals(reproducer.bad()) == [reproducer.code])
        #expect(try world.verify().verdict == .intact)
    }

    @Test(arguments: warningReproducers) func aReasonLetsAWarningPass(_ reproducer: Reproducer) throws {
        #expect(reproducer.code.isWarning)
        let world = try TemporaryLedger(World.drafts)
        let explained = reproducer.bad().map { $0.saying(.override, "it is printed so") }
        #expect(try world.refusals(explained) == [])
        _ = try world.ledger.append(explained)
        #expect(try world.verify().verdict == .intact)
    }

    /// No reason lets anything else pass.
    @Test(arguments: ruleReproducers.filter { ![.idUsed, .batchEmpty].contains($0.code) })
    func noReasonLetsARefusalPass(_ reproducer: Reproducer) throws {
        let world = try TemporaryLedger(World.drafts)
        #expect(try world.refusals(reproducer.bad().map { $0.saying(.override, "it is printed so") }) == [reproducer.code])
    }

    /// A new code needs a reproducer. The exceptions are the environment's, the reading commands', and those that have tests of their own.
    @Test func everyCodeHasOne() {
        let elsewhere: Set<Problem.Code> = [
            .badJSON, .nothingToWithdraw, .nothingToRedact, .stillNeeded, .wrongSubjects, .batchPartlyKnown, .batchTooLarge,
            // They need keys: SigningTests.
            .keyExists, .keyUsed, .signatureMissing, .signatureBad,
        ]
        let otherSections: Set<Problem.Code> = [
            .noLedger, .ledgerExists, .locked, .clockBehind, .storage, .cannotRead, .cannotWrite, .damaged, .newerFormat, .beforeLedger,
            .usage, .ambiguous, .nothingFound, .verificationFailed, .notVerified, .dateMissing, .fileExists,
            .noKey, .keyRetired, .passphraseNeeded, .passphraseWrong, .isClone, .notAClone, .editionFileMissing, .editionFileDiffers, .outsideEdition, .nothingLost, .redactionUndone, .keyInLedger, .stillEmbargoed, .proofRefused, .proofUnreadable, .keyUnreadable,
            .keyExposed, .behindCheckpoint, .forked, .otherPublication, .fetchFailed, .notContinued,
        ]
        // No batch meets these: the tests of the commands have a table, a form or a mapping for each.
        let tables = Problem.Code.allCases.filter { code in ["sheet-", "mapping-", "table-", "import-", "form-"].contains { code.rawValue.hasPrefix($0) } }
        let covered = Set(ReproducerTests.all.map(\.code)).union(elsewhere).union(otherSections).union(tables)
        #expect(Set(Problem.Code.allCases).subtracting(covered) == [])
    }
}
