import LedgerModel
import LedgerProjections

/// A fact that holds one value at a time: the first is first, and every later one names what it replaces.
extension Rules {
    mutating func checkChange(_ touch: Touch) throws {
        let timeline = try context.timeline(of: touch.subject, touch.key, mark)
        let last = timeline.last { $0.inForceDay <= event.inForceDay }
        let current = last.flatMap { $0.vacates(touch.key) ? nil : $0 }
        let next = timeline.first { $0.inForceDay > event.inForceDay }
        let moves = event.movesAway(from: touch.key)
        if event.arrivesFromElsewhere(at: touch.key) {
            if let current { fail(.factExists, touch.label, current.said(under: touch.key), "\(current.number)") }
        } else if statement.change == .first {
            if let current { fail(.factExists, touch.label, current.said(under: touch.key), "\(current.number)") }
        } else {
            checkPrevious(touch, current)
        }
        if let next, !moves { checkNext(touch, next) }
    }

    private mutating func checkPrevious(_ touch: Touch, _ current: Event?) {
        if statement.previousUnknown {
            if let current { fail(.previousDiffers, touch.label, current.said(under: touch.key), "?", "\(current.number)") }
            return
        }
        guard let current else { fail(.factMissing, touch.label); return }
        guard !event.namesPrevious(current, under: touch.key) else { return }
        fail(.previousDiffers, touch.label, current.said(under: touch.key), event.previousAsNamed, "\(current.number)")
    }

    /// A late entry that comes before a known one: that one's old value must be this one's new value.
    private mutating func checkNext(_ touch: Touch, _ next: Event) {
        if next.statement.previousUnknown { return }
        if next.statement.change != .first, next.namesPrevious(event, under: touch.key) { return }
        fail(.lateContradicts, touch.label, event.said(under: touch.key), "\(next.number)", next.previousAsNamed)
    }
}

extension Touch {
    /// `indicator:x target/p/m1//FY2019`: where a refusal points.
    var label: String { "\(subject.label) \(key)" }
}

extension Event {
    /// The fact ends with this: nothing stands there afterwards, so that a first value may come again.
    func vacates(_ key: FactKey) -> Bool {
        switch statement.act {
        case .factRecorded(let a)?: movesAway(from: key) || a.withdrawnTarget
        case .attached(let a)?: a.detached
        case .programmeListed(let a)?: a.mark == .removed
        default: false
        }
    }

    /// A target that leaves this period for another.
    func movesAway(from key: FactKey) -> Bool {
        guard case .factRecorded(let a)? = statement.act, !a.previousPeriod.isEmpty else { return false }
        return key != a.keys[0]
    }

    /// A target that comes to this period from another: what it replaces stands under the other key.
    func arrivesFromElsewhere(at key: FactKey) -> Bool {
        guard case .factRecorded(let a)? = statement.act, !a.previousPeriod.isEmpty else { return false }
        return key == a.keys[0]
    }

    /// What this event says under a key, in words for a refusal.
    func said(under key: FactKey) -> String {
        switch statement.act {
        case .factRecorded(let a)?: a.withdrawnTarget ? "-" : a.value.plain
        case .amountRecorded(let a)?: a.value.plain
        case .gradeGiven(let a)?: a.grade.isEmpty ? "\(a.noGrade)" : a.grade
        case .planAdopted(let a)?: key.family == .period ? a.period : a.name
        case .planExtended(let a)?: a.period
        case .moved(let a)?: a.to.label
        case .programmeRegistered(let a)? where key.family == .place: a.unit
        case .sectionAdded(let a)? where key.family == .place: a.parent
        case .unitCreated(let a)? where key.family == .place: a.parent
        default: Facts.name(in: self).flatMap { key.family == .name ? $0 : nil } ?? "event:" + id.hex
        }
    }

    var previousAsNamed: String {
        switch statement.act {
        case .factRecorded(let a)? where a.hasPrevious: a.previous.plain
        case .amountRecorded(let a)? where a.hasPrevious: a.previous.plain
        case .gradeGiven(let a)? where !a.previousGrade.isEmpty: a.previousGrade
        case .renamed(let a)?: a.previousName
        case .planExtended(let a)?: a.previousPeriod
        case .moved(let a)?: a.hasPrevious ? a.previous.label : ""
        default: statement.replaces.isEmpty ? "" : "event:" + statement.replaces.hex
        }
    }

    /// Whether the old value that this event names is what `earlier` says under the key.
    func namesPrevious(_ earlier: Event, under key: FactKey) -> Bool {
        switch statement.act {
        case .factRecorded(let a)?:
            guard case .factRecorded(let b)? = earlier.statement.act, a.hasPrevious, b.hasValue else { return namesByID(earlier) }
            return a.previous.saysTheSame(as: b.value)
        case .amountRecorded(let a)?:
            guard case .amountRecorded(let b)? = earlier.statement.act, a.hasPrevious, b.hasValue else { return namesByID(earlier) }
            return a.previous.saysTheSame(as: b.value)
        case .gradeGiven(let a)?:
            guard case .gradeGiven(let b)? = earlier.statement.act, !a.previousGrade.isEmpty else { return namesByID(earlier) }
            return a.previousGrade.hasSameBytes(as: b.grade)
        case .renamed, .planExtended: return previousAsNamed.hasSameBytes(as: earlier.said(under: key))
        case .moved(let a)?: return (a.hasPrevious ? a.previous.label : "") == earlier.placeLabel
        default: return namesByID(earlier)
        }
    }

    private func namesByID(_ earlier: Event) -> Bool { !statement.replaces.isEmpty && Array(statement.replaces) == earlier.id }

    private var placeLabel: String {
        switch statement.act {
        case .moved(let a)?: a.to.label
        case .programmeRegistered(let a)?: a.unit.isEmpty ? "" : Subject(.unit, a.unit).label
        case .sectionAdded(let a)?: a.parent.isEmpty ? "" : Subject(.section, a.parent).label
        case .unitCreated(let a)?: a.parent.isEmpty ? "" : Subject(.unit, a.parent).label
        default: ""
        }
    }
}

extension Value {
    /// In plain signs, for refusals: `>= 2000 人`, `15 x10^3 t`, `PENDING`.
    package var plain: String {
        if absence != .present { return "\(absence)" }
        var words: [String] = []
        if bound != .equal { words.append("\(bound)") }
        if !number.isEmpty { words.append(scale == 0 ? number : "\(number)x10^\(scale)") }
        if !word.isEmpty { words.append(word) }
        if !unit.isEmpty { words.append(unit) }
        return words.joined(separator: " ")
    }
}
