import LedgerModel
import LedgerProjections

/// Entries recorded long after they were decided. schema/json/late.schema.json
package struct LateJSON: Codable, Sendable {
    package struct Line: Codable, Sendable {
        package let days: Int
        package let entry: EntryJSON
    }
    package struct Backfill: Codable, Sendable {
        package let first: UInt64
        package let length: UInt32
        package let recordedDay: String
        package let longestDays: Int
        package let entries: [UInt64]
    }

    package let asOf: AsOfJSON
    package let moreThanDays: Int
    package let late: [Line]
    package let backfills: [Backfill]
    package let cannotBeTold: [EntryJSON]
}

package struct LateReport<Source: LedgerSource> {
    private let audit: LateAudit
    private let telling: Telling<Source>
    private let asOf: AsOf
    private let days: Int
    private var catalogue: Catalogue { telling.catalogue }

    package init(_ audit: LateAudit, moreThanDays days: Int, asOf: AsOf, _ telling: Telling<Source>) {
        self.audit = audit
        self.days = days
        self.asOf = asOf
        self.telling = telling
    }

    package func json() throws -> LateJSON {
        LateJSON(
            asOf: try telling.json(asOf), moreThanDays: days,
            late: try audit.late.map { .init(days: $0.days, entry: try telling.json($0.event)) },
            backfills: audit.backfills.map {
                .init(
                    first: $0.first, length: $0.length, recordedDay: $0.recordedDay.description, longestDays: $0.longestDays,
                    entries: $0.numbers)
            },
            cannotBeTold: try audit.cannotBeTold.map { try telling.json($0) })
    }

    package func lines() throws -> [String] {
        var lines = [try telling.line(asOf)]
        lines.append(Words("決定から {0} 日を超えて記録されたもの: {1} 件", "recorded more than {0} days after they were decided: {1}")
            .filled(catalogue.language, ["\(days)", "\(audit.late.count)"]))
        if !audit.late.isEmpty { lines += try lateTable().lines }
        for batch in audit.backfills {
            lines.append(Words("過去分の入力: 記録 {0} から {1} 件、{2}、最長 {3} 日", "backfill: {1} from entry {0}, {2}, up to {3} days")
                .filled(catalogue.language, ["\(batch.first)", "\(batch.length)", batch.recordedDay.description, "\(batch.longestDays)"]))
        }
        if !audit.cannotBeTold.isEmpty {
            lines.append(Words("決定日が不明: {0} 件（{1}）", "decided date unknown: {0} ({1})").filled(
                catalogue.language, ["\(audit.cannotBeTold.count)", audit.cannotBeTold.map { "#\($0.number)" }.joined(separator: ", ")]))
        }
        return lines
    }
}

extension LateReport {
    /// The latest first.
    private func lateTable() throws -> TextTable {
        func column(_ ja: String, _ en: String, _ alignment: TextTable.Alignment = .left) -> TextTable.Column {
            TextTable.Column(catalogue(Words(ja, en)), alignment)
        }
        var table = TextTable([
            column("遅れ", "how late", .right), column("記録", "entry", .right), column("決定", "decided"), column("記録日", "recorded"), column("記録者", "by"),
            column("行為", "act"), column("内容", "what"),
        ])
        for line in audit.late.sorted(by: { ($1.days, $0.event.number) < ($0.days, $1.event.number) }) {
            let statement = line.event.statement
            table.add([
                Words("{0} 日後", "{0} days later").filled(catalogue.language, ["\(line.days)"]), "\(line.event.number)",
                catalogue.when(statement.decided), line.event.recordedDay.description, statement.recordedBy.id,
                catalogue(statement.actWords), try telling.summary(line.event),
            ])
        }
        return table
    }
}

/// Everything under one actor's name. schema/json/activity.schema.json
package struct ActivityJSON: Codable, Sendable {
    package struct Line: Codable, Sendable {
        package let roles: [String]
        package let entry: EntryJSON
    }

    package let asOf: AsOfJSON
    package let actor: String
    package let lines: [Line]
}

package struct ActivityReport<Source: LedgerSource> {
    private let activity: ActorActivity
    private let telling: Telling<Source>
    private let asOf: AsOf

    package init(_ activity: ActorActivity, asOf: AsOf, _ telling: Telling<Source>) {
        self.activity = activity
        self.asOf = asOf
        self.telling = telling
    }

    package func json() throws -> ActivityJSON {
        ActivityJSON(
            asOf: try telling.json(asOf), actor: activity.actor.id,
            lines: try activity.lines.map { .init(roles: $0.roles.map(\.rawValue), entry: try telling.json($0.event)) })
    }

    package func lines() throws -> [String] {
        var table = EntryTable(telling)
        for line in activity.lines {
            let roles = line.roles.map { telling.catalogue($0.words) }.joined(separator: telling.catalogue(Words("・", ", ")))
            try table.add(line.event, mark: telling.catalogue.bracketed(roles))
        }
        return [activity.actor.label, try telling.line(asOf), ""] + table.lines
    }
}

extension ActorActivity.Role {
    package var words: Words {
        switch self {
        case .recorded: Words("記録", "recorded")
        case .approved: Words("決裁", "approved")
        case .registered: Words("本人の登録", "registered")
        }
    }
}
