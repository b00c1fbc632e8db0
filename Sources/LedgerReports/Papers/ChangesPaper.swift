import LedgerModel
import LedgerProjections

/// `changes`: targets changed, indicators ended or redefined, rules changed, moves to 対象外; those without a reason first.
package struct ChangesPaper<Source: LedgerSource> {
    private let context: PaperContext<Source>
    private let question: PaperQuestion
    private let lines: [Line]

    /// One change, with the words that the target audit has for it.
    private struct Line {
        let event: Event
        let subject: Subject
        let before: String
        let after: String
        /// Nil for what has no target of its own.
        let effect: Effect?
        let disguises: [Disguise]
        let known: KnownAtDecision.Answer?
    }

    /// Takes a plan.
    package init(_ context: PaperContext<Source>, _ question: PaperQuestion) throws {
        self.context = context
        self.question = question
        let audit = try TargetAudit(context.source, asOf: context.asOf)
        let report = TargetAuditReport(audit, asOf: context.asOf, context.telling)
        var lines = try audit.changes.map { change in
            let around = try report.around(change)
            return Line(
                event: change.event, subject: change.subject, before: around?.before ?? ChangesPaper.side(change.old, context),
                after: around?.after ?? ChangesPaper.side(change.new, context), effect: change.effect, disguises: change.disguises,
                known: change.known?.afterActual)
        }
        let seen = Set(lines.map(\.event.number))
        let others = try PaperEntries(context.source, asOf: context.asOf, where: { $0.mayChangeWhatIsMeasured })
        lines += try others.standing.filter { !seen.contains($0.number) }.compactMap { event in
            guard event.statement.changesWhatIsMeasured, let subject = event.touches.first?.subject else { return nil }
            let before = try event.touches.first.flatMap { touch in
                try context.source.facts(of: touch.subject, asOf: context.asOf, about: touch.key.family).timeline(touch.key).last { $0.comes(before: event) }
            }
            return Line(
                event: event, subject: subject, before: try before.map { try context.telling.summary($0) } ?? "",
                after: try ChangesPaper.after(event, context), effect: subject.kind == .programme ? nil : .cannotBeTold, disguises: [], known: nil)
        }
        self.lines = try lines.filter { line in
            try question.plan.map { try context.plans(of: line.subject).contains($0.id) } ?? true
        }.sorted { a, b in
            a.event.decidedDay == b.event.decidedDay ? a.event.number < b.event.number : a.event.decidedDay < b.event.decidedDay
        }
    }

    /// A restructuring by the names of what it joins; anything else as it is told everywhere.
    private static func after(_ event: Event, _ context: PaperContext<Source>) throws -> String {
        guard case .restructured(let act)? = event.statement.act else { return try context.telling.summary(event) }
        func named(_ subjects: [Subject]) throws -> String {
            try subjects.map { try context.name($0) + context.catalogue.bracketed($0.id) }.joined(separator: " + ")
        }
        return try named(act.from) + " → " + named(act.to)
    }

    private static func side(_ side: TargetSide?, _ context: PaperContext<Source>) -> String {
        side.map { context.catalogue.value($0.value) + context.catalogue.bracketed($0.period) } ?? context.words("なし", "none")
    }

    package func paper() throws -> Paper {
        let silent = lines.filter { !$0.event.isReasoned }
        let reasoned = lines.filter { $0.event.isReasoned }
        var blocks: [PaperBlock] = [
            context.paragraph("変更 {0} 件、うち理由の記載がないもの {1} 件。", "{0} changes, {1} of them without a stated reason.", "\(lines.count)", "\(silent.count)")
        ]
        for (title, part, isMarked) in [
            (Words("理由の記載がない変更", "Changes without a stated reason"), silent, true), (Words("理由のある変更", "Changes with a reason"), reasoned, false),
        ] where !part.isEmpty {
            let title = context.catalogue(title)
            blocks += [.heading(level: 1, text: title), .table(try table(title, part, isMarked: isMarked))]
        }
        return context.paper("changes", "目標・定義・評価基準の変更", "Changes of targets, definitions and rules", blocks)
    }

    private func table(_ caption: String, _ lines: [Line], isMarked: Bool) throws -> PaperTable {
        var table = PaperTable(
            caption: caption,
            columns: [
                context.column("対象", "subject", width: 28), context.column("変更", "change", width: 14), context.column("変更前", "old", width: 20),
                context.column("変更後", "new", width: 20), context.column("厳しさ", "effect"), context.column("変え方", "how", width: 18),
                context.column("実績判明後か", "actual known?"), context.column("決定", "decided"), context.column("決裁", "approved", width: 18),
                context.column("理由", "reason", width: 30), context.column("記録者", "recorded by"), context.column("記録", "entry", width: 8),
            ])
        let catalogue = context.catalogue
        for line in lines {
            let event = line.event
            table.add(
                [
                    try context.cell(context.name(line.subject)), context.cell(catalogue(event.statement.actWords)), context.cell(line.before),
                    context.cell(line.after), context.cell(line.effect.map { catalogue($0.words) } ?? ""),
                    context.cell(line.disguises.map { catalogue($0.words) }.joined(separator: context.words("・", ", "))),
                    context.cell(line.known.map { catalogue($0.words) } ?? ""), context.decided(event),
                    event.statement.approvals.isEmpty ? .absent(context.words("記載なし", "none stated")) : context.cell(try context.telling.approvals(event)),
                    try context.statedReason(event), context.cell(event.statement.recordedBy.id), context.cell(context.entries([event])),
                ], marked: isMarked)
        }
        return table
    }
}

extension KnownAtDecision.Answer {
    package var words: Words {
        switch self {
        case .yes: Words("はい", "yes")
        case .no: Words("いいえ", "no")
        case .cannotBeTold: Words("判断できない", "cannot be told")
        }
    }
}

extension WalkedStatement {
    /// Whether it can be an act of `Statement.changesWhatIsMeasured`.
    fileprivate var mayChangeWhatIsMeasured: Bool { Acts.aroundMeasuring.contains(field: act) }
}

extension Statement {
    /// Acts that change what is asked or how it is counted, whether a target stood or not. A first rule or definition changes nothing.
    fileprivate var changesWhatIsMeasured: Bool {
        switch act {
        case .indicatorRedefined?, .planExtended?: true
        case .ended(let act)?: act.subject.kind == .indicator || act.subject.kind == .programme
        case .restructured(let act)?: act.kind != .carriedOver
        case .ruleAdopted?: change != .first
        case .attached(let act)?: act.detached
        default: false
        }
    }
}
