@testable import LedgerReports

/// Papers for the tests: one as a city would print it, and one whose every text is hostile.
enum PaperSample {
    static let stamp = PaperStamp(
        ledger: "北九州市まち・ひと・しごと創生総合戦略", edition: nil, asOf: "記録 412（2017-10-02T09:00:00+09:00）まで", size: 412,
        root: "9f2c5a0be1d34477a6c8e3f0915b7d2249e6a1c07b8d5f3e2a4c6b8d0e1f2a3b")

    private typealias Cell = PaperTable.Cell

    private static func people(_ exact: String, _ unit: String = "人", _ mark: String = "") -> Cell {
        .number(exact: exact, shown: Grouping.of(exact) + unit + mark)
    }

    private static let longName = "建設業に対する関心度（市内の高校生を対象とした出前授業の後の調査による）"

    static func table() -> PaperTable {
        typealias Column = PaperTable.Column
        var table = PaperTable(
            caption: "基本目標 Ⅰ しごとをつくり、安心して働けるようにする",
            columns: [
                Column("指標", width: 36), Column("基準値", isNumeric: true, width: 10), Column("目標値", isNumeric: true, width: 12),
                Column("H27実績", isNumeric: true, width: 10), Column("H28実績", isNumeric: true, width: 10), Column("進捗", isNumeric: true, width: 8),
                Column("評価", width: 4), Column("備考", width: 40),
            ])
        table.add(
            [.text("U・Iターン就職者数"), people("115"), people("1000"), people("142"), people("305", "人", "（累計）"), people("30.5", "%"), .text("B"), .blank])
        table.add([.text("若年者のマッチング数"), people("1102"), people("6000"), people("1070"), people("2192"), people("36.5", "%"), .text("B"), .blank])
        table.add(
            [.text("職場実習者数"), .blank, people("120"), .absent("未着手"), people("40"), people("33.3", "%"), .text("B"), .text("目標の期間はH28年度から")])
        table.add(
            [.text("利用学生数"), people("21116"), people("25000"), people("19928"), people("18520"), people("-66.8", "%"), .text("D"),
                .text("基準値を下回る。評価Dは規則どおりだが、公表された評価はCであった。")], marked: true)
        table.add(
            [.text("支援対象者数"), .blank, people("300"), .absent("未着手"), .absent("調査中（予定 2018-09-30）"), .absent("算出不能"), .absent("対象外"), .blank])
        table.add(
            [.text(longName), .blank, people("75", "%以上"), people("97", "%"), people("87", "%", "（暫定）"), people("116", "%"), .text("A"), .blank])
        return table
    }

    static func paper() -> Paper {
        Paper(
            name: "progress", title: "KPI進捗状況", stamp: stamp,
            blocks: [
                .heading(level: 1, text: "基本目標 Ⅰ"), .paragraph("進捗は（実績－基準値）÷（目標値－基準値）。累計の指標は実績の合計÷目標値。"), .table(table()),
                .chart(.bullet(BulletChart(title: "U・Iターン就職者数", unit: "人", baseline: 115, actual: 305, target: 1000, originalTarget: 1200, planned: 400))),
                .chart(.bullet(BulletChart(title: longName, unit: "%", baseline: nil, actual: 87, isProvisional: true, target: 75))),
                .chart(.bullet(BulletChart(title: "支援対象者数", unit: "人", baseline: nil, actual: nil, absence: "調査中（予定 2018-09-30）", target: 300))),
                .chart(.bullet(BulletChart(title: "人口の社会動態", unit: "人", baseline: -1850, actual: -420, target: 300, planned: -600))),
                .chart(.bullet(BulletChart(title: "観光消費額", unit: "円", baseline: 113_700_000_000, actual: 128_800_000_000, target: 143_000_000_000))),
                .heading(level: 1, text: "推移"), .chart(.multiples(series)), .heading(level: 2, text: "値の改定"),
                .table(
                    PaperTable(
                        caption: "改定の一覧",
                        columns: [.init("期間", width: 8), .init("最初", isNumeric: true), .init("最新", isNumeric: true), .init("差", isNumeric: true)],
                        rows: [
                            [.text("FY2015"), people("19900"), people("19928"), people("28")], [.text("FY2016"), people("18520"), people("18520"), people("0")],
                        ])),
                .chart(
                    .triangle(
                        TriangleChart(
                            title: "利用学生数（判明日別）", columns: ["2016-06-30", "2017-03-31", "2017-10-02"],
                            rows: [
                                ("FY2014", [people("21116"), people("21116"), people("21116")]),
                                ("FY2015", [people("19900"), people("19928"), people("19928")]),
                                ("FY2016", [.blank, .absent("調査中"), people("18520")]),
                            ]))),
            ])
    }

    private static var series: [SeriesChart] {
        typealias Point = SeriesChart.Point
        func point(_ year: Int, _ y: Double?, _ absence: String = "", provisional: Bool = false) -> Point {
            Point(label: "H\(year)", x: Double(year), y: y, isProvisional: provisional, absence: absence)
        }
        return [
            SeriesChart(
                title: "U・Iターン就職者数（累計）", unit: "人", points: [point(26, 115), point(27, 142), point(28, 305), point(29, 520, provisional: true)],
                path: [point(26, 115), point(31, 1000)], target: point(31, 1000), originalTarget: point(30, 1200)),
            SeriesChart(
                title: "利用学生数", unit: "人",
                points: [point(26, 21116), point(27, nil, "調査中"), point(28, 18520), point(29, 18210), point(30, nil, "中止")],
                path: [point(26, 21116), point(31, 25000)], target: point(31, 25000)),
            SeriesChart(
                title: "人口の社会動態", unit: "人", points: [point(26, -1850), point(27, -1020), point(28, -420)], path: [point(26, -1850), point(31, 300)],
                target: point(31, 300)),
            SeriesChart(title: "参加者数（H29から開始）", unit: "人", points: [point(28, nil, "未着手"), point(29, 12)]),
        ]
    }

    /// A text that would close a tag, run a script, turn the direction, clear the screen, end a string or start a formula.
    static let hostile = "=1+1</td><script>alert('x')</script>&amp;\u{202e}\u{0}\u{1b}[2J|`*_[a](b)\"\\\u{fffe}\u{e000}"

    static func hostilePaper() -> Paper {
        var table = PaperTable(caption: hostile, columns: [.init(hostile), .init(hostile, isNumeric: true)])
        table.add([.text(hostile), .number(exact: "-5", shown: hostile)], marked: true)
        table.add([.absent(hostile), .absent(hostile)])
        let point = SeriesChart.Point(label: hostile, x: 1, y: nil, absence: hostile)
        return Paper(
            name: "progress", title: hostile, stamp: PaperStamp(ledger: hostile, edition: hostile, asOf: hostile, size: 1, root: hostile),
            blocks: [
                .heading(level: 1, text: hostile), .heading(level: 9, text: hostile), .paragraph(hostile), .table(table),
                .chart(.bullet(BulletChart(title: hostile, unit: hostile, baseline: 1, actual: nil, absence: hostile, target: 2))),
                .chart(.multiples([SeriesChart(title: hostile, unit: hostile, points: [point], target: point)])),
                .chart(.triangle(TriangleChart(title: hostile, columns: [hostile], rows: [(hostile, [.absent(hostile)])]))),
            ])
    }
}
