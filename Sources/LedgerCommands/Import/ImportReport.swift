import LedgerImport
import LedgerModel
import LedgerReports
import LedgerSheets
import SheetFiles

/// What an import understood and what it would do, for people.
struct ImportReport {
    let catalogue: Catalogue

    init(_ catalogue: Catalogue) { self.catalogue = catalogue }

    func side(_ side: ImportSide) -> String {
        switch side {
        case .nothing: ""
        case .value(let value): catalogue.value(value)
        case .text(let text): text
        }
    }

    func lines(_ table: ImportTable, _ plan: ImportPlan) -> [String] {
        head(table) + counts(plan) + notes(table) + definitions(plan) + blockers(plan)
    }

    private func words(_ ja: String, _ en: String, _ values: String...) -> String { Words(ja, en).filled(catalogue.language, values) }

    private func head(_ table: ImportTable) -> [String] {
        let reading = table.reading
        let encoding = table.encoding.isEmpty ? table.format.rawValue : table.encoding
        let waiting = reading.leftOut.count { $0.rule == "not-reported" }
        return [
            words("表 {0}（{1}）、読み方 {2}、年度 {3}", "table {0} ({1}), mapping {2}, period {3}",
                table.document.fileName + (reading.sheet.isEmpty ? "" : " / " + reading.sheet), encoding, reading.mapping, catalogue.period(reading.period.description)),
            words("読んだ行 {0}、除いた行 {1}、読めないセル {2}", "{0} rows read, {1} left out, {2} cells unread",
                "\(table.rowCount)", "\(reading.leftOut.count - waiting)", "\(table.unreadCount)"),
        ] + (waiting == 0 ? [] : [words("報告のない行 {0}", "{0} rows not reported yet", "\(waiting)")])
    }

    private func counts(_ plan: ImportPlan) -> [String] {
        var table = TextTable(
            [TextTable.Column(catalogue(Words("項目", "what")))] + ImportVerdict.allCases.map { TextTable.Column(catalogue($0.words), .right, isOptional: true) })
        for what in ImportWhat.allCases {
            let cells = ImportVerdict.allCases.map { plan.counts[.init(what, $0)].map(String.init) ?? "" }
            guard cells.contains(where: { !$0.isEmpty }) else { continue }
            table.add([catalogue(what.words)] + cells)
        }
        return table.rows.isEmpty ? [] : [""] + table.lines
    }

    private func notes(_ table: ImportTable) -> [String] {
        let reading = table.reading
        var lines: [String] = []
        for row in reading.leftOut where row.rule != "not-reported" { lines.append(words("除いた行 {0}: {1}（{2}）", "left out row {0}: {1} ({2})", "\(row.row)", Visible.text(row.text), row.rule)) }
        for column in reading.unusedColumns { lines.append(words("使わない列 {0}: {1}", "unused column {0}: {1}", column.place.cell, Visible.text(column.text))) }
        for notice in table.notices { lines.append(words("{0}: {1} {2}", "{0}: {1} {2}", catalogue(notice.kind.words), notice.sheet, notice.place)) }
        for total in reading.totals {
            lines.append(words("合計が合いません {0}: 印刷 {1}、計算 {2}", "a total does not add up {0}: printed {1}, computed {2}",
                total.printed.place.cell, Visible.text(total.printed.text), total.computed))
        }
        return lines.isEmpty ? [] : [""] + lines
    }

    private func definitions(_ plan: ImportPlan) -> [String] {
        guard !plan.definitions.isEmpty else { return [] }
        let kinds = Definition.Kind.allCases.compactMap { kind -> String? in
            let count = plan.definitions.count { $0.kind == kind }
            return count == 0 ? nil : "\(catalogue(kind.words)) \(count)"
        }
        return ["", words("初めて現れたもの（承認待ち）: {0}", "named for the first time, waiting to be accepted: {0}", kinds.joined(separator: catalogue(Words("、", ", "))))]
    }

    private func blockers(_ plan: ImportPlan) -> [String] {
        guard !plan.blockers.isEmpty else { return [] }
        guard plan.definitions.isEmpty else {
            return [words("そのほかに、承認の後で判断を待つもの: {0}", "and waiting for a decision after that: {0}", "\(plan.blockers.count)")]
        }
        var table = TextTable([
            TextTable.Column(catalogue(Words("セル", "cell"))), TextTable.Column(catalogue(Words("項目", "what"))),
            TextTable.Column(catalogue(Words("対象", "subject"))), TextTable.Column(catalogue(Words("期間", "period")), isOptional: true),
            TextTable.Column(catalogue(Words("判定", "verdict"))), TextTable.Column(catalogue(Words("台帳", "ledger")), isOptional: true),
            TextTable.Column(catalogue(Words("表", "sheet")), isOptional: true), TextTable.Column(catalogue(Words("選べる区分", "choices"))),
        ])
        for item in plan.blockers { table.add(cells(item)) }
        return ["", catalogue(Words("人の判断を待つもの", "waiting for a decision"))] + table.lines
    }

    /// What the ledger holds, with its period where that is the difference.
    func held(_ item: ImportItem) -> String { side(item.held) + (item.heldPeriod.isEmpty ? "" : catalogue.bracketed(item.heldPeriod)) }

    func reason(_ item: ImportItem) -> String {
        item.reason.isEmpty ? "" : catalogue.bracketed(catalogue(UnreadTexts.words(item.reason)))
    }

    func cells(_ item: ImportItem) -> [String] {
        let read = item.verdict == .unread ? (item.printed?.text ?? "") + reason(item) : side(item.read)
        return [
            item.printed?.place.address ?? "", catalogue(item.what.words), item.subject.label, item.period, catalogue(item.verdict.words), held(item), read,
            item.choices.map(\.rawValue).joined(separator: " "),
        ]
    }
}
