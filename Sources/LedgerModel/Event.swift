import Foundation
import Synchronization

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
        let recordedDay: Day
        let decidedDay: Day
        let inForceDay: Day
        let fact: FactRecorded?
        let withdraws: UInt64?
        // Worked out for whoever asks first: a third of what an entry costs, and most that are read are only printed.
        private let lazyTouches = AtomicLazyReference<Kept<[Touch]>>()
        private let lazySeries = AtomicLazyReference<Kept<Series>>()

        var touches: [Touch] { (lazyTouches.load() ?? lazyTouches.storeIfNil(Kept(statement.touches))).value }
        var series: Series? { fact.map { fact in (lazySeries.load() ?? lazySeries.storeIfNil(Kept(Series(fact)))).value } }

        init(_ number: UInt64, _ recorded: UInt64, _ batchFirst: UInt64, _ batchLength: UInt32, _ statement: Statement, _ settings: Settings) {
            self.number = number
            self.recorded = recorded
            self.batchFirst = batchFirst
            self.batchLength = batchLength
            self.statement = statement
            let day = Day(unixNanoseconds: recorded, offsetMinutes: settings.utcOffsetMinutes) ?? Day.last
            recordedDay = day
            decidedDay = statement.decided.latestDay ?? day
            inForceDay = statement.hasInForce ? statement.inForce.latestDay ?? day : decidedDay
            switch statement.act {
            case .factRecorded(let act)?: (fact, withdraws) = (act, nil)
            case .withdrawn(let act)?: (fact, withdraws) = (nil, act.number)
            default: (fact, withdraws) = (nil, nil)
            }
        }
    }

    /// Where a baseline, target or actual stands among others of its indicator: what rules ask of each of them for every new one, worked
    /// out once.
    package struct Series: Sendable {
        package let plan: String
        package let measure: String
        package let part: String
        package let period: String
        /// Where the period names years.
        package let years: ClosedRange<Int>?
        package let isRange: Bool
        package let hasValue: Bool
        /// Whether the value has a number.
        package let hasAmount: Bool

        fileprivate init(_ fact: FactRecorded) {
            (plan, measure, part, period, hasValue) = (fact.plan, fact.measure, fact.part, fact.period, fact.hasValue)
            let read = Period(fact.period)
            years = read?.years
            isRange = if case .range? = read?.shape { true } else { false }
            hasAmount = fact.value.absence == .present && ExactDecimal(fact.value.number) != nil
        }
    }

    private final class Kept<Value: Sendable>: Sendable {
        let value: Value
        init(_ value: Value) { self.value = value }
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
    package var fact: FactRecorded? { body.fact }
    /// The number of the entry that it withdraws.
    package var withdraws: UInt64? { body.withdraws }
    /// Nil where it records no baseline, target or actual.
    package var series: Series? { body.series }
}

/// An event id as a key of dictionaries, without memory of its own.
package struct EventKey: Sendable, Hashable {
    private let high: UInt64
    private let low: UInt64

    /// Nil unless there are exactly 16 bytes. No generic collection: an iterator that is not specialised costs more than judging the entry.
    package init?(_ id: Span<UInt8>) {
        guard id.count == Limits.eventIDBytes else { return nil }
        var (high, low) = (0 as UInt64, 0 as UInt64)
        for i in 0..<8 {
            high = high << 8 | UInt64(id[i])
            low = low << 8 | UInt64(id[8 + i])
        }
        (self.high, self.low) = (high, low)
    }

    package init?(_ id: Data) { self.init(id.span) }
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
