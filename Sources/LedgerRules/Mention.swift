import LedgerModel
import LedgerProjections

/// One entry that lists a subject, by what tells whether a rule has to read it. 24 bytes.
package struct Mention: Sendable, Hashable {
    package let number: UInt64
    package let mark: ActMark
    /// 16 bits of the event's id.
    private let id: UInt16

    package init(_ number: UInt64, _ mark: ActMark, id: Span<UInt8>) {
        (self.number, self.mark) = (number, mark)
        self.id = Mention.shortened(id)
    }

    /// Whether it may have this id. False only where it certainly has not.
    package func mayHave(id: Span<UInt8>) -> Bool { self.id == Mention.shortened(id) }

    /// Of the end, which is random whoever made the id.
    private static func shortened(_ id: Span<UInt8>) -> UInt16 {
        id.count < 2 ? 0 : UInt16(id[id.count - 2]) << 8 | UInt16(id[id.count - 1])
    }
}

/// What of a subject a rule looks at. Facts of an aspect come of its acts and of withdrawals; `events` of such facts are those alone.
package enum Aspect: Sendable, CaseIterable {
    /// What it is: everything but values and remarks.
    case being
    /// Baselines, targets and actuals.
    case values
    case whole

    private static let said: Acts = [.facts, .amounts, .texts, .grades]

    private var acts: Acts {
        switch self {
        case .being: Aspect.said.complement
        case .values: Acts.facts.union(Acts.withdrawals)
        case .whole: Acts().complement
        }
    }

    /// Whether an entry belongs to it.
    package func takes(_ mark: ActMark) -> Bool { acts.contains(field: Int(mark.act)) }

    /// The aspect in which all of a family is; nil for amounts, texts and grades, of which there are many and a rule asks for one key.
    static func holding(_ family: FactKey.Family) -> Aspect? {
        switch family {
        case .baseline, .target, .actual, .amount, .text, .grade: nil
        default: .being
        }
    }
}

extension [Mention] {
    /// The entries of an aspect, ascending.
    func numbers(_ aspect: Aspect) -> [UInt64] { lazy.filter { aspect.takes($0.mark) }.map(\.number) }

    /// The entries that may set the key that an entry with this mark sets, with withdrawals; empty where none does.
    func numbers(settingKeyOf mark: ActMark) -> [UInt64] {
        guard contains(where: { $0.mark.maySetKey(of: mark) }) else { return [] }
        return lazy.filter { $0.mark.maySetKey(of: mark) || Acts.withdrawals.contains(field: Int($0.mark.act)) }.map(\.number)
    }
}

/// The facts of one subject by aspect, as far as they are known.
package struct KnownFacts: Sendable {
    private var being: Facts?
    private var values: Facts?
    private var whole: Facts?

    package init() {}

    package subscript(aspect: Aspect) -> Facts? {
        get { switch aspect { case .being: being; case .values: values; case .whole: whole } }
        set { switch aspect { case .being: being = newValue; case .values: values = newValue; case .whole: whole = newValue } }
    }

    /// Adds an event to those that are known. Returns to how many.
    @discardableResult
    package mutating func add(_ event: Event, _ mark: ActMark) -> Int {
        var count = 0
        if Aspect.being.takes(mark), being?.add(event) != nil { count += 1 }
        if Aspect.values.takes(mark), values?.add(event) != nil { count += 1 }
        if whole?.add(event) != nil { count += 1 }
        return count
    }

    /// Events held.
    package var eventCount: Int { (being?.events.count ?? 0) + (values?.events.count ?? 0) + (whole?.events.count ?? 0) }
}
