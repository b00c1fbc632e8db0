import LedgerModel
import LedgerProjections

/// Opinions and what became of each. schema/json/opinions.schema.json
package struct OpinionsJSON: Codable, Sendable {
    package struct Answer: Codable, Sendable {
        package let response: String
        package let state: String
        package let entry: EntryJSON
    }
    package struct Line: Codable, Sendable {
        package let opinion: String
        package let body: String
        package let kind: String
        package let printedNumber: String
        package let about: [String]
        package let basis: String
        package let owner: String?
        package let due: String?
        package let overdue: Bool
        package let ageDays: Int
        package let standing: String
        /// The earlier opinion that it says again, and whether that one was answered.
        package let restates: String?
        package let restatedAnswered: Bool?
        package let restatedBy: [UInt64]
        package let entry: EntryJSON
        package let answers: [Answer]
    }

    package let asOf: AsOfJSON
    package let day: String
    package let opinions: [Line]
}

package struct OpinionReport<Source: LedgerSource> {
    private let list: [OpinionView.Line]
    private let telling: Telling<Source>
    private let asOf: AsOf
    private let day: Day
    private var catalogue: Catalogue { telling.catalogue }

    package init(_ list: [OpinionView.Line], on day: Day, asOf: AsOf, _ telling: Telling<Source>) {
        self.list = list
        self.day = day
        self.asOf = asOf
        self.telling = telling
    }

    package func json() throws -> OpinionsJSON {
        OpinionsJSON(
            asOf: try telling.json(asOf), day: day.description,
            opinions: try list.map { line in
                OpinionsJSON.Line(
                    opinion: line.opinion.id, body: line.opinion.body, kind: Kebab.name(line.opinion.kind),
                    printedNumber: line.opinion.printedNumber, about: line.opinion.about.map(\.label), basis: Kebab.name(line.opinion.basis),
                    owner: line.opinion.owner.isEmpty ? nil : line.opinion.owner, due: line.due?.description, overdue: line.isOverdue,
                    ageDays: line.ageDays, standing: line.standing.rawValue,
                    restates: line.restates?.id, restatedAnswered: line.restates?.isAnswered, restatedBy: line.restatedBy.map(\.number),
                    entry: try telling.json(line.event),
                    answers: try line.answers.map {
                        OpinionsJSON.Answer(response: $0.response.id, state: Kebab.name($0.state), entry: try telling.json($0.event))
                    })
            })
    }

    package func lines() throws -> [String] {
        var lines = [try telling.line(asOf), Words("{0} 現在", "ages as of {0}").filled(catalogue.language, [catalogue.day(day)])]
        if list.isEmpty { lines += ["", catalogue(Words("該当する意見はありません。", "No opinion answers to this."))] }
        for line in list { lines += [""] + (try self.lines(line)) }
        return lines
    }

    private func lines(_ line: OpinionView.Line) throws -> [String] {
        let o = line.opinion
        let age = Words("{0} 日", "{0} days").filled(catalogue.language, ["\(line.ageDays)"])
        var head = [o.id, catalogue(o.kind.words), o.printedNumber, o.body, age, catalogue(line.standing.words)]
        if let due = line.due {
            head.append(catalogue(Words("期限 ", "due ")) + due.description + (line.isOverdue ? catalogue(Words("（超過）", " (overdue)")) : ""))
        }
        if !o.owner.isEmpty { head.append(o.owner) }
        var lines = [Visible.text(head.filter { !$0.isEmpty }.joined(separator: "  "))]
        lines += Visible.lines(try telling.text(line.event, .bodyText)).map { "  " + $0 }
        if !o.about.isEmpty {
            let layout = o.basis == .byLayout ? catalogue.bracketed(catalogue(Words("掲載位置による", "by layout"))) : ""
            lines.append("  " + catalogue(Words("対象: ", "about: ")) + o.about.map(\.label).joined(separator: ", ") + layout)
        }
        if let restated = line.restates {
            let words = restated.isAnswered
                ? Words("{0} の再掲・再指摘（{0} には回答あり）", "says {0} again ({0} was answered)") : Words("{0} の再掲・再指摘", "says {0} again")
            lines.append("  " + words.filled(catalogue.language, [restated.id]))
        }
        if line.answers.isEmpty { lines.append("  → " + catalogue(Words("回答なし", "no response"))) }
        for answer in line.answers {
            let body = Visible.lines(try telling.text(answer.event, .bodyText))
            lines.append("  → \(answer.response.id) \(catalogue(answer.state.words)) \(body.first ?? "")")
            lines += body.dropFirst().map { "    " + $0 }
        }
        return lines
    }
}

extension OpinionView.Standing {
    package var words: Words {
        switch self {
        case .unanswered: Words("回答なし", "unanswered")
        case .open: Words("回答あり・未完了", "answered, open")
        case .settled: Words("完了", "settled")
        }
    }
}
