import LedgerModel
import LedgerSheets

/// What a person says about a table when it is imported; nothing here is guessed from the file.
package struct ImportRequest: Sendable {
    /// Identifier of the plan that the table is about.
    package var plan: String
    /// Where the plan is entered with the same batch.
    package var newPlan: PlanAdopted?
    /// Identifier of the actor who enters it.
    package var recordedBy: String
    package var dates: ImportDates
    package var document: ImportDocument
    /// The batch enters the past: what it says was known before it was recorded.
    package var isBackfill = false
    /// The plan lists every point compared, and not only those that a person has to decide.
    package var listsAll = true
    /// The body whose opinions, points or meetings a table holds, where the table does not say.
    package var body: String?

    package init(plan: String, recordedBy: String, dates: ImportDates, document: ImportDocument) {
        self.plan = plan
        self.recordedBy = recordedBy
        self.dates = dates
        self.document = document
    }
}

/// When things were decided or known, one date for each kind of fact. Nil: not said, and asked for as soon as a fact of that kind is new.
package struct ImportDates: Sendable {
    /// Definitions, baselines, targets, listings.
    package var planDecided: When?
    /// Actuals, amounts, texts, opinions and answers.
    package var known: When?
    package var graded: When?

    package init(planDecided: When? = nil, known: When? = nil, graded: When? = nil) {
        self.planDecided = planDecided
        self.known = known
        self.graded = graded
    }
}

/// The file that a table came in, as every entry's source names it.
package struct ImportDocument: Sendable {
    package var title: String
    package var fileName: String
    package var digest: [UInt8]
    package var mapping: String
    package var mappingDigest: [UInt8]

    package init(title: String, fileName: String, digest: [UInt8], mapping: String, mappingDigest: [UInt8]) {
        self.title = title
        self.fileName = fileName
        self.digest = digest
        self.mapping = mapping
        self.mappingDigest = mappingDigest
    }
}

/// Names as they are compared: compatibility forms and white space do not tell two names apart. Never stored.
package enum NameKey {
    package static func of(_ name: String) -> String {
        String(name.precomposedStringWithCompatibilityMapping.filter { !$0.isWhitespace })
    }
}

extension CellPlace {
    /// `K12`, after the sheet's name where it has one: `Ⅰ!K12`.
    package var address: String { (sheet.isEmpty ? "" : sheet + "!") + cell }
}
