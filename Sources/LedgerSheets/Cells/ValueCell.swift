import Foundation
import LedgerModel

/// What a cell of actuals, or of targets in a column of their own, says by itself.
enum ValueCell: Sendable {
    /// A mark of the mapping alone, a word, or a mark with the words that explain it.
    case absent(Absent)
    case figures(Figures)
    /// Words without a number: 改定作業.
    case words(String)

    struct Absent: Sendable {
        var absence: Value.Absence
        var status: Status
        /// When it starts or is next measured.
        var expected: Period.Atom?
        var remark = ""
        /// A mark alone, or nothing: what it means follows from the mapping, or from what the row says elsewhere.
        var isMark = false
    }
}

extension ValueCell {
    /// Longest cell that is read; a longer one is prose.
    static let limit = 2_000
    private static let marks: Set<Unicode.Scalar> = ["-", "\u{2010}", "\u{2011}", "\u{2012}", "–", "—", "―", "ー", "\u{2212}", "─", "━", "…", "‥", "×",
        "/", "\\", "*", "△", "▲"]

    /// Words that are neither a state reached nor a known kind of absence: なし may be 0 or nothing to report.
    private static let nothingSaid: Set<String> = [
        "なし", "無し", "無", "有", "有り", "あり", "未定", "未設定", "設定なし", "設定無し", "設定せず", "目標なし", "目標設定なし", "数値目標なし",
    ]

    /// `period` is the column's, where it has one.
    init(_ printed: String, _ settings: CellSettings, period: Period?) throws(Doubt) {
        guard printed.unicodeScalars.count <= ValueCell.limit else { throw .tooLong }
        let text = CellText(printed)
        let body = text.trimmed(text.all)
        if let absent = ValueCell.mark(text, body, settings) {
            self = .absent(absent)
            return
        }
        guard !body.isEmpty else { throw .blank }
        let bare = settings.yearBasis ?? .unstated
        var absent = try ValueCell.explainedMark(text, body, bare, settings, period)
        if absent == nil { absent = try ValueCell.word(text, body, bare) }
        if absent == nil { absent = try ValueCell.announced(text, body, bare, settings, period) }
        if absent == nil { absent = ValueCell.cancelled(text, body) }
        if absent == nil { absent = try ValueCell.addedLater(text, body, bare, settings, period) }
        if let absent {
            self = .absent(absent)
            return
        }
        if !text.hasDigit(body), !text.scalars[body].contains(where: { ValueCell.marks.contains($0) }) {
            var cursor = Cursor(text, body)
            if let bound = cursor.bareBound(), cursor.isAtEnd {
                self = .figures(Figures(figures: [Figure(quantity: bound)]))
            } else if ValueCell.nothingSaid.contains(text.folded(body)) {
                throw .unknownWord
            } else {
                self = .words(text.printed(body))
            }
            return
        }
        var cursor = Cursor(text, body)
        if let first = cursor.peek, ValueCell.marks.contains(first), !(first.isMinus && cursor.scalar(1)?.isDigit == true) { throw .symbol }
        if cursor.peek?.isOpening == true { throw .loneNumber }
        var found = try cursor.figures(bare: bare)
        try ValueCell.weigh(&found, bare, settings, period)
        self = .figures(found)
    }

    private static let weighty = [
        "速報", "暫定", "見込", "推計", "推定", "未確定", "概算", "概数", "累計", "累積", "調査中", "集計中", "平均", "延べ", "訂正", "修正", "誤り", "除く", "含まない", "うち", "未公表", "目標",
        "単位", "暦年", "半期", "途中経過", "途中集計", "中間値", "中間報告", "中間集計", "参考値", "参考数値", "予測", "予想", "試算", "通算", "仮集計", "除外",
        "未集計", "未調査", "昨年", "前年の", "前年度の", "前年度実績", "前年度数値", "前年実績", "前回の", "前回値", "前回調査",
    ]

    /// A remark beside a number that says how the number is meant: ※速報値 is its status; in other words it is not read.
    private static func weigh(_ found: inout Figures, _ bare: Period.Basis, _ settings: CellSettings, _ period: Period?) throws(Doubt) {
        for remark in found.remarks {
            let words = String(remark.drop { $0 == "※" || $0.isWhitespace })
            if Cursor.partly.contains(words) {
                found.isPartial = true
                continue
            }
            try checkPeriods(remark, bare, settings, period)
            guard weighty.contains(where: remark.contains) else { continue }
            guard found.figures.count == 1, found.figures[0].status == nil, case let (marks, status?)? = Cursor.marks[words],
                marks.isEmpty else { throw .unknownRemark }
            found.figures[0].status = status
        }
    }

    /// Words that say of a period what was measured in it, not what began or was decided then.
    private static let measured = ["実績", "値", "調査", "現在", "時点", "センサス", "データ", "統計", "末", "集計", "決算"]

    /// 900人 ※H26年度実績 under H28: the number is of another period than its column. A remark that names when the next survey is may do so.
    private static func checkPeriods(_ remark: String, _ bare: Period.Basis, _ settings: CellSettings, _ period: Period?) throws(Doubt) {
        guard let period, !remark.contains("次回"), measured.contains(where: remark.contains) else { return }
        let text = CellText(remark)
        let month = settings.fiscalFirstMonth
        for printed in try Reasons.periods(text, text.all, bare).found {
            if let years = printed.years, years == period.years { continue }
            guard let first = period.firstDay(fiscalFirstMonth: month), let last = period.lastDay(fiscalFirstMonth: month),
                let begin = printed.firstDay(fiscalFirstMonth: month), let end = printed.lastDay(fiscalFirstMonth: month), first <= begin, end <= last
            else { throw .otherPeriod }
        }
    }

    /// The whole cell is a mark that the mapping explains.
    private static func mark(_ text: CellText, _ body: Range<Int>, _ settings: CellSettings) -> Absent? {
        guard body.count <= 8,
            let symbol = settings.symbols[text.folded(body)] ?? settings.symbols[text.printed(body).precomposedStringWithCompatibilityMapping]
        else { return nil }
        return Absent(absence: symbol.absence, status: symbol.status, isMark: true)
    }

    /// A mark with the reason behind it: —（H30～）, － ※次回はH29年度.
    private static func explainedMark(
        _ text: CellText, _ body: Range<Int>, _ bare: Period.Basis, _ settings: CellSettings, _ period: Period?
    ) throws(Doubt) -> Absent? {
        var cursor = Cursor(text, body)
        guard cursor.eatOne({ marks.contains($0) }), !cursor.isAtEnd else { return nil }
        cursor.skipSpaces()
        guard let next = cursor.peek, next.isOpening || next == "※" else { return nil }
        let why: Range<Int>
        if let inside = try cursor.group() {
            guard cursor.isAtEnd else { throw .unknownWord }
            why = text.trimmed(inside)
        } else {
            why = text.trimmed(cursor.at + 1..<cursor.end)
        }
        return try Reasons.absence(text, why, bare, settings, period)
    }

    private static let words: [(String, Value.Absence, Status)] = [
        ("調査中", .pending, .o), ("集計中", .pending, .o), ("算定中", .pending, .o), ("精査中", .pending, .o), ("確認中", .pending, .o), ("集計待ち", .pending, .o),
        ("公表待ち", .pending, .o),
        ("未確定", .pending, .o), ("未集計", .pending, .o), ("未公表", .pending, .o), ("開催中止", .cancelled, .o), ("事業中止", .cancelled, .o), ("実施中止", .cancelled, .o),
        ("中止", .cancelled, .o), ("未実施", .notStarted, .o), ("未着手", .notStarted, .o), ("未開始", .notStarted, .o), ("該当なし", .notApplicable, .m),
        ("該当無し", .notApplicable, .m),
        ("対象外", .excluded, .o), ("秘匿", .suppressed, .q), ("非公表", .suppressed, .q), ("非公開", .suppressed, .q), ("調査未実施", .notCollected, .l),
        ("調査なし", .notCollected, .l),
        ("未調査", .notCollected, .l), ("調査年度外", .notCollected, .l), ("不明", .unknown, .o),
    ]

    /// 調査中, 調査中(9月公表), 中止 ※…: a word that is no value, and a remark behind it.
    private static func word(_ text: CellText, _ body: Range<Int>, _ bare: Period.Basis) throws(Doubt) -> Absent? {
        var cursor = Cursor(text, body)
        guard let (_, absence, status) = words.first(where: { cursor.eat($0.0) }) else { return nil }
        var found = Absent(absence: absence, status: status)
        if cursor.isAtEnd { return found }
        cursor.skipSpaces()
        if cursor.sees("※") {
            if try Reasons.periods(text, cursor.rest, bare).hasOther { throw .unknownRemark }
            found.remark = text.printed(cursor.rest)
            return found
        }
        guard let inside = try cursor.group(), cursor.isAtEnd else { return nil }
        let (dates, rest) = try Reasons.periods(text, inside, bare)
        guard !rest else { throw .unknownParenthesis }
        found.remark = text.printed(inside)
        if dates.count == 1, case .one(let atom) = dates[0].shape, absence == .pending || absence == .notStarted { found.expected = atom }
        return found
    }

    private static let announcements = ["公表予定", "公表見込み", "公表見込", "発表予定", "確定予定", "判明予定", "集計予定"]

    /// R5.9公表予定, 9月下旬に公表予定: pending, and when it will be known, if that is after the period of the column.
    private static func announced(
        _ text: CellText, _ body: Range<Int>, _ bare: Period.Basis, _ settings: CellSettings, _ period: Period?
    ) throws(Doubt) -> Absent? {
        guard announcements.contains(where: { text.ends(body, with: $0) }) else { return nil }
        var cursor = Cursor(text, body)
        let date = try cursor.period(bare: bare)
        if date == nil {
            while cursor.eatOne(\.isDigit) {}
            guard (1...2).contains(cursor.at - body.lowerBound), cursor.eat("月") else { return nil }
        }
        _ = cursor.eat("上旬") || cursor.eat("中旬") || cursor.eat("下旬") || cursor.eat("末")
        _ = cursor.eat("頃") || cursor.eat("ごろ")
        _ = cursor.eat("に")
        guard announcements.contains(where: { cursor.eat($0) }), cursor.isAtEnd else { return nil }
        var found = Absent(absence: .pending, status: .o, remark: text.printed(body))
        guard let date else { return found }
        guard case .one(let atom) = date.shape, isAfter(date, period, settings) else { throw .otherPeriod }
        found.expected = atom
        return found
    }

    /// Whether a period begins after another one, that of a column, has ended.
    private static func isAfter(_ date: Period, _ period: Period?, _ settings: CellSettings) -> Bool {
        guard let end = period?.lastDay(fiscalFirstMonth: settings.fiscalFirstMonth),
            let start = date.firstDay(fiscalFirstMonth: settings.fiscalFirstMonth) else { return false }
        return start > end
    }

    /// 感染症の影響により中止, コロナ中止: it did not take place, for the reason before it.
    private static func cancelled(_ text: CellText, _ body: Range<Int>) -> Absent? {
        guard !text.hasDigit(body), !text.contains("一部", in: body), !text.scalars[body].contains(where: { $0.isOpening || $0 == "。" }) else { return nil }
        guard ["のため中止", "により中止", "で中止", "コロナ中止"].contains(where: { text.ends(body, with: $0) }) else { return nil }
        return Absent(absence: .cancelled, status: .o, remark: text.printed(body))
    }

    /// H28.12追加項目のため回答なし: the item is younger than the period of the column.
    private static func addedLater(
        _ text: CellText, _ body: Range<Int>, _ bare: Period.Basis, _ settings: CellSettings, _ period: Period?
    ) throws(Doubt) -> Absent? {
        guard text.contains("追加", in: body), text.ends(body, with: "回答なし") else { return nil }
        var cursor = Cursor(text, body)
        guard let added = try cursor.period(bare: bare), !text.hasDigit(cursor.rest), cursor.eat("追加") || cursor.eat("に追加")
            || cursor.eat("から追加") else { return nil }
        guard isAfter(added, period, settings) else { throw .otherPeriod }
        return Absent(absence: .notApplicable, status: .o, remark: text.printed(body))
    }
}
