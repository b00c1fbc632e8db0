import LedgerModel
import Testing

@testable import LedgerSheets

@Suite struct HeadingPatternTests {
    private func match(_ pattern: String, _ text: String) throws -> HeadingPattern.Match? {
        try HeadingPattern(pattern).match(compared: Compared.text(text))
    }

    @Test func years() throws {
        let cases: [(String, String, HeadingPattern.Match?)] = [
            ("H{yy}実績", "H27実績", .year(2015)), ("H{yy}実績", "Ｈ２７実績", .year(2015)), ("H{yy}実績", "H元実績", .year(1989)),
            ("H{yy}実績", "H実績", nil), ("H{yy}実績", "H0実績", nil), ("H{yy}実績", "H127実績", nil), ("H{yy}実績", "R2実績", nil),
            ("H{yy}実績", "H27実績値", nil), ("平成{yy}年度{*}", "平成 27 年度 目標", .year(2015)), ("平成{yy}年度{*}", "平成31年度", .year(2019)),
            ("令和{y}年度", "令和元年度", .year(2019)), ("{era}{y}", "S64", .year(1989)), ("{era}{y}", "r5", .year(2023)), ("{era}{y}", "X5", nil),
            ("{yyyy}年度実績", "2021年度実績", .year(2021)), ("{yyyy}年度実績", "12021年度実績", nil), ("{yyyy}年度", "1800年度", nil),
            ("{era}{y}({yyyy})年度/目標", "R3 (2021) 年度／目標", .year(2021)), ("{era}{y}({yyyy})年度", "R3(2022)年度", .contradiction),
            ("{*}({yyyy})", "令和3年度(2021)", .year(2021)), ("事業名", "事 業\n名", .plain), ("事業名", "事業", nil), ("①", "1", .plain),
            ("{*}", "", .plain), ("{*}計", "小計", .plain), ("{*}計", "計", .plain), ("{*}計", "計画", nil), ("{*}a{*}", "xay", .plain), ("{{x}", "{x}", .plain),
        ]
        for (pattern, text, expected) in cases { #expect(try match(pattern, text) == expected, "\(pattern) \(text)") }
    }

    /// Three are the most: each multiplies what matching may cost.
    @Test func wildcardsAtBelowAndAbove() {
        for (count, isRead) in [(2, true), (3, true), (4, false)] {
            let pattern = String(repeating: "{*}a", count: count)
            #expect(((try? HeadingPattern(pattern)) != nil) == isRead, "\(count)")
        }
    }

    /// Every year of an era, as people write it.
    @Test func everyYear() throws {
        for era in Era.allCases {
            for number in 1...64 {
                for name in [era.kanji, String(era.letter)] {
                    let written = "\(name)\(number)年度"
                    #expect(try match("{era}{yy}年度", written) == .year(era.firstYear + number - 1), "\(written)")
                    #expect(try match("\(name){y}年度", written) == .year(era.firstYear + number - 1), "\(written)")
                }
            }
        }
    }

    @Test func numbering() {
        let cases: [(String, String, String)] = [
            ("①若者の", "①", "若者の"), ("Ⅰ", "Ⅰ", ""), ("Ⅱ　しごと", "Ⅱ", "しごと"), ("(iii)新社会", "(iii)", "新社会"), ("（２）甲", "（２）", "甲"),
            ("第2章 乙", "第2章", "乙"), ("3. 丙", "3", "丙"), ("12", "12", ""), ("24時間利用", "", "24時間利用"), ("(仮称)丁", "", "(仮称)丁"),
            ("（株）戊", "", "（株）戊"), ("(二)己", "(二)", "己"), ("（ア）庚", "（ア）", "庚"), ("取組", "", "取組"), (" ", "", ""),
        ]
        for (text, number, name) in cases { #expect(Numbering.split(text) == (number, name), "\(text)") }
        #expect(Numbering.numbers("1;2；3", [";", "；"]) == ["1", "2", "3"] && Numbering.numbers("1～3", []) == ["1", "2", "3"])
        #expect(Numbering.numbers("3～1", []) == ["3～1"] && Numbering.numbers("1-2", []) == ["1-2"] && Numbering.numbers("1～9999", []) == ["1～9999"])
    }

    @Test func dates() {
        let cases: [(String, String, String)] = [
            ("令和4年8月", "2022-08-01", "2022-08-31"), ("令和4年8月1日現在", "2022-08-01", ""), ("R4.8.1", "2022-08-01", ""), ("令和元年5月", "2019-05-01", "2019-05-31"),
            ("2022-08-01", "2022-08-01", ""), ("令和4年度", "2022-04-01", "2023-03-31"), ("2022年", "2022-01-01", "2022-12-31"),
        ]
        for (text, from, to) in cases {
            let when = PrintedDate.read(text, fiscalFirstMonth: 4)
            #expect(when?.from == from && when?.to == to, "\(text)")
        }
        for text in ["", "8月", "令和4年13月", "令和4年2月30日", "頃", "R4"] { #expect(PrintedDate.read(text, fiscalFirstMonth: 4) == nil, "\(text)") }
    }
}
