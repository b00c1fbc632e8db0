import LedgerModel

/// The baselines, targets and actuals of one indicator as a moment sees them (FORMAT.md §4), folded from bytes.
///
/// The same rule as `Facts`, for these three families alone: of the entries that the moment sees and that nothing withdraws, the one with
/// the greatest (in-force day, number) holds under each key. Nothing is decoded but the values that are asked for: a whole city's table folds
/// some ten thousand entries, of which a third holds.
package struct FactLines: Sendable {
    /// One fact that holds.
    package struct Line: Sendable {
        package let kind: FactRecorded.Kind
        /// Empty for actuals.
        package let plan: String
        package let measure: String
        package let part: String
        package let period: String
        package let number: UInt64
        package let decidedDay: Day
        package let inForceDay: Day
        /// The digits as printed; empty for an absence, a word and a bound without a number.
        package let digits: String
        package let unit: String
        package let status: Status
        fileprivate let entry: Int

        package var slot: Slot { Slot(plan: plan, measure: measure, part: part) }
    }

    /// What holds and stands, in the order in which it was first entered: no target that was moved to another period or taken back.
    package private(set) var lines: [Line] = []
    /// The plans under which a baseline or a target holds, moved or taken back ones included. Ascending.
    package private(set) var plans: [String] = []
    private let fold: FactFold

    private init(_ fold: FactFold) throws(WireWalker.Malformed) {
        self.fold = fold
        let holding = fold.holding()
        lines.reserveCapacity(holding.count)
        var plans: Set<String> = []
        var plan: String?
        for (index, isLeft) in holding {
            let entry = fold.entries[index]
            if !entry.isActual, plan != fold.string(entry.fact.plan) {
                plan = fold.string(entry.fact.plan)
                plans.insert(fold.string(entry.fact.plan))
            }
            if !isLeft, !(entry.isTarget && entry.fact.isWithdrawnTarget) { lines.append(try line(index, entry)) }
        }
        self.plans = plans.sorted()
    }

    private func line(_ index: Int, _ entry: FactFold.Entry) throws(WireWalker.Malformed) -> Line {
        let value = try WalkedValue(fold.stored.bytes.span, in: entry.fact.value)
        return Line(
            kind: FactRecorded.Kind(rawValue: entry.fact.kind) ?? .unspecified, plan: entry.isActual ? "" : fold.string(entry.fact.plan),
            measure: fold.string(entry.fact.measure), part: fold.string(entry.fact.part), period: fold.string(entry.fact.period),
            number: entry.number, decidedDay: entry.decided.day, inForceDay: entry.inForce.day, digits: fold.string(value.number),
            unit: fold.string(value.unit), status: Status(rawValue: Int(truncatingIfNeeded: value.status)) ?? .a, entry: index)
    }
}

extension FactLines {
    /// A line with its value and the entry that says it. Decodes the fact alone, some 1 µs.
    package func stated(_ line: Line) throws -> Stated { try fold.stated(line.entry) }

    /// The first target ever set that became this one, through revisions and moved periods.
    package func original(of target: Line) throws -> Stated { try fold.stated(fold.original(of: target.entry)) }

    /// Whether a target is the first one ever set that became it.
    package func isOriginal(_ target: Line) -> Bool { fold.entries[fold.original(of: target.entry)].number == target.number }

    /// The slots of a plan in which anything holds; of actuals, which belong to no plan, all.
    package func slots(plan: String) -> Set<Slot> {
        var found: Set<Slot> = []
        for line in lines where line.kind == .actual || line.plan == plan {
            found.insert(Slot(plan: plan, measure: line.measure, part: line.part))
        }
        return found
    }
}

extension FactLines {
    /// - Parameter stored: the indicator's own entries, ascending; those that are neither facts nor withdrawals may be left out.
    /// - Throws: `damaged` for bytes that are no fact's.
    package init(_ stored: StoredEntries, asOf: AsOf) throws {
        let fold = try FactFold(stored, asOf)
        do { try self.init(fold) } catch { throw Problem(.damaged, at: "views", error.why) }
    }

    /// Of an indicator whose entries are decoded. Cost: encoding its facts.
    package init(_ facts: Facts, _ settings: Settings) throws {
        var stored = StoredEntries(settings)
        for event in facts.events where event.fact != nil || facts.withdrawn[event.number] != nil || event.statement.isBookkeeping { try stored.add(event) }
        try self.init(stored, asOf: facts.asOf)
    }
}

/// The entries of one indicator that a moment sees, by the ranges of their bytes.
struct FactFold: Sendable {
    struct Entry {
        let number: UInt64
        let inForce: PackedDay
        let decided: PackedDay
        let fact: WalkedFact
        /// Of kind, plan, measure and part; and of the two periods.
        let slotHash: UInt64
        let periodHash: UInt64
        let previousHash: UInt64
        /// Its place among the stored entries.
        let index: Int

        var isActual: Bool { fact.kind == FactRecorded.Kind.actual.rawValue }
        var isBaseline: Bool { fact.kind == FactRecorded.Kind.baseline.rawValue }
        var isTarget: Bool { fact.kind == FactRecorded.Kind.target.rawValue }

        func isBefore(_ other: Entry) -> Bool { inForce == other.inForce ? number < other.number : inForce < other.inForce }
    }

    let stored: StoredEntries
    private(set) var entries: [Entry] = []
    /// Acts on the recorded axis only.
    private var withdrawn: Set<UInt64> = []

    /// - Throws: `damaged` for bytes that are no fact's.
    init(_ stored: StoredEntries, _ asOf: AsOf) throws {
        self.stored = stored
        entries.reserveCapacity(stored.entries.count)
        for index in stored.entries.indices {
            do { try take(index, asOf) } catch { throw StoredEntries.damaged(stored.entries[index].head.number) }
        }
        if !withdrawn.isEmpty { entries.removeAll { withdrawn.contains($0.number) } }
    }

    private mutating func take(_ index: Int, _ asOf: AsOf) throws(WireWalker.Malformed) {
        let one = stored.entries[index]
        guard one.head.number <= asOf.number else { return }
        if one.walked.withdrawn > 0 { withdrawn.insert(one.walked.withdrawn) }
        guard stored.isFact(one), stored.isSeen(one, asOf) else { return }
        let days = stored.days(one)
        let fact = try WalkedFact(stored.bytes.span, in: one.walked.actBytes)
        guard FactRecorded.Kind(rawValue: fact.kind) != nil, fact.kind != 0 else { return }
        let isTarget = fact.kind == FactRecorded.Kind.target.rawValue
        // Of a baseline the period is no part of the key, of an actual the plan is none.
        let plan = fact.kind == FactRecorded.Kind.actual.rawValue ? 0..<0 : fact.plan
        entries.append(
            Entry(
                number: one.head.number, inForce: days.inForce, decided: days.decided, fact: fact,
                slotHash: hash(fact.part, hash(fact.measure, hash(plan, UInt64(fact.kind)))),
                periodHash: fact.kind == FactRecorded.Kind.baseline.rawValue ? 0 : hash(fact.period, 1),
                previousHash: isTarget ? hash(fact.previousPeriod, 1) : 0, index: index))
    }
}

// MARK: the rule

extension FactFold {
    /// The entries that hold, each with whether it holds under the period that a moved target left. By the first entry of each key.
    func holding() -> [(entry: Int, isLeft: Bool)] {
        var holders: [(entry: Int, isLeft: Bool)] = []
        holders.reserveCapacity(entries.count)
        var width = 16
        while width < entries.count * 4 { width *= 2 }
        var table = [Int32](repeating: -1, count: width)
        func enter(_ index: Int, isLeft: Bool) {
            var place = Int(truncatingIfNeeded: keyHash(index, isLeft)) & (width - 1)
            while table[place] >= 0 {
                let holder = holders[Int(table[place])]
                if isSame(holder, (index, isLeft)) {
                    if entries[holder.entry].isBefore(entries[index]) { holders[Int(table[place])] = (index, isLeft) }
                    return
                }
                place = (place + 1) & (width - 1)
            }
            table[place] = Int32(holders.count)
            holders.append((index, isLeft))
        }
        for index in entries.indices {
            enter(index, isLeft: false)
            if leaves(entries[index]) { enter(index, isLeft: true) }
        }
        return holders
    }

    /// What has to be known of baselines and targets to tell every change of them: where those under keys that hold anything but one first value
    /// stand among the stored entries, with every baseline. Empty where nothing was changed; more than is needed does no harm.
    func changedValues() -> [Int] {
        let held = entries.indices.filter { !entries[$0].isActual }
        var seen: [UInt64: Bool] = [:]
        var isFarReaching = false
        for index in held {
            let entry = entries[index]
            let isChange = entry.fact.hasPrevious || entry.fact.isWithdrawnTarget || !entry.fact.previousPeriod.isEmpty || !stored.entries[entry.index].walked.isFirst
            let key = keyHash(index, false)
            let isChanged = isChange || seen[key] != nil
            seen[key] = isChanged || seen[key] == true
            // A baseline concerns every target of its slot, a moved target those of two periods.
            if isChanged, entry.isBaseline || !entry.fact.previousPeriod.isEmpty { isFarReaching = true }
        }
        guard seen.values.contains(true) else { return [] }
        return held.filter { isFarReaching || entries[$0].isBaseline || seen[keyHash($0, false)] == true }.map { entries[$0].index }
    }

    /// Whether it moves a target away from another period.
    private func leaves(_ entry: Entry) -> Bool {
        entry.isTarget && !entry.fact.previousPeriod.isEmpty && !areEqual(entry.fact.period, entry.fact.previousPeriod)
    }

    private func keyHash(_ index: Int, _ isLeft: Bool) -> UInt64 {
        let entry = entries[index]
        return entry.slotHash &* 31 &+ (isLeft ? entry.previousHash : entry.periodHash)
    }

    private func isSame(_ a: (entry: Int, isLeft: Bool), _ b: (entry: Int, isLeft: Bool)) -> Bool {
        guard keyHash(a.entry, a.isLeft) == keyHash(b.entry, b.isLeft) else { return false }
        let (p, q) = (entries[a.entry].fact, entries[b.entry].fact)
        guard p.kind == q.kind, areEqual(p.measure, q.measure), areEqual(p.part, q.part), entries[a.entry].isActual || areEqual(p.plan, q.plan)
        else { return false }
        return entries[a.entry].isBaseline || areEqual(a.isLeft ? p.previousPeriod : p.period, b.isLeft ? q.previousPeriod : q.period)
    }

    /// The entry of the first target that became the one of an entry.
    func original(of index: Int) -> Int {
        var first = index
        var seen: [Int] = []
        while !seen.contains(where: { isSame(($0, false), (first, false)) }) {
            seen.append(first)
            guard let earliest = find(under: (first, false), isNewest: false) else { break }
            first = earliest
            guard leaves(entries[earliest]), let before = find(under: (earliest, true), isNewest: true) else { break }
            first = before
        }
        return first
    }

    /// The newest, or the oldest, of the entries whose own key it is.
    private func find(under key: (entry: Int, isLeft: Bool), isNewest: Bool) -> Int? {
        var found: Int?
        for index in entries.indices where isSame(key, (index, false)) {
            if let best = found, entries[best].isBefore(entries[index]) != isNewest { continue }
            found = index
        }
        return found
    }

    private func areEqual(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
        guard a.count == b.count else { return false }
        let bytes = stored.bytes.span
        for i in 0..<a.count where bytes[a.lowerBound + i] != bytes[b.lowerBound + i] { return false }
        return true
    }

    private func hash(_ range: Range<Int>, _ seed: UInt64) -> UInt64 {
        let bytes = stored.bytes.span
        var hash = (seed ^ 0xcbf2_9ce4_8422_2325) &* 0x100_0000_01b3
        for i in range { hash = (hash ^ UInt64(bytes[i])) &* 0x100_0000_01b3 }
        return hash ^ hash >> 29
    }

    func string(_ range: Range<Int>) -> String { stored.string(range) }

    func stated(_ index: Int) throws -> Stated { try Stated(stored, stored.entries[entries[index].index]) }
}
