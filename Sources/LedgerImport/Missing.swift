import LedgerModel
import LedgerProjections
import LedgerSheets

/// What the ledger holds of the part of the plan that a table covers, and the table no longer prints.
extension ImportWalk {
    mutating func findMissing(_ rows: [ResolvedRow]) throws {
        guard reading.kind == .indicators else {
            for programme in try programmesNoLongerPrinted(rows) { try missing(.programme, programme) }
            return
        }
        let covered = Set(rows.compactMap { $0.section.flatMap { index.topmost[$0] } })
        let printed = Set(rows.compactMap(\.programme))
        let indicators = Set(rows.compactMap(\.indicator))
        for (programme, sections) in index.listings.sorted(by: { $0.key < $1.key }) {
            guard sections.contains(where: { index.topmost[$0].map(covered.contains) ?? false }) else { continue }
            let live = try index.liveIndicators(of: programme)
            if !printed.contains(programme) {
                if !live.isEmpty { try missing(.programme, programme) }
                continue
            }
            for indicator in live where !indicators.contains(indicator) { try missing(.indicator, indicator) }
        }
    }

    private mutating func missing(_ what: ImportWhat, _ subject: Subject) throws {
        guard !names.reportedMissing.contains(subject) else { return }
        names.reportedMissing.insert(subject)
        let facts = try facts(subject)
        var item = ImportItem(.missing, what, subject)
        item.period = reading.period.description
        item.held = facts.name.map { .text($0) } ?? .nothing
        item.entry = facts.holds(FactKey(.existence))?.number ?? 0
        if isNoted(item, facts) {
            item.verdict = .known
            plan.note(item)
            return
        }
        item.choices = [.ended, .restructure, .notTaken]
        let known = item
        try settle(known) { walk, chosen in
            try walk.leave(known, chosen)
        }
    }

    /// How it left: `completed`, `abolished`, `suspended`; or `merged programme:p-3`, `replaced …`.
    private mutating func leave(_ item: ImportItem, _ chosen: Classified) throws {
        switch chosen.kind {
        case .notTaken: discrepancy(item)
        case .ended:
            guard let kind = Ended.Kind.allCases.first(where: { $0 != .unspecified && Kebab.name($0) == chosen.to }) else {
                throw Problem(.usage, at: item.subject.label, "to: completed, abolished, suspended")
            }
            var act = Ended()
            act.subject = item.subject
            act.kind = kind
            change(item, chosen, .first, .ended(act))
        default:
            let words = chosen.to.split(separator: " ").map(String.init)
            guard words.count == 2, let kind = ["merged": Restructured.Kind.merged, "replaced": .replaced, "same": .same][words[0]],
                let heir = Subject(label: words[1])
            else { throw Problem(.usage, at: item.subject.label, "to: merged|replaced|same \(item.subject.kind.word):ID") }
            var act = Restructured()
            act.kind = kind
            act.from = [item.subject]
            act.to = [heir]
            change(item, chosen, .first, .restructured(act))
        }
    }
}
