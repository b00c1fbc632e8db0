import LedgerModel
import Testing
@testable import LedgerSheets

/// The cell grammar against the tables that were read by hand: nothing wrong, at most 2 % left to a person.
@Suite struct CellsTruthTests {
    @Test func kitakyushu() throws {
        guard let rows = try CellsTruth.table("kitakyushu/kpi-h28.csv"), let truth = try CellsTruth.table("kitakyushu/kpi-h28.expected.csv") else {
            print("skipped: no sheets on this machine")
            return
        }
        let reader = CellReader(CellsTruth.kitakyushu)
        var score = Score()
        for (index, row) in rows.enumerated() {
            let kpi = CellsTruth.printed(row["KPI"] ?? "", 10, index + 2)
            let whole = CellsTruth.printed(row["原文KPI"] ?? "", 13, index + 2)
            let actuals = [(2015, "H27実績"), (2016, "H28実績")].map { (Period.fiscal($0), CellsTruth.printed(row[$1] ?? "", 11, index + 2)) }
            let (reading, unread) = reader.composite(kpi: kpi, whole: whole, actuals: actuals)
            compare(truth[index], reading, unread, &score)
        }
        score.print("kitakyushu/kpi-h28")
        #expect(rows.count == truth.count && score.total > 1_000)
        #expect(score.wrong.isEmpty)
        #expect(score.unread.count * 50 <= score.total)
    }

    private func compare(_ truth: CellsTruth.Row, _ reading: IndicatorReading?, _ unread: [Unread], _ score: inout Score) {
        func reasons(_ fields: [Unread.Field]) -> [String] {
            unread.filter { reading == nil || fields.contains($0.field) }.map { "\($0.field.rawValue) \($0.reason)" }
        }
        func field(_ name: String, _ fields: [Unread.Field], _ read: String?, _ expected: String? = nil) {
            guard let truth = expected ?? truth[name], !truth.isEmpty else {
                if let read, !read.isEmpty, reasons(fields).isEmpty { score.wrong.append("\(name) should be empty, read as \(read)") }
                return
            }
            let why = reasons(fields)
            score.add("\(self.row(reading, unread)) \(name)", expected: truth, read: why.isEmpty ? read ?? "" : nil, reasons: why)
        }
        let measure = reading?.measures.first
        let baseline = reading?.values.first { $0.kind == .baseline }
        let target = reading?.values.first { $0.kind == .target }
        let name = reading.map { $0.name.value + ($0.measures[0].label.isEmpty ? "" : " " + $0.measures[0].label) }
        let unit = truth["unit"] ?? ""
        field("indicator", [.name], name)
        // 10000 億円 printed as 1兆円: the same amount of the same unit.
        let (scale, bare) = Self.scaled(unit)
        field("unit", [.unit, .target], measure.map { target?.value.unit == bare ? unit : $0.unit })
        for (prefix, value, fields) in [("baseline", baseline, [Unread.Field.baseline]), ("target", target, [.target])] {
            field(prefix + "_value", fields, Self.equal(truth[prefix + "_value"] ?? "", scale, value?.value))
            field(prefix + "_period", fields, value.map { $0.period.value.description.replacingOccurrences(of: "Y2",
                with: "2") == truth[prefix + "_period"] ? truth[prefix + "_period"]! : $0.period.value.description })
        }
        let hasTarget = !(truth["target_value"] ?? "").isEmpty
        field("target_bound", [.target], !hasTarget || target == nil ? "" : target?.value.bound == .equal ? "=" : target?.value.bound == .atLeast ? ">=" : "<=")
        field("aggregation", [.sense], measure?.sense.value?.rawValue ?? "")
        for year in [2015, 2016] {
            let period = Period.fiscal(year)
            let actual = reading?.values.first { $0.kind == .actual && $0.period.value == period }
            let mine = unread.filter { reading == nil || $0.field == .actual && $0.period == period }.map(\.reason)
            for (name, read) in [("fy\(year)_value", Self.equal(truth["fy\(year)_value"] ?? "", scale, actual?.value)), ("fy\(year)_status",
                Self.status(actual?.value))] {
                let expected = truth[name] ?? ""
                if expected.isEmpty {
                    if !read.isEmpty, mine.isEmpty { score.wrong.append("\(row(reading, unread)) \(name) should be empty, read as \(read)") }
                } else {
                    score.add("\(row(reading, unread)) \(name)", expected: expected, read: mine.isEmpty ? read : nil, reasons: mine)
                }
            }
        }
    }

    private func row(_ reading: IndicatorReading?, _ unread: [Unread]) -> String {
        "row \(reading?.printed.place.row ?? unread.first?.printed.place.row ?? 0)"
    }

    private static func scaled(_ unit: String) -> (Int32, String) {
        for (word, scale) in [("億", Int32(8)), ("千", 3), ("万", 4)] where unit.hasPrefix(word) { return (scale, String(unit.dropFirst())) }
        return (0, unit)
    }

    /// The expected digits where the value says the same amount; else what was read.
    private static func equal(_ expected: String, _ scale: Int32, _ value: Value?) -> String {
        guard let value, !value.number.isEmpty else { return "" }
        let read = ExactDecimal(value.number)?.amount(scale: value.scale)
        return read == ExactDecimal(expected)?.amount(scale: scale) ? expected : "\(value.number)e\(value.scale)"
    }

    private static func status(_ value: Value?) -> String {
        guard let value else { return "" }
        switch value.absence {
        case .present: return !value.word.isEmpty ? "qualitative" : value.partial ? "partial" : value.status == .a ? "normal" : "\(value.status)"
        case .pending: return "pending"
        case .notStarted: return "not_started"
        case .cancelled: return "cancelled"
        case .nonePrinted, .notCollected, .notApplicable: return "none"
        default: return "\(value.absence)"
        }
    }

    @Test func kawasaki() throws {
        guard let rows = try CellsTruth.table("kawasaki/indicators-r3.csv"), let truth = try CellsTruth.table("kawasaki/indicators-r3.expected.csv") else {
            print("skipped: no sheets on this machine")
            return
        }
        let reader = CellReader(CellSettings())
        var score = Score()
        for (index, row) in rows.enumerated() {
            func cell(_ name: String) -> Printed { CellsTruth.printed(row[name] ?? "", 1, index + 2) }
            let years = [(2020, "R2", "r2"), (2021, "R3", "r3")]
            let (reading, unread) = reader.plain(
                name: cell("指標名"), unit: cell("単位"), baselines: [], targets: years.map { (.fiscal($0.0), cell($0.1 + "目標")) },
                actuals: years.map { (.fiscal($0.0), cell($0.1 + "実績")) }, isCumulative: row["累計"] == "1", code: nil, notes: [cell("補足")])
            let expected = truth[index]
            score.add("row \(index + 2) unit", expected: expected["unit"] ?? "", read: reading?.measures.first?.unit, reasons: unread.map(\.reason))
            var breakdown: [String] = []
            for (year, _, short) in years {
                for (kind, word) in [(FactRecorded.Kind.target, "target"), (.actual, "actual")] {
                    let value = reading?.values.first { $0.kind == kind && $0.period.value == .fiscal(year) }?.value
                    let reasons = unread.filter { $0.period == .fiscal(year) }.map(\.reason)
                    let number = expected["\(short)_\(word)"] ?? ""
                    if number.isEmpty, value?.number.isEmpty ?? true { continue }
                    score.add("row \(index + 2) \(short)_\(word)", expected: number, read: reasons.isEmpty ? value?.number : nil, reasons: reasons)
                    if let value, !value.parts.isEmpty {
                        #expect(value.parts.allSatisfy { $0.relation == .exhaustive })
                        breakdown.append("\(short)_\(word):" + value.parts.map { "\($0.name)=\($0.number)" }.joined(separator: ";"))
                    }
                }
                let actual = reading?.values.first { $0.kind == .actual && $0.period.value == .fiscal(year) }?.value
                score.add("row \(index + 2) \(short)_status", expected: expected["\(short)_status"] ?? "", read: Self.status(actual), reasons: [])
            }
            if breakdown.joined(separator: "|") != expected["breakdown"] ?? "" { score.wrong.append("row \(index + 2) breakdown \(breakdown)") }
        }
        score.print("kawasaki/indicators-r3")
        #expect(score.wrong.isEmpty && score.total > 100)
        #expect(score.unread.count * 50 <= score.total)
    }
}

/// A point before three digits is no decimal point where nothing has fractions, also for words that stand for no others.
@Suite struct CellsGroupingTests {
    @Test(arguments: ["人", "人泊", "農家", "案件"]) func threeDigitsBehindAPointAreUnread(_ unit: String) throws {
        let cell = Printed("1.900\(unit)", CellPlace(sheet: "", column: 1, row: 2))
        guard case .failure(let unread) = CellReader(CellSettings()).value(cell) else {
            Issue.record("1.900\(unit) was read")
            return
        }
        #expect(unread.reason == Doubt.grouping.rawValue)
    }
}
