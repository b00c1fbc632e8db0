import Foundation
import LedgerImport
import LedgerLog
import LedgerModel
import LedgerProjections
import LedgerReports

/// The classes of differences as a file.
struct ClassFile {
    private static let columns: [(key: String, words: Words)] = [
        ("class", Words("区分", "class")), ("reason_code", Words("理由の区分", "reason code")), ("reason", Words("理由", "reason")),
        ("value", Words("手で読んだ値", "value read by hand")), ("to", Words("先・期間・終わり方", "to")),
        ("comparability", Words("比較可能性", "comparability")), ("found_by", Words("発見者", "found by")), ("choices", Words("選べる区分", "choices")),
        ("cell", Words("セル", "cell")), ("what", Words("項目", "what")), ("subject", Words("対象", "subject")), ("name", Words("名称", "name")),
        ("measure", Words("測定値", "measure")), ("period", Words("期間", "period")), ("ledger", Words("台帳", "ledger")), ("sheet", Words("表", "sheet")),
        ("verdict", Words("判定", "verdict")),
    ]

    private let path: String?
    private let catalogue: Catalogue
    private let rows: [[String: String]]
    let classification: Classification

    init(_ path: String?, _ catalogue: Catalogue) throws {
        self.path = path
        self.catalogue = catalogue
        guard let path, try Presence.isThere(path) else {
            (rows, classification) = ([], Classification())
            return
        }
        let file = try WorkSheetFile(reading: path, required: ["class", "cell", "what", "subject", "period"])
        rows = Array(file.rows)
        var classes: [ClassKey: Classified] = [:]
        for (i, row) in rows.enumerated() {
            guard let (key, chosen) = try Self.line(row, at: "\(URL(fileURLWithPath: path).lastPathComponent) \(i + 2)") else { continue }
            classes[key] = chosen
        }
        classification = Classification(classes)
    }

    private static func line(_ row: [String: String], at place: String) throws -> (ClassKey, Classified)? {
        let words = row.mapValues { $0.trimmingCharacters(in: .whitespaces) }
        func cell(_ key: String) -> String { words[key] ?? "" }
        guard !cell("class").isEmpty else { return nil }
        var chosen = Classified(try Choice.read(cell("class"), ImportClass.self, place))
        if !cell("reason_code").isEmpty { chosen.reason = try Choice.read(cell("reason_code"), Reason.self, place) }
        chosen.reasonText = cell("reason")
        if chosen.reason == .noReason, !chosen.reasonText.isEmpty { chosen.reason = chosen.kind == .correct ? .error : .other }
        chosen.value = cell("value")
        chosen.to = cell("to")
        if !cell("comparability").isEmpty { chosen.comparability = try Choice.read(cell("comparability"), IndicatorRedefined.Comparability.self, place) }
        chosen.foundBy = cell("found_by")
        return (try key(words, at: place), chosen)
    }

    private static func key(_ row: [String: String], at place: String) throws -> ClassKey {
        ClassKey(
            cell: row["cell"] ?? "", what: try Choice.read(row["what"] ?? "", ImportWhat.self, place), subject: row["subject"] ?? "",
            measure: row["measure"] ?? "", period: row["period"] ?? "")
    }

    /// Writes a line for every point that waits, after those that already stand there.
    func write(_ items: [ImportItem], _ source: Snapshot) throws {
        guard let path else { return }
        let known = Set(rows.compactMap { try? Self.key($0, at: "") })
        let report = ImportReport(catalogue)
        let new = try items.filter { !known.contains($0.key) }.map { item -> [String] in
            let name = try source.facts(of: item.subject).name ?? ""
            return ["", "", "", "", "", "", "", item.choices.map(\.rawValue).joined(separator: " "), item.key.cell, item.what.rawValue, item.subject.label,
                name, item.measure, item.period, report.held(item), item.verdict == .unread ? item.printed?.text ?? "" : report.side(item.read),
                catalogue(item.verdict.words) + report.reason(item)]
        }
        let old = rows.map { row in Self.columns.map { row[$0.key] ?? "" } }
        try WorkSheetFile.write(path, Self.columns.map { "\($0.key) \(catalogue($0.words))" }, old + new)
    }
}
