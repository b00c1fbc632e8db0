/// The ten reports of a small town.
enum ReportScenarios {
    static let all = [reports]

    private static let later = "--by planning --decided 2020-10-01"

    /// Two imported years and what no table says: a target loosened, an opinion with and one without an answer, amounts, an edition, a discrepancy.
    static let ground: [Scenario.Step] = [
        .prepare("the town's two years", ImportTables.twoYears),
        .ground("append actor --identifier mayor --kind post --name 市長 --by planning --decided 2018-04-01"),
        .ground("append edition --identifier e1 --label 令和元年度版 --plan s1 --by planning --decided 2020-09-30"),
        .ground("append rule --identifier r --rule-version 1 --compare attainment --threshold A=100 --threshold B=80 --threshold C= \(later)"),
        .ground("append retarget --indicator k-005 --period FY2022 --value 930 --reason unattainable --reason-text 路線の短縮 --approval mayor:mayor:2020-09-28:交第3号 \(later)"),
        .ground("append correct --indicator k-002 --period FY2018 --value 6 --reason error --reason-text 二重に数えた --found-by 監査委員 \(later)"),
        .ground("append body --identifier forum --name 部会 --by planning --decided 2019-01-10"),
        .ground("append opinion --identifier o1 --body forum --kind request --number 1 --about programme:p-001 --text 夜間も開くこと --by planning --decided 2020-08-01"),
        .ground("append opinion --identifier o2 --body forum --kind opinion --number 2 --about indicator:k-004 --text 調べ方を示すこと --by planning --decided 2020-08-01"),
        .ground("append response --identifier a1 --opinion o1 --state in-progress --unit u-001 --text 試行している \(later)"),
        .ground("append amount --subject p-001 --period FY2019 --kind initial --value 1,200 --scale 千 --unit 円 --by planning --decided 2019-03-25"),
        .ground("append amount --subject p-002 --period FY2019 --kind initial --value 800 --scale 千 --unit 円 --by planning --decided 2019-03-25"),
        .ground("append text --subject p-001 --kind purpose --text 起業する人を支える --by planning --decided 2018-03-30"),
        .ground("append discrepancy --subject k-005 --kind actual --period FY2019 --value 902 --reason other --reason-text 概要版の誤植 --document 概要版 \(later)"),
    ]

    static let reports = Scenario(
        "reports",
        ground + [
            .run("report progress"), .run("report progress --format md"), .run("report progress --format csv --section s-006 --period FY2019 --rule r"),
            .run("report progress --edition e1 --section s-001"), .run("report progress --edition 令和元年度版 --section s-001 --period FY2018"),
            .run("report scoreboard --rule r"), .run("report changes"), .run("report opinions --on 2020-12-01"), .run("report revisions --indicator k-003"),
            .run("report indicator --indicator k-005 --on 2020-12-01"), .run("report programme --programme p-001 --on 2020-12-01"), .run("report amounts --period FY2019"),
            .run("report errata"), .run("report discrepancies"),
            .run("report progress --as-of 45 --out progress.html"), .run("report scoreboard --out scoreboard.xlsx"), .run("report scoreboard --out scoreboard.xlsx --force"),
            .run("report errata --out errata.csv"), .show("errata.csv"),
        ])
}
