import LedgerModel
import LedgerProjections

/// `errata`, 正誤表: every correction, with the editions that carry what was wrong.
package struct ErrataPaper<Source: LedgerSource> {
    private let context: PaperContext<Source>
    private let question: PaperQuestion
    private let entries: PaperEntries
    private let editions: CarryingEditions

    /// Takes a plan.
    package init(_ context: PaperContext<Source>, _ question: PaperQuestion) throws {
        self.context = context
        self.question = question
        entries = try PaperEntries(
            context.source, asOf: context.asOf, where: { $0.change == UInt64(Change.corrected.rawValue) || Acts.setting(.edition).contains(field: $0.act) })
        editions = CarryingEditions(entries)
    }

    package func paper() throws -> Paper {
        var corrections = table("訂正", "Corrections")
        for event in entries.standing where event.statement.change == .corrected { try add(event, to: &corrections) }
        var withdrawals = table("登録の取消", "Entries withdrawn")
        for (number, withdrawal) in entries.withdrawals.sorted(by: { $0.key < $1.key }) {
            guard let wrong = try context.source.event(number) else { continue }
            try add(wrong: wrong, right: withdrawal, corrected: nil, to: &withdrawals)
        }
        var blocks: [PaperBlock] = [
            context.paragraph(
                "版の欄は、誤った値を載せたまま公表された版です。「なし」は、公表前に訂正されたことを示します。",
                "The column “editions” names the editions published with the wrong value; “none” means that it was put right before any publication."),
            context.heading(1, "訂正", "Corrections"), .table(corrections),
        ]
        if let block = withdrawals.block { blocks += [context.heading(1, "登録の取消", "Entries withdrawn"), block] }
        return context.paper("errata", "正誤表", "Errata", blocks)
    }

    private func table(_ ja: String, _ en: String) -> PaperTable {
        PaperTable(
            caption: context.words(ja, en),
            columns: [
                context.column("版", "editions", width: 18), context.column("対象", "subject", width: 28), context.column("内容", "what", width: 14),
                context.column("期間", "period"), context.column("箇所", "place", width: 24), context.column("誤", "wrong", width: 16),
                context.column("正", "right", width: 16), context.column("理由", "reason", width: 30), context.column("発見者", "found by"),
                context.column("訂正日", "corrected on"), context.column("記録", "entry", width: 8),
            ])
    }

    /// What held under the act's main key when the correction came. An act that carries the value it replaces says it itself.
    private func replaced(by event: Event) throws -> Event? {
        guard let touch = event.touches.first else { return nil }
        return try context.source.facts(of: touch.subject, asOf: context.asOf, about: touch.key.family).timeline(touch.key).last { $0.comes(before: event) }
    }

    private func add(_ event: Event, to table: inout PaperTable) throws {
        let wrong = try replaced(by: event)
        try add(wrong: wrong, right: event, corrected: event, to: &table)
    }

    /// - Parameter corrected: nil where the entry was only withdrawn.
    private func add(wrong: Event?, right: Event, corrected: Event?, to table: inout PaperTable) throws {
        guard let told = corrected ?? wrong, let subject = told.touches.first?.subject else { return }
        let plans = try told.fact.flatMap { $0.plan.isEmpty ? nil : [$0.plan] } ?? context.plans(of: subject)
        if let plan = question.plan, !plans.contains(plan.id) { return }
        let carried = wrong.map { editions.carrying($0, until: right, plans: plans) } ?? []
        let wrongCell = try wrong.map { try context.content($0) } ?? told.fact.flatMap { $0.hasPrevious ? context.cell($0.previous) : nil }
        table.add(
            [
                carried.isEmpty ? .absent(context.words("なし", "none")) : context.cell(carried.map { "\($0.label) (\($0.id))" }.joined(separator: "; ")),
                try context.cell(context.name(subject)), context.cell(context.catalogue(told.statement.actWords)), context.period(told),
                try context.cell(place(wrong ?? right)), wrongCell ?? .absent(context.words("台帳にない", "not in the ledger")),
                try corrected.map { try context.content($0) } ?? .absent(context.words("取消", "withdrawn")), try context.statedReason(right),
                try context.cell(right, .foundBy), context.decided(right), context.cell(context.entries([wrong, right].compactMap { $0 })),
            ], marked: !carried.isEmpty)
    }

    /// File, page, sheet and cell in which the wrong value stood.
    private func place(_ event: Event) throws -> String { try context.telling.documents(event) }
}
