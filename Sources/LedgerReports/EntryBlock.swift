import LedgerModel
import LedgerProjections

extension Telling {
    /// One entry for a narrow screen: `#661 目標改定 FY2016 280人 → 220人`, and a line each for when, who, on whose word, why and where.
    ///
    /// Left out is what says nothing: the date in force where it is the decided one, and a missing approval of an act that needs none.
    package func block(_ event: Event, mark: String = "") throws -> [String] {
        let statement = event.statement
        func line(_ ja: String, _ en: String, _ text: String) -> [String] {
            text.isEmpty ? [] : ["    " + catalogue(Words(ja, en)) + ": " + Visible.text(text)]
        }
        let decided = catalogue.when(statement.decided)
        let head = ["#\(event.number)", catalogue(statement.actWords), Visible.text(try summary(event)), mark].filter { !$0.isEmpty }
        return [head.joined(separator: " ")]
            + line("決定・記録", "decided, recorded", decided + " / " + recorded(event))
            + line("効力", "in force", inForce(event) == decided ? "" : inForce(event))
            + line("記録者", "recorded by", recorder(statement))
            + line("決裁", "approved", statement.approvals.isEmpty && !statement.isDecisionOfBody ? "" : try approvals(event))
            + line("理由", "why", try reason(event))
            + line("文書", "document", try documents(event))
            + line("きっかけ", "cause", causes(statement))
    }

    private func recorder(_ statement: Statement) -> String {
        guard statement.hasOrigin else { return statement.recordedBy.id }
        return statement.recordedBy.id + catalogue.bracketed(catalogue(Words("起案 ", "drafted by ")) + statement.origin.id)
    }

    private func causes(_ statement: Statement) -> String {
        statement.causes.map { $0.hasSubject ? $0.subject.label : "event:" + $0.event.hex }.joined(separator: "; ")
    }
}

extension Statement {
    /// Whether an approval is to be expected, so that its absence is worth saying: a target or a plan.
    fileprivate var isDecisionOfBody: Bool {
        switch act {
        case .factRecorded(let fact)?: fact.kind == .target
        case .planAdopted?, .planRevised?, .planExtended?: true
        default: false
        }
    }
}
