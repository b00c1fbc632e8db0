import TestSeeds
import Testing

@testable import LedgerReports

@Suite struct PaperTextTests {
    private static func small(_ tables: Int = 1, edition: String? = "令和3年度版 (ed-2021)") -> Paper {
        typealias Cell = PaperTable.Cell
        var table = PaperTable(caption: "表 1", columns: [.init("指標"), .init("実績", isNumeric: true), .init("備考")])
        table.add([.text("就職者数"), .number(exact: "1305.0", shown: "1,305.0人"), .blank])
        table.add([.text("来客|数"), .absent("調査中"), .text("一行目\n二行目")], marked: true)
        let stamp = PaperStamp(ledger: "台帳A", edition: edition, asOf: "記録 8 まで", size: 8, root: "ab12")
        var blocks: [PaperBlock] = [.heading(level: 1, text: "Ⅰ"), .paragraph("式は実績÷目標値。"), .table(table)]
        let second = PaperTable(caption: "表 2", columns: [.init("年"), .init("件", isNumeric: true)], rows: [[.text("H28"), .number(exact: "-5", shown: "-5件")]])
        if tables > 1 { blocks.append(.table(second)) }
        return Paper(name: "progress", title: "進捗", stamp: stamp, blocks: blocks)
    }

    @Test func text() {
        #expect(
            Self.small().text(.ja) == [
                "進捗",
                "台帳: 台帳A",
                "版: 令和3年度版 (ed-2021)",
                "時点: 記録 8 まで",
                "記録数と根: 8:ab12",
                "",
                "# Ⅰ",
                "",
                "式は実績÷目標値。",
                "",
                "表 1",
                "   指標            実績  備考",
                "-  --------  ----------  -------------",
                "   就職者数   1,305.0人",
                "!  来客|数   〔調査中〕  一行目⏎二行目",
                "「!」の行は注意を要する。理由は行の中に記載。",
            ])
    }

    @Test func textWrapsInsideCellsAndBecomesRecordsWhereItMust() {
        var table = PaperTable(caption: "c", columns: [.init("意見"), .init("件", isNumeric: true)])
        table.add([.text("市内の企業と学生が出会う場を、もっと増やしてほしい。"), .number(exact: "12", shown: "12")])
        table.add([.text("短い"), .absent("未着手")])
        let paper = Paper(name: "opinions", title: "t", stamp: PaperSample.stamp, blocks: [.table(table)])
        #expect(
            Array(paper.text(.ja, width: 30).suffix(7)) == [
                "意見                        件",
                "------------------  ----------",
                "市内の企業と学生が          12",
                "出会う場を、もっと",
                "増やしてほしい。",
                "",
                "短い                〔未着手〕",
            ])
        var wide = PaperTable(caption: "c", columns: [.init("意見"), .init("金額", isNumeric: true)])
        wide.add([.text("企業と学生が出会う場"), .number(exact: "1288000000", shown: "1,288,000,000円")], marked: true)
        let records = Paper(name: "opinions", title: "t", stamp: PaperSample.stamp, blocks: [.table(wide)]).text(.ja, width: 22)
        #expect(
            Array(records.drop { $0 != "c" }) == [
                "c", "-- 1 !", "  意見  企業と学生が出", "        会う場", "  金額  1,288,000,000", "        円", "「!」の行は注意を要す", "る。理由は行の中に記", "載。",
            ])
    }

    @Test func csvOfOneTableStartsWithItsHeadings() {
        #expect(
            Self.small().csv(.ja) == [
                "指標,実績,備考", "就職者数,1305.0,", "来客|数,調査中,\"一行目\n二行目\"", "", "注,進捗", "注,式は実績÷目標値。", "台帳,台帳A", "版,令和3年度版 (ed-2021)",
                "時点,記録 8 まで", "記録数と根,8:ab12", "",
            ].joined(separator: "\r\n"))
    }

    @Test func csvOfSeveralTablesNamesEach() {
        let lines = Self.small(2, edition: nil).csv(.en).components("\r\n")
        #expect(Array(lines[0...7]) == ["表 1", "指標,実績,備考", "就職者数,1305.0,", "来客|数,調査中,\"一行目\n二行目\"", "", "表 2", "年,件", "H28,-5"])
        #expect(lines.contains("edition,\"draft, not published\""))
    }

    @Test func markdown() {
        #expect(
            Self.small(edition: nil).markdown(.ja) == """
                # 進捗

                - 台帳: 台帳A
                - 版: 案・未公表
                - 時点: 記録 8 まで
                - 記録数と根: 8:ab12

                ## Ⅰ

                式は実績÷目標値。

                **表 1**

                | 指標 | 実績 | 備考 |
                | --- | ---: | --- |
                | 就職者数 | 1,305.0人 |  |
                | **!** 来客\\|数 | 〔調査中〕 | 一行目<br>二行目 |

                「!」の行は注意を要する。理由は行の中に記載。

                """)
    }

    @Test(arguments: [("# a", "\\# a"), ("1. a", "1\\. a"), ("12) a", "12\\) a"), ("- a", "\\- a"), ("    code", "code"), ("1 a", "1 a"), ("=", "\\=")])
    func paragraphsStayParagraphs(raw: String, expected: String) {
        let paper = Paper(name: "n", title: "t", stamp: PaperSample.stamp, blocks: [.paragraph(raw)])
        #expect(paper.markdown(.ja).hasSuffix("\n\n\(expected)\n"))
    }

    @Test(arguments: Language.allCases) func everyFormatPrintsTheWholeStamp(language: Language) {
        let paper = PaperSample.paper()
        let lines = [paper.text(language), paper.text(language, width: 40)].map { $0.joined(separator: "\n") }
        let texts = lines + [paper.csv(language), paper.markdown(language), paper.html(language)]
        let draft = language == .ja ? "案・未公表" : "draft, not published"
        for text in texts {
            for part in [paper.stamp.ledger, draft, "2017-10-02T09:00:00", "412:" + paper.stamp.root] {
                #expect(text.contains(part), "\(part) is missing in \(text.prefix(40))")
            }
        }
    }

    @Test func noFormatLetsControlCharactersThrough() {
        let paper = PaperSample.hostilePaper()
        let texts = [paper.text(.ja).joined(), paper.text(.en, width: 30).joined(), paper.csv(.ja), paper.markdown(.ja), paper.html(.ja)]
        for text in texts {
            for scalar in text.unicodeScalars where scalar != "\n" && scalar != "\r" { #expect(Visible.text(String(scalar)) == String(scalar)) }
        }
        #expect(paper.csv(.ja).contains("\"'=1+1</td>"))
        #expect(!paper.markdown(.ja).contains("[a]("))
    }

    @Test func aCaptionThatRepeatsItsHeadingIsPrintedOnce() throws {
        let table = PaperTable(caption: "c", columns: [.init("h")], rows: [[.text("x")]])
        let paper = Paper(name: "n", title: "t", stamp: PaperSample.stamp, blocks: [.heading(level: 1, text: "c"), .table(table)])
        #expect(Array(paper.text(.ja).suffix(5)) == ["# c", "", "h", "-", "x"])
        #expect(paper.markdown(.ja).hasSuffix("## c\n\n| h |\n| --- |\n| x |\n"))
        #expect(try MarkupElement.parse(paper.html(.ja)).named("caption").map { $0.attributes["class"] } == ["said"])
    }

    @Test func anEmptyTableSaysSo() {
        let paper = Paper(name: "n", title: "t", stamp: PaperSample.stamp, blocks: [.table(PaperTable(caption: "c", columns: [.init("h")]))])
        #expect(paper.text(.ja).last == "該当なし")
        #expect(paper.markdown(.en).hasSuffix("**c**\n\nnone\n"))
        #expect(paper.html(.ja).contains("<td colspan=\"1\">該当なし</td>"))
    }
}

@Suite struct TextWrapTests {
    @Test(arguments: [
        ("", 10, [""]), ("short", 10, ["short"]), ("one two three", 8, ["one two", "three"]), ("あいうえお", 4, ["あい", "うえ", "お"]),
        ("あいう、え", 6, ["あい", "う、え"]),
        ("あい〔う〕", 6, ["あい", "〔う〕"]), ("ab（あい）", 5, ["ab", "（あ", "い）"]), ("abcdefgh", 3, ["abc", "def", "gh"]), ("第12回", 4, ["第12", "回"]),
    ] as [(String, Int, [String])])
    func lines(text: String, width: Int, expected: [String]) {
        #expect(TextWrap.lines(text, width: width) == expected)
    }

    /// Nothing is lost but blanks, and no line is wider than asked for.
    @Test func random() {
        let seed = Seeds.one()
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("ab 12,あいう漢字、。（）「」％ｱ-")
        for _ in 0..<3_000 {
            let text = String((0..<Int.random(in: 0...40, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? " " })
            let width = Int.random(in: 2...20, using: &random)
            let lines = TextWrap.lines(text, width: width)
            #expect(lines.allSatisfy { DisplayWidth.of($0) <= width }, "\(text) in \(width), seed \(seed)")
            #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " }, "\(text) in \(width), seed \(seed)")
        }
    }
}

extension String {
    fileprivate func components(_ separator: String) -> [String] { split(separator: separator, omittingEmptySubsequences: false).map(String.init) }
}
