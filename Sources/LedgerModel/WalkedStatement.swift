/// A stored statement walked, not decoded: from when it counts, which act it is and where that stands. Costs some tens of nanoseconds, and
/// allocates nothing. Whether the bytes are canonical is the affair of who checks them.
package struct WalkedStatement: Sendable {
    /// The day from which the decided date counts, as `When.latestDay`; nil where nobody knows it.
    package private(set) var decided: PackedDay?
    package private(set) var inForce: PackedDay?
    package private(set) var hasInForce = false
    /// `Change` as stored; 0 says that nothing stood there before.
    package private(set) var change: UInt64 = 0
    package var isFirst: Bool { change == 0 }
    /// The act's field in `Statement`; 0 where there is none.
    package private(set) var act = 0
    /// Where the act's own bytes stand.
    package private(set) var actBytes = 0..<0

    /// The entry that a `withdrawn` names; 0 for every other act.
    package private(set) var withdrawn: UInt64 = 0

    /// - Parameter range: where the statement stands in the lent bytes.
    package init(_ bytes: Span<UInt8>, in range: Range<Int>) throws(WireWalker.Malformed) {
        var cursor = WireCursor(range)
        while let field = try cursor.next(bytes) {
            switch (field.number, field.value) {
            case (6, .bytes(let when)): decided = try WalkedStatement.latestDay(bytes, in: when)
            case (7, .bytes(let when)): (inForce, hasInForce) = (try WalkedStatement.latestDay(bytes, in: when), true)
            case (14, .varint(let change)): self.change = change
            case (20..., .bytes(let part)): (act, actBytes) = (Int(field.number), part)
            default: continue
            }
        }
        guard act == Acts.withdrawnField else { return }
        cursor = WireCursor(actBytes)
        while let field = try cursor.next(bytes) { if field.number == 1, case .varint(let number) = field.value { withdrawn = number } }
    }

    /// The same statement copied to another place.
    func moved(by distance: Int) -> WalkedStatement {
        var copy = self
        copy.actBytes = (actBytes.lowerBound + distance)..<(actBytes.upperBound + distance)
        return copy
    }

    /// The days from which an entry recorded on `day` counts as decided and as in force.
    package func days(recorded day: @autoclosure () -> PackedDay) -> (decided: PackedDay, inForce: PackedDay) {
        let decided = self.decided ?? day()
        return (decided, hasInForce ? inForce ?? day() : decided)
    }

    private static func latestDay(_ bytes: Span<UInt8>, in range: Range<Int>) throws(WireWalker.Malformed) -> PackedDay? {
        var (from, to) = (0..<0, 0..<0)
        var cursor = WireCursor(range)
        while let field = try cursor.next(bytes) {
            if field.number == 1, case .bytes(let day) = field.value { from = day }
            if field.number == 2, case .bytes(let day) = field.value { to = day }
        }
        return PackedDay(iso: bytes, in: to.isEmpty ? from : to)
    }
}

/// When a stored statement was decided and whether it was entered into the past, walked.
package struct WalkedDecision: Sendable {
    /// The first day on which it may have been decided; nil where nobody knows.
    package private(set) var earliest: PackedDay?
    package private(set) var isBackfill = false

    package init(_ bytes: Span<UInt8>, in range: Range<Int>) throws(WireWalker.Malformed) {
        var cursor = WireCursor(range)
        while let field = try cursor.next(bytes) {
            switch (field.number, field.value) {
            case (6, .bytes(let when)):
                var basis: UInt64 = 0
                var inner = WireCursor(when)
                while let field = try inner.next(bytes) {
                    if field.number == 1, case .bytes(let day) = field.value { earliest = PackedDay(iso: bytes, in: day) }
                    if field.number == 4, case .varint(let number) = field.value { basis = number }
                }
                if basis == UInt64(When.Basis.unknown.rawValue) { earliest = nil }
            case (13, .varint(let flag)): isBackfill = flag != 0
            default: continue
            }
        }
    }
}

/// A fact_recorded walked: where its parts stand. Empty ranges are absent fields.
package struct WalkedFact: Sendable {
    package private(set) var kind = 0
    package private(set) var indicator = 0..<0
    package private(set) var measure = 0..<0
    package private(set) var part = 0..<0
    package private(set) var plan = 0..<0
    package private(set) var period = 0..<0
    package private(set) var previousPeriod = 0..<0
    package private(set) var value = 0..<0
    package private(set) var hasValue = false
    package private(set) var hasPrevious = false
    package private(set) var isWithdrawnTarget = false

    package init(_ bytes: Span<UInt8>, in range: Range<Int>) throws(WireWalker.Malformed) {
        var cursor = WireCursor(range)
        while let field = try cursor.next(bytes) {
            switch (field.number, field.value) {
            case (1, .varint(let number)): kind = Int(truncatingIfNeeded: number)
            case (2, .bytes(let text)): indicator = text
            case (3, .bytes(let text)): measure = text
            case (4, .bytes(let text)): part = text
            case (5, .bytes(let text)): plan = text
            case (6, .bytes(let text)): period = text
            case (7, .bytes(let text)): previousPeriod = text
            case (8, .bytes(let message)): (value, hasValue) = (message, true)
            case (9, .bytes): hasPrevious = true
            case (10, .varint(let flag)): isWithdrawnTarget = flag != 0
            default: continue
            }
        }
    }
}

/// A value walked: what is told of it without decoding.
package struct WalkedValue: Sendable {
    package private(set) var number = 0..<0
    package private(set) var unit = 0..<0
    package private(set) var aggregation: UInt64 = 0
    package private(set) var absence: UInt64 = 0
    package private(set) var status: UInt64 = 0

    package init() {}

    package init(_ bytes: Span<UInt8>, in range: Range<Int>) throws(WireWalker.Malformed) {
        var cursor = WireCursor(range)
        while let field = try cursor.next(bytes) {
            switch (field.number, field.value) {
            case (1, .bytes(let text)): number = text
            case (3, .bytes(let text)): unit = text
            case (4, .varint(let word)): aggregation = word
            case (7, .varint(let word)): absence = word
            case (8, .varint(let word)): status = word
            default: continue
            }
        }
    }
}

/// A day in 32 bits, in the order of days.
package struct PackedDay: Sendable, Hashable, Comparable {
    private let bits: Int32

    package init(_ day: Day) { bits = Int32(day.year << 9 | day.month << 5 | day.day) }

    package var day: Day { Day(Int(bits >> 9), Int(bits >> 5 & 15), Int(bits & 31))! }

    package static func < (a: PackedDay, b: PackedDay) -> Bool { a.bits < b.bits }

    /// Nil for what is no day of the form `YYYY-MM-DD`.
    init?(iso bytes: Span<UInt8>, in range: Range<Int>) {
        guard range.count == 10, bytes[range.lowerBound + 4] == 45, bytes[range.lowerBound + 7] == 45 else { return nil }
        func number(_ from: Int, _ count: Int) -> Int {
            var value = 0
            for i in (range.lowerBound + from)..<(range.lowerBound + from + count) {
                let digit = bytes[i] &- 48
                value = digit > 9 ? -10_000 : value * 10 + Int(digit)
            }
            return value
        }
        guard let day = Day(number(0, 4), number(5, 2), number(8, 2)) else { return nil }
        self.init(day)
    }
}
