import LedgerModel
import SheetFiles

/// What a division wrote into the cells for one number.
package enum FormValue: Sendable {
    /// Both cells are empty.
    case notReported
    case read(Value, Printed, remark: String)
    case unread(Unread)
}

/// Reads the cells that a division fills in: by the cell grammar (schema/CELLS.md), with the unit of the row.
package struct FormValueReader: Sendable {
    private let measure: Measure?
    private let cells: CellReader

    /// - Parameter measure: what the row asks for as the ledger defines it now; nil where it defines none.
    package init(_ measure: Measure?, fiscalFirstMonth: Int) {
        self.measure = measure
        var settings = CellSettings()
        settings.fiscalFirstMonth = fiscalFirstMonth
        if let unit = measure?.unit, !unit.isEmpty {
            settings.unit = unit
            settings.scale = measure?.scale ?? 0
        }
        cells = CellReader(settings)
    }

    /// The number of the form's period and what is said beside it. An absence (調査中) may stand in either cell; a state (速報) in the second one.
    package func value(_ cell: FormReading.Cell, _ beside: FormReading.Cell, period: Period) -> FormValue {
        let remark = Numbering.trimmed(beside.printed.text)
        if cell.isBlank {
            if remark.isEmpty { return .notReported }
            if case .success(let read) = cells.value(beside.printed, period: period), read.value.absence != .present {
                return .read(read.value, beside.printed, remark: read.remark)
            }
            return .unread(Unread(.actual, period: period, beside.printed, reason: "remark-without-value"))
        }
        switch value(cell, .actual, period: period) {
        case .unread(let unread): return .unread(unread)
        case .notReported: return .notReported
        case .read(var value, let printed, let inside):
            var words = [inside, remark]
            if let status = FormValueReader.status(remark) {
                guard value.absence == .present, value.status == .a || value.status == status else {
                    return .unread(Unread(.actual, period: period, beside.printed, reason: Doubt.twoReadings.rawValue))
                }
                value.status = status
                words.removeLast()
            } else if FormValueReader.saysState(remark), value.absence == .present {
                return .unread(Unread(.actual, period: period, beside.printed, reason: Doubt.unknownRemark.rawValue))
            }
            return .read(value, printed, remark: words.filter { !$0.isEmpty }.joined(separator: " "))
        }
    }

    /// One value cell by itself; also a locked one that somebody changed.
    package func value(_ cell: FormReading.Cell, _ field: Unread.Field, period: Period?) -> FormValue {
        func unread(_ reason: String) -> FormValue { .unread(Unread(field, period: period, cell.printed, reason: reason)) }
        switch cell.kind {
        case .fault: return unread("fault-cell")
        case .formulaWithoutResult: return unread("formula-without-result")
        case .day: return unread(Doubt.date.rawValue)
        case .boolean: return unread(Doubt.unknownWord.rawValue)
        case .blank, .text, .number: break
        }
        switch cells.value(cell.printed, period: field == .actual ? period : nil) {
        case .success(let read):
            if case .number(let exact) = cell.kind, !FormValueReader.shows(read.value.number, exact) { return unread(Doubt.twoReadings.rawValue) }
            return .read(read.value, cell.printed, remark: read.remark)
        case .failure(let doubt):
            guard field == .actual, let deed = deed(cell.printed.text, doubt.reason) else { return unread(doubt.reason) }
            return .read(deed, cell.printed, remark: "")
        }
    }

    /// Words answer a milestone.
    private func deed(_ text: String, _ reason: String) -> Value? {
        let words = Numbering.trimmed(text)
        guard measure?.aggregation == .milestone, reason == Doubt.unknownWord.rawValue, words.unicodeScalars.count <= 40,
            !words.unicodeScalars.contains(where: { $0.properties.numericType != nil })
        else { return nil }
        var value = Value()
        value.word = words
        value.aggregation = .milestone
        return value
    }

    /// Whether the number that a cell shows is the one that it holds, or the hundredfold as a percentage. A format may round.
    private static func shows(_ digits: String, _ exact: String) -> Bool {
        guard let shown = Double(digits), let held = Double(exact) else { return false }
        return [held, held * 100].contains { abs($0 - shown) <= abs($0) * 1e-12 }
    }

    // MARK: the state beside a number

    private static let states: [String: Status] = [
        "確定": .a, "確定値": .a, "確報": .a, "確報値": .a, "final": .a, "速報": .p, "速報値": .p, "暫定": .p, "暫定値": .p, "provisional": .p,
        "見込": .f, "見込み": .f, "見込値": .f, "見込み値": .f, "forecast": .f, "推計": .e, "推計値": .e, "推定": .e, "推定値": .e, "estimated": .e,
    ]

    /// Nil where the words are more, or others, than a state.
    package static func status(_ remark: String) -> Status? {
        let folded = Compared.text(remark).lowercased().drop { $0 == "※" }
        return states[String(folded)]
    }

    /// Whether words beside a number say something of its state in a way that is not read.
    private static func saysState(_ remark: String) -> Bool {
        let folded = Compared.text(remark).lowercased()
        return ["確定", "確報", "速報", "暫定", "見込", "推計", "推定", "概算", "調査中", "集計中", "provisional", "forecast", "estimat"].contains { folded.contains($0) }
    }
}

/// What a division wrote as the state of an answer.
package enum FormState {
    private static let words: [String: ResponseGiven.State] = [
        "": .unsaid, "記載なし": .unsaid, "措置済": .done, "措置済み": .done, "対応済": .done, "対応済み": .done, "done": .done,
        "対応中": .inProgress, "inprogress": .inProgress, "検討": .considering, "検討中": .considering, "considering": .considering,
        "対応しない": .refused, "対応せず": .refused, "refused": .refused,
    ]

    /// Nil where it is none of the states.
    package static func read(_ text: String) -> ResponseGiven.State? { words[Compared.text(text).lowercased().replacing("-", with: "")] }
}
