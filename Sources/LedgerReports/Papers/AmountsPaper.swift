import LedgerModel
import LedgerProjections

/// `amounts`: money by chapter as printed, and sums that the ledger computes and says so.
package struct AmountsPaper<Source: LedgerSource> {
    private let context: PaperContext<Source>
    private let sheet: AmountSheet

    /// - Throws: `nothing-found` where the section is in no plan that was asked for.
    package init(_ context: PaperContext<Source>, _ question: PaperQuestion) throws {
        self.context = context
        sheet = try AmountSheet(context.source, context.printedOrder(question, indicators: false), period: question.period, asOf: context.asOf)
    }

    package func paper() throws -> Paper {
        var blocks: [PaperBlock] = []
        for chapter in sheet.chapters {
            let title = title(chapter)
            blocks += [.heading(level: 1, text: title), .table(try table(chapter, caption: title))]
        }
        if sheet.chapters.isEmpty { blocks.append(context.paragraph("事務事業はない。", "There are no programmes.")) } else {
            blocks += [
                context.heading(1, "計（台帳が算出）", "Sums (computed by the ledger)"),
                context.paragraph(
                    "印刷された計ではない。期間・区分・繰越・単位が同じ金額だけを合計し、他に含まれる金額は二度数えない。事業数は再掲を除く。",
                    "These are not printed totals. Only amounts of one period, kind, carrying over and unit are summed; an amount included in another is "
                        + "not counted twice. Programmes are counted without relisted ones."),
                .table(sums()),
            ]
        }
        return context.paper("amounts", "金額", "Amounts", blocks)
    }

    private func title(_ chapter: AmountSheet.Chapter) -> String {
        chapter.group.map { context.printed($0) } ?? context.words("区分に載らない事務事業", "Programmes under no section")
    }

    private func table(_ chapter: AmountSheet.Chapter, caption: String) throws -> PaperTable {
        var table = PaperTable(
            caption: caption,
            columns: [
                context.column("番号", "no.", width: 8), context.column("事務事業", "programme", width: 40), context.column("期間", "period", width: 20),
                context.column("区分", "kind", width: 16), context.column("繰越", "carried over", width: 8),
                context.column("金額", "amount", isNumeric: true, width: 16), context.unitColumn(),
                context.column("含まれる先", "included in", width: 28), context.column("備考", "remarks", width: 28),
            ])
        for row in chapter.rows {
            let head = [context.cell(row.code), context.cell(name(row, of: chapter))]
            if row.lines.isEmpty {
                let none = row.mark == .listed ? context.words("記録なし", "none recorded") : context.catalogue(row.mark.words)
                table.add(head + [.blank, .blank, .blank, .absent(none), .blank, .blank, .blank])
            }
            for line in row.lines { table.add(head + (try context.amountCells(line))) }
        }
        return table
    }

    private func name(_ row: AmountSheet.Row, of chapter: AmountSheet.Chapter) -> String {
        let name = row.name ?? row.subject.id
        if row.subject.kind != .programme { return name + context.catalogue.bracketed(context.words("区分全体", "the section itself")) }
        return row.mark == .listed ? name : name + context.catalogue.bracketed(context.catalogue(row.mark.words))
    }

    private func sums() -> PaperTable {
        var table = PaperTable(
            caption: context.words("計（台帳が算出）", "Sums (computed by the ledger)"),
            columns: [
                context.column("番号", "no.", width: 8), context.column("章・区分", "chapter", width: 40), context.column("期間", "period", width: 20),
                context.column("区分", "kind", width: 16), context.column("繰越", "carried over", width: 8),
                context.column("事業数", "programmes", isNumeric: true, width: 8), context.column("金額記載数", "with an amount", isNumeric: true, width: 10),
                context.column("計（台帳が算出）", "sum (computed)", isNumeric: true, width: 18), context.unitColumn(),
                context.column("備考", "remarks", width: 32),
            ])
        for chapter in sheet.chapters {
            let head = [context.cell(chapter.group?.section?.number ?? ""), context.cell(chapter.group?.name ?? title(chapter))]
            if chapter.sums.isEmpty {
                let none = PaperTable.Cell.absent(context.words("記録なし", "none recorded"))
                table.add(head + [.blank, .blank, .blank, context.cell(chapter.programmes), context.cell(0), none, .blank, .blank])
            }
            for sum in chapter.sums { table.add(head + cells(sum, programmes: chapter.programmes)) }
        }
        for sum in sheet.sums {
            table.add([.blank, context.cell(context.words("合計", "total"))] + cells(sum, programmes: sheet.programmes))
        }
        return table
    }

    private func cells(_ sum: AmountSheet.Sum, programmes: Int) -> [PaperTable.Cell] {
        let hasNumbers = sum.withAmount > 0 || !sum.sum.isZero
        let amount: PaperTable.Cell = hasNumbers
            ? .number(exact: sum.number, shown: context.catalogue.number(sum.number, scale: sum.scale, unit: sum.key.unit))
            : .absent(context.words("金額なし", "no amount"))
        return [
            context.cell(context.catalogue.period(sum.key.period)), context.cell(context.catalogue(sum.key.kind.words)),
            context.cell(sum.key.carriedOver ? context.words("繰越", "carried over") : ""), context.cell(programmes), context.cell(sum.withAmount),
            amount, context.cell(hasNumbers ? context.unit(sum.key.unit, scale: sum.scale) : ""), context.cell(remarks(sum)),
        ]
    }

    private func remarks(_ sum: AmountSheet.Sum) -> String {
        var remarks: [String] = []
        func add(_ ja: String, _ en: String, _ count: Int) {
            if count > 0 { remarks.append(Words(ja, en).filled(context.catalogue.language, ["\(count)"])) }
        }
        add("金額のない記載 {0} 件", "{0} without an amount", sum.incomplete.count { $0.amount.value.amount == nil })
        add("一部のみの金額 {0} 件（計は下限）", "{0} in part only (the sum is a lower bound)", sum.incomplete.count { $0.amount.value.amount != nil })
        add("他に含まれる {0} 件は加えない", "{0} included elsewhere, not added", sum.countedElsewhere.count)
        return remarks.joined(separator: context.words("・", "; "))
    }
}

extension PaperContext {
    /// Period, kind, carried over, amount, unit, included in, remarks.
    package func amountCells(_ line: Amounts.Line) throws -> [PaperTable.Cell] {
        let act = line.amount
        return [
            cell(catalogue.period(act.period)), cell(catalogue(act.kind.words)), cell(act.carriedOver ? words("繰越", "carried over") : ""),
            try amount(line), cell(act.value.absence == .present ? unit(act.value) : ""), cell(act.hasIncludedIn ? try name(act.includedIn) : ""),
            cell(try remarks(line)),
        ]
    }

    /// What was printed and not understood stands as it was printed, as with every other value.
    private func amount(_ line: Amounts.Line) throws -> PaperTable.Cell {
        let value = line.amount.value
        guard value.absence == .unread else { return cell(value) }
        let raw = try cell(line.event, .rawCell).shown
        return .absent((raw.isEmpty ? catalogue(value.absence.words) : raw) + catalogue.bracketed(words("未読", "unread")))
    }

    private func remarks(_ line: Amounts.Line) throws -> String {
        var remarks: [String] = []
        if line.amount.hasIncludedIn {
            remarks.append(
                line.countedIn != nil ? words("計は含まれる先で数える", "counted where it is included")
                    : words("含まれる先に金額がないため、ここで数える", "counted here: no amount where it is included"))
        }
        if line.event.statement.change != .first {
            remarks.append(catalogue(line.event.statement.change.words))
            if line.amount.hasPrevious { remarks.append(words("前の値 ", "before: ") + catalogue.value(line.amount.previous)) }
        }
        let note = try cell(line.event, .note).shown
        return (remarks + [note]).filter { !$0.isEmpty }.joined(separator: words("・", "; "))
    }
}
