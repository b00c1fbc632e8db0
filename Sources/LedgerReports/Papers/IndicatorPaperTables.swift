import LedgerModel
import LedgerProjections

extension IndicatorPaper {
    /// Every change of a target and around one: who, when, why, on whose word, tighter or looser, and what was known then.
    func targetChanges() throws -> PaperTable {
        var filter = TargetAudit.Filter()
        filter.indicator = card.subject
        let audit = try TargetAudit(context.source, asOf: context.asOf, filter: filter)
        var table = PaperTable(
            caption: context.words("目標の変更", "Changes of targets"),
            columns: [
                context.column("決定", "decided", width: 14), context.column("行為", "act", width: 14),
                context.column("内容", "what", width: 28), context.column("変更前の期間", "old period", width: 20),
                context.column("変更前", "old", isNumeric: true, width: 14), context.column("変更後の期間", "new period", width: 20),
                context.column("変更後", "new", isNumeric: true, width: 14), context.column("効果", "effect", width: 24),
                context.column("当該期間の実績", "actual known then", width: 24), context.column("決裁", "approved", width: 24),
                context.column("理由", "why", width: 32), context.column("記録者", "by", width: 14), context.column("記録", "entry", width: 8),
            ])
        for change in (audit.changes + audit.cannotBeTold).sorted(by: { ($0.event.decidedDay, $0.event.number) < ($1.event.decidedDay, $1.event.number) }) {
            let effect = context.list([context.catalogue(change.effect.words)] + change.disguises.map { context.catalogue($0.words) })
            table.add(
                [
                    context.decided(change.event), context.cell(context.catalogue(change.event.statement.actWords)), try content(change),
                    period(change.old), value(change.old), period(change.new), value(change.new), context.cell(effect), context.cell(known(change)), try approvals(change.event),
                    try context.reason(change.event), context.cell(change.event.statement.recordedBy.id), context.cell("#\(change.event.number)"),
                ], marked: change.effect == .loosened)
        }
        return table
    }

    /// What an act around a target put in the place of what: baseline, definition, end, attachment. Blank where the target itself changed.
    private func content(_ change: TargetChange) throws -> PaperTable.Cell {
        guard let previous = change.previous else { return .blank }
        let before = try previous.statement.actKind == change.event.statement.actKind ? context.content(previous).shown + " → " : ""
        return context.cell(before + (try context.content(change.event).shown))
    }

    private func period(_ side: TargetSide?) -> PaperTable.Cell { context.cell(side.map { context.catalogue.period($0.period) } ?? "") }

    private func value(_ side: TargetSide?) -> PaperTable.Cell {
        side.map { context.cell($0.value) } ?? .absent(context.words("目標なし", "no target"))
    }

    private func known(_ change: TargetChange) -> String {
        guard let known = change.known else { return "" }
        let stated = known.stated.map { " " + context.catalogue.value($0.value) } ?? ""
        return context.catalogue(known.actual.words) + stated + (known.basis.map { context.catalogue.bracketed(context.catalogue($0.words)) } ?? "")
    }

    /// Kind, post and day of each approval; its document's number as far as it is public.
    private func approvals(_ event: Event) throws -> PaperTable.Cell {
        guard !event.statement.approvals.isEmpty else { return .absent(context.words("記載なし", "none stated")) }
        let told = try event.statement.approvals.enumerated().map { i, approval in
            let parts = [
                context.catalogue(approval.kind.words), approval.hasPost ? approval.post.id : "", approval.hasDate ? context.catalogue.when(approval.date) : "",
                try context.cell(event, .approvalDocument, ordinal: UInt32(i)).shown,
            ]
            return parts.filter { !$0.isEmpty }.joined(separator: " ")
        }
        return context.cell(told.joined(separator: "; "))
    }

    /// The definition and every redefinition, ascending by the day in force.
    func definitions() throws -> PaperTable {
        var table = PaperTable(
            caption: context.words("定義とその変更", "Definition and its changes"),
            columns: [
                context.column("効力", "in force", width: 14), context.column("決定", "decided", width: 14), context.column("行為", "act", width: 14),
                context.column("面", "aspect", width: 12), context.column("期間から", "from period", width: 18),
                context.column("比較可能性", "comparability", width: 12), context.column("測定", "measures", width: 32),
                context.column("定義", "definition", width: 48), context.column("理由", "why", width: 32), context.column("記録", "entry", width: 8),
            ])
        for event in try context.facts(card.subject).timeline(FactKey(.definition)) {
            let middle: [PaperTable.Cell]
            switch event.statement.act {
            case .indicatorDefined(let act)?: middle = [.blank, .blank, .blank, context.cell(measures(act.measures))]
            case .indicatorRedefined(let act)?:
                middle = [
                    context.cell(context.catalogue(act.aspect.words)), context.cell(act.fromPeriod.isEmpty ? "" : context.catalogue.period(act.fromPeriod)),
                    context.cell(context.catalogue(act.comparability.words)), context.cell(measures(act.measures)),
                ]
            default: continue
            }
            table.add(
                [context.inForce(event), context.decided(event), context.cell(context.catalogue(event.statement.actWords))] + middle + [
                    try context.cell(event, .definition), try context.reason(event), context.cell("#\(event.number)"),
                ])
        }
        return table
    }

    /// Label, unit, aggregation and direction, a line each.
    func measures(_ measures: [Measure]) -> String {
        measures.map { measure in
            [
                measure.label, context.unit(measure.unit, scale: measure.scale), context.catalogue(measure.aggregation.words),
                context.catalogue(measure.direction.words),
            ].filter { !$0.isEmpty }.joined(separator: " ")
        }.joined(separator: "\n")
    }

    /// Texts recorded for it: notes, footnotes and the like.
    func texts() throws -> PaperTable {
        var table = PaperTable(
            caption: context.words("文章", "Texts"),
            columns: [
                context.column("年度", "period", width: 22), context.column("種別", "kind", width: 10), context.column("番号", "no.", width: 6),
                context.column("本文", "text", width: 72),
            ])
        for event in try context.source.facts(of: card.subject, asOf: context.asOf, about: .text).texts(context.source.settings) { table.add(try context.textCells(event)) }
        return table
    }

    /// Editions of its plans that were published when it had been entered, ascending by entry.
    func editions() throws -> PaperTable {
        var table = PaperTable(
            caption: context.words("掲載された版", "Editions that printed it"),
            columns: [
                context.column("版", "edition", width: 32), context.column("識別子", "id", width: 18), context.column("決定", "decided", width: 14),
                context.column("置き換えた版", "supersedes", width: 18), context.column("記録", "entry", width: 8),
            ])
        var editions: [UInt64: Event] = [:]
        for plan in try context.plans(of: card.subject) {
            for event in try context.source.facts(of: Subject(.plan, plan), asOf: context.asOf, about: .edition).all(.edition) { editions[event.number] = event }
        }
        for event in editions.values.sorted(by: { $0.number < $1.number }) {
            guard case .editionPublished(let act)? = event.statement.act,
                try context.source.facts(of: card.subject, asOf: AsOf(number: act.size), about: .existence).exists
            else { continue }
            table.add([
                context.cell(act.label), context.cell(act.id), context.decided(event), context.cell(act.supersedes), context.cell("#\(event.number)"),
            ])
        }
        return table
    }
}
