/// A small city, entered by forms: the ground on which the other scenarios stand.
enum City {
    static let by = "--by planning --decided 2015-10-30"

    /// A ledger with a plan and two indicators: entries 1 to 10.
    static let opening: [Scenario.Step] = [
        .run("init --name example.lg.jp/kpi --by planning --by-kind post"),
        .run("append actor --identifier mayor --kind post --name 市長 \(by)"),
        .run("append unit --identifier kikaku --name 企画課 \(by)"),
        .run("append unit --identifier kuko --name 空港課 --parent kikaku \(by)"),
        .run("append plan --identifier p --name 総合戦略 --period H27～31年度 \(by)"),
        .run("append section --identifier g1 --name しごとをつくる --level 基本目標 --number Ⅰ --position 1 \(by)"),
        .run("append programme --identifier pr1 --name 空港利用促進事業 --code 1-1 --unit kuko --section g1 --position 1 \(by)"),
        .run(
            "append indicator --identifier airport --name 空港利用者数 --unit 人 --scale 万 --direction higher --aggregation single-year --to pr1 --definition 年度内の旅客数 \(by)"),
        .run("append indicator --identifier jobs --name 新規雇用 --measure n:人:higher:cumulative --measure k:件:higher:cumulative --to section:g1 \(by)"),
    ]

    /// Baseline, target, actuals and a target loosened: entries 11 to 16.
    static let values: [Scenario.Step] = [
        .run("append baseline --indicator airport --period H26年度 --value 120 \(by)"),
        .run("append target --indicator airport --period 令和元年度 --value 200 --bound at-least \(by) --document 総合戦略 --page 12"),
        .run("append actual --indicator airport --period FY2016 --value 130 --status provisional --by planning --decided 2017-06-30 --raw 130(速報) --cell K12"),
        .run("append finalise --indicator airport --period FY2016 --value 131 --by planning --decided 2017-09-30"),
        .run("append actual --indicator airport --period FY2017 --absent pending --expected 2018-09-30 --by planning --decided 2018-06-30"),
        .run("append retarget --indicator airport --period FY2019 --value 150 --bound at-least --by planning --origin kuko --decided 2018-03-31 --reason unattainable --reason-text 路線の減便 --approval mayor:mayor:2018-03-30:企第1号"),
    ]

    static let told = opening + values
    static let all = told.map(silently)
    static let start = opening.map(silently)

    private static func silently(_ step: Scenario.Step) -> Scenario.Step {
        if case .run(let line, _) = step { .ground(line) } else { step }
    }
}
