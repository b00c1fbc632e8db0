import LedgerModel
import LedgerProjections

/// A subject's whole life. schema/json/history.schema.json
package struct HistoryJSON: Codable, Sendable {
    package struct Redaction: Codable, Sendable {
        package let field: String
        package let ordinal: UInt32
        package let by: UInt64
    }
    package struct Act: Codable, Sendable {
        package let entry: EntryJSON
        package let before: [UInt64]
        package let withdrawnBy: UInt64?
        package let redactions: [Redaction]
    }

    package let asOf: AsOfJSON
    package let subject: String
    package let name: String?
    package let acts: [Act]
}

package struct HistoryReport<Source: LedgerSource> {
    private let history: History
    private let telling: Telling<Source>
    private let asOf: AsOf
    private var catalogue: Catalogue { telling.catalogue }

    package init(_ history: History, asOf: AsOf, _ telling: Telling<Source>) {
        self.history = history
        self.asOf = asOf
        self.telling = telling
    }

    package func json() throws -> HistoryJSON {
        HistoryJSON(
            asOf: try telling.json(asOf), subject: history.subject.label, name: history.name,
            acts: try history.acts.map { act in
                HistoryJSON.Act(
                    entry: try telling.json(act.event), before: act.changes.compactMap { $0.before?.number },
                    withdrawnBy: act.withdrawnBy?.number,
                    redactions: act.redactions.map { .init(field: Kebab.name($0.field), ordinal: $0.ordinal, by: $0.by.number) })
            })
    }

    package func lines() throws -> [String] {
        var lines = [Visible.text(history.name ?? history.subject.id) + " [\(history.subject.label)]", try telling.line(asOf)]
        for act in history.acts { lines += [""] + (try telling.block(act.event, mark: mark(act))) }
        return lines
    }

    private func mark(_ act: History.Act) -> String {
        var marks: [String] = []
        if let by = act.withdrawnBy { marks.append(Words("※記録 {0} で取消", "*withdrawn by entry {0}").filled(catalogue.language, ["\(by.number)"])) }
        marks += act.redactions.map {
            Words("※記録 {0} で墨消し: {1}", "*redacted by entry {0}: {1}").filled(catalogue.language, ["\($0.by.number)", catalogue($0.field.words)])
        }
        return marks.joined(separator: " ")
    }
}

/// Entries as a table: every act, who, both times, why, on whose word, document.
package struct EntryTable<Source: LedgerSource> {
    private let telling: Telling<Source>
    private var table: TextTable

    package init(_ telling: Telling<Source>) {
        self.telling = telling
        let c = telling.catalogue
        table = TextTable([
            .init(c(Words("記録", "entry")), .right), .init(c(Words("記録日時", "recorded"))), .init(c(Words("決定", "decided"))),
            .init(c(Words("効力", "in force"))), .init(c(Words("行為", "act"))), .init(c(Words("内容", "what"))),
            .init(c(Words("理由", "why"))), .init(c(Words("決裁", "approved"))), .init(c(Words("記録者", "by"))), .init(c(Words("文書", "document"))),
        ])
    }

    package mutating func add(_ event: Event, mark: String = "") throws {
        let summary = try telling.summary(event)
        table.add([
            "\(event.number)", telling.recorded(event), telling.catalogue.when(event.statement.decided), telling.inForce(event),
            telling.catalogue(event.statement.actWords), mark.isEmpty ? summary : summary + " " + mark, try telling.reason(event),
            try telling.approvals(event), event.statement.recordedBy.id, try telling.documents(event),
        ])
    }

    package var lines: [String] { table.lines }
}
