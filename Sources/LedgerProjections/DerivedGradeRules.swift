import LedgerModel

/// Rules that ship with the program, as data. `schema/rules` holds each as a draft for `append --file`.
package enum GradingRules {
    package static let shipped: [RuleAdopted] = [kitakyushu]

    /// 北九州市 A–D. Its reports print the thresholds in whole percent: A from 120, B 100 to 119, C 70 to 99, D to 69, of the state at the
    /// year's end on the way to the plan's targets. That several measures are combined by the best, that a planned share is even over the years,
    /// and how percentages are rounded is inferred: `schema/rules/README.md`.
    package static let kitakyushu = RuleAdopted.with { rule in
        rule.id = "kitakyushu-a-d"
        rule.version = 1
        rule.compare = .plannedShare
        rule.combine = .best
        rule.rounding = .halfUp
        rule.thresholds = [("A", "120"), ("B", "100"), ("C", "70"), ("D", "")].map { grade, atLeast in
            .with { ($0.grade, $0.atLeast) = (grade, atLeast) }
        }
        rule.excludesRelisted = true
        rule.asFarAsPublished = true
    }

    /// The rule by which a printed grade names that it was given; else the only rule that the ledger holds; nil where neither says.
    package static func rule(for grade: GradeGiven?, in source: some LedgerSource, asOf: AsOf) throws -> RuleAdopted? {
        if let grade, !grade.rule.isEmpty {
            let versions = try source.facts(of: Subject(.rule, grade.rule), asOf: asOf, about: .definition).timeline(FactKey(.definition)).compactMap(\.rule)
            return versions.last { $0.version == grade.ruleVersion }
        }
        let rules = try source.subjects(of: .rule).compactMap { try source.facts(of: $0, asOf: asOf).holds(FactKey(.definition))?.rule }
        return rules.count == 1 ? rules.first : nil
    }
}
