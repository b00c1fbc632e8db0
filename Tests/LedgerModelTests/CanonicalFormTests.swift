import Foundation
import LedgerTestSupport
import SwiftProtobuf
import TestSeeds
import Testing

@testable import LedgerModel

/// The table-driven check says of every sequence of bytes what decoding, encoding and comparing says.
@Suite struct CanonicalFormTests {
    /// The definition of canonical form (FORMAT.md §1), as slow as it is plain.
    private static func isCanonical<M: StoredMessage>(_ type: M.Type, _ bytes: [UInt8]) -> Bool {
        guard let message = try? M(serializedBytes: bytes), let again = try? message.serializedBytes() as [UInt8] else { return false }
        return again == bytes && StrangerFinder.find(in: message) == nil
    }

    /// Returns the answer, which both give.
    @discardableResult
    private func agree<M: StoredMessage>(_ type: M.Type, _ bytes: [UInt8], _ comment: Comment? = nil) throws -> Bool {
        let answer = CanonicalFormTests.isCanonical(type, bytes)
        try #require(M.shape.admits(bytes) == answer, "\(bytes.hex) \(comment ?? "")")
        return answer
    }

    private static func statements() throws -> [[UInt8]] {
        try Vectors.read("statements", Vectors.Statements.self).statements.map { bytes($0.statement_hex) }
    }

    @Test func theVectors() throws {
        for statement in try CanonicalFormTests.statements() { #expect(try agree(Statement.self, statement)) }
        for entry in try Vectors.read("log", Vectors.Log.self).entries {
            #expect(try agree(Leaf.self, bytes(entry.leaf_hex)))
            #expect(try agree(Record.self, bytes(entry.record_hex)))
        }
        let vectors = try Vectors.read("noncanonical", Vectors.Noncanonical.self)
        for (message, hex) in vectors.canonical.map({ ($0.message, $0.hex) }) + vectors.refused.map({ ($0.message, $0.hex) }) {
            if message == "Leaf" { try agree(Leaf.self, bytes(hex)) } else { try agree(Statement.self, bytes(hex)) }
        }
    }

    /// Every byte of every statement flipped, dropped and doubled, and every beginning of it.
    @Test func everyByteOfEveryStatement() throws {
        var (canonical, refused) = (0, 0)
        for statement in try CanonicalFormTests.statements() {
            for place in statement.indices {
                var changed: [[UInt8]] = [UInt8(1) << UInt8(place % 8), 0x80, 0xff].map { pattern in
                    var copy = statement
                    copy[place] ^= pattern
                    return copy
                }
                changed.append(Array(statement[..<place] + statement[(place + 1)...]))
                changed.append(Array(statement[...place] + statement[place...]))
                changed.append(Array(statement[..<place]))
                for one in changed { if try agree(Statement.self, one) { canonical += 1 } else { refused += 1 } }
            }
        }
        #expect(canonical > 1_000 && refused > 10_000)
    }

    /// Some bytes of a leaf or record changed, cut out, put in or moved, by chance: also lengths, so that parts end early or late.
    @Test func bytesChangedByChance() throws {
        let seed = Seeds.one()
        var generator = SeededGenerator(seed: seed)
        let entries = try Vectors.read("log", Vectors.Log.self).entries.map { bytes($0.record_hex) } + CanonicalFormTests.statements()
        for _ in 0..<30_000 {
            var mutated = entries.randomElement(using: &generator)!
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let place = Int.random(in: mutated.indices, using: &generator)
                switch Int.random(in: 0..<5, using: &generator) {
                case 0: mutated[place] = .random(in: .min ... .max, using: &generator)
                case 1: mutated.insert(.random(in: 0...40, using: &generator), at: place)
                case 2: mutated[place] &+= Bool.random(using: &generator) ? 1 : 0xff
                case 3:
                    let part = mutated[place..<min(mutated.count, place + Int.random(in: 1...12, using: &generator))]
                    mutated.insert(contentsOf: part, at: Int.random(in: mutated.indices, using: &generator))
                default: mutated.removeSubrange(place..<min(mutated.count, place + Int.random(in: 1...12, using: &generator)))
                }
                if mutated.isEmpty { mutated = [0] }
            }
            try agree(Record.self, mutated, "seed \(seed)")
            try agree(Statement.self, mutated, "seed \(seed)")
        }
    }

    /// Messages with fields of every type, built by chance from field numbers and wire types rather than from sound ones.
    @Test func fieldsByChance() throws {
        let seed = Seeds.one()
        var generator = SeededGenerator(seed: seed)
        let numbers: [UInt64] = [0, 1, 2, 3, 14, 127, 128, 255, 16_384, 1 << 31, (1 << 32) - 1, 1 << 32, 1 << 63, .max]
        let contents: [[UInt8]] = [[], [0x41], Array("計画".utf8), [0xe8, 0xa8], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0], [8, 1], [0x0a, 0]]
        var found = 0
        for _ in 0..<60_000 {
            var made: [UInt8] = []
            var number: UInt64 = 0
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                number += UInt64.random(in: 0...4, using: &generator)
                let wireType = [0, 0, 1, 2, 2, 2, 5].randomElement(using: &generator)!
                Codec.appendVarint(number << 3 | UInt64(wireType), to: &made)
                switch wireType {
                case 0: Codec.appendVarint(numbers.randomElement(using: &generator)!, to: &made)
                case 1: made += (0..<8).map { _ in Bool.random(using: &generator) ? 0 : 1 }
                case 2:
                    let content = contents.randomElement(using: &generator)!
                    made += [UInt8(content.count)] + content
                default: made += [1, 0, 0, 0]
                }
            }
            for answer in [
                try agree(Value.self, made, "seed \(seed)"), try agree(LedgerOpened.self, made, "seed \(seed)"), try agree(Recorded.self, made, "seed \(seed)"),
                try agree(GradeGiven.self, made, "seed \(seed)"), try agree(SaltedText.self, made, "seed \(seed)"), try agree(Restructured.self, made, "seed \(seed)"),
                try agree(ResponseGiven.self, made, "seed \(seed)"), try agree(KeyRegistered.self, made, "seed \(seed)"), try agree(Leaf.self, made, "seed \(seed)"),
            ] where answer { found += 1 }
        }
        #expect(found > 1_000, "seed \(seed)")
    }
}
