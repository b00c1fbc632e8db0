import LedgerModel
import LedgerProjections
import LedgerSheets

/// One seat as printed: who sends it, which post, whether it presides.
private struct SeatRow {
    let category: String
    let post: Printed
    let isChair: Bool
    let constituted: When?

    /// The post without a mark of the chair behind it: （会長）, （部会長）. The cell itself stays in the source.
    var words: String {
        guard isChair, let last = post.text.last, "）)".contains(last), let open = post.text.lastIndex(where: { "（(".contains($0) }),
            post.text[open...].dropLast().last == "長", open > post.text.startIndex
        else { return post.text }
        return String(post.text[..<open])
    }
}

/// Bodies with their seats, and how often they met.
extension ImportWalk {
    /// Finds or proposes every body that rows name, by its name as compared.
    mutating func bodies(in rows: [ResolvedRow]) throws -> [String: Subject] {
        var found: [String: Subject] = [:]
        for row in rows {
            let printed: Printed
            switch row.row.record {
            case .seat(let body, _, _, _, _)?: printed = body
            case .meetings(let body, _, _)?: printed = body
            default: continue
            }
            let name = NameKey.of(printed.text)
            guard found[name] == nil else { continue }
            let key = RunNames.Structure(kind: .body, parent: "", number: "", name: name)
            found[name] = try index.bodies[name] ?? structure(key, printed, name: printed.text, row.row)
        }
        return found
    }

    mutating func compareSeats(_ rows: [ResolvedRow], _ bodies: [String: Subject]) throws {
        var groups = Grouped<Subject, SeatRow>()
        for row in rows {
            guard case .seat(let body, let category, let post, let isChair, let constituted)? = row.row.record,
                let subject = bodies[NameKey.of(body.text)]
            else { continue }
            groups.add(SeatRow(category: category, post: post, isChair: isChair, constituted: constituted), under: subject)
        }
        for body in groups.keys { try compare(body, groups[body]) }
    }

    private mutating func compare(_ body: Subject, _ seats: [SeatRow]) throws {
        guard let first = seats.first else { return }
        let held = try facts(body).holds(FactKey(.definition))
        guard let held, case .bodyConstituted(var act)? = held.statement.act else { return seat(body, seats) }
        var item = ImportItem(.same, .body, body)
        // All of it: a note about one difference is not one about another.
        let now = Self.words(seats.map { ($0.category, $0.post.text, $0.isChair) })
        (item.printed, item.entry) = (Printed(now, first.post.place), held.number)
        if try isSame(held, act, seats) {
            plan.note(item)
            return
        }
        item.read = .text(now)
        item.held = .text(Self.words(try act.seats.enumerated().map { i, seat in
            (seat.category, try source.text(held, .seat, ordinal: UInt32(i)).text ?? "", seat.chair)
        }))
        let name = try source.text(held, .displayName).text
        act.seats = seats.map(\.seat)
        try settleChange(item, held, [.correct, .retarget, .notTaken]) { walk, item, chosen in
            walk.change(item, chosen, chosen.kind.change, .bodyConstituted(act), replaces: held)
            let last = walk.plan.drafts.count - 1
            walk.write(seats, to: &walk.plan.drafts[last].draft)
            if let name { walk.plan.drafts[last].draft.setText(.displayName, name) }
        }
    }

    /// A body of this run is entered with its seats at once.
    private mutating func seat(_ body: Subject, _ seats: [SeatRow]) {
        for i in plan.drafts.indices where plan.drafts[i].what == .body {
            guard case .bodyConstituted(var act)? = plan.drafts[i].draft.statement.act, act.id == body.id else { continue }
            act.seats = seats.map(\.seat)
            let name = plan.drafts[i].draft.text(.displayName)
            var draft = draft(.body, seats[0].post, .bodyConstituted(act))
            if let name { draft.setText(.displayName, name) }
            write(seats, to: &draft)
            plan.drafts[i] = ImportDraft(draft, .body, seats[0].post, common: plan.common)
        }
    }

    private func isSame(_ held: Event, _ act: BodyConstituted, _ seats: [SeatRow]) throws -> Bool {
        guard act.seats.count == seats.count else { return false }
        for (i, (before, now)) in zip(act.seats, seats).enumerated() {
            guard before.chair == now.isChair, before.category.hasSameBytes(as: now.category) else { return false }
            // A post that the ledger cannot show is not asked for again.
            if case .open(let post) = try source.text(held, .seat, ordinal: UInt32(i)), !post.hasSameBytes(as: now.words) { return false }
        }
        return true
    }

    private static func words(_ seats: [(category: String, post: String, isChair: Bool)]) -> String {
        seats.map { [$0.category, $0.post, $0.isChair ? "*" : ""].filter { !$0.isEmpty }.joined(separator: " ") }.joined(separator: "\n")
    }

    /// Posts as texts, the day of the table, and one source for all the cells: a source for each would be too long for large bodies.
    private func write(_ seats: [SeatRow], to draft: inout Draft) {
        for (i, seat) in seats.enumerated() { draft.setText(.seat, seat.words, ordinal: UInt32(i)) }
        if let constituted = seats.compactMap(\.constituted).first { draft.statement.decided = constituted }
        guard let first = seats.first, let last = seats.last, seats.count > 1 else { return }
        draft.statement.sources[0].cell = "\(first.post.place.cell):\(last.post.place.cell)"
        draft.texts.removeAll { $0.field == .rawCell }
        draft.setText(.rawCell, seats.map(\.post.text).joined(separator: "\n"))
    }

    // MARK: meetings

    mutating func compareMeetings(_ rows: [ResolvedRow], _ bodies: [String: Subject]) throws {
        var groups = Grouped<Touch, MeetingsRow>()
        for row in rows {
            guard case .meetings(let printed, let period, let count)? = row.row.record, let body = bodies[NameKey.of(printed.text)] else { continue }
            let touch = Touch(subject: body, key: FactKey(.meetings, period.description))
            groups.add(MeetingsRow(printed: printed, period: period, count: count), under: touch)
        }
        for touch in groups.keys { try compare(touch, groups[touch]) }
    }

    private struct MeetingsRow {
        let printed: Printed
        let period: Period
        let count: UInt32
        var printing: RecordPrinting { RecordPrinting(.meetings, period: period.description, printed, .value(Self.value(count))) }

        static func value(_ count: UInt32) -> Value {
            var value = Value()
            (value.number, value.unit) = ("\(count)", "回")
            return value
        }
    }

    private mutating func compare(_ touch: Touch, _ rows: [MeetingsRow]) throws {
        guard let taken = try pick(rows.map(\.printing), notedAt: touch.subject) else { return }
        let one = rows[taken].printing
        var act = MeetingsCounted()
        act.body = touch.subject.id
        act.period = one.period
        act.count = rows[taken].count
        guard let held = try facts(touch.subject).holds(touch.key), case .meetingsCounted(let before)? = held.statement.act else {
            return add(.meetings, touch.subject, one.printed, .meetingsCounted(act))
        }
        var item = one.item(.same, touch.subject)
        (item.held, item.entry) = (.value(MeetingsRow.value(before.count)), held.number)
        guard before.count != act.count else {
            plan.note(item)
            return
        }
        try settleChange(item, held, [.correct, .retarget, .notTaken]) { walk, item, chosen in
            walk.change(item, chosen, chosen.kind.change, .meetingsCounted(act), replaces: held)
        }
    }
}

extension SeatRow {
    fileprivate var seat: BodyConstituted.Seat {
        var seat = BodyConstituted.Seat()
        (seat.category, seat.chair) = (category, isChair)
        return seat
    }
}
