import LedgerModel
import LedgerProjections

/// `indicator`: one indicator on a page.
package struct IndicatorPaper<Source: LedgerSource> {
    let context: PaperContext<Source>
    private let question: PaperQuestion
    let card: IndicatorCard
    private let lineage: Lineage

    /// - Throws: `nothing-found` where the question names no indicator, or one that does not exist at that moment.
    package init(_ context: PaperContext<Source>, _ question: PaperQuestion) throws {
        self.context = context
        self.question = question
        guard let subject = question.indicator, let card = try IndicatorCard(context.source, of: subject, asOf: context.asOf)
        else { throw Problem(.nothingFound, question.indicator?.label ?? Subject.Kind.indicator.word) }
        self.card = card
        lineage = try Lineage(context.source, of: card.subject, asOf: context.asOf)
    }

    package func paper() throws -> Paper {
        var blocks: [PaperBlock] = [.heading(level: 1, text: name), .table(try properties())]
        for plan in card.plans { for line in plan.lines { blocks += try self.blocks(plan, line) } }
        blocks.append(.paragraph(context.catalogue.formulaLegend))
        blocks += context.section(2, "目標の変更", "Changes of targets", [try targetChanges()])
        for triangle in try RevisionTriangle.of(card.subject, context.source, asOf: context.asOf) where triangle.isRevised {
            blocks += [.heading(level: 2, text: context.words("実績の改定", "Revisions of actuals"))] + (try context.blocks(triangle))
        }
        blocks += context.section(2, "定義", "Definition", [try definitions()])
        blocks += context.section(
            2, "名称・承継", "Names and lineage",
            [context.names(lineage, caption: context.words("名称と別名", "Names")), try context.lineage(lineage, caption: context.words("承継・再編", "Lineage"))])
        blocks += context.section(2, "評価", "Grades", [context.grades(card.grades, caption: context.words("評価", "Grades"))])
        return context.paper("indicator", "指標", "Indicator", blocks + (try review()))
    }

    var name: String { Visible.text(card.name ?? card.subject.id) }

    private func properties() throws -> PaperTable {
        let attached = try card.attachments.map { member in
            context.catalogue(member.subject.kind.words) + " " + (try context.name(member.subject))
        }
        let type = card.definition.map { context.catalogue($0.type.words) } ?? ""
        return context.properties(
            context.words("概要", "Overview"),
            [
                (context.words("識別子", "id"), context.cell(card.subject.id)), (context.words("番号", "code"), context.cell(card.definition?.code ?? "")),
                (context.words("種別", "type"), context.cell(type)), (context.words("測定", "measures"), context.cell(measures(card.measures))),
                (context.words("属する先", "attached to"), context.cell(attached.joined(separator: "\n"))),
                (context.words("終了", "ended"), context.cell(try context.ended(card.end))),
            ])
    }

    /// Baseline, every target with the one first set, every actual; progress with its formula; the pictures beside them.
    private func blocks(_ plan: IndicatorCard.PlanPart, _ line: IndicatorCard.Line) throws -> [PaperBlock] {
        let label = [plan.name ?? plan.plan, context.measureLabel(line.measure, line.slot)]
        let title = Visible.text(label.filter { !$0.isEmpty }.joined(separator: context.words("・", ", ")))
        var blocks: [PaperBlock] = title.isEmpty ? [] : [.heading(level: 2, text: title)]
        let table = try values(line, caption: title.isEmpty ? name : title)
        blocks.append(table.block ?? context.paragraph("値の記録はない。", "No value is recorded."))
        blocks.append(context.paragraph("進捗: {0}", "Progress: {0}", context.catalogue.progress(line.progress)))
        if let picture = LinePicture(context, title: name, line, goal: line.goal, actual: line.latest, plan: plan.period) {
            blocks += [.chart(.multiples([picture.series])), .chart(.bullet(picture.bullet))]
        }
        return blocks
    }

    private func values(_ line: IndicatorCard.Line, caption: String) throws -> PaperTable {
        var table = PaperTable(
            caption: caption,
            columns: [
                context.column("区分", "what", width: 12), context.column("期間", "period", width: 22),
                context.column("値", "value", isNumeric: true, width: 16), context.unitColumn(),
                context.column("印刷された値", "as printed", width: 24), context.column("変更", "change", width: 12), context.column("決定", "decided", width: 14),
                context.column("記録者", "by", width: 14), context.column("文書", "document", width: 28), context.column("記録", "entry", width: 8),
            ])
        func add(_ words: Words, _ stated: Stated) throws {
            let unit = stated.fact.hasValue ? context.unit(stated.value) : ""
            table.add([
                context.cell(context.catalogue(words)), context.cell(context.catalogue.period(stated.fact.period)), try context.cell(stated),
                context.cell(unit), context.cell(stated.fact.hasValue ? context.remarks(stated.value, rowUnit: unit) : ""),
                context.cell(stated.event.statement.change == .first ? "" : context.catalogue(stated.event.statement.change.words)),
                context.decided(stated.event), context.cell(stated.event.statement.recordedBy.id), context.cell(try context.documents(stated.event)),
                context.cell("#\(stated.event.number)"),
            ])
        }
        if let baseline = line.baseline { try add(FactRecorded.Kind.baseline.words, baseline) }
        for target in line.targets {
            if target.isRevised { try add(Words("当初目標", "original target"), target.original) }
            try add(target.isRevised ? Words("現行目標", "current target") : FactRecorded.Kind.target.words, target.current)
        }
        for actual in line.actuals { try add(FactRecorded.Kind.actual.words, actual) }
        return table
    }

    private func review() throws -> [PaperBlock] {
        let lines = try OpinionView.lines(card.opinions, context.source, on: context.day(question), asOf: context.asOf)
        let opinions = try OpinionRows(context).table(
            lines.sorted(by: OpinionView.printedOrder), caption: context.words("意見と対応", "Opinions and responses"))
        return context.section(2, "意見と対応", "Opinions and responses", [opinions])
            + context.section(
                2, "論点（意見には数えない）", "Discussion points (not counted as opinions)",
                [try context.points(card.points, caption: context.words("論点", "Discussion points"))])
            + context.section(2, "不一致", "Discrepancies", [try context.discrepancies(card.discrepancies, caption: context.words("不一致", "Discrepancies"))])
            + context.section(2, "文章", "Texts", [try texts()])
            + context.section(2, "監査注記", "Audit notes", [try context.notes(card.notes, caption: context.words("監査注記", "Audit notes"))])
            + context.section(2, "掲載された版", "Editions that printed it", [try editions()])
    }
}

extension IndicatorDefined.TypeEnum {
    package var words: Words {
        switch self {
        case .output: Words("活動指標", "output")
        case .outcome: Words("成果指標", "outcome")
        case .unspecified, .UNRECOGNIZED: Words("", "")
        }
    }
}
