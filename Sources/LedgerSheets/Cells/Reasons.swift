import LedgerModel

/// The words behind a mark that say why there is no number.
enum Reasons {
    private static let pending = ["調査中", "集計中", "結果待ち", "公表待ち", "確定待ち", "公表予定", "集計予定", "未公表", "未確定", "精査中"]
    private static let notStarted = [
        "要求予定", "実施予定", "開始予定", "着手予定", "開設予定", "整備予定", "から実施", "から開始", "より実施", "より開始", "以降に実施", "以降実施", "開始前", "未実施", "未着手",
    ]
    private static let notCollected = ["調査未実施", "未調査", "調査なし", "調査を実施せず", "調査を行わず", "調査は未実施"]
    private static let seldom = ["年毎", "年ごと", "年に1回", "年に一度", "年に1度", "年おき", "隔年"]
    private static let intervals = ["年毎", "年ごと", "年に1回", "年に一度", "年に1度", "年おき"]
    private static let cancelled = ["中止", "休止"]
    private static let notApplicable = ["該当なし", "対象者なし", "該当無し"]
    private static let next = ["次回調査は", "次回の調査は", "次回は", "次回調査", "次回"]

    /// Exactly one kind must be said. A number in the words must belong to a period or to `3年毎`.
    static func absence(
        _ text: CellText, _ why: Range<Int>, _ bare: Period.Basis, _ settings: CellSettings, _ period: Period?
    ) throws(Doubt) -> ValueCell.Absent {
        func says(_ words: [String]) -> Bool { words.contains { text.contains($0, in: why) } }
        let remark = text.printed(why)
        var whole = Cursor(text, why)
        if let from = try whole.period(bare: bare), whole.isAtEnd, case .from(let atom) = from.shape {
            return try starting(atom, remark, settings, period)
        }
        if try periods(text, why, bare).hasOther { throw .unknownRemark }
        if says(cancelled) {
            guard !says(pending), !says(notStarted), !says(seldom) else { throw .twoReadings }
            return ValueCell.Absent(absence: .cancelled, status: .o, remark: remark)
        }
        if says(seldom) {
            guard text.contains("調査", in: why), !says(pending) else { throw .twoReadings }
            return ValueCell.Absent(absence: .notCollected, status: .l, expected: try following(text, why, bare, settings, period), remark: remark)
        }
        if says(notCollected) {
            guard !says(pending) else { throw .twoReadings }
            return ValueCell.Absent(absence: .notCollected, status: .l, expected: try following(text, why, bare, settings, period), remark: remark)
        }
        if says(pending) {
            guard !says(notStarted), !says(notApplicable) else { throw .twoReadings }
            return ValueCell.Absent(absence: .pending, status: .o, remark: remark)
        }
        if says(notStarted) {
            guard !says(notApplicable) else { throw .twoReadings }
            let (dates, _) = try periods(text, why, bare)
            guard dates.count <= 1 else { throw .twoReadings }
            guard let date = dates.first else { return ValueCell.Absent(absence: .notStarted, status: .o, remark: remark) }
            switch date.shape {
            case .one(let atom), .from(let atom): return try starting(atom, remark, settings, period)
            default: throw .period
            }
        }
        if says(notApplicable) { return ValueCell.Absent(absence: .notApplicable, status: .m, remark: remark) }
        throw .unknownRemark
    }

    /// Not started, because it starts after the period of the column.
    private static func starting(_ atom: Period.Atom, _ remark: String, _ settings: CellSettings, _ period: Period?) throws(Doubt) -> ValueCell.Absent {
        let month = settings.fiscalFirstMonth
        guard let end = period?.lastDay(fiscalFirstMonth: month), let start = Period(.one(atom)).firstDay(fiscalFirstMonth: month), start > end else {
            throw .otherPeriod
        }
        return ValueCell.Absent(absence: .notStarted, status: .o, expected: atom, remark: remark)
    }

    /// 次回はH29年度: when it is measured next, if that is after the period of the column.
    private static func following(
        _ text: CellText, _ why: Range<Int>, _ bare: Period.Basis, _ settings: CellSettings, _ period: Period?
    ) throws(Doubt) -> Period.Atom? {
        var cursor = Cursor(text, why)
        while !cursor.isAtEnd {
            if cursor.eat(next.map { ($0, ()) }) != nil {
                cursor.skipSpaces()
                guard let date = try cursor.period(bare: bare), case .one(let atom) = date.shape else { continue }
                let month = settings.fiscalFirstMonth
                guard let end = period?.lastDay(fiscalFirstMonth: month), let start = date.firstDay(fiscalFirstMonth: month),
                    start > end else { throw .otherPeriod }
                return atom
            }
            cursor.at += 1
        }
        return nil
    }

    /// The periods in `range`, and whether a digit of it belongs to none. `9月` and `3年毎`
    /// count as such, though they name no year.
    static func periods(_ text: CellText, _ range: Range<Int>, _ bare: Period.Basis) throws(Doubt) -> (found: [Period], hasOther: Bool) {
        var cursor = Cursor(text, range)
        var found: [Period] = []
        var hasOther = false
        while !cursor.isAtEnd {
            if let period = try cursor.period(bare: bare) {
                found.append(period)
                continue
            }
            if cursor.peek?.isDigit == true {
                let start = cursor.at
                while cursor.peek?.isDigit == true { cursor.at += 1 }
                let isShort = (1...2).contains(cursor.at - start)
                if !(isShort && (cursor.eat("月") || cursor.eat("日") || intervals.contains { cursor.eat($0) })) { hasOther = true }
                continue
            }
            cursor.at += 1
        }
        return (found, hasOther)
    }
}
