import LedgerModel
import LedgerProjections
import LedgerSheets

/// Where a point is printed: its number and what it is about. Several points may stand there.
private struct PointPlace: Hashable {
    let number: String
    let heading: String
}

private struct PointRow {
    let number: String
    let heading: Printed?
    let text: Printed
    let note: Printed?
    let about: Subject

    /// The heading on a line of its own.
    var words: String { (heading.map { $0.text + "\n" } ?? "") + text.text }
    var place: PointPlace { PointPlace(number: NameKey.of(number), heading: NameKey.of(heading?.text ?? "")) }
}

private struct HeldPoint {
    let event: Event
    let act: PointPut
    /// Nil where the ledger cannot show it.
    let words: String?
}

/// Points put to a body on one day. They are nobody's opinion.
extension ImportWalk {
    mutating func comparePoints(_ rows: [ResolvedRow]) throws {
        var groups = Grouped<PointPlace, PointRow>()
        for row in rows {
            guard case .point(let path, let heading, let text, let note)? = row.row.record else { continue }
            let number = path.filter { !$0.isEmpty }.joined(separator: "-")
            let point = PointRow(number: number, heading: heading, text: text, note: note, about: home(row))
            // The very same words in the very same place are one point, however often they are printed.
            if groups[point.place].contains(where: { $0.words.hasSameBytes(as: point.words) }) {
                notePoint(.same, point)
                continue
            }
            groups.add(point, under: point.place)
        }
        guard !groups.keys.isEmpty || reading.kind == .points else { return }
        let body = try reviewBody()
        var held = try heldPoints(of: body)
        var identifiers = RecordIdentifiers(source)
        for place in groups.keys { try compare(groups[place], &held, body, &identifiers) }
        guard reading.kind == .points else { return }
        for point in held where isOfThisDay(point.event) {
            try reportMissing(.point, Subject(.point, point.act.id), point.event, number: point.act.printedNumber)
        }
    }

    private mutating func notePoint(_ verdict: ImportVerdict, _ row: PointRow) {
        var item = ImportItem(verdict, .point, row.about)
        (item.measure, item.period, item.printed, item.read) = (row.number, reading.period.description, row.text, .text(row.words))
        plan.note(item)
    }

    private func heldPoints(of body: Subject) throws -> [HeldPoint] {
        try source.facts(of: body).all(.member).compactMap { event in
            guard case .pointPut(let act)? = event.statement.act else { return nil }
            return HeldPoint(event: event, act: act, words: try source.text(event, .bodyText).text)
        }
    }

    /// Other days are other meetings, whose points have the same numbers.
    private func isOfThisDay(_ event: Event) -> Bool {
        guard let known = request.dates.known, known.basis != .unknown else { return true }
        return event.statement.decided.latestDay == known.latestDay
    }

    /// Same words first; then, in the order of the table, those of the same place and day.
    private mutating func compare(
        _ rows: [PointRow], _ held: inout [HeldPoint], _ body: Subject, _ identifiers: inout RecordIdentifiers<Store>
    ) throws {
        var open: [PointRow] = []
        for row in rows {
            let same = held.firstIndex { $0.words?.hasSameBytes(as: row.words) == true && NameKey.of($0.act.printedNumber) == row.place.number }
            guard let same else {
                open.append(row)
                continue
            }
            let point = held.remove(at: same)
            try compare(row, point, body, &identifiers)
        }
        for row in open {
            let other = held.firstIndex { point in
                guard NameKey.of(point.act.printedNumber) == row.place.number, isOfThisDay(point.event) else { return false }
                return point.words.map { PointPlace.heading(of: $0, like: row) == row.place.heading } ?? true
            }
            try compare(row, other.map { held.remove(at: $0) }, body, &identifiers)
        }
    }

    private mutating func compare(
        _ row: PointRow, _ held: HeldPoint?, _ body: Subject, _ identifiers: inout RecordIdentifiers<Store>
    ) throws {
        var act = PointPut()
        if let held {
            act = held.act
        } else {
            act.id = try identifiers.next(.point, "pt", body.id, row.number).id
            act.body = body.id
            act.printedNumber = row.number
            act.about = [row.about]
        }
        let one = RecordPrinting(.point, label: row.number, period: reading.period.description, row.text, .text(row.words))
        try compareBody(
            one, Subject(.point, act.id), held?.event, .pointPut(act), text: row.words, choices: [.correct, .notTaken]
        ) { draft in
            for printed in [row.heading, row.note].compactMap({ $0 }) { draft.addSource(printed) }
            if let note = row.note { draft.setText(.note, note.text) }
        }
    }
}

extension PointPlace {
    /// The heading of held words, as compared; empty where a row without heading is looked for.
    fileprivate static func heading(of words: String, like row: PointRow) -> String {
        guard row.heading != nil, let end = words.firstIndex(of: "\n") else { return "" }
        return NameKey.of(String(words[..<end]))
    }
}
