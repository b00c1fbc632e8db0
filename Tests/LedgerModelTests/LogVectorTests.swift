import Foundation
import LedgerMerkle
import LedgerModel
import LedgerTestSupport
import LedgerVerifier
import Testing

/// The log that another program wrote, byte by byte.
@Suite struct LogVectorTests {
    let log: Vectors.Log

    init() throws { log = try Vectors.read("log") }

    @Test func recordsLeavesLinksAndRoots() throws {
        var frontier = Frontier()
        var heads: [Subject: (version: UInt64, hash: String)] = [:]
        for entry in log.entries {
            let frame = try RecordFrame(decoding: bytes(entry.record_hex))
            #expect(try frame.encoded() == bytes(entry.record_hex))
            #expect(frame.leaf == bytes(entry.leaf_hex))
            let hash = leafHash(frame.leaf)
            #expect(hash.bytes.hex == entry.leaf_hash)
            let completed = frontier.append(hash)
            #expect(completed.map(\.bytes.hex) == entry.hashes && frame.hashes.hex == entry.hashes.joined())
            #expect(frontier.root.bytes.hex == entry.root)
            let leaf = try Codec.decodeLeaf(frame.leaf)
            #expect(leaf.number == entry.number && Array(leaf.statement.event).hex == entry.event)
            #expect(leaf.links.map(Vectors.LinkRow.init) == entry.links)
            for link in leaf.links {
                let head = heads[link.subject] ?? (0, Hash.zero.bytes.hex)
                #expect(link.version == head.version + 1 && Array(link.previous).hex == head.hash)
                heads[link.subject] = (link.version, entry.leaf_hash)
            }
            #expect(frame.texts.map { "\($0.field.rawValue) \($0.ordinal) \(Array($0.salt).hex) \($0.text)" }
                == entry.texts.map { "\($0.field) \($0.ordinal) \($0.salt) \($0.text)" })
        }
        #expect(UInt64(log.entries.count) == log.size && frontier.root.bytes.hex == log.root)
    }

    @Test func theAuditorFindsNoDamage() throws {
        let root = try #require(Hash(bytes(log.root)))
        let report = MemoryAudit(log.entries.map { bytes($0.record_hex) }).verify(expecting: Expectation(size: log.size, root: root))
        #expect(report.verdict == .intact, "\(report.findings)")
        #expect(report.unchecked.isEmpty && report.consequences == 0 && report.size == log.size && report.root == root)
        #expect(report.redactions.map(\.by) == log.redactions.map(\.by))
    }

    /// As it was before the redaction: leaf and hashes are the same, and the text that stands there again is found.
    @Test func beforeTheRedaction() throws {
        for redaction in log.redactions {
            let before = try RecordFrame(decoding: bytes(redaction.record_before_hex))
            var records = log.entries.map { bytes($0.record_hex) }
            let after = try RecordFrame(decoding: records[Int(redaction.number) - 1])
            #expect(before.leaf == after.leaf && before.hashes == after.hashes && before.texts.count == after.texts.count + 1)
            records[Int(redaction.number) - 1] = bytes(redaction.record_before_hex)
            #expect(MemoryAudit(records).verify().findings.map(\.kind) == [.textNotDestroyed])
            let earlier = MemoryAudit(Array(records.prefix(Int(redaction.by) - 1))).verify()
            #expect(earlier.verdict == .intact && earlier.redactions.isEmpty, "\(earlier.findings)")
        }
    }
}
