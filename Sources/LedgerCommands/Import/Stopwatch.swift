import LedgerReports

/// How long the steps of one run took.
struct Stopwatch {
    private var last = ContinuousClock.now
    private var laps: [(what: Words, took: Duration)] = []

    mutating func lap(_ what: Words) {
        let now = ContinuousClock.now
        laps.append((what, now - last))
        last = now
    }

    /// `reading 0.120 s, matching 0.340 s`.
    func line(_ language: Language) -> String {
        laps.map { "\($0.what(language)) \($0.took.formatted(.units(allowed: [.seconds], width: .narrow, fractionalPart: .show(length: 3))))" }
            .joined(separator: ", ")
    }
}
