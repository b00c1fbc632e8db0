import LedgerModel

/// The words of the YAML and what they stand for (schema/MAPPING.md). Order is the order in which an error lists them.
enum MappingWords {
    static let kinds: KeyValuePairs<String, TableKind> = [
        "indicators": .indicators, "programmes": .programmes, "opinions": .opinions, "responses": .responses, "lineage": .lineage,
        "amounts": .amounts, "points": .points, "texts": .texts, "bodies": .bodies, "meetings": .meetings,
    ]

    /// Encodings as the reader of sheets names them; nil: found out.
    static let encodings: KeyValuePairs<String, String?> = [
        "auto": nil, "utf-8": "UTF-8", "utf-16le": "UTF-16LE", "utf-16be": "UTF-16BE", "cp932": "CP932",
    ]

    static let absences: KeyValuePairs<String, Value.Absence> = [
        "pending": .pending, "cancelled": .cancelled, "not-started": .notStarted, "not-applicable": .notApplicable, "excluded": .excluded,
        "suppressed": .suppressed, "not-collected": .notCollected, "unknown": .unknown, "none-printed": .nonePrinted,
    ]

    static let years: KeyValuePairs<String, Period.Basis> = ["fiscal": .fiscal, "calendar": .calendar]

    static let noGrades: KeyValuePairs<String, GradeGiven.NoGrade> = [
        "excluded": .excluded, "pending": .pending, "ended": .ended, "relisted": .relisted,
    ]

    static let listings: KeyValuePairs<String, ProgrammeListed.Mark> = [
        // The generator takes the enumeration's name off its cases: MARKED_ONLY of Mark.
        "listed": .listed, "relisted": .relisted, "marked-only": .edOnly, "removed": .removed,
    ]

    static let rowMarks: KeyValuePairs<String, Mapping.RowMark> = [
        "calendar": .calendar, "fiscal": .fiscal, "cumulative": .cumulative, "single-year": .singleYear, "none": .nothing,
    ]

    static let aggregations: KeyValuePairs<String, Bool> = ["single-year": false, "cumulative": true]

    static let scopes: KeyValuePairs<String, Bool> = ["in": true, "out": false]

    static let texts: KeyValuePairs<String, TextRecorded.Kind> = [
        "purpose": .purpose, "outline": .outline, "plan": .plan, "activities": .activities, "results": .results, "outcome": .outcome,
        "issues": .issues, "note": .note, "footnote": .footnote, "planned-action": .plannedAction,
    ]

    static let amounts: KeyValuePairs<String, AmountRecorded.Kind> = [
        "not-stated": .notStated, "initial": .initial, "amended": .amended, "estimated": .estimated, "settled": .settled,
    ]

    static let sectionParts: KeyValuePairs<String, Mapping.SectionPart> = ["both": .both, "number": .number, "name": .name]

    static let sums: KeyValuePairs<String, Mapping.Sum> = ["since-last": .sinceLast, "all": .all]

    static let identities: KeyValuePairs<String, Mapping.Identity> = [
        "code": .code, "name-in-programme": .nameInProgramme, "name": .name,
    ]

    static let scales: KeyValuePairs<String, Int32> = [
        "一": 0, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "億": 8, "十億": 9, "百億": 10, "兆": 12,
    ]

    /// What a column may be, and the keys that go with it beside those of every column.
    static let columns: KeyValuePairs<String, [String]> = [
        "section": ["level", "holds", "separator"], "programme": [], "programme-code": [], "division": [], "tags": ["separator"],
        "listing": ["values"], "scope": ["values"], "grade": yearly, "text": ["text"] + yearly, "text-number": [],
        "amount": ["amount", "unit", "scale"] + yearly, "total": ["scale"] + yearly, "kpi": [], "kpi-whole": [], "indicator": [],
        "indicator-code": [], "unit": [], "baseline": yearly + ["symbols"], "target": yearly + ["symbols"], "actual": yearly + ["symbols"],
        "marks": ["values"], "note": [], "opinion-number": [], "opinion": [], "response-number": ["separator"], "response": [],
        "refers-to": [], "point-number": [], "point-heading": [], "point": [], "point-note": [], "lineage-from": [], "lineage-to": [],
        "lineage-kind": [], "body": [], "seat-category": [], "seat-post": ["chair-marks"], "constituted": [], "period": [], "count": [],
        "ignored": [],
    ]
    private static let yearly = ["years", "later-years", "period"]

    /// What each kind of table must have, and what else it may have; sections, programmes, notes and ignored columns may stand in all.
    static func columns(of kind: TableKind) -> (required: [[String]], others: [String]) {
        switch kind {
        case .indicators:
            ([["kpi", "indicator"]], ["kpi-whole", "indicator-code", "unit", "baseline", "target", "actual", "marks", "note", "grade"])
        case .programmes: ([["programme"]], ["grade"])
        case .texts: ([["programme"], ["text"]], ["text-number", "grade"])
        case .amounts: ([["programme"], ["amount"]], ["total", "grade"])
        case .opinions: ([["opinion-number"], ["opinion"]], [])
        case .responses: ([["response-number"], ["response"]], ["refers-to"])
        case .points: ([["point"]], ["point-number", "point-heading", "point-note"])
        case .lineage: ([["lineage-from"], ["lineage-kind"]], ["lineage-to", "period"])
        case .bodies: ([["body"], ["seat-post"]], ["seat-category", "constituted"])
        case .meetings: ([["body"], ["count"]], ["period"])
        }
    }
    static let everywhere = [
        "section", "programme", "programme-code", "division", "tags", "listing", "scope", "text", "text-number", "amount", "total", "ignored",
    ]

    /// Of these a mapping may have several columns without a year in their heading.
    static let repeatable = ["section", "text", "amount", "note", "point-number", "marks", "ignored", "baseline", "target", "actual"]
}
