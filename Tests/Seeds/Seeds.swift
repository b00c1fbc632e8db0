import Foundation

/// Which seeds random tests run with: decided here and nowhere else.
///
/// Fixed by default, and printed. Whether a commit is accepted must not be a matter of luck: the same commit gets the same verdict every time, and a fault that
/// lies elsewhere does not stop it. Who looks for new faults asks for luck: `LEDGER_SEED=random` draws a seed, `LEDGER_SEED=1234` runs one again.
/// What is found that way becomes a named test of its own.
package enum Seeds {
    /// The seeds of the test in `file`, one run each: `fixed` unless the environment says otherwise. Prints them.
    package static func all(_ fixed: [UInt64], file: String = #fileID, test: String = #function) -> [UInt64] {
        let asked = ProcessInfo.processInfo.environment["LEDGER_SEED"] ?? ""
        let seeds: [UInt64]
        if asked.isEmpty {
            seeds = fixed
        } else if asked == "random" {
            seeds = [UInt64.random(in: .min ... .max)]
        } else {
            guard let seed = UInt64(asked) else { preconditionFailure("LEDGER_SEED is a number of 64 bits or 'random', not '\(asked)'") }
            seeds = [seed]
        }
        print("\(file) \(test): " + seeds.map { "LEDGER_SEED=\($0)" }.joined(separator: " "))
        return seeds
    }

    /// One seed.
    package static func one(_ fixed: UInt64 = 1, file: String = #fileID, test: String = #function) -> UInt64 {
        all([fixed], file: file, test: test)[0]
    }
}

/// SplitMix64: the same numbers from the same seed on every machine.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64
    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
