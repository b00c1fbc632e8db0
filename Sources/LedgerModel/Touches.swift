import Foundation

/// The name of a fact of one subject: a family and a path (FORMAT.md §4).
package struct FactKey: Sendable, Hashable, Comparable, CustomStringConvertible {
    package enum Family: String, Sendable, CaseIterable {
        case existence, name, definition, place, period, life, revision, member, listing, link, scope, attachment, alias
        case lineage, baseline, target, actual, amount, text, grade, total, meetings
        case opinion, response, referred, restated, point, edition, superseded
        case note, discrepancy, withdrawal, redaction, key, incarnation

        /// Whether a later event of another author replaces what stood under the same key (and must then say so),
        /// or each event adds a fact of its own.
        package var isSingleValued: Bool {
            switch self {
            case .name, .definition, .place, .period, .listing, .scope, .attachment, .baseline, .target, .actual, .amount, .text,
                .grade, .total, .meetings:
                true
            default: false
            }
        }
    }

    package let family: Family
    package let path: String

    package init(_ family: Family, _ path: String = "") {
        self.family = family
        self.path = path
    }

    // Keys are bytes: two spellings of one Unicode text are two keys, as they are to any other program.
    package static func == (a: FactKey, b: FactKey) -> Bool { a.family == b.family && a.path.hasSameBytes(as: b.path) }
    package func hash(into hasher: inout Hasher) {
        hasher.combine(family)
        hasher.combine(path)  // Equal bytes are equal strings, so that equal keys have equal hashes.
    }

    package var description: String { path.isEmpty ? family.rawValue : "\(family.rawValue)/\(path)" }
    /// As their descriptions are ordered: no family's name begins with another's.
    package static func < (a: FactKey, b: FactKey) -> Bool {
        a.family == b.family
            ? a.path.utf8.lexicographicallyPrecedes(b.path.utf8) : a.family.rawValue.utf8.lexicographicallyPrecedes(b.family.rawValue.utf8)
    }

    package static func target(plan: String, measure: String, part: String, period: String) -> FactKey {
        FactKey(.target, slashed(plan, measure, part, period))
    }
    package static func baseline(plan: String, measure: String, part: String) -> FactKey {
        FactKey(.baseline, slashed(plan, measure, part))
    }
    package static func actual(measure: String, part: String, period: String) -> FactKey {
        FactKey(.actual, slashed(measure, part, period))
    }

    /// The parts with a slash between each two; an interpolation takes several times as long, and every event has such a path.
    static func slashed(_ parts: String...) -> String {
        var path = ""
        path.reserveCapacity(parts.reduce(parts.count) { $0 + $1.utf8.count })
        for (place, part) in parts.enumerated() {
            if place > 0 { path.append("/") }
            path.append(part)
        }
        return path
    }
}

/// One fact of one subject that an act sets.
package struct Touch: Sendable, Hashable {
    package let subject: Subject
    package let key: FactKey

    package init(subject: Subject, key: FactKey) {
        self.subject = subject
        self.key = key
    }
}

extension Statement {
    /// Every fact that this act sets. Follows from these bytes alone. The first is the act's main one.
    package var touches: [Touch] {
        guard let act else { return [] }
        var list: [Touch] = []
        func add(_ subject: Subject, _ family: FactKey.Family, _ path: String = "") {
            list.append(Touch(subject: subject, key: FactKey(family, path)))
        }
        lazy var own = event.hex
        switch act {
        case .ledgerOpened: add(.ledger, .existence)
        case .actorRegistered(let a): add(Subject(.actor, a.id), .existence)
        case .unitCreated(let a):
            let unit = Subject(.unit, a.id)
            add(unit, .existence); add(unit, .name); add(unit, .place)
        case .planAdopted(let a):
            let plan = Subject(.plan, a.id)
            add(plan, .existence); add(plan, .name); add(plan, .period)
        case .planRevised(let a): add(Subject(.plan, a.plan), .revision, own)
        case .planExtended(let a): add(Subject(.plan, a.plan), .period)
        case .sectionAdded(let a):
            let section = Subject(.section, a.id)
            add(section, .existence); add(section, .name); add(section, .place)
            add(Subject(.plan, a.plan), .member, section.path)
            if !a.parent.isEmpty { add(Subject(.section, a.parent), .member, section.path) }
        case .programmeRegistered(let a):
            let programme = Subject(.programme, a.id)
            add(programme, .existence); add(programme, .name); add(programme, .place)
            if !a.section.isEmpty {
                add(programme, .listing, a.section)
                add(Subject(.section, a.section), .member, programme.path)
            }
        case .programmeListed(let a):
            let programme = Subject(.programme, a.programme)
            add(programme, .listing, a.section)
            add(Subject(.section, a.section), .member, programme.path)
        case .programmeLinked(let a): add(Subject(.programme, a.programme), .link, own)
        case .scopeSet(let a): add(Subject(.programme, a.programme), .scope, a.period)
        case .indicatorDefined(let a):
            let indicator = Subject(.indicator, a.id)
            add(indicator, .existence); add(indicator, .name); add(indicator, .definition)
            for to in a.attachedTo {
                add(indicator, .attachment, to.path)
                add(to, .member, indicator.path)
            }
        case .indicatorRedefined(let a): add(Subject(.indicator, a.indicator), .definition)
        case .attached(let a):
            let indicator = Subject(.indicator, a.indicator)
            add(indicator, .attachment, a.to.path)
            add(a.to, .member, indicator.path)
        case .renamed(let a): add(a.subject, .name)
        case .aliasNoted(let a): add(a.subject, .alias, own)
        case .moved(let a):
            add(a.subject, .place)
            if a.subject.kind == .section {
                add(a.to, .member, a.subject.path)
                if a.hasPrevious { add(a.previous, .member, a.subject.path) }
            }
        case .restructured(let a):
            for subject in a.from where !a.to.contains(subject) {
                add(subject, .lineage, own)
                if a.kind != .carriedOver { add(subject, .life) }
            }
            for subject in a.to { add(subject, .lineage, own) }
            if a.kind == .carriedOver { add(Subject(.plan, a.plan), .lineage, own) }
        case .ended(let a): add(a.subject, .life)
        case .resumed(let a): add(a.subject, .life)
        case .factRecorded(let a):
            let indicator = Subject(.indicator, a.indicator)
            list += a.keys.map { Touch(subject: indicator, key: $0) }
        case .amountRecorded(let a): add(a.subject, .amount, FactKey.slashed(a.period, String(a.kind.rawValue), a.carriedOver ? "1" : "0"))
        case .textRecorded(let a): add(a.subject, .text, FactKey.slashed(String(a.kind.rawValue), a.period, a.number))
        case .ruleAdopted(let a): add(Subject(.rule, a.id), .definition)
        case .gradeGiven(let a): add(a.subject, .grade, FactKey.slashed(a.plan, a.period, String(a.origin.rawValue)))
        case .controlTotal(let a): add(a.subject, .total, a.period)
        case .bodyConstituted(let a):
            let body = Subject(.body, a.id)
            add(body, .definition)
            if !a.parent.isEmpty { add(Subject(.body, a.parent), .member, body.path) }
        case .meetingHeld(let a):
            let meeting = Subject(.meeting, a.id)
            add(meeting, .existence)
            add(Subject(.body, a.body), .member, meeting.path)
        case .meetingsCounted(let a): add(Subject(.body, a.body), .meetings, a.period)
        case .opinionGiven(let a):
            let opinion = Subject(.opinion, a.id)
            add(opinion, .definition)
            add(Subject(.body, a.body), .member, opinion.path)
            for subject in a.about { add(subject, .opinion, a.id) }
            if !a.restates.isEmpty { add(Subject(.opinion, a.restates), .restated, a.id) }
        case .responseGiven(let a):
            add(Subject(.response, a.id), .definition)
            for opinion in a.opinions { add(Subject(.opinion, opinion), .response, a.id) }
            for other in a.refersTo { add(Subject(.response, other), .referred, a.id) }
        case .pointPut(let a):
            let point = Subject(.point, a.id)
            add(point, .definition)
            add(Subject(.body, a.body), .member, point.path)
            for subject in a.about { add(subject, .point, a.id) }
        case .editionPublished(let a):
            add(Subject(.edition, a.id), .definition)
            for plan in a.plans { add(Subject(.plan, plan), .edition, a.id) }
            if !a.supersedes.isEmpty { add(Subject(.edition, a.supersedes), .superseded, a.id) }
        case .auditNoted(let a): add(a.subject, .note, own)
        case .discrepancyNoted(let a): add(a.subject, .discrepancy, own)
        case .withdrawn(let a): for subject in a.subjects { add(subject, .withdrawal, "\(a.number)") }
        case .redacted(let a): for subject in a.subjects { add(subject, .redaction, "\(a.number)") }
        case .keyRegistered(let a): add(a.purpose == .author ? Subject(.actor, a.actor) : .ledger, .key, a.publicKey.hex)
        case .keyRevoked(let a): add(a.actor.isEmpty ? .ledger : Subject(.actor, a.actor), .key, a.publicKey.hex)
        case .restored: add(.ledger, .incarnation)
        }
        return list
    }

    /// The subjects that are touched, ascending, each once: the links of the leaf.
    package var subjects: [Subject] { touches.subjects }
}

extension [Touch] {
    /// The subjects, ascending, each once. Most acts touch one, under several keys.
    package var subjects: [Subject] {
        guard let first else { return [] }
        if dropFirst().allSatisfy({ $0.subject == first.subject }) { return [first.subject] }
        var list: [Subject] = []
        for subject in map(\.subject).sorted() where list.last != subject { list.append(subject) }
        return list
    }
}

extension FactRecorded {
    /// The key that holds the value, and with a moved target the key that it leaves.
    package var keys: [FactKey] {
        FactKey.keys(kind, plan: plan, measure: measure, part: part, period: period, previousPeriod: previousPeriod)
    }
}

extension FactKey {
    /// Those of a baseline, target or actual.
    static func keys(
        _ kind: FactRecorded.Kind, plan: String, measure: String, part: String, period: String, previousPeriod: String
    ) -> [FactKey] {
        switch kind {
        case .baseline: [.baseline(plan: plan, measure: measure, part: part)]
        case .actual: [.actual(measure: measure, part: part, period: period)]
        case .target:
            [.target(plan: plan, measure: measure, part: part, period: period)]
                + (previousPeriod.isEmpty ? [] : [.target(plan: plan, measure: measure, part: part, period: previousPeriod)])
        case .unspecified, .UNRECOGNIZED: []
        }
    }
}

extension Sequence<UInt8> {
    /// Lowercase hexadecimal.
    package var hex: String {
        func digit(_ n: UInt8) -> UInt8 { n < 10 ? 48 + n : 87 + n }
        var text: [UInt8] = []
        text.reserveCapacity(2 * underestimatedCount)
        for byte in self {
            text.append(digit(byte >> 4))
            text.append(digit(byte & 15))
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension String {
    /// Swift's `==` takes composed and decomposed letters for the same; stored strings are compared as bytes.
    package func hasSameBytes(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
