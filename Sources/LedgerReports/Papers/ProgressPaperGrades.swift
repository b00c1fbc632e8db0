import LedgerModel
import LedgerProjections

/// The grade that the body printed beside the one that the figures give.
package struct GradeComparison: Sendable {
    package let printed: GradeLine?
    /// Nil where no rule is known.
    package let derived: DerivedGrade?

    /// Both are grades, of one rule's letters, and differ.
    package var disagrees: Bool {
        guard let printed = printed?.grade, printed.noGrade == .graded, let derived = derived?.grade else { return false }
        return !printed.grade.hasSameBytes(as: derived)
    }
}

extension PaperContext {
    /// By the rule that the printed grade names, else by the one that was asked for, else by the only one that the ledger holds.
    package func compareGrades(_ subject: Subject, plan: String, period: String, rule: RuleAdopted?) throws -> GradeComparison {
        let printed = try facts(subject).grade(plan: plan, period: period).flatMap { $0.isPrinted ? $0 : nil }
        let isNamed = printed.map { !$0.grade.rule.isEmpty } ?? false
        let used = try isNamed || rule == nil ? GradingRules.rule(for: printed?.grade, in: source, asOf: asOf) : rule
        let derived = try used.map { rule in
            try DerivedGrade(of: facts(subject), plan: plan, of: plan.isEmpty ? nil : facts(Subject(.plan, plan)).period, period: period, rule: rule, source.settings) {
                try graded($0, plan: plan, of: $1)
            }
        }
        return GradeComparison(printed: printed, derived: derived)
    }

    /// Read already, for the table beside the grades.
    func keep(_ graded: GradedIndicator, of indicator: Subject, plan: String) {
        memo.graded[PaperMemo.GradedPlace(indicator: indicator, plan: plan)] = graded
    }

    private func graded(_ indicator: Subject, plan: String, of period: Period?) throws -> GradedIndicator {
        let place = PaperMemo.GradedPlace(indicator: indicator, plan: plan)
        if let known = memo.graded[place] { return known }
        let graded = try GradedIndicator(source, of: indicator, plan: plan, of: period, asOf: asOf)
        memo.graded[place] = graded
        return graded
    }

    package func cell(_ grade: GradeLine?) -> PaperTable.Cell {
        guard let grade = grade?.grade else { return .blank }
        return grade.grade.isEmpty ? .absent(catalogue(grade.noGrade.words)) : cell(grade.grade)
    }

    package func cell(_ derived: DerivedGrade?) -> PaperTable.Cell {
        switch derived?.outcome {
        case .graded(let grade, let ratio)?: cell(grade + catalogue.bracketed(ratio.percent + "%"))
        case .none(let reason)?: .absent(catalogue(reason.words))
        case nil: .blank
        }
    }

    /// `≠ 公表 B・計算 D`; empty where both agree or one is missing.
    package func disagreement(_ comparison: GradeComparison) -> String {
        guard comparison.disagrees, let printed = comparison.printed?.grade.grade, let derived = comparison.derived?.grade else { return "" }
        return Words("≠ 公表 {0}・計算 {1}", "≠ printed {0}, computed {1}").filled(catalogue.language, [printed, derived])
    }

    /// The rule in a sentence: what is compared, how it is combined, rounded and cut.
    package func sentence(_ rule: RuleAdopted) -> String {
        let cuts = rule.thresholds.map { $0.atLeast.isEmpty ? $0.grade : "\($0.grade) ≥ \($0.atLeast)%" }.joined(separator: ", ")
        let rounding = Words("{0}・小数 {1} 桁", "{0}, {1} decimals").filled(catalogue.language, [catalogue(rule.rounding.words), "\(rule.roundingDigits)"])
        let parts = [catalogue(rule.compare.words), catalogue(rule.combine.words), rule.rounding == .none ? catalogue(rule.rounding.words) : rounding, cuts]
        let published = rule.asFarAsPublished ? words("（公表された範囲による。ほかは推定）", " (as far as published; the rest is inferred)") : ""
        return "\(Visible.text(rule.id)) v\(rule.version): " + parts.joined(separator: words("・", "; ")) + published
    }
}

extension RuleAdopted.Combine {
    package var words: Words {
        switch self {
        case .single, .UNRECOGNIZED: Words("一つの指標", "one figure")
        case .mean: Words("平均", "mean")
        case .best: Words("最も良い指標", "best figure")
        case .worst: Words("最も悪い指標", "worst figure")
        }
    }
}

extension RuleAdopted.Rounding {
    package var words: Words {
        switch self {
        case .none, .UNRECOGNIZED: Words("端数処理なし", "not rounded")
        case .halfUp: Words("四捨五入", "half up")
        case .down: Words("切捨て", "rounded down")
        }
    }
}

extension DerivedGrade.Reason {
    package var words: Words {
        switch self {
        case .excluded: Words("対象外", "excluded")
        case .ended: Words("終了", "ended")
        case .pending: Words("調査中", "pending")
        case .nothingComparable: Words("比較できる値なし", "nothing comparable")
        case .severalMeasures: Words("指標が複数（統合方法の定めなし）", "several figures, combining not stated")
        case .ruleIncomplete: Words("評価基準が不完全", "rule incomplete")
        case .belowEveryThreshold: Words("どの基準にも満たない", "below every threshold")
        }
    }
}
