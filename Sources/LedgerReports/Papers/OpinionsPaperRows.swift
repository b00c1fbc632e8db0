import LedgerModel
import LedgerProjections

/// Opinions with their answers as rows, one for each opinion and answer.
package struct OpinionRows<Source: LedgerSource> {
    private let context: PaperContext<Source>

    package init(_ context: PaperContext<Source>) { self.context = context }

    private var columns: [PaperTable.Column] {
        [
            context.column("番号", "no.", width: 6), context.column("識別子", "id", width: 18), context.column("種別", "kind", width: 8),
            context.column("意見", "opinion", width: 48), context.column("所管", "owner", width: 14), context.column("期限", "due", width: 12),
            context.column("会議体・会議", "body, meeting", width: 20), context.column("対応番号", "response no.", width: 10),
            context.column("対応する意見", "answers", width: 18), context.column("対応", "response", width: 48),
            context.column("状態", "state", width: 12), context.column("経過日数", "age in days", isNumeric: true, width: 10),
            context.column("備考", "remarks", width: 24),
        ]
    }

    package func table(_ lines: [OpinionView.Line], caption: String) throws -> PaperTable {
        var table = PaperTable(caption: caption, columns: columns)
        for line in lines {
            let opinion = try opinionCells(line)
            let remarks = context.cell(try remarks(line))
            if line.answers.isEmpty {
                let none = PaperTable.Cell.absent(context.catalogue(OpinionView.Standing.unanswered.words))
                table.add(opinion + [.blank, .blank, none, none, context.cell(line.ageDays), remarks], marked: true)
            }
            for answer in line.answers { table.add(opinion + (try answerCells(answer, to: line)) + [.blank, remarks]) }
        }
        return table
    }

    /// The oldest first, as `OpinionView` has them.
    package func unanswered(_ lines: [OpinionView.Line], caption: String) throws -> PaperTable {
        var table = PaperTable(
            caption: caption,
            columns: [
                context.column("経過日数", "age in days", isNumeric: true, width: 10), context.column("対象", "about", width: 28),
                context.column("番号", "no.", width: 6), context.column("識別子", "id", width: 18), context.column("種別", "kind", width: 8),
                context.column("意見", "opinion", width: 48), context.column("会議体・会議", "body, meeting", width: 20),
                context.column("所管", "owner", width: 14), context.column("期限", "due", width: 12), context.column("状態", "state", width: 12),
                context.column("備考", "remarks", width: 24),
            ])
        for line in lines where line.standing == .unanswered {
            let o = line.opinion
            let about = try o.about.map { try context.name($0) }.joined(separator: context.words("・", ", "))
            table.add(
                [
                    context.cell(line.ageDays), context.cell(about), context.cell(o.printedNumber), .text(o.id),
                    context.cell(context.catalogue(o.kind.words)), try context.cell(line.event, .bodyText), context.cell(try place(o)),
                    context.cell(try owner(o)), due(line), .absent(context.catalogue(line.standing.words)), context.cell(try remarks(line)),
                ], marked: line.isOverdue)
        }
        return table
    }

    private func opinionCells(_ line: OpinionView.Line) throws -> [PaperTable.Cell] {
        let o = line.opinion
        return [
            context.cell(o.printedNumber), .text(o.id), context.cell(context.catalogue(o.kind.words)), try context.cell(line.event, .bodyText),
            context.cell(try owner(o)), due(line), context.cell(try place(o)),
        ]
    }

    private func owner(_ o: OpinionGiven) throws -> String { try o.owner.isEmpty ? "" : context.name(Subject(.unit, o.owner)) }

    private func due(_ line: OpinionView.Line) -> PaperTable.Cell {
        context.cell(line.due.map { $0.description + (line.isOverdue ? context.words("（超過）", " (overdue)") : "") } ?? "")
    }

    private func place(_ o: OpinionGiven) throws -> String {
        try [context.bodyName(o.body), context.meetingName(o.meeting)].filter { !$0.isEmpty }.joined(separator: " ")
    }

    private func answerCells(_ answer: OpinionView.Answer, to line: OpinionView.Line) throws -> [PaperTable.Cell] {
        let response = answer.response
        // Said where one response answers several opinions: else the row says it.
        let isShared = response.opinions.contains { $0 != line.opinion.id }
        let numbers = try response.opinions.map { try number(ofOpinion: $0, beside: line.opinion) }.joined(separator: context.words("・", ", "))
        let together = isShared ? Words("{0} への対応", "answers {0}").filled(context.catalogue.language, [numbers]) : ""
        return [
            context.cell(response.printedNumber.isEmpty ? response.id : response.printedNumber), context.cell(together),
            try text(answer, beside: line.opinion), context.cell(context.catalogue(answer.state.words)),
        ]
    }

    /// The answer's own text; one that only refers to another names that one.
    private func text(_ answer: OpinionView.Answer, beside opinion: OpinionGiven) throws -> PaperTable.Cell {
        let own = try context.cell(answer.event, .bodyText)
        guard !answer.response.refersTo.isEmpty else { return own }
        let references = try answer.response.refersTo.map { try reference($0, beside: opinion) }.joined(separator: context.words("・", ", "))
        let said = Words("（{0} を参照）", "(see {0})").filled(context.catalogue.language, [references])
        if case .absent(let why) = own { return .absent(why + said) }
        return context.cell([own.shown, said].filter { !$0.isEmpty }.joined(separator: " "))
    }

    private func reference(_ id: String, beside opinion: OpinionGiven) throws -> String {
        guard case .responseGiven(let other)? = try context.facts(Subject(.response, id)).holds(FactKey(.definition))?.statement.act
        else { return id }
        let label = Words("対応 {0}", "response {0}").filled(context.catalogue.language, [other.printedNumber.isEmpty ? id : other.printedNumber])
        let about = try other.opinions.first.flatMap { try given($0)?.about } ?? []
        return label + (try elsewhere(about, than: opinion))
    }

    private func given(_ id: String) throws -> OpinionGiven? {
        guard case .opinionGiven(let act)? = try context.facts(Subject(.opinion, id)).holds(FactKey(.definition))?.statement.act else { return nil }
        return act
    }

    private func number(ofOpinion id: String, beside opinion: OpinionGiven) throws -> String {
        guard let other = try given(id) else { return id }
        return (other.printedNumber.isEmpty ? id : other.printedNumber) + (try elsewhere(other.about, than: opinion))
    }

    /// Printed numbers start anew with each programme: one of another programme carries its name.
    private func elsewhere(_ about: [Subject], than opinion: OpinionGiven) throws -> String {
        guard let first = about.first, !about.contains(where: opinion.about.contains) else { return "" }
        return context.catalogue.bracketed(try context.name(first))
    }

    private func remarks(_ line: OpinionView.Line) throws -> String {
        var remarks: [String] = []
        if line.opinion.basis == .byLayout, !line.opinion.about.isEmpty { remarks.append(context.words("対象は掲載位置による", "subject by layout")) }
        if let restated = line.restates {
            let words = restated.isAnswered
                ? Words("{0} の再掲・再指摘（{0} には回答あり）", "says {0} again ({0} was answered)") : Words("{0} の再掲・再指摘", "says {0} again")
            remarks.append(words.filled(context.catalogue.language, [restated.id]))
        }
        for event in line.restatedBy {
            guard case .opinionGiven(let later)? = event.statement.act else { continue }
            remarks.append(Words("{0} で再指摘", "said again by {0}").filled(context.catalogue.language, [later.id]))
        }
        return remarks.joined(separator: context.words("・", "; "))
    }
}

extension PaperContext {
    /// The name of a body; its identifier where there is none.
    package func bodyName(_ id: String) throws -> String {
        guard !id.isEmpty else { return "" }
        let name = try facts(Subject(.body, id)).holds(FactKey(.definition)).map { try cell($0, .displayName).shown } ?? ""
        return name.isEmpty ? Visible.text(id) : name
    }

    /// `第2回（2022-08-01）`; empty without a meeting.
    package func meetingName(_ id: String) throws -> String {
        guard !id.isEmpty else { return "" }
        guard let event = try facts(Subject(.meeting, id)).holds(FactKey(.existence)) else { return Visible.text(id) }
        return try meetingName(event)
    }

    package func meetingName(_ event: Event) throws -> String {
        guard case .meetingHeld(let act)? = event.statement.act else { return "" }
        let own = try cell(event, .displayName).shown
        let number = act.number == 0 ? Visible.text(act.id) : Words("第{0}回", "meeting {0}").filled(catalogue.language, ["\(act.number)"])
        return (own.isEmpty ? number : own) + catalogue.bracketed(catalogue.when(act.held))
    }

    /// The day on which ages are counted: the one asked for, else the last that the moment sees.
    package func day(_ question: PaperQuestion) throws -> Day {
        if let day = question.day { return day }
        if let day = [asOf.decided, asOf.effective].compactMap({ $0 }).min() { return day }
        return try source.event(min(asOf.number, source.size))?.recordedDay ?? .first
    }

    /// 論点, which no report counts among the opinions.
    package func points(_ events: [Event], caption: String) throws -> PaperTable {
        var table = PaperTable(
            caption: caption,
            columns: [
                column("番号", "no.", width: 10), column("論点", "point", width: 60), column("会議体・会議", "body, meeting", width: 24),
                column("対象", "about", width: 24), column("提出", "put", width: 12),
            ])
        for event in events {
            guard case .pointPut(let act)? = event.statement.act else { continue }
            let place = try [bodyName(act.body), meetingName(act.meeting)].filter { !$0.isEmpty }.joined(separator: " ")
            let about = try act.about.map { try name($0) }.joined(separator: words("・", ", "))
            table.add([cell(act.printedNumber), try cell(event, .bodyText), cell(place), cell(about), decided(event)])
        }
        return table
    }
}
