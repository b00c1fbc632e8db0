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

/// One entry as folds see it: its number, when it was recorded and what it says.
package struct Event: Sendable, Hashable {
    package let number: UInt64
    package let recorded: UInt64  // Unix nanoseconds
    package let batchFirst: UInt64
    package let batchLength: UInt32
    package let statement: Statement
    /// What `statement.touches` gives, worked out once.
    package let touches: [Touch]
    /// The day on which it was recorded, at the ledger's offset.
    package let recordedDay: Day
    /// The day from which it counts as decided: the latest that its date allows.
    package let decidedDay: Day
    /// The day from which it counts as in force.
    package let inForceDay: Day

    package init(
        number: UInt64, recorded: UInt64, batchFirst: UInt64, batchLength: UInt32, statement: Statement, settings: Settings
    ) {
        self.number = number
        self.recorded = recorded
        self.batchFirst = batchFirst
        self.batchLength = batchLength
        self.statement = statement
        touches = statement.touches
        let offset = settings.utcOffsetMinutes
        let day = Day(unixNanoseconds: recorded, offsetMinutes: offset) ?? Day.last
        recordedDay = day
        decidedDay = statement.decided.latestDay ?? day
        inForceDay = statement.hasInForce ? statement.inForce.latestDay ?? day : decidedDay
    }

    package init(_ leaf: Leaf, settings: Settings) {
        self.init(
            number: leaf.number, recorded: leaf.recorded.unixNs, batchFirst: leaf.batch.first,
            batchLength: leaf.batch.length, statement: leaf.statement, settings: settings)
    }

    /// The subjects that it touches, ascending, each once.
    package var subjects: [Subject] { Array(Set(touches.map(\.subject))).sorted() }
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
