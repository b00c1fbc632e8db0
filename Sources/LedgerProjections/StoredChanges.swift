import LedgerModel

/// What an audit of targets found for one subject, as it is kept (FORMAT.md §5): entries by their numbers, so that a question is answered from a few
/// bytes, and entries are read only of what answers to it.
package struct StoredChanges: Sendable {
    /// Other subjects whose entries were read for it: plans, rules, origins, successors. Ascending. A new entry of theirs may change what was found.
    package private(set) var readBesides: [Subject] = []
    /// Where each change stands in `bytes`.
    private var places: [Range<Int>] = []
    package let bytes: [UInt8]

    /// Whether there is nothing to keep.
    package var isEmpty: Bool { bytes.isEmpty }
}

extension StoredChanges {
    init(_ changes: [TargetChange], of subject: Subject, readBesides: Set<Subject>) throws {
        var writer = WireWriter(capacity: 96 * changes.count)
        for other in readBesides.sorted() { writer.message(1, other.storageKey) }
        for change in changes { writer.message(2, try change.stored(in: subject)) }
        try self.init(writer.bytes)
    }

    /// - Throws: `damaged` where the bytes are no such row.
    package init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        var cursor = WireCursor(0..<bytes.count)
        while let field = try cursor.nextStored(bytes) {
            switch (field.number, field.value) {
            case (1, .bytes(let range)): readBesides.append(try Subject(stored: bytes[range]))
            case (2, .bytes(let range)): places.append(range)
            default: throw StoredChanges.damaged
            }
        }
    }

    /// The changes that may answer, read.
    /// - Parameters:
    ///   - subject: whose changes they are.
    ///   - mayAnswer: told from what each change does, before any entry is read.
    ///   - event: reads an entry.
    func changes(of subject: Subject, where mayAnswer: (StoredAnswers) -> Bool, _ event: (UInt64) throws -> Event) throws -> [TargetChange] {
        try places.compactMap { place in
            try mayAnswer(StoredAnswers(bytes, place)) ? TargetChange(bytes, place, of: subject, event) : nil
        }
    }

    static var damaged: Problem { Problem(.damaged, at: "views", "changes") }
}

/// What filters ask of a change. The first fields of every stored one.
struct StoredAnswers {
    private(set) var effect = Effect.cannotBeTold
    private(set) var afterActual: KnownAtDecision.Answer?
    private(set) var behind: KnownAtDecision.Answer?

    init(_ change: TargetChange) { (effect, afterActual, behind) = (change.effect, change.known?.afterActual, change.known?.behind) }

    fileprivate init(_ bytes: [UInt8], _ place: Range<Int>) throws {
        var cursor = WireCursor(place)
        while let field = try cursor.nextStored(bytes), field.number <= 3, case .varint(let code) = field.value {
            switch field.number {
            case 1: effect = try Effect(code: code)
            case 2: afterActual = try KnownAtDecision.Answer(code: code)
            default: behind = try KnownAtDecision.Answer(code: code)
            }
        }
    }
}

// MARK: one change

extension TargetChange {
    /// Fields 1 to 3 are those of `StoredAnswers`; 4 event, 5 subject where it is another, 6 old, 7 new, 8 previous, 9 withdrawal, 10 disguises, 11 known.
    fileprivate func stored(in row: Subject) throws -> [UInt8] {
        var writer = WireWriter(capacity: 96)
        writer.varint(1, effect.code)
        if let known {
            writer.varint(2, known.afterActual.code)
            writer.varint(3, known.behind.code)
        }
        writer.varint(4, event.number)
        if subject != row { writer.message(5, subject.storageKey) }
        if let old { writer.message(6, try old.stored()) }
        if let new { writer.message(7, try new.stored()) }
        writer.varint(8, previous?.number ?? 0)
        writer.varint(9, withdrawal?.number ?? 0)
        if !disguises.isEmpty { writer.message(10, disguises.map { UInt8($0.code) }) }
        if let known { writer.message(11, known.stored()) }
        return writer.bytes
    }

    fileprivate init(_ bytes: [UInt8], _ place: Range<Int>, of row: Subject, _ read: (UInt64) throws -> Event) throws {
        var (subject, effect) = (row, Effect.cannotBeTold)
        var (old, new, known) = (nil as TargetSide?, nil as TargetSide?, nil as KnownAtDecision?)
        var (event, previous, withdrawal) = (nil as Event?, nil as Event?, nil as Event?)
        var disguises: [Disguise] = []
        /// Most of what a change names is the entry that made it.
        func entry(_ number: UInt64) throws -> Event {
            if let event, event.number == number { return event }
            return try read(number)
        }
        var cursor = WireCursor(place)
        while let field = try cursor.nextStored(bytes) {
            switch (field.number, field.value) {
            case (1, .varint(let code)): effect = try Effect(code: code)
            case (2, _), (3, _): continue  // told from what is known
            case (4, .varint(let number)): event = try read(number)
            case (5, .bytes(let range)): subject = try Subject(stored: bytes[range])
            case (6, .bytes(let range)): old = try TargetSide(bytes, range, entry)
            case (7, .bytes(let range)): new = try TargetSide(bytes, range, entry)
            case (8, .varint(let number)): previous = try entry(number)
            case (9, .varint(let number)): withdrawal = try entry(number)
            case (10, .bytes(let range)): disguises = try bytes[range].map { try Disguise(code: UInt64($0)) }
            case (11, .bytes(let range)): known = try KnownAtDecision(bytes, range, entry)
            default: throw StoredChanges.damaged
            }
        }
        guard let event else { throw StoredChanges.damaged }
        self.init(subject, event, old: old, new: new, previous: previous, withdrawal: withdrawal, effect: effect, disguises: disguises, known: known)
    }
}

extension TargetSide {
    /// 1 entry; 2 period and 3 value where no entry says them.
    fileprivate func stored() throws -> [UInt8] {
        var writer = WireWriter(capacity: 8)
        writer.varint(1, event?.number ?? 0)
        if event.flatMap(Stated.init).map(TargetSide.init) != self {
            writer.message(2, period.utf8)
            writer.message(3, try Codec.encode(value))
        }
        return writer.bytes
    }

    fileprivate init(_ bytes: [UInt8], _ place: Range<Int>, _ read: (UInt64) throws -> Event) throws {
        var (event, period, value) = (nil as Event?, nil as String?, nil as Value?)
        var cursor = WireCursor(place)
        while let field = try cursor.nextStored(bytes) {
            switch (field.number, field.value) {
            case (1, .varint(let number)): event = try read(number)
            case (2, .bytes(let range)): period = String(decoding: bytes[range], as: UTF8.self)
            case (3, .bytes(let range)): value = try? Value(stored: bytes, in: range)
            default: throw StoredChanges.damaged
            }
        }
        if let period, let value {
            self.init(value: value, period: period, event: event)
        } else {
            guard let stated = event.flatMap(Stated.init) else { throw StoredChanges.damaged }
            self.init(stated)
        }
    }
}

extension KnownAtDecision {
    /// 1 actual, 2 stated, 3 basis, 4 latest; of its progress 5 obstacle or 6 formula, 7 attained, 8 planned; 9 whether a later one cannot be told.
    fileprivate func stored() -> [UInt8] {
        var writer = WireWriter(capacity: 24)
        writer.varint(1, actual.code)
        writer.varint(2, stated?.number ?? 0)
        writer.varint(3, basis?.code ?? 0)
        writer.varint(4, latest?.actual.number ?? 0)
        switch latest?.progress {
        case .undefined(let obstacle)?: writer.varint(5, obstacle.code)
        case .figure(let figure)?:
            writer.varint(6, figure.formula.code)
            writer.message(7, figure.attained.fraction.utf8)
            if let planned = figure.planned { writer.message(8, planned.fraction.utf8) }
        case nil: break
        }
        writer.varint(9, laterCannotBeTold ? 1 : 0)
        return writer.bytes
    }

    fileprivate init(_ bytes: [UInt8], _ place: Range<Int>, _ read: (UInt64) throws -> Event) throws {
        var (actual, basis, isLater) = (PeriodActual.none, nil as Known.Basis?, false)
        var (stated, latest) = (nil as Event?, nil as Event?)
        var (obstacle, formula) = (nil as Progress.Obstacle?, nil as Progress.Formula?)
        var (attained, planned) = (nil as Ratio?, nil as Ratio?)
        var cursor = WireCursor(place)
        while let field = try cursor.nextStored(bytes) {
            switch (field.number, field.value) {
            case (1, .varint(let code)): actual = try PeriodActual(code: code)
            case (2, .varint(let number)): stated = try read(number)
            case (3, .varint(let code)): basis = try Known.Basis(code: code)
            case (4, .varint(let number)): latest = try number == stated?.number ? stated : read(number)
            case (5, .varint(let code)): obstacle = try Progress.Obstacle(code: code)
            case (6, .varint(let code)): formula = try Progress.Formula(code: code)
            case (7, .bytes(let range)): attained = Ratio(fraction: String(decoding: bytes[range], as: UTF8.self))
            case (8, .bytes(let range)): planned = Ratio(fraction: String(decoding: bytes[range], as: UTF8.self))
            case (9, .varint(let flag)): isLater = flag != 0
            default: throw StoredChanges.damaged
            }
        }
        let progress: Progress? =
            if let obstacle { .undefined(obstacle) } else if let formula, let attained {
                .figure(Progress.Figure(formula: formula, attained: attained, planned: planned))
            } else { nil }
        self.init(
            actual: actual, stated: try stated.map(KnownAtDecision.stated), basis: basis,
            latest: try latest.map { event in
                guard let progress else { throw StoredChanges.damaged }
                return Latest(actual: try KnownAtDecision.stated(event), progress: progress)
            }, laterCannotBeTold: isLater)
    }

    private static func stated(_ event: Event) throws -> Stated {
        guard let stated = Stated(event) else { throw StoredChanges.damaged }
        return stated
    }
}

// MARK: bytes

extension CaseIterable where Self: Equatable, AllCases == [Self] {
    /// Its place among the cases, from 1. What is kept rests on their order: who changes it raises `Layout.changesVersion`.
    fileprivate var code: UInt64 { UInt64(Self.allCases.firstIndex(of: self) ?? 0) + 1 }

    fileprivate init(code: UInt64) throws {
        guard code >= 1, code <= UInt64(Self.allCases.count) else { throw StoredChanges.damaged }
        self = Self.allCases[Int(code) - 1]
    }
}

extension WireCursor {
    fileprivate mutating func nextStored(_ bytes: [UInt8]) throws -> WireWalker.Field? {
        do { return try next(bytes.span) } catch { throw StoredChanges.damaged }
    }
}

extension Subject {
    fileprivate init(stored key: ArraySlice<UInt8>) throws {
        guard let subject = Subject(storageKey: key) else { throw StoredChanges.damaged }
        self = subject
    }
}
