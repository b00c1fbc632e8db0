import LedgerModel
import LedgerProjections

/// Every target ever changed. schema/json/target-audit.schema.json
package struct TargetAuditJSON: Codable, Sendable {
    package struct Side: Codable, Sendable {
        package let period: String
        package let value: ValueJSON
        package let entry: UInt64?
    }
    package struct Known: Codable, Sendable {
        package let actual: String
        package let stated: StatedJSON?
        package let basis: String?
        package let afterActual: String
        package let behind: String
        package let latest: StatedJSON?
        package let latestProgress: ProgressJSON?
    }
    package struct Change: Codable, Sendable {
        package let subject: String
        package let entry: EntryJSON
        package let old: Side?
        package let new: Side?
        package let previousEntry: UInt64?
        /// Where no target was replaced: what stood before the act, and what it put there, in words.
        package let before: String?
        package let after: String?
        package let withdrawalEntry: UInt64?
        package let effect: String
        package let disguises: [String]
        package let known: Known?
        package let sentence: String
    }

    package let asOf: AsOfJSON
    package let changes: [Change]
    package let cannotBeTold: [Change]
}

package struct TargetAuditReport<Source: LedgerSource> {
    private let audit: TargetAudit
    private let telling: Telling<Source>
    private let asOf: AsOf
    private let names = NameMemo()
    private var catalogue: Catalogue { telling.catalogue }

    package init(_ audit: TargetAudit, asOf: AsOf, _ telling: Telling<Source>) {
        self.audit = audit
        self.asOf = asOf
        self.telling = telling
    }

    package func json() throws -> TargetAuditJSON {
        TargetAuditJSON(
            asOf: try telling.json(asOf), changes: try audit.changes.map(change), cannotBeTold: try audit.cannotBeTold.map(change))
    }

    private func change(_ change: TargetChange) throws -> TargetAuditJSON.Change {
        let around = try around(change)
        return TargetAuditJSON.Change(
            subject: change.subject.label, entry: try telling.json(change.event), old: change.old.map(side), new: change.new.map(side),
            previousEntry: change.previous?.number, before: around?.before, after: around?.after, withdrawalEntry: change.withdrawal?.number, effect: Kebab.name(change.effect),
            disguises: change.disguises.map { Kebab.name($0) }, known: change.known.map(known), sentence: try sentence(change))
    }

    private func side(_ side: TargetSide) -> TargetAuditJSON.Side {
        .init(period: side.period, value: ValueJSON(side.value, catalogue), entry: side.event?.number)
    }

    private func known(_ known: KnownAtDecision) -> TargetAuditJSON.Known {
        .init(
            actual: Kebab.name(known.actual), stated: known.stated.map { StatedJSON($0, catalogue) }, basis: known.basis.map { Kebab.name($0) },
            afterActual: Kebab.name(known.afterActual), behind: Kebab.name(known.behind),
            latest: known.latest.map { StatedJSON($0.actual, catalogue) },
            latestProgress: known.latest.map { ProgressJSON($0.progress, catalogue) })
    }

    package func lines() throws -> [String] {
        var lines = [try telling.line(asOf)]
        if audit.changes.isEmpty { lines += ["", catalogue(Words("該当する目標の変更はありません。", "No change of a target answers to this."))] }
        for change in audit.changes { lines += [""] + (try self.lines(change)) }
        if !audit.cannotBeTold.isEmpty {
            lines += ["", catalogue(Words("== 判断できないもの ==", "== cannot be told =="))]
            for change in audit.cannotBeTold { lines += [""] + (try self.lines(change)) }
        }
        return lines
    }

    private func lines(_ change: TargetChange) throws -> [String] {
        func line(_ ja: String, _ en: String, _ text: String) -> String { "  " + catalogue(Words(ja, en)) + ": " + Visible.text(text) }
        var lines = ["#\(change.event.number) " + (try sentence(change))]
        if let previous = change.previous, let around = try around(change) {
            lines.append(line("変更前", "before", "#\(previous.number) " + around.before))
            lines.append(line("変更後", "after", "#\(change.event.number) " + around.after))
        }
        lines.append(line("決定・記録", "decided, recorded", catalogue.when(change.event.statement.decided) + " / " + telling.recorded(change.event)))
        lines.append(line("決裁", "approved", try telling.approvals(change.event)))
        lines.append(line("記録者", "recorded by", change.event.statement.recordedBy.id))
        lines.append(line("理由", "why", try telling.reason(change.event)))
        let documents = try telling.documents(change.event)
        if !documents.isEmpty { lines.append(line("文書", "document", documents)) }
        if let known = change.known { lines += knownLines(known).map { "  " + $0 } }
        return lines
    }

    private func knownLines(_ known: KnownAtDecision) -> [String] {
        let stated = known.stated.map { " " + catalogue.value($0.value) + catalogue.bracketed("#\($0.event.number)") } ?? ""
        let basis = known.basis.map { catalogue.bracketed(catalogue($0.words)) } ?? ""
        var lines = [catalogue(Words("決定時に知られていた当該期間の実績: ", "actual of that period known at the decision: ")) + catalogue(known.actual.words) + stated + basis]
        if let latest = known.latest {
            lines.append(
                catalogue(Words("決定時の最新の実績: ", "latest actual then: ")) + catalogue.period(latest.actual.fact.period) + " "
                    + catalogue.value(latest.actual.value) + ", " + catalogue(Words("進捗 ", "progress ")) + catalogue.progress(latest.progress))
        }
        return lines
    }

    /// `空港利用者数 [indicator:x]: 目標改定 1,200人（FY2019） → 1,000人（FY2019） 【緩和・実績判明後】`; around a target
    /// `空港利用者数 [indicator:x]: 基準値の訂正 500人（FY2014） → 400人（FY2014） 目標 1,200人（FY2019） 【緩和・基準値の変更】`.
    private func sentence(_ change: TargetChange) throws -> String {
        let name = try names.name(of: change.subject) { try telling.source.name(of: $0, asOf: asOf) ?? $0.id }
        var marks = [catalogue(change.effect.words)] + change.disguises.map { catalogue($0.words) }
        if change.known?.afterActual == .yes { marks.append(catalogue(Words("実績判明後", "after the actual was known"))) }
        if change.known?.behind == .yes, change.effect == .loosened { marks.append(catalogue(Words("遅れの中で", "while behind"))) }
        let said = "\(name) [\(change.subject.label)]: \(catalogue(change.event.statement.actWords)) \(try sides(change))"
        return Visible.text(said) + catalogue(Words(" 【", " [")) + marks.joined(separator: catalogue(Words("・", ", "))) + catalogue(Words("】", "]"))
    }
}

/// Names that were read once: most subjects have several changes.
private final class NameMemo {
    private var known: [Subject: String] = [:]

    func name(of subject: Subject, _ read: (Subject) throws -> String) rethrows -> String {
        if let name = known[subject] { return name }
        let name = try read(subject)
        known[subject] = name
        return name
    }
}

// MARK: before and after

extension TargetAuditReport {
    private func sides(_ change: TargetChange) throws -> String {
        guard let around = try around(change) else {
            if change.old == nil, change.new == nil { return try telling.summary(change.event) }
            let plans = Set([change.old, change.new].compactMap { $0?.event?.fact?.plan })
            return text(change.old, namesPlan: plans.count > 1) + " → " + text(change.new, namesPlan: plans.count > 1)
        }
        let target = change.old == nil ? "" : " " + catalogue(Words("目標 ", "target ")) + text(change.old)
        // Definitions are texts: the sentence says which kind of change it was, the lines below it what they say.
        let isText = change.event.statement.actKind == .indicatorRedefined
        return try (isText ? telling.summary(change.event) : around.before + " → " + around.after) + target
    }

    private func text(_ side: TargetSide?, namesPlan: Bool = false) -> String {
        guard let side else { return catalogue(Words("なし", "none")) }
        let plan = namesPlan ? (side.event?.fact?.plan).map { $0 + " " } ?? "" : ""
        return catalogue.value(side.value) + catalogue.bracketed(plan + side.period)
    }

    /// What stood before and after where the act replaced no target: a baseline, definition, rule, grade, scope, place or period.
    func around(_ change: TargetChange) throws -> (before: String, after: String)? {
        guard let previous = change.previous else { return nil }
        if case .attached(let act)? = change.event.statement.act { return (act.to.label, catalogue(Words("なし", "none"))) }
        return (try content(previous, of: change.subject), try content(change.event, of: change.subject))
    }

    private func content(_ event: Event, of subject: Subject) throws -> String {
        switch event.statement.act {
        case .factRecorded(let act)?: catalogue.value(act.value) + catalogue.bracketed(act.period)
        case .planAdopted?, .planExtended?: catalogue.period(event.planPeriod?.description ?? "")
        case .indicatorDefined?, .indicatorRedefined?: try definition(event, of: subject)
        case .ruleAdopted(let act)?: try telling.summary(event) + catalogue.bracketed(catalogue(act.compare.words))
        case .gradeGiven(let act)? where !act.rule.isEmpty: try telling.summary(event) + " [rule:\(act.rule)]"
        default: try telling.summary(event)
        }
    }

    /// Unit, aggregation and direction of each measure as they were from that act on, and the text of the definition.
    private func definition(_ event: Event, of subject: Subject) throws -> String {
        let line = try telling.source.facts(of: subject, asOf: asOf, about: .definition).timeline(FactKey(.definition))
        let upTo = line.prefix(1 + (line.firstIndex { $0.number == event.number } ?? -1))
        let measures = upTo.last { !$0.definedMeasures.isEmpty }?.definedMeasures ?? []
        let told = measures.map { measure in
            let unit = measure.scale == 0 ? measure.unit : catalogue.number("1", scale: measure.scale, unit: measure.unit)
            return [measure.label, unit, catalogue(measure.aggregation.words), catalogue(measure.direction.words)]
                .filter { !$0.isEmpty }.joined(separator: " ")
        }
        let text = try telling.text(event, .definition)
        return (told + [text]).filter { !$0.isEmpty }.joined(separator: "; ")
    }
}

extension Event {
    /// Empty where the act leaves the measures as they were.
    fileprivate var definedMeasures: [Measure] {
        switch statement.act {
        case .indicatorDefined(let act)?: act.measures
        case .indicatorRedefined(let act)?: act.measures
        default: []
        }
    }
}

extension Effect {
    package var words: Words {
        switch self {
        case .tightened: Words("厳格化", "tightened")
        case .loosened: Words("緩和", "loosened")
        case .unchanged: Words("変化なし", "unchanged")
        case .cannotBeTold: Words("判断できない", "cannot be told")
        }
    }
}

extension Disguise {
    package var words: Words {
        switch self {
        case .weakerBound: Words("弱い条件", "weaker bound")
        case .laterPeriod: Words("期限の後ろ倒し", "later period")
        case .longerPeriod: Words("期間の延長", "longer period")
        case .baselineChanged: Words("基準値の変更", "baseline changed")
        case .unitChanged: Words("単位の変更", "unit changed")
        case .aggregationChanged: Words("集計の変更", "aggregation changed")
        case .redefined: Words("定義の変更", "redefined")
        case .milderRule: Words("評価基準の緩和", "milder rule")
        case .movedToExcluded: Words("対象外へ", "moved to excluded")
        case .withdrawnAndSetAnew: Words("取り下げて再設定", "withdrawn and set anew")
        case .entryWithdrawn: Words("登録の取消", "entry withdrawn")
        case .discontinuedAndReplaced: Words("廃止して置換え", "discontinued and replaced")
        case .discontinued: Words("廃止", "discontinued")
        case .detached: Words("指標の取外し", "detached")
        case .carriedOver: Words("次期計画への引継ぎ", "carried over")
        }
    }
}

extension KnownAtDecision.PeriodActual {
    package var words: Words {
        switch self {
        case .final: Words("確報", "final")
        case .provisional: Words("速報", "provisional")
        case .expected: Words("見込", "expected")
        case .none: Words("なし", "none")
        case .cannotBeTold: Words("判断できない", "cannot be told")
        }
    }
}

extension Known.Basis {
    package var words: Words {
        switch self {
        case .decidedDates: Words("決定日による", "by decided dates")
        case .sequence: Words("記録の順による", "by sequence")
        case .cannotBeTold: Words("順序が分からない", "order cannot be told")
        }
    }
}
