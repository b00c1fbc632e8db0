import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerReports

/// Every view as a tidy table: one value per cell, codes and not words, in a fixed order.
struct ExportTables {
    /// A table whose rows are made one after the other and not kept.
    struct Table {
        let name: String
        let header: [String]
        /// Column that is summed, and the column of its unit; -1 for none.
        var sum = -1
        var unit = -1
        let forEachRow: (([String]) throws -> Void) throws -> Void
    }

    /// Count of rows, and for a column of numbers the exact sum by unit and scale.
    struct Totals {
        private struct Group {
            var count = 0
            var total = Ratio(0)
            var digits = 0
        }

        private let table: Table
        private var count = 0
        private var groups: [String: Group] = [:]

        init(_ table: Table) { self.table = table }

        mutating func add(_ row: [String]) {
            count += 1
            guard table.sum >= 0, !row[table.sum].isEmpty else { return }
            let number = row[table.sum]
            var group = groups[row[table.unit] + " x10^" + row[table.unit + 1]] ?? Group()
            group.digits = max(group.digits, number.split(separator: ".").dropFirst().first?.count ?? 0)
            if let amount = ExactDecimal(number)?.amount() {
                group.count += 1
                group.total = group.total + amount
            }
            groups[row[table.unit] + " x10^" + row[table.unit + 1]] = group
        }

        var rows: [[String]] {
            [[table.name, "", "", "\(count)", ""]] + groups.sorted { $0.key < $1.key }.map { key, group in
                [table.name, table.header[table.sum], key, "\(group.count)", group.total.rounded(digits: group.digits)]
            }
        }
    }

    static let names = [
        "entries.csv", "subjects.csv", "attachments.csv", "values.csv", "amounts.csv", "grades.csv", "opinions.csv", "responses.csv",
    ]

    private let source: Snapshot

    init(_ source: Snapshot) { self.source = source }

    var all: [Table] { [entries, subjects, attachments, values, amounts, grades, opinions, responses] }

    private func instant(_ event: Event) -> String { Instant.text(event.recorded, offsetMinutes: source.settings.utcOffsetMinutes, full: true) }

    private var entries: Table {
        Table(
            name: "entries.csv",
            header: [
                "number", "recorded", "batch_first", "batch_length", "id", "act", "change", "recorded_by", "origin", "decided_from",
                "decided_to", "decided_basis", "in_force_from", "in_force_to", "reason", "backfill", "subjects",
            ]
        ) { emit in
            try source.forEachEvent(after: 0, through: source.size) { event in
                let s = event.statement
                try emit([
                    "\(event.number)", instant(event), "\(event.batchFirst)", "\(event.batchLength)", s.event.hex, s.actKind?.rawValue ?? "",
                    Kebab.name(s.change), s.recordedBy.id, s.hasOrigin ? s.origin.id : "", s.decided.from, s.decided.to, Kebab.name(s.decided.basis),
                    s.hasInForce ? s.inForce.from : "", s.hasInForce ? s.inForce.to : "", Kebab.name(s.reason), s.backfill ? "true" : "false",
                    s.subjects.map(\.label).joined(separator: " "),
                ])
                return true
            }
        }
    }

    private func forEachFacts(_ kinds: [Subject.Kind], _ body: (Facts) throws -> Void) throws {
        for kind in kinds { for subject in try source.subjects(of: kind) { try body(source.facts(of: subject)) } }
    }

    private var subjects: Table {
        Table(name: "subjects.csv", header: ["kind", "id", "exists", "name", "place", "period", "end"]) { emit in
            try forEachFacts(Subject.Kind.allCases.filter { $0 != .unspecified && $0 != .ledger }) { facts in
                let end: String = if case .ended(let a)? = facts.end()?.statement.act { Kebab.name(a.kind) } else { facts.end() == nil ? "" : "restructured" }
                try emit([
                    facts.subject.kind.word, facts.subject.id, facts.exists ? "true" : "false", facts.name ?? "", facts.place?.label ?? "",
                    facts.period?.description ?? "", end,
                ])
            }
        }
    }

    private var attachments: Table {
        Table(name: "attachments.csv", header: ["parent_kind", "parent", "kind", "id", "mark", "position", "entry"]) { emit in
            try forEachFacts([.plan, .section, .programme]) { facts in
                for member in facts.members {
                    try emit([
                        facts.subject.kind.word, facts.subject.id, member.subject.kind.word, member.subject.id, Kebab.name(member.mark), "\(member.position)",
                        "\(member.event.number)",
                    ])
                }
            }
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
        Table(name: "values.csv", header: ["indicator", "kind", "plan", "measure", "part", "period"] + Self.valueHeader + ["entry"], sum: 6, unit: 7) { emit in
            try forEachFacts([.indicator]) { facts in
                for event in facts.all(.baseline) + facts.all(.target) + facts.all(.actual) {
                    guard let fact = event.fact else { continue }
                    try emit([fact.indicator, Kebab.name(fact.kind), fact.plan, fact.measure, fact.part, fact.period] + cells(event.value) + ["\(event.number)"])
                }
            }
        }
    }

    private var amounts: Table {
        Table(
            name: "amounts.csv", header: ["kind", "id", "period", "amount_kind", "carried_over", "included_in"] + Self.valueHeader + ["entry"], sum: 6, unit: 7
        ) { emit in
            try forEachFacts([.plan, .section, .programme]) { facts in
                for event in facts.all(.amount) {
                    guard case .amountRecorded(let a)? = event.statement.act else { continue }
                    try emit(
                        [a.subject.kind.word, a.subject.id, a.period, Kebab.name(a.kind), a.carriedOver ? "true" : "false", a.hasIncludedIn ? a.includedIn.label : ""]
                            + cells(event.value) + ["\(event.number)"])
                }
            }
        }
    }

    private var grades: Table {
        Table(name: "grades.csv", header: ["kind", "id", "plan", "period", "grade", "no_grade", "origin", "rule", "rule_version", "entry"]) { emit in
            try forEachFacts([.programme, .indicator]) { facts in
                for line in facts.grades(source.settings) {
                    try emit([
                        facts.subject.kind.word, facts.subject.id, line.grade.plan, line.period, line.grade.grade, line.grade.noGrade == .graded ? "" : Kebab.name(line.grade.noGrade),
                        Kebab.name(line.grade.origin), line.grade.rule, "\(line.grade.ruleVersion)", "\(line.event.number)",
                    ])
                }
            }
        }
    }

    private var opinions: Table {
        Table(
            name: "opinions.csv",
            header: ["id", "body", "kind", "printed_number", "about", "basis", "owner", "due", "meeting", "restates", "period", "standing", "entry"]
        ) { emit in
            for line in try OpinionView(source, on: Day.last).lines.sorted(by: { $0.opinion.id < $1.opinion.id }) {
                let o = line.opinion
                try emit([
                    o.id, o.body, Kebab.name(o.kind), o.printedNumber, o.about.map(\.label).joined(separator: " "), Kebab.name(o.basis), o.owner, o.due,
                    o.meeting, o.restates, o.period, line.standing.rawValue, "\(line.event.number)",
                ])
            }
        }
    }

    private var responses: Table {
        Table(name: "responses.csv", header: ["id", "opinion", "state", "unit", "printed_number", "refers_to", "entry"]) { emit in
            try forEachFacts([.response]) { facts in
                guard let event = facts.holds(FactKey(.definition)), case .responseGiven(let a)? = event.statement.act else { return }
                for opinion in a.opinions {
                    try emit([a.id, opinion, Kebab.name(a.state), a.unit, a.printedNumber, a.refersTo.joined(separator: " "), "\(event.number)"])
                }
            }
        }
    }
}
