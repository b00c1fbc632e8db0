import LedgerModel

/// Money recorded for subjects, and its sums without counting a part twice.
package struct Amounts: Sendable {
    package struct Line: Sendable {
        package let event: Event
        package let amount: AmountRecorded
        /// The subject whose sum already holds this line; nil where it counts itself.
        package let countedIn: Subject?
    }

    /// Lines are summed only with lines of the same period, kind, carrying over and unit.
    package struct Key: Sendable, Hashable, Comparable {
        package let period: String
        package let kind: AmountRecorded.Kind
        package let carriedOver: Bool
        package let unit: String

        package static func < (a: Key, b: Key) -> Bool {
            (a.period, a.kind.rawValue, a.carriedOver ? 1 : 0, a.unit)
                < (b.period, b.kind.rawValue, b.carriedOver ? 1 : 0, b.unit)
        }
    }

    package struct Total: Sendable {
        package let key: Key
        package let sum: Ratio
        package let lines: Int
        /// Lines of this sum that have no number or only a part of one: the sum is then a lower bound.
        package let incomplete: [Line]
    }

    /// Ascending by subject, then as keyed.
    package let lines: [Line]
    /// Ascending by key.
    package var totals: [Total] {
        Dictionary(grouping: lines.filter { $0.countedIn == nil }) { Key($0.amount) }
            .map { key, lines in
                Total(
                    key: key, sum: lines.compactMap(\.amount.value.amount).reduce(Ratio(0), +),
                    lines: lines.count, incomplete: lines.filter { !$0.amount.value.hasAmount || $0.amount.value.partial })
            }
            .sorted { $0.key < $1.key }
    }

    /// - Parameter subjects: those to list and sum. A line printed as included in one of them is listed, and not summed again.
    /// Cost: their entries.
    package init(_ source: some LedgerSource, of subjects: [Subject], asOf: AsOf = .now) throws {
        var recorded: [(Event, AmountRecorded)] = []
        for subject in Set(subjects).sorted() {
            for event in try source.facts(of: subject, asOf: asOf, about: .amount).all(.amount) {
                if case .amountRecorded(let act)? = event.statement.act { recorded.append((event, act)) }
            }
        }
        let holders = Set(recorded.filter { !$0.1.hasIncludedIn }.map { Holder($0.1.subject, $0.1) })
        lines = recorded.map { event, act in
            let isElsewhere = act.hasIncludedIn && Amounts.reaches(holders, from: act, among: recorded.map(\.1))
            return Line(event: event, amount: act, countedIn: isElsewhere ? act.includedIn : nil)
        }
    }

    /// Whether following `included_in` from one holder to the next comes to a line that counts itself.
    private static func reaches(_ holders: Set<Holder>, from act: AmountRecorded, among all: [AmountRecorded]) -> Bool {
        var at = act
        var seen: Set<Subject> = [act.subject]
        while at.hasIncludedIn, seen.insert(at.includedIn).inserted {
            if holders.contains(Holder(at.includedIn, act)) { return true }
            let next = all.first { $0.subject == at.includedIn && Holder($0.subject, $0) == Holder($0.subject, act) }
            guard let next else { return false }
            at = next
        }
        return false
    }
}

private struct Holder: Hashable {
    let subject: Subject
    let period: String
    let kind: AmountRecorded.Kind
    let carriedOver: Bool

    init(_ subject: Subject, _ act: AmountRecorded) {
        self.subject = subject
        (period, kind, carriedOver) = (act.period, act.kind, act.carriedOver)
    }
}

extension Amounts.Key {
    fileprivate init(_ act: AmountRecorded) {
        self.init(period: act.period, kind: act.kind, carriedOver: act.carriedOver, unit: act.value.unit)
    }
}
