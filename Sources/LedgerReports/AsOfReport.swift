import LedgerModel
import LedgerProjections

/// The moment that an answer is about. schema/json/common.schema.json
package struct AsOfJSON: Codable, Sendable {
    package let number: UInt64
    package let recorded: String?
    package let effective: String?
    package let decided: String?
}

extension Telling {
    package func json(_ asOf: AsOf) throws -> AsOfJSON {
        let number = min(asOf.number, source.size)
        return AsOfJSON(
            number: number, recorded: try source.event(number).map { Instant.text($0.recorded, offsetMinutes: settings.utcOffsetMinutes, full: true) },
            effective: asOf.effective?.description, decided: asOf.decided?.description)
    }

    /// `記録 12（2026-04-01T09:00:00+09:00）まで・効力 2018-03-31 まで`.
    package func line(_ asOf: AsOf) throws -> String {
        let number = min(asOf.number, source.size)
        let recorded = try source.event(number).map { catalogue.bracketed(self.recorded($0)) } ?? ""
        var parts = [Words("記録 {0} まで", "recorded up to entry {0}").filled(catalogue.language, ["\(number)"]) + recorded]
        if let day = asOf.effective { parts.append(Words("効力 {0} まで", "in force by {0}").filled(catalogue.language, [catalogue.day(day)])) }
        if let day = asOf.decided { parts.append(Words("決定 {0} まで", "decided by {0}").filled(catalogue.language, [catalogue.day(day)])) }
        return parts.joined(separator: catalogue(Words("・", "; ")))
    }
}

/// A baseline, target or actual with the entry that says it.
package struct StatedJSON: Codable, Sendable {
    package let entry: UInt64
    package let period: String
    package let value: ValueJSON?
    package let decided: WhenJSON
    package let recordedBy: String

    package init(_ stated: Stated, _ catalogue: Catalogue) {
        entry = stated.event.number
        period = stated.fact.period
        value = stated.fact.hasValue ? ValueJSON(stated.fact.value, catalogue) : nil
        decided = WhenJSON(stated.event.statement.decided)
        recordedBy = stated.event.statement.recordedBy.id
    }
}

package struct ProgressJSON: Codable, Sendable {
    package var percent: String?
    package var plannedPercent: String?
    package var behind: Bool?
    package var formula: String?
    /// Why there is no figure.
    package var undefined: String?
    package let text: String

    package init(_ progress: Progress, _ catalogue: Catalogue) {
        text = catalogue.progress(progress)
        switch progress {
        case .figure(let figure):
            percent = figure.attained.percent
            plannedPercent = figure.planned?.percent
            behind = figure.isBehind
            formula = figure.formula.rawValue
        case .undefined(let obstacle): undefined = obstacle.rawValue
        }
    }
}

extension Catalogue {
    /// The figure with its formula's letter, or why there is none.
    package func progress(_ progress: Progress) -> String {
        switch progress {
        case .figure(let figure):
            let planned = figure.planned.map { bracketed(self(Words("予定 ", "planned ")) + $0.percent + "%") } ?? ""
            return figure.attained.percent + "%" + (figure.formula == .fromBaseline ? " [a]" : " [b]") + planned
        case .undefined(let obstacle): return "—" + bracketed(self(obstacle.words))
        }
    }

    /// Printed wherever a figure is.
    package var formulaLegend: String {
        self(Words("進捗 [a] =（実績−基準）÷（目標−基準）、[b] = 実績 ÷ 目標。", "Progress: [a] = (actual − baseline) ÷ (target − baseline); [b] = actual ÷ target."))
    }
}

extension Progress.Obstacle {
    package var words: Words {
        switch self {
        case .noTarget: Words("目標なし", "no target")
        case .noActual: Words("実績なし", "no actual")
        case .noBaseline: Words("基準値なし", "no baseline")
        case .targetWithoutNumber: Words("目標が数値でない", "target without a number")
        case .actualWithoutNumber: Words("実績が数値でない", "actual without a number")
        case .baselineWithoutNumber: Words("基準値が数値でない", "baseline without a number")
        case .unitsDiffer: Words("単位が異なる", "units differ")
        case .aggregationsDiffer: Words("集計が異なる", "aggregations differ")
        case .aggregationNotStated: Words("集計の記載なし", "aggregation not stated")
        case .formsDiffer: Words("形が異なる", "forms differ")
        case .targetIsZero: Words("目標が 0", "target is zero")
        case .targetEqualsBaseline: Words("目標が基準値と同じ", "target equals baseline")
        case .targetBehindBaseline: Words("目標が基準値より後退", "target behind baseline")
        case .actualOutsidePeriod: Words("実績が期間外", "actual outside the period")
        }
    }
}
