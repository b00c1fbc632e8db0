import LedgerModel

extension Mapping {
    /// The columns, each checked by itself and all of them against the kind of table.
    static func columns(_ item: YAMLItem, kind: TableKind, grading: Bool) throws(MappingFault) -> [Column] {
        let (required, others) = MappingWords.columns(of: kind)
        let allowed = MappingWords.everywhere + required.joined() + others
        var columns: [Column] = []
        var kinds: [String] = []
        for one in try item.list() {
            let is_ = try kindOfColumn(one)
            guard allowed.contains(is_.word) else { throw is_.item.fault(.conflict, is_.word, "kind: \(kind.rawValue)") }
            if kinds.contains(is_.word), !MappingWords.repeatable.contains(is_.word) {
                throw is_.item.fault(.conflict, is_.word, "columns[\((kinds.firstIndex(of: is_.word) ?? 0) + 1)]")
            }
            if is_.word == "grade", !grading { throw is_.item.fault(.missingKey, "grading") }
            columns.append(try Column(one, is: is_.word))
            kinds.append(is_.word)
        }
        for choice in required where !choice.contains(where: kinds.contains) {
            throw item.fault(.missingKey, "is: " + choice.joined(separator: " / "))
        }
        if kinds.contains("kpi"), let other = kinds.firstIndex(where: ["indicator", "unit", "baseline", "target"].contains) {
            throw MappingFault(.conflict, line: columns[other].line, key: columns[other].key + ".is", kinds[other], "kpi")
        }
        return columns
    }

    private static func kindOfColumn(_ item: YAMLItem) throws(MappingFault) -> (word: String, item: YAMLItem) {
        guard let field = try item.entries().first(where: { $0.key == "is" }) else {
            throw MappingFault(.missingKey, line: item.line, key: "\(item.path).is", "is")
        }
        let word = try field.item.text()
        guard MappingWords.columns.contains(where: { $0.key == word }) else {
            throw field.item.fault(.badValue, word, MappingWords.columns.map(\.key).joined(separator: ", "))
        }
        return (word, field.item)
    }
}

extension Mapping.Column {
    init(_ item: YAMLItem, is word: String) throws(MappingFault) {
        let own = MappingWords.columns.first { $0.key == word }?.value ?? []
        let fields = try item.fields(["is", "heading", "optional", "fill-down"] + own)
        headings = try fields.required("heading").headingPatterns()
        isOptional = try fields["optional"]?.bool() ?? false
        fillsDown = try fields["fill-down"]?.bool() ?? false
        allowsLaterYears = try fields["later-years"]?.word(["fault": false, "allowed": true]) ?? false
        years = try fields["years"]?.word(MappingWords.years)
        period = try fields["period"].map { (item) throws(MappingFault) in try Mapping.ColumnPeriod(item) }
        symbols = try fields["symbols"]?.symbols() ?? [:]
        separators = try Mapping.Column.separators(fields["separator"]) ?? (word == "response-number" ? [";", "；", "、", ",", "，", "・"] : [])
        self.word = word
        role = try Mapping.Role(word, fields)
        line = item.line
        key = item.path
        let named = headings.count(where: \.namesYear)
        if named > 0, !own.contains("period") { throw try fields.required("heading").fault(.conflict, "{y}", "is: \(word)") }
        if named > 0, named < headings.count { throw try fields.required("heading").fault(.conflict, "{y}", headings.first { !$0.namesYear }?.text) }
        if named > 0, let period = fields["period"] { throw period.fault(.conflict, try period.text(), "heading: {y}") }
        if named == 0, period == nil, ["baseline", "target", "actual"].contains(word) {
            throw MappingFault(.missingKey, line: line, key: "\(key).period", "period")
        }
    }

    private static func separators(_ item: YAMLItem?) throws(MappingFault) -> [String]? {
        guard let item else { return nil }
        var texts: [String] = []
        for one in try item.list() {
            let text = try one.text()
            guard !text.isEmpty else { throw one.fault(.wrongType, "text") }
            texts.append(text)
        }
        return texts
    }

    /// Its heading says the year.
    var isYearly: Bool { headings[0].namesYear }
}

extension Mapping.ColumnPeriod {
    init(_ item: YAMLItem) throws(MappingFault) {
        switch try item.text() {
        case "report": self = .report
        case "next": self = .next
        default: self = .fixed(try item.period())
        }
    }
}

extension Mapping.Role {
    /// - Precondition: `word` is one of `MappingWords.columns`.
    fileprivate init(_ word: String, _ fields: YAMLFields) throws(MappingFault) {
        switch word {
        case "section":
            self = .section(
                level: try fields.required("level").filledText(), try fields["holds"]?.word(MappingWords.sectionParts) ?? .both)
        case "listing": self = .listing(try fields.required("values").meanings(MappingWords.listings))
        case "scope": self = .scope(try fields.required("values").meanings(MappingWords.scopes))
        case "marks": self = .marks(try fields.required("values").meaningLists(MappingWords.rowMarks))
        case "text": self = .text(try fields.required("text").word(MappingWords.texts))
        case "amount":
            self = .amount(
                try fields.required("amount").word(MappingWords.amounts), unit: try fields.required("unit").filledText(),
                scale: try fields["scale"]?.scale() ?? 0)
        case "total": self = .total(scale: try fields["scale"]?.scale() ?? 0)
        case "seat-post":
            var marks: [String] = []
            if let item = fields["chair-marks"] { for one in try item.list() { marks.append(Compared.text(try one.filledText())) } }
            self = .seatPost(chairMarks: marks)
        default: self = Mapping.Role.plain[word] ?? .ignored
        }
    }

    private static let plain: [String: Mapping.Role] = [
        "ignored": .ignored, "programme": .programme, "programme-code": .programmeCode, "division": .division, "tags": .tags, "grade": .grade,
        "text-number": .textNumber, "kpi": .kpi, "kpi-whole": .kpiWhole, "indicator": .indicator, "indicator-code": .indicatorCode,
        "unit": .unit, "baseline": .baseline, "target": .target, "actual": .actual, "note": .note, "opinion-number": .opinionNumber,
        "opinion": .opinion, "response-number": .responseNumber, "response": .response, "refers-to": .refersTo,
        "point-number": .pointNumber, "point-heading": .pointHeading, "point": .point, "point-note": .pointNote,
        "lineage-from": .lineageFrom, "lineage-to": .lineageTo, "lineage-kind": .lineageKind, "body": .body,
        "seat-category": .seatCategory, "constituted": .constituted, "period": .period, "count": .count,
    ]
}
