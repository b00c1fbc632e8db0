/// Kinds of acts, by their field in `Statement` (all below 64).
package struct Acts: OptionSet, Sendable {
    package let rawValue: UInt64
    package init(rawValue: UInt64) { self.rawValue = rawValue }
    private init(_ field: Int) { self.init(field: field) }
    package init(field: Int) { rawValue = 1 << UInt64(field) }

    static let withdrawnField = 55

    package static let withdrawals = Acts(withdrawnField)
    package static let facts = Acts(40)
    package static let amounts = Acts(41)
    package static let texts = Acts(42)
    package static let grades = Acts(44)
    package static let opinions = Acts(49)
    package static let points = Acts(51)
    package static let notes: Acts = [Acts(53), Acts(54)]
    /// What is said about a subject and changes neither what it is nor its values.
    package static let remarks: Acts = [.texts, .opinions, .points, .notes]

    /// What baselines, targets and actuals do not need: everything but them and withdrawals.
    package static let allButFacts = Acts(rawValue: ~(1 << 40 | 1 << 55))

    /// Redefined, a plan extended, ended, restructured, a rule, attached or detached.
    package static let aroundMeasuring = Acts(rawValue: [32, 25, 38, 37, 43, 33].reduce(UInt64(0)) { $0 | 1 << UInt64($1) })

    /// All others.
    package var complement: Acts { Acts(rawValue: ~rawValue) }

    package func contains(field: Int) -> Bool { rawValue >> UInt64(field) & 1 == 1 }
}

extension Acts {
    /// What facts of these families do not need: everything but the acts that set them, and withdrawals.
    package static func allBut(_ families: [FactKey.Family]) -> Acts {
        Acts(rawValue: ~families.reduce(UInt64(1) << UInt64(withdrawnField)) { $0 | setting($1).rawValue })
    }

    /// The acts that set facts of a family (FORMAT.md §4).
    package static func setting(_ family: FactKey.Family) -> Acts {
        func of(_ fields: Int...) -> Acts { Acts(rawValue: fields.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }) }
        return switch family {
        case .existence: of(20, 21, 22, 23, 26, 27, 31, 47)
        case .name: of(22, 23, 26, 27, 31, 34)
        case .definition: of(31, 32, 43, 46, 49, 50, 51, 52)
        case .place: of(22, 26, 27, 36)
        case .period: of(23, 25)
        case .revision: of(24)
        case .member: of(26, 27, 28, 31, 33, 36, 46, 47, 49, 51)
        case .listing: of(27, 28)
        case .link: of(29)
        case .scope: of(30)
        case .attachment: of(31, 33)
        case .alias: of(35)
        case .lineage: of(37)
        case .life: of(37, 38, 39)
        case .baseline, .target, .actual: .facts
        case .amount: .amounts
        case .text: .texts
        case .grade: .grades
        case .total: of(45)
        case .meetings: of(48)
        case .opinion, .restated: .opinions
        case .response, .referred: of(50)
        case .point: .points
        case .edition, .superseded: of(52)
        case .note: of(53)
        case .discrepancy: of(54)
        case .withdrawal: of(withdrawnField)
        case .redaction: of(56)
        case .key: of(57, 58)
        case .incarnation: of(59)
        }
    }
}

/// What an entry is besides its statement.
package struct EntryHead: Sendable, Hashable {
    package let number: UInt64
    package let recorded: UInt64  // Unix nanoseconds
    package let batchFirst: UInt64
    package let batchLength: UInt32

    package init(number: UInt64, recorded: UInt64, batchFirst: UInt64, batchLength: UInt32) {
        (self.number, self.recorded, self.batchFirst, self.batchLength) = (number, recorded, batchFirst, batchLength)
    }

    package init(_ event: Event) {
        self.init(number: event.number, recorded: event.recorded, batchFirst: event.batchFirst, batchLength: event.batchLength)
    }

    /// The day on which it was recorded, at the ledger's offset.
    package func recordedDay(_ settings: Settings) -> Day {
        Day(unixNanoseconds: recorded, offsetMinutes: settings.utcOffsetMinutes) ?? .last
    }
}

/// Entries of one subject, ascending, as their bytes: walked, and decoded only where somebody asks.
package struct StoredEntries: Sendable {
    package struct Entry: Sendable {
        package let head: EntryHead
        package let walked: WalkedStatement
        /// Where its statement stands in `bytes`.
        package let statement: Range<Int>
        /// Of an entry that was decoded before, what came of it.
        fileprivate let event: Event?
    }

    package let settings: Settings
    package private(set) var bytes: [UInt8] = []
    package private(set) var entries: [Entry] = []

    package init(_ settings: Settings) { self.settings = settings }

    /// Room for a subject of usual length, so that neither array grows step by step.
    package mutating func reserveUsual() {
        bytes.reserveCapacity(16_384)
        entries.reserveCapacity(64)
    }

    package mutating func add(_ event: Event) throws {
        let start = bytes.count
        bytes += try Codec.encode(event.statement)
        let statement = start..<bytes.count
        let walked: WalkedStatement
        do { walked = try WalkedStatement(bytes.span, in: statement) } catch { throw StoredEntries.damaged(event.number) }
        entries.append(Entry(head: EntryHead(event), walked: walked, statement: statement, event: event))
    }

    /// Adds what stands in lent bytes, unless it is one of the acts that are left out.
    /// - Parameters:
    ///   - statement: where it stands there.
    ///   - copy: appends the lent bytes of a range to an array.
    /// - Throws: `damaged` where the bytes are no statement's.
    package mutating func add(
        _ head: EntryHead, _ lent: Span<UInt8>, statement: Range<Int>, leavingOut acts: Acts, copy: (Span<UInt8>, Range<Int>, inout [UInt8]) -> Void
    ) throws {
        let walked: WalkedStatement
        do { walked = try WalkedStatement(lent, in: statement) } catch { throw StoredEntries.damaged(head.number) }
        if acts.contains(field: walked.act) { return }
        let distance = bytes.count - statement.lowerBound
        copy(lent, statement, &bytes)
        entries.append(
            Entry(
                head: head, walked: walked.moved(by: distance),
                statement: (statement.lowerBound + distance)..<(statement.upperBound + distance), event: nil))
    }

    /// Decodes one, some 1 µs, of which half for a fact: its statement is decoded when it is asked for.
    /// - Throws: `damaged`.
    package func event(_ entry: Entry) throws -> Event {
        if let event = entry.event { return event }
        return try Event(entry.head, entry.walked, bytes, statement: entry.statement, settings)
    }

    /// The days from which an entry counts as decided and as in force.
    package func days(_ entry: Entry) -> (decided: PackedDay, inForce: PackedDay) {
        entry.walked.days(recorded: PackedDay(entry.head.recordedDay(settings)))
    }

    package func string(_ range: Range<Int>) -> String { range.isEmpty ? "" : String(decoding: bytes[range], as: UTF8.self) }

    package func isFact(_ entry: Entry) -> Bool { Acts.facts.contains(field: entry.walked.act) }

    package static func damaged(_ number: UInt64) -> Problem { Problem(.damaged, at: "views", "row of entry \(number)") }
}
