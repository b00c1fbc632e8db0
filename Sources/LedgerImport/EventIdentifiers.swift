import Foundation
import LedgerMerkle
import LedgerModel
import LedgerProjections

/// The ids of an import's entries (FORMAT.md §3): the first eight bytes of the file's digest, then the first eight of
/// SHA-256(statement ‖ version).
///
/// The statement is its canonical bytes without event id, ledger and texts; it names the cell, the mapping and the act. The version, u64 BE, is the one that the
/// first subject touched by the act has just before the entry, those before it in the same import counted. So equal drafts of one cell have unlike ids, a table
/// that was withdrawn can be taken again, and an entry has the same id whether the import is recorded in one batch or in slices. No text is hashed
/// without a salt: the id outlives a redaction, and would let a guess be confirmed.
package struct EventIdentifiers<Store: LedgerSource> {
    private static var half: Int { Limits.eventIDBytes / 2 }

    private let source: Store
    private let prefix: [UInt8]
    /// Versions in the ledger of the subjects that were asked for.
    private var held: [Subject: UInt64] = [:]
    /// Entries of this import so far that touch a subject.
    private var added: [Subject: UInt64] = [:]

    /// - Precondition: the digest is one of SHA-256.
    package init(_ source: Store, digest: [UInt8]) {
        precondition(digest.count >= Self.half, "the file's digest gives the ids their first half")
        self.source = source
        prefix = Array(digest.prefix(Self.half))
    }

    /// The id of the next entry of the import.
    package mutating func next(_ draft: Draft) throws -> [UInt8] {
        let touches = draft.statement.touches
        var statement = draft.statement
        (statement.event, statement.ledger, statement.texts) = (Data(), Data(), [])
        let before = try touches.first.map { try version(of: $0.subject) } ?? 0
        let content = try Codec.encode(statement) + Self.bigEndian(before)
        for subject in Set(touches.map(\.subject)) { added[subject, default: 0] += 1 }
        return prefix + sha256(content).bytes.prefix(Limits.eventIDBytes - Self.half)
    }

    private mutating func version(of subject: Subject) throws -> UInt64 {
        if held[subject] == nil { held[subject] = UInt64(try source.events(of: subject, through: .max).count) }
        return (held[subject] ?? 0) + (added[subject] ?? 0)
    }

    private static func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
        (0..<number.bitWidth / 8).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}

extension ImportWalk {
    /// The plan, every draft of it with its id.
    consuming func finished(_ progress: (Int, Int) -> Void = { _, _ in }) throws -> ImportPlan {
        // Who is who needs as much memory as the ids now do.
        names = RunNames()
        var identifiers = EventIdentifiers(source, digest: request.document.digest)
        for i in plan.drafts.indices {
            try plan.drafts[i].identify { try identifiers.next($0) }
            if (i + 1) % 1_000 == 0 { progress(i + 1, plan.drafts.count) }
        }
        return plan
    }
}
