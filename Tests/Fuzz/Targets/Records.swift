import LedgerModel
import LedgerRules
import LedgerVerifier

extension FuzzTarget {
    static let records = [
        FuzzTarget(name: "record") { bytes in
            guard let frame = try? RecordFrame(decoding: bytes) else { return }
            readLeaf(frame.leaf)
            guard let again = try? frame.encoded() else { return hold(false, "a record that was read can be written") }
            let second = try? RecordFrame(decoding: again)
            hold(second?.leaf == frame.leaf && second?.hashes == frame.hashes && second?.texts == frame.texts, "what is written is read as the same")
        },
        FuzzTarget(name: "leaf", run: readLeaf),
        // A log of several records, whatever they are: the auditor answers.
        FuzzTarget(name: "audit") { bytes in
            let parts = Packed.unpack(bytes)
            let report = Auditor.verify(Records(records: parts.map(\.bytes)))
            hold(report.verdict != .intact || report.size == parts.count, "what is intact was read to its end")
        },
        FuzzTarget(name: "draft") { bytes in
            for line in bytes.text.split(separator: "\n") {
                guard let draft = try? Draft(jsonLine: String(line), place: "line 1") else { continue }
                look(draft.statement)
                _ = draft.text(.reason)
                _ = draft.statement.withoutCommitmentHashes
            }
        },
    ]

    @Sendable private static func readLeaf(_ bytes: [UInt8]) {
        _ = Codec.formatNumber(ofLeaf: bytes)
        guard let leaf = try? Codec.decodeLeaf(bytes) else { return }
        hold((try? Codec.encode(leaf)) == bytes, "a leaf is canonical")
        look(leaf.statement)
    }

    private static func look(_ statement: Statement) {
        _ = Shape.check(statement)
        for touched in statement.touches { _ = touched.subject.label }
        _ = statement.subjects
    }
}

private struct Records: AuditSource {
    let records: [[UInt8]]

    func forEachRecord(_ body: (UInt64?, [UInt8]) throws -> Bool) throws {
        for (i, record) in records.enumerated() where try !body(UInt64(i + 1), record) { return }
    }
}
