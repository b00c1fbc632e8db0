import LedgerModel

/// Rows of tables that are about something else than indicators.
extension RowReader {
    func record(_ row: TakenRow, _ unread: inout [Unread]) -> RecordReading? {
        switch mapping.kind {
        case .opinions: opinion(row, &unread)
        case .responses: response(row, &unread)
        case .points: point(row, &unread)
        case .lineage: lineage(row, &unread)
        case .bodies: seat(row, &unread)
        case .meetings: meetings(row, &unread)
        case .indicators, .programmes, .amounts, .texts: nil
        }
    }

    private func opinion(_ row: TakenRow, _ unread: inout [Unread]) -> RecordReading? {
        let number = demand(.opinionNumber, row, &unread)
        let text = demand(.opinion, row, &unread)
        guard let number, let text else { return nil }
        return .opinion(number: number, text: text)
    }

    private func response(_ row: TakenRow, _ unread: inout [Unread]) -> RecordReading? {
        let refersTo = row.text(.refersTo)
        let number = demand(.responseNumber, row, &unread)
        // A response may say nothing but that it is the same as another.
        let text = refersTo == nil ? demand(.response, row, &unread) : row.one(.response)?.printed
        guard let number, let text, let cell = row.one(.responseNumber) else { return nil }
        return .response(answers: Numbering.numbers(number.text, cell.bound.column.separators), number: number, text: text, refersTo: refersTo)
    }

    private func point(_ row: TakenRow, _ unread: inout [Unread]) -> RecordReading? {
        guard let text = demand(.point, row, &unread) else { return nil }
        var path = row.all(.pointNumber).map { Numbering.trimmed($0.printed.text) }
        while path.last?.isEmpty == true { path.removeLast() }
        return .point(path: path, heading: row.text(.pointHeading), text: text, note: row.text(.pointNote))
    }

    private func seat(_ row: TakenRow, _ unread: inout [Unread]) -> RecordReading? {
        let body = demand(.body, row, &unread)
        var found: (chairMarks: [String], cell: TakenCell)?
        for (marks, cell) in row.all({ if case .seatPost(let marks) = $0 { marks } else { nil } }) { found = (marks, cell) }
        guard let found, let post = found.cell.filled else {
            if let found { unread.append(Unread(.text, found.cell.printed, reason: "blank")) }
            return nil
        }
        guard let body else { return nil }
        var constituted: When?
        if let printed = row.text(.constituted) {
            constituted = PrintedDate.read(printed.text, fiscalFirstMonth: mapping.cells.fiscalFirstMonth)
            if constituted == nil { unread.append(Unread(.period, printed, reason: "date")) }
        }
        let compared = Compared.text(post.text)
        return .seat(
            body: body, category: row.text(.seatCategory)?.text ?? "", post: post,
            isChair: found.chairMarks.contains { compared.hasPrefix($0) || compared.hasSuffix($0) }, constituted: constituted)
    }

    private func meetings(_ row: TakenRow, _ unread: inout [Unread]) -> RecordReading? {
        let body = demand(.body, row, &unread)
        let period = rowPeriod(row, &unread)
        guard let printed = demand(.count, row, &unread) else { return nil }
        var text = Compared.text(printed.text)[...]
        if text.last == "回" { text = text.dropLast() }
        guard let count = UInt32(text), text.allSatisfy(\.isASCII) else {
            unread.append(Unread(.number, printed, reason: "number"))
            return nil
        }
        guard let body, let period else { return nil }
        return .meetings(body: body, period: period, count: count)
    }

    // MARK: Lineage

    private enum Fate {
        case restructured(Restructured.Kind, renamed: Bool)
        case ended(Ended.Kind)
    }

    private static let fates: [String: Fate] = {
        let merged = Restructured.Kind.merged
        let split = Restructured.Kind.split
        let words: [([String], Fate)] = [
            (["merged", "統合"], .restructured(merged, renamed: false)),
            (["merged_and_renamed", "統合・名称変更", "統合及び名称変更", "統合（名称変更）", "統合・改称"], .restructured(merged, renamed: true)),
            (["split", "分割", "分離"], .restructured(split, renamed: false)),
            (["split_and_renamed", "分割・名称変更", "分割（名称変更）"], .restructured(split, renamed: true)),
            (["reorganised", "再編", "再編成"], .restructured(.reorganised, renamed: false)),
            (["replaced", "承継", "後継", "移管"], .restructured(.replaced, renamed: false)),
            (["renamed", "名称変更", "改称"], .restructured(.unspecified, renamed: true)),
            (["completed", "終了", "完了"], .ended(.completed)),
            (["abolished", "廃止"], .ended(.abolished)),
            (["suspended", "休止"], .ended(.suspended)),
        ]
        var fates: [String: Fate] = [:]
        for (names, fate) in words { for name in names { fates[Compared.text(name)] = fate } }
        return fates
    }()

    private func fate(_ row: TakenRow) -> Fate? { row.text(.lineageKind).flatMap { RowReader.fates[Compared.text($0.text)] } }

    private func lineage(_ row: TakenRow, _ unread: inout [Unread]) -> RecordReading? {
        let from = demand(.lineageFrom, row, &unread)
        guard let kind = demand(.lineageKind, row, &unread) else { return nil }
        guard let fate = fate(row) else {
            unread.append(Unread(.text, kind, reason: "unknown-word"))
            return nil
        }
        let effective = rowPeriod(row, &unread)
        guard case .restructured(let kind, let renamed) = fate else {
            if let to = row.text(.lineageTo) { unread.append(Unread(.name, to, reason: "successor-of-ended")) }
            return nil
        }
        let to = demand(.lineageTo, row, &unread)
        guard let from, let to, let effective else { return nil }
        return .lineage(from: from, to: to, kind: kind, renamed: renamed, effective: effective)
    }

    /// A programme of which the row says that it ended, not what became of it.
    func withEnd(_ programme: ProgrammeReading?, _ row: TakenRow) -> ProgrammeReading? {
        guard mapping.kind == .lineage, let programme, case .ended(let kind)? = fate(row) else { return programme }
        var ignored: [Unread] = []
        guard let effective = rowPeriod(row, &ignored) else { return programme }
        return ProgrammeReading(
            name: programme.name, code: programme.code, unit: programme.unit, tags: programme.tags, mark: programme.mark,
            inScope: programme.inScope, grade: programme.grade, texts: programme.texts, amounts: programme.amounts,
            ended: EndReading(kind: kind, effective: effective))
    }

    /// The period that the row prints; the reported one where the table has no such column.
    private func rowPeriod(_ row: TakenRow, _ unread: inout [Unread]) -> Period? {
        guard mapping.columns.contains(where: { $0.role == .period }), let cell = row.one(.period) else {
            return row.unread.contains { $0.field == .period } ? nil : period
        }
        guard let printed = cell.filled else {
            unread.append(Unread(.period, cell.printed, reason: "blank"))
            return nil
        }
        var text = Compared.text(printed.text)
        for suffix in ["から", "より", "以降"] where text.hasSuffix(suffix) { text.removeLast(suffix.count) }
        guard let period = Period(reading: text) else {
            unread.append(Unread(.period, printed, reason: "no-period"))
            return nil
        }
        return period
    }
}
