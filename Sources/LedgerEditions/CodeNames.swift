import LedgerModel

/// The names that ledger.proto gives to the numbers of an enumeration: `NOT_BELOW_PREVIOUS` for `.notBelowPrevious`.
struct CodeNames<Code: CaseIterable & RawRepresentable<Int>>: Sendable where Code: Sendable {
    private let names: [Int: String]
    private let codes: [String: Code]

    fileprivate init() {
        let pairs = Code.allCases.map { ($0, Kebab.name($0).replacing("-", with: "_").uppercased()) }
        names = Dictionary(uniqueKeysWithValues: pairs.map { ($0.rawValue, $1) })
        codes = Dictionary(uniqueKeysWithValues: pairs.map { ($1, $0) })
    }

    /// Empty for a number that format 1 does not know.
    func of(_ code: Code) -> String { names[code.rawValue] ?? "" }

    /// Empty for zero, the common case.
    func unlessZero(_ code: Code) -> String { code.rawValue == 0 ? "" : of(code) }

    func read(_ name: String) -> Code? { codes[name] }
}

extension Figure {
    /// Why it changed, by the name that the file gives; empty where nobody said.
    package var reasonCode: String { Codes.reason.unlessZero(reason) }
}

/// One table for each enumeration of the figures, since a name takes longer to make than a line to write.
enum Codes {
    static let reason = CodeNames<Reason>()
    static let aggregation = CodeNames<Aggregation>()
    static let status = CodeNames<Status>()
    static let bound = CodeNames<Value.Bound>()
    static let form = CodeNames<Value.Form>()
    static let absence = CodeNames<Value.Absence>()
    static let noGrade = CodeNames<GradeGiven.NoGrade>()
    static let origin = CodeNames<GradeGiven.Origin>()
    static let amountKind = CodeNames<AmountRecorded.Kind>()
}
