import LedgerModel
import LedgerProjections
import Testing
@testable import LedgerReports

/// Kitakyushu's printed grades of FY2016 against what shipped rules make of the same figures.
@Suite struct PapersGradeTests {
    private func agreement(_ rule: RuleAdopted) throws -> (agree: Int, differ: [String], none: [String]) {
        let ledger = try FoldedDrafts.kitakyushuToH28().ledger
        var agree = 0
        var (differ, none): ([String], [String]) = ([], [])
        for subject in ledger.subjects(of: .programme) {
            guard let printed = try ledger.facts(of: subject).grade(plan: "strategy-1", period: "FY2016"), printed.grade.noGrade == .graded else { continue }
            let derived = try DerivedGrade(ledger, of: subject, plan: "strategy-1", period: "FY2016", rule: rule)
            if derived.grade == printed.grade.grade { agree += 1 } else if let grade = derived.grade {
                differ.append("\(subject.id) printed \(printed.grade.grade) computed \(grade) \(derived.ratio!.percent)")
            } else { none.append("\(subject.id) printed \(printed.grade.grade) \(derived.outcome)") }
        }
        return (agree, differ, none)
    }

    @Test func shippedRuleGivesMostPrintedGrades() throws {
        let found = try agreement(GradingRules.kitakyushu)
        print("kitakyushu-a-d v1: \(found.agree) of 63 printed grades; differ \(found.differ); none \(found.none)")
        #expect(found.agree + found.differ.count + found.none.count == 63)
        #expect(found.agree == 52)
        #expect(found.differ.count == 8)
    }

    /// The other ways of combining give fewer: what is inferred is the better supported reading.
    @Test func otherCombinationsGiveFewer() throws {
        for (combine, expected) in [(RuleAdopted.Combine.mean, 43), (.worst, 37)] {
            var rule = GradingRules.kitakyushu
            rule.combine = combine
            let found = try agreement(rule)
            #expect(found.agree == expected, "\(combine)")
        }
    }

    @Test func fileAndConstantAgree() throws {
        let draft = try FoldedDrafts.draft("schema/rules/kitakyushu-a-d.json")
        guard case .ruleAdopted(let rule)? = draft.statement.act else { Issue.record("no rule"); return }
        #expect(rule == GradingRules.kitakyushu)
        #expect(rule.asFarAsPublished)
    }
}

extension FoldedDrafts {
    /// The example of Kitakyushu, up to the report of FY2016.
    static func kitakyushuToH28() throws -> FoldedDrafts { try city("kitakyushu", kitakyushu) }

    /// The draft of a file of the repository that holds one.
    static func draft(_ path: String) throws -> Draft {
        try Draft(jsonLine: String(contentsOf: root.appendingPathComponent(path), encoding: .utf8), place: path)
    }
}
