import Foundation
import LedgerMerkle
import LedgerModel
import LedgerVerifier

/// Somebody who can write the log's file and knows the format: changes entries and then recomputes every number, batch, link
/// and hash, so that the log is consistent in itself. Only a root kept elsewhere tells.
package struct Forger {
    package struct Entry {
        package var leaf: Leaf
        package var texts: [SaltedText]
    }

    package var entries: [Entry]

    package init(_ records: [[UInt8]]) throws {
        entries = try records.map { record in
            let frame = try RecordFrame(decoding: record)
            return Entry(leaf: try Codec.decodeLeaf(frame.leaf), texts: frame.texts)
        }
    }

    /// Puts another text in place of one, with a commitment that fits.
    package mutating func replaceText(ofEntry number: Int, _ field: TextField, by text: String) {
        let i = number - 1
        for t in entries[i].texts.indices where entries[i].texts[t].field == field {
            entries[i].texts[t].text = text
            let hash = entries[i].texts[t].commitment(in: Array(entries[i].leaf.statement.event))
            for c in entries[i].leaf.statement.texts.indices where entries[i].leaf.statement.texts[c].field == field {
                entries[i].leaf.statement.texts[c].hash = Data(hash.bytes)
            }
        }
    }

    /// Numbers 1, 2, 3 … and batches that fit, and whatever refers to an entry by its number.
    package mutating func renumber() {
        var moved: [UInt64: UInt64] = [:]
        for i in entries.indices { moved[entries[i].leaf.number] = UInt64(i) + 1 }
        let batches = entries.map(\.leaf.batch.first)
        for i in entries.indices {
            let number = UInt64(i) + 1
            let first = batches[..<i].reversed().prefix { $0 == batches[i] }.count
            let after = batches[i...].prefix { $0 == batches[i] }.count
            entries[i].leaf.number = number
            entries[i].leaf.batch.first = number - UInt64(first)
            entries[i].leaf.batch.length = UInt32(first + after)
            switch entries[i].leaf.statement.act {
            case .withdrawn(var act)?:
                act.number = moved[act.number] ?? act.number
                entries[i].leaf.statement.act = .withdrawn(act)
            case .redacted(var act)?:
                act.number = moved[act.number] ?? act.number
                entries[i].leaf.statement.act = .redacted(act)
            case .editionPublished(var act)?:
                act.size = number - 1
                entries[i].leaf.statement.act = .editionPublished(act)
            default: break
            }
        }
    }

    /// The records, with links and hashes that fit what the entries now say.
    package func records() throws -> [[UInt8]] {
        var frontier = Frontier()
        var heads: [Subject: (version: UInt64, hash: Hash)] = [:]
        return try entries.map { entry in
            var leaf = entry.leaf
            leaf.links = leaf.statement.subjects.map { subject in
                let head = heads[subject] ?? (0, .zero)
                return .with {
                    $0.subject = subject
                    $0.version = head.version + 1
                    $0.previous = Data(head.hash.bytes)
                }
            }
            return try Forger.record(leaf, entry.texts, &frontier, &heads)
        }
    }

    private static func record(
        _ leaf: Leaf, _ texts: [SaltedText], _ frontier: inout Frontier, _ heads: inout [Subject: (version: UInt64, hash: Hash)]
    ) throws -> [UInt8] {
        let bytes = try Codec.encode(leaf)
        let hash = leafHash(bytes)
        for link in leaf.links { heads[link.subject] = (link.version, hash) }
        return try RecordFrame(leaf: bytes, texts: texts, hashes: frontier.append(hash).flatMap(\.bytes)).encoded()
    }

    /// The records with links as the entries hold them: for damage to the links themselves.
    package func recordsKeepingLinks() throws -> [[UInt8]] {
        var frontier = Frontier()
        var heads: [Subject: (version: UInt64, hash: Hash)] = [:]
        return try entries.map { try Forger.record($0.leaf, $0.texts, &frontier, &heads) }
    }
}
