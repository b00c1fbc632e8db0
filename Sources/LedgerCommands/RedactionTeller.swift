import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerReports
import LedgerVerifier

/// Looks up who redacted a text, when and why. Of a log that cannot be read that far it tells the entry's number only; one with damaged
/// pages is not opened at all, since the store would follow them.
struct RedactionTeller {
    private let telling: Telling<Snapshot>?
    private let catalogue: Catalogue

    init(_ ledger: Ledger?, _ report: VerificationReport, _ catalogue: Catalogue) {
        self.catalogue = catalogue
        let isSound = !report.findings.contains { $0.kind == .page }
        telling = isSound && !report.redactions.isEmpty ? (try? ledger?.snapshot()).map { Telling($0, catalogue) } : nil
    }

    func tell(_ redaction: Redaction) -> VerifyJSON.Redacted {
        (try? telling.flatMap { try told(redaction, $0) }) ?? numbered(redaction)
    }

    private func told(_ redaction: Redaction, _ telling: Telling<Snapshot>) throws -> VerifyJSON.Redacted? {
        guard let event = try telling.source.event(redaction.by) else { return nil }
        let json = try telling.json(event)
        let text = Words(
            "墨消し: 記録 {0} の{1}。{2} が {3} に墨消し、理由 {6}（決定 {4}、記録 {5}）",
            "redacted: {1} of entry {0}, by {2} on {3} because {6} (decided {4}, entry {5})"
        ).filled(
            catalogue.language,
            [
                "\(redaction.entry)", catalogue(redaction.field.words), json.recordedBy, event.recordedDay.description,
                catalogue.when(event.statement.decided), "\(redaction.by)", try telling.reason(event),
            ])
        return .init(
            entry: redaction.entry, field: Kebab.name(redaction.field), ordinal: redaction.ordinal, by: redaction.by,
            recordedBy: json.recordedBy, recorded: json.recorded, decided: json.decided, reason: json.reason, reasonText: json.reasonText,
            text: text)
    }

    private func numbered(_ redaction: Redaction) -> VerifyJSON.Redacted {
        .init(
            entry: redaction.entry, field: Kebab.name(redaction.field), ordinal: redaction.ordinal, by: redaction.by,
            text: Words("墨消し: 記録 {0} の{1}（記録 {2} による）", "redacted: {1} of entry {0}, by entry {2}")
                .filled(catalogue.language, ["\(redaction.entry)", catalogue(redaction.field.words), "\(redaction.by)"]))
    }
}
