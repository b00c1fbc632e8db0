import Foundation
import LedgerModel
import LedgerProjections
import LedgerSheets

/// One row of answers, and which opinions it answers.
private struct AnswerRow {
    let about: Subject
    let answers: [String]
    let number: Printed
    let text: Printed
    let refersTo: Printed?
    /// Ascending, each once.
    var opinions: [String] = []
}

/// Answers that are already held or recorded by this run, by the opinion's place.
private typealias Answered = [OpinionPlace: Set<String>]

/// Answers to the opinions on the reported year.
extension ImportWalk {
    /// - Parameter given: opinions of this run.
    mutating func compareResponses(_ rows: [ResolvedRow], given: [OpinionPlace: String]) throws {
        var groups = Grouped<OpinionPlace, AnswerRow>()
        var places: Set<OpinionPlace> = []
        for row in rows {
            guard case .response(let answers, let number, let text, let refersTo)? = row.row.record else { continue }
            let about = home(row)
            var answer = AnswerRow(about: about, answers: answers, number: number, text: text, refersTo: refersTo)
            places.formUnion(answers.map { OpinionPlace(about, $0) })
            let (found, unknown) = try opinions(answer, given)
            guard unknown.isEmpty, !found.isEmpty else {
                try blockAnswer(answer, unknown)
                continue
            }
            answer.opinions = found
            groups.add(answer, under: OpinionPlace(about, number.text))
        }
        var rest: [AnswerRow] = []
        for place in groups.keys {
            let answers = groups[place]
            if let taken = try pick(answers.map { printing($0) }, notedAt: place.about) { rest.append(answers[taken]) }
        }
        try record(rest)
        try findMissingResponses(printed: Set(groups.keys), places)
    }

    private func printing(_ row: AnswerRow) -> RecordPrinting {
        RecordPrinting(.response, label: row.number.text, period: reading.period.description, row.text, .text(row.text.text))
    }

    /// The opinions that a row answers, and the printed numbers under which there is none, or more than one.
    private func opinions(_ row: AnswerRow, _ given: [OpinionPlace: String]) throws -> (found: [String], unknown: [String]) {
        let held = try opinions(about: row.about).filter { request.body == nil || $0.act.body == request.body }
        var found: Set<String> = []
        var unknown: [String] = []
        for number in row.answers {
            let place = OpinionPlace(row.about, number)
            let ids = Set(held.filter { NameKey.of($0.act.printedNumber) == place.number }.map(\.act.id) + [given[place]].compactMap { $0 })
            if ids.count == 1 { found.formUnion(ids) } else { unknown.append(number) }
        }
        return (found.sorted(), unknown)
    }

    /// An answer to an opinion that nobody holds is not dropped: it waits.
    private mutating func blockAnswer(_ row: AnswerRow, _ unknown: [String]) throws {
        var item = printing(row).item(.unread, row.about)
        if row.text.text.isEmpty { item.printed = row.refersTo }
        item.reason = "no-such-opinion"
        item.held = .text(unknown.joined(separator: ", "))
        try settleOrNote(item)
    }

    // MARK: order

    /// An answer that refers to another comes after it. Where the other cannot be found surely, the reference is kept as words.
    private mutating func record(_ rows: [AnswerRow]) throws {
        var identifiers = RecordIdentifiers(source)
        var answered = try heldAnswers(rows)
        var waiting: [AnswerRow] = []
        for row in rows {
            if row.refersTo == nil { try compare(row, [], &answered, &identifiers) } else { waiting.append(row) }
        }
        while !waiting.isEmpty {
            var later: [AnswerRow] = []
            for row in waiting {
                if let other = try referred(row, answered) { try compare(row, [other], &answered, &identifiers) } else { later.append(row) }
            }
            if later.count == waiting.count { break }
            waiting = later
        }
        for row in waiting where try referred(row, answered) == nil { try compare(row, [], &answered, &identifiers) }
    }

    private func heldAnswers(_ rows: [AnswerRow]) throws -> Answered {
        var answered: Answered = [:]
        for subject in Set(rows.map(\.about)) { try add(subject, to: &answered) }
        return answered
    }

    private func add(_ subject: Subject, to answered: inout Answered) throws {
        for opinion in try opinions(about: subject) {
            let place = OpinionPlace(subject, opinion.act.printedNumber)
            for event in try source.facts(of: Subject(.opinion, opinion.act.id)).all(.response) {
                if case .responseGiven(let act)? = event.statement.act { answered[place, default: []].insert(act.id) }
            }
        }
    }

    private func referred(_ row: AnswerRow, _ answered: Answered) throws -> String? {
        guard let printed = row.refersTo, let reference = AnswerReference(printed.text) else { return nil }
        let about = reference.name.isEmpty ? row.about : index.programme(named: reference.name)?.subject
        guard let about else { return nil }
        let place = OpinionPlace(about, reference.number)
        guard !row.answers.contains(where: { OpinionPlace(row.about, $0) == place }) else { return nil }
        var known = answered
        if known[place] == nil { try add(about, to: &known) }
        guard let one = known[place], one.count == 1 else { return nil }
        return one.first
    }

    // MARK: one answer

    private mutating func compare(
        _ row: AnswerRow, _ refersTo: [String], _ answered: inout Answered, _ identifiers: inout RecordIdentifiers<Store>
    ) throws {
        let held = try response(to: row.opinions, number: row.number.text)
        var act = ResponseGiven()
        if let held {
            act = held.act
        } else {
            act.id = try identifiers.next(.response, "r", reading.period.description, row.about.id, row.answers.joined(separator: ";")).id
            act.opinions = row.opinions
            act.printedNumber = row.number.text
        }
        let isAsHeld = act.refersTo.sorted() == refersTo
        act.refersTo = refersTo
        let isOpen = row.refersTo != nil && refersTo.isEmpty
        // An answer must say something: where only an unclear reference is printed, those are its words.
        let words = row.text.text.isEmpty && isOpen ? row.refersTo?.text ?? "" : row.text.text
        if isOpen { reportReference(row, act.id) }
        let one = RecordPrinting(.response, label: row.number.text, period: reading.period.description, row.text, .text(words))
        try compareBody(
            one, Subject(.response, act.id), held?.event, .responseGiven(act), text: words, choices: [.correct, .notTaken], isAsHeld: isAsHeld
        ) { draft in
            guard let reference = row.refersTo else { return }
            draft.addSource(reference)
            if isOpen, !row.text.text.isEmpty { draft.setText(.note, reference.text) }
        }
        for number in row.answers { answered[OpinionPlace(row.about, number), default: []].insert(act.id) }
    }

    /// It does not block: the words are kept with the answer.
    private mutating func reportReference(_ row: AnswerRow, _ id: String) {
        var item = ImportItem(.unread, .response, Subject(.response, id))
        (item.measure, item.period, item.printed) = (row.number.text, reading.period.description, row.refersTo)
        item.reason = "reference"
        plan.note(item)
    }

    private func response(to opinions: [String], number: String) throws -> (event: Event, act: ResponseGiven)? {
        guard let first = opinions.first else { return nil }
        for event in try source.facts(of: Subject(.opinion, first)).all(.response) {
            guard case .responseGiven(let act)? = event.statement.act, Set(act.opinions) == Set(opinions),
                NameKey.of(act.printedNumber) == NameKey.of(number)
            else { continue }
            return (event, act)
        }
        return nil
    }

    // MARK: missing

    /// Answers to opinions of the same bodies and year that the table no longer prints.
    private mutating func findMissingResponses(printed: Set<OpinionPlace>, _ places: Set<OpinionPlace>) throws {
        guard reading.kind == .responses else { return }
        var bodies = Set([request.body].compactMap { $0 })
        if bodies.isEmpty {
            for about in Set(places.map(\.about)) { bodies.formUnion(try opinions(about: about).map(\.act.body)) }
        }
        var seen: Set<String> = []
        for body in bodies.sorted() {
            for event in try source.facts(of: Subject(.body, body)).all(.member) {
                guard case .opinionGiven(let opinion)? = event.statement.act, opinion.period == reading.period.description else { continue }
                for answer in try source.facts(of: Subject(.opinion, opinion.id)).all(.response) {
                    guard case .responseGiven(let act)? = answer.statement.act,
                        !opinion.about.contains(where: { printed.contains(OpinionPlace($0, act.printedNumber)) }), seen.insert(act.id).inserted
                    else { continue }
                    try reportMissing(.response, Subject(.response, act.id), answer, number: act.printedNumber)
                }
            }
        }
    }
}

/// `13条 知的財産戦略の推進 2番と同じ`: a programme's name, perhaps after a section's number, and one number.
struct AnswerReference: Hashable {
    /// Empty: the programme that the row is about.
    let name: String
    let number: String

    private static let endings: Set<String> = ["", "と同じ", "に同じ", "と同様", "に同様", "参照", "を参照", "の回答と同じ", "の対応と同じ", "の回答に同じ", "の対応に同じ"]

    /// Nil for anything that it does not take in to its last letter.
    init?(_ printed: String) {
        // White space stays at first: it parts a name that ends in a digit from the number.
        let text = printed.precomposedStringWithCompatibilityMapping
        let halves = text.split(separator: "番", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, AnswerReference.endings.contains(NameKey.of(String(halves[1]))) else { return nil }
        let digits = halves[0].reversed().prefix { $0.isASCII && $0.isNumber }.reversed()
        guard !digits.isEmpty else { return nil }
        var name = NameKey.of(String(halves[0].dropLast(digits.count)))[...]
        if let article = name.firstIndex(of: "条"), article > name.startIndex, name[..<article].allSatisfy({ $0.isASCII && $0.isNumber }) {
            name = name[name.index(after: article)...]
        }
        self.name = String(name)
        number = String(digits)
    }
}
