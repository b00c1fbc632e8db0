import LedgerModel
import LedgerProjections
import Testing

@Suite struct OpinionTests {
    private func opinion(_ id: String, due: String = "", restates: String = "") -> Statement.OneOf_Act {
        var act = OpinionGiven()
        act.id = id
        act.body = "b"
        act.kind = .opinion
        act.due = due
        act.restates = restates
        return .opinionGiven(act)
    }

    private func response(_ id: String, to opinions: [String], _ state: ResponseGiven.State, refersTo: [String] = []) -> Statement.OneOf_Act {
        var act = ResponseGiven()
        act.id = id
        act.opinions = opinions
        act.state = state
        act.refersTo = refersTo
        return .responseGiven(act)
    }

    private let today = Day(2021, 4, 1)!
    private func view(_ book: Book, asOf: AsOf = .now) throws -> [String: OpinionView.Line] {
        let lines = try OpinionView(book.ledger, on: today, asOf: asOf).lines
        return Dictionary(uniqueKeysWithValues: lines.map { ($0.opinion.id, $0) })
    }

    @Test func manyToMany() throws {
        var book = Book()
        for id in ["o1", "o2", "o3"] { book.enter(opinion(id)) }
        book.enter(response("r1", to: ["o1", "o2"], .inProgress))
        book.enter(response("r2", to: ["o2"], .done))
        let lines = try view(book)
        #expect(lines["o1"]?.standing == .open)
        #expect(lines["o2"]?.standing == .settled)
        #expect(lines["o2"]?.answers.map(\.response.id) == ["r1", "r2"])
        #expect(lines["o3"]?.standing == .unanswered)
        let all = try OpinionView(book.ledger, on: today)
        #expect(all.unanswered.map(\.opinion.id) == ["o3"])
        #expect(all.open.map(\.opinion.id) == ["o1", "o3"])
    }

    @Test(arguments: [
        (ResponseGiven.State.done, OpinionView.Standing.settled), (.refused, .settled), (.inProgress, .open), (.considering, .open),
        (.unsaid, .open),
    ])
    func standingFollowsTheNewestAnswer(state: ResponseGiven.State, standing: OpinionView.Standing) throws {
        var book = Book()
        book.enter(opinion("o"))
        // Entered first, decided last: the newest by its decided day.
        book.enter(response("r2", to: ["o"], state), .decided("2020-03-01"))
        book.enter(response("r1", to: ["o"], .done), .decided("2020-02-01"))
        #expect(try view(book)["o"]?.standing == standing)
    }

    @Test func aReferenceTakesTheStateOfWhatItRefersTo() throws {
        var book = Book()
        book.enter(opinion("o1"))
        book.enter(opinion("o2"))
        book.enter(response("r1", to: ["o1"], .done))
        book.enter(response("r2", to: ["o2"], .unsaid, refersTo: ["r1"]))
        #expect(try view(book)["o2"]?.answers.first?.state == .done)
        var circle = Book()
        circle.enter(opinion("o"))
        circle.enter(response("r1", to: ["o"], .unsaid, refersTo: ["r2"]))
        circle.enter(response("r2", to: ["o"], .unsaid, refersTo: ["r1"]))
        #expect(try view(circle)["o"]?.standing == .open)
    }

    @Test func ageCountsFromTheLatestPossibleDay() throws {
        var book = Book()
        book.enter(opinion("exact"), .decided("2020-03-01"))
        book.enter(opinion("month"), Book.How(decided: .range("2020-03-01", "2020-03-31")))
        book.today = "2020-05-01"
        book.enter(opinion("unknown"), Book.How(decided: .unknown))
        let lines = try view(book)
        #expect(lines["exact"]?.ageDays == 396)
        #expect(lines["month"]?.ageDays == 366)
        #expect(lines["unknown"]?.ageDays == 335)
        #expect(try OpinionView(book.ledger, on: today).lines.map(\.opinion.id) == ["exact", "month", "unknown"])
    }

    @Test func dueAndRestated() throws {
        var book = Book()
        book.enter(opinion("o", due: "2021-03-31"))
        book.enter(opinion("again", due: "2021-04-01", restates: "o"))
        let lines = try view(book)
        #expect(lines["o"]?.isOverdue == true)
        #expect(lines["again"]?.isOverdue == false)
        #expect(lines["o"]?.restatedBy.count == 1)
        book.enter(response("r", to: ["o"], .done))
        #expect(try view(book)["o"]?.isOverdue == false)
    }

    /// An answer to the earlier opinion is told beside the later one, and answers it not.
    @Test func restatingAnAnsweredOpinion() throws {
        var book = Book()
        book.enter(opinion("o1"))
        book.enter(opinion("o2", restates: "o1"))
        #expect(try view(book)["o2"]?.restates?.id == "o1")
        #expect(try view(book)["o2"]?.restates?.isAnswered == false)
        book.enter(response("r", to: ["o1"], .done))
        let lines = try view(book)
        #expect(lines["o1"]?.restates == nil)
        #expect(lines["o2"]?.standing == .unanswered)
        #expect(lines["o2"]?.restates?.isAnswered == true)
    }

    @Test func withdrawnAnswersAndPastMoments() throws {
        var book = Book()
        let given = book.enter(opinion("o"), .decided("2020-01-01"))
        let answer = book.enter(response("r", to: ["o"], .done), .decided("2020-06-01"))
        let withdrawal = book.withdraw(answer)
        #expect(try view(book)["o"]?.standing == .unanswered)
        #expect(try view(book, asOf: AsOf(number: withdrawal.number - 1))["o"]?.standing == .settled)
        #expect(try view(book, asOf: AsOf(number: withdrawal.number - 1, decided: Day(2020, 5, 31)))["o"]?.standing == .unanswered)
        #expect(try view(book, asOf: AsOf(number: given.number - 1)).isEmpty)
    }
}
