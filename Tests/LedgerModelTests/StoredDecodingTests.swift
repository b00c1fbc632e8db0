import LedgerTestSupport
import SwiftProtobuf
import Testing

@testable import LedgerModel

/// The schema's own decoder against swift-protobuf's: the same message, or none from either.
@Suite struct StoredDecodingTests {
    private func agree(_ bytes: [UInt8], _ isLeaf: Bool, _ name: String) {
        // Somewhere inside of others, as in a record.
        let around = [0xff, 0x0a] + bytes + [0x0a, 0xff]
        let place = 2..<2 + bytes.count
        if isLeaf {
            #expect((try? Leaf(stored: around, in: place)) == (try? Leaf(serializedBytes: bytes)), "\(name)")
        } else {
            #expect((try? Statement(stored: around, in: place)) == (try? Statement(serializedBytes: bytes)), "\(name)")
        }
    }

    @Test func onEveryVector() throws {
        for vector in try Vectors.read("statements", Vectors.Statements.self).statements { agree(bytes(vector.statement_hex), false, vector.name) }
        let vectors = try Vectors.read("noncanonical", Vectors.Noncanonical.self)
        for one in vectors.canonical { agree(bytes(one.hex), one.message == "Leaf", one.message) }
        for one in vectors.refused { agree(bytes(one.hex), one.message == "Leaf", one.name) }
    }

    @Test func onEveryVectorCutOffAnywhereOrWithABitTurned() throws {
        for vector in try Vectors.read("statements", Vectors.Statements.self).statements {
            let whole = bytes(vector.statement_hex)
            for place in whole.indices {
                agree(Array(whole[..<place]), false, "\(vector.name) cut at \(place)")
                var turned = whole
                turned[place] ^= 1 << UInt8(place % 8)
                agree(turned, false, "\(vector.name) turned at \(place)")
            }
        }
    }

    /// Facts are decoded in part, and the rest later: they must be the same events.
    @Test func eventsOfStoredBytesAreThoseOfTheirStatements() throws {
        let settings = Settings(name: "s", utcOffsetMinutes: 540, fiscalFirstMonth: 4)
        var facts = 0
        for (i, vector) in try Vectors.read("statements", Vectors.Statements.self).statements.enumerated() {
            let whole = bytes(vector.statement_hex)
            let head = EntryHead(number: UInt64(i + 1), recorded: 1_461_110_400_000_000_000, batchFirst: 1, batchLength: 100)
            var stored = StoredEntries(settings)
            try stored.add(head, whole.span, statement: 0..<whole.count, leavingOut: []) { lent, range, into in
                for place in range { into.append(lent[place]) }
            }
            let read = try stored.event(try #require(stored.entries.first))
            let decoded = Event(
                number: head.number, recorded: head.recorded, batchFirst: 1, batchLength: 100, statement: try Statement(serializedBytes: whole), settings: settings)
            #expect(read.fact == decoded.fact && read.withdraws == decoded.withdraws && read.touches == decoded.touches, "\(vector.name)")
            #expect(read == decoded && read.statement == decoded.statement, "\(vector.name)")
            #expect(
                read.recordedDay == decoded.recordedDay && read.decidedDay == decoded.decidedDay && read.inForceDay == decoded.inForceDay, "\(vector.name)")
            if read.fact != nil { facts += 1 }
        }
        #expect(facts > 2)
    }
}
