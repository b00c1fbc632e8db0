import LedgerModel

/// A part of a plan, section, programme or body as its own entries list it.
package struct Member: Sendable, Hashable {
    package let subject: Subject
    /// Its place as printed, from 1; 0 where none was given.
    package let position: UInt32
    package let mark: ProgrammeListed.Mark
    package let event: Event

    /// Nil where the entry says that it is no longer there.
    init?(_ path: String, _ event: Event, of parent: Subject) {
        guard let slash = path.firstIndex(of: "/"), let number = Int(path[..<slash]),
            let kind = Subject.Kind(rawValue: number)
        else { return nil }
        subject = Subject(kind, String(path[path.index(after: slash)...]))
        self.event = event
        switch event.statement.act {
        case .programmeListed(let act)?:
            if act.mark == .removed { return nil }
            (position, mark) = (act.position, act.mark)
        case .attached(let act)?:
            if act.detached { return nil }
            (position, mark) = (act.position, .listed)
        case .moved(let act)?:
            if act.to != parent { return nil }
            (position, mark) = (0, .listed)
        case .programmeRegistered(let act)?: (position, mark) = (act.position, .listed)
        case .sectionAdded(let act)?: (position, mark) = (act.position, .listed)
        default: (position, mark) = (0, .listed)
        }
    }

    /// As printed: by position, those without one last, then by identifier.
    package static func printedOrder(_ a: Member, _ b: Member) -> Bool {
        let (p, q) = (a.position == 0 ? .max : a.position, b.position == 0 ? .max : b.position)
        return p == q ? a.subject < b.subject : p < q
    }
}

extension ProgrammeListed.Mark {
    /// MARKED_ONLY, whose generated name has lost the enumeration's own.
    package static var markedOnly: Self { .edOnly }
}

extension Facts {
    /// What belongs to this subject, in printed order.
    package var members: [Member] {
        listed(.member).sorted(by: Member.printedOrder)
    }

    /// The indicators that are or were attached to it, ascending.
    package var indicatorsEver: [Subject] {
        let prefix = Subject(.indicator, "").path
        return keys(.member).filter { $0.path.hasPrefix(prefix) }.map { Subject(.indicator, String($0.path.dropFirst(prefix.count))) }
    }

    /// Where this indicator is attached, ascending.
    package var attachments: [Member] {
        listed(.attachment).sorted { $0.subject < $1.subject }
    }

    private func listed(_ family: FactKey.Family) -> [Member] {
        keys(family).compactMap { key in holds(key).flatMap { Member(key.path, $0, of: subject) } }
    }
}
