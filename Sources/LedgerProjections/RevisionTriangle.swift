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
        let facts = try source.facts(of: indicator, asOf: asOf, about: .existence, .name, .definition, .actual)
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
        guard let a = later.amount, let b = earlier.amount else {
            self = .undefined(.actualWithoutNumber)
            return
        }
        guard later.unit.hasSameBytes(as: earlier.unit) else {
            self = .undefined(.unitsDiffer)
            return
        }
        let unitOfScale = ExactDecimal("1")?.amount(scale: -later.scale) ?? Ratio(1)
        let needed = max(later.decimals, earlier.decimals + Int(later.scale) - Int(earlier.scale))
        let printed = later.scale == earlier.scale ? needed : later.decimals
        let number = ((a - b) * unitOfScale).rounded(digits: needed)
        self = .amount(number: ValueDifference.shortened(number, from: needed, to: printed), scale: later.scale, unit: later.unit)
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
