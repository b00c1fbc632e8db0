import LedgerImport
import LedgerModel
import LedgerProjections
import LedgerSheets
import LedgerTestSupport
import Testing

@Suite struct RecordOpinionTests {
    private let opinions = RecordTable(.opinions).opinion(RecordTable.startUp, "1", "承継の施策とつなぐべきだ。")
        .opinion(RecordTable.startUp, "2", "広報を工夫すべきだ。").opinion(RecordTable.startUp, "3", "橋渡し役が要る。")
        .opinion(RecordTable.patents, "1", "大企業の知財も使うべきだ。").opinion(RecordTable.patents, "2", "催しは続けるべきだ。")

    private func opinion(_ city: RecordCity, _ id: String) throws -> OpinionGiven? {
        if case .opinionGiven(let act)? = try city.facts(.opinion, id).holds(FactKey(.definition))?.statement.act { act } else { nil }
    }

    private func response(_ city: RecordCity, _ id: String) throws -> (event: Event, act: ResponseGiven)? {
        guard let event = try city.facts(.response, id).holds(FactKey(.definition)), case .responseGiven(let act)? = event.statement.act
        else { return nil }
        return (event, act)
    }

    // MARK: opinions

    @Test func opinionsAreRecordedUnderTheirProgrammes() throws {
        let city = try RecordCity()
        #expect(try city.take(opinions).drafts.count == 5)
        let act = try #require(try opinion(city, "o-FY2021-p-003-2"))
        #expect(act.body == "b-001" && act.kind == .opinion && act.printedNumber == "2" && act.period == "FY2021")
        #expect(act.about == [Subject(.programme, "p-003")] && act.basis == .byLayout)
        #expect(try city.words(city.facts(.opinion, act.id).holds(FactKey(.definition))) == "催しは続けるべきだ。")
        #expect(try city.plan(opinions).verdicts(.opinion) == Array(repeating: .same, count: 5))
    }

    @Test func theSameNumberOfAnotherYearIsAnotherOpinion() throws {
        let city = try RecordCity()
        try city.take(opinions)
        var next = RecordTable(.opinions).opinion(RecordTable.startUp, "1", "承継の施策とつなぐべきだ。")
        next.period = .fiscal(2022)
        #expect(try city.take(next).verdicts(.opinion) == [.new])
        #expect(try opinion(city, "o-FY2022-p-001-1") != nil)
    }

    @Test func theBodyMustBeNamed() throws {
        var city = try RecordCity()
        city.body = nil
        #expect(try codes { _ = try city.plan(opinions) } == [.missingField])
        city.body = "nobody"
        #expect(try codes { _ = try city.plan(opinions) } == [.unknownSubject])
    }

    @Test func aChangedOpinion() throws {
        let city = try RecordCity()
        try city.take(RecordTable(.opinions).opinion(RecordTable.startUp, "1", "承継の施策とつなぐべきだ。"))
        let other = RecordTable(.opinions).opinion(RecordTable.startUp, "1", "事業承継の施策とつなぐべきだ。")
        #expect(try city.blocker(other).choices == [.correct, .notTaken])
        try city.take(other, as: .correct)
        let held = try city.facts(.opinion, "o-FY2021-p-001-1").holds(FactKey(.definition))
        #expect(held?.statement.change == .corrected)
        #expect(try city.words(held) == "事業承継の施策とつなぐべきだ。")
        let third = RecordTable(.opinions).opinion(RecordTable.startUp, "1", "第三の文。")
        try city.take(third, as: .notTaken)
        #expect(try city.plan(third).verdicts(.opinion) == [.known])
    }

    @Test func anOpinionThatIsNoLongerPrinted() throws {
        let city = try RecordCity()
        try city.take(RecordTable(.opinions).opinion(RecordTable.startUp, "1", "甲").opinion(RecordTable.startUp, "2", "乙"))
        let shorter = RecordTable(.opinions).opinion(RecordTable.startUp, "1", "甲")
        let item = try city.blocker(shorter)
        #expect(item.verdict == .missing && item.subject == Subject(.opinion, "o-FY2021-p-001-2"))
        try city.take(shorter, as: .notTaken)
        #expect(try city.plan(shorter).verdicts(.opinion) == [.same, .known])
    }

    @Test func anOpinionPrintedTwiceDifferently() throws {
        let table = RecordTable(.opinions).opinion(RecordTable.startUp, "1", "甲").opinion(RecordTable.startUp, "1", "乙")
        for (kind, words) in [(ImportClass.notTaken, "甲"), (.taken, "乙")] {
            let city = try RecordCity()
            try city.take(table, as: kind)
            #expect(try city.words(city.facts(.opinion, "o-FY2021-p-001-1").holds(FactKey(.definition))) == words)
        }
    }

    @Test func opinionsAboutAProgrammeThatIsNew() throws {
        let city = try RecordCity()
        let table = RecordTable(.opinions).opinion("新産業創造支援事業", "1", "続けるべきだ。")
        #expect(try city.plan(table).definitions.map(\.kind) == [.programme])
        var accepted = try city.plan(table).definitions
        for i in accepted.indices { accepted[i].isAccepted = true }
        let plan = try city.plan(table, definitions: accepted)
        try city.append(plan)
        #expect(try opinion(city, "o-FY2021-p-005-1")?.about == [Subject(.programme, "p-005")])
    }

    // MARK: answers

    private func answered() throws -> RecordCity {
        let city = try RecordCity()
        try city.take(opinions)
        return city
    }

    private let answers = RecordTable(.responses).response(RecordTable.startUp, ["1", "2"], "つなぎ、広報する。")
        .response(RecordTable.startUp, ["3"], "財団が担う。").response(RecordTable.patents, ["1"], "相談を続ける。")
        .response(RecordTable.patents, ["2"], "催しを続ける。")

    @Test func oneAnswerToSeveralOpinions() throws {
        let city = try answered()
        try city.take(answers)
        let (event, act) = try #require(try response(city, "r-FY2021-p-001-1.2"))
        #expect(act.opinions == ["o-FY2021-p-001-1", "o-FY2021-p-001-2"] && act.printedNumber == "1;2")
        #expect(try city.words(event) == "つなぎ、広報する。")
        let view = try OpinionView(city.ledger.ledger.snapshot(), on: Day(2022, 9, 1)!)
        #expect(view.unanswered.isEmpty && view.lines.count == 5)
    }

    @Test func anAnswerToAnOpinionThatNobodyHoldsBlocks() throws {
        let city = try answered()
        let table = RecordTable(.responses).response(RecordTable.welfare, ["9"], "検討する。")
        let item = try city.blocker(table)
        #expect(item.verdict == .unread && item.reason == "no-such-opinion")
        try city.take(table, as: .notTaken)
        #expect(try city.ledger.ledger.snapshot().subjects(of: .response).isEmpty)
        #expect(try city.plan(table).verdicts(.response) == [.known])
    }

    /// The one that is referred to stands after it in the table.
    @Test func aReferenceToAnotherAnswer() throws {
        let city = try answered()
        let table = RecordTable(.responses).response(RecordTable.startUp, ["1"], "", refersTo: "13条 知的財産戦略の推進 2番と同じ")
            .response(RecordTable.startUp, ["2"], "", refersTo: "１番に同じ").response(RecordTable.patents, ["2"], "催しを続ける。")
            .response(RecordTable.startUp, ["3"], "丙").response(RecordTable.patents, ["1"], "丁")
        try city.take(table)
        #expect(try response(city, "r-FY2021-p-001-1")?.act.refersTo == ["r-FY2021-p-003-2"])
        #expect(try response(city, "r-FY2021-p-001-2")?.act.refersTo == ["r-FY2021-p-001-1"])
        let event = try #require(try response(city, "r-FY2021-p-001-1")?.event)
        #expect(event.statement.sources.map(\.cell) == ["E2", "F2"])
        #expect(try city.words(event, .rawCell, ordinal: 1) == "13条 知的財産戦略の推進 2番と同じ")
    }

    @Test(arguments: ["別の事業 2番と同じ", "知的財産戦略の推進と同じ", "知的財産戦略の推進 2番と少し違う", "知的財産戦略の推進 7番と同じ", "1番と同じ"])
    func aReferenceThatIsNotSureIsKeptAsWords(_ words: String) throws {
        let city = try answered()
        let table = RecordTable(.responses).response(RecordTable.startUp, ["1"], "続ける。", refersTo: words)
            .response(RecordTable.startUp, ["2"], "", refersTo: "別紙のとおり")
        let plan = try city.take(table)
        #expect(plan.items.filter { $0.verdict == .unread }.map(\.reason) == ["reference", "reference"])
        let first = try #require(try response(city, "r-FY2021-p-001-1"))
        #expect(first.act.refersTo.isEmpty)
        #expect(try city.words(first.event, .note) == words)
        #expect(try city.words(response(city, "r-FY2021-p-001-2")?.event) == "別紙のとおり")
    }

    @Test func changedAndMissingAnswers() throws {
        let city = try answered()
        try city.take(answers)
        var rows = answers
        rows.rows.removeLast()
        #expect(try city.blocker(rows).verdict == .missing)
        try city.take(rows, as: .notTaken)
        let changed = RecordTable(.responses).response(RecordTable.startUp, ["1", "2"], "つなぎ、広報した。")
            .response(RecordTable.startUp, ["3"], "財団が担う。").response(RecordTable.patents, ["1"], "相談を続ける。")
        let item = try city.blocker(changed)
        #expect(item.verdict == .changed && item.choices == [.correct, .notTaken])
        try city.take(changed, as: .correct)
        #expect(try city.words(response(city, "r-FY2021-p-001-1.2")?.event) == "つなぎ、広報した。")
    }

    @Test func anAnswerPrintedTwiceDifferently() throws {
        let city = try answered()
        let table = RecordTable(.responses).response(RecordTable.startUp, ["1"], "甲").response(RecordTable.startUp, ["1"], "乙")
        try city.take(table, as: .taken)
        #expect(try city.words(response(city, "r-FY2021-p-001-1")?.event) == "乙")
    }

    // MARK: points

    private let points = RecordTable(.points).point(["1"], "目標設定", "甲の地位を高める。", note: "箇条書き").point(["1"], "目標設定", "乙を図る。")
        .point(["2", "Ⅱ", "②"], "強みのある領域", "重点的に支援する。").point(["2", "Ⅱ"], "ロボティクス", "支援を広げる。")

    private func point(_ city: RecordCity, _ id: String) throws -> Event? { try city.facts(.point, id).holds(FactKey(.definition)) }

    @Test func pointsAreNoOpinions() throws {
        let city = try RecordCity()
        try city.take(points)
        let event = try #require(try point(city, "pt-b-001-2-II-2"))
        guard case .pointPut(let act)? = event.statement.act else { throw Problem(.nothingFound) }
        #expect(act.printedNumber == "2-Ⅱ-②" && act.body == "b-001")
        #expect(try city.words(event) == "強みのある領域\n重点的に支援する。")
        #expect(try city.words(point(city, "pt-b-001-1"), .note) == "箇条書き")
        #expect(try city.words(point(city, "pt-b-001-1.2")) == "目標設定\n乙を図る。")
        #expect(try OpinionView(city.ledger.ledger.snapshot(), on: Day(2022, 9, 1)!).lines.isEmpty)
    }

    @Test func aPointPrintedTwiceIsOne() throws {
        let city = try RecordCity()
        let table = points.point(["2", "Ⅱ"], "ロボティクス", "支援を広げる。")
        #expect(try city.take(table).drafts.count == 4)
    }

    @Test func changedAndMissingPoints() throws {
        let city = try RecordCity()
        try city.take(points)
        let changed = RecordTable(.points).point(["1"], "目標設定", "甲の地位を高める。").point(["1"], "目標設定", "丙を図る。")
            .point(["2", "Ⅱ", "②"], "強みのある領域", "重点的に支援する。").point(["2", "Ⅱ"], "ロボティクス", "支援を広げる。")
        #expect(try city.blocker(changed).held == .text("目標設定\n乙を図る。"))
        try city.take(changed, as: .correct)
        #expect(try city.words(point(city, "pt-b-001-1.2")) == "目標設定\n丙を図る。")
        var shorter = changed
        shorter.rows.removeLast()
        #expect(try city.blocker(shorter).verdict == .missing)
        try city.take(shorter, as: .notTaken)
    }

    /// Another meeting's points begin at 1 again.
    @Test func pointsOfAnotherDayAreOthers() throws {
        var city = try RecordCity()
        try city.take(points)
        city.known = .day(Day(2022, 11, 30)!)
        let next = RecordTable(.points).point(["1"], "目標設定", "別の会議の論点。")
        #expect(try city.take(next).verdicts(.point) == [.new])
    }
}
