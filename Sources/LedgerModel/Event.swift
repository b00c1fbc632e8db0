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
        let recordedDay: Day
        let decidedDay: Day
        let inForceDay: Day
        let withdraws: UInt64?
        /// One of the two: what it says, or the canonical bytes of that.
        private let given: Said?
        private let stored: StoredFact?
        // Worked out for whoever asks first: a third of what an entry costs, and most that are read are only printed.
        private let lazySaid = AtomicLazyReference<Kept<Said>>()
        private let lazyFact = AtomicLazyReference<Kept<FactRecorded>>()
        private let lazyTouches = AtomicLazyReference<Kept<[Touch]>>()
        private let lazySeries = AtomicLazyReference<Kept<Series?>>()

        private var said: Said { given ?? (lazySaid.load() ?? lazySaid.storeIfNil(Kept(Said(stored)))).value }
        var statement: Statement { said.statement }
        /// Of a stored one without its statement, which is the larger part.
        var fact: FactRecorded? {
            guard let stored else { return said.fact }
            return (lazyFact.load() ?? lazyFact.storeIfNil(Kept(stored.decoded))).value
        }
        var touches: [Touch] { (lazyTouches.load() ?? lazyTouches.storeIfNil(Kept(stored?.touches ?? statement.touches))).value }
        var series: Series? { (lazySeries.load() ?? lazySeries.storeIfNil(Kept(stored.map(Series.init) ?? fact.map(Series.init)))).value }

        init(_ head: EntryHead, _ statement: Statement, _ settings: Settings) {
            (number, recorded, batchFirst, batchLength) = (head.number, head.recorded, head.batchFirst, head.batchLength)
            recordedDay = head.recordedDay(settings)
            decidedDay = statement.decided.latestDay ?? recordedDay
            inForceDay = statement.hasInForce ? statement.inForce.latestDay ?? recordedDay : decidedDay
            given = Said(statement)
            stored = nil
            if case .withdrawn(let act)? = statement.act { withdraws = act.number } else { withdraws = nil }
        }

        init(_ head: EntryHead, _ fact: StoredFact, _ settings: Settings) {
            (number, recorded, batchFirst, batchLength) = (head.number, head.recorded, head.batchFirst, head.batchLength)
            recordedDay = head.recordedDay(settings)
            let days = fact.walked.days(recorded: PackedDay(recordedDay))
            (decidedDay, inForceDay) = (days.decided.day, days.inForce.day)
            (given, stored, withdraws) = (nil, fact, nil)
        }
    }

    private struct Said: Sendable {
        let statement: Statement
        let fact: FactRecorded?

        init(_ statement: Statement) {
            self.statement = statement
            if case .factRecorded(let act)? = statement.act { fact = act } else { fact = nil }
        }

        /// Bytes that were found canonical can be decoded.
        init(_ stored: StoredFact?) { self.init(stored.flatMap { try? Statement(stored: $0.bytes, in: $0.statement) } ?? Statement()) }
    }

    /// Where a baseline, target or actual stands among others of its indicator: what rules ask of each of them for every new one, worked
    /// out once.
    package struct Series: Sendable, Equatable {
        package let plan: String
        package let measure: String
        package let part: String
        package let period: String
        package let aggregation: Aggregation
        /// Where the period names years.
        package let years: ClosedRange<Int>?
        package let isRange: Bool
        package let hasValue: Bool
        /// Whether the value has a number.
        package let hasAmount: Bool

        fileprivate init(_ fact: FactRecorded) {
            (plan, measure, part, period, hasValue) = (fact.plan, fact.measure, fact.part, fact.period, fact.hasValue)
            (years, isRange) = Series.years(period)
            aggregation = fact.value.aggregation
            hasAmount = fact.value.absence == .present && ExactDecimal(fact.value.number) != nil
        }

        fileprivate init(_ stored: StoredFact) {
            let fact = stored.fact
            (plan, measure, part) = (stored.string(fact.plan), stored.string(fact.measure), stored.string(fact.part))
            period = stored.string(fact.period)
            hasValue = fact.hasValue
            (years, isRange) = Series.years(period)
            let value = stored.value
            aggregation = Aggregation(rawValue: Int(truncatingIfNeeded: value.aggregation)) ?? .notStated
            hasAmount = value.absence == 0 && ExactDecimal(stored.string(value.number)) != nil
        }

        private static func years(_ period: String) -> (ClosedRange<Int>?, isRange: Bool) {
            let read = Period(period)
            guard case .range? = read?.shape else { return (read?.years, false) }
            return (read?.years, true)
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
        let head = EntryHead(number: number, recorded: recorded, batchFirst: batchFirst, batchLength: batchLength)
        body = Body(head, statement, settings)
    }

    package init(_ leaf: Leaf, settings: Settings) {
        self.init(
            number: leaf.number, recorded: leaf.recorded.unixNs, batchFirst: leaf.batch.first,
            batchLength: leaf.batch.length, statement: leaf.statement, settings: settings)
    }

    /// The entry of a leaf. A baseline, target or actual stays as its bytes until somebody asks what it says: rules look at dozens of earlier
    /// ones for every new one, and at the value of one or two. A quarter of the cost of decoding, and of the memory.
    /// - Throws: `DecodeError` where the statement is not in canonical form.
    package init(_ leaf: WalkedLeaf, settings: Settings) throws(DecodeError) {
        let head = EntryHead(number: leaf.number, recorded: leaf.recorded, batchFirst: leaf.batchFirst, batchLength: leaf.batchLength)
        let bytes = Array(leaf.statementBytes)
        guard Acts.facts.contains(field: Int(leaf.act.field)) else {
            body = Body(head, try Codec.decode(Statement.self, bytes, "statement"), settings)
            return
        }
        guard Statement.shape.admits(bytes) else { throw Codec.refusal(of: Statement.self, bytes, "statement") }
        do throws(WireWalker.Malformed) { body = Body(head, try StoredFact(bytes, 0..<bytes.count), settings) } catch {
            throw DecodeError(what: "statement", why: "\(error.why) at byte \(error.offset)")
        }
    }

    /// An entry that was walked in stored bytes, which it keeps. Of a baseline, target or actual nothing is decoded yet: most are read for their values, and
    /// the statement around a value is the larger part of time and memory.
    /// - Throws: `damaged` where the bytes are no statement.
    init(_ head: EntryHead, _ walked: WalkedStatement, _ bytes: [UInt8], statement: Range<Int>, _ settings: Settings) throws {
        if Acts.facts.contains(field: walked.act), Statement.shape.admits(bytes.span.extracting(statement)),
            let fact = try? StoredFact(bytes, statement, walked)
        {
            body = Body(head, fact, settings)
            return
        }
        guard let decoded = try? Statement(stored: bytes, in: statement) else { throw StoredEntries.damaged(head.number) }
        body = Body(head, decoded, settings)
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

/// A statement that records a baseline, target or actual, walked in its canonical bytes.
private struct StoredFact: Sendable {
    let bytes: [UInt8]
    /// Where the statement stands there.
    let statement: Range<Int>
    let walked: WalkedStatement
    let fact: WalkedFact

    init(_ bytes: [UInt8], _ statement: Range<Int>, _ walked: WalkedStatement? = nil) throws(WireWalker.Malformed) {
        self.bytes = bytes
        self.statement = statement
        let walked = if let walked { walked } else { try WalkedStatement(bytes.span, in: statement) }
        self.walked = walked
        fact = try WalkedFact(bytes.span, in: walked.actBytes)
    }

    /// Bytes that were found canonical can be decoded.
    var decoded: FactRecorded { (try? FactRecorded(stored: bytes, in: walked.actBytes)) ?? FactRecorded() }

    func string(_ range: Range<Int>) -> String { range.isEmpty ? "" : String(decoding: bytes[range], as: UTF8.self) }

    var value: WalkedValue { (try? WalkedValue(bytes.span, in: fact.value)) ?? WalkedValue() }

    /// As `Statement.touches`.
    var touches: [Touch] {
        let indicator = Subject(.indicator, string(fact.indicator))
        return FactKey.keys(
            FactRecorded.Kind(rawValue: fact.kind) ?? .unspecified, plan: string(fact.plan), measure: string(fact.measure),
            part: string(fact.part), period: string(fact.period), previousPeriod: string(fact.previousPeriod)
        ).map { Touch(subject: indicator, key: $0) }
    }
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
