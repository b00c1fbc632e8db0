import Glibc
import Histogram

func nanoseconds() -> UInt64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
}

/// Nanoseconds that `body` takes.
func timed(_ body: () throws -> Void) rethrows -> Double {
    let start = nanoseconds()
    try body()
    return Double(nanoseconds() - start)
}

extension Array<Double> {
    /// The middle one; of an even number the mean of the two in the middle.
    var median: Double {
        let sorted = sorted()
        guard !sorted.isEmpty else { return .nan }
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    }
    var sum: Double { reduce(0, +) }
}

/// Two things measured in turns, A B A B, so that a change of the machine's mood meets both.
struct Pair {
    private(set) var ours: [Double] = []
    private(set) var limits: [Double] = []

    /// Both closures answer with the figure itself: time, or things a second.
    init(rounds: Int, ours: () throws -> Double, limit: () throws -> Double) rethrows {
        for _ in 0..<rounds {
            self.ours.append(try ours())
            limits.append(try limit())
        }
    }

    var value: Double { ours.median }
    var limit: Double { limits.median }
    /// The median of the rounds' own ratios.
    var ratio: Double { zip(ours, limits).map { $0 / $1 }.median }
}

/// Latencies of single operations.
struct Latencies {
    private var histogram = Histogram<UInt64>(highestTrackableValue: 60_000_000_000, numberOfSignificantValueDigits: .three)
    private(set) var total: Double = 0
    private(set) var count = 0

    mutating func add(_ nanoseconds: Double) {
        histogram.record(UInt64(max(1, nanoseconds)))
        total += nanoseconds
        count += 1
    }

    func percentile(_ percent: Double) -> Double { Double(histogram.valueAtPercentile(percent)) }
    var median: Double { percentile(50) }
}

/// Numbers from a seed, so that every run asks the same.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
