import LedgerModel

/// The programmes of a plan, or of one section of it, each once, as printed.
package struct PrintedOrder: Sendable {
    package struct Place: Sendable {
        package let subject: Subject
        /// Nil for a programme that no section lists.
        package let group: KPITable.Group?
        package let name: String?
        /// As printed; empty where there is none.
        package let code: String
        /// Marked only where no section lists it for itself.
        package let mark: ProgrammeListed.Mark
        package let end: Event?
        /// Ascending by section: where it stands again (再掲) or is only marked.
        package fileprivate(set) var again: [KPITable.Group] = []
    }

    /// In printed order, parents first; of a section with all that is below it.
    package let groups: [KPITable.Group]
    package let places: [Place]
    private let ranks: [Subject: Int]
    private let indicatorRanks: [Subject: Int]

    /// - Parameters:
    ///   - plan: nil: every plan, and the programmes that no section lists.
    ///   - section: only this one and what is below it.
    ///   - indicators: whether any will be asked for; without, none is held and none has a rank.
    /// Cost: that of the KPI table without its values.
    package init(_ source: some LedgerSource, plan: Subject? = nil, section: Subject? = nil, indicators: Bool = true, asOf: AsOf = .now) throws {
        let table = try KPITable(outline: source, plan: plan, indicators: indicators, asOf: asOf)
        let groups = section.map { table.groups(below: $0) } ?? table.groups
        var found: [Place] = []
        var indices: [Subject: Int] = [:]
        for group in groups {
            for programme in group.programmes {
                guard let index = indices[programme.subject] else {
                    indices[programme.subject] = found.count
                    found.append(Place(programme, group))
                    continue
                }
                // One that is listed for itself further down stands there.
                if found[index].mark != .listed, programme.mark == .listed, let former = found[index].group {
                    let again = found[index].again + [former]
                    found[index] = Place(programme, group)
                    found[index].again = again
                } else {
                    found[index].again.append(group)
                }
            }
        }
        let order = found.indices.sorted { PrintedOrder.rank(found[$0], $0, groups) < PrintedOrder.rank(found[$1], $1, groups) }
        var ordered = order.map { found[$0] }
        if plan == nil, section == nil { ordered += try PrintedOrder.unlisted(source, except: Set(indices.keys), asOf) }
        self.groups = groups
        places = ordered
        ranks = Dictionary(uniqueKeysWithValues: ordered.enumerated().map { ($1.subject, $0) })
        indicatorRanks = PrintedOrder.homes(groups, ranks)
    }

    /// Where a programme, or the programme of an indicator, stands; nil for what does not belong to it.
    package func rank(_ subject: Subject) -> Int? { subject.kind == .indicator ? indicatorRanks[subject] : ranks[subject] }

    /// Whether a plan, section, programme or indicator belongs to what was asked for.
    package func holds(_ subject: Subject) -> Bool {
        rank(subject) != nil || groups.contains { group in
            group.subject == subject || group.entries.contains { $0.indicator == subject }
        }
    }

    /// The place of the group that lists it, then its place there.
    private static func rank(_ place: Place, _ index: Int, _ groups: [KPITable.Group]) -> (Int, Int) {
        let group = groups.firstIndex { $0.subject == place.group?.subject } ?? groups.count
        let own = group < groups.count ? groups[group].programmes.firstIndex { $0.subject == place.subject } : nil
        return (group, own ?? index)
    }

    private static func homes(_ groups: [KPITable.Group], _ ranks: [Subject: Int]) -> [Subject: Int] {
        var homes: [Subject: Int] = [:]
        for programme in groups.flatMap(\.programmes) {
            guard let rank = ranks[programme.subject] else { continue }
            for entry in programme.entries { homes[entry.indicator] = min(homes[entry.indicator] ?? rank, rank) }
        }
        return homes
    }

    /// By printed position, then as they were registered.
    private static func unlisted(_ source: some LedgerSource, except listed: Set<Subject>, _ asOf: AsOf) throws -> [Place] {
        let facts = try source.subjects(of: .programme).filter { !listed.contains($0) }.map { try source.facts(of: $0, asOf: asOf, about: .existence, .name, .life) }
        let registered = facts.compactMap { facts -> (Facts, ProgrammeRegistered, UInt64)? in
            guard let event = facts.holds(FactKey(.existence)), case .programmeRegistered(let act)? = event.statement.act else { return nil }
            return (facts, act, event.number)
        }
        func order(_ one: (Facts, ProgrammeRegistered, UInt64)) -> (UInt32, UInt64) { (one.1.position == 0 ? .max : one.1.position, one.2) }
        return registered.sorted { order($0) < order($1) }.map { facts, act, _ in
            Place(subject: facts.subject, group: nil, name: facts.name, code: act.code, mark: .listed, end: facts.end())
        }
    }
}

extension PrintedOrder.Place {
    fileprivate init(_ programme: KPITable.Programme, _ group: KPITable.Group) {
        self.init(
            subject: programme.subject, group: group, name: programme.name, code: programme.code, mark: programme.mark, end: programme.end)
    }
}
