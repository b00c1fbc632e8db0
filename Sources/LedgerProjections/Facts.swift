import LedgerModel

/// The facts of one subject: a fold of the events that list it, and of nothing else (FORMAT.md §4).
///
/// Of the events that the moment sees and that nothing withdraws, the one with the greatest
/// (in-force day, number) holds under each key. Adding an event costs the length of its key's timeline.
package struct Facts: Sendable {
    package let subject: Subject
    package let asOf: AsOf
    /// Every event that lists the subject, up to the moment's number, ascending; withdrawn ones included.
    package private(set) var events: [Event] = []
    /// Of each family the keys that any event sets, ascending, so that "all of a family" is a walk and no search.
    private var families: [FactKey.Family: [Timeline]] = [:]
    /// Numbers of withdrawn entries, with the entry that withdraws each. Acts on the recorded axis only.
    package private(set) var withdrawn: [UInt64: Event] = [:]

    package init(_ subject: Subject, _ events: some Sequence<Event>, asOf: AsOf = .now) {
        self.subject = subject
        self.asOf = asOf
        for event in events { add(event) }
    }

    /// Events come in ascending order of their numbers.
    package mutating func add(_ event: Event) {
        guard event.number <= asOf.number else { return }
        events.append(event)
        if let number = event.withdraws { withdrawn[number] = event }
        guard asOf.sees(event) else { return }
        for touch in event.touches where touch.subject == subject {
            families[touch.key.family, default: []].add(event, under: touch.key)
        }
    }

    /// The event that holds under a key, or nil where none does.
    package func holds(_ key: FactKey) -> Event? {
        events(under: key)?.last { withdrawn[$0.number] == nil }
    }

    /// The event that held under a key on a day of the in-force axis.
    package func holds(_ key: FactKey, on day: Day) -> Event? {
        events(under: key)?.last { withdrawn[$0.number] == nil && $0.inForceDay <= day }
    }

    /// Every event that is not withdrawn under a key, by (in-force day, number).
    package func timeline(_ key: FactKey) -> [Event] {
        guard let all = events(under: key) else { return [] }
        return withdrawn.isEmpty ? all : all.filter { withdrawn[$0.number] == nil }
    }

    /// The keys of a family under which anything holds, ascending.
    package func keys(_ family: FactKey.Family) -> [FactKey] {
        (families[family] ?? []).compactMap { holding($0) == nil ? nil : $0.key }
    }

    /// All that holds in a family, by key.
    package func all(_ family: FactKey.Family) -> [Event] { (families[family] ?? []).compactMap { holding($0) } }

    private func holding(_ timeline: Timeline) -> Event? { timeline.events.last { withdrawn[$0.number] == nil } }

    private func events(under key: FactKey) -> [Event]? {
        guard let timelines = families[key.family] else { return nil }
        let place = timelines.place(of: key)
        return place < timelines.endIndex && timelines[place].key == key ? timelines[place].events : nil
    }

    /// Whether it has been brought into being and that has not been withdrawn.
    package var exists: Bool { holds(FactKey(.existence)) != nil || holds(FactKey(.definition)) != nil }

    /// How it ended, where it has ended by a day of the in-force axis (nil: by whatever is known).
    package func end(by day: Day? = nil) -> Event? {
        let last = day.map { holds(FactKey(.life), on: $0) } ?? holds(FactKey(.life))
        if case .resumed? = last?.statement.act { return nil }
        return last
    }
}

/// The events under one key, by (in-force day, number).
private struct Timeline: Sendable {
    let key: FactKey
    var events: [Event]
}

extension [Timeline] {
    /// Where a key stands or would stand.
    fileprivate func place(of key: FactKey) -> Int {
        // Most keys come in their order.
        guard let last, key < last.key || key == last.key else { return endIndex }
        var (low, high) = (0, count - 1)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    fileprivate mutating func add(_ event: Event, under key: FactKey) {
        let place = place(of: key)
        guard place < endIndex, self[place].key == key else {
            insert(Timeline(key: key, events: [event]), at: place)
            return
        }
        var end = self[place].events.endIndex
        while end > 0, self[place].events[end - 1].inForceDay > event.inForceDay { end -= 1 }
        self[place].events.insert(event, at: end)
    }
}

extension Facts {
    /// The name that holds: of a plan, section, programme, indicator or unit. Nil for subjects whose name is a text.
    package var name: String? {
        guard let event = holds(FactKey(.name)) else { return nil }
        return Facts.name(in: event)
    }

    package static func name(in event: Event) -> String? {
        switch event.statement.act {
        case .renamed(let a)?: a.name
        case .unitCreated(let a)?: a.name
        case .planAdopted(let a)?: a.name
        case .sectionAdded(let a)?: a.name
        case .programmeRegistered(let a)?: a.name
        case .indicatorDefined(let a)?: a.name
        default: nil
        }
    }

    /// The unit of a programme, the parent of a section or unit. Nil where it has none.
    package var place: Subject? {
        switch holds(FactKey(.place))?.statement.act {
        case .moved(let a)?: a.to
        case .unitCreated(let a)? where !a.parent.isEmpty: Subject(.unit, a.parent)
        case .sectionAdded(let a)? where !a.parent.isEmpty: Subject(.section, a.parent)
        case .programmeRegistered(let a)? where !a.unit.isEmpty: Subject(.unit, a.unit)
        default: nil
        }
    }

    /// The plan of a section.
    package var plan: String? {
        if case .sectionAdded(let a)? = holds(FactKey(.existence))?.statement.act { a.plan } else { nil }
    }

    /// The period of a plan.
    package var period: Period? {
        switch holds(FactKey(.period))?.statement.act {
        case .planAdopted(let a)?: Period(a.period)
        case .planExtended(let a)?: Period(a.period)
        default: nil
        }
    }

    /// The measures of an indicator as defined or redefined on a day.
    package func measures(on day: Day? = nil) -> [Measure] {
        let key = FactKey(.definition)
        for event in timeline(key).reversed() where day.map({ event.inForceDay <= $0 }) ?? true {
            switch event.statement.act {
            case .indicatorDefined(let a)?: return a.measures
            case .indicatorRedefined(let a)? where !a.measures.isEmpty: return a.measures
            default: continue
            }
        }
        return []
    }
}
