import LedgerModel
import LedgerProjections

/// `revisions`: for each indicator what was known of each period on which day, and how far the first figure was from the present one.
package struct RevisionsPaper<Source: LedgerSource> {
    private let context: PaperContext<Source>
    private let triangles: [RevisionTriangle]
    private let isNamed: Bool

    /// - Parameter indicators: those to show, whether revised or not; with none, and none in the question, every one that was revised:
    ///   of a plan, section or programme where the question names one.
    package init(_ context: PaperContext<Source>, _ question: PaperQuestion, indicators: [Subject] = []) throws {
        self.context = context
        let named = indicators + [question.indicator].compactMap { $0 }
        isNamed = !named.isEmpty
        let subjects = try isNamed ? named : RevisionsPaper.subjects(context, question)
        let all = try subjects.flatMap { try RevisionTriangle.of($0, context.source, asOf: context.asOf) }
        triangles = isNamed ? all : all.filter(\.isRevised)
    }

    private static func subjects(_ context: PaperContext<Source>, _ question: PaperQuestion) throws -> [Subject] {
        if let programme = question.programme { return try context.facts(programme).indicatorsEver }
        let all = try context.source.subjects(of: .indicator)
        guard question.plan != nil || question.section != nil else { return all }
        let order = try context.printedOrder(question)
        return all.filter(order.holds)
    }

    package func paper() throws -> Paper {
        var blocks: [PaperBlock] = [
            context.paragraph(
                "行は期間、列は値が決まった日。各欄はその日に知られていた値（台帳への記録はこの報告書の時点まで）。",
                "Rows are periods, columns the days on which a value was decided. Each cell is what was known then, as recorded up to this report's moment.")
        ]
        if triangles.isEmpty {
            blocks.append(
                isNamed ? context.paragraph("実績の記録はない。", "No actual is recorded.") : context.paragraph("改定された実績はない。", "No actual was ever revised."))
        }
        for triangle in triangles { blocks += [.heading(level: 1, text: context.title(triangle))] + (try context.blocks(triangle)) }
        return context.paper("revisions", "実績の改定", "Revisions of actuals", blocks)
    }
}

extension PaperContext {
    /// Name, measure and part.
    func title(_ triangle: RevisionTriangle) -> String {
        let parts = [triangle.name ?? triangle.indicator.id, measureLabel(triangle.measure, triangle.slot)].filter { !$0.isEmpty }
        return Visible.text(parts.joined(separator: words("・", ", ")))
    }

    /// What tells a measure from its neighbours: its label and the part.
    package func measureLabel(_ measure: Measure?, _ slot: Slot) -> String {
        [measure?.label ?? slot.measure, slot.part].filter { !$0.isEmpty }.joined(separator: " ")
    }

    func blocks(_ triangle: RevisionTriangle) throws -> [PaperBlock] {
        // What was known stands in a cell for each day until something else was: it is put into words once.
        var cells: [UInt64: PaperTable.Cell] = [:]
        func known(_ stated: Stated?) throws -> PaperTable.Cell {
            guard let stated else { return .blank }
            if let cell = cells[stated.number] { return cell }
            let cell = try cell(stated)
            cells[stated.number] = cell
            return cell
        }
        let rows = try triangle.rows.map { row in (period: row.period, cells: try row.known.map(known)) }
        var blocks: [PaperBlock] = [.table(try triangleTable(triangle, rows.map(\.cells), known))]
        if let revisions = try revisionTable(triangle, known).block { blocks.append(revisions) }
        if draws { blocks.append(.chart(.triangle(TriangleChart(title: title(triangle), columns: triangle.columns.map(\.description), rows: rows)))) }
        return blocks
    }

    private func triangleTable(
        _ triangle: RevisionTriangle, _ known: [[PaperTable.Cell]], _ cell: (Stated?) throws -> PaperTable.Cell
    ) throws -> PaperTable {
        let days = triangle.columns.map { PaperTable.Column($0.description, isNumeric: true, width: 14) }
        var table = PaperTable(
            caption: title(triangle),
            columns: [column("期間", "period", width: 22)] + days + [
                column("初値", "first", isNumeric: true, width: 14), column("最新値", "latest", isNumeric: true, width: 14),
                column("変化（初値から）", "change from first", isNumeric: true, width: 14), unitColumn(width: 10),
                column("改定回数", "revisions", isNumeric: true, width: 8), column("種別", "kinds", width: 20),
            ])
        for (row, known) in zip(triangle.rows, known) {
            let kinds = row.revisions.map { catalogue($0.kind.words) }.joined(separator: words("・", ", "))
            let change: PaperTable.Cell = row.revisions.isEmpty ? .blank : self.cell(ValueDifference(row.latest.value, from: row.first.value))
            table.add(
                [self.cell(catalogue.period(row.period))] + known + [
                    try cell(row.first), try cell(row.latest), change, self.cell(unit(row.latest.value)), self.cell(row.revisions.count), self.cell(kinds),
                ], marked: row.revisions.contains { $0.kind == .corrected })
        }
        return table
    }

    /// Every revision: what stood, what came, which kind, why and on which entry.
    func revisionTable(_ triangle: RevisionTriangle, _ shown: (Stated?) throws -> PaperTable.Cell) throws -> PaperTable {
        var table = PaperTable(
            caption: title(triangle) + words("：改定", ": revisions"),
            columns: [
                column("期間", "period", width: 22), column("決定", "decided", width: 14), column("種別", "kind", width: 14),
                column("前の値", "before", isNumeric: true, width: 14), column("後の値", "after", isNumeric: true, width: 14),
                column("変化", "change", isNumeric: true, width: 12), unitColumn(width: 10), column("理由", "why", width: 32),
                column("記録者", "by", width: 14), column("記録", "entry", width: 8),
            ])
        for row in triangle.rows {
            for revision in row.revisions {
                let event = revision.new.event
                table.add(
                    [
                        cell(catalogue.period(row.period)), decided(event), cell(catalogue(revision.kind.words)), try shown(revision.old),
                        try shown(revision.new), cell(ValueDifference(revision.new.value, from: revision.old.value)),
                        cell(unit(revision.new.value)), try reason(event), cell(event.statement.recordedBy.id), cell("#\(event.number)"),
                    ], marked: revision.kind == .corrected)
            }
        }
        return table
    }

    /// Signed, exact; why there is none otherwise.
    func cell(_ difference: ValueDifference) -> PaperTable.Cell {
        switch difference {
        case .undefined(let obstacle): return .absent("—" + catalogue.bracketed(catalogue(obstacle.words)))
        case .amount(let number, let scale, let unit):
            let isPositive = !number.hasPrefix("-") && number.contains { $0 != "0" && $0 != "." }
            return .number(exact: number, shown: (isPositive ? "+" : "") + catalogue.number(number, scale: scale, unit: unit))
        }
    }

    /// Code and text of a reason; a text that is not public as `cell(_:_:)` has it.
    package func reason(_ event: Event) throws -> PaperTable.Cell {
        let text = try cell(event, .reason)
        guard event.statement.reason != .noReason else { return text }
        let code = catalogue(event.statement.reason.words)
        if case .absent(let why) = text { return .text(code + words("：", ": ") + why) }
        return cell(text.shown.isEmpty ? code : code + words("：", ": ") + text.shown)
    }
}
