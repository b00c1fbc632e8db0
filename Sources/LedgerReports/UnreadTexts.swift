/// Why something printed was not taken over as it stands: the codes of schema/CELLS.md, of table extraction and of the comparison.
package enum UnreadTexts {
    /// The code itself where it has no words; a test holds that every code has.
    package static func words(_ code: String) -> Words { all[code] ?? Words(code, code) }

    package static var codes: Set<String> { Set(all.keys) }

    private static let all = [numbers, words, table, comparison].reduce(into: [:]) { $0.merge($1) { first, _ in first } }

    private static let numbers: [String: Words] = [
        "grouping": Words("桁区切りが3桁ごとではない", "digits are not grouped by three"),
        "number": Words("数値として読めない（先頭の0、桁数超過）", "not a number (leading zero, too many digits)"),
        "compound": Words("億・万などの組合せが成り立たない", "the parts of the number do not fit"),
        "range": Words("数値の範囲", "a range of numbers"),
        "bound": Words("以上・約などがここでは使えないか、重なっている", "a bound that cannot stand here, or two of them"),
        "unknown-unit": Words("知らない単位", "unknown unit"),
        "unit-missing": Words("単位がない", "no unit printed"),
        "unit-differs": Words("単位が目標や列と違う", "unit differs from the target's or the column's"),
        "scale-missing": Words("千・億などの位がない", "the scale is not printed"),
        "relative-change": Words("何かに対する増減率", "a change relative to something else"),
        "increment-without-year": Words("増加数だが、毎年かどうか書かれていない", "an increment without \"per year\""),
        "rate-per-time": Words("月・週・日あたりの回数", "a rate per month, week or day"),
        "parts-do-not-add-up": Words("内訳の合計が合わない", "the parts do not add up"),
        "two-numbers": Words("数値が2つ以上ある", "several numbers without a known relation"),
        "lone-number": Words("かっこの中の数値が何か分からない", "a number alone in a parenthesis"),
        "date": Words("数値の所に年がある", "a year where a number is expected"),
        "period": Words("時期が読めないか、順序が逆", "not a period, or in the wrong order"),
        "other-period": Words("列と違う年度", "of another year than its column"),
        "no-period": Words("年度がない", "no period"),
        "ratio-over-range": Words("割合・上限・平均に複数年の期間がある", "a ratio, upper bound or average over several years"),
    ]

    private static let words: [String: Words] = [
        "unknown-word": Words("読めない語がある", "words that are not understood"),
        "unknown-parenthesis": Words("かっこの中が読めない", "the parenthesis is not understood"),
        "unknown-remark": Words("注記が数値の意味を変えるおそれがある", "a remark that may bear on the value"),
        "unbalanced": Words("かっこが対になっていない", "brackets do not pair"),
        "symbol": Words("記号の意味が定義されていない", "the mapping gives this mark no meaning"),
        "blank": Words("空欄の意味が定義されていない", "the mapping gives a blank no meaning"),
        "no-target": Words("目標がない", "no target"),
        "no-name": Words("指標名がない", "no name"),
        "two-arrows": Words("矢印が2つ以上か、かっこの中にある", "two arrows, or one inside a parenthesis"),
        "two-readings": Words("2通りに読める", "can be read in two ways"),
        "several-indicators": Words("1つのセルに複数の指標がある", "several indicators in one cell"),
        "label-differs": Words("実績の見出しがKPIと違う", "the label is not that of the KPI cell"),
        "name-in-two-parts": Words("指標名が2つの部分に分かれている", "the name stands in two parts"),
        "name-assembled": Words("指標名の組立てに判断が要る", "composing the name needs judgement"),
        "aggregation-not-said": Words("累計か単年度か書かれていない", "the counting (sum, yearly, level) is not said"),
        "signals-conflict": Words("年間・累計・までが食い違う", "the marks of counting contradict each other"),
        "too-long": Words("長すぎる", "too long"),
    ]

    private static let table: [String: Words] = [
        "merged-cells": Words("結合セルの値でどの行のものか決まらない", "a merged figure; whose it is cannot be told"),
        "unknown-mark": Words("意味の決まっていない印", "a mark without a meaning"),
        "unknown-grade": Words("読み方にない評価", "a grade that the mapping does not know"),
        "unknown-state": Words("知らない対応の状態", "a state of an answer that is not known"),
        "state-without-answer": Words("対応がないのに状態がある", "a state without an answer"),
        "remark-without-value": Words("値がないのに備考がある", "a remark without a value"),
        "fault-cell": Words("数式のエラー", "a formula error"),
        "formula-without-result": Words("計算結果のない数式", "a formula without a stored result"),
        "successor-of-ended": Words("終了した事業に後継が書かれている", "an ended programme with a successor"),
    ]

    private static let comparison: [String: Words] = [
        "text-withheld": Words("非公開のため照合できない", "withheld, not compared"),
        "text-embargoed": Words("公表前のため照合できない", "embargoed, not compared"),
        "text-redacted": Words("墨消し済みのため照合できない", "redacted, not compared"),
        "no-such-opinion": Words("対応する意見が台帳にない（先に意見を取り込む）", "answers an opinion that the ledger does not hold: import the opinions first"),
        "reference": Words("参照先の対応を特定できない。文言のまま残す", "the answer referred to was not found surely; kept as words"),
        "several-heirs": Words("統合先が二つ以上印字されている", "merged into more than one"),
        "several-origins": Words("分割元が二つ以上印字されている", "split from more than one"),
    ]
}
