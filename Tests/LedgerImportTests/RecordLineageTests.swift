import LedgerImport
import LedgerModel
import LedgerProjections
import LedgerSheets
import LedgerTestSupport
import Testing

@Suite struct RecordLineageTests {
    private func restructured(_ city: RecordCity, _ programme: String) throws -> [(event: Event, act: Restructured)] {
        try city.facts(.programme, programme).all(.lineage).compactMap { event in
            if case .restructured(let act)? = event.statement.act { (event, act) } else { nil }
        }
        .sorted { $0.event.number < $1.event.number }
    }

    @Test func rowsWithOneHeirAreOneMerge() throws {
        let city = try RecordCity()
        let table = RecordTable(.lineage).lineage(RecordTable.startUp, RecordTable.patents).lineage(RecordTable.welfare, RecordTable.patents)
        let plan = try city.take(table)
        #expect(plan.drafts.count == 1)
        let one = try #require(try restructured(city, "p-003").first)
        #expect(one.act.kind == .merged && one.act.to == [Subject(.programme, "p-003")])
        #expect(one.act.from == [Subject(.programme, "p-001"), Subject(.programme, "p-002")])
        #expect(one.event.inForceDay == Day(2022, 4, 1) && one.event.statement.reason == .reorganisation)
        #expect(one.event.statement.sources.map(\.cell) == ["A2", "B2", "A3", "B3"])
        #expect(try city.plan(table).verdicts(.lineage) == [.same, .same])
    }

    /// The new name is registered first, in the section of the first that went into it and from the same day.
    @Test func aMergeIntoANewName() throws {
        let city = try RecordCity()
        let table = RecordTable(.lineage).lineage(RecordTable.patents, "操業環境保全対策事業", renamed: true)
            .lineage(RecordTable.inland, "操業環境保全対策事業", renamed: true)
        #expect(try city.plan(table).definitions.map(\.printed) == ["操業環境保全対策事業"])
        let plan = try city.take(table)
        #expect(plan.drafts.count == 2)
        let heir = try city.facts(.programme, "p-005")
        #expect(heir.name == "操業環境保全対策事業" && heir.place == Subject(.unit, "city"))
        #expect(heir.holds(FactKey(.listing, "s-13")) != nil)
        #expect(heir.holds(FactKey(.existence))?.inForceDay == Day(2022, 4, 1))
        #expect(try city.facts(.programme, "p-004").end()?.inForceDay == Day(2022, 4, 1))
        // One more that joins later is a merge of its own.
        let more = table.lineage(RecordTable.welfare, "操業環境保全対策事業", renamed: true)
        #expect(try city.take(more).verdicts(.lineage) == [.same, .same, .new])
        #expect(try restructured(city, "p-005").map(\.act.from.count) == [2, 1])
    }

    @Test func splitRenamedAndEnded() throws {
        let split = try RecordCity()
        let table = RecordTable(.lineage).lineage(RecordTable.startUp, RecordTable.welfare, .split)
            .lineage(RecordTable.startUp, RecordTable.patents, .split)
        try split.append(try split.plan(table))
        #expect(try restructured(split, "p-001").map(\.act.to.count) == [2])
        let renamed = try RecordCity()
        try renamed.take(RecordTable(.lineage).lineage(RecordTable.startUp, "起業支援事業", .unspecified, renamed: true))
        #expect(try renamed.facts(.programme, "p-001").name == "起業支援事業")
        let ended = try RecordCity()
        try ended.append(try ended.plan(RecordTable(.lineage).ended(RecordTable.inland, .abolished)))
        let end = try #require(try ended.facts(.programme, "p-004").end())
        guard case .ended(let act)? = end.statement.act else { throw Problem(.nothingFound) }
        #expect(act.kind == .abolished && end.inForceDay == Day(2022, 4, 1))
    }

    @Test func twoHeirsOfOneMergeBlock() throws {
        let city = try RecordCity()
        let table = RecordTable(.lineage).lineage(RecordTable.startUp, RecordTable.welfare).lineage(RecordTable.startUp, RecordTable.patents)
        let blockers = try city.plan(table).blockers
        #expect(blockers.map(\.reason) == ["several-heirs", "several-heirs"])
        try city.take(table, classes: Dictionary(uniqueKeysWithValues: blockers.map { ($0.key, .because(.notTaken)) }))
        #expect(try restructured(city, "p-001").isEmpty)
    }

    @Test func anotherLineageThanTheOneHeld() throws {
        let city = try RecordCity()
        try city.take(RecordTable(.lineage).lineage(RecordTable.startUp, RecordTable.welfare))
        let other = RecordTable(.lineage).lineage(RecordTable.startUp, RecordTable.patents)
        let item = try city.blocker(other)
        #expect(item.verdict == .changed && item.choices == [.notTaken])
        try city.take(other, as: .notTaken)
        #expect(try city.plan(other).verdicts(.lineage) == [.known])
        #expect(try city.blocker(RecordTable(.lineage).lineage(RecordTable.startUp, RecordTable.inland)).verdict == .changed)
    }

    // MARK: bodies

    private let seats = RecordTable(.bodies).seat("川崎市産業振興協議会", "学識者", "大学商学部教授（会長）", chair: true)
        .seat("川崎市産業振興協議会", "関係団体役職員", "商工会議所副会頭").seat(RecordTable.subcommittee, "学識者", "大学経済学部教授（部会長）", chair: true)

    private func seats(_ city: RecordCity, _ body: String) throws -> (event: Event, act: BodyConstituted) {
        let event = try #require(try city.facts(.body, body).holds(FactKey(.definition)))
        guard case .bodyConstituted(let act)? = event.statement.act else { throw Problem(.nothingFound) }
        return (event, act)
    }

    @Test func aNewBodyIsEnteredWithItsSeats() throws {
        let city = try RecordCity()
        var table = seats
        table.rows.removeLast()
        let plan = try city.take(table)
        #expect(plan.drafts.count == 1)
        let (event, act) = try seats(city, "b-002")
        #expect(act.seats.map(\.category) == ["学識者", "関係団体役職員"] && act.seats.map(\.chair) == [true, false])
        #expect(try city.words(event, .displayName) == "川崎市産業振興協議会")
        #expect(try city.words(event, .seat) == "大学商学部教授")
        #expect(try city.words(event, .seat, ordinal: 1) == "商工会議所副会頭")
        #expect(try city.words(event, .rawCell) == "大学商学部教授（会長）\n商工会議所副会頭")
        #expect(event.statement.sources.map(\.cell) == ["D2:D3"])
        #expect(event.statement.decided.precision == .month && event.decidedDay == Day(2022, 8, 31))
    }

    @Test(arguments: [(ImportClass.correct, Change.corrected), (.retarget, .revised)])
    func changedSeats(_ kind: ImportClass, _ change: Change) throws {
        let city = try RecordCity()
        let table = RecordTable(.bodies).seat(RecordTable.subcommittee, "学識者", "大学経済学部教授（部会長）", chair: true)
        #expect(try city.blocker(table).verdict == .changed)
        try city.take(table, as: kind)
        let (event, act) = try seats(city, "b-001")
        #expect(event.statement.change == change && act.seats.count == 1)
        #expect(try city.words(event, .displayName) == RecordTable.subcommittee)
        #expect(try city.words(event, .seat) == "大学経済学部教授")
        let other = table.seat(RecordTable.subcommittee, "関係団体役職員", "商工会議所副会頭")
        try city.take(other, as: .notTaken)
        #expect(try seats(city, "b-001").act.seats.count == 1)
        let third = table.seat(RecordTable.subcommittee, "関係団体役職員", "信用金庫理事")
        #expect(try city.blocker(third).verdict == .changed)
    }

    @Test func meetingsOfAYear() throws {
        let city = try RecordCity()
        let table = RecordTable(.meetings).meetings(RecordTable.subcommittee, 3).meetings("川崎市産業振興協議会", 2)
        try city.take(table)
        #expect(try city.facts(.body, "b-002").holds(FactKey(.meetings, "FY2021")) != nil)
        let other = RecordTable(.meetings).meetings(RecordTable.subcommittee, 4)
        try city.take(other, as: .notTaken)
        #expect(try city.blocker(RecordTable(.meetings).meetings(RecordTable.subcommittee, 5)).verdict == .changed)
        try city.take(RecordTable(.meetings).meetings(RecordTable.subcommittee, 5), as: .correct)
        let twice = RecordTable(.meetings).meetings(RecordTable.subcommittee, 5).meetings(RecordTable.subcommittee, 6)
        #expect(try city.blocker(twice).verdict == .twoValues)
        try city.take(twice, as: .notTaken)
    }
}
