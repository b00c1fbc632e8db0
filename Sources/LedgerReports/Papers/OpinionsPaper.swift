import LedgerModel
import LedgerProjections

/// `opinions`: what bodies said, by programme, and what became of it; unanswered ones by age; the bodies and their meetings; next year's
/// planned actions; discussion points in a table of their own.
package struct OpinionsPaper<Source: LedgerSource> {
    /// A programme, or whatever else opinions are about; nil: about nothing that is named.
    private struct Group {
        let home: Subject?
        let lines: [OpinionView.Line]
        let planned: [Event]
    }

    private let context: PaperContext<Source>
    private let day: Day
    private let period: String?
    private let lines: [OpinionView.Line]
    /// Opinions left out because they do not say which year was reviewed.
    private let withoutPeriod: Int
    private let groups: [Group]
    private let bodies: [ReviewBody]
    private let points: [Event]

    /// - Parameter body: only its opinions and points; its own and its parents' seats.
    package init(_ context: PaperContext<Source>, _ question: PaperQuestion, body: Subject? = nil) throws {
        let order = try context.printedOrder(question)
        let scope = try Scope(context, question, order)
        self.context = context
        day = try context.day(question)
        period = question.period
        let asked = try OpinionView(context.source, on: day, asOf: context.asOf).lines.filter { line in
            (body.map { line.opinion.body == $0.id } ?? true) && scope.admits(line.opinion.about)
        }
        lines = asked.filter { question.period == nil || $0.opinion.period == question.period }
        withoutPeriod = question.period == nil ? 0 : asked.count { $0.opinion.period.isEmpty }
        groups = try OpinionsPaper.groups(context, question, order, lines, scope, narrowed: body != nil)
        let all = try context.source.subjects(of: .body).compactMap { try ReviewBody(context.source, of: $0, asOf: context.asOf) }
        bodies = OpinionsPaper.withParents(all, body)
        points = all.filter { body == nil || $0.subject == body }.flatMap(\.points).filter { scope.admits($0.pointAbout) }
    }

    /// What a question about a plan, section, programme or indicator admits.
    private struct Scope {
        let isEverything: Bool
        let order: PrintedOrder
        let named: Set<Subject>?

        init(_ context: PaperContext<Source>, _ question: PaperQuestion, _ order: PrintedOrder) throws {
            self.order = order
            isEverything = [question.plan, question.section, question.programme, question.indicator].allSatisfy { $0 == nil }
            if let indicator = question.indicator { named = [indicator] } else {
                named = try question.programme.map { try Set([$0] + context.facts($0).indicatorsEver) }
            }
        }

        func admits(_ about: [Subject]) -> Bool {
            isEverything || about.contains { subject in named.map { $0.contains(subject) } ?? order.holds(subject) }
        }
    }

    private static func withParents(_ all: [ReviewBody], _ body: Subject?) -> [ReviewBody] {
        guard var id = body?.id else { return all }
        var wanted: Set<String> = []
        while wanted.insert(id).inserted, let parent = all.first(where: { $0.subject.id == id })?.act.parent, !parent.isEmpty { id = parent }
        return all.filter { wanted.contains($0.subject.id) }
    }

    /// - Parameter narrowed: planned actions only of programmes that have opinions.
    private static func groups(
        _ context: PaperContext<Source>, _ question: PaperQuestion, _ order: PrintedOrder, _ lines: [OpinionView.Line], _ scope: Scope, narrowed: Bool
    ) throws -> [Group] {
        let byHome = Dictionary(grouping: lines) { line -> Subject? in
            line.opinion.about.compactMap(order.rank).min().map { order.places[$0].subject } ?? line.opinion.about.first
        }.mapValues { $0.sorted(by: OpinionView.printedOrder) }
        var groups: [Group] = []
        for place in order.places where scope.admits([place.subject]) || byHome[place.subject] != nil {
            let lines = byHome[place.subject] ?? []
            if lines.isEmpty, narrowed { continue }
            let planned = try context.source.facts(of: place.subject, asOf: context.asOf, about: .text).texts(context.source.settings).filter { isNext($0, question.period, context) }
            if !lines.isEmpty || !planned.isEmpty { groups.append(Group(home: place.subject, lines: lines, planned: planned)) }
        }
        let others = byHome.keys.compactMap { $0 }.filter { order.rank($0) == nil }.sorted()
        groups += others.map { Group(home: $0, lines: byHome[$0] ?? [], planned: []) }
        if let rest = byHome[nil] { groups.append(Group(home: nil, lines: rest, planned: [])) }
        return groups
    }

    /// A planned action; with a year under review, one for a time after it.
    private static func isNext(_ event: Event, _ period: String?, _ context: PaperContext<Source>) -> Bool {
        guard let text = event.textRecorded, text.kind == .plannedAction else { return false }
        guard let reviewed = period.flatMap({ Period($0) }), let planned = Period(text.period) else { return true }
        return reviewed.ends(before: planned, context.source.settings)
    }
}

extension OpinionsPaper {
    package func paper() throws -> Paper {
        let unanswered = lines.filter { $0.standing == .unanswered }
        var blocks: [PaperBlock] = [summary(unanswered)]
        if withoutPeriod > 0 {
            blocks.append(
                context.paragraph(
                    "検証した年度の記載がない意見 {0} 件は含まない。", "{0} opinions that do not say which year was reviewed are left out.", "\(withoutPeriod)"))
        }
        let rows = OpinionRows(context)
        if let table = try rows.unanswered(unanswered, caption: context.words("回答のない意見（古い順）", "Unanswered opinions, oldest first")).block {
            blocks += [context.heading(1, "回答のない意見（古い順）", "Unanswered opinions, oldest first"), table]
        }
        if !groups.isEmpty { blocks.append(context.heading(1, "意見と対応", "Opinions and responses")) }
        for group in groups { blocks += try self.blocks(group, rows) }
        if !points.isEmpty {
            blocks.append(context.heading(1, "論点（意見には数えない）", "Discussion points (not counted as opinions)"))
            blocks += [.table(try context.points(points, caption: context.words("論点", "Discussion points")))]
        }
        return context.paper("opinions", "意見と対応", "Opinions and responses", blocks + (try bodyBlocks()))
    }

    private func summary(_ unanswered: [OpinionView.Line]) -> PaperBlock {
        context.paragraph(
            "{0}現在。意見 {1} 件、うち回答なし {2} 件、回答あり・未完了 {3} 件、完了 {4} 件。",
            "As of {0}: {1} opinions, of which {2} unanswered, {3} answered and open, {4} settled.",
            context.catalogue.day(day), "\(lines.count)", "\(unanswered.count)", "\(lines.count { $0.standing == .open })",
            "\(lines.count { $0.standing == .settled })")
    }

    private func blocks(_ group: Group, _ rows: OpinionRows<Source>) throws -> [PaperBlock] {
        let title = try group.home.map { home in
            home.kind == .programme ? try context.name(home) : try context.catalogue(home.kind.words) + " " + context.name(home)
        } ?? context.words("対象の記載なし", "About nothing that is named")
        var blocks: [PaperBlock] = [.heading(level: 2, text: title)]
        if let table = try rows.table(group.lines, caption: title).block { blocks.append(table) }
        if let table = try context.plannedActions(group.planned, caption: title + context.words("：今後の取組", ": planned actions")).block {
            blocks.append(table)
        }
        return blocks
    }

    private func bodyBlocks() throws -> [PaperBlock] {
        guard !bodies.isEmpty else { return [] }
        var seats = PaperTable(
            caption: context.words("委員", "Seats"),
            columns: [
                context.column("会議体", "body", width: 24), context.column("上位の会議体", "part of", width: 24),
                context.column("番号", "no.", isNumeric: true, width: 6), context.column("区分", "category", width: 20),
                context.column("役職", "post", width: 40), context.column("長", "chair", width: 8), context.column("時点", "as of", width: 14),
            ])
        var meetings = PaperTable(
            caption: context.words("開催状況", "Meetings"),
            columns: [
                context.column("会議体", "body", width: 24), context.column("期間・会議", "period, meeting", width: 28),
                context.column("回数", "how often", isNumeric: true, width: 8),
            ])
        for body in bodies {
            let name = try context.bodyName(body.subject.id)
            for (i, seat) in body.act.seats.enumerated() {
                seats.add([
                    context.cell(name), context.cell(try context.bodyName(body.act.parent)), context.cell(i + 1), context.cell(seat.category),
                    try context.cell(body.constituted, .seat, ordinal: UInt32(i)), context.cell(seat.chair ? context.words("会長等", "chair") : ""),
                    context.decided(body.constituted),
                ])
            }
            for event in body.counts {
                guard case .meetingsCounted(let act)? = event.statement.act else { continue }
                meetings.add([context.cell(name), context.cell(context.catalogue.period(act.period)), context.cell(Int(act.count))])
            }
            for event in body.meetings { meetings.add([context.cell(name), context.cell(try context.meetingName(event)), .blank]) }
        }
        let tables = [seats.block, meetings.block].compactMap { $0 }
        return tables.isEmpty ? [] : [context.heading(1, "会議体", "Bodies")] + tables
    }
}

extension PaperContext {
    /// Next year's actions as printed.
    package func plannedActions(_ events: [Event], caption: String) throws -> PaperTable {
        var table = PaperTable(
            caption: caption,
            columns: [column("年度", "period", width: 18), column("番号", "no.", width: 6), column("今後の取組", "planned action", width: 72)])
        for event in events {
            guard let act = event.textRecorded else { continue }
            table.add([cell(act.period.isEmpty ? "" : catalogue.period(act.period)), cell(act.number), try cell(event, .bodyText)])
        }
        return table
    }
}

extension Event {
    fileprivate var pointAbout: [Subject] { if case .pointPut(let act)? = statement.act { act.about } else { [] } }
}
