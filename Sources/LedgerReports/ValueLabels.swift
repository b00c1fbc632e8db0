import LedgerModel

extension Value.Absence {
    package var words: Words {
        switch self {
        case .present, .UNRECOGNIZED: Words("", "")
        case .pending: Words("調査中", "pending")
        case .cancelled: Words("中止", "cancelled")
        case .notStarted: Words("未実施", "not started")
        case .notApplicable: Words("該当なし", "not applicable")
        case .excluded: Words("対象外", "excluded")
        case .suppressed: Words("秘匿", "suppressed")
        case .notCollected: Words("調査なし", "not collected")
        case .unknown: Words("不明", "unknown")
        case .nonePrinted: Words("記載なし", "none printed")
        case .unread: Words("読取不能", "unread")
        }
    }
}

extension Value.Bound {
    package var words: Words {
        switch self {
        case .equal, .UNRECOGNIZED: Words("", "")
        case .atLeast: Words("以上", "at least")
        case .moreThan: Words("超", "more than")
        case .atMost: Words("以下", "at most")
        case .lessThan: Words("未満", "less than")
        case .about: Words("程度", "about")
        case .maintain: Words("維持", "maintain")
        case .increase: Words("増加", "increase")
        case .notBelowPrevious: Words("前年度以上", "not below the year before")
        case .all: Words("全て", "all")
        }
    }
}

extension Value.Form {
    package var words: Words {
        switch self {
        case .level, .UNRECOGNIZED: Words("", "")
        case .incrementPerYear: Words("増／年", "increase per year")
        case .stateReached: Words("の状態", "state reached")
        }
    }
}

extension Status {
    package var words: Words {
        switch self {
        case .a, .UNRECOGNIZED: Words("", "")
        case .p: Words("速報", "provisional")
        case .e: Words("推計", "estimated")
        case .f: Words("見込", "forecast")
        case .b: Words("断層", "break")
        case .d: Words("定義が異なる", "definition differs")
        case .k: Words("他に含む", "included in another")
        case .w: Words("他を含む", "includes another")
        case .l: Words("調査なし", "not collected")
        case .m: Words("存在しない", "cannot exist")
        case .o: Words("欠測", "missing")
        case .q: Words("秘匿", "suppressed")
        case .s: Words("特殊要因", "special event")
        case .u: Words("信頼性低", "low reliability")
        }
    }
}

extension Aggregation {
    package var words: Words {
        switch self {
        case .notStated, .UNRECOGNIZED: Words("記載なし", "not stated")
        case .singleYear: Words("単年度", "single year")
        case .cumulative: Words("累計", "cumulative")
        case .level: Words("時点", "level at a date")
        case .average: Words("平均", "average")
        case .milestone: Words("到達点", "milestone")
        case .withRepetition: Words("延べ", "with repetition")
        }
    }
}

extension Measure.Direction {
    package var words: Words {
        switch self {
        case .unknownDirection, .UNRECOGNIZED: Words("判断できない", "cannot be told")
        case .higher: Words("大きいほど良い", "higher is better")
        case .lower: Words("小さいほど良い", "lower is better")
        case .keep: Words("維持", "keep")
        }
    }
}

extension AmountRecorded.Kind {
    package var words: Words {
        switch self {
        case .notStated, .UNRECOGNIZED: Words("区分の記載なし", "not stated")
        case .initial: Words("当初予算", "initial budget")
        case .amended: Words("補正後", "amended budget")
        case .estimated: Words("決算見込", "estimated outturn")
        case .settled: Words("決算", "settled")
        }
    }
}

extension FactRecorded.Kind {
    package var words: Words {
        switch self {
        case .baseline: Words("基準値", "baseline")
        case .target: Words("目標値", "target")
        case .actual: Words("実績値", "actual")
        case .unspecified, .UNRECOGNIZED: Words("値", "value")
        }
    }
}

extension OpinionGiven.Kind {
    package var words: Words {
        switch self {
        case .finding: Words("指摘", "finding")
        case .recommendation: Words("勧告", "recommendation")
        case .request: Words("要望", "request")
        case .opinion: Words("意見", "opinion")
        case .question: Words("質問", "question")
        case .unspecified, .UNRECOGNIZED: Words("意見", "opinion")
        }
    }
}

extension ResponseGiven.State {
    package var words: Words {
        switch self {
        case .unsaid, .UNRECOGNIZED: Words("記載なし", "not stated")
        case .done: Words("措置済", "done")
        case .inProgress: Words("対応中", "in progress")
        case .considering: Words("検討", "considering")
        case .refused: Words("対応しない", "refused")
        }
    }
}

extension GradeGiven.NoGrade {
    package var words: Words {
        switch self {
        case .graded, .UNRECOGNIZED: Words("", "")
        case .excluded: Words("対象外", "excluded")
        case .pending: Words("調査中", "pending")
        case .ended: Words("終了", "ended")
        case .relisted: Words("再掲", "relisted")
        }
    }
}

extension TextRecorded.Kind {
    package var words: Words {
        switch self {
        case .unspecified, .UNRECOGNIZED: Words("文章", "text")
        case .purpose: Words("目的", "purpose")
        case .outline: Words("概要", "outline")
        case .plan: Words("計画", "plan")
        case .activities: Words("活動", "activities")
        case .results: Words("結果", "results")
        case .outcome: Words("成果", "outcome")
        case .issues: Words("課題", "issues")
        case .note: Words("備考", "note")
        case .footnote: Words("脚注", "footnote")
        case .plannedAction: Words("今後の取組", "planned action")
        }
    }
}

extension RuleAdopted.Compare {
    package var words: Words {
        switch self {
        case .attainment: Words("達成率", "attainment")
        case .progress: Words("進捗率", "progress")
        case .plannedShare: Words("計画上の割合に対して", "against the planned share")
        case .unspecified, .UNRECOGNIZED: Words("比較方法の記載なし", "comparison not stated")
        }
    }
}
