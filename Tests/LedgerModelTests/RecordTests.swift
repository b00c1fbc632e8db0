import LedgerTestSupport
import TestSeeds
import Testing

@testable import LedgerModel

@Suite struct RecordTests {
    let entries: [Vectors.Log.Entry]

    init() throws { entries = try Vectors.read("log", Vectors.Log.self).entries }

    /// Whatever is read as a record is the bytes that its parts give when they are put together again.
    @Test func aRecordThatIsReadIsCanonical() throws {
        let seed = Seeds.one()
        var generator = SeededGenerator(seed: seed)
        var read = 0
        for entry in entries {
            let stored = bytes(entry.record_hex)
            for _ in 0..<400 {
                var mutated = stored
                let place = Int.random(in: mutated.indices, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: mutated[place] = .random(in: .min ... .max, using: &generator)
                case 1: mutated.insert(.random(in: 0...40, using: &generator), at: place)
                default: mutated.remove(at: place)
                }
                guard let frame = try? RecordFrame(decoding: mutated) else { continue }
                read += 1
                #expect(try frame.encoded() == mutated, "seed \(seed)")
            }
        }
        #expect(read > 100, "seed \(seed)")
    }
}
