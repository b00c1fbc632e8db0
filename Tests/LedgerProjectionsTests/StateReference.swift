import LedgerModel

/// The state rule of FORMAT.md §4 read off the page, without any index: the whole log is walked for every question.
///
/// Of the events with number ≤ S, in force on or before E and decided on or before D, that no `withdrawn` with number ≤ S
/// names, the one with the greatest (in-force day, number) holds, per subject and key.
struct StateReference {
    let log: [Event]

    func holds(_ subject: Subject, _ key: FactKey, s: UInt64, e: Day?, d: Day?) -> UInt64? {
        var best: Event?
        for event in log {
            guard event.number <= s else { continue }
            if let e, event.inForceDay > e { continue }
            if let d, event.decidedDay > d { continue }
            guard touches(event, subject, key), !isWithdrawn(event.number, s: s) else { continue }
            guard let champion = best else {
                best = event
                continue
            }
            if event.inForceDay > champion.inForceDay { best = event }
            if event.inForceDay == champion.inForceDay, event.number > champion.number { best = event }
        }
        return best?.number
    }

    private func touches(_ event: Event, _ subject: Subject, _ key: FactKey) -> Bool {
        event.statement.touches.contains { $0.subject == subject && $0.key == key }
    }

    private func isWithdrawn(_ number: UInt64, s: UInt64) -> Bool {
        log.contains { other in
            guard other.number <= s, case .withdrawn(let act)? = other.statement.act else { return false }
            return act.number == number
        }
    }

    /// Every fact that any event sets.
    var facts: Set<Touch> { Set(log.flatMap(\.statement.touches)) }
}
