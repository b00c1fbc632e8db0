import LedgerModel

/// Rows of indicator tables: the cells are handed to the cell grammar, what the mapping knows beside them is put to the result.
extension RowReader {
    func indicator(_ row: TakenRow, grade: GradeReading?, _ unread: inout [Unread]) -> IndicatorReading? {
        let marks = RowMarks(row, &unread)
        let (values, absent) = values(row, marks)
        let reading: IndicatorReading?
        let doubts: [Unread]
        if row.cells.contains(where: { $0.bound.column.role == .kpi }) {
            guard let kpi = subject(.kpi, row, values + absent, &unread) else { return nil }
            (reading, doubts) = cells.composite(kpi: kpi, whole: row.text(.kpiWhole), actuals: values.filter { $0.kind == .actual }.map(\.dated))
        } else {
            guard let name = subject(.indicator, row, values + absent, &unread) else { return nil }
            func dated(_ kind: FactRecorded.Kind) -> [(period: Period, cell: Printed)] { values.filter { $0.kind == kind }.map(\.dated) }
            (reading, doubts) = cells.plain(
                name: name, unit: row.text(.unit), baselines: dated(.baseline), targets: dated(.target), actuals: dated(.actual),
                isCumulative: marks.isCumulative ?? mapping.isCumulative, code: nil, notes: [])
        }
        unread += doubts
        return reading.map { finished($0, row, grade: grade, absent: absent) }
    }

    /// The cell that names the indicator. A row may do without if it is printed only for its programme.
    private func subject(_ role: Mapping.Role, _ row: TakenRow, _ values: [DatedCell], _ unread: inout [Unread]) -> Printed? {
        if let text = row.text(role) { return text }
        let isOfProgramme = row.one(.programme)?.isOwn == true && row.text(.programme) != nil
        if isOfProgramme, !values.contains(where: { !Compared.isBlank($0.cell.printed.text) }) { return nil }
        return demand(role, row, &unread)
    }

    private struct DatedCell {
        let kind: FactRecorded.Kind
        let period: Period
        let cell: TakenCell
        /// What its column's symbols say that it means.
        let symbol: CellSettings.Symbol?

        var dated: (period: Period, cell: Printed) { (period, cell.printed) }
    }

    /// Baselines, targets and actuals with their periods; apart from them those whose meaning the mapping gives for their column alone.
    private func values(_ row: TakenRow, _ marks: RowMarks) -> (plain: [DatedCell], absent: [DatedCell]) {
        var plain: [DatedCell] = []
        var absent: [DatedCell] = []
        for (kind, cell) in row.all({ (role) -> FactRecorded.Kind? in
            switch role {
            case .baseline: .baseline
            case .target: .target
            case .actual: .actual
            default: nil
            }
        }) {
            let symbol = cell.bound.column.symbols.isEmpty ? nil : cell.bound.column.symbols[Compared.text(cell.printed.text)]
            let dated = DatedCell(kind: kind, period: marks.applied(to: cell.bound.period ?? period), cell: cell, symbol: symbol)
            if symbol == nil { plain.append(dated) } else { absent.append(dated) }
        }
        return (plain, absent)
    }

    private func finished(_ reading: IndicatorReading, _ row: TakenRow, grade: GradeReading?, absent: [DatedCell]) -> IndicatorReading {
        let absences = absent.flatMap { dated in
            reading.measures.indices.map { index in
                var value = Value()
                value.absence = dated.symbol?.absence ?? .unknown
                value.status = dated.symbol?.status ?? .o
                return ValueReading(
                    dated.kind, measure: index, period: Judged(dated.period, rule: "column-symbol"), value: value, printed: dated.cell.printed)
            }
        }
        return IndicatorReading(
            name: reading.name, printed: reading.printed, code: row.text(.indicatorCode) ?? reading.code, whole: reading.whole,
            measures: reading.measures, values: reading.values + absences, grade: grade ?? reading.grade,
            notes: reading.notes + row.all(.note).compactMap(\.filled))
    }
}

/// What the marks of a row say about its values.
private struct RowMarks {
    private(set) var basis: Period.Basis?
    private(set) var isCumulative: Bool?

    init(_ row: TakenRow, _ unread: inout [Unread]) {
        for (values, cell) in row.all({ if case .marks(let values) = $0 { values } else { nil } }) {
            let text = Compared.text(cell.printed.text)
            if values[text] == nil, !text.isEmpty { unread.append(Unread(.mark, cell.printed, reason: "unknown-mark")) }
            for mark in values[text] ?? [] {
                switch mark {
                case .calendar: basis = .calendar
                case .fiscal: basis = .fiscal
                case .cumulative: isCumulative = true
                case .singleYear: isCumulative = false
                case .nothing: break
                }
            }
        }
    }

    func applied(to period: Period) -> Period {
        guard let basis, case .one(.year(_, let year)) = period.shape else { return period }
        return Period(.one(.year(basis, year)))
    }
}
