import LedgerMerkle
import LedgerModel

/// Holds texts against their commitments, and destroyed ones against the redactions in the log.
struct TextAudit {
    private struct Key: Hashable {
        let entry: UInt64
        let field: Int
        let ordinal: UInt32
    }

    private(set) var checked = 0
    private(set) var redactions: [Redaction] = []
    private var absent: [Key: Finding] = [:]
    private var present: Set<Key> = []
    private var redacted: [Key: Redaction] = [:]

    /// Findings of one entry. `findings.entry` is the entry's own number.
    mutating func take(_ leaf: Leaf, _ texts: [SaltedText]) -> [Finding] {
        var findings: [Finding] = []
        let id = Array(leaf.statement.event)
        var rest = texts
        let places = texts.map { UInt64($0.field.rawValue) << 32 | UInt64($0.ordinal) }
        if !zip(places, places.dropFirst()).allSatisfy({ $0 < $1 }) { findings.append(Finding(.text, entry: leaf.number, values: ["order"])) }
        for commitment in leaf.statement.texts {
            let key = Key(entry: leaf.number, field: commitment.field.rawValue, ordinal: commitment.ordinal)
            guard let place = rest.firstIndex(where: { $0.field == commitment.field && $0.ordinal == commitment.ordinal }) else {
                absent[key] = Finding(
                    .textMissing, entry: leaf.number, subjects: leaf.statement.subjects,
                    values: [commitment.field.word, "\(commitment.ordinal)"])
                continue
            }
            let text = rest.remove(at: place)
            checked += 1
            present.insert(key)
            let opens = text.salt.count == Limits.saltBytes && text.text.utf8.count <= Limits.textBytes
                && text.commitment(in: id).bytes == Array(commitment.hash)
            if !opens { findings.append(Finding(.text, entry: leaf.number, values: [commitment.field.word, "\(commitment.ordinal)"])) }
        }
        for text in rest {
            findings.append(Finding(.textNotCommitted, entry: leaf.number, values: [text.field.word, "\(text.ordinal)"]))
        }
        if case .redacted(let act)? = leaf.statement.act {
            let key = Key(entry: act.number, field: act.field.rawValue, ordinal: act.ordinal)
            redacted[key] = Redaction(entry: act.number, field: act.field, ordinal: act.ordinal, by: leaf.number)
        }
        return findings
    }

    /// Once every entry was seen: texts that are absent though nobody redacted them, and the other way round.
    mutating func close(isBlind: Bool) -> [Finding] {
        var findings: [Finding] = []
        for (key, finding) in absent {
            if let redaction = redacted[key] { redactions.append(redaction) } else { findings.append(finding) }
        }
        for (key, redaction) in redacted where present.contains(key) {
            findings.append(Finding(.textNotDestroyed, entry: key.entry, values: [redaction.field.word, "\(key.ordinal)", "\(redaction.by)"]))
        }
        redactions.sort { ($0.entry, $0.field.rawValue, $0.ordinal) < ($1.entry, $1.field.rawValue, $1.ordinal) }
        return findings.sorted { ($0.entry ?? 0, $0.values.joined()) < ($1.entry ?? 0, $1.values.joined()) }
    }
}
