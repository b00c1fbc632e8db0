/// A stored statement walked, not decoded: from when it counts, which act it is and where that stands. Costs some tens of nanoseconds, and
/// allocates nothing. Whether the bytes are canonical is the affair of who checks them.
package struct WalkedStatement: Sendable {
    /// The day from which the decided date counts, as `When.latestDay`; nil where nobody knows it.
    package private(set) var decided: PackedDay?
    package private(set) var inForce: PackedDay?
    package private(set) var hasInForce = false
    /// Whether it says that nothing stood there before.
    package private(set) var isFirst = true
    /// The act's field in `Statement`; 0 where there is none.
    package private(set) var act = 0
    /// Where the act's own bytes stand.
    package private(set) var actBytes = 0..<0

    /// The entry that a `withdrawn` names; 0 for every other act.
    package private(set) var withdrawn: UInt64 = 0

    /// - Parameter range: where the statement stands in the lent bytes.
    package init(_ bytes: Span<UInt8>, in range: Range<Int>) throws(WireWalker.Malformed) {
        var place = WirePlace(range)
        while try place.next(bytes) {
            guard place.isBytes else {
                if place.field == 14 { isFirst = place.value == 0 }
                continue
            }
            switch place.field {
            case 6: decided = try WalkedStatement.latestDay(bytes, in: place.range)
            case 7: (inForce, hasInForce) = (try WalkedStatement.latestDay(bytes, in: place.range), true)
            case 20...: (act, actBytes) = (place.field, place.range)
            default: continue
            }
        }
        guard act == Acts.withdrawnField else { return }
        place = WirePlace(actBytes)
        while try place.next(bytes) { if place.field == 1, !place.isBytes { withdrawn = place.value } }
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
        var place = WirePlace(range)
        while try place.next(bytes) {
            guard place.isBytes else { continue }
            if place.field == 1 { from = place.range }
            if place.field == 2 { to = place.range }
        }
        return PackedDay(iso: bytes, in: to.isEmpty ? from : to)
    }
}

/// A fact_recorded walked: where its parts stand. Empty ranges are absent fields.
package struct WalkedFact: Sendable {
    package private(set) var kind = 0
    package private(set) var measure = 0..<0
    package private(set) var part = 0..<0
    package private(set) var plan = 0..<0
    package private(set) var indicator = 0..<0
    package private(set) var period = 0..<0
    package private(set) var previousPeriod = 0..<0
    package private(set) var value = 0..<0
    package private(set) var hasPrevious = false
    package private(set) var isWithdrawnTarget = false

    package init(_ bytes: Span<UInt8>, in range: Range<Int>) throws(WireWalker.Malformed) {
        var place = WirePlace(range)
        while try place.next(bytes) {
            switch (place.field, place.isBytes) {
            case (1, false): kind = Int(truncatingIfNeeded: place.value)
            case (2, true): indicator = place.range
            case (3, true): measure = place.range
            case (4, true): part = place.range
            case (5, true): plan = place.range
            case (6, true): period = place.range
            case (7, true): previousPeriod = place.range
            case (8, true): value = place.range
            case (9, true): hasPrevious = true
            case (10, false): isWithdrawnTarget = place.value != 0
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

/// A place in lent bytes of protobuf's wire format, and the field read there last. `WireWalker` for bytes that are not one's own; it
/// allocates nothing and keeps nothing of them.
package struct WirePlace {
    private var offset: Int
    private let end: Int
    package private(set) var field = 0
    /// Whether the field holds bytes, which stand at `range`; else it holds `value`.
    package private(set) var isBytes = false
    package private(set) var value: UInt64 = 0
    package private(set) var range = 0..<0

    package init(_ range: Range<Int>) { (offset, end) = (range.lowerBound, range.upperBound) }

    /// False at the end.
    package mutating func next(_ bytes: Span<UInt8>) throws(WireWalker.Malformed) -> Bool {
        guard offset < end else { return false }
        let tag = try varint(bytes)
        field = Int(truncatingIfNeeded: tag >> 3)
        switch tag & 7 {
        case 0: (isBytes, value) = (false, try varint(bytes))
        case 1:
            guard end - offset >= 8 else { throw WireWalker.Malformed(offset: offset, why: "ends inside a 64-bit field") }
            (isBytes, value) = (false, 0)
            for i in 0..<8 { value |= UInt64(bytes[offset + i]) << UInt64(8 * i) }
            offset += 8
        case 2:
            let length = try varint(bytes)
            guard length <= UInt64(end - offset) else { throw WireWalker.Malformed(offset: offset, why: "ends inside a field") }
            (isBytes, range) = (true, offset..<(offset + Int(length)))
            offset = range.upperBound
        default: throw WireWalker.Malformed(offset: offset, why: "wire type \(tag & 7) is not used in this format")
        }
        return true
    }

    private mutating func varint(_ bytes: Span<UInt8>) throws(WireWalker.Malformed) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while offset < end, shift < 64 {
            let byte = bytes[offset]
            offset += 1
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw WireWalker.Malformed(offset: offset, why: "ends inside a varint")
    }
}
