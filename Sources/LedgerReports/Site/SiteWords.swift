import LedgerModel

/// Words for the names of enumerations that the figures hold, and what both pages say.
enum SiteWords {
    static let undeclared = Words(
        "「!」の行は、変更したという記録がないまま値が前の版と異なるものです。", "Rows with “!” differ from the edition before, and no entry says that they were changed.")

    /// Words by table and by name. A name is written as the figures write it: `EARLY_ATTAINMENT`.
    static let tables: [String: [String: Words]] = [
        "kind": words(FactRecorded.Kind.allCases, \.words).merging(
            ["GRADE": Words("評価", "grade"), "AMOUNT": Words("金額", "amount")], uniquingKeysWith: { $1 }),
        "change": words(Change.allCases, \.words).merging(["WITHDRAWN": Words("取下げ", "withdrawn"), "REENTERED": Words("取消後の再登録", "entered again")], uniquingKeysWith: { $1 }),
        "reason": words(Reason.allCases, \.words),
        // A grade's line says there why there is none.
        "absence": words(Value.Absence.allCases, \.words).merging(words(GradeGiven.NoGrade.allCases, \.words), uniquingKeysWith: { first, _ in first }),
        "bound": words(Value.Bound.allCases, \.words),
        "form": words(Value.Form.allCases, \.words),
        "status": words(Status.allCases, \.words),
        "aggregation": words(Aggregation.allCases, \.words),
        "verdict": Dictionary(uniqueKeysWithValues: Site.Change.Verdict.allCases.map { ($0.rawValue.uppercased(), $0.words) }),
    ]

    /// A name that no table has is shown as it is.
    static func of(_ table: String, _ name: String) -> Words { tables[table]?[name.uppercased()] ?? Words(name, name) }

    private static func words<Value>(_ all: [Value], _ words: KeyPath<Value, Words>) -> [String: Words] {
        let pairs = all.map { (Kebab.name($0).uppercased().split(separator: "-").joined(separator: "_"), $0[keyPath: words]) }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
}

extension Site.Change.Verdict {
    package var words: Words {
        switch self {
        case .declared: Words("申告あり", "declared")
        case .undeclared: Words("申告なし", "not declared")
        case .added: Words("追加", "added")
        case .removed: Words("なくなった", "gone")
        }
    }
}
