import LedgerModel

extension Mapping {
    /// Reads the YAML of a mapping, strictly: whatever is not understood is a fault that names line and key.
    package init(yaml: String, name: String) throws(MappingFault) {
        let fields = try YAMLItem.document(yaml).fields([
            "mapping", "kind", "title", "encoding", "table", "columns", "cells", "years", "aggregation", "identify-by", "grading", "plan",
        ])
        _ = try fields.required("mapping").number(1...1)
        let kind = try fields.required("kind").word(MappingWords.kinds)
        let table = try fields["table"]?.fields(["sheet", "header-rows", "ends-at-blank-row", "ends-at", "leave-out"])
        let grading = try fields["grading"].map { (item) throws(MappingFault) in try Grading(item) }
        let columns = try Mapping.columns(fields.required("columns"), kind: kind, grading: grading != nil)
        self.name = name
        self.kind = kind
        self.columns = columns
        self.grading = grading
        title = try fields.required("title").filledText()
        encoding = try fields["encoding"]?.word(MappingWords.encodings) ?? nil
        sheet = try table?["sheet"].map { (item) throws(MappingFault) in try SheetChoice(item) } ?? .firstVisible
        headerRows = try Mapping.headerRows(table?["header-rows"])
        endsAtBlankRow = try table?["ends-at-blank-row"]?.bool() ?? true
        ends = try Mapping.patterns(table?["ends-at"], columns: columns, sums: false)
        leftOut = try Mapping.patterns(table?["leave-out"], columns: columns, sums: true)
        cells = try fields["cells"].map { (item) throws(MappingFault) in try CellSettings(item) } ?? CellSettings()
        years = try fields["years"]?.word(MappingWords.years) ?? .fiscal
        isCumulative = try fields["aggregation"]?.word(MappingWords.aggregations)
        identity = try fields["identify-by"]?.word(MappingWords.identities) ?? .nameInProgramme
        plan = try Plan(fields["plan"])
        if identity == .code, !columns.contains(where: { $0.role == .indicatorCode }), let item = fields["identify-by"] {
            throw item.fault(.conflict, "code", "columns: indicator-code")
        }
    }

    private static func headerRows(_ item: YAMLItem?) throws(MappingFault) -> [Int] {
        guard let item else { return [1] }
        var numbers: [Int] = []
        for one in try item.list() { numbers.append(try one.number(1...5)) }
        return numbers
    }

    private static func patterns(_ item: YAMLItem?, columns: [Column], sums: Bool) throws(MappingFault) -> [RowPattern] {
        guard let item else { return [] }
        var patterns: [RowPattern] = []
        for one in try item.list() {
            let fields = try one.fields(["rule", "column", "matches"] + (sums ? ["adds"] : []))
            let column = try fields["column"]?.text()
            if let column, !columns.contains(where: { $0.headings.contains { $0.text == column } }) {
                throw try fields.required("column").fault(.badValue, column, columns.map(\.title).joined(separator: ", "))
            }
            patterns.append(RowPattern(
                rule: try fields.required("rule").filledText(), column: column,
                patterns: try fields.required("matches").headingPatterns(), adds: try fields["adds"]?.word(MappingWords.sums)))
        }
        return patterns
    }
}

extension Mapping.SheetChoice {
    init(_ item: YAMLItem) throws(MappingFault) {
        let text = try item.filledText()
        if Int(text) == nil { self = .named(text) } else { self = .number(try item.number(1...1_000)) }
    }
}

extension Mapping.Grading {
    init(_ item: YAMLItem) throws(MappingFault) {
        let fields = try item.fields(["rule", "of", "letters", "marks"])
        var letters: [String] = []
        for one in try fields.required("letters").list() { letters.append(Compared.text(try one.filledText())) }
        self.letters = letters
        rule = try fields["rule"]?.text() ?? ""
        marks = try fields["marks"]?.meanings(MappingWords.noGrades) ?? [:]
        isOfIndicator = try fields.required("of").word(["programme": false, "indicator": true])
        if let both = letters.first(where: { marks[$0] != nil }) { throw try fields.required("letters").fault(.conflict, both, "marks") }
    }
}

extension Mapping.Plan {
    init(_ item: YAMLItem?) throws(MappingFault) {
        let fields = try item?.fields(["name", "period"])
        name = try fields?["name"]?.filledText() ?? ""
        period = try fields?["period"]?.period()
    }
}

extension CellSettings {
    init(_ item: YAMLItem) throws(MappingFault) {
        self.init()
        let fields = try item.fields([
            "symbols", "default-target-period", "parenthesis", "unit", "scale", "bare-years", "fiscal-first-month",
        ])
        symbols = try fields["symbols"]?.symbols() ?? [:]
        defaultTargetPeriod = try fields["default-target-period"]?.period()
        parenthesis = try fields["parenthesis"]?.filledText()
        unit = try fields["unit"]?.filledText()
        scale = try fields["scale"]?.scale()
        yearBasis = try fields["bare-years"]?.word(MappingWords.years)
        fiscalFirstMonth = try fields["fiscal-first-month"]?.number(1...12) ?? 4
    }
}

extension YAMLItem {
    /// `FY2019`, `H27～31年度` and what else is read as a period anywhere.
    func period() throws(MappingFault) -> Period {
        let text = try text()
        guard let period = Period(reading: text) else { throw fault(.badValue, text, "FY2019, FY2015-FY2019, CY2018, 令和元年度") }
        return period
    }

    /// 千, 万 … or a power of ten.
    func scale() throws(MappingFault) -> Int32 {
        let text = try text()
        if let power = Int32(text), Limits.scale.contains(power) { return power }
        return try word(MappingWords.scales)
    }

    func headingPatterns() throws(MappingFault) -> [HeadingPattern] {
        var patterns: [HeadingPattern] = []
        for one in try list() {
            do { patterns.append(try HeadingPattern(one.text())) } catch let fault as MappingFault { throw fault } catch {
                throw one.fault(.badValue, try one.text(), "{era}{yy}, H{yy}, 平成{yy}, {yyyy}, {*}")
            }
        }
        return patterns
    }

    /// Texts of cells and what they mean.
    func meanings<Meaning>(_ words: KeyValuePairs<String, Meaning>) throws(MappingFault) -> [String: Meaning] {
        try meanings { (item) throws(MappingFault) in try item.word(words) }
    }

    /// The same where one text may mean several things.
    func meaningLists<Meaning>(_ words: KeyValuePairs<String, Meaning>) throws(MappingFault) -> [String: [Meaning]] {
        try meanings { (item) throws(MappingFault) in
            var found: [Meaning] = []
            for one in try item.list() { found.append(try one.word(words)) }
            return found
        }
    }

    private func meanings<Meaning>(_ read: (YAMLItem) throws(MappingFault) -> Meaning) throws(MappingFault) -> [String: Meaning] {
        var found: [String: Meaning] = [:]
        for (key, keyItem, item) in try entries() {
            let mark = Compared.text(key)
            guard found[mark] == nil else { throw MappingFault(.duplicateKey, line: keyItem.line, key: keyItem.path, key) }
            found[mark] = try read(item)
        }
        return found
    }

    /// Marks and the absences that they mean; the blank cell is `""`.
    func symbols() throws(MappingFault) -> [String: CellSettings.Symbol] {
        try meanings(MappingWords.absences).mapValues { CellSettings.Symbol($0, status: $0.status) }
    }
}

extension Value.Absence {
    /// The SDMX code that says the same of an observation.
    var status: Status {
        switch self {
        case .notApplicable: .m
        case .suppressed: .q
        case .notCollected: .l
        default: .o
        }
    }
}
