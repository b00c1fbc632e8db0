import Foundation
import LedgerMerkle
import LedgerRules
import LedgerTestSupport
import LedgerVerifier
import SwiftProtobuf
import Testing

@testable import LedgerModel

@Suite struct CodecTests {
    @Test func everyStatement() throws {
        let vectors = try Vectors.read("statements", Vectors.Statements.self).statements
        #expect(vectors.count > 50)
        for vector in vectors {
            let stored = bytes(vector.statement_hex)
            let statement = try Codec.decode(Statement.self, stored, "statement")
            #expect(try Codec.encode(statement) == stored, "\(vector.name)")
            let touches = statement.touches
            #expect(touches.count == vector.facts.count && Set(touches.map(Vectors.FactRow.init)) == Set(vector.facts), "\(vector.name)")
            #expect(statement.subjects.map(Vectors.SubjectRow.init) == vector.subjects, "\(vector.name)")
            for (text, commitment) in zip(vector.texts, statement.texts) {
                var salted = SaltedText()
                salted.field = TextField(rawValue: text.field) ?? .noField
                salted.ordinal = text.ordinal
                salted.salt = Data(bytes(text.salt))
                salted.text = text.text
                #expect(Data(salted.commitment(in: Array(statement.event)).bytes) == commitment.hash, "\(vector.name)")
            }
            #expect(vector.texts.count == statement.texts.count)
        }
    }

    @Test func everyActIsAmongThem() throws {
        let acts = Set(try Vectors.read("statements", Vectors.Statements.self).statements.map(\.act))
        #expect(acts.count == 40)
    }

    @Test func whatIsNotCanonicalIsRefused() throws {
        let vectors = try Vectors.read("noncanonical", Vectors.Noncanonical.self)
        #expect(vectors.refused.count > 150)
        for one in vectors.canonical {
            if one.message == "Leaf" {
                #expect(throws: Never.self) { try Codec.decodeLeaf(bytes(one.hex)) }
            } else {
                #expect(throws: Never.self) { try Codec.decode(Statement.self, bytes(one.hex), "statement") }
            }
        }
        let canonicalLeaf = try #require(vectors.canonical.first { $0.message == "Leaf" })
        let usual = try judged(bytes(canonicalLeaf.hex))
        for one in vectors.refused {
            switch (one.message, one.breaks) {
            case ("Leaf", "wire"):
                #expect(throws: DecodeError.self, "\(one.name)") { try Codec.decode(Leaf.self, bytes(one.hex), "leaf") }
            case (_, "wire"):
                #expect(throws: DecodeError.self, "\(one.name)") { try Codec.decode(Statement.self, bytes(one.hex), "statement") }
            case ("Statement", _):
                let statement = try? Codec.decode(Statement.self, bytes(one.hex), "statement")
                #expect(statement.map { Shape.check($0) } != [], "\(one.name)")
            case (_, _) where one.name == "link of 31 bytes":
                break  // alone, its version is wrong already: see ForgeryTests
            default:
                #expect(try judged(bytes(one.hex)) != usual, "\(one.name)")
            }
        }
    }

    /// What the auditor says of a log that holds this leaf alone: what stands in a leaf is judged there.
    private func judged(_ leaf: [UInt8]) throws -> [Finding] {
        let record = try RecordFrame(leaf: leaf, texts: [], hashes: leafHash(leaf).bytes).encoded()
        return MemoryAudit([record]).verify().findings
    }

    // MARK: the walker

    private func fields(_ bytes: [UInt8]) throws -> [ArraySlice<UInt8>] {
        var walker = WireWalker(bytes)
        var slices: [ArraySlice<UInt8>] = []
        var start = 0
        while try walker.next() != nil {
            slices.append(bytes[start..<walker.offset])
            start = walker.offset
        }
        return slices
    }

    /// Field by field, protobuf reads out of the walked pieces what it reads out of the whole.
    @Test func theWalkerFindsTheFieldsThatProtobufFinds() throws {
        for vector in try Vectors.read("statements", Vectors.Statements.self).statements {
            let stored = bytes(vector.statement_hex)
            var merged = Statement()
            for piece in try fields(stored) { try merged.merge(serializedBytes: Array(piece)) }
            #expect(try merged == Statement(serializedBytes: stored), "\(vector.name)")
        }
        for entry in try Vectors.read("log", Vectors.Log.self).entries {
            let stored = bytes(entry.leaf_hex)
            var merged = Leaf()
            for piece in try fields(stored) { try merged.merge(serializedBytes: Array(piece)) }
            #expect(try merged == Leaf(serializedBytes: stored))
            #expect(Codec.formatNumber(ofLeaf: stored) == 1)
        }
    }

    /// What the walker refuses the codec refuses too: every truncation and every byte with one bit changed.
    @Test func theWalkerRefusesNothingThatIsCanonical() throws {
        var refused = 0
        for vector in try Vectors.read("statements", Vectors.Statements.self).statements {
            let stored = bytes(vector.statement_hex)
            var damaged = (0..<stored.count).map { Array(stored.prefix($0)) }
            for offset in stored.indices {
                var copy = stored
                copy[offset] ^= 1 << UInt8(offset % 8)
                damaged.append(copy)
            }
            for one in damaged where (try? fields(one)) == nil {
                refused += 1
                #expect(throws: DecodeError.self) { try Codec.decode(Statement.self, one, "statement") }
            }
        }
        #expect(refused > 1_000)
    }

    @Test(arguments: [
        [0x08], [0x08, 0x80], [0x08, 0x80, 0x00], [0x00, 0x01], [0x0a, 0x02, 0x00], [0x09, 1, 2, 3], [0x0b], [0x0c], [0x0d, 0, 0, 0, 0], [0x0e], [0x0f],
        [0x08] + Array(repeating: 0xff, count: 9) + [0x02], [0x08] + Array(repeating: 0xff, count: 10), [0x88, 0x00, 0x01],
        [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
    ] as [[UInt8]])
    func malformed(_ bytes: [UInt8]) {
        #expect(throws: (any Error).self) { try fields(bytes) }
    }

    @Test func theGreatestVarint() throws {
        var walker = WireWalker([0x08] + Array(repeating: 0xff, count: 9) + [0x01])
        #expect(try walker.next() == WireWalker.Field(number: 1, value: .varint(.max)))
        #expect(try walker.next() == nil)
    }
}
