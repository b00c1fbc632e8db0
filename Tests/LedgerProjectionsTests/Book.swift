import Foundation
import LedgerModel
import LedgerProjections

/// Writes small histories: every entry is a batch of its own, recorded on the day that the clock shows.
struct Book {
    private(set) var ledger = MemoryLedger(settings: Settings(name: "test", utcOffsetMinutes: 540, fiscalFirstMonth: 4))
    var today = "2020-01-01"
    private var batch: (first: UInt64, length: UInt32)?

    /// How an entry is said; what a test does not care about has a default.
    struct How {
        var decided: When?
        var inForce: String?
        var change = Change.first
        var backfill = false
        var by = "clerk"
        var approvedBy: String?
        var texts: [TextField] = []
    }

    @discardableResult
    mutating func enter(_ act: Statement.OneOf_Act, _ how: How = How()) -> Event {
        let number = ledger.size + 1
        var statement = Statement()
        statement.event = Data((0..<16).map { $0 < 8 ? 7 : UInt8(truncatingIfNeeded: number >> (8 * (15 - UInt64($0)))) })
        statement.recordedBy = Subject(.actor, how.by)
        statement.decided = how.decided ?? .day(Day(today)!)
        if let day = how.inForce { statement.inForce = .day(Day(day)!) }
        statement.change = how.change
        statement.backfill = how.backfill
        if let post = how.approvedBy {
            var approval = Approval()
            approval.kind = .mayor
            approval.post = Subject(.actor, post)
            statement.approvals = [approval]
        }
        statement.texts = how.texts.map { field in
            var commitment = Commitment()
            commitment.field = field
            return commitment
        }
        statement.act = act
        let day = Day(today)!
        let event = Event(
            number: number, recorded: day.endUnixNanoseconds(offsetMinutes: 540) - 1, batchFirst: batch?.first ?? number,
            batchLength: batch?.length ?? 1, statement: statement, settings: ledger.settings)
        ledger.add(event)
        return event
    }

    /// Enters the entries of `body` as one batch of a stated length.
    mutating func inBatch(_ length: UInt32, _ body: (inout Book) -> Void) {
        batch = (ledger.size + 1, length)
        body(&self)
        batch = nil
    }

    @discardableResult
    mutating func withdraw(_ event: Event) -> Event {
        var act = Withdrawn()
        act.number = event.number
        act.event = event.statement.event
        act.subjects = event.statement.subjects
        return enter(.withdrawn(act))
    }
}

extension Book.How {
    static func decided(_ day: String) -> Self { Self(decided: .day(Day(day)!)) }
    static func revised(_ decided: String, change: Change = .revised) -> Self { Self(decided: .day(Day(decided)!), change: change) }
    func live(_ live: Bool) -> Self { var copy = self; copy.backfill = !live; return copy }
    func when(_ when: When) -> Self { var copy = self; copy.decided = when; return copy }
    func approved(_ post: String) -> Self { var copy = self; copy.approvedBy = post; return copy }
    func by(_ account: String) -> Self { var copy = self; copy.by = account; return copy }
}

extension When {
    static func range(_ from: String, _ to: String) -> When {
        var when = When()
        when.from = from
        when.to = to
        when.precision = .range
        return when
    }
}

func measure(_ id: String = "m", unit: String = "人", _ direction: Measure.Direction = .higher, _ aggregation: Aggregation = .level) -> Measure {
    var measure = Measure()
    measure.id = id
    measure.unit = unit
    measure.direction = direction
    measure.aggregation = aggregation
    return measure
}

func value(
    _ number: String, unit: String = "人", scale: Int32 = 0, bound: Value.Bound = .equal, status: Status = .a,
    aggregation: Aggregation = .notStated, form: Value.Form = .level
) -> Value {
    var value = Value()
    value.number = number
    value.unit = unit
    value.scale = scale
    value.bound = bound
    value.status = status
    value.aggregation = aggregation
    value.form = form
    return value
}

func absent(_ absence: Value.Absence) -> Value {
    var value = Value()
    value.absence = absence
    return value
}

func fact(
    _ kind: FactRecorded.Kind, _ period: String, _ value: Value?, indicator: String = "i", plan: String = "p", from previous: String = "",
    measure: String = "m", part: String = ""
) -> Statement.OneOf_Act {
    var fact = FactRecorded()
    fact.kind = kind
    fact.indicator = indicator
    fact.measure = measure
    fact.part = part
    if kind != .actual { fact.plan = plan }
    fact.period = period
    fact.previousPeriod = previous
    if let value { fact.value = value } else { fact.withdrawnTarget = true }
    return .factRecorded(fact)
}

func indicator(_ id: String = "i", _ measures: [Measure] = [measure()], at: [Subject] = []) -> Statement.OneOf_Act {
    var act = IndicatorDefined()
    act.id = id
    act.name = "name of \(id)"
    act.measures = measures
    act.attachedTo = at
    return .indicatorDefined(act)
}

func plan(_ id: String = "p", _ period: String = "FY2015-FY2019") -> Statement.OneOf_Act {
    var act = PlanAdopted()
    act.id = id
    act.name = "plan \(id)"
    act.period = period
    return .planAdopted(act)
}

func section(_ id: String, parent: String = "", position: UInt32 = 0) -> Statement.OneOf_Act {
    var act = SectionAdded()
    act.id = id
    act.plan = "p"
    act.parent = parent
    act.name = "section \(id)"
    act.position = position
    return .sectionAdded(act)
}

func programme(_ id: String, in section: String = "", position: UInt32 = 0) -> Statement.OneOf_Act {
    var act = ProgrammeRegistered()
    act.id = id
    act.name = "programme \(id)"
    act.section = section
    act.position = position
    return .programmeRegistered(act)
}

func listed(_ id: String, in section: String, _ mark: ProgrammeListed.Mark, position: UInt32 = 0) -> Statement.OneOf_Act {
    var act = ProgrammeListed()
    act.programme = id
    act.section = section
    act.mark = mark
    act.position = position
    return .programmeListed(act)
}

func grade(_ subject: Subject, _ period: String, _ grade: String, _ none: GradeGiven.NoGrade = .graded) -> Statement.OneOf_Act {
    var act = GradeGiven()
    act.subject = subject
    act.plan = "p"
    act.period = period
    act.grade = grade
    act.noGrade = none
    return .gradeGiven(act)
}

let theIndicator = Subject(.indicator, "i")
