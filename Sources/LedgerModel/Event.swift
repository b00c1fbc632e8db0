/// What a ledger fixed once, in its first event.
package struct Settings: Sendable, Hashable {
    package let name: String
    package let utcOffsetMinutes: Int32
    package let fiscalFirstMonth: Int

    package init(name: String, utcOffsetMinutes: Int32, fiscalFirstMonth: Int) {
        self.name = name
        self.utcOffsetMinutes = utcOffsetMinutes
        self.fiscalFirstMonth = fiscalFirstMonth
    }

    package init(_ opened: LedgerOpened) {
        self.init(
            name: opened.name, utcOffsetMinutes: opened.utcOffsetMinutes,
            fiscalFirstMonth: Int(opened.fiscalYearFirstMonth))
    }
}

/// One entry as folds see it: its number, when it was recorded and what it says. A reference inside, so that the timelines that hold
/// it cost a word each.
package struct Event: Sendable, Hashable {
    private final class Body: Sendable {
        let number: UInt64
        let recorded: UInt64
        let batchFirst: UInt64
        let batchLength: UInt32
        let statement: Statement
        let touches: [Touch]
        let recordedDay: Day
        let decidedDay: Day
        let inForceDay: Day

        init(_ number: UInt64, _ recorded: UInt64, _ batchFirst: UInt64, _ batchLength: UInt32, _ statement: Statement, _ settings: Settings) {
            self.number = number
            self.recorded = recorded
            self.batchFirst = batchFirst
            self.batchLength = batchLength
            self.statement = statement
            touches = statement.touches
            let day = Day(unixNanoseconds: recorded, offsetMinutes: settings.utcOffsetMinutes) ?? Day.last
            recordedDay = day
            decidedDay = statement.decided.latestDay ?? day
            inForceDay = statement.hasInForce ? statement.inForce.latestDay ?? day : decidedDay
        }
    }

    private let body: Body

    package var number: UInt64 { body.number }
    /// Unix nanoseconds.
    package var recorded: UInt64 { body.recorded }
    package var batchFirst: UInt64 { body.batchFirst }
    package var batchLength: UInt32 { body.batchLength }
    package var statement: Statement { body.statement }
    /// What `statement.touches` gives, worked out once.
    package var touches: [Touch] { body.touches }
    /// The day on which it was recorded, at the ledger's offset.
    package var recordedDay: Day { body.recordedDay }
    /// The day from which it counts as decided: the latest that its date allows.
    package var decidedDay: Day { body.decidedDay }
    /// The day from which it counts as in force.
    package var inForceDay: Day { body.inForceDay }

    package init(
        number: UInt64, recorded: UInt64, batchFirst: UInt64, batchLength: UInt32, statement: Statement, settings: Settings
    ) {
        body = Body(number, recorded, batchFirst, batchLength, statement, settings)
    }

    package init(_ leaf: Leaf, settings: Settings) {
        self.init(
            number: leaf.number, recorded: leaf.recorded.unixNs, batchFirst: leaf.batch.first,
            batchLength: leaf.batch.length, statement: leaf.statement, settings: settings)
    }

    package static func == (a: Event, b: Event) -> Bool {
        a.body === b.body
            || a.number == b.number && a.recorded == b.recorded && a.batchFirst == b.batchFirst && a.batchLength == b.batchLength
                && a.recordedDay == b.recordedDay && a.decidedDay == b.decidedDay && a.inForceDay == b.inForceDay && a.statement == b.statement
    }
    package func hash(into hasher: inout Hasher) {
        hasher.combine(number)
        hasher.combine(recorded)
    }

    /// The subjects that it touches, ascending, each once.
    package var subjects: [Subject] { touches.subjects }
    package var id: [UInt8] { Array(statement.event) }
    /// Entered into the past, so that its place in the log says nothing about what was known first.
    package var isLive: Bool { !statement.backfill }
    package var fact: FactRecorded? { if case .factRecorded(let f)? = statement.act { f } else { nil } }
}

extension Day {
    /// The end of the calendar.
    package static let last = Day(2199, 12, 31)!
}

extension When {
    /// The day from which an inexact date counts; nil where the date is unknown.
    package var latestDay: Day? { to.isEmpty ? Day(from) : Day(to) }

    package static func day(_ day: Day, _ basis: When.Basis = .stated) -> When {
        var when = When()
        when.from = day.description
        when.basis = basis
        return when
    }
    package static var unknown: When {
        var when = When()
        when.basis = .unknown
        return when
    }
}
