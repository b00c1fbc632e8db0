import LedgerModel
import LedgerProjections

/// How a printed name led to something that the ledger holds.
package enum NameMatch: Sendable, Hashable {
    case current, alias, former
    /// Its own history ended in a merge or succession; this is what it led to.
    case merged
}

/// What a ledger holds of one plan, by the names under which tables print it.
///
/// Cost: the entries of the plan's sections and programmes, of every unit, and of each indicator that is asked for, once where rows of one programme stand together.
struct PlanIndex<Store: LedgerSource> {
    struct Found: Hashable {
        let subject: Subject
        let match: NameMatch
    }

    struct SectionKey: Hashable {
        let parent: String
        let number: String
        let name: String
    }

    struct KnownIndicator {
        let subject: Subject
        let code: String
        let names: [String: NameMatch]
        let measures: [Measure]
        let hasEnded: Bool
    }

    /// The indicators attached to one subject, with their places by code and by each of their names.
    private struct Members {
        let all: [KnownIndicator]
        private(set) var codes: [String: [Int]] = [:]
        private(set) var names: [String: [Int]] = [:]

        init(_ all: [KnownIndicator]) {
            self.all = all
            for (i, one) in all.enumerated() {
                if !one.code.isEmpty { codes[one.code, default: []].append(i) }
                for name in one.names.keys { names[name, default: []].append(i) }
            }
        }
    }

    let source: Store
    let plan: Subject
    /// What ended after this day is still itself: a table of a year speaks of that year's programmes.
    private let day: Day?
    private(set) var units: [String: Found] = [:]
    private(set) var sections: [SectionKey: Subject] = [:]
    private(set) var bodies: [String: Subject] = [:]
    private var programmes: [String: Found] = [:]
    /// Of the programmes that were asked for last: rows of one programme stand close together.
    private var members: [Subject: Members] = [:]
    private var memberCount = 0
    private static var memberLimit: Int { 4_096 }
    /// The indicators of a programme that have not ended, of every programme that was asked for.
    private var live: [Subject: [Subject]] = [:]
    private var byName: [String: [KnownIndicator]]?
    /// Sections that have a parent chain ending in each topmost section.
    private(set) var topmost: [Subject: Subject] = [:]
    /// Live programmes with the sections that list them.
    private(set) var listings: [Subject: Set<Subject>] = [:]

    init(_ source: Store, plan: String, on day: Day?) throws {
        self.source = source
        self.day = day
        self.plan = Subject(.plan, plan)
        for unit in try source.subjects(of: .unit) {
            let facts = try source.facts(of: unit)
            guard facts.exists else { continue }
            for (name, match) in try Self.names(facts) where units[name] == nil || match == .current {
                units[name] = Found(subject: unit, match: match)
            }
        }
        let facts = try source.facts(of: self.plan)
        for member in facts.members where member.subject.kind == .section { try addSection(member.subject) }
        // Tables without sections register programmes that no section lists.
        for programme in try source.subjects(of: .programme) where listings[programme] == nil {
            if try source.facts(of: programme).all(.listing).isEmpty { try addProgramme(programme, in: nil) }
        }
        try addBodies()
    }

    private mutating func addBodies() throws {
        for body in try source.subjects(of: .body) {
            guard let event = try source.facts(of: body).holds(FactKey(.definition)) else { continue }
            if let name = try source.text(event, .displayName).text { bodies[NameKey.of(name)] = body }
        }
    }

    private mutating func addSection(_ section: Subject) throws {
        guard topmost[section] == nil else { return }
        let facts = try source.facts(of: section)
        guard facts.exists, let act = facts.sectionAdded else { return }
        let parent = facts.place.flatMap { $0.kind == .section ? $0 : nil }
        if let parent, topmost[parent] == nil { try addSection(parent) }
        topmost[section] = parent.flatMap { topmost[$0] } ?? section
        for name in try Self.names(facts).keys {
            sections[SectionKey(parent: parent?.id ?? "", number: NameKey.of(act.number), name: name)] = section
        }
        // Some tables print a section's number alone.
        let number = SectionKey(parent: parent?.id ?? "", number: NameKey.of(act.number), name: "")
        if !act.number.isEmpty, sections[number] == nil { sections[number] = section }
        for member in facts.members {
            switch member.subject.kind {
            case .programme: try addProgramme(member.subject, in: section)
            case .section: try addSection(member.subject)
            default: continue
            }
        }
    }

    private mutating func addProgramme(_ programme: Subject, in section: Subject?) throws {
        if listings[programme] != nil {
            if let section { listings[programme]?.insert(section) }
            return
        }
        let facts = try source.facts(of: programme)
        guard facts.exists else { return }
        if let end = facts.end(by: day) {
            let heirs: [Subject] = if case .restructured(let act)? = end.statement.act { act.to } else { [] }
            guard let heir = heirs.first, heirs.count == 1 else {
                // It led to nothing, or to several: its name means itself.
                for (name, match) in try Self.names(facts) where programmes[name] == nil {
                    programmes[name] = Found(subject: programme, match: match)
                }
                return
            }
            for name in try Self.names(facts).keys where programmes[name] == nil {
                programmes[name] = Found(subject: heir, match: .merged)
            }
            return
        }
        listings[programme] = section.map { [$0] } ?? []
        for (name, match) in try Self.names(facts) where programmes[name].map({ $0.match != .current }) ?? true {
            programmes[name] = Found(subject: programme, match: match)
        }
    }

    /// Every name that it has or had, as compared; the strongest match of each.
    private static func names(_ facts: Facts) throws -> [String: NameMatch] {
        var names: [String: NameMatch] = [:]
        for event in facts.timeline(FactKey(.name)) {
            if let name = Facts.name(in: event) { names[NameKey.of(name)] = .former }
        }
        for case .aliasNoted(let act)? in facts.all(.alias).map(\.statement.act) { names[NameKey.of(act.alias)] = .alias }
        if let name = facts.name { names[NameKey.of(name)] = .current }
        return names
    }

    func programme(named name: String) -> Found? { programmes[NameKey.of(name)] }

    /// The indicators attached to a programme, ended ones included.
    mutating func indicators(of programme: Subject) throws -> [KnownIndicator] { try members(of: programme).all }

    /// Those of them that have or had one of these names, as compared.
    mutating func indicators(of programme: Subject, named names: Set<String>) throws -> [KnownIndicator] {
        let members = try members(of: programme)
        return Set(names.flatMap { members.names[$0] ?? [] }).sorted().map { members.all[$0] }
    }

    mutating func indicator(of programme: Subject, code: String) throws -> KnownIndicator? {
        let members = try members(of: programme)
        return members.codes[code]?.lazy.map { members.all[$0] }.first { $0.code.hasSameBytes(as: code) }
    }

    /// Those of them that have not ended.
    mutating func liveIndicators(of programme: Subject) throws -> [Subject] {
        if let known = live[programme] { return known }
        _ = try members(of: programme)
        return live[programme] ?? []
    }

    private mutating func members(of programme: Subject) throws -> Members {
        if let known = members[programme] { return known }
        let list = try source.facts(of: programme).members.filter { $0.subject.kind == .indicator }.compactMap { member -> KnownIndicator? in
            let facts = try source.facts(of: member.subject)
            guard facts.exists else { return nil }
            return KnownIndicator(
                subject: member.subject, code: facts.indicatorDefinition?.code ?? "", names: try Self.names(facts), measures: facts.measures(),
                hasEnded: facts.end() != nil)
        }
        let found = Members(list)
        if memberCount + list.count > Self.memberLimit { (members, memberCount) = ([:], 0) }
        members[programme] = found
        memberCount += list.count
        live[programme] = list.filter { !$0.hasEnded }.map(\.subject)
        return found
    }

    /// Indicators of this plan's programmes by the names that they have or had. Built when it is first asked for.
    mutating func indicators(named name: String) throws -> [KnownIndicator] {
        if byName == nil {
            var found: [String: [Subject: KnownIndicator]] = [:]
            for programme in listings.keys {
                for one in try indicators(of: programme) { for name in one.names.keys { found[name, default: [:]][one.subject] = one } }
            }
            byName = found.mapValues { $0.values.sorted { $0.subject < $1.subject } }
        }
        return byName?[name] ?? []
    }

    /// The next free number for identifiers such as `k-001`, over everything of a kind that was ever entered.
    func nextNumber(_ kind: Subject.Kind, prefix: String) throws -> Int {
        try source.subjects(of: kind).compactMap { $0.id.hasPrefix(prefix) ? Int($0.id.dropFirst(prefix.count)) : nil }.max().map { $0 + 1 } ?? 1
    }
}
