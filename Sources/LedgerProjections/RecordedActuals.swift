import LedgerModel

/// When an act was decided and entered: what tells whether it was known when another was decided.
struct DecisionTime {
    /// The days on which it may have been decided. Where nobody knows, any day up to the one on which it was recorded.
    let earliest: Day
    let latest: Day
    let number: UInt64
    let batchFirst: UInt64
    /// Not entered into the past.
    let isLive: Bool

    init(_ event: Event) {
        latest = event.decidedDay
        earliest = event.statement.decided.basis == .unknown ? .first : Day(event.statement.decided.from) ?? .first
        (number, batchFirst, isLive) = (event.number, event.batchFirst, event.isLive)
    }

    init(_ stored: StoredEntries, _ entry: StoredEntries.Entry) throws {
        let decision: WalkedDecision
        do { decision = try WalkedDecision(stored.bytes.span, in: entry.statement) } catch { throw StoredEntries.damaged(entry.head.number) }
        latest = stored.days(entry).decided.day
        earliest = decision.earliest?.day ?? .first
        (number, batchFirst, isLive) = (entry.head.number, entry.head.batchFirst, !decision.isBackfill)
    }
}

/// Every actual ever recorded for one indicator: what replaced another, what was replaced, what was withdrawn. Walked: an audit looks at all of
/// them for each target that was changed, and prints two.
struct RecordedActuals {
    struct Line {
        let time: DecisionTime
        let measure: String
        let part: String
        let period: String
        let isNumber: Bool
        let status: Status
        let isPartial: Bool
        fileprivate let entry: Int

        /// A number that was measured: neither an absence nor a word nor an expectation.
        var isFigure: Bool { isNumber && status != .f }
        var isExpected: Bool { isNumber && status == .f }
        var isProvisional: Bool { status == .p || status == .e || isPartial }
    }

    private let stored: StoredEntries
    /// Seen by the moment, ascending by number.
    let lines: [Line]

    /// - Parameter stored: the indicator's own entries, at least all of its facts.
    init(_ stored: StoredEntries, _ asOf: AsOf) throws {
        self.stored = stored
        lines = try stored.entries.indices.compactMap { index in
            let entry = stored.entries[index]
            guard stored.isFact(entry), stored.isSeen(entry, asOf) else { return nil }
            do { return try Line(stored, entry, index) } catch { throw StoredEntries.damaged(entry.head.number) }
        }
    }

    func stated(_ line: Line) throws -> Stated { try Stated(stored, stored.entries[line.entry]) }
}

extension RecordedActuals.Line {
    /// Nil for a baseline or target.
    fileprivate init?(_ stored: StoredEntries, _ entry: StoredEntries.Entry, _ index: Int) throws {
        let fact = try WalkedFact(stored.bytes.span, in: entry.walked.actBytes)
        guard fact.kind == FactRecorded.Kind.actual.rawValue else { return nil }
        var digits = 0..<0
        var (absence, status, partial) = (UInt64(0), UInt64(0), UInt64(0))
        var cursor = WireCursor(fact.value)
        while let field = try cursor.next(stored.bytes.span) {
            switch (field.number, field.value) {
            case (1, .bytes(let text)): digits = text
            case (7, .varint(let number)): absence = number
            case (8, .varint(let number)): status = number
            case (13, .varint(let flag)): partial = flag
            default: continue
            }
        }
        time = try DecisionTime(stored, entry)
        (measure, part, period) = (stored.string(fact.measure), stored.string(fact.part), stored.string(fact.period))
        isNumber = absence == 0 && ExactDecimal(stored.string(digits)) != nil
        self.status = Status(rawValue: Int(truncatingIfNeeded: status)) ?? .a
        isPartial = partial != 0
        self.entry = index
    }
}

/// Periods as they were read, each spelling once: few differ in a whole ledger.
final class PeriodEnds {
    struct End {
        let basis: Period.Basis?
        /// Nil for an open period.
        let day: Day?
    }

    private let settings: Settings
    private var known: [String: End?] = [:]

    init(_ settings: Settings) { self.settings = settings }

    /// Nil for what is no period.
    func end(_ text: String) -> End? {
        if let found = known[text] { return found }
        let end = Period(text).map { End(basis: $0.yearBasis, day: $0.lastDay(fiscalFirstMonth: settings.fiscalFirstMonth)) }
        known[text] = end
        return end
    }
}
