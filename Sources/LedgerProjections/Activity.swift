import LedgerModel

/// Entries that were recorded long after they were decided. Walks the whole log.
package struct LateAudit: Sendable {
    package struct Line: Sendable {
        package let event: Event
        /// From the latest day on which it may have been decided: at least so many.
        package let days: Int
    }

    /// A batch entered into the past on purpose.
    package struct Backfill: Sendable {
        package let first: UInt64
        package let length: UInt32
        package let recordedDay: Day
        package fileprivate(set) var lines: [Line]
        package var longestDays: Int { lines.map(\.days).max() ?? 0 }
    }

    /// Ascending by number.
    package let late: [Line]
    package let backfills: [Backfill]
    /// Entries whose decided date nobody knows.
    package let cannotBeTold: [Event]

    /// - Parameter moreThanDays: what counts as late; 0 lists everything recorded a day or more after it was decided.
    package init(_ source: some LedgerSource, moreThanDays: Int, asOf: AsOf = .now) throws {
        var late: [Line] = []
        var backfills: [Backfill] = []
        var unknown: [Event] = []
        try source.forEachEvent(after: 0, through: asOf.number) { event in
            guard asOf.sees(event) else { return true }
            guard event.statement.decided.latestDay != nil else {
                unknown.append(event)
                return true
            }
            let days = event.recordedDay.ordinal - event.decidedDay.ordinal
            guard days > moreThanDays else { return true }
            let line = Line(event: event, days: days)
            if event.isLive {
                late.append(line)
            } else if backfills.last?.first == event.batchFirst {
                backfills[backfills.count - 1].lines.append(line)
            } else {
                backfills.append(
                    Backfill(first: event.batchFirst, length: event.batchLength, recordedDay: event.recordedDay, lines: [line]))
            }
            return true
        }
        self.late = late
        self.backfills = backfills
        cannotBeTold = unknown
    }
}

/// Everything that stands under an actor's name. Walks the whole log.
package struct ActorActivity: Sendable {
    package enum Role: String, Sendable, CaseIterable { case recorded, approved, registered }

    package struct Line: Sendable {
        package let event: Event
        package let roles: [Role]
    }

    package let actor: Subject
    package let lines: [Line]

    package init(_ source: some LedgerSource, of actor: Subject, asOf: AsOf = .now) throws {
        var lines: [Line] = []
        try source.forEachEvent(after: 0, through: asOf.number) { event in
            guard asOf.sees(event) else { return true }
            let statement = event.statement
            var roles: [Role] = statement.recordedBy == actor ? [.recorded] : []
            if statement.approvals.contains(where: { $0.post == actor }) { roles.append(.approved) }
            if statement.touches.contains(where: { $0.subject == actor }) { roles.append(.registered) }
            if !roles.isEmpty { lines.append(Line(event: event, roles: roles)) }
            return true
        }
        self.actor = actor
        self.lines = lines
    }
}

/// What was recorded, batch by batch. Walks the log between two numbers.
package struct Activity: Sendable {
    package struct Batch: Sendable {
        package let first: UInt64
        package let length: UInt32
        package let recorded: UInt64  // Unix nanoseconds
        package let day: Day
        package fileprivate(set) var recordedBy: Set<Subject>
        package fileprivate(set) var counts: [ActKind: Int]
        package fileprivate(set) var isBackfill: Bool
    }

    /// Ascending by number.
    package let batches: [Batch]

    package init(_ source: some LedgerSource, after: UInt64 = 0, asOf: AsOf = .now) throws {
        var batches: [Batch] = []
        try source.forEachEvent(after: after, through: asOf.number) { event in
            guard asOf.sees(event) else { return true }
            if batches.last?.first != event.batchFirst {
                batches.append(
                    Batch(
                        first: event.batchFirst, length: event.batchLength, recorded: event.recorded, day: event.recordedDay,
                        recordedBy: [], counts: [:], isBackfill: false))
            }
            let last = batches.count - 1
            batches[last].recordedBy.insert(event.statement.recordedBy)
            if let kind = event.statement.actKind { batches[last].counts[kind, default: 0] += 1 }
            if !event.isLive { batches[last].isBackfill = true }
            return true
        }
        self.batches = batches
    }

    /// Batches by the day on which they were recorded, ascending.
    package var days: [(day: Day, batches: [Batch])] {
        Dictionary(grouping: batches, by: \.day).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
