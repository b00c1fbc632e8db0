import LedgerModel
import LedgerProjections
import LedgerSheets

/// Where an opinion of a year is printed: under what it is about, with its number as compared.
struct OpinionPlace: Hashable {
    let about: Subject
    let number: String

    init(_ about: Subject, _ number: String) {
        self.about = about
        self.number = NameKey.of(number)
    }
}

/// Opinions of a body on the reported year.
extension ImportWalk {
    /// The body that was named for the run.
    /// - Throws: `missing-field` where none was, `unknown-subject` where the ledger does not hold it.
    func reviewBody() throws -> Subject {
        guard let id = request.body else { throw Problem(.missingField, "--body") }
        let body = Subject(.body, id)
        guard try source.facts(of: body).exists else { throw Problem(.unknownSubject, body.label) }
        return body
    }

    /// - Returns: the opinions of this run's table by where they are printed.
    mutating func compareOpinions(_ rows: [ResolvedRow]) throws -> [OpinionPlace: String] {
        var groups = Grouped<OpinionPlace, RecordPrinting>()
        for row in rows {
            guard case .opinion(let number, let text)? = row.row.record else { continue }
            let printing = RecordPrinting(.opinion, label: number.text, period: reading.period.description, text, .text(text.text))
            groups.add(printing, under: OpinionPlace(home(row), number.text))
        }
        guard !groups.keys.isEmpty || reading.kind == .opinions else { return [:] }
        let body = try reviewBody()
        var identifiers = RecordIdentifiers(source)
        var given: [OpinionPlace: String] = [:]
        for place in groups.keys {
            let printings = groups[place]
            guard let taken = try pick(printings, notedAt: place.about) else { continue }
            given[place] = try compare(printings[taken], place, body, &identifiers)
        }
        try findMissingOpinions(body, printed: Set(groups.keys))
        return given
    }

    private mutating func compare(
        _ one: RecordPrinting, _ place: OpinionPlace, _ body: Subject, _ identifiers: inout RecordIdentifiers<Store>
    ) throws -> String {
        let held = try opinions(about: place.about).first { $0.act.body == body.id && NameKey.of($0.act.printedNumber) == place.number }
        var act = OpinionGiven()
        if let held {
            act = held.act
        } else {
            act.id = try identifiers.next(.opinion, "o", one.period, place.about.id, one.label).id
            act.body = body.id
            act.kind = .opinion
            act.printedNumber = one.label
            act.about = [place.about]
            act.basis = .byLayout
            act.period = one.period
        }
        guard case .text(let text) = one.read else { return act.id }
        try compareBody(one, Subject(.opinion, act.id), held?.event, .opinionGiven(act), text: text, choices: [.correct, .notTaken])
        return act.id
    }

    /// The opinions of the reported year that the ledger holds about a subject, of every body.
    func opinions(about subject: Subject) throws -> [(event: Event, act: OpinionGiven)] {
        try source.facts(of: subject).all(.opinion).compactMap { event in
            guard case .opinionGiven(let act)? = event.statement.act, act.period == reading.period.description else { return nil }
            return (event, act)
        }
    }

    private mutating func findMissingOpinions(_ body: Subject, printed: Set<OpinionPlace>) throws {
        guard reading.kind == .opinions else { return }
        for event in try source.facts(of: body).all(.member) {
            guard case .opinionGiven(let act)? = event.statement.act, act.period == reading.period.description,
                !act.about.contains(where: { printed.contains(OpinionPlace($0, act.printedNumber)) })
            else { continue }
            try reportMissing(.opinion, Subject(.opinion, act.id), event, number: act.printedNumber)
        }
    }

    /// An opinion, an answer or a point that the ledger holds and the table no longer prints.
    mutating func reportMissing(_ what: ImportWhat, _ subject: Subject, _ held: Event, number: String) throws {
        var item = ImportItem(.missing, what, subject)
        item.measure = number
        item.period = reading.period.description
        if let words = try source.text(held, .bodyText).text { item.held = .text(words) }
        try settleOrNote(item, taken: held)
    }
}
