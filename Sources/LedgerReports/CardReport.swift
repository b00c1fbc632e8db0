import LedgerModel
import LedgerProjections

/// An indicator's card. schema/json/card.schema.json
package struct CardJSON: Codable, Sendable {
    package struct Text: Codable, Sendable {
        package let entry: UInt64
        package let kind: String
        package let period: String?
        package let text: TextJSON?
    }

    package let asOf: AsOfJSON
    package let indicator: String
    package let name: String?
    package let code: String
    package let type: String
    package let attachedTo: [String]
    package let ended: EntryJSON?
    package let rows: [TableJSON.Row]
    package let grades: [TableJSON.Grade]
    package let texts: [Text]
    package let discrepancies: [EntryJSON]
    package let opinions: [EntryJSON]
    package let points: [EntryJSON]
    package let notes: [EntryJSON]
    package let lineage: [EntryJSON]
}

package struct CardReport<Source: LedgerSource> {
    private let card: IndicatorCard
    private let telling: Telling<Source>
    private let asOf: AsOf
    private var catalogue: Catalogue { telling.catalogue }

    package init(_ card: IndicatorCard, asOf: AsOf, _ telling: Telling<Source>) {
        self.card = card
        self.asOf = asOf
        self.telling = telling
    }

    package func json() throws -> CardJSON {
        let entry = telling.json as (Event) throws -> EntryJSON
        return CardJSON(
            asOf: try telling.json(asOf), indicator: card.subject.id, name: card.name, code: card.definition?.code ?? "",
            type: card.definition.map { Kebab.name($0.type) } ?? "unspecified", attachedTo: card.attachments.map(\.subject.label),
            ended: try card.end.map(entry),
            rows: card.plans.flatMap { plan in
                plan.lines.map {
                    TableJSON.Row(
                        indicator: card.subject.id, name: card.name, code: card.definition?.code ?? "", plan: plan.plan, $0,
                        ended: card.end != nil, catalogue)
                }
            },
            grades: card.grades.map(TableJSON.Grade.init),
            texts: try card.texts.map { ref in
                CardJSON.Text(
                    entry: ref.event.number, kind: kind(ref), period: period(ref),
                    text: TextJSON(try telling.source.text(ref.event, ref.field)))
            },
            discrepancies: try card.discrepancies.map(entry), opinions: try card.opinions.map(entry), points: try card.points.map(entry),
            notes: try card.notes.map(entry), lineage: try card.lineage.map(entry))
    }

    private func kind(_ ref: IndicatorCard.TextRef) -> String {
        if case .textRecorded(let a)? = ref.event.statement.act { return Kebab.name(a.kind) }
        return "definition"
    }

    private func period(_ ref: IndicatorCard.TextRef) -> String? {
        if case .textRecorded(let a)? = ref.event.statement.act, !a.period.isEmpty { return a.period }
        return nil
    }

    package func lines() throws -> [String] {
        var lines = [Visible.text(card.name ?? card.subject.id) + " [\(card.subject.label)]", try telling.line(asOf)]
        if let end = card.end { lines.append(catalogue(end.statement.actWords) + " " + telling.inForce(end)) }
        if !card.attachments.isEmpty {
            lines.append(catalogue(Words("属する先: ", "attached to: ")) + card.attachments.map(\.subject.label).joined(separator: ", "))
        }
        for plan in card.plans { for line in plan.lines { lines += [""] + self.lines(plan, line) } }
        lines += try section(Words("評価", "Grades"), card.grades.map(\.event))
        lines += try texts()
        lines += try section(Words("不一致", "Discrepancies"), card.discrepancies)
        lines += try section(Words("意見", "Opinions"), card.opinions)
        lines += try section(Words("論点", "Points"), card.points)
        lines += try section(Words("監査注記", "Audit notes"), card.notes)
        lines += try section(Words("承継・再編", "Lineage"), card.lineage)
        return lines + ["", catalogue.formulaLegend]
    }

    private func lines(_ plan: IndicatorCard.PlanPart, _ line: IndicatorCard.Line) -> [String] {
        let measure = [plan.name ?? "", line.measure?.label ?? "", line.slot.part, line.measure.map { catalogue($0.aggregation.words) } ?? "",
            line.measure.map { catalogue($0.direction.words) } ?? ""]
        var table = TextTable([
            .init(catalogue(Words("区分", "what"))), .init(catalogue(Words("期間", "period"))),
            .init(catalogue(Words("値", "value")), .right), .init(catalogue(Words("決定", "decided"))),
            .init(catalogue(Words("記録", "entry")), .right), .init(catalogue(Words("記録者", "by"))),
        ])
        func add(_ words: Words, _ stated: Stated) {
            let none = catalogue(Words("目標なし", "no target"))
            table.add([
                catalogue(words), catalogue.period(stated.fact.period), stated.fact.hasValue ? catalogue.value(stated.value) : none,
                catalogue.when(stated.event.statement.decided), "\(stated.event.number)", stated.event.statement.recordedBy.id,
            ])
        }
        if let baseline = line.baseline { add(FactRecorded.Kind.baseline.words, baseline) }
        for target in line.targets {
            if target.isRevised { add(Words("当初目標", "original target"), target.original) }
            add(target.isRevised ? Words("現行目標", "current target") : FactRecorded.Kind.target.words, target.current)
        }
        for actual in line.actuals { add(FactRecorded.Kind.actual.words, actual) }
        let heading = measure.filter { !$0.isEmpty }.joined(separator: catalogue(Words("・", ", ")))
        return [Visible.text(heading)] + table.lines
            + [catalogue(Words("進捗: ", "progress: ")) + catalogue.progress(line.progress)]
    }

    private func texts() throws -> [String] {
        guard !card.texts.isEmpty else { return [] }
        var lines = ["", catalogue(Words("文章", "Texts"))]
        for ref in card.texts {
            let label: Words = if case .textRecorded(let a)? = ref.event.statement.act { a.kind.words } else { TextField.definition.words }
            let body = Visible.lines(try telling.text(ref.event, ref.field))
            lines.append("  #\(ref.event.number) \(catalogue(label)): \(body.first ?? "")")
            lines += body.dropFirst().map { "    " + $0 }
        }
        return lines
    }

    private func section(_ title: Words, _ events: [Event]) throws -> [String] {
        guard !events.isEmpty else { return [] }
        return try ["", catalogue(title)]
            + events.map { "  #\($0.number) \(catalogue($0.statement.actWords)) " + Visible.text(try telling.summary($0)) }
    }
}
