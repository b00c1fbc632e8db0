import LedgerModel
import LedgerProjections

/// One programme of the list.
private struct Entry {
    let place: PrintedOrder.Place
    let facts: Facts
    let texts: [(event: Event, act: TextRecorded)]
    let scopes: [ScopeSet]
}

/// `programme` without an argument: all programmes of a plan or section in printed order, with their texts per fiscal year.
struct ProgrammeListPaper<Source: LedgerSource> {
    private let context: PaperContext<Source>
    private let entries: [Entry]
    private let period: String?
    /// Kinds of texts that occur, in the order of the format: purpose, outline … outcome. Planned actions have a table of their own elsewhere.
    private let kinds: [TextRecorded.Kind]
    private let hasScopes: Bool

    init(_ context: PaperContext<Source>, _ question: PaperQuestion) throws {
        self.context = context
        period = question.period
        let order = try context.printedOrder(question)
        let entries = try order.places.map { place in try Entry(place, context.source.facts(of: place.subject, asOf: context.asOf, about: .text, .scope, .place), question.period, context.source.settings) }
        self.entries = entries
        kinds = Set(entries.flatMap(\.texts).map(\.act.kind)).sorted { $0.rawValue < $1.rawValue }
        hasScopes = entries.contains { !$0.scopes.isEmpty }
    }

    func paper() throws -> Paper {
        var blocks = [context.paragraph("事務事業 {0} 件。再掲は一度だけ数える。", "{0} programmes, relisted ones counted once.", "\(entries.count)")]
        var number = 0
        var group: Subject?
        var table: PaperTable?
        for entry in entries {
            if table == nil || group != entry.place.group?.subject {
                blocks += [table?.block].compactMap { $0 }
                group = entry.place.group?.subject
                let title = entry.place.group.map { context.printed($0) } ?? context.words("区分に載らない事務事業", "Programmes under no section")
                blocks.append(.heading(level: 1, text: title))
                table = PaperTable(caption: title, columns: columns)
            }
            number += 1
            for row in try rows(entry, number: number) { table?.add(row) }
        }
        return context.paper("programme", "事務事業一覧", "Programmes", blocks + [table?.block].compactMap { $0 })
    }

    private var columns: [PaperTable.Column] {
        [
            context.column("通し番号", "no.", isNumeric: true, width: 8), context.column("事業番号", "code", width: 8),
            context.column("事務事業名", "programme", width: 36), context.column("識別子", "id", width: 18), context.column("所管", "unit", width: 28),
        ] + (hasScopes ? [context.column("検証対象", "in scope", width: 18)] : [])
            + [context.column("年度", "period", width: 18)] + kinds.map { PaperTable.Column(context.catalogue($0.words), width: 48) }
            + [context.column("備考", "remarks", width: 28)]
    }

    /// One for each year that a text is about; texts without a year stand in each of them.
    private func rows(_ entry: Entry, number: Int) throws -> [[PaperTable.Cell]] {
        let place = entry.place
        var head: [PaperTable.Cell] = [
            context.cell(number), context.cell(place.code), context.cell(place.name ?? place.subject.id), context.cell(place.subject.id),
            context.cell(try context.unitName(entry.facts.place)),
        ]
        if hasScopes {
            head.append(context.cell(context.list(entry.scopes.map { $0.period + " " + context.scope($0.inScope) })))
        }
        let remarks = context.cell(try remarks(place))
        return try entry.periods.map { period in
            let texts = try kinds.map { kind in
                try joined(entry.texts.filter { $0.act.kind == kind && ($0.act.period == period || $0.act.period.isEmpty) })
            }
            return head + [context.cell(period.isEmpty ? "" : context.catalogue.period(period))] + texts + [remarks]
        }
    }

    /// Several numbered texts of one kind stand below each other with their numbers.
    private func joined(_ texts: [(event: Event, act: TextRecorded)]) throws -> PaperTable.Cell {
        let cells = try texts.map { text in (text.act.number, try context.cell(text.event, .bodyText)) }
        guard cells.count > 1 else { return cells.first?.1 ?? .blank }
        return context.cell(cells.map { number, cell in number.isEmpty ? cell.shown : number + " " + cell.shown }.joined(separator: "\n"))
    }

    private func remarks(_ place: PrintedOrder.Place) throws -> String {
        var remarks = [try context.ended(place.end)]
        if place.mark != .listed { remarks.append(context.catalogue(place.mark.words)) }
        remarks += place.again.map { group in
            let mark = group.programmes.first { $0.subject == place.subject }?.mark ?? .relisted
            return context.catalogue(mark.words) + ": " + context.printed(group)
        }
        return context.list(remarks)
    }
}

extension Entry {
    fileprivate init(_ place: PrintedOrder.Place, _ facts: Facts, _ period: String?, _ settings: Settings) {
        func admits(_ other: String) -> Bool { period == nil || other.isEmpty || other == period }
        self.place = place
        self.facts = facts
        texts = facts.texts(settings).compactMap { event in event.textRecorded.map { (event, $0) } }.filter { _, act in
            act.kind != .plannedAction && admits(act.period)
        }
        scopes = facts.all(.scope).compactMap { if case .scopeSet(let act)? = $0.statement.act { act } else { nil } }.filter { admits($0.period) }
    }

    /// As `Facts.texts` has them; one empty period where no text names one.
    fileprivate var periods: [String] {
        let named = texts.map(\.act.period).filter { !$0.isEmpty }
        let each = named.enumerated().filter { !named[..<$0].contains($1) }.map(\.element)
        return each.isEmpty ? [""] : each
    }
}
