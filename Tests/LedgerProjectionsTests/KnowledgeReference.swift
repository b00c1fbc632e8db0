import LedgerModel
import LedgerProjections

/// What was known when a target was changed, worked out naively from decoded entries: what the walked reading is held against.
struct KnowledgeReference: CustomStringConvertible {
    private struct Candidate {
        let actual: Stated
        let known: Known
        let basis: Known.Basis

        var isNumber: Bool { actual.value.amount != nil }
        var isFigure: Bool { isNumber && actual.value.status != .f }
        var isProvisional: Bool { [.p, .e].contains(actual.value.status) || actual.value.partial }
        var entryOrder: (Day, UInt64) { (actual.event.decidedDay, actual.number) }
    }

    let description: String

    init(_ decision: Event, _ old: Stated, _ facts: Facts, _ settings: Settings) {
        func end(_ stated: Stated) -> Day? { stated.period?.lastDay(fiscalFirstMonth: settings.fiscalFirstMonth) }
        let candidates = facts.events.filter(facts.asOf.sees).compactMap(Stated.init)
            .filter { $0.fact.kind == .actual && $0.fact.measure == old.fact.measure && $0.fact.part == old.fact.part }
            .compactMap { actual -> Candidate? in
                let (known, basis) = Known.was(actual.event, before: decision)
                guard let withdrawal = facts.withdrawn[actual.number] else { return Candidate(actual: actual, known: known, basis: basis) }
                guard known != .no, Known.was(withdrawal, before: decision).0 != .yes else { return nil }
                return Candidate(actual: actual, known: .cannotBeTold, basis: .cannotBeTold)
            }
        let measure = facts.measureInForce(old.fact.measure, on: decision.inForceDay)
        let ofPeriod = candidates.filter { one in
            if one.actual.fact.period == old.fact.period { return true }
            guard let mine = one.actual.period, let asked = old.period, mine.yearBasis == asked.yearBasis, let last = end(one.actual), last == end(old)
            else { return false }
            return old.value.aggregation(with: measure) != .cumulative
                || [.cumulative, .notStated].contains(one.actual.value.aggregation(with: measure))
        }
        func newest(_ known: Known, _ isWanted: (Candidate) -> Bool) -> Candidate? {
            ofPeriod.filter { $0.known == known && isWanted($0) }.max { $0.entryOrder < $1.entryOrder }
        }
        let told: (KnownAtDecision.PeriodActual, Candidate?, Known.Basis?)
        if let sure = newest(.yes, \.isFigure) {
            told = (sure.isProvisional ? .provisional : .final, sure, sure.basis)
        } else if let open = newest(.cannotBeTold, \.isFigure) {
            told = (.cannotBeTold, open, .cannotBeTold)
        } else if let expected = newest(.yes, \.isNumber) {
            told = (.expected, expected, expected.basis)
        } else if let open = newest(.cannotBeTold, \.isNumber) {
            told = (.cannotBeTold, open, .cannotBeTold)
        } else {
            told = (.none, newest(.yes) { _ in true }, ofPeriod.map(\.basis).max())
        }
        func order(_ one: Candidate) -> (Day, Day, UInt64) { (end(one.actual) ?? .first, one.actual.event.decidedDay, one.actual.number) }
        let figures = candidates.filter(\.isFigure)
        let latest = figures.filter { $0.known == .yes }.max { order($0) < order($1) }
        let isOpen = figures.contains { one in one.known == .cannotBeTold && (latest.map { order($0) < order(one) } ?? true) }
        description = Self.line(told.0, told.1?.actual, told.2, latest?.actual, isOpen)
    }

    private static func line(_ actual: KnownAtDecision.PeriodActual, _ stated: Stated?, _ basis: Known.Basis?, _ latest: Stated?, _ isOpen: Bool) -> String {
        "\(actual) #\(stated?.number ?? 0) \(basis.map { "\($0)" } ?? "-") latest #\(latest?.number ?? 0) \(isOpen)"
    }

    /// The same of what an audit found.
    static func line(_ known: KnownAtDecision) -> String { line(known.actual, known.stated, known.basis, known.latest?.actual, known.laterCannotBeTold) }
}
