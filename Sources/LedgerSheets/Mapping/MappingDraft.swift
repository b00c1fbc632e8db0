import LedgerModel
import SheetFiles

/// A proposal of a mapping for a table that nobody has described. It guesses what columns are by their headings, and says where it doubts; what a
/// mark means it never guesses.
package enum MappingDraft {
    /// What a person has to decide before the mapping is used.
    package struct Doubt: Sendable, Hashable {
        package enum Code: String, Sendable, CaseIterable {
            case severalSheets = "several-sheets"      // names
            case noHeadings = "no-headings"
            case kindGuessed = "kind-guessed"          // kind
            case missingColumn = "missing-column"      // what is missing: the draft cannot be used
            case unknownColumn = "unknown-column"      // heading
            case guessedColumn = "guessed-column"      // heading, what it is taken for
            case otherKind = "column-of-another-kind"  // heading, what it looks like
            case periodUnknown = "period-unknown"      // heading, what it looks like
            case headingTwice = "heading-twice"        // heading, cells
            case marksUnknown = "marks-unknown"        // heading, marks seen
            case symbolUnknown = "symbol-unknown"      // mark, how often
            case filledDown = "filled-down"            // heading
            case rowsLeftOut = "rows-left-out"         // texts
            case aggregationUnknown = "aggregation-unknown"
            case gradesOfWhat = "grades-of-what"
            case amountKind = "amount-kind"            // heading
            case unitInTitle = "unit-in-title"         // text
        }

        package let code: Code
        /// Cell or column concerned: `F3`; empty for the whole table.
        package let place: String
        package let values: [String]

        init(_ code: Code, at place: String = "", _ values: String...) {
            self.code = code
            self.place = place
            self.values = values
        }
    }

    /// The YAML, with each doubt as a comment where it belongs, and the doubts. It is a mapping as it stands unless one of them is `missingColumn`.
    package static func propose(_ workbook: Workbook) -> (yaml: String, doubts: [Doubt]) {
        let visible = workbook.sheets.filter { !$0.isHidden && !$0.rows.isEmpty }
        let sheet = visible.first ?? workbook.sheets.first ?? Sheet(name: "", rows: [])
        var table = DraftTable(sheet)
        if visible.count > 1 { table.doubts.insert(Doubt(.severalSheets, visible.map(\.name).joined(separator: ", ")), at: 0) }
        return DraftText(table).written()
    }
}

/// A column of the draft.
struct DraftColumn {
    /// One of the words that `is:` knows.
    var role: String
    /// A heading pattern.
    var heading: String
    /// Keys besides `is` and `heading`, with their YAML.
    var keys: [(String, String)] = []
    var doubts: [MappingDraft.Doubt] = []
    let index: Int
}

/// What a sheet looks like to somebody who reads only its headings and the shape of its cells.
struct DraftTable {
    let grid: TableGrid
    let header: ClosedRange<Int>
    private(set) var columns: [DraftColumn] = []
    private(set) var kind = TableKind.programmes
    private(set) var letters: [String] = []
    /// Patterns of rows that are not rows of the table.
    private(set) var leftOut: [(rule: String, pattern: String)] = []
    var doubts: [MappingDraft.Doubt] = []
    /// The last year that stands in a heading.
    private(set) var lastYear: Int?

    private static let searchedRows = 40
    private static let sampledRows = 2_000

    init(_ sheet: Sheet) {
        grid = TableGrid(sheet)
        header = DraftTable.header(grid)
        guard grid.width > 0 else {
            doubts.append(.init(.noHeadings))
            return
        }
        readColumns()
        chooseKind()
        settleColumns()
        findRowsToLeaveOut()
        findSymbols()
    }

    /// The rows whose headings say most.
    private static func header(_ grid: TableGrid) -> ClosedRange<Int> {
        var best: (rows: ClosedRange<Int>, score: Int)?
        for height in 1...3 {
            for row in grid.sheet.rows.prefix(searchedRows) where grid.width > 0 {
                let rows = row.number...(row.number + height - 1)
                guard height == 1 || isOfSeveralRows(grid, rows) else { continue }
                let headings = (1...grid.width).map { grid.heading($0, rows: rows) }.filter { !Compared.isBlank($0) }
                let known = headings.compactMap { DraftWords.guess($0) }
                // Two columns of one heading say less than one.
                let score = Set(known.map { $0.role + $0.heading + "\($0.year ?? 0)" }).count * 4 - height
                if known.count >= 2, score > best?.score ?? 0 { best = (rows, score) }
            }
        }
        if let best { return best.rows }
        let first = grid.sheet.rows.first { row in row.cells.count { !Compared.isBlank($0.text) } > 1 }?.number ?? 1
        return first...first
    }

    /// Somewhere a heading stands over several columns. Otherwise the lower row is one of data.
    private static func isOfSeveralRows(_ grid: TableGrid, _ rows: ClosedRange<Int>) -> Bool {
        zip(rows, rows.dropFirst()).allSatisfy { upper, lower in
            // One filled cell at the left is a title, not a heading over columns.
            let filled = (1...grid.width).filter { !Compared.isBlank(grid.cell(upper, $0).text) }
            let hasOwnColumnsBefore = filled.first.map { first in (1..<first).contains { !Compared.isBlank(grid.cell(lower, $0).text) } } ?? false
            guard filled.count > 1 || hasOwnColumnsBefore else { return false }
            return (1...grid.width).contains { Compared.isBlank(grid.cell(upper, $0).text) && !Compared.isBlank(grid.cell(lower, $0).text) }
        }
    }

    private func place(_ column: Int) -> String { "\(ColumnName.of(column))\(header.upperBound)" }

    private mutating func readColumns() {
        var seen: [String: Int] = [:]
        for index in 1...grid.width {
            let printed = grid.heading(index, rows: header)
            guard !Compared.isBlank(printed) else { continue }
            let guess = DraftWords.guess(printed)
            if let year = guess?.year { lastYear = max(lastYear ?? year, year) }
            let key = Compared.text(printed)
            if let other = seen[key] {
                columns.removeAll { $0.index == other }
                doubts.append(.init(.headingTwice, at: place(index), printed, "\(place(other)), \(place(index))"))
                continue
            }
            seen[key] = index
            if let guess, guess.year != nil, columns.contains(where: { $0.role == guess.role && $0.heading == guess.heading }) { continue }
            var column = DraftColumn(role: guess?.role ?? "ignored", heading: guess?.heading ?? DraftWords.literal(printed), index: index)
            column.keys = guess?.keys ?? []
            if guess == nil { column.doubts.append(.init(.unknownColumn, at: place(index), printed)) }
            columns.append(column)
        }
        // A composite cell says name, baseline and target at once.
        for i in columns.indices where columns[i].role == "indicator" && texts(columns[i].index).contains(where: { $0.contains("⇒") || $0.contains("→") }) {
            columns[i].role = "kpi"
        }
    }

    /// Texts of a column below the headings.
    private func texts(_ column: Int) -> [String] {
        grid.sheet.rows.prefix(DraftTable.sampledRows).filter { $0.number > header.upperBound && $0.cells.count >= column }.map { $0.cells[column - 1].text }
    }

    private func has(_ role: String) -> Bool { columns.contains { $0.role == role } }

    private mutating func chooseKind() {
        let signs: [(TableKind, [String])] = [
            (.responses, ["response"]), (.opinions, ["opinion"]), (.meetings, ["body", "count"]), (.bodies, ["body", "seat-post"]),
            (.lineage, ["lineage-from"]), (.points, ["point"]), (.indicators, ["kpi"]), (.indicators, ["indicator"]),
            (.amounts, ["programme", "amount"]), (.texts, ["programme", "text"]), (.programmes, ["programme"]),
        ]
        kind = signs.first { $0.1.allSatisfy(has) }?.0 ?? .programmes
        doubts.append(.init(.kindGuessed, kind.rawValue))
        for i in columns.indices where columns[i].role == "number" { columns[i].role = number() }
        if kind == .indicators, !has("kpi") { doubts.append(.init(.aggregationUnknown)) }
        for choice in MappingWords.columns(of: kind).required where !choice.contains(where: has) {
            doubts.append(.init(.missingColumn, choice.joined(separator: " / ")))
        }
    }

    /// Makes each column fit the kind of table, or sets it aside with a doubt.
    private mutating func settleColumns() {
        let words = MappingWords.columns(of: kind)
        let allowed = MappingWords.everywhere + words.required.joined() + words.others
        var taken: Set<String> = []
        let composite = has("kpi")
        for i in columns.indices {
            let place = place(columns[i].index)
            let heading = columns[i].heading
            let now = columns[i].role
            if !allowed.contains(now) || composite && ["indicator", "unit", "baseline", "target"].contains(now)
                || !MappingWords.repeatable.contains(now) && taken.contains(now)
            {
                setAside(i, .init(.otherKind, at: place, heading, now))
                continue
            }
            settle(i, place, heading)
            taken.insert(columns[i].role)
        }
    }

    private mutating func setAside(_ i: Int, _ doubt: MappingDraft.Doubt) {
        columns[i].role = "ignored"
        columns[i].heading = DraftWords.literal(grid.heading(columns[i].index, rows: header))
        columns[i].keys = []
        columns[i].doubts.append(doubt)
    }

    private func number() -> String {
        switch kind {
        case .opinions: "opinion-number"
        case .responses: "response-number"
        case .points: "point-number"
        case .amounts: "programme-code"
        case .texts: has("programme-code") ? "ignored" : "text-number"
        default: "ignored"
        }
    }

    private mutating func settle(_ i: Int, _ place: String, _ heading: String) {
        let texts = texts(columns[i].index)
        let isYearly = heading.contains("{y}") || heading.contains("{yyyy}")
        switch columns[i].role {
        case "target" where !isYearly, "baseline" where !isYearly:
            setAside(i, .init(.periodUnknown, at: place, heading, columns[i].role))
        case "actual" where !isYearly:
            columns[i].keys.append(("period", "report"))
            columns[i].doubts.append(.init(.guessedColumn, at: place, heading, "actual, period: report"))
        case "listing", "scope", "marks":
            let marks = Set(texts.map(Compared.text)).filter { !$0.isEmpty }.sorted().prefix(12)
            setAside(i, .init(.marksUnknown, at: place, heading, marks.joined(separator: " ")))
        case "grade":
            let marks = Set(texts.map(Compared.text)).filter { !$0.isEmpty }
            letters = marks.filter { $0.count == 1 && $0.allSatisfy { $0.isASCII && $0.isUppercase } }.sorted()
            guard !letters.isEmpty else { return setAside(i, .init(.marksUnknown, at: place, heading, marks.sorted().prefix(12).joined(separator: " "))) }
            if !isYearly { columns[i].keys.append(("period", "report")) }
            columns[i].doubts.append(.init(.gradesOfWhat, at: place))
            let others = marks.subtracting(letters).sorted().prefix(12)
            if !others.isEmpty { columns[i].doubts.append(.init(.marksUnknown, at: place, heading, others.joined(separator: " "))) }
        case "amount":
            if !isYearly { columns[i].keys.append(("period", "report")) }
            columns[i].doubts.append(.init(.amountKind, at: place, heading))
        case "section", "programme", "division", "body":
            let firstIsFilled = texts.first.map { !Compared.isBlank($0) } ?? false
            if firstIsFilled, texts.contains(where: Compared.isBlank) {
                columns[i].keys.append(("fill-down", "true"))
                columns[i].doubts.append(.init(.filledDown, at: place, heading))
            }
        default: break
        }
    }

    private mutating func findRowsToLeaveOut() {
        let first = grid.sheet.rows.prefix(DraftTable.sampledRows).filter { $0.number > header.upperBound }.map { Compared.text(grid.firstText($0)) }
        for (rule, pattern, isOne) in [
            ("注記", "※{*}", { (text: String) in text.hasPrefix("※") }), ("注記", "注{*}", { $0.hasPrefix("注") || $0.hasPrefix("(注") }),
            ("小計", "{*}小計", { $0.hasSuffix("小計") }), ("合計", "{*}合計", { $0.hasSuffix("合計") }), ("計", "計", { $0 == "計" }),
        ] {
            let found = first.filter(isOne)
            guard let text = found.first else { continue }
            leftOut.append((rule, pattern))
            doubts.append(.init(.rowsLeftOut, String(text.prefix(40)), "\(found.count)"))
        }
    }

    /// Cells of value columns that hold only a mark.
    private mutating func findSymbols() {
        var seen: [String: (count: Int, place: String)] = [:]
        var titles: [String] = []
        for row in grid.sheet.rows.prefix(DraftTable.sampledRows) {
            if row.number < header.lowerBound { titles += row.cells.map(\.text).filter { $0.contains("単位") } }
            guard row.number > header.upperBound else { continue }
            for index in 1...grid.width where row.cells.count >= index && DraftWords.isOfValues(grid.heading(index, rows: header)) {
                let mark = Compared.text(row.cells[index - 1].text)
                guard mark.count <= 3, !mark.contains(where: { $0.isNumber }), mark.allSatisfy({ !$0.isLetter || "xX×ー一".contains($0) }) else { continue }
                let place = seen[mark]?.place ?? "\(ColumnName.of(index))\(row.number)"
                seen[mark] = ((seen[mark]?.count ?? 0) + 1, place)
            }
        }
        for (mark, found) in seen.sorted(by: { $0.key < $1.key }) {
            doubts.append(.init(.symbolUnknown, at: found.place, mark, "\(found.count)"))
        }
        for title in titles { doubts.append(.init(.unitInTitle, title)) }
    }
}
