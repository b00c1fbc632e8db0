import LedgerModel
import LedgerProjections

/// `discrepancies`: what documents print and the ledger does not take, and what contradicts itself in the ledger.
package struct DiscrepanciesPaper<Source: LedgerSource> {
    let context: PaperContext<Source>
    let question: PaperQuestion

    /// Takes a plan, a period and a rule.
    package init(_ context: PaperContext<Source>, _ question: PaperQuestion) {
        self.context = context
        self.question = question
    }

    package func paper() throws -> Paper {
        let (graded, unruled) = try grades()
        let parts: [(Words, PaperTable)] = [
            (Words("記録された不一致", "Discrepancies noted"), try noted()), (Words("集計表と評価の数", "Printed totals and counted grades"), try totals()),
            (Words("同じ名称・期間で異なる実績", "One name and period with different actuals"), try sameName()),
            (Words("公表の評価と計算した評価", "Printed and computed grades"), graded),
        ]
        var blocks = [
            context.paragraph(
                "不一致は誤りとは限りません。文書が印刷したもの、台帳が採ったもの、その理由を示します。",
                "A discrepancy is not always an error: what a document prints, what the ledger took instead, and why.")
        ]
        for (title, table) in parts {
            let title = context.catalogue(title)
            blocks += [.heading(level: 1, text: title), table.block ?? context.paragraph("ありません。", "None.")]
        }
        if unruled > 0 {
            blocks.append(
                context.paragraph(
                    "公表の評価 {0} 件は評価基準が台帳になく、比べていません（--rule で指定できます）。",
                    "{0} printed grades were not compared: the ledger holds no rule for them (name one with --rule).", "\(unruled)"))
        }
        return context.paper("discrepancies", "不一致の一覧", "Discrepancies", blocks)
    }

    /// Every discrepancy noted, ascending by entry.
    package func noted() throws -> PaperTable {
        var table = PaperTable(
            caption: context.words("記録された不一致", "Discrepancies noted"),
            columns: [
                context.column("対象", "subject", width: 28), context.column("内容", "what"), context.column("期間", "period"),
                context.column("文書・箇所", "document, place", width: 26), context.column("印刷された値", "printed", isNumeric: true),
                context.column("採った値", "taken instead", isNumeric: true), context.column("理由", "why", width: 36),
                context.column("記録者", "noted by"), context.column("記録", "entry", width: 10),
            ])
        for event in try PaperEntries(context.source, asOf: context.asOf, where: { Acts.setting(.discrepancy).contains(field: $0.act) }).standing {
            guard case .discrepancyNoted(let act)? = event.statement.act, try isAsked(act.subject, act.period) else { continue }
            let taken = try context.source.number(of: Array(act.taken)).flatMap { try context.source.event($0) }
            table.add(
                [
                    try context.cell(context.name(act.subject)), context.cell(act.kind == .unspecified ? "" : context.catalogue(act.kind.words)),
                    context.period(event), try context.cell(context.telling.documents(event)), act.hasPrinted ? context.cell(act.printed) : .blank,
                    try taken.map { try context.content($0) } ?? .absent(context.words("なし", "none")), try context.statedReason(event),
                    context.cell(event.statement.recordedBy.id), context.cell(context.entries([event] + [taken].compactMap { $0 })),
                ], marked: true)
        }
        return table
    }

    private func isAsked(_ subject: Subject, _ period: String) throws -> Bool {
        if let asked = question.period, !period.isEmpty, period != asked { return false }
        return try question.plan.map { try context.plans(of: subject).contains($0.id) } ?? true
    }

    /// Printed control totals that the entries do not give.
    package func totals() throws -> PaperTable {
        var table = PaperTable(
            caption: context.words("集計表と評価の数", "Printed totals and counted grades"),
            columns: [
                context.column("区分", "section", width: 28), context.column("期間", "period"), context.column("評価", "grade", width: 8),
                context.column("公表の数", "printed", isNumeric: true), context.column("台帳の数", "counted", isNumeric: true),
                context.column("記録", "entry", width: 10),
            ])
        for board in try ControlCheck(context.source, asOf: context.asOf).mismatches {
            guard case .mismatch(let differences) = board.verdict, try isAsked(board.subject, board.period) else { continue }
            for one in differences {
                table.add(
                    [
                        try context.cell(context.name(board.subject)), context.cell(context.catalogue.period(board.period)), context.cell(one.grade),
                        context.cell(one.printed), context.cell(one.counted), context.cell(context.entries([board.printed].compactMap { $0 })),
                    ], marked: true)
            }
        }
        return table
    }

    /// Programmes whose printed grade the figures do not give, and how many printed grades no known rule can be compared with.
    package func grades() throws -> (table: PaperTable, withoutRule: Int) {
        var withoutRule = 0
        var table = PaperTable(
            caption: context.words("公表の評価と計算した評価", "Printed and computed grades"),
            columns: [
                context.column("事務事業", "programme", width: 28), context.column("期間", "period"), context.column("公表", "printed", width: 8),
                context.column("計算", "computed", width: 12), context.column("評価基準", "rule", width: 16), context.column("根拠の記録", "inputs", width: 20),
            ])
        for subject in try context.source.subjects(of: .programme) {
            for line in try context.facts(subject).grades(plan: question.plan?.id, context.source.settings) where line.isPrinted {
                guard try isAsked(subject, line.period) else { continue }
                let comparison = try context.compareGrades(subject, plan: line.grade.plan, period: line.period, rule: question.rule)
                if comparison.derived == nil, line.grade.noGrade == .graded { withoutRule += 1 }
                guard comparison.disagrees, let derived = comparison.derived else { continue }
                table.add(
                    [
                        try context.cell(context.name(subject)), context.cell(context.catalogue.period(line.period)), context.cell(line),
                        context.cell(derived), context.cell("\(derived.rule.id) v\(derived.rule.version)"),
                        context.cell(derived.inputNumbers.map { "#\($0)" }.joined(separator: ", ")),
                    ], marked: true)
            }
        }
        return (table, withoutRule)
    }
}
