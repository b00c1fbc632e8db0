import Foundation

/// Every command, and every form of append.
enum CommandScenarios {
    static let all = [year, reading, review, forms, changes, batch, copies, withdrawals, operations] + MappingScenarios.all + ReportScenarios.all + ProofScenarios.all

    /// The yearly update, from an empty directory.
    static let year = Scenario("year", City.told + [.run("replay"), .run("replay --decided 2018-03-30"), .run("show airport"), .run("verify"), .run("verify --hashes"), .run("verify --hashes --json")])

    static let reading = Scenario(
        "reading",
        City.all + [
            .run("replay --plan p --from-first"), .run("replay --as-of 10"), .run("show airport --effective 2017-12-31"),
            .run("show 空港利用者数 --as-of 12"), .run("history airport"), .run("history plan:p"), .run("audit targets"),
            .run("audit targets --loosened --behind"), .run("audit targets --after-actual"), .run("audit late --days 100"),
            .run("audit by mayor"), .run("diff --from 15 --to 16"), .run("diff --from 16"), .run("diff --from-decided 平成30年3月30日 --subject airport"),
            .run("log --after 13 --limit 2 --table"), .run("status"), .run("--version"),
        ])

    static let review = Scenario(
        "review",
        City.all + [
            .run("append body --identifier kenshou --name 検証会議 --seat 学識者:大学教授 --seat 公募 --chair 1 \(City.by)"),
            .run("append meeting --identifier m1 --body kenshou --number 1 --held H29.8.1 --by planning --decided 2017-08-01"),
            .run("append meetings --body kenshou --period FY2017 --count 3 --by planning --decided 2018-03-31"),
            .run("append opinion --identifier o1 --body kenshou --kind request --number 1 --about airport --owner kuko --due 2018-03-31 --meeting m1 --text 路線を増やすこと --by planning --decided 2017-08-01"),
            .run("append opinion --identifier o2 --body kenshou --kind opinion --about programme:pr1 --by-layout --text 周知が足りない --withheld 第7条 --by planning --decided 2017-08-01"),
            .run("append point --identifier t1 --body kenshou --about airport --text 目標の水準は妥当か --by planning --decided 2017-08-01"),
            .run("audit opinions --on 2018-04-01"),
            .run("append response --identifier a1 --opinion o1 --state in-progress --unit kuko --text 航空会社と協議している --by planning --decided 2018-02-01 --cause opinion:o1"),
            .run("audit opinions --on 2018-04-01 --unanswered"), .run("audit opinions --on 2018-04-01 --open"),
            .run("append rule --identifier r --rule-version 1 --compare attainment --rounding half-up --threshold A=100 --threshold B=80 --threshold C= --as-far-as-published \(City.by)"),
            .run("append grade --subject pr1 --plan p --period FY2016 --grade B --by planning --decided 2017-09-30"),
            .run("append grade --subject indicator:jobs --plan p --period FY2016 --no-grade pending --by planning --decided 2017-09-30"),
            .run("append total --subject g1 --period FY2016 --count A=1 --count B=0 --by planning --decided 2017-09-30"),
            .run("verify"), .run("replay"), .run("show airport"),
        ])

    static let forms = Scenario(
        "forms",
        City.all + [
            .run("append plan-revised --label H28.3改訂 --by planning --decided H28.3.31"),
            .run("append plan-extended --period FY2015-FY2020 --reason plan-change --by planning --decided 2019-12-01"),
            .run("append programme --identifier pr2 --name 港湾事業 --section g1 \(City.by)"),
            .run("append programme --identifier pr3 --name 海空連携事業 --section g1 \(City.by)"),
            .run("append section --identifier g2 --name くらし --level 基本目標 --number Ⅱ \(City.by)"),
            .run("append list --programme pr2 --section g2 --mark relisted \(City.by)"),
            .run("append link --programme pr2 --target 港湾計画 --item 3 \(City.by)"), .run("append scope --programme pr2 --period FY2016 --out \(City.by)"),
            .run("append attach --indicator airport --to section:g2 \(City.by)"),
            .run("append detach --indicator airport --to section:g2 --by planning --decided 2016-04-01 --reason reorganisation"),
            .run("append rename --subject programme:pr2 --name みなと事業 --by planning --decided 2016-04-01 --reason reorganisation"),
            .run("append alias --subject programme:pr2 --name 港事業 \(City.by)"), .run("append move --subject pr1 --to kikaku --by planning --decided 2016-04-01 --reason reorganisation"),
            .run("append redefine --indicator airport --aspect method --from FY2018 --comparability break --unit 人 --scale 万 --direction higher --aggregation single-year --reason definition-change --by planning --decided 2018-04-01"),
            .run("append amount --subject pr1 --period FY2016 --kind initial --value 12,300 --scale 千 --unit 円 --by planning --decided 2016-03-25"),
            .run("append amount --subject pr1 --period FY2016 --kind initial --value 12,500 --scale 千 --unit 円 --change corrected --reason error --reason-text 転記の誤り --by planning --decided 2016-04-25"),
            .run("append text --subject pr1 --kind purpose --text 空港の利用を増やす \(City.by)"),
            .run("append revise --indicator airport --period FY2016 --value 131.2 --by planning --decided 2018-01-31"),
            .run("append correct --indicator airport --period FY2016 --value 131.1 --reason error --reason-text 集計の誤り --found-by 監査委員 --by planning --decided 2018-02-28"),
            .run("append merge --from pr1 --from pr2 --to pr3 --by planning --decided 2019-04-01"),
            .run("append indicator --identifier jobs2 --name 新規雇用（新） --unit 人 --direction higher --aggregation cumulative --to pr3 \(City.by)"),
            .run("append replace --from indicator:jobs --to indicator:jobs2 --by planning --decided 2019-04-01"),
            .run("append plan --identifier p2 --name 第2期総合戦略 --period FY2020-FY2024 --by planning --decided 2020-03-31"),
            .run("append carry-over --from indicator:airport --plan p2 --by planning --decided 2020-03-31"),
            .run("append unit --identifier new1 --name 交通課 --by planning --decided 2019-04-01"),
            .run("append unit --identifier new2 --name 港湾課 --by planning --decided 2019-04-01"),
            .run("append split --from unit:kuko --to unit:new1 --to unit:new2 --by planning --decided 2019-04-01"),
            .run("append reorganise --from unit:new1 --from unit:new2 --to unit:kikaku --by planning --decided 2020-04-01"),
            .run("append end --subject airport --kind suspended --by planning --decided 2020-04-01"),
            .run("append resume --subject airport --by planning --decided 2021-04-01"),
            .run("append indicator --identifier jobs3 --name 新規雇用 --unit 人 --direction higher --aggregation cumulative \(City.by)"),
            .run("append same --from indicator:jobs3 --to indicator:jobs2 --by planning --decided 2021-04-01"),
            .run("append note --subject airport --entry 12 --text 原票を確認した --by planning --decided 2021-05-01"),
            .run("append discrepancy --subject airport --kind actual --period FY2016 --value 133 --reason other --reason-text 別表の値は誤植 --document 概要版 --by planning --decided 2017-10-01"),
            .run("append edition --identifier e1 --label 令和2年度公表版 --plan p --by planning --decided 2020-10-01"), .run("history programme:pr2"),
            .run("history airport"), .run("replay"), .run("verify"), .run("audit targets"),
        ])

    /// What stood before is replaced, and named.
    static let changes = Scenario(
        "changes",
        City.all + [
            .run("append retarget --indicator airport --period FY2020 --from-period FY2019 --value 150 --bound at-least --reason disaster --by planning --decided 2018-06-30 --override 計画期間の延長を予定"),
            .run("append retarget --indicator airport --period FY2020 --none --reason national-plan --override 延長の取りやめ --by planning --decided 2018-07-31"),
            .run("append target --indicator airport --period FY2019 --value 120 --bound at-least --by planning --decided 2018-08-31"),
            .run("append correct --indicator airport --period FY2016 --value 130.5 --old 131 --reason error --reason-text 転記の誤り --by planning --decided 2018-01-31"),
            .run("append correct --indicator airport --kind baseline --period FY2014 --value 119 --reason error --reason-text 転記の誤り --by planning --decided 2016-01-31"),
            .run("append finalise --indicator airport --period FY2017 --value 128 --by planning --decided 2018-09-30"),
            .run("append correct --indicator airport --period FY2015 --value 125 --previous-unknown --reason error --reason-text 旧版の誤り --by planning --decided 2017-01-31"),
            .run("append rule --identifier r --rule-version 1 --compare attainment --threshold A=100 --threshold B= \(City.by)"),
            .run("append rule --identifier r --rule-version 2 --compare attainment --threshold A=90 --threshold B= --change revised --reason other --reason-text 基準の見直し --by planning --decided 2018-04-01"),
            .run("append grade --subject pr1 --plan p --period FY2016 --grade B --by planning --decided 2017-09-30"),
            .run("append grade --subject pr1 --plan p --period FY2016 --grade A --change corrected --reason error --reason-text 集計の誤り --by planning --decided 2017-10-31"),
            .run("append text --subject pr1 --kind issues --period H28年度 --text 減便 \(City.by)"),
            .run("append text --subject pr1 --kind issues --period H28年度 --text \"減便と 周知\" --change revised --reason other --reason-text 追記 --by planning --decided 2017-10-31"),
            .run("append body --identifier k --name 検証会議 \(City.by)"),
            .run("append body --identifier k --name 検証委員会 --change revised --reason reorganisation --by planning --decided 2017-04-01"),
            .run("append meetings --body k --period FY2017 --count 3 --by planning --decided 2018-03-31"),
            .run("append meetings --body k --period FY2017 --count 4 --change corrected --reason error --reason-text 数え漏れ --by planning --decided 2018-04-30"),
            .run("show airport"), .run("history programme:pr1"), .run("audit targets"), .run("audit targets --loosened"),
            .run("diff --from 16 --subject airport"), .run("verify"),
        ])

    /// What a machine hands in.
    static let batch = Scenario(
        "batch",
        City.start + [
            .run("append --file - --dry-run", input: drafts), .run("append --file - --expect indicator:airport=1", input: drafts),
            .run("append --file - --batch-size 1 --expect indicator:airport=1", input: drafts),
            .run("append target --indicator airport --period FY2019 --value 200 --dry-run \(City.by)"),
            .run("show airport"),
        ])

    static let drafts = [("01", "FY2015", "125"), ("02", "FY2016", "131")].map { id, period, number in
        """
        {"statement":{"event":"\(Data([UInt8](repeating: UInt8(id)!, count: 16)).base64EncodedString())","recordedBy":{"kind":"ACTOR","id":"planning"},\
        "decided":{"from":"2017-09-30"},"factRecorded":{"kind":"ACTUAL","indicator":"airport","measure":"m1","period":"\(period)",\
        "value":{"number":"\(number)","scale":4,"unit":"人","aggregation":"SINGLE_YEAR"}}},"texts":[{"field":"NOTE","text":"年次更新"}]}

        """
    }.joined()

    static let copies = Scenario(
        "copies",
        City.all + [
            .run("rebuild --dry-run"), .run("rebuild"), .run("backup --dry-run copy"), .run("backup copy"), .run("verify --ledger copy"),
            .run("restore copy --ledger back --dry-run"), .run("restore copy --ledger back"), .run("show airport --ledger back"),
            .run("export --dry-run out"), .run("export out"),
        ])

    /// Every night, and once in a while.
    static let operations = Scenario(
        "operations",
        City.all + [
            .run("status"), .run("backup --into nightly --keep 2 --dry-run"), .run("backup --into nightly --keep 2"), .run("backup --into nightly --keep 2"),
            .run("backup --into nightly --keep 2"), .run("verify"),
            .run("backup copy"), .run("restore --drill copy"), .run("append unit --identifier kowan --name 港湾課 \(City.by)"), .run("restore --drill copy"),
            .run("restore --drill copy --json --at drills"), .run("status"),
        ])

    static let withdrawals = Scenario(
        "withdrawals",
        City.all + [
            .run("append withdraw --entry 16 --reason error --reason-text 議決前の登録 --by planning --decided 2018-04-02"),
            .run("show airport"), .run("history airport"), .run("append --file -", input: drafts.replacingOccurrences(of: "FY2016", with: "FY2014")),
            .run("append withdraw --batch 18 --id \(ErrorScenarios.id) --reason error --reason-text 別の市の表 --by planning --decided 2018-04-02"),
            .run("append withdraw --batch 18 --id \(ErrorScenarios.id) --reason error --reason-text 別の市の表 --by planning --decided 2018-04-02"), .run("replay"),
            .run("append redact --entry 9 --field definition --reason other --reason-text 個人名 --by planning --decided 2018-04-03"),
            .run("history airport"), .run("verify"), .run("diff --from 16"),
        ])
}
