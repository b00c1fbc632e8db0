import LedgerModel

/// What was known of an indicator's actuals, period by period, on each day on which one of them became known.
package struct RevisionTriangle: Sendable {
    package struct Revision: Sendable {
        package let old: Stated
        package let new: Stated
        package var kind: Change { new.event.statement.change }
    }

    package struct Row: Sendable {
        package let period: String
        /// One for each column: what was then known; nil before the first.
        package let known: [Stated?]
        /// As it became known first.
        package let first: Stated
        /// As it holds.
        package let latest: Stated
        /// By the day decided, then by number. One that confirms the figure counts as well.
        package let revisions: [Revision]
    }

    package let indicator: Subject
    package let name: String?
    package let slot: Slot
    package let measure: Measure?
    /// The days on which a value was decided, ascending, each once: an inexact one by its latest.
    package let columns: [Day]
    /// Ascending by the end of the period.
    package let rows: [Row]

    package var isRevised: Bool { rows.contains { !$0.revisions.isEmpty } }

    /// One for each measure and part with actuals, in the order of definition. Cost: the indicator's entries.
    package static func of(_ indicator: Subject, _ source: some LedgerSource, asOf: AsOf = .now) throws -> [RevisionTriangle] {
        let stored = try source.entries(of: indicator, through: asOf.number, leavingOut: .allBut([.existence, .name, .definition, .actual]))
        let told = try stored.entries.filter { try !stored.isFact($0) || stored.isActual($0) }
        let facts = Facts(indicator, try told.map(stored.event), asOf: asOf)
        guard facts.exists else { return [] }
        return facts.slots(plan: "").compactMap { RevisionTriangle(facts, $0, source.settings) }
    }

    /// Nil where no actual was recorded.
    private init?(_ facts: Facts, _ slot: Slot, _ settings: Settings) {
        let latest = facts.actuals(slot).byPeriod(settings)
        guard !latest.isEmpty else { return nil }
        let lines = latest.map { stated in facts.timeline(.actual(measure: slot.measure, part: slot.part, period: stated.fact.period)) }
        let columns = Set(lines.joined().map(\.decidedDay)).sorted()
        indicator = facts.subject
        name = facts.name
        self.slot = slot
        measure = facts.measure(slot.measure)
        self.columns = columns
        rows = zip(latest, lines).compactMap { Row(latest: $0, timeline: $1, columns) }
    }
}

extension RevisionTriangle.Row {
    /// - Parameter timeline: by (in-force day, number), of which the last that was decided by a day was known on it.
    fileprivate init?(latest: Stated, timeline: [Event], _ columns: [Day]) {
        let told = timeline.sorted { ($0.decidedDay, $0.number) < ($1.decidedDay, $1.number) }.compactMap(Stated.init)
        guard let first = told.first else { return nil }
        period = latest.fact.period
        known = columns.map { day in timeline.last { $0.decidedDay <= day }.flatMap(Stated.init) }
        self.first = first
        self.latest = latest
        revisions = zip(told, told.dropFirst()).map { RevisionTriangle.Revision(old: $0, new: $1) }
    }
}

/// How far a value is from an earlier one.
package enum ValueDifference: Sendable, Equatable {
    /// Later minus earlier, exact, in unit and scale of the later one, with as many decimals as either was printed with; where the
    /// scales differ, with those of the later one and what exactness needs.
    case amount(number: String, scale: Int32, unit: String)
    case undefined(Progress.Obstacle)

    package init(_ later: Value, from earlier: Value) {
        guard later.hasAmount, earlier.hasAmount else {
            self = .undefined(.actualWithoutNumber)
            return
        }
        guard later.unit.hasSameBytes(as: earlier.unit) else {
            self = .undefined(.unitsDiffer)
            return
        }
        if later.scale == earlier.scale, let number = ValueDifference.digits(later, minus: earlier) {
            self = .amount(number: number, scale: later.scale, unit: later.unit)
            return
        }
        let unitOfScale = ExactDecimal("1")?.amount(scale: -later.scale) ?? Ratio(1)
        guard let a = later.amount, let b = earlier.amount else { preconditionFailure("what has an amount gives it") }
        let needed = max(later.decimals, earlier.decimals + Int(later.scale) - Int(earlier.scale))
        let printed = later.scale == earlier.scale ? needed : later.decimals
        let number = ((a - b) * unitOfScale).rounded(digits: needed)
        self = .amount(number: ValueDifference.shortened(number, from: needed, to: printed), scale: later.scale, unit: later.unit)
    }

    /// Of two amounts of one scale that fit into a machine word with room, as nearly all do; nil for others.
    private static func digits(_ later: Value, minus earlier: Value) -> String? {
        let decimals = max(later.decimals, earlier.decimals)
        guard let a = word(later.number, decimals: decimals), let b = word(earlier.number, decimals: decimals) else { return nil }
        guard decimals > 0 else { return String(a - b) }
        let text = String((a - b).magnitude)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - text.utf8.count)) + text
        return (a < b ? "-" : "") + String(padded.dropLast(decimals)) + "." + String(padded.suffix(decimals))
    }

    /// A decimal with so many digits after the point, times that power of ten; nil for one that is too long.
    private static func word(_ number: String, decimals: Int) -> Int? {
        var (word, after, isAfterPoint) = (0, 0, false)
        guard number.utf8.count + decimals <= 18 else { return nil }
        for byte in number.utf8 where byte != UInt8(ascii: "-") {
            if byte == UInt8(ascii: ".") { isAfterPoint = true } else {
                word = word * 10 + Int(byte &- 48)
                if isAfterPoint { after += 1 }
            }
        }
        for _ in after..<decimals { word *= 10 }
        return number.utf8.first == UInt8(ascii: "-") ? -word : word
    }

    /// Without zeros at the end, down to so many decimals.
    private static func shortened(_ number: String, from decimals: Int, to least: Int) -> String {
        var number = number
        var left = decimals
        while left > least, number.hasSuffix("0") {
            number.removeLast()
            left -= 1
        }
        if number.hasSuffix(".") { number.removeLast() }
        return number
    }
}

extension Value {
    /// Digits after the point, as printed.
    package var decimals: Int {
        number.firstIndex(of: ".").map { number.utf8.distance(from: number.utf8.index(after: $0), to: number.utf8.endIndex) } ?? 0
    }
}
