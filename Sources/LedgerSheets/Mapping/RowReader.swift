import LedgerModel

/// Reads one row after its cells have been taken; every row by itself.
struct RowReader {
    let mapping: Mapping
    let period: Period
    let cells: CellReader

    init(_ mapping: Mapping, period: Period) {
        self.mapping = mapping
        self.period = period
        cells = CellReader(mapping.cells)
    }

    func read(_ row: TakenRow) -> RowReading {
        var unread = row.unread
        let sections = sections(row)
        let grade = grade(row, &unread)
        let programme = programme(row, grade: mapping.grading?.isOfIndicator == true ? nil : grade, &unread)
        var indicator: IndicatorReading?
        var record: RecordReading?
        switch mapping.kind {
        case .indicators: indicator = self.indicator(row, grade: mapping.grading?.isOfIndicator == true ? grade : nil, &unread)
        case .programmes, .texts, .amounts: demand(.programme, row, &unread)
        default: record = self.record(row, &unread)
        }
        return RowReading(
            row: row.number, sections: sections, programme: withEnd(programme, row), indicator: indicator, record: record, unread: unread)
    }

    /// A row without it is not understood.
    @discardableResult
    func demand(_ role: Mapping.Role, _ row: TakenRow, _ unread: inout [Unread]) -> Printed? {
        if let text = row.text(role) { return text }
        guard let cell = row.one(role) else { return nil }  // it could not be taken, and is unread already
        unread.append(Unread(role.field, cell.printed, reason: "blank"))
        return nil
    }

    // MARK: Sections

    private func sections(_ row: TakenRow) -> [SectionReading] {
        var found: [SectionReading] = []
        for (column, cell) in row.all({ (role) -> (level: String, part: Mapping.SectionPart)? in
            if case .section(let level, let part) = role { (level, part) } else { nil }
        }) {
            guard let printed = cell.filled else { continue }
            let (level, part) = column
            switch part {
            case .both:
                for piece in Numbering.pieces(printed.text, cell.bound.column.separators) {
                    let (number, name) = Numbering.split(piece)
                    found.append(SectionReading(level: level, number: number, name: name, printed: printed))
                }
            case .number, .name:
                let text = Numbering.trimmed(printed.text)
                // The number's column and the name's make one section of their level.
                if let index = found.firstIndex(where: { $0.level == level && (part == .number ? $0.number : $0.name).isEmpty }) {
                    let other = found[index]
                    found[index] = SectionReading(
                        level: level, number: part == .number ? text : other.number, name: part == .name ? text : other.name,
                        printed: part == .name ? printed : other.printed)
                } else {
                    found.append(SectionReading(
                        level: level, number: part == .number ? text : "", name: part == .name ? text : "", printed: printed))
                }
            }
        }
        return found
    }

    // MARK: Programme

    private func programme(_ row: TakenRow, grade: GradeReading?, _ unread: inout [Unread]) -> ProgrammeReading? {
        guard let name = row.text(.programme) ?? row.text(.lineageFrom) else { return nil }
        return ProgrammeReading(
            name: name, code: row.text(.programmeCode), unit: row.text(.division), tags: tags(row),
            mark: meaning(row, { if case .listing(let values) = $0 { values } else { nil } }, &unread) ?? .listed,
            inScope: meaning(row, { if case .scope(let values) = $0 { values } else { nil } }, &unread),
            grade: grade, texts: texts(row), amounts: amounts(row, &unread))
    }

    private func tags(_ row: TakenRow) -> [String] {
        guard let cell = row.one(.tags), let text = cell.filled?.text else { return [] }
        return Numbering.pieces(text, cell.bound.column.separators)
    }

    /// What the mark in a column of fixed marks means; a blank cell without a meaning means nothing.
    private func meaning<Meaning>(
        _ row: TakenRow, _ values: (Mapping.Role) -> [String: Meaning]?, _ unread: inout [Unread]
    ) -> Meaning? {
        guard let (values, cell) = row.all(values).first else { return nil }
        let text = Compared.text(cell.printed.text)
        if let meaning = values[text] { return meaning }
        if !text.isEmpty { unread.append(Unread(cell.bound.column.role.field, cell.printed, reason: "unknown-mark")) }
        return nil
    }

    private func texts(_ row: TakenRow) -> [TextReading] {
        let number = row.text(.textNumber).map { Numbering.trimmed($0.text) } ?? ""
        return row.all { if case .text(let kind) = $0 { kind } else { nil } }.compactMap { kind, cell in
            cell.filled.map { TextReading(kind, period: cell.bound.period, number: number, printed: $0) }
        }
    }

    private func amounts(_ row: TakenRow, _ unread: inout [Unread]) -> [AmountReading] {
        var found: [AmountReading] = []
        for (column, cell) in row.all({ (role) -> (kind: AmountRecorded.Kind, unit: String, scale: Int32)? in
            if case .amount(let kind, let unit, let scale) = role { (kind, unit, scale) } else { nil }
        }) {
            let period = cell.bound.period ?? period
            switch mapping.cells.ofAmounts(unit: column.unit, scale: column.scale).amount(cell.printed) {
            case .success(let value): found.append(AmountReading(kind: column.kind, period: period, value: value, printed: cell.printed))
            case .failure(let doubt): unread.append(Unread(.number, period: period, cell.printed, reason: doubt.reason))
            }
        }
        return found
    }

    // MARK: Grade

    /// The grade for the reported year.
    private func grade(_ row: TakenRow, _ unread: inout [Unread]) -> GradeReading? {
        guard let grading = mapping.grading, let cell = row.all(.grade).first(where: { ($0.bound.period ?? period) == period }),
            let printed = cell.filled
        else { return nil }
        let mark = Compared.text(printed.text).trimmingPrefix("【")
        let text = String(mark.last == "】" ? mark.dropLast() : mark)
        if grading.letters.contains(text) { return GradeReading(grade: text, noGrade: .graded, period: period, printed: printed) }
        if let none = grading.marks[text] { return GradeReading(grade: "", noGrade: none, period: period, printed: printed) }
        unread.append(Unread(.grade, period: period, printed, reason: "unknown-grade"))
        return nil
    }
}

extension CellSettings {
    /// Reads the cells of a column of amounts, which has its unit and scale in its heading. A blank: no amount is printed.
    func ofAmounts(unit: String, scale: Int32) -> CellReader {
        var settings = self
        settings.unit = unit
        settings.scale = scale
        if settings.symbols[""] == nil { settings.symbols[""] = Symbol(.nonePrinted) }
        return CellReader(settings)
    }
}
