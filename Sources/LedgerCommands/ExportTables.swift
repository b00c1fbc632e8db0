import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerReports

/// Every view as a tidy table: one value per cell, codes and not words, in a fixed order.
struct ExportTables {
    struct Table {
        let name: String
        let header: [String]
        let rows: [[String]]
        /// Column that is summed, and the column of its unit; -1 for none.
        var sum = -1
        var unit = -1

        /// Count of rows, and for a column of numbers the exact sum by unit and scale.
        var totals: [[String]] {
            let all = [[name, "", "", "\(rows.count)", ""]]
            guard sum >= 0 else { return all }
            let numbers = rows.filter { !$0[sum].isEmpty }
            let groups = Dictionary(grouping: numbers) { $0[unit] + " x10^" + $0[unit + 1] }
            return all + groups.keys.sorted().map { key in
                let values = groups[key]!.compactMap { ExactDecimal($0[sum])?.amount() }
                let total = values.reduce(Ratio(0), +)
                let digits = groups[key]!.map { $0[sum].split(separator: ".").dropFirst().first?.count ?? 0 }.max() ?? 0
                return [name, header[sum], key, "\(values.count)", total.rounded(digits: digits)]
            }
        }
    }

    static let names = [
        "entries.csv", "subjects.csv", "attachments.csv", "values.csv", "amounts.csv", "grades.csv", "opinions.csv", "responses.csv",
    ]

    private let source: Snapshot

    init(_ source: Snapshot) { self.source = source }

    var all: [Table] {
        get throws {
            [try entries, try subjects, try attachments, try values, try amounts, try grades, try opinions, try responses]
        }
    }

    private func instant(_ event: Event) -> String { Instant.text(event.recorded, offsetMinutes: source.settings.utcOffsetMinutes, full: true) }

    private var entries: Table {
        get throws {
            var rows: [[String]] = []
            try source.forEachEvent(after: 0, through: source.size) { event in
                let s = event.statement
                rows.append([
                    "\(event.number)", instant(event), "\(event.batchFirst)", "\(event.batchLength)", s.event.hex, s.actKind?.rawValue ?? "",
                    Kebab.name(s.change), s.recordedBy.id, s.hasOrigin ? s.origin.id : "", s.decided.from, s.decided.to, Kebab.name(s.decided.basis),
                    s.hasInForce ? s.inForce.from : "", s.hasInForce ? s.inForce.to : "", Kebab.name(s.reason), s.backfill ? "true" : "false",
                    s.subjects.map(\.label).joined(separator: " "),
                ])
                return true
            }
            return Table(
                name: "entries.csv",
                header: [
                    "number", "recorded", "batch_first", "batch_length", "id", "act", "change", "recorded_by", "origin", "decided_from",
                    "decided_to", "decided_basis", "in_force_from", "in_force_to", "reason", "backfill", "subjects",
                ], rows: rows)
        }
    }

    private func facts(_ kinds: [Subject.Kind]) throws -> [Facts] {
        try kinds.flatMap { try source.subjects(of: $0) }.map { try source.facts(of: $0) }
    }

    private var subjects: Table {
        get throws {
            let kinds = Subject.Kind.allCases.filter { $0 != .unspecified && $0 != .ledger }
            let rows = try facts(kinds).map { facts -> [String] in
                let end: String = if case .ended(let a)? = facts.end()?.statement.act { Kebab.name(a.kind) } else { facts.end() == nil ? "" : "restructured" }
                return [
                    facts.subject.kind.word, facts.subject.id, facts.exists ? "true" : "false", facts.name ?? "", facts.place?.label ?? "",
                    facts.period?.description ?? "", end,
                ]
            }
            return Table(name: "subjects.csv", header: ["kind", "id", "exists", "name", "place", "period", "end"], rows: rows)
        }
    }

    private var attachments: Table {
        get throws {
            let rows = try facts([.plan, .section, .programme]).flatMap { facts in
                facts.members.map { [facts.subject.kind.word, facts.subject.id, $0.subject.kind.word, $0.subject.id, Kebab.name($0.mark), "\($0.position)", "\($0.event.number)"] }
            }
            return Table(name: "attachments.csv", header: ["parent_kind", "parent", "kind", "id", "mark", "position", "entry"], rows: rows)
        }
    }

    private static let valueHeader = ["number", "unit", "scale", "aggregation", "bound", "form", "absence", "word", "status", "partial"]

    private func cells(_ value: Value?) -> [String] {
        guard let value else { return Array(repeating: "", count: Self.valueHeader.count) }
        return [
            value.number, value.unit, "\(value.scale)", Kebab.name(value.aggregation), Kebab.name(value.bound), Kebab.name(value.form),
            value.absence == .present ? "" : Kebab.name(value.absence), value.word, Kebab.name(value.status).uppercased(),
            value.partial ? "true" : "false",
        ]
    }

    private var values: Table {
        get throws {
            var rows: [[String]] = []
            for facts in try facts([.indicator]) {
                for event in facts.all(.baseline) + facts.all(.target) + facts.all(.actual) {
                    guard let fact = event.fact else { continue }
                    rows.append(
                        [fact.indicator, Kebab.name(fact.kind), fact.plan, fact.measure, fact.part, fact.period] + cells(event.value) + ["\(event.number)"])
                }
            }
            return Table(
                name: "values.csv", header: ["indicator", "kind", "plan", "measure", "part", "period"] + Self.valueHeader + ["entry"], rows: rows,
                sum: 6, unit: 7)
        }
    }

    private var amounts: Table {
        get throws {
            let rows = try facts([.plan, .section, .programme]).flatMap { facts in
                facts.all(.amount).compactMap { event -> [String]? in
                    guard case .amountRecorded(let a)? = event.statement.act else { return nil }
                    return [a.subject.kind.word, a.subject.id, a.period, Kebab.name(a.kind), a.carriedOver ? "true" : "false", a.hasIncludedIn ? a.includedIn.label : ""]
                        + cells(event.value) + ["\(event.number)"]
                }
            }
            return Table(
                name: "amounts.csv", header: ["kind", "id", "period", "amount_kind", "carried_over", "included_in"] + Self.valueHeader + ["entry"],
                rows: rows, sum: 6, unit: 7)
        }
    }

    private var grades: Table {
        get throws {
            let rows = try facts([.programme, .indicator]).flatMap { facts in
                facts.grades(source.settings).map { line in
                    [facts.subject.kind.word, facts.subject.id, line.grade.plan, line.period, line.grade.grade, line.grade.noGrade == .graded ? "" : Kebab.name(line.grade.noGrade),
                        Kebab.name(line.grade.origin), line.grade.rule, "\(line.grade.ruleVersion)", "\(line.event.number)"]
                }
            }
            return Table(
                name: "grades.csv", header: ["kind", "id", "plan", "period", "grade", "no_grade", "origin", "rule", "rule_version", "entry"], rows: rows)
        }
    }

    private var opinions: Table {
        get throws {
            let rows = try OpinionView(source, on: Day.last).lines.sorted { $0.opinion.id < $1.opinion.id }.map { line in
                let o = line.opinion
                return [
                    o.id, o.body, Kebab.name(o.kind), o.printedNumber, o.about.map(\.label).joined(separator: " "), Kebab.name(o.basis), o.owner, o.due,
                    o.meeting, o.restates, o.period, line.standing.rawValue, "\(line.event.number)",
                ]
            }
            return Table(
                name: "opinions.csv",
                header: ["id", "body", "kind", "printed_number", "about", "basis", "owner", "due", "meeting", "restates", "period", "standing", "entry"],
                rows: rows)
        }
    }

    private var responses: Table {
        get throws {
            let rows = try facts([.response]).flatMap { facts -> [[String]] in
                guard let event = facts.holds(FactKey(.definition)), case .responseGiven(let a)? = event.statement.act else { return [] }
                return a.opinions.map { [a.id, $0, Kebab.name(a.state), a.unit, a.printedNumber, a.refersTo.joined(separator: " "), "\(event.number)"] }
            }
            return Table(name: "responses.csv", header: ["id", "opinion", "state", "unit", "printed_number", "refers_to", "entry"], rows: rows)
        }
    }
}
