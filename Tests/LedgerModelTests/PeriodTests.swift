import LedgerModel
import Testing

@Suite struct PeriodTests {
    @Test(arguments: [
        "FY2016", "CY2016", "Y2016", "FY2016Q1", "CY2016Q4", "Y2016Q2", "2016.04", "2016.04.30", "FY2015-FY2019", "CY2009-CY2014", "FY2016Q1-FY2016Q2",
        "2016.04-2017.03", "2016.04.01-2016.04.02", "<=FY2019", ">=FY2019", "<=2016.04", ">=2016.04.01", "FY1868", "FY2199",
    ])
    func kept(_ text: String) {
        #expect(Period(text)?.description == text)
    }

    @Test(arguments: [
        "", "2016", "FY16", "fy2016", "FY 2016", "FY2016 ", "FY1867", "FY2200", "FY2016Q0", "FY2016Q5", "FY2016Q", "FY2016Q1Q1", "2016.4", "2016.13", "2016.00",
        "2016.04.31", "2016.04.1", "2016-04", "FY2016-FY2016", "FY2017-FY2016", "FY2016-CY2017", "FY2016-2017", "FY2016-FY2017Q1", "2016.04-2016.04.02",
        "FY2015-FY2016-FY2017", "<FY2016", "<=", "<= FY2016", "<=FY2015-FY2016", ">=<=FY2016", "-FY2016", "FY2016-", "H28", "平成28年度", "FY２０１６", "FY2016Q１",
    ])
    func refused(_ text: String) {
        #expect(Period(text) == nil)
    }

    /// Every atom of a few years and every form: what is read is written the same, ranges only upward and of one form.
    @Test func exhaustively() {
        var atoms: [(text: String, form: String)] = []
        for year in ["2015", "2016"] {
            for basis in ["FY", "CY", "Y"] {
                atoms.append((basis + year, basis))
                for quarter in 1...4 { atoms.append(("\(basis)\(year)Q\(quarter)", basis + "Q")) }
            }
            for month in ["01", "12"] {
                atoms.append(("\(year).\(month)", "month"))
                for day in ["01", "31"] { atoms.append(("\(year).\(month).\(day)", "day")) }
            }
        }
        for a in atoms {
            for text in [a.text, "<=" + a.text, ">=" + a.text] { #expect(Period(text)?.description == text) }
            for b in atoms {
                let text = "\(a.text)-\(b.text)"
                // Of one form, texts sort as the periods do.
                let isPeriod = a.form == b.form && a.text < b.text
                #expect(Period(text)?.description == (isPeriod ? text : nil), "\(text)")
            }
        }
    }

    @Test func firstAndLastDays() {
        let cases: [(String, Int, String?, String?)] = [
            ("FY2016", 4, "2016-04-01", "2017-03-31"), ("FY2016", 1, "2016-01-01", "2016-12-31"), ("FY2016", 7, "2016-07-01", "2017-06-30"),
            ("CY2016", 4, "2016-01-01", "2016-12-31"), ("Y2016", 4, "2016-04-01", "2017-03-31"),
            ("FY2016Q1", 4, "2016-04-01", "2016-06-30"), ("FY2016Q4", 4, "2017-01-01", "2017-03-31"), ("CY2016Q4", 4, "2016-10-01", "2016-12-31"),
            ("FY2015Q4", 12, "2016-09-01", "2016-11-30"), ("2016.02", 4, "2016-02-01", "2016-02-29"), ("2016.02.10", 4, "2016-02-10", "2016-02-10"),
            ("FY2015-FY2019", 4, "2015-04-01", "2020-03-31"), ("<=FY2019", 4, nil, "2020-03-31"), (">=FY2019", 4, "2019-04-01", nil),
            ("FY2199", 4, "2199-04-01", nil),
        ]
        for (text, month, first, last) in cases {
            #expect(Period(text)?.firstDay(fiscalFirstMonth: month)?.description == first, "\(text)")
            #expect(Period(text)?.lastDay(fiscalFirstMonth: month)?.description == last, "\(text)")
        }
    }

    /// As people write them.
    @Test(arguments: [
        ("H31年度", "FY2019"), ("平成31年度", "FY2019"), ("令和元年度", "FY2019"), ("R1年度", "FY2019"), ("R元年度", "FY2019"), ("令和4年度", "FY2022"),
        ("平成27～31年度", "FY2015-FY2019"), ("H27～31年度", "FY2015-FY2019"), ("平成27年度～平成31年度", "FY2015-FY2019"), ("H27~R1年度", "FY2015-FY2019"),
        ("2009~14年", "CY2009-CY2014"), ("2009～2014年", "CY2009-CY2014"), ("H31年度まで", "<=FY2019"), ("H31年度までに", "<=FY2019"),
        ("平成30年度から", ">=FY2018"), ("2016年", "CY2016"), ("2016年度", "FY2016"), ("昭和63年度", "FY1988"), ("平成35年度", "FY2023"),
        ("Ｈ３１年度", "FY2019"), ("FY2016", "FY2016"),
        ("H28.12", "2016.12"), ("H28.4.1", "2016.04.01"), ("H28年12月", "2016.12"), ("平成28年4月1日", "2016.04.01"), ("2016年12月", "2016.12"), ("R元年5月", "2019.05"),
        ("平成28年12月まで", "<=2016.12"), ("令和4年4月1日から", ">=2022.04.01"), ("平成28年度第1四半期", "FY2016Q1"), ("H27～H31年度", "FY2015-FY2019"),
        ("H29年度以降", ">=FY2017"),
    ])
    func read(_ written: String, _ stored: String) {
        #expect(Period(reading: written)?.description == stored)
    }

    @Test(arguments: ["H31", "31年度", "平成年度", "H0年度", "H31～27年度", "年度", "X31年度", "2016", "16年", "H27～年度", "平成100年度", "1867年度", "2200年度",
        "H28.13", "H28.0", "H28.", "H28.12.32", "H28.2.30", "H28.12.1.1", "H28年13月", "H28年月", "H28年12", "28.12", "28年12月", "12月", "平成28年度第5四半期", "H28年2月30日",
        "H28年度12月", "Ａ28.12",
    ])
    func notRead(_ written: String) {
        #expect(Period(reading: written) == nil)
    }

    @Test func printedInJapanese() {
        #expect(Period("FY2019")?.japanese == "令和元年度" && Period("<=FY2019")?.japanese == "令和元年度まで")
        #expect(Period("FY2015-FY2019")?.japanese == "平成27年度～令和元年度")
    }
}
