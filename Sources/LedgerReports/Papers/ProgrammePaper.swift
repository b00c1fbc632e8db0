import LedgerModel
import LedgerProjections

/// `programme`: one programme with its lineage, or the list of all programmes as printed.
package struct ProgrammePaper<Source: LedgerSource> {
    private let context: PaperContext<Source>
    private let question: PaperQuestion
    private let sheet: ProgrammeSheet?

    /// The list where the question names no programme.
    /// - Throws: `nothing-found` for a programme or section that does not exist at that moment.
    package init(_ context: PaperContext<Source>, _ question: PaperQuestion) throws {
        self.context = context
        self.question = question
        sheet = try question.programme.map { subject in
            guard let sheet = try ProgrammeSheet(context.source, of: subject, asOf: context.asOf) else { throw Problem(.nothingFound, subject.label) }
            return sheet
        }
    }

    package func paper() throws -> Paper {
        guard let sheet else { return try ProgrammeListPaper(context, question).paper() }
        var blocks: [PaperBlock] = [.heading(level: 1, text: Visible.text(sheet.name ?? sheet.subject.id)), .table(try properties(sheet))]
        blocks += try identity(sheet)
        blocks += try texts(sheet)
        blocks += try figures(sheet)
        blocks += try review(sheet)
        return context.paper("programme", "事務事業", "Programme", blocks)
    }

    private func properties(_ sheet: ProgrammeSheet) throws -> PaperTable {
        let facts = try context.facts(sheet.subject)
        let listings = try sheet.listings.compactMap { try listing($0) }
        let links = try sheet.links.map { event -> String in
            guard case .programmeLinked(let act)? = event.statement.act else { return "" }
            let plan = act.plan.isEmpty ? try context.cell(event, .linkTarget).shown : try context.name(Subject(.plan, act.plan))
            return [plan, act.item].filter { !$0.isEmpty }.joined(separator: " ")
        }
        return context.properties(
            context.words("概要", "Overview"),
            [
                (context.words("識別子", "id"), context.cell(sheet.subject.id)),
                (context.words("事業番号", "code"), context.cell(sheet.registered?.code ?? "")),
                (context.words("掲載", "listed"), context.cell(listings.joined(separator: "\n"))),
                (context.words("所管", "unit"), context.cell(try context.unitName(facts.place))),
                (context.words("終了", "ended"), context.cell(try context.ended(sheet.end))),
                (context.words("印", "marks"), context.cell(context.list(sheet.registered?.tags ?? []))),
                (context.words("関連する計画", "related plans"), context.cell(context.list(links))),
            ])
    }

    /// The section as printed, with the mark where it is not simply listed; nil where it was taken off.
    private func listing(_ event: Event) throws -> String? {
        let section: String
        let mark: ProgrammeListed.Mark
        switch event.statement.act {
        case .programmeRegistered(let act)?: (section, mark) = (act.section, .listed)
        case .programmeListed(let act)?: (section, mark) = (act.section, act.mark)
        default: return nil
        }
        let facts = try context.facts(Subject(.section, section))
        let plan = try facts.plan.map { try context.name(Subject(.plan, $0)) } ?? ""
        let printed = context.printed(level: facts.sectionAdded?.level ?? "", number: facts.sectionAdded?.number ?? "", name: facts.name ?? section)
        let text = [plan, printed].filter { !$0.isEmpty }.joined(separator: " ")
        return mark == .listed ? text : text + context.catalogue.bracketed(context.catalogue(mark.words))
    }

    private func identity(_ sheet: ProgrammeSheet) throws -> [PaperBlock] {
        var moves = PaperTable(
            caption: context.words("所管の変遷", "Units"),
            columns: [
                context.column("所管", "unit", width: 32), context.column("効力", "in force", width: 14), context.column("決定", "decided", width: 14),
                context.column("理由", "why", width: 32), context.column("記録", "entry", width: 8),
            ])
        if sheet.lineage.places.count > 1 {
            for event in sheet.lineage.places {
                moves.add([
                    context.cell(try context.unitName(unit(event))), context.inForce(event), context.decided(event), try context.reason(event),
                    context.cell("#\(event.number)"),
                ])
            }
        }
        var scopes = PaperTable(
            caption: context.words("検証対象", "In the scope of review"),
            columns: [context.column("年度", "period", width: 22), context.column("検証対象", "in scope", width: 12), context.column("記録", "entry", width: 8)])
        for event in sheet.scopes {
            guard case .scopeSet(let act)? = event.statement.act else { continue }
            scopes.add([
                context.cell(context.catalogue.period(act.period)), context.cell(context.scope(act.inScope)), context.cell("#\(event.number)"),
            ])
        }
        let names = context.names(sheet.lineage, caption: context.words("名称と別名", "Names"))
        let lineage = try context.lineage(sheet.lineage, caption: context.words("承継・再編", "Lineage"))
        return context.section(2, "承継・再編", "Lineage", [names, moves, lineage]) + context.section(2, "検証対象", "In the scope of review", [scopes])
    }

    private func unit(_ event: Event) -> Subject? {
        switch event.statement.act {
        case .moved(let act)?: act.to
        case .programmeRegistered(let act)? where !act.unit.isEmpty: Subject(.unit, act.unit)
        default: nil
        }
    }

    private func texts(_ sheet: ProgrammeSheet) throws -> [PaperBlock] {
        var table = PaperTable(
            caption: context.words("文章", "Texts"),
            columns: [
                context.column("年度", "period", width: 22), context.column("種別", "kind", width: 10), context.column("番号", "no.", width: 6),
                context.column("本文", "text", width: 72),
            ])
        for event in sheet.texts {
            if event.textRecorded?.kind != .plannedAction { table.add(try context.textCells(event)) }
        }
        let planned = try context.plannedActions(
            sheet.texts.filter { $0.textRecorded?.kind == .plannedAction }, caption: context.words("今後の取組", "Planned actions"))
        return context.section(2, "目的・概要・成果", "Texts", [table]) + context.section(2, "今後の取組", "Planned actions", [planned])
    }

    private func figures(_ sheet: ProgrammeSheet) throws -> [PaperBlock] {
        var amounts = PaperTable(
            caption: context.words("金額", "Amounts"),
            columns: [
                context.column("期間", "period", width: 20), context.column("区分", "kind", width: 16), context.column("繰越", "carried over", width: 8),
                context.column("金額", "amount", isNumeric: true, width: 16), context.unitColumn(),
                context.column("含まれる先", "included in", width: 28), context.column("備考", "remarks", width: 28),
            ])
        for line in sheet.amounts { amounts.add(try context.amountCells(line)) }
        var indicators = PaperTable(
            caption: context.words("指標", "Indicators"),
            columns: [
                context.column("指標", "indicator", width: 40), context.column("識別子", "id", width: 20), context.column("測定", "measure", width: 14),
                context.column("計画", "plan", width: 24), context.column("基準値", "baseline", isNumeric: true, width: 14),
                context.column("目標の期間", "target period", width: 20), context.column("目標値", "target", isNumeric: true, width: 14),
                context.column("実績の期間", "actual period", width: 20), context.column("最新の実績", "latest actual", isNumeric: true, width: 14),
                context.column("進捗", "progress", width: 24),
            ])
        for card in sheet.cards { for row in try indicatorRows(card) { indicators.add(row) } }
        var blocks = context.section(2, "指標", "Indicators", [indicators])
        if !indicators.rows.isEmpty { blocks.append(.paragraph(context.catalogue.formulaLegend)) }
        let grades = context.grades(sheet.grades, caption: context.words("評価", "Grades"))
        return context.section(2, "金額", "Amounts", [amounts]) + context.section(2, "評価", "Grades", [grades]) + blocks
    }

    private func indicatorRows(_ card: IndicatorCard) throws -> [[PaperTable.Cell]] {
        let name = Visible.text(card.name ?? card.subject.id) + (card.end.map { context.catalogue.bracketed(context.catalogue($0.statement.actWords)) } ?? "")
        return try card.plans.flatMap { plan in
            try plan.lines.map { line in
                // The newest word on it, an absence included; the progress is about the newest number.
                let latest = line.actuals.last
                return [
                    context.cell(name), context.cell(card.subject.id), context.cell(context.measureLabel(line.measure, line.slot)),
                    context.cell(plan.name ?? plan.plan), try context.cell(line.baseline), context.cell(line.goal?.period), try context.cell(line.goal),
                    context.cell(latest?.period), try context.cell(latest), context.cell(context.catalogue.progress(line.progress)),
                ]
            }
        }
    }

    private func review(_ sheet: ProgrammeSheet) throws -> [PaperBlock] {
        let lines = try OpinionView.lines(sheet.opinions, context.source, on: context.day(question), asOf: context.asOf)
        let opinions = try OpinionRows(context).table(
            lines.sorted(by: OpinionView.printedOrder), caption: context.words("意見と対応", "Opinions and responses"))
        let points = try context.points(sheet.points, caption: context.words("論点", "Discussion points"))
        let discrepancies = try context.discrepancies(sheet.discrepancies, caption: context.words("不一致", "Discrepancies"))
        let notes = try context.notes(sheet.notes, caption: context.words("監査注記", "Audit notes"))
        return context.section(2, "意見と対応", "Opinions and responses", [opinions])
            + context.section(2, "論点（意見には数えない）", "Discussion points (not counted as opinions)", [points])
            + context.section(2, "不一致", "Discrepancies", [discrepancies]) + context.section(2, "監査注記", "Audit notes", [notes])
    }
}

extension PaperContext {
    /// A heading with the tables that have rows; nothing where none has.
    package func section(_ level: Int, _ ja: String, _ en: String, _ tables: [PaperTable]) -> [PaperBlock] {
        let blocks = tables.compactMap(\.block)
        return blocks.isEmpty ? [] : [heading(level, ja, en)] + blocks
    }

    package func scope(_ isIn: Bool) -> String { isIn ? words("対象", "in scope") : words("対象外", "out of scope") }

    /// A unit's name, with every other spelling that documents print for it.
    package func unitName(_ unit: Subject?) throws -> String {
        guard let unit else { return "" }
        let aliases = try facts(unit).all(.alias).compactMap { event -> String? in
            if case .aliasNoted(let act)? = event.statement.act { act.alias } else { nil }
        }
        let own = try name(unit)
        return aliases.isEmpty ? own : own + catalogue.bracketed(words("別の表記: ", "also printed: ") + list(aliases))
    }
}
