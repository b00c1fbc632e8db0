import LedgerModel

/// Entries that were recorded long after they were decided. Walks the whole log, and decodes those alone.
package struct LateAudit: Sendable {
    package struct Line: Sendable {
        package let event: Event
        /// From the latest day on which it may have been decided: at least so many.
        package let days: Int
    }

    /// A batch entered into the past on purpose.
    package struct Backfill: Sendable, Equatable {
        package let first: UInt64
        package let length: UInt32
        package let recordedDay: Day
        /// Its late entries.
        package fileprivate(set) var numbers: [UInt64]
        package fileprivate(set) var longestDays: Int
    }

    /// Ascending by number.
    package let late: [Line]
    package let backfills: [Backfill]
    /// Entries whose decided date nobody knows.
    package let cannotBeTold: [Event]

    /// - Parameter moreThanDays: what counts as late; 0 lists everything recorded a day or more after it was decided.
    package init(_ source: some LedgerSource, moreThanDays: Int, asOf: AsOf = .now) throws {
        let settings = source.settings
        var late: [Line] = []
        var backfills: [Backfill] = []
        var unknown: [Event] = []
        func add(_ head: EntryHead, days: Int) {
            if backfills.last?.first != head.batchFirst {
                backfills.append(
                    Backfill(first: head.batchFirst, length: head.batchLength, recordedDay: head.recordedDay(settings), numbers: [], longestDays: 0))
            }
            backfills[backfills.count - 1].numbers.append(head.number)
            backfills[backfills.count - 1].longestDays = max(backfills[backfills.count - 1].longestDays, days)
        }
        // Of what was entered into the past on purpose, which may be the whole log, only numbers are told: nothing of it is decoded.
        try source.forEachEvent(after: 0, through: asOf.number, where: { head, walked, bytes, statement in
            guard let decided = walked.decided?.day else { return true }
            let days = head.recordedDay(settings).ordinal - decided.ordinal
            guard days > moreThanDays, asOf.sees(head, walked, settings) else { return false }
            guard let decision = try? WalkedDecision(bytes, in: statement), decision.isBackfill else { return true }
            add(head, days: days)
            return false
        }) { event in
            guard asOf.sees(event) else { return true }
            guard event.statement.decided.latestDay != nil else {
                unknown.append(event)
                return true
            }
            let days = event.recordedDay.ordinal - event.decidedDay.ordinal
            guard days > moreThanDays else { return true }
            if event.isLive { late.append(Line(event: event, days: days)) } else { add(EntryHead(event), days: days) }
            return true
        }
        self.late = late
        self.backfills = backfills
        cannotBeTold = unknown
    }
}

/// Everything that stands under an actor's name. Walks the whole log, and decodes what holds the actor's identifier.
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
        let id = Array(actor.id.utf8)
        try source.forEachEvent(after: 0, through: asOf.number, where: { $2.contains(id, in: $3) }) { event in
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

extension Span<UInt8> {
    /// Whether these bytes stand anywhere in a range.
    fileprivate func contains(_ bytes: [UInt8], in range: Range<Int>) -> Bool {
        guard let first = bytes.first else { return true }
        var place = range.lowerBound
        while place + bytes.count <= range.upperBound {
            if self[place] == first {
                var matched = 1
                while matched < bytes.count, self[place + matched] == bytes[matched] { matched += 1 }
                if matched == bytes.count { return true }
            }
            place += 1
        }
        return false
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
