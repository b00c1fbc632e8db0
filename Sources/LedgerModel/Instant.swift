import Foundation

/// A moment of the recorded axis: Unix nanoseconds.
package struct Instant: Sendable, Hashable {
    package let nanoseconds: UInt64
    package init(_ nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

    /// RFC 3339 in UTC, to the second: 2026-04-01T00:30:00Z.
    package var text: String { text(offsetMinutes: 0) }

    /// RFC 3339 at a fixed offset: 2026-04-01T09:30:00+09:00.
    package func text(offsetMinutes: Int32) -> String {
        func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
        let seconds = Int(nanoseconds / 1_000_000_000) + Int(offsetMinutes) * 60
        let clock = ((seconds % 86_400) + 86_400) % 86_400
        let day = Day(unixNanoseconds: nanoseconds, offsetMinutes: offsetMinutes)?.description ?? "?"
        let size = abs(Int(offsetMinutes))
        let zone = offsetMinutes == 0 ? "Z" : (offsetMinutes < 0 ? "-" : "+") + two(size / 60) + ":" + two(size % 60)
        return "\(day)T\(two(clock / 3_600)):\(two(clock / 60 % 60)):\(two(clock % 60))\(zone)"
    }
}
