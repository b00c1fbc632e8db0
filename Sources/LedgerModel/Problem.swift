/// What was wrong with a request, as data. The catalogue turns it into words; tests and machines use the code.
package struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
    /// Stable: once released, a code keeps its meaning.
    package enum Code: String, Sendable, CaseIterable {
        // Shape: the bytes or fields of one statement.
        case badJSON = "bad-json"
        case badIdentifier = "bad-identifier"
        case badDecimal = "bad-decimal"
        case badPeriod = "bad-period"
        case badDay = "bad-day"
        case badBytes = "bad-bytes"
        case badName = "bad-name"
        case missingField = "missing-field"
        case unexpectedField = "unexpected-field"
        case tooMany = "too-many"
        case tooLong = "too-long"
        case missingText = "missing-text"
        case unexpectedText = "unexpected-text"
        case outOfOrder = "out-of-order"

        // Rules: what the ledger already holds.
        case unknownSubject = "unknown-subject"
        case wrongKind = "wrong-kind"
        case subjectExists = "subject-exists"
        case subjectEnded = "subject-ended"
        case factExists = "fact-exists"
        case factMissing = "fact-missing"
        case previousDiffers = "previous-differs"
        case lateContradicts = "late-contradicts"
        case reasonMissing = "reason-missing"
        case changeNotAllowed = "change-not-allowed"
        case unitDiffers = "unit-differs"
        case cumulativeFalls = "cumulative-falls"
        case periodNotEnded = "period-not-ended"
        case decidedInFuture = "decided-in-future"
        case responseToNothing = "response-to-nothing"
        case mergeIntoItself = "merge-into-itself"
        case circular = "circular"
        case otherPlan = "other-plan"
        case unknownGrade = "unknown-grade"
        case notEnded = "not-ended"
        case stillNeeded = "still-needed"
        case nothingToWithdraw = "nothing-to-withdraw"
        case nothingToRedact = "nothing-to-redact"
        case wrongSubjects = "wrong-subjects"
        case ledgerOpenedTwice = "ledger-opened-twice"
        case keyExists = "key-exists"
        case keyUnknown = "key-unknown"
        case keyUsed = "key-used"
        case keyWeak = "key-weak"
        case originUsed = "origin-used"
        case signatureMissing = "signature-missing"
        case signatureBad = "signature-bad"
        case sealDiffers = "seal-differs"
        case sealNotAlone = "seal-not-alone"
        case wrongSize = "wrong-size"
        case versionDiffers = "version-differs"
        case otherLedger = "other-ledger"
        case idUsed = "id-used"
        case batchPartlyKnown = "batch-partly-known"
        case batchTooLarge = "batch-too-large"
        case batchEmpty = "batch-empty"

        // Warnings: oddities of real tables; a reason (the text OVERRIDE) lets them pass.
        case countingWordDiffers = "counting-word-differs"
        case outsidePlan = "outside-plan"
        case outsideTarget = "outside-target"
        case tenTimes = "ten-times"
        case signChanged = "sign-changed"
        case overHundredPercent = "over-hundred-percent"
        case partsDoNotAddUp = "parts-do-not-add-up"
        case notProvisional = "not-provisional"

        // Tables: the file, the mapping, what a person still has to say.
        case sheetUndecodable = "sheet-undecodable"
        case sheetEncoding = "sheet-encoding"
        case sheetEncodingContradicted = "sheet-encoding-contradicted"
        case sheetEncodingUnsupported = "sheet-encoding-unsupported"
        case sheetNotATable = "sheet-not-a-table"
        case sheetEncrypted = "sheet-encrypted"
        case sheetBadArchive = "sheet-bad-archive"
        case sheetBadXML = "sheet-bad-xml"
        case sheetMissingPart = "sheet-missing-part"
        case sheetBadCell = "sheet-bad-cell"
        case sheetTooLarge = "sheet-too-large"
        case sheetUnbalancedQuote = "sheet-unbalanced-quote"
        case sheetTextAfterQuote = "sheet-text-after-quote"
        case sheetUnreadable = "sheet-unreadable"
        case sheetUnwritable = "sheet-unwritable"
        case sheetUnrepresentable = "sheet-unrepresentable"
        case mappingNotYAML = "mapping-not-yaml"
        case mappingTooLarge = "mapping-too-large"
        case mappingAnchor = "mapping-anchor"
        case mappingUnknownKey = "mapping-unknown-key"
        case mappingDuplicateKey = "mapping-duplicate-key"
        case mappingMissingKey = "mapping-missing-key"
        case mappingWrongType = "mapping-wrong-type"
        case mappingBadValue = "mapping-bad-value"
        case mappingConflict = "mapping-conflict"
        case mappingUnknownName = "mapping-unknown-name"
        case tableSheetMissing = "table-sheet-missing"
        case tableHeadingMissing = "table-heading-missing"
        case tableHeadingTwice = "table-heading-twice"
        case tablePeriodMissing = "table-period-missing"
        case tableLaterYear = "table-later-year"
        case tableYearsDiffer = "table-years-differ"
        case tablePeriodNotAYear = "table-period-not-a-year"
        case importUndefined = "import-undefined"
        case importUnclassified = "import-unclassified"
        case dateMissing = "date-missing"
        case fileExists = "file-exists"
        case formVersion = "form-version"
        case formIncomplete = "form-incomplete"
        case formRow = "form-row"
        case formOtherLedger = "form-other-ledger"

        // Keys, proofs and publications.
        case noKey = "no-key"
        case keyRetired = "key-retired"
        case passphraseNeeded = "passphrase-needed"
        case passphraseWrong = "passphrase-wrong"
        case isClone = "is-clone"
        case keyInLedger = "key-in-ledger"
        case stillEmbargoed = "still-embargoed"
        case notAClone = "not-a-clone"
        case editionFileMissing = "edition-file-missing"
        case editionFileDiffers = "edition-file-differs"
        case outsideEdition = "outside-edition"
        case nothingLost = "nothing-lost"
        case redactionUndone = "redaction-undone"
        case proofRefused = "proof-refused"
        case proofUnreadable = "proof-unreadable"

        // Environment: not the request's fault.
        case keyUnreadable = "key-unreadable"
        case keyExposed = "key-exposed"
        case behindCheckpoint = "behind-checkpoint"
        case forked = "forked"
        case otherPublication = "other-publication"
        case fetchFailed = "fetch-failed"
        case noLedger = "no-ledger"
        case ledgerExists = "ledger-exists"
        case locked = "locked"
        case clockBehind = "clock-behind"
        case storage = "storage"
        case cannotRead = "cannot-read"
        case cannotWrite = "cannot-write"
        case damaged = "damaged"

        // Cannot be told.
        case newerFormat = "newer-format"
        case notVerified = "not-verified"
        case beforeLedger = "before-ledger"

        // Requests to a reading command.
        case usage = "usage"
        case ambiguous = "ambiguous"
        case nothingFound = "nothing-found"
        case verificationFailed = "verification-failed"
        case notContinued = "not-continued"
    }

    package let code: Code
    /// Where: `entry 3`, `line 12`, `indicator:airport-users`. Empty where the command says it all.
    package var place: String
    /// What the code's sentence mentions, in the order of the catalogue's placeholders.
    package let values: [String]

    package init(_ code: Code, at place: String = "", _ values: String...) {
        self.init(code, at: place, values: values)
    }

    package init(_ code: Code, at place: String, values: [String]) {
        self.code = code
        self.place = place
        self.values = values
    }

    /// Code, place and values, for whoever has no catalogue at hand.
    package var description: String { ([code.rawValue] + [place].filter { !$0.isEmpty } + values).joined(separator: ": ") }

    package func at(_ place: String) -> Problem { Problem(code, at: place, values: values) }
}

/// Several problems of one request: a batch is judged whole before it is refused.
package struct Problems: Error, Sendable {
    package let all: [Problem]
    package init(_ all: [Problem]) { self.all = all }
}

extension Problem.Code {
    /// An oddity that a reason (the text OVERRIDE) lets pass.
    package var isWarning: Bool {
        switch self {
        case .countingWordDiffers, .outsidePlan, .outsideTarget, .tenTimes, .signChanged, .overHundredPercent, .partsDoNotAddUp,
            .notProvisional:
            true
        default: false
        }
    }

    /// 1 the answer is no, 2 the request was wrong or refused by a rule, 3 the environment failed, 4 cannot be told.
    package var exitCode: Int32 {
        switch self {
        case .noLedger, .ledgerExists, .locked, .clockBehind, .storage, .cannotRead, .cannotWrite, .damaged, .sheetUnreadable, .sheetUnwritable,
            .keyUnreadable, .keyExposed, .behindCheckpoint, .forked, .otherPublication, .fetchFailed: 3
        case .newerFormat, .notVerified: 4
        case .verificationFailed, .notContinued, .proofRefused: 1
        default: 2
        }
    }
}
