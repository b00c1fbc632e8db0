import LedgerModel

/// Which point a class was given for.
package struct ClassKey: Sendable, Hashable {
    package let cell: String
    package let what: ImportWhat
    package let subject: String
    package let measure: String
    package let period: String

    package init(cell: String, what: ImportWhat, subject: String, measure: String, period: String) {
        self.cell = cell
        self.what = what
        self.subject = subject
        self.measure = measure
        self.period = period
    }
}

/// What a person called a difference, and why.
package struct Classified: Sendable, Hashable {
    package var kind: ImportClass
    package var reason: Reason = .noReason
    package var reasonText = ""
    /// The value as read by hand: digits, or the name of an absence.
    package var value = ""
    /// What it became: `programme:p-3` of a merge, a period of a target, how something ended.
    package var to = ""
    package var comparability = IndicatorRedefined.Comparability.unsaid
    package var foundBy = ""

    package init(_ kind: ImportClass) { self.kind = kind }
}

package struct Classification: Sendable {
    private let classes: [ClassKey: Classified]

    package init(_ classes: [ClassKey: Classified] = [:]) { self.classes = classes }

    package subscript(_ key: ClassKey) -> Classified? { classes[key] }
    package var keys: Set<ClassKey> { Set(classes.keys) }
}
