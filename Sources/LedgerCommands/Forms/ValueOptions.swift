import ArgumentParser
import LedgerModel
import LedgerReports

/// How a value is typed in.
struct ValueOptions: ParsableArguments {
    // A number may start with a minus sign.
    @Option(parsing: .unconditional, help: help("数値（印刷されたとおりの桁で）。", "The number, with its digits as printed.", "number")) var value: String?
    @Option(help: help("数値でない値（例 改定済）。", "A value that is a word.", "word")) var word: String?
    @Option(help: help("値がない: pending 調査中, cancelled 中止, not-started 未実施, not-applicable 該当なし, excluded 対象外, suppressed 秘匿, not-collected, unknown, none-printed, unread。", "No value: pending, cancelled, not-started, not-applicable, excluded, suppressed, not-collected, unknown, none-printed, unread.", "kind"))
    var absent: String?
    @Option(help: help("値がないとき、いつ分かるか（日または期間）。", "With an absence: the day or period when it is expected.", "when")) var expected: String?
    @Option(help: help("位: 千, 万, 億 または 10 の指数（既定は指標の位）。", "Scale: a power of ten, or 千, 万, 億 (else the measure's).", "scale")) var scale: String?
    @Option(help: help("単位（既定は指標の単位）。", "Unit (else the measure's).", "unit")) var unit: String?
    @Option(help: help("集計: single-year, cumulative, level, average, milestone, with-repetition。", "Aggregation: single-year, cumulative, level, average, milestone, with-repetition.", "kind")) var aggregation: String?
    @Option(help: help("目標の向き: at-least 以上, more-than, at-most 以下, less-than, about, maintain 維持, increase 増加, not-below-previous, all。", "Bound of a target: at-least, more-than, at-most, less-than, about, maintain, increase, not-below-previous, all.", "bound")) var bound: String?
    @Option(help: help("目標の形: level, increment-per-year, state-reached。", "Form of a target: level, increment-per-year, state-reached.", "form")) var form: String?
    @Option(help: help("状態: normal, provisional 速報, estimated, forecast 見込, または SDMX の文字。", "Status: normal, provisional, estimated, forecast, or an SDMX letter.", "status")) var status: String?
    @Option(help: help("内訳 名=数（合計が一致）。繰返し可。", "A part, NAME=NUMBER, of parts that add up; repeatable.", "part")) var partValue: [String] = []
    @Option(help: help("うち数 名=数。繰返し可。", "A part, NAME=NUMBER, of which; repeatable.", "part")) var ofWhich: [String] = []
    @Option(help: help("併記された数 種類=数: change-from-previous, cumulative-total, single-year-figure, ratio。", "A figure printed beside it, KIND=NUMBER: change-from-previous, cumulative-total, single-year-figure, ratio.", "figure")) var companion: String?
    @Flag(help: help("一部が調査中の数。", "A number of which a part is still pending.")) var partial = false

    /// The value that was typed; unit, scale and aggregation come from the measure where they were not.
    func value(_ measure: Measure?) throws -> Value {
        var result = Value()
        if let value { result.number = try Reading.number(value, "--value") }
        result.word = word ?? ""
        if let absent { result.absence = try Choice.read(absent, Value.Absence.self, "--absent") }
        if let expected { result.expected = try (try? Reading.day(expected, "").description) ?? Reading.period(expected, "--expected") }
        result.bound = try Choice.read(bound, Value.Bound.equal, "--bound")
        result.form = try Choice.read(form, Value.Form.level, "--form")
        result.status = try Choice.status(status)
        result.partial = partial
        result.parts = try partValue.map { try part($0, .exhaustive, "--part-value") } + ofWhich.map { try part($0, .ofWhich, "--of-which") }
        try setUnits(&result, measure)
        if let companion { result.companion = try figure(companion, result) }
        return result
    }

    private func setUnits(_ result: inout Value, _ measure: Measure?) throws {
        let isNumber = !result.number.isEmpty
        // Also without a number: 維持 and 調査中 are of the measure's unit, or a comparison would call it changed. There is nothing to scale.
        result.unit = unit ?? measure?.unit ?? ""
        result.scale = try scale.map { try Reading.scale($0, "--scale") } ?? (isNumber && unit == nil ? measure?.scale ?? 0 : 0)
        result.aggregation = try Choice.read(aggregation, isNumber ? measure?.aggregation ?? .notStated : .notStated, "--aggregation")
    }

    private func part(_ text: String, _ relation: Part.Relation, _ option: String) throws -> Part {
        let (name, number) = try Reading.pair(text, option)
        var part = Part()
        part.name = name
        part.number = try Reading.number(number, option)
        part.relation = relation
        return part
    }

    private func figure(_ text: String, _ value: Value) throws -> Companion {
        let (kind, number) = try Reading.pair(text, "--companion")
        var companion = Companion()
        companion.meaning = try Choice.read(kind, Companion.Meaning.self, "--companion")
        companion.number = try Reading.number(number, "--companion")
        if companion.meaning != .ratio { (companion.scale, companion.unit) = (value.scale, value.unit) }
        return companion
    }

    /// `--old`: the current value with another number, absence or word, so that only what differs has to be typed.
    static func old(_ text: String, like current: Value?, _ measure: Measure?) throws -> Value {
        var value = current ?? Value()
        (value.number, value.word, value.absence) = ("", "", .present)
        value.parts = []
        value.clearCompanion()
        if let number = try? Reading.number(text, "--old") {
            value.number = number
            if value.unit.isEmpty { (value.unit, value.scale) = (measure?.unit ?? "", measure?.scale ?? 0) }
        } else if let absence = try? Choice.read(text, Value.Absence.self, "--old") {
            value.absence = absence
        } else {
            value.word = text
        }
        return value
    }
}
