import LedgerModel
import SheetFiles

/// A column of the mapping found in the sheet.
struct BoundColumn {
    let column: Mapping.Column
    /// From 1.
    let index: Int
    /// As printed, header rows joined.
    let heading: String
    /// What the values of the column are about, where the mapping or the heading says it.
    let period: Period?
}

/// Where the table stands in its sheet and which of its columns is what.
struct TableHeader {
    let rows: ClosedRange<Int>
    /// In the mapping's order; of a yearly column the years ascend.
    let columns: [BoundColumn]
    let unused: [Printed]

    /// How far down a sheet the headings are looked for.
    static let searchedRows = 200

    /// - Throws: the first thing in which the sheet is not of the mapping's kind.
    init(_ grid: TableGrid, _ mapping: Mapping, period: Period) throws(MappingFault) {
        let candidate = TableHeader.candidate(grid, mapping)
        rows = candidate.rows
        var bound: [BoundColumn] = []
        for column in mapping.columns {
            let found = candidate.found(column)
            if let first = found.first(where: { hit in bound.contains { $0.index == hit.column } }),
                let other = bound.first(where: { $0.index == first.column })
            {
                throw MappingFault(.conflict, line: column.line, key: column.key, candidate.headings[first.column - 1], other.column.key)
            }
            bound += try Binding(column, mapping, period, candidate).bind(found)
        }
        columns = bound
        let used = Set(bound.map(\.index))
        unused = (1...max(grid.width, 1)).compactMap { column in
            guard !used.contains(column) else { return nil }
            let heading = candidate.headings.indices.contains(column - 1) ? candidate.headings[column - 1] : ""
            let isFilled = !Compared.isBlank(heading) || grid.sheet.rows.contains {
                $0.number > candidate.rows.upperBound && $0.cells.count >= column && !Compared.isBlank($0.cells[column - 1].text)
            }
            return isFilled ? Printed(heading, grid.place(candidate.rows.upperBound, column)) : nil
        }
    }

    /// Header rows and the headings that they make.
    struct Candidate {
        let rows: ClosedRange<Int>
        let headings: [String]
        let compared: [String]

        init(_ grid: TableGrid, rows: ClosedRange<Int>) {
            self.rows = rows
            headings = grid.width == 0 ? [] : (1...grid.width).map { grid.heading($0, rows: rows) }
            compared = headings.map(Compared.text)
        }

        func found(_ column: Mapping.Column) -> [(column: Int, match: HeadingPattern.Match)] {
            compared.enumerated().compactMap { index, text in
                guard !text.isEmpty else { return nil }
                return column.headings.lazy.compactMap { $0.match(compared: text) }.first.map { (index + 1, $0) }
            }
        }
    }

    /// The rows in which most of the columns that must be there are found, the first of equals.
    private static func candidate(_ grid: TableGrid, _ mapping: Mapping) -> Candidate {
        let required = mapping.columns.filter { !$0.isOptional }
        var best: (candidate: Candidate, score: Int)?
        for height in mapping.headerRows {
            for row in grid.sheet.rows.prefix(searchedRows) {
                let candidate = Candidate(grid, rows: row.number...(row.number + height - 1))
                let score = required.count { !candidate.found($0).isEmpty }
                if score > best?.score ?? 0 { best = (candidate, score) }
                if score == required.count, !required.isEmpty { return candidate }
            }
        }
        if let best { return best.candidate }
        let first = grid.sheet.rows.first { !grid.isBlank($0) }?.number ?? 1
        return Candidate(grid, rows: first...(first + (mapping.headerRows.first ?? 1) - 1))
    }
}

/// One column of the mapping and the columns of the sheet that its heading fits.
private struct Binding {
    let column: Mapping.Column
    let mapping: Mapping
    let period: Period
    let candidate: TableHeader.Candidate

    init(_ column: Mapping.Column, _ mapping: Mapping, _ period: Period, _ candidate: TableHeader.Candidate) {
        self.column = column
        self.mapping = mapping
        self.period = period
        self.candidate = candidate
    }

    func bind(_ found: [(column: Int, match: HeadingPattern.Match)]) throws(MappingFault) -> [BoundColumn] {
        guard !found.isEmpty else {
            if column.isOptional { return [] }
            throw fault(.headingMissing, column.title, candidate.headings.filter { !$0.isEmpty }.joined(separator: " | "))
        }
        if column.isYearly { return try bindYears(found) }
        guard found.count == 1 else { throw twice(found.map(\.column)) }
        return [BoundColumn(column: column, index: found[0].column, heading: heading(found[0].column), period: try ownPeriod())]
    }

    private func bindYears(_ found: [(column: Int, match: HeadingPattern.Match)]) throws(MappingFault) -> [BoundColumn] {
        guard let reported = period.year else { throw fault(.periodNotAYear, column.title, period.description) }
        var years: [Int: [Int]] = [:]
        for (index, match) in found {
            guard case .year(let year) = match else { throw fault(.yearsDiffer, heading(index)) }
            years[year, default: []].append(index)
        }
        if let twice = years.values.first(where: { $0.count > 1 }) { throw self.twice(twice) }
        if !column.allowsLaterYears, let later = years.keys.filter({ $0 > reported }).min(), let index = years[later]?.first {
            throw fault(.laterYear, heading(index), period.description)
        }
        if !column.isOptional, years[reported] == nil {
            throw fault(.periodMissing, column.title, period.description, years.keys.sorted().map { "\($0)" }.joined(separator: ", "))
        }
        let basis = column.years ?? mapping.years
        return years.sorted { $0.key < $1.key }.map { year, indices in
            BoundColumn(column: column, index: indices[0], heading: heading(indices[0]), period: Period(.one(.year(basis, year))))
        }
    }

    private func ownPeriod() throws(MappingFault) -> Period? {
        switch column.period {
        case nil: return nil
        case .report: return period
        case .fixed(let fixed): return fixed
        case .next:
            guard case .one(.year(let basis, let year)) = period.shape else { throw fault(.periodNotAYear, column.title, period.description) }
            return Period(.one(.year(basis, year + 1)))
        }
    }

    private func heading(_ index: Int) -> String { candidate.headings[index - 1] }

    private func twice(_ indices: [Int]) -> MappingFault {
        fault(.headingTwice, heading(indices[0]), indices.map { "\(ColumnName.of($0))\(candidate.rows.upperBound)" }.joined(separator: ", "))
    }

    private func fault(_ code: MappingFault.Code, _ values: String...) -> MappingFault {
        MappingFault(code, line: column.line, key: column.key + ".heading", values: values)
    }
}
