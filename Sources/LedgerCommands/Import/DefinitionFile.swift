import Foundation
import LedgerImport
import LedgerModel
import LedgerReports
import LedgerSheets

/// The definition sheet as a file. It is read when it is asked for, and not kept: that of a large table is large.
struct DefinitionFile {
    private static let columns: [(key: String, words: Words)] = [
        ("accepted", Words("承認", "accepted")), ("kind", Words("種類", "kind")), ("id", Words("識別子", "identifier")),
        ("name", Words("名称", "name")), ("direction", Words("望ましい向き", "better side")), ("unit", Words("単位", "unit")),
        ("scale", Words("位（10の指数）", "scale")), ("aggregation", Words("集計", "aggregation")), ("belongs_to", Words("属する先", "belongs to")),
        ("measure", Words("測定値", "measure")), ("cell", Words("セル", "cell")), ("printed", Words("原文", "as printed")),
        ("marks", Words("読取・推定・要確認", "read, inferred, asked")), ("doubts", Words("疑問", "doubts")),
    ]
    private static let yes: Set<String> = ["yes", "y", "ok", "1", "true", "はい", "○", "〇", "済", "承認"]
    private static let directions: [String: Measure.Direction] = [
        "higher": .higher, "高い": .higher, "増": .higher, "lower": .lower, "低い": .lower, "減": .lower, "keep": .keep, "維持": .keep,
        "unknown": .unknownDirection, "不明": .unknownDirection,
    ]

    private let path: String?
    private let catalogue: Catalogue

    /// - Parameter path: where the file is or will be; nil where none was named.
    init(_ path: String?, _ catalogue: Catalogue) {
        self.path = path
        self.catalogue = catalogue
    }

    /// The lines that stand in it; none where there is no file yet.
    func sheet() throws -> DefinitionSheet {
        guard let path, try Presence.isThere(path) else { return DefinitionSheet() }
        let file = try WorkSheetFile(reading: path, required: ["accepted", "kind", "id", "name", "cell", "printed"])
        return DefinitionSheet(try file.rows.enumerated().compactMap { try Self.line($1, at: "\(URL(fileURLWithPath: path).lastPathComponent) \($0 + 2)") })
    }

    private static func line(_ row: [String: String], at place: String) throws -> Definition? {
        func cell(_ key: String) -> String { row[key] ?? "" }
        let words = row.mapValues { $0.trimmingCharacters(in: .whitespaces) }
        guard let word = words["kind"], !word.isEmpty else { return nil }
        let kind = try Choice.read(word, Definition.Kind.self, place)
        var line = Definition(
            kind, cell: words["cell"] ?? "", printed: cell("printed"), id: .init(words["id"] ?? "", .read), name: .init(words["name"] ?? "", .read))
        line.isAccepted = yes.contains((words["accepted"] ?? "").lowercased())
        line.belongsTo = words["belongs_to"] ?? ""
        line.measure = words["measure"] ?? ""
        line.unit = .init(words["unit"] ?? "", .read)
        if let scale = words["scale"], !scale.isEmpty { line.scale = try Reading.scale(scale, place + " scale") }
        if let aggregation = words["aggregation"], !aggregation.isEmpty { line.aggregation = .init(try Choice.read(aggregation, Aggregation.self, place), .read) }
        if let direction = words["direction"], !direction.isEmpty {
            guard let side = directions[direction] else { throw Problem(.usage, at: place + " direction", "\(direction); higher, lower, keep, unknown") }
            line.direction = side
        }
        if line.isAccepted, !Subject.isIdentifier(line.id.value) { throw Problem(.badIdentifier, at: place, "id", line.id.value) }
        return line
    }

    /// Writes the lines that wait, after those that a person has already worked on. Nothing is lost of those.
    func write(_ lines: [Definition]) throws {
        guard let path else { return }
        let sheet = try sheet()
        let open = Set(lines.map { Key($0) })
        let done = sheet.lines.filter { !open.contains(Key($0)) }
        let known = Dictionary(sheet.lines.map { (Key($0), $0) }, uniquingKeysWith: { first, _ in first })
        let waiting = lines.map { line -> Definition in
            guard let worked = known[Key(line)], worked.printed.hasSameBytes(as: line.printed) else { return line }
            var merged = worked
            merged.doubts = line.doubts
            return merged
        }
        try WorkSheetFile.write(path, Self.columns.map { "\($0.key) \(catalogue($0.words))" }, (done + waiting).map(row))
    }

    private struct Key: Hashable {
        let kind: Definition.Kind
        let cell: String
        init(_ line: Definition) {
            kind = line.kind
            cell = line.cell
        }
    }

    private func row(_ line: Definition) -> [String] {
        let isIndicator = line.kind == .indicator
        let direction = line.direction.map { Choice.name($0) == "unknown-direction" ? "unknown" : Choice.name($0) } ?? ""
        var marks = "id=\(line.id.mark.rawValue) name=\(line.name.mark.rawValue)"
        if isIndicator { marks += " unit=\(line.unit.mark.rawValue) aggregation=\(line.aggregation.mark.rawValue) direction=asked" }
        return [
            line.isAccepted ? "yes" : "", line.kind.rawValue, line.id.value, line.name.value, direction, line.unit.value, isIndicator ? "\(line.scale)" : "",
            isIndicator ? Choice.name(line.aggregation.value) : "", line.belongsTo, line.measure, line.cell, line.printed, marks,
            line.doubts.map(doubt).joined(separator: "; "),
        ]
    }

    private func doubt(_ code: String) -> String {
        let parts = code.split(separator: " ", maxSplits: 1).map(String.init)
        let words: [String: Words] = [
            "same-as": Words("{0} と文言も値も同じ", "same text and values as {0}"),
            "same-programme-other-values": Words("同じ事業の {0} と文言は同じで値が違う", "same text as {0} of this programme, other values"),
            "same-name-other-values": Words("{0} と名称は同じで値が違う", "same name as {0}, other values"),
            "same-name-more": Words("ほか {0} 行とも名称が同じ", "and the same name as {0} more rows"),
            "name-only": Words("同じ名称の {0} がほかの事業にある", "{0} of another programme has this name"),
        ]
        guard let text = words[parts[0]] else { return catalogue(UnreadTexts.words(code)) }
        return text.filled(catalogue.language, Array(parts.dropFirst()))
    }
}
