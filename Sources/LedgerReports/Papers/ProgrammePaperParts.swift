import LedgerModel
import LedgerProjections

// Tables that the pages of a programme and of an indicator share.

extension PaperContext {
    /// - Throws: `nothing-found` where the section is in no plan that was asked for.
    package func printedOrder(_ question: PaperQuestion, indicators: Bool = true) throws -> PrintedOrder {
        let order = try PrintedOrder(source, plan: question.plan, section: question.section, indicators: indicators, asOf: asOf)
        if let section = question.section, order.groups.isEmpty { throw Problem(.nothingFound, section.label) }
        return order
    }

    /// What a subject is, one line for each thing known.
    package func properties(_ caption: String, _ rows: [(String, PaperTable.Cell)]) -> PaperTable {
        var table = PaperTable(caption: caption, columns: [column("項目", "what", width: 20), column("内容", "content", width: 60)])
        for (what, content) in rows where content != .blank { table.add([.text(what), content]) }
        return table
    }

    package func list(_ texts: [String]) -> String { texts.filter { !$0.isEmpty }.joined(separator: words("・", ", ")) }

    package func inForce(_ event: Event) -> PaperTable.Cell { cell(telling.inForce(event)) }

    /// Every name it has had, where it has had more than one, and every other spelling.
    package func names(_ lineage: Lineage, caption: String) -> PaperTable {
        var table = PaperTable(
            caption: caption,
            columns: [
                column("種別", "what", width: 10), column("名称", "name", width: 40), column("効力", "in force", width: 14),
                column("決定", "decided", width: 14), column("記録", "entry", width: 8),
            ])
        func add(_ what: String, _ name: Lineage.Name) {
            table.add([.text(what), cell(name.name), inForce(name.event), decided(name.event), cell("#\(name.event.number)")])
        }
        if lineage.names.count > 1 { for name in lineage.names { add(words("名称", "name"), name) } }
        for alias in lineage.aliases { add(words("別名", "alias"), alias) }
        return table
    }

    /// Where it came from and what became of it, nearest first, and where it goes on itself: in another plan, or with others. The names are
    /// those that hold.
    package func lineage(_ lineage: Lineage, caption: String) throws -> PaperTable {
        var table = PaperTable(
            caption: caption,
            columns: [
                column("向き", "direction", width: 8), column("種別", "kind", width: 16), column("元", "from", width: 36), column("先", "to", width: 36),
                column("段", "steps", isNumeric: true, width: 6), column("効力", "in force", width: 14), column("決定", "decided", width: 14),
                column("理由", "why", width: 32), column("記録", "entry", width: 8),
            ])
        let ways = [(words("前身", "before"), lineage.backwards), (words("後継", "after"), lineage.forwards)]
        for (way, steps) in ways {
            for step in steps { table.add(try cells(way, step.event, distance: cell(step.distance))) }
        }
        let told = Set(ways.flatMap { $1.map(\.event.number) })
        for event in try facts(lineage.subject).all(.lineage).sorted(by: { $0.comes(before: $1) }) where !told.contains(event.number) {
            table.add(try cells(words("継続", "goes on"), event, distance: .blank))
        }
        return table
    }

    /// Period, kind, printed number and text.
    package func textCells(_ event: Event) throws -> [PaperTable.Cell] {
        let act = event.textRecorded ?? TextRecorded()
        return [
            cell(act.period.isEmpty ? "" : catalogue.period(act.period)), cell(catalogue(act.kind.words)), cell(act.number), try cell(event, .bodyText),
        ]
    }

    private func cells(_ way: String, _ event: Event, distance: PaperTable.Cell) throws -> [PaperTable.Cell] {
        guard case .restructured(let act)? = event.statement.act else { return [] }
        let plan = try act.plan.isEmpty ? "" : catalogue.bracketed(name(Subject(.plan, act.plan)))
        return [
            .text(way), cell(catalogue(act.kind.words)), cell(list(try act.from.map { try name($0) })),
            cell(list(try act.to.map { try name($0) }) + plan), distance, inForce(event), decided(event), try reason(event), cell("#\(event.number)"),
        ]
    }

    package func grades(_ grades: [GradeLine], caption: String) -> PaperTable {
        var table = PaperTable(
            caption: caption,
            columns: [
                column("期間", "period", width: 22), column("評価", "grade", width: 10), column("出所", "origin", width: 16),
                column("基準", "rule", width: 16), column("改定回数", "revisions", isNumeric: true, width: 8), column("決定", "decided", width: 14),
                column("記録", "entry", width: 8),
            ])
        for line in grades {
            let grade = line.grade
            let rule = grade.rule.isEmpty ? "" : grade.rule + (grade.ruleVersion == 0 ? "" : " v\(grade.ruleVersion)")
            table.add([
                cell(catalogue.period(grade.period)), grade.grade.isEmpty ? .absent(catalogue(grade.noGrade.words)) : cell(grade.grade),
                cell(line.isPrinted ? words("公表", "printed") : words("台帳が算出", "derived by the ledger")), cell(rule), cell(line.revisions),
                decided(line.event), cell("#\(line.event.number)"),
            ])
        }
        return table
    }

    /// What documents print and the ledger did not take.
    package func discrepancies(_ events: [Event], caption: String) throws -> PaperTable {
        var table = PaperTable(
            caption: caption,
            columns: [
                column("種別", "what", width: 10), column("期間", "period", width: 22), column("印刷された値", "printed", isNumeric: true, width: 16),
                column("台帳の値", "in the ledger", isNumeric: true, width: 16), column("理由", "why", width: 40), column("文書", "document", width: 32),
                column("記録", "entry", width: 8),
            ])
        for event in events {
            guard case .discrepancyNoted(let act)? = event.statement.act else { continue }
            let taken = try source.number(of: Array(act.taken)).flatMap { try source.event($0) }.flatMap(Stated.init)
            table.add(
                [
                    cell(catalogue(act.kind.words)), cell(act.period.isEmpty ? "" : catalogue.period(act.period)),
                    act.hasPrinted ? cell(act.printed) : .blank, try cell(taken), try reason(event), cell(try documents(event)),
                    cell("#\(event.number)"),
                ], marked: true)
        }
        return table
    }

    package func notes(_ events: [Event], caption: String) throws -> PaperTable {
        var table = PaperTable(
            caption: caption,
            columns: [column("決定", "decided", width: 14), column("注記", "note", width: 60), column("記録者", "by", width: 14), column("記録", "entry", width: 8)])
        for event in events {
            table.add([decided(event), try cell(event, .note), cell(event.statement.recordedBy.id), cell("#\(event.number)")])
        }
        return table
    }

    /// Title, page, sheet and cell of every source, as far as they are public.
    package func documents(_ event: Event) throws -> String {
        try event.statement.sources.enumerated().map { i, source in
            let texts = try [TextField.documentTitle, .fileName, .sheetName].map { try cell(event, $0, ordinal: UInt32(i)).shown }
            return (texts + [source.page.isEmpty ? "" : "p. " + source.page, source.cell]).filter { !$0.isEmpty }.joined(separator: " ")
        }.filter { !$0.isEmpty }.joined(separator: "; ")
    }

    /// `統合 2022-04-01` and what took its place, where it has ended.
    package func ended(_ end: Event?) throws -> String {
        guard let end else { return "" }
        let head = catalogue(end.statement.actWords) + " " + telling.inForce(end)
        guard case .restructured(let act)? = end.statement.act, !act.to.isEmpty else { return head }
        return head + " → " + list(try act.to.map { try name($0) })
    }
}
